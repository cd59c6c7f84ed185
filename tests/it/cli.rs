//! The command line and its contract.

use std::fs;

use serde_json::Value;

use crate::bad_input::vocation;
use crate::models::made_with;
use crate::samples;

fn path(folder: &str) -> String {
    samples::demonstration(folder).to_str().unwrap().to_owned()
}

/// The first demonstration résumé by name.
fn resume() -> String {
    let mut all: Vec<_> =
        fs::read_dir(samples::demonstration("resumes")).unwrap().map(|one| one.unwrap().path()).collect();
    all.sort();
    all[0].to_str().unwrap().to_owned()
}

fn objects(arguments: &[&str]) -> Vec<Value> {
    let output = vocation(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn rank_prints_what_the_contract_says() {
    let found = objects(&["rank", &resume(), "--among", &path("postings"), "--json", "--top", "5"]);
    assert_eq!(found.len(), 5);
    let mut last = f64::INFINITY;
    for (at, one) in found.iter().enumerate() {
        assert_eq!(one["rank"], at + 1);
        for field in ["id", "title", "score", "gates", "reasons", "copies"] {
            assert!(!one[field].is_null(), "{field} in {one}");
        }
        let score = one["score"].as_f64().unwrap();
        let sum: f64 =
            one["reasons"].as_array().unwrap().iter().map(|reason| reason["contribution"].as_f64().unwrap()).sum();
        assert!((score - sum).abs() < 1e-6);
        let failed = one["gates"].as_array().unwrap().iter().any(|gate| gate["verdict"] == "fail");
        assert!(failed || score <= last);
        if !failed {
            last = score;
        }
        for reason in one["reasons"].as_array().unwrap() {
            for field in ["signal", "strength", "weight", "contribution", "because"] {
                assert!(!reason[field].is_null(), "{field} in {reason}");
            }
        }
    }
}

#[test]
fn the_table_fits_eighty_columns() {
    let output = vocation(&["rank", &resume(), "--among", &path("postings")]);
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).unwrap();
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{} columns: {line}", line.chars().count());
    }
    assert!(text.contains("in all") && text.contains("asked"), "{text}");
}

#[test]
fn the_levels_that_will_do_are_named_in_any_case_and_help_is_right() {
    let asked = |levels: &str| {
        let among = path("postings");
        vocation(&["rank", &resume(), "--among", &among, "--json", "--seniority", levels])
    };
    let found = asked("Senior,mid");
    assert_eq!(found.status.code(), Some(0));
    assert_eq!(found.stdout, asked("senior,MID").stdout);
    let wrong = asked("senior,boss");
    assert_eq!(wrong.status.code(), Some(2));
    let help = vocation(&["rank", "--help"]).stdout;
    for text in [wrong.stderr, help] {
        let text = String::from_utf8(text).unwrap();
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains("intern, junior, mid, senior, staff, principal, director, executive"), "{text}");
    }
    let help = String::from_utf8(vocation(&["rank", "--help"]).stdout).unwrap();
    assert!(help.contains("give reasons for, below the table"), "{help}");
}

