//! What training gives: a table in full precision, and the model file that is made of it.

use ndarray::Array2;

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

impl Trained {
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
