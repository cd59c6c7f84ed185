//! Which kind of section a heading begins, in English, French, German, Spanish and Portuguese.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::SectionKind;
use super::Side;

/// The table of headings.
pub(super) static TABLE: &str = include_str!("../../data/headings.tsv");

/// Words that change nothing about what a heading says.
const FILLERS: [&str; 26] = [
    "the", "a", "an", "our", "your", "key", "main", "core", "primary", "this", "some", "few", "and", "basic",
    "general", "le", "la", "les", "vos", "nos", "deine", "ihre", "unsere", "nossos", "nuestros", "tus",
];

/// The kinds that a heading begins, on either side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kinds {
    posting: SectionKind,
    resume: SectionKind,
    anywhere: bool,
}

impl Kinds {
    /// The kind on one side.
    pub(super) fn on(self, side: Side) -> SectionKind {
        match side {
            Side::Posting => self.posting,
            Side::Resume => self.resume,
        }
    }
}

/// The table, ready for look-up.
struct Table {
    /// By the normalized phrase.
    exact: HashMap<String, Kinds>,
    /// By the normalized phrase without fillers.
    loose: HashMap<String, Kinds>,
}

static HEADINGS: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { exact: HashMap::new(), loose: HashMap::new() };
    for (phrase, kinds) in rows() {
        let normalized = normalize(phrase);
        let loose = without_fillers(&normalized);
        if !loose.is_empty() {
            table.loose.entry(loose).or_insert(kinds);
        }
        // A phrase of several languages keeps what the first says, and counts anywhere where one says so.
        table.exact.entry(normalized).and_modify(|known| known.anywhere |= kinds.anywhere).or_insert(kinds);
    }
    table
});

/// The rows of the table: phrase and kinds; rows that name no known kind are left out (a test finds them).
fn rows() -> impl Iterator<Item = (&'static str, Kinds)> {
    TABLE.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(|line| {
        let mut fields = line.split('\t').skip(1);
        let phrase = fields.next()?;
        let posting = kind_named(fields.next()?)?;
        let resume = kind_named(fields.next()?)?;
        Some((phrase, Kinds { posting, resume, anywhere: fields.next()? == "yes" }))
    })
}

/// The kind of a name in the table.
fn kind_named(name: &str) -> Option<SectionKind> {
    Some(match name {
        "other" => SectionKind::Other,
        "about" => SectionKind::About,
        "requirements" => SectionKind::Requirements,
        "preferred" => SectionKind::Preferred,
        "responsibilities" => SectionKind::Responsibilities,
        "benefits" => SectionKind::Benefits,
        "pay" => SectionKind::Pay,
        "location" => SectionKind::Location,
        "company" => SectionKind::Company,
        "legal" => SectionKind::Legal,
        "process" => SectionKind::Process,
        "summary" => SectionKind::Summary,
        "experience" => SectionKind::Experience,
        "skills" => SectionKind::Skills,
        "education" => SectionKind::Education,
        "certificates" => SectionKind::Certificates,
        "languages" => SectionKind::Languages,
        "projects" => SectionKind::Projects,
        "contact" => SectionKind::Contact,
        _ => return None,
    })
}

