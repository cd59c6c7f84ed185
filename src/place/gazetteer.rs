//! The names of places: countries, regions, subdivisions and cities, from the tables in `data/places/`.

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::words::Gap;
use super::words::Word;
use super::words::fold;
use super::words::words;
use crate::codes::Country;

/// What a name may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// A country.
    Country(Country),
    /// A region, by its row.
    Region(usize),
    /// A subdivision, by its row.
    Subdivision(usize),
    /// A city, by its row.
    City(usize),
}

/// One reading of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// What the name may stand for.
    pub(super) spot: Spot,
    /// True where the surroundings must agree.
    pub(super) loose: bool,
}

/// A region and its countries.
#[derive(Debug)]
pub(super) struct Region {
    /// Its first name.
    pub(super) name: &'static str,
    /// The countries, sorted; empty where it means any country.
    pub(super) members: Vec<Country>,
}

/// A first-level subdivision.
#[derive(Debug)]
pub(super) struct Subdivision {
    /// The ISO 3166-2 code.
    pub(super) code: String,
    /// The country it belongs to.
    pub(super) country: Country,
}

/// A city.
#[derive(Debug)]
pub(super) struct City {
    /// Its first name.
    pub(super) name: String,
    /// The country it lies in.
    pub(super) country: Country,
    /// The row of its subdivision, where the table gives one.
    pub(super) subdivision: Option<usize>,
}

#[derive(Debug)]
struct Name {
    /// The words after the first, each with whether a comma stands before it.
    rest: Vec<(bool, String)>,
    /// Read only where written in capitals.
    upper: bool,
    candidates: Vec<Candidate>,
}

/// All names, ready to be looked up.
#[derive(Debug, Default)]
pub(super) struct Gazetteer {
    names: HashMap<String, Vec<Name>>,
    short: HashMap<String, Vec<Candidate>>,
    /// The regions, in the order of the table.
    pub(super) regions: Vec<Region>,
    /// The subdivisions, in the order of the table.
    pub(super) subdivisions: Vec<Subdivision>,
    /// The everyday name of each country.
    everyday: HashMap<Country, &'static str>,
    /// The cities, in the order of the table.
    pub(super) cities: Vec<City>,
    /// The rows that could not be read.
    problems: Vec<String>,
}

/// The table of countries.
pub(super) static COUNTRIES: &str = include_str!("../../data/places/countries.tsv");
/// The table of regions.
pub(super) static REGIONS: &str = include_str!("../../data/places/regions.tsv");
/// The table of subdivisions.
pub(super) static SUBDIVISIONS: &str = include_str!("../../data/places/subdivisions.tsv");
/// The table of cities.
pub(super) static CITIES: &str = include_str!("../../data/places/cities.tsv");

/// The gazetteer of the shipped tables.
pub(super) static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::load);

/// Two-letter codes that are a state as well as a country and are read as the country when nothing else tells.
const COUNTRY_FIRST: [&str; 5] = ["DE", "IN", "NL", "PE", "SK"];

impl Gazetteer {
    fn load() -> Self {
        let mut gazetteer = Self::default();
        for (code, names) in rows(COUNTRIES) {
            gazetteer.add_country(code, names);
        }
        gazetteer.add_regions(REGIONS);
        for (code, rest) in rows(SUBDIVISIONS) {
            gazetteer.add_subdivision(code, rest);
        }
        for (place, cities) in rows(CITIES) {
            gazetteer.add_cities(place, cities);
        }
        for names in gazetteer.names.values_mut() {
            names.sort_by_key(|name| std::cmp::Reverse(name.rest.len()));
        }
        gazetteer
    }

    fn add_country(&mut self, code: &str, names: &'static str) {
        let Some(country) = Country::from_code(code) else {
            self.problems.push(format!("{code}: no country"));
            return;
        };
        let candidate = Candidate { spot: Spot::Country(country), loose: false };
        self.everyday.extend(names.split('|').next().map(|name| (country, name)));
        self.short.entry(code.to_owned()).or_default().push(candidate);
        for name in names.split('|') {
            self.add_name(name, candidate);
        }
    }

    fn add_regions(&mut self, table: &'static str) {
        let mut known: HashMap<&str, Vec<Country>> = HashMap::new();
        for (names, members) in rows(table) {
            let mut countries = BTreeSet::new();
            for part in members.split(';').filter(|&part| part != "*") {
                match part.strip_prefix('@') {
                    Some(other) => match known.get(other) {
                        Some(list) => countries.extend(list.iter().copied()),
                        None => self.problems.push(format!("{names}: @{other}")),
                    },
                    None => countries.extend(part.split_whitespace().filter_map(|code| {
                        let country = Country::from_code(code);
                        if country.is_none() {
                            self.problems.push(format!("{names}: {code}"));
                        }
                        country
                    })),
                }
            }
            let members: Vec<Country> = countries.into_iter().collect();
            let first = names.split('|').next().unwrap_or(names);
            known.insert(first, members.clone());
            let candidate = Candidate { spot: Spot::Region(self.regions.len()), loose: false };
            self.regions.push(Region { name: first, members });
            for name in names.split('|') {
                self.add_name(name, candidate);
            }
        }
    }

