use std::collections::BTreeSet;
use std::fs;

use rust_bert::bert::BertConfig;
use rust_bert::bert::BertEmbeddings;
use rust_bert::bert::BertModel;
use serde_json::Value;
use serde_json::json;
use tch::Device;
use tch::Tensor;
use tch::nn::VarStore;
use tempfile::TempDir;

use super::*;

const WORDS: [&str; 9] = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "bread", "night", "##ly", "baker"];

fn write(folder: &TempDir, name: &str, value: &Value) {
    fs::write(folder.path().join(name), value.to_string()).unwrap();
}

fn config() -> Value {
    json!({
        "model_type": "bert", "hidden_act": "gelu", "hidden_size": 8, "intermediate_size": 12,
        "max_position_embeddings": 16, "num_attention_heads": 2, "num_hidden_layers": 2, "type_vocab_size": 2,
        "vocab_size": WORDS.len(), "layer_norm_eps": 1e-12,
    })
}

fn modules() -> Value {
    json!([
        {"path": "", "type": "sentence_transformers.models.Transformer"},
        {"path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
        {"path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
    ])
}

/// A whole model of nine words with weights of no sense, drawn anew each time.
fn tiny() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "modules.json", &modules());
    write(&folder, "config.json", &config());
    fs::create_dir(folder.path().join("1_Pooling")).unwrap();
    write(&folder, "1_Pooling/config.json", &json!({"pooling_mode_mean_tokens": true, "word_embedding_dimension": 8}));
    write(&folder, "sentence_bert_config.json", &json!({"max_seq_length": 6}));
    write(&folder, "tokenizer_config.json", &json!({"do_lower_case": true, "tokenizer_class": "BertTokenizer"}));
    fs::write(folder.path().join("vocab.txt"), WORDS.join("\n")).unwrap();
    let store = VarStore::new(Device::Cpu);
    let sizes = BertConfig {
        hidden_size: 8,
        intermediate_size: 12,
        max_position_embeddings: 16,
        num_attention_heads: 2,
        num_hidden_layers: 2,
        vocab_size: 9,
        initializer_range: 0.5,
        ..BertConfig::default()
    };
    let _network = BertModel::<BertEmbeddings>::new_with_optional_pooler(store.root(), &sizes, false);
    store.save(folder.path().join("model.safetensors")).unwrap();
    folder
}

fn problem(folder: &TempDir) -> String {
    Transformer::open(folder.path()).unwrap_err().to_string()
}

fn vector(folder: &TempDir, text: &str) -> Vector {
    Transformer::open(folder.path()).unwrap().embed(&[text]).unwrap().remove(0).unwrap()
}

#[test]
fn a_whole_folder_is_a_model() {
    let folder = tiny();
    let model = Transformer::open(folder.path()).unwrap();
    assert_eq!((model.dimension(), model.max_tokens()), (8, 6));
    let texts = ["Bread", "", "nightly baker bread nightly", "nightly baker bread baker", "bread"];
    let vectors = model.embed(&texts).unwrap();
    assert!(vectors[1].is_none() && vectors[0].as_ref().unwrap().dot(vectors[4].as_ref().unwrap()) > 0.999_999);
    // Four tokens beside those that begin and end a text: "night ##ly baker bread".
    assert_eq!(vectors[2], vectors[3]);
    assert_ne!(vectors[0], vectors[2]);
}

#[test]
fn what_is_missing_is_named() {
    for name in ["modules.json", "config.json", "1_Pooling/config.json", "model.safetensors"] {
        let folder = tiny();
        fs::remove_file(folder.path().join(name)).unwrap();
        let said = problem(&folder);
        assert!(said.contains(name) && said.contains("name the folder of a sentence transformer"), "{said}");
    }
    let folder = tiny();
    fs::remove_file(folder.path().join("vocab.txt")).unwrap();
    assert!(problem(&folder).contains("tokenizer.json"));
}