#[test]
fn employers_ask_the_mirror_question() {
    let mut postings: Vec<_> =
        fs::read_dir(samples::demonstration("postings")).unwrap().map(|one| one.unwrap().path()).collect();
    postings.sort();
    let posting = postings[0].to_str().unwrap();
    let found = objects(&["rank", posting, "--among", &path("resumes"), "--json", "--top", "3"]);
    assert_eq!(found.len(), 3);
    let output = vocation(&["rank", posting, "--among", &path("resumes"), "--remote"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn inspect_prints_one_object_a_document_in_order() {
    let (postings, resumes) = (path("postings"), path("resumes"));
    let found = objects(&["inspect", &postings, &resumes, "--json", "--text"]);
    let count = |folder: &str| fs::read_dir(folder).unwrap().count();
    assert_eq!(found.len(), count(&postings) + count(&resumes));
    for one in &found {
        for field in
            ["id", "kind", "title", "company", "seniority", "pay", "place", "skills", "language", "notes", "text"]
        {
            assert!(one.get(field).is_some(), "{field} in {one}");
        }
        for field in ["level", "track", "source", "years"] {
            assert!(one["seniority"].get(field).is_some(), "{field} in {one}");
        }
        assert!(one["seniority"]["years"].get("min").is_some() && one["seniority"]["years"].get("max").is_some());
        for field in ["mode", "countries", "text"] {
            assert!(one["place"].get(field).is_some(), "{field} in {one}");
        }
        assert!(!one["title"].as_str().unwrap().is_empty(), "{one}");
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = flat(one["text"].as_str().unwrap());
        for skill in one["skills"].as_array().unwrap() {
            let quote = flat(skill["evidence"].as_str().unwrap());
            assert!(text.contains(&quote), "{quote:?} is no quote of {}", one["id"]);
        }
    }
    let kinds: Vec<&str> = found.iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert!(kinds[..count(&postings)].iter().all(|kind| *kind == "posting"), "{kinds:?}");
    assert!(kinds[count(&postings)..].iter().all(|kind| *kind == "resume"), "{kinds:?}");
}

#[test]
fn a_catalog_is_kept_and_asked() {
    let folder = tempfile::tempdir().unwrap();
    let catalog = folder.path().join("catalog").to_str().unwrap().to_owned();
    let added = vocation(&["add", &path("postings"), "--catalog", &catalog]);
    assert_eq!(added.status.code(), Some(0), "{}", String::from_utf8_lossy(&added.stderr));
    let demonstrated = fs::read_dir(path("postings")).unwrap().count();
    let said = String::from_utf8(added.stdout).unwrap();
    assert!(said.contains(&format!("added: {demonstrated} ({demonstrated} new, 0 replaced)")), "{said}");
    let again = vocation(&["add", &path("postings"), "--catalog", &catalog]);
    let said = String::from_utf8(again.stdout).unwrap();
    assert!(said.contains(&format!("added: 0 (0 new, 0 replaced); unchanged: {demonstrated};")), "{said}");
    let direct = objects(&["rank", &resume(), "--among", &path("postings"), "--json"]);
    let kept = objects(&["rank", &resume(), "--catalog", &catalog, "--json"]);
    assert_eq!(direct, kept);
    let first = kept[0]["id"].as_str().unwrap();
    assert_eq!(vocation(&["remove", first, "--catalog", &catalog]).status.code(), Some(0));
    assert_eq!(vocation(&["remove", first, "--catalog", &catalog]).status.code(), Some(1));
    let left = objects(&["rank", &resume(), "--catalog", &catalog, "--json"]);
    assert!(left.iter().all(|one| one["id"] != first));
    let info = &objects(&["info", "--catalog", &catalog, "--json"])[0];
    assert_eq!(info["postings"], demonstrated - 1);
    assert!(info["postings_answered_by"].as_str().unwrap().contains("entries"));
    assert_eq!(vocation(&["info", "--catalog", "no/such/catalog"]).status.code(), Some(1));
}

#[test]
fn a_catalog_that_cannot_be_used_is_described_and_says_what_differs() {
    let folder = tempfile::tempdir().unwrap();
    let catalog = folder.path().to_str().unwrap();
    assert_eq!(vocation(&["add", &path("postings"), "--catalog", catalog]).status.code(), Some(0));
    let header = folder.path().join("catalog.json");
    let count = fs::read_dir(path("postings")).unwrap().count();
    let remedy = "`vocation reindex ";
    for (field, other, named) in [
        ("embedder", "abacus-1", "made with another model (abacus-1, this program has "),
        ("understanding", "0-old", " another understanding of documents (0-old, "),
    ] {
        made_with(folder.path(), |identity| match field {
            "embedder" => identity.embedder = other.to_owned(),
            _ => identity.understanding = other.to_owned(),
        });
        let info = &objects(&["info", "--catalog", catalog, "--json"])[0];
        assert!(info["problem"].as_str().unwrap().contains(named), "{info}");
        assert_eq!(info["catalog_format"], 3);
        assert_eq!(info["postings"], count);
        assert_eq!(info[format!("catalog_{field}")], other);
        assert_ne!(info[field], other);
        let ranked = vocation(&["rank", &resume(), "--catalog", catalog]);
        let said = String::from_utf8(ranked.stderr).unwrap();
        assert_eq!(ranked.status.code(), Some(1));
        assert!(said.contains(named) && said.contains(remedy), "{said}");
    }
    let written = fs::read_to_string(&header).unwrap();
    fs::write(&header, written.replace("\"oldest_reader\":3", "\"oldest_reader\":99")).unwrap();
    for arguments in [vec!["info"], vec!["rank", &resume()]] {
        let output = vocation(&[&arguments[..], &["--catalog", catalog]].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(said.contains("a reader of format 99") && said.contains("use a newer vocation"), "{said}");
    }
    fs::write(&header, "{}").unwrap();
    assert_eq!(vocation(&["info", "--catalog", catalog]).status.code(), Some(1));
}

#[test]
fn a_catalog_that_is_not_there_is_named_alike_by_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().to_str().unwrap();
    let missing = format!("{folder}/none");
    for catalog in [folder, &missing] {
        let resume = resume();
        let said = [vec!["rank", &resume], vec!["remove", "ada"], vec!["info"]].map(|mut arguments| {
            arguments.extend(["--catalog", catalog]);
            let output = vocation(&arguments);
            assert_eq!(output.status.code(), Some(1), "{arguments:?}");
            String::from_utf8(output.stderr).unwrap()
        });
        assert!(said[0].contains(&format!("`vocation add PATH... --catalog {catalog}`")), "{said:?}");
        assert!(said.iter().all(|one| *one == said[0]), "{said:?}");
    }
}

#[test]
fn a_repeated_id_is_counted_apart_from_what_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let baker = "{\"id\": \"baker\", \"text\": \"Baker wanted. You will bake bread.\"}\n";
    fs::write(at("bakers.jsonl"), format!("{baker}{baker}not json\n")).unwrap();
    let added = vocation(&["add", &at("bakers.jsonl"), "--side", "posting", "--catalog", &at("catalog")]);
    let said = String::from_utf8(added.stdout).unwrap();
    assert!(said.contains("added: 1 (1 new, 0 replaced); unchanged: 0; not readable: 1;"), "{said}");
    assert!(said.contains("an id that another has: 1;"), "{said}");
    let resume = "{\"id\": \"baker\", \"text\": \"Rye Crumb\\n\\nExperience\\nBaker, Crumb & Sons\"}\n";
    fs::write(at("people.jsonl"), resume).unwrap();
    let added = vocation(&["add", &at("people.jsonl"), "--side", "resume", "--catalog", &at("catalog")]);
    let said = String::from_utf8(added.stdout).unwrap();
    assert!(said.contains("(1 new, 0 replaced)") && said.contains("postings: 1, r\u{e9}sum\u{e9}s: 1"), "{said}");
    let removed = vocation(&["remove", "baker", "baker", "nobody", "--catalog", &at("catalog")]);
    assert!(removed.stdout.starts_with(b"documents removed: 2;"));
    assert!(String::from_utf8(removed.stderr).unwrap().contains("nobody"));
}

#[test]
fn adding_waits_for_another_writer_and_killed_while_it_waits_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let catalog = folder.path().to_str().unwrap();
    let postings = path("postings");
    let start = || {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_vocation"));
        let silent = command.args(["add", &postings, "--catalog", catalog]).stdout(std::process::Stdio::null());
        silent.spawn().unwrap()
    };
    assert_eq!(vocation(&["add", &path("resumes"), "--catalog", catalog]).status.code(), Some(0));
    let before = objects(&["info", "--catalog", catalog, "--json"]);
    let lock = fs::File::open(folder.path().join("writer.lock")).unwrap();
    lock.lock().unwrap();
    let (mut waiting, mut killed) = (start(), start());
    std::thread::sleep(std::time::Duration::from_secs(2));
    assert!(waiting.try_wait().unwrap().is_none(), "it gave up");
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert_eq!(objects(&["info", "--catalog", catalog, "--json"]), before);
    drop(lock);
    assert_eq!(waiting.wait().unwrap().code(), Some(0));
    let after = &objects(&["info", "--catalog", catalog, "--json"])[0];
    assert_eq!(after["postings"], fs::read_dir(&postings).unwrap().count());
    assert_eq!(after["resumes"], before[0]["resumes"]);
}

#[test]
fn embed_writes_a_row_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(at("lines.txt"), "Rust engineer\n\nRust engineer\nnurse\n").unwrap();
    let output = vocation(&["embed", "--input", &at("lines.txt"), "--output", &at("vectors.npy")]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let bytes = fs::read(at("vectors.npy")).unwrap();
    assert_eq!(&bytes[..6], b"\x93NUMPY");
    let header = usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
    let values: Vec<f32> =
        bytes[10 + header..].chunks_exact(4).map(|four| f32::from_le_bytes(four.try_into().unwrap())).collect();
    let rows: Vec<&[f32]> = values.chunks(values.len() / 4).collect();
    assert_eq!(rows[0], rows[2]);
    assert!(rows[1].iter().all(|value| *value == 0.0));
    assert!((rows[3].iter().map(|value| value * value).sum::<f32>() - 1.0).abs() < 1e-4);
}

#[test]
fn a_resume_among_postings_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let bob = "Bob Rye\nbob@rye.example\n\nExperience\nSenior Baker, Crumb & Sons, May 2015 - present\nBaked bread.\n\n\
               Education\nBaking School 2014\n\nSkills\nRye, Excel\n";
    fs::write(folder.path().join("bob.md"), bob).unwrap();
    let posting = "# Night Baker\n\nWe are looking for a baker. You will bake.\n\n## Requirements\n- flour\n";
    fs::write(folder.path().join("night.md"), posting).unwrap();
    let among = folder.path().to_str().unwrap();
    let output = vocation(&["rank", &resume(), "--side", "resume", "--among", among, "--json"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("1 of the 2 documents looks like a r\u{e9}sum\u{e9}") && said.contains("bob.md"), "{said}");
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 2);
    let quiet = vocation(&["rank", &resume(), "--among", &path("postings"), "--json"]);
    assert!(!String::from_utf8(quiet.stderr).unwrap().contains("look"));
}

