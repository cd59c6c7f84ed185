//! Fitting weights and neutral strengths to examples.
//!
//! The model is logistic in the strengths: a signal adds `u x` where it speaks and `v` where it is silent, with `0 <= v <= u`, so
//! that its weight is `u` over the sum of all and its neutral strength `v / u`. With `u = v + r`, `v >= 0` and `r >= 0` that is
//! linear in `v` and `r`, and the loss is convex: there is one answer, whatever the start.
//!
//! The loss is pointwise and pairwise, one part each: the mean over pairs and steps of the ladder (grade 1, 2, 3, each with an
//! intercept: cumulative logits; McCullagh, 1980), and the mean over queries, of both sides, of the logistic loss of each two
//! pairs of one query in the order of their grades, the more the grades differ (RankNet's loss; Burges et al., 2005). Pairs that
//! are known by events only have the pointwise part.

use std::collections::BTreeMap;

use super::examples::Example;
use super::examples::STEPS;
use super::logistic::Problem;
use super::logistic::Row;
use super::logistic::logistic;
use crate::error::Error;
use crate::error::Result;
use crate::ranking::SIGNALS;
use crate::ranking::Weights;

/// How strongly weights are pulled toward the current ones: tried from weak to strong.
pub(super) const PULLS: [f64; 6] = [0.0003, 0.003, 0.03, 0.3, 3.0, 30.0];

/// Examples laid out for the fit.
pub(super) struct Laid {
    /// Values of each example: what `v` and what `r` of each signal is multiplied with.
    points: Vec<Vec<f64>>,
    reached: Vec<[f64; STEPS]>,
    /// Differences of two examples of one query, the better one first, with a weight.
    pairs: Vec<(Vec<f64>, f64)>,
    /// The steps that some example reached.
    steps: Vec<usize>,
}

/// The current weights: where the way to the best fit begins. Larger multiples would begin where the loss is all but flat.
pub(super) fn start(current: &Weights) -> Vec<f64> {
    let toward = variables(current);
    let mut at = vec![0.0; toward.len() + 1 + STEPS];
    at.iter_mut().zip(&toward).for_each(|(into, value)| *into = *value);
    at[toward.len()] = 1.0;
    at
}

impl Laid {
    /// Lays examples out, with the pairwise part where they are graded.
    pub(super) fn new(examples: &[&Example], pairwise: bool) -> Self {
        let points: Vec<Vec<f64>> = examples.iter().map(|example| values(&example.strengths)).collect();
        let reached: Vec<[f64; STEPS]> = examples.iter().map(|example| example.reached).collect();
        let pairs = if pairwise { differences(examples, &points) } else { Vec::new() };
        let tells = |step: &usize| reached.iter().any(|one| one[*step] > 0.0);
        let steps = (0..STEPS).filter(tells).collect();
        Self { points, reached, pairs, steps }
    }

    /// The same examples of the first step alone, reached as likely as is said.
    pub(super) fn reaching(&mut self, likely: &[f64]) {
        self.steps = vec![0];
        self.reached.iter_mut().zip(likely).for_each(|(reached, likely)| reached[0] = *likely);
    }

    #[allow(clippy::cast_precision_loss)]
    fn problem<'a>(&'a self, toward: &'a [f64], pull: f64) -> Problem<'a> {
        let share = 1.0 / (self.points.len() * self.steps.len()).max(1) as f64;
        let mut rows = Vec::with_capacity(self.points.len() * self.steps.len() + self.pairs.len());
        for (values, reached) in self.points.iter().zip(&self.reached) {
            let row = |&step: &usize| Row { values, intercept: Some(step), label: reached[step], weight: share };
            rows.extend(self.steps.iter().map(row));
        }
        let pair = |(values, weight): &'a (Vec<f64>, f64)| Row { values, intercept: None, label: 1.0, weight: *weight };
        rows.extend(self.pairs.iter().map(pair));
        Problem { rows, intercepts: STEPS, toward, pull }
    }

