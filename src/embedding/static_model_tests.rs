use super::super::format::assemble;
use super::*;

fn tiny() -> Vec<u8> {
    assemble(2, &[&[127, 0], &[0, 127], &[-127, 0]], &[0.5, 1.0, 0.5], &["rust", "nurse", "##y", "name"])
}

fn values(model: &StaticModel, text: &str) -> Option<Vec<f32>> {
    model.vector(text).map(|vector| vector.values().to_vec())
}

#[test]
fn a_vector_is_the_direction_of_the_sum_of_rows() {
    let model = StaticModel::from_bytes(&tiny()).unwrap();
    assert_eq!(values(&model, "Rust"), Some(vec![1.0, 0.0]));
    let expected = Vector::new(&[2.0, 1.0]).unwrap();
    let found = model.vector("rust nurse, rust rust rust!").unwrap();
    assert!(found.values().iter().zip(expected.values()).all(|(ours, theirs)| (ours - theirs).abs() < 1e-6));
    assert_eq!(model.dimension(), 2);
}

#[test]
fn what_says_nothing_has_no_vector() {
    let model = StaticModel::from_bytes(&tiny()).unwrap();
    for text in ["", " \n", "name", &"x".repeat(200)] {
        assert_eq!(model.vector(text), None, "{text:?}");
    }
}

/// Words that cannot be spelled: near what shares their letters, and said to be unknown.
#[test]
fn other_scripts_count_by_their_letters() {
    let model = StaticModel::builtin();
    let vector = |text: &str| model.vector(text).unwrap();
    let developer = vector("программист на языке Раст");
    assert!(developer.dot(&vector("программист")) > 0.5);
    assert!(developer.dot(&vector("медсестра")).abs() < 0.4);
    assert!(vector("軟體工程師").dot(&vector("資深軟體工程師")) > 0.6);
    assert!(!model.knows("программист") && !model.knows("軟體工程師"));
    assert!(model.knows("Rust-Entwickler für Köln") && model.knows("développeur") && model.knows(""));
}

#[test]
fn a_phrase_adds_to_its_words() {
    let tokens = ["head", "nurse", "head nurse", "x"];
    let bytes = assemble(2, &[&[127, 0], &[127, 0], &[0, 127]], &[1.0, 1.0, 2.0], &tokens);
    let model = StaticModel::from_bytes(&bytes).unwrap();
    assert_eq!(values(&model, "nurse head"), Some(vec![1.0, 0.0]));
    assert_eq!(model.vector("Head Nurse"), Vector::new(&[1.0, 1.0]));
    assert_eq!(values(&model, "head x nurse"), Some(vec![1.0, 0.0]), "not neighbors");
    let lacking = assemble(2, &[&[127, 0], &[0, 127]], &[1.0, 2.0], &["head", "head nurse"]);
    assert!(StaticModel::from_bytes(&lacking).is_err(), "a phrase of a word that is not there");
}

#[test]
fn texts_keep_their_order() {
    let model = StaticModel::from_bytes(&tiny()).unwrap();
    let texts: Vec<&str> = ["rust", "nurse", "?"].into_iter().cycle().take(1000).collect();
    let vectors = model.embed(&texts).unwrap();
    assert_eq!(vectors.len(), 1000);
    assert!(texts.iter().zip(&vectors).all(|(text, vector)| *vector == model.vector(text)));
}

#[test]
fn broken_files_are_errors() {
    let whole = tiny();
    for end in 0..whole.len() {
        assert!(StaticModel::from_bytes(&whole[..end]).is_err(), "cut at {end}");
    }
    for at in 0..whole.len() {
        let mut flipped = whole.clone();
        flipped[at] ^= 0x10;
        let problem = StaticModel::from_bytes(&flipped).unwrap_err().to_string();
        assert!(problem.starts_with("the embedding model: "), "{problem}");
    }
}

/// Every value of every byte of the sizes in the header.
const HEADER_CHANGES: usize = 16 * 256;

