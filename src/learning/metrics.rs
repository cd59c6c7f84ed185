//! Metrics of rankings: how high the relevant documents of a query stand.

use std::fmt;

/// Where the relevant documents of one query stand in a ranking.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranks {
    /// Rank (from 1) and grade of each relevant document that the ranking holds, by rank.
    found: Vec<(usize, u32)>,
    /// The grades of all relevant documents, highest first.
    grades: Vec<u32>,
}

impl Ranks {
    /// Rank (from 1) and grade of each relevant document; rank `None` where the ranking leaves it out. A grade of 0 is
    /// not relevant and passed over.
    #[must_use]
    pub fn new(relevant: &[(Option<usize>, u32)]) -> Self {
        let relevant = || relevant.iter().filter(|(_, grade)| *grade > 0);
        let mut found: Vec<(usize, u32)> = relevant().filter_map(|&(rank, grade)| Some((rank?, grade))).collect();
        found.sort_unstable();
        let mut grades: Vec<u32> = relevant().map(|&(_, grade)| grade).collect();
        grades.sort_unstable_by(|a, b| b.cmp(a));
        Self { found, grades }
    }

    /// How many of the relevant documents stand at rank `k` or above.
    fn within(&self, k: usize) -> usize {
        self.found.partition_point(|&(rank, _)| rank <= k)
    }
}

/// What a grade is worth. The two are the same where every grade is 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gain {
    /// The grade itself, as `trec_eval` has it.
    Linear,
    /// 2 to the power of the grade, less 1 (Burges et al., 2005).
    Exponential,
}

impl Gain {
    fn of(self, grade: u32) -> f64 {
        match self {
            Self::Linear => f64::from(grade),
            Self::Exponential => f64::from(grade).exp2() - 1.0,
        }
    }
}

/// A measure of one query's ranking, 0 to 1; a benchmark's figure is the mean over its queries.
///
/// A document counts as relevant from grade 1 on; only [`Metric::Ndcg`] tells grades apart. "All relevant" are those of the
/// corpus, so that what a ranking leaves out counts against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// `map`: average precision, the mean over all relevant documents of the precision at their rank (0 for one that is
    /// left out), as `trec_eval` has it.
    AveragePrecision,
    /// `map_found`: the same over the relevant documents that the ranking holds. Equal to `map` where the whole corpus is
    /// ranked; in a run that was cut off it looks better than it is.
    AveragePrecisionOfFound,
    /// `mrr`: one over the rank of the first relevant document.
    ReciprocalRank,
    /// `p@k`: the relevant documents among the first k, over k, also where fewer are relevant.
    Precision(usize),
    /// `rp@k`: the relevant documents among the first k, over the smaller of k and the number of all relevant.
    RPrecision(usize),
    /// `ndcg@k` (gain linear) and `ndcg_exp@k` (exponential): the sum over the first k, or over the whole ranking, of
    /// gain / log2(rank + 1), over that of the best possible order.
    Ndcg(Option<usize>, Gain),
    /// `recall@k`: the share of all relevant documents that is among the first k.
    Recall(usize),
    /// `hit@k`: 1 where one of the first k is relevant.
    Hit(usize),
}

impl Metric {
    /// The measures that are reported.
    pub const ALL: [Self; 16] = [
        Self::AveragePrecision,
        Self::AveragePrecisionOfFound,
        Self::ReciprocalRank,
        Self::RPrecision(1),
        Self::RPrecision(5),
        Self::RPrecision(10),
        Self::Ndcg(Some(10), Gain::Linear),
        Self::Ndcg(Some(100), Gain::Linear),
        Self::Ndcg(None, Gain::Linear),
        Self::Ndcg(Some(10), Gain::Exponential),
        Self::Ndcg(None, Gain::Exponential),
        Self::Recall(10),
        Self::Recall(100),
        Self::Recall(1_000),
        Self::Hit(1),
        Self::Hit(10),
    ];

    /// The measure of one query; 0 where nothing is relevant (such queries are better left out of a mean).
    #[must_use]
    #[allow(clippy::cast_precision_loss)]
    pub fn of(self, ranks: &Ranks) -> f64 {
        let (found, all) = (ranks.found.len(), ranks.grades.len());
        if found == 0 {
            return 0.0;
        }
        let share = |part: usize, whole: usize| part as f64 / whole as f64;
        let precisions = || (1..).zip(&ranks.found).map(|(so_far, &(rank, _))| share(so_far, rank)).sum::<f64>();
        match self {
            Self::AveragePrecision => precisions() / all as f64,
            Self::AveragePrecisionOfFound => precisions() / found as f64,
            Self::ReciprocalRank => share(1, ranks.found[0].0),
            Self::Precision(k) => share(ranks.within(k), k.max(1)),
            Self::RPrecision(k) => share(ranks.within(k), k.min(all).max(1)),
            Self::Recall(k) => share(ranks.within(k), all),
            Self::Hit(k) => f64::from(u8::from(ranks.found[0].0 <= k)),
            Self::Ndcg(k, gain) => {
                let discounted = |(rank, grade): (usize, u32)| gain.of(grade) / (rank as f64 + 1.0).log2();
                let within = k.map_or(found, |k| ranks.within(k));
                let ideal = (1..).zip(ranks.grades.iter().copied()).take(k.unwrap_or(all));
                ranks.found[..within].iter().copied().map(discounted).sum::<f64>() / ideal.map(discounted).sum::<f64>()
            }
        }
    }
}

