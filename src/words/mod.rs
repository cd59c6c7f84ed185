//! Words: which telling words a text is made of. Two texts that share rare words speak of the same things, also where
//! no skill names them (TF-IDF; Salton and Buckley, 1988). [`Bm25`] and [`CharacterNgrams`] rank the texts of a corpus by the
//! words, and the pieces of words, that they share with a query.

mod bm25;
mod inverted;
mod ngrams;

pub use bm25::Bm25;
pub use ngrams::CharacterNgrams;

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde::Serialize;

use crate::tables;

/// The most words kept of a text: its most telling ones.
const KEPT: usize = 200;

/// The longest word that is looked up, in bytes.
const LONGEST: usize = 32;

static TEXT: &str = include_str!("../../data/words.tsv");

/// The table of words.
pub(crate) static TABLES: [tables::Table; 1] = [("words.tsv", TEXT)];

/// A row of `data/words.tsv`.
struct Row {
    word: &'static str,
    /// How telling it is: the negative logarithm of the share of documents it stands in.
    telling: f32,
}

struct Table {
    rows: Vec<Row>,
    places: HashMap<&'static str, u16>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let rows: Vec<Row> = TEXT.lines().filter_map(row).collect();
    let places = (0_u16..).zip(&rows).map(|(place, row)| (row.word, place)).collect();
    Table { rows, places }
});

/// A row of the table; nothing for comments and the header.
fn row(line: &'static str) -> Option<Row> {
    let (word, telling) = line.split_once('\t')?;
    (!line.starts_with('#')).then_some(Row { word, telling: telling.parse().ok()? })
}

/// How telling a word in small letters is: the negative natural logarithm of the share of documents it stands in. `None`
/// of one that is rare, or that everybody uses of everything.
pub(crate) fn telling(word: &str) -> Option<f32> {
    TABLE.places.get(word).map(|&place| TABLE.rows[usize::from(place)].telling)
}

/// The most telling words of a text, weighted so that their squares add up to 1. Empty where no word is known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Words {
    /// Row in the table and weight, in order of rows.
    weights: Vec<(u16, f32)>,
}

impl Words {
    /// The words of some passages, each with how much it counts: a word weighs one plus the logarithm of one plus its
    /// weighted count, times how telling it is.
    #[must_use]
    pub fn of<'a>(passages: impl IntoIterator<Item = (&'a str, f32)>) -> Self {
        let mut counts: HashMap<u16, f32> = HashMap::new();
        for (text, weight) in passages {
            for_each_word(text, |word| {
                if let Some(&place) = TABLE.places.get(word) {
                    *counts.entry(place).or_insert(0.0) += weight;
                }
            });
        }
        let weigh =
            |(place, count): (u16, f32)| (place, (1.0 + count.ln_1p()) * TABLE.rows[usize::from(place)].telling);
        let mut weights: Vec<(u16, f32)> = counts.into_iter().map(weigh).collect();
        weights.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        weights.truncate(KEPT);
        weights.sort_unstable_by_key(|&(place, _)| place);
        let length = weights.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        for (_, weight) in &mut weights {
            *weight /= length;
        }
        Self { weights }
    }

    /// True where no word is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    /// The words as rows of the table, each below [`Words::table_len`], with their weights, in order of rows.
    #[must_use]
    pub fn weighted(&self) -> &[(u16, f32)] {
        &self.weights
    }

    /// How many rows the table of words has.
    #[must_use]
    pub fn table_len() -> usize {
        TABLE.rows.len()
    }

    /// The cosine of two texts' words, 0 to 1.
    #[must_use]
    pub fn cosine(&self, other: &Self) -> f32 {
        self.shared(other).map(|(_, product)| product).sum::<f32>().clamp(0.0, 1.0)
    }

    /// The `count` words that two texts share and that add most to their cosine, most first.
    #[must_use]
    pub fn most_telling_shared(&self, other: &Self, count: usize) -> Vec<&'static str> {
        let mut shared: Vec<(u16, f32)> = self.shared(other).collect();
        shared.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        shared.iter().take(count).filter_map(|&(place, _)| Some(TABLE.rows.get(usize::from(place))?.word)).collect()
    }

    /// The words that stand in both, with the product of their weights.
    fn shared<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (u16, f32)> + 'a {
        let mut rest = other.weights.as_slice();
        self.weights.iter().filter_map(move |&(place, weight)| {
            while rest.first().is_some_and(|first| first.0 < place) {
                rest = &rest[1..];
            }
            rest.first().filter(|first| first.0 == place).map(|first| (place, weight * first.1))
        })
    }
}

