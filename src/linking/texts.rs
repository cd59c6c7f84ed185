//! The texts of a batch, made ready: their words as rows of one matrix, and the windows over them.

use std::borrow::Cow;
use std::collections::HashMap;

use ndarray::Array2;

use crate::embedding::Embedder;
use crate::error::Result;

use super::labels::parts;
use super::wording::Word;
use super::wording::without_placeholders;
use super::wording::words;

/// The most words of a window: more tell no more.
pub(super) const WINDOW: usize = 4;

/// The most telling words of a text that are looked at one by one.
const WORDS: usize = 1_024;

/// A text and what is looked up in it.
#[derive(Debug)]
pub(super) struct Text<'a> {
    /// The text, placeholders left out.
    pub(super) text: Cow<'a, str>,
    pub(super) words: Vec<Word>,
    /// The telling words that have a vector: place among `words`, and row in the batch.
    pub(super) telling: Vec<(usize, usize)>,
    /// One over the length of the sum of each window's words: for the telling word it begins with, up to [`WINDOW`] of them.
    pub(super) scales: Vec<[f32; WINDOW]>,
}

/// Texts that are linked together.
#[derive(Debug)]
pub(super) struct Batch<'a> {
    pub(super) texts: Vec<Text<'a>>,
    /// Every telling word once: its vector times its weight.
    pub(super) words: Array2<f32>,
    /// The unit vector of each text, or zeros.
    pub(super) whole: Array2<f32>,
}

impl<'a> Batch<'a> {
    /// The batch of `texts`, as `embedder` sees them.
    pub(super) fn new(texts: &[&'a str], embedder: &dyn Embedder) -> Result<Self> {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut distinct: Vec<String> = Vec::new();
        let mut made: Vec<Text<'a>> = Vec::with_capacity(texts.len());
        for &text in texts {
            let text = without_placeholders(text);
            let words = words(&text);
            let none = words.iter().all(Word::is_empty);
            let kept = words.iter().enumerate().filter(|(_, word)| none || !word.is_empty()).take(WORDS);
            let mut telling = Vec::new();
            for (place, word) in kept {
                let number = *numbers.entry(word.text.clone()).or_insert_with(|| {
                    distinct.push(word.text.clone());
                    distinct.len() - 1
                });
                telling.push((place, number));
            }
            made.push(Text { text, words, telling, scales: Vec::new() });
        }
        let distinct: Vec<&str> = distinct.iter().map(String::as_str).collect();
        let (mut rows, weights) = parts(embedder, &distinct)?;
        for (mut row, weight) in rows.rows_mut().into_iter().zip(&weights) {
            row *= *weight;
        }
        for text in &mut made {
            text.telling.retain(|&(_, row)| weights[row] > 0.0);
            text.scales = scales(&text.telling, &rows);
        }
        let plain: Vec<&str> = made.iter().map(|text| text.text.as_ref()).collect();
        let whole = parts(embedder, &plain)?.0;
        Ok(Self { texts: made, words: rows, whole })
    }
}

/// One over the length of each window's sum; zero where the window would pass the end or has no length.
fn scales(telling: &[(usize, usize)], rows: &Array2<f32>) -> Vec<[f32; WINDOW]> {
    let mut scales = vec![[0.0; WINDOW]; telling.len()];
    for (first, scales) in scales.iter_mut().enumerate() {
        let mut sum = vec![0.0_f32; rows.ncols()];
        for (scale, &(_, row)) in scales.iter_mut().zip(&telling[first..]) {
            sum.iter_mut().zip(rows.row(row)).for_each(|(sum, value)| *sum += value);
            let length = sum.iter().map(|value| value * value).sum::<f32>().sqrt();
            *scale = if length > 0.0 { 1.0 / length } else { 0.0 };
        }
    }
    scales
}
