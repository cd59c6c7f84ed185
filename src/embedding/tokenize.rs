//! Words become word-pieces, exactly as BERT's uncased tokenizer makes them: each word is cut greedily into the longest
//! known pieces. Beyond BERT, two neighboring words that the vocabulary holds whole may name a phrase, a token of its
//! own beside them.

use super::format::Layout;
use super::letters;
use super::phrases::Phrases;
use super::words::each_word;

/// The token of a word that is too long to be one.
pub(super) const UNKNOWN: u32 = u32::MAX;
/// The longest piece that a vocabulary may hold, in bytes.
pub(super) const MAX_PIECE: usize = 128;

/// A vocabulary by its text: open addressing, half empty, one probe as a rule.
#[derive(Debug)]
pub(super) struct Vocabulary {
    /// Upper half of the hash, and the token plus one; zero where the slot is free. A power of two long.
    slots: Box<[(u32, u32)]>,
    /// The longest piece in bytes.
    longest: usize,
    phrases: Phrases,
}

impl Vocabulary {
    /// The vocabulary of `layout`, or what is wrong with it.
    pub(super) fn new(layout: &Layout, bytes: &[u8]) -> Result<Self, &'static str> {
        let count = layout.tokens();
        let mut slots = vec![(0, 0); (count * 2).next_power_of_two().max(2)].into_boxed_slice();
        let mut vocabulary = Self { longest: 0, slots: Box::default(), phrases: Phrases::default() };
        let mut phrases = Vec::new();
        for token in 0..count {
            let piece = layout.token(bytes, token);
            if let Some(space) = memchr::memchr(b' ', piece) {
                phrases.push((&piece[..space], &piece[space + 1..], token));
                continue;
            }
            let (first, text) = match piece.strip_prefix(b"##") {
                Some(rest) if !rest.is_empty() => (false, rest),
                _ => (true, piece),
            };
            if text.is_empty() || text.len() > MAX_PIECE {
                return Err("a piece of the vocabulary is empty or too long");
            }
            vocabulary.longest = vocabulary.longest.max(text.len());
            let hash = text.iter().fold(start(first), |hash, &byte| step(hash, byte));
            let (mut slot, tag) = place(hash, slots.len());
            while slots[slot].1 != 0 {
                if layout.token(bytes, (slots[slot].1 - 1) as usize) == piece {
                    return Err("a piece of the vocabulary stands twice");
                }
                slot = (slot + 1) % slots.len();
            }
            slots[slot] = (tag, u32::try_from(token + 1).map_err(|_| "too many pieces")?);
        }
        vocabulary.slots = slots;
        vocabulary.phrases = Phrases::new(phrases.into_iter().map(|(left, right, token)| {
            let whole = |word| vocabulary.find(layout, bytes, true, word, hash_of(word));
            Some((whole(left)?, whole(right)?, u32::try_from(token).ok()?))
        }))?;
        Ok(vocabulary)
    }

    /// The tokens of `text`, at most `limit` of them; those of [`letters`] for a word that cannot be spelled.
    pub(super) fn tokens(&self, layout: &Layout, bytes: &[u8], text: &str, limit: usize) -> Vec<u32> {
        let mut cutter = Cutter {
            vocabulary: self,
            layout,
            bytes,
            hashes: [0; MAX_PIECE + 1],
            last: UNKNOWN,
            tokens: Vec::with_capacity((text.len() / 4 + 8).min(limit)),
        };
        each_word(text, |word| {
            cutter.take(word);
            cutter.tokens.len() < limit
        });
        cutter.tokens.truncate(limit);
        cutter.tokens
    }

    fn find(&self, layout: &Layout, bytes: &[u8], first: bool, text: &[u8], hash: u64) -> Option<u32> {
        let (mut slot, tag) = place(hash, self.slots.len());
        loop {
            let (other, token) = self.slots[slot];
            if token == 0 {
                return None;
            }
            if other == tag {
                let piece = layout.token(bytes, (token - 1) as usize);
                let same = if first { piece == text } else { piece.strip_prefix(b"##") == Some(text) };
                if same {
                    return Some(token - 1);
                }
            }
            slot = (slot + 1) % self.slots.len();
        }
    }
}

/// Where a hash first looks among `slots` (a power of two), and what it leaves there.
#[allow(clippy::cast_possible_truncation)]
fn place(hash: u64, slots: usize) -> (usize, u32) {
    let mixed = (hash ^ (hash >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((mixed >> 32) as usize % slots, mixed as u32)
}

/// The hash of an empty piece: the start of a word, or what follows it.
const fn start(first: bool) -> u64 {
    if first { 0xcbf2_9ce4_8422_2325 } else { 0x8422_2325_cbf2_9ce4 }
}

/// The hash of a whole word.
fn hash_of(word: &[u8]) -> u64 {
    word.iter().fold(start(true), |hash, &byte| step(hash, byte))
}

/// The hash (FNV-1a) with one more byte.
const fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0000_0100_0000_01b3)
}

