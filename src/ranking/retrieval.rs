//! From a catalog and a question to the best matches: retrieve, early rank, score, explain.

use std::borrow::Cow;

use rayon::prelude::*;

use super::copies;
use super::diversity;
use super::gates;
use super::gates::Gate;
use super::gates::Wishes;
use super::pair::Pair;
use super::pair::Party;
use super::scoring;
use super::scoring::Match;
use super::scoring::Weights;
use super::skills;
use crate::catalog::Entry;
use crate::catalog::Snapshot;
use crate::documents::Side;
use crate::embedding::Vector;
use crate::pay::Rates;
use crate::skills::Taxonomy;

/// How many entries are looked at closely.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Breadth {
    /// How many the graph retrieves, at least, where there is one.
    pub(crate) retrieved: usize,
    /// Up to how many are all scored in full; of more, the best so many by gates and cheap signals are.
    pub(crate) in_full: usize,
}

/// Up to how many entries are all scored in full. The graph retrieves no fewer, so that it never narrows the choice
/// before the cheap signals do.
const SCORED_IN_FULL: usize = 20_000;

impl Default for Breadth {
    fn default() -> Self {
        Self { retrieved: SCORED_IN_FULL, in_full: SCORED_IN_FULL }
    }
}

/// The least width of both beside the matches that are wanted.
const PER_MATCH: usize = 20;

/// Where the graph's entries hold fewer than so many that pass the gates, beside the matches that are wanted, all
/// entries are looked at: some of those that pass will be copies of each other or weak.
const PASSING_PER_MATCH: usize = 5;

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
    /// How much unlikeness among the results counts, 0 to 1; at 0 the order is that of the scores.
    pub diversity: f64,
}

/// A candidate with its score and gates, before anyone wants reasons.
#[derive(Clone, Debug)]
pub(super) struct Scored<'a> {
    pub(super) entry: &'a Entry,
    pub(super) score: f64,
    pub(super) gates: Vec<Gate>,
    pub(super) copies: Vec<String>,
}

/// The best matches for a question among the other side's entries, best first: those with a failed gate after all
/// others, equal scores by id.
#[must_use]
pub fn rank(question: &Question<'_>, among: &Snapshot, taxonomy: &Taxonomy, rates: &Rates) -> Vec<Match> {
    rank_within(Breadth::default(), question, among, taxonomy, rates)
}

/// The same, with so many entries looked at closely.
pub(crate) fn rank_within(
    breadth: Breadth,
    question: &Question<'_>,
    among: &Snapshot,
    taxonomy: &Taxonomy,
    rates: &Rates,
) -> Vec<Match> {
    let asking = asking(question);
    let side = match asking.profile.side {
        Side::Posting => Side::Resume,
        Side::Resume => Side::Posting,
    };
    let pair = |entry| paired(&asking, entry, taxonomy, rates);
    let passes = |entry| gates::passes(&pair(entry), &question.wishes, asking.profile.side);
    let least = question.top.saturating_mul(PER_MATCH);
    let near = among.nearest(side, question.vector, breadth.retrieved.max(least));
    let enough = question.top.saturating_mul(PASSING_PER_MATCH);
    let retrieved = match near.len() < among.len(side) && !holds(enough, &near, passes) {
        true => among.entries(side).iter().collect(),
        false => near,
    };
    let candidates = early(&question.weights, retrieved, breadth.in_full.max(least), &pair, &passes);
    let mut scored: Vec<Scored<'_>> = candidates
        .into_par_iter()
        .map(|entry| {
            let pair = pair(entry);
            let score = scoring::score(&pair, &question.weights, false);
            let gates = gates::gates(&pair, &question.wishes, asking.profile.side);
            Scored { entry, score, gates, copies: Vec::new() }
        })
        .collect();
    scored.sort_by(order);
    // Two people with like texts are two people.
    if side == Side::Posting && !question.keep_copies {
        scored = copies::collapse(scored);
    }
    let best = diversity::best(scored, question.top, question.diversity);
    best.into_par_iter()
        .map(|one| {
            let pair = pair(one.entry);
            explained(one, &pair, &question.weights)
        })
        .collect()
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

/// The posting of the two beside the résumé of the two.
fn paired<'a>(asking: &'a Entry, candidate: &'a Entry, taxonomy: &'a Taxonomy, rates: &'a Rates) -> Pair<'a> {
    let (asking_party, candidate_party) = (Party::of(asking), Party::of(candidate));
    match asking.profile.side {
        Side::Posting => Pair::new(asking_party, candidate_party, taxonomy, rates),
        Side::Resume => Pair::new(candidate_party, asking_party, taxonomy, rates),
    }
}

/// True where at least `count` of the entries pass.
fn holds<'a>(count: usize, entries: &[&'a Entry], passes: impl Fn(&'a Entry) -> bool) -> bool {
    entries.iter().filter(|entry| passes(entry)).take(count).count() == count
}

/// The candidates that are worth scoring in full: all of them where they are no more than `kept`, otherwise the best so
/// many by the cheap signals, those that pass the gates before the others.
fn early<'a, 'p>(
    weights: &Weights,
    retrieved: Vec<&'a Entry>,
    kept: usize,
    pair: &(impl Fn(&'a Entry) -> Pair<'p> + Sync),
    passes: &(impl Fn(&'a Entry) -> bool + Sync),
) -> Vec<&'a Entry>
where
    'a: 'p,
{
    if retrieved.len() <= kept {
        return retrieved;
    }
    let mut ranked: Vec<(bool, f64, &Entry)> = retrieved
        .into_par_iter()
        .map(|entry| (passes(entry), scoring::score(&pair(entry), weights, true), entry))
        .collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)).then_with(|| a.2.profile.id.cmp(&b.2.profile.id)));
    ranked.truncate(kept);
    ranked.into_iter().map(|(_, _, entry)| entry).collect()
}

/// Without failed gates first, then the higher score, then the id.
pub(super) fn order(a: &Scored<'_>, b: &Scored<'_>) -> std::cmp::Ordering {
    gates::failed(&a.gates)
        .cmp(&gates::failed(&b.gates))
        .then(b.score.total_cmp(&a.score))
        .then_with(|| a.entry.profile.id.cmp(&b.entry.profile.id))
}

fn explained(one: Scored<'_>, pair: &Pair<'_>, weights: &Weights) -> Match {
    let profile = &one.entry.profile;
    Match {
        id: profile.id.clone(),
        title: profile.title.clone(),
        company: profile.company.clone(),
        gates: one.gates,
        reasons: scoring::reasons(pair, weights),
        skills: skills::met_skills(pair),
        copies: one.copies,
    }
}

#[cfg(test)]
#[path = "retrieval_tests.rs"]
mod tests;
