//! Text as words: folded to small letters without accents, numbered by a vocabulary, and what stands between them.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::vocabulary::UNKNOWN;
use super::vocabulary::Vocabulary;

/// What stands before a word, as bits.
pub(super) mod gap {
    pub(crate) const SPACE: u16 = 1;
    pub(crate) const HYPHEN: u16 = 1 << 1;
    pub(crate) const SLASH: u16 = 1 << 2;
    /// A dot between two words without a space, as in "Node.js".
    pub(crate) const DOT: u16 = 1 << 3;
    pub(crate) const COMMA: u16 = 1 << 4;
    /// The end of a sentence.
    pub(crate) const STOP: u16 = 1 << 5;
    pub(crate) const COLON: u16 = 1 << 6;
    pub(crate) const OPEN: u16 = 1 << 7;
    pub(crate) const CLOSE: u16 = 1 << 8;
    pub(crate) const BULLET: u16 = 1 << 9;
    pub(crate) const NEWLINE: u16 = 1 << 10;
    /// An empty line.
    pub(crate) const BLANK: u16 = 1 << 11;
    pub(crate) const APOSTROPHE: u16 = 1 << 12;
    pub(crate) const PLUS: u16 = 1 << 13;
    /// Three or more spaces, or a tab: columns.
    pub(crate) const WIDE: u16 = 1 << 14;
    pub(crate) const OTHER: u16 = 1 << 15;
}

/// One word of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// Where it begins, in bytes.
    pub(super) start: u32,
    /// Where it ends, in bytes.
    pub(super) end: u32,
    /// Its numbers in the vocabulary, the more exact reading ("c++", ".net") first.
    pub(super) ids: [u32; 2],
    /// What stands before it.
    pub(super) gap: u16,
    /// True where the first letter is a capital.
    pub(super) capital: bool,
    /// True where all of two or more letters are capitals.
    pub(super) capitals: bool,
    /// True where a plus sign follows directly: "5+".
    pub(super) plus: bool,
}

/// A text cut into words.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// The words in order.
    pub(super) tokens: Vec<Token>,
    /// What stands after the last one.
    pub(super) tail: u16,
}

/// Puts `c` into `folded`: small, without accents; combining marks vanish.
fn fold_char(c: char, folded: &mut String) {
    if c.is_ascii() {
        folded.push(c.to_ascii_lowercase());
    } else {
        for part in std::iter::once(c).nfkd().filter(|part| !is_combining_mark(*part)) {
            folded.extend(part.to_lowercase());
        }
    }
}

/// A word in small letters without accents.
pub(super) fn plain(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    word.chars().for_each(|c| fold_char(c, &mut folded));
    folded
}

/// The bits for a character between words.
fn gap_bit(c: char) -> u16 {
    match c {
        ' ' | '\u{a0}' | '_' | '\u{202f}' | '\u{2009}' => gap::SPACE,
        '-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{ad}' => gap::HYPHEN,
        '\u{2013}' | '\u{2014}' | '\u{2212}' => gap::HYPHEN | gap::SPACE,
        '/' | '\\' => gap::SLASH,
        ',' | '\u{3001}' | '\u{ff0c}' => gap::COMMA,
        ';' | '!' | '?' | '\u{3002}' => gap::STOP,
        ':' => gap::COLON,
        '(' | '[' | '{' => gap::OPEN,
        ')' | ']' | '}' => gap::CLOSE,
        '\t' => gap::WIDE | gap::SPACE,
        '\'' | '\u{2019}' | '\u{2018}' => gap::APOSTROPHE,
        '+' => gap::PLUS,
        '|' | '*' | '\u{2022}' | '\u{b7}' | '\u{25aa}' | '\u{25cf}' | '\u{25cb}' | '\u{25e6}' | '\u{25a0}'
        | '\u{2023}' | '\u{f0b7}' | '\u{2794}' | '\u{27a2}' | '\u{2713}' | '\u{2714}' => gap::BULLET,
        '\u{ae}' | '\u{2122}' | '\u{200b}' | '\u{200d}' | '\u{feff}' | '"' | '\u{201c}' | '\u{201d}' | '`' => 0,
        _ if c.is_whitespace() => gap::SPACE,
        _ => gap::OTHER,
    }
}

/// Cuts texts into words.
pub(super) struct Cutter<'a> {
    text: &'a str,
    at: usize,
    gap: u16,
    spaces: u32,
    dot: bool,
    period: bool,
    folded: String,
    marked: String,
}

