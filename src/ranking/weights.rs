//! What each signal counts, and what its silence counts as: the starting values of the table, or others in their place.

use std::fmt::Write;
use std::sync::LazyLock;

use super::calibration::Calibration;
use super::signals::SIGNALS;
use crate::error::Error;
use crate::error::Result;

/// How many characters of a version tell it apart where people read it.
const SHORT: usize = 12;

/// The weights in force: for each row of [`SIGNALS`], in its order, what it counts and what its silence counts as; and, where
/// judgments have taught one, how a score becomes a probability.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    weights: Vec<f64>,
    neutrals: Vec<f64>,
    calibration: Option<Calibration>,
    version: String,
}

impl Default for Weights {
    /// The starting weights and neutral strengths of [`SIGNALS`], not calibrated.
    fn default() -> Self {
        static STARTING: LazyLock<Weights> = LazyLock::new(|| {
            let weights = SIGNALS.iter().map(|signal| signal.weight).collect();
            let neutrals = SIGNALS.iter().map(|signal| signal.neutral).collect();
            Weights::normalized(weights, neutrals, None)
        });
        STARTING.clone()
    }
}

impl Weights {
    /// Weights and neutral strengths, one per row of [`SIGNALS`] in its order; weights are divided by their sum.
    ///
    /// # Errors
    /// [`Error::Usage`] when there are not as many as signals, a weight is negative or not finite, nothing is above zero, a
    /// neutral strength is not from 0 to 1, or the calibration falls where the score rises.
    pub fn new(weights: &[f64], neutrals: &[f64], calibration: Option<Calibration>) -> Result<Self> {
        if weights.len() != SIGNALS.len() || neutrals.len() != SIGNALS.len() {
            return Err(Error::Usage {
                problem: format!("{} weights and {} neutral strengths", weights.len(), neutrals.len()),
                remedy: format!("give one of each for the {} signals: {}", SIGNALS.len(), names()),
            });
        }
        for (signal, (weight, neutral)) in SIGNALS.iter().zip(weights.iter().zip(neutrals)) {
            check_weight(signal.name, *weight)?;
            if !(0.0..=1.0).contains(neutral) {
                return Err(Error::Usage {
                    problem: format!("the neutral strength of {} is {neutral}", signal.name),
                    remedy: "give a number from 0 to 1".to_owned(),
                });
            }
        }
        check_sum(weights)?;
        calibration.as_ref().map_or(Ok(()), Calibration::check)?;
        Ok(Self::normalized(weights.to_vec(), neutrals.to_vec(), calibration))
    }

    /// The same of weights that add up to 1 already, kept to the last bit: dividing by a sum that is near 1 would change them.
    ///
    /// # Errors
    /// As [`Weights::new`], and when they do not add up to 1 (to one in a billion).
    pub fn exactly(weights: &[f64], neutrals: &[f64], calibration: Option<Calibration>) -> Result<Self> {
        let mut found = Self::new(weights, neutrals, calibration)?;
        let sum: f64 = weights.iter().sum();
        if (sum - 1.0).abs() > 1e-9 {
            return Err(Error::Usage {
                problem: format!("the weights add up to {sum}"),
                remedy: "give weights that add up to 1".to_owned(),
            });
        }
        found.weights = weights.to_vec();
        found.version = version(&found.weights, neutrals, found.calibration.as_ref());
        Ok(found)
    }

    /// The default weights with some of them replaced, divided by their sum.
    ///
    /// # Errors
    /// As [`Weights::replacing`].
    pub fn with(replaced: &[(String, f64)]) -> Result<Self> {
        let starting: Vec<f64> = SIGNALS.iter().map(|signal| signal.weight).collect();
        let whole = Self { weights: starting, ..Self::default() };
        if replaced.is_empty() { Ok(Self::default()) } else { whole.replacing(replaced) }
    }

