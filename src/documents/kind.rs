//! Posting or résumé: which side a text is on, where nobody says.

use std::sync::LazyLock;

use regex::Regex;
use regex::RegexSet;

use super::Side;
use super::pattern;

/// The fewest points that make a résumé.
const LEAST: i32 = 4;

/// The points by which the one side must lead where it is to be told without doubt.
const PLAIN: i32 = 4;

/// Bytes of a text that are looked at.
const SAMPLE: usize = 16 * 1024;

/// Bytes of a text in which the marks of a job feed stand.
const HEAD: usize = 1024;

/// What postings say, with the points that it brings.
const POSTING: [(&str, i32); 14] = [
    (r"(?m)^\s*#{1,6} .*💰", 8),
    (r"(?m)^\s*#{1,6} .*[🌎🌍🌏]", 8),
    (r"\[(?i:apply)\]\(", 8),
    (r"(?m)^\s*# \[[^\n]*\]\(http", 6),
    (r"(?i)\b(?:we are|we're|we’re|is|are) (?:currently )?(?:looking for|seeking|hiring|searching for)\b", 3),
    (r"(?i)\b(?:nous recherchons|wir suchen|estamos buscando|buscamos|procuramos|estamos em busca)\b", 3),
    (r"(?i)\b(?:you will|you'll|you’ll|you have|you are|your role|your profile|about you|who you are|what you)\b", 2),
    (
        r"(?i)\b(?:vous êtes|votre profil|vos missions|du bringst|dein profil|deine aufgaben|ihr profil|ihre aufgaben|wir bieten|tu perfil|você)\b",
        3,
    ),
    (
        r"(?i)\b(?:equal opportunity|without regard to race|all qualified applicants|reasonable accommodation|égalité des chances|chancengleichheit)\b",
        4,
    ),
    (
        r"(?i)\b(?:apply now|how to apply|join our team|join us|our team|our company|ideal candidate|successful candidate|the candidate|apply for this)\b",
        2,
    ),
    (
        r"(?im)^\W*(?:requirements|qualifications|responsibilities|what we offer|nice to have|about us|about the role|job description|perks|benefits|company description)\b.{0,30}$",
        2,
    ),
    (
        r"(?im)^\W*(?:requisitos|responsabilidades|beneficios|benefícios|sobre nosotros|sobre nós|anforderungen|über uns|profil recherché|missions)\b.{0,30}$",
        2,
    ),
    (r"(?im)^\W*(?:job title|company|puesto de trabajo|salary range|employment type)\W*:", 2),
    (
        r"(?i)\b(?:we offer|nous offrons|ofrecemos|oferecemos|competitive salary|health insurance|paid time off|401\(?k)\b",
        2,
    ),
];

/// What résumés say, with the points that it brings.
const RESUME: [(&str, i32); 13] = [
    (r"(?im)^\W*(?:(?:work|professional|employment|relevant) )?(?:experience|history)\W*$", 3),
    (
        r"(?im)^\W*(?:education(?: and training| details| & training)?|educational background|academic background)\W*$",
        3,
    ),
    (
        r"(?im)(?:^|[.)])\W*(?:skill details|company details|education details|technical skills|technical qualifications|other skills|core qualifications|skill highlights|highlights|accomplishments|career overview|professional summary|executive profile|executive summary|work history|summary|skills|career objective|objective|certifications|languages|interests|references|affiliations|hobbies|declaration|personal details)\W*$",
        2,
    ),
    (
        r"(?im)^\W*(?:curriculum vitae|résumé|lebenslauf|berufserfahrung|ausbildung|expérience professionnelle|expériences professionnelles|formation|compétences|centres d'intérêt|experiencia laboral|experiencia profesional|formación|experiência profissional|formação acadêmica|formação|idiomas)\W*$",
        3,
    ),
    (
        r"(?i)\b(?:19|20)\d\d\b\W{1,6}(?:to\W+)?(?:[a-zé]{3,10}\.? |\d\d?[/.])?(?:(?:19|20)\d\d|present|current|now|till date|heute|aujourd'hui|actualidad|presente|atual)\b",
        3,
    ),
    (r"(?i)\b(?:company name|city , state|exprience - )", 6),
    (r"(?i)\b(?:linkedin\.com/in/|github\.com/)", 2),
    (r"[\w.+-]+@[\w-]+\.[\w.]+", 1),
    (
        r"(?i)\b(?:bachelor|master|b\.?sc|m\.?sc|b\.?tech|mba|high school diploma|associate of)\b[^\n]{0,60}\b(?:19|20)\d\d\b",
        2,
    ),
    (r"(?i)\b(?:i am|i have|i was|my|i've)\b", 1),
    (r"(?im)^\W*(?:\w{3,9} (?:19|20)\d\d|\d\d/(?:19|20)\d\d)\s*(?:to|-|–)", 2),
    (
        r"(?im)^\W*(?:date of birth|marital status|nationality|father'?s name|geburtsdatum|familienstand|date de naissance|fecha de nacimiento|estado civil|data de nascimento)\b",
        5,
    ),
    (r"(?i)\b(?:gpa|dean'?s list|references available|cum laude|coursework)\b", 2),
];

