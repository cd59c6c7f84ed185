//! Whole populations: résumés x postings recombined (see `population`) and scored in full, the best 20 of each résumé kept;
//! beside it the bare products of their codes. Prints one JSON object a measurement.
//!
//! ```text
//! cargo bench --bench batch -- --postings 10000 --resumes 10000 [--documents PATH] [--threads 2]
//! ```

#![allow(clippy::print_stdout, missing_docs, dead_code)]

mod population;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use population::Pool;
use rayon::prelude::*;
use serde_json::json;
use vocation::Result;
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
    let pool = Pool::of(value("--documents").map(PathBuf::from).as_deref(), &options, 7)?;
    let made = |side, count: u64| -> Vec<Arc<Entry>> {
        (0..count).into_par_iter().map(|number| Arc::new(pool.entry(side, number).0)).collect()
    };
    let (postings, resumes) =
        (made(Side::Posting, number("--postings", 2_000)), made(Side::Resume, number("--resumes", 2_000)));
    drop(pool);
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
    Ok(())
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
