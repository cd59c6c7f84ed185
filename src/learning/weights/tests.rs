use super::position::of_strengths;
use super::*;
use crate::learning::Interval;
use crate::learning::significance::Chance;
use crate::ranking::SIGNALS;

/// What pairs are planted with: weights, and how sharply they decide.
const TRUTH: [f64; 7] = [0.40, 0.20, 0.05, 0.10, 0.15, 0.05, 0.05];
const SHARP: f64 = 14.0;
const MIDDLE: f64 = 0.6;

/// How often what stands at a rank is looked at.
fn looked_at(rank: u32) -> f64 {
    1.0 / f64::from(rank)
}

fn planted() -> Weights {
    Weights::new(&TRUTH, Weights::default().neutrals(), None).unwrap()
}

/// Strengths drawn by chance, one in eight silent.
fn strengths(chance: &mut Chance) -> Vec<Option<f64>> {
    let one = |_| {
        let (strength, silent) = (chance.share(), chance.share() < 0.125);
        (!silent).then_some(strength)
    };
    (0..SIGNALS.len()).map(one).collect()
}

/// Chance that a pair of strengths suits, in the planted world.
fn suits(strengths: &[Option<f64>]) -> f64 {
    1.0 / (1.0 + (-SHARP * (planted().score(strengths) - MIDDLE)).exp())
}

/// Pages of ten, ranked by the third signal as a ranker of old might, so that what is strong in it stands high and is looked at.
fn simulated(pages: u32) -> (Events, Vec<Vec<Option<f64>>>) {
    let mut chance = Chance::new(11, 0);
    let (mut shown, mut all) = (Vec::new(), Vec::new());
    for page in 0..pages {
        let mut list: Vec<Vec<Option<f64>>> = (0..10).map(|_| strengths(&mut chance)).collect();
        list.sort_by(|a, b| b[2].unwrap_or(0.4).total_cmp(&a[2].unwrap_or(0.4)));
        for (rank, strengths) in (1..).zip(list) {
            let seen = chance.share() < looked_at(rank);
            let grade = usize::from(seen && chance.share() < suits(&strengths));
            let (posting, resume) = (format!("p{}", (page * 7 + rank * 13) % 200), format!("r{page}"));
            shown.push(Shown { posting, resume, rank, grade });
            all.push(strengths);
        }
    }
    (Events { shown, ..Events::default() }, all)
}

fn apart(weights: &Weights) -> f64 {
    weights.weights().iter().zip(TRUTH).map(|(found, planted)| (found - planted).abs()).sum()
}

/// How far weights are from the planted ones: the length of the difference as a share of the length of the planted ones.
fn off(weights: &Weights) -> f64 {
    let length = |of: &dyn Fn(usize) -> f64| (0..TRUTH.len()).map(|at| of(at).powi(2)).sum::<f64>().sqrt();
    length(&|at| weights.weights()[at] - TRUTH[at]) / length(&|at| TRUTH[at])
}

/// "Within 10 %" is said of all weights as one vector ([`off`]), and of the weight of the signal that pages were ranked by as a
/// part of the whole. It is not said of each small weight by itself: from 10,000 pages one of .05 is known to about .005, a tenth
/// of it, so that chance alone takes some of them further off.
#[test]
fn planted_weights_are_found_with_correction_and_missed_without() {
    let (events, strengths) = simulated(10_000);
    let learned = |corrected| {
        let studied = of_strengths(&events, strengths.clone(), &Weights::equal(), corrected).unwrap();
        let all: Vec<&Example> = studied.examples.iter().collect();
        let variables = Laid::new(&all, false).path(&Weights::equal(), &[0.0003]);
        (studied.positions, fit::weights(&Weights::equal(), &variables[0]).unwrap())
    };
    let (positions, corrected) = learned(true);
    for position in &positions {
        assert!((position.looked_at - looked_at(position.from)).abs() < 0.03, "{positions:?}");
    }
    let (_, plain) = learned(false);
    assert!(off(&corrected) < 0.1, "{:?}", corrected.weights());
    assert!((corrected.weights()[2] - TRUTH[2]).abs() < 0.02, "{:?}", corrected.weights());
    // The signal that old pages were ranked by is taken for what decided.
    assert!(off(&plain) > 0.4 && plain.weights()[2] > 4.0 * TRUTH[2], "{:?}", plain.weights());
}

#[test]
fn events_that_are_too_thin_are_refused_with_what_is_missing() {
    let (events, strengths) = simulated(90);
    let error = of_strengths(&events, strengths, &Weights::equal(), true).unwrap_err().to_string();
    assert!(error.contains("900 pairs shown, 100 too few"), "{error}");
    let (mut events, strengths) = simulated(200);
    events.shown.iter_mut().for_each(|shown| shown.rank = 1);
    let error = of_strengths(&events, strengths, &Weights::equal(), true).unwrap_err().to_string();
    assert!(error.contains("1 groups of ranks, 2 too few"), "{error}");
    events.shown.iter_mut().for_each(|shown| shown.grade = 0);
    let strengths = simulated(200).1;
    let error = of_strengths(&events, strengths, &Weights::equal(), true).unwrap_err().to_string();
    assert!(error.contains("0 pairs that came to anything, 100 too few"), "{error}");
}

