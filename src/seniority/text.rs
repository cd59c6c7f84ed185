//! Years of experience and stated levels from running text.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::Level;
use super::Years;
use super::title;

/// The most years that anyone asks; more is a date or the age of a company.
const MOST_YEARS: f32 = 25.0;

/// How far around a number of years its meaning is looked for, in bytes.
const AROUND: usize = 110;

static YEARS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)\b(?:(?P<least>\d{1,2}(?:[.,]5)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen",
        r"|deux|trois|quatre|cinq|zwei|drei|vier|f\u{fc}nf|dos|tres|cuatro|cinco|dois|tr\u{ea}s|quatro)",
        r"(?:\s*\(\d{1,2}\))?\s*(?P<plus>\+|plus\b|or more\b|ou plus\b|oder mehr\b|o m\u{e1}s\b|ou mais\b)?",
        r"(?:\s*(?:-|\u{2013}|\u{2014}|\bto\b|\b\u{e0}\b|\bbis\b|\ba\b|/)\s*(?P<most>\d{1,2}|three|five|seven|eight|ten)\s*\+?)?",
        r"\s*\+?[\s\u{a0}]*(?:\+\s*)?(?:full\s+|solid\s+|total\s+)?",
        r"(?P<unit>years?|yrs?\b|yoe\b|ans?\b|ann\u{e9}es?|jahren?|a\u{f1}os?|anos?|months?|mois|monate?n?|meses))",
    ))
    .expect("the pattern is a constant that the tests compile")
});

/// Words without which a line names no years; lines that hold none are not looked at closely.
static UNITS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let words =
        ["year", "yr", "yoe", " ans", "ann\u{e9}e", "jahr", "a\u{f1}o", "anos", "month", "mois", "monat", "meses"];
    AhoCorasick::builder().ascii_case_insensitive(true).build(words).expect("a few words make an automaton")
});

/// Words without which a line states no level.
static STATEMENTS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let words = [
        "seniority",
        " level",
        "n\u{ed}vel",
        "niveau",
        " role",
        "position",
        "opportunity",
        "looking for",
        "seeking",
        "searching for",
        "hiring",
        "recherchons",
        "recrutons",
        "suchen",
        "buscamos",
        "procuramos",
    ];
    AhoCorasick::builder().ascii_case_insensitive(true).build(words).expect("a few words make an automaton")
});

/// The lines of a text in which one of the words occurs.
fn lines_with<'a>(text: &'a str, words: &'a AhoCorasick) -> impl Iterator<Item = &'a str> {
    text.split('\n').filter(|line| words.is_match(line))
}

static EXPERIENCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)experien|exp\u{e9}rien|erfahrung|experi\u{ea}n|\bexp\b|\byoe\b|track record|background|hands[- ]on",
        r"|\b(?:working|coding|programming|developing|building|designing|managing|leading|professional|industry|relevant",
        r"|practical|proven|practice|developer|engineer|as an?|in an?|berufspraxis|praxis|exercice|atuando|trabajando)\b",
    ))
    .expect("the pattern is a constant that the tests compile")
});

static OTHER_AGES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)\b(?:founded|founding|history|heritage|anniversary|years? (?:of age|old|ago)|in a row|consecutive|over the (?:past|last|next)",
        r"|(?:for|in|within|during) the (?:past|last|next)|(?:past|last|next) (?:\w+ )?\d+ years?|vest(?:ing|ed)?|contract|warranty|per year|every \w+ years?",
        r"|we(?:'ve| have| are)|our (?:company|team|firm|founders|combined|history)|has been|have been helping|combined experience|bachelor'?s? degree \(|degree program",
        r"|sabbatical|anciennet\u{e9}|existe|seit \u{fc}ber|\u{e1}rea h\u{e1})",
    ))
    .expect("the pattern is a constant that the tests compile")
});

static STATED: LazyLock<Regex> = LazyLock::new(|| {
    const WORDS: &str = r"intern|junior|jr\.?|entry[- ]level|mid|mid[- ]level|mid[- ]senior|intermediate|senior|sr\.?|staff|lead|principal|pleno|s\u{ea}nior|j\u{fa}nior|confirm\u{e9}";
    Regex::new(&[
        r"(?im)(?:",
        r"\b(?:seniority(?: level)?|career level|experience level|job level|position level|level of seniority|n\u{ed}vel|niveau)\s*[:\-]\s*(?P<a>",
        WORDS,
        r")\b|\b(?:this is|as|is) (?:a|an) (?P<b>",
        WORDS,
        r")(?:[- ]level)? (?:role|position|opportunity)\b|\b(?:looking for|seeking|searching for|hiring|recherchons|recrutons|suchen|buscamos|procuramos) (?:a|an|un|une|uma|um|una|eine?n?)?\s*(?:talented |experienced |skilled |passionate |motivated |strong |highly )*(?P<c>",
        WORDS,
        r")\b[- ](?P<after>\w+))",
    ]
    .concat())
    .expect("the pattern is a constant that the tests compile")
});

