//! `vocation models`: weights as versioned data.

use std::collections::BTreeMap;
use std::io::Write;

use serde_json::Value;
use serde_json::json;
use vocation::learning::weights::BUILTIN;
use vocation::learning::weights::Record;
use vocation::ranking::SIGNALS;
use vocation::ranking::Weights;

use super::Failure;
use super::lines;
use super::output;
use super::weighing;
use super::weighing::Compare;
use super::weighing::Folder;
use super::weighing::List;
use super::weighing::Models;
use super::weighing::Named;
use super::weighing::Replay;

/// How many digits of a version are shown.
const SHORT: usize = 12;

/// Lists, shows, compares or puts in use.
pub(super) fn run(asked: &Models) -> Result<(), Failure> {
    match asked {
        Models::List(asked) => list(asked),
        Models::Show(asked) => show(asked),
        Models::Use(asked) => put_in_use(asked),
        Models::Compare(asked) => compare(asked),
        Models::Rollback(asked) => roll_back(asked),
        Models::Replay(asked) => replay(asked),
    }
}

fn list(asked: &List) -> Result<(), Failure> {
    let versions = asked.folder.needed()?;
    let (all, broken) = versions.all()?;
    for error in broken {
        output::warn(&error.to_string());
    }
    let current = versions.current()?.map_or_else(|| Weights::default().version().to_owned(), |(version, _)| version);
    let starting = Weights::default();
    let mut out = std::io::stdout().lock();
    let mut line = |version: &str, name: &str, record: Option<&Record>| -> Result<(), Failure> {
        let short = version.get(..SHORT).unwrap_or(version);
        let used = version == current;
        if asked.json {
            let value = json!({"version": version, "name": name, "in_use": used, "date": record.map(|one| &one.date),
                "pairs": record.map(|one| one.learned_from.pairs), "parent": record.map(|one| &one.parent)});
            return output::json_line(&mut out, &value);
        }
        let mark = if used { "*" } else { " " };
        let came = record.map_or_else(
            || "compiled in".to_owned(),
            |one| format!("{}, from {} {}", one.date, one.learned_from.pairs, one.learned_from.kind),
        );
        writeln!(out, "{mark} {short}  {name:<20} {came}")?;
        Ok(())
    };
    line(starting.version(), BUILTIN, None)?;
    for (version, record) in &all {
        line(version, &record.name, Some(record))?;
    }
    Ok(())
}

fn show(asked: &Named) -> Result<(), Failure> {
    let record = weighing::record(&asked.name, &asked.folder)?;
    let weights = record.as_ref().map_or_else(|| Ok(Weights::default()), Record::weights)?;
    let mut out = std::io::stdout().lock();
    if asked.json {
        let signals: BTreeMap<&str, Value> = counts(&weights)
            .map(|(name, weight, neutral)| (name, json!({"weight": weight, "neutral": neutral})))
            .collect();
        let value = json!({"version": weights.version(), "record": record, "signals": signals, "calibration": weights.calibration()});
        return output::json_line(&mut out, &value);
    }
    writeln!(out, "{} {}", asked.name, weights.version())?;
    if let Some(record) = &record {
        let from = &record.learned_from;
        writeln!(out, "learned {} from {} {} ({})", record.date, from.pairs, from.kind, from.fingerprint)?;
        writeln!(out, "parent {}; r\u{e9}sum\u{e9}s as of {}; model {}", record.parent, record.as_of, record.embedder)?;
        for (name, scores) in &record.scores {
            writeln!(out, "  {name}: {:.4} before, {:.4} after, p {:.4}", scores.before, scores.after, scores.p)?;
        }
    }
    writeln!(out, "signal     weight  silence counts as")?;
    for (name, weight, neutral) in counts(&weights) {
        writeln!(out, "{name:<10} {weight:>6.3} {neutral:>18.3}")?;
    }
    let calibration = weights.calibration().map_or("not calibrated", |calibration| calibration.method());
    writeln!(out, "calibration: {calibration}")?;
    Ok(())
}

fn counts(weights: &Weights) -> impl Iterator<Item = (&'static str, f64, f64)> {
    let each = SIGNALS.iter().zip(weights.weights()).zip(weights.neutrals());
    each.map(|((signal, weight), neutral)| (signal.name, *weight, *neutral))
}

fn put_in_use(asked: &Named) -> Result<(), Failure> {
    let version = asked.folder.needed()?.put_in_use(&asked.name)?;
    writeln!(std::io::stdout(), "in use: {} ({})", asked.name, version.get(..SHORT).unwrap_or(&version))?;
    Ok(())
}