    /// The same with some weights replaced, divided by their sum. A calibration belongs to the weights that it was learned
    /// with, so there is none afterwards.
    ///
    /// # Errors
    /// [`Error::Usage`] when a name is no signal, a weight is negative or not finite, or nothing is left above zero.
    pub fn replacing(&self, replaced: &[(String, f64)]) -> Result<Self> {
        if replaced.is_empty() {
            return Ok(self.clone());
        }
        let mut weights = self.weights.clone();
        for (name, weight) in replaced {
            let at = SIGNALS.iter().position(|signal| signal.name == name).ok_or_else(|| Error::Usage {
                problem: format!("there is no signal {name:?}"),
                remedy: format!("name one of {}", names()),
            })?;
            check_weight(name, *weight)?;
            weights[at] = *weight;
        }
        check_sum(&weights)?;
        Ok(Self::normalized(weights, self.neutrals.clone(), None))
    }

    /// Every signal counts alike; silence counts as by default.
    #[must_use]
    pub fn equal() -> Self {
        Self::normalized(vec![1.0; SIGNALS.len()], Self::default().neutrals, None)
    }

    /// The same, under the version that a file of weights goes by.
    #[must_use]
    pub fn named(self, version: impl Into<String>) -> Self {
        Self { version: version.into(), ..self }
    }

    /// What each signal counts, 0 to 1, in the order of [`SIGNALS`]; together 1.
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// The weight of a signal; 0 for a name that is none.
    pub(super) fn of(&self, name: &str) -> f64 {
        let at = SIGNALS.iter().position(|signal| signal.name == name);
        at.and_then(|at| self.weights().get(at)).copied().unwrap_or(0.0)
    }

    /// What the silence of a signal counts as; 0 where there is no such signal.
    pub(super) fn neutral_of(&self, name: &str) -> f64 {
        let at = SIGNALS.iter().position(|signal| signal.name == name);
        at.and_then(|at| self.neutrals().get(at)).copied().unwrap_or(0.0)
    }

    /// What the silence of each signal counts as, 0 to 1, in the order of [`SIGNALS`].
    #[must_use]
    pub fn neutrals(&self) -> &[f64] {
        &self.neutrals
    }

    /// How a score becomes a probability; `None` where no judgments have taught it.
    #[must_use]
    pub const fn calibration(&self) -> Option<&Calibration> {
        self.calibration.as_ref()
    }

    /// The probability that goes with a score; `None` where these weights are not calibrated.
    #[must_use]
    pub fn probability(&self, score: f64) -> Option<f64> {
        self.calibration.as_ref().map(|calibration| calibration.probability(score))
    }

    /// Which weights these are: the version of the file that they are from, or else the BLAKE3 of all their values, in
    /// hexadecimal digits.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The first digits of the version, which tell it apart where people read it.
    #[must_use]
    pub fn short_version(&self) -> &str {
        self.version.get(..SHORT).unwrap_or(&self.version)
    }

    /// The score of a pair's strengths, one per row of [`SIGNALS`] (`None` where it is silent): the same sum, in the same
    /// order, as the reasons of a match give.
    #[must_use]
    pub fn score(&self, strengths: &[Option<f64>]) -> f64 {
        let counted = self.weights.iter().zip(&self.neutrals).zip(strengths).filter(|((weight, _), _)| **weight > 0.0);
        counted.map(|((weight, neutral), strength)| strength.unwrap_or(*neutral) * weight).sum()
    }

    fn normalized(weights: Vec<f64>, neutrals: Vec<f64>, calibration: Option<Calibration>) -> Self {
        let sum: f64 = weights.iter().sum();
        let weights: Vec<f64> = weights.into_iter().map(|weight| weight / sum).collect();
        let version = version(&weights, &neutrals, calibration.as_ref());
        Self { weights, neutrals, calibration, version }
    }
}

