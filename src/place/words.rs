//! Text as folded words with what stands between them: the form in which places are looked up.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What stands between a word and the one before it, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// White space, an apostrophe, the period of an abbreviation.
    Soft,
    /// A hyphen without white space around it.
    Hyphen,
    /// A dash with white space around it.
    Dash,
    /// A comma.
    Comma,
    /// Anything that ends a phrase: a bracket, slash, semicolon, full stop, line end, or the start of the text.
    Break,
}

/// A word of a text.
#[derive(Clone, Debug)]
pub(super) struct Word<'a> {
    /// The word as written.
    pub(super) raw: &'a str,
    /// The word in small letters without accents.
    pub(super) folded: String,
    /// Byte offset of the word in the text.
    pub(super) start: usize,
    /// What stands before it.
    pub(super) before: Gap,
}

impl Word<'_> {
    /// Byte offset just after the word.
    pub(super) fn end(&self) -> usize {
        self.start + self.raw.len()
    }

    /// True where every letter is a capital one.
    pub(super) fn is_upper(&self) -> bool {
        self.raw.chars().all(|c| !c.is_lowercase()) && self.raw.chars().any(char::is_uppercase)
    }

    /// True where the first letter is a capital one.
    pub(super) fn is_capital(&self) -> bool {
        self.raw.chars().next().is_some_and(char::is_uppercase)
    }
}

/// The words of `text`, in order.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut found: Vec<Word<'_>> = Vec::new();
    let mut before = Gap::Break;
    let mut start = None;
    for (at, c) in text.char_indices().chain(std::iter::once((text.len(), '\n'))) {
        if c.is_alphanumeric() || is_combining_mark(c) {
            if start.is_none() {
                start = Some(at);
            }
            continue;
        }
        if let Some(from) = start.take() {
            let raw = &text[from..at];
            found.push(Word { raw, folded: fold(raw), start: from, before });
            before = Gap::Soft;
        }
        before = before.max(gap_of(c, found.last(), &text[at..]));
    }
    found
}

/// What the separator `c` means after the word `last`; `rest` begins with it.
fn gap_of(c: char, last: Option<&Word<'_>>, rest: &str) -> Gap {
    let spaced = rest.get(c.len_utf8()..).is_none_or(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace));
    match c {
        '\n' | '\r' => Gap::Break,
        c if c.is_whitespace() => Gap::Soft,
        '\'' | '’' | '`' | '*' | '_' | '"' | '“' | '”' | '&' | '+' | '\u{200b}' => Gap::Soft,
        '.' if last.is_some_and(|word| word.raw.chars().count() <= 2 || word.folded == "ste") || !spaced => Gap::Soft,
        '-' | '‑' if spaced => Gap::Dash,
        '-' | '‑' => Gap::Hyphen,
        '–' | '—' | '~' => Gap::Dash,
        ',' | '،' => Gap::Comma,
        _ => Gap::Break,
    }
}

/// `word` in small letters without accents.
pub(super) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(word.len());
    for c in word.nfd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase) {
        match c {
            'ł' => folded.push('l'),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            c if is_combining_mark(c) => {}
            c => folded.push(c),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_case_fold_away() {
        for (word, folded) in [("São", "sao"), ("ŁÓDŹ", "lodz"), ("Straße", "strasse"), ("İstanbul", "istanbul")]
        {
            assert_eq!(fold(word), folded);
        }
    }

    #[test]
    fn gaps_tell_what_stands_between() {
        let text = "US, Remote - New-York (U.S. only). Next";
        let gaps: Vec<(String, Gap)> = words(text).into_iter().map(|word| (word.folded, word.before)).collect();
        let expected = [
            ("us", Gap::Break),
            ("remote", Gap::Comma),
            ("new", Gap::Dash),
            ("york", Gap::Hyphen),
            ("u", Gap::Break),
            ("s", Gap::Soft),
            ("only", Gap::Soft),
            ("next", Gap::Break),
        ];
        assert_eq!(gaps, expected.map(|(word, gap)| (word.to_owned(), gap)));
    }
}
