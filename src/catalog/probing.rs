//! Probing: how much of the truth a catalog's graph finds, asked with the catalog's own entries.

use rayon::prelude::*;

use super::shelf::Shelf;
use super::snapshot::Snapshot;
use crate::documents::Side;
use crate::error::Result;
use crate::index::Query;
use crate::index::Scratch;

/// How many neighbors of an entry are asked for.
const COUNT: usize = 10;

/// The breadths that are tried.
const BREADTHS: [usize; 6] = [32, 64, 128, 256, 512, 1024];

/// The recall that a recommended breadth reaches.
const ENOUGH: f64 = 0.99;

/// How much a graph finds.
#[derive(Clone, Debug, PartialEq)]
pub struct Probe {
    /// How many entries were asked with.
    pub asked: usize,
    /// For each breadth of the walk (`ef_search`) the share of the ten nearest others that it finds: what a scan of all
    /// finds is the truth.
    pub recall: Vec<(usize, f64)>,
    /// The least breadth that finds 99 in 100; `None` where none that was tried does.
    pub recommended: Option<usize>,
}

impl Snapshot {
    /// Asks the graph of a side with so many of its own entries, evenly spread, and compares with a scan of all; `None`
    /// where there is no graph, so that every answer is exact.
    ///
    /// # Errors
    /// When a file is damaged.
    pub fn probe(&self, side: Side, sample: usize, dimension: usize) -> Result<Option<Probe>> {
        let shelf = self.shelf(side);
        if shelf.graph.is_none() {
            return Ok(None);
        }
        let stride = shelf.entries.div_ceil(sample.max(1)).max(1);
        let rows: Vec<u32> = shelf.rows().step_by(stride).collect();
        let found: Vec<[usize; BREADTHS.len() + 1]> =
            rows.into_par_iter().map(|row| ask(shelf, row, dimension)).collect::<Result<_>>()?;
        let sum = |at: usize| found.iter().map(|one| one[at]).sum::<usize>() as f64;
        let wanted = sum(BREADTHS.len()).max(1.0);
        let recall: Vec<(usize, f64)> =
            BREADTHS.iter().enumerate().map(|(at, &breadth)| (breadth, sum(at) / wanted)).collect();
        let asked = found.iter().filter(|one| one[BREADTHS.len()] > 0).count();
        let recommended = recall.iter().find(|one| one.1 >= ENOUGH).map(|one| one.0);
        Ok(Some(Probe { asked, recall, recommended }))
    }
}

/// How many of a row's nearest others are found at each breadth, and, last, how many there are. One that is as near as
/// the last of the truth counts as well as it.
fn ask(shelf: &Shelf, row: u32, dimension: usize) -> Result<[usize; BREADTHS.len() + 1]> {
    let vectors = shelf.vectors(dimension)?;
    let mut counts = [0; BREADTHS.len() + 1];
    let (Some(vector), Some(held)) = (vectors.vector(row)?, &shelf.graph) else { return Ok(counts) };
    let (query, mut scratch) = (Query::new(&vector), Scratch::new());
    let others = |found: Vec<(u32, f32)>| -> Vec<(u32, f32)> {
        let kept = found.into_iter().filter(|one| one.0 != row && !shelf.removed.contains(one.0));
        kept.take(COUNT).collect()
    };
    // Removed rows may stand before those that are there.
    let more = COUNT * 2 + 1;
    let truth = others(vectors.scan(&query, more, 0..shelf.end(), None, &mut scratch)?);
    let Some(last) = truth.last().map(|one| one.1) else { return Ok(counts) };
    for (count, breadth) in counts.iter_mut().zip(BREADTHS) {
        let (found, _) = held.graph.find(&vectors, &query, more, breadth, None, &mut scratch)?;
        *count = others(found).iter().filter(|one| one.1 >= last).count().min(truth.len());
    }
    counts[BREADTHS.len()] = truth.len();
    Ok(counts)
}