impl fmt::Display for Metric {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AveragePrecision => write!(formatter, "map"),
            Self::AveragePrecisionOfFound => write!(formatter, "map_found"),
            Self::ReciprocalRank => write!(formatter, "mrr"),
            Self::Precision(k) => write!(formatter, "p@{k}"),
            Self::RPrecision(k) => write!(formatter, "rp@{k}"),
            Self::Recall(k) => write!(formatter, "recall@{k}"),
            Self::Hit(k) => write!(formatter, "hit@{k}"),
            Self::Ndcg(k, gain) => {
                write!(formatter, "{}", if *gain == Gain::Linear { "ndcg" } else { "ndcg_exp" })?;
                k.map_or(Ok(()), |k| write!(formatter, "@{k}"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(metric: Metric, ranks: &Ranks, expected: f64) {
        let value = metric.of(ranks);
        assert!((value - expected).abs() < 1e-12, "{metric}: {value}, not {expected}");
    }

    #[test]
    fn measures_are_those_worked_out_by_hand() {
        // Relevant at ranks 2, 3 and 6, a fourth left out.
        let ranks = Ranks::new(&[(Some(6), 1), (None, 1), (Some(2), 1), (Some(3), 1), (Some(1), 0)]);
        let precisions = 1.0 / 2.0 + 2.0 / 3.0 + 3.0 / 6.0;
        is(Metric::AveragePrecision, &ranks, precisions / 4.0);
        is(Metric::AveragePrecisionOfFound, &ranks, precisions / 3.0);
        is(Metric::ReciprocalRank, &ranks, 0.5);
        is(Metric::Precision(5), &ranks, 2.0 / 5.0);
        is(Metric::RPrecision(1), &ranks, 0.0);
        is(Metric::RPrecision(3), &ranks, 2.0 / 3.0);
        is(Metric::RPrecision(10), &ranks, 3.0 / 4.0);
        is(Metric::Recall(3), &ranks, 2.0 / 4.0);
        is(Metric::Hit(1), &ranks, 0.0);
        is(Metric::Hit(2), &ranks, 1.0);
        let (two, three) = (3.0_f64.log2(), 2.0);
        let ideal = 1.0 + 1.0 / two + 1.0 / three + 1.0 / 5.0_f64.log2();
        is(Metric::Ndcg(Some(3), Gain::Linear), &ranks, (1.0 / two + 1.0 / three) / (1.0 + 1.0 / two + 1.0 / three));
        is(Metric::Ndcg(Some(5), Gain::Linear), &ranks, (1.0 / two + 1.0 / three) / ideal);
        is(Metric::Ndcg(None, Gain::Linear), &ranks, (1.0 / two + 1.0 / three + 1.0 / 7.0_f64.log2()) / ideal);
    }

    #[test]
    fn grades_count_in_ndcg_by_their_gain() {
        // Grade 1 at rank 1, grade 2 at rank 3.
        let ranks = Ranks::new(&[(Some(1), 1), (Some(3), 2)]);
        let second = 1.0 / 3.0_f64.log2();
        is(Metric::Ndcg(Some(10), Gain::Linear), &ranks, (1.0 + 2.0 / 2.0) / (2.0 + second));
        is(Metric::Ndcg(Some(10), Gain::Exponential), &ranks, (1.0 + 3.0 / 2.0) / (3.0 + second));
        is(Metric::Ndcg(Some(1), Gain::Linear), &ranks, 1.0 / 2.0);
        is(Metric::Ndcg(Some(1), Gain::Exponential), &ranks, 1.0 / 3.0);
        is(Metric::AveragePrecision, &ranks, f64::midpoint(1.0, 2.0 / 3.0));
    }

    #[test]
    fn the_best_order_is_one_and_nothing_found_is_zero() {
        let best = Ranks::new(&[(Some(1), 3), (Some(2), 1)]);
        let nothing = Ranks::new(&[(None, 2)]);
        for metric in Metric::ALL {
            is(metric, &nothing, 0.0);
            is(metric, &best, 1.0);
        }
    }
}
