//! Trying changes: each document is changed, read, embedded, scored and ranked again.

use std::cmp::Ordering;

use rayon::prelude::*;

use super::Change;
use super::Demand;
use super::Edit;
use super::LEAST_GAIN;
use super::PAIRED;
use super::RANKED;
use super::Standing;
use super::in_words;
use super::took;
use crate::catalog::Entry;
use crate::documents::Document;
use crate::documents::Side;
use crate::engine::Engine;
use crate::error::Result;
use crate::profile::Profile;
use crate::ranking::By;
use crate::ranking::Heap;
use crate::ranking::Place;
use crate::ranking::Question;
use crate::ranking::Reckoning;
use crate::ranking::Verdict;
use crate::ranking::Weights;
use crate::ranking::Wishes;

/// Of large catalogs as many are retrieved as `rank` retrieves for a list of so many.
const RETRIEVED_FOR: usize = 100;

/// A pair, and what it is ranked among.
pub(super) struct Trial<'a> {
    engine: &'a Engine,
    asking: &'a Document,
    other: &'a Entry,
    weights: &'a Weights,
    /// The asking document as it is.
    pub(super) entry: Entry,
    /// What the other document is ranked among; empty where there is nothing.
    heap: Heap,
    /// A person: the others for this posting, best first.
    people: Vec<Place>,
}

/// A changed document, before it is ranked.
#[derive(Clone, Debug)]
pub(super) struct Tried {
    pub(super) edits: Vec<Edit>,
    document: Document,
    entry: Entry,
    pub(super) score: f64,
    pub(super) fails: Vec<&'static str>,
}

impl Tried {
    /// Fewer failed deal-breakers first, then the higher score.
    pub(super) fn better(a: &Self, b: &Self) -> Ordering {
        a.fails.len().cmp(&b.fails.len()).then(b.score.total_cmp(&a.score))
    }
}

impl<'a> Trial<'a> {
    pub(super) fn of(engine: &'a Engine, asking: &'a Document, other: &'a Entry, weights: &'a Weights) -> Result<Self> {
        let (entry, vector) = engine.place(asking)?;
        let among = engine.newest()?;
        let options = engine.options();
        let mut trial = Self { engine, asking, other, weights, entry, heap: Heap::default(), people: Vec::new() };
        if among.len(other.profile.side) > 0 {
            let question = Question {
                asking: &trial.entry,
                vector: vector.as_ref(),
                wishes: Wishes::default(),
                weights: weights.clone(),
                top: RETRIEVED_FOR,
                keep_copies: false,
                by: By::Score,
                diversity: 0.0,
                per_company: None,
            };
            let mut heap = Heap::of(&question, &among, &options.taxonomy, &options.rates)?;
            heap.put(other.clone());
            trial.heap = heap;
        }
        if asking.side() == Side::Resume
            && let Some(people) = Heap::all(&among, Side::Resume)?
        {
            trial.people = people.ranked(other, weights, &options.taxonomy, &options.rates);
            trial.people.retain(|one| one.id != trial.entry.profile.id);
        }
        Ok(trial)
    }

    /// What the asking document says now.
    pub(super) const fn profile(&self) -> &Profile {
        &self.entry.profile
    }

    /// The ids of posting and résumé.
    pub(super) fn ids(&self) -> (String, String) {
        let (own, other) = (self.asking.id().to_owned(), self.other.profile.id.clone());
        if self.asking.side() == Side::Posting { (own, other) } else { (other, own) }
    }

    /// How many the other document is ranked among.
    pub(super) const fn people(&self) -> usize {
        self.heap.len()
    }

    /// The full reckoning with this in the place of the asking document.
    pub(super) fn reckoned(&self, entry: &Entry) -> Reckoning {
        match self.asking.side() {
            Side::Posting => self.engine.why(entry, self.other, self.weights),
            Side::Resume => self.engine.why(self.other, entry, self.weights),
        }
    }

    /// Where the pair stands with this in the place of the asking document.
    pub(super) fn standing(&self, entry: &Entry) -> Standing {
        let why = self.reckoned(entry);
        let mut standing = Standing { score: why.score(), fails: fails(&why), ..Standing::default() };
        if !self.heap.is_empty() {
            let list = self.ranked(entry);
            let other = &self.other.profile.id;
            standing.rank = list.iter().position(|one| one.id == *other || one.copies.contains(other)).map(|at| at + 1);
            standing.of = Some(list.len());
        }
        if !self.people.is_empty() {
            let own = (!standing.fails.is_empty(), standing.score, &entry.profile.id);
            let before = |one: &&Place| {
                let order = one.fails.cmp(&own.0).then(own.1.total_cmp(&one.score)).then_with(|| one.id.cmp(own.2));
                order == Ordering::Less
            };
            standing.among_people = Some(self.people.iter().filter(before).count() + 1);
            standing.people = Some(self.people.len() + 1);
        }
        standing
    }

