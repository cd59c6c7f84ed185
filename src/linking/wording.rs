//! Words as linking compares them: small letters without accents, and stems, so that "manage staff" and "staff management"
//! share both of theirs.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words that tell nothing of what is meant.
const EMPTY: [&str; 47] = [
    "a", "an", "and", "are", "as", "at", "be", "been", "being", "by", "can", "e", "etc", "for", "from", "g", "i", "in",
    "into", "is", "it", "its", "may", "of", "on", "or", "other", "our", "such", "that", "the", "their", "this", "to",
    "us", "use", "using", "we", "which", "who", "will", "with", "you", "your", "about", "has", "have",
];

/// Endings that stems go without, longest first.
const ENDINGS: [&str; 43] = [
    "izations", "isations", "ization", "isation", "ational", "ability", "ations", "ements", "ation", "ement", "ments",
    "ingly", "ities", "ively", "ment", "ings", "able", "ally", "ence", "ance", "ical", "ness", "ists", "ing", "ers",
    "ors", "ity", "ies", "ive", "ion", "ist", "ions", "er", "ed", "or", "es", "ly", "al", "ic", "s", "y", "e", "ics",
];

/// The least letters that an ending leaves.
const STEM: usize = 4;

/// A word of a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Word {
    /// The word in small letters, without accents.
    pub(super) text: String,
    pub(super) stem: String,
    /// Where it stands in the text, in bytes.
    pub(super) at: Range<usize>,
}

impl Word {
    /// True where the word tells nothing.
    pub(super) fn is_empty(&self) -> bool {
        EMPTY.contains(&self.text.as_str())
    }
}

/// The words of a text: letters and digits, `+` and `#` after them, periods and apostrophes between them, and a period that
/// begins ".NET".
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    let mut characters = text.char_indices().peekable();
    let mut start = None;
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|&(_, next)| next);
        let inside = match character {
            c if c.is_alphanumeric() => true,
            '+' | '#' => start.is_some(),
            '.' if start.is_none() => starts_dot_net(&text[at + 1..]),
            '.' | '\'' | '\u{2019}' => start.is_some() && next.is_some_and(char::is_alphanumeric),
            c => start.is_some() && is_combining_mark(c),
        };
        match start {
            None if inside => start = Some(at),
            Some(from) if !inside => {
                found.push(word(text, from..at));
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        found.push(word(text, from..text.len()));
    }
    found
}

/// The longest placeholder, in bytes.
const PLACEHOLDER: usize = 24;

/// The text with placeholders of left-out names, such as `<ORGANIZATION>`, turned into as many spaces.
pub(super) fn without_placeholders(text: &str) -> Cow<'_, str> {
    let mut plain = Cow::Borrowed(text);
    let mut from = 0;
    while let Some(open) = text[from..].find('<').map(|at| from + at) {
        from = open + 1;
        let Some(close) = text[from..].bytes().take(PLACEHOLDER).position(|byte| byte == b'>') else { continue };
        let inside = &text[from..from + close];
        if inside.len() > 1 && inside.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_') {
            plain.to_mut().replace_range(open..from + close + 1, &" ".repeat(close + 2));
            from += close + 1;
        }
    }
    plain
}

/// True for what follows the period of ".NET", also where something put a space in between.
fn starts_dot_net(rest: &str) -> bool {
    let name = rest.get(..3).is_some_and(|name| name.eq_ignore_ascii_case("net"));
    name && !rest[3..].starts_with(char::is_alphanumeric)
}

fn word(text: &str, at: Range<usize>) -> Word {
    let folded: String =
        text[at.clone()].nfkd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase).collect();
    let folded = folded.replace('\u{2019}', "'");
    let folded = folded.strip_suffix("'s").map(str::to_owned).unwrap_or(folded);
    Word { stem: stem(&folded), text: folded, at }
}

/// The stem of a word in small letters: without its longest known ending, where enough is left, and a doubled last letter
/// taken for one. Cruder than Porter's (1980) on purpose: verb, noun and agent of one thing should meet.
pub(super) fn stem(word: &str) -> String {
    if !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word.to_owned();
    }
    let ending = ENDINGS.iter().filter(|ending| word.len() >= STEM + ending.len() && word.ends_with(*ending));
    let longest = ending.map(|ending| ending.len()).max();
    let mut left = match longest {
        Some(length) => &word[..word.len() - length],
        None if word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") => &word[..word.len() - 1],
        None => word,
    };
    let bytes = left.as_bytes();
    if let [.., before, last] = bytes
        && bytes.len() > STEM
        && before == last
        && !matches!(last, b'l' | b's')
    {
        left = &left[..left.len() - 1];
    }
    match left.strip_suffix("is") {
        Some(start) if left.len() > 5 => format!("{start}iz"),
        _ => left.to_owned(),
    }
}

/// A label without what stands in parentheses at its end: "Java (computer programming)" is called "Java".
pub(super) fn called(label: &str) -> &str {
    let trimmed = label.trim();
    match trimmed.strip_suffix(')').and_then(|open| open.rfind('(')) {
        Some(at) if !trimmed[..at].trim().is_empty() => trimmed[..at].trim_end(),
        _ => trimmed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_what_names_are_made_of() {
        let of = |text: &str| words(text).into_iter().map(|word| word.text).collect::<Vec<_>>();
        assert_eq!(of("C++, C# & Node.js."), ["c++", "c#", "node.js"]);
        assert_eq!(of("ASP.NET / .NET, .NET; end. Net"), ["asp.net", ".net", ".net", "end", "net"]);
        assert_eq!(of("The client\u{2019}s R\u{e9}sum\u{e9}"), ["the", "client", "resume"]);
        assert!(of(" -- ... ").is_empty());
        let found = words("\u{201e}S\u{fc}\u{df}e\u{201c} Dinge");
        assert_eq!(&"\u{201e}S\u{fc}\u{df}e\u{201c} Dinge"[found[0].at.clone()], "S\u{fc}\u{df}e");
    }

    #[test]
    fn placeholders_are_no_words() {
        let text = "At <ORGANIZATION> <b>, C<5> and <NAME_A>.";
        let plain = without_placeholders(text);
        assert_eq!(plain.len(), text.len());
        assert_eq!(plain.split_whitespace().collect::<Vec<_>>(), ["At", "<b>,", "C<5>", "and", "."]);
    }

    #[test]
    fn verb_noun_and_agent_meet() {
        for (left, right) in [
            ("manage", "management"),
            ("programming", "programmer"),
            ("analyse", "analysing"),
            ("optimise", "optimize"),
            ("databases", "database"),
        ] {
            assert_eq!(stem(left), stem(right));
        }
        assert_ne!(stem("java"), stem("javascript"));
        assert_eq!(stem("c++"), "c++");
        assert_eq!(stem("sales"), stem("sale"));
    }

    #[test]
    fn what_a_label_is_called() {
        assert_eq!(called("Java (computer programming)"), "Java");
        assert_eq!(called("(none)"), "(none)");
        assert_eq!(called(" carve wood "), "carve wood");
    }
}
