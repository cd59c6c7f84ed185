//! Whole populations from the command line, where runs break off: what is gone on with, and what is refused.

use std::collections::BTreeMap;
use std::fs;
use std::fs::File;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use crate::batch::PROGRAM;
use crate::batch::done;
use crate::batch::refused;
use crate::batch::score;
use crate::samples;
use crate::tiny;

/// When a run is killed.
enum Moment {
    After(Duration),
    /// As soon as this is there.
    At(PathBuf),
    Never,
}

/// A run of many small parts that is killed while it reads, scores, puts parts together and cleans up comes to the same bytes
/// as one that is not, and never shows others under the final name.
#[test]
fn killed_runs_are_gone_on_with_to_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let more = ["--by", "posting", "--memory", "12M"];
    for name in ["whole.jsonl", "whole.parquet"] {
        done(score(&folder.path().join(name), &more));
    }
    let mut random = fastrand::Rng::with_seed(tiny::seed());
    let kills = tiny::rounds(8, 50);
    let mut killed = 0;
    for round in 0.. {
        if killed >= kills {
            break;
        }
        let name = ["jsonl", "parquet"][round % 2];
        let whole = fs::read(folder.path().join(format!("whole.{name}"))).unwrap();
        let output = folder.path().join(format!("broken.{name}"));
        let unfinished = folder.path().join(format!("broken.{name}.unfinished"));
        let _ = fs::remove_file(&output);
        let mut moments = vec![
            Moment::After(Duration::from_millis(random.u64(20..300))),
            Moment::After(Duration::from_millis(random.u64(20..1_500))),
            Moment::At(unfinished.join("whole.begun")),
            Moment::At(output.clone()),
            Moment::Never,
        ];
        moments.reverse();
        while let Some(moment) = moments.pop() {
            let mut command = score(&output, &more);
            command.arg("--resume").stderr(Stdio::piped()).stdout(Stdio::null());
            let was_killed = killed_at(command.spawn().unwrap(), &moment);
            killed += usize::from(was_killed);
            if output.exists() {
                assert!(fs::read(&output).unwrap() == whole, "seed {}: {name} after {killed} kills", tiny::seed());
            }
            if !was_killed || (output.exists() && !unfinished.exists()) {
                break;
            }
        }
        assert!(output.exists() && !unfinished.exists(), "seed {}: {name} after {killed} kills", tiny::seed());
    }
}

/// Kills a run; false where it was done by then.
fn killed_at(mut child: Child, moment: &Moment) -> bool {
    match moment {
        Moment::After(wait) => thread::sleep(*wait),
        Moment::At(path) => {
            while !path.exists() && child.try_wait().unwrap().is_none() {
                thread::yield_now();
            }
        }
        Moment::Never => {}
    }
    if matches!(moment, Moment::Never) || child.try_wait().unwrap().is_some() {
        let told = child.wait_with_output().unwrap();
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
        return false;
    }
    child.kill().unwrap();
    child.wait().unwrap();
    true
}

/// All files below a folder and what they hold.
fn held(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut held = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => held.append(&mut self::held(&path)),
            false => drop(held.insert(path.clone(), fs::read(path).unwrap())),
        }
    }
    held
}

/// Postings and résumés of one's own, and a run over them that scored everything and then failed.
struct Failed {
    folder: tempfile::TempDir,
}

