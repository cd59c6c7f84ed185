//! The catalog: kept, reopened, damaged.

use vocation::Engine;
use vocation::catalog::Catalog;
use vocation::catalog::Changes;
use vocation::documents::Posting;
use vocation::documents::Resume;
use vocation::documents::Side;

use crate::samples;

#[test]
fn a_catalog_answers_as_the_documents_do() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("catalog");
    let memory = Engine::in_memory();
    let disk = Engine::open(&place).unwrap();
    for engine in [&memory, &disk] {
        engine.add(samples::rust_posting()).unwrap();
        engine.add(samples::nurse_posting()).unwrap();
        engine.commit().unwrap();
        engine.add(samples::backend_posting()).unwrap();
        engine.commit().unwrap();
    }
    let reopened = Engine::open(&place).unwrap();
    let ask = |engine: &Engine| engine.postings_for(&samples::ada()).best(10).unwrap();
    assert_eq!(ask(&memory), ask(&disk));
    assert_eq!(ask(&disk), ask(&reopened));
}

#[test]
fn nothing_is_visible_before_commit_and_removed_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::open(folder.path()).unwrap();
    engine.add(samples::rust_posting()).unwrap();
    assert!(engine.postings_for(&samples::ada()).best(10).unwrap().is_empty());
    engine.commit().unwrap();
    assert!(engine.remove("rust").unwrap());
    assert!(!engine.remove("rust").unwrap());
    assert!(!engine.remove("nobody").unwrap());
    assert_eq!(engine.postings_for(&samples::ada()).best(10).unwrap().len(), 1);
    engine.commit().unwrap();
    assert!(engine.postings_for(&samples::ada()).best(10).unwrap().is_empty());
    assert_eq!(Catalog::describe(folder.path()).unwrap().waiting, 1);
    engine.compact().unwrap();
    assert_eq!(Catalog::describe(folder.path()).unwrap().waiting, 0);
    for bytes in all_files(folder.path()) {
        let found = bytes.windows(9).any(|window| window == b"Fjordwerk");
        assert!(!found, "a removed document is still in a file");
    }
    assert!(Engine::open(folder.path()).unwrap().snapshot().is_empty());
}

#[test]
fn a_posting_and_a_resume_of_one_id_are_two_documents() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::open(folder.path()).unwrap();
    let sizes = || [Side::Posting, Side::Resume].map(|side| engine.snapshot().len(side));
    engine.add(Posting::parse("same", "# Baker\n\nYou will bake bread.\n")).unwrap();
    engine.add(Resume::parse("same", samples::ADA)).unwrap();
    engine.commit().unwrap();
    assert_eq!(sizes(), [1, 1]);
    engine.add(Posting::parse("same", "# Night Baker\n\nYou will bake bread.\n")).unwrap();
    engine.commit().unwrap();
    assert_eq!(sizes(), [1, 1]);
    let snapshot = engine.snapshot();
    assert_eq!(snapshot.get(Side::Posting, "same").unwrap().unwrap().profile.title, "Night Baker");
    assert_eq!(snapshot.get(Side::Resume, "same").unwrap().unwrap().profile.side, Side::Resume);
    assert!(engine.remove("same").unwrap());
    engine.commit().unwrap();
    assert_eq!(sizes(), [0, 0]);
}

#[test]
fn a_commit_says_what_it_changed_in_what_others_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (Engine::open(folder.path()).unwrap(), Engine::open(folder.path()).unwrap());
    one.add(samples::rust_posting()).unwrap();
    one.add(samples::nurse_posting()).unwrap();
    let (new, replaced, removed) = (2, 0, 0);
    assert_eq!(one.commit().unwrap(), Changes { new, replaced, removed });
    two.add(samples::rust_posting()).unwrap();
    two.add(samples::backend_posting()).unwrap();
    assert!(!two.remove("nurse").unwrap(), "what another writer added since is not known yet");
    let (new, replaced, removed) = (1, 1, 1);
    assert_eq!(two.commit().unwrap(), Changes { new, replaced, removed });
    assert_eq!(one.snapshot().len(Side::Posting), 2);
    assert!(one.snapshot().get(Side::Posting, "nurse").unwrap().is_some());
    assert_eq!(one.commit().unwrap(), Changes::default());
    assert!(one.snapshot().get(Side::Posting, "nurse").unwrap().is_none(), "a commit refreshes what is seen");
    assert!(one.snapshot().get(Side::Posting, "backend").unwrap().is_some());
    assert!(!one.remove("nobody").unwrap());
    assert_eq!(one.commit().unwrap(), Changes::default());
    let manifest = std::fs::read_to_string(folder.path().join("catalog.json")).unwrap();
    assert!(manifest.contains("\"generation\":2,"), "what changes nothing writes nothing: {manifest}");
}