/// The tokens so far.
struct Cutter<'a> {
    vocabulary: &'a Vocabulary,
    layout: &'a Layout,
    bytes: &'a [u8],
    /// The hash of each prefix of what is left of the word, by length in bytes.
    hashes: [u64; MAX_PIECE + 1],
    /// The token of the word before, where it is whole.
    last: u32,
    tokens: Vec<u32>,
}

impl Cutter<'_> {
    fn take(&mut self, word: Option<&str>) {
        let before = self.tokens.len();
        if let Some(word) = word {
            self.cut(word);
        } else {
            self.tokens.push(UNKNOWN);
        }
        let whole = match self.tokens[before..] {
            [token] if token < letters::LETTERS => token,
            _ => UNKNOWN,
        };
        let phrase = self.vocabulary.phrases.find(self.last, whole);
        self.last = whole;
        self.tokens.extend(phrase);
    }

    /// Cuts the word into the longest known pieces, from the left; its letters where that fails.
    fn cut(&mut self, text: &str) {
        let word = text.as_bytes();
        let before = self.tokens.len();
        let mut at = 0;
        while at < word.len() {
            let first = at == 0;
            let longest = (word.len() - at).min(self.vocabulary.longest);
            let hashes = &mut self.hashes;
            hashes[0] = start(first);
            for length in 1..=longest {
                hashes[length] = step(hashes[length - 1], word[at + length - 1]);
            }
            let found = (1..=longest).rev().filter(|length| text.is_char_boundary(at + length)).find_map(|length| {
                let part = &word[at..at + length];
                Some((length, self.vocabulary.find(self.layout, self.bytes, first, part, hashes[length])?))
            });
            let Some((length, token)) = found else {
                self.tokens.truncate(before);
                letters::tokens(text, &mut self.tokens);
                return;
            };
            self.tokens.push(token);
            at += length;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::format::assemble;
    use super::*;

    const PIECES: [&str; 14] =
        ["re", "##act", "react", "##or", "developer", "naive", "##s", "#", "+", "c", "²", "中", "strasse", "##è"];

    fn pieces(text: &str) -> Vec<&'static str> {
        let bytes = assemble(1, &[[1].as_slice(); 14], &[1.0; 14], &PIECES);
        let layout = Layout::parse(&bytes).unwrap();
        let vocabulary = Vocabulary::new(&layout, &bytes).unwrap();
        let tokens = vocabulary.tokens(&layout, &bytes, text, 100);
        tokens.into_iter().map(|token| if token >= letters::LETTERS { "?" } else { PIECES[token as usize] }).collect()
    }

    #[test]
    fn the_longest_piece_wins() {
        assert_eq!(pieces("React reactor reacts"), ["react", "react", "##or", "react", "##s"]);
        assert_eq!(pieces("reor"), ["re", "##or"]);
    }

    #[test]
    fn accents_and_case_go() {
        assert_eq!(pieces("NAÏVE naïve nai\u{308}ve"), ["naive", "naive", "naive"]);
        assert_eq!(pieces("developer\u{ad}s"), ["developer", "##s"]);
    }

    #[test]
    fn punctuation_and_ideographs_stand_alone() {
        assert_eq!(pieces("C++ c#"), ["c", "+", "+", "c", "#"]);
        assert_eq!(pieces("c中中c"), ["c", "中", "中", "c"]);
        assert_eq!(pieces("c\u{2003}c\u{200b}c\u{0}\n"), ["c", "?"]);
    }

    #[test]
    fn what_cannot_be_spelled_is_unknown() {
        assert_eq!(pieces("reactx developer"), ["?", "?", "?", "?", "?", "developer"], "its pairs of letters");
        assert_eq!(pieces(&"c".repeat(101)), ["?"]);
        assert_eq!(pieces(""), Vec::<&str>::new());
    }

    #[test]
    fn the_limit_holds_on_endless_text() {
        let bytes = assemble(1, &[[1].as_slice(); 14], &[1.0; 14], &PIECES);
        let layout = Layout::parse(&bytes).unwrap();
        let vocabulary = Vocabulary::new(&layout, &bytes).unwrap();
        assert_eq!(vocabulary.tokens(&layout, &bytes, &"c ".repeat(10_000), 7).len(), 7);
        assert_eq!(vocabulary.tokens(&layout, &bytes, &"c".repeat(1 << 20), 7), [UNKNOWN]);
    }
}
