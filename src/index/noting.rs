//! Noting: while the rows nearest to a query are found, many others are compared with it. Those of another set among them
//! are told too, at no price to speak of.

use super::finding::Near;
use super::finding::Passing;
use super::flat::Graph;
use super::nodes::Scratch;
use super::row_set::RowSet;
use super::vectors::Vectors;
use crate::error::Result;
use crate::index::Query;

/// What was compared with a query, where that is noted.
#[derive(Debug, Default)]
pub(super) struct Noted {
    pub(super) is_wanted: bool,
    /// Nodes of a graph, and their scores.
    pub(super) nodes: Vec<(u32, f32)>,
    /// Rows of a scan, and their scores.
    pub(super) rows: Vec<(u32, f32)>,
}

impl Noted {
    fn begin(&mut self) {
        self.is_wanted = true;
        self.nodes.clear();
        self.rows.clear();
    }

    /// The `count` best rows of a set, best first, equal ones by row.
    fn best(&mut self, graph: Option<&Graph>, of: &RowSet, count: usize, step: f32) -> Vec<Near> {
        let mut best = std::mem::take(&mut self.rows);
        if let Some(graph) = graph {
            best.extend(self.nodes.iter().flat_map(|&(node, score)| graph.rows_of(node).map(move |row| (row, score))));
        }
        best.retain(|one| of.contains(one.0));
        best.sort_unstable_by_key(|one| one.0);
        best.dedup_by_key(|one| one.0);
        let nearer = |a: &Near, b: &Near| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if best.len() > count && count > 0 {
            best.select_nth_unstable_by(count - 1, nearer);
        }
        best.truncate(count);
        best.sort_unstable_by(nearer);
        best.iter_mut().for_each(|one| one.1 *= step);
        best
    }
}

impl Graph {
    /// What [`Graph::find`] finds, and of the rows of another set that were compared with the query on the way the nearest, with
    /// their rough cosines. Where many of that set lie around the query these are about its nearest; where few do, they are
    /// some that are near.
    ///
    /// # Errors
    /// As [`Graph::find`].
    #[allow(clippy::too_many_arguments)]
    pub fn find_and_note(
        &self,
        vectors: &Vectors,
        query: &Query,
        (count, ef_search): (usize, usize),
        passing: Option<Passing<'_>>,
        (others, most): (&RowSet, usize),
        scratch: &mut Scratch,
    ) -> Result<(Vec<Near>, Vec<Near>)> {
        scratch.noted.begin();
        let found = self.find(vectors, query, count, ef_search, passing, scratch);
        scratch.noted.is_wanted = false;
        Ok((found?.0, scratch.noted.best(Some(self), others, most, query.step)))
    }
}

impl Vectors {
    /// The same of a scan of all rows.
    ///
    /// # Errors
    /// As [`Vectors::scan`].
    pub fn scan_and_note(
        &self,
        query: &Query,
        count: usize,
        accept: &RowSet,
        (others, most): (&RowSet, usize),
        scratch: &mut Scratch,
    ) -> Result<(Vec<Near>, Vec<Near>)> {
        scratch.noted.begin();
        let rows = u32::try_from(self.len()).unwrap_or(u32::MAX);
        let found = self.scan(query, count, 0..rows, Some(accept), scratch);
        scratch.noted.is_wanted = false;
        Ok((found?, scratch.noted.best(None, others, most, query.step)))
    }
}
