//! What `vocation evaluate ranking` prints.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;
use vocation::documents::Side;
use vocation::learning::Comparison;
use vocation::learning::Gain;
use vocation::learning::Interval;
use vocation::learning::Metric;
use vocation::learning::evaluation::Measure;
use vocation::learning::evaluation::Measured;
use vocation::learning::evaluation::Slice;

use super::judged::Read;
use super::ranking::Found;
use super::tables::broken;
use super::tables::empty_table;
use super::tables::probability;
use super::tables::row;
use super::tables::short;
use super::tables::signed;

/// The measures that the table shows; `--json` has all.
const SHOWN: [Measure; 6] = [
    Measure::HEADLINE,
    Measure::Graded(Metric::Ndcg(Some(10), Gain::Exponential)),
    Measure::Suiting(Metric::AveragePrecision),
    Measure::Suiting(Metric::Precision(5)),
    Measure::Pairwise,
    Measure::Spearman,
];

/// The contract of `evaluate ranking --json`.
pub(super) fn object(read: &Read, found: &Found) -> Value {
    let (pairs, lists) = (&read.pairs, &read.lists);
    let first = &found.systems[0];
    let compared = found.systems[1..].iter().map(|other| {
        let metrics: Map<String, Value> = Measure::ALL
            .iter()
            .filter_map(|&measure| {
                Some((measure.to_string(), difference(first.less(other, measure, read.resampling)?)))
            })
            .collect();
        json!({"system": first.name, "against": other.name, "metrics": metrics})
    });
    json!({
        "judgments": read.judgments.len(),
        "fingerprint": read.judgments.fingerprint(),
        "by": side(lists.by),
        "queries": lists.lists.len(),
        "pairs": lists.pairs(),
        "grades": pairs.grades(),
        "suits_from": pairs.suits_from(),
        "lists": "condensed",
        "left_out": {
            "queries_without_a_grade_above_0": lists.left_out,
            "judgments_of_unknown_documents": pairs.unknown(),
            "unjudged_pairs": pairs.unjudged(),
        },
        "weights": found.weights.version(),
        "calibration": found.weights.calibration().map_or("not calibrated", |calibration| calibration.method()),
        "resamples": read.resampling.times,
        "seed": read.resampling.seed,
        "systems": found.systems.iter().map(|system| measured(system, read)).collect::<Vec<_>>(),
        "comparisons": compared.collect::<Vec<_>>(),
        "slices": found.slices.iter().map(slice).collect::<Vec<_>>(),
    })
}

fn measured(system: &Measured, read: &Read) -> Value {
    let metrics: Map<String, Value> = Measure::ALL
        .iter()
        .map(|&measure| {
            let (found, queries) = system.interval(measure, read.resampling);
            let mut value = interval(found);
            value["queries"] = queries.into();
            (measure.to_string(), value)
        })
        .collect();
    json!({
        "name": system.name,
        "metrics": metrics,
        "overall": {
            "spearman": system.whole.spearman.map(interval),
            "spearman_best": system.whole.spearman_best,
            "auc": system.whole.auc.map(interval),
            "ece": system.whole.reliability.as_ref().map(|found| found.error),
            "ece_perfect": system.whole.reliability.as_ref().map(|found| found.perfect),
            "reliability": system.whole.reliability.as_ref().map(|found| {
                found.bins.iter().map(|bin| json!({
                    "probability": bin.probability, "suits": interval(bin.share), "pairs": bin.count,
                })).collect::<Vec<_>>()
            }),
        },
        "coverage": system.share.coverage,
        "diversity": system.share.diversity,
        "companies": system.share.companies,
    })
}

fn slice(slice: &Slice) -> Value {
    json!({
        "dimension": slice.dimension,
        "value": slice.value,
        "queries": slice.queries,
        "pairs": slice.pairs,
        "ndcg@10": interval(slice.interval),
    })
}

pub(super) fn interval(found: Interval) -> Value {
    json!({"mean": found.mean, "low": found.low, "high": found.high})
}

pub(super) fn difference(found: Comparison) -> Value {
    let Interval { mean, low, high } = found.difference;
    json!({"difference": mean, "low": low, "high": high, "p": found.p})
}

pub(super) const fn side(side: Side) -> &'static str {
    match side {
        Side::Posting => "posting",
        Side::Resume => "resume",
    }
}

