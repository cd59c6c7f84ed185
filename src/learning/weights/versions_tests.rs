use super::*;

fn record(name: &str, skills: f64) -> Record {
    let learned_from = Learning { kind: "judgments".into(), fingerprint: "ab".into(), pairs: 3 };
    let weights = Weights::with(&[("skills".to_owned(), skills)]).unwrap();
    Record::new(name, BUILTIN, "2026-11-28".into(), "2026-11".into(), "a model", learned_from).of(&weights)
}

#[test]
fn a_version_gives_its_weights_to_the_last_bit() {
    let folder = tempfile::tempdir().unwrap();
    let versions = Versions::of(folder.path().join("weights"));
    let first = record("first", 0.123_456_789);
    let path = versions.add(&first).unwrap();
    assert_eq!(Record::read(&path).unwrap(), first);
    let (version, found) = versions.find("first").unwrap();
    let weights = found.weights().unwrap();
    let given = Weights::with(&[("skills".to_owned(), 0.123_456_789)]).unwrap();
    let bits = |weights: &Weights| weights.weights().iter().map(|weight| weight.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(&weights), bits(&given));
    assert_eq!(weights.version(), version);
    assert!(path.to_string_lossy().contains(weights.short_version()));
    assert!(versions.add(&record("first", 0.2)).unwrap_err().to_string().contains("already"));
    assert!(versions.add(&record(BUILTIN, 0.2)).unwrap_err().to_string().contains("cannot be called"));
}

#[test]
fn a_version_that_was_changed_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let versions = Versions::of(folder.path());
    let path = versions.add(&record("first", 0.3)).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("2026-11-28", "2026-11-29")).unwrap();
    assert!(Record::read(&path).unwrap_err().to_string().contains("it was changed"));
    assert_eq!(versions.all().unwrap().1.len(), 1);
    std::fs::write(&path, "{}").unwrap();
    assert!(Record::read(&path).unwrap_err().to_string().contains("missing field"));
}

#[test]
fn another_model_is_refused_in_a_sentence() {
    let record = record("first", 0.3);
    assert!(record.check_embedder("a model").is_ok());
    let error = record.check_embedder("another").unwrap_err().to_string();
    assert!(error.contains("were learned with the model a model, and the model here is another"), "{error}");
}

#[test]
fn what_is_in_use_goes_forward_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let versions = Versions::of(folder.path());
    assert!(versions.current().unwrap().is_none());
    assert!(versions.roll_back().unwrap_err().to_string().contains("no weights"));
    versions.add(&record("first", 0.3)).unwrap();
    versions.add(&record("second", 0.4)).unwrap();
    let name = || versions.current().unwrap().map(|(_, record)| record.name);
    versions.put_in_use("first").unwrap();
    let (second, _) = versions.find("second").unwrap();
    assert_eq!(versions.put_in_use(&second[..6]).unwrap(), second);
    assert_eq!(name().as_deref(), Some("second"));
    assert_eq!(versions.roll_back().unwrap(), "first");
    assert_eq!(name().as_deref(), Some("first"));
    assert_eq!(versions.roll_back().unwrap(), BUILTIN);
    assert_eq!(name(), None);
    assert!(versions.put_in_use("third").unwrap_err().to_string().contains("there are no weights \"third\""));
}

#[test]
fn readers_never_see_half_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let versions = Versions::of(folder.path());
    versions.add(&record("first", 0.3)).unwrap();
    versions.add(&record("second", 0.4)).unwrap();
    versions.put_in_use("first").unwrap();
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for time in 0..100 {
                versions.put_in_use(if time % 2 == 0 { "second" } else { "first" }).unwrap();
            }
        });
        while !writer.is_finished() {
            assert!(versions.current().unwrap().is_some());
        }
    });
}
