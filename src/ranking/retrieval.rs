//! From a catalog and a question to the best matches: retrieve, score, diversify, explain.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::calibration::Calibration;
use super::copies;
use super::diversity;
use super::filtering;
use super::gates;
use super::gates::Gate;
use super::gates::Wishes;
use super::pair::Pair;
use super::pair::Party;
use super::scoring;
use super::scoring::Match;
use super::sides::By;
use super::skills;
use super::weights::Weights;
use crate::catalog::Entry;
use crate::catalog::Snapshot;
use crate::documents::Side;
use crate::embedding::Vector;
use crate::error::Result;
use crate::pay::Rates;
use crate::profile::Profile;
use crate::skills::Taxonomy;

/// How many entries are looked at closely.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Breadth {
    /// Up to how many entries are all retrieved.
    pub(crate) all: usize,
    /// Of more, how many of those that pass the gates are retrieved, by meaning.
    pub(crate) retrieved: usize,
    /// How many of those that are retrieved are scored in full, the best by the cheap signals.
    pub(crate) in_full: usize,
}

impl Default for Breadth {
    fn default() -> Self {
        Self { all: 20_000, retrieved: 500, in_full: 20_000 }
    }
}

/// How many are retrieved for each match that is wanted, at least.
const PER_MATCH: usize = 20;

/// One posting that asks for few skills or none is retrieved for so many others: it counts as met in large part by anyone,
/// so that many of the best are such, near in meaning or not.
const MODEST_SHARE: usize = 2;

/// What is asked of a catalog.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// The asking document.
    pub asking: &'a Entry,
    /// Its vector, for retrieval.
    pub vector: Option<&'a Vector>,
    /// What it wishes beyond what it says.
    pub wishes: Wishes,
    /// What each signal counts.
    pub weights: Weights,
    /// How many matches are wanted.
    pub top: usize,
    /// Whether near-copies of one offer stay apart; people always do.
    pub keep_copies: bool,
    /// What the results are in the order of.
    pub by: By,
    /// How much unlikeness among the results counts, 0 to 1; at 0 the order is that of the scores.
    pub diversity: f64,
    /// At most so many postings of one company; `None` for any number.
    pub per_company: Option<usize>,
}

/// A candidate with its score and gates, before anyone wants reasons.
#[derive(Clone, Debug)]
pub(super) struct Scored {
    pub(super) entry: Arc<Entry>,
    /// What it is ordered by: its score, or the figure of a side.
    pub(super) score: f64,
    pub(super) gates: Vec<Gate>,
    pub(super) copies: Vec<String>,
}

/// The best matches for a question among the other side's entries, best first: those with a failed gate after all
/// others, equal scores by id.
///
/// # Errors
/// When a file of the catalog is damaged.
pub fn rank(question: &Question<'_>, among: &Snapshot, taxonomy: &Taxonomy, rates: &Rates) -> Result<Vec<Match>> {
    rank_within(Breadth::default(), question, among, taxonomy, rates)
}

/// The same, with so many entries looked at closely.
pub(crate) fn rank_within(
    breadth: Breadth,
    question: &Question<'_>,
    among: &Snapshot,
    taxonomy: &Taxonomy,
    rates: &Rates,
) -> Result<Vec<Match>> {
    let asking = asking(question);
    let side = match asking.profile.side {
        Side::Posting => Side::Resume,
        Side::Resume => Side::Posting,
    };
    let rows = retrieve(breadth, question, &asking.profile, among, rates)?;
    let retrieved: Vec<Arc<Entry>> = rows.into_par_iter().map(|row| among.entry(side, row)).collect::<Result<_>>()?;
    let asker = Asker { asking: &asking, wishes: &question.wishes, taxonomy, rates };
    let mut scored: Vec<Scored> = early(&asker, &question.weights, retrieved, breadth.in_full)
        .into_par_iter()
        .map(|entry| {
            let pair = asker.beside(&entry);
            let score = scoring::value(&pair, &question.weights, question.by);
            let gates = gates::gates(&pair, &question.wishes, asking.profile.side);
            Scored { entry, score, gates, copies: Vec::new() }
        })
        .collect();
    scored.sort_by(order);
    // Two people with like texts are two people.
    if side == Side::Posting && !question.keep_copies {
        scored = copies::collapse(scored);
    }
    let best = diversity::best(scored, question.top, question.diversity, question.per_company);
    Ok(best.into_par_iter().map(|one| explained(one, &asker, &question.weights)).collect())
}

