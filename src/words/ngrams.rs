//! Character n-grams: which texts of a corpus share pieces of words with a query.

use std::collections::BTreeMap;

use super::inverted::Inverted;
use super::inverted::highest;
use super::inverted::words_of;

/// The shortest and the longest pieces, in characters.
const SIZES: std::ops::RangeInclusive<usize> = 3..=5;

/// Ranks the texts of a corpus by the pieces of words that they share with a query: spelling variants, inflections and
/// compounds are near.
///
/// A word, with a space before and after it, is cut into all runs of 3, 4 and 5 characters; of a word that is no longer
/// than a run the whole counts, once. A piece weighs `(1 + ln f) * (ln((1 + N) / (1 + n)) + 1)`, with `f` how often it
/// stands in the text and `n` the number of the `N` texts it stands in; a score is the cosine of query and text, 0 to 1.
/// This is what scikit-learn computes with `TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)`,
/// but for two things: words end at anything but letters, digits, `+` and `#`, and accents are folded; and pieces of the
/// query that stand in no text count in its length, so that a query with little in common scores low.
#[derive(Clone, Debug)]
pub struct CharacterNgrams {
    index: Inverted,
}

impl CharacterNgrams {
    /// Reads a corpus; its texts are known by their place from then on.
    #[must_use]
    pub fn new(texts: &[impl AsRef<str>]) -> Self {
        let mut index = Inverted::default();
        for (place, text) in (0_u32..).zip(texts) {
            for_each_piece(text.as_ref(), |piece| index.count(piece, place));
        }
        index.close(texts.len());
        let total = texts.len();
        index.weigh(|n, _, f| (1.0 + f.ln()) * rareness(n, total));
        let squares = index.squares();
        index.weigh(|_, text, weight| weight / squares[text as usize].sqrt());
        Self { index }
    }

    /// The score of every text, in order of the corpus: 0 where it shares no piece of a word with the query.
    #[must_use]
    pub fn scores(&self, query: &str) -> Vec<f32> {
        let mut pieces: BTreeMap<String, f32> = BTreeMap::new();
        for_each_piece(query, |piece| match pieces.get_mut(piece) {
            Some(count) => *count += 1.0,
            None => {
                pieces.insert(piece.to_owned(), 1.0);
            }
        });
        let mut squares = 0.0_f32;
        for (piece, weight) in &mut pieces {
            *weight = (1.0 + weight.ln()) * rareness(self.index.row(piece).len(), self.index.texts());
            squares += *weight * *weight;
        }
        let length = squares.sqrt();
        pieces.values_mut().for_each(|weight| *weight /= length);
        self.index.scores(&pieces)
    }

    /// The `k` best texts (place, score), best first, equal ones in order of the corpus; those of score 0 are left out.
    #[must_use]
    pub fn top(&self, query: &str, k: usize) -> Vec<(usize, f32)> {
        highest(&self.scores(query), k)
    }
}

/// How telling a piece is that stands in `n` of `total` texts.
#[allow(clippy::cast_precision_loss)]
fn rareness(n: usize, total: usize) -> f32 {
    ((1.0 + total as f32) / (1.0 + n as f32)).ln() + 1.0
}

/// Calls `take` with each piece of each word, as often as it stands there.
fn for_each_piece(text: &str, mut take: impl FnMut(&str)) {
    for word in words_of(text) {
        let padded = format!(" {word} ");
        let ends: Vec<usize> = padded.char_indices().map(|(at, _)| at).chain([padded.len()]).collect();
        let characters = ends.len() - 1;
        for size in SIZES {
            if size >= characters {
                take(&padded);
                break;
            }
            for run in ends.windows(size + 1) {
                take(&padded[run[0]..run[size]]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        for_each_piece(text, |piece| all.push(piece.to_owned()));
        all
    }

    #[test]
    fn words_are_cut_within_their_bounds() {
        assert_eq!(pieces("Ko-ch"), [" ko", "ko ", " ko ", " ch", "ch ", " ch "]);
        assert_eq!(pieces("Köch"), [" ko", "koc", "och", "ch ", " koc", "koch", "och ", " koch", "koch "]);
        assert_eq!(pieces("a b"), [" a ", " b "]);
        assert!(pieces("--").is_empty());
    }

    #[test]
    fn scores_are_those_of_the_formula() {
        // "a" is one piece; " a " stands in 2 of 3 texts, " b " in 1.
        let ngrams = CharacterNgrams::new(&["a", "a a b", "c"]);
        let (a, b) = ((4.0_f32 / 3.0).ln() + 1.0, 2.0_f32.ln() + 1.0);
        let twice = (1.0 + 2.0_f32.ln()) * a;
        let scores = ngrams.scores("A");
        assert!((scores[0] - 1.0).abs() < 1e-6 && scores[2].abs() < 1e-9, "{scores:?}");
        assert!((scores[1] - twice / twice.hypot(b)).abs() < 1e-6, "{scores:?}");
        let unknown = 4.0_f32.ln() + 1.0;
        assert!((ngrams.scores("a z")[0] - a / a.hypot(unknown)).abs() < 1e-6, "what no text holds still counts");
    }

    #[test]
    fn kin_in_spelling_is_near() {
        let ngrams = CharacterNgrams::new(&["plumber", "Programmierer", "Softwareentwicklung", "nurses"]);
        let best = |query| ngrams.top(query, 1).first().map(|&(place, _)| place);
        assert_eq!(best("Programmiererin"), Some(1));
        assert_eq!(best("Entwicklung"), Some(2));
        assert_eq!(best("nurse"), Some(3));
        assert_eq!(best("x"), None);
        assert!(CharacterNgrams::new(&[] as &[&str]).scores("nurse").is_empty());
        assert_eq!(CharacterNgrams::new(&["", "-"]).top("", 3), []);
    }
}
