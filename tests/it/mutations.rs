//! A catalog whose files were changed by something else: an error that names the file, or the right answer; never a wrong
//! answer, a panic or an exit.
//!
//! `VOCATION_LONG=1` tries 10,000 changes on a catalog of 10,000 entries, `VOCATION_SEED` sets another seed.

use std::collections::BTreeMap;
use std::fs;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::path::Path;
use std::sync::Arc;

use vocation::catalog::Catalog;
use vocation::catalog::Filter;
use vocation::catalog::Snapshot;
use vocation::documents::Side;
use vocation::pay::Rates;
use vocation::place::Mode;
use vocation::ranking;
use vocation::ranking::By;
use vocation::ranking::Question;
use vocation::ranking::Weights;
use vocation::ranking::Wishes;
use vocation::seniority::Level;
use vocation::skills::Taxonomy;

use crate::tiny;
use crate::tiny::State;

const MANIFEST: &str = "catalog.json";

/// The files of a folder, by name.
type Files = BTreeMap<String, Vec<u8>>;

#[test]
fn a_changed_file_is_named_or_does_not_matter() {
    let (entries, changes) = (tiny::rounds(300, 11_000).min(11_000), tiny::rounds(200, 10_000));
    let place = tempfile::tempdir().unwrap();
    let (strangers, _) = built(&place.path().join("another"), entries, 1);
    let (history, state) = built(&place.path().join("one"), entries, 0);
    let kept = Kept { history, strangers: strangers.last().unwrap().clone(), taxonomy: Taxonomy::builtin() };
    let (files, folder) = (kept.files(), place.path().join("changed"));
    fs::create_dir(&folder).unwrap();
    files.iter().for_each(|(name, bytes)| put(&folder, name, Some(bytes)));
    let intact = opened(&place.path().join("one")).unwrap();
    let mut random = fastrand::Rng::with_seed(tiny::seed());
    let (mut right, mut came_of_it) = (BTreeMap::new(), BTreeMap::<&str, [usize; 3]>::new());
    for count in 0..changes {
        let change = std::iter::repeat_with(|| kept.some_change(&mut random)).flatten().next().unwrap();
        let asked = Asked { what: random.u8(..7), whom: random.u32(..16) };
        let answer = right.entry(asked).or_insert_with(|| kept.ask(asked, &intact).unwrap());
        let about = format!("seed {}, change {count}: {}: {}, then {asked:?}", tiny::seed(), change.kind, change.what);
        change.changed.iter().for_each(|(name, bytes)| put(&folder, name, bytes.as_deref()));
        let judged = catch_unwind(AssertUnwindSafe(|| kept.judge(&folder, &change, asked, answer)));
        let outcome =
            judged.unwrap_or_else(|_| panic!("{about}: it panics")).unwrap_or_else(|why| panic!("{about}: {why}"));
        came_of_it.entry(change.kind).or_default()[outcome as usize] += 1;
        change.changed.keys().for_each(|name| put(&folder, name, files.get(name).map(Vec::as_slice)));
    }
    println!("{changes} changes of {} files of {} entries", files.len(), state.len());
    println!("not opened, not answered, answered rightly: {came_of_it:#?}");
    assert_eq!(opened(&folder).unwrap().verify().unwrap(), state.len(), "the files were not put back");
    for outcome in [Outcome::NotOpened, Outcome::NotAnswered, Outcome::Answered] {
        assert!(came_of_it.values().any(|times| times[outcome as usize] > 0), "{outcome:?} never came of it");
    }
}

/// What comes of a question to a catalog with a changed file.
#[derive(Clone, Copy, Debug)]
enum Outcome {
    NotOpened,
    NotAnswered,
    Answered,
}

/// One of seven questions, about one of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Asked {
    what: u8,
    whom: u32,
}

/// Some files that are no longer what they were; `None` where they are gone.
struct Change {
    kind: &'static str,
    what: String,
    changed: BTreeMap<String, Option<Vec<u8>>>,
}

/// The files of a catalog as they were written.
struct Kept {
    /// After some of its commits, the last of which is in force.
    history: Vec<Files>,
    /// Those of another catalog, of the same names.
    strangers: Files,
    taxonomy: Arc<Taxonomy>,
}

