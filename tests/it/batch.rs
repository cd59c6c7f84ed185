//! Whole populations from the command line: what is written, what breaks off, and what is refused.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;

use serde_json::Value;

use crate::samples;

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_vocation");

pub(crate) fn score(output: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.arg("score").arg("--postings").arg(samples::demonstration("postings"));
    command.arg("--resumes").arg(samples::demonstration("resumes"));
    command.arg("--output").arg(output).args(["--as-of", "2026-04"]).args(more);
    command.env("VOCATION_WEIGHTS", output.with_file_name("no-weights"));
    command
}

pub(crate) fn done(mut command: Command) -> Output {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

/// Runs to its end and gives what was written.
pub(crate) fn written(folder: &Path, name: &str, more: &[&str]) -> String {
    let output = folder.join(name);
    done(score(&output, more));
    assert!(!folder.join(format!("{name}.unfinished")).exists(), "nothing unfinished stays");
    fs::read_to_string(output).unwrap()
}

pub(crate) fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

pub(crate) fn text<'a>(row: &'a Value, name: &str) -> &'a str {
    row[name].as_str().unwrap()
}

#[test]
fn scores_are_those_of_rank() {
    let folder = tempfile::tempdir().unwrap();
    let all = written(folder.path(), "all.jsonl", &[]);
    let rows = lines(&all);
    assert!(all.starts_with("{\"posting\":"), "keys are in the order of the columns");
    let resumes = fs::read_dir(samples::demonstration("resumes")).unwrap().count();
    let postings = fs::read_dir(samples::demonstration("postings")).unwrap().count();
    assert_eq!(rows.len(), resumes * postings);
    for name in ["rust-engineer-wroclaw", "chef-lyon"] {
        let resume = samples::demonstration(&format!("resumes/{name}.md"));
        let postings = samples::demonstration("postings");
        let mut rank = Command::new(PROGRAM);
        rank.arg("rank").arg(resume).arg("--among").arg(postings).args(["--json", "--top", "1000", "--keep-copies"]);
        rank.env("VOCATION_WEIGHTS", folder.path().join("no-weights"));
        // Ongoing positions grow with the month of the clock, which `rank` goes by.
        let month = jiff::Zoned::now().with_time_zone(jiff::tz::TimeZone::UTC).strftime("%Y-%m").to_string();
        let ranked = lines(&String::from_utf8(done(rank).stdout).unwrap());
        let output = folder.path().join(format!("{name}.jsonl"));
        let mut command = score(&output, &["--overwrite"]);
        command.args(["--memory", "1G"]);
        let args: Vec<_> = command
            .get_args()
            .map(|arg| if arg == "2026-04" { month.as_ref() } else { arg })
            .map(Into::into)
            .collect::<Vec<std::ffi::OsString>>();
        let mut again = Command::new(PROGRAM);
        again.args(args).env("VOCATION_WEIGHTS", folder.path().join("no-weights"));
        done(again);
        let rows = lines(&fs::read_to_string(output).unwrap());
        let own: Vec<&Value> = rows.iter().filter(|row| text(row, "resume") == name).collect();
        assert_eq!(own.len(), ranked.len());
        for (row, found) in own.iter().zip(&ranked) {
            assert_eq!((text(row, "posting"), &row["rank"]), (text(found, "id"), &found["rank"]), "{name}");
            assert_eq!(row["score"], found["score"], "{name}: {}", text(found, "id"));
            for reason in found["reasons"].as_array().unwrap() {
                let name = format!("contribution_{}", text(reason, "signal"));
                assert_eq!(row[&name], reason["contribution"], "{name} of {}", text(found, "id"));
            }
            let fails = found["gates"].as_array().unwrap().iter().any(|gate| gate["verdict"] == "fail");
            assert_eq!(text(row, "gates").contains("fail"), fails);
        }
    }
}

