//! What is learned: a direction and a weight for each token, and what tokens of like spelling share.

use ndarray::Array2;
use ndarray::ArrayView1;
use rayon::prelude::*;

const BETA_FIRST: f32 = 0.9;
const BETA_SECOND: f32 = 0.999;
const EPSILON: f32 = 1e-8;

/// Values with the two running means of Adam (Kingma and Ba, 2015), updated row by row.
#[derive(Debug)]
pub(super) struct Learned {
    values: Array2<f32>,
    first: Array2<f32>,
    second: Array2<f32>,
}

impl Learned {
    fn new(values: Array2<f32>) -> Self {
        let zeros = Array2::zeros(values.raw_dim());
        Self { first: zeros.clone(), second: zeros, values }
    }

    fn state(&mut self) -> [&mut [f32]; 3] {
        [&mut self.values, &mut self.first, &mut self.second].map(|array| array.as_slice_mut().unwrap_or_default())
    }

    /// One step of Adam on `rows` (ascending) along `gradients` (a row each).
    fn step(&mut self, rows: &[u32], gradients: &Array2<f32>, rate: f32, time: i32) {
        let (first_bias, second_bias) = (1.0 - BETA_FIRST.powi(time), 1.0 - BETA_SECOND.powi(time));
        let width = self.values.ncols();
        for (&row, gradient) in rows.iter().zip(gradients.rows()) {
            let range = row as usize * width..(row as usize + 1) * width;
            let values = slice(&mut self.values, range.clone());
            let first = slice(&mut self.first, range.clone());
            let second = slice(&mut self.second, range);
            for (((value, first), second), &slope) in values.iter_mut().zip(first).zip(second).zip(gradient) {
                *first = BETA_FIRST * *first + (1.0 - BETA_FIRST) * slope;
                *second = BETA_SECOND * *second + (1.0 - BETA_SECOND) * slope * slope;
                *value -= rate * (*first / first_bias) / ((*second / second_bias).sqrt() + EPSILON);
            }
        }
    }
}

fn slice(array: &mut Array2<f32>, range: std::ops::Range<usize>) -> &mut [f32] {
    array.as_slice_mut().map_or(&mut [], |all| &mut all[range])
}

/// The parameters of a model in training.
#[derive(Debug)]
pub(super) struct Table {
    /// A direction for each token, before what it shares.
    own: Learned,
    /// The logarithm of each token's weight, one column.
    weights: Learned,
    /// What tokens share that hold the same letters in a row.
    shared: Learned,
    /// The rows of `shared` that each token takes part in.
    parts: Vec<Box<[u32]>>,
}

/// The rows that a batch needs, and where they lie.
pub(super) struct Gathered {
    /// The tokens, ascending.
    tokens: Vec<u32>,
    /// A row each: weight times direction.
    pub(super) rows: Array2<f32>,
    /// By token: its row of `rows`.
    pub(super) places: Vec<u32>,
}

impl Table {
    pub(super) fn new(own: Array2<f32>, weights: Vec<f32>, parts: Vec<Box<[u32]>>, buckets: usize) -> Self {
        let width = own.ncols();
        let weights = Array2::from_shape_fn((weights.len(), 1), |(row, _)| weights[row].ln());
        Self {
            own: Learned::new(own),
            weights: Learned::new(weights),
            shared: Learned::new(Array2::zeros((buckets, width))),
            parts,
        }
    }

    fn width(&self) -> usize {
        self.own.values.ncols()
    }

    /// Everything that changes in training, for a checkpoint.
    pub(super) fn state(&mut self) -> Vec<&mut [f32]> {
        [&mut self.own, &mut self.weights, &mut self.shared].into_iter().flat_map(Learned::state).collect()
    }

    /// Weight times direction of one token.
    fn row(&self, token: usize, mut into: ndarray::ArrayViewMut1<'_, f32>) {
        into.assign(&self.own.values.row(token));
        let parts = &self.parts[token];
        #[allow(clippy::cast_precision_loss)]
        let share = 1.0 / (parts.len().max(1) as f32).sqrt();
        for &part in parts {
            into.scaled_add(share, &self.shared.values.row(part as usize));
        }
        let weight = self.weights.values[[token, 0]].exp();
        into.mapv_inplace(|value| value * weight);
    }

