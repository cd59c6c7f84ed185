//! Learned weights from the command line: learned, kept, put in use, replayed.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;

use crate::samples;
use vocation::documents::Posting;
use vocation::documents::Resume;

fn vocation(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vocation"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env("VOCATION_WEIGHTS", folder.join("weights"));
    command.args(arguments).output().unwrap()
}

fn answer(folder: &Path, arguments: &[&str]) -> String {
    let output = vocation(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn refusal(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = vocation(folder, arguments);
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// The first demonstration documents of a folder, in order of their names.
fn some(folder: &str, count: usize) -> Vec<PathBuf> {
    let listed = std::fs::read_dir(samples::demonstration(folder)).unwrap();
    let mut paths: Vec<PathBuf> = listed.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.truncate(count);
    paths
}

/// Judgments of the demonstration documents by someone to whom place and level are all that counts: weights that are learned from
/// them are better than those that are compiled in, and plainly others.
fn judgments(folder: &Path) -> String {
    let engine = samples::engine();
    for path in some("postings", 40) {
        engine.add(Posting::read(path).unwrap()).unwrap();
    }
    engine.commit().unwrap();
    let mut text = "posting\tresume\tgrade\n".to_owned();
    for path in some("resumes", 10) {
        let resume = Resume::read(&path).unwrap();
        for found in engine.postings_for(&resume).keeping_copies().best(1_000).unwrap() {
            let strength = |name: &str| found.reasons.iter().find(|one| one.signal == name).unwrap().strength;
            let worth = 0.6 * strength("place") + 0.4 * strength("seniority");
            let grade = [0.45, 0.7, 0.9].iter().filter(|least| worth > **least).count();
            let resume = path.file_stem().unwrap().to_str().unwrap();
            text.push_str(&format!("{}\t{resume}\t{grade}\n", found.id));
        }
    }
    let path = folder.join("judged.tsv");
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn learn(folder: &Path, judgments: &str, name: &str, more: &[&str]) -> Output {
    let output = folder.join("weights").join(name);
    let arguments = ["learn", "weights", "--judgments", judgments, "--postings", "data/demo/postings"];
    let rest = ["--resumes", "data/demo/resumes", "--as-of", "2026-01", "--output", output.to_str().unwrap()];
    vocation(folder, &[&arguments, &rest, more].concat())
}

const RANK: [&str; 6] =
    ["rank", "data/demo/resumes/rust-engineer-wroclaw.md", "--among", "data/demo/postings", "--json", "--keep-copies"];

#[test]
fn weights_are_learned_kept_used_and_replayed() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let judgments = judgments(folder);
    let learned = learn(folder, &judgments, "first", &[]);
    assert!(learned.status.success(), "{}", String::from_utf8_lossy(&learned.stderr));
    let told = String::from_utf8(learned.stdout).unwrap();
    for part in ["nDCG@10 of postings for a r\u{e9}sum\u{e9}", "expected calibration error", "kept as first"] {
        assert!(told.contains(part), "{told}");
    }
    // The same again but for the line that names the file, and not under the same name.
    let again = String::from_utf8(learn(folder, &judgments, "second", &[]).stdout).unwrap();
    let figures = |text: &str| text.rsplit_once("kept as").map(|(figures, _)| figures.to_owned());
    assert_eq!(figures(&again), figures(&told));
    assert!(String::from_utf8_lossy(&learn(folder, &judgments, "first", &[]).stderr).contains("already"));

    let before = answer(folder, &RANK);
    let by_name = answer(folder, &[&RANK[..], &["--weights", "first"]].concat());
    assert_ne!(before, by_name);
    // The other commands that score take them too.
    let best: serde_json::Value = serde_json::from_str(by_name.lines().next().unwrap()).unwrap();
    let of_best = |path: &&PathBuf| path.file_stem().unwrap().to_str() == best["id"].as_str();
    let paths = some("postings", 1_000);
    let posting = paths.iter().find(of_best).unwrap().to_str().unwrap();
    let pair = ["why", posting, RANK[1], "--json", "--weights", "first"];
    let why: serde_json::Value = serde_json::from_str(&answer(folder, &pair)).unwrap();
    assert_eq!(why["score"], best["score"]);
    let what_if = answer(folder, &["what-if", posting, RANK[1], "--among", posting, "--json", "--weights", "first"]);
    let what_if: serde_json::Value = serde_json::from_str(&what_if).unwrap();
    assert_eq!(what_if["now"]["score"], best["score"], "{what_if}");
    let documents = ["--postings", "data/demo/postings", "--resumes", "data/demo/resumes", "--resamples", "100"];
    let evaluate = ["evaluate", "ranking", "--judgments", &judgments, "--weights", "first", "--against", "builtin"];
    assert!(answer(folder, &[&evaluate[..], &documents].concat()).contains("first less the others"));
    let (code, said) = refusal(folder, &["why", posting, RANK[1], "--weights", "none"]);
    assert!(code == Some(2) && said.contains("there are no weights \"none\""), "{said}");
    answer(folder, &["models", "use", "first"]);
    assert!(answer(folder, &["models", "list"]).lines().any(|line| line.starts_with('*') && line.contains("first")));
    assert_eq!(answer(folder, &RANK), by_name);
    assert!(answer(folder, &["models", "compare", "builtin", "first"]).contains("place"));
    assert!(answer(folder, &["models", "show", "first"]).contains("parent builtin"));
    assert!(answer(folder, &["models", "rollback"]).contains("in use again: builtin"));
    assert_eq!(answer(folder, &RANK), before);

    for text in [&before, &by_name] {
        let path = folder.join("result.jsonl");
        std::fs::write(&path, text).unwrap();
        let path = path.to_str().unwrap();
        let replayed = answer(folder, &["models", "replay", path]);
        assert!(replayed.starts_with("10 scores are the same to the last bit, 0 are not"), "{replayed}");
        // A score that was changed in its last digit is found.
        let first: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
        let mut changed = first.clone();
        let score = first["score"].as_f64().unwrap();
        changed["score"] = f64::from_bits(score.to_bits() + 1).into();
        std::fs::write(path, changed.to_string()).unwrap();
        let (code, said) = refusal(folder, &["models", "replay", path]);
        assert!(code == Some(1) && said.contains("line 1: the score is"), "{said}");
    }
    let first: serde_json::Value = serde_json::from_str(by_name.lines().next().unwrap()).unwrap();
    assert!(first["probability"].as_f64().is_some_and(|one| (0.0..=1.0).contains(&one)), "{first}");
    let first: serde_json::Value = serde_json::from_str(before.lines().next().unwrap()).unwrap();
    assert!(first["probability"].is_null() && first["calibration"] == "not calibrated", "{first}");
}

#[test]
fn weights_are_kept_where_one_asks_for_them_better_or_not() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let judgments = judgments(folder);
    // The same pairs, with grades that go with nothing.
    let noise: String = std::fs::read_to_string(&judgments)
        .unwrap()
        .lines()
        .enumerate()
        .map(|(at, line)| match line.rsplit_once('\t') {
            Some((pair, grade)) if grade != "grade" => format!("{pair}\t{}\n", (at * 7 + at / 5 + at / 11) % 4),
            _ => format!("{line}\n"),
        })
        .collect();
    std::fs::write(&judgments, noise).unwrap();
    let few: Vec<String> = std::fs::read_to_string(&judgments).unwrap().lines().take(30).map(str::to_owned).collect();
    let path = folder.join("few.tsv");
    std::fs::write(&path, few.join("\n")).unwrap();
    let refused = learn(folder, path.to_str().unwrap(), "few", &[]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("too few"), "{refused:?}");
    // From weights that were learned from these very grades nothing better comes.
    let kept = learn(folder, &judgments, "noise", &["--even-if-not-better"]);
    let no_signal = String::from_utf8_lossy(&kept.stderr).contains("no signal goes with");
    assert!(kept.status.success() || no_signal, "{kept:?}");
    let (code, said) = refusal(folder, &["rank", "x.md", "--among", "data/demo/postings", "--weights", "none"]);
    assert!(code.is_some_and(|code| code > 0), "{said}");
    let (code, said) = refusal(folder, &["models", "use", "none"]);
    assert!(code == Some(2) && said.contains("there are no weights \"none\""), "{said}");
}
