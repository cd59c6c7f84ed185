//! Keeping a catalog from the command line: broken off and gone on with, copied, checked, and rid of what was removed.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use serde_json::Value;
use vocation::catalog::Catalog;
use vocation::catalog::Description;

use crate::bad_input::vocation;
use crate::samples;

/// A folder of one's own, and a catalog in it.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn at(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    fn write(&self, name: &str, text: &str) -> String {
        fs::write(self.path(name), text).unwrap();
        self.at(name)
    }
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Runs a command that must give an answer; what it printed.
fn done(arguments: &[&str]) -> String {
    let output = vocation(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", said(&output));
    out(&output)
}

/// What one that must give none said.
fn refused(arguments: &[&str]) -> String {
    let output = vocation(arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {} {}", out(&output), said(&output));
    said(&output)
}

const ROLES: [&str; 5] = ["Rust Engineer", "Payroll Specialist", "Registered Nurse", "Data Analyst", "Welder"];
const SKILLS: [&str; 7] = ["Rust", "payroll", "wound care", "SQL", "welding", "Excel", "Linux"];
const PLACES: [&str; 4] = ["Remote - Germany", "Austin, TX", "Remote", "Hybrid - Warsaw, Poland"];

/// Postings, one a line.
fn postings(count: usize) -> String {
    let line = |number: usize| {
        let mixed = number.wrapping_mul(2_654_435_761) >> 7;
        let text = format!(
            "# [{} {number}](https://jobs.example.org/{number})\n### Firm {number}\n#### `\u{1f30e} {}`\n\n\
             **Requirements:**\n\n  * {}+ years of {}\n  * Good {}\n",
            ROLES[mixed % 5],
            PLACES[(mixed >> 3) % 4],
            mixed % 9,
            SKILLS[(mixed >> 5) % 7],
            SKILLS[(mixed >> 8) % 7]
        );
        format!("{}\n", serde_json::json!({"id": format!("posting-{number:04}"), "text": text}))
    };
    (0..count).map(line).collect()
}

fn ranked(place: &Place, catalog: &str) -> String {
    let ada = place.write("ada.md", samples::ADA);
    done(&["rank", &ada, "--side", "resume", "--catalog", catalog, "--json", "--top", "40"])
}

/// What `info` says that does not depend on the way the catalog came about.
fn holds(catalog: &str) -> Value {
    let mut info: Value = serde_json::from_str(&done(&["info", "--catalog", catalog, "--json"])).unwrap();
    let object = info.as_object_mut().unwrap();
    for field in ["catalog", "catalog_generation", "catalog_files", "catalog_bytes", "waiting_for_compact"] {
        assert!(object.remove(field).is_some(), "{field}");
    }
    info
}

fn described(catalog: &str) -> Description {
    Catalog::describe(catalog).unwrap()
}

/// Starts to add postings, and comes back when some are in the catalog.
fn half_added(lines: &str, catalog: &str) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vocation"));
    command.args(["add", lines, "--side", "posting", "--commit-every", "5", "--catalog", catalog]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let begun = Instant::now();
    while Catalog::describe(catalog).ok().and_then(|told| told.postings).unwrap_or(0) == 0 {
        assert!(begun.elapsed() < Duration::from_secs(120), "nothing is added");
        std::thread::sleep(Duration::from_millis(2));
    }
    child
}

/// That adding the rest gives what adding all in one go gives.
fn goes_on(place: &Place, lines: &str, count: usize, catalog: &str) {
    let before = described(catalog).postings.unwrap() as usize;
    assert!(before > 0 && before < count, "{before} of {count} when it was broken off");
    let rest = done(&["add", lines, "--side", "posting", "--catalog", catalog]);
    assert!(
        rest.contains(&format!("added: {0} ({0} new, 0 replaced); unchanged: {before};", count - before)),
        "{rest}"
    );
    let whole = place.at("whole");
    done(&["add", lines, "--side", "posting", "--catalog", &whole]);
    assert_eq!(holds(catalog), holds(&whole));
    assert_eq!(ranked(place, catalog), ranked(place, &whole));
    done(&["verify", "--catalog", catalog]);
}

#[test]
fn an_add_that_was_killed_goes_on_where_it_stopped() {
    let (place, count) = (Place::new(), 600);
    let (lines, catalog) = (place.write("all.jsonl", &postings(count)), place.at("catalog"));
    let mut child = half_added(&lines, &catalog);
    child.kill().unwrap();
    child.wait().unwrap();
    goes_on(&place, &lines, count, &catalog);
}

#[cfg(unix)]
#[test]
fn an_interrupted_add_commits_and_says_how_to_go_on() {
    let (place, count) = (Place::new(), 600);
    let (lines, catalog) = (place.write("all.jsonl", &postings(count)), place.at("catalog"));
    let child = half_added(&lines, &catalog);
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(said(&output).contains("the same command goes on from there"), "{output:?}");
    let postings = described(&catalog).postings.unwrap();
    assert!(out(&output).contains(&format!("added: {postings} ({postings} new")), "{output:?}");
    goes_on(&place, &lines, count, &catalog);
}

#[test]
fn adding_again_changes_nothing_but_what_is_written_anew() {
    let place = Place::new();
    let catalog = place.at("catalog");
    let all = postings(30);
    let lines = place.write("all.jsonl", &all);
    let add = || done(&["add", &lines, "--side", "posting", "--catalog", &catalog]);
    assert!(add().contains("added: 30 (30 new, 0 replaced); unchanged: 0;"));
    let (first, before) = (described(&catalog), ranked(&place, &catalog));
    assert!(add().contains("added: 0 (0 new, 0 replaced); unchanged: 30; not readable: 0;"));
    assert_eq!(described(&catalog), first);
    place.write("all.jsonl", &all.replacen("Good ", "Excellent ", 1));
    let again = add();
    assert!(again.contains("added: 1 (0 new, 1 replaced); unchanged: 29;"), "{again}");
    let after = described(&catalog);
    assert_eq!((after.postings, after.generation), (Some(30), first.generation + 1));
    place.write("all.jsonl", &all);
    assert!(add().contains("(0 new, 1 replaced)"));
    assert_eq!(ranked(&place, &catalog), before);
}

fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let all = fs::read_dir(folder).unwrap().map(|one| one.unwrap().path());
    all.map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

#[test]
fn what_was_removed_is_in_no_file_after_compact() {
    let place = Place::new();
    let catalog = place.at("catalog");
    let secret =
        "# Zyx Quill\n\nPilot\n\n## Experience\n### Ferry Pilot, Quorvane Lines\nMar 2017 - Dec 2024\n- Boats\n";
    let (quill, ids) = (place.write("quill.md", secret), place.write("ids.txt", "\nquill\r\nnobody\n"));
    let lines = place.write("all.jsonl", &postings(40));
    done(&["add", &lines, "--side", "posting", "--catalog", &catalog]);
    done(&["add", &quill, "--side", "resume", "--catalog", &catalog]);
    let holding = || {
        let holds = |bytes: &[u8]| bytes.windows(8).any(|eight| eight == b"Quorvane");
        files(&place.path("catalog")).into_iter().filter(|(_, bytes)| holds(bytes)).count()
    };
    assert_eq!(holding(), 1);
    let output = vocation(&["remove", "posting-0007", "--from", &ids, "--catalog", &catalog]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("nobody: there is no document"), "{}", said(&output));
    assert!(out(&output).starts_with("documents removed: 2; "), "{}", out(&output));
    assert_eq!(holding(), 1, "until it is compacted");
    let before = described(&catalog);
    assert_eq!(before.waiting, 2);
    let stray = place.path("catalog").join("resumes-000999.segment");
    fs::write(&stray, "Quorvane").unwrap();
    let compacted = done(&["compact", "--catalog", &catalog]);
    let after = described(&catalog);
    let bytes = format!("dropped: 2; bytes before: {}, after: {};", before.bytes, after.bytes);
    assert!(compacted.contains(&bytes) && after.bytes < before.bytes, "{compacted}");
    assert_eq!((holding(), after.waiting, after.postings, after.resumes), (0, 0, Some(39), Some(0)));
    done(&["verify", "--catalog", &catalog]);
    assert!(refused(&["remove", "quill", "--catalog", &catalog]).contains("nothing was removed"));
    place.write("ids.txt", &"x".repeat(100_000));
    assert!(refused(&["remove", "--from", &ids, "--catalog", &catalog]).contains("ids.txt, line 1: longer than"));
    assert_eq!(vocation(&["remove", "--catalog", &catalog]).status.code(), Some(2));
}

#[test]
fn an_export_makes_a_catalog_that_answers_the_same() {
    let place = Place::new();
    let (first, second, copy) = (place.at("first"), place.at("second"), place.at("copy.jsonl"));
    let people = samples::demonstration("resumes");
    let offers = samples::demonstration("postings");
    let (people, offers) = (people.to_str().unwrap(), offers.to_str().unwrap());
    let lines = place.write("all.jsonl", &postings(50));
    done(&["add", &lines, "--side", "posting", "--catalog", &first, "--commit-every", "7"]);
    done(&["add", offers, people, "--catalog", &first]);
    done(&["remove", "posting-0003", "--catalog", &first]);
    let exported = done(&["export", "--catalog", &first, "--output", &copy]);
    let counts = described(&first);
    let (offered, persons) = (counts.postings.unwrap(), counts.resumes.unwrap());
    let counted = format!("exported: {} (postings: {offered}, r\u{e9}sum\u{e9}s: {persons});", offered + persons);
    assert!(exported.contains(&counted), "{exported}");
    let text = fs::read_to_string(&copy).unwrap();
    assert_eq!(text.lines().count() as u64, offered + persons);
    for line in text.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["id"], line["document"]["id"]);
        assert!(["posting", "resume"].contains(&line["side"].as_str().unwrap()), "{line}");
        assert!(line["document"]["name"].is_null() && line["document"]["contact"].as_array().is_none_or(Vec::is_empty));
    }
    let import = || done(&["import", &copy, "--catalog", &second]);
    assert!(import().contains(&format!("added: {0} ({0} new, 0 replaced); unchanged: 0;", offered + persons)));
    assert_eq!(ranked(&place, &first), ranked(&place, &second));
    let asked = place.write("asked.md", "# Senior Rust Engineer\n\n## Requirements\n- Rust\n- PostgreSQL\n");
    let mirror = |catalog: &str| done(&["rank", &asked, "--side", "posting", "--catalog", catalog, "--json"]);
    assert_eq!(mirror(&first), mirror(&second));
    let generation = described(&second).generation;
    assert!(import().contains(&format!("added: 0 (0 new, 0 replaced); unchanged: {};", offered + persons)));
    assert_eq!(described(&second).generation, generation);
    let printed = vocation(&["export", "--catalog", &first, "--output", "-"]);
    assert_eq!(out(&printed), text);
    assert!(said(&printed).contains(&counted), "{}", said(&printed));
}

