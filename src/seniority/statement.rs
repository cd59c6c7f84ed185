//! Levels that running text states outright.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::Level;
use super::title;

/// Words without which a line states no level.
static STATEMENTS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let words = [
        "seniority",
        "as a",
        "as our",
        "als senior",
        "als junior",
        "als lead",
        "como senior",
        "como s\u{ea}nior",
        "como junior",
        "como j\u{fa}nior",
        "en tant que",
        "are you a",
        "-level experience",
        "title:",
        "role:",
        "level:",
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

static STATED: LazyLock<Regex> = LazyLock::new(|| {
    const WORDS: &str = r"intern|junior|jr\.?|early[- ]career|entry[- ]level|mid|mid[- ]level|mid[- ]senior|intermediate|senior|sr\.?|staff|lead|principal|pleno|s\u{ea}nior|j\u{fa}nior|confirm\u{e9}";
    const LEVELS: &str = r"entry|junior|mid|intermediate|senior|staff";
    Regex::new(&[
        r"(?im)(?:",
        r"\b(?:seniority(?: level)?|career level|experience level|job level|position level|level of seniority|n\u{ed}vel|niveau|^level)\s*[:\-]\s*(?P<a>",
        WORDS,
        r")\b|\b(?:this is|as|is) (?:a|an)[ *_]+(?P<b>",
        WORDS,
        r")(?:[- ]level)?(?: (?:engineer|developer|designer|analyst|scientist|consultant|manager))?[ *_]+(?:role|position|opportunity)\b|\bthe (?P<f>",
        WORDS,
        r") [^,.;:\n]{3,50} (?:role|position)\b|\b(?P<g>",
        LEVELS,
        r")[- ]level experience\b|\b(?:join [^,.;:\n]{1,40} as (?:an?|our)|als|en tant que|como) (?P<h>",
        WORDS,
        r") (?P<work>\w+)|\bare you an? (?:talented |experienced |skilled |passionate |motivated |strong |highly )*(?P<i>",
        WORDS,
        r") (?P<job>\w+)|\bas (?:an?|our) (?P<d>",
        WORDS,
        r")(?:[- ]level)? [^,.;:\n]{3,60}, you\b|\b(?:looking for|seeking|searching for|hiring|recherchons|recrutons|suchen|buscamos|procuramos) (?:a|an|un|une|uma|um|una|eine?n?)?\s*(?:talented |experienced |skilled |passionate |motivated |aspiring |strong |highly )*(?P<c>",
        WORDS,
        r")\b[- ](?P<after>\w+))",
    ]
    .concat())
    .expect("the pattern is a constant that the tests compile")
});

/// The title as the text repeats it.
static REPEATED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\W*(?:job title|position title|title|role|position)\W{0,3}:\W{0,3}(?P<title>\w.{2,70})$")
        .expect("the pattern is a constant that the tests compile")
});

/// A level that the text states outright, with the words.
pub(super) fn read(text: &str) -> Option<(Level, String)> {
    let lines = || text.split('\n').filter(|line| STATEMENTS.is_match(line));
    lines().find_map(repeated_title).or_else(|| under_heading(text)).or_else(|| lines().find_map(stated))
}

/// The level of a title that stands in the line below a heading of its own.
fn under_heading(text: &str) -> Option<(Level, String)> {
    let mut lines = text.split('\n').map(str::trim).filter(|line| !line.is_empty());
    while let Some(line) = lines.next() {
        let is_heading = ["Role", "Title", "Job title", "Job Title", "Position", "Position Title"].contains(&line);
        if is_heading && let Some(next) = lines.next() {
            return level_of_title(next);
        }
    }
    None
}

fn repeated_title(line: &str) -> Option<(Level, String)> {
    let line = line.trim();
    if line.len() > 100 {
        return None;
    }
    level_of_title(REPEATED.captures(line)?.name("title")?.as_str())
}

fn level_of_title(named: &str) -> Option<(Level, String)> {
    let is_title = named.starts_with(char::is_uppercase) && !named.ends_with('.') && named.len() <= 80;
    let level = title::read(named).level.filter(|_| is_title)?;
    Some((level, named.to_owned()))
}

fn stated(line: &str) -> Option<(Level, String)> {
    STATED.captures_iter(line).find_map(|found| {
        let word = ["a", "b", "c", "d", "f", "g", "h", "i"].into_iter().find_map(|name| found.name(name))?;
        let after = ["after", "work", "job"].into_iter().find_map(|name| found.name(name));
        let after = after.map_or("", |after| after.as_str()).to_lowercase();
        if ["generation", "time", "times", "and", "members", "the", "by"].contains(&after.as_str()) {
            return None;
        }
        Some((title::read(word.as_str()).level?, found.get(0)?.as_str().trim().to_owned()))
    })
}
