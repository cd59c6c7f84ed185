//! Skills: the taxonomy, and where a text asks for or shows its entries.

mod alternatives;
mod belief;
mod context;
mod cues;
mod find;
mod forms;
mod kinship;
mod need;
mod negation;
mod reading;
mod story;
mod table;
mod taxonomy;
mod tokens;
mod trie;
mod vocabulary;
mod years;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use find::Mention;
pub use kinship::{CHILD_SHOWN, GRANDCHILD_SHOWN, PARENT_SHOWN, RELATED, SIBLING, SPECIFIC_PARENT};
pub use table::{Entry, Kind, TELLING_UNKNOWN};
pub use taxonomy::Taxonomy;

/// The row of a skill in the taxonomy it was found with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SkillId(pub u32);

/// How much a text wants a skill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Need {
    /// Named without being asked for: benefits, the company's own story.
    Mentioned,
    /// Wished for.
    Preferred,
    /// Asked for.
    Required,
    /// Shown by a person.
    Shown,
}

/// One skill of one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Skill {
    /// The row in the taxonomy.
    pub id: SkillId,
    /// How much it is wanted.
    pub need: Need,
    /// Years of it: the least asked, or those held; `None` where the text gives none.
    pub years: Option<f32>,
    /// The words it was found in, quoted exactly.
    pub evidence: String,
    /// Skills of a document with the same number are alternatives, one of which is enough ("Java, Go or similar").
    pub group: Option<u16>,
}

/// What sort of text a passage is: how far an ordinary noun in it may be taken for the name of a skill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// The title of a document or of a position.
    Title,
    /// A list of skills, in which short names ("Go", "R") may be believed.
    Listing,
    /// What one must bring, line by line.
    Demands,
    /// What one will do.
    Duties,
    /// Anything else.
    Prose,
}

/// A stretch of a document, and what a skill named there means unless the words say otherwise.
#[derive(Clone, Debug)]
pub struct Passage<'a> {
    /// The text, lines kept.
    pub text: &'a str,
    /// What a skill named here is, unless a phrase says otherwise.
    pub need: Need,
    /// What sort of text it is.
    pub setting: Setting,
    /// The months a position lasted, as (first, last) counted from year 0, where the passage describes a dated position.
    pub months: Option<(i32, i32)>,
}
