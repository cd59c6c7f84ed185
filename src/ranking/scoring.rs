//! From strengths to a score: the sum of the reasons, and nothing else.

use serde::Serialize;

use super::gates::Gate;
use super::pair::Pair;
use super::sides::By;
use super::sides::Sides;
use super::signals::Because;
use super::signals::SIGNALS;
use super::signals::Signal;
use super::skills::MetSkill;
use super::weights::Weights;

/// One reason of a score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reason {
    /// The signal's name.
    pub signal: &'static str,
    /// How strong it is, 0 to 1; the neutral strength where a side is silent.
    pub strength: f64,
    /// True where a side is silent about it.
    pub silent: bool,
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
    /// Which weights the score is by: the first digits of [`Weights::version`].
    pub weights: String,
    /// How likely a judge would call the match worth an application or an interview, 0 to 1; `None` where the weights are not
    /// calibrated.
    pub probability: Option<f64>,
    /// How the score became the probability: `platt`, `isotonic` or `not calibrated`.
    pub calibration: &'static str,
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

/// How strong each signal is for a pair, 0 to 1, in the order of [`SIGNALS`]; `None` where a side is silent.
#[must_use]
pub fn strengths(pair: &Pair<'_>) -> Vec<Option<f64>> {
    SIGNALS.iter().map(|signal| (signal.strength)(pair, &mut Because::unwanted())).collect()
}

/// The score of a pair: the same sum, in the same order, as [`reasons`] gives.
pub(super) fn score(pair: &Pair<'_>, weights: &Weights, early: bool) -> f64 {
    counted(weights)
        .filter(|((signal, _), _)| signal.early || !early)
        .map(|((signal, &weight), &neutral)| {
            (signal.strength)(pair, &mut Because::unwanted()).unwrap_or(neutral) * weight
        })
        .sum()
}

/// What a list is ordered by: the score, or what of it speaks for one side or both; an absent figure is zero.
pub(super) fn value(pair: &Pair<'_>, weights: &Weights, by: By) -> f64 {
    if by == By::Score {
        return score(pair, weights, false);
    }
    let parts = counted(weights).map(|((signal, &weight), &neutral)| {
        let strength = (signal.strength)(pair, &mut Because::unwanted()).unwrap_or(neutral);
        (signal.serves, weight, strength * weight)
    });
    Sides::sum(parts).by(by).unwrap_or(0.0)
}

/// The reasons of a pair's score, one per signal with a weight above zero.
pub(super) fn reasons(pair: &Pair<'_>, weights: &Weights) -> Vec<Reason> {
    counted(weights)
        .map(|((signal, &weight), &neutral)| {
            let mut because = Because::wanted();
            let strength = (signal.strength)(pair, &mut because);
            let because = because.into_sentence().unwrap_or_default();
            let (silent, strength) = (strength.is_none(), strength.unwrap_or(neutral));
            Reason { signal: signal.name, strength, silent, weight, contribution: strength * weight, because }
        })
        .collect()
}

/// The signals with a weight above zero, each with its weight and its neutral strength.
fn counted(weights: &Weights) -> impl Iterator<Item = ((&'static Signal, &f64), &f64)> {
    SIGNALS.iter().zip(weights.weights()).zip(weights.neutrals()).filter(|((_, weight), _)| **weight > 0.0)
}
