//! Caution about words: what must stand around a writing before it is believed. Public taxonomies were not made to be found
//! in texts: "lead", "design" or "IT" mean a skill in them, and something else in most sentences.

use std::collections::HashMap;

use crate::skills::Kind;
use crate::skills::known_marks;
use crate::words;

/// A single word longer than this is believed: it is a term ("photogrammetry"), or a German compound.
const LONGEST_DOUBTED: usize = 13;

/// A word that is less telling than this, by `data/words.tsv`, stands in more than two of a hundred documents.
const COMMON: f32 = 4.0;

/// Initials longer than this are believed as such.
const LONGEST_INITIALS: usize = 5;

/// How telling a writing can be, at the least and the most.
const TELLING: (f32, f32) = (0.5, 8.0);

/// What is known of words.
#[derive(Debug)]
pub(super) struct Caution {
    known: HashMap<String, &'static str>,
}

impl Caution {
    pub(super) fn new() -> Self {
        Self { known: known_marks() }
    }

    /// The marks of a writing (see [`Taxonomy::parse`](crate::skills::Taxonomy::parse)).
    ///
    /// What the tables that ship write as well keeps the marks that it has there. Several words are believed; so is a single word that is
    /// long. Initials count in capitals only. A shorter single word is doubted: it counts where skills are spoken of, and one that is common less still;
    /// the name of a thing that is also a word ("Slack") counts as it is capitalized only.
    pub(super) fn marks(&self, writing: &str, kind: Kind) -> &'static str {
        let small = writing.to_lowercase();
        if let Some(mark) = self.known.get(&small) {
            return mark;
        }
        let single = !writing.contains(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | '.' | '&'));
        if !single || kind == Kind::Language {
            return "";
        }
        let length = writing.chars().count();
        let letters = writing.chars().any(char::is_alphabetic);
        let initials = letters && writing.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
        let word = words::telling(&small);
        if initials && length <= LONGEST_INITIALS {
            return if length <= 2 || word.is_some_and(|telling| telling < COMMON) { "=?" } else { "=" };
        }
        let inner = writing.chars().skip(1).any(char::is_uppercase);
        if kind.is_product() && writing.starts_with(char::is_uppercase) {
            return if word.is_some() && !inner || length <= 3 { "=?" } else { "" };
        }
        match word {
            _ if length > LONGEST_DOUBTED || inner => "",
            Some(telling) if telling < COMMON => "~?",
            _ => "?",
        }
    }

    /// True for another label of an entry with several words that is one ordinary word: "design" for "think creatively".
    pub(super) fn is_too_little(other: &str, label: &str) -> bool {
        let single = |text: &str| !text.trim().contains(|c: char| c.is_whitespace() || matches!(c, '-' | '/'));
        let ordinary = !other.contains(char::is_uppercase) && other.chars().count() <= LONGEST_DOUBTED;
        single(other) && ordinary && !single(label)
    }

    /// How telling a name is, at least: as its most telling word. `None` where the table of words has none of them.
    pub(super) fn telling(name: &str) -> Option<f32> {
        let words =
            name.split(|c: char| !(c.is_alphanumeric() || matches!(c, '+' | '#'))).filter(|word| !word.is_empty());
        let each = words.filter_map(|word| words::telling(&word.to_lowercase()));
        each.reduce(f32::max).map(|telling| telling.clamp(TELLING.0, TELLING.1))
    }
}
