//! Finding: graph and exact scan at growing sizes. Recall is printed beside latency, so that speed is not bought unseen.

use std::hint::black_box;

use criterion::BenchmarkId;
use criterion::Criterion;
use criterion::criterion_group;
use criterion::criterion_main;
use vocation::embedding::Vector;
use vocation::index::Index;

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

#[allow(clippy::print_stdout)]
fn find(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("find");
    for size in [2_000, 10_000] {
        let all = clustered(size + 100);
        let (stored, queries) = all.split_at(size);
        let index = Index::build(stored).expect("vectors of one dimension");
        let exact: Vec<Vec<u32>> = queries.iter().map(|query| rows(&index.vectors().nearest(query, 10, 0))).collect();
        for ef_search in [32, 128] {
            let found = queries.iter().zip(&exact).map(|(query, exact)| {
                let near = rows(&index.nearest(query, 10, ef_search));
                exact.iter().filter(|row| near.contains(row)).count()
            });
            println!("{size} entries, ef_search {ef_search}: recall@10 {:.3}", found.sum::<usize>() as f64 / 1_000.0);
            let id = BenchmarkId::new(format!("{size}"), ef_search);
            group.bench_function(id, |bencher| bencher.iter(|| black_box(index.nearest(&queries[0], 10, ef_search))));
        }
        group.bench_function(BenchmarkId::new(format!("{size}"), "scan"), |bencher| {
            bencher.iter(|| black_box(index.vectors().nearest(&queries[0], 10, 0)));
        });
    }
    group.finish();
}

fn rows(near: &[(u32, f32)]) -> Vec<u32> {
    near.iter().map(|(row, _)| *row).collect()
}

criterion_group!(benches, find);
criterion_main!(benches);
