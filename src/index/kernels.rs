//! Kernels: the two sums that everything here is made of, for the processor at hand.
//!
//! - *codes by codes*: whole numbers, hence the same on every path;
//! - *values by codes and residuals*: f32, always in [`LANES`] sums side by side that are added in one order and never
//!   fused, hence the same bits on every path.
//!
//! Codes are stored as unsigned bytes, 128 standing for zero, because AVX-512 VNNI multiplies unsigned by signed bytes.
//! Rows of codes are a multiple of [`CHUNK`] long.

#![allow(unsafe_code, reason = "std::arch; each call is made after the feature was found at run time")]

use std::sync::OnceLock;

/// Rows of codes are a multiple of this many bytes long.
pub(super) const CHUNK: usize = 64;

/// Sums side by side in the kernel of f32.
const LANES: usize = 16;

/// How many rows ahead of the one that is looked at are asked for from memory.
pub(super) const AHEAD: usize = 8;

/// A way to compute, by what the processor has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kernel {
    /// Plain Rust.
    Scalar,
    /// AVX2.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// AVX-512 F, BW and VNNI.
    #[cfg(target_arch = "x86_64")]
    Vnni,
}

/// Rows of codes, one every `stride` bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) stride: usize,
    /// How many bytes of each are codes, a multiple of [`CHUNK`]; they come first.
    pub(super) width: usize,
}

impl<'a> Rows<'a> {
    #[inline(always)]
    fn codes(&self, row: u32) -> &'a [u8] {
        let at = row as usize * self.stride;
        &self.bytes[at..at + self.width]
    }

    #[inline(always)]
    fn prefetch(&self, row: u32) {
        prefetch(self.bytes, row as usize * self.stride, self.width);
    }
}

