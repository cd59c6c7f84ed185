//! `vocation evaluate embedding`.

use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use serde_json::Map;
use serde_json::Value;
use serde_json::json;
use vocation::embedding;
use vocation::embedding::Embedder;
use vocation::embedding::StaticModel;
use vocation::learning;
use vocation::learning::Benchmark;
use vocation::learning::Comparison;
use vocation::learning::Exclude;
use vocation::learning::Files;
use vocation::learning::Interval;
use vocation::learning::Metric;
use vocation::learning::Ranker;
use vocation::learning::Resampling;
use vocation::learning::Run;

use super::super::Failure;
use super::super::arguments::EvaluateEmbedding;
use super::super::output;
use super::tables::broken;
use super::tables::empty_table;
use super::tables::probability;
use super::tables::row;
use super::tables::short;
use super::tables::signed;

/// The metrics that the table shows; `--json` has all.
const SHOWN: [&str; 6] = ["map", "mrr", "rp@5", "rp@10", "ndcg@10", "recall@100"];

/// One ranking of the benchmark, measured.
struct System {
    name: String,
    fingerprint: Option<String>,
    unknown: usize,
    /// For each of [`Metric::ALL`] one value a query.
    values: Vec<Vec<f64>>,
}

/// Measures how high a model ranks the relevant documents of queries.
pub(super) fn run(asked: &EvaluateEmbedding) -> Result<(), Failure> {
    let files = Files { queries: asked.queries.clone(), corpus: asked.corpus.clone(), judgments: asked.qrels.clone() };
    let exclude = Exclude { same_id: asked.exclude_same_id, same_text: asked.exclude_same_text };
    let benchmark = Benchmark::read(&files, exclude)?;
    warn_of_what_is_left_out(&benchmark);
    let mut names: Vec<&str> = vec![&asked.model];
    names.extend(asked.against.iter().map(String::as_str));
    if asked.baselines {
        names.extend(["bm25", "ngrams"]);
    }
    let mut systems: Vec<System> = Vec::new();
    for (place, name) in names.iter().enumerate() {
        if names[..place].contains(name) {
            continue;
        }
        let (ranker, fingerprint) = ranker(name, &benchmark)?;
        if let Some(path) = asked.save_run.as_ref().filter(|_| place == 0) {
            ranker.best(&benchmark, asked.depth as usize).save(path, &tag(name))?;
        }
        let system = measured(name, fingerprint, &ranker, &benchmark);
        warn_of_the_unknown(&system, &ranker);
        systems.push(system);
    }
    let resampling = Resampling { times: asked.resamples, seed: asked.seed };
    let mut out = std::io::stdout().lock();
    if asked.json {
        return output::json_line(&mut out, &object(&benchmark, &systems, resampling));
    }
    writeln!(out, "{}", tables(&benchmark, &systems, resampling))?;
    Ok(())
}

/// What ranks the corpus under a name: a baseline, a run's file, or a model; and the model's fingerprint.
fn ranker(name: &str, benchmark: &Benchmark) -> Result<(Ranker, Option<String>), Failure> {
    match name {
        "bm25" => return Ok((Ranker::bm25(benchmark), None)),
        "ngrams" => return Ok((Ranker::character_ngrams(benchmark), None)),
        _ if is_run(Path::new(name)) => return Ok((Ranker::Run(Run::read(Path::new(name))?), None)),
        _ => {}
    }
    let model = model(name)?;
    let fingerprint = model.fingerprint().to_owned();
    Ok((Ranker::embedding(benchmark, model.as_ref())?, Some(fingerprint)))
}

/// The model of a name: the one that is compiled in, or a file.
fn model(name: &str) -> Result<Arc<dyn Embedder>, Failure> {
    if name == "builtin" {
        return Ok(StaticModel::builtin());
    }
    embedding::open(name).map_err(|error| {
        Failure::NoAnswer(format!("{error} (a model or a run can be named, or builtin, bm25, ngrams)"))
    })
}

/// True for a file that starts as a run does.
fn is_run(path: &Path) -> bool {
    let mut start = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(4_096).read_to_end(&mut start));
    path.is_file() && read.is_ok() && Run::starts_like_one(&start)
}

/// A name as it stands in a run: a file's name without its folders.
fn tag(name: &str) -> String {
    Path::new(name).file_name().map_or_else(|| name.to_owned(), |last| last.to_string_lossy().into_owned())
}

fn measured(name: &str, fingerprint: Option<String>, ranker: &Ranker, benchmark: &Benchmark) -> System {
    let ranks = ranker.ranks(benchmark);
    let values = Metric::ALL.iter().map(|metric| ranks.iter().map(|one| metric.of(one)).collect()).collect();
    System { name: name.to_owned(), fingerprint, unknown: ranker.unknown(benchmark), values }
}

