//! Embedding: text becomes a [`Vector`].

use crate::error::Result;

/// A vector of unit length, so that nearness is one dot product.
#[derive(Clone, Debug, PartialEq)]
pub struct Vector(Box<[f32]>);

impl Vector {
    /// The vector in the direction of `values`; `None` where they are empty, not finite, or all zero.
    #[must_use]
    pub fn new(values: &[f32]) -> Option<Self> {
        let length = values.iter().map(|&v| f64::from(v) * f64::from(v)).sum::<f64>().sqrt();
        if !length.is_finite() || length == 0.0 {
            return None;
        }
        #[allow(clippy::cast_possible_truncation)]
        let unit = values.iter().map(|&v| (f64::from(v) / length) as f32).collect();
        Some(Self(unit))
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
}

/// Turns texts into vectors.
pub trait Embedder: Send + Sync {
    /// Names the model and its exact weights.
    fn fingerprint(&self) -> &str;

    /// How many values a vector has.
    fn dimension(&self) -> usize;

    /// One vector per text, in order; `None` where a text holds nothing that the model knows.
    ///
    /// # Errors
    /// When the model cannot run.
    fn embed(&self, texts: &[&str]) -> Result<Vec<Option<Vector>>>;
}