static POSTING_SIGNS: LazyLock<RegexSet> = LazyLock::new(|| set(&POSTING));
static RESUME_SIGNS: LazyLock<RegexSet> = LazyLock::new(|| set(&RESUME));

/// Pronouns of the reader and of the writer's company, counted over the text.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?-u:\b)(?:you|your|we|our|us|vous|votre|nous|du|dein|deine|wir|unser|unsere|ihre|nosso|nossa|nuestro|nuestra|tu|tus)(?-u:\b)|você",
    )
});

/// The signs of a side as one set.
fn set(signs: &[(&str, i32)]) -> RegexSet {
    RegexSet::new(signs.iter().map(|(pattern, _)| quick(pattern))).expect("the patterns are fixed")
}

/// The pattern with edges of words that are quick to find: those of Unicode are looked for a thousand times slower in text
/// that is not ASCII. Around words with accents the edge before is any other character, the one behind is left out.
fn quick(pattern: &str) -> String {
    if pattern.is_ascii() {
        return pattern.replace(r"\b", r"(?-u:\b)");
    }
    pattern.replacen(r"(?i)\b", r"(?i)(?:^|\P{L})", 1).replace(r"\b", "")
}

/// The points of the signs that a text shows.
fn points(set: &RegexSet, signs: &[(&str, i32)], sample: &str) -> i32 {
    set.matches(sample).iter().map(|at| signs[at].1).sum()
}

/// True where two of the marks of a job feed are seen at a glance: a linked title, a tag, a link to apply. Saves such
/// texts, of which there are thousands at a time, the closer look.
fn is_of_a_feed(text: &str) -> bool {
    let head = &text.as_bytes()[..text.floor_char_boundary(HEAD)];
    let within = |bytes: &[u8], sign: &str| memchr::memmem::find(bytes, sign.as_bytes()).is_some();
    let linked = head.trim_ascii_start().starts_with(b"# [") && within(head, "](http");
    let tagged = ["\u{1f4b0}", "\u{1f30e}", "\u{1f30d}", "\u{1f30f}"].iter().any(|sign| within(head, sign));
    let applied = || within(text.as_bytes(), "[APPLY](");
    linked && tagged || (linked || tagged) && applied()
}

/// Which side a text is on by what it says; postings where nothing tells.
pub(super) fn side_of(text: &str) -> Side {
    if is_of_a_feed(text) {
        return Side::Posting;
    }
    let (posting, resume) = weigh(text);
    if posting >= resume || resume < LEAST { Side::Posting } else { Side::Resume }
}

/// The side that a text is plainly on; nothing where it could be either.
pub(super) fn plain_side_of(text: &str) -> Option<Side> {
    if is_of_a_feed(text) {
        return Some(Side::Posting);
    }
    let (posting, resume) = weigh(text);
    if resume >= LEAST + PLAIN && resume >= posting + PLAIN {
        return Some(Side::Resume);
    }
    (posting >= LEAST + PLAIN && posting >= resume + PLAIN).then_some(Side::Posting)
}

/// The points for a posting and those for a résumé.
fn weigh(text: &str) -> (i32, i32) {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    let posting = points(&POSTING_SIGNS, &POSTING, sample);
    if posting >= 16 {
        return (posting, 0);
    }
    let words = (sample.len() / 6).max(1);
    let address = ADDRESS.find_iter(sample).count() * 1000 / words;
    let addressed = match address {
        0..=3 => -3,
        4..=9 => 0,
        10..=19 => 2,
        _ => 5,
    };
    (posting + addressed, points(&RESUME_SIGNS, &RESUME, sample))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_postings_from_resumes() {
        assert_eq!(side_of("# [Baker](https://x.example)\n### Crumb\n#### `🌎 Lyon`\n\nBread."), Side::Posting);
        assert_eq!(
            side_of("Night Baker\n\nWe are looking for a baker. You will bake.\n\nRequirements:\n- flour"),
            Side::Posting
        );
        assert_eq!(
            side_of(
                "Ida Novak\nida@novak.example\n\nExperience\nBaker, Crumb, 2015 - present\nBaked bread.\n\nEducation\nBaking School 2014"
            ),
            Side::Resume
        );
        assert_eq!(
            side_of(
                "Max Mustermann\n\nBerufserfahrung\n03/2019 – heute Bäcker bei Krume\n\nAusbildung\nBäckerlehre 2016"
            ),
            Side::Resume
        );
    }
}
