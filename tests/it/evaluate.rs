//! `vocation evaluate embedding`: a benchmark of our own, and the contract.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use serde_json::Value;
use vocation::embedding::StaticModel;
use vocation::learning::Benchmark;
use vocation::learning::Exclude;
use vocation::learning::Files;
use vocation::learning::Metric;
use vocation::learning::Ranker;
use vocation::learning::Resampling;
use vocation::learning::compare;

use crate::bad_input::vocation;

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/benchmarks/titles").join(name)
}

/// The arguments for the benchmark of our own, with `more`.
fn evaluate(more: &[&str]) -> std::process::Output {
    let files = [file("queries.tsv"), file("corpus.tsv"), file("qrels.txt")].map(|path| path.display().to_string());
    let mut arguments = vec!["evaluate", "embedding", "--queries", &files[0], "--corpus", &files[1]];
    arguments.extend(["--qrels", &files[2]]);
    arguments.extend(more);
    vocation(&arguments)
}

fn object(more: &[&str]) -> Value {
    let output = evaluate(more);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_model_beats_words_and_spelling_where_titles_mean_the_same() {
    let files = Files { queries: file("queries.tsv"), corpus: file("corpus.tsv"), judgments: file("qrels.txt") };
    let benchmark = Benchmark::read(&files, Exclude::default()).unwrap();
    assert_eq!((benchmark.queries().len(), benchmark.corpus().len(), benchmark.judgments()), (30, 150, 120));
    let precision = |ranker: &Ranker| -> Vec<f64> {
        ranker.ranks(&benchmark).iter().map(|ranks| Metric::AveragePrecision.of(ranks)).collect()
    };
    let model = precision(&Ranker::embedding(&benchmark, StaticModel::builtin().as_ref()).unwrap());
    let mean = model.iter().sum::<f64>() / 30.0;
    println!("map of the model: {mean:.3}");
    assert!(mean > FLOOR, "map {mean:.3}");
    for baseline in [Ranker::bm25(&benchmark), Ranker::character_ngrams(&benchmark)] {
        let found = compare(&model, &precision(&baseline), Resampling::default()).unwrap();
        println!("better by {:.3}, p {:.4}", found.difference.mean, found.p);
        assert!(found.difference.low > 0.1 && found.p < 0.01, "{found:?}");
    }
}

/// What the compiled-in model reaches on the benchmark of our own, less a little.
const FLOOR: f64 = 0.8;

#[test]
fn json_is_one_object_with_every_system_and_difference() {
    let found = object(&["--baselines", "--json"]);
    assert_eq!((&found["queries"], &found["corpus"], &found["judgments"]), (&30.into(), &150.into(), &120.into()));
    assert_eq!(found["left_out"]["queries"], 0);
    let names: Vec<&str> =
        found["systems"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["builtin", "bm25", "ngrams"]);
    assert!(found["systems"][0]["fingerprint"].is_string() && found["systems"][1]["fingerprint"].is_null());
    for metric in Metric::ALL.map(|metric| metric.to_string()) {
        let mean = |system: usize| {
            let interval = &found["systems"][system]["metrics"][&metric];
            let [low, mean, high] = ["low", "mean", "high"].map(|end| interval[end].as_f64().unwrap());
            assert!(0.0 <= low && low <= mean && mean <= high && high <= 1.0, "{metric}: {interval}");
            mean
        };
        let compared = &found["comparisons"][1]["metrics"][&metric];
        let difference = compared["difference"].as_f64().unwrap();
        assert!((difference - (mean(0) - mean(2))).abs() < 1e-9, "{metric}");
        let p = compared["p"].as_f64().unwrap();
        assert!(p > 0.0 && p <= 1.0);
    }
    assert_eq!(found, object(&["--baselines", "--json"]), "the same figures every time");
}

#[test]
fn a_saved_run_measures_as_the_model_did() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("builtin.run").display().to_string();
    let model = object(&["--save-run", &path, "--json"]);
    let text = fs::read_to_string(&path).unwrap();
    let first: Vec<&str> = text.lines().next().unwrap().split(' ').collect();
    assert_eq!((first.len(), first[0], first[1], first[3], first[5]), (6, "q01", "Q0", "1", "builtin"));
    assert_eq!(text.lines().count(), 30 * 150);
    let run = object(&["--run", &path, "--against", "builtin", "--json"]);
    assert_eq!(run["systems"][0]["metrics"], model["systems"][0]["metrics"]);
    assert_eq!(run["comparisons"][0]["metrics"]["map"]["difference"], 0.0);
    assert_eq!(run["comparisons"][0]["metrics"]["map"]["p"], 1.0);
}

#[test]
fn the_table_fits_eighty_columns() {
    let text = String::from_utf8(evaluate(&["--baselines"]).stdout).unwrap();
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{} columns: {line}", line.chars().count());
    }
    for word in ["builtin", "bm25", "ngrams", "map", "recall@100", "30 queries", "p <.001"] {
        assert!(text.contains(word), "{word} in\n{text}");
    }
}

#[test]
fn what_cannot_be_measured_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let said = |more: &[&str]| {
        let output = evaluate(more);
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    for (more, problem) in [
        (["--model", "no-such-model"], "no-such-model: No such file or directory"),
        (["--model", &at("some.bin", "no model")], "some.bin: it is no static model: the file ends too early"),
        (["--run", &at("some.run", "q01 Q0 t001 1 0.5 x\nq01 Q0 t002 2\n")], "some.run, line 2: 4 columns"),
    ] {
        let (code, error) = said(&more);
        assert!(code == Some(1) && error.contains(problem), "{code:?}: {error}");
    }
    assert_eq!(said(&["--resamples", "1"]).0, Some(2));
    let short = at("short.run", "q01 Q0 t001 1 0.5 x\n");
    let (code, error) = said(&["--run", &short]);
    assert!(code == Some(0) && error.contains("29 of the queries are not in the run"), "{error}");
}