impl Failed {
    fn new(name: &str) -> Self {
        let failed = Self { folder: tempfile::tempdir().unwrap() };
        for side in ["postings", "resumes"] {
            fs::create_dir(failed.at(side)).unwrap();
            for file in fs::read_dir(samples::demonstration(side)).unwrap() {
                let file = file.unwrap();
                fs::copy(file.path(), failed.at(side).join(file.file_name())).unwrap();
            }
        }
        refused(&mut failed.score(name, &["--keep-catalog", failed.kept().to_str().unwrap()]), 1, "is whole, but");
        assert!(failed.at(name).exists() && failed.unfinished(name).join("done").exists());
        failed
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn unfinished(&self, name: &str) -> PathBuf {
        self.at(&format!("{name}.unfinished"))
    }

    /// In a folder that is not there.
    fn kept(&self) -> PathBuf {
        self.at("missing/kept")
    }

    fn score(&self, name: &str, more: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.arg("score").arg("--postings").arg(self.at("postings")).arg("--resumes").arg(self.at("resumes"));
        command
            .arg("--output")
            .arg(self.at(name))
            .args(["--as-of", "2026-04", "--by", "posting", "--memory", "12M"])
            .args(more);
        command.env("VOCATION_WEIGHTS", self.at("no-weights"));
        command
    }
}

#[test]
fn one_run_at_a_time_works_on_an_output() {
    let failed = Failed::new("pairs.csv");
    let output = fs::read(failed.at("pairs.csv")).unwrap();
    fs::remove_file(failed.at("pairs.csv")).unwrap();
    let unfinished = failed.unfinished("pairs.csv");
    let lock = File::options().write(true).open(unfinished.join("vocation.lock")).unwrap();
    lock.try_lock().unwrap();
    let before = held(&unfinished);
    let again = ["--resume", "--overwrite"];
    for more in [&again[..0], &again[..1], &again[..]] {
        refused(&mut failed.score("pairs.csv", more), 1, "another run is working on this output (process ");
    }
    assert!(held(&unfinished) == before && !failed.at("pairs.csv").exists(), "nothing is touched");
    drop(lock);
    done(failed.score("pairs.csv", &["--resume"]));
    assert!(fs::read(failed.at("pairs.csv")).unwrap() == output && !unfinished.exists());
}

/// Two runs that begin at once, again and again: one works, the other is refused, and what comes out is whole.
#[test]
fn runs_that_overlap_do_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole.csv");
    done(score(&whole, &["--top", "9", "--memory", "12M"]));
    for round in 0..tiny::rounds(2, 20) {
        let output = folder.path().join(format!("{round}.csv"));
        let again = || {
            let mut command = score(&output, &["--top", "9", "--memory", "12M", "--resume"]);
            command.stderr(Stdio::piped()).spawn().unwrap()
        };
        let runs = [again(), again(), again()].map(|run| run.wait_with_output().unwrap());
        let succeeded = runs.iter().filter(|run| run.status.success()).count();
        for run in runs.iter().filter(|run| !run.status.success()) {
            let said = String::from_utf8_lossy(&run.stderr);
            assert!(said.contains("another run is working") || said.contains("no run of it is unfinished"), "{said}");
        }
        assert!(succeeded == 1 && fs::read(&output).unwrap() == fs::read(&whole).unwrap());
        assert!(!folder.path().join(format!("{round}.csv.unfinished")).exists());
    }
}

#[test]
fn a_damaged_part_is_never_published() {
    for name in ["pairs.csv", "pairs.jsonl", "pairs.parquet"] {
        let failed = Failed::new(name);
        fs::remove_file(failed.at(name)).unwrap();
        let ending = name.rsplit('.').next().unwrap();
        let part = failed.unfinished(name).join(format!("part-000000.{ending}"));
        let good = fs::read(&part).unwrap();
        let mut bad = good.clone();
        let middle = bad.len() / 2;
        bad[middle] ^= 1;
        fs::write(&part, &bad).unwrap();
        refused(&mut failed.score(name, &["--resume"]), 1, "it has other bytes than were written; remove ");
        fs::write(&part, &good[..middle]).unwrap();
        refused(&mut failed.score(name, &["--resume"]), 1, &format!("and {} were written", good.len()));
        fs::remove_file(&part).unwrap();
        refused(&mut failed.score(name, &["--resume"]), 1, "part-000000");
        assert!(!failed.at(name).exists());
        fs::write(&part, good).unwrap();
        done(failed.score(name, &["--resume"]));
        assert!(failed.at(name).exists());
    }
}

