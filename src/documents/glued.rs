//! Lists that lost their line breaks: "Good at Python- 3 years of Go- Kubernetes is a plus.- English".

/// A line has lost the breaks of a list where at least so many hyphens are glued to the word before them.
const FEWEST: usize = 3;

/// The longest heading in front of a list on its line, in bytes.
const HEADING: usize = 60;

/// The pieces of a line, each with whether it is an item of a list; the whole line where nothing is glued.
pub(super) fn apart(line: &str) -> Vec<(&str, bool)> {
    let whole = || vec![(line, false)];
    if memchr::memmem::find(line.as_bytes(), b"- ").is_none() {
        return whole();
    }
    let ends: Vec<usize> = line.match_indices("- ").map(|(at, _)| at).filter(|&at| is_glued(line, at)).collect();
    if ends.len() < FEWEST {
        return whole();
    }
    let mut pieces = Vec::with_capacity(ends.len() + 2);
    let first = &line[..ends[0]];
    match first.split_once(" - ") {
        Some((heading, item)) if heading.len() <= HEADING => pieces.extend([(heading, false), (item, true)]),
        _ => pieces.push((first, false)),
    }
    let begins = ends.iter().map(|end| end + 2);
    pieces
        .extend(begins.zip(ends.iter().skip(1).copied().chain([line.len()])).map(|(from, to)| (&line[from..to], true)));
    pieces
}

/// True for a hyphen behind a word or a stop, with a space and what begins a sentence behind it: "Go- Kubernetes", and not
/// "Go - Kubernetes" or "front- and back-end".
fn is_glued(line: &str, at: usize) -> bool {
    let before = line[..at].chars().next_back();
    let after = line[at + 2..].chars().next();
    before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | ')' | '!' | '?' | ';' | ':'))
        && after.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '(' | '"' | '“'))
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn lists_without_breaks_are_taken_apart() {
        assert_eq!(
            apart("What You Bring - Bread baking- 3+ years of Go- Solid rye (dark).- English"),
            [
                ("What You Bring", false),
                ("Bread baking", true),
                ("3+ years of Go", true),
                ("Solid rye (dark).", true),
                ("English", true),
            ]
        );
        assert_eq!(
            apart("What we use- Rye – dark and light- Salt- Yeast"),
            [("What we use", false), ("Rye – dark and light", true), ("Salt", true), ("Yeast", true)]
        );
    }

    #[test]
    fn hyphens_of_words_and_dashes_part_nothing() {
        for line in [
            "Front- und Backend, IT- Sicherheit, Bäckerei - Konditorei - Café - Bar",
            "a front- and back-end, mid- and end-tier, pre- and post-sale text",
            "Bread- Rye- dark",
            "",
            "- Rye",
        ] {
            assert_eq!(apart(line), [(line, false)]);
        }
    }
}
