//! The inverted index under both lexical scorers: for each term, the texts it stands in and what it weighs there.

use std::collections::BTreeMap;
use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Terms of a corpus and where they stand.
#[derive(Clone, Debug, Default)]
pub(super) struct Inverted {
    /// The row of each term.
    places: HashMap<Box<str>, u32>,
    /// A row a term: texts in their order, each with its weight.
    rows: Vec<Vec<(u32, f32)>>,
    texts: usize,
}

impl Inverted {
    /// Notes that `term` stands in `text` once more; texts come in order.
    pub(super) fn count(&mut self, term: &str, text: u32) {
        let row = match self.places.get(term) {
            Some(&row) => row as usize,
            None => {
                #[allow(clippy::cast_possible_truncation)]
                self.places.insert(term.into(), self.rows.len() as u32);
                self.rows.push(Vec::new());
                self.rows.len() - 1
            }
        };
        match self.rows[row].last_mut() {
            Some((last, count)) if *last == text => *count += 1.0,
            _ => self.rows[row].push((text, 1.0)),
        }
    }

    /// Says how many texts there are, those without any term included.
    pub(super) fn close(&mut self, texts: usize) {
        self.texts = texts;
    }

    /// How many texts there are.
    pub(super) fn texts(&self) -> usize {
        self.texts
    }

    /// Replaces what each term weighs in each text by `weigh(in how many texts the term stands, text, what it weighed)`.
    pub(super) fn weigh(&mut self, weigh: impl Fn(usize, u32, f32) -> f32) {
        for row in &mut self.rows {
            let texts = row.len();
            for (text, weight) in row {
                *weight = weigh(texts, *text, *weight);
            }
        }
    }

    /// The sum of squares of each text's weights.
    pub(super) fn squares(&self) -> Vec<f32> {
        let mut squares = vec![0.0_f32; self.texts];
        for &(text, weight) in self.rows.iter().flatten() {
            squares[text as usize] += weight * weight;
        }
        squares
    }

    /// The texts of a term with its weights; empty for a term that stands nowhere.
    pub(super) fn row(&self, term: &str) -> &[(u32, f32)] {
        self.places.get(term).map_or(&[], |&row| &self.rows[row as usize])
    }

    /// For each text the sum over terms of the term's factor times its weight in the text.
    pub(super) fn scores(&self, terms: &BTreeMap<String, f32>) -> Vec<f32> {
        let mut scores = vec![0.0_f32; self.texts];
        for (term, factor) in terms {
            for &(text, weight) in self.row(term) {
                scores[text as usize] += factor * weight;
            }
        }
        scores
    }
}

/// The `most` highest of the scores above zero with their places, highest first, equal ones in order of place.
pub(super) fn highest(scores: &[f32], most: usize) -> Vec<(usize, f32)> {
    let mut found: Vec<(usize, f32)> = scores.iter().copied().enumerate().filter(|&(_, score)| score > 0.0).collect();
    let order = |a: &(usize, f32), b: &(usize, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if most < found.len() {
        found.select_nth_unstable_by(most, order);
        found.truncate(most);
    }
    found.sort_unstable_by(order);
    found
}

/// The words of a text: lower case, accents folded, runs of letters and digits of any script, `+` and `#` with them
/// ("c++", "c#").
pub(super) fn words_of(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut end = |word: &mut String| {
        if word.contains(char::is_alphanumeric) {
            words.push(std::mem::take(word));
        }
        word.clear();
    };
    let folded = text.nfkd().flat_map(char::to_lowercase).filter(|&c| !is_combining_mark(c));
    for c in folded {
        if c.is_alphanumeric() || c == '+' || c == '#' {
            word.push(c);
        } else {
            end(&mut word);
        }
    }
    end(&mut word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_cut_where_they_end() {
        assert_eq!(words_of("Ingénieur C++ / C# (F-H), É"), ["ingenieur", "c++", "c#", "f", "h", "e"]);
        assert_eq!(words_of("Größe ﬁnden, Ｑ"), ["große", "finden", "q"]);
        assert_eq!(words_of("инженер 工程师"), ["инженер", "工程师"]);
        assert_eq!(words_of(" + # -- "), Vec::<String>::new());
    }

    #[test]
    fn the_highest_come_first_and_equal_ones_in_order() {
        let scores = [0.5, 0.0, 2.0, 0.5, 1.0, 0.5];
        assert_eq!(highest(&scores, 3), [(2, 2.0), (4, 1.0), (0, 0.5)]);
        assert_eq!(highest(&scores, 9), [(2, 2.0), (4, 1.0), (0, 0.5), (3, 0.5), (5, 0.5)]);
        assert_eq!(highest(&scores, 0), []);
    }
}
