//! The picture of a run: what its figures and tables say, for a run that tells of itself and for rows alone.

use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::Float32Array;
use arrow_array::Int64Array;
use arrow_array::RecordBatch;
use arrow_array::StringArray;
use parquet::arrow::ArrowWriter;
use parquet::file::metadata::KeyValue;
use vocation::batch;
use vocation::batch::Bins;
use vocation::batch::Counted;
use vocation::batch::Covered;
use vocation::batch::PayBalance;
use vocation::batch::SkillBalance;
use vocation::batch::Summary;
use vocation::batch::Told;

const HOSTILE: &str = "</svg><script>alert(\"1\")</script> & 'more'";

/// The elements of a page, by name; panics where it is not well-formed.
fn elements(html: &str) -> Vec<String> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
    let document = roxmltree::Document::parse_with_options(html, options).unwrap();
    document.descendants().filter(|node| node.is_element()).map(|node| node.tag_name().name().to_owned()).collect()
}

/// What a page says, without tags.
fn said(html: &str) -> String {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
    let document = roxmltree::Document::parse_with_options(html, options).unwrap();
    let texts = document.descendants().filter(|node| node.is_text()).filter_map(|node| node.text());
    texts.collect::<Vec<_>>().join("|")
}

fn bins(scores: &[f64]) -> Bins {
    let mut bins = Bins::default();
    scores.iter().for_each(|score| bins.add(*score));
    bins
}

fn covered(id: &str, best: f64, above: u64, missing: &[(&str, u64)]) -> Covered {
    let missing = missing.iter().map(|(name, count)| Counted { name: (*name).to_owned(), count: *count });
    Covered { id: id.to_owned(), title: format!("Title of {id}"), best, above, missing: missing.collect() }
}

/// A run of three postings and two résumés, with names that are hostile.
fn summary() -> Summary {
    Summary {
        version: HOSTILE.to_owned(),
        postings: 3,
        resumes: 2,
        unread: 4,
        pairs: 6,
        written: 5,
        failed: vec![Counted { name: "place".to_owned(), count: 3 }],
        threshold: 0.45,
        scores: bins(&[0.1, 0.2, 0.3, 0.4, 0.5, 0.6]),
        best_of_postings: bins(&[0.3, 0.4, 0.6]),
        best_of_resumes: bins(&[0.5, 0.6]),
        best_covered: vec![covered("p3", 0.6, 2, &[])],
        worst_covered: vec![covered("p1", 0.3, 0, &[("COBOL", 2)])],
        unwanted: vec![covered(HOSTILE, 0.2, 0, &[])],
        unwanted_count: 1,
        unfilled: vec![covered("p1", 0.3, 0, &[("COBOL", 2), ("Rust", 1)])],
        unfilled_count: 2,
        skills: vec![SkillBalance { name: "Kubernetes".to_owned(), asked: 2, shown: 1 }],
        pay: Some(PayBalance {
            currency: "EUR".to_owned(),
            edges: vec![0.0, 50_000.0, 100_000.0],
            asked: vec![1, 0],
            offered: vec![1, 2],
        }),
    }
}

