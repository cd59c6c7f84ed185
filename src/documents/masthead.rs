//! Company and place of a posting in plain text, which stand below its title ("Crumb & Sons, Lyon").

use crate::place;

use super::headings;
use super::lines::Line;
use super::lines::Style;
use super::positions::has_company_form;
use super::roles::names_a_role;

/// No longer line, in bytes, is a masthead.
const LONGEST: usize = 120;

/// A company's name has no more words.
const WORDS: usize = 6;

/// What parts company and place, beside commas and brackets.
const MARKS: [&str; 7] = ["|", "·", "•", " – ", " — ", " - ", " / "];

/// Words of a masthead that are neither company nor place.
const ASIDES: [&str; 22] = [
    "full time",
    "fulltime",
    "part time",
    "permanent",
    "contract",
    "temporary",
    "internship",
    "freelance",
    "vollzeit",
    "teilzeit",
    "unbefristet",
    "befristet",
    "festanstellung",
    "temps plein",
    "temps partiel",
    "cdi",
    "cdd",
    "jornada completa",
    "tiempo completo",
    "tempo integral",
    "w2",
    "c2c",
];

/// What may stand where the company would: departments, and words that begin a sentence or a label.
const NO_COMPANIES: [&str; 40] = [
    "product",
    "finance",
    "legal",
    "data",
    "design",
    "operations",
    "it",
    "technology",
    "people",
    "human resources",
    "customer success",
    "customer service",
    "customer support",
    "support",
    "research",
    "security",
    "education",
    "department",
    "location",
    "office",
    "offices",
    "based",
    "work",
    "job",
    "position",
    "role",
    "salary",
    "team",
    "urgent",
    "hiring",
    "now hiring",
    "apply",
    "posted",
    "home",
    "new",
    "start",
    "immediate start",
    "confidential",
    "headquarters",
    "timezone",
];

/// What a masthead says.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Masthead {
    /// The company.
    pub(super) company: Option<String>,
    /// The place, and the way of work.
    pub(super) place: Option<String>,
}

/// Reads the line below the title, or the two lines, where they name a company and then a place, and nothing else.
pub(super) fn read(lines: &[Line], title: &str) -> Masthead {
    let mut below = lines.iter().filter(|line| line.style != Style::Blank).peekable();
    below.next_if(|line| line.text == title);
    let Some(first) = below.next().filter(|line| may_be(line)) else { return Masthead::default() };
    let text = without_asides(&first.text);
    if place::is_place(&text) {
        return Masthead::default();
    }
    if let Some((company, place)) = parted(&text) {
        return Masthead { company: Some(company.to_owned()), place: Some(place.to_owned()) };
    }
    let place = below.next().filter(|line| may_be(line)).map(|line| without_asides(&line.text));
    let place = place.filter(|text| place::is_place(text) || place::is_town(text));
    let is_company = names_a_company(&text) && (place.is_some() || has_company_form(&text));
    Masthead { company: is_company.then_some(text), place: place.filter(|_| is_company) }
}

/// True for a line that is short, no list item and no sentence.
fn may_be(line: &Line) -> bool {
    let text = line.text.as_str();
    line.style == Style::Plain && text.len() <= LONGEST && !text.contains(['!', '?', ':', ';', '@']) && !ends(text)
}

/// True for a line that ends as sentences do; "Crumb Inc." ends otherwise.
fn ends(text: &str) -> bool {
    text.ends_with('.') && !has_company_form(text)
}

/// The parts of a masthead that are neither hours, nor pay, nor a kind of contract, in order.
fn without_asides(text: &str) -> String {
    if !text.contains(['|', '·', '•']) {
        return text.to_owned();
    }
    let cells = text.split(['|', '·', '•']).map(str::trim);
    let says = |cell: &&str| {
        let plain = headings::normalize(cell);
        !plain.is_empty() && !ASIDES.contains(&plain.as_str()) && !cell.contains(['$', '€', '£', '%'])
    };
    cells.filter(says).collect::<Vec<_>>().join(" | ")
}

