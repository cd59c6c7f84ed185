//! BM25: which texts of a corpus share rare words with a query.

use std::collections::BTreeMap;

use super::inverted::Inverted;
use super::inverted::highest;
use super::inverted::words_of;

/// How soon more of the same word stops counting.
const K1: f32 = 1.2;

/// How much a long text is held back, 0 to 1.
const B: f32 = 0.75;

/// Ranks the texts of a corpus by the words that they share with a query (Robertson and Zaragoza, 2009).
///
/// A text's score is the sum over the query's words (a word that stands twice counts twice) of
/// `idf * f * (k1 + 1) / (f + k1 * (1 - b + b * length / mean length))`, with `f` how often the word stands in the text,
/// lengths in words, `k1` 1.2, `b` 0.75, and the idf that cannot turn negative, `ln(1 + (N - n + 0.5) / (n + 0.5))`, for a
/// word in `n` of `N` texts. Words are lower case with accents folded; nothing is stemmed, no word is left out.
#[derive(Clone, Debug)]
pub struct Bm25 {
    index: Inverted,
}

impl Bm25 {
    /// Reads a corpus; its texts are known by their place from then on.
    #[must_use]
    #[allow(clippy::cast_precision_loss)]
    pub fn new(texts: &[impl AsRef<str>]) -> Self {
        let mut index = Inverted::default();
        let mut lengths = Vec::with_capacity(texts.len());
        for (place, text) in (0_u32..).zip(texts) {
            let words = words_of(text.as_ref());
            lengths.push(words.len() as f32);
            words.iter().for_each(|word| index.count(word, place));
        }
        index.close(texts.len());
        let total = texts.len() as f32;
        let mean = (lengths.iter().map(|&length| f64::from(length)).sum::<f64>() / f64::from(total.max(1.0))) as f32;
        index.weigh(|n, text, f| {
            let n = n as f32;
            let idf = ((total - n + 0.5) / (n + 0.5)).ln_1p();
            idf * f * (K1 + 1.0) / (f + K1 * (1.0 - B + B * lengths[text as usize] / mean))
        });
        Self { index }
    }

    /// The score of every text, in order of the corpus: 0 where it shares no word with the query.
    #[must_use]
    pub fn scores(&self, query: &str) -> Vec<f32> {
        let mut words: BTreeMap<String, f32> = BTreeMap::new();
        for word in words_of(query) {
            *words.entry(word).or_insert(0.0) += 1.0;
        }
        self.index.scores(&words)
    }

    /// The `k` best texts (place, score), best first, equal ones in order of the corpus; those of score 0 are left out.
    #[must_use]
    pub fn top(&self, query: &str, k: usize) -> Vec<(usize, f32)> {
        highest(&self.scores(query), k)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three texts of 2, 1 and 3 words: the mean length is 2.
    const CORPUS: [&str; 3] = ["Registered nurse", "Nurse!", "night-shift café"];

    #[test]
    fn scores_are_those_of_the_formula() {
        let bm25 = Bm25::new(&CORPUS);
        let scores = bm25.scores("NURSE");
        // n = 2 of 3: idf = ln(1 + 1.5 / 2.5) = ln 1.6. Length 2 of mean 2: 2.2 / (1 + 1.2); length 1: 2.2 / (1 + .75).
        let idf = 1.6_f32.ln();
        assert!((scores[0] - idf).abs() < 1e-6, "{scores:?}");
        assert!((scores[1] - idf * 2.2 / (1.0 + 1.2 * (0.25 + 0.375))).abs() < 1e-6, "{scores:?}");
        assert!(scores[2].abs() < 1e-9);
        let rare = bm25.scores("cafe");
        assert!((rare[2] - (1.0_f32 + 2.5 / 1.5).ln() * 2.2 / (1.0 + 1.2 * (0.25 + 0.75 * 1.5))).abs() < 1e-6);
        assert!((bm25.scores("nurse nurse")[0] - 2.0 * idf).abs() < 1e-6);
    }

    #[test]
    fn more_of_a_word_counts_less_and_less() {
        let scores = Bm25::new(&["a b", "a a", "c c"]).scores("a");
        assert!((scores[1] / scores[0] - 2.0 * 2.2 / (2.0 + 1.2)).abs() < 1e-5, "{scores:?}");
    }

    #[test]
    fn the_best_are_listed_and_the_rest_left_out() {
        let bm25 = Bm25::new(&CORPUS);
        let places = |query, k| bm25.top(query, k).into_iter().map(|(place, _)| place).collect::<Vec<_>>();
        assert_eq!(places("nurse", 5), [1, 0]);
        assert_eq!(places("nurse", 1), [1]);
        assert!(places("plumber", 5).is_empty());
        assert!(Bm25::new(&[] as &[&str]).scores("nurse").is_empty());
        assert_eq!(Bm25::new(&["", "--"]).scores("nurse"), [0.0, 0.0]);
    }
}
