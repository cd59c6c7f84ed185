//! A writer that is killed at any moment loses nothing that it committed, and leaves nothing that it did not.
//!
//! `VOCATION_LONG=1` kills 300 times, `VOCATION_SEED` sets another seed.

use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use vocation::catalog::Catalog;

use crate::tiny;
use crate::tiny::State;

const FOLDER: &str = "VOCATION_KILLED_FOLDER";
const SEED: &str = "VOCATION_KILLED_SEED";

/// How many different ids there are.
const IDS: u32 = 400;

#[test]
fn a_killed_writer_loses_nothing_and_leaves_nothing() {
    let kills = tiny::rounds(10, 300);
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("catalog");
    let mut random = fastrand::Rng::with_seed(tiny::seed());
    let (mut committed, mut landed) = (State::new(), [0; 4]);
    for round in 1..=kills as u64 {
        let seed = random.u64(..);
        let said = kill_a_writer(&folder, seed, Duration::from_micros(random.u64(..60_000)));
        let wanted = replayed(&said, seed, committed);
        let about = format!("seed {}, kill {round}: after {:?}", tiny::seed(), said.last());
        let mut catalog = Catalog::open(&folder, tiny::identity()).expect(&about);
        let found = tiny::state(&catalog.snapshot()).expect(&about);
        assert!(found == wanted.committed || Some(&found) == wanted.in_flight.as_ref(), "{about}");
        assert_eq!(catalog.snapshot().verify().expect(&about), found.len(), "{about}");
        landed[wanted.moment as usize] += 1;
        committed = found;
        if round % 5 == 0 {
            catalog.compact().expect(&about);
            assert_eq!(tiny::state(&catalog.snapshot()).expect(&about), committed, "{about}: compacted");
            only_what_is_committed_is_in_the_files(&folder, &committed, &about);
        }
    }
    let [between, committing, compacting, freezing] = landed;
    println!("{kills} kills: {committing} during a commit, {compacting} during compaction,");
    println!("{freezing} while a graph was built and adopted, {between} between them");
    let least = landed[1..].iter().min();
    assert!(kills < 100 || least > Some(&(kills / 50)), "{landed:?}: kills miss the writes");
}

/// What a writer was doing when it was killed.
#[derive(Clone, Copy)]
enum Moment {
    Between,
    Committing,
    Compacting,
    Freezing,
}

/// What must be there after a kill.
struct Wanted {
    committed: State,
    /// What would be there if the commit that was going on had come to its end.
    in_flight: Option<State>,
    moment: Moment,
}

/// What lines of a killed writer mean for what was committed before it began.
fn replayed(lines: &[String], seed: u64, mut committed: State) -> Wanted {
    let (mut next, mut in_flight, mut moment) = (committed.clone(), None, Moment::Between);
    for line in lines {
        let words: Vec<&str> = line.split(' ').collect();
        let number = |at: usize| words[at].parse().unwrap();
        match words[0] {
            "posting" => drop(next.insert((false, number(1)), version(seed, words[2]))),
            "resume" => drop(next.insert((true, number(1)), version(seed, words[2]))),
            "remove" => next.retain(|&(_, id), _| id != number(1)),
            "discard" => next.clone_from(&committed),
            "committing" => (in_flight, moment) = (Some(next.clone()), Moment::Committing),
            "compacting" => (in_flight, moment) = (Some(next.clone()), Moment::Compacting),
            "freezing" => (in_flight, moment) = (None, Moment::Freezing),
            "frozen" => moment = Moment::Between,
            "done" => {
                (in_flight, moment) = (None, Moment::Between);
                committed.clone_from(&next);
            }
            other => unreachable!("{other}"),
        }
    }
    Wanted { committed, in_flight, moment }
}

/// No two writers give the same version.
fn version(seed: u64, count: &str) -> u64 {
    (seed >> 24 << 20) + count.parse::<u64>().unwrap()
}

