//! Vectors as small whole numbers: a quarter of the memory, and arithmetic that is exact on every machine.

use std::fmt;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de;

use super::Vector;

/// The most values: 65,536 products of 127 x 127 still fit an `i32`.
const MAX_DIMENSION: usize = 1 << 16;

/// A vector as whole numbers from -127 to 127, scaled so that the largest magnitude is 127.
///
/// The scale is not kept, since [`Codes::cosine`] does not need it. Serialized as bytes, one a value.
#[derive(Clone, PartialEq, Eq)]
pub struct Codes {
    values: Box<[i8]>,
    /// The sum of the squares of `values`; never zero.
    squared: i32,
}

impl Codes {
    /// The codes of a vector of at most 65,536 values (more are left out).
    #[must_use]
    #[allow(clippy::cast_possible_truncation)]
    pub fn of(vector: &Vector) -> Self {
        let values = &vector.values()[..vector.values().len().min(MAX_DIMENSION)];
        let largest = values.iter().fold(0.0_f32, |most, value| most.max(value.abs()));
        let scale = 127.0 / f64::from(largest.max(f32::MIN_POSITIVE));
        let values: Box<[i8]> = values.iter().map(|&value| (f64::from(value) * scale).round() as i8).collect();
        let squared = dot(&values, &values).max(1);
        Self { values, squared }
    }

    /// The values, as many as the embedder's dimension.
    #[must_use]
    pub fn values(&self) -> &[i8] {
        &self.values
    }

    /// The cosine of the angle between two vectors of one dimension, -1 to 1: the whole-number dot product over
    /// the product of the whole-number lengths. Exactly the same on every machine.
    #[must_use]
    pub fn cosine(&self, other: &Self) -> f32 {
        Self::cosine_of(dot(&self.values, &other.values), self.squared, other.squared)
    }

    /// The sum of the squares of the values, above zero.
    #[must_use]
    pub const fn squared(&self) -> i32 {
        self.squared
    }

    /// [`Codes::cosine`] where the dot product is known, and of both the sum of squares.
    #[inline(always)]
    #[must_use]
    #[allow(clippy::cast_possible_truncation, clippy::inline_always, reason = "compiled for each width of registers")]
    pub fn cosine_of(product: i32, squared: i32, other: i32) -> f32 {
        let lengths = (f64::from(squared) * f64::from(other)).sqrt();
        (f64::from(product) / lengths).clamp(-1.0, 1.0) as f32
    }

    /// The codes of bytes, one a value in two's complement; what is wrong with them in words where they are none.
    ///
    /// # Errors
    /// Where they are too many, one is -128, or all are zero.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, &'static str> {
        Self::from_signed(bytes.iter().map(|byte| byte.cast_signed()).collect())
    }

    /// The codes as bytes, one a value in two's complement.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.values.iter().map(|value| value.cast_unsigned()).collect()
    }

    fn from_signed(values: Box<[i8]>) -> Result<Self, &'static str> {
        if values.len() > MAX_DIMENSION {
            return Err("more than 65,536 values");
        }
        if values.contains(&i8::MIN) {
            return Err("a value of -128");
        }
        let squared = dot(&values, &values);
        if squared == 0 { Err("no value other than zero") } else { Ok(Self { values, squared }) }
    }
}

impl fmt::Debug for Codes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Codes({} values, squared {})", self.values.len(), self.squared)
    }
}

/// The dot product, in a shape that compilers turn into multiply-add instructions.
fn dot(left: &[i8], right: &[i8]) -> i32 {
    left.iter().zip(right).map(|(&a, &b)| i32::from(a) * i32::from(b)).sum()
}

impl Serialize for Codes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.to_bytes())
    }
}

impl<'de> Deserialize<'de> for Codes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(CodesVisitor)
    }
}

struct CodesVisitor;

impl<'de> de::Visitor<'de> for CodesVisitor {
    type Value = Codes;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the bytes of a quantized vector")
    }

    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Codes, E> {
        Codes::from_bytes(bytes).map_err(E::custom)
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut sequence: A) -> Result<Codes, A::Error> {
        let mut bytes = Vec::new();
        while let Some(byte) = sequence.next_element::<u8>()? {
            bytes.push(byte);
            if bytes.len() > MAX_DIMENSION {
                break;
            }
        }
        self.visit_bytes(&bytes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn vector(values: &[f32]) -> Vector {
        Vector::new(values).unwrap()
    }

    #[test]
    fn the_largest_magnitude_is_127() {
        assert_eq!(vector(&[0.5, -1.0, 0.0]).codes().values(), [64, -127, 0]);
        assert_eq!(vector(&[1e-30, 0.0]).codes().values(), [127, 0]);
    }

    #[test]
    fn a_vector_is_its_own_nearest() {
        let codes = vector(&[0.3, -0.2, 0.9]).codes();
        assert!((codes.cosine(&codes) - 1.0).abs() < f32::EPSILON);
        assert!((codes.cosine(&vector(&[-0.3, 0.2, -0.9]).codes()) + 1.0).abs() < f32::EPSILON);
    }

    #[test]
    fn codes_survive_postcard_and_json() {
        let codes = vector(&[0.3, -0.2, 0.9]).codes();
        let bytes = postcard::to_stdvec(&codes).unwrap();
        assert_eq!(bytes.len(), 4, "a length and one byte a value");
        assert_eq!(postcard::from_bytes::<Codes>(&bytes).unwrap(), codes);
        let json = serde_json::to_string(&codes).unwrap();
        assert_eq!(serde_json::from_str::<Codes>(&json).unwrap(), codes);
    }

    #[test]
    fn codes_of_nothing_are_refused() {
        assert!(serde_json::from_str::<Codes>("[]").is_err());
        assert!(serde_json::from_str::<Codes>("[0,0]").is_err());
        assert!(serde_json::from_str::<Codes>("[128,1]").is_err());
    }

    proptest! {
        #[test]
        fn codes_stay_close_to_the_vectors(pairs in prop::collection::vec((-1.0_f32..1.0, -1.0_f32..1.0), 64..256)) {
            let (left, right): (Vec<f32>, Vec<f32>) = pairs.into_iter().unzip();
            let (Some(left), Some(right)) = (Vector::new(&left), Vector::new(&right)) else { return Ok(()) };
            let (exact, quantized) = (left.dot(&right), left.codes().cosine(&right.codes()));
            prop_assert!((exact - quantized).abs() < 0.01, "{exact} {quantized}");
            prop_assert_eq!(quantized.to_bits(), right.codes().cosine(&left.codes()).to_bits());
        }
    }
}
