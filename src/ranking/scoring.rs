//! From strengths to a score: the sum of the reasons, and nothing else.

use serde::Serialize;

use super::gates::Gate;
use super::pair::Pair;
use super::sides::By;
use super::sides::Sides;
use super::signals::Because;
use super::signals::SIGNALS;
use super::skills::MetSkill;
use crate::error::Error;
use crate::error::Result;

/// The weights in force, one per row of [`SIGNALS`], in its order; they add up to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights(Vec<f64>);

impl Default for Weights {
    fn default() -> Self {
        Self(SIGNALS.iter().map(|signal| signal.weight).collect()).normalized()
    }
}

impl Weights {
    /// The default weights with some of them replaced, divided by their sum.
    ///
    /// # Errors
    /// When a name is no signal, a weight is negative or not finite, or nothing is left above zero.
    pub fn with(replaced: &[(String, f64)]) -> Result<Self> {
        let mut weights: Vec<f64> = SIGNALS.iter().map(|signal| signal.weight).collect();
        for (name, weight) in replaced {
            let known = || SIGNALS.iter().map(|signal| signal.name).collect::<Vec<_>>().join(", ");
            let at = SIGNALS.iter().position(|signal| signal.name == name).ok_or_else(|| Error::Usage {
                problem: format!("there is no signal {name:?}"),
                remedy: format!("name one of {}", known()),
            })?;
            if !weight.is_finite() || *weight < 0.0 {
                return Err(Error::Usage {
                    problem: format!("the weight of {name} is {weight}"),
                    remedy: "give a number that is zero or more".to_owned(),
                });
            }
            weights[at] = *weight;
        }
        let sum: f64 = weights.iter().sum();
        if !sum.is_finite() || sum <= 0.0 {
            return Err(Error::Usage {
                problem: "the weights do not add up to anything".to_owned(),
                remedy: "give at least one signal a weight above zero".to_owned(),
            });
        }
        Ok(Self(weights).normalized())
    }

    fn normalized(self) -> Self {
        let sum: f64 = self.0.iter().sum();
        Self(self.0.into_iter().map(|weight| weight / sum).collect())
    }
}

/// One reason of a score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reason {
    /// The signal's name.
    pub signal: &'static str,
    /// How strong it is, 0 to 1; the neutral strength where a side is silent.
    pub strength: f64,
    /// Its share of the whole, 0 to 1.
    pub weight: f64,
    /// Strength times weight: what it adds to the score.
    pub contribution: f64,
    /// Why, in a sentence.
    pub because: String,
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:+.3} {}: {}", self.contribution, self.signal, self.because)
    }
}

/// A candidate and why it is where it is.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Match {
    /// The candidate's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its company, where it is a posting that names one.
    pub company: Option<String>,
    /// The deal-breakers.
    pub gates: Vec<Gate>,
    /// What adds up to the score.
    pub reasons: Vec<Reason>,
    /// The skills that are asked for, and what there is to show for each.
    pub skills: Vec<MetSkill>,
    /// The ids of near-copies of the same offer, folded into this one.
    pub copies: Vec<String>,
}

impl Match {
    /// The score, 0 to 1: the sum of the reasons' contributions.
    #[must_use]
    pub fn score(&self) -> f64 {
        self.reasons.iter().map(|reason| reason.contribution).sum()
    }

    /// How far each side meets the other, from the same reasons.
    #[must_use]
    pub fn sides(&self) -> Sides {
        Sides::of(&self.reasons)
    }
}

/// The score of a pair: the same sum, in the same order, as [`reasons`] gives.
pub(super) fn score(pair: &Pair<'_>, weights: &Weights, early: bool) -> f64 {
    SIGNALS
        .iter()
        .zip(&weights.0)
        .filter(|(signal, weight)| (signal.early || !early) && **weight > 0.0)
        .map(|(signal, weight)| (signal.strength)(pair, &mut Because::unwanted()).unwrap_or(signal.neutral) * weight)
        .sum()
}

/// What a list is ordered by: the score, or what of it speaks for one side or both; an absent figure is zero.
pub(super) fn value(pair: &Pair<'_>, weights: &Weights, by: By) -> f64 {
    if by == By::Score {
        return score(pair, weights, false);
    }
    let parts = SIGNALS.iter().zip(&weights.0).filter(|(_, weight)| **weight > 0.0).map(|(signal, &weight)| {
        let strength = (signal.strength)(pair, &mut Because::unwanted()).unwrap_or(signal.neutral);
        (signal.serves, weight, strength * weight)
    });
    Sides::sum(parts).by(by).unwrap_or(0.0)
}

/// The reasons of a pair's score, one per signal with a weight above zero.
pub(super) fn reasons(pair: &Pair<'_>, weights: &Weights) -> Vec<Reason> {
    SIGNALS
        .iter()
        .zip(&weights.0)
        .filter(|(_, weight)| **weight > 0.0)
        .map(|(signal, &weight)| {
            let mut because = Because::wanted();
            let strength = (signal.strength)(pair, &mut because).unwrap_or(signal.neutral);
            let because = because.into_sentence().unwrap_or_default();
            Reason { signal: signal.name, strength, weight, contribution: strength * weight, because }
        })
        .collect()
}
