//! From a catalog and a question to the best matches: retrieve, early rank (both in `candidates`), score, diversify, explain.

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;

use super::calibration::Calibration;
use super::candidates;
use super::candidates::Breadth;
use super::copies;
use super::diversity;
use super::gates;
use super::gates::Wishes;
use super::pair::Asker;
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
use crate::index::RowSet;
use crate::pay::Rates;
use crate::skills::Taxonomy;

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

impl<'a> Question<'a> {
    /// A question without wishes, of all matches in the order of their scores.
    pub(super) fn plain(asking: &'a Entry, weights: Weights) -> Self {
        Self {
            asking,
            vector: None,
            wishes: Wishes::default(),
            weights,
            top: usize::MAX,
            keep_copies: false,
            by: By::Score,
            diversity: 0.0,
            per_company: None,
        }
    }
}

/// A candidate with its score and gates, before anyone wants reasons.
#[derive(Clone, Debug)]
pub(super) struct Scored {
    pub(super) row: u32,
    /// Without the words that it was read from.
    pub(super) outline: Arc<Entry>,
    /// What it is ordered by: its score, or the figure of a side.
    pub(super) score: f64,
    /// Whether one of its gates is failed.
    pub(super) failed: bool,
    /// What near-copies of one offer have in common; `None` where nothing can be a copy of it.
    pub(super) offer: Option<u64>,
    pub(super) copies: Vec<String>,
}

/// The best matches for a question among the other side's entries, best first: those with a failed gate after all
/// others, equal scores by id.
///
/// # Errors
/// When a file of the catalog is damaged.
pub fn rank(question: &Question<'_>, among: &Snapshot, taxonomy: &Taxonomy, rates: &Rates) -> Result<Vec<Match>> {
    // All of it in the pool, which is entered once.
    rayon::scope(|_| rank_within(Breadth::default(), None, question, among, taxonomy, rates))
}

/// The same among some rows of the other side, in place of all.
///
/// # Errors
/// As [`rank`].
pub fn rank_among(
    only: &RowSet,
    question: &Question<'_>,
    among: &Snapshot,
    taxonomy: &Taxonomy,
    rates: &Rates,
) -> Result<Vec<Match>> {
    rayon::scope(|_| rank_within(Breadth::default(), Some(only), question, among, taxonomy, rates))
}

/// The same, with so many entries looked at closely.
pub(crate) fn rank_within(
    breadth: Breadth,
    only: Option<&RowSet>,
    question: &Question<'_>,
    among: &Snapshot,
    taxonomy: &Taxonomy,
    rates: &Rates,
) -> Result<Vec<Match>> {
    Ok(ranked(breadth, only, question, among, taxonomy, rates)?.0)
}

/// The same as [`rank`], or [`rank_among`] where there are rows, and how many entries were scored in full.
pub(crate) fn rank_counted(
    only: Option<&RowSet>,
    question: &Question<'_>,
    among: &Snapshot,
    taxonomy: &Taxonomy,
    rates: &Rates,
) -> Result<(Vec<Match>, usize)> {
    ranked(Breadth::default(), only, question, among, taxonomy, rates)
}

fn ranked(
    breadth: Breadth,
    only: Option<&RowSet>,
    question: &Question<'_>,
    among: &Snapshot,
    taxonomy: &Taxonomy,
    rates: &Rates,
) -> Result<(Vec<Match>, usize)> {
    let asking = asking(question);
    let asker = Asker::of(&asking, taxonomy, rates);
    let side = match asking.profile.side {
        Side::Posting => Side::Resume,
        Side::Resume => Side::Posting,
    };
    let rows = candidates::rows(breadth, only, question, &asker, among)?;
    let outline = |row| Ok((row, among.outline(side, row)?));
    let retrieved: Vec<(u32, Arc<Entry>)> = rows.into_par_iter().map(outline).collect::<Result<_>>()?;
    let in_full = retrieved.len();
    // Two people with like texts are two people.
    let folds = side == Side::Posting && !question.keep_copies;
    let scored = scored(&asker, question, retrieved, folds);
    let best = diversity::best(scored, question.top, question.diversity, question.per_company);
    let explained = |one| explained(one, (among, side), &asker, question);
    Ok((best.into_par_iter().map(explained).collect::<Result<_>>()?, in_full))
}

/// The candidates (rows and outlines) in order; where it `folds`, near-copies of one offer as one.
pub(super) fn scored(
    asker: &Asker<'_>,
    question: &Question<'_>,
    candidates: Vec<(u32, Arc<Entry>)>,
    folds: bool,
) -> Vec<Scored> {
    let mut scored: Vec<Scored> = candidates
        .into_par_iter()
        .map(|(row, outline)| {
            let pair = asker.beside(&outline);
            let score = scoring::value(&pair, &question.weights, question.by);
            let failed = !gates::passes(&pair, &question.wishes, asker.profile().side);
            let offer = folds.then(|| copies::offer(&outline.profile)).flatten();
            Scored { row, score, failed, offer, copies: Vec::new(), outline }
        })
        .collect();
    scored.par_sort_unstable_by(order);
    if folds { copies::collapse(scored) } else { scored }
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

/// Without failed gates first, then the higher score, then the id.
pub(super) fn order(a: &Scored, b: &Scored) -> std::cmp::Ordering {
    a.failed
        .cmp(&b.failed)
        .then(b.score.total_cmp(&a.score))
        .then_with(|| a.outline.profile.id.cmp(&b.outline.profile.id))
}

fn explained(
    one: Scored,
    (among, side): (&Snapshot, Side),
    asker: &Asker<'_>,
    question: &Question<'_>,
) -> Result<Match> {
    let entry = among.entry(side, one.row)?;
    let pair = asker.beside(&entry);
    let profile = &entry.profile;
    let weights = &question.weights;
    let reasons = scoring::reasons(&pair, weights);
    let score = reasons.iter().map(|reason| reason.contribution).sum();
    Ok(Match {
        id: profile.id.clone(),
        title: profile.title.clone(),
        company: profile.company.clone(),
        gates: gates::gates(&pair, &question.wishes, asker.profile().side),
        reasons,
        skills: skills::met_skills(&pair),
        copies: one.copies,
        weights: weights.short_version().to_owned(),
        probability: weights.probability(score),
        calibration: weights.calibration().map_or("not calibrated", Calibration::method),
    })
}

#[cfg(test)]
#[path = "retrieval_tests.rs"]
mod tests;
