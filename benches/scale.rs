//! The whole engine at a size: fills a catalog with recombined entries (see `population`), then measures opening, adding
//! and ranking. Prints one JSON object a measurement.
//!
//! ```text
//! cargo bench --bench scale -- --size 100000 [--documents PATH] [--catalog DIR] [--resumes] [--texts] [--exact 50] [--truth FILE]
//! ```
//!
//! `--documents` names a folder with `postings*` and `resumes*` inside, or a catalog, to recombine; the demonstration's
//! documents otherwise. `--catalog` keeps the catalog, and uses it again where it has entries. `--resumes` fills the other
//! side and lets postings ask. `--texts` keeps a short document with each entry. `--exact` compares the answers for so many
//! questions with those of scoring everything, which `--truth` keeps in a file and takes from it where it is there. Beside the
//! times of the clock stand those of the processor, all threads together: on a machine that does other things too they tell
//! more.

#![allow(clippy::print_stdout, missing_docs)]

mod population;
#[path = "population/questions.rs"]
mod questions;

use std::hint::black_box;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

use population::Pool;
use questions::Kind;
use serde_json::json;
use vocation::Engine;
use vocation::Result;
use vocation::catalog::Catalog;
use vocation::catalog::Entry;
use vocation::catalog::Filter;
use vocation::catalog::Identity;
use vocation::catalog::Snapshot;
use vocation::documents::Side;
use vocation::embedding::Vector;
use vocation::engine::Options;
use vocation::ranking;
use vocation::ranking::Because;
use vocation::ranking::By;
use vocation::ranking::Match;
use vocation::ranking::Pair;
use vocation::ranking::Party;
use vocation::ranking::Question;
use vocation::ranking::SIGNALS;
use vocation::ranking::Weights;
use vocation::ranking::Wishes;

/// How many entries are added to the full catalog at once.
const ADDED: u64 = 1_000;

/// How many entries are scored in full at once, where the exact answer is wanted: all of a catalog that small are.
const EXACT_PART: u64 = 20_000;

/// One pool, seed and number give one entry.
const SEED: u64 = 7;

struct Arguments {
    size: u64,
    documents: Option<PathBuf>,
    catalog: Option<PathBuf>,
    side: Side,
    texts: bool,
    questions: u64,
    exact: u64,
    truth: Option<PathBuf>,
}

impl Arguments {
    fn read() -> Self {
        let given: Vec<String> = std::env::args().skip(1).collect();
        let value = |name: &str| given.iter().position(|one| one == name).and_then(|at| given.get(at + 1));
        let number = |name: &str, otherwise| value(name).and_then(|text| text.parse().ok()).unwrap_or(otherwise);
        let flag = |name: &str| given.iter().any(|one| one == name);
        Self {
            size: number("--size", 10_000),
            documents: value("--documents").map(PathBuf::from),
            catalog: value("--catalog").map(PathBuf::from),
            side: if flag("--resumes") { Side::Resume } else { Side::Posting },
            texts: flag("--texts"),
            questions: number("--questions", 200),
            exact: number("--exact", 20),
            truth: value("--truth").map(PathBuf::from),
        }
    }
}

fn main() {
    if let Err(error) = measure(&Arguments::read()) {
        println!("{}", json!({"error": error.to_string()}));
        std::process::exit(1);
    }
}

fn measure(arguments: &Arguments) -> Result<()> {
    let options = Options::default();
    let started = Instant::now();
    let pool = Pool::of(arguments.documents.as_deref(), &options, SEED)?;
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let (postings, resumes) = (pool.postings.entries.len(), pool.resumes.entries.len());
    say(
        json!({"measure": "pool", "postings": postings, "resumes": resumes, "seconds": seconds(started.elapsed()), "threads": threads}),
    );
    let temporary = std::env::temp_dir().join(format!("vocation-scale-{}", std::process::id()));
    let folder = arguments.catalog.as_ref().unwrap_or(&temporary);
    let measured = fill(arguments, &pool, &options, folder)
        .and_then(|()| open(arguments, &pool, &options, folder))
        .and_then(|()| add(arguments, &pool, &options, folder))
        .and_then(|()| parts(arguments, &pool, &options, folder))
        .and_then(|()| rank(arguments, &pool, &options, folder))
        .and_then(|()| exact(arguments, &pool, &options, folder));
    if arguments.catalog.is_none() {
        let _ = std::fs::remove_dir_all(&temporary);
    }
    measured
}

