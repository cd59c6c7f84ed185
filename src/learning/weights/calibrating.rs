//! From held-out scores to a probability: which curve, and how well it keeps its word.

use super::examples::Example;
use super::examples::folds;
use super::logistic::Problem;
use super::logistic::Row;
use crate::learning::Reliability;
use crate::ranking::Calibration;
use crate::ranking::Point;

/// Below this many pairs that suit, or that do not, no curve is learned.
const LEAST: usize = 20;

/// A curve, and how it was chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibrated {
    /// The curve, of all held-out scores.
    pub calibration: Calibration,
    /// Held-out logarithmic loss of Platt's curve, and of the isotonic one.
    pub losses: (f64, f64),
    /// Of probabilities by curves of other postings.
    pub reliability: Reliability,
}

/// Learns a curve from scores of pairs that the weights were not learned from; a pair suits where it reached `step`. `None` where
/// there are too few that suit, or that do not.
pub(super) fn calibrated(
    examples: &[Example],
    scores: &[f64],
    step: usize,
    count: usize,
    seed: u64,
) -> Option<Calibrated> {
    let suits: Vec<bool> = examples.iter().map(|example| example.reached[step] > 0.5).collect();
    let good = suits.iter().filter(|suits| **suits).count();
    if good < LEAST || suits.len() - good < LEAST {
        return None;
    }
    let folds = folds(examples, count, seed);
    let mut held = [vec![0.0; scores.len()], vec![0.0; scores.len()]];
    for fold in 0..count {
        let rest: Vec<(f64, bool)> =
            (0..scores.len()).filter(|&at| folds[at] != fold).map(|at| (scores[at], suits[at])).collect();
        for (held, curve) in held.iter_mut().zip([platt(&rest), isotonic(&rest)]) {
            (0..scores.len()).filter(|&at| folds[at] == fold).for_each(|at| held[at] = curve.probability(scores[at]));
        }
    }
    let losses = (loss(&held[0], &suits), loss(&held[1], &suits));
    let all: Vec<(f64, bool)> = scores.iter().copied().zip(suits.iter().copied()).collect();
    let (calibration, held) = if losses.0 <= losses.1 { (platt(&all), &held[0]) } else { (isotonic(&all), &held[1]) };
    Some(Calibrated { calibration, losses, reliability: Reliability::of(held, &suits, seed) })
}

/// The mean of minus the logarithm of the probability of what happened.
#[allow(clippy::cast_precision_loss)]
fn loss(probabilities: &[f64], suits: &[bool]) -> f64 {
    let of = |(probability, suits): (&f64, &bool)| -(if *suits { *probability } else { 1.0 - probability }).ln();
    probabilities.iter().zip(suits).map(of).sum::<f64>() / suits.len().max(1) as f64
}

