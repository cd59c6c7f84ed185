//! Finding: the rows nearest to a query, among all or among those that pass a filter, by the cheapest way that misses
//! nothing to speak of.
//!
//! - *Scan*: compare all rows that pass. Exact; the way where they are few.
//! - *Walk*: through the graph, and of the best nodes keep those that pass. The way where most pass.
//! - *Filtered walk*: the walk goes on until it has as many nodes *that pass* as it would otherwise keep in all, so it finds
//!   as much as one without a filter. The way in between.
//!
//! A walk gives way to the scan where too little passes around the query (what passes lies away from it, in all directions
//! and at nearly one distance, where neither walks nor rough cosines tell the nearest), and once it has cost as much as the
//! scan would have. So a filter costs at most about twice the scan, however it lies to the query. Rows that the graph does
//! not cover are scanned.

use std::cmp::Reverse;
use std::ops::Range;

use super::coding::NO_VECTOR;
use super::coding::Query;
use super::coding::STEPS;
use super::flat::Graph;
use super::kernels::Rows;
use super::nodes::Nodes;
use super::nodes::Scratch;
use super::pool::Pool;
use super::row_set::RowSet;
use super::vectors::Vectors;
use crate::error::Result;

/// A found row and its cosine with the query.
pub type Near = (u32, f32);

/// How many times the sum of the two steps a rough cosine may be off: the error is about normal with a standard deviation
/// of 0.29 times either step.
const MARGIN: f32 = 0.7;

/// Comparisons in a scan that take as long as one in a walk.
const SCAN_SPEED: usize = 3;

/// Comparisons of a walk, besides those for each node that it keeps.
const WALK_BASE: usize = 200;

/// Comparisons of a walk for each node that it keeps.
const WALK_EACH: usize = 8;

/// The rows that may be found, counted once.
#[derive(Clone, Copy, Debug)]
pub struct Passing<'a> {
    rows: &'a RowSet,
    count: usize,
}

impl<'a> Passing<'a> {
    /// The rows of a set.
    #[must_use]
    pub fn new(rows: &'a RowSet) -> Self {
        Self { rows, count: rows.count() }
    }

    /// How many there are.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.count
    }
}

/// How an answer was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// All rows that pass were compared.
    Scan,
    /// By a walk.
    Walk,
    /// By a walk that went on until enough nodes that pass were found.
    FilteredWalk,
}

impl Graph {
    /// The `count` rows nearest to `query`, nearest first, equal ones by row, of those in `passing` (of all, where it is
    /// absent). `ef_search` is the breadth of the walk, at least `count`. What is found among the rows that the graph does
    /// not cover is exact.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged); [`Error::Usage`](crate::error::Error::Usage) where the dimensions
    /// differ.
    pub fn find(
        &self,
        vectors: &Vectors,
        query: &Query,
        count: usize,
        ef_search: usize,
        passing: Option<Passing<'_>>,
        scratch: &mut Scratch,
    ) -> Result<(Vec<Near>, Way)> {
        vectors.check(query)?;
        let rows = u32::try_from(vectors.len()).unwrap_or(u32::MAX);
        let breadth = ef_search.max(count).max(1);
        let (found, way) = match passing {
            None => (Some(self.walk(vectors, query, count, breadth, None, scratch)?.0), Way::Walk),
            Some(passing) => self.find_passing(vectors, query, count, breadth, passing, scratch)?,
        };
        let accept = passing.map(|passing| passing.rows);
        let Some(mut found) = found else {
            return Ok((vectors.scan(query, count, 0..rows, accept, scratch)?, Way::Scan));
        };
        if self.end() < rows {
            found.extend(vectors.scan(query, count, self.end()..rows, accept, scratch)?);
            found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            found.truncate(count);
        }
        Ok((found, way))
    }

    /// What a graph finds under a filter; nothing where a scan is the better way.
    fn find_passing(
        &self,
        vectors: &Vectors,
        query: &Query,
        count: usize,
        breadth: usize,
        passing: Passing<'_>,
        scratch: &mut Scratch,
    ) -> Result<(Option<Vec<Near>>, Way)> {
        let (all, some) = (self.covered(), passing.count.max(1));
        let wider = (breadth * all).div_ceil(some.min(all).max(1));
        let walk = WALK_BASE + WALK_EACH * wider;
        let scan = some / SCAN_SPEED;
        if self.is_empty() || walk >= scan {
            return Ok((None, Way::Scan));
        }
        if some * 2 >= all {
            let (found, kept) = self.walk(vectors, query, count, wider, Some(passing.rows), scratch)?;
            let way = if kept >= count.max(breadth / 2) { (Some(found), Way::Walk) } else { (None, Way::Scan) };
            return Ok(way);
        }
        let view = self.view();
        let accept = |node: u32| self.rows_of(node).any(|row| passing.rows.contains(row));
        let expected = breadth * some / all;
        if !view.walk_passing(query, breadth, expected, scan, accept, scratch)? {
            return Ok((None, Way::Scan));
        }
        let candidates = self.candidates(scratch.found.found(), Some(passing.rows));
        Ok((Some(self.rerank(&view, vectors, query, &candidates, count)?), Way::FilteredWalk))
    }