/// What was judged, in a sentence or two.
pub(super) fn judged(read: &Read) -> String {
    let (pairs, lists) = (&read.pairs, &read.lists);
    let asks = match lists.by {
        Side::Posting => "postings",
        Side::Resume => "r\u{e9}sum\u{e9}s",
    };
    let grades: Vec<String> =
        pairs.grades().iter().enumerate().map(|(grade, count)| format!("{grade}: {count}")).collect();
    format!(
        "{} {asks} ask; {} judged pairs (grade {}).\nOnly judged documents are ranked (condensed lists): {} unjudged pairs\nare left out.\n",
        lists.lists.len(),
        lists.pairs(),
        grades.join(", "),
        pairs.unjudged()
    )
}

/// What was measured, for people.
pub(super) fn text(read: &Read, found: &Found) -> String {
    let mut lines = vec![judged(read)];
    let chance = read.resampling;
    let header = || std::iter::once(String::new()).chain(SHOWN.iter().map(ToString::to_string));
    let mut table = empty_table(header());
    for system in &found.systems {
        let cells = SHOWN.iter().map(|&measure| {
            let (found, _) = system.interval(measure, chance);
            format!("{}\n{}-{}", short(found.mean), short(found.low), short(found.high))
        });
        table.add_row(row(&broken(&system.name), cells));
    }
    lines.push(table.trim_fmt());
    lines.push(format!("\n{} less the others, with p:\n", found.systems[0].name));
    let mut table = empty_table(header());
    for other in &found.systems[1..] {
        let cells = SHOWN.iter().map(|&measure| compared(found.systems[0].less(other, measure, chance)));
        table.add_row(row(&broken(&other.name), cells));
    }
    lines.push(table.trim_fmt());
    lines.push(overall(&found.systems));
    lines.push(sliced(&found.slices));
    lines.push(format!(
        "\nBelow each mean its 95 % interval over queries (bootstrap, {} times); p is\nthat of the paired randomization test. map and p@k \
         take grades from {} on\nas relevant; \"no gates\" ranks by score alone. --json has more.",
        chance.times,
        read.pairs.suits_from()
    ));
    lines.join("\n")
}

pub(super) fn compared(found: Option<Comparison>) -> String {
    let Some(found) = found else { return String::new() };
    let difference = found.difference;
    let (low, high) = (signed(difference.low), signed(difference.high));
    format!("{}\n{low} {high}\np {}", signed(difference.mean), probability(found.p))
}

/// What only all pairs tell, and what the first ten are like.
fn overall(systems: &[Measured]) -> String {
    let header = ["", "spearman", "auc", "ece", "coverage", "diversity", "companies"].map(str::to_owned);
    let mut table = empty_table(header.into_iter());
    let one = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), short);
    let spanned = |found: Option<Interval>| {
        found.map_or_else(
            || "-".to_owned(),
            |found| format!("{}\n{}-{}", signless(found.mean), signless(found.low), signless(found.high)),
        )
    };
    for system in systems {
        let (whole, share) = (&system.whole, system.share);
        let error = whole.reliability.as_ref().map(|found| found.error);
        let cells = [
            spanned(whole.spearman),
            spanned(whole.auc),
            one(error),
            short(share.coverage),
            one(share.diversity),
            one(share.companies),
        ];
        table.add_row(row(&broken(&system.name), cells.into_iter()));
    }
    let best = systems.first().and_then(|system| system.whole.spearman_best).map_or_else(|| "-".to_owned(), short);
    format!(
        "\nOver all pairs at once (ece: - where not calibrated; the best possible spearman\nis {best}, since grades are equal), and of the \
         first ten:\n\n{}",
        table.trim_fmt()
    )
}

/// A number that may be below zero.
fn signless(value: f64) -> String {
    if value < 0.0 { signed(value) } else { short(value) }
}

fn sliced(slices: &[Slice]) -> String {
    let mut table = empty_table(["", "", "ndcg@10", "interval", "queries", "pairs"].map(str::to_owned).into_iter());
    let mut before = "";
    for slice in slices {
        let dimension = if slice.dimension == before { "" } else { slice.dimension };
        before = slice.dimension;
        let Interval { mean, low, high } = slice.interval;
        let cells = [
            slice.value.clone(),
            short(mean),
            format!("{}-{}", short(low), short(high)),
            slice.queries.to_string(),
            slice.pairs.to_string(),
        ];
        table.add_row(row(dimension, cells.into_iter()));
    }
    format!("\nBy the postings' kind:\n\n{}", table.trim_fmt())
}
