//! Pieces of words by byte-pair encoding (Sennrich, Haddow and Birch, 2016): the two neighboring pieces that stand
//! together most often become one, again and again.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::HashMap;

/// Two pieces by number.
type Pair = (u32, u32);

/// The pieces that `words` (with counts) give in `merges` steps, single letters first; those inside a word start with
/// "##".
pub(super) fn pieces(words: &[(&String, u32)], merges: usize) -> Vec<String> {
    let mut spelling = Spelling::new(words);
    for _ in 0..merges {
        let Some(pair) = spelling.commonest() else { break };
        spelling.merge(pair);
    }
    spelling.pieces
}

/// All words as pieces.
struct Spelling {
    pieces: Vec<String>,
    numbers: HashMap<String, u32>,
    /// The pieces of each word, and its count.
    words: Vec<(Vec<u32>, i64)>,
    /// How often two pieces stand together, and in which words they have ever stood.
    pairs: HashMap<Pair, (i64, Vec<u32>)>,
    /// Counts of pairs, some of them out of date.
    heap: BinaryHeap<(i64, Reverse<Pair>)>,
}

impl Spelling {
    fn new(words: &[(&String, u32)]) -> Self {
        let mut spelling = Self {
            pieces: Vec::new(),
            numbers: HashMap::new(),
            words: Vec::new(),
            pairs: HashMap::new(),
            heap: BinaryHeap::new(),
        };
        for (word, count) in words {
            let letters = word.chars().enumerate();
            let spelled = letters
                .map(|(at, letter)| spelling.number(if at == 0 { letter.to_string() } else { format!("##{letter}") }))
                .collect();
            spelling.words.push((spelled, i64::from(*count)));
        }
        for index in 0..spelling.words.len() {
            spelling.count(index, 1);
        }
        spelling.heap = spelling.pairs.iter().map(|(&pair, (count, _))| (*count, Reverse(pair))).collect();
        spelling
    }

    #[allow(clippy::cast_possible_truncation)]
    fn number(&mut self, piece: String) -> u32 {
        if let Some(&number) = self.numbers.get(&piece) {
            return number;
        }
        let number = self.pieces.len() as u32;
        self.numbers.insert(piece.clone(), number);
        self.pieces.push(piece);
        number
    }

    /// Adds the pairs of the word `index` to the counts, or takes them off where `sign` is -1.
    #[allow(clippy::cast_possible_truncation)]
    fn count(&mut self, index: usize, sign: i64) {
        let (pieces, count) = &self.words[index];
        for pair in pieces.windows(2) {
            let entry = self.pairs.entry((pair[0], pair[1])).or_default();
            entry.0 += sign * count;
            if sign > 0 && entry.1.last() != Some(&(index as u32)) {
                entry.1.push(index as u32);
            }
        }
    }

    /// The pair that stands most often, at least twice; of equals the one whose pieces came first.
    fn commonest(&mut self) -> Option<Pair> {
        while let Some((count, Reverse(pair))) = self.heap.pop() {
            let now = self.pairs.get(&pair).map_or(0, |entry| entry.0);
            if now == count && count > 1 {
                return Some(pair);
            }
            if now > 1 && now != count {
                self.heap.push((now, Reverse(pair)));
            }
        }
        None
    }

    fn merge(&mut self, pair: Pair) {
        let right = self.pieces[pair.1 as usize].trim_start_matches("##").to_owned();
        let merged = self.number(format!("{}{right}", self.pieces[pair.0 as usize]));
        let mut places = self.pairs.get(&pair).map(|entry| entry.1.clone()).unwrap_or_default();
        places.sort_unstable();
        places.dedup();
        let mut changed: Vec<Pair> = Vec::new();
        for place in places {
            let after = joined(&self.words[place as usize].0, pair, merged);
            if after.len() == self.words[place as usize].0.len() {
                continue;
            }
            self.count(place as usize, -1);
            changed.extend(after.windows(2).map(|pair| (pair[0], pair[1])));
            self.words[place as usize].0 = after;
            self.count(place as usize, 1);
        }
        changed.sort_unstable();
        changed.dedup();
        for pair in changed {
            self.heap.push((self.pairs[&pair].0, Reverse(pair)));
        }
    }
}

/// `pieces` with each `pair`, from the left, as one.
fn joined(pieces: &[u32], pair: Pair, merged: u32) -> Vec<u32> {
    let mut after = Vec::with_capacity(pieces.len());
    let mut at = 0;
    while at < pieces.len() {
        if pieces.get(at + 1).is_some_and(|&next| (pieces[at], next) == pair) {
            after.push(merged);
            at += 2;
        } else {
            after.push(pieces[at]);
            at += 1;
        }
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces_of(words: &[(&str, u32)], merges: usize) -> Vec<String> {
        let owned: Vec<(String, u32)> = words.iter().map(|&(word, count)| (word.to_owned(), count)).collect();
        pieces(&owned.iter().map(|(word, count)| (word, *count)).collect::<Vec<_>>(), merges)
    }

    #[test]
    fn what_stands_together_most_often_is_joined_first() {
        // "##o ##w" stands 7 + 4 times, then "l ##ow" 7 times against "##ow ##n" 4.
        assert_eq!(pieces_of(&[("low", 7), ("town", 4)], 3)[4..], ["##n", "##ow", "low", "tow"]);
    }

    #[test]
    fn repeated_letters_are_joined_from_the_left() {
        assert_eq!(pieces_of(&[("xaaaa", 2)], 1), ["x", "##a", "##aa"]);
        assert_eq!(pieces_of(&[("aaa", 2)], 9), ["a", "##a", "aa", "aaa"]);
    }

    #[test]
    fn what_stands_once_is_left_apart() {
        assert_eq!(pieces_of(&[("ab", 1)], 5), ["a", "##b"]);
    }
}