/// Asks for bytes that will be read soon; nothing where they lie outside.
#[inline(always)]
pub(super) fn prefetch(bytes: &[u8], from: usize, len: usize) {
    #[cfg(target_arch = "x86_64")]
    if from + len <= bytes.len() {
        for line in (from..from + len).step_by(64) {
            // SAFETY: the address is inside of `bytes`, and a prefetch reads nothing that the program sees.
            unsafe {
                use std::arch::x86_64::_MM_HINT_T0;
                use std::arch::x86_64::_mm_prefetch;
                _mm_prefetch::<_MM_HINT_T0>(bytes.as_ptr().add(line).cast());
            }
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (bytes, from, len);
}

impl Kernel {
    /// The fastest that this processor has.
    pub(super) fn best() -> Self {
        static BEST: OnceLock<Kernel> = OnceLock::new();
        *BEST.get_or_init(|| Self::available().pop().unwrap_or(Self::Scalar))
    }

    /// All that this processor has, the slowest first.
    pub(super) fn available() -> Vec<Self> {
        let mut all = vec![Self::Scalar];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") {
                all.push(Self::Avx2);
            }
            let features = is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512vnni");
            if features {
                all.push(Self::Vnni);
            }
        }
        all
    }

    /// The product of codes with a query's: the sum of (code - 128) x query. Both are as long as each other, a multiple of
    /// [`CHUNK`]; what is longer is left out.
    pub(super) fn dot(self, codes: &[u8], query: &[i8]) -> i32 {
        let len = codes.len().min(query.len()) / CHUNK * CHUNK;
        let (codes, query) = (&codes[..len], &query[..len]);
        match self {
            Self::Scalar => scalar::dot(codes, query),
            // SAFETY: a kernel other than the scalar is only made where its features were found.
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => unsafe { avx2::dot(codes, query) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Self::Vnni => unsafe { vnni::dot(codes, query) },
        }
    }

    /// The product of two rows of codes, as long as each other, a multiple of [`CHUNK`].
    pub(super) fn between(self, one: &[u8], other: &[u8]) -> i32 {
        let len = one.len().min(other.len()) / CHUNK * CHUNK;
        let (one, other) = (&one[..len], &other[..len]);
        match self {
            Self::Scalar => scalar::between(one, other),
            // SAFETY: a kernel other than the scalar is only made where its features were found.
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => unsafe { avx2::between(one, other) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Self::Vnni => unsafe { vnni::between(one, other) },
        }
    }

    /// [`Kernel::dot`] of each of some rows, in place of what is in `scores`; later rows are asked for from memory while
    /// earlier ones are looked at.
    pub(super) fn dots(self, rows: Rows<'_>, which: &[u32], query: &[i8], scores: &mut Vec<i32>) {
        scores.clear();
        let query = &query[..rows.width];
        match self {
            Self::Scalar => scalar::dots(rows, which, query, scores),
            // SAFETY: a kernel other than the scalar is only made where its features were found.
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => unsafe { avx2::dots(rows, which, query, scores) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Self::Vnni => unsafe { vnni::dots(rows, which, query, scores) },
        }
    }

    /// The sum of value x (code - 128 + residual / 65,536), times 65,536. All three are as long as each other, a multiple
    /// of [`CHUNK`]; residuals are little-endian.
    pub(super) fn exact(self, values: &[f32], codes: &[u8], residuals: &[u8]) -> f32 {
        match self {
            Self::Scalar => exact(values, codes, residuals),
            // SAFETY: a kernel other than the scalar is only made where its features were found.
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => unsafe { avx2::exact_there(values, codes, residuals) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Self::Vnni => unsafe { vnni::exact_there(values, codes, residuals) },
        }
    }
}

/// The body of [`Kernel::exact`], which the compiler makes of each path's instructions.
#[inline(always)]
#[allow(clippy::cast_precision_loss)]
fn exact(values: &[f32], codes: &[u8], residuals: &[u8]) -> f32 {
    let mut sums = [0.0_f32; LANES];
    let (values, _) = values.as_chunks::<LANES>();
    let (codes, _) = codes.as_chunks::<LANES>();
    let (residuals, _) = residuals.as_chunks::<2>();
    let (residuals, _) = residuals.as_chunks::<LANES>();
    for ((values, codes), residuals) in values.iter().zip(codes).zip(residuals) {
        for lane in 0..LANES {
            let whole = (i32::from(codes[lane]) - 128) * 65_536 + i32::from(i16::from_le_bytes(residuals[lane]));
            // Below 2^24, and so without rounding.
            sums[lane] += values[lane] * whole as f32;
        }
    }
    let mut left = LANES / 2;
    while left > 0 {
        for lane in 0..left {
            sums[lane] += sums[lane + left];
        }
        left /= 2;
    }
    sums[0]
}

mod scalar {
    use super::Rows;

    #[inline(always)]
    pub(super) fn between(one: &[u8], other: &[u8]) -> i32 {
        one.iter().zip(other).map(|(&one, &other)| (i32::from(one) - 128) * (i32::from(other) - 128)).sum()
    }

    pub(super) fn dot(codes: &[u8], query: &[i8]) -> i32 {
        codes.iter().zip(query).map(|(&code, &value)| (i32::from(code) - 128) * i32::from(value)).sum()
    }

    pub(super) fn dots(rows: Rows<'_>, which: &[u32], query: &[i8], scores: &mut Vec<i32>) {
        scores.extend(which.iter().map(|&row| dot(rows.codes(row), query)));
    }
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::*;

    use super::AHEAD;
    use super::Rows;

    /// Codes less 128 by the query's, both widened to sixteen bits: products below 2^14, pairs of them in i32.
    #[target_feature(enable = "avx2")]
    #[inline]
    pub(super) fn dot(codes: &[u8], query: &[i8]) -> i32 {
        let zero = _mm256_set1_epi16(128);
        let mut sums = _mm256_setzero_si256();
        for (codes, query) in codes.as_chunks::<16>().0.iter().zip(query.as_chunks::<16>().0) {
            // SAFETY: each reads the sixteen bytes of its array, from any address.
            let (codes, query) =
                unsafe { (_mm_loadu_si128(codes.as_ptr().cast()), _mm_loadu_si128(query.as_ptr().cast())) };
            let codes = _mm256_sub_epi16(_mm256_cvtepu8_epi16(codes), zero);
            sums = _mm256_add_epi32(sums, _mm256_madd_epi16(codes, _mm256_cvtepi8_epi16(query)));
        }
        let sums = _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256::<1>(sums));
        let sums = _mm_add_epi32(sums, _mm_shuffle_epi32::<0b01_00_11_10>(sums));
        let sums = _mm_add_epi32(sums, _mm_shuffle_epi32::<0b10_11_00_01>(sums));
        _mm_cvtsi128_si32(sums)
    }

    #[target_feature(enable = "avx2")]
    pub(super) fn between(one: &[u8], other: &[u8]) -> i32 {
        super::scalar::between(one, other)
    }

    #[target_feature(enable = "avx2")]
    pub(super) fn dots(rows: Rows<'_>, which: &[u32], query: &[i8], scores: &mut Vec<i32>) {
        for (at, &row) in which.iter().enumerate() {
            if let Some(&later) = which.get(at + AHEAD) {
                rows.prefetch(later);
            }
            scores.push(dot(rows.codes(row), query));
        }
    }

    #[target_feature(enable = "avx2")]
    pub(super) fn exact_there(values: &[f32], codes: &[u8], residuals: &[u8]) -> f32 {
        super::exact(values, codes, residuals)
    }
}

#[cfg(target_arch = "x86_64")]
mod vnni {
    use std::arch::x86_64::*;

    use super::AHEAD;
    use super::Rows;

    /// The sum of code x query, and 128 times the query's own sum taken off it. No sum leaves i32: each is below
    /// 4,096 x 255 x 127.
    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    #[inline]
    pub(super) fn dot(codes: &[u8], query: &[i8]) -> i32 {
        product(codes, query) - offset(query)
    }

    /// [`dot`] with the second row made signed on the way.
    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    pub(super) fn between(one: &[u8], other: &[u8]) -> i32 {
        let middle = _mm512_set1_epi8(-128);
        let (mut sums, mut offsets) = (_mm512_setzero_si512(), _mm512_setzero_si512());
        for (one, other) in one.as_chunks::<64>().0.iter().zip(other.as_chunks::<64>().0) {
            // SAFETY: each reads the 64 bytes of its array, from any address.
            let (one, other) =
                unsafe { (_mm512_loadu_si512(one.as_ptr().cast()), _mm512_loadu_si512(other.as_ptr().cast())) };
            let other = _mm512_xor_si512(other, middle);
            sums = _mm512_dpbusd_epi32(sums, one, other);
            offsets = _mm512_dpbusd_epi32(offsets, middle, other);
        }
        _mm512_reduce_add_epi32(_mm512_sub_epi32(sums, offsets))
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    #[inline]
    fn product(codes: &[u8], query: &[i8]) -> i32 {
        let mut sums = _mm512_setzero_si512();
        for (codes, query) in codes.as_chunks::<64>().0.iter().zip(query.as_chunks::<64>().0) {
            // SAFETY: each reads the 64 bytes of its array, from any address.
            let (codes, query) =
                unsafe { (_mm512_loadu_si512(codes.as_ptr().cast()), _mm512_loadu_si512(query.as_ptr().cast())) };
            sums = _mm512_dpbusd_epi32(sums, codes, query);
        }
        _mm512_reduce_add_epi32(sums)
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    #[inline]
    fn offset(query: &[i8]) -> i32 {
        let mut sums = _mm512_setzero_si512();
        for query in query.as_chunks::<64>().0 {
            // SAFETY: it reads the 64 bytes of its array, from any address.
            let query = unsafe { _mm512_loadu_si512(query.as_ptr().cast()) };
            sums = _mm512_dpbusd_epi32(sums, _mm512_set1_epi8(-128), query);
        }
        _mm512_reduce_add_epi32(sums)
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    pub(super) fn dots(rows: Rows<'_>, which: &[u32], query: &[i8], scores: &mut Vec<i32>) {
        let offset = offset(query);
        for (at, &row) in which.iter().enumerate() {
            if let Some(&later) = which.get(at + AHEAD) {
                rows.prefetch(later);
            }
            scores.push(product(rows.codes(row), query) - offset);
        }
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    pub(super) fn exact_there(values: &[f32], codes: &[u8], residuals: &[u8]) -> f32 {
        super::exact(values, codes, residuals)
    }
}

#[cfg(test)]
#[path = "kernels_tests.rs"]
mod tests;
