//! Building: a seed by [`hnsw_rs`], then all other nodes in steps, then a second look at every node.
//!
//! In each step nodes look for their neighbors in the graph as it stood before, which does not change meanwhile; of what
//! they found they keep those that no nearer one hides; and whom they chose links back. So nodes of one step may be looked
//! at by any number of threads in any order, and the graph is the same byte for byte. The steps depend on the number of
//! nodes only.

use std::collections::BTreeMap;
use std::collections::HashMap;

use rayon::prelude::*;

use super::coding::NO_VECTOR;
use super::coding::Query;
use super::coding::STEPS;
use super::kernels::Kernel;
use super::nodes::DEGREE;
use super::nodes::LINK_BYTES;
use super::nodes::NONE;
use super::nodes::Nodes;
use super::nodes::Scratch;
use super::nodes::UPPER_DEGREE;
use super::order;
use super::recipe::Recipe;
use super::seed;
use super::vectors::Vectors;
use crate::error::Result;

/// One place in each row of neighbors is left free, so that a node that nobody reaches can be linked from where it lies.
const LINKS: usize = DEGREE - 1;

/// By how much a nearer upper node must hide another for it not to be linked.
const UPPER_SLACK: f32 = 1.1;

/// A graph that is being built. Its nodes stand in an order that is drawn by chance, always the same, so that the first of
/// them are a sample of all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) width: usize,
    pub(super) bytes: Vec<u8>,
    pub(super) steps: Vec<u8>,
    /// The row of each node; of one with copies, the lowest.
    pub(super) rows: Vec<u32>,
    /// The other rows of nodes whose codes several rows share.
    pub(super) copies: BTreeMap<u32, Vec<u32>>,
    /// The node of each vector, by its hash.
    known: HashMap<[u8; 16], u32>,
    /// The nodes that can be walked to; the others come later.
    pub(super) ready: usize,
    /// Little-endian u32.
    pub(super) upper: Vec<u8>,
    pub(super) upper_links: Vec<u8>,
    kernel: Kernel,
}