impl<'a> Cutter<'a> {
    /// Begins to cut `text`.
    pub(super) fn new(text: &'a str) -> Self {
        let (folded, marked) = (String::new(), String::new());
        Self { text, at: 0, gap: 0, spaces: 0, dot: false, period: false, folded, marked }
    }

    fn peek(&self) -> Option<char> {
        let byte = *self.text.as_bytes().get(self.at)?;
        if byte < 128 { Some(char::from(byte)) } else { self.text[self.at..].chars().next() }
    }

    /// Reads what stands between words, up to the next word or the end.
    fn read_gap(&mut self, previous: Option<&Token>) {
        (self.gap, self.spaces, self.dot, self.period) = (0, 0, false, false);
        let begin = self.at;
        while let Some(c) = self.peek() {
            if c.is_alphanumeric() {
                if !self.skip_address() {
                    break;
                }
                continue;
            }
            if c == '&' {
                let after = self.text[self.at + 1..].chars().next();
                let inside = self.at > begin || previous.is_some();
                if inside && after.is_some_and(|a| a.is_alphanumeric() || a == ' ') {
                    break;
                }
            }
            self.at += c.len_utf8();
            if c == '@' && self.peek().is_some_and(char::is_alphanumeric) {
                self.skip_to_space();
            }
            match c {
                '\n' => {
                    let bit = if self.gap & gap::NEWLINE == 0 { gap::NEWLINE } else { gap::BLANK };
                    self.gap |= bit;
                    self.spaces = 0;
                }
                '.' => {
                    self.period = true;
                    self.dot = true;
                    continue;
                }
                _ => self.gap |= gap_bit(c),
            }
            if c == ' ' {
                self.spaces += 1;
                if self.spaces >= 3 && self.gap & gap::NEWLINE == 0 {
                    self.gap |= gap::WIDE;
                }
            }
            self.dot = false;
        }
        self.settle_period(begin, previous);
    }

    /// Skips a web address, whose words are no text. Says whether there is one.
    fn skip_address(&mut self) -> bool {
        let rest = &self.text.as_bytes()[self.at..];
        let begins = |with: &[u8]| rest.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
        if !(begins(b"http://") || begins(b"https://") || begins(b"www.")) {
            return false;
        }
        self.skip_to_space();
        true
    }

