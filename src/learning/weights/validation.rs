//! How good learned weights are on postings that they were not learned from.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::examples::Example;
use super::examples::folds;
use super::fit;
use super::fit::Laid;
use super::fit::PULLS;
use crate::error::Result;
use crate::learning::metrics::Gain;
use crate::learning::metrics::Metric;
use crate::learning::metrics::Ranks;
use crate::learning::significance::Comparison;
use crate::learning::significance::Interval;
use crate::learning::significance::Resampling;
use crate::learning::significance::compare;
use crate::learning::significance::interval;
use crate::ranking::Weights;

/// The value of one query, its examples by their places, under one score an example; `None` where there is none.
type Measure<'a> = dyn Fn(&[usize], &[f64]) -> Option<f64> + 'a;

/// How many folds choose the pull within a part.
const INNER: usize = 4;

/// How a measure changed on the held-out part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// What is measured, and over whom.
    pub name: &'static str,
    /// Over how many queries.
    pub queries: usize,
    /// With the current weights.
    pub before: Interval,
    /// With weights learned from other postings.
    pub after: Interval,
    /// After less before.
    pub change: Comparison,
}

/// The pull under which examples that were left out are fitted best.
pub(super) fn pull(examples: &[&Example], current: &Weights, pairwise: bool, seed: u64) -> f64 {
    let owned: Vec<Example> = examples.iter().map(|&example| example.clone()).collect();
    let folds = folds(&owned, INNER, seed.wrapping_add(1));
    let losses: Vec<Vec<f64>> = (0..INNER)
        .into_par_iter()
        .map(|fold| {
            let part = |inside: bool| -> Vec<&Example> {
                let zipped = examples.iter().zip(&folds);
                zipped.filter(|(_, at)| (**at == fold) == inside).map(|(example, _)| *example).collect()
            };
            let (rest, held) = (part(false), part(true));
            let held = Laid::new(&held, pairwise);
            let path = Laid::new(&rest, pairwise).path(current, &PULLS);
            path.iter().map(|at| held.loss(current, at)).collect()
        })
        .collect();
    let total = |place: usize| losses.iter().map(|fold| fold[place]).sum::<f64>();
    let best = (0..PULLS.len()).min_by(|&a, &b| total(a).total_cmp(&total(b))).unwrap_or(0);
    PULLS[best]
}

/// For each example the score by weights that were learned without its posting.
pub(super) fn held_out_scores(
    examples: &[Example],
    current: &Weights,
    pairwise: bool,
    count: usize,
    seed: u64,
) -> Result<Vec<f64>> {
    let folds = folds(examples, count, seed);
    let learned: Vec<Weights> = (0..count)
        .into_par_iter()
        .map(|fold| {
            let zipped = examples.iter().zip(&folds);
            let rest: Vec<&Example> = zipped.filter(|(_, at)| **at != fold).map(|(example, _)| example).collect();
            let pull = pull(&rest, current, pairwise, seed);
            let at = Laid::new(&rest, pairwise).path(current, &[pull]);
            fit::weights(current, &at[0])
        })
        .collect::<Result<_>>()?;
    Ok(examples.iter().zip(&folds).map(|(example, fold)| learned[*fold].score(&example.strengths)).collect())
}

/// How the measures change from one score an example to another.
pub(super) fn measured(examples: &[Example], before: &[f64], after: &[f64], graded: bool) -> Vec<Measured> {
    let mut found = Vec::new();
    for (by_posting, names) in [
        (false, ["nDCG@10 of postings for a r\u{e9}sum\u{e9}", "pairs in order for a r\u{e9}sum\u{e9}"]),
        (true, ["nDCG@10 of r\u{e9}sum\u{e9}s for a posting", "pairs in order for a posting"]),
    ] {
        let queries = queries(examples, by_posting);
        let mut of = |name: &'static str, measure: &Measure<'_>| {
            let all = |scores: &[f64]| -> Vec<f64> { queries.iter().filter_map(|one| measure(one, scores)).collect() };
            let (before, after) = (all(before), all(after));
            let chance = Resampling { times: 2_000, ..Resampling::default() };
            if let Some(change) = compare(&after, &before, chance) {
                let (queries, before, after) = (before.len(), interval(&before, chance), interval(&after, chance));
                found.push(Measured { name, queries, before, after, change });
            }
        };
        if graded {
            of(names[0], &|query, scores| ndcg(examples, query, scores));
        }
        of(names[1], &|query, scores| in_order(examples, query, scores));
    }
    found
}

/// The places of the examples of each query.
fn queries(examples: &[Example], by_posting: bool) -> Vec<Vec<usize>> {
    let mut queries: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, example) in examples.iter().enumerate() {
        queries.entry(if by_posting { &example.posting } else { &example.resume }).or_default().push(at);
    }
    queries.into_values().collect()
}

/// nDCG@10, linear gain, of the judged pairs of one query; `None` where all have one grade.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn ndcg(examples: &[Example], query: &[usize], scores: &[f64]) -> Option<f64> {
    let grade = |at: usize| examples[at].grade() as u32;
    if query.iter().all(|&at| grade(at) == grade(query[0])) {
        return None;
    }
    let mut order = query.to_vec();
    // Equal scores in the order of their places, which are those of ids.
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
    let ranks: Vec<(Option<usize>, u32)> = (1..).zip(&order).map(|(rank, &at)| (Some(rank), grade(at))).collect();
    Some(Metric::Ndcg(Some(10), Gain::Linear).of(&Ranks::new(&ranks)))
}

/// The share of two pairs of one query that stand in the order of their grades, by how far the grades differ; equal scores are
/// half in order.
fn in_order(examples: &[Example], query: &[usize], scores: &[f64]) -> Option<f64> {
    let (mut right, mut all) = (0.0, 0.0);
    for &first in query {
        for &second in query {
            let apart = examples[first].grade() - examples[second].grade();
            if apart > 0.0 {
                all += apart;
                right += apart
                    * match scores[first].total_cmp(&scores[second]) {
                        std::cmp::Ordering::Greater => 1.0,
                        std::cmp::Ordering::Equal => 0.5,
                        std::cmp::Ordering::Less => 0.0,
                    };
            }
        }
    }
    (all > 0.0).then(|| right / all)
}