#[test]
fn the_best_are_the_first_of_all_from_either_side() {
    let folder = tempfile::tempdir().unwrap();
    for by in ["resume", "posting"] {
        let all = lines(&written(folder.path(), &format!("{by}.jsonl"), &["--by", by]));
        let best = lines(&written(folder.path(), &format!("{by}-best.jsonl"), &["--by", by, "--top", "4"]));
        let first: Vec<&Value> = all.iter().filter(|row| row["rank"].as_u64().unwrap() <= 4).collect();
        assert_eq!(best.iter().collect::<Vec<_>>(), first);
        let passing = lines(&written(
            folder.path(),
            &format!("{by}-pass.jsonl"),
            &["--by", by, "--passing", "--at-least", "0.4"],
        ));
        let wanted =
            all.iter().filter(|row| !text(row, "gates").contains("fail") && row["score"].as_f64().unwrap() >= 0.4);
        assert_eq!(passing.len(), wanted.count());
        assert!(!passing.is_empty());
    }
    let pairs = |name: &str| {
        let mut pairs: Vec<String> = lines(&fs::read_to_string(folder.path().join(name)).unwrap())
            .iter()
            .map(|row| format!("{} {} {}", row["posting"], row["resume"], row["score"]))
            .collect();
        pairs.sort();
        pairs
    };
    assert_eq!(pairs("resume.jsonl"), pairs("posting.jsonl"));
}

#[test]
fn neither_threads_nor_order_nor_memory_change_a_byte() {
    let folder = tempfile::tempdir().unwrap();
    let first = written(folder.path(), "first.csv", &["--top", "7"]);
    let output = folder.path().join("second.csv");
    let mut command = score(&output, &["--top", "7", "--memory", "40M"]);
    command.env("RAYON_NUM_THREADS", "1");
    done(command);
    assert_eq!(fs::read_to_string(&output).unwrap(), first);
    // The same postings in another order, from a file of lines.
    let mut postings: Vec<PathBuf> =
        fs::read_dir(samples::demonstration("postings")).unwrap().map(|file| file.unwrap().path()).collect();
    postings.sort();
    postings.reverse();
    let line = |path: &PathBuf| {
        let (id, text) = (path.file_stem().unwrap().to_str().unwrap(), fs::read_to_string(path).unwrap());
        serde_json::json!({"id": id, "text": text}).to_string() + "\n"
    };
    let file = folder.path().join("postings.jsonl");
    fs::write(&file, postings.iter().map(line).collect::<String>()).unwrap();
    let output = folder.path().join("third.csv");
    let mut command = Command::new(PROGRAM);
    command.arg("score").arg("--postings").arg(&file).arg("--resumes").arg(samples::demonstration("resumes"));
    command.arg("--output").arg(&output).args(["--as-of", "2026-04", "--top", "7"]);
    command.env("VOCATION_WEIGHTS", folder.path().join("no-weights"));
    done(command);
    assert_eq!(fs::read_to_string(&output).unwrap(), first);
}

pub(crate) fn refused(command: &mut Command, code: i32, wanted: &str) {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(said.contains(wanted), "{said}");
}

#[test]
fn what_cannot_be_is_refused_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    refused(&mut score(&at("pairs.txt"), &[]), 2, "ends in .csv, .jsonl or .parquet");
    refused(&mut score(&at("missing/pairs.csv"), &[]), 1, "its folder does not exist");
    refused(&mut score(&at("pairs.csv"), &["--memory", "much"]), 2, "write a size");
    refused(&mut score(&at("pairs.csv"), &["--memory", "1K"]), 2, "12 MiB are the least");
    refused(&mut score(&at("pairs.csv"), &["--at-least", "7"]), 2, "from 0 to 1");
    refused(
        &mut score(
            &at("pairs.csv"),
            &["--without", "x", "--posted-since", "9999-01-01", "--remote", "--tag", "nobody"],
        ),
        1,
        "there is no posting to score",
    );
    assert!(!at("pairs.csv").exists() && !at("pairs.csv.unfinished").exists());
    fs::write(at("there.csv"), "mine").unwrap();
    refused(&mut score(&at("there.csv"), &[]), 1, "--overwrite");
    assert_eq!(fs::read_to_string(at("there.csv")).unwrap(), "mine");
    done(score(&at("there.csv"), &["--overwrite", "--top", "1"]));
    fs::create_dir(at("begun.csv.unfinished")).unwrap();
    fs::write(at("begun.csv.unfinished/mine"), "mine").unwrap();
    refused(&mut score(&at("begun.csv"), &[]), 2, "is no unfinished run");
}

