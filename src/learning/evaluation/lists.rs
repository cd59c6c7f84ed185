//! Lists: the judged pairs of each query, ranked.

use super::pairs::JudgedPairs;
use super::scores::Scores;
use super::scores::other;
use crate::documents::Side;

/// The judged pairs of one query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The place of the query among the members of its side.
    pub query: usize,
    /// The places of its pairs among [`JudgedPairs::pairs`], in order of the documents' ids.
    pub pairs: Vec<usize>,
}

/// A list a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lists {
    /// The side that asks.
    pub by: Side,
    /// The lists of the queries with a grade above 0, in order of their ids.
    pub lists: Vec<List>,
    /// How many queries have no grade above 0 and are left out: no order of theirs is better than another.
    pub left_out: usize,
}

impl Lists {
    /// The judged pairs by query.
    #[must_use]
    pub fn of(pairs: &JudgedPairs, by: Side) -> Self {
        Self::of_those(pairs, by, |_| true)
    }

    /// The same of some pairs only, told by their place.
    pub(super) fn of_those(pairs: &JudgedPairs, by: Side, wanted: impl Fn(usize) -> bool) -> Self {
        let mut lists: Vec<List> =
            (0..pairs.members(by).len()).map(|query| List { query, pairs: Vec::new() }).collect();
        for (at, pair) in pairs.pairs().iter().enumerate().filter(|(at, _)| wanted(*at)) {
            lists[pair.member(by)].pairs.push(at);
        }
        for list in &mut lists {
            list.pairs.sort_unstable_by_key(|&at| pairs.pairs()[at].member(other(by)));
        }
        lists.retain(|list| !list.pairs.is_empty());
        let all = lists.len();
        lists.retain(|list| list.pairs.iter().any(|&at| pairs.pairs()[at].grade > 0));
        Self { by, left_out: all - lists.len(), lists }
    }

    /// How many pairs the lists hold.
    #[must_use]
    pub fn pairs(&self) -> usize {
        self.lists.iter().map(|list| list.pairs.len()).sum()
    }
}

impl List {
    /// The pairs in the order of a system, best first, equal ones by id; what it does not list is left out.
    #[must_use]
    pub fn ranked(&self, scores: &Scores) -> Vec<usize> {
        let mut listed: Vec<(f64, usize)> =
            self.pairs.iter().filter_map(|&at| Some((scores.standings[at]? + 0.0, at))).collect();
        // The pairs are in order of ids, and the sort is stable.
        listed.sort_by(|a, b| b.0.total_cmp(&a.0));
        listed.into_iter().map(|(_, at)| at).collect()
    }
}
