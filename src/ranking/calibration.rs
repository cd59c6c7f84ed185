//! From a score to a probability, where judgments have taught one.

use serde::Deserialize;
use serde::Serialize;

use crate::error::Error;
use crate::error::Result;

/// How likely a pair of some score is one that a judge would call worth an application or an interview.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "lowercase")]
pub enum Calibration {
    /// The logistic curve 1 / (1 + exp(-slope (score - middle))) (Platt, "Probabilistic outputs for support vector machines",
    /// 1999).
    Platt {
        /// How steep it is; above zero.
        slope: f64,
        /// The score at which it is one half.
        middle: f64,
    },
    /// A line through points that never falls, level before the first and after the last (isotonic regression; Zadrozny and
    /// Elkan, 2002).
    Isotonic {
        /// Scores, rising, and the probability of each, not falling.
        points: Vec<Point>,
    },
}

/// A score and its probability.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// The score, 0 to 1.
    pub score: f64,
    /// The probability, 0 to 1.
    pub probability: f64,
}

impl Calibration {
    /// The probability that goes with a score, 0 to 1; it never falls as the score rises.
    #[must_use]
    pub fn probability(&self, score: f64) -> f64 {
        match self {
            Self::Platt { slope, middle } => 1.0 / (1.0 + (-slope * (score - middle)).exp()),
            Self::Isotonic { points } => {
                let after = points.partition_point(|point| point.score <= score);
                match (after.checked_sub(1).and_then(|at| points.get(at)), points.get(after)) {
                    (Some(low), Some(high)) => {
                        let share = (score - low.score) / (high.score - low.score);
                        low.probability + share * (high.probability - low.probability)
                    }
                    (Some(only), None) | (None, Some(only)) => only.probability,
                    (None, None) => f64::NAN,
                }
            }
        }
    }

    /// What it is called in answers: `platt` or `isotonic`.
    #[must_use]
    pub const fn method(&self) -> &'static str {
        match self {
            Self::Platt { .. } => "platt",
            Self::Isotonic { .. } => "isotonic",
        }
    }

    /// Whether it gives every score a probability, and never a lower one to a higher score.
    pub(super) fn check(&self) -> Result<()> {
        let wrong = |problem: &str| {
            let remedy = "learn the weights anew, or leave the calibration out".to_owned();
            Err(Error::Usage { problem: format!("the calibration {problem}"), remedy })
        };
        match self {
            Self::Platt { slope, middle } if !slope.is_finite() || !middle.is_finite() || *slope <= 0.0 => {
                wrong("is no rising curve")
            }
            Self::Platt { .. } => Ok(()),
            Self::Isotonic { points } if points.is_empty() => wrong("has no points"),
            Self::Isotonic { points } => {
                let within = |value: f64| (0.0..=1.0).contains(&value);
                let rises =
                    |pair: &[Point]| pair[0].score < pair[1].score && pair[0].probability <= pair[1].probability;
                if !points.iter().all(|point| point.score.is_finite() && within(point.probability)) {
                    wrong("has a point that is no probability")
                } else if !points.windows(2).all(rises) {
                    wrong("falls where the score rises")
                } else {
                    Ok(())
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(points: &[(f64, f64)]) -> Calibration {
        let point = |&(score, probability): &(f64, f64)| Point { score, probability };
        Calibration::Isotonic { points: points.iter().map(point).collect() }
    }

    #[test]
    fn the_curve_is_even_in_its_middle_and_lines_join_points() {
        let platt = Calibration::Platt { slope: 10.0, middle: 0.6 };
        assert!((platt.probability(0.6) - 0.5).abs() < 1e-12);
        assert!((platt.probability(0.7) - 1.0 / (1.0 + (-1.0_f64).exp())).abs() < 1e-12);
        let isotonic = points(&[(0.2, 0.1), (0.4, 0.1), (0.8, 0.9)]);
        for (score, expected) in [(0.0, 0.1), (0.3, 0.1), (0.6, 0.5), (0.8, 0.9), (1.0, 0.9)] {
            assert!((isotonic.probability(score) - expected).abs() < 1e-12, "{score}");
        }
    }

    #[test]
    fn what_falls_or_is_no_probability_is_refused() {
        let refused = |one: Calibration| one.check().unwrap_err().to_string();
        assert!(refused(points(&[(0.1, 0.5), (0.2, 0.4)])).contains("falls where the score rises"));
        assert!(refused(points(&[(0.1, 0.5), (0.1, 0.6)])).contains("falls where the score rises"));
        assert!(refused(points(&[(0.1, 1.5)])).contains("no probability"));
        assert!(refused(points(&[])).contains("no points"));
        assert!(refused(Calibration::Platt { slope: -1.0, middle: 0.0 }).contains("no rising curve"));
        assert!(refused(Calibration::Platt { slope: f64::NAN, middle: 0.0 }).contains("no rising curve"));
        assert!(points(&[(0.1, 0.5)]).check().is_ok());
    }
}