#[test]
fn what_a_killed_writer_left_is_swept_by_the_next_commit() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::open(folder.path()).unwrap();
    engine.add(samples::rust_posting()).unwrap();
    engine.commit().unwrap();
    let manifest = std::fs::read(folder.path().join("catalog.json")).unwrap();
    let left = ["catalog.json.next", "postings-000777.segment", "resumes-000778.removed"];
    for name in left {
        std::fs::write(folder.path().join(name), &manifest[..manifest.len() / 2]).unwrap();
    }
    let next = Engine::open(folder.path()).unwrap();
    assert_eq!(next.snapshot().len(Side::Posting), 1);
    next.add(samples::nurse_posting()).unwrap();
    next.commit().unwrap();
    assert!(left.iter().all(|name| !folder.path().join(name).exists()));
    let titles = |engine: &Engine| {
        let snapshot = engine.snapshot();
        snapshot.entries(Side::Posting).map(|entry| entry.unwrap().profile.title.clone()).collect::<Vec<_>>()
    };
    assert_eq!(titles(&Engine::open(folder.path()).unwrap()), titles(&next));
}

#[test]
fn a_writer_killed_on_its_way_into_a_new_folder_leaves_none() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("catalog.json.next"), "half").unwrap();
    std::fs::write(folder.path().join("writer.lock"), "").unwrap();
    let engine = Engine::open(folder.path()).unwrap();
    assert!(engine.snapshot().is_empty());
    engine.add(samples::rust_posting()).unwrap();
    engine.commit().unwrap();
    assert_eq!(Engine::open(folder.path()).unwrap().snapshot().len(Side::Posting), 1);
}

#[test]
fn a_catalog_without_its_manifest_is_not_taken_for_an_empty_one() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::open(folder.path()).unwrap();
    engine.add(samples::rust_posting()).unwrap();
    engine.commit().unwrap();
    std::fs::remove_file(folder.path().join("catalog.json")).unwrap();
    let problem = Engine::open(folder.path()).unwrap_err().to_string();
    assert!(problem.contains("catalog.json: damaged: it is gone, and postings-000001.segment"), "{problem}");
    engine.add(samples::nurse_posting()).unwrap();
    assert!(engine.commit().is_err());
    assert!(folder.path().join("postings-000001.segment").exists(), "what may be saved is swept away");
}

fn all_files(folder: &std::path::Path) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(all_files(&path));
        } else {
            found.push(std::fs::read(path).unwrap());
        }
    }
    found
}

#[test]
fn two_writers_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (Engine::open(folder.path()).unwrap(), Engine::open(folder.path()).unwrap());
    one.add(samples::rust_posting()).unwrap();
    two.add(samples::nurse_posting()).unwrap();
    one.commit().unwrap();
    two.commit().unwrap();
    let all = Engine::open(folder.path()).unwrap();
    assert_eq!(all.postings_for(&samples::ada()).best(10).unwrap().len(), 2);
}

#[test]
fn a_damaged_or_newer_catalog_is_refused_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::open(folder.path()).unwrap();
    engine.add(samples::rust_posting()).unwrap();
    engine.commit().unwrap();
    let header = folder.path().join("catalog.json");
    let text = std::fs::read_to_string(&header).unwrap();

    std::fs::write(&header, text.replace("\"oldest_reader\":3", "\"oldest_reader\":99")).unwrap();
    assert!(Engine::open(folder.path()).unwrap_err().to_string().contains("newer vocation"));
    std::fs::write(&header, &text[..text.len() / 2]).unwrap();
    assert!(Engine::open(folder.path()).unwrap_err().to_string().contains("damaged"));
    std::fs::write(&header, &text).unwrap();

    std::fs::write(&header, text.replace("\"entries\":1", "\"entries\":2")).unwrap();
    assert!(Engine::open(folder.path()).unwrap_err().to_string().contains("not what was written"));
    std::fs::write(&header, &text).unwrap();

    let segment = folder.path().join("postings-000001.segment");
    let mut bytes = std::fs::read(&segment).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&segment, &bytes).unwrap();
    let problem = Engine::open(folder.path()).and_then(|engine| engine.postings_for(&samples::ada()).best(10));
    assert!(problem.unwrap_err().to_string().contains("postings-000001.segment: damaged"));
    std::fs::write(&segment, &bytes[..bytes.len() - 1]).unwrap();
    assert!(Engine::open(folder.path()).unwrap_err().to_string().contains("postings-000001.segment: damaged"));
    std::fs::remove_file(&segment).unwrap();
    assert!(Engine::open(folder.path()).unwrap_err().to_string().contains("postings-000001.segment"));
}

#[test]
fn a_folder_of_something_else_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("thesis.txt"), "mine").unwrap();
    let problem = Engine::open(folder.path()).unwrap_err().to_string();
    assert!(problem.contains("thesis.txt"), "{problem}");
}

/// Says nothing where the tests run as someone who may list every folder.
#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_listed_is_not_called_a_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o311)).unwrap();
    if std::fs::read_dir(folder.path()).is_err() {
        let problem = Engine::open(folder.path()).unwrap_err().to_string();
        assert!(problem.to_lowercase().contains("permission") && !problem.contains("not a folder"), "{problem}");
    }
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
}