#[test]
fn a_page_says_what_its_summary_says() {
    let html = summary().html(HOSTILE, Told::ByTheRun);
    let names = elements(&html);
    assert!(!names.contains(&"script".to_owned()));
    assert_eq!(names.iter().filter(|name| *name == "svg").count(), 3);
    for loaded in ["src=", "href=", "url(", "@import"] {
        assert!(!html.contains(loaded), "{loaded} loads from elsewhere");
    }
    let said = said(&html);
    for part in [
        HOSTILE,
        "3 postings beside 2 r\u{e9}sum\u{e9}s",
        "every posting beside every r\u{e9}sum\u{e9}",
        "66.7 % of 3, no pair of theirs that fails no gate reaches 0.450",
        "50.0 % of 2, no pair",
        "|place|3|50.0 %|",
        "Title of p3 (p3)|0.600|2|",
        "|COBOL (2), Rust (1)|",
        "1 of 2.",
        "n = 6",
        "median 0.300\u{2013}0.310",
        "Kubernetes",
        "|66.7|2|50.0|1|",
        "EUR a year, in thousands",
        "Of 3 postings 3 state pay, of 2 r\u{e9}sum\u{e9}s 1;",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(html, summary().html(HOSTILE, Told::ByTheRun), "the same summary is the same page");
}

#[test]
fn the_bars_are_as_high_as_their_share() {
    let html = summary().html("scores.parquet", Told::ByTheRun);
    // Three postings in three bins, two résumés in two: shares of a third and of a half, on one scale.
    let heights = |row: &str| {
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
        let document = roxmltree::Document::parse_with_options(&html, options).unwrap();
        let is_of = |node: &roxmltree::Node<'_, '_>| {
            let title = node.children().find(|child| child.has_tag_name(("http://www.w3.org/2000/svg", "title")));
            title.and_then(|title| title.text()).is_some_and(|text| text.starts_with(row))
        };
        let rects = document.descendants().filter(|node| node.tag_name().name() == "rect").filter(is_of);
        rects.map(|rect| rect.attribute("height").unwrap().parse::<f64>().unwrap()).collect::<Vec<_>>()
    };
    let (postings, resumes) = (heights("best of each posting"), heights("best of each r\u{e9}sum\u{e9}"));
    assert_eq!((postings.len(), resumes.len()), (3, 2), "{html}");
    assert!(postings.iter().all(|height| (height / resumes[0] - 2.0 / 3.0).abs() < 0.01), "{postings:?} {resumes:?}");
}

#[test]
fn a_run_of_nothing_says_so() {
    let html = Summary::default().html("scores.parquet", Told::ByTheRun);
    elements(&html);
    let said = said(&html);
    for part in
        ["No pair was scored", "nothing was counted", "no pay is stated", "There are no postings.", "0 postings"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!html.contains("NaN") && !html.contains("inf"));
}

/// Rows as another program may write them: whole numbers for ids, narrow floats, no gates.
fn rows(path: &Path, footer: Option<String>) {
    let columns: [(&str, ArrayRef); 3] = [
        ("posting", Arc::new(Int64Array::from(vec![1, 1, 2, 2]))),
        ("resume", Arc::new(StringArray::from(vec!["a", "b", "a", "b"]))),
        ("score", Arc::new(Float32Array::from(vec![0.75, 0.5, 0.25, 0.125]))),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut writer = ArrowWriter::try_new(File::create(path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    if let Some(footer) = footer {
        writer.append_key_value_metadata(KeyValue::new(Summary::KEY.to_owned(), footer));
    }
    writer.close().unwrap();
}

#[test]
fn rows_without_a_summary_are_told_from_the_rows() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("theirs.parquet");
    rows(&path, None);
    let html = batch::report(&path).unwrap();
    let text = said(&html);
    for part in [
        "2 postings beside 2 r\u{e9}sum\u{e9}s, in theirs.parquet.",
        "has no summary of its run, so the page is reckoned from its 4 rows",
        "50.0 % of 2, no pair of theirs that fails no gate reaches 0.500",
        "|1|0.750|2|",
        "|2|0.250|0|",
        "n = 4",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("Pairs scored") && !text.contains("supply and demand|"), "{text}");

    rows(&path, Some(summary().to_json().unwrap()));
    assert_eq!(batch::report(&path).unwrap(), summary().html("theirs.parquet", Told::ByTheRun));
}

#[test]
fn a_pair_that_fails_a_gate_covers_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ours.parquet");
    let columns: [(&str, ArrayRef); 4] = [
        ("posting", Arc::new(StringArray::from(vec!["p", "p", "q"]))),
        ("resume", Arc::new(StringArray::from(vec!["a", "b", "a"]))),
        ("score", Arc::new(Float32Array::from(vec![0.75, 0.5, 0.625]))),
        ("gates", Arc::new(StringArray::from(vec!["place: fail; pay: unknown", "pay: unknown", "pay: fail"]))),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut writer = ArrowWriter::try_new(File::create(&path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    let text = said(&batch::report(&path).unwrap());
    for part in ["|p|0.750|1|", "|q|0.625|0|", "|a|0.750|0|", "|place|1|33.3 %|"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("|b|"), "{text}");
}

#[test]
fn the_command_writes_the_page_beside_its_rows() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("theirs.parquet");
    rows(&path, None);
    let run = |arguments: &[&str]| {
        let done = Command::new(env!("CARGO_BIN_EXE_vocation")).arg("report").args(arguments).output().unwrap();
        let [out, err] = [done.stdout, done.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        (done.status.code().unwrap(), out, err)
    };
    let scores = path.to_str().unwrap();
    let (code, out, err) = run(&[scores]);
    assert!(code == 0 && out.contains("theirs.html"), "{out}{err}");
    let page = std::fs::read_to_string(folder.path().join("theirs.html")).unwrap();
    assert_eq!(page, batch::report(&path).unwrap());
    let (code, _, err) = run(&[scores]);
    assert!(code == 1 && err.contains("is there already; name it with --output"), "{err}");
    let (code, _, err) = run(&[scores, "--output", scores]);
    assert!(code == 1 && err.contains("it is read, and would be written over"), "{err}");
    let other = folder.path().join("other.parquet");
    std::fs::write(&other, "PAR1 but no more").unwrap();
    let (code, _, err) = run(&[other.to_str().unwrap(), "--output", folder.path().join("x.html").to_str().unwrap()]);
    assert!(code == 1 && err.contains("other.parquet"), "{err}");
}
