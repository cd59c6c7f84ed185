//! What comes of an argument.

use serde::Serialize;

use super::edits::Edit;
use crate::documents::Document;
use crate::documents::Side;

/// What would change a score, and what would not.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Answer {
    /// Whose changes these are: a person's of the résumé, or an employer's of the posting.
    pub side: Side,
    /// The posting's id.
    pub posting: String,
    /// The résumé's id.
    pub resume: String,
    /// Where the pair stands as it is.
    pub now: Standing,
    /// The changes that raise the rank, most first; where there is nothing to rank among, those that raise the score.
    pub changes: Vec<Change>,
    /// An employer: what each change of the posting does to the list of people, the one that brings most first.
    pub demands: Vec<Demand>,
    /// Of how many of the best [`Answer::demands`] tells.
    pub best: usize,
    /// How many changes were tried, each by reading, embedding and scoring the changed document.
    pub tried: usize,
    /// What else must be said: that nothing small helps, or that no change opens a deal-breaker.
    pub note: Option<String>,
}

/// Where a pair stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Standing {
    /// The score.
    pub score: f64,
    /// The deal-breakers that fail.
    pub fails: Vec<&'static str>,
    /// Its rank, from 1, in the list that `rank` gives whoever asks; `None` where there is nothing to rank among.
    pub rank: Option<usize>,
    /// How many results that list has.
    pub of: Option<usize>,
    /// The person's rank, from 1, among other people for this posting; `None` where there are none.
    pub among_people: Option<usize>,
    /// How many people these are, this one among them.
    pub people: Option<usize>,
}

/// A change that helps.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// What is changed: one thing, or two where one alone does not do it.
    pub edits: Vec<Edit>,
    /// The same in words.
    pub words: String,
    /// Where the pair then stands.
    pub then: Standing,
    /// The deal-breakers that fail no more: all that did.
    pub mends: Vec<&'static str>,
    /// The changed document, for a ranking of one's own.
    #[serde(skip)]
    pub document: Document,
}

/// What a change of a posting does to the list of people.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Demand {
    /// The change.
    pub edit: Edit,
    /// The same in words.
    pub words: String,
    /// The ids of those who are then among the best and were not, best first.
    pub brings: Vec<String>,
    /// How many people fail a deal-breaker no more.
    pub opens: usize,
    /// The changed posting, for a ranking of one's own.
    #[serde(skip)]
    pub document: Document,
}
