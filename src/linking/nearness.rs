//! How near every label is to every text of a batch: to the whole, and to the nearest window of a few words. The labels
//! pass in tiles, so that memory stays bounded whatever the taxonomy's size.

use ndarray::Array2;
use ndarray::s;
use rayon::prelude::*;

use super::labels::Labels;
use super::texts::Batch;
use super::texts::Text;
use super::texts::WINDOW;

/// How many labels are looked at together.
const TILE: usize = 512;

/// What counts in choosing candidates: the nearest window, and half of the whole.
const WHOLE: f32 = 0.5;

/// How near the labels of one tile are to the texts, one row a text.
struct Tile {
    whole: Array2<f32>,
    window: Array2<f32>,
}

/// How near all labels are to the texts of a batch.
pub(super) struct Nearness {
    tiles: Vec<Tile>,
}

impl Nearness {
    /// Looks at every label for every text.
    pub(super) fn new(batch: &Batch<'_>, labels: &Labels) -> Self {
        let count = labels.vectors.nrows();
        let starts: Vec<usize> = (0..count).step_by(TILE).collect();
        let tiles = starts.par_iter().map(|&start| {
            let tile = labels.vectors.slice(s![start..(start + TILE).min(count), ..]);
            let dots = batch.words.dot(&tile.t());
            let mut window = Array2::zeros((batch.texts.len(), tile.nrows()));
            for (text, mut row) in batch.texts.iter().zip(window.rows_mut()) {
                if let Some(row) = row.as_slice_mut() {
                    nearest_window(text, &dots, row);
                }
            }
            Tile { whole: batch.whole.dot(&tile.t()), window }
        });
        Self { tiles: tiles.collect() }
    }

    /// The nearness of every label to a text's whole, and what it comes to with the nearest window's; in order of labels.
    pub(super) fn of(&self, text: usize) -> (Vec<f32>, Vec<f32>) {
        let whole: Vec<f32> = self.tiles.iter().flat_map(|tile| tile.whole.row(text).to_vec()).collect();
        let window = self.tiles.iter().flat_map(|tile| tile.window.row(text).to_vec());
        let both = window.zip(&whole).map(|(window, whole)| window + WHOLE * whole).collect();
        (whole, both)
    }
}

/// The cosine of each label of a tile with the nearest window; `dots` are the words' products with the labels.
fn nearest_window(text: &Text<'_>, dots: &Array2<f32>, nearest: &mut [f32]) {
    nearest.fill(if text.telling.is_empty() { 0.0 } else { -1.0 });
    let nothing = vec![0.0_f32; nearest.len()];
    for (first, scales) in text.scales.iter().enumerate() {
        // A window that would pass the end adds nothing to the one before, and so is no nearer.
        let mut rows = [nothing.as_slice(); WINDOW];
        let mut lengths = [scales[0]; WINDOW];
        for (at, &(_, row)) in text.telling[first..].iter().take(WINDOW).enumerate() {
            rows[at] = dots.row(row).to_slice().unwrap_or(&nothing);
            lengths[at] = scales[at];
        }
        for at in (text.telling.len() - first).min(WINDOW)..WINDOW {
            lengths[at] = lengths[at - 1];
        }
        nearest_of(rows, lengths, nearest);
    }
}

/// Raises `nearest` to the cosines of the windows that begin with one word: `rows` are the products of the words.
fn nearest_of(rows: [&[f32]; WINDOW], scales: [f32; WINDOW], nearest: &mut [f32]) {
    let [first, second, third, fourth] = rows.map(|row| &row[..nearest.len()]);
    for (at, nearest) in nearest.iter_mut().enumerate() {
        let one = first[at];
        let two = one + second[at];
        let three = two + third[at];
        let four = three + fourth[at];
        let left = higher(one * scales[0], two * scales[1]);
        let right = higher(three * scales[2], four * scales[3]);
        *nearest = higher(*nearest, higher(left, right));
    }
}

/// The higher of two numbers, in the form that processors have an instruction for.
fn higher(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}
