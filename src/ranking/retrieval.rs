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

/// How many entries the graph retrieves, at least, where there are too many to score them all.
const RETRIEVED: usize = 4_000;

/// Up to how many retrieved entries are all scored in full; of more, the best so many by the cheap signals are.
const SCORED_IN_FULL: usize = 20_000;

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
    /// Whether near-copies of one offer stay apart.
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
    let asking = asking(question);
    let side = match asking.profile.side {
        Side::Posting => Side::Resume,
        Side::Resume => Side::Posting,
    };
    let pair = |entry| paired(&asking, entry, taxonomy, rates);
    let retrieved = among.nearest(side, question.vector, RETRIEVED.max(question.top.saturating_mul(20)));
    let kept = SCORED_IN_FULL.max(question.top.saturating_mul(20));
    let candidates = early(&question.weights, retrieved, kept, &pair);
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
    if !question.keep_copies {
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

/// The candidates that are worth scoring in full: all of them where they are no more than `kept`, otherwise the best so
/// many by the cheap signals.
fn early<'a, 'p>(
    weights: &Weights,
    retrieved: Vec<&'a Entry>,
    kept: usize,
    pair: &(impl Fn(&'a Entry) -> Pair<'p> + Sync),
) -> Vec<&'a Entry>
where
    'a: 'p,
{
    if retrieved.len() <= kept {
        return retrieved;
    }
    let mut ranked: Vec<(f64, &Entry)> =
        retrieved.into_par_iter().map(|entry| (scoring::score(&pair(entry), weights, true), entry)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.profile.id.cmp(&b.1.profile.id)));
    ranked.truncate(kept);
    ranked.into_iter().map(|(_, entry)| entry).collect()
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
mod tests {
    use super::*;
    use crate::documents::Document;
    use crate::documents::Posting;
    use crate::documents::Resume;
    use crate::documents::YearMonth;
    use crate::profile::Profile;
    use crate::profile::Understanding;
    use crate::words::Words;

    fn entry(document: impl Into<Document>, taxonomy: &Taxonomy) -> Entry {
        let today = YearMonth { year: 2025, month: Some(6) };
        let mut profile = Profile::of(&document.into(), &Understanding { taxonomy, today });
        profile.words = Words::of(profile.passages.iter().map(|passage| (passage.text.as_str(), passage.weight)));
        Entry { profile, codes: None, roles: Vec::new() }
    }

    #[test]
    fn early_ranking_keeps_the_best_by_the_cheap_signals() {
        let (taxonomy, rates) = (Taxonomy::builtin(), Rates::builtin());
        let ada = "# Ada Voss\n\nSenior Compiler Engineer\n\nCompilers, parsers, register allocation and linkers.\n";
        let ada = entry(Resume::parse("ada", ada), &taxonomy);
        let postings: Vec<Entry> = [
            ("cook", "Head Cook", "Menus, kitchens, sauces and suppliers of fresh fish."),
            ("compiler", "Senior Compiler Engineer", "Our compiler needs register allocation, linkers and parsers."),
            ("nurse", "Night Nurse", "Wards, patients, medication and wounds."),
        ]
        .iter()
        .map(|(id, title, text)| entry(Posting::parse(id, &format!("# {title}\n\n{text}\n")), &taxonomy))
        .collect();
        let pair = |posting| paired(&ada, posting, &taxonomy, rates);
        let kept = |count| {
            let best = early(&Weights::default(), postings.iter().collect(), count, &pair);
            best.iter().map(|entry| entry.profile.id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(kept(1), ["compiler"]);
        assert_eq!(kept(2).len(), 2);
        assert_eq!(kept(3), ["cook", "compiler", "nurse"], "the few are left as they are");
    }
}