    fn ranked(&self, entry: &Entry) -> Vec<Place> {
        let options = self.engine.options();
        self.heap.ranked(entry, self.weights, &options.taxonomy, &options.rates)
    }

    /// Makes changes, several in one document each; those that cannot be made, or that a reader does not find in the changed
    /// document, are left out.
    pub(super) fn all(&self, changes: Vec<Vec<Edit>>) -> Result<Vec<Tried>> {
        let made = changes.into_par_iter().map(|edits| self.one(edits)).collect::<Result<Vec<_>>>()?;
        Ok(made.into_iter().flatten().collect())
    }

    fn one(&self, edits: Vec<Edit>) -> Result<Option<Tried>> {
        let taxonomy = &self.engine.options().taxonomy;
        let mut document = self.asking.clone();
        for edit in &edits {
            match edit.applied(&document, self.profile(), taxonomy) {
                Some(changed) => document = changed,
                None => return Ok(None),
            }
        }
        let entry = self.engine.place(&document)?.0;
        if !took(&edits, self.profile(), &entry.profile, self.engine) {
            return Ok(None);
        }
        let why = self.reckoned(&entry);
        Ok(Some(Tried { edits, document, score: why.score(), fails: fails(&why), entry }))
    }

    /// The changes that help, of `singles`, the best first; and, where none of them alone does it, two together. Also how
    /// many pairs were tried.
    pub(super) fn helpful(&self, now: &Standing, singles: &[Tried]) -> Result<(Vec<Change>, usize)> {
        let worth = |one: &&Tried| one.fails.len() < now.fails.len() || one.score >= now.score + LEAST_GAIN;
        let first: Vec<&Tried> = singles.iter().filter(worth).take(RANKED).collect();
        // What leaves a deal-breaker helps nobody.
        let whole = |one: &&Tried| one.fails.is_empty();
        let mut changes = self.raising(now, first.iter().copied().filter(whole));
        let done = now.rank == Some(1) && now.fails.is_empty() || !changes.is_empty();
        if done || now.rank.is_none() && now.fails.is_empty() {
            return Ok((changes, 0));
        }
        let mut two = Vec::new();
        for (at, one) in first.iter().take(PAIRED).enumerate() {
            two.extend(first.iter().take(PAIRED).skip(at + 1).map(|other| [&one.edits[..], &other.edits[..]].concat()));
        }
        let mut pairs = self.all(two)?;
        let count = pairs.len();
        pairs.sort_by(Tried::better);
        changes.extend(self.raising(now, pairs.iter().filter(whole).take(PAIRED)));
        Ok((changes, count))
    }

    /// Those of the changes that raise the rank; where there is no rank, that mend what fails or raise the score.
    fn raising<'t>(&self, now: &Standing, tried: impl Iterator<Item = &'t Tried>) -> Vec<Change> {
        let mut changes = Vec::new();
        for one in tried {
            let then = self.standing(&one.entry);
            let mends: Vec<&'static str> =
                now.fails.iter().copied().filter(|gate| !then.fails.contains(gate)).collect();
            let rises = match (then.rank, now.rank) {
                (Some(then), Some(now)) => then < now,
                _ => !mends.is_empty() || then.score > now.score,
            };
            if rises {
                let words = in_words(&one.edits);
                changes.push(Change { edits: one.edits.clone(), words, then, mends, document: one.document.clone() });
            }
        }
        changes
    }

    /// What each change of a posting does to the list of people: who is then among the `best`, and how many fail a
    /// deal-breaker no more. Those that bring nobody are left out.
    pub(super) fn demands(&self, singles: &[Tried], best: usize) -> Vec<Demand> {
        let now = self.ranked(&self.entry);
        let among_best = |list: &[Place]| -> Vec<String> {
            list.iter().filter(|one| !one.fails).take(best).map(|one| one.id.clone()).collect()
        };
        let before = among_best(&now);
        let failing = now.iter().filter(|one| one.fails).count();
        let mut demands: Vec<Demand> = singles
            .iter()
            .filter_map(|one| {
                let [edit] = &one.edits[..] else { return None };
                let then = self.ranked(&one.entry);
                let opens = failing.saturating_sub(then.iter().filter(|one| one.fails).count());
                let brings: Vec<String> = among_best(&then).into_iter().filter(|id| !before.contains(id)).collect();
                let (edit, document) = (edit.clone(), one.document.clone());
                (opens > 0 || !brings.is_empty()).then(|| Demand {
                    words: edit.to_string(),
                    edit,
                    brings,
                    opens,
                    document,
                })
            })
            .collect();
        demands.sort_by(|a, b| {
            b.brings.len().cmp(&a.brings.len()).then(b.opens.cmp(&a.opens)).then_with(|| a.words.cmp(&b.words))
        });
        demands
    }
}

fn fails(why: &Reckoning) -> Vec<&'static str> {
    why.gates.iter().filter(|gate| gate.verdict == Verdict::Fail).map(|gate| gate.gate).collect()
}