/// The BLAKE3 of the values, each written so that no other number is written alike.
fn version(weights: &[f64], neutrals: &[f64], calibration: Option<&Calibration>) -> String {
    let mut text = String::new();
    for (signal, (weight, neutral)) in SIGNALS.iter().zip(weights.iter().zip(neutrals)) {
        let _ = writeln!(text, "{}\t{weight}\t{neutral}", signal.name);
    }
    match calibration {
        None => {}
        Some(Calibration::Platt { slope, middle }) => {
            let _ = writeln!(text, "platt\t{slope}\t{middle}");
        }
        Some(Calibration::Isotonic { points }) => {
            for point in points {
                let _ = writeln!(text, "isotonic\t{}\t{}", point.score, point.probability);
            }
        }
    }
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

fn names() -> String {
    SIGNALS.iter().map(|signal| signal.name).collect::<Vec<_>>().join(", ")
}

fn check_weight(name: &str, weight: f64) -> Result<()> {
    if weight.is_finite() && weight >= 0.0 {
        return Ok(());
    }
    Err(Error::Usage {
        problem: format!("the weight of {name} is {weight}"),
        remedy: "give a number that is zero or more".to_owned(),
    })
}

fn check_sum(weights: &[f64]) -> Result<()> {
    let sum: f64 = weights.iter().sum();
    if sum.is_finite() && sum > 0.0 {
        return Ok(());
    }
    Err(Error::Usage {
        problem: "the weights do not add up to anything".to_owned(),
        remedy: "give at least one signal a weight above zero".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_of_all_values() {
        let starting = Weights::default();
        let (weights, mut neutrals) = (starting.weights().to_vec(), starting.neutrals().to_vec());
        let same = Weights::new(&weights, &neutrals, None).unwrap();
        assert_eq!(same.version(), Weights::exactly(same.weights(), &neutrals, None).unwrap().version());
        assert_eq!(starting.short_version().len(), 12);
        neutrals[0] += 1e-12;
        assert_ne!(same.version(), Weights::new(&weights, &neutrals, None).unwrap().version());
        let calibration = Calibration::Platt { slope: 9.0, middle: 0.5 };
        let calibrated = Weights::new(&weights, starting.neutrals(), Some(calibration)).unwrap();
        assert_ne!(same.version(), calibrated.version());
        assert_eq!(calibrated.probability(0.5), Some(0.5));
        let replaced = calibrated.replacing(&[("pay".to_owned(), 0.4)]).unwrap();
        assert_eq!((replaced.calibration(), replaced.probability(0.5)), (None, None));
        assert_ne!(replaced.version(), same.version());
        assert_eq!(calibrated.replacing(&[]).unwrap(), calibrated);
        assert_eq!(Weights::with(&[]).unwrap(), starting);
    }

    #[test]
    fn silence_counts_as_the_neutral_strength() {
        let mut strengths = vec![Some(1.0); SIGNALS.len()];
        let equal = Weights::equal();
        assert!((equal.score(&strengths) - 1.0).abs() < 1e-12);
        strengths[0] = None;
        #[allow(clippy::cast_precision_loss)]
        let count = SIGNALS.len() as f64;
        assert!((equal.score(&strengths) - (count - 1.0 + SIGNALS[0].neutral) / count).abs() < 1e-12);
    }

    #[test]
    fn what_is_no_weight_is_refused() {
        let (weights, neutrals) = (vec![1.0; SIGNALS.len()], vec![0.5; SIGNALS.len()]);
        let refused =
            |weights: &[f64], neutrals: &[f64]| Weights::new(weights, neutrals, None).unwrap_err().to_string();
        assert!(refused(&weights[1..], &neutrals).contains("give one of each for the 7 signals: skills, role"));
        let mut beyond = neutrals.clone();
        beyond[1] = 1.1;
        assert!(refused(&weights, &beyond).contains("the neutral strength of role is 1.1; give a number from 0 to 1"));
        assert!(refused(&vec![0.0; SIGNALS.len()], &neutrals).contains("do not add up"));
    }
}