    /// What a walk finds, and how many of the nodes that it kept pass.
    fn walk(
        &self,
        vectors: &Vectors,
        query: &Query,
        count: usize,
        breadth: usize,
        accept: Option<&RowSet>,
        scratch: &mut Scratch,
    ) -> Result<(Vec<Near>, usize)> {
        if self.is_empty() {
            return Ok((Vec::new(), 0));
        }
        let view = self.view();
        view.walk(query, breadth, scratch)?;
        let candidates = self.candidates(scratch.pool.found(), accept);
        Ok((self.rerank(&view, vectors, query, &candidates, count)?, candidates.len()))
    }

    /// The rows of nodes, of those that pass, as what may be compared exactly.
    fn candidates(&self, nodes: impl Iterator<Item = (u32, f32)>, accept: Option<&RowSet>) -> Vec<Candidate> {
        nodes
            .flat_map(|(node, score)| self.rows_of(node).map(move |row| Candidate { key: node, row, score }))
            .filter(|one| accept.is_none_or(|accept| accept.contains(one.row)))
            .collect()
    }

    fn rerank(
        &self,
        view: &Nodes<'_>,
        vectors: &Vectors,
        query: &Query,
        candidates: &[Candidate],
        count: usize,
    ) -> Result<Vec<Near>> {
        rerank(vectors, query, count, candidates, |node| Ok((view.codes(node), view.steps[node as usize])))
    }
}

/// A row that may be among the nearest.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    /// Where its codes are: its node, or itself.
    key: u32,
    row: u32,
    /// Its rough cosine, but for the query's step.
    score: f32,
}

/// The best of candidates (best first) by their exact cosines, unless rough ones will do. It looks at the first
/// `count`, and at later ones as long as their rough cosine is not so far below the worst of those kept that its error
/// cannot make up for it.
fn rerank<'a>(
    vectors: &'a Vectors,
    query: &Query,
    count: usize,
    candidates: &[Candidate],
    coded: impl Fn(u32) -> Result<(&'a [u8], u8)>,
) -> Result<Vec<Near>> {
    let mut best: Vec<Near> = Vec::with_capacity(count + 1);
    if count == 0 {
        return Ok(best);
    }
    if query.rough {
        return Ok(candidates.iter().take(count).map(|one| (one.row, one.score * query.step)).collect());
    }
    candidates.iter().take(count).for_each(|one| vectors.prefetch_residuals(one.row));
    for (at, &Candidate { key, row, score }) in candidates.iter().enumerate() {
        let (codes, step) = coded(key)?;
        if best.len() == count {
            let margin = MARGIN * (STEPS[step as usize] + query.step);
            if best.last().is_some_and(|worst| score * query.step + margin < worst.1) {
                break;
            }
        }
        if let Some(later) = candidates.get(at + 3).filter(|_| at + 3 >= count) {
            vectors.prefetch_residuals(later.row);
        }
        let exact = query.exact(codes, vectors.residuals(row)?, step);
        let place = best.partition_point(|one| one.1 > exact || (one.1 == exact && one.0 < row));
        if place < count {
            best.truncate(count - 1);
            best.insert(place, (row, exact));
        }
    }
    Ok(best)
}

impl Nodes<'_> {
    /// Fills `scratch.found` with the `breadth` nearest nodes that pass, or nearly; false where it gave up after `most`
    /// comparisons, or because fewer pass around the query than half of what is `expected` of `breadth` nodes.
    fn walk_passing(
        &self,
        query: &Query,
        breadth: usize,
        expected: usize,
        most: usize,
        passes: impl Fn(u32) -> bool,
        scratch: &mut Scratch,
    ) -> Result<bool> {
        // The nodes around the query are where a walk without a filter ends.
        let before = scratch.compared;
        self.walk(query, breadth, scratch)?;
        let near: Vec<(u32, f32)> = scratch.pool.found().collect();
        if near.iter().filter(|one| passes(one.0)).count() * 2 < expected {
            return Ok(false);
        }
        scratch.found.reset(breadth);
        scratch.open.clear();
        scratch.forget(self.len());
        for (node, score) in near {
            scratch.first_sight(node);
            if passes(node) {
                scratch.found.offer(node, score);
            }
            scratch.open.push(Reverse(super::pool::key(node, score)));
        }
        while let Some(Reverse(key)) = scratch.open.pop() {
            if scratch.found.is_full() && super::pool::score(key) < scratch.found.worst() {
                return Ok(true);
            }
            if scratch.compared - before > most {
                return Ok(false);
            }
            self.gather(super::pool::node(key), scratch)?;
            self.compare(query, scratch, |scratch, node, score| {
                if !scratch.found.is_full() || score > scratch.found.worst() {
                    scratch.open.push(Reverse(super::pool::key(node, score)));
                    if passes(node) {
                        scratch.found.offer(node, score);
                    }
                }
            });
        }
        Ok(true)
    }
}

