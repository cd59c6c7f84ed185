//! The pairs of a finished part, as they are written.

use std::sync::Arc;

use super::kept::Kept;
use super::kept::Pair;
use super::stats::Stats;
use crate::documents::Side;
use crate::ranking::SIGNALS;
use crate::ranking::Verdict;
use crate::ranking::Weights;

/// One pair as it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row<'a> {
    /// The posting's id.
    pub posting: &'a str,
    /// The résumé's id.
    pub resume: &'a str,
    /// The place of the pair among those of the document whose pairs are told together, from 1.
    pub rank: u32,
    /// The score: the sum of the contributions.
    pub score: f64,
    /// How likely a judge would call the match worth an application or an interview; `None` where the weights are not
    /// calibrated.
    pub probability: Option<f64>,
    /// What each signal adds to the score, in the order of [`SIGNALS`](crate::ranking::SIGNALS).
    pub contributions: &'a [f64],
    /// The gates that are failed or unknown ("place: fail; pay: unknown"); empty where none is.
    pub gates: &'a str,
}

/// What a column of rows holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Text,
    Whole,
    Number,
    /// A number, or nothing.
    PerhapsNumber,
}

/// The columns that rows are written in, in order.
pub(super) fn columns() -> Vec<(String, Holds)> {
    let first = [
        ("posting", Holds::Text),
        ("resume", Holds::Text),
        ("rank", Holds::Whole),
        ("score", Holds::Number),
        ("probability", Holds::PerhapsNumber),
    ];
    let last = [("gates", Holds::Text), ("version", Holds::Text)];
    let contributions = SIGNALS.iter().map(|signal| (format!("contribution_{}", signal.name), Holds::Number));
    let named = |(name, holds): (&str, Holds)| (name.to_owned(), holds);
    first.map(named).into_iter().chain(contributions).chain(last.map(named)).collect()
}

/// The pairs of some documents of one side, in the order of ids, those of each document in order of rank.
#[derive(Clone, Debug)]
pub struct Part {
    pub(super) by: Side,
    pub(super) weights: Weights,
    /// The ids of the documents whose pairs these are, and their pairs.
    pub(super) kept: Vec<(String, Kept)>,
    /// The ids of the others, by place.
    pub(super) others: Arc<Vec<String>>,
    /// The place of the first of the documents in its population.
    pub(super) begin: usize,
    pub(super) stats: Stats,
}

impl Part {
    /// How many pairs there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept.iter().map(|(_, kept)| kept.len()).sum()
    }

    /// The figures of all pairs of these documents, kept or not.
    #[must_use]
    pub const fn stats(&self) -> &Stats {
        &self.stats
    }

    /// Adds the figures to those of the whole run.
    pub fn add_to(&self, stats: &mut Stats) {
        let first = if self.by == Side::Posting { (self.begin, 0) } else { (0, self.begin) };
        stats.add(&self.stats, first);
    }

    /// For each of the documents its place among them, and the places of the others, best first.
    pub(super) fn own_pairs(&self) -> impl Iterator<Item = (usize, Vec<usize>)> {
        let others = |kept: &Kept| kept.pairs().map(|(pair, _)| pair.other as usize).collect();
        self.kept.iter().enumerate().map(move |(at, (_, kept))| (self.begin + at, others(kept)))
    }

    /// True where there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The pairs.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.kept.iter().flat_map(move |(own, kept)| {
            (1_u32..).zip(kept.pairs()).map(move |(rank, (pair, contributions))| {
                let other = self.others.get(pair.other as usize).map_or("", String::as_str);
                let (posting, resume) = match self.by {
                    Side::Resume => (other, own.as_str()),
                    Side::Posting => (own.as_str(), other),
                };
                let probability = self.weights.probability(pair.score);
                Row { posting, resume, rank, score: pair.score, probability, contributions, gates: gates(pair) }
            })
        })
    }
}

/// The gates that are failed or unknown, in words.
const fn gates(pair: &Pair) -> &'static str {
    match (pair.place, pair.pay) {
        (Some(Verdict::Fail), Some(Verdict::Fail)) => "place: fail; pay: fail",
        (Some(Verdict::Fail), Some(Verdict::Unknown)) => "place: fail; pay: unknown",
        (Some(Verdict::Fail), _) => "place: fail",
        (Some(Verdict::Unknown), Some(Verdict::Fail)) => "place: unknown; pay: fail",
        (Some(Verdict::Unknown), Some(Verdict::Unknown)) => "place: unknown; pay: unknown",
        (Some(Verdict::Unknown), _) => "place: unknown",
        (_, Some(Verdict::Fail)) => "pay: fail",
        (_, Some(Verdict::Unknown)) => "pay: unknown",
        _ => "",
    }
}
