//! What is asked of whole populations, and how it is cut into parts.

use serde::Deserialize;
use serde::Serialize;

use super::population::Population;
use crate::documents::Side;
use crate::error::Error;
use crate::error::Result;
use crate::index::LANES;
use crate::ranking::SIGNALS;
use crate::ranking::Weights;

/// What is asked of every pair of two populations.
#[derive(Clone, Debug)]
pub struct Job {
    /// What each signal counts.
    pub weights: Weights,
    /// How many pairs are kept of each document of [`Job::by`], the best; all where there is none.
    pub top: Option<usize>,
    /// Whose pairs are told together and ranked against each other.
    pub by: Side,
    /// The least score that is kept.
    pub at_least: f64,
    /// Leaves out the pairs that fail the gate of place or of pay; else they come after all others of the same document.
    pub passing: bool,
    /// Finds the best through the index of the others' catalog, in place of scoring all pairs: a few of the true best are
    /// missed ([`Run::recall`](super::Run::recall) tells how many). Only where [`Job::top`] says how many are wanted.
    pub through_index: bool,
    /// How many bytes of memory the documents and pairs that are held at a time may take, about.
    pub memory: u64,
}

impl Default for Job {
    /// All pairs of each résumé, by the starting weights, in 512 MiB.
    fn default() -> Self {
        Self {
            weights: Weights::default(),
            top: None,
            by: Side::Resume,
            at_least: 0.0,
            passing: false,
            through_index: false,
            memory: 512 << 20,
        }
    }
}

/// How many documents are held at a time. What comes out is the same for any; only how long a part takes differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// How many documents of [`Job::by`] make a part: what is written, and kept where the rest breaks off.
    pub part: usize,
    /// How many of the others are held against them at a time.
    pub block: usize,
}

/// About how many pairs make a part: a few seconds' work, so that little is lost where it breaks off.
const PAIRS: usize = 50_000_000;

/// What sixteen résumés take as they lie side by side, in bytes, about.
const SIXTEEN: u64 = 512 << 10;

/// For how many threads memory is set aside: not for how many there are, so that a job is cut the same on any number.
const THREADS: u64 = 16;

impl Plan {
    /// How a job is cut so that it keeps to its memory.
    ///
    /// # Errors
    /// [`Error::Usage`] when the memory is too small for the job.
    pub fn of(job: &Job, postings: &Population, resumes: &Population) -> Result<Self> {
        let (outer, inner) = match job.by {
            Side::Resume => (resumes, postings),
            Side::Posting => (postings, resumes),
        };
        let free = job.memory.saturating_sub(THREADS * SIXTEEN);
        let pair = 8 * (SIGNALS.len() as u64 + 3);
        let kept = job.top.unwrap_or(usize::MAX).min(inner.len()) as u64 * pair;
        // An eighth for a part, and as much for the one before, which is written meanwhile; a quarter for the documents beside
        // it; the rest for what is written and read on the way.
        let most = |bytes: u64, each: u64| usize::try_from(bytes / each.max(1)).unwrap_or(usize::MAX);
        let part = most(free / 8, kept + outer.each).min(PAIRS.div_ceil(inner.len().max(1)).max(256));
        let block = most(free / 4, inner.each).min(inner.len().max(1));
        if part == 0 || block < LANES.min(inner.len()) {
            let least = THREADS * SIXTEEN + 8 * (kept + outer.each).max(LANES as u64 * inner.each);
            return Err(Error::Usage {
                problem: format!("{} MiB of memory are too little for this job", job.memory >> 20),
                remedy: format!(
                    "give at least {} MiB, or keep fewer pairs of each document; what was read is kept for it",
                    (least >> 20) + 1
                ),
            });
        }
        // Fewer than sixteen leave lanes empty, which takes longer, but needs no more memory than there is.
        let part = if part < LANES { part } else { part / LANES * LANES };
        Ok(Self { part: part.min(outer.len().max(1)), block })
    }
}