#[test]
fn lines_that_are_no_export_are_named_and_the_rest_is_imported() {
    let place = Place::new();
    let (first, second, copy) = (place.at("first"), place.at("second"), place.at("copy.jsonl"));
    let lines = place.write("all.jsonl", &postings(3));
    done(&["add", &lines, "--side", "posting", "--catalog", &first]);
    done(&["export", "--catalog", &first, "--output", &copy]);
    let text = fs::read_to_string(&copy).unwrap();
    let one = text.lines().next().unwrap();
    place.write("copy.jsonl", &format!("{{\"id\": \"x\", \"text\": \"Baker\"}}\n\n{text}{one}\nnot json\n"));
    let output = vocation(&["import", &copy, "--catalog", &second]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    for part in ["copy.jsonl, line 1: ", "copy.jsonl, line 7: ", "copy.jsonl, line 6: its id \"posting-0000\" is also"]
    {
        assert!(said(&output).contains(part), "{}", said(&output));
    }
    assert!(out(&output).contains("added: 3 (3 new, 0 replaced); unchanged: 0; not readable: 2;"), "{}", out(&output));
    assert!(out(&output).contains("another has: 1;"), "{}", out(&output));
    assert!(refused(&["import", &lines, "--catalog", &place.at("third")]).contains("nothing was added"));
    assert!(!place.path("third").exists());
    assert!(refused(&["import", &place.at("none"), "--catalog", &second]).contains("name a file that exists"));
}

#[test]
fn an_export_names_what_it_lacks_and_never_leaves_half_a_file() {
    let place = Place::new();
    let (catalog, copy) = (place.at("catalog"), place.write("copy.jsonl", "as it was\n"));
    let lines = place.write("all.jsonl", &postings(3));
    done(&["add", &lines, "--side", "posting", "--catalog", &catalog]);
    let mut kept = Catalog::open_existing(&catalog, described(&catalog).identity).unwrap();
    let mut entry = vocation::catalog::Entry::clone(
        &kept.snapshot().entries(vocation::documents::Side::Posting).next().unwrap().unwrap(),
    );
    entry.profile.id = "unkept".to_owned();
    kept.add(&entry, None, None).unwrap();
    kept.commit().unwrap();
    let output = vocation(&["export", "--catalog", &catalog, "--output", &copy]);
    assert!(said(&output).contains("unkept: the catalog keeps no document of it"), "{}", said(&output));
    assert!(out(&output).contains("exported: 3 ") && out(&output).contains("left out: 1"), "{}", out(&output));
    let text = fs::read_to_string(&copy).unwrap();
    assert_eq!(text.lines().count(), 3);

    let inside = place.path("catalog").join("copy.jsonl");
    assert!(refused(&["export", "--catalog", &catalog, "--output", inside.to_str().unwrap()]).contains("own folder"));
    assert!(refused(&["export", "--catalog", &place.at("none"), "--output", &copy]).contains("there is none"));
    flip(&segment(&place.path("catalog")), 0);
    assert!(refused(&["export", "--catalog", &catalog, "--output", &copy]).contains(".segment: damaged"));
    assert_eq!(fs::read_to_string(&copy).unwrap(), text);
    let names = fs::read_dir(place.0.path()).unwrap().map(|one| one.unwrap().file_name().into_string().unwrap());
    let names: Vec<String> = names.filter(|name| name.contains("partial")).collect();
    assert!(names.is_empty(), "{names:?}");
}

fn segment(catalog: &Path) -> PathBuf {
    let mut all: Vec<_> = files(catalog).into_iter().map(|(path, _)| path).collect();
    all.sort();
    all.into_iter().find(|path| path.extension().is_some_and(|kind| kind == "segment")).unwrap()
}

/// Flips a bit of a byte of a file.
fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 4;
    fs::write(path, bytes).unwrap();
}

