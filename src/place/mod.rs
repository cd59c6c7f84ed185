//! Place: where the work is done, and from where one may do it.
//!
//! [`read`] understands a posting's place tag, title and body; [`read_person`] a person's own line ([`read_person_with`]: and their summary); [`parse_countries`]
//! what someone types as a filter. [`Place::allows`] and [`Place::compatibility`] hold one against the other.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::codes::Country;
use crate::tables::Table;

mod cues;
mod gazetteer;
mod heading;
mod person;
mod reach;
mod resolve;
mod statements;
mod surroundings;
mod tag;
#[cfg(test)]
mod tests;
mod week;
mod wishes;
mod wording;
mod words;

pub use heading::is_place;
pub use heading::is_town;
pub use person::parse_countries;
pub use person::read_person;
pub use person::read_person_with;
pub use reach::Reach;
pub use reach::Saying;
pub use reach::country_name;

/// The tables that places are read with.
pub(crate) static TABLES: [Table; 5] = [
    ("places/cities.tsv", gazetteer::CITIES),
    ("places/countries.tsv", gazetteer::COUNTRIES),
    ("places/cues.tsv", cues::TABLE),
    ("places/regions.tsv", gazetteer::REGIONS),
    ("places/subdivisions.tsv", gazetteer::SUBDIVISIONS),
];

/// How the work is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// From anywhere in the stated countries.
    Remote,
    /// Part of the week at a site.
    Hybrid,
    /// At a site.
    Onsite,
}

/// Where the work is done and from where one may do it; for a person: where they are and how they wish to work.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// How the work is done; `None` where nothing says.
    pub mode: Option<Mode>,
    /// The countries it may be done from, sorted; regions are spelled out as their countries. Empty where unrestricted or unstated.
    pub countries: Vec<Country>,
    /// True where the text says that any country will do ("Anywhere in the World"); tells unrestricted from unstated.
    pub anywhere: bool,
    /// First-level subdivisions (ISO 3166-2, `US-CA`) that are named, sorted.
    pub subdivisions: Vec<String>,
    /// Cities that are named, in order.
    pub cities: Vec<String>,
    /// The words the place was read from.
    pub text: String,
    /// For a person: true where they say that they would move.
    #[serde(default)]
    pub would_move: bool,
    /// For a person who would move: the countries they would move within or to, sorted; empty where no limit is stated.
    #[serde(default)]
    pub moves_to: Vec<Country>,
}

/// A place, and what had to be assumed to read it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceReading {
    /// The place.
    pub place: Place,
    /// Conflicts and assumptions, in words.
    pub notes: Vec<String>,
}

/// A tag that names more countries than this, or a region, is a vague one: the body may narrow it.
const VAGUE: usize = 5;

/// Reads where a posting's work is done, from its place tag, title and body, and the mode that its format states.
///
/// The mode is the stated one; else what the body says of this role; else the tag's (a tag that names the whole world and
/// no city says remote); else the title's; else what the body says of the company as a rule. The countries are the tag's; where it names none, or more than a few, the body's
/// and the title's restrictions ("must reside in the United States") count; where body or title let the role be done
/// remotely from more countries than the tag names, those count. Company boilerplate says nothing.
#[must_use]
pub fn read(tag: Option<&str>, title: &str, body: &str, stated_mode: Option<Mode>) -> PlaceReading {
    let stated_tag = tag.map_or("", str::trim);
    let tag_text = if stated_tag.is_empty() { heading::place_line(body).unwrap_or_default() } else { stated_tag };
    let tag = tag::read_tag(tag_text);
    let title_reading = tag::read_title(title);
    let said = statements::read_statements(body);
    let mut notes = Vec::new();
    let (mode, mode_text) = choose_mode(stated_mode, &tag, &title_reading, &said, &mut notes);
    let remote = mode == Some(Mode::Remote);
    let (gathered, place_text) = choose_countries(&tag, title, &title_reading, &said, remote, &mut notes);
    let named = !gathered.countries.is_empty();
    let body_anywhere = if tag.gathered.world { None } else { said.anywhere };
    let anywhere = !named && (gathered.world || body_anywhere.is_some());
    let text = if tag_text.is_empty() {
        place_text.or(body_anywhere).or(mode_text).unwrap_or_default()
    } else {
        tag_text.to_owned()
    };
    let place = Place {
        mode,
        countries: gathered.countries.into_iter().collect(),
        anywhere,
        subdivisions: gathered.subdivisions.into_iter().collect(),
        cities: gathered.cities,
        text,
        would_move: false,
        moves_to: Vec::new(),
    };
    PlaceReading { place, notes }
}

