//! The weights of linking, learned from judged texts: those under which the right labels come first (softmax over a text's
//! candidates; Cao et al., "Learning to rank: from pairwise approach to listwise approach", 2007).

use std::collections::HashMap;
use std::path::Path;

use rayon::prelude::*;
use serde::Deserialize;

use crate::error::Error;
use crate::error::Result;
use crate::linking::Judged;
use crate::linking::Linker;
use crate::linking::MEANINGS;
use crate::linking::SIGNS;
use crate::linking::Weights;

use super::text_files::TextFile;

/// How strongly weights (of signs scaled to deviation 1) are held to zero.
const HELD: f64 = 0.01;

/// Steps of gradient descent, and the length of the first.
const STEPS: usize = 600;
const STEP: f64 = 0.05;

/// Every so many-th judgment is left out in turn to measure.
const FOLDS: usize = 5;

/// How many of a text's best labels count in learning what a score means.
const JUDGED: usize = 5;

/// A text and the labels that it means.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Judgment {
    /// The text.
    pub text: String,
    /// The labels, as they stand in the taxonomy.
    pub labels: Vec<String>,
}

/// What was learned, and how well it ranks.
#[derive(Clone, Debug, PartialEq)]
pub struct Learned {
    /// The weights, from all judgments.
    pub weights: Weights,
    /// For each file: how many of its judgments have a label in the taxonomy, and the mean reciprocal rank of the first right
    /// label: with the linker's weights, with those learned from the other judgments, and with those learned from all.
    pub files: Vec<Measured>,
}

/// How well one file's texts are linked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// How many judgments counted.
    pub judgments: usize,
    /// With the weights that the linker came with.
    pub before: f64,
    /// With weights that were learned without the judgment.
    pub held_out: f64,
    /// With the weights that were learned.
    pub learned: f64,
}

/// Reads judgments: JSON Lines, `{"text": ..., "labels": [...]}`.
///
/// # Errors
/// [`Error::Io`]; [`Error::Malformed`] naming the line that is none.
pub fn read(path: &Path) -> Result<Vec<Judgment>> {
    let file = TextFile::read(path)?;
    let judgment = |(number, line): (usize, &str)| {
        serde_json::from_str(line)
            .map_err(|error| file.wrong(number, &error.to_string(), "give {\"text\": ..., \"labels\": [...]} a line"))
    };
    file.lines().map(judgment).collect()
}

/// A judged text's candidates: the signs of each, and whether it is right.
struct Example {
    signs: Vec<[f64; SIGNS]>,
    right: Vec<bool>,
    /// True where a right label is among the candidates.
    found: bool,
    weight: f64,
}

/// Learns weights from files of judgments, each file counting alike. Judgments without a label of the taxonomy are passed over.
///
/// # Errors
/// [`Error::Usage`] where no judgment has a label of the taxonomy; when the embedder cannot run.
pub fn learn(linker: &Linker, files: &[Vec<Judgment>]) -> Result<Learned> {
    let mut sets: Vec<Vec<Example>> = Vec::with_capacity(files.len());
    for judgments in files {
        sets.push(examples(linker, judgments)?);
    }
    if sets.iter().all(Vec::is_empty) {
        return Err(Error::Usage {
            problem: "no judgment names a label of the taxonomy".into(),
            remedy: "give labels exactly as they stand in the taxonomy".into(),
        });
    }
    let scale = scale(sets.iter().flatten());
    for example in sets.iter_mut().flatten() {
        for signs in &mut example.signs {
            signs.iter_mut().zip(&scale).for_each(|(sign, scale)| *sign /= scale);
        }
    }
    let all: Vec<&Example> = sets.iter().flatten().collect();
    let learned = descend(&all);
    let mut held_out = vec![0.0; sets.len()];
    for fold in 0..FOLDS {
        let outside = |at: &usize| at % FOLDS != fold;
        let rest = sets
            .iter()
            .flat_map(|set| set.iter().enumerate().filter(|(at, _)| outside(at)).map(|(_, example)| example));
        let weights = descend(&rest.collect::<Vec<_>>());
        for (set, total) in sets.iter().zip(&mut held_out) {
            *total += set.iter().skip(fold).step_by(FOLDS).map(|example| reciprocal(example, &weights)).sum::<f64>();
        }
    }
    let mut before = [0.0; SIGNS];
    let signs = linker.weights().signs;
    (0..SIGNS).for_each(|at| before[at] = f64::from(signs[at]) * scale[at]);
    #[allow(clippy::cast_precision_loss)]
    let measured = |(set, held_out): (&Vec<Example>, f64)| {
        let mean = |weights: &[f64; SIGNS]| {
            set.iter().map(|example| reciprocal(example, weights)).sum::<f64>() / set.len().max(1) as f64
        };
        let held_out = held_out / set.len().max(1) as f64;
        Measured { judgments: set.len(), before: mean(&before), held_out, learned: mean(&learned) }
    };
    let files = sets.iter().zip(held_out).map(measured).collect();
    let (slope, even) = certainty(&all, &learned);
    let mut signs = [0.0_f32; SIGNS];
    #[allow(clippy::cast_possible_truncation)]
    (0..SIGNS).for_each(|at| signs[at] = (learned[at] / scale[at]) as f32);
    #[allow(clippy::cast_possible_truncation)]
    let weights = Weights { signs, even: even as f32, slope: slope as f32 };
    Ok(Learned { weights, files })
}