impl Kept {
    fn files(&self) -> &Files {
        self.history.last().unwrap()
    }

    /// What a bad disk, a bad copy or a bad hand does to one or two files; `None` where that is nothing.
    fn some_change(&self, random: &mut fastrand::Rng) -> Option<Change> {
        let name = random.choice(self.files().keys())?;
        let intact = &self.files()[name];
        let at = random.usize(..intact.len());
        let end = (at + random.usize(1..20_000)).min(intact.len());
        let mut bytes = intact.clone();
        let mut changed = BTreeMap::new();
        let (kind, what) = match random.u8(..12) {
            0..4 => {
                bytes[at] ^= 1 << random.u8(..8);
                ("a bit", format!("of byte {at}"))
            }
            4 => {
                bytes[at..end].iter_mut().step_by(7).for_each(|byte| *byte = random.u8(..));
                ("some bytes", format!("{at}..{end}"))
            }
            5 => {
                bytes[at..end].fill(0);
                ("zeros", format!("{at}..{end}"))
            }
            6 => {
                bytes.truncate(at);
                ("cut", format!("to {at}"))
            }
            7 => {
                bytes.extend((at..end).map(|_| random.u8(..)));
                ("longer", format!("by {}", end - at))
            }
            8 => {
                let other = random.choice(self.files().keys())?;
                bytes.clone_from(&self.files()[other]);
                changed.insert(other.clone(), Some(intact.clone()));
                ("swapped", format!("with {other}"))
            }
            9 => {
                bytes.clone_from(self.strangers.get(name)?);
                ("of another catalog", String::new())
            }
            10 => {
                let at = random.usize(..self.history.len());
                bytes.clone_from(self.history[at].get(name)?);
                ("older", format!("{at}"))
            }
            _ => {
                changed.insert(name.clone(), None);
                ("gone", String::new())
            }
        };
        if kind != "gone" {
            changed.insert(name.clone(), Some(bytes));
        }
        let differs = changed.iter().any(|(name, bytes)| bytes.as_ref() != self.files().get(name));
        differs.then(|| Change { kind, what: format!("{name} {what}"), changed })
    }

    /// What comes of a question, in words where that may not be.
    fn judge(&self, folder: &Path, change: &Change, asked: Asked, right: &[String]) -> Result<Outcome, String> {
        let named = |error: vocation::Error| {
            let text = error.to_string();
            // What a manifest names may be the file that is wrong to the reader, who knows no better.
            let any = change.changed.contains_key(MANIFEST) && text.contains(&folder.display().to_string());
            let names = |name: &String| text.contains(&folder.join(name).display().to_string());
            if any || change.changed.keys().any(names) { Ok(()) } else { Err(format!("not named in {text:?}")) }
        };
        let snapshot = match opened(folder) {
            Ok(snapshot) => snapshot,
            Err(error) => return named(error).map(|()| Outcome::NotOpened),
        };
        let outcome = match self.ask(asked, &snapshot) {
            Ok(answer) if answer == right => Outcome::Answered,
            Ok(answer) => return Err(format!("the answer is {answer:?}, not {right:?}")),
            Err(error) => named(error).map(|()| Outcome::NotAnswered)?,
        };
        match snapshot.verify() {
            Ok(_) => Err("verify finds nothing".to_owned()),
            Err(error) => named(error).map(|()| outcome),
        }
    }

