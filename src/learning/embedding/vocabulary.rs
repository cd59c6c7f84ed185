//! Which tokens a model has: whole words that the texts use, pieces to spell the others, and phrases.

use std::collections::HashMap;
use std::collections::HashSet;

use serde::Deserialize;
use serde::Serialize;

use super::pieces;
use crate::embedding::words_of;

/// How many tokens of each kind there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sizes {
    /// Whole words at most, those of the most texts first.
    pub words: usize,
    /// A word of fewer texts is not taken whole.
    pub texts_a_word: u32,
    /// Merges of two pieces into a longer one (byte-pair encoding over the letters of the words).
    pub merges: usize,
    /// Phrases of two neighboring words at most.
    pub phrases: usize,
    /// A phrase that stands less often is not taken.
    pub texts_a_phrase: u32,
}

impl Default for Sizes {
    fn default() -> Self {
        Self { words: 30_000, texts_a_word: 2, merges: 6_000, phrases: 0, texts_a_phrase: 8 }
    }
}

/// Words and pairs of neighbors, with the number of texts that hold them.
#[derive(Debug, Default)]
pub(super) struct Counts {
    words: HashMap<String, u32>,
    pairs: HashMap<(String, String), u32>,
    keep_pairs: bool,
}

impl Counts {
    /// Nothing counted yet; pairs are counted only where phrases are wanted.
    pub(super) fn new(keep_pairs: bool) -> Self {
        Self { keep_pairs, ..Self::default() }
    }

    /// Counts the words of one text.
    pub(super) fn add(&mut self, text: &str) {
        let words = words_of(text);
        if self.keep_pairs {
            for pair in words.windows(2) {
                *self.pairs.entry((pair[0].clone(), pair[1].clone())).or_default() += 1;
            }
        }
        let distinct: HashSet<String> = words.into_iter().collect();
        for word in distinct {
            *self.words.entry(word).or_default() += 1;
        }
    }
}

/// How many texts more a word counts as standing in that the teacher has a row for.
const TAUGHT: u32 = 2;

/// The tokens chosen from `counts`, in order: words, pieces, phrases. A word that is `taught` (the teacher has a row for
/// it) is taken whole wherever it stands, however rarely: its start says what it means.
pub(super) fn choose(counts: &Counts, sizes: Sizes, taught: impl Fn(&str) -> bool) -> Vec<String> {
    let mut words = commonest(&counts.words);
    let whole = |word: &str| word.chars().nth(1).is_some() && !word.bytes().any(|byte| byte.is_ascii_digit());
    // What the teacher knows stands before what stands in two texts more.
    let rank = |word: &str, count: u32| count.saturating_add(if taught(word) { TAUGHT } else { 0 });
    words.sort_by_key(|&(word, count)| std::cmp::Reverse(rank(word, count)));
    let mut tokens: Vec<String> = words
        .iter()
        .filter(|(word, count)| (*count >= sizes.texts_a_word || taught(word)) && whole(word))
        .take(sizes.words)
        .map(|(word, _)| (*word).clone())
        .collect();
    let mut known: HashSet<String> = tokens.iter().cloned().collect();
    for piece in pieces::pieces(&words, sizes.merges) {
        if known.insert(piece.clone()) {
            tokens.push(piece);
        }
    }
    let phrases = commonest(&counts.pairs)
        .into_iter()
        .filter(|((left, right), count)| {
            *count >= sizes.texts_a_phrase && known.contains(left) && known.contains(right)
        })
        .take(sizes.phrases)
        .map(|((left, right), _)| format!("{left} {right}"));
    tokens.extend(phrases);
    tokens
}

/// The keys by count, highest first, those of one count in their own order.
fn commonest<Key: Ord>(counts: &HashMap<Key, u32>) -> Vec<(&Key, u32)> {
    let mut all: Vec<(&Key, u32)> = counts.iter().map(|(key, &count)| (key, count)).collect();
    all.sort_unstable_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(right.0)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_stay_whole_and_rare_ones_are_spelled() {
        let mut counts = Counts::new(true);
        for text in ["head nurse", "head nurse of nights", "nursing aide", "nurse 2", "Kopf"] {
            counts.add(text);
        }
        let sizes = Sizes { words: 10, texts_a_word: 2, merges: 3, phrases: 5, texts_a_phrase: 2 };
        let tokens = choose(&counts, sizes, |word| word == "kopf");
        assert_eq!(&tokens[..3], ["nurse", "kopf", "head"]);
        assert!(tokens.iter().any(|token| token == "k") && tokens.iter().any(|token| token == "##o"));
        assert!(tokens.iter().any(|token| token == "nurs"), "three merges make the stem: {tokens:?}");
        assert_eq!(tokens.last().map(String::as_str), Some("head nurse"));
        assert_eq!(tokens.iter().collect::<HashSet<_>>().len(), tokens.len(), "each once");
    }
}
