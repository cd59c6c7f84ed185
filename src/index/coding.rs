//! Coding: a vector as a byte, a residual of two bytes, and a step for all: 24 bits a value.
//!
//! A value is `step x (code - 128 + residual / 65,536)`. Steps are powers of 2^(1/32), of which a byte names one, so that
//! the step of a row needs no memory to speak of; the largest magnitude of a vector is at most 127 steps, and more than
//! 124. The error of a value is at most half of a step / 65,536, less than 2^-23 of the largest. Zeros fill each row up to
//! a multiple of [`CHUNK`].

use super::kernels::CHUNK;
use super::kernels::Kernel;
use crate::embedding::Vector;

/// The number of a step that stands for: no vector here.
pub(super) const NO_VECTOR: u8 = 0;

/// What each number of a step stands for: 2^(-number / 32) / 127, and 0 for [`NO_VECTOR`].
pub(super) static STEPS: [f32; 256] = steps();

#[allow(clippy::cast_possible_truncation)]
const fn steps() -> [f32; 256] {
    // The 32nd root of one half.
    const RATIO: f64 = 0.978_572_062_087_700_1;
    let mut steps = [0.0_f32; 256];
    let (mut number, mut value) = (1, 1.0_f64 / 127.0);
    while number < 256 {
        steps[number] = value as f32;
        value *= RATIO;
        number += 1;
    }
    steps
}

/// The width of a row of codes for vectors of a dimension.
pub(super) const fn width(dimension: usize) -> usize {
    dimension.next_multiple_of(CHUNK)
}

/// A vector, coded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coded {
    pub(super) codes: Vec<u8>,
    /// Little-endian i16.
    pub(super) residuals: Vec<u8>,
    pub(super) step: u8,
}

impl Coded {
    /// The codes of a vector.
    #[must_use]
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    pub fn of(vector: &Vector) -> Self {
        let values = vector.values();
        let width = width(values.len());
        let largest = values.iter().fold(0.0_f32, |largest, value| largest.max(value.abs()));
        // The smallest step of which 127 reach the largest magnitude. That of a unit vector is at least 1 / 64 in 4,096
        // dimensions, number 193.
        let enough = STEPS[1..].partition_point(|step| step * 127.0 >= largest);
        let step = enough.clamp(1, 255);
        let mut coded = Self {
            codes: vec![128; width],
            residuals: vec![0; 2 * width],
            step: u8::try_from(step).unwrap_or(u8::MAX),
        };
        let fine = 65_536.0 / f64::from(STEPS[step]);
        for (at, &value) in values.iter().enumerate() {
            let whole = (f64::from(value) * fine).round().clamp(-127.0 * 65_536.0, 127.0 * 65_536.0) as i32;
            let code = ((whole + 32_768) >> 16).clamp(-127, 127);
            let residual = (whole - code * 65_536).clamp(-32_768, 32_767) as i16;
            coded.codes[at] = (code + 128) as u8;
            coded.residuals[2 * at..2 * at + 2].copy_from_slice(&residual.to_le_bytes());
        }
        coded
    }
}

/// The value that a code, a residual and a step stand for.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
pub(super) fn value(code: u8, residual: [u8; 2], step: u8) -> f32 {
    let whole = (i32::from(code) - 128) * 65_536 + i32::from(i16::from_le_bytes(residual));
    (f64::from(whole) * f64::from(STEPS[step as usize]) / 65_536.0) as f32
}

/// A vector to look for, coded once.
#[derive(Clone, Debug)]
pub struct Query {
    /// The codes, signed.
    pub(super) codes: Vec<i8>,
    pub(super) step: f32,
    /// The values, zeros filling them up.
    pub(super) values: Vec<f32>,
    dimension: usize,
    /// Whether the order by codes alone will do.
    pub(super) rough: bool,
    pub(super) kernel: Kernel,
}

impl Query {
    /// The query for a vector.
    #[must_use]
    pub fn new(vector: &Vector) -> Self {
        Self::with_kernel(vector, Kernel::best())
    }