/// Platt's curve, with his labels: (ones + 1) / (ones + 2) for what suits and 1 / (others + 2) for the rest.
#[allow(clippy::cast_precision_loss)]
fn platt(points: &[(f64, bool)]) -> Calibration {
    let good = points.iter().filter(|(_, suits)| *suits).count() as f64;
    let bad = points.len() as f64 - good;
    let (high, low) = ((good + 1.0) / (good + 2.0), 1.0 / (bad + 2.0));
    let values: Vec<[f64; 1]> = points.iter().map(|(score, _)| [*score]).collect();
    let weight = 1.0 / points.len().max(1) as f64;
    let row = |(values, (_, suits)): (&'_ [f64; 1], &(f64, bool))| (*values, if *suits { high } else { low });
    let labels: Vec<([f64; 1], f64)> = values.iter().zip(points).map(row).collect();
    let rows = labels.iter().map(|(values, label)| Row { values, intercept: Some(0), label: *label, weight }).collect();
    let solved = Problem { rows, intercepts: 1, toward: &[0.0], pull: 0.0 }.solved(vec![1.0, 0.0, 0.0]);
    // A score that says nothing still gets the share of what suits.
    let slope = solved[0].max(1e-6);
    Calibration::Platt { slope, middle: -solved[2] / slope }
}

/// Pool adjacent violators (Ayer et al., 1955): the rising steps with the least squares, joined by lines through the middles of
/// the blocks; probabilities keep half a pair away from 0 and 1.
#[allow(clippy::cast_precision_loss)]
fn isotonic(points: &[(f64, bool)]) -> Calibration {
    let mut sorted = points.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut blocks: Vec<(f64, f64, f64)> = Vec::new();
    for (score, suits) in sorted {
        blocks.push((score, f64::from(u8::from(suits)), 1.0));
        while let [.., before, last] = blocks[..] {
            if before.1 / before.2 < last.1 / last.2 && before.0 / before.2 < last.0 / last.2 {
                break;
            }
            blocks.pop();
            blocks.pop();
            blocks.push((before.0 + last.0, before.1 + last.1, before.2 + last.2));
        }
    }
    let apart = 0.5 / points.len().max(1) as f64;
    let point = |(scores, good, count): (f64, f64, f64)| Point {
        score: scores / count,
        probability: (good / count).clamp(apart, 1.0 - apart),
    };
    let mut joined: Vec<Point> = blocks.into_iter().map(point).collect();
    joined.dedup_by(|after, before| after.score <= before.score);
    Calibration::Isotonic { points: joined }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learning::significance::Chance;

    fn drawn(count: usize, chance: f64, seed: u64) -> (Vec<f64>, Vec<bool>) {
        let mut row = Chance::new(seed, 0);
        let scores: Vec<f64> = (0..count).map(|_| row.share()).collect();
        let suits = scores.iter().map(|score| row.share() < 1.0 / (1.0 + (-chance * (score - 0.6)).exp())).collect();
        (scores, suits)
    }

    #[test]
    fn curves_find_the_one_that_outcomes_were_drawn_by() {
        let (scores, suits) = drawn(4_000, 10.0, 5);
        let points: Vec<(f64, bool)> = scores.iter().copied().zip(suits.iter().copied()).collect();
        let Calibration::Platt { slope, middle } = platt(&points) else { panic!("Platt's curve is one") };
        assert!((slope - 10.0).abs() < 1.0 && (middle - 0.6).abs() < 0.02, "{slope} {middle}");
        let isotonic = isotonic(&points);
        for score in [0.2, 0.4, 0.6, 0.8] {
            let truth = 1.0 / (1.0 + (-10.0 * (score - 0.6_f64)).exp());
            assert!((isotonic.probability(score) - truth).abs() < 0.1, "{score}");
        }
        let example = |suits: &bool| Example::graded("a", "b", Vec::new(), if *suits { 2 } else { 0 });
        let examples: Vec<Example> =
            (0..scores.len()).map(|at| Example { posting: format!("{}", at % 40), ..example(&suits[at]) }).collect();
        let found = calibrated(&examples, &scores, 1, 5, 1).unwrap();
        assert_eq!(found.calibration.method(), "platt");
        assert_eq!(found, calibrated(&examples, &scores, 1, 5, 1).unwrap());
        assert_eq!(calibrated(&examples[..30], &scores[..30], 2, 5, 1), None);
    }

    #[test]
    fn learned_curves_keep_their_word_as_a_perfect_model_would() {
        let within = |seed: &u64| {
            let (scores, suits) = drawn(1_000, 10.0, *seed);
            let example = |(at, suits): (usize, &bool)| Example {
                posting: format!("{}", at % 40),
                ..Example::graded("a", "b", Vec::new(), if *suits { 2 } else { 0 })
            };
            let examples: Vec<Example> = suits.iter().enumerate().map(example).collect();
            let found = calibrated(&examples, &scores, 1, 5, 1).unwrap().reliability;
            found.error <= found.perfect
        };
        // A perfect model stays within in 19 cases of 20; a curve of two numbers, fitted on 800 pairs, in nearly as many.
        let kept = (0..12_u64).filter(within).count();
        assert!(kept >= 9, "{kept} of 12");
    }
}