/// The rows that are worth scoring in full: all of them where they are few; otherwise the nearest in meaning of those
/// for which no gate fails, and, where these are fewer than are wanted, the nearest of all.
pub(super) fn retrieve(
    breadth: Breadth,
    question: &Question<'_>,
    asking: &Profile,
    among: &Snapshot,
    rates: &Rates,
) -> Result<Vec<u32>> {
    let side = match asking.side {
        Side::Posting => Side::Resume,
        Side::Resume => Side::Posting,
    };
    if among.len(side) <= breadth.all {
        return Ok(among.rows(side).collect());
    }
    let count = breadth.retrieved.max(question.top.saturating_mul(PER_MATCH)).min(among.len(side));
    let passing = among.passing(side, &filtering::filter(asking, &question.wishes, rates))?;
    let Some(vector) = question.vector else {
        let others = among.rows(side).filter(|&row| !passing.contains(row));
        return Ok(passing.rows().chain(others).take(count).collect());
    };
    let nearest = |passing| -> Result<Vec<u32>> {
        Ok(among.nearest(side, vector, count, passing)?.into_iter().map(|(row, _)| row).collect())
    };
    let mut rows = nearest(Some(&passing))?;
    if side == Side::Posting {
        let modest = among.modest(side, &passing)?;
        let near: HashSet<u32> = rows.iter().copied().collect();
        let others = among.nearest(side, vector, count / MODEST_SHARE, Some(&modest))?;
        rows.extend(others.into_iter().map(|(row, _)| row).filter(|row| !near.contains(row)));
    }
    if rows.len() < question.top {
        let others = nearest(None)?.into_iter().filter(|&row| !passing.contains(row));
        rows.extend(others.take(count));
    }
    Ok(rows)
}

/// The asking entry with its wishes put in place of what it says.
fn asking<'a>(question: &Question<'a>) -> Cow<'a, Entry> {
    match question.asking.profile.side {
        Side::Posting => Cow::Borrowed(question.asking),
        Side::Resume => {
            let mut entry = question.asking.clone();
            entry.profile = question.wishes.applied(&entry.profile);
            Cow::Owned(entry)
        }
    }
}

/// Who asks, and what it takes to compare candidates with them.
struct Asker<'a> {
    asking: &'a Entry,
    wishes: &'a Wishes,
    taxonomy: &'a Taxonomy,
    rates: &'a Rates,
}

impl<'a> Asker<'a> {
    /// The posting of the two beside the résumé of the two.
    fn beside<'p>(&self, candidate: &'p Entry) -> Pair<'p>
    where
        'a: 'p,
    {
        let (asking, candidate) = (Party::of(self.asking), Party::of(candidate));
        match self.asking.profile.side {
            Side::Posting => Pair::new(asking, candidate, self.taxonomy, self.rates),
            Side::Resume => Pair::new(candidate, asking, self.taxonomy, self.rates),
        }
    }

    /// True where no gate fails.
    fn admits(&self, candidate: &Entry) -> bool {
        gates::passes(&self.beside(candidate), self.wishes, self.asking.profile.side)
    }
}

/// The candidates that are worth scoring in full: all of them where they are no more than `kept`, otherwise the best so
/// many by the cheap signals, those that pass the gates before the others.
fn early(asker: &Asker<'_>, weights: &Weights, retrieved: Vec<Arc<Entry>>, kept: usize) -> Vec<Arc<Entry>> {
    if retrieved.len() <= kept {
        return retrieved;
    }
    let mut ranked: Vec<(bool, f64, Arc<Entry>)> = retrieved
        .into_par_iter()
        .map(|entry| (asker.admits(&entry), scoring::score(&asker.beside(&entry), weights, true), entry))
        .collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)).then_with(|| a.2.profile.id.cmp(&b.2.profile.id)));
    ranked.truncate(kept);
    ranked.into_iter().map(|(_, _, entry)| entry).collect()
}

/// Without failed gates first, then the higher score, then the id.
pub(super) fn order(a: &Scored, b: &Scored) -> std::cmp::Ordering {
    gates::failed(&a.gates)
        .cmp(&gates::failed(&b.gates))
        .then(b.score.total_cmp(&a.score))
        .then_with(|| a.entry.profile.id.cmp(&b.entry.profile.id))
}

fn explained(one: Scored, asker: &Asker<'_>, weights: &Weights) -> Match {
    let pair = asker.beside(&one.entry);
    let profile = &one.entry.profile;
    let reasons = scoring::reasons(&pair, weights);
    let score = reasons.iter().map(|reason| reason.contribution).sum();
    Match {
        id: profile.id.clone(),
        title: profile.title.clone(),
        company: profile.company.clone(),
        gates: one.gates,
        reasons,
        skills: skills::met_skills(&pair),
        copies: one.copies,
        weights: weights.short_version().to_owned(),
        probability: weights.probability(score),
        calibration: weights.calibration().map_or("not calibrated", Calibration::method),
    }
}

#[cfg(test)]
#[path = "retrieval_tests.rs"]
mod tests;
