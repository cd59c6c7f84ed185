//! The transformer against vectors of another program. `VOCATION_BERT_MODEL` names the folder of all-MiniLM-L6-v2; without
//! it these tests fail, for a model that was not tried is not known to work.

use std::path::PathBuf;
use std::sync::Arc;

use vocation::embedding;
use vocation::embedding::Embedder;
use vocation::embedding::Vector;

/// A text with the vector that a second program computed in double precision from the same weights: the layers in NumPy,
/// the word pieces by the `tokenizers` package, cut at 256.
#[derive(serde::Deserialize)]
struct Reference {
    text: String,
    vector: Vec<f32>,
}

fn references() -> Vec<Reference> {
    serde_json::from_str(include_str!("bert_reference.json")).unwrap()
}

fn folder() -> PathBuf {
    let named = std::env::var_os("VOCATION_BERT_MODEL");
    PathBuf::from(named.expect("VOCATION_BERT_MODEL must name the folder of all-MiniLM-L6-v2; see .ci/bert"))
}

fn model() -> Arc<dyn Embedder> {
    embedding::open(folder()).unwrap()
}

fn rows(model: &dyn Embedder, texts: &[&str]) -> Vec<Vector> {
    model.embed(texts).unwrap().into_iter().map(Option::unwrap).collect()
}

#[test]
fn vectors_equal_the_reference() {
    let (model, references) = (model(), references());
    assert_eq!((references.len(), model.dimension()), (20, 384));
    let texts: Vec<&str> = references.iter().map(|one| one.text.as_str()).collect();
    let mut least = 1.0_f64;
    for (reference, vector) in references.iter().zip(rows(&*model, &texts)) {
        let cosine: f64 =
            vector.values().iter().zip(&reference.vector).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum();
        assert!(cosine >= 0.9999, "{cosine}: {}", reference.text);
        least = least.min(cosine);
    }
    println!("least cosine with the reference: {least:.7}");
}

#[test]
fn neither_company_nor_threads_change_a_vector() {
    let (model, references) = (model(), references());
    let texts: Vec<&str> = references.iter().map(|one| one.text.as_str()).collect();
    let together = rows(&*model, &texts);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..3).map(|_| scope.spawn(|| rows(&*model, &texts))).collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), together);
        }
    });
    for (text, vector) in texts.iter().zip(&together) {
        assert!(rows(&*model, &[text])[0].dot(vector) > 0.999_999, "{text}");
    }
}

#[test]
fn what_is_empty_has_no_vector_and_order_is_kept() {
    let model = model();
    let vectors = model.embed(&["nurse", "", " \n\t", "night baker in a small town", "nurse"]).unwrap();
    assert_eq!(vectors.iter().map(Option::is_some).collect::<Vec<_>>(), [true, false, false, true, true]);
    assert!(vectors[0].as_ref().unwrap().dot(vectors[4].as_ref().unwrap()) > 0.999_999);
    assert!(vectors[0].as_ref().unwrap().dot(vectors[3].as_ref().unwrap()) < 0.9);
    assert_eq!(model.embed(&[]).unwrap(), []);
}

#[test]
fn a_text_counts_up_to_256_tokens() {
    let model = model();
    let long = "bread ".repeat(254);
    let longer = format!("{long}and a very different end about nuclear physics");
    assert_eq!(rows(&*model, &[&long]), rows(&*model, &[&longer]));
    let shorter = "bread ".repeat(253);
    assert_ne!(rows(&*model, &[&shorter]), rows(&*model, &[&format!("{shorter}physics")]));
    rows(&*model, &["\u{1f9d1} ".repeat(1_000_000).as_str()]);
}