/// The mode, and the words of the body or title that give it.
fn choose_mode(
    stated: Option<Mode>,
    tag: &tag::TagReading,
    title: &tag::TagReading,
    said: &statements::Statements,
    notes: &mut Vec<String>,
) -> (Option<Mode>, Option<String>) {
    if let Some(mode) = stated {
        return (Some(mode), None);
    }
    if said.several_modes || (tag.several_modes && said.strong.is_none()) {
        notes.push("several ways of work are offered; the most permissive one is taken".to_owned());
    }
    if let Some((mode, text)) = &said.strong {
        if title.mode == Some(Mode::Remote) && tag.mode == Some(Mode::Remote) && *mode != Mode::Remote {
            notes.push(format!("tag and title say remote, the text says {}: \"{text}\"", mode.word()));
            return (Some(Mode::Remote), None);
        }
        if let Some(other) = tag.mode.filter(|other| other != mode) {
            notes.push(format!("the tag says {}, the text says {}: \"{text}\"", other.word(), mode.word()));
        }
        return (Some(*mode), Some(text.clone()));
    }
    if let Some(mode) = tag.mode.or(title.mode).or_else(|| tag.gathered.is_world_alone().then_some(Mode::Remote)) {
        return (Some(mode), None);
    }
    said.weak.as_ref().map_or((None, None), |(mode, text)| (Some(*mode), Some(text.clone())))
}

/// The places that count, and the words of the body or title that give them.
fn choose_countries(
    tag: &tag::TagReading,
    title: &str,
    title_reading: &tag::TagReading,
    said: &statements::Statements,
    remote: bool,
    notes: &mut Vec<String>,
) -> (resolve::Gathered, Option<String>) {
    let from_title =
        (!title_reading.gathered.countries.is_empty()).then(|| (title_reading.gathered.clone(), title.to_owned()));
    let mut chosen = tag.gathered.clone();
    let mut text = None;
    for (other, quote) in [said.countries.clone(), from_title].into_iter().flatten() {
        if chosen.countries.is_empty() {
            if chosen.world {
                notes.push(format!("the tag says anywhere, the text restricts it: \"{quote}\""));
            }
            chosen = other;
            text = Some(quote);
            continue;
        }
        let vague = chosen.region || chosen.countries.len() > VAGUE;
        let both: BTreeSet<Country> = chosen.countries.intersection(&other.countries).copied().collect();
        if both.is_empty() && text.is_none() {
            notes.push(format!("the text names other places than the tag, which is kept: \"{quote}\""));
        } else if vague && !both.is_empty() && both.len() < chosen.countries.len() {
            notes.push(format!("the text narrows the places: \"{quote}\""));
            chosen = resolve::Gathered { countries: both, ..other };
            text = Some(quote);
        }
    }
    let titled = Some((title_reading.gathered.clone(), title.to_owned()));
    for (wider, quote) in said.remote_from.iter().chain(&titled).filter(|_| remote) {
        if text.is_some() {
            break;
        }
        let widens = !chosen.countries.is_empty() && !chosen.region && wider.countries.len() > chosen.countries.len();
        if widens && wider.countries.is_superset(&chosen.countries) {
            notes.push(format!("the text names more places than the tag: \"{quote}\""));
            chosen.countries.clone_from(&wider.countries);
            text = Some(quote.clone());
        }
    }
    (chosen, text)
}

impl Mode {
    /// The mode in one English word or two.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Remote => "remote",
            Self::Hybrid => "hybrid",
            Self::Onsite => "on site",
        }
    }
}
