//! The wishes of a person as flags of `rank`: what each does to the gates.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::bad_input::vocation;
use crate::samples;

/// A folder with a résumé, and postings in a folder of their own.
fn market() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("ada.md"), samples::ADA).unwrap();
    let postings = folder.path().join("postings");
    fs::create_dir(&postings).unwrap();
    for (id, company, place, pay) in [
        ("fjord", "Fjordwerk", "Remote - Germany", "EUR 90k~100k"),
        ("kelp", "Kelp Ledger", "Remote - Poland", "EUR 40k~50k"),
    ] {
        let head = format!("# [Rust Engineer](https://jobs.example.org/{id})\n### {company}\n");
        let tags = format!("#### `\u{1f4b0} {pay}` `\u{1f30e} {place}`\n\n**Requirements:**\n\n  * Rust\n");
        fs::write(postings.join(format!("{id}.md")), head + &tags).unwrap();
    }
    folder
}

/// The verdict of one gate on the postings `fjord` and `kelp`; "" where that gate is not asked.
fn verdicts(folder: &Path, gate: &str, flags: &[&str]) -> [String; 2] {
    let (resume, among) = (folder.join("ada.md"), folder.join("postings"));
    let asked = ["rank", resume.to_str().unwrap(), "--among", among.to_str().unwrap(), "--json"];
    let output = vocation(&[&asked[..], flags].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let found: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    ["fjord", "kelp"].map(|id| {
        let one = found.iter().find(|one| one["id"] == id).unwrap();
        let gates = one["gates"].as_array().unwrap();
        let verdict = gates.iter().find(|one| one["gate"] == gate).map(|one| one["verdict"].as_str().unwrap());
        verdict.unwrap_or("").to_owned()
    })
}

#[test]
fn the_least_pay_closes_what_pays_less() {
    let market = market();
    assert_eq!(verdicts(market.path(), "pay", &[]), ["", ""]);
    assert_eq!(verdicts(market.path(), "pay", &["--pay-at-least", "80000 EUR"]), ["pass", "fail"]);
    assert_eq!(verdicts(market.path(), "pay", &["--pay-at-least", "\u{20ac}20/hour"]), ["pass", "pass"]);
}

#[test]
fn given_exchange_rates_take_the_place_of_the_shipped_ones() {
    let market = market();
    let rates = market.path().join("rates.tsv");
    let with = |euros: f64| {
        fs::write(&rates, format!("currency\tper_usd\n# as of 2024-01-01\nUSD\t1\nEUR\t{euros}\n")).unwrap();
        let flags = ["--pay-at-least", "80000 USD", "--exchange-rates", rates.to_str().unwrap()];
        verdicts(market.path(), "pay", &flags)
    };
    assert_eq!(with(0.5), ["pass", "pass"]);
    assert_eq!(with(1.0), ["pass", "fail"]);
    assert_eq!(with(2.0), ["fail", "fail"]);
}

#[test]
fn where_the_person_works_from_is_what_the_flag_says() {
    let market = market();
    assert_eq!(verdicts(market.path(), "place", &["--in", "US"]), ["fail", "fail"]);
    assert_eq!(verdicts(market.path(), "place", &["--in", "PL"])[1], "pass");
    assert_eq!(verdicts(market.path(), "place", &["--in", "Poland", "--in", "Germany"]), ["pass", "pass"]);
}

#[test]
fn a_company_that_is_out_of_the_question_is_last() {
    let market = market();
    assert_eq!(verdicts(market.path(), "company", &["--without", "Fjordwerk"]), ["fail", "pass"]);
    assert_eq!(
        verdicts(market.path(), "company", &["--without", "fjordwerk", "--without", "Nobody"]),
        ["fail", "pass"]
    );
}

#[test]
fn the_day_of_posting_and_tags_and_language_are_told_by_records() {
    let market = market();
    let record = |id: &str, more: &str| {
        format!(
            "{{\"id\": \"{id}\", \"text\": \"# Rust Engineer\\n### {id}\\n\\nWe are looking for an engineer who writes Rust for the ferries that we run between the islands.\"{more}}}\n"
        )
    };
    fs::remove_dir_all(market.path().join("postings")).unwrap();
    let records = record("fjord", ", \"datePosted\": \"2026-11-02\", \"tags\": [\"Ferry\"]") + &record("kelp", "");
    fs::create_dir(market.path().join("postings")).unwrap();
    fs::write(market.path().join("postings/all.jsonl"), records).unwrap();
    assert_eq!(verdicts(market.path(), "posted", &["--posted-since", "2026-11-01"]), ["pass", "unknown"]);
    assert_eq!(verdicts(market.path(), "posted", &["--posted-since", "2026-11-03"]), ["fail", "unknown"]);
    assert_eq!(verdicts(market.path(), "tags", &["--tag", "FERRY"]), ["pass", "fail"]);
    assert_eq!(verdicts(market.path(), "language", &["--language", "de"]), ["fail", "fail"]);
    assert_eq!(verdicts(market.path(), "language", &["--language", "de,en"]), ["pass", "pass"]);
    for flags in [["--posted-since", "soon"], ["--language", "klingon"]] {
        let resume = market.path().join("ada.md");
        let postings = market.path().join("postings");
        let asked = ["rank", resume.to_str().unwrap(), "--among", postings.to_str().unwrap()];
        assert_eq!(vocation(&[&asked[..], &flags].concat()).status.code(), Some(2));
    }
}
