//! Seniority: one ladder of levels, two tracks, and the years asked or held.

mod leading;
mod numerals;
mod plain;
mod stated;
mod statement;
mod text;
mod title;
mod unranked;

pub use plain::without_level;
pub use stated::level_of_field;

use serde::{Deserialize, Serialize};

use crate::tables::Table;
use text::Speaker;

/// The table that levels are read with.
pub(crate) static TABLES: [Table; 1] = [("seniority.tsv", title::TABLE)];

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

impl Level {
    /// All rungs, lowest first.
    pub const ALL: [Self; 8] = [
        Self::Intern,
        Self::Junior,
        Self::Mid,
        Self::Senior,
        Self::Staff,
        Self::Principal,
        Self::Director,
        Self::Executive,
    ];

    /// The name of the rung, in lower case: the one that it has in every table, answer and flag.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Intern => "intern",
            Self::Junior => "junior",
            Self::Mid => "mid",
            Self::Senior => "senior",
            Self::Staff => "staff",
            Self::Principal => "principal",
            Self::Director => "director",
            Self::Executive => "executive",
        }
    }

    /// The rung of a name ("senior"), in any case; `None` where there is none.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name().eq_ignore_ascii_case(name))
    }
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

/// A position that a person held.
#[derive(Clone, Copy, Debug)]
pub struct Held<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its first and last month, counted from year 0; `None` where it is not dated.
    pub months: Option<(i32, i32)>,
    /// What was done there.
    pub text: &'a str,
}

/// Least years, asked or held, from which a level follows where no word names one: the lowest rung whose bound is not
/// passed.
const LEVEL_FROM_YEARS: [(f32, Level); 3] = [(5.0, Level::Senior), (2.0, Level::Mid), (0.0, Level::Junior)];

/// The seniority a posting asks for: the level from the title, else from a statement in the text, else from the years
/// asked.
#[must_use]
pub fn of_posting(title: &str, text: &str) -> Seniority {
    let mut named = title::read(title);
    // The lower of two alternatives counts, also where it has no level.
    if let Some(lower) = unranked::offered(title).filter(|lower| *lower < named.level) {
        named.level = lower;
    }
    let (mut years, mut quote) = text::years(text, Speaker::Company);
    if years == Years::default()
        && let Some(titled) = text::years_in_title(title)
    {
        (years, quote) = titled;
    }
    let stated = if named.level.is_none() { statement::read(text) } else { None };
    let by_years = years.min.and_then(level_from_years);
    let (level, source, words) = match (named.level, stated, by_years) {
        (Some(level), _, _) => (Some(level), Some(Source::Title), named.words),
        (None, Some((level, words)), _) => (Some(level), Some(Source::Statement), words),
        (None, None, Some(level)) if named.track == Track::Individual => {
            (Some(level), Some(Source::Years), String::new())
        }
        (None, None, _) => (None, None, String::new()),
    };
    let evidence = [words, quote].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ");
    Seniority { level, track: named.track, source, years, evidence }
}

/// The seniority a person holds: the level from the headline or the latest position, else from the years held, which
/// are those of all dated positions without counting any month twice, or those the summary states. The track is that of
/// headline and latest title, or management where the latest position's account tells of a team led.
#[must_use]
pub fn of_person(headline: &str, positions: &[Held<'_>], summary: &str) -> Seniority {
    let latest = positions.first().map_or("", |position| position.title);
    let named = [headline, latest].into_iter().map(highest).find(|named| named.level.is_some());
    let tracks = || [headline, latest].into_iter().map(|title| title::read(title).track);
    let leads = || {
        let account = positions.first().map_or("", |position| position.text);
        leading::said_in(account).is_some() && !leading::is_refused_in(summary)
    };
    let interns = named.as_ref().is_some_and(|named| named.level == Some(Level::Intern));
    let led = tracks().any(|track| track == Track::Management) || !interns && leads();
    let track = if led { Track::Management } else { Track::Individual };
    let (stated, quote) = text::years(summary, Speaker::Person);
    let dated = years_held(positions);
    let held = match (dated, stated.min) {
        (Some(dated), Some(stated)) => Some(dated.max(stated)),
        (dated, stated) => dated.or(stated),
    };
    let years = Years { min: held, max: None };
    let (level, source, words) = match (named, held.and_then(level_from_years)) {
        (Some(named), _) => (named.level, Some(Source::Title), named.words),
        (None, Some(level)) => (Some(level), Some(Source::Years), quote),
        (None, None) => (None, None, String::new()),
    };
    Seniority { level, track, source, years, evidence: words }
}

/// What a person's title names: of several that they hold ("Head of Bread / Associate Baker") the highest, where a
/// posting's would be alternatives.
fn highest(title: &str) -> title::Named {
    let parts = title.split(" / ").flat_map(|part| part.split(" | "));
    let read = parts.map(title::read).max_by_key(|named| (named.level, named.track == Track::Management));
    read.unwrap_or_else(|| title::read(title))
}

impl Seniority {
    /// The same, with `years` as the years held where none are known, and the level that follows from them where none
    /// is: the years of a person's longest-used skill are a lower bound of their experience.
    #[must_use]
    pub fn or_years(mut self, years: Option<f32>) -> Self {
        if let (None, Some(years)) = (self.years.min, years) {
            self.years.min = Some(years);
            if self.level.is_none() {
                self.level = level_from_years(years);
                self.source = self.level.map(|_| Source::Years);
            }
        }
        self
    }
}

fn level_from_years(years: f32) -> Option<Level> {
    LEVEL_FROM_YEARS.iter().find(|(least, _)| years >= *least).map(|&(_, level)| level)
}

/// The years that dated positions cover, rounded to a tenth; both end months count.
fn years_held(positions: &[Held<'_>]) -> Option<f32> {
    let mut spans: Vec<(i32, i32)> = positions.iter().filter_map(|position| position.months).collect();
    spans.sort_unstable();
    let (mut total, mut covered) = (0_i32, i32::MIN);
    for (first, last) in spans.iter().copied() {
        let first = first.max(covered.saturating_add(1));
        if last >= first {
            total += last - first + 1;
            covered = last;
        }
    }
    #[allow(clippy::cast_precision_loss)]
    let years = (total as f32 / 1.2).round() / 10.0;
    (!spans.is_empty()).then_some(years)
}

#[cfg(test)]
mod tests;