/// Years asked overall, with the words: the greatest least of all statements, wishes left out.
pub(super) fn years(text: &str) -> (Years, String) {
    let mut best: (Years, &str) = (Years::default(), "");
    let statements =
        lines_with(text, &UNITS).flat_map(|line| YEARS.captures_iter(line).map(move |found| (line, found)));
    for (text, found) in statements {
        let Some(whole) = found.get(0) else { continue };
        let clause = clause(text, whole.start(), whole.end());
        if !asks_for_experience(text, clause, whole.start()) {
            continue;
        }
        let months = found.name("unit").is_some_and(|unit| unit.as_str().to_lowercase().starts_with('m'));
        let scale = if months { 12.0 } else { 1.0 };
        let number = |name: &str| found.name(name).and_then(|word| number(word.as_str())).map(|value| value / scale);
        let Some(least) = number("least").filter(|&least| least <= MOST_YEARS) else { continue };
        let most = number("most").filter(|&most| most > least && most <= MOST_YEARS);
        let up_to = text[clause.0..whole.start()].trim_end().to_lowercase().ends_with("up to");
        let years = match up_to {
            true => Years { min: None, max: Some(least) },
            false => Years { min: Some(least), max: most },
        };
        if best.0.min.is_none_or(|last| years.min.is_some_and(|min| min > last)) {
            best = (years, text[clause.0..clause.1].trim());
        }
    }
    (best.0, best.1.to_owned())
}

/// The line or sentence around a number, at most [`AROUND`] bytes to each side.
fn clause(text: &str, start: usize, end: usize) -> (usize, usize) {
    let mut from = start.saturating_sub(AROUND);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = (end + AROUND).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let ends = |bytes: &[u8], at: usize| {
        bytes[at] == b'\n'
            || bytes[at] == b';'
            || bytes[at] == b'.' && bytes.get(at + 1).is_some_and(u8::is_ascii_whitespace)
    };
    let bytes = text.as_bytes();
    from = (from..start).rev().find(|&at| ends(bytes, at)).map_or(from, |at| at + 1);
    to = (end..to).find(|&at| ends(bytes, at)).unwrap_or(to);
    (from, to)
}

fn asks_for_experience(text: &str, (from, to): (usize, usize), at: usize) -> bool {
    let clause = &text[from..to];
    let lower = clause.to_lowercase();
    let alternative = text[from..at].trim_end().to_lowercase();
    let second =
        [" or", ", or", " oder", " ou"].iter().any(|word| alternative.ends_with(word)) && YEARS.is_match(&alternative);
    let wish = [
        "nice to have",
        "is a plus",
        "a plus",
        "bonus",
        "preferred",
        "ideally",
        "von vorteil",
        "un plus",
        "diferencial",
    ];
    EXPERIENCE.is_match(clause)
        && !OTHER_AGES.is_match(clause)
        && !second
        && !wish.iter().any(|word| lower.contains(word))
}

fn number(word: &str) -> Option<f32> {
    let value = match word.to_lowercase().as_str() {
        "one" => 1.0,
        "two" | "deux" | "zwei" | "dos" | "dois" => 2.0,
        "three" | "trois" | "drei" | "tres" | "tr\u{ea}s" => 3.0,
        "four" | "quatre" | "vier" | "cuatro" | "quatro" => 4.0,
        "five" | "cinq" | "f\u{fc}nf" | "cinco" => 5.0,
        "six" => 6.0,
        "seven" => 7.0,
        "eight" => 8.0,
        "nine" => 9.0,
        "ten" => 10.0,
        "twelve" => 12.0,
        "fifteen" => 15.0,
        digits => digits.replace(',', ".").parse().ok()?,
    };
    Some(value)
}

/// A level that the text states outright, with the words.
pub(super) fn statement(text: &str) -> Option<(Level, String)> {
    lines_with(text, &STATEMENTS).flat_map(|line| STATED.captures_iter(line)).find_map(|found| {
        let word = found.name("a").or_else(|| found.name("b")).or_else(|| found.name("c"))?;
        let after = found.name("after").map_or("", |after| after.as_str()).to_lowercase();
        if ["generation", "time", "times", "and", "members", "the", "by"].contains(&after.as_str()) {
            return None;
        }
        Some((title::read(word.as_str()).level?, found.get(0)?.as_str().trim().to_owned()))
    })
}
