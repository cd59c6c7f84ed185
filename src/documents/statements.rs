//! Paragraphs that say what they are without a heading: equal-opportunity statements, the company's own story.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::SectionKind;

/// Words of statements that the law or the lawyers ask for, in small letters.
const LEGAL: [&str; 58] = [
    "equal opportunit",
    "equal employment",
    "without regard to race",
    "regardless of race",
    "regardless of your race",
    "regardless of age",
    "regardless of gender",
    "race, color",
    "race, colour",
    "race, religion",
    "race, ethnicity",
    "race, gender",
    "sexual orientation",
    "do not discriminate",
    "does not discriminate",
    "don't discriminate",
    "don’t discriminate",
    "reasonable accommodation",
    "request an accommodation",
    "need an accommodation",
    "requires an accommodation",
    "accommodations during",
    "accommodation due to a disability",
    "affirmative action",
    "e-verify",
    "protected veteran",
    "arrest and conviction",
    "fair chance ordinance",
    "criminal histor",
    "privacy notice",
    "privacy policy",
    "privacy statement",
    "candidate privacy",
    "personal data",
    "unsolicited resume",
    "unsolicited candidate",
    "recruitment agenc",
    "staffing agenc",
    "third-party recruiters",
    "third party recruiters",
    "recruitment fraud",
    "fraudulent job",
    "recruiting scam",
    "diverse backgrounds to apply",
    "underrepresented",
    "égalité des chances",
    "situation de handicap",
    "orientation sexuelle",
    "chancengleichheit",
    "schwerbehind",
    "sexueller orientierung",
    "unabhängig von geschlecht",
    "ungeachtet",
    "igualdad de oportunidades",
    "orientación sexual",
    "igualdade de oportunidades",
    "orientação sexual",
    "pessoas com deficiência",
];

/// Words with which a paragraph speaks of the role, whatever else it says.
const HIRING: [&str; 26] = [
    "looking for",
    "seeking",
    "you'll",
    "you’ll",
    "you will",
    "your role",
    "this role",
    "the role",
    "hiring",
    "to join",
    "years of experience",
    "position",
    "responsible for",
    "recherch",
    "recrut",
    "vous serez",
    "suchen",
    "wirst du",
    "buscamos",
    "buscando",
    "procuramos",
    "procurando",
    "as a senior",
    "you are",
    "you're",
    "you’re",
];

/// Words of paragraphs that state the pay.
const PAY: [&str; 16] = [
    "salary range",
    "base salary",
    "pay range",
    "base pay",
    "compensation range",
    "compensation for this",
    "hourly rate",
    "annual salary",
    "salary for this",
    "total compensation",
    "starting salary",
    "rémunération",
    "gehalt",
    "salaire",
    "faixa salarial",
    "rango salarial",
];

static PAY_WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| matcher(&PAY));
static LEGAL_WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| matcher(&LEGAL));
static HIRING_WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| matcher(&HIRING));

/// A matcher for a list of words. Case is looked at by its caller, since only ASCII could be ignored here.
fn matcher(words: &[&str]) -> AhoCorasick {
    AhoCorasick::builder().ascii_case_insensitive(true).build(words).expect("the words are few and short")
}

/// The kind that a paragraph says of itself, where it differs from the running one.
pub(super) fn kind_of(text: &str, company: Option<&str>, running: SectionKind) -> Option<SectionKind> {
    if running != SectionKind::Legal && LEGAL_WORDS.is_match(text) && !asks_for_skills(text) {
        return Some(SectionKind::Legal);
    }
    if running != SectionKind::Pay
        && text.len() < 1200
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && PAY_WORDS.is_match(text)
        && !asks_for_skills(text)
    {
        return Some(SectionKind::Pay);
    }
    let beside = matches!(running, SectionKind::Company | SectionKind::Benefits);
    if (beside || matches!(running, SectionKind::Other | SectionKind::About)) && begins(text, &STACK) {
        return Some(SectionKind::Skills);
    }
    if beside && (begins(text, &ROLE) || hires(text)) {
        return Some(SectionKind::Responsibilities);
    }
    if matches!(running, SectionKind::Other | SectionKind::About) && is_own_story(text, company) {
        return Some(SectionKind::Company);
    }
    None
}

