//! The surface forms of a skill: what the table says, and the ways people write the same.

use super::Kind;
use super::tokens::folded_words;
use super::tokens::gap;

/// What a name or alias in the table asks of a mention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// `=`: only in this capitalization.
    pub(super) exact: bool,
    /// `?`: only where the words around it speak of skills.
    pub(super) doubtful: bool,
}

/// One way to write a skill.
#[derive(Clone, Debug)]
pub(super) struct Form {
    /// The folded words.
    pub(super) words: Vec<String>,
    /// What the mention must fulfil.
    pub(super) marks: Marks,
    /// The letters and digits as written, where the capitalization counts.
    pub(super) surface: Option<String>,
    /// True where a slash or a spaced hyphen may stand between the words.
    pub(super) loose: bool,
    /// True for what stands in the table, false for what was derived from it.
    pub(super) written: bool,
}

/// Splits the marks from an alias.
pub(super) fn split_marks(alias: &str) -> (Marks, &str) {
    let text = alias.trim_start_matches(['=', '?']);
    let marks = &alias[..alias.len() - text.len()];
    (Marks { exact: marks.contains('='), doubtful: marks.contains('?') }, text.trim())
}

/// The letters, digits and signs of a text that its capitalization is compared by.
pub(super) fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric() || matches!(c, '+' | '#')).collect()
}

/// The form that `text` is, and those derived from it: joined, split, singular and plural.
pub(super) fn forms(text: &str, marks: Marks, kind: Kind) -> Vec<Form> {
    let folded = folded_words(text);
    let words: Vec<String> = folded.iter().map(|(word, _)| word.clone()).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let loose = folded.iter().skip(1).any(|(_, gap)| gap & (gap::SLASH | gap::HYPHEN) != 0) || text.contains('&');
    let surface = marks.exact.then(|| bare(text));
    let written = Form { words, marks, surface, loose, written: true };
    let mut all = vec![written.clone()];
    if !marks.exact {
        let derived = |words: Vec<String>| Form { words, written: false, ..written.clone() };
        all.extend(joined(&folded).into_iter().map(derived));
        all.extend(split_camel(text).into_iter().map(derived));
        all.extend(slash_as_and(&folded).into_iter().map(derived));
        all.extend(joined_possessive(text).into_iter().map(derived));
        if !marks.doubtful {
            let more: Vec<Form> =
                all.iter().filter_map(|form| other_number(&form.words, kind, text)).map(derived).collect();
            all.extend(more);
        }
    } else {
        let glued = joined(&folded);
        all.extend(glued.into_iter().map(|words| Form { words, written: false, ..written.clone() }));
    }
    all
}

/// "front-end development" as "frontend development", "Node.js" as "nodejs", "Power BI" as "powerbi".
fn joined(folded: &[(String, u16)]) -> Vec<Vec<String>> {
    let plain = |word: &str| word.chars().all(char::is_alphanumeric);
    let mut all = Vec::new();
    let hyphened = |at: usize| folded[at].1 & (gap::HYPHEN | gap::DOT) != 0 && folded[at].1 & gap::SPACE == 0;
    for at in 1..folded.len() {
        let (left, right) = (&folded[at - 1].0, &folded[at].0);
        let short = left.len() + right.len() < 5;
        if (folded.len() == 2 || hyphened(at)) && plain(left) && plain(right) && !short {
            let mut words: Vec<String> = folded.iter().map(|(word, _)| word.clone()).collect();
            let tail = words.remove(at);
            words[at - 1].push_str(&tail);
            all.push(words);
        }
    }
    all
}

/// "JavaScript" as "java script": a single word with one capital inside.
fn split_camel(text: &str) -> Option<Vec<String>> {
    if !text.chars().all(char::is_alphanumeric) {
        return None;
    }
    let cut = text.char_indices().zip(text.chars().skip(1)).find(|((_, a), b)| a.is_lowercase() && b.is_uppercase());
    let ((at, last), _) = cut?;
    let (left, right) = text.split_at(at + last.len_utf8());
    if left.len() < 3 || right.len() < 3 {
        return None;
    }
    Some([left, right].iter().flat_map(|part| folded_words(part)).map(|(word, _)| word).collect())
}

/// "CI/CD" as "CI and CD".
fn slash_as_and(folded: &[(String, u16)]) -> Option<Vec<String>> {
    let slashes: Vec<usize> = (1..folded.len()).filter(|&at| folded[at].1 & gap::SLASH != 0).collect();
    let [at] = slashes[..] else { return None };
    let mut words: Vec<String> = folded.iter().map(|(word, _)| word.clone()).collect();
    words.insert(at, "and".to_owned());
    Some(words)
}

/// "driver's license" as "drivers license".
fn joined_possessive(text: &str) -> Option<Vec<String>> {
    let plain = text.replace('\u{2019}', "'");
    if !plain.contains("'s ") {
        return None;
    }
    Some(folded_words(&plain.replace("'s ", "s ")).into_iter().map(|(word, _)| word).collect())
}

/// The plural of a singular form and the reverse, for common nouns.
fn other_number(words: &[String], kind: Kind, text: &str) -> Option<Vec<String>> {
    let last = words.last()?;
    let common = matches!(
        kind,
        Kind::Method | Kind::Field | Kind::Ability | Kind::Standard | Kind::Equipment | Kind::Certificate
    );
    let initials =
        text.split_whitespace().last().is_some_and(|w| w.len() >= 2 && w.chars().all(|c| c.is_ascii_uppercase()));
    if last.len() < 3 || !last.is_ascii() || !last.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let noun = matches!(
        last.as_str(),
        "database"
            | "databases"
            | "api"
            | "apis"
            | "service"
            | "services"
            | "system"
            | "systems"
            | "tool"
            | "tools"
            | "framework"
            | "frameworks"
            | "library"
            | "libraries"
            | "language"
            | "languages"
            | "platform"
            | "platforms"
    );
    let other = if let Some(stem) = singular(last) {
        if !(noun || common && (words.len() >= 2 || last.len() >= 8)) {
            return None;
        }
        stem
    } else {
        if !(common || noun || initials) || last.ends_with("ing") && words.len() == 1 || last.ends_with("ics") {
            return None;
        }
        plural(last)
    };
    let mut all = words.to_vec();
    *all.last_mut()? = other;
    Some(all)
}

fn singular(word: &str) -> Option<String> {
    if ["ss", "us", "is", "ics", "ops", "sales", "news", "as", "os"].iter().any(|end| word.ends_with(end)) {
        return None;
    }
    if let Some(stem) = word.strip_suffix("ies") {
        return (stem.len() >= 3).then(|| format!("{stem}y"));
    }
    if ["sses", "shes", "ches", "xes"].iter().any(|end| word.ends_with(end)) {
        return word.strip_suffix("es").map(str::to_owned);
    }
    word.strip_suffix('s').filter(|stem| stem.len() >= 3).map(str::to_owned)
}

fn plural(word: &str) -> String {
    let before = word.as_bytes()[word.len() - 2];
    if word.ends_with('y') && !b"aeiou".contains(&before) {
        format!("{}ies", &word[..word.len() - 1])
    } else if ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end)) {
        format!("{word}es")
    } else {
        format!("{word}s")
    }
}