fn fill(arguments: &Arguments, pool: &Pool, options: &Options, folder: &Path) -> Result<()> {
    let mut catalog = Catalog::open(folder, identity(options))?;
    let there = catalog.snapshot().len(arguments.side) as u64;
    if there < arguments.size {
        let started = Instant::now();
        let took = pool.fill(&mut catalog, arguments.side, there..arguments.size, arguments.texts)?;
        let filled = arguments.size - there;
        say(json!({
            "measure": "fill", "entries": filled, "texts": arguments.texts, "add_and_commit_s": seconds(took),
            "entries_per_s": (filled as f64 / took.as_secs_f64()).round(),
            "with_making_s": seconds(started.elapsed()),
        }));
    }
    let started = Instant::now();
    let engine = Engine::open_existing(folder, Options { freezes: false, ..options.clone() })?;
    if engine.freeze()? {
        say(json!({"measure": "graph", "seconds": seconds(started.elapsed())}));
    }
    say(json!({"measure": "way", "answered_by": engine.snapshot().answered_by(arguments.side)}));
    let bytes = Catalog::describe(folder)?.bytes;
    let entries = catalog.snapshot().len(arguments.side);
    say(
        json!({"measure": "disk", "entries": entries, "bytes": bytes, "bytes_per_entry": bytes / entries.max(1) as u64}),
    );
    Ok(())
}

/// From nothing open until the first answer, with all files in the page cache.
fn open(arguments: &Arguments, pool: &Pool, options: &Options, folder: &Path) -> Result<()> {
    let (asking, vector) = asking(arguments.side, pool, 0);
    for run in 0..3 {
        let started = Instant::now();
        let engine = Engine::open_existing(folder, options.clone())?;
        let opened = started.elapsed();
        let snapshot = engine.newest()?;
        let found = best(&snapshot, options, (&asking, Some(&vector)), Wishes::default(), 10)?;
        say(json!({
            "measure": "open", "run": run, "open_ms": millis(opened), "first_answer_ms": millis(started.elapsed()),
            "found": found.len(), "memory": memory(),
        }));
    }
    Ok(())
}

/// Adds entries that are understood and embedded already, and looks when another engine sees them.
fn add(arguments: &Arguments, pool: &Pool, options: &Options, folder: &Path) -> Result<()> {
    let reader = Engine::open_existing(folder, options.clone())?;
    let size = reader.newest()?.len(arguments.side) as u64;
    let made: Vec<(Entry, Vector)> = (size..size + ADDED).map(|number| pool.entry(arguments.side, number)).collect();
    let mut catalog = Catalog::open(folder, identity(options))?;
    let started = Instant::now();
    for (entry, vector) in &made {
        catalog.add(entry, Some(vector), None)?;
    }
    let added = started.elapsed();
    catalog.commit()?;
    let committed = started.elapsed();
    let (last, _) = pool.entry(arguments.side, size + ADDED - 1);
    let looked = Instant::now();
    let seen = reader.newest()?.get(arguments.side, &last.profile.id)?.is_some();
    say(json!({
        "measure": "add", "entries": ADDED, "to": size, "add_ms": millis(added), "add_and_commit_ms": millis(committed),
        "seen_by_reader": seen, "reader_ms": millis(looked.elapsed()),
    }));
    let started = Instant::now();
    made.iter().try_for_each(|(entry, _)| catalog.remove(&entry.profile.id).map(|_| ()))?;
    catalog.commit()?;
    say(json!({"measure": "remove", "entries": ADDED, "remove_and_commit_ms": millis(started.elapsed())}));
    Ok(())
}

