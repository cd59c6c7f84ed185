//! Judged pairs: the documents of both sides, and how strong each signal is for each judged pair.

use std::collections::HashMap;

use rayon::prelude::*;

use super::super::judgments::Ids;
use super::super::judgments::Judgments;
use crate::catalog::Entry;
use crate::documents::Document;
use crate::documents::Side;
use crate::engine::Engine;
use crate::error::Error;
use crate::error::Result;
use crate::ranking::Reckoning;
use crate::ranking::SIGNALS;
use crate::ranking::Verdict;
use crate::ranking::Weights;

/// A document of judged pairs.
#[derive(Clone, Debug)]
pub struct Member {
    /// What it says, and where it lies.
    pub entry: Entry,
    /// Its text without identity, as it is embedded: what lexical baselines rank by.
    pub text: String,
}

/// A judged pair.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedPair {
    /// The place of the posting among [`JudgedPairs::postings`].
    pub posting: usize,
    /// The place of the résumé among [`JudgedPairs::resumes`].
    pub resume: usize,
    /// The grade, 0 to 3.
    pub grade: u32,
    /// How strong each signal is, 0 to 1, in the order of [`SIGNALS`]; `None` where a side is silent.
    pub strengths: Vec<Option<f64>>,
    /// Whether a gate fails: such pairs are ranked after all others.
    pub barred: bool,
}

/// Judged pairs with their documents, all in order of ids.
#[derive(Clone, Debug)]
pub struct JudgedPairs {
    postings: Vec<Member>,
    resumes: Vec<Member>,
    pairs: Vec<JudgedPair>,
    suits_from: u32,
    unknown: usize,
}

impl JudgedPairs {
    /// Understands the documents that are judged, on all cores, and compares each judged pair.
    ///
    /// # Errors
    /// When the model cannot run, and [`Error::Usage`] where no judged pair has both of its documents.
    pub fn of(engine: &Engine, documents: &[Document], judgments: &Judgments) -> Result<Self> {
        let (known, unknown) = judgments.known(&ids(documents));
        let member = |side: Side, judged: Vec<&str>| -> Result<Vec<Member>> {
            let wanted: HashMap<&str, &Document> =
                documents.iter().filter(|one| one.side() == side).map(|one| (one.id(), one)).collect();
            judged.par_iter().filter_map(|id| wanted.get(id)).map(|document| member(engine, document)).collect()
        };
        let postings = member(Side::Posting, in_order(known.pairs().iter().map(|pair| pair.posting.as_str())))?;
        let resumes = member(Side::Resume, in_order(known.pairs().iter().map(|pair| pair.resume.as_str())))?;
        let weights = Weights::equal();
        let pair = |judged: &super::super::judgments::Judgment| {
            let (posting, resume) = (place(&postings, &judged.posting)?, place(&resumes, &judged.resume)?);
            let why = engine.why(&postings[posting].entry, &resumes[resume].entry, &weights);
            let barred = why.gates.iter().any(|gate| gate.verdict == Verdict::Fail);
            Some(JudgedPair { posting, resume, grade: judged.grade, strengths: strengths(&why), barred })
        };
        let pairs: Vec<JudgedPair> = known.pairs().par_iter().filter_map(pair).collect();
        if pairs.is_empty() {
            return Err(Error::Usage {
                problem: format!("none of the {} judged pairs has both of its documents here", judgments.len()),
                remedy:
                    "check that judgments, postings and r\u{e9}sum\u{e9}s belong together: ids are paths below the \
                         paths that are named, without extension"
                        .to_owned(),
            });
        }
        Ok(Self { postings, resumes, pairs, suits_from: judgments.suits_from(), unknown })
    }

    /// The postings that are judged.
    #[must_use]
    pub fn postings(&self) -> &[Member] {
        &self.postings
    }

    /// The résumés that are judged.
    #[must_use]
    pub fn resumes(&self) -> &[Member] {
        &self.resumes
    }

    /// The members of a side.
    #[must_use]
    pub fn members(&self, side: Side) -> &[Member] {
        match side {
            Side::Posting => &self.postings,
            Side::Resume => &self.resumes,
        }
    }

    /// The pairs, in order of posting and résumé.
    #[must_use]
    pub fn pairs(&self) -> &[JudgedPair] {
        &self.pairs
    }

    /// From which grade on a pair suits (see [`Judgments::suits_from`]).
    #[must_use]
    pub const fn suits_from(&self) -> u32 {
        self.suits_from
    }

    /// How many judgments are of documents that are not there.
    #[must_use]
    pub const fn unknown(&self) -> usize {
        self.unknown
    }

    /// How many pairs of judged documents nobody has judged.
    #[must_use]
    pub fn unjudged(&self) -> usize {
        self.postings.len() * self.resumes.len() - self.pairs.len()
    }

    /// How many pairs have each grade, from 0 on.
    #[must_use]
    pub fn grades(&self) -> Vec<usize> {
        let highest = self.pairs.iter().map(|pair| pair.grade).max().unwrap_or(0);
        (0..=highest).map(|grade| self.pairs.iter().filter(|pair| pair.grade == grade).count()).collect()
    }
}

impl JudgedPair {
    /// The place of this pair's document of a side.
    #[must_use]
    pub const fn member(&self, side: Side) -> usize {
        match side {
            Side::Posting => self.posting,
            Side::Resume => self.resume,
        }
    }
}

/// The ids of documents.
fn ids(documents: &[Document]) -> Ids {
    let of = |side| documents.iter().filter(|one| one.side() == side).map(|one| one.id().to_owned()).collect();
    Ids { postings: of(Side::Posting), resumes: of(Side::Resume) }
}

fn in_order<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut ids: Vec<&str> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn place(members: &[Member], id: &str) -> Option<usize> {
    members.binary_search_by(|member| member.entry.profile.id.as_str().cmp(id)).ok()
}

fn member(engine: &Engine, document: &Document) -> Result<Member> {
    let passages = engine.understand(document).passages;
    let text = passages.iter().map(|passage| passage.text.as_str()).collect::<Vec<_>>().join("\n");
    Ok(Member { entry: engine.entry(document.clone())?, text })
}

/// The strengths of a reckoning that knows every signal.
fn strengths(why: &Reckoning) -> Vec<Option<f64>> {
    let of = |name: &str| {
        let signal = why.signals.iter().find(|signal| signal.reason.signal == name)?;
        (!signal.reason.silent).then_some(signal.reason.strength)
    };
    SIGNALS.iter().map(|signal| of(signal.name)).collect()
}
