//! How well probabilities keep their word.

use super::significance::Chance;
use super::significance::Interval;

/// How many bins, of as many pairs each, probabilities are looked at in.
const BINS: usize = 10;

/// How many outcomes a perfectly calibrated model is given.
const SIMULATED: u32 = 1_000;

/// How far probabilities are from what came of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Reliability {
    /// The bins, of as many pairs each, lowest first.
    pub bins: Vec<Bin>,
    /// Expected calibration error, 0 to 1: the mean over pairs of the distance between the mean probability of their bin and
    /// the share of it that suits (Naeini, Cooper and Hauskrecht, 2015).
    pub error: f64,
    /// The 95th percentile of that error where outcomes are drawn with exactly these probabilities: what a perfectly calibrated
    /// model of this size shows.
    pub perfect: f64,
}

/// Pairs of like probability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// Their mean probability.
    pub probability: f64,
    /// The share of them that suits, with its 95 % interval (Wilson, 1927).
    pub share: Interval,
    /// How many they are.
    pub count: usize,
}

impl Reliability {
    /// Of probabilities, 0 to 1, beside whether each pair suits; as many of both. The same for a seed.
    #[must_use]
    pub fn of(probabilities: &[f64], suits: &[bool], seed: u64) -> Self {
        let order = order(probabilities);
        let bins = bins(&order, probabilities, suits);
        let error = error(&bins);
        let mut errors: Vec<f64> = (0..SIMULATED)
            .map(|time| {
                let mut chance = Chance::new(seed, time);
                let drawn: Vec<bool> = probabilities.iter().map(|probability| chance.share() < *probability).collect();
                self::error(&self::bins(&order, probabilities, &drawn))
            })
            .collect();
        errors.sort_by(f64::total_cmp);
        let perfect = errors.get(errors.len() * 95 / 100).copied().unwrap_or(0.0);
        Self { bins, error, perfect }
    }
}

/// The places of probabilities, the lowest first.
fn order(probabilities: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    order.sort_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]).then(a.cmp(&b)));
    order
}

#[allow(clippy::cast_precision_loss)]
fn bins(order: &[usize], probabilities: &[f64], suits: &[bool]) -> Vec<Bin> {
    let edge = |bin: usize| bin * order.len() / BINS;
    let bin = |bin: usize| {
        let within = &order[edge(bin)..edge(bin + 1)];
        let count = within.len();
        let probability = within.iter().map(|&at| probabilities[at]).sum::<f64>() / count as f64;
        Bin { probability, share: wilson(within.iter().filter(|&&at| suits[at]).count(), count), count }
    };
    (0..BINS).filter(|&at| edge(at) < edge(at + 1)).map(bin).collect()
}

#[allow(clippy::cast_precision_loss)]
fn error(bins: &[Bin]) -> f64 {
    let all: usize = bins.iter().map(|bin| bin.count).sum();
    bins.iter().map(|bin| (bin.probability - bin.share.mean).abs() * bin.count as f64).sum::<f64>() / all.max(1) as f64
}

/// A share with its 95 % interval (Wilson, 1927).
#[allow(clippy::cast_precision_loss)]
fn wilson(part: usize, count: usize) -> Interval {
    let (n, share, z) = (count as f64, part as f64 / count as f64, 1.959_963_985);
    let middle = (share + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z / (1.0 + z * z / n) * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    Interval { mean: share, low: (middle - half).max(0.0), high: (middle + half).min(1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Probabilities, and outcomes drawn by them.
    fn drawn(count: usize, seed: u64) -> (Vec<f64>, Vec<bool>) {
        let mut row = Chance::new(seed, 0);
        let probabilities: Vec<f64> = (0..count).map(|_| row.share()).collect();
        let suits = probabilities.iter().map(|probability| row.share() < *probability).collect();
        (probabilities, suits)
    }

    #[test]
    fn the_percentile_is_exceeded_by_one_perfect_model_in_twenty_and_by_every_wrong_one() {
        let exceeded = |shift: f64| {
            let exceeds = |seed: &u64| {
                let (right, suits) = drawn(400, *seed);
                let given: Vec<f64> = right.iter().map(|probability| (probability + shift).min(1.0)).collect();
                let found = Reliability::of(&given, &suits, 1);
                found.error > found.perfect
            };
            (0..60_u64).filter(exceeds).count()
        };
        let (right, wrong) = (exceeded(0.0), exceeded(0.25));
        assert!(right <= 8, "of 60 perfect ones {right} exceed it; 3 would on average");
        assert_eq!(wrong, 60);
    }

    #[test]
    fn bins_hold_as_many_pairs_each_and_the_error_is_their_mean_distance() {
        let probabilities: Vec<f64> = (0..20).map(|at| if at < 10 { 0.2 } else { 0.8 }).collect();
        let suits: Vec<bool> = (0..20).map(|at| at % 2 == 0).collect();
        let found = Reliability::of(&probabilities, &suits, 1);
        assert!(found.bins.iter().all(|bin| bin.count == 2 && (bin.share.mean - 0.5).abs() < 1e-12), "{found:?}");
        assert!((found.error - 0.3).abs() < 1e-12, "{found:?}");
        assert_eq!(Reliability::of(&[], &[], 1), Reliability { bins: Vec::new(), error: 0.0, perfect: 0.0 });
    }
}
