//! Ablation: what each signal is worth, by leaving it out and by leaving all others out.

use super::super::significance::Comparison;
use super::super::significance::Resampling;
use super::lists::Lists;
use super::measured::Measured;
use super::measures::Measure;
use super::pairs::JudgedPairs;
use super::scores::Scores;
use crate::error::Result;
use crate::ranking::SIGNALS;
use crate::ranking::Weights;

/// What a signal is worth under some weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Ablated {
    /// The signal's name.
    pub signal: &'static str,
    /// What it counts, 0 to 1.
    pub weight: f64,
    /// The share of pairs in which a side is silent about it.
    pub silent: f64,
    /// For each of [`Measure::ALL`]: all signals, less all but this one (its weight 0, the others divided by their sum). Above
    /// zero: the signal helps. `None` where it is the only one with a weight.
    pub without: Option<Vec<Comparison>>,
    /// For each of [`Measure::ALL`]: all signals, less this one alone. Equal scores stand in order of ids, as everywhere.
    pub alone: Vec<Comparison>,
    /// The mean of each of [`Measure::ALL`] with this signal alone.
    pub alone_means: Vec<f64>,
}

/// What each signal is worth, in the order of [`SIGNALS`], compared query by query. Gates stay as they are.
///
/// # Errors
/// When the weights cannot be changed, which does not occur with weights that are in force.
pub fn ablation(weights: &Weights, pairs: &JudgedPairs, lists: &Lists, resampling: Resampling) -> Result<Vec<Ablated>> {
    let values = |weights: &Weights| {
        let scores = Scores::of_weights("", pairs, weights);
        Measured::values_of(&scores, pairs, lists)
    };
    let all = values(weights);
    let compare = |other: &[Vec<Option<f64>>]| -> Vec<Comparison> {
        (0..Measure::ALL.len()).filter_map(|at| Measured::difference(&all[at], &other[at], resampling)).collect()
    };
    let mut found = Vec::with_capacity(SIGNALS.len());
    for (at, signal) in SIGNALS.iter().enumerate() {
        let set = |own: Option<f64>, others: Option<f64>| -> Result<Weights> {
            let of = |(one, signal): (usize, &crate::ranking::Signal)| {
                Some((signal.name.to_owned(), if one == at { own? } else { others? }))
            };
            weights.replacing(&SIGNALS.iter().enumerate().filter_map(of).collect::<Vec<_>>())
        };
        let weight = weights.weights()[at];
        let only = weights.weights().iter().enumerate().all(|(one, weight)| one == at || *weight <= 0.0);
        let without = if only { None } else { Some(compare(&values(&set(Some(0.0), None)?))) };
        let alone = values(&set(Some(1.0), Some(0.0))?);
        let mean = |values: &Vec<Option<f64>>| {
            let values: Vec<f64> = values.iter().flatten().copied().collect();
            values.iter().sum::<f64>() / values.len().max(1) as f64
        };
        let silent = pairs.pairs().iter().filter(|pair| pair.strengths[at].is_none()).count();
        found.push(Ablated {
            signal: signal.name,
            weight,
            silent: silent as f64 / pairs.pairs().len().max(1) as f64,
            without,
            alone: compare(&alone),
            alone_means: alone.iter().map(mean).collect(),
        });
    }
    Ok(found)
}