/// Company and place, where everything behind some mark is a place.
fn parted(text: &str) -> Option<(&str, &str)> {
    let marks = MARKS.iter().chain(&[",", " ("]);
    let mut cuts: Vec<(usize, usize)> =
        marks.flat_map(|mark| text.match_indices(mark).map(|(at, mark)| (at, at + mark.len()))).collect();
    cuts.sort_unstable();
    let behind = |(from, to): (usize, usize)| {
        let rest = text[to..].trim();
        let place = if text[from..to].ends_with('(') { rest.strip_suffix(')')? } else { rest };
        (place::is_place(place) || place::is_town(place)).then(|| (text[..from].trim(), place))
    };
    cuts.into_iter().find_map(behind).filter(|(company, _)| names_a_company(company))
}

/// True for a few words with capitals that are no place, no heading, no department and nobody's work.
fn names_a_company(text: &str) -> bool {
    let plain = headings::normalize(text);
    let small = |word: &str| word.len() <= 3 || ["from", "und", "für", "pour", "para"].contains(&word);
    let capital = |word: &str| word.starts_with(|c: char| !c.is_lowercase() && c.is_alphanumeric());
    let words = || text.split_whitespace();
    !plain.is_empty()
        && words().count() <= WORDS
        && words().next().is_some_and(capital)
        && words().all(|word| capital(word) || small(word))
        && !NO_COMPANIES.contains(&plain.as_str())
        && headings::exact(text).is_none()
        && !place::is_place(text)
        && (has_company_form(text) || !names_a_role(text))
}

#[cfg(test)]
mod tests {
    use crate::documents::Posting;

    fn read(below: &str) -> (Option<String>, Option<String>) {
        let posting = Posting::parse("a", &format!("Night Baker\n{below}\n\nWe bake bread for the whole town.\n"));
        assert_eq!(posting.title, "Night Baker", "{below}");
        (posting.company, posting.place_tag)
    }

    #[test]
    fn company_and_place_stand_below_the_title() {
        for (below, company, place) in [
            ("Crumb Analytics, Berlin", "Crumb Analytics", "Berlin"),
            ("\nCrumb & Sons, Lyon, France", "Crumb & Sons", "Lyon, France"),
            ("Crumb, Inc., Austin, TX", "Crumb, Inc.", "Austin, TX"),
            ("Crumb GmbH | Munich | Vollzeit", "Crumb GmbH", "Munich"),
            ("Crumb & Sons · Lyon (hybrid) · Full-time · €30k", "Crumb & Sons", "Lyon (hybrid)"),
            ("Crumb – Remote", "Crumb", "Remote"),
            ("Bank of Crumb (Lyon)", "Bank of Crumb", "Lyon"),
            ("Crumb & Sons\nLyon, France", "Crumb & Sons", "Lyon, France"),
            ("Crumb & Co, Sault Ste. Marie, Ontario", "Crumb & Co", "Sault Ste. Marie, Ontario"),
            ("Crumb & Co, Grenoble (Isère)", "Crumb & Co", "Grenoble (Isère)"),
            ("Crumb & Co\nCrustville, Utah", "Crumb & Co", "Crustville, Utah"),
        ] {
            assert_eq!(read(below), (Some(company.to_owned()), Some(place.to_owned())), "{below}");
        }
        assert_eq!(read("Crumb GmbH"), (Some("Crumb GmbH".to_owned()), None));
    }

    #[test]
    fn other_lines_name_no_company() {
        for below in [
            "Berlin, Germany",
            "Finance, Berlin",
            "Head Baker, Lyon",
            "Join us, Berlin",
            "We bake in Lyon, France.",
            "- Sourdough, Lyon",
            "Requirements\n\nLyon, France",
            "Sourdough, rye and spelt",
            "Remote",
        ] {
            assert_eq!(read(below).0, None, "{below}");
        }
    }

    #[test]
    fn labels_and_tags_come_first() {
        let labeled = Posting::parse("a", "Night Baker\nCrumb, Lyon\nCompany: Loaf\n\nWe bake.\n");
        assert_eq!((labeled.company.as_deref(), labeled.place_tag.as_deref()), (Some("Loaf"), None));
        let tagged = Posting::parse("a", "# [Baker](https://x.example/1)\n### Loaf\n\nCrumb, Lyon\n\nWe bake.\n");
        assert_eq!((tagged.company.as_deref(), tagged.place_tag.as_deref()), (Some("Loaf"), None));
        let under = Posting::parse("a", "# Night Baker\n\nCrumb, Lyon\n\nWe bake.\n");
        assert_eq!((under.company.as_deref(), under.place_tag.as_deref()), (Some("Crumb"), Some("Lyon")));
    }
}
