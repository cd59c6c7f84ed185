//! The figures of the report.

use super::ablation::Ablated;
use super::lists::Lists;
use super::measured::Measured;
use super::measures::Measure;
use super::pairs::JudgedPairs;
use super::scores::Scores;
use super::slices::Slice;
use crate::learning::Bin;
use crate::learning::Interval;
use crate::learning::Reliability;
use crate::learning::Resampling;
use crate::ranking::SIGNALS;
use crate::report::Bar;
use crate::report::Bars;
use crate::report::Curve;
use crate::report::Curves;
use crate::report::Dot;
use crate::report::Figure;
use crate::report::Group;
use crate::report::Heat;
use crate::report::Histograms;
use crate::report::Point;
use crate::report::Row;
use crate::report::Swarm;
use crate::report::Tone;

/// The ends of an axis of shares.
const SHARE: (f64, f64) = (0.0, 1.0);

/// From how few queries on a slice tells next to nothing.
const FEW: usize = 5;

const fn ends(interval: Interval) -> Option<(f64, f64)> {
    Some((interval.low, interval.high))
}

/// The headline of every system.
pub(super) fn systems(systems: &[Measured], resampling: Resampling) -> Figure {
    let bar = |(at, system): (usize, &Measured)| {
        let (interval, count) = system.interval(Measure::HEADLINE, resampling);
        let tone = if at == 0 { Tone::Main } else { Tone::Other };
        let note = format!("n = {count}");
        Bar { label: system.name.clone(), value: interval.mean, interval: ends(interval), note, tone, ..Bar::default() }
    };
    Bars {
        title: "nDCG@10 of every system".to_owned(),
        unit: "nDCG@10, mean over queries (1 is the best possible order)".to_owned(),
        words: "Lines are 95 % intervals over queries; n counts queries. Overlapping lines do not mean that two are equal: the \
                table below compares them query by query."
            .to_owned(),
        bars: systems.iter().enumerate().map(bar).collect(),
        range: Some(SHARE),
    }
    .draw()
}

/// The headline of every query, in a row a system.
pub(super) fn queries(systems: &[Measured], pairs: &JudgedPairs, lists: &Lists) -> Figure {
    let row = |(at, system): (usize, &Measured)| {
        let values = lists.lists.iter().zip(system.of_measure(Measure::HEADLINE));
        let dot = |(list, value): (&super::List, &Option<f64>)| {
            let label = pairs.members(lists.by)[list.query].entry.profile.id.clone();
            let tone = if at == 0 { Tone::Main } else { Tone::Other };
            Some(Dot { label, value: (*value)?, tone })
        };
        Row { name: system.name.clone(), dots: values.filter_map(dot).collect() }
    };
    Swarm {
        title: "nDCG@10 of every query".to_owned(),
        unit: "nDCG@10 of one query".to_owned(),
        words: "Each dot is a query; point at one for its name. A mean hides the queries to the left.".to_owned(),
        rows: systems.iter().enumerate().map(row).collect(),
        range: Some(SHARE),
    }
    .draw()
}

/// The headline by slice.
pub(super) fn by_slice(slices: &[Slice]) -> Figure {
    let bar = |slice: &Slice| Bar {
        group: format!("By {}", slice.dimension),
        label: slice.value.clone(),
        value: slice.interval.mean,
        interval: if slice.queries > 1 { ends(slice.interval) } else { None },
        note: format!("n = {}", slice.queries),
        tone: if slice.queries < FEW { Tone::Other } else { Tone::Main },
    };
    Bars {
        title: "nDCG@10 by slice".to_owned(),
        unit: "nDCG@10 over the slice's postings, mean over queries".to_owned(),
        words: format!(
            "Lists are cut down to postings of one kind; n counts queries with a grade above 0 there. Gray: fewer than {FEW} queries, \
             which tell next to nothing. Short lists are easier to order."
        ),
        bars: slices.iter().map(bar).collect(),
        range: Some(SHARE),
    }
    .draw()
}

/// The scores of each grade.
pub(super) fn scores_by_grade(scores: &Scores, pairs: &JudgedPairs) -> Figure {
    let grades = pairs.grades();
    let group = |grade: usize| {
        let of = pairs.pairs().iter().zip(&scores.scores).filter(|(pair, _)| pair.grade as usize == grade);
        Group { name: format!("grade {grade}"), values: of.filter_map(|(_, score)| *score).collect() }
    };
    Histograms {
        title: "Scores by grade".to_owned(),
        unit: "score".to_owned(),
        words: "The height of a bar is the share of the grade's pairs; the line is their median. Scores are shown before gates: a \
                pair that a gate bars keeps its score and is ranked after all others."
            .to_owned(),
        groups: (0..grades.len()).rev().map(group).collect(),
        range: Some(SHARE),
        bins: 25,
    }
    .draw()
}

