//! The documents of one side of a catalog, in the order of their ids.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use crate::catalog::Entry;
use crate::catalog::Snapshot;
use crate::documents::Side;
use crate::error::Result;
use crate::index::RowSet;
use crate::ranking::Wishes;
use crate::ranking::wished;

/// The documents of one side that take part, in the order of their ids, so that the order in which they came makes no
/// difference. They are read when their turn comes, and not kept.
#[derive(Clone, Debug)]
pub struct Population {
    snapshot: Arc<Snapshot>,
    side: Side,
    rows: Vec<u32>,
    /// The same as a set, where some of the catalog do not take part.
    only: Option<Arc<RowSet>>,
    /// How many bytes of memory one of them takes as it is held, at the mean of those looked at.
    pub(super) each: u64,
}

/// How many documents are looked at for what one takes.
const SAMPLE: usize = 512;

impl Population {
    /// All documents of a side that no wish bars: the wishes of [`Wishes`] that are about the other document alone (level,
    /// language, tags; of postings also company, day of posting and remote work; of people the countries).
    ///
    /// # Errors
    /// When a file of the catalog is damaged.
    pub fn of(snapshot: Arc<Snapshot>, side: Side, wishes: &Wishes) -> Result<Self> {
        let passing = snapshot.passing(side, &wished(side, wishes))?;
        let rows: Vec<u32> = passing.rows().collect();
        let id = |row: u32| Ok((snapshot.id(side, row)?, row));
        let mut named: Vec<(&str, u32)> = rows.into_par_iter().map(id).collect::<Result<_>>()?;
        named.par_sort_unstable();
        let rows: Vec<u32> = named.into_iter().map(|(_, row)| row).collect();
        let only = (rows.len() < snapshot.len(side)).then(|| Arc::new(passing));
        let mut population = Self { snapshot, side, rows, only, each: 0 };
        let step = (population.len() / SAMPLE).max(1);
        let sample = population.rows.iter().step_by(step).map(|&row| population.snapshot.passing_outline(side, row));
        let bytes: Vec<u64> = sample.map(|entry| entry.map(|entry| bytes(&entry))).collect::<Result<_>>()?;
        population.each = bytes.iter().sum::<u64>().checked_div(bytes.len() as u64).unwrap_or(0);
        Ok(population)
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// True where there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Some of them, by their places in rising order.
    pub(super) fn some(&self, places: &[usize]) -> Self {
        let rows = places.iter().filter_map(|&place| self.rows.get(place).copied()).collect();
        Self { rows, ..self.clone() }
    }

    /// The rows of those that take part; `None` where all of the catalog do.
    pub(super) fn only(&self) -> Option<&RowSet> {
        self.only.as_deref()
    }

    /// The catalog that they are in.
    #[must_use]
    pub const fn snapshot(&self) -> &Arc<Snapshot> {
        &self.snapshot
    }

    /// The ids of all, in order.
    ///
    /// # Errors
    /// When a file of the catalog is damaged.
    pub fn ids(&self) -> Result<Vec<String>> {
        self.rows.par_iter().map(|&row| self.snapshot.id(self.side, row).map(str::to_owned)).collect()
    }

    /// The entries of some of them, by their place in the order of ids.
    ///
    /// # Errors
    /// When a file of the catalog is damaged.
    pub fn entries(&self, places: Range<usize>) -> Result<Vec<Arc<Entry>>> {
        let rows = self.rows.get(places).unwrap_or_default();
        rows.par_iter().map(|&row| self.snapshot.passing_outline(self.side, row)).collect()
    }
}

/// About how many bytes of memory an entry takes as it is held against others: twice what its parts add up to, since what is
/// laid out of it stands beside it.
fn bytes(entry: &Entry) -> u64 {
    let profile = &entry.profile;
    let codes = entry.codes.iter().chain(&entry.roles).map(|codes| codes.values().len()).sum::<usize>();
    let words = profile.words.weighted().len() + profile.role_words.weighted().len();
    let texts = profile.id.len() + profile.title.len() + profile.place.text.len();
    let parts = size_of::<Entry>() + codes + words * 8 + profile.skills.len() * 80 + texts + 512;
    2 * parts as u64
}
