//! Where a person is and wishes to work, and what someone types to name countries.

use super::Mode;
use super::Place;
use super::gazetteer::GAZETTEER;
use super::gazetteer::Spot;
use super::tag::read_tag;
use super::wishes::add_wishes;
use super::words::words;
use crate::codes::Country;

/// Words that begin what a person would do, after where they are.
const WISHES: [&str; 20] = [
    "; remote",
    "; hybrid",
    "; fully remote",
    "(remote",
    "· remote",
    "| remote",
    "relocat",
    "open to",
    "willing to",
    "ready to",
    "looking for",
    "seeking",
    "prefer",
    "would move",
    "umzug",
    "mobil",
    "dispuesto",
    "disposto",
    "disponible",
    "disponível",
];

/// Words by which a person says that they would move.
const MOVES: [&str; 14] = [
    "relocat",
    "willing to move",
    "ready to move",
    "open to move",
    "open to moving",
    "would move",
    "umzug",
    "umzugsbereit",
    "mudança",
    "reubica",
    "mobilité",
    "trasladarme",
    "déménager",
    "mudar-me",
];

/// Reads a résumé's place line and wishes ("Warsaw, Poland — open to remote"); `country` is where the person is, if it is known otherwise.
#[must_use]
pub fn read_person(text: &str, country: Option<Country>) -> Place {
    let lower = text.to_lowercase();
    let moves = says_would_move(&lower);
    // Lowercasing may change lengths outside ASCII; a cut that is no boundary is not made.
    let cut = WISHES.iter().filter_map(|word| lower.find(word)).min().filter(|_| lower.len() == text.len());
    let whole = read_tag(text);
    let here = cut.and_then(|at| text.get(..at)).map(read_tag).filter(|read| !read.gathered.countries.is_empty());
    let from_anywhere =
        (whole.gathered.is_world_alone() && !lower.contains("relocat") && !moves).then_some(Mode::Remote);
    let gathered = here.map_or(whole.gathered, |read| read.gathered);
    let mut countries = gathered.countries;
    countries.extend(country);
    let mut countries: Vec<Country> = countries.into_iter().collect();
    let moves_to = moves.then(|| move_limit(text, &mut countries)).flatten();
    Place {
        mode: whole.mode.or(from_anywhere),
        countries,
        anywhere: false,
        subdivisions: gathered.subdivisions.into_iter().collect(),
        cities: gathered.cities,
        text: text.trim().to_owned(),
        would_move: moves_to.is_some(),
        moves_to: moves_to.unwrap_or_default(),
    }
}

/// As [`read_person`], with what the headline and summary (`prose`) say of how and where the person wishes to work, where
/// the place line does not; a place alone on one of their first lines is where the person is, if nothing else tells.
#[must_use]
pub fn read_person_with(text: &str, country: Option<Country>, prose: &str) -> Place {
    let mut place = read_person(text, country);
    add_wishes(&mut place, prose);
    place
}

/// The countries that a person would move to by a text that says they would; empty where it sets no limit, `None` where
/// the limit is where they are ("would move within India"). Where nothing told where that is, a limit that names one
/// country does.
pub(super) fn move_limit(text: &str, home: &mut Vec<Country>) -> Option<Vec<Country>> {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return Some(Vec::new());
    }
    let Some(moves) = MOVES.iter().filter_map(|word| lower.find(word)).min() else { return Some(Vec::new()) };
    let limit = LIMITS.iter().filter_map(|word| Some(moves + lower[moves..].find(word)? + word.len())).min();
    let Some(limit) = limit else { return Some(Vec::new()) };
    let end = text[limit..].find([';', '|', '.', '\n']).map_or(text.len(), |end| limit + end);
    let within = read_tag(text[limit..end].trim().trim_end_matches("only").trim()).gathered.countries;
    if home.is_empty() && within.len() == 1 {
        home.extend(within.iter().copied());
    }
    let stays = !within.is_empty() && within.iter().all(|country| home.contains(country));
    (!stays).then(|| within.into_iter().collect())
}

/// Words between the wish to move and how far.
const LIMITS: [&str; 17] = [
    " within the ",
    " within ",
    " inside ",
    " anywhere in ",
    " across ",
    " throughout ",
    " in the ",
    " in ",
    " to ",
    " innerhalb ",
    " au sein de ",
    " dentro de ",
    " dentro da ",
    " dentro do ",
    " en ",
    " em ",
    " no ",
];

/// True where a text, in small letters, says that the person would move.
pub(super) fn says_would_move(lower: &str) -> bool {
    let refuses = [
        "not willing to",
        "not open to",
        "no relocation",
        "not relocat",
        "unable to",
        "cannot relocat",
        "relocation: no",
        "would not be",
        "not possible",
        "not looking to",
        "not want",
        "n't want",
        "n't relocat",
    ];
    let offers = [
        "willing",
        "open to",
        "ready",
        "would",
        "able to",
        "can ",
        "happy",
        "available",
        "will ",
        "free to",
        "relocating to",
        "relocating from",
        "relocation:",
        "relocate:",
        "prefer",
        "interested",
        "consider",
        "flexible",
        "for relocation",
        "authorized",
    ];
    let says = |word: &str| {
        // A relocation that was planned, or is a trade, is none of the person's.
        lower.contains(word)
            && (word != "relocat" || lower.len() <= 40 || offers.iter().any(|offer| lower.contains(offer)))
    };
    MOVES.iter().any(|word| says(word)) && !refuses.iter().any(|word| lower.contains(word))
}

/// The countries that a code, a name or a region stands for ("PL", "Poland", "European Union", "DE, AT"), sorted, each once.
/// `None` where a part is none of these; an empty list where it stands for the whole world.
#[must_use]
pub fn parse_countries(text: &str) -> Option<Vec<Country>> {
    let text = text.trim();
    if let Some(countries) = parse_one(text) {
        return Some(countries);
    }
    let parts: Vec<&str> = text.split([',', ';', '/', '+']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let mut countries = Vec::new();
    for part in (parts.len() > 1).then_some(parts)? {
        let found = parse_one(part)?;
        if found.is_empty() {
            return Some(found);
        }
        countries.extend(found);
    }
    countries.sort_unstable();
    countries.dedup();
    Some(countries)
}

fn parse_one(text: &str) -> Option<Vec<Country>> {
    // Short names are matched in capitals, and people type them in small letters.
    let upper = text.to_uppercase();
    let short = text.chars().filter(|c| c.is_alphanumeric()).count() <= 3;
    let text = if short { upper.as_str() } else { text };
    let words = words(text);
    let named = GAZETTEER.name_at(&words, 0).filter(|(length, _)| *length == words.len());
    let named = named.and_then(|(_, candidates)| {
        candidates.iter().find_map(|candidate| match candidate.spot {
            Spot::Country(country) => Some(vec![country]),
            Spot::Region(row) => Some(GAZETTEER.regions[row].members.clone()),
            Spot::Subdivision(_) | Spot::City(_) => None,
        })
    });
    named.or_else(|| Country::from_code(text).map(|country| vec![country]))
}