#[test]
fn verify_finds_a_flipped_bit_and_names_the_file() {
    let place = Place::new();
    let catalog = place.at("catalog");
    let lines = place.write("all.jsonl", &postings(40));
    done(&["add", &lines, "--side", "posting", "--catalog", &catalog]);
    done(&["remove", "posting-0001", "--catalog", &catalog]);
    let whole = done(&["verify", "--catalog", &catalog]);
    assert!(whole.contains("the catalog is whole") && whole.contains("its 3 files"), "{whole}");
    assert!(whole.contains("postings: 39, r\u{e9}sum\u{e9}s: 0"), "{whole}");
    for (path, bytes) in files(&place.path("catalog")) {
        if bytes.is_empty() {
            continue;
        }
        for at in [0, 1, 2, 3].map(|part| (bytes.len() - 1) * part / 3) {
            flip(&path, at);
            let problem = refused(&["verify", "--catalog", &catalog]);
            assert!(problem.contains(path.to_str().unwrap()), "byte {at} of {}: {problem}", path.display());
            fs::write(&path, &bytes).unwrap();
        }
    }
    for (path, bytes) in files(&place.path("catalog"))
        .into_iter()
        .filter(|(path, _)| path.extension().is_some_and(|kind| kind != "json" && kind != "lock"))
    {
        fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
    }
    let problem = refused(&["verify", "--catalog", &catalog]);
    assert!(problem.contains("segment: damaged") && problem.contains("removed: damaged"), "{problem}");
    assert!(problem.contains("2 of 3 files"), "{problem}");
}