#[test]
fn what_could_not_be_read_of_the_asking_document_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("nothing.txt");
    fs::write(&file, "Lorem ipsum dolor sit amet, consetetur sadipscing elitr.\n").unwrap();
    let output =
        vocation(&["rank", file.to_str().unwrap(), "--side", "resume", "--among", &path("postings"), "--json"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("names no skill that is known and no title"), "{said}");
    assert!(said.contains("note: ") && said.contains("no title or headline was found"), "{said}");
}

#[test]
fn a_wish_for_the_whole_world_is_refused() {
    for everywhere in ["anywhere", "Worldwide"] {
        let output = vocation(&["rank", &resume(), "--among", &path("postings"), "--in", everywhere]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(&format!("--in {everywhere}")) && said.contains("leave --in out"), "{said}");
    }
}

#[test]
fn weak_matches_are_called_weak_and_not_argued_for() {
    let output = vocation(&["rank", &resume(), "--among", &path("postings"), "--top", "10", "--reasons", "10"]);
    let said = String::from_utf8(output.stdout).unwrap();
    let (table, reasons) = said.split_at(said.find("\n\n").unwrap());
    assert!(reasons.contains("in all"), "{said}");
    assert!(table.lines().any(|line| line.trim_end().ends_with("weak")), "{table}");
    for line in table.lines().filter(|line| line.trim_end().ends_with("weak")) {
        let rank = line.split_whitespace().next().unwrap();
        assert!(!reasons.contains(&format!("\n\n{rank}. ")), "{reasons}");
    }
}

/// Nobody loses a file by naming it twice.
#[test]
fn an_input_is_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let lines = folder.path().join("lines.txt");
    fs::write(&lines, "nurse\n").unwrap();
    let name = lines.to_str().unwrap();
    let refused = vocation(&["embed", "--input", name, "--output", name]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("it is read, and would be written over"));
    assert_eq!(fs::read_to_string(&lines).unwrap(), "nurse\n");
    let nowhere = folder.path().join("nowhere/x.npy");
    let refused = vocation(&["embed", "--input", name, "--output", nowhere.to_str().unwrap()]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("its folder does not exist"));
}
