//! `vocation evaluate ranking` and `ablation`: figures worked out by hand, the contract, and the report.

use std::fs;
use std::path::Path;

use serde_json::Value;
use vocation::ranking::SIGNALS;

use crate::bad_input::vocation;

/// Four postings, two résumés, and judgments of seven of the eight pairs.
fn market(folder: &Path) {
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    for (id, title, asks) in [
        ("a", "Senior Rust Engineer", "Rust, PostgreSQL and Linux"),
        ("b", "Pastry Chef", "Patisserie, HACCP"),
        ("c", "Java Developer", "Java, Spring Boot, SQL"),
        ("d", "Backend Engineer", "Rust or Go, Docker, Kubernetes"),
    ] {
        let text = format!(
            "# [{title}](https://jobs.example.org/{id})\n### Company {id}\n\n**Requirements:**\n\n  * {asks}\n"
        );
        write(&format!("postings/{id}.md"), &text);
    }
    write("resumes/ada.md", "# Ada Brandt\n\nSenior Rust Engineer\n\n## Skills\nRust, PostgreSQL, Linux, Docker\n");
    write("resumes/bea.md", "# Bea Crumb\n\nPastry Chef\n\n## Skills\nPatisserie, HACCP\n");
    let pairs = "a\tada\t3\nb\tada\t0\nc\tada\t1\nd\tada\t2\na\tbea\t0\nb\tbea\t3\nc\tbea\t0\n";
    write("judgments.tsv", &format!("posting\tresume\tgrade\n{pairs}"));
    // Ranks 1 to 4 for ada are b, a, c, d; d is not judged for bea, whose list is b, c, a without it.
    let ada = "ada Q0 b 1 4 x\nada Q0 a 2 3 x\nada Q0 c 3 2 x\nada Q0 d 4 1 x\n";
    write("known.run", &format!("{ada}bea Q0 d 1 4 x\nbea Q0 b 2 3 x\nbea Q0 c 3 2 x\nbea Q0 a 4 1 x\n"));
}

fn said(folder: &Path, what: &str, more: &[&str]) -> std::process::Output {
    let at = |name: &str| folder.join(name).display().to_string();
    let (judgments, postings, resumes) = (at("judgments.tsv"), at("postings"), at("resumes"));
    let mut arguments = vec!["evaluate", what, "--judgments", &judgments, "--postings", &postings];
    let weights = at("weights");
    arguments.extend(["--resumes", &resumes, "--resamples", "200", "--as-of", "2026-04", "--weights-folder", &weights]);
    arguments.extend(more);
    vocation(&arguments)
}

