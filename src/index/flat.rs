//! Graphs: files of nodes, and the search in them.
//!
//! | section | what |
//! |---|---|
//! | `nodes` | each node's codes and neighbors, see `nodes` |
//! | `node-steps` | a byte a node: the number of its step |
//! | `node-rows` | u32 a node: its row |
//! | `upper` | u32 an upper node: its node |
//! | `upper-links` | 16 u32 an upper node: its links |

use std::sync::Arc;

use super::blocks::Blocks;
use super::blocks::BlocksWriter;
use super::blocks::Section;
use super::building::Draft;
use super::building::Recipe;
use super::coding::Query;
use super::coding::STEPS;
use super::nodes::LINK_BYTES;
use super::nodes::NONE;
use super::nodes::Nodes;
use super::nodes::Scratch;
use super::nodes::UPPER_DEGREE;
use super::row_set::RowSet;
use super::vectors::Vectors;
use crate::error::Result;

/// A found row and its cosine with the query.
pub type Near = (u32, f32);

/// A graph that was built and is to be written.
#[derive(Clone, Debug)]
pub struct GraphImage(Draft);

impl GraphImage {
    /// The graph over some rows; those without a vector are left out. The same on any number of threads.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged); [`Error::Usage`](crate::error::Error::Usage) where a row is none.
    pub fn build(vectors: &Vectors, rows: &[u32], recipe: &Recipe) -> Result<Self> {
        let mut draft = Draft::new(vectors, rows)?;
        draft.build(recipe)?;
        draft.finish()?;
        Ok(Self(draft))
    }

    /// Writes its sections.
    ///
    /// # Errors
    /// [`Error::Io`](crate::error::Error::Io).
    pub fn write(&self, into: &mut BlocksWriter) -> Result<()> {
        let rows: Vec<u8> = self.0.rows.iter().flat_map(|row| row.to_le_bytes()).collect();
        into.add("nodes", &self.0.bytes)?;
        into.add("node-steps", &self.0.steps)?;
        into.add("node-rows", &rows)?;
        into.add("upper", &self.0.upper)?;
        into.add("upper-links", &self.0.upper_links)
    }
}

/// A graph that lies in a file of blocks, or in memory.
#[derive(Clone, Debug)]
pub struct Graph {
    blocks: Arc<Blocks>,
    width: usize,
    nodes: Section,
    steps: Section,
    rows: Section,
    upper: Section,
    upper_links: Section,
}

impl Graph {
    /// The graph of a file, over vectors of a dimension.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged) where the file is none of that dimension.
    pub fn open(blocks: Arc<Blocks>, dimension: usize) -> Result<Self> {
        let section = |name| blocks.section(name);
        let (nodes, steps, rows) = (section("nodes")?, section("node-steps")?, section("node-rows")?);
        let (upper, upper_links) = (section("upper")?, section("upper-links")?);
        let width = super::coding::width(dimension);
        let lengths = [
            (nodes.len(), steps.len().checked_mul(width + LINK_BYTES)),
            (rows.len(), steps.len().checked_mul(4)),
            (upper_links.len(), upper.len().checked_mul(UPPER_DEGREE)),
        ];
        if lengths.iter().any(|&(len, wanted)| Some(len) != wanted) || (upper.is_empty() && !steps.is_empty()) {
            return Err(blocks.wrong("its sections do not belong to one graph"));
        }
        // Small, and touched by every walk: checked here, once.
        for section in [steps, upper, upper_links] {
            blocks.all(section)?;
        }
        Ok(Self { blocks, width, nodes, steps, rows, upper, upper_links })
    }

    /// How many nodes it has.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.steps.len()
    }

    /// True where it has none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    fn view(&self) -> Nodes<'_> {
        Nodes {
            bytes: self.blocks.unchecked(self.nodes),
            width: self.width,
            steps: self.blocks.unchecked(self.steps),
            upper: self.blocks.unchecked(self.upper),
            upper_links: self.blocks.unchecked(self.upper_links),
            checked: Some((&self.blocks, self.nodes)),
        }
    }

    /// How many neighbors a node has, on average.
    #[must_use]
    pub fn mean_degree(&self) -> f64 {
        let view = self.view();
        let links: usize = (0..).take(self.len()).map(|node| view.neighbors(node).count()).sum();
        links as f64 / self.len().max(1) as f64
    }

    /// The row of a node.
    fn row(&self, node: u32) -> Result<u32> {
        let at = node as usize * 4;
        Ok(self.blocks.get(self.rows, at..at + 4)?.first_chunk().map_or(NONE, |&four| u32::from_le_bytes(four)))
    }

    /// About the `count` rows nearest to `query`, nearest first, equal ones by row: a walk that keeps the best `ef_search`
    /// nodes, and of those the best by their exact cosines.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged); [`Error::Usage`](crate::error::Error::Usage) where the dimensions
    /// differ.
    pub fn search(
        &self,
        vectors: &Vectors,
        query: &Query,
        count: usize,
        ef_search: usize,
        accept: Option<&RowSet>,
        scratch: &mut Scratch,
    ) -> Result<Vec<Near>> {
        vectors.check(query)?;
        if self.is_empty() {
            return Ok(Vec::new());
        }
        let view = self.view();
        view.walk(query, ef_search.max(count), scratch)?;
        let mut candidates: Vec<(u32, u32, f32)> = Vec::with_capacity(count * 4);
        for (node, score) in scratch.pool.found() {
            let row = self.row(node)?;
            if accept.is_none_or(|accept| accept.contains(row)) {
                candidates.push((node, row, score));
                if candidates.len() == count * 4 {
                    break;
                }
            }
        }
        self.rerank(&view, vectors, query, &candidates, count)
    }

    /// The best of candidates by their exact cosines. It looks at the first `count`, and at later ones as long as their
    /// rough cosine is not too far below the worst of those kept for its error to make up for it.
    fn rerank(
        &self,
        view: &Nodes<'_>,
        vectors: &Vectors,
        query: &Query,
        candidates: &[(u32, u32, f32)],
        count: usize,
    ) -> Result<Vec<Near>> {
        for &(_, row, _) in candidates.iter().take(count) {
            vectors.prefetch_residuals(row);
        }
        let mut best: Vec<Near> = Vec::with_capacity(count + 1);
        for (at, &(node, row, score)) in candidates.iter().enumerate() {
            let step_number = view.steps[node as usize];
            if best.len() == count {
                let margin = MARGIN * (STEPS[step_number as usize] + query.step);
                if best.last().is_some_and(|worst| score * query.step + margin < worst.1) {
                    break;
                }
            }
            if let Some(&(_, later, _)) = candidates.get(at + 2).filter(|_| at + 2 >= count) {
                vectors.prefetch_residuals(later);
            }
            let exact = query.exact(view.codes(node), vectors.residuals(row)?, step_number);
            let place = best.partition_point(|one| one.1 > exact || (one.1 == exact && one.0 < row));
            if place < count {
                best.truncate(count - 1);
                best.insert(place, (row, exact));
            }
        }
        Ok(best)
    }
}

/// How many times the sum of the two steps a rough cosine may be off: the error is about normal with a standard deviation
/// of 0.29 times either step.
const MARGIN: f32 = 0.9;
