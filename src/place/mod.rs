//! Place: where the work is done, and from where one may do it.

use serde::{Deserialize, Serialize};

use crate::codes::Country;

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
}