/// The rows of a scan that may be among the nearest, whatever the errors of their rough cosines.
struct NearEnough {
    /// The `count` best by the least that their score may be.
    best: Pool,
    /// Row, rough score, and the most that the score may be.
    found: Vec<(u32, f32, f32)>,
    /// The least that the score of the last of the best may be.
    least: f32,
    room: usize,
}

impl NearEnough {
    fn new(count: usize) -> Self {
        let mut best = Pool::default();
        best.reset(count);
        Self { best, found: Vec::new(), least: f32::NEG_INFINITY, room: 1024 }
    }

    #[inline(always)]
    fn offer(&mut self, row: u32, score: f32, slack: f32) {
        if score + slack < self.least {
            return;
        }
        self.found.push((row, score, score + slack));
        if self.best.offer(row, score - slack) && self.best.is_full() {
            self.least = self.best.worst();
        }
        if self.found.len() >= self.room {
            self.tidy();
        }
    }

    #[cold]
    fn tidy(&mut self) {
        self.found.retain(|one| one.2 >= self.least);
        self.room = self.room.max(self.found.len() * 2);
    }

    fn candidates(mut self) -> Vec<Candidate> {
        self.tidy();
        self.found.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        self.found.into_iter().map(|(row, score, _)| Candidate { key: row, row, score }).collect()
    }
}

impl Vectors {
    /// The `count` rows of a stretch nearest to `query`, nearest first, equal ones by row, of those in `accept` (of all,
    /// where it is absent): every one is compared.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged); [`Error::Usage`](crate::error::Error::Usage) where the dimensions
    /// differ or there are no such rows.
    pub fn scan(
        &self,
        query: &Query,
        count: usize,
        rows: Range<u32>,
        accept: Option<&RowSet>,
        scratch: &mut Scratch,
    ) -> Result<Vec<Near>> {
        self.check(query)?;
        let mut near = NearEnough::new(count);
        for stretch in self.stretches(rows.start, rows.end) {
            let stretch = stretch?;
            let (first, end) = (stretch.first, stretch.first + stretch.steps.len() as u32);
            let mut compare = |scratch: &mut Scratch| -> Result<()> {
                let which = std::mem::take(&mut scratch.which);
                which.iter().try_for_each(|&at| stretch.ensure(at))?;
                let rows = Rows { bytes: stretch.codes, stride: self.width(), width: self.width() };
                query.kernel.dots(rows, &which, &query.codes, &mut scratch.scores);
                for (&at, &product) in which.iter().zip(&scratch.scores) {
                    let number = stretch.steps[at as usize];
                    if number != NO_VECTOR {
                        let step = STEPS[number as usize];
                        let (row, score) = (first + at, product as f32 * step);
                        // Who looks at rough cosines alone is not told by what they hide.
                        let slack = if query.rough { 0.0 } else { MARGIN * (step / query.step + 1.0) };
                        if scratch.noted.is_wanted {
                            scratch.noted.rows.push((row, score));
                        }
                        near.offer(row, score, slack);
                    }
                }
                scratch.which = which;
                scratch.which.clear();
                Ok(())
            };
            scratch.which.clear();
            let mut take = |row: u32| -> Result<()> {
                scratch.which.push(row - first);
                if scratch.which.len() == BATCH { compare(scratch) } else { Ok(()) }
            };
            match accept {
                Some(accept) => accept.rows_within(first..end).try_for_each(&mut take)?,
                None => (first..end).try_for_each(&mut take)?,
            }
            compare(scratch)?;
        }
        let candidates = near.candidates();
        rerank(self, query, count, &candidates, |row| self.row(row).map(|row| (row.codes, row.step)))
    }
}

/// How many rows a scan compares at a time.
const BATCH: usize = 512;

#[cfg(test)]
#[path = "finding_tests.rs"]
mod tests;