/// Pairs of 40 postings and 15 résumés, graded by the planted weights and some chance.
fn graded() -> Vec<Example> {
    let mut chance = Chance::new(3, 1);
    let mut examples = Vec::new();
    for posting in 0..40 {
        for resume in 0..15 {
            let strengths = strengths(&mut chance);
            let worth = planted().score(&strengths) + 0.08 * (chance.share() - 0.5);
            let grade = [0.5, 0.6, 0.7].iter().filter(|least| worth > **least).count();
            let grade = u32::try_from(grade).unwrap();
            examples.push(Example::graded(&format!("p{posting}"), &format!("r{resume}"), strengths, grade));
        }
    }
    examples
}

#[test]
fn learned_weights_beat_equal_ones_on_held_out_postings() {
    let examples = graded();
    let learned = learn(&examples, &Weights::equal(), Options::default()).unwrap();
    assert!(learned.is_better());
    assert!(learned.measured.iter().all(|one| one.change.p < 0.05), "{:?}", learned.measured);
    assert!(learned.weights.weights().iter().all(|weight| *weight >= 0.0));
    assert!(learned.weights.neutrals().iter().all(|neutral| (0.0..=1.0).contains(neutral)));
    assert!(apart(&learned.weights) < 0.1, "{:?}", learned.weights);
    let calibrated = learned.calibrated.as_ref().unwrap();
    assert!(calibrated.reliability.error <= calibrated.reliability.perfect, "{calibrated:?}");
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(one.install(|| learn(&examples, &Weights::equal(), Options::default()).unwrap()), learned);
}

#[test]
fn weights_are_better_only_where_the_mean_rose_and_nothing_plainly_fell() {
    let examples = graded();
    let mut learned = learn(&examples, &Weights::equal(), Options::default()).unwrap();
    assert!(learned.is_better());
    // The measures of the one list plainly fall, those of the other rise by more: no better.
    let fell = Interval { mean: -0.05, low: -0.08, high: -0.02 };
    let rose = learned.measured[0].change.difference;
    learned.measured[0].change.difference = fell;
    learned.measured[1].change.difference = Interval { mean: 0.5, low: 0.4, high: 0.6 };
    assert!(!learned.is_better());
    // A fall within chance does not count against a mean that rose, but the mean has to rise.
    learned.measured[0].change.difference = Interval { high: 0.02, ..fell };
    assert!(learned.is_better());
    learned.measured.iter_mut().for_each(|one| one.change.difference = Interval { mean: 0.0, ..rose });
    assert!(!learned.is_better());
    learned.measured.clear();
    assert!(!learned.is_better());
}

#[test]
fn a_silent_signal_gets_the_strength_that_silence_is_worth() {
    // In the planted world the silence of skills counts as it does by default; where learning starts, as 0.9.
    let silence = Weights::default().neutrals()[0];
    let mut neutrals = Weights::default().neutrals().to_vec();
    neutrals[0] = 0.9;
    let start = Weights::new(&TRUTH, &neutrals, None).unwrap();
    let learned = learn(&graded(), &start, Options::default()).unwrap();
    assert!((learned.weights.neutrals()[0] - silence).abs() < 0.12, "{:?}", learned.weights.neutrals());
}

#[test]
fn no_posting_is_in_two_folds() {
    let examples = graded();
    let folds = folds(&examples, 5, 1);
    let mut of = std::collections::BTreeMap::new();
    for (example, fold) in examples.iter().zip(&folds) {
        assert_eq!(*of.entry(example.posting.clone()).or_insert(*fold), *fold);
    }
    for fold in 0..5 {
        assert_eq!(of.values().filter(|one| **one == fold).count(), 8);
    }
    assert_ne!(folds, super::folds(&examples, 5, 2));
}

#[test]
fn too_few_examples_are_refused_with_what_is_missing() {
    let examples = graded();
    let refused =
        |examples: &[Example]| learn(examples, &Weights::equal(), Options::default()).unwrap_err().to_string();
    assert!(refused(&examples[..15 * 4]).contains("4 postings, 6 too few"));
    let all_bad: Vec<Example> =
        examples.iter().map(|one| Example::graded(&one.posting, &one.resume, one.strengths.clone(), 0)).collect();
    assert!(refused(&all_bad).contains("0 pairs that suit, 30 too few"));
    assert!(refused(&[]).contains("0 postings"));
}
