//! The seed: a graph over a sample of nodes, built by [`hnsw_rs`] in order of nodes by one thread, so that it is always
//! the same.

use hnsw_rs::prelude::Distance;
use hnsw_rs::prelude::Hnsw;

use super::coding::STEPS;
use super::kernels::Kernel;

/// Links made for each node (M in the paper: Malkov and Yashunin, 2016).
const LINKS: usize = 16;

/// The most layers.
const LAYERS: usize = 16;

/// One minus the cosine of two rows of codes, each followed by the number of its step; never below zero, which
/// `hnsw_rs` refuses.
#[derive(Clone, Copy, Debug)]
struct CodesDistance(Kernel);

impl Distance<u8> for CodesDistance {
    #[allow(clippy::cast_precision_loss)]
    fn eval(&self, one: &[u8], other: &[u8]) -> f32 {
        let (Some((one_step, one)), Some((other_step, other))) = (one.split_last(), other.split_last()) else {
            return f32::MAX;
        };
        let cosine = self.0.between(one, other) as f32 * STEPS[*one_step as usize] * STEPS[*other_step as usize];
        (1.0 - cosine).max(0.0)
    }
}

/// The neighbors of each of `steps.len()` nodes, nearest first, on the bottom layer.
pub(super) fn graph(codes: impl Fn(usize) -> Vec<u8>, steps: &[u8], breadth: usize) -> Vec<Vec<u32>> {
    let count = steps.len();
    if count == 0 {
        return Vec::new();
    }
    let built = Hnsw::new(LINKS, count.max(1), LAYERS, breadth, CodesDistance(Kernel::best()));
    for (node, &step) in steps.iter().enumerate() {
        let mut values = codes(node);
        values.push(step);
        built.insert((&values, node));
    }
    let mut rows = vec![Vec::new(); count];
    for point in built.get_point_indexation() {
        let at = point.get_origin_id();
        let mut neighbors = point.get_neighborhood_id().into_iter().next().unwrap_or_default();
        neighbors.sort_by(|a, b| a.distance.total_cmp(&b.distance).then(a.d_id.cmp(&b.d_id)));
        rows[at] = neighbors
            .iter()
            .map(|one| one.d_id)
            .filter(|&id| id != at)
            .filter_map(|id| u32::try_from(id).ok())
            .collect();
    }
    rows
}