    #[allow(clippy::cast_possible_wrap)]
    pub(super) fn with_kernel(vector: &Vector, kernel: Kernel) -> Self {
        let coded = Coded::of(vector);
        let mut values = vector.values().to_vec();
        values.resize(coded.codes.len(), 0.0);
        Self {
            codes: coded.codes.iter().map(|code| (code ^ 0x80) as i8).collect(),
            step: STEPS[coded.step as usize],
            values,
            dimension: vector.values().len(),
            rough: false,
            kernel,
        }
    }

    /// The same query for whoever looks at what is found more closely anyway: the order and the cosines are those of the
    /// codes alone, to about a hundredth, and the residuals are not read.
    #[must_use]
    pub fn roughly(self) -> Self {
        Self { rough: true, ..self }
    }

    /// The query for what was coded, for rough products only.
    #[allow(clippy::cast_possible_wrap)]
    pub(super) fn of_codes(codes: &[u8], kernel: Kernel) -> Self {
        let codes: Vec<i8> = codes.iter().map(|code| (code ^ 0x80) as i8).collect();
        Self { codes, step: 1.0, values: Vec::new(), dimension: 0, rough: true, kernel }
    }

    /// How many values the vector has.
    #[must_use]
    pub const fn dimension(&self) -> usize {
        self.dimension
    }

    /// The cosine with a coded vector, at full precision.
    pub(super) fn exact(&self, codes: &[u8], residuals: &[u8], step: u8) -> f32 {
        let sum = self.kernel.exact(&self.values, codes, residuals);
        (sum * (STEPS[step as usize] / 65_536.0)).clamp(-1.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(seed: u64, dimension: usize) -> Vector {
        let mut state = seed | 1;
        let values: Vec<f32> = (0..dimension)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 40) as f32 / (1_u64 << 23) as f32 - 1.0
            })
            .collect();
        Vector::new(&values).unwrap()
    }

    #[test]
    fn a_value_comes_back_to_24_bits() {
        for dimension in [1, 2, 3, 63, 64, 65, 100, 256, 4096] {
            for seed in 1..20 {
                let vector = vector(seed, dimension);
                let coded = Coded::of(&vector);
                assert_eq!(coded.codes.len() % CHUNK, 0);
                let largest = vector.values().iter().fold(0.0_f32, |a, b| a.max(b.abs()));
                for (at, &wanted) in vector.values().iter().enumerate() {
                    let residual = [coded.residuals[2 * at], coded.residuals[2 * at + 1]];
                    let found = value(coded.codes[at], residual, coded.step);
                    assert!((found - wanted).abs() <= largest / 8_388_608.0, "{dimension} {at}: {found} {wanted}");
                }
                assert!(coded.codes.iter().any(|&code| !(5..=251).contains(&code)), "{dimension} wastes its range");
            }
        }
    }

    #[test]
    fn the_exact_product_is_the_cosine() {
        for dimension in [1, 7, 64, 200, 256, 1000, 4096] {
            let (one, other) = (vector(3, dimension), vector(5, dimension));
            let coded = Coded::of(&other);
            for kernel in Kernel::available() {
                let query = Query::with_kernel(&one, kernel);
                let wanted: f64 =
                    one.values().iter().zip(other.values()).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum();
                let found = query.exact(&coded.codes, &coded.residuals, coded.step);
                assert!((f64::from(found) - wanted).abs() < 1e-6, "{dimension}: {found} {wanted}");
                let rough =
                    query.kernel.dot(&coded.codes, &query.codes) as f32 * query.step * STEPS[coded.step as usize];
                assert!((f64::from(rough) - wanted).abs() < 0.02, "{dimension}: {rough} {wanted}");
            }
        }
    }

    #[test]
    fn the_longest_axis_fits() {
        for sign in [1.0, -1.0] {
            let coded = Coded::of(&Vector::new(&[sign, 0.0, 0.0]).unwrap());
            assert_eq!(value(coded.codes[0], [coded.residuals[0], coded.residuals[1]], coded.step), sign);
        }
    }
}
