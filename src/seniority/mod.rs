//! Seniority: one ladder of levels, two tracks, and the years asked or held.

use serde::{Deserialize, Serialize};

/// A rung of the ladder, lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Intern, trainee, apprentice, working student.
    Intern,
    /// Junior, entry level, graduate, associate.
    Junior,
    /// Mid, intermediate, II.
    Mid,
    /// Senior, III.
    Senior,
    /// Staff, lead, IV.
    Staff,
    /// Principal, distinguished, fellow, architect, V.
    Principal,
    /// Director, head of.
    Director,
    /// Vice president, chief officer.
    Executive,
}

/// Whether a role does the work or leads those who do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Track {
    /// Does the work.
    Individual,
    /// Leads the people who do it.
    Management,
}

/// What gave the level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// A word of the title.
    Title,
    /// Years of experience, asked or held.
    Years,
    /// A level stated in the text.
    Statement,
}

/// Years of experience: asked by a posting, held by a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Years {
    /// The least, in years.
    pub min: Option<f32>,
    /// The most, in years.
    pub max: Option<f32>,
}

/// Where a role or a person stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Seniority {
    /// The rung; `None` where nothing says.
    pub level: Option<Level>,
    /// The track; individual where nothing says otherwise.
    pub track: Track,
    /// What gave the level; `None` exactly where the level is.
    pub source: Option<Source>,
    /// Years of experience, overall.
    pub years: Years,
    /// The words that gave level and years, quoted; empty where none did.
    pub evidence: String,
}
