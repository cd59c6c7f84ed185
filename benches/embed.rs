//! Embedding: texts of growing length, on one core.

use std::hint::black_box;

use criterion::BenchmarkId;
use criterion::Criterion;
use criterion::Throughput;
use criterion::criterion_group;
use criterion::criterion_main;
use vocation::embedding::Embedder;
use vocation::embedding::StaticModel;

const SENTENCE: &str = "You will design, build and run services in Rust and PostgreSQL, and mentor engineers. ";

fn embed(criterion: &mut Criterion) {
    let model = StaticModel::builtin();
    let mut group = criterion.benchmark_group("embed");
    for sentences in [1, 10, 60] {
        let text = SENTENCE.repeat(sentences);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(text.len()), &text, |bencher, text| {
            bencher.iter(|| black_box(model.embed(&[text]).expect("the model runs")));
        });
    }
    group.finish();
}

criterion_group!(benches, embed);
criterion_main!(benches);