    /// The variables that fit best under each pull, weak to strong.
    pub(super) fn path(&self, current: &Weights, pulls: &[f64]) -> Vec<Vec<f64>> {
        let mut at = start(current);
        let solve = |pull: &f64| {
            at = self.solved(current, *pull, std::mem::take(&mut at));
            at.clone()
        };
        pulls.iter().map(solve).collect()
    }

    /// The variables that fit best under a pull, sought from `start`.
    pub(super) fn solved(&self, current: &Weights, pull: f64, start: Vec<f64>) -> Vec<f64> {
        self.problem(&variables(current), pull).solved(start)
    }

    /// How likely each example reaches a step.
    pub(super) fn likely(&self, at: &[f64], step: usize) -> Vec<f64> {
        let intercept = at[2 * SIGNALS.len() + 1 + step];
        let sum = |values: &Vec<f64>| values.iter().zip(at).map(|(value, variable)| value * variable).sum::<f64>();
        self.points.iter().map(|values| logistic(sum(values) + intercept)).collect()
    }

    /// The loss of examples that were not learned from.
    pub(super) fn loss(&self, current: &Weights, at: &[f64]) -> f64 {
        self.problem(&variables(current), 0.0).loss(at)
    }
}

/// The weights that variables stand for, not calibrated.
pub(super) fn weights(current: &Weights, at: &[f64]) -> Result<Weights> {
    let count = SIGNALS.len();
    let (silent, spoken) = (&at[..count], &at[count..2 * count]);
    let whole: Vec<f64> = silent.iter().zip(spoken).map(|(silent, spoken)| silent + spoken).collect();
    let neutral = |((silent, whole), before): ((&f64, &f64), &f64)| if *whole > 0.0 { silent / whole } else { *before };
    let neutrals: Vec<f64> = silent.iter().zip(&whole).zip(current.neutrals()).map(neutral).collect();
    Weights::new(&whole, &neutrals, None).map_err(|_| Error::Usage {
        problem: "no signal goes with what became of the pairs".to_owned(),
        remedy: "check that judgments and documents belong together".to_owned(),
    })
}

/// What `v` and `r` are under weights, times any multiple.
fn variables(weights: &Weights) -> Vec<f64> {
    let each = || weights.weights().iter().zip(weights.neutrals());
    let silent = each().map(|(weight, neutral)| weight * neutral);
    silent.chain(each().map(|(weight, neutral)| weight * (1.0 - neutral))).collect()
}

fn values(strengths: &[Option<f64>]) -> Vec<f64> {
    let silent = strengths.iter().map(|strength| strength.unwrap_or(1.0));
    silent.chain(strengths.iter().map(|strength| strength.unwrap_or(0.0))).collect()
}

/// The differences of two examples of one query; each query, and each side, weighs alike.
#[allow(clippy::cast_precision_loss)]
fn differences(examples: &[&Example], points: &[Vec<f64>]) -> Vec<(Vec<f64>, f64)> {
    let mut pairs = Vec::new();
    for by_posting in [true, false] {
        let mut queries: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, example) in examples.iter().enumerate() {
            queries.entry(if by_posting { &example.posting } else { &example.resume }).or_default().push(at);
        }
        let mut found: Vec<Vec<(usize, usize, f64)>> = Vec::new();
        for places in queries.values() {
            let better = |&(first, second): &(usize, usize)| examples[first].grade() > examples[second].grade();
            let all = places.iter().flat_map(|&first| places.iter().map(move |&second| (first, second)));
            let apart =
                |(first, second): (usize, usize)| (first, second, examples[first].grade() - examples[second].grade());
            let found_here: Vec<(usize, usize, f64)> = all.filter(better).map(apart).collect();
            if !found_here.is_empty() {
                found.push(found_here);
            }
        }
        let queries = found.len() as f64;
        for query in found {
            let sum: f64 = query.iter().map(|(_, _, apart)| apart).sum();
            for (first, second, apart) in query {
                let values = points[first].iter().zip(&points[second]).map(|(a, b)| a - b).collect();
                pairs.push((values, apart / sum / queries / 2.0));
            }
        }
    }
    pairs
}
