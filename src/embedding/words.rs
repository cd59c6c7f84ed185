//! Text becomes words, as BERT's uncased tokenizer makes them: control characters dropped, accents stripped, lowercased,
//! split at whitespace, punctuation and ideographs.

use unicode_normalization::char::decompose_canonical;
use unicode_properties::GeneralCategory;
use unicode_properties::GeneralCategoryGroup;
use unicode_properties::UnicodeGeneralCategory;

/// A longer word (in characters, after normalization) is no word.
const MAX_WORD: usize = 100;

/// So many bytes are lowercased at once: most words are then handed on as they lie.
const BLOCK: usize = 4096;

/// Hands the words of `text` to `take`, in order, until it returns false; `None` stands for a word that is too long.
pub(super) fn each_word(text: &str, take: impl FnMut(Option<&str>) -> bool) {
    let mut splitter = Splitter { take, word: String::new(), characters: 0, going: true };
    let (mut rest, mut lowered) = (text, String::with_capacity(text.len().min(BLOCK)));
    while !rest.is_empty() && splitter.going {
        let (block, after) = rest.split_at(rest.floor_char_boundary(BLOCK));
        lowered.clear();
        lowered.push_str(block);
        lowered.make_ascii_lowercase();
        splitter.read_block(&lowered);
        rest = after;
    }
    splitter.end_word();
}

/// How many bytes of lowercase letters and digits `bytes` start with. Eight at a time: the highest bit of each byte of a sum
/// tells whether the byte is at least some character, as none is carried over.
fn run(bytes: &[u8]) -> usize {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let mut length = 0;
    while let Some(eight) = bytes[length..].first_chunk() {
        let eight = u64::from_le_bytes(*eight);
        let from = |first: u8| (eight & (0x7f * EACH)) + u64::from(0x80 - first) * EACH;
        let known = (from(b'a') & !from(b'z' + 1) | from(b'0') & !from(b'9' + 1)) & !eight;
        let others = !known & (0x80 * EACH);
        if others != 0 {
            return length + others.trailing_zeros() as usize / 8;
        }
        length += 8;
    }
    let is_known = |byte: &&u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    length + bytes[length..].iter().take_while(is_known).count()
}

/// What is done with a character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Dropped,
    Space,
    Alone,
    Word,
}

/// The word that is being read.
struct Splitter<F> {
    take: F,
    word: String,
    /// Characters of the word, also those past [`MAX_WORD`], which are not kept.
    characters: usize,
    going: bool,
}

impl<F: FnMut(Option<&str>) -> bool> Splitter<F> {
    /// Reads text whose ASCII letters are lowercase.
    fn read_block(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() && self.going {
            let run = run(&bytes[at..]);
            let end = at + run;
            let ends = bytes.get(end).is_some_and(|&next| next == b' ' || next.is_ascii_punctuation());
            if run > 0 && ends && self.characters == 0 && run <= MAX_WORD {
                self.going = (self.take)(Some(&text[at..end]));
                at = end;
                continue;
            }
            if run > 0 {
                let room = MAX_WORD.saturating_sub(self.characters);
                self.word.push_str(&text[at..at + run.min(room)]);
                self.characters += run;
                at = end;
                continue;
            }
            match bytes[at] {
                b' ' => self.end_word(),
                byte if byte.is_ascii_punctuation() => self.alone(&text[at..=at]),
                _ => {
                    let Some(character) = text[at..].chars().next() else { return };
                    self.read(character);
                    at += character.len_utf8() - 1;
                }
            }
            at += 1;
        }
    }

    /// Reads a character that is a word by itself, as it is.
    fn alone(&mut self, character: &str) {
        self.end_word();
        if self.going {
            self.going = (self.take)(Some(character));
        }
    }

    fn read(&mut self, character: char) {
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
                decompose_canonical(character, |part| self.read_part(part));
                if ideograph {
                    self.end_word();
                }
            }
        }
    }

    /// Reads a character after decomposition: accents go, the rest is lowercased.
    fn read_part(&mut self, part: char) {
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
        if self.characters > 0 && self.going {
            let word = (self.characters <= MAX_WORD).then_some(self.word.as_str());
            self.going = (self.take)(word);
        }
        self.word.clear();
        self.characters = 0;
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
    use super::*;

    fn words(text: &str) -> Vec<Option<String>> {
        let mut all = Vec::new();
        each_word(text, |word| {
            all.push(word.map(str::to_owned));
            true
        });
        all
    }

    #[test]
    fn runs_are_lowercase_letters_and_digits() {
        for byte in 0..=u8::MAX {
            for before in 0..20 {
                let mut bytes = vec![b'q'; before];
                bytes.extend([byte, b'!', b'!', b'!', b'!', b'!', b'!', b'!', b'!']);
                let known = byte.is_ascii_lowercase() || byte.is_ascii_digit();
                assert_eq!(run(&bytes), before + usize::from(known), "{byte} after {before}");
            }
        }
    }

    /// Wherever a block ends, the words are those of the text by itself.
    #[test]
    fn blocks_cut_no_word() {
        let text = "A\u{ad}b Naïve, C++ 中x Zo\u{301}e\u{0}s\tend";
        let expected = words(text);
        assert_eq!(expected.iter().flatten().count(), 10);
        for before in BLOCK - text.len()..=BLOCK {
            let all = words(&(" ".repeat(before) + text));
            assert_eq!(all, expected, "{before}");
        }
    }

    #[test]
    fn a_word_of_more_than_a_hundred_characters_is_none() {
        let of = |length| words(&format!("a {} z", "x".repeat(length)));
        assert_eq!(of(100)[1], Some("x".repeat(100)));
        assert_eq!(of(101), [Some("a".to_owned()), None, Some("z".to_owned())]);
        assert_eq!(words(&("é".to_owned() + &"x".repeat(100))), [None]);
    }
}
