//! Index: finds the vectors that lie nearest to another. [`hnsw_rs`] builds a graph, which is laid flat and searched
//! here; the exact scan stands beside it, answers where entries are few, and is what the graph is tested against.

mod graph;
mod scan;

use crate::embedding::Vector;
use crate::error::Result;

pub use graph::Graph;
pub use scan::Vectors;

/// A found vector: its row, and its cosine with the query.
pub type Near = (u32, f32);

/// Below this many vectors no graph is built: the scan is as fast.
const GRAPH_FROM: usize = 4_096;

/// A graph that misses more than one in this many of the vectors is built anew.
const REBUILD_SHARE: usize = 5;

/// Vectors and, where they are many, the graph over the first of them; the rest is scanned.
#[derive(Clone, Debug)]
pub struct Index {
    vectors: Vectors,
    graph: Option<Graph>,
}

impl Index {
    /// An index over `vectors`, with a graph where they are many. Building takes about a millisecond a vector.
    ///
    /// # Errors
    /// When a vector has another dimension than the first.
    pub fn build(vectors: &[Vector]) -> Result<Self> {
        let vectors = Vectors::of(vectors)?;
        let graph = (vectors.len() >= GRAPH_FROM).then(|| Graph::build(&vectors));
        Ok(Self { vectors, graph })
    }

    /// An index from its parts: rows beyond the graph's are scanned. A graph that covers too few is built anew.
    #[must_use]
    pub fn from_parts(vectors: Vectors, graph: Option<Graph>) -> Self {
        let covered = graph.as_ref().map_or(0, Graph::len);
        let uncovered = vectors.len().saturating_sub(covered);
        let stale = vectors.len() >= GRAPH_FROM && uncovered * REBUILD_SHARE > vectors.len();
        let graph = if stale { Some(Graph::build(&vectors)) } else { graph };
        Self { vectors, graph }
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

    /// How queries are answered, in words.
    #[must_use]
    pub fn answered_by(&self) -> String {
        match &self.graph {
            Some(graph) if graph.len() < self.len() => {
                format!("graph over {} entries, exact scan of {} newer ones", graph.len(), self.len() - graph.len())
            }
            Some(graph) => format!("graph over {} entries", graph.len()),
            None => format!("exact scan of {} entries", self.len()),
        }
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
