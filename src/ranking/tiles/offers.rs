//! Postings, laid out one after the other.

use std::sync::Arc;

use super::asked;
use super::asked::Ask;
use super::facts::Facts;
use crate::catalog::Entry;
use crate::embedding::Codes;
use crate::index::Flat;
use crate::skills::Taxonomy;

/// Postings that are held against many résumés.
#[derive(Debug)]
pub struct Offers {
    pub(super) entries: Vec<Arc<Entry>>,
    /// Of all postings, one after the other.
    pub(super) asks: Vec<Ask>,
    pub(super) laid: Vec<Laid>,
    pub(super) facts: Facts,
}

/// What is computed of one posting once.
#[derive(Debug)]
pub(super) struct Laid {
    /// Its skills in [`Offers::asks`].
    pub(super) asks: std::ops::Range<usize>,
    /// Where its text lies, and the sum of squares.
    pub(super) whole: Option<(Flat, i32)>,
    /// Where its title lies.
    pub(super) title: Option<(Flat, i32)>,
    /// The words of its title.
    pub(super) named: Named,
}

/// The words of a role's name, as bits: what tells at once that a name does not hold another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named {
    /// A bit for each word; none where there is no name.
    pub(super) whole: u64,
    /// The same of a name that may be part of another: one of two words at least. All bits for others.
    pub(super) part: u64,
}

impl Named {
    pub(super) const NOTHING: Self = Self { whole: 0, part: u64::MAX };

    pub(super) fn of(plain: &str) -> Self {
        let whole = plain.split(' ').fold(0, |bits, word| bits | 1 << (hash(word) % 64));
        Self { whole, part: if plain.contains(' ') { whole } else { u64::MAX } }
    }
}

/// FNV-1a (Fowler, Noll and Vo), folded.
fn hash(word: &str) -> u64 {
    let hash = word
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    hash ^ (hash >> 32)
}

/// Codes to be multiplied, and the sum of their squares.
fn flat(codes: &Codes) -> (Flat, i32) {
    (Flat::of(codes.values()), codes.squared())
}

impl Offers {
    /// Lays postings out.
    #[must_use]
    pub fn of(entries: Vec<Arc<Entry>>, taxonomy: &Taxonomy) -> Self {
        let mut asks = Vec::new();
        let laid = entries.iter().map(|entry| {
            let from = asks.len();
            asked::lay_out(&entry.profile, taxonomy, &mut asks);
            Laid {
                asks: from..asks.len(),
                whole: entry.codes.as_ref().map(flat),
                title: entry.roles.first().map(flat),
                named: Named::of(entry.profile.plain_roles.first().map_or("", String::as_str)),
            }
        });
        let laid = laid.collect();
        let facts = Facts::of(&entries);
        Self { entries, asks, laid, facts }
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    /// True where there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The postings, in the order in which they were given.
    #[must_use]
    pub fn entries(&self) -> &[Arc<Entry>] {
        &self.entries
    }
}
