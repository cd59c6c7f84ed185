//! Feeds, tables and exports that somebody broke: an error or a document within seconds, and the other files are still read.
//!
//! `VOCATION_LONG=1` tries ten times as many changes, `VOCATION_SEED` sets another seed.

use std::fs;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

use rayon::prelude::*;
use vocation::documents;

use crate::feeds::fixture;
use crate::tables;
use crate::tiny;

/// The fixtures that are changed; the export is made by the tests.
const FIXTURES: [&str; 11] = [
    "ashby.json",
    "greenhouse.json",
    "hr-open.json",
    "job-posting.html",
    "job-posting.json",
    "job-schema.json",
    "jobspy.csv",
    "lever.json",
    "people.csv",
    "smart-recruiters.json",
    "stellen.csv",
];

/// What mutations put in.
const PIECES: [&[u8]; 12] =
    [b"\"", b"{", b"[", b"}", b"]", b",", b"null", b"-1e308", b"\\u0000", b"\xFF", b"<script>", b"&lt;"];

fn changed(bytes: &[u8], random: &mut fastrand::Rng) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..random.usize(1..4) {
        let at = random.usize(..=bytes.len());
        let end = at + random.usize(..=(bytes.len() - at).min(200));
        match random.u8(..6) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => drop(bytes.splice(at..at, PIECES[random.usize(..PIECES.len())].iter().copied())),
            3 => {
                let piece = bytes[at..end].to_vec();
                let place = random.usize(..=bytes.len());
                drop(bytes.splice(place..place, piece));
            }
            4 => drop(bytes.splice(at..end, PIECES[random.usize(..PIECES.len())].iter().copied())),
            _ => bytes[at..end].iter_mut().for_each(|byte| *byte ^= 1 << random.u8(..8)),
        }
    }
    bytes
}

/// Reads all of a folder; how many documents and errors there were.
fn read(folder: &Path) -> (usize, usize) {
    let (mut documents, mut errors) = (0, 0);
    for found in documents::read_path(folder, None).unwrap() {
        match found {
            Ok(_) => documents += 1,
            Err(error) => {
                assert!(error.to_string().contains(&folder.display().to_string()), "{error}");
                errors += 1;
            }
        }
    }
    (documents, errors)
}

#[test]
fn a_changed_feed_is_an_error_or_a_document() {
    let rounds = tiny::rounds(1_000, 10_000);
    let export = ("export.zip".to_owned(), tables::export());
    let named = |name: &&str| ((*name).to_owned(), fs::read(fixture(name)).unwrap());
    let files: Vec<(String, Vec<u8>)> = FIXTURES.iter().map(named).chain([export]).collect();
    files.par_iter().for_each(|(name, bytes)| {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("zz.md"), "# [Miller](https://mill.example)\n\nWe grind flour.").unwrap();
        let mut random = fastrand::Rng::with_seed(tiny::seed() ^ name.len() as u64);
        let (mut read_whole, mut refused) = (0, 0);
        for round in 0..rounds {
            fs::write(folder.path().join(name), changed(bytes, &mut random)).unwrap();
            let start = Instant::now();
            let (documents, errors) = read(folder.path());
            assert!(documents >= 1, "{name}, change {round}: the other file was not read");
            assert!(start.elapsed() < Duration::from_secs(20), "{name}, change {round} takes {:?}", start.elapsed());
            read_whole += usize::from(documents > 1);
            refused += usize::from(errors > 0);
        }
        println!("{name}: {rounds} changes, {read_whole} read, {refused} refused");
        assert!(read_whole > 0 && refused > 0, "{name}: {read_whole} read, {refused} refused");
    });
}

#[test]
fn small_parts_that_would_fill_the_memory_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let jobs = "{\"a\":1},".repeat(600_000);
    for (name, text, why) in [
        ("many.json", format!("[{}{{}}]", "{},".repeat(1_000_000)), "more than 1000000 documents"),
        ("answer.json", format!("{{\"jobs\":[{jobs}{{}}]}}"), "of so many small parts"),
        (
            "line.jsonl",
            format!("{{\"text\":\"x\",\"y\":[{}1]}}\n", &jobs[..4_000_000 / 8 * 8]),
            "of so many small parts",
        ),
    ] {
        fs::write(path(name), text).unwrap();
        let found: Vec<_> = documents::read_path(path(name), None).unwrap().collect();
        let problem = found[0].as_ref().unwrap_err().to_string();
        assert!(found.len() == 1 && problem.contains(name) && problem.contains(why), "{problem}");
    }
    // An array of whole documents is read one by one, however large it is.
    let posting = "{\"title\": \"Baker\", \"company\": \"Crumb\", \"description\": \"We bake.\"}";
    fs::write(path("all.json"), format!("[{}]", vec![posting; 2_000].join(","))).unwrap();
    let read = documents::read_path(path("all.json"), None).unwrap().filter(|found| found.is_ok()).count();
    assert_eq!(read, 2_000);
}

#[test]
fn what_is_nested_too_deep_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let graph = format!("{}1{}", "{\"@graph\": [".repeat(10_000), "]}".repeat(10_000));
    for (name, text) in [
        ("a.json", format!("{{\"@type\": \"JobPosting\", \"title\": \"x\", \"description\": {deep}}}")),
        ("b.json", format!("{{\"jobs\": [{{\"absolute_url\": \"x\", \"title\": \"x\", \"content\": {deep}}}]}}")),
        ("c.json", graph),
        ("d.html", format!("<html><script type=\"application/ld+json\">{deep}</script></html>")),
        ("e.json", deep),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    fs::write(folder.path().join("zz.md"), "# [Miller](https://mill.example)\n\nWe grind flour.").unwrap();
    let (documents, errors) = read(folder.path());
    assert_eq!(documents + errors, 6);
    assert!(documents >= 1 && errors >= 4, "{documents} read, {errors} refused");
}
