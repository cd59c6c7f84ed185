//! The pairs of one document that are kept: the best, or all.

use std::cmp::Ordering;

use super::job::Job;
use crate::ranking::Met;
use crate::ranking::SIGNALS;
use crate::ranking::Verdict;
use crate::ranking::Weights;

/// A pair that is kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub(super) score: f64,
    /// The place of the other document in its population.
    pub(super) other: u32,
    /// Where what the signals add stands.
    slot: u32,
    pub(super) place: Option<Verdict>,
    pub(super) pay: Option<Verdict>,
}

impl Pair {
    fn failed(&self) -> bool {
        self.place == Some(Verdict::Fail) || self.pay == Some(Verdict::Fail)
    }

    /// As [`rank`](crate::ranking::rank) orders: without failed gates first, then the higher score, then the id.
    fn order(&self, other: &Self) -> Ordering {
        self.failed().cmp(&other.failed()).then(other.score.total_cmp(&self.score)).then(self.other.cmp(&other.other))
    }
}

/// The pairs of one document.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    /// In order where only some are kept, else as they come.
    pairs: Vec<Pair>,
    /// What each signal adds to the score of each pair, by slot.
    contributions: Vec<f64>,
    most: usize,
    least: f64,
    passing: bool,
}

impl Kept {
    /// For pairs with so many others at the most. Room is set aside for all that may be kept, so that it never grows to
    /// twice of it; what is not used is never touched.
    pub(super) fn new(job: &Job, others: usize) -> Self {
        let most = job.top.unwrap_or(usize::MAX);
        let room = most.min(others);
        let contributions = Vec::with_capacity(room * SIGNALS.len());
        Self { pairs: Vec::with_capacity(room), contributions, most, least: job.at_least, passing: job.passing }
    }

    /// Below this no pair is kept; a pair without failed gates that comes later must be above it.
    pub(super) fn bar(&self) -> f64 {
        match self.pairs.last() {
            Some(last) if self.pairs.len() == self.most && !last.failed() => last.score,
            _ => f64::NEG_INFINITY,
        }
    }

    /// Keeps a pair where it is among those that are to be kept. Pairs come in the order of the other documents.
    pub(super) fn take(&mut self, other: u32, lane: usize, met: &Met, weights: &Weights) {
        let verdicts = [met.place[lane], met.pay[lane]];
        if let Some(slot) = self.slot(other, met.scores[lane], verdicts) {
            for (row, contribution) in slot.iter_mut().enumerate() {
                *contribution = met.contribution(row, lane, weights);
            }
        }
    }

    /// The same of a pair whose contributions are known.
    pub(super) fn put(&mut self, other: u32, score: f64, verdicts: [Option<Verdict>; 2], contributions: &[f64]) {
        if let Some(slot) = self.slot(other, score, verdicts) {
            for (slot, contribution) in slot.iter_mut().zip(contributions) {
                *slot = *contribution;
            }
        }
    }

    /// Where the contributions of a pair are to be put; `None` where it is not kept.
    fn slot(&mut self, other: u32, score: f64, [place, pay]: [Option<Verdict>; 2]) -> Option<&mut [f64]> {
        let pair = Pair { score, other, slot: 0, place, pay };
        if pair.score < self.least || (self.passing && pair.failed()) {
            return None;
        }
        let slot = match self.pairs.last() {
            Some(last) if self.pairs.len() == self.most => {
                if pair.order(last) != Ordering::Less {
                    return None;
                }
                let slot = last.slot;
                self.pairs.pop();
                slot
            }
            _ => u32::try_from(self.pairs.len()).unwrap_or(u32::MAX),
        };
        let pair = Pair { slot, ..pair };
        match self.most {
            usize::MAX => self.pairs.push(pair),
            _ => {
                let at = self.pairs.partition_point(|one| one.order(&pair) == Ordering::Less);
                self.pairs.insert(at, pair);
            }
        }
        let begin = slot as usize * SIGNALS.len();
        let end = begin + SIGNALS.len();
        if self.contributions.len() < end {
            self.contributions.resize(end, 0.0);
        }
        self.contributions.get_mut(begin..end)
    }

    /// How many there are.
    pub(super) const fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Puts the pairs in order.
    pub(super) fn sort(&mut self) {
        self.pairs.sort_unstable_by(Pair::order);
    }

    /// The pairs, each with what the signals add to its score, in the order of [`SIGNALS`].
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&Pair, &[f64])> {
        self.pairs.iter().map(|pair| {
            let begin = pair.slot as usize * SIGNALS.len();
            (pair, &self.contributions[begin..begin + SIGNALS.len()])
        })
    }
}
