//! The graph: built by [`hnsw_rs`], laid flat, searched here.
//!
//! The flat form is a table of rows of [`WIDTH`] neighbors each, unused places holding [`NONE`], and the list of entry
//! points: the vectors of the upper layers, which are few enough to be looked at one by one. As bytes, little-endian:
//! the magic `VOCGRAPH`, the number of rows (u32), the number of entry points (u32), the entry points (u32 each), the
//! rows (u32 each).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use hnsw_rs::prelude::Distance;
use hnsw_rs::prelude::Hnsw;

use super::Near;
use super::scan;
use super::scan::Vectors;
use crate::embedding::Vector;
use crate::error::Error;
use crate::error::Result;

/// Neighbors kept of each vector; twice [`LINKS`], as the bottom layer has them.
const WIDTH: usize = 32;

/// Links made for each vector while building (M in the paper: Malkov and Yashunin, 2016).
const LINKS: usize = 16;

/// Breadth of the search while building (efConstruction in the paper).
const EF_CONSTRUCTION: usize = 200;

/// The most layers a graph has.
const LAYERS: usize = 16;

/// From how many of the entry points nearest to the query a search sets out.
const STARTS: usize = 4;

const NONE: u32 = u32::MAX;
const MAGIC: &[u8; 8] = b"VOCGRAPH";

/// One minus the cosine, never below zero: rounding must not make a distance negative, which `hnsw_rs` refuses.
#[derive(Clone, Copy, Debug)]
struct CosineDistance;

impl Distance<f32> for CosineDistance {
    fn eval(&self, a: &[f32], b: &[f32]) -> f32 {
        (1.0 - dot(a, b)).max(0.0)
    }
}

/// A dot product in sixteen lanes, so that the compiler may use vector instructions.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; 16];
    let (a_chunks, b_chunks) = (a.chunks_exact(16), b.chunks_exact(16));
    let rest: f32 = a_chunks.remainder().iter().zip(b_chunks.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in a_chunks.zip(b_chunks) {
        for lane in 0..16 {
            lanes[lane] += x[lane] * y[lane];
        }
    }
    lanes.iter().sum::<f32>() + rest
}

/// A navigable graph over the first rows of a table of vectors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graph {
    rows: Vec<u32>,
    entries: Vec<u32>,
}

impl Graph {
    /// The graph over all of `vectors`, built by one thread in order of rows, so that the same vectors give the same
    /// graph.
    #[must_use]
    pub fn build(vectors: &Vectors) -> Self {
        let built =
            Hnsw::<f32, CosineDistance>::new(LINKS, vectors.len().max(1), LAYERS, EF_CONSTRUCTION, CosineDistance);
        for row in 0..vectors.len() {
            if let Some(values) = vectors.row(row).as_slice() {
                built.insert((values, row));
            }
        }
        let mut rows = vec![NONE; vectors.len() * WIDTH];
        let mut layers: Vec<(u8, u32)> = Vec::with_capacity(vectors.len());
        for point in built.get_point_indexation() {
            let at = point.get_origin_id();
            layers.push((point.get_point_id().0, row_number(at)));
            let mut neighbors = point.get_neighborhood_id().into_iter().next().unwrap_or_default();
            neighbors.sort_by(|a, b| a.distance.total_cmp(&b.distance).then(a.d_id.cmp(&b.d_id)));
            let slots = &mut rows[at * WIDTH..(at + 1) * WIDTH];
            for (slot, neighbor) in slots.iter_mut().zip(neighbors.iter().filter(|neighbor| neighbor.d_id != at)) {
                *slot = row_number(neighbor.d_id);
            }
        }
        Self { rows, entries: entry_points(layers) }
    }