#[test]
fn what_is_not_known_is_refused() {
    let with = |name: &str, change: Value| {
        let folder = tiny();
        let path = folder.path().join(name);
        let mut value: Value = fs::read(&path).map_or(json!({}), |bytes| serde_json::from_slice(&bytes).unwrap());
        for (field, other) in change.as_object().unwrap() {
            value[field] = other.clone();
        }
        fs::write(path, value.to_string()).unwrap();
        problem(&folder)
    };
    for (name, change, said) in [
        ("config.json", json!({"model_type": "t5"}), "only \"bert\" is known"),
        ("config.json", json!({"hidden_act": "snake"}), "snake"),
        ("config.json", json!({"position_embedding_type": "relative_key"}), "only \"absolute\""),
        ("config.json", json!({"layer_norm_eps": 1e-5}), "layer_norm_eps is 0.00001"),
        ("config.json", json!({"hidden_size": 9}), "no multiple of its 2 attention heads"),
        ("config.json", json!({"hidden_size": 0}), "hidden_size is 0"),
        ("config.json", json!({"num_hidden_layers": 1_000_000}), "num_hidden_layers is 1000000"),
        ("config.json", json!({"vocab_size": 3_000_000}), "its weights have"),
        ("config.json", json!({"vocab_size": 7}), "is row"),
        ("config.json", json!({"intermediate_size": 16}), "by config.json"),
        ("config.json", json!({"num_hidden_layers": 3}), "it holds no encoder.layer.2"),
        ("1_Pooling/config.json", json!({"pooling_mode_max_tokens": true}), "only the mean or the first token"),
        ("1_Pooling/config.json", json!({"pooling_mode_mean_tokens": false}), "names no pooling"),
        ("1_Pooling/config.json", json!({"word_embedding_dimension": 4}), "vectors of 4 values"),
        ("sentence_bert_config.json", json!({"max_seq_length": 2}), "no room for a word"),
        ("tokenizer_config.json", json!({"tokenizer_class": "XLMRobertaTokenizer"}), "XLMRobertaTokenizer"),
        ("tokenizer_config.json", json!({"tokenize_chinese_chars": false}), "Chinese"),
        ("config_sentence_transformers.json", json!({"default_prompt_name": "query"}), "\"query\" before every text"),
    ] {
        let found = with(name, change);
        assert!(found.contains(said), "{said}: {found}");
    }
}

#[test]
fn steps_that_are_not_known_or_lead_elsewhere_are_refused() {
    let folder = tiny();
    let mut with_dense = modules();
    with_dense[2] = json!({"path": "2_Dense", "type": "sentence_transformers.models.Dense"});
    let mut elsewhere = modules();
    elsewhere[1]["path"] = json!("../other");
    for (modules, said) in [
        (with_dense, "Transformer, Pooling, Dense; only"),
        (elsewhere, "../other leads out"),
        (json!([]), "its steps are"),
        (json!({"no": "list"}), "modules.json"),
    ] {
        write(&folder, "modules.json", &modules);
        let found = problem(&folder);
        assert!(found.contains(said), "{said}: {found}");
    }
}

#[test]
fn broken_words_are_errors() {
    for (words, said) in [
        ("[PAD]\n[UNK]\n[CLS]\n[SEP]\n".to_owned(), "no [MASK]"),
        (format!("{}\nmore\nand more", WORDS.join("\n")), "of a table of 9"),
    ] {
        let folder = tiny();
        fs::write(folder.path().join("vocab.txt"), words).unwrap();
        assert!(problem(&folder).contains(said), "{said}: {}", problem(&folder));
    }
    let folder = tiny();
    fs::write(folder.path().join("vocab.txt"), b"\xff\xfe").unwrap();
    assert!(problem(&folder).contains("utf-8"));
}