    /// All rows, as they would be written.
    pub(super) fn rows(&self) -> Array2<f32> {
        let mut rows = Array2::zeros(self.own.values.raw_dim());
        rows.outer_iter_mut().into_par_iter().enumerate().for_each(|(token, row)| self.row(token, row));
        rows
    }

    /// The rows of `tokens` (ascending, each once).
    pub(super) fn gather(&self, tokens: Vec<u32>) -> Gathered {
        let mut rows = Array2::zeros((tokens.len(), self.width()));
        rows.outer_iter_mut().into_par_iter().zip(&tokens).for_each(|(row, &token)| self.row(token as usize, row));
        let mut places = vec![u32::MAX; self.parts.len()];
        for (place, &token) in tokens.iter().enumerate() {
            places[token as usize] = place as u32;
        }
        Gathered { tokens, rows, places }
    }

    /// One step against `slopes`, the gradient of the loss by each gathered row.
    pub(super) fn step(&mut self, gathered: &Gathered, mut slopes: Array2<f32>, rates: Rates, time: i32) {
        let mut by_weight = Array2::zeros((gathered.tokens.len(), 1));
        for (place, &token) in gathered.tokens.iter().enumerate() {
            by_weight[[place, 0]] = slopes.row(place).dot(&gathered.rows.row(place));
            let weight = self.weights.values[[token as usize, 0]].exp();
            slopes.row_mut(place).mapv_inplace(|slope| slope * weight);
        }
        if rates.shared > 0.0 {
            let (parts, by_part) = self.by_part(gathered, &slopes);
            self.shared.step(&parts, &by_part, rates.shared, time);
        }
        self.own.step(&gathered.tokens, &slopes, rates.own, time);
        self.weights.step(&gathered.tokens, &by_weight, rates.weight, time);
    }

    /// The gradient by each shared row that the gathered tokens take part in.
    fn by_part(&self, gathered: &Gathered, slopes: &Array2<f32>) -> (Vec<u32>, Array2<f32>) {
        let mut uses: Vec<(u32, u32)> = Vec::new();
        for (place, &token) in gathered.tokens.iter().enumerate() {
            uses.extend(self.parts[token as usize].iter().map(|&part| (part, place as u32)));
        }
        uses.sort_unstable();
        let groups: Vec<&[(u32, u32)]> = uses.chunk_by(|left, right| left.0 == right.0).collect();
        let mut sums = Array2::zeros((groups.len(), self.width()));
        sums.outer_iter_mut().into_par_iter().zip(&groups).for_each(|(mut sum, group)| {
            for &(_, place) in *group {
                let token = gathered.tokens[place as usize] as usize;
                #[allow(clippy::cast_precision_loss)]
                let share = 1.0 / (self.parts[token].len().max(1) as f32).sqrt();
                sum.scaled_add(share, &slopes.row(place as usize));
            }
        });
        (groups.iter().map(|group| group[0].0).collect(), sums)
    }
}

/// How far a step goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rates {
    pub(super) own: f32,
    pub(super) weight: f32,
    pub(super) shared: f32,
}

impl Gathered {
    /// The sum of the rows of each text's tokens.
    pub(super) fn sums(&self, texts: &[Vec<u32>]) -> Array2<f32> {
        let mut sums = Array2::zeros((texts.len(), self.rows.ncols()));
        sums.outer_iter_mut().into_par_iter().zip(texts).for_each(|(sum, tokens)| self.sum(tokens, sum));
        sums
    }

    /// The sum of the rows of `tokens`.
    fn sum(&self, tokens: &[u32], mut into: ndarray::ArrayViewMut1<'_, f32>) {
        for &token in tokens {
            let row: ArrayView1<'_, f32> = self.rows.row(self.places[token as usize] as usize);
            into += &row;
        }
    }
}