fn roll_back(asked: &List) -> Result<(), Failure> {
    let name = asked.folder.needed()?.roll_back()?;
    writeln!(std::io::stdout(), "in use again: {name}")?;
    Ok(())
}

fn compare(asked: &Compare) -> Result<(), Failure> {
    let weights = |name: &str| -> Result<Weights, Failure> {
        let record = weighing::record(name, &asked.folder)?;
        Ok(record.as_ref().map_or_else(|| Ok(Weights::default()), Record::weights)?)
    };
    let (first, second) = (weights(&asked.first)?, weights(&asked.second)?);
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "first {} {}, second {} {}",
        asked.first,
        first.short_version(),
        asked.second,
        second.short_version()
    )?;
    writeln!(out, "signal      weight: first second change   silence: first second change")?;
    for ((name, weight, neutral), (_, other, other_neutral)) in counts(&first).zip(counts(&second)) {
        writeln!(
            out,
            "{name:<18} {weight:>6.3} {other:>6.3} {:>+6.3} {neutral:>16.3} {other_neutral:>6.3} {:>+6.3}",
            other - weight,
            other_neutral - neutral
        )?;
    }
    Ok(())
}

/// All weights that a result may be by.
fn known(asked: &Replay) -> Result<Vec<Weights>, Failure> {
    let mut found = vec![Weights::default()];
    for path in &asked.weights {
        found.push(Record::read(path)?.weights()?);
    }
    let folder: &Folder = &asked.folder;
    if let Some(versions) = folder.versions() {
        for (_, record) in versions.all()?.0 {
            found.push(record.weights()?);
        }
    }
    Ok(found)
}

fn replay(asked: &Replay) -> Result<(), Failure> {
    let text = lines::read(&asked.result)?;
    let known = known(asked)?;
    let (mut same, mut failed) = (0_usize, 0_usize);
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        match replayed(line, &known) {
            Ok(()) => same += 1,
            Err(problem) => {
                failed += 1;
                output::warn(&format!("{}, line {number}: {problem}", asked.result.display()));
            }
        }
    }
    writeln!(std::io::stdout(), "{same} scores are the same to the last bit, {failed} are not")?;
    if same == 0 || failed > 0 {
        return Err(Failure::NoAnswer(format!("{failed} of {} results could not be reproduced", same + failed)));
    }
    Ok(())
}

/// Computes the score of one printed result again, from its strengths and its weights.
fn replayed(line: &str, known: &[Weights]) -> Result<(), String> {
    let value: Value = serde_json::from_str(line).map_err(|error| format!("no result of rank --json: {error}"))?;
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(ToOwned::to_owned);
    let number = |value: &Value, name: &str| value.get(name).and_then(Value::as_f64);
    let version = text(&value, "weights").ok_or("it does not say which weights it is by")?;
    let weights = known.iter().find(|one| one.short_version() == version).ok_or_else(|| {
        format!("there are no weights {version}; name their file with --weights, or their --weights-folder")
    })?;
    let reasons = value.get("reasons").and_then(Value::as_array).ok_or("it has no reasons")?;
    let mut strengths = vec![None; SIGNALS.len()];
    for reason in reasons {
        let name = text(reason, "signal").ok_or("a reason names no signal")?;
        let at = SIGNALS.iter().position(|signal| signal.name == name).ok_or(format!("there is no signal {name}"))?;
        let strength = number(reason, "strength").ok_or(format!("{name} has no strength"))?;
        let silent = reason.get("silent").and_then(Value::as_bool).unwrap_or(false);
        let expected = if silent { weights.neutrals()[at] } else { strength };
        let (weight, contribution) = (weights.weights()[at], expected * weights.weights()[at]);
        let agrees = |given: Option<f64>, here: f64| given.map(f64::to_bits) == Some(here.to_bits());
        for (what, given, here) in [
            ("strength", Some(strength), expected),
            ("weight", number(reason, "weight"), weight),
            ("contribution", number(reason, "contribution"), contribution),
        ] {
            if !agrees(given, here) {
                return Err(format!("the {what} of {name} is {given:?} there and {here} here"));
            }
        }
        strengths[at] = Some(expected);
    }
    let (printed, score) = (number(&value, "score").ok_or("it has no score")?, weights.score(&strengths));
    if printed.to_bits() != score.to_bits() {
        return Err(format!("the score is {printed} there and {score} here"));
    }
    let probability = number(&value, "probability");
    if probability.map(f64::to_bits) != weights.probability(score).map(f64::to_bits) {
        return Err(format!("the probability is {probability:?} there and {:?} here", weights.probability(score)));
    }
    Ok(())
}
