//! What the settings of a folder must say.

use std::collections::HashMap;

use rust_bert::Activation;
use rust_bert::bert::BertConfig;
use serde::Deserialize;
use serde_json::Value;

use super::folder::Pooling;

/// The only constant that layers are normalized with.
const EPSILON: f64 = 1e-12;

/// `config.json`: what the network is, and how large.
#[derive(Debug, Deserialize)]
pub(super) struct Sizes {
    model_type: String,
    hidden_act: Activation,
    hidden_size: i64,
    intermediate_size: i64,
    max_position_embeddings: i64,
    num_attention_heads: i64,
    num_hidden_layers: i64,
    type_vocab_size: i64,
    vocab_size: i64,
    position_embedding_type: Option<String>,
    layer_norm_eps: Option<f64>,
}

impl Sizes {
    /// The network's sizes, or why it cannot be built: they must make sense and fit a file of weights of `bytes`.
    pub(super) fn check(&self, bytes: u64) -> Result<BertConfig, String> {
        if self.model_type != "bert" {
            return Err(format!("its network is a {:?}; only \"bert\" is known", self.model_type));
        }
        if let Some(other) = self.position_embedding_type.as_deref().filter(|&kind| kind != "absolute") {
            return Err(format!("its positions are {other:?}; only \"absolute\" is known"));
        }
        if let Some(other) = self.layer_norm_eps.filter(|&constant| (constant / EPSILON - 1.0).abs() > 0.01) {
            return Err(format!("its layer_norm_eps is {other}; only {EPSILON} is known"));
        }
        for (name, size, most) in [
            ("hidden_size", self.hidden_size, 8_192),
            ("intermediate_size", self.intermediate_size, 32_768),
            ("max_position_embeddings", self.max_position_embeddings, 65_536),
            ("num_attention_heads", self.num_attention_heads, 256),
            ("num_hidden_layers", self.num_hidden_layers, 256),
            ("type_vocab_size", self.type_vocab_size, 256),
            ("vocab_size", self.vocab_size, 4_000_000),
        ] {
            if !(1..=most).contains(&size) {
                return Err(format!("its {name} is {size}; it must be from 1 to {most}"));
            }
        }
        if self.hidden_size % self.num_attention_heads != 0 {
            let (size, heads) = (self.hidden_size, self.num_attention_heads);
            return Err(format!("its hidden_size {size} is no multiple of its {heads} attention heads"));
        }
        let least = self.values() * 2;
        if bytes < least {
            return Err(format!("its weights have {bytes} bytes; a network of its sizes has {least} at least"));
        }
        Ok(BertConfig {
            hidden_act: self.hidden_act,
            hidden_size: self.hidden_size,
            intermediate_size: self.intermediate_size,
            max_position_embeddings: self.max_position_embeddings,
            num_attention_heads: self.num_attention_heads,
            num_hidden_layers: self.num_hidden_layers,
            type_vocab_size: self.type_vocab_size,
            vocab_size: self.vocab_size,
            ..BertConfig::default()
        })
    }

    /// How many values the tables and layers have; the sizes are positive and bounded.
    fn values(&self) -> u64 {
        let (hidden, inner) = (self.hidden_size, self.intermediate_size);
        let tables = (self.vocab_size + self.max_position_embeddings + self.type_vocab_size) * hidden;
        let layer = 4 * hidden * hidden + 2 * hidden * inner;
        (tables + self.num_hidden_layers * layer).unsigned_abs()
    }
}

/// `sentence_bert_config.json`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Lengths {
    pub(super) max_seq_length: Option<usize>,
    #[serde(default)]
    pub(super) do_lower_case: bool,
}

/// `tokenizer_config.json`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct TokenizerSettings {
    pub(super) do_lower_case: Option<bool>,
    pub(super) strip_accents: Option<bool>,
    tokenize_chinese_chars: Option<bool>,
    tokenizer_class: Option<String>,
}

impl TokenizerSettings {
    /// Nothing, or what is not known.
    pub(super) fn check(&self) -> Result<(), String> {
        match self.tokenizer_class.as_deref() {
            None | Some("BertTokenizer" | "BertTokenizerFast") => {}
            Some(other) => return Err(format!("its tokenizer is a {other}; only BertTokenizer is known")),
        }
        if self.tokenize_chinese_chars == Some(false) {
            return Err("its tokenizer keeps Chinese characters together, which is not known".to_owned());
        }
        Ok(())
    }
}

/// How token vectors become one, or why it is not known.
pub(super) fn pooling(settings: &HashMap<String, Value>, dimension: i64) -> Result<Pooling, String> {
    if let Some(other) = settings.get("word_embedding_dimension").and_then(Value::as_i64).filter(|&n| n != dimension) {
        return Err(format!("it pools vectors of {other} values, and the network's have {dimension}"));
    }
    let on = |(name, value): (&String, &Value)| {
        (name.starts_with("pooling_mode_") && *value == Value::Bool(true)).then(|| name.clone())
    };
    let mut chosen: Vec<String> = settings.iter().filter_map(on).collect();
    chosen.sort_unstable();
    match chosen.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["pooling_mode_mean_tokens"] => Ok(Pooling::Mean),
        ["pooling_mode_cls_token"] => Ok(Pooling::First),
        [] => Err("it names no pooling".to_owned()),
        _ => Err(format!("it asks for {}; only the mean or the first token alone is known", chosen.join(" and "))),
    }
}

/// The pieces of `vocab.txt`: one a line, its row the line's number from zero.
pub(super) fn lines(bytes: &[u8]) -> Result<HashMap<String, i64>, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    Ok((0..).zip(text.lines()).map(|(row, piece)| (piece.to_owned(), row)).collect())
}

/// The pieces of `tokenizer.json`.
pub(super) fn tokenizer(bytes: &[u8]) -> Result<HashMap<String, i64>, String> {
    let mut settings: Value = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    match settings.pointer("/model/type").and_then(Value::as_str) {
        Some("WordPiece") => {}
        other => return Err(format!("its model is {}; only WordPiece is known", other.unwrap_or("not named"))),
    }
    let pieces = settings.pointer_mut("/model/vocab").map(Value::take).unwrap_or_default();
    serde_json::from_value(pieces).map_err(|error| format!("its words: {error}"))
}

/// The pieces, where the special ones are among them and none lies outside a table of `rows`.
pub(super) fn check(pieces: HashMap<String, i64>, rows: i64) -> Result<HashMap<String, i64>, String> {
    for special in ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] {
        if !pieces.contains_key(special) {
            return Err(format!("it has no {special}"));
        }
    }
    match pieces.iter().find(|&(_, row)| !(0..rows).contains(row)) {
        Some((piece, row)) => Err(format!("{piece:?} is row {row} of a table of {rows}")),
        None => Ok(pieces),
    }
}
