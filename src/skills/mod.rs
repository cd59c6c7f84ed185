//! Skills: the taxonomy, and where a text asks for or shows its entries.

mod alternatives;
mod belief;
mod claims;
mod context;
mod cues;
mod duties;
mod find;
mod fluency;
mod forms;
mod hierarchy;
mod kinship;
mod need;
mod negation;
mod occupations;
mod reading;
mod shared_words;
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

use crate::tables::Table;

pub(crate) use claims::{Claim, Claims, known_marks};
pub use find::Mention;
pub use fluency::Fluency;
pub use kinship::{CHILD_SHOWN, GRANDCHILD_SHOWN, PARENT_SHOWN, RELATED, SIBLING, SPECIFIC_PARENT};
pub use occupations::Occupation;
pub use table::{Entry, Kind, TELLING_UNKNOWN};
pub(crate) use table::{HEADER, HEADER_WITH_CODES, Row, Sort, rows as read_rows};
pub use taxonomy::Taxonomy;
pub(crate) use taxonomy::{AREAS, TABLES as BUILTIN_TABLES};

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
#[serde(from = "Written", into = "Written")]
pub struct Skill {
    /// The row in the taxonomy.
    pub id: SkillId,
    /// How much it is wanted.
    pub need: Need,
    /// Years of it: the least asked, or those held; `None` where the text gives none.
    pub years: Option<f32>,
    /// How well a language of people is asked for, at the least, or known; `None` of anything else, and where the text does
    /// not tell.
    pub fluency: Option<Fluency>,
    /// The words it was found in, quoted exactly.
    pub evidence: String,
    /// Skills of a document with the same number are alternatives, one of which is enough ("Java, Go or similar").
    pub group: Option<u16>,
}

/// A skill as it is kept. A language has a level and no years, anything else at most years, so that what was kept before
/// there were levels reads the same.
#[derive(Serialize, Deserialize)]
struct Written {
    id: SkillId,
    need: Need,
    extent: Extent,
    evidence: String,
    group: Option<u16>,
}

/// How much of a skill. The first two are the forms of an absent and a present number.
#[derive(Serialize, Deserialize)]
enum Extent {
    Unstated,
    Years(f32),
    Fluency(Fluency),
}

impl From<Skill> for Written {
    fn from(skill: Skill) -> Self {
        let extent = match (skill.fluency, skill.years) {
            (Some(fluency), _) => Extent::Fluency(fluency),
            (None, Some(years)) => Extent::Years(years),
            (None, None) => Extent::Unstated,
        };
        Self { id: skill.id, need: skill.need, extent, evidence: skill.evidence, group: skill.group }
    }
}

impl From<Written> for Skill {
    fn from(kept: Written) -> Self {
        let (years, fluency) = match kept.extent {
            Extent::Unstated => (None, None),
            Extent::Years(years) => (Some(years), None),
            Extent::Fluency(fluency) => (None, Some(fluency)),
        };
        Self { id: kept.id, need: kept.need, years, fluency, evidence: kept.evidence, group: kept.group }
    }
}

/// The tables that profiles depend on, save the taxonomy's own.
pub(crate) static TABLES: [Table; 1] = [("fluency.tsv", fluency::TABLE)];

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
