//! A posting's place held against a person's: may this person do this job from where they are, and how well does it suit.

use std::sync::LazyLock;

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

/// Is given what makes some words, and makes them where they are wanted.
pub type Saying<'a> = dyn FnMut(&dyn Fn() -> String) + 'a;

impl Place {
    /// Whether `person` may do this posting's work from where they are.
    ///
    /// Remote, or of no stated mode: yes where any country will do or theirs is among those named, no where others are,
    /// unknown where none is, or where the person is free to work in one of those but is in another (the European Economic
    /// Area and Switzerland). Hybrid or on site: no in another country (unknown where the person would move there), yes in
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
            (true, false) if self.in_reach_of_a_move(person) => Reach::Unknown,
            (false, false) if moves_freely(&self.countries) && moves_freely(&person.countries) => Reach::Unknown,
            (_, false) => Reach::No,
            (true, true) if self.city_differs(person) => Reach::Unknown,
            (true, true) => Reach::Yes,
        }
    }

    /// How well this posting's place suits `person`, from 0 to 1, and why in a few words; `None` where the posting says
    /// nothing of its place.
    #[must_use]
    pub fn compatibility(&self, person: &Self) -> Option<(f32, String)> {
        let mut sentence = String::new();
        let strength = self.suits(person, &mut |make| sentence = make())?;
        Some((strength, sentence))
    }

    /// The same strength; `say` is given what makes the words, which costs more than the strength does.
    pub fn suits(&self, person: &Self, say: &mut Saying<'_>) -> Option<f32> {
        if self.mode.is_none() && self.countries.is_empty() && !self.anywhere {
            return None;
        }
        match self.mode {
            Some(mode @ (Mode::Hybrid | Mode::Onsite)) => Some(self.at_a_site(mode, person, say)),
            mode => Some(self.at_a_distance(mode, person, say)),
        }
    }

    fn at_a_distance(&self, mode: Option<Mode>, person: &Self, say: &mut Saying<'_>) -> f32 {
        let remote = mode == Some(Mode::Remote);
        match self.allows(person) {
            Reach::Yes if self.anywhere && remote => {
                say(&|| "remote from anywhere is allowed".to_owned());
                1.0
            }
            Reach::Yes if self.anywhere => {
                say(&|| "the work may be done from anywhere".to_owned());
                1.0
            }
            Reach::Yes => {
                say(&|| {
                    let shared = person.countries.iter().copied().find(|country| self.countries.contains(country));
                    let name = shared.map_or_else(|| "where the person is".to_owned(), country_name);
                    if remote {
                        format!("remote from {name} is allowed")
                    } else {
                        format!("in {name}, where the person is")
                    }
                });
                if remote { 1.0 } else { 0.8 }
            }
            Reach::No => {
                say(&|| {
                    let (only, home) = (list(&self.countries), list(&person.countries));
                    let only = if remote { format!("remote from {only} only") } else { format!("in {only}") };
                    beside(&only, &home)
                });
                0.0
            }
            Reach::Unknown if self.countries.is_empty() => {
                say(&|| "remote; from which countries is not stated".to_owned());
                0.7
            }
            Reach::Unknown => {
                let stated = !person.countries.is_empty();
                say(&|| {
                    let way = if remote { "remote from" } else { "in" };
                    let what = format!("{way} {}", list(&self.countries));
                    if stated {
                        fit(&beside(&what, &list(&person.countries)), &[", free to work in both"])
                    } else {
                        format!("{what}; the person's place is not stated")
                    }
                });
                if stated { 0.3 } else { 0.5 }
            }
        }
    }

    fn at_a_site(&self, mode: Mode, person: &Self, say: &mut Saying<'_>) -> f32 {
        let (wish, wished) = if person.prefers_remote() { (0.4, ", but prefers remote") } else { (1.0, "") };
        let reach = self.allows(person);
        let what = || {
            let site = self.site(person);
            site.map_or_else(|| mode.word().to_owned(), |site| format!("{} in {site}", mode.word()))
        };
        let city = if reach == Reach::No { None } else { person.cities.first() };
        if city.is_none() && person.countries.is_empty() {
            say(&|| fit(&format!("{}; the person's place is not stated", what()), &[wished]));
            return 0.5 * wish;
        }
        let home = || city.cloned().unwrap_or_else(|| list(&person.countries));
        match reach {
            Reach::Yes if self.same_city(person) => {
                say(&|| fit(&format!("{}, where the person is", what()), &[wished]));
                wish
            }
            Reach::Yes => {
                say(&|| fit(&beside(&what(), &home()), &[wished]));
                0.7 * wish
            }
            Reach::Unknown if self.in_reach_of_a_move(person) => {
                say(&|| fit(&beside(&what(), &home()), &[", would move", wished]));
                0.6 * wish
            }
            Reach::Unknown if self.countries.is_empty() && self.cities.is_empty() => {
                say(&|| fit(&beside(&format!("{}, place not stated", what()), &home()), &[wished]));
                0.5 * wish
            }
            Reach::Unknown => {
                say(&|| fit(&beside(&what(), &home()), &[wished]));
                0.4 * wish
            }
            Reach::No => {
                say(&|| beside(&what(), &home()));
                0.0
            }
        }
    }

    /// The city of the work, the person's own where several are offered, with its country where that is another than theirs.
    fn site(&self, person: &Self) -> Option<String> {
        let country = (!self.countries.is_empty()).then(|| list(&self.countries));
        let own = self.cities.iter().find(|city| person.cities.contains(city));
        let Some(city) = own.or(self.cities.first()) else { return country };
        let abroad = self.countries.len() == 1 && !person.countries.contains(&self.countries[0]);
        Some(match country.filter(|country| abroad && country != city) {
            Some(country) => format!("{city}, {}", country.trim_start_matches("the ")),
            None => city.clone(),
        })
    }

    /// True for a person who asks for remote work; being open to it is no wish against a site.
    fn prefers_remote(&self) -> bool {
        if self.mode != Some(Mode::Remote) {
            return false;
        }
        let lower = self.text.to_lowercase();
        !lower.split("open to").skip(1).any(|rest| rest.chars().take(60).collect::<String>().contains("remot"))
    }

    /// True where the person would move to a country of this place.
    fn in_reach_of_a_move(&self, person: &Self) -> bool {
        let limits = &person.moves_to;
        person.would_move && (limits.is_empty() || self.countries.iter().any(|country| limits.contains(country)))
    }

    fn same_city(&self, person: &Self) -> bool {
        person.cities.iter().any(|city| self.cities.contains(city))
    }

    fn city_differs(&self, person: &Self) -> bool {
        !self.cities.is_empty() && !person.cities.is_empty() && !self.same_city(person)
    }
}

