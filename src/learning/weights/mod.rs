//! Weights, neutral strengths and a calibration, learned from judged pairs or from events, and what they are worth on postings
//! that they were not learned from.

mod calibrating;
mod events;
mod examples;
mod fit;
mod logistic;
mod position;
mod validation;
mod versions;

pub use calibrating::Calibrated;
pub use events::Event;
pub use events::Events;
pub use events::Kind;
pub use events::Shown;
pub use examples::Example;
pub use examples::folds;
pub use examples::judged;
pub use examples::strengths;
pub use position::Position;
pub use position::Studied;
pub use position::studied;
pub use validation::Measured;
pub use versions::BUILTIN;
pub use versions::Learning;
pub use versions::Record;
pub use versions::Scores;
pub use versions::Version;
pub use versions::Versions;

use fit::Laid;

use crate::error::Error;
use crate::error::Result;
use crate::ranking::Weights;

/// The least there must be to learn from.
const LEAST_POSTINGS: usize = 10;
const LEAST_RESUMES: usize = 2;
const LEAST_REACHED: f64 = 30.0;

/// How weights are learned.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Parts of the postings that are left out in turn to measure; a résumé may be in several.
    pub folds: usize,
    /// Where the dealing of postings, and all other chance, starts.
    pub seed: u64,
    /// True where pairs are graded, so that the order within a query is learned too and nDCG is measured; false for events.
    pub graded: bool,
    /// From which grade on a pair suits: what the calibrated probability is of.
    pub suits_from: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { folds: 5, seed: 1, graded: true, suits_from: 2 }
    }
}

/// What was learned.
#[derive(Clone, Debug, PartialEq)]
pub struct Learned {
    /// Weights and neutral strengths from all examples, calibrated where there are enough that suit and that do not.
    pub weights: Weights,
    /// How strongly they were pulled toward the current weights, chosen by cross-validation.
    pub pull: f64,
    /// What changed on the held-out postings.
    pub measured: Vec<Measured>,
    /// The curve from score to probability; `None` for events, and where too few pairs suit, or do not.
    pub calibrated: Option<Calibrated>,
}

impl Learned {
    /// True where the measures on held-out postings rose, on average over them, and none fell by more than chance explains
    /// (an interval that lies below zero).
    #[must_use]
    pub fn is_better(&self) -> bool {
        let changes = || self.measured.iter().map(|one| one.change.difference);
        let fell = changes().any(|change| change.high < 0.0);
        !self.measured.is_empty() && !fell && changes().map(|change| change.mean).sum::<f64>() > 0.0
    }
}

/// Learns weights, measures them by cross-validation in folds of postings (the pull within each fold is chosen without it), and
/// calibrates the held-out scores. The same for a seed on any number of threads.
///
/// # Errors
/// [`Error::Usage`] naming the number that is missing where the examples are too few, and where no signal goes with what became
/// of the pairs.
pub fn learn(examples: &[Example], current: &Weights, options: Options) -> Result<Learned> {
    refuse_too_few(examples, options)?;
    let all: Vec<&Example> = examples.iter().collect();
    let pull = validation::pull(&all, current, options.graded, options.seed);
    let variables = Laid::new(&all, options.graded).path(current, &[pull]);
    let weights = fit::weights(current, &variables[0])?;
    let before: Vec<f64> = examples.iter().map(|example| current.score(&example.strengths)).collect();
    let after = validation::held_out_scores(examples, current, options.graded, options.folds, options.seed)?;
    let measured = validation::measured(examples, &before, &after, options.graded);
    let step = (options.suits_from as usize).clamp(1, examples::STEPS) - 1;
    let calibrated =
        options.graded.then(|| calibrating::calibrated(examples, &after, step, options.folds, options.seed));
    let calibrated = calibrated.flatten();
    let calibration = calibrated.as_ref().map(|one| one.calibration.clone());
    let weights = Weights::new(weights.weights(), weights.neutrals(), calibration)?;
    Ok(Learned { weights, pull, measured, calibrated })
}

fn refuse_too_few(examples: &[Example], options: Options) -> Result<()> {
    let distinct = |of: fn(&Example) -> &str| examples.iter().map(of).collect::<std::collections::BTreeSet<_>>().len();
    let (postings, resumes) = (distinct(|one| &one.posting), distinct(|one| &one.resume));
    let step = (options.suits_from as usize).clamp(1, examples::STEPS) - 1;
    let suits: f64 = examples.iter().map(|one| one.reached[step].min(1.0)).sum();
    #[allow(clippy::cast_precision_loss)]
    let not = examples.len() as f64 - suits;
    let least_postings = LEAST_POSTINGS.max(options.folds * 2);
    let problem = if postings < least_postings {
        format!("{postings} postings, {} too few", least_postings - postings)
    } else if resumes < LEAST_RESUMES {
        format!("{resumes} r\u{e9}sum\u{e9}s, {} too few", LEAST_RESUMES - resumes)
    } else if suits < LEAST_REACHED {
        format!("{suits:.0} pairs that suit, {:.0} too few", (LEAST_REACHED - suits).ceil())
    } else if not < LEAST_REACHED {
        format!("{not:.0} pairs that do not suit, {:.0} too few", (LEAST_REACHED - not).ceil())
    } else {
        return Ok(());
    };
    Err(Error::Usage { problem, remedy: "gather more before weights are learned from it".to_owned() })
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