/// All states that a kill while cleaning up can leave.
#[test]
fn a_run_that_was_killed_while_it_cleaned_up_is_finished() {
    let failed = Failed::new("pairs.csv");
    let (output, unfinished) = (failed.at("pairs.csv"), failed.unfinished("pairs.csv"));
    let whole = fs::read(&output).unwrap();
    fs::rename(unfinished.join("job.json"), unfinished.join("over.json")).unwrap();
    let over = fs::read(unfinished.join("over.json")).unwrap();
    fs::remove_file(unfinished.join("part-000000.csv")).unwrap();
    fs::remove_file(unfinished.join("catalog/catalog.json")).unwrap();
    for more in [&["--resume"][..], &["--resume", "--overwrite"]] {
        fs::create_dir_all(&unfinished).unwrap();
        fs::write(unfinished.join("over.json"), &over).unwrap();
        let told = done(failed.score("pairs.csv", more));
        assert!(String::from_utf8_lossy(&told.stderr).contains("pairs.csv is finished"));
        assert!(fs::read(&output).unwrap() == whole && !unfinished.exists());
    }
    // Whoever does not go on, or asks for something else, begins anew; what was left is no hindrance.
    let left = || {
        fs::create_dir_all(unfinished.join("catalog")).unwrap();
        fs::write(unfinished.join("over.json"), &over).unwrap();
        fs::write(unfinished.join("catalog/postings"), "half").unwrap();
    };
    left();
    refused(&mut failed.score("pairs.csv", &[]), 1, "it is there already");
    left();
    refused(&mut failed.score("pairs.csv", &["--resume", "--top", "1"]), 1, "no run of it is unfinished");
    assert!(!unfinished.exists() && fs::read(&output).unwrap() == whole);
    left();
    done(failed.score("pairs.csv", &["--resume", "--overwrite", "--top", "1"]));
    assert!(fs::read(&output).unwrap().len() < whole.len() && !unfinished.exists());
    // Killed between the last two removals.
    fs::create_dir(&unfinished).unwrap();
    fs::write(unfinished.join("vocation.lock"), "").unwrap();
    done(failed.score("pairs.csv", &["--overwrite"]));
    assert!(fs::read(&output).unwrap() == whole && !unfinished.exists());
}

#[test]
fn what_is_left_to_do_beside_a_whole_output_is_done_by_going_on() {
    let failed = Failed::new("pairs.csv");
    let whole = fs::read(failed.at("pairs.csv")).unwrap();
    fs::create_dir(failed.at("missing")).unwrap();
    let (kept, profiles) = (failed.kept(), failed.at("profiles.parquet"));
    let more = ["--keep-catalog", kept.to_str().unwrap(), "--keep-profiles", profiles.to_str().unwrap(), "--resume"];
    let told = done(failed.score("pairs.csv", &more));
    assert!(String::from_utf8_lossy(&told.stderr).contains("is whole already"));
    assert!(fs::read(failed.at("pairs.csv")).unwrap() == whole && kept.join("catalog.json").exists());
    assert!(profiles.exists() && !failed.unfinished("pairs.csv").exists());
}

#[test]
fn an_input_that_changed_is_not_scored_as_it_was() {
    let failed = Failed::new("pairs.csv");
    let whole = fs::read(failed.at("pairs.csv")).unwrap();
    fs::remove_file(failed.at("pairs.csv")).unwrap();
    let chef = failed.at("resumes/chef-lyon.md");
    let (text, later) = (fs::read(&chef).unwrap(), fs::metadata(&chef).unwrap().modified().unwrap());
    let later = later + Duration::from_secs(60);
    fs::write(&chef, "Somebody Else\n\nBaker\n").unwrap();
    refused(&mut failed.score("pairs.csv", &["--resume"]), 2, "chef-lyon.md was another; put back what was there");
    fs::remove_file(&chef).unwrap();
    refused(&mut failed.score("pairs.csv", &["--resume"]), 2, "chef-lyon.md was there and is gone");
    fs::write(&chef, &text).unwrap();
    fs::write(failed.at("postings/new.md"), "# Baker\n").unwrap();
    refused(&mut failed.score("pairs.csv", &["--resume"]), 2, "new.md was not there");
    fs::remove_file(failed.at("postings/new.md")).unwrap();
    assert!(!failed.at("pairs.csv").exists());
    // Written again to the same bytes, at another time.
    File::options().write(true).open(&chef).unwrap().set_modified(later).unwrap();
    done(failed.score("pairs.csv", &["--resume"]));
    assert!(fs::read(failed.at("pairs.csv")).unwrap() == whole);
}

