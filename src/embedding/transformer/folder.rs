//! A sentence transformer's folder: what its files say, checked before anything is built from them.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

use rust_bert::bert::BertConfig;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::config;
use super::config::Lengths;
use super::config::Sizes;
use super::config::TokenizerSettings;
use crate::error::Error;
use crate::error::Result;

/// The largest file of words or settings that is read, in bytes.
const TEXT_LIMIT: u64 = 64 << 20;

/// The largest file of weights that is read, in bytes: three times those of BERT large.
const WEIGHTS_LIMIT: u64 = 4 << 30;

/// The most tokens of a text that count where the folder does not say, those that begin and end it among them.
const MAX_TOKENS: usize = 256;

const WEIGHTS: &str = "model.safetensors";

/// An [`Error::Malformed`] that says what a folder must hold.
pub(super) fn malformed(path: &Path, problem: impl Into<String>) -> Error {
    Error::Malformed {
        path: path.to_owned(),
        line: None,
        problem: problem.into(),
        form: "name the folder of a sentence transformer of the BERT family: modules.json, config.json, \
               model.safetensors, vocab.txt or tokenizer.json, and the settings of its pooling"
            .to_owned(),
    }
}

/// How a text's token vectors become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pooling {
    /// Their mean.
    Mean,
    /// The first token's.
    First,
}

/// What a folder says.
#[derive(Debug)]
pub(super) struct Folder {
    pub(super) network: BertConfig,
    pub(super) pooling: Pooling,
    /// The most tokens of a text, those that begin and end it among them.
    pub(super) max_tokens: usize,
    pub(super) lower_case: bool,
    pub(super) strip_accents: bool,
    pub(super) vocabulary: HashMap<String, i64>,
    pub(super) weights: PathBuf,
    pub(super) fingerprint: String,
}

impl Folder {
    /// Reads and checks everything but the weights, which are only named and hashed.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let mut reading = Reading { folder, hasher: blake3::Hasher::new() };
        let (transformer, pooling) = reading.modules()?;
        let sizes: Sizes = reading.json(&transformer.join("config.json"))?;
        let weights = folder.join(&transformer).join(WEIGHTS);
        let config = sizes.check(length(&weights)?).map_err(|problem| malformed(folder, problem))?;
        let pooling = reading.pooling(&pooling, config.hidden_size)?;
        let lengths: Lengths = reading.json_if_there(&transformer.join("sentence_bert_config.json"))?;
        let positions = usize::try_from(config.max_position_embeddings).unwrap_or(usize::MAX);
        let max_tokens = lengths.max_seq_length.unwrap_or(MAX_TOKENS).min(positions);
        if max_tokens < 3 {
            return Err(malformed(folder, format!("its texts have at most {max_tokens} tokens: no room for a word")));
        }
        let tokens: TokenizerSettings = reading.json_if_there(&transformer.join("tokenizer_config.json"))?;
        tokens.check().map_err(|problem| malformed(folder, problem))?;
        reading.refuse_prompts()?;
        let lower_case = tokens.do_lower_case.unwrap_or(true) || lengths.do_lower_case;
        let vocabulary = reading.vocabulary(&transformer, config.vocab_size)?;
        let fingerprint = reading.fingerprint(&weights, config.hidden_size)?;
        Ok(Self {
            network: config,
            pooling,
            max_tokens,
            lower_case,
            strip_accents: tokens.strip_accents.unwrap_or(lower_case),
            vocabulary,
            weights,
            fingerprint,
        })
    }
}

/// The length of the file of weights, which must be there.
fn length(weights: &Path) -> Result<u64> {
    let about = match std::fs::metadata(weights) {
        Ok(about) if about.is_file() => about,
        _ => return Err(malformed(weights, "the weights are missing")),
    };
    if about.len() > WEIGHTS_LIMIT {
        let what = weights.display().to_string();
        return Err(Error::TooLarge { what, bytes: about.len(), limit: WEIGHTS_LIMIT });
    }
    Ok(about.len())
}

/// One step of `modules.json`.
#[derive(Debug, Deserialize)]
struct Module {
    path: PathBuf,
    #[serde(rename = "type")]
    kind: String,
}

/// A folder while it is read: every file that is used counts in the fingerprint.
struct Reading<'a> {
    folder: &'a Path,
    hasher: blake3::Hasher,
}

