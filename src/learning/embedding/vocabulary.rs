//! Which tokens a model has: whole words that the texts use, pieces to spell the others, phrases, and silent words.

use std::collections::BinaryHeap;
use std::collections::HashMap;

use crate::embedding::words_of;

/// How many of each kind of token there may be.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sizes {
    /// Whole words.
    pub words: usize,
    /// A word in fewer texts is not taken whole.
    pub texts_a_word: usize,
    /// Merges of two pieces into a longer one (byte-pair encoding over the letters of the words).
    pub merges: usize,
    /// Phrases of two words.
    pub phrases: usize,
    /// A phrase in fewer texts is not taken.
    pub texts_a_phrase: usize,
}

impl Default for Sizes {
    fn default() -> Self {
        Self { words: 24_000, texts_a_word: 2, merges: 6_000, phrases: 0, texts_a_phrase: 8 }
    }
}

/// Words and word pairs with the number of texts that hold them.
#[derive(Debug, Default)]
pub struct Counts {
    words: HashMap<String, u32>,
    phrases: HashMap<(String, String), u32>,
}

impl Counts {
    /// Counts the words of one text, and its pairs of neighbors where `phrases`.
    pub fn add(&mut self, text: &str, phrases: bool) {
        let words = words_of(text);
        let mut distinct: Vec<&String> = words.iter().collect();
        distinct.sort_unstable();
        distinct.dedup();
        for word in distinct {
            *self.words.entry(word.clone()).or_default() += 1;
        }
        if phrases {
            for pair in words.windows(2) {
                *self.phrases.entry((pair[0].clone(), pair[1].clone())).or_default() += 1;
            }
        }
    }
}

/// The tokens chosen from `counts`: those with a row, then the silent ones; each with the share of texts it is in.
pub fn choose(counts: &Counts, sizes: &Sizes, silent: impl Fn(&str) -> bool) -> Vec<String> {
    let mut words: Vec<(&String, u32)> = counts.words.iter().map(|(word, &count)| (word, count)).collect();
    words.sort_unstable_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(right.0)));
    let whole = |word: &str| word.chars().count() > 1 && !word.bytes().any(|byte| byte.is_ascii_digit()) && !silent(word);
    let mut tokens: Vec<String> = words
        .iter()
        .filter(|(word, count)| *count as usize >= sizes.texts_a_word && whole(word))
        .take(sizes.words)
        .map(|(word, _)| (*word).clone())
        .collect();
    let known: std::collections::HashSet<String> = tokens.iter().cloned().collect();
    tokens.extend(pieces(&words, sizes.merges).into_iter().filter(|piece| !known.contains(piece) && !silent(piece)));
    let known: std::collections::HashSet<&String> = tokens.iter().collect();
    let mut phrases: Vec<(&(String, String), u32)> = counts
        .phrases
        .iter()
        .filter(|((left, right), count)| {
            **count as usize >= sizes.texts_a_phrase && known.contains(left) && known.contains(right)
        })
        .map(|(pair, &count)| (pair, count))
        .collect();
    phrases.sort_unstable_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(right.0)));
    let phrases: Vec<String> =
        phrases.into_iter().take(sizes.phrases).map(|((left, right), _)| format!("{left} {right}")).collect();
    tokens.extend(phrases);
    tokens
}

/// The pieces that byte-pair encoding of `words` (with counts) makes in `merges` steps, single letters among them.
fn pieces(words: &[(&String, u32)], merges: usize) -> Vec<String> {
    let mut symbols: Vec<String> = Vec::new();
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut number = |text: String, symbols: &mut Vec<String>| {
        *numbers.entry(text.clone()).or_insert_with(|| {
            symbols.push(text);
            symbols.len() as u32 - 1
        })
    };
    let mut spelled: Vec<(Vec<u32>, i64)> = Vec::new();
    for (word, count) in words {
        let letters = word.chars().enumerate().map(|(at, letter)| if at == 0 { letter.to_string() } else { format!("##{letter}") });
        spelled.push((letters.map(|letter| number(letter, &mut symbols)).collect(), i64::from(*count)));
    }
    let mut pairs: HashMap<(u32, u32), (i64, Vec<usize>)> = HashMap::new();
    for (index, (spelling, count)) in spelled.iter().enumerate() {
        for pair in spelling.windows(2) {
            let entry = pairs.entry((pair[0], pair[1])).or_default();
            entry.0 += count;
            entry.1.push(index);
        }
    }
    let mut heap: BinaryHeap<(i64, std::cmp::Reverse<(u32, u32)>)> =
        pairs.iter().map(|(&pair, (count, _))| (*count, std::cmp::Reverse(pair))).collect();
    let mut done = 0;
    while done < merges {
        let Some((count, std::cmp::Reverse(pair))) = heap.pop() else { break };
        let Some((now, places)) = pairs.get(&pair) else { continue };
        if *now != count {
            if *now > 1 {
                heap.push((*now, std::cmp::Reverse(pair)));
            }
            continue;
        }
        if count < 2 {
            break;
        }
        let mut places = places.clone();
        places.sort_unstable();
        places.dedup();
        let right = symbols[pair.1 as usize].trim_start_matches("##").to_owned();
        let merged = number(format!("{}{right}", symbols[pair.0 as usize]), &mut symbols);
        pairs.remove(&pair);
        for place in places {
            let (spelling, count) = &mut spelled[place];
            let before = spelling.clone();
            let mut after = Vec::with_capacity(before.len());
            let mut at = 0;
            while at < before.len() {
                if at + 1 < before.len() && (before[at], before[at + 1]) == pair {
                    after.push(merged);
                    at += 2;
                } else {
                    after.push(before[at]);
                    at += 1;
                }
            }
            if after.len() == before.len() {
                continue;
            }
            for old in before.windows(2) {
                if let Some(entry) = pairs.get_mut(&(old[0], old[1])) {
                    entry.0 -= *count;
                }
            }
            for new in after.windows(2) {
                let entry = pairs.entry((new[0], new[1])).or_default();
                entry.0 += *count;
                entry.1.push(place);
                heap.push((entry.0, std::cmp::Reverse((new[0], new[1]))));
            }
            *spelling = after;
        }
        done += 1;
    }
    symbols
}
