//! The static model: a text's vector is the direction of the sum of its tokens' rows.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::sync::LazyLock;

use fearless_simd::Level;
use fearless_simd::dispatch;
use rayon::prelude::*;

use super::Embedder;
use super::Vector;
use super::format::Layout;
use super::letters;
use super::letters::LETTERS;
use super::tokenize::UNKNOWN;
use super::tokenize::Vocabulary;
use crate::error::Error;
use crate::error::Result;

/// The most tokens of one text that count: what comes after them is left out, so that no text costs more than about
/// a millisecond. A long posting has 2,000.
pub const MAX_TOKENS: usize = 4096;

/// Fewer texts than this are not worth a second thread.
const TEXTS_A_THREAD: usize = 64;

/// So many rows fit into the fastest memory of a processor.
const ROWS_AT_ONCE: usize = 32;

/// So many values fit into its registers.
const VALUES_AT_ONCE: usize = 32;

static BUILTIN: LazyLock<Arc<StaticModel>> = LazyLock::new(|| {
    let bytes = include_bytes!("../../models/static.bin");
    Arc::new(StaticModel::load(Cow::Borrowed(bytes)).expect("the model that was compiled in is tested to be whole"))
});

/// A table of word-piece rows that turns text into vectors in microseconds.
///
/// Rows carry their token's weight: their length says how telling the token is. A token may be silent (known, without
/// a row). The rows stay as they are in the file, eight bits a value.
pub struct StaticModel {
    bytes: Cow<'static, [u8]>,
    layout: Layout,
    vocabulary: Vocabulary,
    fingerprint: String,
    /// How much each value of a pair of letters counts that the vocabulary cannot spell.
    letter_weight: f32,
}

impl StaticModel {
    /// The model that is compiled in (`models/static.bin`; its card is `models/README.md`).
    #[must_use]
    pub fn builtin() -> Arc<Self> {
        Arc::clone(&BUILTIN)
    }

    /// A model from the bytes of a model file.
    ///
    /// # Errors
    /// [`Error::BrokenData`] where the bytes are not a whole model file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        Self::load(Cow::Owned(bytes.to_vec()))
    }

    fn load(bytes: Cow<'static, [u8]>) -> Result<Self> {
        let broken = |problem: &str| Error::BrokenData { what: "the embedding model".into(), problem: problem.into() };
        let layout = Layout::parse(&bytes).map_err(broken)?;
        let vocabulary = Vocabulary::new(&layout, &bytes).map_err(broken)?;
        let checksum = bytes[bytes.len() - 32..].iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let fingerprint = format!("static-{}-{checksum}", layout.dimension);
        let letter_weight = letter_weight(&layout, &bytes);
        Ok(Self { bytes, layout, vocabulary, fingerprint, letter_weight })
    }

    /// The tokens of one text, at most [`MAX_TOKENS`].
    pub(crate) fn tokens(&self, text: &str) -> Vec<u32> {
        self.vocabulary.tokens(&self.layout, &self.bytes, text, MAX_TOKENS)
    }

    /// The vector of one text; `None` where it holds no token that says anything.
    ///
    /// Rows are added in the order of their tokens, so that the order of words changes nothing, not even a last bit.
    #[must_use]
    pub fn vector(&self, text: &str) -> Option<Vector> {
        Vector::scaled(self.sum(text))
    }

    /// The sum of the rows of a text's tokens.
    fn sum(&self, text: &str) -> Vec<f32> {
        let mut tokens = self.tokens(text);
        tokens.retain(|&token| (token as usize) < self.layout.rows || (token >= LETTERS && token != UNKNOWN));
        tokens.sort_unstable();
        let mut sum = vec![0.0_f32; self.layout.dimension];
        let level = Level::new();
        let letters = tokens.partition_point(|&token| token < LETTERS);
        let mut rows: [(&[u8], f32); ROWS_AT_ONCE] = [(&[], 0.0); ROWS_AT_ONCE];
        let mut known = tokens[..letters].chunk_by(|left, right| left == right).peekable();
        while known.peek().is_some() {
            let mut taken = 0;
            for (place, same) in rows.iter_mut().zip(known.by_ref()) {
                let row = same[0] as usize;
                *place = (self.layout.codes(&self.bytes, row), self.layout.scale(&self.bytes, row) * count(same));
                taken += 1;
            }
            dispatch!(level, _simd => add_rows(&rows[..taken], &mut sum));
        }
        for same in tokens[letters..].chunk_by(|left, right| left == right) {
            letters::add(same[0], self.letter_weight * count(same), &mut sum);
        }
        sum
    }
}

