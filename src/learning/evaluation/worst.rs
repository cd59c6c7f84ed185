//! The worst queries: what was ranked first, what should have been, and why it was not.

use super::lists::List;
use super::lists::Lists;
use super::measures::Measure;
use super::pairs::JudgedPairs;
use super::scores::Scores;
use super::scores::other;
use crate::engine::Engine;
use crate::ranking::Verdict;
use crate::ranking::Weights;

/// How many of a query's first are shown, and how many that should have been among them.
const SHOWN: (usize, usize) = (5, 3);

/// A query that is answered badly.
#[derive(Clone, Debug, PartialEq)]
pub struct Worst {
    /// The query's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its value of [`Measure::HEADLINE`].
    pub value: f64,
    /// The first of its list.
    pub first: Vec<Listed>,
    /// The best judged that stand lower than they should, the highest grade and the lowest rank first.
    pub missed: Vec<Listed>,
}

/// One document of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Where it stands, from 1.
    pub rank: usize,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What the judge said, 0 to 3.
    pub grade: u32,
    /// Its score, 0 to 1.
    pub score: f64,
    /// Why gates fail, a sentence each.
    pub barred: Vec<String>,
    /// What adds up to the score, a sentence each.
    pub reasons: Vec<String>,
}

/// The worst queries of weights by the headline measure, the worst first, at most so many; those without fault are left out.
#[must_use]
pub fn worst(engine: &Engine, weights: &Weights, pairs: &JudgedPairs, lists: &Lists, most: usize) -> Vec<Worst> {
    let scores = Scores::of_weights("", pairs, weights);
    let mut valued: Vec<(f64, &List)> = lists
        .lists
        .iter()
        .filter_map(|list| Some((Measure::HEADLINE.of(list, pairs, &scores)?, list)))
        .filter(|(value, _)| *value < 1.0 - 1e-9)
        .collect();
    valued.sort_by(|a, b| a.0.total_cmp(&b.0));
    let told = |(value, list): (f64, &List)| {
        let query = &pairs.members(lists.by)[list.query].entry.profile;
        let ranked = list.ranked(&scores);
        let listed = |rank: usize| listed(engine, weights, pairs, lists, (rank, ranked[rank - 1]));
        let first = (1..=ranked.len().min(SHOWN.0)).map(listed).collect();
        let missed = missed(&ranked, pairs).into_iter().take(SHOWN.1).map(listed).collect();
        Worst { id: query.id.clone(), title: query.title.clone(), value, first, missed }
    };
    valued.into_iter().take(most).map(told).collect()
}

/// The ranks of those that stand below one of a lower grade, the highest grade first and of one grade the lowest rank.
fn missed(ranked: &[usize], pairs: &JudgedPairs) -> Vec<usize> {
    let grade = |rank: usize| pairs.pairs()[ranked[rank - 1]].grade;
    let at_least = |least: u32| ranked.iter().filter(|&&at| pairs.pairs()[at].grade >= least).count();
    let mut missed: Vec<usize> =
        (1..=ranked.len()).filter(|&rank| grade(rank) > 0 && rank > at_least(grade(rank))).collect();
    missed.sort_by(|&a, &b| grade(b).cmp(&grade(a)).then(b.cmp(&a)));
    missed
}

fn listed(
    engine: &Engine,
    weights: &Weights,
    pairs: &JudgedPairs,
    lists: &Lists,
    (rank, at): (usize, usize),
) -> Listed {
    let pair = &pairs.pairs()[at];
    let document = &pairs.members(other(lists.by))[pair.member(other(lists.by))].entry.profile;
    let why = engine.why(&pairs.postings()[pair.posting].entry, &pairs.resumes()[pair.resume].entry, weights);
    let failed = why.gates.iter().filter(|gate| gate.verdict == Verdict::Fail);
    Listed {
        rank,
        id: document.id.clone(),
        title: document.title.clone(),
        grade: pair.grade,
        score: why.score(),
        barred: failed.map(|gate| format!("{}: {}", gate.gate, gate.because)).collect(),
        reasons: why.signals.iter().map(|signal| signal.reason.to_string()).collect(),
    }
}