/// The weights as a table that [`Weights::parse`] reads.
#[must_use]
pub fn table(weights: &Weights) -> String {
    let mut text = "# What each sign counts when a text is linked to a label, and how the sum becomes a score. Learned: `vocation \
                    learn linking`.\nsign\tweight\tmeaning\n"
        .to_owned();
    for ((name, meaning), weight) in MEANINGS.iter().zip(weights.signs) {
        text.push_str(&format!("{name}\t{weight:.4}\t{meaning}\n"));
    }
    text.push_str(&format!("even\t{:.4}\tthe sum at which a link is as likely right as wrong\n", weights.even));
    text.push_str(&format!("slope\t{:.4}\thow fast the sum turns into certainty\n", weights.slope));
    text
}

/// A text, and the entries that it means.
type Known<'a> = (&'a str, Vec<usize>);

#[allow(clippy::cast_precision_loss)]
fn examples(linker: &Linker, judgments: &[Judgment]) -> Result<Vec<Example>> {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (place, entry) in linker.taxonomy().entries().iter().enumerate() {
        places.entry(entry.label.as_str()).or_default().push(place);
    }
    let right: Vec<Known<'_>> = judgments
        .iter()
        .map(|judgment| {
            let known =
                judgment.labels.iter().filter_map(|label| places.get(label.trim())).flatten().copied().collect();
            (judgment.text.as_str(), known)
        })
        .filter(|(_, known): &Known<'_>| !known.is_empty())
        .collect();
    let texts: Vec<&str> = right.iter().map(|&(text, _)| text).collect();
    let weight = 1.0 / texts.len().max(1) as f64;
    let example = |(candidates, (_, known)): (Judged, &Known<'_>)| {
        let right: Vec<bool> = candidates.iter().map(|(entry, _)| known.contains(entry)).collect();
        let signs = candidates.iter().map(|(_, signs)| signs.map(f64::from)).collect();
        Example { signs, found: right.contains(&true), right, weight }
    };
    Ok(linker.judged(&texts)?.into_iter().zip(&right).map(example).collect())
}

/// The standard deviation of each sign over all candidates; 1 where it never changes.
#[allow(clippy::cast_precision_loss)]
fn scale<'a>(examples: impl Iterator<Item = &'a Example>) -> [f64; SIGNS] {
    let (mut count, mut sums, mut squares) = (0_usize, [0.0; SIGNS], [0.0; SIGNS]);
    for signs in examples.flat_map(|example| &example.signs) {
        count += 1;
        for (at, sign) in signs.iter().enumerate() {
            sums[at] += sign;
            squares[at] += sign * sign;
        }
    }
    let mut scale = [1.0; SIGNS];
    for at in 0..SIGNS {
        let mean = sums[at] / count.max(1) as f64;
        let deviation = (squares[at] / count.max(1) as f64 - mean * mean).max(0.0).sqrt();
        scale[at] = if deviation > 1e-6 { deviation } else { 1.0 };
    }
    scale
}

fn sum(signs: &[f64; SIGNS], weights: &[f64; SIGNS]) -> f64 {
    signs.iter().zip(weights).map(|(sign, weight)| sign * weight).sum()
}

/// Minimizes the mean of minus the logarithm of the right labels' share, by Adam (Kingma and Ba, 2015) over all examples at
/// once with a step that shrinks; deterministic.
#[allow(clippy::cast_precision_loss)]
fn descend(examples: &[&Example]) -> [f64; SIGNS] {
    let total: f64 = examples.iter().filter(|example| example.found).map(|example| example.weight).sum();
    let (mut weights, mut mean, mut square) = ([0.0; SIGNS], [0.0; SIGNS], [0.0; SIGNS]);
    for step in 1..=STEPS {
        let each: Vec<[f64; SIGNS]> = examples.par_iter().map(|example| gradient(example, &weights)).collect();
        let mut slope = weights.map(|weight| 2.0 * HELD * weight);
        for (example, each) in examples.iter().zip(&each) {
            (0..SIGNS).for_each(|at| slope[at] += each[at] * example.weight / total.max(f64::MIN_POSITIVE));
        }
        let length = STEP * (1.0 - (step - 1) as f64 / STEPS as f64);
        for at in 0..SIGNS {
            mean[at] = 0.9 * mean[at] + 0.1 * slope[at];
            square[at] = 0.999 * square[at] + 0.001 * slope[at] * slope[at];
            let (mean, square) =
                (mean[at] / (1.0 - 0.9_f64.powf(step as f64)), square[at] / (1.0 - 0.999_f64.powf(step as f64)));
            weights[at] -= length * mean / (square.sqrt() + 1e-9);
        }
    }
    weights
}

