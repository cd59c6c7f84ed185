//! Whole populations: résumés x postings recombined (see `population`) and scored in full, the best 20 of each résumé kept;
//! beside it the bare products of their codes. Then the same pairs as `vocation score` takes them, from a catalog into a
//! Parquet file, in a process of its own, with the most memory that it held. Prints one JSON object a measurement.
//!
//! ```text
//! cargo bench --bench batch -- --postings 10000 --resumes 10000 [--documents PATH] [--memory-mib 512]
//! ```

#![allow(clippy::print_stdout, missing_docs, dead_code)]

mod population;

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use population::Pool;
use rayon::prelude::*;
use serde_json::json;
use vocation::Engine;
use vocation::Error;
use vocation::Result;
use vocation::batch::Folder;
use vocation::batch::Form;
use vocation::batch::Inputs;
use vocation::batch::Job;
use vocation::batch::Population;
use vocation::batch::Run;
use vocation::batch::Summary;
use vocation::batch::Watch;
use vocation::catalog::Catalog;
use vocation::catalog::Entry;
use vocation::documents::Side;
use vocation::engine::Options;
use vocation::index::Flat;
use vocation::index::LANES;
use vocation::index::Tile;
use vocation::ranking::Offers;
use vocation::ranking::People;
use vocation::ranking::Tiles;
use vocation::ranking::Weights;
use vocation::ranking::Wishes;

/// How many are kept of each résumé.
const TOP: usize = 20;

fn main() {
    if let Err(error) = measure() {
        println!("{}", json!({"error": error.to_string()}));
        std::process::exit(1);
    }
}

fn measure() -> Result<()> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| given.iter().position(|one| one == name).and_then(|at| given.get(at + 1));
    let number = |name: &str, otherwise: u64| value(name).and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    let options = Options::default();
    if let Some(folder) = value("--score").map(PathBuf::from) {
        return score(&folder, options, number("--memory-mib", 512));
    }
    let counts = [number("--postings", 2_000), number("--resumes", 2_000)];
    let pool = Pool::of(value("--documents").map(PathBuf::from).as_deref(), &options, 7)?;
    let made = |side, count: u64| -> Vec<Arc<Entry>> {
        (0..count).into_par_iter().map(|number| Arc::new(pool.entry(side, number).0)).collect()
    };
    let (postings, resumes) = (made(Side::Posting, counts[0]), made(Side::Resume, counts[1]));
    let folder = tempfile::tempdir().map_err(|source| Error::Io { path: "a temporary folder".into(), source })?;
    let mut catalog = Catalog::open(folder.path().join("catalog"), Engine::with(options.clone()).identity())?;
    pool.fill(&mut catalog, Side::Posting, 0..counts[0], false)?;
    pool.fill(&mut catalog, Side::Resume, 0..counts[1], false)?;
    drop((pool, catalog));
    let pairs = postings.len() as f64 * resumes.len() as f64;
    let say = |measure: &str, seconds: f64| {
        println!(
            "{}",
            json!({"measure": measure, "pairs": pairs, "seconds": seconds, "million_pairs_per_s": pairs / seconds / 1e6})
        );
    };
    let started = Instant::now();
    let offers = Offers::of(postings.clone(), &options.taxonomy);
    let people = People::of(resumes.clone());
    say("lay out", started.elapsed().as_secs_f64());
    let weights = Weights::default();
    let tiles = Tiles::new(&offers, &people, &weights, &options.taxonomy, &options.rates);
    let started = Instant::now();
    let sum: f64 = (0..tiles.groups()).into_par_iter().map(|group| best(&tiles, group)).sum();
    say("all signals", started.elapsed().as_secs_f64());
    println!("{}", json!({"measure": "mean score of the best", "score": sum / resumes.len() as f64 / TOP as f64}));
    let flat: Vec<Flat> = postings.iter().filter_map(|one| Some(Flat::of(one.codes.as_ref()?.values()))).collect();
    let started = Instant::now();
    let sum: i64 = resumes.par_chunks(LANES).map(|sixteen| products(sixteen, &flat)).sum();
    say("bare products", started.elapsed().as_secs_f64());
    println!("{}", json!({"measure": "sum of products", "sum": sum}));
    in_a_process_of_its_own(folder.path(), number("--memory-mib", 512))
}

/// Runs this program again, so that what was needed to make the documents counts in no figure.
fn in_a_process_of_its_own(folder: &Path, memory: u64) -> Result<()> {
    let failed = |source| Error::Io { path: "this program, run again".into(), source };
    let mut command = Command::new(std::env::current_exe().map_err(failed)?);
    command.arg("--score").arg(folder).args(["--memory-mib", &memory.to_string()]);
    let done = command.status().map_err(failed)?;
    if done.success() { Ok(()) } else { Err(failed(std::io::Error::other(format!("it ended with {done}")))) }
}

/// All pairs of a catalog, the best of each résumé into a Parquet file.
fn score(folder: &Path, options: Options, memory: u64) -> Result<()> {
    let engine = Engine::open_existing(folder.join("catalog"), options)?;
    let options = engine.options();
    let started = Instant::now();
    let population = |side| Population::of(engine.snapshot(), side, &Wishes::default());
    let (postings, resumes) = (population(Side::Posting)?, population(Side::Resume)?);
    let job = Job { top: Some(TOP), memory: memory << 20, ..Job::default() };
    let run = Run::new(&postings, &resumes, &job, &options.taxonomy, &options.rates)?;
    let output = folder.join("scores.parquet");
    let mut unfinished = Folder::begin(&output, Form::of(&output)?, BTreeMap::new(), Inputs::default(), false)?;
    unfinished.cut(run.plan())?;
    let stats = unfinished.work(&run, &Watch::default())?.unwrap_or_default();
    let summary = run.summarize(&stats, 0)?.to_json()?;
    unfinished.finish(run.parts(), run.weights().short_version(), &[(Summary::KEY.to_owned(), summary)])?;
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "{}",
        json!({
            "measure": "from a catalog into Parquet", "pairs": stats.pairs, "seconds": seconds,
            "million_pairs_per_s": stats.pairs as f64 / seconds / 1e6, "memory_asked_mib": memory,
            "most_resident_mib": status("VmHWM"), "own_mib": status("RssAnon"), "files_mib": status("RssFile"),
        })
    );
    Ok(())
}

/// A figure of this process in MiB, as the system tells it.
fn status(name: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
}

/// The sum of the best scores of each résumé of a group.
fn best(tiles: &Tiles<'_>, group: usize) -> f64 {
    let mut best: Vec<Vec<f64>> = vec![Vec::new(); LANES];
    let mut least = [-1.0_f64; LANES];
    tiles.meet(group, 0..usize::MAX, |_, met| {
        for lane in 0..LANES {
            if met.scores[lane] > least[lane] {
                let list = &mut best[lane];
                let at = list.partition_point(|&score| score >= met.scores[lane]);
                list.insert(at, met.scores[lane]);
                list.truncate(TOP);
                if list.len() == TOP {
                    least[lane] = list[TOP - 1];
                }
            }
        }
        true
    });
    best.into_iter().flatten().sum()
}

fn products(sixteen: &[Arc<Entry>], postings: &[Flat]) -> i64 {
    let tile = Tile::of(sixteen.iter().map(|entry| entry.codes.as_ref().map(vocation::embedding::Codes::values)));
    postings.iter().map(|flat| tile.products(flat).iter().map(|&product| i64::from(product)).sum::<i64>()).sum()
}