/// True where one of the countries lets the people of the others work there without leave.
fn moves_freely(countries: &[Country]) -> bool {
    countries.iter().any(|country| country.code() == "CH" || AREA.is_some_and(|area| area.contains(country)))
}

/// The countries of free movement.
static AREA: LazyLock<Option<&'static [Country]>> = LazyLock::new(|| {
    let area = GAZETTEER.regions.iter().find(|region| region.name == FREE_MOVEMENT);
    area.map(|area| area.members.as_slice())
});

/// The region whose people work in each of its countries, and in Switzerland, without leave.
const FREE_MOVEMENT: &str = "European Economic Area";

/// The most characters a reason may take.
const LINE: usize = 90;

/// `start` with the parts that still fit on a line.
fn fit(start: &str, parts: &[&str]) -> String {
    let mut line = start.to_owned();
    for part in parts {
        if line.chars().count() + part.chars().count() <= LINE {
            line.push_str(part);
        }
    }
    line
}

/// The work beside where the person is, by name where that is short enough.
fn beside(what: &str, home: &str) -> String {
    let named = format!("{what}; the person is in {home}");
    if named.chars().count() <= LINE { named } else { format!("{what}; the person is elsewhere") }
}

/// The most characters a list of countries may take, so that a reason stays a line.
const LIST_WIDTH: usize = 30;

