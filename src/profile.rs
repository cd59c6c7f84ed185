//! Profiles: both kinds of document become one form that can be compared.

use serde::{Deserialize, Serialize};

use crate::codes::Language;
use crate::documents::Side;
use crate::pay::Pay;
use crate::place::Place;
use crate::seniority::Seniority;
use crate::skills::Skill;

/// A stretch of text to embed, and how much it counts in the document's vector.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WeightedPassage {
    /// The text, without identity.
    pub text: String,
    /// The weight, above zero.
    pub weight: f32,
}

/// What a document says, one form for both sides. What it does not say is absent, never zero.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// The document's id.
    pub id: String,
    /// Which side it is on.
    pub side: Side,
    /// The title, or what the person calls themselves.
    pub title: String,
    /// The company of a posting.
    pub company: Option<String>,
    /// Level, track and years.
    pub seniority: Seniority,
    /// What is offered or asked.
    pub pay: Option<Pay>,
    /// Where, and how.
    pub place: Place,
    /// The skills, each once, strongest need first.
    pub skills: Vec<Skill>,
    /// The language of the text.
    pub language: Option<Language>,
    /// What to embed; their weighted, normalized sum is the document's vector.
    pub passages: Vec<WeightedPassage>,
    /// What could not be read or had to be assumed.
    pub notes: Vec<String>,
}
