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
#[must_use]
pub fn is_place(text: &str) -> bool {
    let read = read_tag(text);
    let said = read.mode.is_some() || read.gathered.world || !read.gathered.countries.is_empty();
    text.len() <= LONGEST && said && read.understood >= 0.99
}

fn alone(line: &str) -> Option<&str> {
    let first = line.split(". ").next().unwrap_or(line).trim().trim_end_matches('.');
    if !first.starts_with(char::is_uppercase) {
        return None;
    }
    let read = read_tag(first);
    let precise = !read.gathered.cities.is_empty() || !read.gathered.subdivisions.is_empty();
    (read.understood >= 0.99 && precise && read.gathered.countries.len() == 1).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_from_what_holds_one() {
        for text in ["Lyon, France", "Remote", "Ulm (hybrid)", "Munich | Remote", "Newcastle NSW, Australia"] {
            assert!(is_place(text), "{text}");
        }
        for text in ["Crumb & Sons, Lyon", "Ulm Bakery", "The office", ""] {
            assert!(!is_place(text), "{text}");
        }
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