#[test]
fn broken_weights_are_errors() {
    let folder = tiny();
    let path = folder.path().join("model.safetensors");
    let whole = fs::read(&path).unwrap();
    for end in [0, 7, 8, 100, whole.len() / 2, whole.len() - 1] {
        fs::write(&path, &whole[..end]).unwrap();
        assert!(
            problem(&folder).contains("model.safetensors") || problem(&folder).contains("at least"),
            "cut at {end}"
        );
    }
    let tensors: Vec<(String, Tensor)> = Tensor::read_safetensors({
        fs::write(&path, &whole).unwrap();
        &path
    })
    .unwrap();
    let undefined: Vec<(String, Tensor)> = tensors.into_iter().map(|(name, one)| (name, one * f64::NAN)).collect();
    Tensor::write_safetensors(&undefined, &path).unwrap();
    assert!(problem(&folder).contains("not finite"), "{}", problem(&folder));
}

#[test]
fn the_words_of_tokenizer_json_do_as_well() {
    let folder = tiny();
    let known = vector(&folder, "Nightly bread");
    fs::remove_file(folder.path().join("vocab.txt")).unwrap();
    let pieces: serde_json::Map<String, Value> =
        WORDS.iter().zip(0..).map(|(w, row)| ((*w).into(), row.into())).collect();
    write(&folder, "tokenizer.json", &json!({"model": {"type": "WordPiece", "vocab": pieces}}));
    assert_eq!(vector(&folder, "Nightly bread"), known);
    write(&folder, "tokenizer.json", &json!({"model": {"type": "Unigram", "vocab": [["a", 1.0]]}}));
    assert!(problem(&folder).contains("Unigram; only WordPiece"));
}

#[test]
fn a_network_within_a_larger_one_is_found() {
    let folder = tiny();
    let known = vector(&folder, "Nightly bread");
    let path = folder.path().join("model.safetensors");
    let tensors = Tensor::read_safetensors(&path).unwrap();
    let inner: Vec<(String, Tensor)> =
        tensors.into_iter().map(|(name, tensor)| (format!("bert.{name}"), tensor)).collect();
    Tensor::write_safetensors(&inner, &path).unwrap();
    assert_eq!(vector(&folder, "Nightly bread"), known);
}

#[test]
fn the_first_token_alone_may_speak_for_a_text() {
    let folder = tiny();
    let mean = vector(&folder, "Nightly bread");
    write(&folder, "1_Pooling/config.json", &json!({"pooling_mode_cls_token": true}));
    assert_ne!(vector(&folder, "Nightly bread"), mean);
}

#[test]
fn whatever_is_changed_changes_the_fingerprint() {
    let folder = tiny();
    let print = || Transformer::open(folder.path()).unwrap().fingerprint().to_owned();
    let first = print();
    assert!(first.starts_with("bert-8-") && first.len() == 7 + 64 && first == print(), "{first}");
    let mut seen = BTreeSet::from([first]);
    let weights = folder.path().join("model.safetensors");
    let mut bytes = fs::read(&weights).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    bytes.len().checked_sub(40).map(|at| bytes[at] ^= 1).unwrap();
    fs::write(&weights, bytes).unwrap();
    assert!(seen.insert(print()), "weights");
    write(&folder, "sentence_bert_config.json", &json!({"max_seq_length": 7}));
    assert!(seen.insert(print()), "length");
    write(&folder, "tokenizer_config.json", &json!({"do_lower_case": false}));
    assert!(seen.insert(print()), "case");
    fs::write(folder.path().join("vocab.txt"), WORDS.join("\n").replace("baker", "miller")).unwrap();
    assert!(seen.insert(print()), "words");
    write(&folder, "1_Pooling/config.json", &json!({"pooling_mode_cls_token": true}));
    assert!(seen.insert(print()), "pooling");
}

proptest::proptest! {
    #[test]
    fn no_text_is_too_odd(text in "(?s).*|([a-z]|##|\\[MASK\\]|\\[|[\\u{0}-\\u{20}]|\u{301}|\u{200d}|\u{4e2d}|\u{3000})*") {
        let pieces = WORDS.iter().zip(0..).map(|(word, row)| ((*word).to_owned(), row)).collect();
        let tokens = Tokens::new(pieces, true, true, 6).unwrap();
        if let Some(rows) = tokens.of(&text) {
            proptest::prop_assert!((3..=6).contains(&rows.len()) && rows.iter().all(|row| (0..9).contains(row)));
        }
    }
}
