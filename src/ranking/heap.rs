//! A heap: the entries of one side, decoded once, so that a changed document can be ranked among them again and again.

use std::sync::Arc;

use rayon::prelude::*;

use super::candidates;
use super::candidates::Breadth;
use super::pair::Asker;
use super::retrieval;
use super::retrieval::Question;
use super::retrieval::Scored;
use super::weights::Weights;
use crate::catalog::Entry;
use crate::catalog::Snapshot;
use crate::documents::Side;
use crate::error::Result;
use crate::pay::Rates;
use crate::skills::Taxonomy;

/// The entries of one side, without the words that they were read from, that a document of the other is ranked among.
#[derive(Clone, Debug, Default)]
pub struct Heap {
    entries: Vec<Arc<Entry>>,
}

/// How many of the candidates are read: more than for one answer, since they stay while what asks changes.
const READ: usize = 2_000;

/// Where an entry of a heap stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The entry's id.
    pub id: String,
    /// Its score.
    pub score: f64,
    /// Whether it fails a gate; these stand after all others.
    pub fails: bool,
    /// The ids of near-copies of the same offer, folded into it.
    pub copies: Vec<String>,
}

impl Heap {
    /// The entries that a question is answered from: all of the other side where [`rank`](super::rank) reads all of
    /// them, else those that it would read, and some more.
    ///
    /// # Errors
    /// When a file of the catalog is damaged.
    pub fn of(question: &Question<'_>, among: &Snapshot, taxonomy: &Taxonomy, rates: &Rates) -> Result<Self> {
        let side = match question.asking.profile.side {
            Side::Posting => Side::Resume,
            Side::Resume => Side::Posting,
        };
        let asker = Asker::of(question.asking, taxonomy, rates);
        let breadth = Breadth { in_full: READ, ..Breadth::default() };
        let rows = candidates::rows(breadth, None, question, &asker, among)?;
        let entries = rows.into_par_iter().map(|row| among.outline(side, row)).collect::<Result<_>>()?;
        Ok(Self { entries })
    }

    /// All entries of a side; `None` where there are too many for each to be looked at.
    ///
    /// # Errors
    /// When a file of the catalog is damaged.
    pub fn all(among: &Snapshot, side: Side) -> Result<Option<Self>> {
        if among.len(side) > Breadth::default().all {
            return Ok(None);
        }
        let rows: Vec<u32> = among.rows(side).collect();
        let entries = rows.into_par_iter().map(|row| among.entry(side, row)).collect::<Result<_>>()?;
        Ok(Some(Self { entries }))
    }

    /// Puts an entry in the place of the one of its id, or adds it.
    pub fn put(&mut self, entry: Entry) {
        let entry = Arc::new(entry);
        match self.entries.iter_mut().find(|one| one.profile.id == entry.profile.id) {
            Some(same) => *same = entry,
            None => self.entries.push(entry),
        }
    }

    /// How many entries there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    /// True where there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// All entries in the order in which [`rank`](super::rank) lists them for `asking`, without reasons: copies of one
    /// offer folded, those that fail a gate after all others.
    #[must_use]
    pub fn ranked(&self, asking: &Entry, weights: &Weights, taxonomy: &Taxonomy, rates: &Rates) -> Vec<Place> {
        let asker = Asker::of(asking, taxonomy, rates);
        let question = Question::plain(asking, weights.clone());
        let candidates = (0_u32..).zip(self.entries.iter().map(Arc::clone)).collect();
        let scored = retrieval::scored(&asker, &question, candidates, asking.profile.side == Side::Resume);
        let place = |one: Scored| Place {
            id: one.outline.profile.id.clone(),
            score: one.score,
            fails: one.failed,
            copies: one.copies,
        };
        scored.into_iter().map(place).collect()
    }
}
