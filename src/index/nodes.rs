//! Nodes: a graph as it lies in memory, and the walk through it.
//!
//! A node is its vector's codes and, right after them, the numbers of up to [`DEGREE`] neighbors (u32, little-endian;
//! [`NONE`] after the last). The upper nodes, a sample of all, have [`UPPER_DEGREE`] links among themselves: a walk looks
//! at the first [`DOORS`] of them, goes from the best of those to the best of all upper nodes, and sets out from there.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::blocks::Blocks;
use super::blocks::Section;
use super::coding::Query;
use super::coding::STEPS;
use super::kernels;
use super::kernels::Rows;
use super::noting::Noted;
use super::pool::Key;
use super::pool::Pool;
use crate::error::Error;
use crate::error::Result;

/// The most neighbors of a node.
pub(super) const DEGREE: usize = 32;

/// The most links of an upper node.
pub(super) const UPPER_DEGREE: usize = 16;

/// How many of the upper nodes a walk looks at first.
pub(super) const DOORS: usize = 48;

/// How many upper nodes a walk keeps in mind on its way, and from how many it sets out among all nodes.
const STARTS: usize = 1;

/// No neighbor.
pub(super) const NONE: u32 = u32::MAX;

/// How many bytes a node has after its codes.
pub(super) const LINK_BYTES: usize = DEGREE * 4;

/// A graph as it lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Nodes<'a> {
    pub(super) bytes: &'a [u8],
    /// How many bytes of a node are codes.
    pub(super) width: usize,
    pub(super) steps: &'a [u8],
    /// The node of each upper node.
    pub(super) upper: &'a [u8],
    /// The links of each upper node, to upper nodes.
    pub(super) upper_links: &'a [u8],
    /// Where the bytes come from, when they are to be checked before they are believed.
    pub(super) checked: Option<(&'a Blocks, Section)>,
}

/// What a walk needs and may use again.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(super) pool: Pool,
    pub(super) seen: Vec<u64>,
    pub(super) found: Pool,
    /// Nodes to look around from, in a filtered walk.
    pub(super) open: BinaryHeap<Reverse<Key>>,
    pub(super) which: Vec<u32>,
    pub(super) scores: Vec<i32>,
    /// How many nodes were compared with the query since the scratch was made.
    pub(super) compared: usize,
    /// Which, where that is wanted.
    pub(super) noted: Noted,
}

impl Scratch {
    /// A fresh one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many nodes were compared with a query.
    #[must_use]
    pub const fn compared(&self) -> usize {
        self.compared
    }

    /// Sets [`Scratch::compared`] to zero.
    pub fn reset_compared(&mut self) {
        self.compared = 0;
    }

    pub(super) fn forget(&mut self, nodes: usize) {
        self.seen.clear();
        self.seen.resize(nodes.div_ceil(64), 0);
    }

    /// True where a node was not seen before; `None` where there is no such node.
    #[inline(always)]
    pub(super) fn first_sight(&mut self, node: u32) -> Option<bool> {
        let word = self.seen.get_mut(node as usize / 64)?;
        let bit = 1 << (node % 64);
        let fresh = *word & bit == 0;
        *word |= bit;
        Some(fresh)
    }
}

#[inline(always)]
fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.as_chunks::<4>().0.iter().map(|&four| u32::from_le_bytes(four)).take_while(|&number| number != NONE)
}

impl<'a> Nodes<'a> {
    /// How many there are.
    pub(super) const fn len(&self) -> usize {
        self.steps.len()
    }

    pub(super) const fn stride(&self) -> usize {
        self.width + LINK_BYTES
    }