/// Countries by name where that is short, by the region that they are, else the first and how many more.
fn list(countries: &[Country]) -> String {
    let names: Vec<String> = countries.iter().copied().take(3).map(country_name).collect();
    let Some((last, rest)) = names.split_last() else { return "an unnamed place".to_owned() };
    if rest.is_empty() {
        return last.clone();
    }
    let region = GAZETTEER.regions.iter().find(|region| region.members == countries);
    if let Some(region) = region {
        let article = ["European ", "Nordics", "Baltics", "Balkans", "Middle ", "Caucasus", "Caribbean", "Americas"];
        let article = if article.iter().any(|start| region.name.starts_with(start)) { "the " } else { "" };
        return format!("{article}{}", region.name);
    }
    let all = format!("{} and {last}", rest.join(", "));
    match countries.len() {
        2 | 3 if all.chars().count() <= LIST_WIDTH => all,
        2..=9 => format!("{} and {} more", names[0], countries.len() - 1),
        count => format!("{count} countries"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::person::read_person;

    fn place(mode: Option<Mode>, codes: &str, city: &str) -> Place {
        Place {
            mode,
            countries: codes.split_whitespace().filter_map(Country::from_code).collect(),
            cities: city.split('|').filter(|city| !city.is_empty()).map(str::to_owned).collect(),
            ..Place::default()
        }
    }

    #[test]
    fn lists_of_countries_are_short() {
        let of = |codes: &str| list(&place(None, codes, "").countries);
        assert_eq!(of("DE PL"), "Germany and Poland");
        assert_eq!(of("AT CH DE"), "DACH");
        assert_eq!(of("DK FI IS NO SE"), "the Nordics");
        assert_eq!(of("AT BE DE FR"), "Austria and 3 more");
        assert_eq!(of(""), "an unnamed place");
    }

    #[test]
    fn every_reason_is_a_short_line_that_both_sides_can_read() {
        let modes = [None, Some(Mode::Remote), Some(Mode::Hybrid), Some(Mode::Onsite)];
        let places = ["", "PL", "US", "DE PL US", "AE GB VC", "BA CD VC", "AT BE BG CY CZ DE DK EE ES FI"];
        let cities = ["", "San Francisco", "Warszawa", "Rio de Janeiro"];
        for (mode, codes) in modes.iter().flat_map(|mode| places.map(|codes| (*mode, codes))) {
            for (city, own, home) in cities.iter().flat_map(|city| {
                cities.iter().flat_map(move |own| ["", "PL", "VC", "US"].map(move |home| (*city, *own, home)))
            }) {
                for (move_, wish) in [(false, None), (true, None), (true, Some(Mode::Remote))] {
                    let person = Place { would_move: move_, ..place(wish, home, own) };
                    let Some((strength, why)) = place(mode, codes, city).compatibility(&person) else { continue };
                    assert!((0.0..=1.0).contains(&strength));
                    assert!(why.chars().count() <= LINE, "{} {why}", why.chars().count());
                    assert!(!why.contains("you") && !why.contains("unnamed"), "{why}");
                }
            }
        }
    }

    #[test]
    fn free_movement_leaves_a_country_next_door_open() {
        let remote = |codes| place(Some(Mode::Remote), codes, "");
        let spain = place(None, "ES", "");
        assert_eq!(remote("PT").allows(&spain), Reach::Unknown);
        assert_eq!(remote("US CH").allows(&spain), Reach::Unknown);
        assert_eq!(remote("GB").allows(&spain), Reach::No);
        assert_eq!(remote("PT").allows(&place(None, "BR", "")), Reach::No);
        assert_eq!(place(Some(Mode::Onsite), "PT", "").allows(&spain), Reach::No);
        let (strength, why) = remote("PT").compatibility(&spain).unwrap();
        assert!(strength > 0.0 && strength < 0.5);
        assert_eq!(why, "remote from Portugal; the person is in Spain, free to work in both");
    }

    #[test]
    fn being_open_to_remote_work_is_no_wish_against_a_site() {
        let site = place(Some(Mode::Onsite), "PL", "Warszawa");
        let open = read_person("Warsaw, Poland — open to remote", None);
        let asks = read_person("Warsaw, Poland — looking for remote work", None);
        assert_eq!(site.compatibility(&open), Some((1.0, "on site in Warszawa, where the person is".to_owned())));
        assert!(site.compatibility(&asks).is_some_and(|(strength, _)| strength < 0.5));
    }
}