/// Nonsense under a checksum that fits.
#[test]
fn nonsense_with_a_right_checksum_is_an_error() {
    let rows: [&[i8]; 2] = [&[1, 2], &[3, 4]];
    let bad = [
        assemble(3, &rows, &[1.0, 1.0], &["a", "b"]),
        assemble(u32::MAX, &rows, &[1.0, 1.0], &["a", "b"]),
        assemble(0, &rows, &[1.0, 1.0], &["a", "b"]),
        assemble(2, &[], &[], &["a"]),
        assemble(2, &rows, &[1.0, 1.0], &["a"]),
        assemble(2, &rows, &[f32::NAN, 1.0], &["a", "b"]),
        assemble(2, &rows, &[1.0], &["a", "b"]),
        assemble(2, &rows, &[1.0, 1.0], &["a", "a"]),
        assemble(2, &rows, &[1.0, 1.0], &["a", ""]),
        assemble(2, &rows, &[1.0, 1.0], &["a", &"b".repeat(200)]),
        assemble(2, &rows, &[1.0, 1.0], &["a", "b\nc"]).split_off(1),
    ];
    for (index, bytes) in bad.iter().enumerate() {
        assert!(matches!(StaticModel::from_bytes(bytes), Err(Error::BrokenData { .. })), "{index}");
    }
    for seed in 0..HEADER_CHANGES {
        let mut bytes = tiny();
        let end = bytes.len() - 32;
        bytes[8 + seed % 16] = (seed / 16) as u8;
        let checksum = blake3::hash(&bytes[..end]);
        bytes[end..].copy_from_slice(checksum.as_bytes());
        let _ = StaticModel::from_bytes(&bytes).map(|model| model.vector("rust nurse"));
    }
}

#[derive(serde::Deserialize)]
struct Reference {
    text: String,
    vector: Vec<f32>,
}

/// Vectors that another program computed from the same file.
#[test]
fn the_builtin_model_gives_the_reference_vectors() {
    let references: Vec<Reference> = serde_json::from_str(include_str!("../../models/reference.json")).unwrap();
    assert!(references.len() >= 8);
    for reference in references {
        let vector = StaticModel::builtin().vector(&reference.text).unwrap();
        assert_eq!(vector.values().len(), reference.vector.len());
        for (ours, theirs) in vector.values().iter().zip(&reference.vector) {
            assert!((ours - theirs).abs() < 1e-5, "{}: {ours} {theirs}", reference.text);
        }
    }
}

#[test]
fn the_model_card_names_the_weights() {
    let card = include_str!("../../models/README.md");
    assert!(card.contains(StaticModel::builtin().fingerprint()), "{}", StaticModel::builtin().fingerprint());
}

#[test]
fn meaning_is_near_where_words_differ() {
    let model = StaticModel::builtin();
    let near = |left: &str, right: &str| model.vector(left).unwrap().dot(&model.vector(right).unwrap());
    for (title, kin, stranger) in [
        ("registered nurse", "staff nurse in intensive care", "backend developer"),
        ("backend developer", "software engineer", "pastry chef"),
        ("pastry chef", "baker", "flight attendant"),
        ("accountant", "bookkeeping and financial reporting", "welding of steel frames"),
        ("deploy containers", "Kubernetes and Docker", "teach children to read"),
    ] {
        assert!(near(title, kin) > near(title, stranger) + 0.1, "{title}");
    }
}

#[test]
fn a_name_and_a_date_are_silent() {
    for text in ["Frederick", "Johanna", "James", "Wilson", "1967"] {
        assert_eq!(StaticModel::builtin().vector(text), None, "{text}");
    }
}

#[test]
fn long_texts_are_cut_at_the_stated_length() {
    let model = StaticModel::builtin();
    let long = "nurse ".repeat(MAX_TOKENS);
    assert_eq!(model.vector(&long), model.vector(&(long.clone() + &"welder ".repeat(100_000))));
}