/// Beginnings of paragraphs that list what the work is done with.
const STACK: [&str; 18] = [
    "stack is",
    "stack:",
    "our stack",
    "the stack",
    "our tech stack",
    "tech stack",
    "our technology stack",
    "our current stack",
    "our current tech stack",
    "our current technical stack",
    "our technical stack",
    "our core stack",
    "the technologies we use",
    "we use the following technologies",
    "technologies we use",
    "our main technologies",
    "unser stack",
    "notre stack",
];

/// Beginnings of paragraphs that tell what the person will do, wherever they stand.
const ROLE: [&str; 11] = [
    "in this role",
    "in this position",
    "you will ",
    "you’ll ",
    "you'll ",
    "your role",
    "as part of this role",
    "the ideal candidate",
    "we are looking for a",
    "we're looking for a",
    "we are seeking a",
];

/// True where a paragraph soon says that somebody is looked for: "To help us, we are looking for a baker".
fn hires(text: &str) -> bool {
    let start = text[..text.floor_char_boundary(SOON)].replace('’', "'").to_lowercase();
    let says =
        ["are looking for a", "'re looking for a", "is looking for a", "are seeking a", "is seeking a", "are hiring a"];
    says.iter().any(|words| start.contains(words))
}

/// The words that say so begin within this many bytes.
const SOON: usize = 160;

/// True where the text begins with one of the phrases, in capitals or not.
fn begins(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| text.get(..phrase.len()).is_some_and(|start| start.eq_ignore_ascii_case(phrase)))
}

/// True where a paragraph with legal words in it also speaks of the work.
fn asks_for_skills(text: &str) -> bool {
    let lower = text.get(..text.len().min(4000)).unwrap_or(text);
    ["years of experience", "experience with", "responsible for", "proficien"].iter().any(|words| lower.contains(words))
}

/// True for a paragraph in which the company speaks of itself and not of the role.
fn is_own_story(text: &str, company: Option<&str>) -> bool {
    let starts =
        |beginning: &str| text.get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning));
    let named = company.is_some_and(|company| {
        let name = company.split([',', '(']).next().unwrap_or(company).trim();
        let after = |prefix: &str| {
            text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix(name)).is_some_and(|rest| {
                [
                    " is ",
                    "’s ",
                    "'s ",
                    " was ",
                    " has ",
                    " helps ",
                    ", ",
                    " are ",
                    " provides ",
                    " builds ",
                    " ist ",
                    " est ",
                    " es ",
                    " é ",
                ]
                .iter()
                .any(|word| rest.starts_with(word))
            })
        };
        name.len() >= 2 && ["", "At ", "Here at ", "About ", "Chez ", "Bei "].iter().any(|prefix| after(prefix))
    });
    let told = starts("Founded in")
        || starts("Our mission is")
        || starts("Fondée en")
        || starts("We are a leading")
        || starts("We're a leading");
    (named || told) && !HIRING_WORDS.is_match(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_legal_text_and_the_companys_story() {
        let other = SectionKind::Other;
        let legal = "Tinfoil is an equal opportunity employer and does not discriminate.";
        assert_eq!(kind_of(legal, Some("Tinfoil"), other), Some(SectionKind::Legal));
        let story = "At Tinfoil, we make hats that last, with Kubernetes and love.";
        assert_eq!(kind_of(story, Some("Tinfoil"), other), Some(SectionKind::Company));
        let sought = "To help us sell hats, we are looking for a baker who runs Kubernetes.";
        assert_eq!(kind_of(sought, Some("Tinfoil"), SectionKind::Company), Some(SectionKind::Responsibilities));
        let stack = "Our current technical stack is a mix of Java and Python.";
        assert_eq!(kind_of(stack, Some("Tinfoil"), SectionKind::Company), Some(SectionKind::Skills));
        let role = "At Tinfoil, you will run Kubernetes.";
        assert_eq!(kind_of(role, Some("Tinfoil"), other), None);
    }
}
