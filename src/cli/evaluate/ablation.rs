//! `vocation evaluate ablation`.

use std::io::Write;

use serde_json::Map;
use serde_json::Value;
use serde_json::json;
use vocation::learning::Comparison;
use vocation::learning::evaluation;
use vocation::learning::evaluation::Ablated;
use vocation::learning::evaluation::Measure;

use super::super::Failure;
use super::super::evaluating::EvaluateAblation;
use super::super::output;
use super::judged;
use super::ranking_output;
use super::tables::empty_table;
use super::tables::row;
use super::tables::short;

/// The measures that the table shows, by their places; `--json` has all.
const SHOWN: [usize; 3] = [0, 5, 14];

/// Measures what each signal is worth.
pub(super) fn run(asked: &EvaluateAblation) -> Result<(), Failure> {
    let read = judged::read(&asked.judged)?;
    let weights = judged::weights(&asked.weights, &asked.folder, &read)?;
    let ablated = evaluation::ablation(&weights, &read.pairs, &read.lists, read.resampling)?;
    let mut out = std::io::stdout().lock();
    if asked.judged.json {
        let object = json!({
            "judgments": read.judgments.len(),
            "fingerprint": read.judgments.fingerprint(),
            "by": ranking_output::side(read.lists.by),
            "queries": read.lists.lists.len(),
            "weights": weights.version(),
            "resamples": read.resampling.times,
            "seed": read.resampling.seed,
            "signals": ablated.iter().map(object).collect::<Vec<_>>(),
        });
        return output::json_line(&mut out, &object);
    }
    writeln!(out, "{}\n{}", ranking_output::judged(&read), text(&ablated))?;
    writeln!(
        out,
        "\nwithout: all signals less all but this one; above zero the signal helps.\nalone: the mean with this signal only. Below \
         each difference its 95 % interval\nover queries and p (paired randomization test). Gates stay as they are."
    )?;
    Ok(())
}

fn object(one: &Ablated) -> Value {
    let named = |found: &[Comparison]| -> Map<String, Value> {
        let metrics = Measure::ALL.iter().zip(found);
        metrics.map(|(measure, found)| (measure.to_string(), ranking_output::difference(*found))).collect()
    };
    let means = Measure::ALL.iter().zip(&one.alone_means);
    let means: Map<String, Value> = means.map(|(measure, mean)| (measure.to_string(), json!(mean))).collect();
    json!({
        "signal": one.signal,
        "weight": one.weight,
        "silent": one.silent,
        "all_less_without": one.without.as_deref().map(named),
        "alone": means,
        "all_less_alone": named(&one.alone),
    })
}

fn text(ablated: &[Ablated]) -> String {
    let names = SHOWN.map(|at| Measure::ALL[at].to_string());
    let header = ["signal", "weight", "silent"].map(str::to_owned).into_iter();
    let columns = names.iter().map(|name| format!("without:\n{name}")).chain([format!("alone:\n{}", names[0])]);
    let mut table = empty_table(header.chain(columns));
    for one in ablated {
        let without =
            SHOWN.map(|at| ranking_output::compared(one.without.as_ref().and_then(|found| found.get(at).copied())));
        let alone = one.alone_means.first().copied().map(short).unwrap_or_default();
        let cells = [short(one.weight), short(one.silent)].into_iter().chain(without).chain([alone]);
        table.add_row(row(one.signal, cells));
    }
    table.trim_fmt()
}
