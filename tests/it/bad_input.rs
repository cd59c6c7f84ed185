//! Bad input: a sentence each, the rest goes on.

use std::fs;
use std::process::Command;
use std::process::Output;

use crate::samples;

pub(crate) fn vocation(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vocation")).args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn each_bad_file_is_named_and_the_rest_is_ranked() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for number in 0..20 {
        fs::write(at(&format!("good-{number}.md")), format!("# [Rust Engineer {number}](https://jobs.example.org/{number})\n### Company {number}\n\nRust and Linux.\n")).unwrap();
    }
    fs::write(at("empty.md"), "").unwrap();
    fs::write(at("binary.md"), [0_u8, 159, 146, 150, 0, 1, 2, 3].repeat(500)).unwrap();
    fs::write(at("scan.pdf"), b"%PDF-1.7 \x00\x01").unwrap();
    fs::write(at("lines.jsonl"), format!("{{\"id\": \"fine\", \"text\": \"Rust engineer wanted. You know Rust.\"}}\nnot json\n{{\"id\": \"long\", \"text\": \"{}\"}}\n", "x".repeat(50_000_000))).unwrap();
    fs::write(
        at("latin.md"),
        b"# [D\xe9veloppeur](https://jobs.example.org/9)\n### Soci\xe9t\xe9 Lumi\xe8re\n\nVous ma\xeetrisez Rust.\n",
    )
    .unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let ada = elsewhere.path().join("ada.md").to_str().unwrap().to_owned();
    fs::write(&ada, samples::ADA).unwrap();
    let among = folder.path().to_str().unwrap();
    let output = vocation(&["rank", &ada, "--side", "resume", "--among", among, "--top", "100", "--json"]);
    let errors = said(&output);
    assert_eq!(output.status.code(), Some(0), "{errors}");
    for name in ["empty.md", "binary.md", "scan.pdf", "lines.jsonl"] {
        assert!(errors.contains(name), "{name} is not named in:\n{errors}");
    }
    assert!(errors.contains("line 2") && errors.contains("line 3"), "{errors}");
    assert!(errors.lines().count() <= 8, "{errors}");
    let lines = String::from_utf8(output.stdout).unwrap();
    assert!(lines.contains("\"latin\"") && lines.contains("\"fine\""));
    assert!(lines.contains("D\u{e9}veloppeur"));
}

#[test]
fn nothing_to_rank_is_exit_1_and_wrong_usage_exit_2() {
    let folder = tempfile::tempdir().unwrap();
    let resume = folder.path().join("ada.md");
    fs::write(&resume, samples::ADA).unwrap();
    let resume = resume.to_str().unwrap();
    let empty = tempfile::tempdir().unwrap();
    let empty = empty.path().to_str().unwrap();
    assert_eq!(vocation(&["rank", resume, "--among", empty]).status.code(), Some(1));
    assert_eq!(vocation(&["rank", resume, "--among", "no/such/folder"]).status.code(), Some(1));
    assert_eq!(vocation(&["rank", "no-such-file.md", "--among", empty]).status.code(), Some(1));
    assert_eq!(vocation(&["rank", resume]).status.code(), Some(2));
    assert_eq!(vocation(&["rank", resume, "--among", empty, "--catalog", empty]).status.code(), Some(2));
    assert_eq!(vocation(&["inspect", "no-such-file.md", "--json"]).status.code(), Some(1));
    let among = samples::demonstration("postings");
    let among = among.to_str().unwrap();
    for wrong in [
        ["--weight", "luck=1"],
        ["--weight", "pay"],
        ["--in", "Atlantis"],
        ["--pay-at-least", "plenty"],
        ["--diversity", "7"],
    ] {
        let output = vocation(&["rank", resume, "--among", among, wrong[0], wrong[1]]);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}: {}", said(&output));
    }
}

#[test]
fn a_bad_table_of_rates_is_named_with_its_line_and_the_form_to_use() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(at("ada.md"), samples::ADA).unwrap();
    fs::write(at("latin.tsv"), b"currency\tper_usd\n# \xe0 jour\n").unwrap();
    fs::write(at("spaces.tsv"), "currency\tper_usd\n# as of 2024-01-01\nUSD 1\n").unwrap();
    fs::write(at("undated.tsv"), "currency\tper_usd\nUSD\t1\n").unwrap();
    let (resume, among) = (at("ada.md"), samples::demonstration("postings"));
    for (name, wrong) in [("latin.tsv", ", line 2: "), ("spaces.tsv", ", line 3: "), ("undated.tsv", ": there is no ")]
    {
        let rates = at(name);
        let output = vocation(&["rank", &resume, "--among", among.to_str().unwrap(), "--exchange-rates", &rates]);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(&format!("{name}{wrong}")) && said.contains("a tab and how many units"), "{said}");
        assert!(!said.contains("clean checkout"), "{said}");
    }
}

#[test]
fn two_documents_with_one_id_are_both_named() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("one.jsonl"), "{\"id\": \"same\", \"text\": \"Rust engineer wanted.\"}\n").unwrap();
    fs::write(at("two.jsonl"), "{\"id\": \"same\", \"text\": \"Nurse wanted.\"}\n").unwrap();
    let output = vocation(&["inspect", folder.path().to_str().unwrap(), "--json"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stdout.clone()).unwrap().lines().count(), 1);
    assert!(said(&output).contains("one.jsonl") && said(&output).contains("two.jsonl"), "{}", said(&output));
}