    /// The answer to a question.
    fn ask(&self, Asked { what, whom }: Asked, snapshot: &Snapshot) -> vocation::Result<Vec<String>> {
        let (resume, version) = (whom.is_multiple_of(3), u64::from(whom));
        let side = tiny::side(resume);
        let some = (0..20).map(|at| at * 17 + whom);
        let filter = Filter {
            level: Some(Box::new(|level| level.is_some_and(|level| level > Level::Mid))),
            place: Some(Box::new(|place| whom % 2 == 0 || place.mode == Some(Mode::Remote))),
            ..Filter::default()
        };
        match what {
            0 => Ok(tiny::state(snapshot)?.iter().map(|one| format!("{one:?}")).collect()),
            1 => some.map(|number| Ok(format!("{:?}", snapshot.get(side, &tiny::id(number))?))).collect(),
            2 => some
                .map(|number| Ok(format!("{}", snapshot.has(&tiny::document(resume, number, version % 2))?)))
                .collect(),
            3 => snapshot
                .rows(side)
                .skip(whom as usize * 9)
                .step_by(37)
                .map(|row| Ok(format!("{:?}", snapshot.source(side, row)?)))
                .collect(),
            4 => Ok(snapshot.passing(side, &filter)?.rows().map(|row| row.to_string()).collect()),
            5 => {
                let vector = tiny::vector(true, 1 + whom * 9, 77).or_else(|| tiny::vector(true, 0, 1)).unwrap();
                let passing = snapshot.passing(side, &filter)?;
                let found = snapshot.nearest(side, &vector, 10, Some(&passing).filter(|_| whom < 8))?;
                Ok(found.iter().map(|near| format!("{near:?}")).collect())
            }
            _ => {
                let (asking, vector) = (tiny::entry(!resume, whom, 78), tiny::vector(!resume, whom, 78));
                let question = Question {
                    asking: &asking,
                    vector: vector.as_ref(),
                    wishes: Wishes::default(),
                    weights: Weights::default(),
                    top: 10,
                    keep_copies: true,
                    by: By::Score,
                    diversity: 0.0,
                    per_company: None,
                };
                let found = ranking::rank(&question, snapshot, &self.taxonomy, Rates::builtin())?;
                Ok(found.iter().map(|one| format!("{} {}", one.id, one.score())).collect())
            }
        }
    }
}

fn opened(folder: &Path) -> vocation::Result<Arc<Snapshot>> {
    Ok(Catalog::open(folder, tiny::identity())?.snapshot())
}

/// Puts a file in place of another, whose bytes stay for whoever has it open.
fn put(folder: &Path, name: &str, bytes: Option<&[u8]>) {
    let path = folder.join(name);
    let _ = fs::remove_file(&path);
    if let Some(bytes) = bytes {
        fs::write(path, bytes).unwrap();
    }
}

/// A catalog of about so many entries, three postings to a résumé, in several segments, some of whose rows are removed
/// or replaced. Its files after each commit that took some of those of the commit before away: of others, an older
/// manifest names files that are all there, and is a whole catalog.
fn built(folder: &Path, entries: usize, version: u64) -> (Vec<Files>, State) {
    let mut catalog = Catalog::open(folder, tiny::identity()).unwrap();
    let (mut next, mut left, mut history) = (0, u32::try_from(entries).unwrap(), Vec::new());
    for commit in 0..6 {
        let now = if commit == 5 { left } else { left / 2 };
        for number in next..next + now {
            tiny::add(&mut catalog, (number % 4 == 3, number / 4 * 3 + number % 4 % 3), version);
        }
        for again in (commit..next).step_by(31) {
            tiny::add(&mut catalog, (false, again), version + 1);
            catalog.remove(&tiny::id(again + 1)).unwrap();
        }
        (next, left) = (next + now, left - now);
        catalog.commit().unwrap();
        if commit == 3 {
            assert!(tiny::freeze(&mut catalog));
        }
        let read = |file: std::io::Result<fs::DirEntry>| {
            let file = file.unwrap();
            (file.file_name().into_string().unwrap(), fs::read(file.path()).unwrap())
        };
        if commit > 0 {
            let files = fs::read_dir(folder).unwrap().map(read).filter(|(name, _)| !name.ends_with(".lock"));
            history.push(files.collect());
        }
    }
    let state = tiny::state(&catalog.snapshot()).unwrap();
    let snapshot = catalog.snapshot();
    assert!([Side::Posting, Side::Resume].iter().all(|&side| snapshot.len(side) > entries / 5));
    let last: &Files = history.last().unwrap();
    assert!(
        ["segment", "removed", "graph"].iter().all(|kind| last.keys().filter(|name| name.ends_with(kind)).count() > 1)
    );
    assert!(last.keys().any(|name| history[0].get(name).is_some_and(|older| *older != last[name])));
    (history, state)
}