impl Reading<'_> {
    /// The bytes of a file of the folder.
    fn bytes(&mut self, name: &Path) -> Result<Vec<u8>> {
        let path = self.folder.join(name);
        match std::fs::metadata(&path) {
            Ok(about) if about.is_file() => {}
            _ => return Err(malformed(self.folder, format!("it holds no {}", name.display()))),
        }
        let mut bytes = Vec::new();
        let read = File::open(&path).and_then(|file| file.take(TEXT_LIMIT + 1).read_to_end(&mut bytes));
        read.map_err(|error| Error::io(&path, error))?;
        let length = bytes.len() as u64;
        if length > TEXT_LIMIT {
            return Err(Error::TooLarge { what: path.display().to_string(), bytes: length, limit: TEXT_LIMIT });
        }
        self.count(name, length);
        self.hasher.update(&bytes);
        Ok(bytes)
    }

    /// Names and lengths keep what ends one file from beginning the next.
    fn count(&mut self, name: &Path, length: u64) {
        let name = name.to_string_lossy();
        self.hasher.update(&(name.len() as u64).to_le_bytes()).update(name.as_bytes()).update(&length.to_le_bytes());
    }

    fn json<T: DeserializeOwned>(&mut self, name: &Path) -> Result<T> {
        let bytes = self.bytes(name)?;
        serde_json::from_slice(&bytes).map_err(|error| malformed(&self.folder.join(name), error.to_string()))
    }

    fn json_if_there<T: DeserializeOwned + Default>(&mut self, name: &Path) -> Result<T> {
        if self.folder.join(name).exists() { self.json(name) } else { Ok(T::default()) }
    }

    /// Where the transformer and its pooling are: the only steps that are known, but for making vectors unit length.
    fn modules(&mut self) -> Result<(PathBuf, PathBuf)> {
        let modules: Vec<Module> = self.json(Path::new("modules.json"))?;
        let wrong = |problem: String| malformed(&self.folder.join("modules.json"), problem);
        for module in &modules {
            if !module.path.components().all(|part| matches!(part, Component::Normal(_))) {
                return Err(wrong(format!("{} leads out of the folder", module.path.display())));
            }
        }
        let kinds: Vec<&str> =
            modules.iter().map(|module| module.kind.rsplit('.').next().unwrap_or(&module.kind)).collect();
        match kinds[..] {
            ["Transformer", "Pooling"] | ["Transformer", "Pooling", "Normalize"] => {
                Ok((modules[0].path.clone(), modules[1].path.clone()))
            }
            _ => Err(wrong(format!(
                "its steps are {}; only Transformer, Pooling and Normalize are known, in this order",
                kinds.join(", ")
            ))),
        }
    }

    fn pooling(&mut self, module: &Path, dimension: i64) -> Result<Pooling> {
        let name = module.join("config.json");
        let settings: HashMap<String, Value> = self.json(&name)?;
        config::pooling(&settings, dimension).map_err(|problem| malformed(&self.folder.join(name), problem))
    }

    /// A text that belongs before every other would be left out silently.
    fn refuse_prompts(&mut self) -> Result<()> {
        let name = Path::new("config_sentence_transformers.json");
        let settings: HashMap<String, Value> = self.json_if_there(name)?;
        match settings.get("default_prompt_name") {
            None | Some(Value::Null) => Ok(()),
            Some(prompt) => Err(malformed(
                &self.folder.join(name),
                format!("it puts the prompt {prompt} before every text, which is not known"),
            )),
        }
    }

    /// The word pieces with their rows, each row within the table.
    fn vocabulary(&mut self, transformer: &Path, rows: i64) -> Result<HashMap<String, i64>> {
        let (lines, tokenizer) = (transformer.join("vocab.txt"), transformer.join("tokenizer.json"));
        let name = if self.folder.join(&lines).exists() { lines } else { tokenizer };
        let bytes = self.bytes(&name)?;
        let pieces = if name.ends_with("vocab.txt") { config::lines(&bytes) } else { config::tokenizer(&bytes) };
        let pieces = pieces.and_then(|pieces| config::check(pieces, rows));
        pieces.map_err(|problem| malformed(&self.folder.join(name), problem))
    }

    fn fingerprint(mut self, weights: &Path, dimension: i64) -> Result<String> {
        self.count(Path::new(WEIGHTS), length(weights)?);
        let file = File::open(weights).map_err(|error| Error::io(weights, error))?;
        self.hasher.update_reader(file).map_err(|error| Error::io(weights, error))?;
        Ok(format!("bert-{dimension}-{}", self.hasher.finalize().to_hex()))
    }
}
