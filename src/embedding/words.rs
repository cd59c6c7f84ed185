//! Text becomes words, as BERT's uncased tokenizer makes them: control characters dropped, accents stripped, lowercased,
//! split at whitespace, punctuation and ideographs.

use unicode_normalization::char::decompose_canonical;
use unicode_properties::GeneralCategory;
use unicode_properties::GeneralCategoryGroup;
use unicode_properties::UnicodeGeneralCategory;

/// A longer word (in characters, after normalization) is no word.
const MAX_WORD: usize = 100;

/// Hands the words of `text` to `take`, in order, until it returns false; `None` stands for a word that is too long.
pub(super) fn each_word(text: &str, take: impl FnMut(Option<&str>) -> bool) {
    let mut splitter = Splitter { take, word: String::with_capacity(64), characters: 0, going: true };
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() && splitter.going {
        let run = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if run > 0 {
            splitter.extend(&text[at..at + run]);
            at += run;
        } else if let Some(character) = text[at..].chars().next() {
            splitter.read(character);
            at += character.len_utf8();
        }
    }
    splitter.end_word();
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
    /// Reads ASCII letters and digits.
    fn extend(&mut self, run: &str) {
        let before = self.word.len();
        self.word.push_str(&run[..run.len().min(MAX_WORD.saturating_sub(self.characters))]);
        self.word[before..].make_ascii_lowercase();
        self.characters += run.len();
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
