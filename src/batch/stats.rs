//! What the pairs of a run add up to: all that were scored, written or not.

use serde::Deserialize;
use serde::Serialize;

use super::summary::Bins;
use crate::index::LANES;
use crate::ranking::Met;
use crate::ranking::Verdict;

/// From which score on a pair counts as one that covers its documents: halfway, well above what `rank` calls weak.
pub const COVERS: f64 = 0.5;

/// The figures of the pairs that were scored so far.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Stats {
    /// How many pairs.
    pub pairs: u64,
    /// How many of them were kept.
    pub kept: u64,
    /// How many fail the gate of place.
    pub place: u64,
    /// How many fail the gate of pay.
    pub pay: u64,
    /// Their scores.
    pub scores: Bins,
    /// For each posting, in order of ids, what was best.
    pub postings: Vec<Best>,
    /// The same for each résumé.
    pub resumes: Vec<Best>,
}

/// What one document found on the other side.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Best {
    /// The best score of a pair that it is in; below 0 where there was none.
    pub score: f64,
    /// How many of its pairs that fail no gate reach [`COVERS`].
    pub covered: u32,
}

impl Default for Best {
    fn default() -> Self {
        Self { score: -1.0, covered: 0 }
    }
}

impl Best {
    fn add(&mut self, other: Self) {
        self.score = self.score.max(other.score);
        self.covered += other.covered;
    }
}

impl Stats {
    /// Figures of nothing yet, for so many postings and résumés.
    #[must_use]
    pub fn new(postings: usize, resumes: usize) -> Self {
        Self { postings: vec![Best::default(); postings], resumes: vec![Best::default(); resumes], ..Self::default() }
    }

    /// Adds the figures of some documents on both sides, which begin at these places.
    pub(super) fn add(&mut self, part: &Self, (posting, resume): (usize, usize)) {
        self.pairs += part.pairs;
        self.kept += part.kept;
        self.place += part.place;
        self.pay += part.pay;
        self.scores.merge(&part.scores);
        let sides = [(&mut self.postings, &part.postings, posting), (&mut self.resumes, &part.resumes, resume)];
        for (all, some, first) in sides {
            for (all, some) in all.iter_mut().skip(first).zip(some) {
                all.add(*some);
            }
        }
    }

    /// Counts one pair, by the places of posting and résumé among those counted here.
    pub(super) fn note(
        &mut self,
        (posting, resume): (usize, usize),
        score: f64,
        place: Option<Verdict>,
        pay: Option<Verdict>,
    ) {
        let failed = place == Some(Verdict::Fail) || pay == Some(Verdict::Fail);
        let one = Best { score, covered: u32::from(score >= COVERS && !failed) };
        self.scores.add(score);
        self.postings[posting].add(one);
        self.resumes[resume].add(one);
        self.place += u64::from(place == Some(Verdict::Fail));
        self.pay += u64::from(pay == Some(Verdict::Fail));
        self.pairs += 1;
    }

    /// Counts a posting, by its place among those counted here, beside the first `lanes` of sixteen résumés.
    pub(super) fn count(&mut self, posting: usize, resume: usize, lanes: usize, met: &Met) {
        let mut best = Best::default();
        for lane in 0..lanes.min(LANES) {
            let score = met.scores[lane];
            self.scores.add(score);
            let one = Best { score, covered: u32::from(score >= COVERS && !met.failed(lane)) };
            best.add(one);
            self.resumes[resume + lane].add(one);
            self.place += u64::from(met.place[lane] == Some(Verdict::Fail));
            self.pay += u64::from(met.pay[lane] == Some(Verdict::Fail));
        }
        self.postings[posting].add(best);
        self.pairs += lanes as u64;
    }
}