/// Small letters without accents, words parted by single spaces; "'ll" and its like spelled out.
pub(super) fn normalize(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut push = |c: char| {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if c == '&' || c == '+' {
            out.push_str(" and ");
        } else if c == '#' {
            out.push('#');
        } else if !matches!(c, '\u{300}'..='\u{36F}' | '\u{FE0F}') {
            out.push(' ');
        }
    };
    if text.is_ascii() {
        text.chars().for_each(&mut push)
    } else {
        text.nfd().for_each(&mut push)
    }
    let mut words = String::with_capacity(out.len());
    for (at, word) in out.split_ascii_whitespace().enumerate() {
        let word = match word {
            "ll" => "will",
            "re" => "are",
            "ve" => "have",
            "youll" => "you will",
            "youre" => "you are",
            "youve" => "you have",
            "whats" => "what s",
            word if at == 0 && word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit()) => continue,
            word => word,
        };
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

/// The phrase without fillers.
fn without_fillers(normalized: &str) -> String {
    let words: Vec<&str> = normalized.split(' ').filter(|word| !FILLERS.contains(word)).collect();
    words.join(" ")
}

/// The kinds of a line that says exactly what a row of the table says.
pub(super) fn exact(line: &str) -> Option<Kinds> {
    if line.len() > 70 {
        return None;
    }
    HEADINGS.exact.get(&normalize(line)).copied()
}

/// The kinds of a line that is known to be a heading: as a whole, without fillers, or by a telling part.
pub(super) fn recognize(heading: &str) -> Option<Kinds> {
    let plain = match heading.find('(') {
        Some(at) if at > 3 => &heading[..at],
        _ => heading,
    };
    let normalized = normalize(plain);
    if let Some(kinds) = HEADINGS.exact.get(&normalized) {
        return Some(*kinds);
    }
    if let Some(kinds) = HEADINGS.loose.get(&without_fillers(&normalized)) {
        return Some(*kinds);
    }
    if let Some(kinds) = by_halves(plain) {
        return Some(kinds);
    }
    // "Join our team as a gardener and grow these plants:" tells of the work.
    let long = normalized.split(' ').count() > 8;
    by_part(&normalized)
        .filter(|kinds| !long || kinds.posting != SectionKind::Company)
        .or_else(|| by_beginning(&normalized))
}

/// The kinds of the first half of "Responsibilities / What you will do" that is known.
fn by_halves(heading: &str) -> Option<Kinds> {
    if !heading.contains(['/', '|', '–', '—', '-', ':']) {
        return None;
    }
    heading.split(['/', '|', '–', '—', '-', ':']).find_map(|half| HEADINGS.exact.get(&normalize(half)).copied())
}

/// The kinds of the longest known phrase within the heading; phrases about what would be nice go first.
fn by_part(normalized: &str) -> Option<Kinds> {
    let words: Vec<&str> = normalized.split(' ').take(14).collect();
    let mut best: Option<(usize, Kinds)> = None;
    for start in 0..words.len() {
        for length in (1..=(words.len() - start).min(7)).rev() {
            let phrase = words[start..start + length].join(" ");
            let Some(kinds) = HEADINGS.exact.get(&phrase) else { continue };
            let counts = kinds.anywhere || (start == 0 && length >= 2);
            if !counts {
                continue;
            }
            let rank = length + if kinds.posting == SectionKind::Preferred { 10 } else { 0 };
            if best.is_none_or(|(known, _)| rank > known) {
                best = Some((rank, *kinds));
            }
        }
    }
    best.map(|(_, kinds)| kinds)
}

/// The kinds of headings that name the company: "About Acme", "Life at Acme", "Why Acme".
fn by_beginning(normalized: &str) -> Option<Kinds> {
    if normalized.split(' ').count() > 6 {
        return None;
    }
    let starts = |beginnings: &[&str]| beginnings.iter().any(|beginning| normalized.starts_with(beginning));
    let posting = if starts(&[
        "about ",
        "life at ",
        "working at ",
        "join ",
        "joining ",
        "welcome to ",
        "meet ",
        "uber ",
        "sobre ",
        "a propos d",
        "what is ",
        "what makes ",
        "what it s like ",
        "more about ",
        "more on ",
        "get to know ",
        "introduction to ",
        "scale at ",
        "who is ",
        "inside ",
    ]) {
        SectionKind::Company
    } else if starts(&["why ", "pourquoi ", "warum ", "por que ", "perks ", "benefits "]) {
        SectionKind::Benefits
    } else {
        return None;
    };
    Some(Kinds { posting, resume: SectionKind::Other, anywhere: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_consistent() {
        let lines: Vec<&str> = TABLE.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(lines[0], "language\tphrase\tposting\tresume\tanywhere");
        assert_eq!(rows().count(), lines.len() - 1, "a row names no known kind");
        let mut seen = std::collections::HashSet::new();
        for line in &lines[1..] {
            let fields: Vec<&str> = line.split('\t').collect();
            assert_eq!(fields.len(), 5, "{line}");
            assert!(["en", "fr", "de", "es", "pt"].contains(&fields[0]), "{line}");
            assert!(["yes", "no"].contains(&fields[4]), "{line}");
            assert!(!normalize(fields[1]).is_empty(), "{line}");
            assert!(seen.insert((fields[0], fields[1])), "twice: {line}");
        }
    }

    #[test]
    fn recognizes_headings_in_five_languages() {
        use SectionKind::*;
        for (heading, kind) in [
            ("What you’ll bring", Requirements),
            ("Who You Are", Requirements),
            ("🧩 Key Responsibilities and your contribution", Responsibilities),
            ("Responsibilities / What You Will Do", Responsibilities),
            ("Preferred Qualifications:", Preferred),
            ("Nice-to-haves", Preferred),
            ("BONUS POINTS", Preferred),
            ("What you'll do at Tinfoil & Sons", Responsibilities),
            ("Perks & Benefits", Benefits),
            ("About Tinfoil", Company),
            ("Equal Opportunity Employer", Legal),
            ("Das bringst du mit", Requirements),
            ("Deine Aufgaben", Responsibilities),
            ("Wir bieten", Benefits),
            ("Über uns", Company),
            ("Profil recherché", Requirements),
            ("Vos missions :", Responsibilities),
            ("Qui sommes-nous ?", Company),
            ("Requisitos", Requirements),
            ("O que esperamos de você", Requirements),
            ("Diferenciais", Preferred),
            ("Sobre nós", Company),
            ("¿Qué ofrecemos?", Benefits),
            ("Compensation", Pay),
        ] {
            assert_eq!(recognize(heading).map(|kinds| kinds.on(Side::Posting)), Some(kind), "{heading}");
        }
        assert_eq!(recognize("Project Phoenix"), None);
    }

    #[test]
    fn recognizes_headings_of_resumes() {
        use SectionKind::*;
        for (heading, kind) in [
            ("Work History", Experience),
            ("Professional Summary", Summary),
            ("Highlights", Skills),
            ("Education and Training", Education),
            ("Certifications", Certificates),
            ("Berufserfahrung", Experience),
            ("Formation", Education),
            ("Idiomas", Languages),
            ("Skill Details", Skills),
        ] {
            assert_eq!(exact(heading).map(|kinds| kinds.on(Side::Resume)), Some(kind), "{heading}");
        }
    }
}
