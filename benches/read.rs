//! Reading and understanding postings: one at a time, on one core.

use std::hint::black_box;
use std::path::Path;

use criterion::Criterion;
use criterion::Throughput;
use criterion::criterion_group;
use criterion::criterion_main;
use vocation::Document;
use vocation::Engine;
use vocation::documents;

fn demonstration() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo/postings");
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("the demonstration postings").flatten().collect();
    files.sort_by_key(std::fs::DirEntry::path);
    files
        .iter()
        .map(|file| {
            let id = file.file_name().to_string_lossy().into_owned();
            (id, std::fs::read_to_string(file.path()).expect("text"))
        })
        .collect()
}

fn read(criterion: &mut Criterion) {
    let texts = demonstration();
    let engine = Engine::in_memory();
    let side = Some(documents::Side::Posting);
    let parsed: Vec<Document> = texts.iter().map(|(id, text)| Document::parse(id, text, side)).collect();
    let mut group = criterion.benchmark_group("read");
    group.throughput(Throughput::Elements(texts.len() as u64));
    group.bench_function("parse", |bencher| {
        bencher.iter(|| {
            for (id, text) in &texts {
                black_box(Document::parse(id, text, side));
            }
        });
    });
    group.bench_function("understand", |bencher| {
        bencher.iter(|| {
            for document in &parsed {
                black_box(engine.understand(document));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, read);
criterion_main!(benches);
