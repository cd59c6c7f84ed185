//! How much of the truth survives a cut: for growing cuts, the share of the ten best by the full score that is among the
//! nearest by text (retrieval), and among the best by the cheap signals alone (early ranking), with the time of each. Prints one
//! JSON object a cut.
//!
//! ```text
//! cargo bench --bench survive -- [--size 10000] [--questions 50] [--documents PATH] [--resumes]
//! ```
//!
//! `--documents` names a folder with `postings*` and `resumes*` inside, or a catalog, to recombine; the demonstration's
//! documents otherwise. `--resumes` lets postings ask. Both rankings put pairs that fail a gate last, as `rank` does; retrieval
//! knows no gates here. At most 20,000 entries: that many are all looked at, so that the truth is the truth.

#![allow(clippy::print_stdout, missing_docs)]

mod population;

use std::collections::HashSet;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

use population::Pool;
use serde_json::json;
use vocation::Result;
use vocation::catalog::Catalog;
use vocation::catalog::Entry;
use vocation::catalog::Identity;
use vocation::catalog::Snapshot;
use vocation::documents::Side;
use vocation::embedding::Vector;
use vocation::engine::Options;
use vocation::ranking::By;
use vocation::ranking::Heap;
use vocation::ranking::Question;
use vocation::ranking::SIGNALS;
use vocation::ranking::Weights;
use vocation::ranking::Wishes;

/// How many of the best must survive.
const BEST: usize = 10;

/// The cuts that are tried.
const CUTS: [usize; 9] = [10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000];

/// The most entries that are all looked at.
const MOST: u64 = 20_000;

/// One pool, seed and number give one entry.
const SEED: u64 = 7;

fn main() {
    if let Err(error) = measure() {
        println!("{}", json!({"error": error.to_string()}));
        std::process::exit(1);
    }
}

fn measure() -> Result<()> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| given.iter().position(|one| one == name).and_then(|at| given.get(at + 1));
    let number = |name: &str, otherwise| value(name).and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    let (ranked, asks) = match given.iter().any(|one| one == "--resumes") {
        true => (Side::Resume, Side::Posting),
        false => (Side::Posting, Side::Resume),
    };
    let (size, questions) = (number("--size", 10_000).min(MOST), number("--questions", 50));
    let options = Options::default();
    let pool = Pool::of(value("--documents").map(PathBuf::from).as_deref(), &options, SEED)?;
    let mut catalog = Catalog::in_memory(Identity {
        embedder: options.embedder.fingerprint().to_owned(),
        understanding: vocation::profile::fingerprint(&options.taxonomy),
        dimension: options.embedder.dimension(),
    });
    pool.fill(&mut catalog, ranked, 0..size, false)?;
    let snapshot = catalog.snapshot();
    let asking: Vec<(Entry, Vector)> = (0..questions).map(|number| pool.entry(asks, number)).collect();
    let mut found = Survived::default();
    for (entry, vector) in &asking {
        found.ask(entry, vector, &snapshot, ranked, &options)?;
    }
    found.print(size, ranked);
    Ok(())
}

/// What survived, summed over questions.
#[derive(Default)]
struct Survived {
    questions: u32,
    /// How many of the best there were.
    best: usize,
    retrieved: [usize; CUTS.len()],
    early: [usize; CUTS.len()],
    retrieving: [Duration; CUTS.len()],
    ranking_early: Duration,
    in_full: Duration,
}

impl Survived {
    fn ask(
        &mut self,
        entry: &Entry,
        vector: &Vector,
        snapshot: &Snapshot,
        side: Side,
        options: &Options,
    ) -> Result<()> {
        let weights = Weights::default();
        let cheap = SIGNALS.iter().filter(|signal| !signal.early).map(|signal| (signal.name.to_owned(), 0.0));
        let cheap = weights.replacing(&cheap.collect::<Vec<_>>())?;
        let question = Question {
            asking: entry,
            vector: None,
            wishes: Wishes::default(),
            weights: weights.clone(),
            top: BEST,
            keep_copies: true,
            by: By::Score,
            diversity: 0.0,
            per_company: None,
        };
        let heap = Heap::of(&question, snapshot, &options.taxonomy, &options.rates)?;
        let order = |weights: &Weights| {
            let started = Instant::now();
            let places = heap.ranked(entry, weights, &options.taxonomy, &options.rates);
            // Copies are folded into the best of them, with one score: each of them counts as found where it does.
            let ids: Vec<String> =
                places.into_iter().flat_map(|place| std::iter::once(place.id).chain(place.copies)).collect();
            (ids, started.elapsed())
        };
        let (all, took) = order(&weights);
        self.in_full += took;
        let truth: HashSet<&str> = all.iter().take(BEST).map(String::as_str).collect();
        let (early, took) = order(&cheap);
        self.ranking_early += took;
        for (at, cut) in CUTS.into_iter().enumerate() {
            self.early[at] += early.iter().take(cut).filter(|id| truth.contains(id.as_str())).count();
            let started = Instant::now();
            let near = snapshot.nearest(side, vector, cut, None)?;
            self.retrieving[at] += started.elapsed();
            for (row, _) in near {
                self.retrieved[at] += usize::from(truth.contains(snapshot.entry(side, row)?.profile.id.as_str()));
            }
        }
        self.best += truth.len();
        self.questions += 1;
        Ok(())
    }

    fn print(&self, size: u64, ranked: Side) {
        let each = |took: Duration| (took.as_secs_f64() * 1e6 / f64::from(self.questions.max(1))).round() / 1e3;
        let share = |part: usize| (1_000.0 * part as f64 / self.best.max(1) as f64).round() / 1_000.0;
        println!(
            "{}",
            json!({
                "measure": "all", "ranked": ranked, "size": size, "questions": self.questions,
                "in_full_ms": each(self.in_full), "early_ms": each(self.ranking_early),
            })
        );
        for (at, cut) in CUTS.into_iter().enumerate().filter(|(_, cut)| *cut as u64 <= size) {
            println!(
                "{}",
                json!({
                    "measure": "survive", "cut": cut,
                    "nearest": share(self.retrieved[at]), "nearest_ms": each(self.retrieving[at]),
                    "early": share(self.early[at]),
                })
            );
        }
    }
}