    #[inline(always)]
    pub(super) fn rows(&self) -> Rows<'a> {
        Rows { bytes: self.bytes, stride: self.stride(), width: self.width }
    }

    /// The codes of a node.
    pub(super) fn codes(&self, node: u32) -> &'a [u8] {
        let at = node as usize * self.stride();
        &self.bytes[at..at + self.width]
    }

    /// The neighbors of a node.
    #[inline(always)]
    pub(super) fn neighbors(&self, node: u32) -> impl Iterator<Item = u32> + 'a {
        let at = node as usize * self.stride() + self.width;
        numbers(&self.bytes[at..at + LINK_BYTES])
    }

    /// Sees to it that a node's bytes are those that were written.
    #[inline(always)]
    fn ensure(&self, node: u32) -> Result<()> {
        if let Some((blocks, section)) = self.checked {
            let at = node as usize * self.stride();
            blocks.get(section, at..at + self.stride())?;
        }
        Ok(())
    }

    #[cold]
    pub(super) fn outside(&self) -> Error {
        let problem = "the graph points outside of itself";
        match self.checked {
            Some((blocks, _)) => blocks.wrong(problem),
            None => Error::BrokenData { what: "the graph".to_owned(), problem: problem.to_owned() },
        }
    }

    /// Compares the query with the nodes in `scratch.which`, and gives each with its score.
    #[inline(always)]
    pub(super) fn compare(&self, query: &Query, scratch: &mut Scratch, mut each: impl FnMut(&mut Scratch, u32, f32)) {
        let which = std::mem::take(&mut scratch.which);
        query.kernel.dots(self.rows(), &which, &query.codes, &mut scratch.scores);
        scratch.compared += which.len();
        for (at, &node) in which.iter().enumerate() {
            let score = scratch.scores[at] as f32 * STEPS[self.steps[node as usize] as usize];
            if scratch.noted.is_wanted {
                scratch.noted.nodes.push((node, score));
            }
            each(scratch, node, score);
        }
        scratch.which = which;
    }

    /// The nodes of the upper nodes.
    pub(super) fn upper_nodes(&self) -> impl Iterator<Item = u32> + 'a {
        numbers(self.upper)
    }

    fn upper_node(&self, upper: u32) -> Option<u32> {
        let at = upper as usize * 4;
        let node = u32::from_le_bytes(*self.upper.get(at..at + 4)?.first_chunk()?);
        ((node as usize) < self.len()).then_some(node)
    }

    /// The upper nodes that lie nearest to the query, as nodes, in `scratch.which`.
    fn descend(&self, query: &Query, scratch: &mut Scratch) -> Result<()> {
        let all = self.upper.len() / 4;
        scratch.forget(all);
        scratch.pool.reset(STARTS);
        let mut next: Vec<u32> = Vec::with_capacity(DOORS.max(UPPER_DEGREE));
        next.extend((0..).take(DOORS.min(all)));
        for &door in &next {
            scratch.first_sight(door);
        }
        loop {
            scratch.which.clear();
            for &upper in &next {
                let node = self.upper_node(upper).ok_or_else(|| self.outside())?;
                self.ensure(node)?;
                scratch.which.push(node);
            }
            let mut at = 0;
            self.compare(query, scratch, |scratch, _, score| {
                scratch.pool.offer(next[at], score);
                at += 1;
            });
            let Some(upper) = scratch.pool.take() else { break };
            next.clear();
            let from = upper as usize * UPPER_DEGREE * 4;
            for other in numbers(&self.upper_links[from..from + UPPER_DEGREE * 4]) {
                if (other as usize) < all && scratch.first_sight(other) == Some(true) {
                    next.push(other);
                }
            }
        }
        scratch.which.clear();
        for at in scratch.pool.found() {
            scratch.which.extend(self.upper_node(at.0));
        }
        Ok(())
    }

    /// Fills `scratch.pool` with the `breadth` nodes that lie nearest to the query, or nearly: a best-first walk that ends
    /// when it has looked around from all that it keeps.
    pub(super) fn walk(&self, query: &Query, breadth: usize, scratch: &mut Scratch) -> Result<()> {
        self.descend(query, scratch)?;
        scratch.forget(self.len());
        scratch.pool.reset(breadth);
        for at in 0..scratch.which.len() {
            scratch.first_sight(scratch.which[at]);
        }
        self.compare(query, scratch, |scratch, node, score| self.offer(scratch, node, score));
        while let Some(node) = scratch.pool.take() {
            self.gather(node, scratch)?;
            if let Some(next) = scratch.pool.next() {
                self.prefetch_around(next, scratch);
            }
            self.compare(query, scratch, |scratch, node, score| self.offer(scratch, node, score));
        }
        Ok(())
    }

    /// Takes a node into the pool where it is among the best, and asks for its links, which will be followed soon.
    #[inline(always)]
    fn offer(&self, scratch: &mut Scratch, node: u32, score: f32) {
        if scratch.pool.offer(node, score) {
            kernels::prefetch(self.bytes, node as usize * self.stride() + self.width, LINK_BYTES);
        }
    }

    /// Asks for the neighbors of the node that is likely to be looked around from next.
    #[inline(always)]
    fn prefetch_around(&self, node: u32, scratch: &Scratch) {
        for other in self.neighbors(node) {
            let word = scratch.seen.get(other as usize / 64).copied().unwrap_or(u64::MAX);
            if word >> (other % 64) & 1 == 0 {
                kernels::prefetch(self.bytes, other as usize * self.stride(), self.width);
            }
        }
    }

    /// Puts the neighbors of a node that were not seen before into `scratch.which`.
    #[inline(always)]
    pub(super) fn gather(&self, node: u32, scratch: &mut Scratch) -> Result<()> {
        scratch.which.clear();
        for other in self.neighbors(node) {
            match scratch.first_sight(other) {
                Some(true) if (other as usize) < self.len() => {
                    if scratch.which.len() < kernels::AHEAD {
                        kernels::prefetch(self.bytes, other as usize * self.stride(), self.width);
                    }
                    self.ensure(other)?;
                    scratch.which.push(other);
                }
                Some(false) => {}
                _ => return Err(self.outside()),
            }
        }
        Ok(())
    }
}
