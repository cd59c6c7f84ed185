//! Index: finds the vectors that lie nearest to another. [`hnsw_rs`] builds a graph, which is laid flat and searched
//! here; the exact scan stands beside it, answers where entries are few, and is what the graph is tested against.

mod blocks;
mod building;
mod coding;
mod finding;
mod flat;
mod graph;
mod kernels;
mod merging;
mod nodes;
mod order;
mod pool;
mod row_set;
mod scan;
mod seed;
mod vectors;

use crate::embedding::Vector;

pub use blocks::BLOCK;
pub use blocks::Blocks;
pub use blocks::BlocksWriter;
pub use blocks::Seal;
pub use blocks::Section;
pub use graph::Graph;
pub use row_set::RowSet;
pub use scan::Vectors;

/// The index that takes the place of [`Index`].
pub mod next {
    pub use super::building::Recipe;
    pub use super::coding::Coded;
    pub use super::coding::Query;
    pub use super::finding::Near;
    pub use super::finding::Passing;
    pub use super::finding::Way;
    pub use super::flat::Graph;
    pub use super::flat::GraphImage;
    pub use super::nodes::Scratch;
    pub use super::vectors::MAX_DIMENSION;
    pub use super::vectors::VectorColumns;
    pub use super::vectors::Vectors;
}

/// A found vector: its row, and its cosine with the query.
pub type Near = (u32, f32);

/// Up to how many vectors there is no graph, and a query looks at every entry: scoring so many takes less time than a
/// reader notices, and misses nothing. Building a graph takes some fifty times as long as one such look.
pub const GRAPH_ABOVE: usize = 50_000;

/// A graph that misses more than one in this many of the vectors is built anew.
const REBUILD_SHARE: usize = 5;

/// Vectors and, where they are many, the graph over the first of them; the rest is scanned.
#[derive(Clone, Debug)]
pub struct Index {
    vectors: Vectors,
    graph: Option<Graph>,
}

impl Index {
    /// An index from its parts. Up to [`GRAPH_ABOVE`] vectors it has no graph; above, rows beyond the graph's are
    /// scanned, and a graph that is missing or covers too few is built anew, which takes about a millisecond a vector.
    #[must_use]
    pub fn from_parts(vectors: Vectors, graph: Option<Graph>) -> Self {
        Self::with_graph_above(GRAPH_ABOVE, vectors, graph)
    }

    /// The same, with another number in place of [`GRAPH_ABOVE`].
    #[must_use]
    pub(crate) fn with_graph_above(most: usize, vectors: Vectors, graph: Option<Graph>) -> Self {
        if vectors.len() <= most {
            return Self { vectors, graph: None };
        }
        let covered = graph.as_ref().map_or(0, Graph::len);
        let uncovered = vectors.len().saturating_sub(covered);
        let graph = graph.filter(|_| uncovered * REBUILD_SHARE <= vectors.len());
        let graph = graph.unwrap_or_else(|| Graph::build(&vectors));
        Self { vectors, graph: Some(graph) }
    }

    /// How many vectors there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.vectors.len()
    }

    /// True where there is no vector.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The vectors.
    #[must_use]
    pub const fn vectors(&self) -> &Vectors {
        &self.vectors
    }

    /// The graph, where there is one.
    #[must_use]
    pub const fn graph(&self) -> Option<&Graph> {
        self.graph.as_ref()
    }

    /// The `count` rows nearest to `query`, nearest first, equal ones by row; `ef_search` (at least `count`) is the
    /// breadth of the graph search. Empty where the dimensions differ.
    #[must_use]
    pub fn nearest(&self, query: &Vector, count: usize, ef_search: usize) -> Vec<Near> {
        if self.is_empty() || query.values().len() != self.vectors.dimension() {
            return Vec::new();
        }
        let Some(graph) = &self.graph else {
            return self.vectors.nearest(query, count, 0);
        };
        let mut found = graph.nearest(&self.vectors, query, count, ef_search);
        found.extend(self.vectors.nearest(query, count, graph.len()));
        scan::best(found, count)
    }
}

#[cfg(test)]
mod tests;
