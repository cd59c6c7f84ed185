//! A posting's place held against a person's: may this person do this job from where they are, and how well does it suit.

use super::Mode;
use super::Place;
use super::gazetteer::GAZETTEER;
use crate::codes::Country;

/// Whether a person may do a job from where they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// They may.
    Yes,
    /// They may not.
    No,
    /// The texts do not tell.
    Unknown,
}

/// The everyday English name of a country ("Poland", "the United States").
#[must_use]
pub fn country_name(country: Country) -> String {
    let name = GAZETTEER.country_name(country).unwrap_or_else(|| country.name());
    let article = matches!(country.code(), "US" | "GB" | "NL" | "AE" | "PH" | "CZ" | "DO" | "BS" | "GM" | "CF" | "CD")
        && name != "Czechia";
    if article { format!("the {name}") } else { name.to_owned() }
}

impl Place {
    /// Whether `person` may do this posting's work from where they are.
    ///
    /// Remote, or of no stated mode: yes where any country will do or theirs is among those named, no where others are,
    /// unknown where none is. Hybrid or on site: no in another country (unknown where the person would move), yes in
    /// the same city or where one side names no city, unknown in another city of the same country.
    #[must_use]
    pub fn allows(&self, person: &Self) -> Reach {
        let bound = matches!(self.mode, Some(Mode::Hybrid | Mode::Onsite));
        if self.anywhere && !bound {
            return Reach::Yes;
        }
        if self.countries.is_empty() || person.countries.is_empty() {
            return Reach::Unknown;
        }
        let same_country = person.countries.iter().any(|country| self.countries.contains(country));
        match (bound, same_country) {
            (false, true) => Reach::Yes,
            (true, false) if person.would_move => Reach::Unknown,
            (_, false) => Reach::No,
            (true, true) if self.city_differs(person) => Reach::Unknown,
            (true, true) => Reach::Yes,
        }
    }

    /// How well this posting's place suits `person`, from 0 to 1, and why in a few words; `None` where the posting says
    /// nothing of its place.
    #[must_use]
    pub fn compatibility(&self, person: &Self) -> Option<(f32, String)> {
        if self.mode.is_none() && self.countries.is_empty() && !self.anywhere {
            return None;
        }
        match self.mode {
            Some(mode @ (Mode::Hybrid | Mode::Onsite)) => Some(self.at_a_site(mode, person)),
            mode => Some(self.at_a_distance(mode, person)),
        }
    }

    fn at_a_distance(&self, mode: Option<Mode>, person: &Self) -> (f32, String) {
        let remote = mode == Some(Mode::Remote);
        let work = if remote { "remote" } else { "the work" };
        let home = person.countries.first().copied();
        match self.allows(person) {
            Reach::Yes if self.anywhere => (1.0, format!("{work} from anywhere is allowed")),
            Reach::Yes => {
                let shared = person.countries.iter().copied().find(|country| self.countries.contains(country)).or(home);
                let name = shared.map_or_else(|| "your country".to_owned(), country_name);
                if remote {
                    (1.0, format!("remote from {name} is allowed"))
                } else {
                    (0.8, format!("it is in {name}, as you are"))
                }
            }
            Reach::No => {
                let name = home.map_or_else(|| "elsewhere".to_owned(), country_name);
                let only = list(&self.countries);
                let only = if remote { format!("remote from {only} only") } else { format!("it is in {only}") };
                (0.0, format!("{only}; you are in {name}"))
            }
            Reach::Unknown if self.countries.is_empty() => {
                (0.7, "remote; from which countries is not stated".to_owned())
            }
            Reach::Unknown => (0.5, format!("it is in {}; where you are is not stated", list(&self.countries))),
        }
    }

    fn at_a_site(&self, mode: Mode, person: &Self) -> (f32, String) {
        let site = self.cities.first().cloned().or_else(|| (!self.countries.is_empty()).then(|| list(&self.countries)));
        let what = site.map_or_else(|| mode.word().to_owned(), |site| format!("{} in {site}", mode.word()));
        let wish = if person.mode == Some(Mode::Remote) { 0.4 } else { 1.0 };
        let wished = if wish < 1.0 { ", and you wish to work remotely" } else { "" };
        let home = person.cities.first().cloned().or_else(|| person.countries.first().copied().map(country_name));
        let Some(home) = home else {
            return (0.5 * wish, format!("{what}; where you are is not stated{wished}"));
        };
        match self.allows(person) {
            Reach::Yes if self.same_city(person) => (wish, format!("{what}, where you are{wished}")),
            Reach::Yes => (0.7 * wish, format!("{what}; you are in {home}{wished}")),
            Reach::Unknown if person.would_move => {
                (0.6 * wish, format!("{what}; you are in {home} and would move{wished}"))
            }
            Reach::Unknown if self.countries.is_empty() => {
                (0.5 * wish, format!("{what}, the place is not stated{wished}"))
            }
            Reach::Unknown => (0.4 * wish, format!("{what}; you are in {home}{wished}")),
            Reach::No => (0.0, format!("{what}; you are in {home}")),
        }
    }

    fn same_city(&self, person: &Self) -> bool {
        person.cities.iter().any(|city| self.cities.contains(city))
    }

    fn city_differs(&self, person: &Self) -> bool {
        !self.cities.is_empty() && !person.cities.is_empty() && !self.same_city(person)
    }
}

/// Up to three countries by name, more by their number.
fn list(countries: &[Country]) -> String {
    let names: Vec<String> = countries.iter().copied().take(3).map(country_name).collect();
    match (countries.len(), names.split_last()) {
        (0, _) | (_, None) => "an unnamed place".to_owned(),
        (1..=3, Some((last, []))) => last.clone(),
        (1..=3, Some((last, rest))) => format!("{} and {last}", rest.join(", ")),
        (count, _) => format!("{count} countries"),
    }
}
