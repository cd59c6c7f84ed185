//! The entries of one side at one commit: segments, what of them was removed, and where their vectors lie.

use std::cell::RefCell;
use std::sync::Arc;

use rayon::prelude::*;

use super::Entry;
use super::columns::Filter;
use super::columns::Glance;
use super::columns::Judged;
use super::known::KnownFacts;
use super::manifest::Rows;
use super::segment::ROUND;
use super::segment::Segment;
use super::skilled::Part;
use super::skilled::Skilled;
use super::skilled::Sought;
use crate::embedding::Vector;
use crate::error::Result;
use crate::index::Graph;
use crate::index::Near;
use crate::index::Passing;
use crate::index::Query;
use crate::index::RowSet;
use crate::index::Scratch;
use crate::index::Vectors;

/// Up to how many entries of a side keep their outlines in memory once they were read.
const KEPT: usize = 50_000;

/// Up to how many rows of small segments a commit writes again to have fewer segments.
pub(super) const ABSORBED: usize = 1 << 13;

/// The least breadth of a walk (`ef_search`).
const LEAST_BREADTH: usize = 64;

/// A segment and where its rows begin.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub(super) first_row: u32,
    pub(super) segment: Arc<Segment>,
    /// Its file; `None` where it is in memory only.
    pub(super) file: Option<Rows>,
}

impl Held {
    /// The row after its last, where the next segment may begin.
    pub(super) fn end(&self) -> u32 {
        (self.first_row as usize + self.segment.rows()).next_multiple_of(ROUND).try_into().unwrap_or(u32::MAX)
    }

    /// The segment, where it is in memory only and so has no file to be told by.
    pub(super) fn in_memory(&self) -> Option<*const Segment> {
        self.file.is_none().then_some(Arc::as_ptr(&self.segment))
    }

    /// Its rows.
    pub(super) fn rows(&self) -> impl Iterator<Item = (u32, usize)> + use<> {
        (self.first_row..).zip(0..self.segment.rows())
    }
}

/// A graph over the first rows.
#[derive(Clone, Debug)]
pub(super) struct HeldGraph {
    /// The row after the last that it was built over.
    pub(super) end: u32,
    pub(super) graph: Graph,
    /// Its file; `None` where it is in memory only.
    pub(super) file: Option<Rows>,
}

/// The entries of one side.
#[derive(Clone, Debug, Default)]
pub(super) struct Shelf {
    pub(super) segments: Vec<Held>,
    /// The graph over the first rows; the others are scanned.
    pub(super) graph: Option<HeldGraph>,
    /// Rows that are there no more.
    pub(super) removed: Arc<RowSet>,
    /// How many entries there are.
    pub(super) entries: usize,
    /// What the rows of all its segments say.
    pub(super) known: Arc<KnownFacts>,
}

impl Shelf {
    /// The row after the last.
    pub(super) fn end(&self) -> u32 {
        self.segments.last().map_or(0, Held::end)
    }

    /// The row after the last that no commit will write again while it appends: small segments at the end are, so that a
    /// graph over them would seldom be done in time. All rows, where there are small segments only.
    pub(super) fn settled(&self) -> u32 {
        let mut following = 0;
        let large = self.segments.iter().rposition(|held| {
            following += held.segment.rows();
            held.segment.rows() > ABSORBED / 2 || following > ABSORBED
        });
        large.map_or_else(|| self.end(), |at| self.segments[at].end())
    }

    /// The row after the last that a graph covers.
    pub(super) fn covered(&self) -> u32 {
        self.graph.as_ref().map_or(0, |held| held.end)
    }

    /// The vectors of all rows.
    pub(super) fn vectors(&self, dimension: usize) -> Result<Vectors> {
        Vectors::new(dimension, self.segments.iter().map(|held| held.segment.vectors().clone()).collect())
    }

    /// How many removed rows are still in the segments.
    pub(super) fn waiting(&self) -> usize {
        self.segments.iter().map(|held| held.segment.rows()).sum::<usize>() - self.entries
    }

    fn at(&self, row: u32) -> Option<(&Held, usize)> {
        let at = self.segments.partition_point(|held| held.first_row <= row).checked_sub(1)?;
        let held = &self.segments[at];
        let local = (row - held.first_row) as usize;
        (local < held.segment.rows()).then_some((held, local))
    }

