//! What one must bring, told by the lines themselves where the heading above them says something else.

use super::SectionKind;
use super::lines::Line;
use super::lines::Style;
use super::sections::Part;

/// Words of a line that asks something of a person, in small letters.
const ASKS: [&str; 40] = [
    "experience with",
    "experience in",
    "experience of",
    "experience using",
    "experience working",
    "experience building",
    "years of experience",
    "years' experience",
    "years experience",
    "years of professional",
    "years of hands-on",
    "experienced in",
    "experienced with",
    "proficient in",
    "proficiency in",
    "proficiency with",
    "knowledge of",
    "knowledge in",
    "familiar with",
    "familiarity with",
    "understanding of",
    "skilled in",
    "degree in",
    "ability to",
    "expérience en",
    "expérience dans",
    "expérience avec",
    "maîtrise de",
    "connaissance de",
    "connaissances en",
    "erfahrung mit",
    "erfahrung in",
    "kenntnisse in",
    "experiencia en",
    "experiencia con",
    "conocimiento de",
    "conocimientos de",
    "experiência em",
    "experiência com",
    "conhecimento em",
];

/// So many lines that ask something make a list of demands, where they are also the larger part of the list.
const FEWEST: usize = 3;

/// Gives a posting's parts that are headed by something else ("Join our team", "Your story") but ask line by line what one
/// must bring the kind that they are.
pub(super) fn tell_by_lines(parts: &mut [Part]) {
    for part in parts.iter_mut().filter(|part| is_aside(part.kind)) {
        let items = || part.lines.iter().filter(|line| matches!(line.style, Style::Item(_)));
        let asking = items().filter(|line| asks(line)).count();
        if asking >= FEWEST && 2 * asking > items().count() {
            part.kind = SectionKind::Requirements;
        }
    }
}

/// True for a kind of section in which a named skill is not asked for.
const fn is_aside(kind: SectionKind) -> bool {
    matches!(
        kind,
        SectionKind::Benefits
            | SectionKind::Company
            | SectionKind::Process
            | SectionKind::Location
            | SectionKind::Contact
            | SectionKind::Legal
    )
}

fn asks(line: &Line) -> bool {
    let lower = line.text.to_lowercase();
    ASKS.iter().any(|words| lower.contains(words))
}

#[cfg(test)]
mod tests {
    use crate::documents::Posting;
    use crate::documents::SectionKind;

    fn kinds(text: &str) -> Vec<SectionKind> {
        Posting::parse("x", text).sections.iter().map(|section| section.kind).collect()
    }

    #[test]
    fn a_list_of_demands_is_one_under_any_heading() {
        let demands = "# Baker\n\n## About us\n\n- Three years of experience in a bakery\n- Knowledge of sourdough\n\
            - Familiarity with deck ovens\n- A driving license\n";
        assert_eq!(kinds(demands), [SectionKind::Requirements]);
    }

    #[test]
    fn a_story_that_speaks_of_experience_stays_one() {
        let story = "# Baker\n\n## About us\n\n- Founded in 1904\n- Forty years of experience with rye\n- Two shops\n\
            - A mill of our own\n- Bread with knowledge of its grain\n";
        assert_eq!(kinds(story), [SectionKind::Company]);
        let offered = "# Baker\n\n## Benefits\n\n- The ability to choose your shifts\n- Free bread\n- A pension\n";
        assert_eq!(kinds(offered), [SectionKind::Benefits]);
    }
}
