//! The place that stands on a line of its own at the top of a posting's text, where no tag names one.

use super::tag::read_tag;

/// The place stands on one of so many first lines.
const LINES: usize = 4;
/// No longer line, in bytes, is about the place alone.
const LONGEST: usize = 120;

/// The part of the first lines that is a place and nothing else ("Baltimore, Maryland. Hybrid, two days a week.").
pub(super) fn place_line(body: &str) -> Option<&str> {
    let head = body.lines().filter(|line| !line.trim().is_empty()).take(LINES);
    head.filter(|line| line.len() <= LONGEST).find_map(alone)
}

/// True where a text is about the place or the way of work and about nothing else ("Lyon, France", "remote", "Ulm (hybrid)").
/// Behind a city, brackets may hold the name of what it lies in ("Grenoble (Isère)").
#[must_use]
pub fn is_place(text: &str) -> bool {
    let is_whole = |text: &str| {
        let read = read_tag(text);
        let said = read.mode.is_some() || read.gathered.world || !read.gathered.countries.is_empty();
        (said && read.understood >= 0.99).then_some(read)
    };
    let around_town = || Some(town(text)).filter(|town| town.len() < text.len()).and_then(is_whole);
    let around = || text.trim_end().strip_suffix(')')?.split_once(" (").filter(|(_, area)| is_name(area, 3));
    text.len() <= LONGEST
        && (is_whole(text).is_some()
            || around_town().is_some_and(|read| !read.gathered.cities.is_empty())
            || around().and_then(|(city, _)| is_whole(city)).is_some_and(|read| !read.gathered.cities.is_empty()))
}

/// True for a town that need not be known before the state or province that it lies in ("Sault Ste. Marie, Ontario").
#[must_use]
pub fn is_town(text: &str) -> bool {
    let Some((town, state)) = text.split_once(", ") else { return false };
    let read = read_tag(state);
    text.len() <= LONGEST
        && is_name(town, 4)
        && read.understood >= 0.99
        && read.gathered.cities.is_empty()
        && !read.gathered.subdivisions.is_empty()
}

/// A city without the words for its middle or what lies around it ("Leeds city center", "downtown Chicago").
pub(super) fn town(text: &str) -> &str {
    let text = text.trim();
    let cut = |words: &str, last: bool| {
        let edge = if last { text.len().checked_sub(words.len())? } else { words.len() };
        let (head, tail) = (text.get(..edge)?, text.get(edge..)?);
        let (part, rest) = if last { (tail, head) } else { (head, tail) };
        part.eq_ignore_ascii_case(words).then_some(rest.trim())
    };
    let after = TOWN_AFTER.iter().find_map(|words| cut(words, true));
    after.or_else(|| TOWN_BEFORE.iter().find_map(|words| cut(words, false))).unwrap_or(text)
}

/// Words behind a city for its middle or what lies around it.
const TOWN_AFTER: [&str; 10] = [
    " city center",
    " city centre",
    " town center",
    " town centre",
    " centre-ville",
    " centre ville",
    " metropolitan area",
    " metro area",
    " innenstadt",
    "-mitte",
];

/// Words before a city for the same.
const TOWN_BEFORE: [&str; 3] = ["downtown ", "central ", "greater "];

/// True for at most `most` words that each begin with a capital letter, without digits.
fn is_name(text: &str, most: usize) -> bool {
    let is_capital = |word: &str| word.starts_with(char::is_uppercase) && !word.contains(|c: char| c.is_ascii_digit());
    (1..=most).contains(&text.split_whitespace().count()) && text.split([' ', '-']).all(is_capital)
}

fn alone(line: &str) -> Option<&str> {
    let first = line.split(". ").next().unwrap_or(line).trim().trim_end_matches('.');
    if !first.starts_with(char::is_uppercase) {
        return None;
    }
    let read = read_tag(town(first));
    let precise = !read.gathered.cities.is_empty() || !read.gathered.subdivisions.is_empty();
    (read.understood >= 0.99 && precise && read.gathered.countries.len() == 1).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_from_what_holds_one() {
        for text in [
            "Lyon, France",
            "Remote",
            "Ulm (hybrid)",
            "Munich | Remote",
            "Newcastle NSW, Australia",
            "Grenoble (Isère)",
            "Breda (NL)",
            "Leeds city center",
            "Downtown Chicago",
            "Berlin-Mitte",
        ] {
            assert!(is_place(text), "{text}");
        }
        for text in ["Crumb & Sons, Lyon", "Ulm Bakery", "The office", "Lyon (we bake)", ""] {
            assert!(!is_place(text), "{text}");
        }
        assert!(is_town("Sault Ste. Marie, Ontario") && is_town("Crustville, Utah"));
        assert!(!is_town("Crumb & sons, Lyon") && !is_town("Inc., Austin, TX") && !is_town("Rye, oats"));
    }

    #[test]
    fn a_place_alone_at_the_top_is_found() {
        assert_eq!(
            place_line("\nBaltimore, Maryland. Hybrid, two days at the depot.\n\nWe bake."),
            Some("Baltimore, Maryland")
        );
        assert_eq!(place_line("We bake in Paris.\nParis is nice."), None);
        assert_eq!(place_line("We bake.\n\nOh.\n\nAh.\n\nYes.\n\nParis, France"), None);
    }
}
