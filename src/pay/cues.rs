//! Phrases around an amount that say what it is: pay, funding, an allowance; base or total; least or most.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use aho_corasick::MatchKind;

use super::Period;

/// What a phrase says; a phrase may say several things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Says(u32);

impl Says {
    pub(super) const PAY: Self = Self(1);
    pub(super) const NEVER: Self = Self(1 << 1);
    pub(super) const PERK: Self = Self(1 << 2);
    pub(super) const COUNT: Self = Self(1 << 3);
    pub(super) const BASE: Self = Self(1 << 4);
    pub(super) const TOTAL: Self = Self(1 << 5);
    pub(super) const LEAST: Self = Self(1 << 6);
    pub(super) const MOST: Self = Self(1 << 7);
    pub(super) const US: Self = Self(1 << 8);
    pub(super) const CANADA: Self = Self(1 << 9);
    pub(super) const AUSTRALIA: Self = Self(1 << 10);
    /// A least that stands behind its amount ("$90,000 or more").
    pub(super) const FLOOR: Self = Self(1 << 16);
    const HOUR: Self = Self(1 << 11);
    const DAY: Self = Self(1 << 12);
    const WEEK: Self = Self(1 << 13);
    const MONTH: Self = Self(1 << 14);
    const YEAR: Self = Self(1 << 15);

    const NAMES: [(&'static str, Self); 17] = [
        ("pay", Self::PAY),
        ("never", Self::NEVER),
        ("perk", Self::PERK),
        ("count", Self::COUNT),
        ("base", Self::BASE),
        ("total", Self::TOTAL),
        ("least", Self::LEAST),
        ("most", Self::MOST),
        ("floor", Self::FLOOR),
        ("us", Self::US),
        ("ca", Self::CANADA),
        ("au", Self::AUSTRALIA),
        ("hour", Self::HOUR),
        ("day", Self::DAY),
        ("week", Self::WEEK),
        ("month", Self::MONTH),
        ("year", Self::YEAR),
    ];

    /// True where it says that or one of those.
    pub(super) fn any(self, of: Self) -> bool {
        self.0 & of.0 != 0
    }

    /// Both together.
    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The period it names.
    pub(super) fn period(self) -> Option<Period> {
        let named = [
            (Self::HOUR, Period::Hour),
            (Self::DAY, Period::Day),
            (Self::WEEK, Period::Week),
            (Self::MONTH, Period::Month),
            (Self::YEAR, Period::Year),
        ];
        named.into_iter().find(|(flag, _)| self.any(*flag)).map(|(_, period)| period)
    }
}

/// A phrase that was found, by its bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cue {
    pub(super) says: Says,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The table of phrases.
pub(super) static TABLE: &str = include_str!("../../data/pay_cues.tsv");

struct Cues {
    finder: AhoCorasick,
    says: Vec<Says>,
}

static CUES: LazyLock<Cues> = LazyLock::new(|| parse(TABLE).expect("the shipped table is tested to parse"));

fn parse(table: &'static str) -> Result<Cues, String> {
    let mut phrases: Vec<&str> = Vec::new();
    let mut says: Vec<Says> = Vec::new();
    for line in table.lines().skip(1).filter(|line| !line.starts_with("# ")) {
        let (phrase, kind) = line.split_once('\t').ok_or_else(|| format!("two columns wanted: {line:?}"))?;
        let (_, flag) =
            Says::NAMES.into_iter().find(|(name, _)| *name == kind).ok_or_else(|| format!("unknown kind: {line:?}"))?;
        if let Some(known) = phrases.iter().position(|each| *each == phrase) {
            says[known] = says[known].or(flag);
        } else {
            phrases.push(phrase);
            says.push(flag);
        }
    }
    let finder = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .ascii_case_insensitive(true)
        .build(&phrases)
        .map_err(|error| error.to_string())?;
    Ok(Cues { finder, says })
}

/// The phrases in `text`, in order.
pub(super) fn find(text: &str) -> Vec<Cue> {
    let cues = &*CUES;
    let mut found = Vec::new();
    for hit in cues.finder.find_iter(text) {
        let (start, end) = (hit.start(), hit.end());
        let says = cues.says[hit.pattern().as_usize()];
        let written = &text[start..end];
        // "us" is a country only in capitals.
        let is_pronoun = says.any(Says::US) && written.len() == 2 && written != "US";
        if !is_pronoun && stands_alone(text, start, end) {
            found.push(Cue { says, start, end });
        }
    }
    found
}

/// True where neither a letter nor a digit touches the phrase; the plural is allowed, and so is an amount after it.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let is_open = |edge: Option<char>| !edge.is_some_and(char::is_alphanumeric);
    let starts_word = text[start..].starts_with(char::is_alphanumeric);
    if starts_word && !is_open(text[..start].chars().next_back()) {
        return false;
    }
    if !text[start..end].ends_with(char::is_alphanumeric) {
        return true;
    }
    let rest = &text[end..];
    let plural = rest.strip_prefix(['s', 'S']).unwrap_or(rest);
    is_open(rest.chars().next()) || is_open(plural.chars().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_parses() {
        assert!(parse(TABLE).unwrap().says.len() > 300);
    }

    #[test]
    fn phrases_stand_alone() {
        assert!(find("database prepay notes join us").is_empty());
        assert_eq!(find("salaries, pay ranges, US").len(), 3);
        assert!(find("OTE")[0].says.any(Says::TOTAL));
        assert_eq!(find("per hour")[0].says.period(), Some(Period::Hour));
    }
}