#[test]
fn what_chooses_postings_bars_no_person() {
    let folder = tempfile::tempdir().unwrap();
    let ids = |text: &str, name: &str| {
        let of = |row: &Value| row[name].as_str().unwrap().to_owned();
        lines(text).iter().map(of).collect::<std::collections::BTreeSet<_>>()
    };
    let all = written(folder.path(), "all.jsonl", &[]);
    let chosen = written(folder.path(), "chosen.jsonl", &["--seniority", "director", "--language", "en"]);
    assert_eq!(ids(&all, "resume"), ids(&chosen, "resume"));
    assert!(ids(&chosen, "posting").len() < ids(&all, "posting").len());
    let people = written(folder.path(), "people.jsonl", &["--in", "PL"]);
    assert_eq!(ids(&all, "posting"), ids(&people, "posting"));
    assert!(ids(&people, "resume").len() < ids(&all, "resume").len());
}

#[test]
fn patterns_in_quotes_name_files() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let first = written(folder.path(), "first.csv", &["--top", "3"]);
    let resumes = samples::demonstration("resumes");
    let asked = |postings: &[PathBuf], output: &str| {
        let mut command = Command::new(PROGRAM);
        command.arg("score").arg("--postings").args(postings).arg("--resumes").arg(resumes.join("*"));
        command.arg("--output").arg(at(output)).args(["--as-of", "2026-04", "--top", "3"]);
        command.env("VOCATION_WEIGHTS", at("no-weights"));
        command
    };
    let postings = samples::demonstration("postings");
    done(asked(&[postings.join("[a-m]*"), postings.join("[!a-m]*")], "second.csv"));
    assert!(fs::read_to_string(at("second.csv")).unwrap() == first, "patterns name other files than the folder");
    refused(&mut asked(&[postings.join("*.docx")], "third.csv"), 1, "nothing matches this pattern");
    assert!(!at("third.csv.unfinished").exists());
    let mut inspect = Command::new(PROGRAM);
    inspect.arg("inspect").arg(resumes.join("rust-*.md")).arg(resumes.join("*.docx")).arg("--json");
    let told = done(inspect);
    assert!(String::from_utf8_lossy(&told.stdout).contains("rust-engineer-wroclaw"));
    assert!(String::from_utf8_lossy(&told.stderr).contains("nothing matches this pattern"));
}

