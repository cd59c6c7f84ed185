//! Résumés that are held against many postings.

use std::sync::Arc;

use super::facts::Facts;
use crate::catalog::Entry;

/// Résumés, of which sixteen at a time are laid out when their turn comes.
#[derive(Debug)]
pub struct People {
    pub(super) entries: Vec<Arc<Entry>>,
    pub(super) facts: Facts,
}

impl People {
    /// Takes résumés.
    #[must_use]
    pub fn of(entries: Vec<Arc<Entry>>) -> Self {
        let facts = Facts::of(&entries);
        Self { entries, facts }
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

    /// The résumés, in the order in which they were given.
    #[must_use]
    pub fn entries(&self) -> &[Arc<Entry>] {
        &self.entries
    }
}
