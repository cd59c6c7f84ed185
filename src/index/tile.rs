//! Tiles: the codes of sixteen vectors side by side, so that a vector's products with all of them need no adding up
//! across lanes, and what is read of memory serves sixteen pairs.

#![allow(unsafe_code, reason = "std::arch; each call is made after the feature was found at run time")]

use super::kernels::Kernel;

/// How many vectors a tile holds.
pub const LANES: usize = 16;

/// Values of one vector that lie next to each other.
const NEXT: usize = 4;

/// Bytes of one step: four values of each vector.
const STEP: usize = LANES * NEXT;

/// The codes of up to sixteen vectors of one dimension. What is missing counts as zeros.
#[derive(Clone, Debug)]
pub struct Tile {
    /// For each four values of the dimension those of the first vector, then those of the second, and so on.
    codes: Vec<i8>,
    /// For each vector the sum of its codes.
    sums: [i32; LANES],
    kernel: Kernel,
}

/// A vector to be multiplied with tiles: its codes, zeros filling them up to a multiple of four, less 128 as bytes.
#[derive(Clone, Debug, Default)]
pub struct Flat(Vec<u8>);

impl Flat {
    /// The vector of some codes.
    #[must_use]
    pub fn of(codes: &[i8]) -> Self {
        let mut bytes: Vec<u8> = codes.iter().map(|&code| code.cast_unsigned() ^ 0x80).collect();
        bytes.resize(codes.len().next_multiple_of(NEXT), 0x80);
        Self(bytes)
    }
}

impl Tile {
    /// The vectors of some codes, at most [`LANES`]; `None` for a lane without one.
    #[must_use]
    pub fn of<'a>(vectors: impl Iterator<Item = Option<&'a [i8]>>) -> Self {
        let vectors: Vec<_> = vectors.take(LANES).collect();
        let dimension = vectors.iter().flatten().map(|codes| codes.len()).max().unwrap_or(0);
        let mut codes = vec![0_i8; dimension.div_ceil(NEXT) * STEP];
        let mut sums = [0; LANES];
        for (lane, vector) in vectors.iter().enumerate() {
            for (at, &code) in vector.unwrap_or_default().iter().enumerate() {
                codes[at / NEXT * STEP + lane * NEXT + at % NEXT] = code;
                sums[lane] += i32::from(code);
            }
        }
        Self { codes, sums, kernel: Kernel::best() }
    }

    /// The product of a vector with each of the tile's; of what is longer the rest is left out.
    #[must_use]
    pub fn products(&self, vector: &Flat) -> [i32; LANES] {
        let steps = (self.codes.len() / STEP).min(vector.0.len() / NEXT);
        let (codes, vector) = (&self.codes[..steps * STEP], &vector.0[..steps * NEXT]);
        match self.kernel {
            Kernel::Scalar => scalar(codes, vector),
            // SAFETY: a kernel other than the scalar is only made where its features were found.
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2 => unsafe { avx2(codes, vector) },
            // The whole vectors' sums are those of the steps, where the dimensions are the same.
            #[cfg(target_arch = "x86_64")]
            Kernel::Vnni if steps * STEP == self.codes.len() => {
                // SAFETY: as above.
                let mut products = unsafe { vnni(codes, vector) };
                for (product, sum) in products.iter_mut().zip(self.sums) {
                    *product -= 128 * sum;
                }
                products
            }
            #[cfg(target_arch = "x86_64")]
            Kernel::Vnni => scalar(codes, vector),
        }
    }
}

fn scalar(codes: &[i8], vector: &[u8]) -> [i32; LANES] {
    let mut sums = [0_i32; LANES];
    for (step, values) in codes.as_chunks::<STEP>().0.iter().zip(vector.as_chunks::<NEXT>().0) {
        let values = values.map(|value| i32::from(value) - 128);
        for (sum, codes) in sums.iter_mut().zip(step.as_chunks::<NEXT>().0) {
            for (code, value) in codes.iter().zip(values) {
                *sum += i32::from(*code) * value;
            }
        }
    }
    sums
}

