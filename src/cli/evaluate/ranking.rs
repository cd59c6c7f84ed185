//! `vocation evaluate ranking`.

use std::io::Write;
use std::path::Path;

use vocation::learning::Run;
use vocation::learning::evaluation;
use vocation::learning::evaluation::Measured;
use vocation::learning::evaluation::Report;
use vocation::learning::evaluation::Scores;
use vocation::learning::evaluation::Slice;
use vocation::ranking::Weights;

use super::super::Failure;
use super::super::evaluating::EvaluateRanking;
use super::super::output;
use super::judged;
use super::judged::Read;
use super::ranking_output;

/// How many of the worst queries the report tells of.
const WORST: usize = 5;

/// All that was found.
pub(super) struct Found {
    pub(super) weights: Weights,
    pub(super) systems: Vec<Measured>,
    pub(super) slices: Vec<Slice>,
}

/// Measures how well weights order judged pairs, beside baselines and what else is named.
pub(super) fn run(asked: &EvaluateRanking) -> Result<(), Failure> {
    let read = judged::read(&asked.judged)?;
    let weights = judged::weights(&asked.weights, &asked.folder, &read)?;
    let all = scores(asked, &weights, &read)?;
    let measure = |scores: &Scores| Measured::of(scores, &read.pairs, &read.lists, read.resampling);
    let taxonomy = &read.engine.options().taxonomy;
    let found = Found {
        systems: all.iter().map(measure).collect(),
        slices: evaluation::slices(&all[0], &read.pairs, read.lists.by, taxonomy, read.resampling),
        weights,
    };
    if let Some(path) = &asked.save_run {
        all[0].run(&read.pairs, &read.lists).save(path, &all[0].name)?;
    }
    if let Some(path) = &asked.report {
        let page = report(asked, &read, &all[0], &found)?;
        std::fs::write(path, page)
            .map_err(|error| Failure::NoAnswer(format!("{}: it cannot be written: {error}", path.display())))?;
    }
    let mut out = std::io::stdout().lock();
    if asked.judged.json {
        return output::json_line(&mut out, &ranking_output::object(&read, &found));
    }
    writeln!(out, "{}", ranking_output::text(&read, &found))?;
    Ok(())
}

/// What every system says: the weights first, then what they are compared with.
fn scores(asked: &EvaluateRanking, weights: &Weights, read: &Read) -> Result<Vec<Scores>, Failure> {
    let (pairs, by) = (&read.pairs, read.lists.by);
    let first = Scores::of_weights(&asked.weights, pairs, weights);
    let mut all = vec![first.clone(), first.without_gates("no gates")];
    for name in asked.against.iter().map(String::as_str).chain(["equal"]) {
        if all.iter().all(|known| known.name != name) {
            all.push(Scores::of_weights(name, pairs, &judged::weights(name, &asked.folder, read)?));
        }
    }
    for path in &asked.run {
        let run = Run::read(path)?;
        let scores = Scores::of_run(&tag(path), pairs, by, &run);
        let missing = read.lists.lists.iter().flat_map(|list| &list.pairs);
        let missing = missing.filter(|&&pair| scores.standings[pair].is_none()).count();
        if missing > 0 {
            output::warn(&format!(
                "{}: {missing} judged pairs are not in the run; they count as not found",
                path.display()
            ));
        }
        all.push(scores);
    }
    all.extend([Scores::cosine(pairs), Scores::bm25(pairs, by), Scores::character_ngrams(pairs, by)]);
    Ok(all)
}

fn report(asked: &EvaluateRanking, read: &Read, scores: &Scores, found: &Found) -> Result<String, Failure> {
    let weights = &found.weights;
    let ablated = evaluation::ablation(weights, &read.pairs, &read.lists, read.resampling)?;
    let worst = evaluation::worst(&read.engine, weights, &read.pairs, &read.lists, WORST);
    let about = [
        format!("Weights: {} (version {}).", asked.weights, weights.short_version()),
        format!("Model: {}.", read.engine.options().embedder.fingerprint()),
        format!("Judgments: {} (fingerprint {}).", tag(&asked.judged.judgments), &read.judgments.fingerprint()[..12]),
    ];
    let report = Report {
        about: &about,
        pairs: &read.pairs,
        lists: &read.lists,
        scores,
        systems: &found.systems,
        slices: &found.slices,
        ablated: &ablated,
        worst: &worst,
        resampling: read.resampling,
    };
    Ok(report.html())
}

/// A file's name without its folders.
fn tag(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