    fn skip_to_space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.find(|c: char| c.is_whitespace() || matches!(c, ')' | '>' | ']' | '"')).unwrap_or(rest.len());
        self.gap |= gap::OTHER;
    }

    /// Tells the end of a sentence from a dot inside a name or an abbreviation.
    fn settle_period(&mut self, begin: usize, previous: Option<&Token>) {
        if !self.period {
            return;
        }
        if self.at == begin + 1 {
            self.gap |= gap::DOT;
            return;
        }
        let next_small = self.peek().is_some_and(char::is_lowercase);
        let abbreviated = previous.is_some_and(|word| {
            let letters = &self.text[word.start as usize..word.end as usize];
            (letters.len() == 1 && (!word.capital || word.gap & gap::DOT != 0))
                || matches!(
                    letters,
                    "vs" | "Mind" | "mind" | "incl" | "inkl" | "approx" | "min" | "max" | "bzw" | "ca" | "ex" | "No"
                )
        });
        let dotted_name = self.dot && self.peek().is_some() && !self.text[begin..self.at].ends_with("..");
        if self.gap & gap::NEWLINE != 0 || !(next_small || abbreviated || dotted_name) {
            self.gap |= gap::STOP;
        }
    }

    /// The next word, without its numbers; `None` at the end.
    fn read_word(&mut self, previous: Option<&Token>) -> Option<Token> {
        self.read_gap(previous);
        let dotted = self.dot && self.peek().is_some_and(char::is_alphabetic) && self.gap & gap::DOT == 0;
        let alone_dot = self.dot && self.at == 1 && self.peek().is_some_and(char::is_alphabetic);
        let start = if dotted || alone_dot { self.at - 1 } else { self.at };
        let first = self.peek()?;
        self.folded.clear();
        self.marked.clear();
        let (mut letters, mut capitals) = (0u32, 0u32);
        if first == '&' {
            self.at += 1;
            self.folded.push_str("and");
        }
        while let Some(c) = self.peek() {
            if first == '&' || !(c.is_alphanumeric() || is_combining_mark(c)) {
                break;
            }
            letters += u32::from(c.is_alphabetic());
            capitals += u32::from(c.is_uppercase());
            fold_char(c, &mut self.folded);
            self.at += c.len_utf8();
        }
        let end = self.at;
        let plus = self.read_marks(dotted || alone_dot);
        self.skip_suffix();
        Some(Token {
            start: u32::try_from(start).ok()?,
            end: u32::try_from(end + self.marked_length()).ok()?,
            ids: [UNKNOWN; 2],
            gap: self.gap,
            capital: first.is_uppercase(),
            capitals: letters >= 2 && capitals == letters,
            plus,
        })
    }

    /// How many bytes of signs behind the letters belong to the word: 1 for "C#", 2 for "C++".
    fn marked_length(&self) -> usize {
        self.marked.bytes().rev().take_while(|byte| matches!(byte, b'+' | b'#')).count()
    }

    /// Reads the signs that belong to a name: `C++`, `C#`, `A+`, `.NET`. Says whether a plus follows.
    fn read_marks(&mut self, dotted: bool) -> bool {
        let rest = &self.text.as_bytes()[self.at..];
        let follows_word = |n: usize| rest.get(n).is_some_and(|byte| byte.is_ascii_alphanumeric());
        let signs = match rest {
            [b'+', b'+', ..] => 2,
            [b'+', ..] if !follows_word(1) => 1,
            [b'#', ..] => 1,
            _ => 0,
        };
        if signs > 0 || dotted {
            if dotted {
                self.marked.push('.');
            }
            self.marked.push_str(&self.folded);
            self.marked.push_str(&self.text[self.at..self.at + signs]);
        }
        self.at += signs;
        signs > 0 && rest[0] == b'+'
    }

    /// Skips "'s" and its kin, and joins "don't".
    fn skip_suffix(&mut self) {
        let rest = &self.text[self.at..];
        let Some(mark) = rest.chars().next().filter(|c| matches!(c, '\'' | '\u{2019}')) else { return };
        let after = &rest[mark.len_utf8()..];
        let length = after.bytes().take_while(u8::is_ascii_alphabetic).count();
        if after[length..].chars().next().is_some_and(char::is_alphanumeric) {
            return;
        }
        match after[..length].to_ascii_lowercase().as_str() {
            "t" => self.folded.push('t'),
            "s" | "re" | "ve" | "ll" | "d" | "m" => {}
            _ => return,
        }
        self.at += mark.len_utf8() + length;
    }

    /// The numbers of the word just read.
    fn numbers(&self, vocabulary: &Vocabulary, plus: bool) -> [u32; 2] {
        let bare = vocabulary.id(&self.folded);
        if !self.marked.is_empty() {
            let marked = vocabulary.id(&self.marked);
            let lone = self.folded.len() == 1 && self.marked_length() > 0;
            return match (marked, lone && !(plus && self.folded.as_bytes()[0].is_ascii_digit())) {
                (UNKNOWN, false) => [bare, UNKNOWN],
                (UNKNOWN, true) => [UNKNOWN; 2],
                (_, true) => [marked, UNKNOWN],
                (_, false) => [marked, bare],
            };
        }
        if bare == UNKNOWN && self.folded.ends_with(|c: char| c.is_ascii_digit()) {
            let stem = self.folded.trim_end_matches(|c: char| c.is_ascii_digit());
            if stem.len() >= 3 || stem == "js" {
                return [vocabulary.id(stem), UNKNOWN];
            }
        }
        [bare, UNKNOWN]
    }
}

/// Cuts `text` into words numbered by `vocabulary`.
pub(super) fn cut(text: &str, vocabulary: &Vocabulary) -> Words {
    let mut cutter = Cutter::new(text);
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 6 + 1);
    while let Some(mut token) = cutter.read_word(tokens.last()) {
        token.ids = cutter.numbers(vocabulary, token.plus);
        tokens.push(token);
    }
    Words { tokens, tail: cutter.gap }
}

/// The folded words of `text` as `number` numbers them, with the gap before each. `room` comes back for the next text.
pub(super) fn folded(
    text: &str,
    room: [String; 2],
    mut number: impl FnMut(&str) -> u32,
) -> (Vec<(u32, u16)>, [String; 2]) {
    let mut cutter = Cutter::new(text);
    [cutter.folded, cutter.marked] = room;
    let mut words = Vec::with_capacity(4);
    let mut previous: Option<Token> = None;
    while let Some(token) = cutter.read_word(previous.as_ref()) {
        let word = if cutter.marked.is_empty() { &cutter.folded } else { &cutter.marked };
        words.push((number(word), token.gap));
        previous = Some(token);
    }
    (words, [cutter.folded, cutter.marked])
}