fn warn_of_what_is_left_out(benchmark: &Benchmark) {
    let left_out = benchmark.left_out();
    for (count, what) in [
        (left_out.queries, "queries have no relevant document in the corpus and are left out"),
        (left_out.of_unknown_queries, "judgments are of queries that are not in the file of queries"),
        (left_out.of_unknown_documents, "judgments are of documents that are not in the corpus"),
    ] {
        if count > 0 {
            output::warn(&format!("{count} {what}"));
        }
    }
}

fn warn_of_the_unknown(system: &System, ranker: &Ranker) {
    let what = match ranker {
        Ranker::Run(_) => "of the queries are not in the run; nothing is found for them",
        _ => "of the texts hold nothing that the model knows; they are near to nothing",
    };
    if system.unknown > 0 {
        output::warn(&format!("{}: {} {what}", system.name, system.unknown));
    }
}

fn comparison(systems: &[System], other: usize, metric: usize, resampling: Resampling) -> Option<Comparison> {
    learning::compare(&systems[0].values[metric], &systems[other].values[metric], resampling)
}

/// The contract of `evaluate embedding --json`.
fn object(benchmark: &Benchmark, systems: &[System], resampling: Resampling) -> Value {
    let interval = |found: Interval| json!({"mean": found.mean, "low": found.low, "high": found.high});
    let measured = systems.iter().map(|system| {
        let metrics = Metric::ALL.iter().zip(&system.values);
        let metrics: Map<String, Value> = metrics
            .map(|(metric, values)| (metric.to_string(), interval(learning::interval(values, resampling))))
            .collect();
        json!({
            "name": system.name,
            "fingerprint": system.fingerprint,
            "unknown": system.unknown,
            "metrics": metrics,
        })
    });
    let compared = (1..systems.len()).map(|other| {
        let mut metrics = Map::new();
        for (place, metric) in Metric::ALL.iter().enumerate() {
            if let Some(found) = comparison(systems, other, place, resampling) {
                let difference = found.difference;
                let found = json!({
                    "difference": difference.mean,
                    "low": difference.low,
                    "high": difference.high,
                    "p": found.p,
                });
                metrics.insert(metric.to_string(), found);
            }
        }
        json!({"system": systems[0].name, "against": systems[other].name, "metrics": metrics})
    });
    let left_out = benchmark.left_out();
    json!({
        "queries": benchmark.queries().len(),
        "corpus": benchmark.corpus().len(),
        "judgments": benchmark.judgments(),
        "left_out": {
            "queries": left_out.queries,
            "judgments_of_unknown_queries": left_out.of_unknown_queries,
            "judgments_of_unknown_documents": left_out.of_unknown_documents,
            "excluded": left_out.excluded,
        },
        "resamples": resampling.times,
        "seed": resampling.seed,
        "systems": measured.collect::<Vec<_>>(),
        "comparisons": compared.collect::<Vec<_>>(),
    })
}

/// What was measured, for people: a row a system with intervals, and a row a difference.
fn tables(benchmark: &Benchmark, systems: &[System], resampling: Resampling) -> String {
    let (queries, skipped) = (benchmark.queries().len(), benchmark.left_out().queries);
    let mut lines = vec![format!(
        "{queries} queries ({skipped} more have nothing relevant), {} documents, {} judgments.\n",
        benchmark.corpus().len(),
        benchmark.judgments()
    )];
    let places: Vec<usize> =
        (0..Metric::ALL.len()).filter(|&place| SHOWN.contains(&Metric::ALL[place].to_string().as_str())).collect();
    let header = || std::iter::once(String::new()).chain(places.iter().map(|&place| Metric::ALL[place].to_string()));
    let mut table = empty_table(header());
    for system in systems {
        let cells = places.iter().map(|&place| {
            let found = learning::interval(&system.values[place], resampling);
            format!("{}\n{}-{}", short(found.mean), short(found.low), short(found.high))
        });
        table.add_row(row(&broken(&called(system, systems)), cells));
    }
    lines.push(table.trim_fmt());
    if systems.len() > 1 {
        lines.push(format!("\n{} less the others, with p:\n", called(&systems[0], systems)));
        let mut table = empty_table(header());
        for (other, system) in systems.iter().enumerate().skip(1) {
            let found = |&place: &usize| comparison(systems, other, place, resampling);
            let cells = places.iter().filter_map(found).map(|found| {
                let difference = found.difference;
                let (low, high) = (signed(difference.low), signed(difference.high));
                format!("{}\n{low} {high}\np {}", signed(difference.mean), probability(found.p))
            });
            table.add_row(row(&broken(&called(system, systems)), cells));
        }
        lines.push(table.trim_fmt());
    }
    lines.push(format!(
        "\nBelow each mean its 95 % interval over queries (bootstrap, {} times); p is\nthat of the paired randomization test. --json has more metrics.",
        resampling.times
    ));
    lines.join("\n")
}

/// What a system is called beside the others: its file's name, or the whole path where two files are called alike.
fn called(system: &System, systems: &[System]) -> String {
    let short = tag(&system.name);
    let alike = systems.iter().filter(|other| tag(&other.name) == short).count();
    if alike > 1 { system.name.clone() } else { short }
}
