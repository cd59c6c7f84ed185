//! Finding: the best ten of many entries, as the engine asks a catalog: every entry up to [`GRAPH_ABOVE`], the graph
//! above. The graph's recall is printed beside latency, so that speed is not bought unseen; building it takes a minute.

use std::hint::black_box;
use std::path::Path;

use criterion::BenchmarkId;
use criterion::Criterion;
use criterion::criterion_group;
use criterion::criterion_main;
use vocation::Document;
use vocation::Engine;
use vocation::catalog::Catalog;
use vocation::catalog::Entry;
use vocation::catalog::Identity;
use vocation::documents;
use vocation::documents::Side;
use vocation::embedding::Vector;
use vocation::index::GRAPH_ABOVE;
use vocation::ranking;
use vocation::ranking::Question;
use vocation::ranking::Weights;
use vocation::ranking::Wishes;

const DIMENSION: usize = 256;

/// Vectors in clusters, from a fixed generator.
fn clustered(count: usize) -> Vec<Vector> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 40) as f32 / (1_u64 << 24) as f32 - 0.5
    };
    let centers: Vec<Vec<f32>> = (0..100).map(|_| (0..DIMENSION).map(|_| next()).collect()).collect();
    (0..count)
        .filter_map(|row| {
            let values: Vec<f32> = centers[row % centers.len()].iter().map(|value| value + 0.8 * next()).collect();
            Vector::new(&values)
        })
        .collect()
}

/// The demonstration's entries of one side.
fn demonstration(engine: &Engine, folder: &str, side: Side) -> Vec<Entry> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo").join(folder);
    let found = documents::read_path(path, Some(side)).expect("the demonstration documents");
    let found: Vec<Document> = found.filter_map(Result::ok).map(|found| found.document).collect();
    engine.add_all(&found).expect("the model runs");
    engine.commit().expect("memory");
    engine.snapshot().entries(side).map(|entry| entry.expect("memory").as_ref().clone()).collect()
}

#[allow(clippy::print_stdout)]
fn find(criterion: &mut Criterion) {
    let engine = Engine::in_memory();
    let postings = demonstration(&engine, "postings", Side::Posting);
    let person = &demonstration(&engine, "resumes", Side::Resume)[0];
    let options = engine.options();
    let mut group = criterion.benchmark_group("find");
    group.sample_size(10);
    for size in [10_000, GRAPH_ABOVE + 1] {
        let (embedder, understanding) = (String::new(), String::new());
        let mut catalog = Catalog::in_memory(Identity { embedder, understanding, dimension: DIMENSION });
        let vectors = clustered(size + 1);
        for (number, vector) in vectors[..size].iter().enumerate() {
            let mut entry = postings[number % postings.len()].clone();
            entry.profile.id = format!("{number:06}");
            entry.profile.company = Some(format!("Company {number}"));
            entry.codes = Some(vector.codes());
            catalog.add(&entry, Some(vector), None).expect("memory");
        }
        catalog.commit().expect("memory");
        let snapshot = catalog.snapshot();
        let mut asking = person.clone();
        asking.codes = Some(vectors[size].codes());
        let question = |vector| Question {
            asking: &asking,
            vector,
            wishes: Wishes::default(),
            weights: Weights::default(),
            top: 10,
            keep_copies: false,
            diversity: 0.0,
        };
        let best =
            |vector| ranking::rank(&question(vector), &snapshot, &options.taxonomy, &options.rates).expect("memory");
        // Without a vector to go by every entry is looked at.
        let (near, exact) = (best(Some(&vectors[size])), best(None));
        let same = near.iter().filter(|one| exact.iter().any(|other| other.id == one.id)).count();
        println!("{size} entries, {}: {same} of {}", snapshot.answered_by(Side::Posting), exact.len());
        for (way, vector) in [("asked", Some(&vectors[size])), ("every entry", None)] {
            group.bench_function(BenchmarkId::new(way, size), |bencher| bencher.iter(|| black_box(best(vector))));
        }
    }
    group.finish();
}

criterion_group!(benches, find);
criterion_main!(benches);