/// What the steps of ranking cost, each alone and on one thread.
fn parts(arguments: &Arguments, pool: &Pool, options: &Options, folder: &Path) -> Result<()> {
    let snapshot = Engine::open_existing(folder, options.clone())?.newest()?;
    let (asking, vector) = asking(arguments.side, pool, 1);
    let timed = |part: &str, count: usize, started: Instant| {
        let each = started.elapsed().as_secs_f64() * 1e6 / count.max(1) as f64;
        say(json!({"measure": "part", "part": part, "count": count, "us_each": (each * 1_000.0).round() / 1_000.0}));
    };
    let started = Instant::now();
    let near = snapshot.nearest(arguments.side, &vector, 1_000, None)?;
    timed("nearest thousand, per entry of the catalog", snapshot.len(arguments.side), started);
    let started = Instant::now();
    let read: Vec<_> = near.iter().map(|&(row, _)| snapshot.entry(arguments.side, row)).collect::<Result<_>>()?;
    timed("reading an entry", read.len(), started);
    let started = Instant::now();
    near.iter()
        .try_for_each(|&(row, _)| snapshot.outline(arguments.side, row).map(|outline| drop(black_box(outline))))?;
    timed("reading an outline", near.len(), started);
    let pairs: Vec<Pair<'_>> = read
        .iter()
        .map(|entry| match arguments.side {
            Side::Posting => Pair::new(Party::of(entry), Party::of(&asking), &options.taxonomy, &options.rates),
            Side::Resume => Pair::new(Party::of(&asking), Party::of(entry), &options.taxonomy, &options.rates),
        })
        .collect();
    for signal in SIGNALS {
        let started = Instant::now();
        pairs.iter().for_each(|pair| {
            black_box((signal.strength)(pair, &mut Because::unwanted()));
        });
        timed(signal.name, pairs.len(), started);
    }
    let started = Instant::now();
    let passing =
        snapshot.passing(arguments.side, &Filter { level: Some(Box::new(Option::is_some)), ..Filter::default() })?;
    timed("one test of a filter, per entry of the catalog", snapshot.len(arguments.side), started);
    black_box(passing);
    Ok(())
}

fn rank(arguments: &Arguments, pool: &Pool, options: &Options, folder: &Path) -> Result<()> {
    let engine = Engine::open_existing(folder, options.clone())?;
    let snapshot = engine.newest()?;
    let sample = part(arguments.side, pool, options, 0..1_000)?;
    for kind in Kind::all(arguments.side) {
        let share = kind.share(
            &sample.snapshot(),
            options,
            &(0..20).map(|at| asking(arguments.side, pool, at).0).collect::<Vec<_>>(),
        )?;
        let mut took = Vec::new();
        let mut spent = 0.0;
        for number in 0..arguments.questions {
            let (asking, vector) = asking(arguments.side, pool, number);
            let (started, before) = (Instant::now(), processor_ms());
            let found = best(&snapshot, options, (&asking, Some(&vector)), kind.wishes.clone(), 10)?;
            took.push(started.elapsed());
            spent += processor_ms() - before;
            black_box(found);
        }
        took.sort_unstable();
        let at = |share: f64| millis(took[((took.len() - 1) as f64 * share).round() as usize]);
        say(json!({
            "measure": "rank", "filter": kind.name, "passing_share": share, "questions": took.len(), "p50_ms": at(0.5),
            "p90_ms": at(0.9), "p99_ms": at(0.99), "max_ms": at(1.0),
            "processor_ms": (100.0 * spent / took.len().max(1) as f64).round() / 100.0, "memory": memory(),
        }));
    }
    Ok(())
}

/// The id and the score of a match.
type Scored = (String, f64);

/// The ten best of all for some who ask, without those that fail a gate where others are left.
fn truth(
    arguments: &Arguments,
    pool: &Pool,
    options: &Options,
    people: &[(Entry, Vector)],
) -> Result<Vec<Vec<Scored>>> {
    let kept = arguments.truth.as_ref().and_then(|path| std::fs::read(path).ok());
    let kept: Option<Vec<Vec<Scored>>> = kept.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    if let Some(kept) = kept.filter(|kept| kept.len() == people.len()) {
        return Ok(kept);
    }
    let mut truth: Vec<Vec<Match>> = people.iter().map(|_| Vec::new()).collect();
    let mut begin = 0;
    while begin < arguments.size {
        let end = arguments.size.min(begin + EXACT_PART);
        let part = part(arguments.side, pool, options, begin..end)?.snapshot();
        for ((asking, _), so_far) in people.iter().zip(&mut truth) {
            so_far.extend(best(&part, options, (asking, None), Wishes::default(), 10)?);
            so_far.sort_by(|a, b| b.score().total_cmp(&a.score()).then_with(|| a.id.cmp(&b.id)));
            so_far.sort_by_key(questions::fails);
            so_far.truncate(10);
        }
        begin = end;
    }
    let scored = |matches: &Vec<Match>| matches.iter().map(|one| (one.id.clone(), one.score())).collect();
    let truth: Vec<Vec<Scored>> = truth.iter().map(scored).collect();
    if let (Some(path), Ok(bytes)) = (&arguments.truth, serde_json::to_vec(&truth))
        && let Err(error) = std::fs::write(path, bytes)
    {
        say(json!({"measure": "truth", "not_kept": error.to_string()}));
    }
    Ok(truth)
}

