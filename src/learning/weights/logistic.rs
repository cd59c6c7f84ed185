//! Logistic regression with bounds: the one fit behind learned weights, position bias and Platt's curve.
//!
//! Not linfa's: `linfa-logistic` has no bounds, no weights of rows and labels of two classes only, its `KFold` knows no
//! groups, and its Platt scaling is this fit in one variable.

/// The longest way to the least loss, and the step below which it is reached.
const STEPS: usize = 100;
const NEAR: f64 = 1e-10;

/// Sweeps of coordinate descent within a step.
const SWEEPS: usize = 400;

/// What a row's values are multiplied with, and which intercept is added.
pub(super) struct Row<'a> {
    pub(super) values: &'a [f64],
    pub(super) intercept: Option<usize>,
    /// The label: 0 or 1, or any number at or above 0 whose expectation is the probability.
    pub(super) label: f64,
    pub(super) weight: f64,
}

/// A convex loss: rows of a logistic model, and a pull of the first variables toward a multiple of `toward`, the multiple free.
///
/// Variables are, in order: one a value of a row, the multiple, one an intercept. All but the intercepts stay at or above zero.
pub(super) struct Problem<'a> {
    pub(super) rows: Vec<Row<'a>>,
    pub(super) intercepts: usize,
    pub(super) toward: &'a [f64],
    pub(super) pull: f64,
}

impl Problem<'_> {
    fn size(&self) -> usize {
        self.toward.len() + 1 + self.intercepts
    }

    fn sum(&self, row: &Row<'_>, at: &[f64]) -> f64 {
        let sum: f64 = row.values.iter().zip(at).map(|(value, variable)| value * variable).sum();
        sum + row.intercept.map_or(0.0, |intercept| at[self.toward.len() + 1 + intercept])
    }

    /// The loss of the rows alone: for each its weight times log(1 + exp(z)) - label z, convex for any label.
    pub(super) fn loss(&self, at: &[f64]) -> f64 {
        self.rows.iter().map(|row| row.weight * (softplus(self.sum(row, at)) - row.label * self.sum(row, at))).sum()
    }

    fn whole(&self, at: &[f64]) -> f64 {
        let multiple = at[self.toward.len()];
        let apart = self.toward.iter().zip(at).map(|(toward, variable)| (variable - multiple * toward).powi(2));
        self.loss(at) + 0.5 * self.pull * apart.sum::<f64>()
    }

    /// The slope and the curvature (rows of a symmetric matrix).
    fn slopes(&self, at: &[f64]) -> (Vec<f64>, Vec<Vec<f64>>) {
        let (size, count) = (self.size(), self.toward.len());
        let (mut slope, mut curvature) = (vec![0.0; size], vec![vec![0.0; size]; size]);
        for row in &self.rows {
            let likely = logistic(self.sum(row, at));
            let (error, spread) = (row.weight * (likely - row.label), row.weight * likely * (1.0 - likely));
            for (first, value) in row.values.iter().enumerate() {
                slope[first] += error * value;
                let scaled = spread * value;
                for (into, other) in curvature[first].iter_mut().zip(&row.values[..=first]) {
                    *into += scaled * other;
                }
            }
            if let Some(intercept) = row.intercept {
                let at = count + 1 + intercept;
                slope[at] += error;
                curvature[at][at] += spread;
                for (into, value) in curvature[at].iter_mut().zip(row.values) {
                    *into += spread * value;
                }
            }
        }
        for (place, toward) in self.toward.iter().enumerate() {
            let apart = at[place] - at[count] * toward;
            slope[place] += self.pull * apart;
            slope[count] -= self.pull * apart * toward;
            curvature[place][place] += self.pull;
            curvature[count][place] -= self.pull * toward;
            curvature[count][count] += self.pull * toward * toward;
        }
        // Only the lower half was added up; and a variable that nothing speaks of stays where it is.
        let lower = curvature.clone();
        for (first, row) in lower.iter().enumerate() {
            curvature[first][first] += 1e-9;
            row.iter().take(first).enumerate().for_each(|(second, value)| curvature[second][first] = *value);
        }
        (slope, curvature)
    }

    /// The variables of the least loss, by projected Newton steps from `start`, each solved by coordinate descent within the
    /// bounds and halved until the loss falls (Lee, Sun and Saunders, "Proximal Newton-type methods", 2014).
    pub(super) fn solved(&self, start: Vec<f64>) -> Vec<f64> {
        let mut at = start;
        let mut loss = self.whole(&at);
        for _ in 0..STEPS {
            let (slope, curvature) = self.slopes(&at);
            let step = self.step(&at, &slope, &curvature);
            if step.iter().all(|part| part.abs() < NEAR) {
                break;
            }
            let mut length = 1.0;
            let moved = loop {
                let next: Vec<f64> = at.iter().zip(&step).map(|(value, part)| value + length * part).collect();
                let reached = self.whole(&next);
                if reached < loss {
                    break Some((next, reached));
                }
                length /= 2.0;
                if length < 1e-12 {
                    break None;
                }
            };
            let Some((next, reached)) = moved else { break };
            let gain = loss - reached;
            (at, loss) = (next, reached);
            if gain < 1e-13 * loss.abs() {
                break;
            }
        }
        at
    }

    fn step(&self, at: &[f64], slope: &[f64], curvature: &[Vec<f64>]) -> Vec<f64> {
        let mut step = vec![0.0; at.len()];
        // The slope at the end of the step, kept while the step changes.
        let mut there = slope.to_vec();
        for _ in 0..SWEEPS {
            let mut most = 0.0_f64;
            for place in 0..at.len() {
                let mut to = step[place] - there[place] / curvature[place][place];
                if place <= self.toward.len() {
                    to = to.max(-at[place]);
                }
                let change = to - step[place];
                if change != 0.0 {
                    step[place] = to;
                    for (into, curve) in there.iter_mut().zip(&curvature[place]) {
                        *into += change * curve;
                    }
                    most = most.max(change.abs());
                }
            }
            if most < NEAR {
                break;
            }
        }
        step
    }
}