    fn add_subdivision(&mut self, code: &str, rest: &str) {
        let (short, names) = rest.split_once('\t').unwrap_or((rest, ""));
        let Some(country) = code.get(..2).and_then(Country::from_code) else {
            self.problems.push(format!("{code}: no country"));
            return;
        };
        let candidate = Candidate { spot: Spot::Subdivision(self.subdivisions.len()), loose: false };
        self.subdivisions.push(Subdivision { code: code.to_owned(), country });
        if !short.is_empty() {
            let readings = self.short.entry(short.to_owned()).or_default();
            if COUNTRY_FIRST.contains(&short) {
                readings.push(candidate);
            } else {
                readings.insert(0, candidate);
            }
        }
        for name in names.split('|').filter(|name| !name.is_empty()) {
            self.add_name(name, candidate);
        }
    }

    fn add_cities(&mut self, place: &str, cities: &str) {
        let subdivision = self.subdivisions.iter().position(|known| known.code == place);
        let Some(country) = place.get(..2).and_then(Country::from_code) else {
            self.problems.push(format!("{place}: no country"));
            return;
        };
        if place.len() > 2 && subdivision.is_none() {
            self.problems.push(format!("{place}: no subdivision"));
        }
        for city in cities.split(';') {
            let candidate = Candidate { spot: Spot::City(self.cities.len()), loose: false };
            let name = city.split('=').next().unwrap_or(city).trim_end_matches('?');
            self.cities.push(City { name: name.to_owned(), country, subdivision });
            for name in city.split('=') {
                self.add_name(name, candidate);
            }
        }
    }

    /// Adds one name; a trailing question mark makes the reading a loose one.
    fn add_name(&mut self, name: &str, candidate: Candidate) {
        let (name, loose) = name.strip_suffix('?').map_or((name, false), |name| (name, true));
        let candidate = Candidate { loose, ..candidate };
        let parts = words(name);
        let Some(first) = parts.first() else {
            self.problems.push(format!("{name:?}: no word"));
            return;
        };
        let letters: usize = parts.iter().map(|word| word.raw.len()).sum();
        let upper = letters <= 3 && parts.iter().all(Word::is_upper);
        let rest: Vec<(bool, String)> =
            parts[1..].iter().map(|word| (word.before == Gap::Comma, fold(word.raw))).collect();
        let names = self.names.entry(first.folded.clone()).or_default();
        match names.iter_mut().find(|known| known.rest == rest && known.upper == upper) {
            Some(known) if known.candidates.iter().any(|other| other.spot == candidate.spot) => {}
            Some(known) => known.candidates.push(candidate),
            None => names.push(Name { rest, upper, candidates: vec![candidate] }),
        }
    }

    /// The longest name that begins at word `at`: how many words it takes, and what it may stand for.
    pub(super) fn name_at(&self, words: &[Word<'_>], at: usize) -> Option<(usize, &[Candidate])> {
        let first = words.get(at)?;
        self.names.get(&first.folded)?.iter().find_map(|name| {
            let tail = words.get(at + 1..at + 1 + name.rest.len())?;
            let fits = name.rest.iter().zip(tail).all(|((comma, folded), word)| {
                *folded == word.folded && (word.before < Gap::Dash || (*comma && word.before == Gap::Comma))
            });
            let cased = !name.upper || words[at..=at + name.rest.len()].iter().all(Word::is_upper);
            (fits && cased).then_some((1 + name.rest.len(), name.candidates.as_slice()))
        })
    }

    /// What a short form in capitals ("CA", "NSW") may stand for.
    pub(super) fn short(&self, code: &str) -> Option<&[Candidate]> {
        self.short.get(code).map(Vec::as_slice)
    }

    /// The everyday English name of a country.
    pub(super) fn country_name(&self, country: Country) -> Option<&'static str> {
        self.everyday.get(&country).copied()
    }

    /// The country of a spot, unless it is a region.
    pub(super) fn country_of(&self, spot: Spot) -> Option<Country> {
        match spot {
            Spot::Country(country) => Some(country),
            Spot::Region(_) => None,
            Spot::Subdivision(row) => Some(self.subdivisions[row].country),
            Spot::City(row) => Some(self.cities[row].country),
        }
    }
}

/// The rows of a table: the first column and the rest, without comments and the heading.
fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(|line| line.split_once('\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_parse_and_agree() {
        assert_eq!(GAZETTEER.problems, Vec::<String>::new());
        assert!(GAZETTEER.cities.len() > 1_000);
        let all = rust_iso3166::ALL.iter().filter(|country| !GAZETTEER.short.contains_key(country.alpha2));
        assert_eq!(all.map(|country| country.alpha2).collect::<Vec<_>>(), Vec::<&str>::new());
    }

    #[test]
    fn regions_have_the_members_that_their_names_promise() {
        let size = |name: &str| match GAZETTEER.name_at(&words(name), 0).unwrap().1 {
            [Candidate { spot: Spot::Region(row), .. }] => GAZETTEER.regions[*row].members.len(),
            other => panic!("{other:?}"),
        };
        assert_eq!(size("European Union"), 27);
        assert_eq!(size("European Economic Area"), 30);
        assert_eq!(size("North America"), 3);
        assert!(size("EMEA") >= size("Europe") + size("Africa"));
        assert_eq!(size("Worldwide"), 0);
    }
}
