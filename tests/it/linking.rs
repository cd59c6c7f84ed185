//! Linking: its command, its contract, and a floor under its quality.

use std::fs;
use std::path::Path;

use serde_json::Value;
use vocation::embedding::StaticModel;
use vocation::linking::Linker;
use vocation::linking::Taxonomy;

use crate::bad_input::vocation;

/// Labels in the manner of a taxonomy of skills.
const LABELS: [&str; 36] = [
    "work in teams",
    "work independently",
    "show initiative",
    "show determination",
    "attend to detail",
    "think analytically",
    "solve problems",
    "communication",
    "English",
    "write English",
    "computer programming",
    "Python (computer programming)",
    "Java (computer programming)",
    "JavaScript",
    "SQL",
    "cloud technologies",
    "DevOps",
    "perform software unit testing",
    "conduct ICT code review",
    "design user interface",
    "machine learning",
    "project management",
    "manage budgets",
    "customer service",
    "manage staff",
    "recruit employees",
    "drive vehicles",
    "handle pigs",
    "feed livestock",
    "maintain wind turbines",
    "clean rooms",
    "bake bread",
    "types of spring",
    "teach mathematics",
    "perform laboratory tests",
    "create digital content",
];

/// What postings might say, and a label that is right for it.
const SENTENCES: [(&str, &str); 16] = [
    ("You are a real team player who enjoys a good laugh.", "work in teams"),
    ("We expect that you are a self-starter", "show initiative"),
    ("• Meticulous, with an eye for detail", "attend to detail"),
    ("Fluent in English, both spoken and written .", "English"),
    ("At <ORGANIZATION> you will mostly write Python", "Python (computer programming)"),
    ("3+ years with Java and the Spring framework", "Java (computer programming)"),
    ("Experience running services on AWS or Azure", "cloud technologies"),
    ("You care about CI/CD and fast releases", "DevOps"),
    ("You review your colleagues' code", "conduct ICT code review"),
    ("Responsible for the budget of the department", "manage budgets"),
    ("Valid driving licence, category B", "drive vehicles"),
    ("Feeding the animals every morning and evening", "feed livestock"),
    ("Service and maintenance of turbines at our wind farm", "maintain wind turbines"),
    ("Cleaning of rooms and corridors", "clean rooms"),
    ("You are strong in maths and like to teach", "teach mathematics"),
    ("Analytical mindset and structured way of working", "think analytically"),
];

#[test]
fn sentences_find_their_labels() {
    let linker = Linker::new(Taxonomy::of_labels(LABELS), StaticModel::builtin()).unwrap();
    let mut sum = 0.0;
    for (text, label) in SENTENCES {
        let links = linker.link(text, LABELS.len()).unwrap();
        let rank = links.iter().position(|link| link.label == label).unwrap() + 1;
        #[allow(clippy::cast_precision_loss)]
        let reciprocal = 1.0 / rank as f64;
        sum += reciprocal;
    }
    #[allow(clippy::cast_precision_loss)]
    let mean = sum / SENTENCES.len() as f64;
    assert!(mean >= 0.85, "mean reciprocal rank {mean:.3}");
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn link_answers_every_line_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let labels = write(folder.path(), "labels.txt", "bake bread\nwork in teams\nbake bread\nhandle pigs\n");
    let lines = write(folder.path(), "lines.txt", "baking bread\n\na team player\nbaking bread\n???\n");
    let output = vocation(&["link", "--taxonomy", &labels, "--input", &lines, "--top", "10", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let found: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let said: Vec<&str> = found.iter().map(|one| one["text"].as_str().unwrap()).collect();
    assert_eq!(said, ["baking bread", "", "a team player", "baking bread", "???"]);
    assert_eq!(found[0], found[3]);
    assert_eq!(found[0]["links"].as_array().unwrap().len(), 3, "a repeated label is answered once");
    assert_eq!(found[0]["links"][0]["label"], "bake bread");
    assert_eq!(found[2]["links"][0]["label"], "work in teams");
    assert!(found[1]["links"].as_array().unwrap().is_empty() && found[4]["links"].as_array().unwrap().is_empty());
    let scores: Vec<f64> =
        found[0]["links"].as_array().unwrap().iter().map(|link| link["score"].as_f64().unwrap()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b) && scores.iter().all(|score| (0.0..=1.0).contains(score)));
    let people = vocation(&["link", "--taxonomy", &labels, "--input", &lines, "--top", "1"]);
    assert!(String::from_utf8(people.stdout).unwrap().contains("work in teams"));
}

#[test]
fn what_cannot_be_linked_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let lines = write(folder.path(), "lines.txt", "bread\n");
    let empty = write(folder.path(), "empty.txt", "\n");
    for (taxonomy, input) in [(empty.as_str(), lines.as_str()), ("missing.txt", &lines), (&lines, "missing.txt")] {
        let output = vocation(&["link", "--taxonomy", taxonomy, "--input", input, "--json"]);
        assert_eq!(output.status.code(), Some(1));
        assert!(!output.stderr.is_empty() && output.stdout.is_empty());
    }
    assert_eq!(vocation(&["link", "--taxonomy", &lines, "--input", &lines, "--top", "0"]).status.code(), Some(2));
}

#[test]
fn weights_are_learned_and_used() {
    let folder = tempfile::tempdir().unwrap();
    let labels = write(folder.path(), "labels.txt", &LABELS.join("\n"));
    let judged: String = SENTENCES
        .iter()
        .map(|(text, label)| format!("{}\n", serde_json::json!({"text": text, "labels": [label]})))
        .collect();
    let judged = write(folder.path(), "judged.jsonl", &judged);
    let weights = folder.path().join("weights.tsv").to_str().unwrap().to_owned();
    let learn = ["learn", "linking", "--taxonomy", &labels, "--judgments", &judged, "--output", &weights];
    let output = vocation(&learn);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let first = fs::read(&weights).unwrap();
    assert_eq!(vocation(&learn).status.code(), Some(0));
    assert_eq!(fs::read(&weights).unwrap(), first, "learning is deterministic");
    let lines = write(folder.path(), "lines.txt", "Baking of bread\n");
    let link = ["link", "--taxonomy", &labels, "--input", &lines, "--weights", &weights, "--json"];
    assert!(String::from_utf8(vocation(&link).stdout).unwrap().contains("bake bread"));
    fs::write(&weights, "whole\tmuch\n").unwrap();
    assert_eq!(vocation(&link).status.code(), Some(1));
}
