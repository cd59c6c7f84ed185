//! One model's catalog is refused by another, and embedded anew with it.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use vocation::Engine;
use vocation::catalog::Catalog;
use vocation::catalog::Identity;
use vocation::catalog::Source;
use vocation::documents::Side;
use vocation::embedding::Embedder;
use vocation::embedding::Vector;
use vocation::engine::Options;
use vocation::profile::Profile;
use vocation::ranking::Match;

use crate::bad_input::vocation;
use crate::samples;

/// A model that counts letters, and knows nothing of texts with a digit.
#[derive(Debug)]
struct Letters;

impl Embedder for Letters {
    fn fingerprint(&self) -> &str {
        "letters-26"
    }

    fn dimension(&self) -> usize {
        26
    }

    fn embed(&self, texts: &[&str]) -> vocation::Result<Vec<Option<Vector>>> {
        Ok(texts.iter().map(|text| counted(text)).collect())
    }
}

fn counted(text: &str) -> Option<Vector> {
    let mut counts = [0.0; 26];
    for letter in text.bytes().filter(u8::is_ascii_alphabetic) {
        counts[usize::from(letter.to_ascii_lowercase() - b'a')] += 1.0;
    }
    if text.contains(|letter: char| letter.is_ascii_digit()) { None } else { Vector::new(&counts) }
}

fn letters() -> Options {
    Options { embedder: Arc::new(Letters), ..Options::default() }
}

fn fill(engine: &Engine) {
    engine.add(samples::rust_posting()).unwrap();
    engine.add(samples::nurse_posting()).unwrap();
    engine.add(samples::ada()).unwrap();
    engine.commit().unwrap();
}

fn answers(engine: &Engine) -> (Vec<Match>, Vec<Match>) {
    let postings = engine.postings_for(&samples::ada()).best(10).unwrap();
    (postings, engine.resumes_for(&samples::rust_posting()).best(10).unwrap())
}

fn same(one: &Engine, other: &Engine) {
    for side in [Side::Posting, Side::Resume] {
        let entries = |engine: &Engine| -> Vec<_> {
            let mut all: Vec<_> = engine.snapshot().entries(side).map(Result::unwrap).collect();
            all.sort_by(|a, b| a.profile.id.cmp(&b.profile.id));
            all
        };
        assert_eq!(entries(one), entries(other));
    }
    assert_eq!(answers(one), answers(other));
}

fn bytes(folder: &Path) -> Vec<u8> {
    fs::read(folder.join("catalog.json")).unwrap()
}

#[test]
fn a_catalog_embedded_anew_is_as_if_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fill(&Engine::open(folder).unwrap());
    let refused = Engine::open_with(folder, letters()).unwrap_err().to_string();
    assert!(refused.contains("another model") && refused.contains("vocation reindex --catalog"), "{refused}");

    assert_eq!(Engine::reindex(folder, letters()).unwrap(), 3);
    assert!(Engine::open(folder).unwrap_err().to_string().contains("letters-26"));
    let (anew, fresh) = (Engine::open_with(folder, letters()).unwrap(), Engine::with(letters()));
    fill(&fresh);
    same(&anew, &fresh);

    // What is added or removed since keeps its text, and what had no vector with one model has one with the other.
    for engine in [&anew, &fresh] {
        assert!(engine.remove("nurse").unwrap());
        engine.add(samples::backend_posting()).unwrap();
        engine.add(vocation::Posting::parse("shift", "# Welder 2\n\nWeld 5 frames a day.\n")).unwrap();
        engine.commit().unwrap();
    }
    same(&anew, &fresh);
    assert_eq!(Engine::reindex(folder, Options::default()).unwrap(), 4);
    let back = Engine::in_memory();
    for posting in [samples::rust_posting(), samples::backend_posting()] {
        back.add(posting).unwrap();
    }
    back.add(vocation::Posting::parse("shift", "# Welder 2\n\nWeld 5 frames a day.\n")).unwrap();
    back.add(samples::ada()).unwrap();
    back.commit().unwrap();
    let reopened = Engine::open(folder).unwrap();
    assert_eq!(answers(&reopened), answers(&back));
    for id in ["rust", "backend", "shift"] {
        assert_eq!(
            reopened.snapshot().get(Side::Posting, id).unwrap(),
            back.snapshot().get(Side::Posting, id).unwrap()
        );
    }
}

