//! A system measured: every measure by query, and what only all pairs together can tell.

use std::collections::HashSet;

use rayon::prelude::*;

use super::super::agreement::auc;
use super::super::agreement::spearman;
use super::super::significance::Comparison;
use super::super::significance::Interval;
use super::super::significance::Resampling;
use super::super::significance::compare;
use super::super::significance::interval;
use super::super::significance::interval_of;
use super::lists::List;
use super::lists::Lists;
use super::measures::Measure;
use super::measures::standings;
use super::pairs::JudgedPairs;
use super::scores::Scores;
use super::scores::other;
use crate::documents::Side;
use crate::learning::Reliability;

/// How many of a list's first are looked at for coverage, diversity and companies.
const FIRST: usize = 10;

/// How often queries are drawn for the intervals of what only all pairs tell, at most: each draw ranks all pairs.
const WHOLE_RESAMPLES: u32 = 1_000;

/// One system, measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// What it is called.
    pub name: String,
    /// For each of [`Measure::ALL`] one value a query; `None` where there is nothing to measure, which the grades alone decide.
    pub values: Vec<Vec<Option<f64>>>,
    /// What only all pairs together tell.
    pub whole: Whole,
    /// What the first ten of each list are like.
    pub share: Share,
}

/// Figures over all pairs of all queries, with intervals over queries.
#[derive(Clone, Debug, PartialEq)]
pub struct Whole {
    /// Spearman's correlation of score and grade; `None` where all grades are alike.
    pub spearman: Option<Interval>,
    /// What a perfect order without equal scores would have: below 1 where grades are equal; `None` where all are.
    pub spearman_best: Option<f64>,
    /// The area under the ROC curve for what suits; `None` where all suit or none.
    pub auc: Option<Interval>,
    /// How far probabilities are from what came of them; `None` where the system is not calibrated.
    pub reliability: Option<Reliability>,
}

/// What the first ten of each list are like, each figure 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// Coverage: the share of all judged documents of the ranked side that stand among the first ten of some query.
    pub coverage: f64,
    /// Intra-list diversity: the mean of 1 less the cosine over all two of a query's first ten, over queries (Ziegler and
    /// others, 2005). `None` where no list has two.
    pub diversity: Option<f64>,
    /// Company spread: how many companies a query's first ten name, over how many of the ten name one, over queries. `None`
    /// where résumés are ranked.
    pub companies: Option<f64>,
}

impl Measured {
    /// Measures a system.
    #[must_use]
    pub fn of(scores: &Scores, pairs: &JudgedPairs, lists: &Lists, resampling: Resampling) -> Self {
        Self {
            name: scores.name.clone(),
            values: Self::values_of(scores, pairs, lists),
            whole: Whole::of(scores, pairs, lists, resampling),
            share: Share::of(scores, pairs, lists),
        }
    }

    /// For each of [`Measure::ALL`] one value a query.
    pub(super) fn values_of(scores: &Scores, pairs: &JudgedPairs, lists: &Lists) -> Vec<Vec<Option<f64>>> {
        let of = |measure: &Measure| lists.lists.iter().map(|list| measure.of(list, pairs, scores)).collect();
        Measure::ALL.par_iter().map(of).collect()
    }

    /// The first less the second, over the queries that both have a value for.
    pub(super) fn difference(first: &[Option<f64>], second: &[Option<f64>], chance: Resampling) -> Option<Comparison> {
        let both = first.iter().zip(second);
        let (first, second): (Vec<f64>, Vec<f64>) = both.filter_map(|(a, b)| Some(((*a)?, (*b)?))).unzip();
        compare(&first, &second, chance)
    }

    /// The values of a measure, one a query; empty for one that is not among [`Measure::ALL`].
    #[must_use]
    pub fn of_measure(&self, measure: Measure) -> &[Option<f64>] {
        Measure::ALL.iter().position(|one| *one == measure).map_or(&[], |at| &self.values[at])
    }

    /// The mean of a measure with its interval over queries, and how many queries there are.
    #[must_use]
    pub fn interval(&self, measure: Measure, resampling: Resampling) -> (Interval, usize) {
        let values: Vec<f64> = self.of_measure(measure).iter().flatten().copied().collect();
        (interval(&values, resampling), values.len())
    }

