//! How far chance reaches: intervals by resampling queries, and paired tests of two rankings.

use rayon::prelude::*;

/// How chance is drawn. The same seed gives the same figures everywhere.
#[derive(Clone, Copy, Debug)]
pub struct Resampling {
    /// How many times.
    pub times: u32,
    /// Where the row of chance numbers starts.
    pub seed: u64,
}

impl Default for Resampling {
    fn default() -> Self {
        Self { times: 10_000, seed: 1 }
    }
}

/// A mean over queries with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The mean.
    pub mean: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// The mean difference of two rankings over the same queries.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// The first less the second, with its 95 % interval.
    pub difference: Interval,
    /// How often chance alone would make a difference as large in either direction.
    pub p: f64,
}

/// The mean of one value a query with its 95 % interval: the 2.5th and 97.5th percentile of the means of as many queries
/// drawn with replacement (percentile bootstrap; Efron, 1979). All zero where there are no values.
///
/// Equal numbers of queries are drawn alike, so that intervals of several rankings belong together.
#[must_use]
#[allow(clippy::cast_precision_loss)]
pub fn interval(values: &[f64], resampling: Resampling) -> Interval {
    let count = values.len();
    if count == 0 {
        return Interval { mean: 0.0, low: 0.0, high: 0.0 };
    }
    let mean = |sum: f64| sum / count as f64;
    let draw = |time: u32| {
        let mut chance = Chance::new(resampling.seed, time);
        mean((0..count).map(|_| values[chance.below(count)]).sum::<f64>())
    };
    let means: Vec<f64> = (0..resampling.times.max(1)).into_par_iter().map(draw).collect();
    let (low, high) = middle(means);
    Interval { mean: mean(values.iter().sum()), low, high }
}

/// A figure of all queries together with its 95 % interval: the percentiles of the same figure of as many queries drawn with
/// replacement, told by their places. Draws of which there is no such figure are passed over; `None` where there is none of
/// the queries themselves, or of no draw.
pub fn interval_of(
    queries: usize,
    resampling: Resampling,
    figure: impl Fn(&[usize]) -> Option<f64> + Sync,
) -> Option<Interval> {
    let mean = figure(&(0..queries).collect::<Vec<_>>())?;
    let draw = |time: u32| {
        let mut chance = Chance::new(resampling.seed, time);
        figure(&(0..queries).map(|_| chance.below(queries)).collect::<Vec<_>>())
    };
    let figures: Vec<f64> = (0..resampling.times.max(1)).into_par_iter().filter_map(draw).collect();
    if figures.is_empty() {
        return None;
    }
    let (low, high) = middle(figures);
    Some(Interval { mean, low, high })
}

/// The 2.5th and 97.5th percentile of values, of which there is at least one.
#[allow(clippy::cast_precision_loss)]
fn middle(mut values: Vec<f64>) -> (f64, f64) {
    values.sort_unstable_by(f64::total_cmp);
    let percentile = |share: f64| {
        let at = share * (values.len() - 1) as f64;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let (below, above) = (at.floor() as usize, at.ceil() as usize);
        values[below] + (values[above] - values[below]) * at.fract()
    };
    (percentile(0.025), percentile(0.975))
}

/// Compares two rankings by one value a query, in the same order of queries: the mean difference with its bootstrap
/// interval, and the two-sided p of the paired randomization test (Smucker, Allan and Carterette, 2007), in which each
/// query's two values change places by the toss of a coin: the share of tosses, the real one included, with a mean
/// difference as large. `None` where the two are not of one length.
#[must_use]
pub fn compare(first: &[f64], second: &[f64], resampling: Resampling) -> Option<Comparison> {
    if first.len() != second.len() {
        return None;
    }
    let differences: Vec<f64> = first.iter().zip(second).map(|(a, b)| a - b).collect();
    // Sums that differ by the order of adding only are one sum.
    let real = differences.iter().sum::<f64>().abs() * (1.0 - 1e-9);
    let as_large = |time: &u32| {
        let mut chance = Chance::new(!resampling.seed, *time);
        let toss = |difference: &f64| if chance.next() >> 63 == 0 { *difference } else { -difference };
        differences.iter().map(toss).sum::<f64>().abs() >= real
    };
    let large = (0..resampling.times).into_par_iter().filter(as_large).count();
    #[allow(clippy::cast_precision_loss)]
    let p = (large as f64 + 1.0) / (f64::from(resampling.times) + 1.0);
    Some(Comparison { difference: interval(&differences, resampling), p })
}

/// A row of chance numbers (SplitMix64; Steele, Lea and Flood, 2014).
pub(super) struct Chance(u64);

impl Chance {
    /// The row of one time of a seed.
    pub(super) fn new(seed: u64, time: u32) -> Self {
        let mut seeds = Self(seed);
        Self(seeds.next() ^ Self(u64::from(time)).next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below 1, in steps of 2 to the power of -53.
    #[allow(clippy::cast_precision_loss)]
    pub(super) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number from 0 to below `count`.
    #[allow(clippy::cast_possible_truncation)]
    fn below(&mut self, count: usize) -> usize {
        ((u128::from(self.next()) * count as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANCE: Resampling = Resampling { times: 20_000, seed: 7 };

    #[test]
    fn the_interval_is_that_of_the_binomial() {
        // Of 400 queries half are 1: the mean's standard error is .5 / 20, and 1.96 of it .049.
        let values: Vec<f64> = (0..400).map(|query| f64::from(query % 2)).collect();
        let found = interval(&values, CHANCE);
        assert!((found.mean - 0.5).abs() < 1e-12);
        assert!((found.low - 0.451).abs() < 0.003 && (found.high - 0.549).abs() < 0.003, "{found:?}");
        assert_eq!(found, interval(&values, CHANCE));
        assert_eq!(interval(&[0.25], CHANCE), Interval { mean: 0.25, low: 0.25, high: 0.25 });
        assert!(interval(&[], CHANCE).high.abs() < 1e-12);
    }

    #[test]
    fn p_is_that_of_counting_all_tosses() {
        // Four differences of one sign: 2 of the 16 tosses are as large.
        let found = compare(&[0.5, 0.6, 0.7, 0.9], &[0.4, 0.4, 0.4, 0.5], CHANCE).unwrap();
        assert!((found.difference.mean - 0.25).abs() < 1e-12);
        assert!((found.p - 2.0 / 16.0).abs() < 0.01, "{found:?}");
        // Differences of 1 and -1: every toss gives 0 or 2, all at least 0.
        let none = compare(&[1.0, 0.0], &[0.0, 1.0], CHANCE).unwrap();
        assert!((none.p - 1.0).abs() < 1e-12 && none.difference.mean.abs() < 1e-12);
        assert!(none.difference.low < -0.9 && none.difference.high > 0.9, "{none:?}");
        assert_eq!(compare(&[1.0], &[], CHANCE), None);
    }

    #[test]
    fn a_plain_difference_is_no_chance() {
        let better: Vec<f64> = (0..50).map(|query| 0.5 + f64::from(query % 5) / 20.0).collect();
        let worse: Vec<f64> = better.iter().map(|value| value - 0.1).collect();
        let found = compare(&better, &worse, CHANCE).unwrap();
        assert!(found.p < 0.001 && found.difference.low > 0.09, "{found:?}");
        let turned = compare(&worse, &better, CHANCE).unwrap();
        assert!((turned.difference.mean + 0.1).abs() < 1e-12 && (turned.p - found.p).abs() < 1e-12);
    }
}