/// The words of one text, laid out to be compared with those of many others.
#[derive(Clone, Debug)]
pub struct SpreadWords {
    /// A weight a row of the table, 0 for a word that the text lacks.
    weights: Box<[f32]>,
}

impl SpreadWords {
    /// The words of a text.
    #[must_use]
    pub fn of(words: &Words) -> Self {
        let mut weights = vec![0.0; TABLE.rows.len()].into_boxed_slice();
        for &(place, weight) in &words.weights {
            if let Some(slot) = weights.get_mut(usize::from(place)) {
                *slot = weight;
            }
        }
        Self { weights }
    }

    /// The cosine with another text's words: what [`Words::cosine`] gives, to the last bit.
    #[must_use]
    pub fn cosine(&self, other: &Words) -> f32 {
        let weight = |place: u16| self.weights.get(usize::from(place)).copied().unwrap_or(0.0);
        other.weights.iter().map(|&(place, own)| own * weight(place)).sum::<f32>().clamp(0.0, 1.0)
    }
}

/// Calls `take` with each word in lower case: letters and digits, `+` and `#` anywhere, a period inside.
fn for_each_word(text: &str, mut take: impl FnMut(&str)) {
    let mut word = String::with_capacity(LONGEST);
    let mut end = |word: &mut String| {
        let plain = word.trim_matches('.');
        if plain.len() >= 2 && plain.len() <= LONGEST && plain.starts_with(char::is_alphabetic) {
            take(plain);
        }
        word.clear();
    };
    for c in text.chars() {
        match c {
            'A'..='Z' => word.push(c.to_ascii_lowercase()),
            'a'..='z' | '0'..='9' | '+' | '#' | '.' => word.push(c),
            c if c.is_alphanumeric() => word.extend(c.to_lowercase()),
            _ => end(&mut word),
        }
    }
    end(&mut word);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_spread_give_the_same_cosines() {
        let of = |text| Words::of([(text, 1.0)]);
        let texts = ["", "compilers and linkers", "Linkers, parsers and a compiler; parsers again", "wards and wounds"];
        for (one, other) in texts.iter().flat_map(|one| texts.iter().map(move |other| (of(one), of(other)))) {
            assert_eq!(SpreadWords::of(&one).cosine(&other), one.cosine(&other));
        }
    }

    #[test]
    fn the_table_is_sound() {
        let lines = TEXT.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(TABLE.rows.len(), lines - 1);
        assert_eq!(TABLE.places.len(), TABLE.rows.len(), "a word stands twice");
        assert!(TABLE.rows.len() > 5_000 && TABLE.rows.len() < usize::from(u16::MAX));
        assert!(TABLE.rows.iter().all(|row| row.telling > 1.0 && row.telling < 10.0));
        for protected in ["he", "she", "women", "pregnant", "church", "gay", "married"] {
            assert!(!TABLE.places.contains_key(protected), "{protected} tells of a protected trait");
        }
    }

    #[test]
    fn texts_that_share_rare_words_are_near() {
        let of = |text| Words::of([(text, 1.0)]);
        let (a, b) = (of("Kafka streams and ledger reconciliation."), of("A ledger, reconciliation, KAFKA"));
        let c = of("Wound care and medication for patients");
        assert!((a.cosine(&a) - 1.0).abs() < 1e-5);
        assert!(a.cosine(&b) > 0.5 && a.cosine(&c) < 0.05);
        assert_eq!(a.cosine(&b).to_bits(), b.cosine(&a).to_bits());
        assert!(a.most_telling_shared(&b, 3).contains(&"reconciliation"));
        assert!(of("").is_empty() && of("\u{4e2d}\u{6587} ... +").is_empty());
        assert!(of("").cosine(&a).abs() < 1e-9);
    }
}