#[test]
fn what_cannot_be_read_is_named_beside_the_output() {
    let folder = tempfile::tempdir().unwrap();
    let postings = folder.path().join("postings");
    fs::create_dir(&postings).unwrap();
    fs::copy(samples::demonstration("postings/security-engineer-zurich.md"), postings.join("one.md")).unwrap();
    fs::write(postings.join("two.md"), [0_u8, 159, 146, 150, 0, 0, 255]).unwrap();
    fs::write(postings.join("three.jsonl"), "{\"id\": \"three\", \"text\": \"# Baker\"}\n{\"id\": broken\n").unwrap();
    fs::write(postings.join("zz-four.jsonl"), "{\"id\": \"three\", \"text\": \"# Cook\"}\n").unwrap();
    let output = folder.path().join("pairs.csv");
    let mut command = Command::new(PROGRAM);
    command.arg("score").arg("--postings").arg(&postings).arg("--resumes").arg(samples::demonstration("resumes"));
    command.arg("--output").arg(&output).arg("--keep-catalog").arg(folder.path().join("kept"));
    done(command);
    let unread = fs::read_to_string(folder.path().join("pairs.csv.unread.jsonl")).unwrap();
    let unread = lines(&unread);
    assert_eq!(unread.len(), 3, "{unread:?}");
    let told = |row: &Value| format!("{}|{}|{}|{}", text(row, "side"), row["unit"], row["number"], row["reason"]);
    for row in &unread {
        let (path, problem) = (text(row, "path"), text(row, "problem"));
        assert!(problem.starts_with(path) && problem.contains(text(row, "reason")), "{row}");
    }
    let at = |name: &str| unread.iter().find(|row| text(row, "path").ends_with(name)).unwrap();
    assert!(told(at("two.md")).starts_with("posting|null|null|"), "{}", at("two.md"));
    assert!(told(at("three.jsonl")).starts_with("posting|\"line\"|2|"), "{}", at("three.jsonl"));
    let again = told(at("zz-four.jsonl"));
    assert!(
        again.starts_with("posting|\"line\"|1|") && again.contains("its id \\\"three\\\" is also that of"),
        "{again}"
    );
    // What was read serves again, in place of the documents.
    let again = folder.path().join("again.csv");
    let mut command = Command::new(PROGRAM);
    command.arg("score").arg("--postings").arg(folder.path().join("kept"));
    command.arg("--resumes").arg(folder.path().join("kept")).arg("--output").arg(&again);
    done(command);
    assert_eq!(fs::read(&again).unwrap(), fs::read(&output).unwrap());
}

#[test]
fn the_index_finds_the_same_where_it_looks_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let exact = written(folder.path(), "exact.csv", &["--top", "4"]);
    let output = folder.path().join("found.csv");
    let told = done(score(&output, &["--top", "4", "--through-index"]));
    assert_eq!(fs::read_to_string(&output).unwrap(), exact);
    let said = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(said.contains("finds 100.0 % of the true best"), "{said}");
    // All are scored where they are few; where they are many, only those are counted that were.
    assert!(said.contains("3689 pairs scored for 31 r\u{e9}sum\u{e9}s in "), "{said}");
    assert!(said.contains("reading postings") && said.contains("reading r\u{e9}sum\u{e9}s"), "{said}");
}

/// Other sides so large that a quarter of the memory was once needed for sixteen documents' pairs.
#[test]
fn all_pairs_fit_the_least_memory_too() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let many = |count: usize| -> String {
        (0..count)
            .map(|one| {
                serde_json::json!({"id": format!("p{one:05}"), "text": "# Baker\n\n- Sourdough"}).to_string() + "\n"
            })
            .collect()
    };
    fs::write(at("postings.jsonl"), many(2_000)).unwrap();
    let asked = |name: &str, memory: &str| {
        let mut command = Command::new(PROGRAM);
        command.arg("score").arg("--postings").arg(at("postings.jsonl")).arg("--resumes");
        command.arg(samples::demonstration("resumes")).arg("--output").arg(at(name));
        command.args(["--as-of", "2026-04", "--memory", memory, "--at-least", "0.2"]);
        command.env("VOCATION_WEIGHTS", at("no-weights"));
        command
    };
    done(asked("much.csv", "512M"));
    done(asked("little.csv", "12M"));
    assert!(fs::read(at("much.csv")).unwrap() == fs::read(at("little.csv")).unwrap());
}

#[test]
fn the_report_tells_of_all_pairs_also_where_the_best_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let page = |name: &str, more: &[&str]| {
        let output = folder.path().join(name);
        done(score(&output, more));
        let html = output.with_extension("html");
        let mut command = Command::new(PROGRAM);
        command.arg("report").arg(&output).arg("--output").arg(&html);
        done(command);
        fs::read_to_string(html).unwrap()
    };
    let (all, best) = (page("all.parquet", &[]), page("best.parquet", &["--top", "1", "--by", "posting"]));
    let figures = |page: &str| page.matches("<svg").count();
    assert!(figures(&all) >= 3, "{} figures", figures(&all));
    let told = |page: &str| {
        page.split("<svg").skip(1).map(|svg| svg.split("</svg>").next().unwrap_or("").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(told(&all), told(&best), "what is drawn is of all pairs that were scored");
}
