//! The model file: one stretch of bytes, little endian, that is used where it lies.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | the magic `VOCSTAT1` |
//! | 4 x 4 | `u32`: dimension, rows, tokens (at least as many as rows), bytes of vocabulary |
//! | rows x 4 | `f32` scale of each row: value = scale x code |
//! | rows x dimension | `i8` codes, row after row |
//! | bytes of vocabulary | the tokens, each followed by a line feed, those with a row first, in the rows' order |
//! | 32 | BLAKE3 of everything before |
//!
//! A token past the rows is known and silent: its word is kept whole but adds nothing to a vector.

use std::ops::Range;

const MAGIC: &[u8; 8] = b"VOCSTAT1";
const HEADER: usize = 24;
const CHECKSUM: usize = 32;
/// More values a row than any model of this kind has; keeps sizes far from overflow.
const MAX_DIMENSION: usize = 4096;
/// More tokens than any vocabulary of this kind has.
const MAX_TOKENS: usize = 1 << 24;

/// Where everything lies in a model file that was found whole.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) dimension: usize,
    pub(super) rows: usize,
    scales: Range<usize>,
    codes: Range<usize>,
    /// Where each token starts, and where the one after the last would.
    starts: Box<[u32]>,
}

impl Layout {
    /// The layout of `bytes`, or what is wrong with them.
    #[allow(clippy::cast_possible_truncation)]
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, &'static str> {
        if bytes.len() < HEADER + CHECKSUM {
            return Err("the file ends too early");
        }
        if &bytes[..8] != MAGIC {
            return Err("it does not start with VOCSTAT1");
        }
        let (body, checksum) = bytes.split_at(bytes.len() - CHECKSUM);
        if blake3::hash(body).as_bytes() != checksum {
            return Err("its checksum does not fit: bytes are missing or changed");
        }
        let number = |index: usize| read_u32(bytes, 8 + index * 4) as usize;
        let (dimension, rows, tokens, text) = (number(0), number(1), number(2), number(3));
        if dimension == 0 || dimension > MAX_DIMENSION || rows == 0 || rows > tokens || tokens > MAX_TOKENS {
            return Err("its sizes make no sense");
        }
        let scales = HEADER..HEADER + rows * 4;
        let codes = scales.end..scales.end + rows * dimension;
        if codes.end + text != body.len() || body.len() > u32::MAX as usize {
            return Err("its sizes do not add up to its length");
        }
        let mut starts = Vec::with_capacity(tokens + 1);
        starts.push(codes.end as u32);
        starts.extend(memchr::memchr_iter(b'\n', &body[codes.end..]).map(|at| (codes.end + at + 1) as u32));
        if starts.len() != tokens + 1 || starts.last().copied() != Some(body.len() as u32) {
            return Err("its vocabulary has not the stated number of lines");
        }
        let layout = Self { dimension, rows, scales, codes, starts: starts.into_boxed_slice() };
        let finite = (0..rows).all(|row| layout.scale(bytes, row).is_finite());
        if finite { Ok(layout) } else { Err("a scale is not a finite number") }
    }

    /// How many tokens the vocabulary has.
    pub(super) fn tokens(&self) -> usize {
        self.starts.len() - 1
    }

    /// The text of a token.
    pub(super) fn token<'a>(&self, bytes: &'a [u8], token: usize) -> &'a [u8] {
        &bytes[self.starts[token] as usize..self.starts[token + 1] as usize - 1]
    }

    /// What the codes of a row are multiplied by.
    #[inline]
    pub(super) fn scale(&self, bytes: &[u8], row: usize) -> f32 {
        f32::from_bits(read_u32(bytes, self.scales.start + row * 4))
    }

    /// The codes of a row, as bytes: two's complement.
    #[inline]
    pub(super) fn codes<'a>(&self, bytes: &'a [u8], row: usize) -> &'a [u8] {
        let start = self.codes.start + row * self.dimension;
        &bytes[start..start + self.dimension]
    }
}

#[inline]
fn read_u32(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// A model file of these rows (codes and scale each) and tokens, those with a row first.
#[cfg(any(test, feature = "training"))]
#[allow(clippy::cast_possible_truncation)]
pub(super) fn assemble(dimension: u32, rows: &[&[i8]], scales: &[f32], tokens: &[&str]) -> Vec<u8> {
    let text: String = tokens.iter().flat_map(|token| [*token, "\n"]).collect();
    let mut bytes = MAGIC.to_vec();
    for number in [dimension, rows.len() as u32, tokens.len() as u32, text.len() as u32] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend(scales.iter().flat_map(|scale| scale.to_le_bytes()));
    bytes.extend(rows.iter().flat_map(|row| row.iter().map(|code| code.cast_unsigned())));
    bytes.extend(text.as_bytes());
    let checksum = blake3::hash(&bytes);
    bytes.extend(checksum.as_bytes());
    bytes
}
