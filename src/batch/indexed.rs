//! The best pairs through the catalog's index: a few of the others are scored, not all.

use std::sync::Arc;

use rayon::prelude::*;

use super::job::Job;
use super::kept::Kept;
use super::rows::Part;
use super::scoring::Run;
use super::scoring::Watch;
use super::stats::Stats;
use crate::catalog::Entry;
use crate::documents::Side;
use crate::embedding::Vector;
use crate::error::Result;
use crate::ranking;
use crate::ranking::By;
use crate::ranking::Match;
use crate::ranking::Question;
use crate::ranking::SIGNALS;
use crate::ranking::Verdict;
use crate::ranking::Wishes;

/// How many documents tell how many of the best are found.
const ASKED: usize = 32;

impl Run<'_> {
    /// The pairs of some documents as `rank` finds them, which looks at a few thousand of the others closely where there are
    /// more than 20,000 of them.
    pub(super) fn found(&self, begin: usize, own: &[Arc<Entry>], watch: &Watch) -> Result<Option<Part>> {
        let asked = |entry: &Arc<Entry>| -> Result<Option<Kept>> {
            if watch.is_stopped() {
                return Ok(None);
            }
            let (kept, in_full) = self.best_of(entry)?;
            watch.add(in_full as u64);
            watch.answer(1);
            Ok(Some(kept))
        };
        let kept: Vec<Option<Kept>> = own.par_iter().map(asked).collect::<Result<_>>()?;
        let Some(kept) = kept.into_iter().collect::<Option<Vec<Kept>>>() else { return Ok(None) };
        let ids = own.iter().map(|entry| entry.profile.id.clone());
        let kept: Vec<(String, Kept)> = ids.zip(kept).collect();
        let stats = self.stats_of(&kept);
        let (weights, others) = (self.job().weights.clone(), Arc::clone(self.others()));
        Ok(Some(Part { by: self.job().by, weights, kept, others, begin, stats }))
    }

    /// The best pairs of a document, and how many were scored in full to find them.
    fn best_of(&self, entry: &Entry) -> Result<(Kept, usize)> {
        let job = self.job();
        let values =
            entry.codes.as_ref().map(|codes| codes.values().iter().map(|&code| f32::from(code)).collect::<Vec<_>>());
        let vector = values.and_then(|values| Vector::new(&values));
        let question = Question {
            asking: entry,
            vector: vector.as_ref(),
            wishes: Wishes::default(),
            weights: job.weights.clone(),
            top: job.top.unwrap_or(usize::MAX),
            keep_copies: true,
            by: By::Score,
            diversity: 0.0,
            per_company: None,
        };
        let (among, taxonomy, rates) = (self.inner().snapshot(), self.taxonomy(), self.rates());
        let only = self.inner().only();
        let (matches, in_full) = ranking::rank_counted(only, &question, among, taxonomy, rates)?;
        let mut kept = Kept::new(job, self.others().len());
        for found in &matches {
            // The others are in the order of their ids; who is not among them does not take part.
            if let Ok(place) = self.others().binary_search(&found.id) {
                kept.put(
                    u32::try_from(place).unwrap_or(u32::MAX),
                    found.score(),
                    verdicts(found),
                    &contributions(found),
                );
            }
        }
        Ok((kept, in_full))
    }

    /// The figures of the pairs that were found.
    fn stats_of(&self, kept: &[(String, Kept)]) -> Stats {
        let (mut stats, inner) = match self.job().by {
            Side::Resume => (Stats::new(self.inner().len(), kept.len()), Side::Posting),
            Side::Posting => (Stats::new(kept.len(), self.inner().len()), Side::Resume),
        };
        for (own, (_, kept)) in kept.iter().enumerate() {
            for (pair, _) in kept.pairs() {
                let other = pair.other as usize;
                let places = if inner == Side::Posting { (other, own) } else { (own, other) };
                stats.note(places, pair.score, pair.place, pair.pay);
            }
            stats.kept += kept.len() as u64;
        }
        stats
    }

    /// How many of the true best of some documents, evenly spread over all, the index finds.
    ///
    /// # Errors
    /// When a file of the catalog is damaged.
    pub fn recall(&self) -> Result<Recall> {
        let outer = self.outer();
        let step = outer.len().div_ceil(ASKED).max(1);
        let places: Vec<usize> = (0..outer.len()).step_by(step).collect();
        let some = outer.some(&places);
        let exact = Job { through_index: false, ..self.job().clone() };
        let (postings, resumes) = match exact.by {
            Side::Resume => (self.inner(), &some),
            Side::Posting => (&some, self.inner()),
        };
        let run = Run::new(postings, resumes, &exact, self.taxonomy(), self.rates())?;
        let mut recall = Recall { found: 0, all: 0, asked: 0, least: (1.0, String::new()) };
        for part in 0..run.parts() {
            let Some(part) = run.part(part, &Watch::default())? else { break };
            for (at, truth) in part.own_pairs() {
                let Some(entry) = some.entries(at..at + 1)?.pop() else { continue };
                let (kept, _) = self.best_of(&entry)?;
                let found = kept.pairs().filter(|(pair, _)| truth.contains(&(pair.other as usize))).count();
                recall.note(&entry.profile.id, found, truth.len());
            }
        }
        Ok(recall)
    }
}

/// How many of the true best the index finds, measured on some documents.
#[derive(Clone, Debug, PartialEq)]
pub struct Recall {
    /// How many of their best it finds.
    pub found: usize,
    /// How many best they have.
    pub all: usize,
    /// How many documents were asked for that have any.
    pub asked: usize,
    /// The least share that it finds of those of one document, from 0 to 1, and that document's id.
    pub least: (f64, String),
}

impl Recall {
    fn note(&mut self, id: &str, found: usize, all: usize) {
        if all == 0 {
            return;
        }
        self.found += found;
        self.all += all;
        self.asked += 1;
        let share = found as f64 / all as f64;
        if share < self.least.0 || self.least.1.is_empty() {
            self.least = (share, id.to_owned());
        }
    }

    /// The share that it finds, from 0 to 1; 1 where there is nothing to find.
    #[must_use]
    pub fn share(&self) -> f64 {
        if self.all == 0 { 1.0 } else { self.found as f64 / self.all as f64 }
    }
}

fn verdicts(found: &Match) -> [Option<Verdict>; 2] {
    let of = |name| found.gates.iter().find(|gate| gate.gate == name).map(|gate| gate.verdict);
    [of("place"), of("pay")]
}

/// What each signal adds, in the order of [`SIGNALS`].
fn contributions(found: &Match) -> Vec<f64> {
    let of = |name| found.reasons.iter().find(|reason| reason.signal == name).map_or(0.0, |reason| reason.contribution);
    SIGNALS.iter().map(|signal| of(signal.name)).collect()
}