    /// This system less another in a measure, over the same queries.
    #[must_use]
    pub fn less(&self, other: &Self, measure: Measure, resampling: Resampling) -> Option<Comparison> {
        Self::difference(self.of_measure(measure), other.of_measure(measure), resampling)
    }
}

impl Whole {
    fn of(scores: &Scores, pairs: &JudgedPairs, lists: &Lists, resampling: Resampling) -> Self {
        let resampling = Resampling { times: resampling.times.min(WHOLE_RESAMPLES), ..resampling };
        let grades = |list: &List| list.pairs.iter().map(|&at| pairs.pairs()[at].grade).collect::<Vec<u32>>();
        let of_lists: Vec<(Vec<f64>, Vec<u32>)> =
            lists.lists.iter().map(|list| (standings(list, scores), grades(list))).collect();
        let drawn = |queries: &[usize]| -> (Vec<f64>, Vec<u32>) {
            let of = queries.iter().map(|&query| &of_lists[query]);
            (
                of.clone().flat_map(|one| one.0.iter().copied()).collect(),
                of.flat_map(|one| one.1.iter().copied()).collect(),
            )
        };
        let correlation = |queries: &[usize]| {
            let (standings, grades) = drawn(queries);
            spearman(&standings, &grades.into_iter().map(f64::from).collect::<Vec<_>>())
        };
        let best = || {
            let mut grades: Vec<f64> = of_lists.iter().flat_map(|one| one.1.iter().copied().map(f64::from)).collect();
            grades.sort_unstable_by(f64::total_cmp);
            spearman(&(0..grades.len()).map(|at| at as f64).collect::<Vec<_>>(), &grades)
        };
        let area = |queries: &[usize]| {
            let (standings, grades) = drawn(queries);
            auc(&standings, &grades.into_iter().map(|grade| grade >= pairs.suits_from()).collect::<Vec<_>>())
        };
        Self {
            spearman: interval_of(of_lists.len(), resampling, correlation),
            spearman_best: best(),
            auc: interval_of(of_lists.len(), resampling, area),
            reliability: scores.probabilities.as_ref().map(|probabilities| {
                let suits: Vec<bool> = pairs.pairs().iter().map(|pair| pair.grade >= pairs.suits_from()).collect();
                Reliability::of(probabilities, &suits, resampling.seed)
            }),
        }
    }
}

impl Share {
    fn of(scores: &Scores, pairs: &JudgedPairs, lists: &Lists) -> Self {
        let side = other(lists.by);
        let members = pairs.members(side);
        let first = |list: &List| -> Vec<usize> {
            list.ranked(scores).into_iter().take(FIRST).map(|at| pairs.pairs()[at].member(side)).collect()
        };
        let firsts: Vec<Vec<usize>> = lists.lists.iter().map(first).collect();
        let shown: HashSet<usize> = firsts.iter().flatten().copied().collect();
        let unlike = |list: &Vec<usize>| {
            let mut distances = Vec::new();
            for (at, one) in list.iter().enumerate() {
                for other in &list[..at] {
                    let (one, other) = (&members[*one].entry.codes, &members[*other].entry.codes);
                    if let (Some(one), Some(other)) = (one, other) {
                        distances.push(1.0 - f64::from(one.cosine(other)));
                    }
                }
            }
            mean(&distances)
        };
        let spread = |list: &Vec<usize>| {
            let named: Vec<String> = list
                .iter()
                .filter_map(|&place| members[place].entry.profile.company.as_ref())
                .map(|company| company.to_lowercase())
                .collect();
            let distinct = named.iter().collect::<HashSet<_>>().len();
            (!named.is_empty()).then(|| distinct as f64 / named.len() as f64)
        };
        Self {
            coverage: shown.len() as f64 / members.len().max(1) as f64,
            diversity: mean(&firsts.iter().filter_map(unlike).collect::<Vec<_>>()),
            companies: match side {
                Side::Posting => mean(&firsts.iter().filter_map(spread).collect::<Vec<_>>()),
                Side::Resume => None,
            },
        }
    }
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}
