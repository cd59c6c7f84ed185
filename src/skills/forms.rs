//! The surface forms of a skill: what the table says, and the ways people write the same.

use super::Kind;
use super::tokens::gap;
use super::vocabulary::Vocabulary;

/// What German makes of a language that one knows: "Englischkenntnisse".
pub(super) const KNOWLEDGE: &str = "kenntnisse";

/// What a name or alias in the table asks of a mention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// `=`: only in this capitalization.
    pub(super) exact: bool,
    /// `?`: only where the words around it speak of skills.
    pub(super) doubtful: bool,
    /// `~`: named more often than it is asked for.
    pub(super) vague: bool,
}

/// One way to write a skill.
#[derive(Clone, Debug)]
pub(super) struct Form {
    /// The numbers of the folded words.
    pub(super) words: Vec<u32>,
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
    let text = alias.trim_start_matches(['=', '?', '~']);
    let marks = &alias[..alias.len() - text.len()];
    (Marks { exact: marks.contains('='), doubtful: marks.contains('?'), vague: marks.contains('~') }, text.trim())
}

/// True for what a text's capitalization is compared by: letters, digits, and the signs of "C++" and "C#".
pub(super) fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '+' | '#')
}

/// The form that `text`, folded into `folded`, is, and those derived from it: joined, split, singular and plural.
pub(super) fn forms(
    text: &str,
    folded: &[(u32, u16)],
    marks: Marks,
    kind: Kind,
    vocabulary: &mut Vocabulary,
) -> Vec<Form> {
    if folded.is_empty() {
        return Vec::new();
    }
    let words: Vec<u32> = folded.iter().map(|(word, _)| *word).collect();
    let loose = folded.iter().skip(1).any(|(_, gap)| gap & (gap::SLASH | gap::HYPHEN) != 0) || text.contains('&');
    let surface = marks.exact.then(|| text.chars().filter(|c| is_letter(*c)).collect());
    let mut all = vec![Form { words, marks, surface, loose, written: true }];
    let mut derived = joined(folded, kind.is_product(), vocabulary);
    if let ([word], Kind::Language) = (&all[0].words[..], kind) {
        let compound = [vocabulary.spelling(*word), KNOWLEDGE].concat();
        derived.push(vec![vocabulary.intern(&compound)]);
    }
    if !marks.exact {
        derived.extend(split_camel(text, vocabulary));
        derived.extend(slash_as_and(folded, vocabulary));
        derived.extend(joined_possessive(text, vocabulary));
        if !marks.doubtful {
            let roots = std::iter::once(&all[0].words).chain(&derived);
            let more: Vec<Vec<u32>> = roots.filter_map(|words| other_number(words, kind, text, vocabulary)).collect();
            derived.extend(more);
        }
    }
    for words in derived {
        all.push(Form { words, marks, surface: all[0].surface.clone(), loose, written: false });
    }
    all
}

/// "front-end development" as "frontend development", "Node.js" as "nodejs", "Power BI" as "powerbi".
fn joined(folded: &[(u32, u16)], product: bool, vocabulary: &mut Vocabulary) -> Vec<Vec<u32>> {
    let mut all = Vec::new();
    for at in 1..folded.len() {
        let gap = folded[at].1;
        let tight = gap & (gap::HYPHEN | gap::DOT) != 0 && gap & gap::SPACE == 0;
        if !(tight || product && folded.len() == 2) {
            continue;
        }
        let word = [vocabulary.spelling(folded[at - 1].0), vocabulary.spelling(folded[at].0)].concat();
        if word.len() < 5 || !word.chars().all(char::is_alphanumeric) {
            continue;
        }
        let mut words: Vec<u32> = folded.iter().map(|(word, _)| *word).collect();
        words.remove(at);
        words[at - 1] = vocabulary.intern(&word);
        all.push(words);
    }
    all
}

