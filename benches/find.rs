//! Finding: the ten nearest of many vectors, by a scan of all and by the graph, whose recall is printed beside latency, so
//! that speed is not bought unseen. `benches/peers` measures the same beside other libraries.

use std::hint::black_box;
use std::sync::Arc;

use criterion::BenchmarkId;
use criterion::Criterion;
use criterion::criterion_group;
use criterion::criterion_main;
use vocation::embedding::Vector;
use vocation::index::BlocksWriter;
use vocation::index::Graph;
use vocation::index::GraphImage;
use vocation::index::Query;
use vocation::index::Recipe;
use vocation::index::Scratch;
use vocation::index::Vectors;

const DIMENSION: usize = 256;

/// How many are asked for, and the breadth of the walk.
const COUNT: usize = 10;
const BREADTH: usize = 64;

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

#[allow(clippy::print_stdout)]
fn find(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("find");
    group.sample_size(10);
    for size in [1_000_u32, 10_000, 50_000] {
        let all = clustered(size as usize + 100);
        let (stored, asked) = all.split_at(size as usize);
        let vectors = Vectors::in_memory(DIMENSION, stored).expect("memory");
        let rows: Vec<u32> = (0..size).collect();
        let mut file = BlocksWriter::in_memory();
        let image = GraphImage::build(&vectors, &rows, &Recipe::default()).expect("memory");
        image.write(&mut file).expect("memory");
        let graph = Graph::open(Arc::new(file.into_blocks().expect("memory")), DIMENSION).expect("a graph");
        let queries: Vec<Query> = asked.iter().map(Query::new).collect();
        let mut scratch = Scratch::new();
        let mut walk =
            |query: &Query| graph.find(&vectors, query, COUNT, BREADTH, None, &mut scratch).expect("memory").0;
        let mut other = Scratch::new();
        let mut scan = |query: &Query| vectors.scan(query, COUNT, 0..size, None, &mut other).expect("memory");
        let same: usize = queries
            .iter()
            .map(|query| {
                let wanted = scan(query);
                walk(query).iter().filter(|near| wanted.iter().any(|one| one.0 == near.0)).count()
            })
            .sum();
        println!("{size} vectors: recall@{COUNT} of the graph {:.3}", same as f64 / (queries.len() * COUNT) as f64);
        let mut turn = queries.iter().cycle();
        let mut next = || turn.next().expect("there are some");
        group.bench_function(BenchmarkId::new("graph", size), |bencher| bencher.iter(|| black_box(walk(next()))));
        group.bench_function(BenchmarkId::new("scan", size), |bencher| bencher.iter(|| black_box(scan(next()))));
    }
    group.finish();
}

criterion_group!(benches, find);
criterion_main!(benches);
