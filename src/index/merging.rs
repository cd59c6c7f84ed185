//! Merging: a graph that stands is taken over into one that is being built.

use super::building::Draft;
use super::building::mixed;
use super::flat::Graph;
use super::flat::GraphImage;
use super::nodes::NONE;
use super::recipe::Recipe;
use super::vectors::Vectors;
use crate::error::Result;

impl GraphImage {
    /// A graph with other rows: those that `kept` gives no new number for are left out, the others get it, and `fresh` rows
    /// are added; `vectors` has the new numbers. Only who is new or lost a neighbor looks for neighbors, so that it takes
    /// about as long as a graph over those would; where more are new than were there, all is built anew.
    ///
    /// # Errors
    /// As [`GraphImage::build`].
    pub fn merge(
        graph: &Graph,
        vectors: &Vectors,
        kept: impl Fn(u32) -> Option<u32>,
        fresh: &[u32],
        recipe: &Recipe,
    ) -> Result<Self> {
        graph.verify()?;
        let mut draft = Draft::new(vectors);
        let (lost, mut upper) = draft.take_over(graph, kept);
        let old = draft.len();
        if old < fresh.len() {
            let kept = draft.rows.iter().chain(draft.copies.values().flatten());
            let rows: Vec<u32> = kept.chain(fresh).copied().collect();
            return Self::build(vectors, &rows, recipe);
        }
        draft.ready = old;
        draft.push_all(vectors, fresh)?;
        draft.raise_these(&upper, recipe);
        for some in lost.chunks(recipe.step) {
            draft.improve(some, recipe.second_breadth, recipe.second_slack)?;
        }
        while draft.ready < draft.len() {
            draft.add_step(recipe)?;
        }
        let added: Vec<u32> = (old as u32..draft.len() as u32).collect();
        if !added.is_empty() {
            // The new nodes stand in an order drawn by chance: the first of them are a sample. So that doors are one of all,
            // the upper nodes are drawn anew.
            upper.extend(&added[..added.len().div_ceil(recipe.upper_share)]);
            upper.sort_unstable_by_key(|&node| mixed(u64::from(draft.rows[node as usize])));
            draft.raise_these(&upper, recipe);
        }
        for some in added.chunks(recipe.step) {
            draft.improve(some, recipe.second_breadth, recipe.second_slack)?;
        }
        draft.finish()?;
        Ok(Self(draft))
    }
}

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
