//! Words become word-pieces, exactly as BERT's uncased tokenizer makes them: each word is cut greedily into the longest
//! known pieces. Beyond BERT, two neighboring words that the vocabulary holds whole may name a phrase, a token of its
//! own beside them.

use super::format::Layout;
use super::letters;
use super::phrases::Phrases;
use super::pieces::Pieces;
use super::pieces::Prefixes;
use super::words::each_word;

/// The token of a word that is too long to be one.
pub(super) const UNKNOWN: u32 = u32::MAX;
/// The longest piece that a vocabulary may hold, in bytes.
pub(super) const MAX_PIECE: usize = 128;

/// A vocabulary by its text.
#[derive(Debug)]
pub(super) struct Vocabulary {
    pieces: Pieces,
    /// The longest piece in bytes.
    longest: usize,
    phrases: Phrases,
}

impl Vocabulary {
    /// The vocabulary of `layout`, or what is wrong with it.
    pub(super) fn new(layout: &Layout, bytes: &[u8]) -> Result<Self, &'static str> {
        let count = layout.tokens();
        let mut vocabulary = Self { longest: 0, pieces: Pieces::with_room_for(count), phrases: Phrases::default() };
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
            let number = u32::try_from(token).map_err(|_| "too many pieces")?;
            if !vocabulary.pieces.insert(layout, bytes, first, text, number) {
                return Err("a piece of the vocabulary stands twice");
            }
        }
        vocabulary.phrases = Phrases::new(phrases.into_iter().map(|(left, right, token)| {
            let whole = |word| vocabulary.pieces.find(layout, bytes, true, word, &Prefixes::of(word));
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
}

/// The tokens so far.
struct Cutter<'a> {
    vocabulary: &'a Vocabulary,
    layout: &'a Layout,
    bytes: &'a [u8],
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
            let pieces = &self.vocabulary.pieces;
            let found = pieces.longest(self.layout, self.bytes, at == 0, &word[at..], self.vocabulary.longest);
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