    /// The rows that are there, in order.
    pub(super) fn rows(&self) -> impl Iterator<Item = u32> + '_ {
        self.segments.iter().flat_map(Held::rows).map(|(row, _)| row).filter(|&row| !self.removed.contains(row))
    }

    /// The entry of a row.
    pub(super) fn entry(&self, row: u32) -> Result<Arc<Entry>> {
        let (held, local) = self.at(row).ok_or_else(|| super::no_row(row))?;
        held.segment.entry(local).map(Arc::new)
    }

    /// The entry of a row without the words that it was read from.
    pub(super) fn outline(&self, row: u32) -> Result<Arc<Entry>> {
        let (held, local) = self.at(row).ok_or_else(|| super::no_row(row))?;
        if self.entries <= KEPT { held.segment.kept_outline(local) } else { held.segment.outline(local) }
    }

    /// The same, read once more and not kept for the next who asks.
    pub(super) fn passing_outline(&self, row: u32) -> Result<Arc<Entry>> {
        let (held, local) = self.at(row).ok_or_else(|| super::no_row(row))?;
        held.segment.outline(local)
    }

    /// What the rows are worth to whom certain skills are.
    pub(super) fn skilled(&self, sought: &Sought) -> Result<Skilled> {
        let part = |held: &Held| held.segment.worths(held.first_row, sought);
        Ok(Skilled::of(self.segments.par_iter().map(part).collect::<Result<Vec<Part>>>()?))
    }

    /// What the columns tell of a row.
    pub(super) fn glance(&self, row: u32) -> Result<Glance<'_>> {
        let (segment, row) = self.place(row)?;
        segment.glance(row)
    }

    /// The cosine with `vector` of each of some rows, which come in order, to about a hundredth.
    pub(super) fn cosines(&self, vector: &Vector, rows: &[u32]) -> Result<Vec<f32>> {
        self.vectors(vector.values().len())?.cosines(&Query::new(vector), rows)
    }

    /// The segment of a row, and its row there.
    pub(super) fn place(&self, row: u32) -> Result<(&Segment, usize)> {
        self.at(row).map(|(held, local)| (&*held.segment, local)).ok_or_else(|| super::no_row(row))
    }

    /// The row of an id.
    pub(super) fn find(&self, id: &str) -> Result<Option<u32>> {
        for held in self.segments.iter().rev() {
            if let Some(local) = held.segment.find(id)? {
                let row = held.first_row + u32::try_from(local).unwrap_or(u32::MAX);
                if !self.removed.contains(row) {
                    return Ok(Some(row));
                }
            }
        }
        Ok(None)
    }

    /// How queries are answered, in words.
    pub(super) fn answered_by(&self) -> String {
        match &self.graph {
            None => format!("every one of {} entries is looked at", self.entries),
            Some(held) => format!(
                "a graph over {} entries; {} are looked at one by one",
                held.graph.covered(),
                self.rows().filter(|&row| row >= held.end).count()
            ),
        }
    }

    /// The rows that are there and pass a filter.
    pub(super) fn passing(&self, filter: &Filter<'_>) -> Result<RowSet> {
        self.segments.par_iter().try_for_each(|held| held.segment.know(filter))?;
        let judged = Judged::of(filter, &self.known);
        let parts: Vec<Vec<u64>> =
            self.segments.par_iter().map(|held| self.passing_of(held, filter, &judged)).collect::<Result<_>>()?;
        Ok(RowSet::from_words(parts.concat()))
    }

    /// The rows of a segment that are there and pass a filter, a bit each.
    fn passing_of(&self, held: &Held, filter: &Filter<'_>, judged: &Judged) -> Result<Vec<u64>> {
        let rows = held.segment.rows();
        let mut words = vec![u64::MAX; rows.div_ceil(64)];
        if !rows.is_multiple_of(64)
            && let Some(last) = words.last_mut()
        {
            *last = (1 << (rows % 64)) - 1;
        }
        let from = held.first_row as usize / 64;
        for (word, removed) in words.iter_mut().zip(self.removed.words().get(from..).unwrap_or_default()) {
            *word &= !removed;
        }
        if !filter.is_open() {
            held.segment.keep(filter, judged, &mut words)?;
        }
        Ok(words)
    }

    /// The rows of a set that ask for so little that whoever asks meets most of it.
    pub(super) fn modest(&self, among: &RowSet) -> Result<RowSet> {
        let mut words = Vec::with_capacity(among.words().len());
        for held in &self.segments {
            words.extend_from_slice(held.segment.modest()?);
        }
        words.iter_mut().zip(among.words()).for_each(|(word, other)| *word &= other);
        words.truncate(among.words().len());
        Ok(RowSet::from_words(words))
    }

    /// What [`Shelf::nearest`] finds among those that pass, and `most` of those that it came by and that are in a second set.
    pub(super) fn nearest_and(
        &self,
        query: &Query,
        count: usize,
        passing: &RowSet,
        others: (&RowSet, usize),
    ) -> Result<(Vec<Near>, Vec<Near>)> {
        let vectors = self.vectors(query.dimension())?;
        let count = count.min(self.entries);
        SCRATCH.with_borrow_mut(|scratch| match &self.graph {
            Some(held) => {
                let (breadth, passing) = (LEAST_BREADTH.max(count + count / 4), Some(Passing::new(passing)));
                held.graph.find_and_note(&vectors, query, (count, breadth), passing, others, scratch)
            }
            None => vectors.scan_and_note(query, count, passing, others, scratch),
        })
    }

    /// The `count` rows nearest to a query among those that pass (all, where there is no set), nearest first.
    pub(super) fn nearest(&self, query: &Query, count: usize, passing: Option<&RowSet>) -> Result<Vec<(u32, f32)>> {
        let vectors = self.vectors(query.dimension())?;
        let all;
        let passing = match passing {
            Some(passing) => passing,
            None => {
                all = self.passing(&Filter::default())?;
                &all
            }
        };
        let count = count.min(self.entries);
        SCRATCH.with_borrow_mut(|scratch| match &self.graph {
            Some(held) => {
                let breadth = LEAST_BREADTH.max(count + count / 4);
                Ok(held.graph.find(&vectors, query, count, breadth, Some(Passing::new(passing)), scratch)?.0)
            }
            None => vectors.scan(query, count, 0..self.end(), Some(passing), scratch),
        })
    }
}

thread_local! {
    /// What a walk needs and the next one uses again.
    static SCRATCH: RefCell<Scratch> = RefCell::new(Scratch::new());
}
