//! The whole: the best ten postings for a résumé, reasons included, among growing numbers of postings.

use std::hint::black_box;
use std::path::Path;

use criterion::BenchmarkId;
use criterion::Criterion;
use criterion::criterion_group;
use criterion::criterion_main;
use vocation::Document;
use vocation::Engine;
use vocation::documents;
use vocation::documents::Side;

fn demonstration(folder: &str, side: Side) -> Vec<Document> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo").join(folder);
    let found = documents::read_path(path, Some(side)).expect("the demonstration documents");
    found.filter_map(Result::ok).map(|found| found.document).collect()
}

fn recommend(criterion: &mut Criterion) {
    let postings = demonstration("postings", Side::Posting);
    let Some(Document::Resume(person)) = demonstration("resumes", Side::Resume).into_iter().next() else {
        return;
    };
    let mut group = criterion.benchmark_group("recommend");
    for size in [46, 460, 4_600] {
        let engine = Engine::in_memory();
        let many: Vec<Document> = (0..size)
            .map(|number| {
                let mut document = postings[number % postings.len()].clone();
                if let Document::Posting(posting) = &mut document {
                    posting.id = format!("{}-{number}", posting.id);
                    posting.company = Some(format!("Company {number}"));
                }
                document
            })
            .collect();
        engine.add_all(&many).expect("the model runs");
        engine.commit().expect("memory");
        group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
            bencher.iter(|| black_box(engine.postings_for(&person).best(10).expect("the model runs")));
        });
    }
    group.finish();
}

criterion_group!(benches, recommend);
criterion_main!(benches);
