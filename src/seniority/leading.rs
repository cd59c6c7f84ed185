//! Leading people, as the account of a position tells it.

use std::sync::LazyLock;

use regex::Match;
use regex::Regex;

/// The most text of a position that is read, in bytes.
const MOST: usize = 8_000;

/// Two and more people, in numbers and words.
const COUNT: &str = r"(?:[2-9]|\d{2,5}|\d{1,3}\s?[-–]\s?\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|several|deux|trois|quatre|cinq|zwei|drei|vier|fünf|sechs|dos|tres|cuatro|cinco|dois|três|quatro)";

/// Verbs that say so of a team with a size, or of people.
static LEADS: LazyLock<Regex> = LazyLock::new(|| {
    let lead = r"(?:manag(?:e|es|ed|ing)|supervis(?:e|es|ed|ing)|lead|leads|led|leading|oversee|oversees|oversaw|overseen|overseeing|head|headed|heading|directed|directing|responsible for)";
    let many = format!(r"(?:(?:up to|over|more than|about|around|approximately|roughly|nearly)\s)?{COUNT}");
    let people = r"(?:employees|staff|people|persons|workers|engineers|developers|designers|analysts|associates|technicians|nurses|teachers|cooks|chefs|agents|representatives|reps|members|subordinates|team\s?members|teammates|crew|direct reports|clerks|officers|supervisors|managers|volunteers|drivers|accountants|consultants|testers|scientists)";
    Regex::new(&format!(
        r"(?i)\b{lead}\b[^.;\n]{{0,40}}?\b(?:teams?|staff|group|crew|department)\s(?:of|with)\s{many}|\b{lead}\b[^.;\n]{{0,20}}?\b(?:an?\s)?\d{{1,3}}[ -](?:person|people|member|man)\s(?:team|staff|crew)|\bsupervis(?:e|es|ed|ing)\b[^.;\n]{{0,15}}?\s(?:{many}\s)?(?:[\w-]+\s){{0,2}}?(?:{people}|personnel)\b|\b(?:manag(?:e|es|ed|ing)|led|leading|oversaw|overseeing)\s(?:and \w+ )?{many}\s(?:[\w-]+\s){{0,3}}?{people}\b|\b{COUNT}\sdirect reports\b|\b(?:führung|leitung)\s(?:von|eines?)\s[^.;\n]{{0,30}}?(?:\d|team)|\b(?:encadre(?:r|ment)|management|manager)\sd['’]une équipe de\s{COUNT}|\b(?:dirigí|liderei|lideré|gestioné|coordinación de|gestão de|gestión de)\s(?:um|un|uma)?\s?(?:equipo|equipe|time)\sde\s{COUNT}"
    ))
    .expect("the pattern is a constant that the tests compile")
});

/// Those who are taught, and are led by who teaches them.
const TAUGHT: [&str; 8] =
    ["students", "pupils", "children", "kids", "classmates", "learners", "schoolchildren", "youths"];

/// Who says they work on their own, and does not look for people to lead.
static ALONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\bindividual[ -]contributor\b|\b(?:do not|don['’]t|not) (?:want|look|looking|seek|seeking|interested)\b[^.\n]{0,30}\bmanage")
        .expect("the pattern is a constant that the tests compile")
});

/// The words by which the account of a position says that the person led people there: a team with a size, employees,
/// reports. A project led, a process supervised or a person mentored is none of it.
pub(super) fn said_in(text: &str) -> Option<&str> {
    let text = &text[..text.floor_char_boundary(MOST)];
    // "Supervised learning with PyTorch for engineers", "led a team of four students"
    let leads = |found: &Match<'_>| {
        let after = text[found.end()..].split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
        !["ed learning", "ing for "].iter().any(|other| found.as_str().contains(other))
            && !after.is_some_and(|word| TAUGHT.iter().any(|taught| word.eq_ignore_ascii_case(taught)))
    };
    LEADS.find_iter(text).find(leads).map(|found| found.as_str())
}

/// True for a summary in which the person calls themself an individual contributor.
pub(super) fn is_refused_in(summary: &str) -> bool {
    ALONE.is_match(&summary[..summary.floor_char_boundary(MOST)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn teams_are_told_from_projects() {
        for text in [
            "- Manage and train a team of 12 bakers",
            "Led a team of five.",
            "Supervised night-shift employees and ordered flour.",
            "Managed 8 engineers in two places",
            "Oversaw a staff of over 40",
            "Leading a 6-person team",
            "Supervised 8-12 new staff members for the bakery",
            "Managed a team of 20 with love",
            "Had 4 direct reports.",
            "Führung eines Teams von 5 Bäckern",
            "Encadrement d'une équipe de 4 boulangers",
        ] {
            assert!(said_in(text).is_some(), "{text}");
        }
        for text in [
            "Led a project of 12 months",
            "Led the migration for a team of analysts",
            "Supervised the baking of 40 loaves",
            "Worked in a team of 12",
            "Manage more than 285 confidential personnel files",
            "Led 12 weekly reports",
            "Mentored three engineers; managed 12 ovens",
            "Led a team of 1",
            "Led a team of four students in a competition",
            "Supervised learning with PyTorch for engineers",
        ] {
            assert_eq!(said_in(text), None, "{text}");
        }
        assert!(is_refused_in("I work as an individual contributor."));
        assert!(is_refused_in("I mentor, and I do not look for people management."));
    }
}