    /// How many rows it covers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len() / WIDTH
    }

    /// True where it covers none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn neighbors(&self, row: u32) -> impl Iterator<Item = u32> + '_ {
        let at = row as usize * WIDTH;
        self.rows[at..at + WIDTH].iter().copied().take_while(|&neighbor| neighbor != NONE)
    }

    /// About the `count` rows nearest to `query`, nearest first: a best-first search that keeps the best `ef_search`
    /// seen and stops when the nearest open one is farther than all of them.
    pub(super) fn nearest(&self, vectors: &Vectors, query: &Vector, count: usize, ef_search: usize) -> Vec<Near> {
        let breadth = ef_search.max(count).max(1);
        let cosine = |row: u32| dot(vectors.row(row as usize).as_slice().unwrap_or_default(), query.values());
        let mut seen = vec![false; self.len()];
        let mut open: BinaryHeap<Open> = BinaryHeap::new();
        let mut kept: BinaryHeap<Reverse<Open>> = BinaryHeap::new();
        for (row, near) in scan::best(self.entries.iter().map(|&row| (row, cosine(row))).collect(), STARTS) {
            seen[row as usize] = true;
            open.push(Open(near, row));
            kept.push(Reverse(Open(near, row)));
        }
        while let Some(Open(near, row)) = open.pop() {
            let farthest = |kept: &BinaryHeap<Reverse<Open>>| kept.peek().map_or(f32::NEG_INFINITY, |one| one.0.0);
            if kept.len() >= breadth && near < farthest(&kept) {
                break;
            }
            for neighbor in self.neighbors(row) {
                if std::mem::replace(&mut seen[neighbor as usize], true) {
                    continue;
                }
                let near = cosine(neighbor);
                if kept.len() < breadth || near > farthest(&kept) {
                    open.push(Open(near, neighbor));
                    kept.push(Reverse(Open(near, neighbor)));
                    if kept.len() > breadth {
                        kept.pop();
                    }
                }
            }
        }
        scan::best(kept.into_iter().map(|Reverse(Open(near, row))| (row, near)).collect(), count)
    }

    /// The graph without some of its rows. `kept[row]` is the row's new number, or nothing where it goes. Whoever was
    /// linked to a row that goes is linked to that row's neighbors instead, as far as there is room.
    #[must_use]
    pub fn without(&self, kept: &[Option<u32>]) -> Self {
        let renumbered = |row: u32| kept.get(row as usize).copied().flatten();
        let count = (0..self.len()).filter(|&row| kept.get(row).copied().flatten().is_some()).count();
        let mut rows = vec![NONE; count * WIDTH];
        for old in 0..row_number(self.len()) {
            let Some(new) = renumbered(old) else { continue };
            let mut neighbors: Vec<u32> = self.neighbors(old).filter_map(renumbered).collect();
            for gone in self.neighbors(old).filter(|&neighbor| renumbered(neighbor).is_none()) {
                for heir in self.neighbors(gone).filter_map(renumbered) {
                    if neighbors.len() < WIDTH && heir != new && !neighbors.contains(&heir) {
                        neighbors.push(heir);
                    }
                }
            }
            let at = new as usize * WIDTH;
            rows[at..at + neighbors.len()].copy_from_slice(&neighbors);
        }
        let mut entries: Vec<u32> = self.entries.iter().copied().filter_map(renumbered).collect();
        if entries.is_empty() && count > 0 {
            entries.push(0);
        }
        Self { rows, entries }
    }

    /// The graph as bytes, in the layout that this module describes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let counts = [row_number(self.len()), row_number(self.entries.len())];
        for number in counts.iter().chain(&self.entries).chain(&self.rows) {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        bytes
    }

    /// The graph that [`Graph::to_bytes`] wrote.
    ///
    /// # Errors
    /// When the bytes are no graph or point outside of it.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let broken = |problem: &str| Error::BrokenData { what: "the graph".to_owned(), problem: problem.to_owned() };
        let numbers = bytes.strip_prefix(MAGIC).ok_or_else(|| broken("it does not begin as one"))?;
        let mut numbers = numbers.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]));
        let (Some(count), Some(entry_count)) = (numbers.next(), numbers.next()) else {
            return Err(broken("it is too short"));
        };
        let numbers: Vec<u32> = numbers.collect();
        if numbers.len() != entry_count as usize + count as usize * WIDTH || entry_count > count {
            return Err(broken("its length does not fit what it says of itself"));
        }
        let (entries, rows) = numbers.split_at(entry_count as usize);
        if entries.iter().any(|&row| row >= count) || rows.iter().any(|&row| row >= count && row != NONE) {
            return Err(broken("it points outside of itself"));
        }
        if entries.is_empty() && count > 0 {
            return Err(broken("it has no entry point"));
        }
        Ok(Self { rows: rows.to_vec(), entries: entries.to_vec() })
    }
}

/// A row that may still lead nearer, ordered by nearness, then by row.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Open(f32, u32);

impl Eq for Open {}

impl Ord for Open {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0).then(other.1.cmp(&self.1))
    }
}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The points of the highest layers: as many layers as stay below about twice the square root of all points, at least
/// one point.
fn entry_points(mut layers: Vec<(u8, u32)>) -> Vec<u32> {
    layers.sort_unstable_by_key(|&(layer, row)| (Reverse(layer), row));
    let most = 64.max(2 * layers.len().isqrt());
    let mut taken = 0;
    while taken < layers.len() {
        let layer = layers[taken].0;
        let end = layers.partition_point(|&(other, _)| other >= layer);
        if taken > 0 && end > most {
            break;
        }
        taken = end.min(most.max(1));
        if end > most {
            break;
        }
    }
    layers[..taken].iter().map(|&(_, row)| row).collect()
}

/// A row's number as it is written; there are never as many rows as would not fit.
fn row_number(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(NONE - 1)
}
