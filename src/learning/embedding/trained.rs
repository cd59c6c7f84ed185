//! What training gives: a table in full precision, and the model file that is made of it.

use std::collections::BTreeSet;

use ndarray::Array2;
use ndarray::Axis;

use crate::embedding::model_file;

/// A trained model in full precision.
#[derive(Clone, Debug)]
pub struct Trained {
    /// The tokens with a row, in the rows' order.
    pub(super) tokens: Vec<String>,
    /// Known words that say nothing.
    pub(super) silent: Vec<String>,
    /// A row a token.
    pub(super) rows: Array2<f32>,
}

/// Years that say nothing: when a person was born is nobody's business here.
const SILENT_YEARS: std::ops::RangeInclusive<u32> = 1900..=2049;

impl Trained {
    pub(super) fn new(tokens: Vec<String>, silent: Vec<String>, rows: Array2<f32>) -> Self {
        Self { tokens, silent, rows }
    }

    /// The model without the rows of `words` and of years, and of phrases that hold one: known, but saying nothing.
    pub(super) fn silence(mut self, words: &[String]) -> Self {
        let silenced: BTreeSet<String> =
            words.iter().cloned().chain(SILENT_YEARS.map(|year| year.to_string())).collect();
        let (kept, gone): (Vec<usize>, Vec<usize>) =
            (0..self.tokens.len()).partition(|&at| !self.tokens[at].split(' ').any(|word| silenced.contains(word)));
        self.rows = self.rows.select(Axis(0), &kept);
        let names = |places: &[usize]| places.iter().map(|&at| self.tokens[at].clone()).collect::<Vec<_>>();
        let words = names(&gone).into_iter().filter(|token| !token.contains(' '));
        let silent: BTreeSet<String> = self.silent.iter().cloned().chain(words).chain(silenced).collect();
        (self.tokens, self.silent) = (names(&kept), silent.into_iter().collect());
        self
    }

    /// The model file ([`StaticModel::from_bytes`](crate::embedding::StaticModel::from_bytes) reads it): eight bits a
    /// value and a scale a row.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut scales = Vec::with_capacity(self.rows.nrows());
        let mut codes: Vec<Vec<i8>> = Vec::with_capacity(self.rows.nrows());
        for row in self.rows.outer_iter() {
            let most = row.iter().fold(0.0_f32, |most, value| most.max(value.abs()));
            let scale = if most > 0.0 { most / 127.0 } else { 1.0 };
            scales.push(scale);
            #[allow(clippy::cast_possible_truncation)]
            codes.push(row.iter().map(|value| (value / scale).round() as i8).collect());
        }
        let codes: Vec<&[i8]> = codes.iter().map(Vec::as_slice).collect();
        let names: Vec<&str> = self.tokens.iter().chain(&self.silent).map(String::as_str).collect();
        model_file(self.rows.ncols() as u32, &codes, &scales, &names)
    }

    /// How many tokens have a row.
    #[must_use]
    pub fn tokens(&self) -> usize {
        self.tokens.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedding::StaticModel;

    #[test]
    fn silenced_words_are_known_and_say_nothing() {
        let tokens = ["nurse", "greta", "greta nurse", "aide"].map(str::to_owned).to_vec();
        let rows = ndarray::array![[1.0_f32, 0.0], [0.3, 0.9], [0.2, 0.1], [0.0, 1.0]];
        let trained =
            Trained::new(tokens, vec!["quiet".to_owned()], rows).silence(&["greta".to_owned(), "otto".to_owned()]);
        assert_eq!(trained.tokens(), 2);
        let model = StaticModel::from_bytes(&trained.to_bytes()).unwrap();
        assert_eq!(model.vector("Greta Nurse 1987, quiet Otto"), model.vector("nurse"));
        assert_eq!(model.vector("Greta 1987"), None);
        assert_ne!(model.vector("aide"), model.vector("nurse"));
    }
}