/// Both widened to sixteen bits: products below 2^14, pairs of them in i32.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn avx2(codes: &[i8], vector: &[u8]) -> [i32; LANES] {
    use std::arch::x86_64::*;
    // Two sums a vector, four vectors each.
    let mut sums = [_mm256_setzero_si256(); LANES / 4];
    for (step, values) in codes.as_chunks::<STEP>().0.iter().zip(vector.as_chunks::<NEXT>().0) {
        let values = i32::from_le_bytes(values.map(|value| value ^ 0x80));
        let values = _mm256_cvtepi8_epi16(_mm_set1_epi32(values));
        for (sum, four) in sums.iter_mut().zip(step.as_chunks::<16>().0) {
            // SAFETY: it reads the sixteen bytes of its array, from any address.
            let four = unsafe { _mm_loadu_si128(four.as_ptr().cast()) };
            *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(_mm256_cvtepi8_epi16(four), values));
        }
    }
    let mut products = [0; LANES];
    for (four, sum) in products.as_chunks_mut::<4>().0.iter_mut().zip(sums) {
        let mut halves = [0_i32; 8];
        // SAFETY: it writes the 32 bytes of its array, at any address.
        unsafe { _mm256_storeu_si256(halves.as_mut_ptr().cast(), sum) };
        for (product, [one, other]) in four.iter_mut().zip(halves.as_chunks::<2>().0) {
            *product = one + other;
        }
    }
    products
}

/// Bytes without a sign by bytes with one: 128 times the sum of the codes too much.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
fn vnni(codes: &[i8], vector: &[u8]) -> [i32; LANES] {
    use std::arch::x86_64::*;
    // One sum waits for the last; four do not.
    let mut sums = [_mm512_setzero_si512(); 4];
    let (steps, values) = (codes.as_chunks::<STEP>().0, vector.as_chunks::<NEXT>().0);
    for (steps, values) in steps.chunks(4).zip(values.chunks(4)) {
        for ((sum, step), values) in sums.iter_mut().zip(steps).zip(values) {
            // SAFETY: it reads the 64 bytes of its array, from any address.
            let step = unsafe { _mm512_loadu_si512(step.as_ptr().cast()) };
            *sum = _mm512_dpbusd_epi32(*sum, _mm512_set1_epi32(i32::from_le_bytes(*values)), step);
        }
    }
    let sum = _mm512_add_epi32(_mm512_add_epi32(sums[0], sums[1]), _mm512_add_epi32(sums[2], sums[3]));
    let mut products = [0; LANES];
    // SAFETY: it writes the 64 bytes of its array, at any address.
    unsafe { _mm512_storeu_si512(products.as_mut_ptr().cast(), sum) };
    products
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn products_are_the_same_on_every_path(
            vectors in prop::collection::vec(prop::collection::vec(-127_i8..=127, 70), 0..=LANES),
            other in prop::collection::vec(-127_i8..=127, 70),
        ) {
            let mut tile = Tile::of(vectors.iter().map(|codes| Some(codes.as_slice())));
            let plain = |codes: &Vec<i8>| codes.iter().zip(&other).map(|(&a, &b)| i32::from(a) * i32::from(b)).sum();
            let mut wanted: Vec<i32> = vectors.iter().map(plain).collect();
            wanted.resize(LANES, 0);
            for kernel in Kernel::available() {
                tile.kernel = kernel;
                prop_assert_eq!(&tile.products(&Flat::of(&other))[..], &wanted[..], "{:?}", kernel);
            }
        }
    }

    #[test]
    fn what_one_side_lacks_counts_as_zero() {
        let tile = Tile::of([Some([1_i8, 2, 3].as_slice()), None, Some(&[127; 3])].into_iter());
        for kernel in Kernel::available() {
            let tile = Tile { kernel, ..tile.clone() };
            assert_eq!(tile.products(&Flat::of(&[-127, 1, 1]))[..4], [-122, 0, -127 * 125, 0]);
            assert_eq!(tile.products(&Flat::of(&[])), [0; LANES]);
        }
    }
}
