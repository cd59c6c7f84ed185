//! How a person wishes to work, from the sentences of their summary ("Looking for a remote role", "would move").

use super::Mode;
use super::Place;
use super::person::move_limit;
use super::person::says_would_move;
use super::tag::choose_mode;
use super::tag::mode_words;
use super::tag::names_a_thing;
use super::tag::read_tag;
use super::words::words;

/// Words that make a sentence one about what the person wants.
const WANTS: [&str; 37] = [
    "i want",
    "want fully",
    "want remote",
    "looking for",
    "seeking",
    "open to",
    "willing to",
    "ready to",
    "prefer",
    "would move",
    "would like",
    "relocat",
    "interested in",
    "hoping",
    "available for",
    "in search of",
    "want to",
    "want a",
    "gesucht",
    "suche",
    "wunsch",
    "umzug",
    "bevorzugt",
    "procuro",
    "busco",
    "buscando",
    "je cherche",
    "recherche",
    "souhait",
    "dispuest",
    "dispost",
    "disponible",
    "disponível",
    "trasladar",
    "preferência",
    "preferencia",
    "mobil",
];
/// No more of a summary than this many bytes is read.
const MOST: usize = 6_000;
/// A sentence of so many bytes is about its wish only.
const SHORT: usize = 60;
/// A person's place stands in one of so many first lines.
const HEAD: usize = 6;

/// Adds to `place` what the sentences of `prose` (headline and summary) say: how and whether the person would move, and,
/// where the place is unknown, the place that stands alone among the first lines.
pub(super) fn add_wishes(place: &mut Place, prose: &str) {
    let prose = &prose[..prose.floor_char_boundary(MOST)];
    if place.countries.is_empty() {
        add_home(place, prose);
    }
    let stated = place.mode.is_some();
    for sentence in prose.lines().flat_map(|line| line.split(['|', ';', '·', '•'])).flat_map(|part| part.split(". "))
    {
        let lower = sentence.to_lowercase();
        if !WANTS.iter().any(|word| lower.contains(word)) {
            continue;
        }
        let says = says_would_move(&lower);
        let moves_to = says.then(|| move_limit(sentence, &mut place.countries)).flatten();
        let mode = if stated || refuses(&lower) { None } else { wished_mode(behind_wish(sentence, &lower)) };
        if says || mode.is_some() {
            if let Some(moves_to) = moves_to.filter(|_| !place.would_move) {
                place.would_move = true;
                place.moves_to = moves_to;
            }
            place.mode = place.mode.or(mode);
            let sentence = sentence.trim();
            if !place.text.contains(sentence) && sentence.len() <= 200 {
                let joint = if place.text.is_empty() { "" } else { "; " };
                place.text = format!("{}{joint}{sentence}", place.text);
            }
        }
    }
}

/// What a long sentence says from the words of its wish on: what stands before tells of something else. `lower` is the
/// sentence in small letters.
fn behind_wish<'a>(sentence: &'a str, lower: &str) -> &'a str {
    if sentence.len() <= SHORT || lower.len() != sentence.len() {
        return sentence;
    }
    let wish = WANTS.iter().filter_map(|word| lower.find(word)).min().unwrap_or(0);
    &sentence[wish..]
}

/// True where a sentence, in small letters, says what the person does not want.
fn refuses(lower: &str) -> bool {
    let words =
        ["not willing", "unwilling", "not open to", "not looking for", "not interested", "not want", "n't want"];
    words.iter().any(|word| lower.contains(word))
}

/// The way of work that a sentence about wishes names.
fn wished_mode(sentence: &str) -> Option<Mode> {
    let words = words(sentence);
    let modes: Vec<_> = mode_words(&words)
        .into_iter()
        .filter(|&(at, length, mode)| {
            let next = words.get(at + length).map_or("", |word| word.folded.as_str());
            !names_a_thing(&words, (at, length, mode)) && !matches!(next, "team" | "teams" | "workforce" | "first")
        })
        .collect();
    choose_mode(&words, &modes).0
}

/// Takes a part of the first lines that is a place and nothing else ("Köln | driving license").
fn add_home(place: &mut Place, prose: &str) {
    let head = prose.lines().filter(|line| !line.trim().is_empty()).take(HEAD);
    for part in head.flat_map(|line| line.split(['|', '·', '•', ';'])).map(str::trim) {
        // Two or three letters alone are a trade as often as a country ("HR", "PR").
        if part.len() > 60 || part.len() <= 3 || !part.starts_with(char::is_uppercase) {
            continue;
        }
        let read = read_tag(part);
        if read.understood < 0.99 || read.mode.is_some() || read.gathered.region || read.gathered.countries.len() != 1 {
            continue;
        }
        place.countries = read.gathered.countries.into_iter().collect();
        place.subdivisions = read.gathered.subdivisions.into_iter().collect();
        place.cities = read.gathered.cities;
        place.text = if place.text.is_empty() { part.to_owned() } else { format!("{part}; {}", place.text) };
        return;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::read_person_with;

    #[test]
    fn summaries_say_how_people_wish_to_work() {
        let of = |prose: &str| read_person_with("Lyon, France", None, prose);
        assert_eq!(of("Looking for a hybrid finance role in Yorkshire.").mode, Some(Mode::Hybrid));
        assert_eq!(of("Baker | Open to remote work in the US | 3 years").mode, Some(Mode::Remote));
        assert_eq!(
            of("Seeking a director role, hybrid in the Randstad or remote within EMEA.").mode,
            Some(Mode::Remote)
        );
        assert_eq!(of("Procuro uma vaga 100% remota, no Brasil.").mode, Some(Mode::Remote));
        assert_eq!(of("I led remote teams for years. Looking for a new role.").mode, None);
        assert_eq!(of("Looking for a role in remote sensing.").mode, None);
        assert_eq!(of("I want fully remote in the US. Not willing to work on-site.").mode, Some(Mode::Remote));
        assert_eq!(of("Not willing to work on-site.").mode, None);
        assert!(of("I bake. I would move to Spain; not on Sundays.").would_move);
        assert!(of("I would move within the EU.").would_move);
        for limited in
            ["I would move within France.", "Willing to relocate in France only", "Would move inside France."]
        {
            assert!(!of(limited).would_move, "{limited}");
        }
        assert!(!of("I move fast.").would_move);
        assert!(!of("Planned the effort to relocate overseas bakeries over two years, with 40 people.").would_move);
        assert!(!of("Relocation would not be good for me at this time.").would_move);
        assert_eq!(
            of("As a creative hybrid of baker and artist, I am always looking for a chance to bake.").mode,
            None
        );
    }

    #[test]
    fn a_place_alone_among_the_first_lines_is_the_home() {
        let place = read_person_with("", None, "Lebenslauf\nKöln | Führerschein Klasse B\n\nVertriebsleiterin.");
        assert_eq!((place.countries.len(), place.cities.as_slice()), (1, &["Köln".to_owned()][..]));
        assert!(read_person_with("", None, "Senior Baker\nSold bread in Paris.").countries.is_empty());
    }
}