#[test]
fn a_catalog_that_cannot_be_made_anew_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fill(&Engine::open(folder).unwrap());
    let snapshot = Engine::open(folder).unwrap().snapshot();
    let mut entry = snapshot.get(Side::Posting, "nurse").unwrap().unwrap().as_ref().clone();
    entry.profile.id = "another".to_owned();
    let mut catalog = Catalog::open_existing(folder, Catalog::describe(folder).unwrap().identity).unwrap();
    catalog.add(&entry, None, None).unwrap();
    catalog.commit().unwrap();
    let (before, problem) = (bytes(folder), Engine::reindex(folder, letters()).unwrap_err().to_string());
    assert!(problem.contains("1 of 4 documents are not kept") && problem.contains("`vocation add`"), "{problem}");
    assert_eq!(bytes(folder), before);
    let none = folder.join("none");
    assert!(Engine::reindex(&none, letters()).unwrap_err().to_string().contains("there is none"));
    assert!(!none.exists());
}

#[test]
fn another_understanding_is_refused_and_reindex_brings_this_one() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let engine = Engine::open(folder).unwrap();
    fill(&engine);
    made_with(folder, |identity| identity.understanding = "0-old".to_owned());
    let refused = Engine::open(folder).unwrap_err().to_string();
    assert!(refused.contains("another understanding") && refused.contains("vocation reindex --catalog"), "{refused}");
    assert_eq!(Engine::reindex(folder, Options::default()).unwrap(), 3);
    let fresh = Engine::in_memory();
    fill(&fresh);
    same(&Engine::open(folder).unwrap(), &fresh);
}

#[test]
fn identity_is_not_kept_and_removed_documents_are_gone() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::open(folder.path()).unwrap();
    fill(&engine);
    let snapshot = || format!("{:?}", sources(&engine));
    let holds = |word: &str| snapshot().contains(word);
    assert!(holds("Medication administration and wound care"));
    assert!(!holds("ada.brandt@") && !holds("Brandt"), "identity is not kept");
    assert!(engine.remove("nurse").unwrap());
    engine.commit().unwrap();
    assert!(!holds("Medication administration and wound care"));
}

/// Lets a catalog say that it was made with something else; its entries stay.
pub(crate) fn made_with(folder: &Path, change: impl Fn(&mut Identity)) {
    let mut identity = Catalog::describe(folder).unwrap().identity;
    let snapshot = Catalog::open(folder, identity.clone()).unwrap().snapshot();
    change(&mut identity);
    let as_it_is = |profile: Profile, _: &Source| {
        let entry = snapshot.get(profile.side, &profile.id)?.unwrap();
        Ok((entry.as_ref().clone(), None))
    };
    Catalog::reindex(folder, &identity, as_it_is).unwrap();
}

fn sources(engine: &Engine) -> Vec<Source> {
    let snapshot = engine.snapshot();
    let of = |side| snapshot.rows(side).map(|row| snapshot.source(side, row).unwrap().unwrap()).collect::<Vec<_>>();
    [of(Side::Posting), of(Side::Resume)].concat()
}

#[test]
fn the_command_line_takes_a_model_by_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/static.bin").to_str().unwrap().to_owned();
    let postings = samples::demonstration("postings").to_str().unwrap().to_owned();
    let run = |arguments: &[&str]| {
        let output = vocation(arguments);
        (
            output.status.code().unwrap(),
            String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap(),
        )
    };
    let add = ["add", &postings, "--catalog", &at("catalog")];
    assert_eq!(run(&[&add[..], &["--model", &shipped]].concat()).0, 0);
    assert_eq!(run(&add).0, 0);
    fs::write(at("lines.txt"), "welder\nnurse\n").unwrap();
    let embed = ["embed", "--input", &at("lines.txt"), "--output"];
    assert_eq!(run(&[&embed[..], &[&at("one.npy"), "--model", &shipped]].concat()).0, 0);
    assert_eq!(run(&[&embed[..], &[&at("two.npy")]].concat()).0, 0);
    assert_eq!(fs::read(at("one.npy")).unwrap(), fs::read(at("two.npy")).unwrap());
    for (model, said) in [(at("none"), "none"), (at("lines.txt"), "no static model"), (at("catalog"), "")] {
        let (code, words) = run(&[&add[..], &["--model", &model]].concat());
        assert!(code != 0 && words.contains(said) && words.contains("; "), "{words}");
    }

    made_with(Path::new(&at("catalog")), |identity| identity.embedder = "abacus-1".to_owned());
    let (code, words) = run(&add);
    assert!(code == 1 && words.contains("abacus-1") && words.contains("`vocation reindex --catalog "), "{words}");
    let (code, words) = run(&["reindex", "--catalog", &at("catalog"), "--model", &shipped]);
    let count = fs::read_dir(&postings).unwrap().count();
    assert!(code == 0 && words.contains(&format!("embedded anew: {count}; ")), "{words}");
    assert_eq!(run(&add).0, 0);
    assert_eq!(run(&["reindex", "--catalog", &at("none")]).0, 1);
}
