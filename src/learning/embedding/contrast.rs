//! The contrastive loss: of all the right texts of a batch, each left one is to be nearest to its own, and the other way
//! round (InfoNCE, van den Oord and others, 2018; both directions, as in CLIP).

use ndarray::Array1;
use ndarray::Array2;
use ndarray::ArrayView2;
use ndarray::Axis;
use rayon::prelude::*;

/// Rows of similarities that are worked on at once; fixed, so that sums have one order on any number of threads.
const BLOCK: usize = 128;

/// The loss of a batch and its slopes.
pub(super) struct Contrast {
    pub(super) loss: f32,
    /// The gradient by each left sum, before it was given unit length.
    pub(super) left: Array2<f32>,
    /// The same of the right.
    pub(super) right: Array2<f32>,
}

/// The loss over pairs (`left[i]`, `right[i]`), sums of rows of any length; `same(i, j)` says that `right[j]` is no wrong
/// answer for `left[i]`.
pub(super) fn contrast(
    left: &Array2<f32>,
    right: &Array2<f32>,
    temperature: f32,
    same: impl Fn(usize, usize) -> bool + Sync,
) -> Contrast {
    let ((left_unit, left_length), (right_unit, right_length)) = (unit(left), unit(right));
    let count = left.nrows();
    let blocks: Vec<usize> = (0..count).step_by(BLOCK).collect();
    let mut similar: Vec<Array2<f32>> = blocks
        .par_iter()
        .map(|&start| {
            let end = (start + BLOCK).min(count);
            let mut block = left_unit.slice(ndarray::s![start..end, ..]).dot(&right_unit.t());
            for (row, mut values) in block.outer_iter_mut().enumerate() {
                for (column, value) in values.iter_mut().enumerate() {
                    let hidden = start + row != column && same(start + row, column);
                    *value = if hidden { f32::NEG_INFINITY } else { *value / temperature };
                }
            }
            block
        })
        .collect();
    // The largest similarity is 1 / temperature; taken off, no exponential overflows, and none that counts vanishes.
    let most = 1.0 / temperature;
    let mut columns = Array1::<f32>::zeros(count);
    for block in &similar {
        columns += &block.mapv(|value| (value - most).exp()).sum_axis(Axis(0));
    }
    #[allow(clippy::cast_precision_loss)]
    let scale = 1.0 / (count as f32);
    let losses: Vec<f32> = similar
        .par_iter_mut()
        .zip(&blocks)
        .map(|(block, &start)| {
            let mut loss = 0.0;
            for (row, mut values) in block.outer_iter_mut().enumerate() {
                let own = start + row;
                let sum: f32 = values.iter().map(|value| (value - most).exp()).sum();
                loss += (sum.ln() + columns[own].ln()) / 2.0 - (values[own] - most);
                for (value, column) in values.iter_mut().zip(&columns) {
                    let power = (*value - most).exp();
                    *value = (power / sum + power / column) / 2.0 * scale / temperature;
                }
                values[own] -= scale / temperature;
            }
            loss
        })
        .collect();
    let parts: Vec<(Array2<f32>, Array2<f32>)> = similar
        .par_iter()
        .zip(&blocks)
        .map(|(block, &start)| {
            let end = (start + block.nrows()).min(count);
            (block.dot(&right_unit), block.t().dot(&left_unit.slice(ndarray::s![start..end, ..])))
        })
        .collect();
    let mut to_left = Array2::zeros(left.raw_dim());
    let mut to_right = Array2::zeros(right.raw_dim());
    for ((for_left, for_right), &start) in parts.iter().zip(&blocks) {
        to_left.slice_mut(ndarray::s![start..start + for_left.nrows(), ..]).assign(for_left);
        to_right += for_right;
    }
    through_length(&mut to_left, left_unit.view(), &left_length);
    through_length(&mut to_right, right_unit.view(), &right_length);
    Contrast { loss: losses.iter().sum::<f32>() * scale, left: to_left, right: to_right }
}

/// Rows of unit length, and the lengths they had.
pub(super) fn unit(rows: &Array2<f32>) -> (Array2<f32>, Array1<f32>) {
    let lengths = rows.map_axis(Axis(1), |row| row.dot(&row).sqrt().max(1e-6));
    let mut units = rows.clone();
    for (mut row, length) in units.outer_iter_mut().zip(&lengths) {
        row.mapv_inplace(|value| value / length);
    }
    (units, lengths)
}

/// Turns slopes by unit vectors into slopes by the vectors they were made from.
pub(super) fn through_length(slopes: &mut Array2<f32>, units: ArrayView2<'_, f32>, lengths: &Array1<f32>) {
    for ((mut slope, unit), length) in slopes.outer_iter_mut().zip(units.outer_iter()).zip(lengths) {
        let along = slope.dot(&unit);
        slope.scaled_add(-along, &unit);
        slope.mapv_inplace(|value| value / length);
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Rows of values from -0.5 to 0.5.
    pub(in super::super) fn vectors(count: usize, width: usize, seed: u64) -> Array2<f32> {
        let mut chance = fastrand::Rng::with_seed(seed);
        Array2::from_shape_fn((count, width), |_| chance.f32() - 0.5)
    }

    #[test]
    fn the_loss_of_two_pairs_is_what_the_formula_says() {
        let left = ndarray::array![[2.0, 0.0], [0.0, 5.0]];
        let found = contrast(&left, &left, 0.5, |_, _| false);
        // Similarities 1 and 0, divided by 0.5: each answer costs ln(1 + e^-2).
        assert!((found.loss - (-2.0_f32).exp().ln_1p()).abs() < 1e-6, "{}", found.loss);
        let hidden = contrast(&left, &left, 0.5, |_, _| true);
        assert!(hidden.loss.abs() < 1e-6, "nothing is a wrong answer");
    }

    #[test]
    fn slopes_are_those_of_the_loss() {
        let (left, right) = (vectors(6, 4, 1), vectors(6, 4, 2));
        let same = |row: usize, column: usize| (row, column) == (1, 4);
        let found = contrast(&left, &right, 0.3, same);
        for (row, column) in [(0, 0), (1, 2), (5, 3)] {
            let loss = |by: f32, on_left: bool| {
                let (mut left, mut right) = (left.clone(), right.clone());
                (if on_left { &mut left } else { &mut right })[[row, column]] += by;
                contrast(&left, &right, 0.3, same).loss
            };
            for (on_left, slope) in [(true, found.left[[row, column]]), (false, found.right[[row, column]])] {
                let measured = (loss(2e-3, on_left) - loss(-2e-3, on_left)) / 4e-3;
                assert!((measured - slope).abs() < 2e-2 * slope.abs().max(0.05), "{measured} {slope}");
            }
        }
    }
}
