//! Embedding: texts of growing length, on one core. With the feature `bert` and the folder of a sentence transformer in
//! `VOCATION_BERT_MODEL` also the static model beside it, on short lines and on paragraphs, none of which either cuts:
//!
//!     VOCATION_BERT_MODEL=DIR cargo bench --features bert --bench embed -- beside

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

/// The static model and the transformer on the same texts, one after the other on one core.
#[cfg(feature = "bert")]
fn beside_transformer(criterion: &mut Criterion) {
    let Some(folder) = std::env::var_os("VOCATION_BERT_MODEL") else { return };
    let transformer = vocation::embedding::Transformer::open(folder).expect("VOCATION_BERT_MODEL names a model");
    let model = StaticModel::builtin();
    for (length, texts) in [("lines", lines()), ("paragraphs", paragraphs())] {
        let mut group = criterion.benchmark_group(format!("beside/{length}"));
        group.throughput(Throughput::Elements(texts.len() as u64)).sample_size(10);
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        group.bench_function("static", |bencher| {
            bencher.iter(|| texts.iter().for_each(|text| drop(black_box(model.vector(text)))));
        });
        group.bench_function("transformer", |bencher| {
            bencher.iter(|| black_box(transformer.embed(&texts).expect("the model runs")));
        });
        group.finish();
    }
}

/// The bodies of the demonstration postings, in words.
#[cfg(feature = "bert")]
fn bodies() -> Vec<Vec<String>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo/postings");
    let mut paths: Vec<_> =
        folder.read_dir().expect("it is shipped").map(|one| one.expect("it is read").path()).collect();
    paths.sort();
    let texts = paths.iter().map(|path| std::fs::read_to_string(path).expect("it is read"));
    texts.map(|text| text.split_whitespace().skip(10).map(str::to_owned).collect()).collect()
}

/// 64 lines of eight words.
#[cfg(feature = "bert")]
fn lines() -> Vec<String> {
    bodies().iter().flat_map(|words| words.chunks_exact(8)).take(64).map(|words| words.join(" ")).collect()
}

/// 16 paragraphs of 110 words: about 160 word pieces, none more than 256.
#[cfg(feature = "bert")]
fn paragraphs() -> Vec<String> {
    bodies().iter().flat_map(|words| words.chunks_exact(110)).take(16).map(|words| words.join(" ")).collect()
}

#[cfg(feature = "bert")]
criterion_group!(benches, embed, beside_transformer);
#[cfg(not(feature = "bert"))]
criterion_group!(benches, embed);
criterion_main!(benches);
