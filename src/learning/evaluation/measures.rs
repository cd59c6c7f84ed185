//! Measures: one value a query.

use std::fmt;

use super::super::agreement::pairwise_accuracy;
use super::super::agreement::spearman;
use super::super::metrics::Gain;
use super::super::metrics::Metric;
use super::super::metrics::Ranks;
use super::lists::List;
use super::pairs::JudgedPairs;
use super::scores::Scores;

/// A measure of one query's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A measure of grades: nDCG, in which every grade above 0 counts by its gain.
    Graded(Metric),
    /// A measure of what suits: pairs from the grade [`JudgedPairs::suits_from`] on are relevant, the others are not.
    Suiting(Metric),
    /// `pairwise`: see [`pairwise_accuracy`]. What a system does not list stands below all that it lists.
    Pairwise,
    /// `spearman`: see [`spearman`], over the grades of the query's list.
    Spearman,
}

impl Measure {
    /// The measures that are reported; the first is the headline.
    pub const ALL: [Self; 15] = [
        Self::Graded(Metric::Ndcg(Some(10), Gain::Linear)),
        Self::Graded(Metric::Ndcg(Some(5), Gain::Linear)),
        Self::Graded(Metric::Ndcg(None, Gain::Linear)),
        Self::Graded(Metric::Ndcg(Some(10), Gain::Exponential)),
        Self::Graded(Metric::Ndcg(None, Gain::Exponential)),
        Self::Suiting(Metric::AveragePrecision),
        Self::Suiting(Metric::ReciprocalRank),
        Self::Suiting(Metric::Precision(1)),
        Self::Suiting(Metric::Precision(5)),
        Self::Suiting(Metric::Precision(10)),
        Self::Suiting(Metric::Recall(5)),
        Self::Suiting(Metric::Recall(10)),
        Self::Suiting(Metric::Recall(20)),
        Self::Pairwise,
        Self::Spearman,
    ];

    /// The headline: nDCG of the first ten, gain linear.
    pub const HEADLINE: Self = Self::ALL[0];

    /// The measure of one query; `None` where its grades leave nothing to measure: nothing suits, or all are alike.
    #[must_use]
    pub fn of(self, list: &List, pairs: &JudgedPairs, scores: &Scores) -> Option<f64> {
        let grade = |at: usize| pairs.pairs()[at].grade;
        match self {
            Self::Graded(metric) => ranks(list, scores, grade).map(|ranks| metric.of(&ranks)),
            Self::Suiting(metric) => {
                let suits = |at| u32::from(grade(at) >= pairs.suits_from());
                ranks(list, scores, suits).map(|ranks| metric.of(&ranks))
            }
            Self::Pairwise => {
                let grades: Vec<u32> = list.pairs.iter().map(|&at| grade(at)).collect();
                pairwise_accuracy(&standings(list, scores), &grades)
            }
            Self::Spearman => {
                let grades: Vec<f64> = list.pairs.iter().map(|&at| f64::from(grade(at))).collect();
                spearman(&standings(list, scores), &grades)
            }
        }
    }
}

/// Where the pairs of a grade above 0 stand; `None` where there is none.
fn ranks(list: &List, scores: &Scores, grade: impl Fn(usize) -> u32) -> Option<Ranks> {
    let ranked = list.ranked(scores);
    let listed = (1..).zip(&ranked).map(|(rank, &at)| (Some(rank), grade(at)));
    let missing = list.pairs.iter().filter(|&&at| scores.standings[at].is_none()).map(|&at| (None, grade(at)));
    let all: Vec<(Option<usize>, u32)> = listed.chain(missing).collect();
    all.iter().any(|(_, grade)| *grade > 0).then(|| Ranks::new(&all))
}

/// What a list's pairs are ordered by, in the order of the list.
pub(super) fn standings(list: &List, scores: &Scores) -> Vec<f64> {
    list.pairs.iter().map(|&at| scores.standings[at].map_or(f64::NEG_INFINITY, |standing| standing + 0.0)).collect()
}

impl fmt::Display for Measure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Graded(metric) | Self::Suiting(metric) => write!(formatter, "{metric}"),
            Self::Pairwise => write!(formatter, "pairwise"),
            Self::Spearman => write!(formatter, "spearman"),
        }
    }
}