/// How many of the ten best of all, by score, the engine's ten best are.
fn exact(arguments: &Arguments, pool: &Pool, options: &Options, folder: &Path) -> Result<()> {
    if arguments.exact == 0 {
        return Ok(());
    }
    let people: Vec<(Entry, Vector)> = (0..arguments.exact).map(|at| asking(arguments.side, pool, at)).collect();
    let truth = truth(arguments, pool, options, &people)?;
    let snapshot = Engine::open_existing(folder, options.clone())?.newest()?;
    let (mut same, mut of, mut lost) = (0_u32, 0_usize, 0.0);
    for ((asking, vector), truth) in people.iter().zip(&truth) {
        let found = best(&snapshot, options, (asking, Some(vector)), Wishes::default(), 10)?;
        let there = truth.iter().filter(|one| found.iter().any(|other| other.id == one.0));
        same += there.map(|_| 1).sum::<u32>();
        of += truth.len();
        let sum = truth.iter().map(|one| one.1).sum::<f64>() - found.iter().map(Match::score).sum::<f64>();
        lost += sum / truth.len().max(1) as f64;
    }
    say(json!({
        "measure": "recall of the ten best by score", "questions": people.len(),
        "recall": f64::from(same) / of.max(1) as f64, "score_lost": lost / people.len() as f64,
    }));
    Ok(())
}

/// Who asks among entries of a side: of the other one.
fn asking(side: Side, pool: &Pool, number: u64) -> (Entry, Vector) {
    let other = if side == Side::Posting { Side::Resume } else { Side::Posting };
    pool.entry(other, number)
}

/// Some of the entries, in memory.
fn part(side: Side, pool: &Pool, options: &Options, numbers: std::ops::Range<u64>) -> Result<Catalog> {
    let mut catalog = Catalog::in_memory(identity(options));
    pool.fill(&mut catalog, side, numbers, false)?;
    Ok(catalog)
}

fn best(
    among: &Snapshot,
    options: &Options,
    (asking, vector): (&Entry, Option<&Vector>),
    wishes: Wishes,
    top: usize,
) -> Result<Vec<Match>> {
    let weights = Weights::default();
    let question = Question {
        asking,
        vector,
        wishes,
        weights,
        top,
        keep_copies: false,
        by: By::Score,
        diversity: 0.0,
        per_company: None,
    };
    ranking::rank(&question, among, &options.taxonomy, &options.rates)
}

/// What entries of this program are made with.
fn identity(options: &Options) -> Identity {
    Identity {
        embedder: options.embedder.fingerprint().to_owned(),
        understanding: vocation::profile::fingerprint(&options.taxonomy),
        dimension: options.embedder.dimension(),
    }
}

/// Resident memory in MiB: all, the process's own, and pages of files.
fn memory() -> serde_json::Value {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |name: &str| -> Option<u64> {
        let line = status.lines().find(|line| line.starts_with(name))?;
        Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
    };
    json!({"resident_mib": of("VmRSS"), "own_mib": of("RssAnon"), "files_mib": of("RssFile")})
}

/// Milliseconds of the processor that all threads there are have used; 0 where that is not to be had.
fn processor_ms() -> f64 {
    let of_thread = |folder: std::fs::DirEntry| -> Option<f64> {
        let text = std::fs::read_to_string(folder.path().join("schedstat")).ok()?;
        text.split(' ').next()?.parse::<f64>().ok()
    };
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    threads.filter_map(of_thread).sum::<f64>() / 1e6
}

fn say(measured: serde_json::Value) {
    println!("{measured}");
}

fn seconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 100.0).round() / 100.0
}

fn millis(time: Duration) -> f64 {
    (time.as_secs_f64() * 100_000.0).round() / 100.0
}
