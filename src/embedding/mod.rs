//! Embedding: text becomes a [`Vector`].
//!
//! [`StaticModel::builtin`] is compiled in: a table of word-piece rows, a text's vector being the mean of its
//! rows. [`open`] takes another, or with the feature `bert` a sentence transformer. A document's vector is the
//! normalized weighted sum of its passages' ([`combine`]); two documents are compared by integers alone ([`Codes`]), so
//! that a score is the same on every machine.

mod format;
mod letters;
mod npy;
mod open;
mod phrases;
mod pieces;
mod quantized;
mod static_model;
mod tokenize;
#[cfg(feature = "bert")]
mod transformer;
mod words;

pub use npy::save_npy;
pub use npy::write_npy;
pub use open::open;
pub use quantized::Codes;
pub use static_model::MAX_TOKENS;
pub use static_model::StaticModel;
#[cfg(feature = "bert")]
pub use transformer::Transformer;

use fearless_simd::Level;
use fearless_simd::dispatch;

use crate::error::Result;

/// The words of `text` as the models see them: lowercase, without accents, punctuation marks apart.
#[cfg(any(test, feature = "training"))]
pub(crate) fn words_of(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    words::each_word(text, |word| {
        all.extend(word.map(str::to_owned));
        true
    });
    all
}

/// A model file of these rows (codes and scale each) and tokens, those with a row first.
#[cfg(any(test, feature = "training"))]
pub(crate) fn model_file(dimension: u32, rows: &[&[i8]], scales: &[f32], tokens: &[&str]) -> Vec<u8> {
    format::assemble(dimension, rows, scales, tokens)
}

/// A vector of unit length, so that nearness is one dot product.
#[derive(Clone, Debug, PartialEq)]
pub struct Vector(Box<[f32]>);

impl Vector {
    /// The vector in the direction of `values`; `None` where they are empty, not finite, or all zero.
    #[must_use]
    pub fn new(values: &[f32]) -> Option<Self> {
        Self::scaled(values.to_vec())
    }

    /// [`Vector::new`], in the place of the values.
    #[allow(clippy::cast_possible_truncation)]
    fn scaled(mut values: Vec<f32>) -> Option<Self> {
        let length = dispatch!(Level::new(), _simd => length(&values));
        if !length.is_finite() || length == 0.0 {
            return None;
        }
        let scale = (1.0 / length) as f32;
        // The inverse of a length beyond the range of 32 bits would be zero, or infinite.
        if scale.is_normal() {
            dispatch!(Level::new(), _simd => values.iter_mut().for_each(|value| *value *= scale));
        } else {
            values.iter_mut().for_each(|value| *value = (f64::from(*value) / length) as f32);
        }
        Some(Self(values.into_boxed_slice()))
    }

    /// The values, as many as the embedder's dimension.
    #[must_use]
    pub fn values(&self) -> &[f32] {
        &self.0
    }

    /// The cosine of the angle between two vectors of one dimension, -1 to 1.
    #[must_use]
    pub fn dot(&self, other: &Self) -> f32 {
        self.0.iter().zip(&other.0).map(|(a, b)| a * b).sum::<f32>().clamp(-1.0, 1.0)
    }

    /// The vector as whole numbers from -127 to 127, the largest magnitude being 127.
    #[must_use]
    pub fn codes(&self) -> Codes {
        Codes::of(self)
    }
}

/// The length of a vector. Eight sums side by side, added at the end: always the same, and the compiler takes them at once.
#[inline(always)]
fn length(values: &[f32]) -> f64 {
    let square = |&value: &f32| f64::from(value) * f64::from(value);
    let (eights, rest) = values.as_chunks::<8>();
    let mut sums = [0.0_f64; 8];
    for eight in eights {
        for (sum, value) in sums.iter_mut().zip(eight) {
            *sum += square(value);
        }
    }
    (sums.iter().sum::<f64>() + rest.iter().map(square).sum::<f64>()).sqrt()
}

/// The unit vector in the direction of the weighted sum of `passages` (weight, vector), all of one dimension.
/// `None` where there are no passages, dimensions differ, a weight is not finite, or everything cancels out.
#[must_use]
pub fn combine(passages: &[(f32, &Vector)]) -> Option<Vector> {
    let dimension = passages.first()?.1.values().len();
    let mut sum = vec![0.0_f32; dimension];
    for (weight, vector) in passages {
        if vector.values().len() != dimension {
            return None;
        }
        for (total, value) in sum.iter_mut().zip(vector.values()) {
            *total += weight * value;
        }
    }
    Vector::new(&sum)
}

/// Turns texts into vectors.
pub trait Embedder: Send + Sync {
    /// Names the model and its exact weights.
    fn fingerprint(&self) -> &str;

    /// How many values a vector has.
    fn dimension(&self) -> usize;

    /// False where the model cannot spell a third or more of the text's words: their meaning is unknown to it, and only
    /// their letters count, or nothing.
    fn knows(&self, text: &str) -> bool {
        let _ = text;
        true
    }

    /// One vector per text, in order; `None` where a text holds nothing that the model knows.
    ///
    /// # Errors
    /// When the model cannot run.
    fn embed(&self, texts: &[&str]) -> Result<Vec<Option<Vector>>>;

    /// [`Embedder::embed`], each vector with how much its text counts inside a longer one: the vector of a text is near the
    /// sum of its parts' vectors times their weights. All parts count alike where the model does not say.
    ///
    /// # Errors
    /// When the model cannot run.
    fn embed_parts(&self, texts: &[&str]) -> Result<Vec<Option<(Vector, f32)>>> {
        Ok(self.embed(texts)?.into_iter().map(|vector| vector.map(|vector| (vector, 1.0))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_the_unit_vector_of_its_weighted_passages() {
        let (east, north) = (Vector::new(&[2.0, 0.0]).unwrap(), Vector::new(&[0.0, 5.0]).unwrap());
        let both = combine(&[(3.0, &east), (4.0, &north)]).unwrap();
        assert!((both.values()[0] - 0.6).abs() < 1e-6 && (both.values()[1] - 0.8).abs() < 1e-6);
        assert_eq!(combine(&[(1.0, &east)]).unwrap(), east);
    }

    #[test]
    fn nothing_is_made_of_nothing() {
        let east = Vector::new(&[1.0, 0.0]).unwrap();
        let west = Vector::new(&[-1.0, 0.0]).unwrap();
        let longer = Vector::new(&[1.0, 0.0, 0.0]).unwrap();
        assert_eq!(combine(&[]), None);
        assert_eq!(combine(&[(1.0, &east), (1.0, &west)]), None);
        assert_eq!(combine(&[(f32::NAN, &east)]), None);
        assert_eq!(combine(&[(1.0, &east), (1.0, &longer)]), None);
    }
}
