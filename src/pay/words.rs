//! The words that may stand beside an amount: currencies, scales, periods and what joins the ends of a range.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Currency;
use super::Period;

/// A sign or word that names a currency, or one of several that share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Names one currency.
    Exact(Currency),
    /// `$`: the place decides whose dollar.
    Dollar,
    /// `kr`: the place decides whose crown.
    Crown,
    /// `¥`: yen or yuan.
    Yen,
}

/// What one word may mean beside an amount; a word may mean several things.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Meaning {
    pub(super) mark: Option<Mark>,
    pub(super) scale: Option<f64>,
    pub(super) period: Option<Period>,
    pub(super) per: bool,
    pub(super) to: bool,
    pub(super) and: bool,
    pub(super) from: bool,
    pub(super) noise: bool,
}

/// The table of words.
pub(super) static TABLE: &str = include_str!("../../data/pay_words.tsv");

static WORDS: LazyLock<HashMap<&'static str, Meaning>> =
    LazyLock::new(|| parse(TABLE).expect("the shipped table is tested to parse"));

/// Currency codes that are everyday words in small letters.
const ONLY_IN_CAPITALS: &[&str] = &["us", "can", "try", "mad", "cop", "nis", "top", "pen", "all", "rm", "ft", "rub"];

/// The longest word of the table, in bytes.
const LONGEST: usize = 16;

/// What a word means; nothing for most words.
pub(super) fn meaning(word: &str) -> Meaning {
    if word.len() > LONGEST {
        return Meaning::default();
    }
    if let Some(found) = WORDS.get(word) {
        let mark = found.mark.filter(|_| !ONLY_IN_CAPITALS.contains(&word));
        return Meaning { mark, ..*found };
    }
    WORDS.get(word.to_lowercase().as_str()).copied().unwrap_or_default()
}

fn parse(table: &'static str) -> Result<HashMap<&'static str, Meaning>, String> {
    let mut words: HashMap<&'static str, Meaning> = HashMap::new();
    for line in table.lines().skip(1).filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let (Some(word), Some(kind), Some(value)) = (columns.next(), columns.next(), columns.next()) else {
            return Err(format!("three columns wanted: {line:?}"));
        };
        let entry = words.entry(word).or_default();
        match kind {
            "currency" => {
                let currency = Currency::from_code(value).ok_or_else(|| format!("no currency: {line:?}"))?;
                entry.mark = Some(Mark::Exact(currency));
            }
            "dollar" => entry.mark = Some(Mark::Dollar),
            "crown" => entry.mark = Some(Mark::Crown),
            "scale" => entry.scale = Some(value.parse().map_err(|_| format!("no number: {line:?}"))?),
            "period" => entry.period = Some(period(value).ok_or_else(|| format!("no period: {line:?}"))?),
            "per" => entry.per = true,
            "to" => entry.to = true,
            "and" => entry.and = true,
            "from" => entry.from = true,
            "noise" => entry.noise = true,
            _ => return Err(format!("unknown kind: {line:?}")),
        }
    }
    Ok(words)
}

fn period(name: &str) -> Option<Period> {
    [Period::Hour, Period::Day, Period::Week, Period::Month, Period::Year].into_iter().find(|each| each.name() == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_parses_and_is_in_small_letters() {
        let words = parse(TABLE).unwrap();
        assert!(words.len() > 200);
        for word in words.keys() {
            assert!(word.len() <= LONGEST, "{word}");
            assert_eq!(word.to_lowercase(), *word);
        }
    }

    #[test]
    fn one_word_may_mean_several_things() {
        let a = meaning("a");
        assert!(a.per && a.to);
        assert_eq!(meaning("LPA").scale, Some(100_000.0));
        assert_eq!(meaning("Stunde").period, Some(Period::Hour));
        assert_eq!(meaning("keyboard"), Meaning::default());
    }
}
