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

/// A part that asks so many things anywhere holds more than its heading says: the rest of the posting, as a rule.
const MORE_THAN_AN_ASIDE: usize = 5;

/// Gives a posting's parts that are headed by something else ("Join our team", "Location") but ask what one must bring the
/// kind that they are: demands where they ask line by line, no certain kind where they ask in between.
pub(super) fn tell_by_lines(parts: &mut [Part]) {
    for part in parts.iter_mut().filter(|part| is_aside(part.kind)) {
        let items = || part.lines.iter().filter(|line| matches!(line.style, Style::Item(_)));
        let asking = items().filter(|line| asked(line) > 0).count();
        if asking >= FEWEST && 2 * asking > items().count() {
            part.kind = SectionKind::Requirements;
        } else if part.lines.iter().map(asked).sum::<usize>() >= MORE_THAN_AN_ASIDE {
            part.kind = SectionKind::Other;
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

/// How many things a line asks.
fn asked(line: &Line) -> usize {
    let lower = line.text.to_lowercase();
    ASKS.iter().map(|words| lower.matches(words).count()).sum()
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
        let blob = "# Baker\n\n## Location\n\nUlm. You have experience with rye, experience in a team, knowledge of ovens, \
            familiarity with scales and an understanding of dough.\n";
        assert_eq!(kinds(blob), [SectionKind::Other]);
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