/// The slope of one example's loss; zero where no right label is among the candidates.
fn gradient(example: &Example, weights: &[f64; SIGNS]) -> [f64; SIGNS] {
    let mut slope = [0.0; SIGNS];
    if !example.found {
        return slope;
    }
    let sums: Vec<f64> = example.signs.iter().map(|signs| sum(signs, weights)).collect();
    let most = sums.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let shares: Vec<f64> = sums.iter().map(|sum| (sum - most).exp()).collect();
    let all: f64 = shares.iter().sum();
    let right: f64 = shares.iter().zip(&example.right).filter(|(_, right)| **right).map(|(share, _)| share).sum();
    for ((signs, share), &is_right) in example.signs.iter().zip(&shares).zip(&example.right) {
        let pull = share / all - if is_right { share / right.max(f64::MIN_POSITIVE) } else { 0.0 };
        (0..SIGNS).for_each(|at| slope[at] += pull * signs[at]);
    }
    slope
}

/// One over the rank of the first right label; 0 where there is none.
#[allow(clippy::cast_precision_loss)]
fn reciprocal(example: &Example, weights: &[f64; SIGNS]) -> f64 {
    if !example.found {
        return 0.0;
    }
    let sums: Vec<f64> = example.signs.iter().map(|signs| sum(signs, weights)).collect();
    let right = sums.iter().zip(&example.right).filter(|(_, right)| **right).map(|(sum, _)| *sum);
    let best = right.fold(f64::NEG_INFINITY, f64::max);
    1.0 / (1 + sums.iter().filter(|sum| **sum > best).count()) as f64
}

/// Slope and middle of the curve that turns a sum into how likely a label is right (Platt, 1999), by Newton's method over the
/// best labels of every text.
fn certainty(examples: &[&Example], weights: &[f64; SIGNS]) -> (f64, f64) {
    let mut points: Vec<(f64, f64, f64)> = Vec::new();
    for example in examples {
        let mut sums: Vec<(f64, bool)> =
            example.signs.iter().map(|signs| sum(signs, weights)).zip(example.right.iter().copied()).collect();
        sums.sort_by(|a, b| b.0.total_cmp(&a.0));
        points.extend(sums.iter().take(JUDGED).map(|&(sum, right)| (sum, f64::from(u8::from(right)), example.weight)));
    }
    let (mut slope, mut offset) = (0.0, 0.0);
    for _ in 0..50 {
        let (mut first, mut second, mut aa, mut ab, mut bb) = (0.0, 0.0, 1e-9, 0.0, 1e-9);
        for &(sum, right, weight) in &points {
            let likely = 1.0 / (1.0 + (-(slope * sum + offset)).exp());
            let (error, spread) = (weight * (likely - right), weight * likely * (1.0 - likely));
            first += error * sum;
            second += error;
            aa += spread * sum * sum;
            ab += spread * sum;
            bb += spread;
        }
        let determinant = aa * bb - ab * ab;
        if determinant.abs() < 1e-18 {
            break;
        }
        slope -= (bb * first - ab * second) / determinant;
        offset -= (aa * second - ab * first) / determinant;
    }
    // Where nothing was learned, a middling curve keeps scores in order.
    if slope.is_finite() && slope > 1e-6 { (slope, -offset / slope) } else { (1.0, 0.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedding::StaticModel;
    use crate::linking::Taxonomy;

    fn judgment(text: &str, label: &str) -> Judgment {
        Judgment { text: text.into(), labels: vec![label.into()] }
    }

    fn linker() -> Linker {
        let labels = ["carve wood", "carve meat", "bake bread", "sell bread", "English", "write English"];
        let flat = Weights { signs: [0.0; SIGNS], even: 0.0, slope: 1.0 };
        Linker::new(Taxonomy::of_labels(labels), StaticModel::builtin()).unwrap().weighing(flat)
    }

    #[test]
    fn what_is_judged_right_comes_first() {
        let judged = [
            judgment("carving of wood", "carve wood"),
            judgment("fluent English", "English"),
            judgment("our bread is baked here", "bake bread"),
            judgment("nothing that is known", "unknown"),
        ];
        let learned = learn(&linker(), &[judged.to_vec()]).unwrap();
        assert_eq!(learned.files[0].judgments, 3);
        assert!(learned.files[0].learned > 0.99, "{:?}", learned.files);
        let parsed = Weights::parse(&table(&learned.weights)).unwrap();
        let linker = linker().weighing(parsed);
        assert_eq!(linker.link("the carving of wood", 1).unwrap()[0].label, "carve wood");
        assert_eq!(learn(&self::linker(), &[judged.to_vec()]).unwrap(), learned);
    }

    #[test]
    fn judgments_of_another_taxonomy_are_refused() {
        assert!(learn(&linker(), &[vec![judgment("a", "b")]]).unwrap_err().to_string().contains("taxonomy"));
    }

    #[test]
    fn a_broken_line_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("judged.jsonl");
        std::fs::write(&path, "{\"text\":\"a\",\"labels\":[\"b\"]}\n\n{\"text\":\"a\"}\n").unwrap();
        assert!(read(&path).unwrap_err().to_string().contains("line 3"));
    }
}