/// "JavaScript" as "java script": a single word with one capital inside.
fn split_camel(text: &str, vocabulary: &mut Vocabulary) -> Option<Vec<u32>> {
    let capital = |byte: u8| byte.is_ascii_uppercase() || !byte.is_ascii();
    if text.bytes().any(|byte| byte == b' ') || !text.bytes().skip(3).any(capital) {
        return None;
    }
    let cut = text.char_indices().zip(text.chars().skip(1)).find(|((_, a), b)| a.is_lowercase() && b.is_uppercase());
    let ((at, last), _) = cut?;
    let (left, right) = text.split_at(at + last.len_utf8());
    if left.len() < 3 || right.len() < 3 || !text.chars().all(char::is_alphanumeric) {
        return None;
    }
    let mut words = vocabulary.fold(left);
    words.extend(vocabulary.fold(right));
    Some(words.into_iter().map(|(word, _)| word).collect())
}

/// "CI/CD" as "CI and CD".
fn slash_as_and(folded: &[(u32, u16)], vocabulary: &mut Vocabulary) -> Option<Vec<u32>> {
    let mut slashes = (1..folded.len()).filter(|&at| folded[at].1 & gap::SLASH != 0);
    let (Some(at), None) = (slashes.next(), slashes.next()) else { return None };
    let mut words: Vec<u32> = folded.iter().map(|(word, _)| *word).collect();
    words.insert(at, vocabulary.intern("and"));
    Some(words)
}

/// "driver's license" as "drivers license".
fn joined_possessive(text: &str, vocabulary: &mut Vocabulary) -> Option<Vec<u32>> {
    let marked = text.bytes().any(|byte| byte == b'\'' || byte == 0xE2);
    if !marked || !text.contains(['\'', '\u{2019}']) || !text.contains("s ") {
        return None;
    }
    let plain = text.replace("'s ", "s ").replace("\u{2019}s ", "s ");
    Some(vocabulary.fold(&plain).into_iter().map(|(word, _)| word).collect())
}

/// The plural of a singular form and the reverse, for common nouns.
fn other_number(words: &[u32], kind: Kind, text: &str, vocabulary: &mut Vocabulary) -> Option<Vec<u32>> {
    let last = vocabulary.spelling(*words.last()?);
    if last.len() < 3 || !last.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let common = matches!(
        kind,
        Kind::Method | Kind::Field | Kind::Ability | Kind::Standard | Kind::Equipment | Kind::Certificate
    );
    let noun = NOUNS.contains(&last.strip_suffix('s').unwrap_or(last)) || last == "libraries";
    let other = if let Some(stem) = singular(last) {
        if !(noun || common && (words.len() >= 2 || last.len() >= 8)) {
            return None;
        }
        stem
    } else {
        let ending = text.rsplit(' ').next().unwrap_or(text);
        let initials = ending.len() >= 2 && ending.bytes().all(|byte| byte.is_ascii_uppercase());
        if !(common || noun || initials) || ["ing", "ics", "ness"].iter().any(|end| last.ends_with(end)) {
            return None;
        }
        plural(last)
    };
    let mut all = words.to_vec();
    *all.last_mut()? = vocabulary.intern(&other);
    Some(all)
}

/// Nouns that have a plural even in the name of a product.
const NOUNS: [&str; 8] = ["database", "api", "service", "system", "tool", "framework", "library", "platform"];

pub(super) fn singular(word: &str) -> Option<String> {
    let stem = word.strip_suffix('s')?;
    let before = stem.as_bytes().last().copied();
    if matches!(before, Some(b's' | b'u' | b'i' | b'a' | b'o'))
        || ["ics", "ops", "sales", "news"].iter().any(|end| word.ends_with(end))
    {
        return None;
    }
    if let Some(stem) = word.strip_suffix("ies") {
        return (stem.len() >= 3).then(|| [stem, "y"].concat());
    }
    if ["sses", "shes", "ches", "xes"].iter().any(|end| word.ends_with(end)) {
        return word.strip_suffix("es").map(str::to_owned);
    }
    (stem.len() >= 3).then(|| stem.to_owned())
}

fn plural(word: &str) -> String {
    let before = word.as_bytes()[word.len() - 2];
    if word.ends_with('y') && !b"aeiou".contains(&before) {
        [&word[..word.len() - 1], "ies"].concat()
    } else if word.ends_with(['s', 'x', 'z']) || word.ends_with("ch") || word.ends_with("sh") {
        [word, "es"].concat()
    } else {
        [word, "s"].concat()
    }
}