/// 1 / (1 + exp(-z)).
pub(super) fn logistic(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}

/// log(1 + exp(z)), also where exp(z) is beyond all numbers.
fn softplus(z: f64) -> f64 {
    z.max(0.0) + (-z.abs()).exp().ln_1p()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fit_is_that_of_counting_and_keeps_to_its_bounds() {
        // With one intercept and no values the probability is the share of ones: 3 of 4.
        let rows = |value: &'static [f64; 1]| {
            [1.0, 1.0, 1.0, 0.0].map(|label| Row { values: value, intercept: Some(0), label, weight: 0.25 })
        };
        let problem = Problem { rows: rows(&[0.0]).into(), intercepts: 1, toward: &[0.0], pull: 0.0 };
        assert!((logistic(problem.solved(vec![0.0; 3])[2]) - 0.75).abs() < 1e-6);
        // What lowers the label with its value would get a coefficient below zero: it gets zero.
        let labels = [(0.0, 1.0), (1.0, 0.0), (0.5, 1.0), (0.7, 0.0)];
        let values: Vec<[f64; 1]> = labels.iter().map(|(value, _)| [*value]).collect();
        let rows = values.iter().zip(labels);
        let rows = rows.map(|(values, (_, label))| Row { values, intercept: Some(0), label, weight: 1.0 }).collect();
        let problem = Problem { rows, intercepts: 1, toward: &[0.0], pull: 0.0 };
        let solved = problem.solved(vec![0.5, 0.0, 0.0]);
        assert!(solved[0].abs() < 1e-12 && (logistic(solved[2]) - 0.5).abs() < 1e-6, "{solved:?}");
    }

    #[test]
    fn a_strong_pull_gives_a_multiple_of_what_it_pulls_to() {
        let values = [[1.0, 0.2], [0.1, 0.9], [0.8, 0.7], [0.0, 0.1], [0.4, 0.0]];
        let labels = [1.0, 0.0, 1.0, 0.0, 1.0];
        let rows = || values.iter().zip(labels);
        let rows = || rows().map(|(values, label)| Row { values, intercept: Some(0), label, weight: 0.2 }).collect();
        let solved = |pull| Problem { rows: rows(), intercepts: 1, toward: &[0.3, 0.1], pull }.solved(vec![0.0; 4]);
        let near = solved(1e4);
        assert!((near[0] / near[1] - 3.0).abs() < 1e-3 && near[2] > 0.0, "{near:?}");
        let weak = solved(0.01);
        assert!(weak[1] < 0.25 * weak[0], "the second speaks against the label: {weak:?}");
    }
}