/// After compaction the folder holds what its manifest names, and no text of what was removed or replaced.
fn only_what_is_committed_is_in_the_files(folder: &Path, committed: &State, about: &str) {
    let manifest = fs::read_to_string(folder.join("catalog.json")).unwrap();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name == "catalog.json" || name.ends_with(".lock") {
            continue;
        }
        assert!(manifest.contains(&format!("{name:?}")), "{about}: {name} is left over");
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        for (at, _) in text.match_indices("Version ") {
            let words: Vec<&str> = text[at..].splitn(6, [' ', ';']).collect();
            let [_, version, "of", kind, number, ..] = words[..] else { continue };
            let (Ok(version), Ok(number)) = (version.parse::<u64>(), number.parse::<u32>()) else { continue };
            let kept = committed.get(&(kind == "person", number));
            assert_eq!(kept, Some(&version), "{about}: {name} still has version {version} of {kind} {number}");
        }
    }
}

/// Lets a writer write for a while, kills it, and gives back what it said.
fn kill_a_writer(folder: &Path, seed: u64, after: Duration) -> Vec<String> {
    let mut child = Killed(writer(folder, seed));
    let (tell, told) = mpsc::channel();
    let output = BufReader::new(child.0.stdout.take().unwrap());
    let reading = thread::spawn(move || {
        let mut lines = Vec::new();
        for line in output.split(b'\n') {
            let line = String::from_utf8_lossy(&line.unwrap()).into_owned();
            match line.split_once("| ") {
                Some((_, "ready")) => tell.send(()).unwrap(),
                Some((_, said)) => lines.push(said.to_owned()),
                None => {}
            }
        }
        lines
    });
    told.recv_timeout(Duration::from_secs(60)).expect("the writer does not begin");
    thread::sleep(after);
    assert!(child.0.try_wait().unwrap().is_none(), "the writer ended by itself");
    child.0.kill().unwrap();
    child.0.wait().unwrap();
    reading.join().unwrap()
}

/// A process that does not outlive the test.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// This program again, to run [`a_writer_to_be_killed`] only.
fn writer(folder: &Path, seed: u64) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["crashes::a_writer_to_be_killed", "--exact", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .env(SEED, seed.to_string())
        .stdout(Stdio::piped())
        .stdin(Stdio::null())
        .spawn()
        .unwrap()
}

/// Says a line that no part of is lost when this process is killed.
fn say(line: &str) {
    let text: String = line.lines().map(|line| format!("| {line}\n")).collect();
    let mut output = std::io::stdout().lock();
    output.write_all(text.as_bytes()).and_then(|()| output.flush()).unwrap();
}

/// Writes until it is killed; says before each step what it does, and after it that it is done.
#[test]
#[ignore = "is run by the test above, in a process of its own"]
fn a_writer_to_be_killed() {
    let (Ok(folder), Ok(seed)) = (std::env::var(FOLDER), std::env::var(SEED)) else { return };
    let seed: u64 = seed.parse().unwrap();
    let mut random = fastrand::Rng::with_seed(seed);
    let mut catalog = Catalog::open(&folder, tiny::identity()).unwrap();
    let (mut count, begun) = (0, Instant::now());
    println!();
    say("ready");
    while begun.elapsed() < Duration::from_secs(60) {
        match random.u8(..22) {
            0..11 => {
                let mut lines = String::new();
                for _ in 0..random.u8(1..30) {
                    let (resume, number) = (random.u8(..4) == 0, random.u32(..IDS));
                    count += 1;
                    tiny::add(&mut catalog, (resume, number), version(seed, &count.to_string()));
                    let kind = if resume { "resume" } else { "posting" };
                    lines.push_str(&format!("{kind} {number} {count}\n"));
                }
                say(&lines);
            }
            11..14 => {
                let number = random.u32(..IDS);
                catalog.remove(&tiny::id(number)).unwrap();
                say(&format!("remove {number}"));
            }
            14..17 => {
                say("committing");
                catalog.commit().unwrap();
                say("done");
            }
            17..19 => {
                say("compacting");
                catalog.compact().unwrap();
                say("done");
            }
            19..21 => {
                say("freezing");
                tiny::freeze(&mut catalog);
                say("frozen");
            }
            _ => {
                catalog = Catalog::open(&folder, tiny::identity()).unwrap();
                say("discard");
            }
        }
    }
}
