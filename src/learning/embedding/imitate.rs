//! Imitation: within a batch of texts, each is to see the others as the teacher sees them (relational distillation: the
//! divergence of Kullback and Leibler between the two softmax distributions over the other texts).

use ndarray::Array2;
use rayon::prelude::*;

use super::contrast::through_length;
use super::contrast::unit;

/// Rows that are worked on at once; fixed, so that sums have one order on any number of threads.
const BLOCK: usize = 128;

/// What a batch of texts says.
pub(super) struct Imitation {
    pub(super) loss: f32,
    /// The gradient by each sum, before it was given unit length.
    pub(super) slopes: Array2<f32>,
}

/// The loss over texts whose sums of rows are `sums`, the teacher's unit vectors of the same texts being `taught`;
/// similarities are divided by `temperature`, the teacher's by `taught_temperature`.
pub(super) fn imitate(
    sums: &Array2<f32>,
    taught: &Array2<f32>,
    temperature: f32,
    taught_temperature: f32,
) -> Imitation {
    let (units, lengths) = unit(sums);
    let count = sums.nrows();
    #[allow(clippy::cast_precision_loss)]
    let scale = 1.0 / count as f32;
    let blocks: Vec<usize> = (0..count).step_by(BLOCK).collect();
    let parts: Vec<(f32, Array2<f32>, Array2<f32>)> = blocks
        .par_iter()
        .map(|&start| {
            let rows = ndarray::s![start..(start + BLOCK).min(count), ..];
            let mut ours = units.slice(rows).dot(&units.t());
            let mut theirs = taught.slice(rows).dot(&taught.t());
            softmax_of_others(&mut ours, start, temperature);
            softmax_of_others(&mut theirs, start, taught_temperature);
            let mut loss = 0.0;
            for (our, their) in ours.iter_mut().zip(&theirs) {
                if *their > 0.0 {
                    loss += their * (their / our.max(f32::MIN_POSITIVE)).ln();
                }
                *our = (*our - their) * scale / temperature;
            }
            (loss, ours.dot(&units), ours.t().dot(&units.slice(rows)))
        })
        .collect();
    let mut slopes = Array2::zeros(sums.raw_dim());
    let mut loss = 0.0;
    for ((part, by_row, by_column), &start) in parts.iter().zip(&blocks) {
        loss += part;
        let mut rows = slopes.slice_mut(ndarray::s![start..start + by_row.nrows(), ..]);
        rows += by_row;
        slopes += by_column;
    }
    through_length(&mut slopes, units.view(), &lengths);
    Imitation { loss: loss * scale, slopes }
}

/// Turns similarities into shares of each row, a text itself left out.
fn softmax_of_others(similar: &mut Array2<f32>, start: usize, temperature: f32) {
    for (row, mut values) in similar.outer_iter_mut().enumerate() {
        values[start + row] = f32::NEG_INFINITY;
        let most = values.iter().fold(f32::NEG_INFINITY, |most, &value| most.max(value));
        values.mapv_inplace(|value| ((value - most) / temperature).exp());
        let sum = values.sum();
        values.mapv_inplace(|value| value / sum);
    }
}

#[cfg(test)]
mod tests {
    use super::super::contrast::tests::vectors;
    use super::*;

    #[test]
    fn who_sees_as_the_teacher_has_nothing_to_learn() {
        let taught = unit(&vectors(9, 5, 1)).0;
        let found = imitate(&(&taught * 3.0), &taught, 0.1, 0.1);
        assert!(found.loss.abs() < 1e-5, "{}", found.loss);
        assert!(found.slopes.iter().all(|slope| slope.abs() < 1e-5));
    }

    #[test]
    fn slopes_are_those_of_the_loss() {
        let (sums, taught) = (vectors(6, 4, 2), unit(&vectors(6, 7, 3)).0);
        let found = imitate(&sums, &taught, 0.3, 0.2);
        for (row, column) in [(0, 0), (3, 2), (5, 3)] {
            let moved = |by: f32| {
                let mut sums = sums.clone();
                sums[[row, column]] += by;
                imitate(&sums, &taught, 0.3, 0.2).loss
            };
            let measured = (moved(2e-3) - moved(-2e-3)) / 4e-3;
            let slope = found.slopes[[row, column]];
            assert!((measured - slope).abs() < 2e-2 * slope.abs().max(0.05), "{measured} {slope}");
        }
    }
}
