//! What a system says of judged pairs: weights, baselines, and the runs of other systems.

use rayon::prelude::*;

use super::super::run::Run;
use super::lists::Lists;
use super::pairs::JudgedPairs;
use super::pairs::Member;
use crate::documents::Side;
use crate::ranking::Weights;
use crate::words::Bm25;
use crate::words::CharacterNgrams;

/// What a system says of each judged pair, in the order of [`JudgedPairs::pairs`].
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    /// What the system is called.
    pub name: String,
    /// What it orders by, the higher the better; `None` where it does not list the pair. Of weights: the score, and one less
    /// where a gate fails, which is the order in which `rank` answers.
    pub standings: Vec<Option<f64>>,
    /// The score itself; `None` where it does not list the pair.
    pub scores: Vec<Option<f64>>,
    /// How likely each pair suits, 0 to 1; `None` where the system is not calibrated.
    pub probabilities: Option<Vec<f64>>,
}

impl Scores {
    /// The scores of weights, in the order in which `rank` answers.
    #[must_use]
    pub fn of_weights(name: &str, pairs: &JudgedPairs, weights: &Weights) -> Self {
        let scores: Vec<f64> = pairs.pairs().iter().map(|pair| weights.score(&pair.strengths)).collect();
        let standing = |(score, barred): (&f64, bool)| Some(score - f64::from(u8::from(barred)));
        let barred = pairs.pairs().iter().map(|pair| pair.barred);
        Self {
            name: name.to_owned(),
            standings: scores.iter().zip(barred).map(standing).collect(),
            probabilities: scores.iter().map(|&score| weights.probability(score)).collect(),
            scores: scores.into_iter().map(Some).collect(),
        }
    }

    /// The same in order of score alone: a failed gate changes nothing.
    #[must_use]
    pub fn without_gates(self, name: &str) -> Self {
        Self { name: name.to_owned(), standings: self.scores.clone(), ..self }
    }

    /// The cosine of the two texts' vectors, 0 where the model knows nothing of one.
    #[must_use]
    pub fn cosine(pairs: &JudgedPairs) -> Self {
        let cosine = |posting: &Member, resume: &Member| -> Option<f64> {
            Some(f64::from(posting.entry.codes.as_ref()?.cosine(resume.entry.codes.as_ref()?)))
        };
        let of =
            |posting: usize, resume: usize| cosine(&pairs.postings()[posting], &pairs.resumes()[resume]).unwrap_or(0.0);
        let scores = pairs.pairs().iter().map(|pair| of(pair.posting, pair.resume)).collect();
        Self::plain("cosine", scores)
    }

    /// BM25 of the other side's judged documents, each query's whole text asking.
    #[must_use]
    pub fn bm25(pairs: &JudgedPairs, by: Side) -> Self {
        let index = Bm25::new(&texts(pairs.members(other(by))));
        Self::lexical("bm25", pairs, by, |query| index.scores(query))
    }

    /// The TF-IDF of character n-grams, likewise.
    #[must_use]
    pub fn character_ngrams(pairs: &JudgedPairs, by: Side) -> Self {
        let index = CharacterNgrams::new(&texts(pairs.members(other(by))));
        Self::lexical("ngrams", pairs, by, |query| index.scores(query))
    }

    /// What a run lists, its queries of the side that asks.
    #[must_use]
    pub fn of_run(name: &str, pairs: &JudgedPairs, by: Side, run: &Run) -> Self {
        let id = |side: Side, place: usize| pairs.members(side)[place].entry.profile.id.as_str();
        let scores: Vec<Option<f64>> = pairs
            .pairs()
            .par_iter()
            .map(|pair| {
                let list = run.list(id(by, pair.member(by)));
                let document = id(other(by), pair.member(other(by)));
                list.iter().find(|(listed, _)| listed == document).map(|(_, score)| *score)
            })
            .collect();
        Self { name: name.to_owned(), standings: scores.clone(), scores, probabilities: None }
    }

    /// The ranking of all lists, as a run.
    #[must_use]
    pub fn run(&self, pairs: &JudgedPairs, lists: &Lists) -> Run {
        let of = |list: &super::List| {
            let document = |pair: usize| {
                let document = &pairs.members(other(lists.by))[pairs.pairs()[pair].member(other(lists.by))];
                Some((document.entry.profile.id.as_str(), self.standings[pair]?))
            };
            list.pairs.iter().filter_map(|&pair| document(pair)).collect::<Vec<_>>()
        };
        Run::of(
            lists.lists.iter().map(|list| (pairs.members(lists.by)[list.query].entry.profile.id.as_str(), of(list))),
        )
    }

    fn lexical(name: &str, pairs: &JudgedPairs, by: Side, rank: impl Fn(&str) -> Vec<f32> + Sync) -> Self {
        let found: Vec<Vec<f32>> = pairs.members(by).par_iter().map(|query| rank(&query.text)).collect();
        let score = |query: usize, document: usize| f64::from(found[query][document]);
        let scores = pairs.pairs().iter().map(|pair| score(pair.member(by), pair.member(other(by)))).collect();
        Self::plain(name, scores)
    }

    fn plain(name: &str, scores: Vec<f64>) -> Self {
        let scores: Vec<Option<f64>> = scores.into_iter().map(Some).collect();
        Self { name: name.to_owned(), standings: scores.clone(), scores, probabilities: None }
    }
}

/// The side that is ranked for one that asks.
pub(super) const fn other(side: Side) -> Side {
    match side {
        Side::Posting => Side::Resume,
        Side::Resume => Side::Posting,
    }
}

fn texts(members: &[Member]) -> Vec<&str> {
    members.iter().map(|member| member.text.as_str()).collect()
}
