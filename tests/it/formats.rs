//! Catalogs of every format that there was, in `tests/it/catalogs/`: each opens, answers, and becomes one of today's with
//! the next commit.
//!
//! `format-1` was written by the program of 21 November 2026 (`vocation add`), `format-2` by that of 28 November 2026, each of
//! documents that were written for it.

use std::fs;
use std::path::Path;

use vocation::Engine;
use vocation::catalog::Catalog;
use vocation::catalog::Snapshot;
use vocation::catalog::Source;
use vocation::documents::Side;
use vocation::engine::Options;
use vocation::pay::Rates;
use vocation::ranking;
use vocation::ranking::By;
use vocation::ranking::Question;
use vocation::ranking::Weights;
use vocation::ranking::Wishes;
use vocation::skills::Taxonomy;

/// A copy of an old catalog, which may be written to.
fn copied(name: &str, to: &Path) {
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/catalogs").join(name), to);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for one in fs::read_dir(from).unwrap() {
        let (from, to) = (one.as_ref().unwrap().path(), to.join(one.unwrap().file_name()));
        if from.is_dir() { copy(&from, &to) } else { assert!(fs::copy(from, to).is_ok()) }
    }
}

/// The postings of the old catalog for its one person, best first.
fn best_for_ada(snapshot: &Snapshot) -> Vec<(String, f64)> {
    let ada = snapshot.get(Side::Resume, "ada").unwrap().unwrap();
    let question = Question {
        asking: &ada,
        vector: None,
        wishes: Wishes::default(),
        weights: Weights::default(),
        top: 10,
        keep_copies: false,
        by: By::Score,
        diversity: 0.0,
        per_company: None,
    };
    let found = ranking::rank(&question, snapshot, &Taxonomy::builtin(), Rates::builtin()).unwrap();
    found.iter().map(|one| (one.id.clone(), one.score())).collect()
}

#[test]
fn format_1_opens_ranks_and_is_upgraded_by_the_next_commit() {
    let place = tempfile::tempdir().unwrap();
    copied("format-1", place.path());
    let about = Catalog::describe(place.path()).unwrap();
    assert_eq!((about.format, about.postings, about.resumes), (1, Some(2), Some(1)));
    let mut catalog = Catalog::open(place.path(), about.identity.clone()).unwrap();
    let old = catalog.snapshot();
    assert_eq!(old.verify().unwrap(), 3);
    let best = best_for_ada(&old);
    assert_eq!(best.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["rust", "nurse"]);
    assert!(best[0].1 > best[1].1 + 0.2, "{best:?}");

    let mut another = (*old.get(Side::Posting, "nurse").unwrap().unwrap()).clone();
    another.profile.id = "another".to_owned();
    catalog.add(&another, None, None).unwrap();
    assert_eq!(catalog.commit().unwrap().new, 1);
    let about = Catalog::describe(place.path()).unwrap();
    assert_eq!((about.format, about.postings, about.resumes), (3, Some(3), Some(1)));
    assert!(!place.path().join("generation-2").exists(), "the old files are still there");

    let new = Catalog::open(place.path(), about.identity).unwrap().snapshot();
    assert_eq!(new.verify().unwrap(), 4);
    assert_eq!(best_for_ada(&new)[0], best[0]);
    for (side, id) in [(Side::Posting, "rust"), (Side::Posting, "nurse"), (Side::Resume, "ada")] {
        assert_eq!(new.get(side, id).unwrap(), old.get(side, id).unwrap());
    }
    for row in new.rows(Side::Resume) {
        let source = new.source(Side::Resume, row).unwrap();
        let Some(Source::Embedded(embedded)) = source else { panic!("{source:?}") };
        assert!(embedded.passages.iter().any(|passage| passage.text.contains("PostgreSQL")), "{embedded:?}");
    }
}