/// How many tokens these are.
#[allow(clippy::cast_precision_loss)]
const fn count(tokens: &[u32]) -> f32 {
    tokens.len() as f32
}

/// Adds rows (codes as bytes, weight) to `sum`, one after the other. What a few values of all rows add up to stays in
/// registers, and only then the next few are taken. Inlined, so that it is compiled for each width of registers; products
/// and sums are rounded one by one on all of them, so that a vector is the same on every machine.
#[inline(always)]
fn add_rows(rows: &[(&[u8], f32)], sum: &mut [f32]) {
    let (blocks, rest) = sum.as_chunks_mut::<VALUES_AT_ONCE>();
    let start = blocks.len() * VALUES_AT_ONCE;
    for (index, block) in blocks.iter_mut().enumerate() {
        let mut totals = *block;
        for (codes, weight) in rows {
            if let Some(codes) = codes[index * VALUES_AT_ONCE..].first_chunk::<VALUES_AT_ONCE>() {
                for (total, code) in totals.iter_mut().zip(codes) {
                    *total += weight * f32::from(code.cast_signed());
                }
            }
        }
        *block = totals;
    }
    for (codes, weight) in rows {
        for (total, code) in rest.iter_mut().zip(&codes[start..]) {
            *total += weight * f32::from(code.cast_signed());
        }
    }
}

/// A value such that a pair of letters is half as long as the middle one of some sixty rows.
#[allow(clippy::cast_precision_loss)]
fn letter_weight(layout: &Layout, bytes: &[u8]) -> f32 {
    let length = |row: usize| {
        let squared: i32 = layout.codes(bytes, row).iter().map(|code| i32::from(code.cast_signed()).pow(2)).sum();
        layout.scale(bytes, row) * (squared as f32).sqrt()
    };
    let mut lengths: Vec<f32> = (0..layout.rows).step_by(layout.rows.div_ceil(64)).map(length).collect();
    lengths.sort_unstable_by(f32::total_cmp);
    lengths[lengths.len() / 2] / 2.0 / (layout.dimension as f32).sqrt()
}

impl Embedder for StaticModel {
    fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    fn dimension(&self) -> usize {
        self.layout.dimension
    }

    fn knows(&self, text: &str) -> bool {
        if text.is_ascii() {
            return true;
        }
        let tokens = self.tokens(text);
        tokens.iter().filter(|&&token| token >= LETTERS).count() * 3 < tokens.len().max(1)
    }

    fn embed(&self, texts: &[&str]) -> Result<Vec<Option<Vector>>> {
        Ok(texts.par_iter().with_min_len(TEXTS_A_THREAD).map(|text| self.vector(text)).collect())
    }

    /// A part weighs as much as the sum of its rows is long: the vector of a text is exactly that of its weighed words.
    fn embed_parts(&self, texts: &[&str]) -> Result<Vec<Option<(Vector, f32)>>> {
        let part = |text: &&str| {
            let sum = self.sum(text);
            let length = sum.iter().map(|value| value * value).sum::<f32>().sqrt();
            Vector::new(&sum).map(|vector| (vector, length))
        };
        Ok(texts.par_iter().with_min_len(TEXTS_A_THREAD).map(part).collect())
    }
}

impl fmt::Debug for StaticModel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (rows, tokens) = (self.layout.rows, self.layout.tokens());
        write!(formatter, "StaticModel({}, {rows} rows, {tokens} tokens)", self.fingerprint)
    }
}

#[cfg(test)]
#[path = "static_model_tests.rs"]
mod tests;
