//! What weights are learned from: the strengths of pairs, and what became of each.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::super::judgments::HIGHEST_GRADE;
use super::super::judgments::Judgments;
use crate::documents::Side;
use crate::engine::Engine;
use crate::error::Error;
use crate::error::Result;
use crate::ranking;
use crate::ranking::Pair;
use crate::ranking::Party;

/// How many steps lead from "no" to "a strong fit".
pub(super) const STEPS: usize = HIGHEST_GRADE as usize;

/// A pair with its strengths, and how far it went.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The posting's id.
    pub posting: String,
    /// The résumé's id.
    pub resume: String,
    /// How strong each signal is, in the order of [`SIGNALS`](crate::ranking::SIGNALS); `None` where it is silent.
    pub strengths: Vec<Option<f64>>,
    /// For grades 1, 2 and 3 whether the pair reached it: 1 or 0 or, where chance hid some, a number whose expectation is the
    /// probability.
    pub reached: [f64; STEPS],
}

impl Example {
    /// A pair with a grade from 0 to 3.
    #[must_use]
    pub fn graded(posting: &str, resume: &str, strengths: Vec<Option<f64>>, grade: u32) -> Self {
        let mut reached = [0.0; STEPS];
        reached.iter_mut().take(grade as usize).for_each(|one| *one = 1.0);
        Self { posting: posting.to_owned(), resume: resume.to_owned(), strengths, reached }
    }

    /// The grade, or the expected one.
    pub(super) fn grade(&self) -> f64 {
        self.reached.iter().sum()
    }
}

/// The strengths of pairs of ids, by the documents that an engine holds.
///
/// # Errors
/// [`Error::Usage`] for an id that is not there; when a file of the catalog is damaged.
pub fn strengths(engine: &Engine, pairs: &[(&str, &str)]) -> Result<Vec<Vec<Option<f64>>>> {
    let snapshot = engine.snapshot();
    let mut entries = BTreeMap::new();
    for side in [Side::Posting, Side::Resume] {
        for entry in snapshot.entries(side) {
            let entry = entry?;
            entries.insert((side == Side::Posting, entry.profile.id.clone()), entry);
        }
    }
    let find = |posting: bool, id: &str| {
        entries.get(&(posting, id.to_owned())).ok_or_else(|| Error::Usage {
            problem: format!("there is no {} {id:?}", if posting { "posting" } else { "r\u{e9}sum\u{e9}" }),
            remedy: "name the paths of all documents that are judged".to_owned(),
        })
    };
    let options = engine.options();
    let of = |&(posting, resume): &(&str, &str)| {
        let (posting, resume) = (find(true, posting)?, find(false, resume)?);
        let pair = Pair::new(Party::of(posting), Party::of(resume), &options.taxonomy, &options.rates);
        Ok(ranking::strengths(&pair))
    };
    pairs.par_iter().map(of).collect()
}

/// Judged pairs with their strengths.
///
/// # Errors
/// As [`strengths`].
pub fn judged(engine: &Engine, judgments: &Judgments) -> Result<Vec<Example>> {
    let pairs: Vec<(&str, &str)> =
        judgments.pairs().iter().map(|pair| (pair.posting.as_str(), pair.resume.as_str())).collect();
    let strengths = strengths(engine, &pairs)?;
    // Yes and no: yes is as good as it gets.
    let full = if judgments.suits_from() == 1 { HIGHEST_GRADE } else { 1 };
    let example = |(pair, strengths): (&super::super::judgments::Judgment, _)| {
        Example::graded(&pair.posting, &pair.resume, strengths, pair.grade * full)
    };
    Ok(judgments.pairs().iter().zip(strengths).map(example).collect())
}

/// Which fold each example is in: postings are dealt out in the order of a hash of seed and id, so that no posting is in two.
#[must_use]
pub fn folds(examples: &[Example], count: usize, seed: u64) -> Vec<usize> {
    let mut postings: Vec<(blake3::Hash, &str)> = Vec::new();
    let mut seen = BTreeMap::new();
    for example in examples {
        if seen.insert(example.posting.as_str(), 0).is_none() {
            let hash = blake3::hash(format!("{seed}\t{}", example.posting).as_bytes());
            postings.push((hash, &example.posting));
        }
    }
    postings.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
    for (at, (_, posting)) in postings.iter().enumerate() {
        seen.insert(posting, at % count.max(1));
    }
    examples.iter().map(|example| seen.get(example.posting.as_str()).copied().unwrap_or(0)).collect()
}
