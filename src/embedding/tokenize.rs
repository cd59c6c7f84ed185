//! Text becomes word-pieces, exactly as BERT's uncased tokenizer makes them: control characters dropped, accents
//! stripped, lowercased, split at whitespace and punctuation, and each word cut greedily into the longest known pieces.

use unicode_normalization::char::decompose_canonical;
use unicode_properties::GeneralCategory;
use unicode_properties::GeneralCategoryGroup;
use unicode_properties::UnicodeGeneralCategory;

use super::format::Layout;

/// The token of a word that the vocabulary cannot spell.
pub(super) const UNKNOWN: u32 = u32::MAX;
/// A longer word (in characters, after normalization) is unknown.
const MAX_WORD: usize = 100;
/// The longest piece that a vocabulary may hold, in bytes.
pub(super) const MAX_PIECE: usize = 128;

/// A vocabulary by its text: open addressing, half empty, one probe as a rule.
#[derive(Debug)]
pub(super) struct Vocabulary {
    /// Upper half of the hash, and the token plus one; zero where the slot is free. A power of two long.
    slots: Box<[(u32, u32)]>,
    /// The longest piece in bytes.
    longest: usize,
}

impl Vocabulary {
    /// The vocabulary of `layout`, or what is wrong with it.
    pub(super) fn new(layout: &Layout, bytes: &[u8]) -> Result<Self, &'static str> {
        let count = layout.tokens();
        let mut slots = vec![(0, 0); (count * 2).next_power_of_two().max(2)].into_boxed_slice();
        let mut vocabulary = Self { longest: 0, slots: Box::default() };
        for token in 0..count {
            let piece = layout.token(bytes, token);
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
        Ok(vocabulary)
    }

    /// The tokens of `text`, at most `limit` of them; [`UNKNOWN`] for a word that cannot be spelled.
    pub(super) fn tokens(&self, layout: &Layout, bytes: &[u8], text: &str, limit: usize) -> Vec<u32> {
        let mut cutter = Cutter {
            vocabulary: self,
            layout,
            bytes,
            word: String::with_capacity(64),
            characters: 0,
            hashes: [0; MAX_PIECE + 1],
            tokens: Vec::with_capacity((text.len() / 4 + 8).min(limit)),
        };
        for character in text.chars() {
            cutter.take(character);
            if cutter.tokens.len() >= limit {
                break;
            }
        }
        cutter.end_word();
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

/// The hash (FNV-1a) with one more byte.
const fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0000_0100_0000_01b3)
}

/// What BERT's tokenizer does with a character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Dropped,
    Space,
    Alone,
    Word,
}

/// The text as read so far: the tokens of the words before, and the word that is being read.
struct Cutter<'a> {
    vocabulary: &'a Vocabulary,
    layout: &'a Layout,
    bytes: &'a [u8],
    word: String,
    /// Characters of the word, also those past [`MAX_WORD`], which are not kept.
    characters: usize,
    /// The hash of each prefix of what is left of the word, by length in bytes.
    hashes: [u64; MAX_PIECE + 1],
    tokens: Vec<u32>,
}

impl Cutter<'_> {
    fn take(&mut self, character: char) {
        if character.is_ascii() {
            return self.place(character.to_ascii_lowercase(), ascii_kind(character));
        }
        match kind(character) {
            Kind::Dropped => {}
            Kind::Space => self.end_word(),
            Kind::Word | Kind::Alone => {
                let ideograph = is_ideograph(character);
                if ideograph {
                    self.end_word();
                }
                decompose_canonical(character, |part| self.take_part(part));
                if ideograph {
                    self.end_word();
                }
            }
        }
    }

    /// Takes a character after decomposition: accents go, the rest is lowercased.
    fn take_part(&mut self, part: char) {
        if !part.is_ascii() && part.general_category() == GeneralCategory::NonspacingMark {
            return;
        }
        for lower in part.to_lowercase() {
            self.place(lower, if is_punctuation(lower) { Kind::Alone } else { Kind::Word });
        }
    }

    fn place(&mut self, character: char, kind: Kind) {
        match kind {
            Kind::Dropped => {}
            Kind::Space => self.end_word(),
            Kind::Word => {
                self.characters += 1;
                if self.characters <= MAX_WORD {
                    self.word.push(character);
                }
            }
            Kind::Alone => {
                self.end_word();
                self.word.push(character);
                self.characters = 1;
                self.end_word();
            }
        }
    }

    fn end_word(&mut self) {
        if self.characters > MAX_WORD {
            self.tokens.push(UNKNOWN);
        } else if self.characters > 0 {
            self.cut_word();
        }
        self.word.clear();
        self.characters = 0;
    }

    /// Cuts the word into the longest known pieces, from the left; one [`UNKNOWN`] where that fails.
    fn cut_word(&mut self) {
        let word = self.word.as_bytes();
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
            let found =
                (1..=longest).rev().filter(|length| self.word.is_char_boundary(at + length)).find_map(|length| {
                    let text = &word[at..at + length];
                    Some((length, self.vocabulary.find(self.layout, self.bytes, first, text, hashes[length])?))
                });
            let Some((length, token)) = found else {
                self.tokens.truncate(before);
                self.tokens.push(UNKNOWN);
                return;
            };
            self.tokens.push(token);
            at += length;
        }
    }
}

fn ascii_kind(character: char) -> Kind {
    match character {
        '\t' | '\n' | '\r' | ' ' => Kind::Space,
        _ if character.is_ascii_control() => Kind::Dropped,
        _ if character.is_ascii_punctuation() => Kind::Alone,
        _ => Kind::Word,
    }
}

/// What is done with a character that is not ASCII.
fn kind(character: char) -> Kind {
    if character == char::REPLACEMENT_CHARACTER || is_control(character) {
        Kind::Dropped
    } else if character.is_whitespace() {
        Kind::Space
    } else if is_ideograph(character) || is_punctuation(character) {
        Kind::Alone
    } else {
        Kind::Word
    }
}

fn is_control(character: char) -> bool {
    matches!(
        character.general_category(),
        GeneralCategory::Control | GeneralCategory::Format | GeneralCategory::PrivateUse | GeneralCategory::Surrogate
    )
}

fn is_punctuation(character: char) -> bool {
    character.is_ascii_punctuation() || character.general_category_group() == GeneralCategoryGroup::Punctuation
}

/// Whether BERT takes the character for a Chinese one, which stands alone (Japanese kana and Hangul do not).
fn is_ideograph(character: char) -> bool {
    matches!(u32::from(character),
        0x4E00..=0x9FFF | 0x3400..=0x4DBF | 0x2_0000..=0x2_A6DF | 0x2_A700..=0x2_B73F | 0x2_B740..=0x2_B81F
        | 0x2_B920..=0x2_CEAF | 0xF900..=0xFAFF | 0x2_F800..=0x2_FA1F)
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
        tokens.into_iter().map(|token| if token == UNKNOWN { "?" } else { PIECES[token as usize] }).collect()
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
    fn what_cannot_be_spelled_is_one_unknown() {
        assert_eq!(pieces("reactx developer"), ["?", "developer"]);
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
