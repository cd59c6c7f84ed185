//! Graphs: files of nodes, and the search in them.
//!
//! | section | what |
//! |---|---|
//! | `nodes` | each node's codes and neighbors, see `nodes` |
//! | `node-steps` | a byte a node: the number of its step |
//! | `node-rows` | u32 a node: its row, or where its rows are among the copies and the highest bit |
//! | `copies` | for each vector that several rows have: how many (u32), and the rows in order (u32 each) |
//! | `upper` | u32 an upper node: its node |
//! | `upper-links` | 16 u32 an upper node: its links |

use std::sync::Arc;

use super::blocks::Blocks;
use super::blocks::BlocksWriter;
use super::blocks::Section;
use super::building::Draft;
use super::nodes::LINK_BYTES;
use super::nodes::NONE;
use super::nodes::Nodes;
use super::nodes::UPPER_DEGREE;
use super::order;
use super::recipe::Recipe;
use super::vectors::Vectors;
use crate::error::Result;

/// In a node's row: the rest says where its rows are among the copies.
const SHARED: u32 = 1 << 31;

/// A graph that was built and is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphImage(pub(super) Draft);

impl GraphImage {
    /// The graph over some rows; those without a vector are left out. The same on any number of threads.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged); [`Error::Usage`](crate::error::Error::Usage) where a row is none.
    pub fn build(vectors: &Vectors, rows: &[u32], recipe: &Recipe) -> Result<Self> {
        let mut draft = Draft::new(vectors);
        draft.push_all(vectors, rows)?;
        draft.build(recipe)?;
        draft.finish()?;
        Ok(Self(draft))
    }

    /// Writes its sections.
    ///
    /// # Errors
    /// [`Error::Io`](crate::error::Error::Io).
    pub fn write(&self, into: &mut BlocksWriter) -> Result<()> {
        let mut rows = self.0.rows.clone();
        let mut copies: Vec<u32> = Vec::new();
        for (&node, others) in &self.0.copies {
            let row = std::mem::replace(&mut rows[node as usize], SHARED | copies.len() as u32);
            copies.extend([others.len() as u32 + 1, row]);
            copies.extend(others);
        }
        let bytes = |numbers: &[u32]| numbers.iter().flat_map(|row| row.to_le_bytes()).collect::<Vec<u8>>();
        into.add("nodes", &self.0.bytes)?;
        into.add("node-steps", &self.0.steps)?;
        into.add("node-rows", &bytes(&rows))?;
        into.add("copies", &bytes(&copies))?;
        into.add("upper", &self.0.upper)?;
        into.add("upper-links", &self.0.upper_links)
    }
}

/// A graph that lies in a file of blocks, or in memory.
#[derive(Clone, Debug)]
pub struct Graph {
    blocks: Arc<Blocks>,
    /// One more than the highest row.
    end: u32,
    /// How many rows there are.
    covered: usize,
    width: usize,
    nodes: Section,
    steps: Section,
    rows: Section,
    copies: Section,
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
        let copies = section("copies")?;
        for section in [steps, rows, copies, upper, upper_links] {
            blocks.all(section)?;
        }
        let mut graph = Self { end: 0, covered: 0, blocks, width, nodes, steps, rows, copies, upper, upper_links };
        let (mut covered, mut end) = (0, 0);
        for row in (0..).take(graph.len()).flat_map(|node| graph.rows_of(node)) {
            (covered, end) = (covered + 1, end.max(row.saturating_add(1)));
        }
        (graph.covered, graph.end) = (covered, end);
        Ok(graph)
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

    pub(super) fn view(&self) -> Nodes<'_> {
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

    /// The rows of a node, in order.
    #[inline(always)]
    pub(super) fn rows_of(&self, node: u32) -> impl Iterator<Item = u32> + '_ {
        let rows = self.blocks.unchecked(self.rows).as_chunks::<4>().0;
        let row = rows.get(node as usize).map_or(NONE, |&four| u32::from_le_bytes(four));
        let (one, several) = if row & SHARED == 0 { (Some(row), None) } else { (None, Some(self.shared(row))) };
        one.into_iter().chain(several.into_iter().flatten().map(|&four| u32::from_le_bytes(four)))
    }

    /// The rows of a node that has several.
    #[cold]
    fn shared(&self, at: u32) -> &[[u8; 4]] {
        let copies = self.blocks.unchecked(self.copies).as_chunks::<4>().0;
        let at = (at & !SHARED) as usize;
        let count = copies.get(at).map_or(0, |&four| u32::from_le_bytes(four) as usize);
        copies.get(at + 1..).and_then(|rows| rows.get(..count)).unwrap_or_default()
    }

    /// The rows that it covers, in no order.
    pub fn rows(&self) -> impl Iterator<Item = u32> + '_ {
        (0..).take(self.len()).flat_map(|node| self.rows_of(node))
    }

    /// How many rows it covers.
    #[must_use]
    pub const fn covered(&self) -> usize {
        self.covered
    }

    /// One more than the highest row that it covers: later rows are not in it.
    #[must_use]
    pub const fn end(&self) -> u32 {
        self.end
    }

    /// The nodes that no walk can come to, as rows. There are none, unless the graph was not built by this crate.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged).
    pub fn unreachable(&self) -> Result<Vec<u32>> {
        self.verify()?;
        let mut seen = vec![false; self.len()];
        let view = self.view();
        order::reached(&view, view.upper_nodes().next(), &mut seen)?;
        Ok((0..).zip(seen).filter(|one| !one.1).flat_map(|one| self.rows_of(one.0)).collect())
    }

    /// Checks every byte.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged) where one is not as it was written.
    pub fn verify(&self) -> Result<()> {
        self.blocks.verify()
    }
}