/// Mixes a number (SplitMix64).
pub(super) const fn mixed(number: u64) -> u64 {
    let number = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// What one thread needs.
#[derive(Default)]
struct Bench {
    scratch: Scratch,
    candidates: Vec<(f32, u32)>,
    codes: Vec<i8>,
    chosen: Vec<u32>,
}

impl Draft {
    /// No nodes.
    pub(super) fn new(vectors: &Vectors) -> Self {
        Self {
            width: vectors.width(),
            bytes: Vec::new(),
            steps: Vec::new(),
            rows: Vec::new(),
            copies: BTreeMap::new(),
            known: HashMap::new(),
            ready: 0,
            upper: Vec::new(),
            upper_links: Vec::new(),
            kernel: Kernel::best(),
        }
    }

    /// Appends nodes without links for some rows, in an order drawn by chance. Rows without a vector are left out.
    pub(super) fn push_all(&mut self, vectors: &Vectors, rows: &[u32]) -> Result<()> {
        let mut drawn: Vec<(u64, u32)> = (0..).zip(rows).map(|(at, &row)| (mixed(at), row)).collect();
        drawn.sort_unstable();
        self.bytes.reserve(rows.len() * (self.width + LINK_BYTES));
        drawn.into_iter().try_for_each(|(_, row)| self.push(vectors, row))
    }

    fn push(&mut self, vectors: &Vectors, row: u32) -> Result<()> {
        let found = vectors.row(row)?;
        if found.step != NO_VECTOR {
            self.place(found.codes, found.step, row);
        }
        Ok(())
    }

    /// The node of a row with these codes: one of its own, without links, or the one that has such codes already. Rows that
    /// are alike would link to each other only, and a walk would not find its way out from among them.
    pub(super) fn place(&mut self, codes: &[u8], step: u8, row: u32) -> u32 {
        let mut hasher = blake3::Hasher::new();
        let hash = hasher.update(codes).update(&[step]).finalize();
        let fresh = self.rows.len() as u32;
        let node = *self.known.entry(hash.as_bytes().first_chunk().copied().unwrap_or_default()).or_insert(fresh);
        if node == fresh {
            self.bytes.extend_from_slice(codes);
            self.bytes.extend_from_slice(&[0xff; LINK_BYTES]);
            self.steps.push(step);
            self.rows.push(row);
        } else {
            self.copies.entry(node).or_default().push(row);
        }
        node
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn view(&self) -> Nodes<'_> {
        Nodes {
            bytes: &self.bytes,
            width: self.width,
            steps: &self.steps,
            upper: &self.upper,
            upper_links: &self.upper_links,
            checked: None,
        }
    }

    /// Builds the whole graph.
    pub(super) fn build(&mut self, recipe: &Recipe) -> Result<()> {
        let all = self.len();
        let seed = all.min(recipe.seed_least.max(all / recipe.seed_share));
        let width = self.width;
        let stride = width + LINK_BYTES;
        let codes = |node: usize| self.bytes[node * stride..node * stride + width].to_vec();
        let links = seed::graph(codes, &self.steps[..seed], recipe.seed_breadth);
        for (node, links) in (0..).zip(links) {
            self.link(node, &links);
        }
        self.ready = seed;
        self.raise(recipe);
        self.grow(recipe)?;
        if recipe.second_breadth > 0 {
            for from in (0..all).step_by(recipe.step) {
                let nodes: Vec<u32> = (from as u32..).take(recipe.step.min(all - from)).collect();
                self.improve(&nodes, recipe.second_breadth, recipe.second_slack)?;
            }
        }
        Ok(())
    }

    /// Adds the nodes that are not ready, in steps, and raises the first to upper nodes as they become more.
    fn grow(&mut self, recipe: &Recipe) -> Result<()> {
        let mut raised = self.upper.len() / 4;
        while self.ready < self.len() {
            let until = self.add_step(recipe)?;
            if until / recipe.upper_share >= raised * 2 || until == self.len() {
                self.raise(recipe);
                raised = self.upper.len() / 4;
            }
        }
        Ok(())
    }

    /// Adds some of the nodes that are not ready; how many are ready then.
    pub(super) fn add_step(&mut self, recipe: &Recipe) -> Result<usize> {
        let step = (self.ready * recipe.growth / 100).clamp(64, recipe.step);
        let until = self.len().min(self.ready + step);
        let nodes: Vec<u32> = (self.ready as u32..until as u32).collect();
        self.improve(&nodes, recipe.adding_breadth, recipe.first_slack)?;
        self.ready = until;
        Ok(until)
    }

    /// Makes the first of the nodes that are ready upper nodes: they are a sample of all.
    fn raise(&mut self, recipe: &Recipe) {
        let count = (self.ready / recipe.upper_share).max(64).min(self.ready);
        self.raise_these(&(0..).take(count).collect::<Vec<u32>>(), recipe);
    }

    /// Makes these the upper nodes, and links them with each other.
    pub(super) fn raise_these(&mut self, nodes: &[u32], recipe: &Recipe) {
        let steps: Vec<u8> = nodes.iter().map(|&node| self.steps[node as usize]).collect();
        let links = seed::graph(|at| self.view().codes(nodes[at]).to_vec(), &steps, recipe.seed_breadth);
        let places: HashMap<u32, u32> = nodes.iter().copied().zip(0..).collect();
        let mut bench = Bench::default();
        let (mut upper, mut upper_links) = (Vec::new(), Vec::new());
        for (&node, links) in nodes.iter().zip(&links) {
            upper.extend_from_slice(&node.to_le_bytes());
            let others = links.iter().map(|&other| nodes[other as usize]);
            bench.candidates.clear();
            bench.candidates.extend(others.map(|other| (self.cosine(node, other), other)));
            self.choose(&mut bench, UPPER_DEGREE, UPPER_SLACK);
            let chosen = bench.chosen.iter().filter_map(|other| places.get(other).copied());
            for link in chosen.chain(std::iter::repeat(NONE)).take(UPPER_DEGREE) {
                upper_links.extend_from_slice(&link.to_le_bytes());
            }
        }
        self.upper = upper;
        self.upper_links = upper_links;
    }

    pub(super) fn link(&mut self, node: u32, neighbors: &[u32]) {
        let at = node as usize * (self.width + LINK_BYTES) + self.width;
        let mut links = [NONE; DEGREE];
        let count = neighbors.len().min(DEGREE);
        links[..count].copy_from_slice(&neighbors[..count]);
        for (place, link) in self.bytes[at..at + LINK_BYTES].as_chunks_mut::<4>().0.iter_mut().zip(links) {
            *place = link.to_le_bytes();
        }
    }

    #[allow(clippy::cast_precision_loss)]
    fn cosine(&self, one: u32, other: u32) -> f32 {
        let view = self.view();
        let product = self.kernel.between(view.codes(one), view.codes(other));
        product as f32 * STEPS[self.steps[one as usize] as usize] * STEPS[self.steps[other as usize] as usize]
    }

    /// Finds the neighbors of some nodes anew, and links them back.
    pub(super) fn improve(&mut self, nodes: &[u32], breadth: usize, slack: f32) -> Result<()> {
        let this = &*self;
        let fresh: Result<Vec<Vec<u32>>> = nodes
            .par_iter()
            .map_init(Bench::default, |bench, &node| this.neighbors_of(node, breadth, slack, bench))
            .collect();
        let fresh = fresh?;
        let mut back: Vec<(u32, u32)> = Vec::new();
        for (&node, links) in nodes.iter().zip(&fresh) {
            self.link(node, links);
            back.extend(links.iter().map(|&target| (target, node)));
        }
        back.par_sort_unstable();
        let this = &*self;
        let groups: Vec<&[(u32, u32)]> = back.chunk_by(|a, b| a.0 == b.0).collect();
        let linked: Vec<(u32, Vec<u32>)> = groups
            .into_par_iter()
            .map_init(Bench::default, |bench, group| (group[0].0, this.linked_back(group, slack, bench)))
            .collect();
        for (node, links) in linked {
            self.link(node, &links);
        }
        Ok(())
    }

    /// The neighbors that a node would choose.
    fn neighbors_of(&self, node: u32, breadth: usize, slack: f32, bench: &mut Bench) -> Result<Vec<u32>> {
        let view = self.view();
        let step = STEPS[self.steps[node as usize] as usize];
        let query = Query::of_codes(view.codes(node), self.kernel);
        view.walk(&query, breadth, &mut bench.scratch)?;
        bench.candidates.clear();
        let found = bench.scratch.pool.found().filter(|one| one.0 != node);
        bench.candidates.extend(found.map(|(other, score)| (score * step, other)));
        for other in view.neighbors(node) {
            if bench.candidates.iter().all(|one| one.1 != other) {
                bench.candidates.push((self.cosine(node, other), other));
            }
        }
        self.choose(bench, LINKS, slack);
        Ok(bench.chosen.clone())
    }

    /// The neighbors of the target of some links, once they are linked back.
    fn linked_back(&self, group: &[(u32, u32)], slack: f32, bench: &mut Bench) -> Vec<u32> {
        let target = group[0].0;
        let mut all: Vec<u32> = self.view().neighbors(target).collect();
        for &(_, source) in group {
            if !all.contains(&source) {
                all.push(source);
            }
        }
        if all.len() <= LINKS {
            return all;
        }
        bench.candidates.clear();
        bench.candidates.extend(all.iter().map(|&other| (self.cosine(target, other), other)));
        self.choose(bench, LINKS, slack);
        bench.chosen.clone()
    }

    /// Leaves those of `bench.candidates` in `bench.chosen` that no nearer chosen one hides, nearest first: a chosen one
    /// hides a candidate when, made greater by `slack`, its squared distance from the candidate is less than the node's (the
    /// heuristic of HNSW where `slack` is 1; Subramanya et al., 2019, call its root alpha).
    #[allow(clippy::cast_precision_loss)]
    fn choose(&self, bench: &mut Bench, most: usize, slack: f32) {
        let view = self.view();
        bench.candidates.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        bench.chosen.clear();
        for &(cosine, candidate) in &bench.candidates {
            let step = STEPS[self.steps[candidate as usize] as usize];
            bench.codes.clear();
            bench.codes.extend(view.codes(candidate).iter().map(|&code| (code ^ 0x80) as i8));
            let scores = &mut bench.scratch.scores;
            let hidden = bench.chosen.chunks(8).any(|some| {
                self.kernel.dots(view.rows(), some, &bench.codes, scores);
                some.iter().zip(scores.iter()).any(|(&other, &product)| {
                    let near = product as f32 * step * STEPS[self.steps[other as usize] as usize];
                    slack * (1.0 - near) < 1.0 - cosine
                })
            });
            if !hidden {
                bench.chosen.push(candidate);
                if bench.chosen.len() == most {
                    break;
                }
            }
        }
    }

    /// Links whoever cannot be reached, and puts the nodes in an order in which neighbors lie near each other.
    pub(super) fn finish(&mut self) -> Result<()> {
        order::reach_all(self)?;
        self.known.clear();
        for (&node, rows) in &mut self.copies {
            rows.push(self.rows[node as usize]);
            rows.sort_unstable();
            self.rows[node as usize] = rows.remove(0);
        }
        order::arrange(self)
    }

    /// The place of the first free link of a node, if it has one.
    pub(super) fn add_link(&mut self, node: u32, other: u32) -> bool {
        let mut links: Vec<u32> = self.view().neighbors(node).collect();
        let room = links.len() < DEGREE;
        if room {
            links.push(other);
            self.link(node, &links);
        }
        room
    }

    /// A walk to the neighborhood of a node.
    pub(super) fn near(&self, node: u32, breadth: usize, scratch: &mut Scratch) -> Result<Vec<u32>> {
        let view = self.view();
        view.walk(&Query::of_codes(view.codes(node), self.kernel), breadth, scratch)?;
        Ok(scratch.pool.found().map(|one| one.0).collect())
    }
}
