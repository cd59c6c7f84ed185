//! What the pairs of a run add up to.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

use super::rows::Part;
use crate::documents::Side;

/// How many bins the scores are counted in.
pub(super) const BINS: usize = 100;

/// The figures of some written pairs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Stats {
    /// How many pairs were written.
    pub rows: u64,
    /// How many of them have a score in each hundredth from 0 to 1.
    pub scores: Vec<u64>,
    /// How many have a gate failed or unknown, by what was said of them.
    pub gates: BTreeMap<String, u64>,
    /// For each posting of a pair the best score, and how many pairs it is in.
    pub postings: BTreeMap<String, (f64, u64)>,
    /// The same for each résumé.
    pub resumes: BTreeMap<String, (f64, u64)>,
}

impl Stats {
    /// The figures of a part.
    #[must_use]
    pub fn of(part: &Part) -> Self {
        let mut stats = Self { scores: vec![0; BINS], ..Self::default() };
        let mut others: Vec<(f64, u64)> = vec![(f64::NEG_INFINITY, 0); part.others.len()];
        let mut own = BTreeMap::new();
        for (id, kept) in &part.kept {
            let mut best = (f64::NEG_INFINITY, 0);
            for (pair, _) in kept.pairs() {
                stats.rows += 1;
                stats.scores[bin(pair.score)] += 1;
                count(&mut best, (pair.score, 1));
                if let Some(other) = others.get_mut(pair.other as usize) {
                    count(other, (pair.score, 1));
                }
            }
            if best.1 > 0 {
                own.insert(id.clone(), best);
            }
        }
        for gates in part.rows().map(|row| row.gates).filter(|gates| !gates.is_empty()) {
            match stats.gates.get_mut(gates) {
                Some(count) => *count += 1,
                None => drop(stats.gates.insert(gates.to_owned(), 1)),
            }
        }
        let others = part.others.iter().cloned().zip(others).filter(|(_, (_, pairs))| *pairs > 0).collect();
        (stats.postings, stats.resumes) = match part.by {
            Side::Posting => (own, others),
            Side::Resume => (others, own),
        };
        stats
    }

    /// The figures of both.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.rows += other.rows;
        self.scores.resize(BINS, 0);
        for (sum, count) in self.scores.iter_mut().zip(other.scores) {
            *sum += count;
        }
        for (gates, count) in other.gates {
            *self.gates.entry(gates).or_insert(0) += count;
        }
        for (mine, theirs) in [(&mut self.postings, other.postings), (&mut self.resumes, other.resumes)] {
            for (id, best) in theirs {
                count(mine.entry(id).or_insert((f64::NEG_INFINITY, 0)), best);
            }
        }
        self
    }
}

fn count(best: &mut (f64, u64), (score, pairs): (f64, u64)) {
    *best = (best.0.max(score), best.1 + pairs);
}

/// The bin of a score.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(super) fn bin(score: f64) -> usize {
    ((score * BINS as f64) as usize).min(BINS - 1)
}