#[test]
fn inputs_that_changed_while_they_were_read_are_read_again() {
    let failed = Failed::new("first.csv");
    let output = failed.at("pairs.csv");
    let mut child = failed.score("pairs.csv", &[]).stderr(Stdio::null()).spawn().unwrap();
    while !failed.unfinished("pairs.csv").join("catalog").exists() {
        thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let record = fs::read_to_string(failed.unfinished("pairs.csv").join("job.json")).unwrap();
    fs::rename(failed.at("resumes/chef-lyon.md"), failed.at("resumes/chef-of-lyon.md")).unwrap();
    if !record.contains("\"plan\": null") {
        // Faster than this test: everything was read.
        return refused(&mut failed.score("pairs.csv", &["--resume"]), 2, "chef-lyon.md was there and is gone");
    }
    let told = done(failed.score("pairs.csv", &["--resume"]));
    assert!(String::from_utf8_lossy(&told.stderr).contains("everything is read as it is now"));
    let written = fs::read_to_string(output).unwrap();
    assert!(written.contains("chef-of-lyon") && !written.contains("chef-lyon"));
}

#[test]
fn an_unfinished_run_is_gone_on_with_as_it_was_asked() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("pairs.csv");
    let unfinished = folder.path().join("pairs.csv.unfinished");
    let mut child = score(&output, &[]).stderr(Stdio::null()).spawn().unwrap();
    while !unfinished.join("job.json").exists() {
        thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    refused(&mut score(&output, &[]), 2, "go on with it by --resume");
    refused(&mut score(&output, &["--resume", "--top", "3"]), 2, "was asked with --top all, not 3");
    done(score(&output, &["--resume"]));
    assert!(output.exists() && !unfinished.exists());
}

#[test]
fn a_run_is_the_same_however_its_flags_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("pairs.csv");
    let postings = samples::demonstration("postings");
    let asked = |postings: &Path, more: &[&str]| {
        let mut command = Command::new(PROGRAM);
        command.arg("score").arg("--postings").arg(postings).arg("--resumes").arg(samples::demonstration("resumes"));
        command.arg("--output").arg(&output).args(["--as-of", "2026-04"]).args(more);
        command.env("VOCATION_WEIGHTS", folder.path().join("no-weights"));
        command
    };
    let mut child = asked(&postings, &["--in", "PL", "--in", "Germany", "--seniority", "senior,mid", "--memory", "2G"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while !folder.path().join("pairs.csv.unfinished/job.json").exists() {
        thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let more = ["--resume", "--in", "de", "--in", "Poland", "--seniority", "mid", "--seniority", "Senior"];
    let other = ["--resume", "--in", "de", "--in", "Poland", "--seniority", "mid"];
    refused(&mut asked(&postings, &other), 2, "was asked with --seniority Mid, Senior, not Mid");
    done(asked(&postings.join("../postings/"), &more));
    assert!(output.exists());
}

#[test]
fn scores_are_whole_where_nothing_can_be_kept_beside_them() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("pairs.csv");
    let missing = folder.path().join("missing/kept");
    let kept = missing.to_str().unwrap();
    refused(&mut score(&output, &["--top", "1", "--keep-catalog", kept]), 1, "is whole, but");
    assert!(output.exists() && folder.path().join("pairs.csv.unfinished/catalog").exists());
    let first = fs::read(&output).unwrap();
    fs::create_dir(missing.parent().unwrap()).unwrap();
    done(score(&output, &["--top", "1", "--keep-catalog", kept, "--resume"]));
    assert!(fs::read(&output).unwrap() == first && missing.join("catalog.json").exists());
    assert!(!folder.path().join("pairs.csv.unfinished").exists());
}