fn object(folder: &Path, what: &str, more: &[&str]) -> Value {
    let output = said(folder, what, &[more, &["--json"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn system<'a>(found: &'a Value, name: &str) -> &'a Value {
    found["systems"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap()
}

fn is(value: &Value, expected: f64) {
    assert!((value.as_f64().unwrap() - expected).abs() < 1e-9, "{value}, not {expected}");
}

#[test]
fn a_known_run_measures_as_worked_out_by_hand() {
    let folder = tempfile::tempdir().unwrap();
    market(folder.path());
    let run = folder.path().join("known.run").display().to_string();
    let found = object(folder.path(), "ranking", &["--run", &run]);
    assert_eq!((&found["queries"], &found["pairs"], &found["suits_from"]), (&2.into(), &7.into(), &2.into()));
    assert_eq!(found["grades"], serde_json::json!([3, 1, 1, 2]));
    assert_eq!(found["left_out"]["unjudged_pairs"], 1);
    let metrics = &system(&found, "known.run")["metrics"];
    // Bea's list is perfect; Ada's has the grades 0, 3, 1, 2.
    let discount = |rank: f64| 1.0 / (rank + 1.0).log2();
    let ideal = 3.0 + 2.0 * discount(2.0) + discount(3.0);
    let linear = (3.0 * discount(2.0) + discount(3.0) + 2.0 * discount(4.0)) / ideal;
    is(&metrics["ndcg@10"]["mean"], f64::midpoint(linear, 1.0));
    let ideal = 7.0 + 3.0 * discount(2.0) + discount(3.0);
    let exponential = (7.0 * discount(2.0) + discount(3.0) + 3.0 * discount(4.0)) / ideal;
    is(&metrics["ndcg_exp@10"]["mean"], f64::midpoint(exponential, 1.0));
    // What suits is a at rank 2 and d at rank 4, and b at rank 1.
    is(&metrics["map"]["mean"], f64::midpoint(f64::midpoint(1.0 / 2.0, 2.0 / 4.0), 1.0));
    is(&metrics["mrr"]["mean"], f64::midpoint(1.0 / 2.0, 1.0));
    is(&metrics["p@1"]["mean"], f64::midpoint(0.0, 1.0));
    is(&metrics["p@5"]["mean"], f64::midpoint(2.0 / 5.0, 1.0 / 5.0));
    is(&metrics["recall@5"]["mean"], 1.0);
    // Of Ada's six that differ in grade two stand right: a before c, and a before d.
    is(&metrics["pairwise"]["mean"], f64::midpoint(2.0 / 6.0, 1.0));
    // Ada: ranks 4 3 2 1 beside 1 4 2 3 (1 - 6 * 14 / 60); Bea: 3 2 1 beside 3 1.5 1.5 (1.5 over the root of 2 * 1.5).
    is(&metrics["spearman"]["mean"], f64::midpoint(1.0 - 6.0 * 14.0 / 60.0, 1.5 / 3.0_f64.sqrt()));
}

#[test]
fn what_a_run_does_not_list_counts_as_not_found() {
    let folder = tempfile::tempdir().unwrap();
    market(folder.path());
    let run = folder.path().join("short.run");
    fs::write(&run, "ada Q0 d 1 1 x\nbea Q0 b 1 1 x\n").unwrap();
    let output = said(folder.path(), "ranking", &["--run", run.to_str().unwrap(), "--json"]);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(error.contains("5 judged pairs are not in the run"), "{error}");
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let metrics = &system(&found, "short.run")["metrics"];
    is(&metrics["map"]["mean"], f64::midpoint(1.0 / 2.0, 1.0));
    is(&metrics["recall@5"]["mean"], f64::midpoint(1.0 / 2.0, 1.0));
}

#[test]
fn a_saved_run_measures_as_the_weights_do() {
    let folder = tempfile::tempdir().unwrap();
    market(folder.path());
    let run = folder.path().join("saved.run").display().to_string();
    for by in ["resume", "posting"] {
        let saved = object(folder.path(), "ranking", &["--by", by, "--save-run", &run]);
        let read = object(folder.path(), "ranking", &["--by", by, "--run", &run, "--against", "pay=0"]);
        assert_eq!(system(&saved, "builtin")["metrics"], system(&read, "saved.run")["metrics"], "{by}");
        for name in ["builtin", "no gates", "pay=0", "equal", "cosine", "bm25", "ngrams"] {
            system(&read, name);
        }
        let compared = read["comparisons"].as_array().unwrap();
        let same = compared.iter().find(|one| one["against"] == "saved.run").unwrap();
        is(&same["metrics"]["ndcg@10"]["difference"], 0.0);
        assert_eq!(saved["calibration"], "not calibrated");
        assert!(system(&saved, "builtin")["overall"]["ece"].is_null());
        assert_eq!(saved, object(folder.path(), "ranking", &["--by", by]), "the same figures every time");
    }
}

#[test]
fn ablation_is_the_difference_of_two_evaluations() {
    let folder = tempfile::tempdir().unwrap();
    market(folder.path());
    let ablated = object(folder.path(), "ablation", &[]);
    let signals = ablated["signals"].as_array().unwrap();
    assert_eq!(signals.len(), SIGNALS.len());
    for (at, signal) in SIGNALS.iter().enumerate() {
        assert_eq!(signals[at]["signal"], signal.name);
    }
    let without = format!("{}=0", SIGNALS[0].name);
    let others = SIGNALS[1..].iter().map(|signal| format!("{}=0", signal.name)).collect::<Vec<_>>().join(",");
    let both = object(folder.path(), "ranking", &["--against", &without, "--against", &others]);
    let compared = both["comparisons"].as_array().unwrap();
    let against = |name: &str| &compared.iter().find(|one| one["against"] == name).unwrap()["metrics"];
    for metric in ["ndcg@10", "map", "spearman"] {
        assert_eq!(signals[0]["all_less_without"][metric], against(&without)[metric], "{metric}");
        assert_eq!(signals[0]["all_less_alone"][metric], against(&others)[metric], "{metric}");
        assert_eq!(signals[0]["alone"][metric], system(&both, &others)["metrics"][metric]["mean"], "{metric}");
    }
}

#[test]
fn the_report_is_whole_and_loads_nothing() {
    let folder = tempfile::tempdir().unwrap();
    market(folder.path());
    // What a document says must not become markup.
    let hostile = "# [<script>alert(1)</script> & Chef](https://jobs.example.org/b)\n### Company <b>\n\nPatisserie\n";
    fs::write(folder.path().join("postings/b.md"), hostile).unwrap();
    // Nobody ranks like this, so that there are faults to tell of.
    let pairs = "a\tada\t0\nb\tada\t3\nc\tada\t1\nd\tada\t2\na\tbea\t1\nb\tbea\t0\nc\tbea\t0\n";
    fs::write(folder.path().join("judgments.tsv"), format!("posting\tresume\tgrade\n{pairs}")).unwrap();
    let path = folder.path().join("report.html");
    for by in ["resume", "posting"] {
        let output = said(folder.path(), "ranking", &["--by", by, "--report", path.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let html = fs::read_to_string(&path).unwrap();
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
        let document = roxmltree::Document::parse_with_options(&html, options).unwrap();
        let count = |name: &str| document.descendants().filter(|node| node.tag_name().name() == name).count();
        assert_eq!((count("script"), count("img"), count("link")), (0, 0, 0));
        assert_eq!(count("svg"), 7, "systems, queries, slices, scores, strengths, without, alone");
        for svg in document.descendants().filter(|node| node.tag_name().name() == "svg") {
            let marks = svg.descendants().filter(|node| ["rect", "circle"].contains(&node.tag_name().name())).count();
            assert!(marks > 0 && svg.attribute("aria-label").is_some(), "an empty chart");
        }
        for words in ["Not calibrated", "condensed", "The worst queries", "By language", "Mean strength of each signal"]
        {
            assert!(html.contains(words), "{by}: {words}");
        }
        for wrong in ["NaN", "Nothing to draw", "href=", "src="] {
            assert!(!html.contains(wrong), "{by}: {wrong}");
        }
    }
}

#[test]
fn tables_fit_eighty_columns() {
    let folder = tempfile::tempdir().unwrap();
    market(folder.path());
    for what in ["ranking", "ablation"] {
        let text = String::from_utf8(said(folder.path(), what, &[]).stdout).unwrap();
        assert!(text.contains("Only judged documents are ranked (condensed lists): 1 unjudged"), "{text}");
        for line in text.lines() {
            assert!(line.chars().count() <= 80, "{} columns: {line}", line.chars().count());
        }
    }
}

#[test]
fn what_cannot_be_measured_is_said() {
    let folder = tempfile::tempdir().unwrap();
    market(folder.path());
    let refused = |more: &[&str]| {
        let output = said(folder.path(), "ranking", more);
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, error) = refused(&["--weights", "no-such"]);
    assert!(code == Some(2) && error.contains("there are no weights \"no-such\""), "{error}");
    let (code, error) = refused(&["--against", "luck=1"]);
    assert!(code == Some(2) && error.contains("there is no signal \"luck\""), "{error}");
    fs::write(folder.path().join("judgments.tsv"), "posting\tresume\tgrade\nx\ty\t1\n").unwrap();
    let (code, error) = refused(&[]);
    assert!(code == Some(2) && error.contains("none of the 1 judged pairs has both of its documents here"), "{error}");
    fs::write(folder.path().join("judgments.tsv"), "posting\tresume\tgrade\na\tada\t0\n").unwrap();
    let (code, error) = refused(&[]);
    assert!(code == Some(1) && error.contains("no query has a grade above 0"), "{error}");
}