#[test]
fn format_2_opens_ranks_and_is_upgraded_as_it_is_written_again() {
    let place = tempfile::tempdir().unwrap();
    copied("format-2", place.path());
    let about = Catalog::describe(place.path()).unwrap();
    assert_eq!((about.format, about.postings, about.resumes), (2, Some(2), Some(1)));
    let mut catalog = Catalog::open(place.path(), about.identity.clone()).unwrap();
    let old = catalog.snapshot();
    assert_eq!(old.verify().unwrap(), 3);
    let best = best_for_ada(&old);
    assert_eq!(best.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["rust", "nurse"]);

    let mut another = (*old.get(Side::Posting, "nurse").unwrap().unwrap()).clone();
    another.profile.id = "another".to_owned();
    catalog.add(&another, None, None).unwrap();
    assert_eq!(catalog.commit().unwrap().new, 1);
    catalog.compact().unwrap();
    let about = Catalog::describe(place.path()).unwrap();
    assert_eq!((about.format, about.postings, about.resumes), (3, Some(3), Some(1)));
    for file in fs::read_dir(place.path()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        let names = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
        assert!(!names(b"entry-ends"), "a segment of format 2 is still there");
    }

    let new = Catalog::open(place.path(), about.identity).unwrap().snapshot();
    assert_eq!(new.verify().unwrap(), 4);
    assert_eq!(best_for_ada(&new)[0], best[0]);
    for (side, id) in [(Side::Posting, "rust"), (Side::Posting, "nurse"), (Side::Resume, "ada")] {
        assert_eq!(new.get(side, id).unwrap(), old.get(side, id).unwrap());
    }
    let ada = new.rows(Side::Resume).next().unwrap();
    assert!(matches!(new.source(Side::Resume, ada).unwrap(), Some(Source::Document(_))));
}

#[test]
fn format_1_says_that_documents_were_not_kept_when_they_are_asked_for() {
    let place = tempfile::tempdir().unwrap();
    copied("format-1", place.path());
    let problem = Engine::open(place.path()).unwrap_err().to_string();
    assert!(problem.contains("another understanding") && problem.contains("vocation reindex"), "{problem}");
    let problem = Engine::reindex(place.path(), Options::default()).unwrap_err().to_string();
    assert!(problem.contains("3 of 3 documents are not kept") && problem.contains("vocation add"), "{problem}");
    assert_eq!(Catalog::describe(place.path()).unwrap().format, 1);
}

#[test]
fn format_1_with_a_changed_file_is_refused() {
    let place = tempfile::tempdir().unwrap();
    copied("format-1", place.path());
    let identity = Catalog::describe(place.path()).unwrap().identity;
    for name in ["postings.entries", "postings.vectors", "postings.sources", "resumes.entries", "resumes.vectors"] {
        let path = place.path().join("generation-2").join(name);
        let intact = fs::read(&path).unwrap();
        let mut bytes = intact.clone();
        bytes[intact.len() / 2] ^= 4;
        for changed in [&bytes[..], &intact[..intact.len() - 1]] {
            fs::write(&path, changed).unwrap();
            let problem = Catalog::open(place.path(), identity.clone()).unwrap_err().to_string();
            assert!(problem.contains(name) && problem.contains("damaged"), "{problem}");
        }
        fs::write(&path, &intact).unwrap();
    }
    assert!(Catalog::open(place.path(), identity).is_ok());
}

#[test]
fn a_format_of_a_later_day_is_refused_in_a_sentence() {
    let place = tempfile::tempdir().unwrap();
    copied("format-1", place.path());
    let manifest = place.path().join("catalog.json");
    let text = r#"{"format": 99, "oldest_reader": 98, "rooms": [{"doors": 3}]}"#;
    fs::write(&manifest, text).unwrap();
    let problem = Engine::open(place.path()).unwrap_err().to_string();
    assert!(problem.contains("format 98") && problem.ends_with("use a newer vocation"), "{problem}");
    assert!(Catalog::describe(place.path()).unwrap_err().to_string().contains("use a newer vocation"));
    assert_eq!(fs::read_to_string(&manifest).unwrap(), text, "it is left as it is");
}
