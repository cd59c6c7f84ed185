//! Merging: a graph that stands is taken over into one that is being built.

use super::building::Draft;
use super::flat::Graph;
use super::nodes::NONE;

impl Draft {
    /// Appends the nodes of a graph with the rows that `kept` gives them; those that it gives none are left out, and links
    /// to them. Gives back the nodes that lost a neighbor, and the upper nodes that are left (or, where none is, the first
    /// node).
    pub(super) fn take_over(&mut self, graph: &Graph, kept: impl Fn(u32) -> Option<u32>) -> (Vec<u32>, Vec<u32>) {
        let view = graph.view();
        let mut places = vec![NONE; graph.len()];
        for node in (0..).take(graph.len()) {
            for row in graph.rows_of(node).filter_map(&kept) {
                places[node as usize] = self.place(view.codes(node), view.steps[node as usize], row);
            }
        }
        let mut lost = Vec::new();
        for node in (0..).take(graph.len()) {
            let place = places[node as usize];
            if place == NONE {
                continue;
            }
            let before = view.neighbors(node).count();
            let links: Vec<u32> = view
                .neighbors(node)
                .filter_map(|other| places.get(other as usize).copied())
                .filter(|&one| one != NONE)
                .collect();
            self.link(place, &links);
            if links.len() < before {
                lost.push(place);
            }
        }
        let upper = view.upper.as_chunks::<4>().0.iter().map(|&four| u32::from_le_bytes(four));
        let mut upper: Vec<u32> =
            upper.filter_map(|node| places.get(node as usize).copied()).filter(|&one| one != NONE).collect();
        if upper.is_empty() && !self.rows.is_empty() {
            upper.push(0);
        }
        (lost, upper)
    }
}