/// The mean strength of each signal by grade.
pub(super) fn strengths_by_grade(pairs: &JudgedPairs) -> Figure {
    let grades = pairs.grades().len();
    let mean = |at: usize, grade: usize| {
        let of = pairs.pairs().iter().filter(|pair| pair.grade as usize == grade);
        let stated: Vec<f64> = of.filter_map(|pair| pair.strengths[at]).collect();
        (!stated.is_empty()).then(|| stated.iter().sum::<f64>() / stated.len() as f64)
    };
    let row = |(at, signal): (usize, &crate::ranking::Signal)| {
        (signal.name.to_owned(), (0..grades).map(|grade| mean(at, grade)).collect())
    };
    Heat {
        title: "Mean strength of each signal by grade".to_owned(),
        unit: "mean strength where both sides speak".to_owned(),
        words: "A signal that tells good pairs from bad ones grows darker to the right.".to_owned(),
        columns: (0..grades).map(|grade| format!("grade {grade}")).collect(),
        rows: SIGNALS.iter().enumerate().map(row).collect(),
        range: Some(SHARE),
    }
    .draw()
}

/// Probabilities beside what came of them.
pub(super) fn reliability(reliability: &Reliability, suits_from: u32) -> Figure {
    let point =
        |bin: &Bin| Point { x: bin.probability, y: bin.share.mean, interval: ends(bin.share), count: bin.count };
    let points = reliability.bins.iter().map(point).collect();
    Curves {
        title: "Reliability of probabilities".to_owned(),
        x_unit: "probability that is given, mean of the bin".to_owned(),
        y_unit: "share that suits".to_owned(),
        words: format!(
            "Expected calibration error {:.3}, in ten bins of as many pairs; a perfectly calibrated model of this size stays below {:.3} in \
             95 of 100 cases. A pair suits from grade {suits_from} on. Larger dots stand for more pairs; \
             lines are 95 % intervals.",
            reliability.error, reliability.perfect
        ),
        curves: vec![Curve { name: "measured".to_owned(), points, tone: Tone::Main }],
        ranges: Some((SHARE, SHARE)),
        diagonal: Some("perfectly calibrated".to_owned()),
    }
    .draw()
}

/// What the headline loses without each signal.
pub(super) fn without(ablated: &[Ablated]) -> Figure {
    let bar = |one: &Ablated| {
        let found = one.without.as_ref()?.first()?;
        let tone = if found.difference.mean < 0.0 { Tone::Warning } else { Tone::Main };
        Some(Bar {
            label: format!("{} ({:.0} %)", one.signal, one.weight * 100.0),
            value: found.difference.mean,
            interval: ends(found.difference),
            note: p(found.p),
            tone,
            ..Bar::default()
        })
    };
    Bars {
        title: "What is lost without each signal".to_owned(),
        unit: "nDCG@10 of all signals less that without this one".to_owned(),
        words: "To the right: the ranking is worse without it. To the left (orange): better. The weight is in brackets; the others are \
                divided by their sum. Lines are 95 % intervals over queries, p that of the paired randomization test."
            .to_owned(),
        bars: ablated.iter().filter_map(bar).collect(),
        range: None,
    }
    .draw()
}

/// The headline of each signal alone.
pub(super) fn alone(ablated: &[Ablated]) -> Figure {
    let bar = |one: &Ablated| Bar {
        label: one.signal.to_owned(),
        value: one.alone_means.first().copied().unwrap_or(f64::NAN),
        note: format!("silent {:.0} %", one.silent * 100.0),
        ..Bar::default()
    };
    Bars {
        title: "Each signal alone".to_owned(),
        unit: "nDCG@10, mean over queries".to_owned(),
        words: "Gates stay. A signal that is silent of many pairs, or gives many the same strength, leaves their order to their ids."
            .to_owned(),
        bars: ablated.iter().map(bar).collect(),
        range: Some(SHARE),
    }
    .draw()
}

/// How likely chance is, in words.
pub(super) fn p(p: f64) -> String {
    if p < 0.001 { "p < 0.001".to_owned() } else { format!("p = {p:.3}") }
}
