//! The transformer: a sentence transformer of the BERT family, read from its folder and run by libtorch.
//!
//! One thread computes at a time, with one thread of libtorch's: others wait their turn, a few texts long. Texts are
//! taken in order of length, so that little is computed for padding.

mod config;
mod folder;
mod network;
mod tokens;

use std::fmt;
use std::path::Path;
use std::path::PathBuf;

use super::Embedder;
use super::Vector;
use crate::error::Result;
use folder::Folder;
use folder::malformed;
use network::Network;
use tokens::Tokens;

/// How many texts are run at once: more gain nothing on a processor, and pad more.
const BATCH: usize = 8;

/// A sentence transformer of the BERT family: contextual vectors, hundreds of times slower than a
/// [`StaticModel`](super::StaticModel).
///
/// Of a text as many tokens count as the folder's `max_seq_length` says (256 where it does not say), and no more than
/// the network has positions. Vectors are pooled as the folder says and of unit length.
pub struct Transformer {
    folder: PathBuf,
    network: Network,
    tokens: Tokens,
    dimension: usize,
    fingerprint: String,
}

impl Transformer {
    /// The model of a folder as sentence-transformers keeps them: `modules.json`, `config.json`, `model.safetensors`,
    /// `vocab.txt` or `tokenizer.json`, and the settings of its pooling. Limits libtorch to one thread in this process.
    ///
    /// # Errors
    /// [`Error::Malformed`](crate::Error::Malformed) where a file is missing, broken, or says what is not known (another network, tokenizer or
    /// pooling, a step after the pooling, a prompt before every text); [`Error::TooLarge`](crate::Error::TooLarge) where one is too large;
    /// [`Error::Io`](crate::Error::Io) where one cannot be read.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self> {
        let path = folder.as_ref();
        let folder = Folder::read(path)?;
        let model = Self {
            folder: path.to_owned(),
            network: Network::load(&folder).map_err(|problem| malformed(&folder.weights, problem))?,
            dimension: usize::try_from(folder.network.hidden_size).unwrap_or(0),
            fingerprint: folder.fingerprint,
            tokens: Tokens::new(folder.vocabulary, folder.lower_case, folder.strip_accents, folder.max_tokens)
                .map_err(|problem| malformed(path, problem))?,
        };
        // Weights that are no numbers are found here, not in the middle of a catalog.
        model.embed(&["a"])?;
        Ok(model)
    }

    /// The most tokens of a text that count, those that begin and end it among them.
    #[must_use]
    pub fn max_tokens(&self) -> usize {
        self.tokens.limit()
    }

    /// The pooled values of texts, row after row, in the order given.
    fn run(&self, texts: &[&[i64]]) -> Result<Vec<f32>> {
        let longest = texts.iter().map(|tokens| tokens.len()).max().unwrap_or(0);
        let (mut ids, mut mask) = (Vec::new(), Vec::new());
        for tokens in texts {
            let padding = longest - tokens.len();
            ids.extend_from_slice(tokens);
            ids.extend(std::iter::repeat_n(self.tokens.padding(), padding));
            mask.extend(std::iter::repeat_n(1_i64, tokens.len()));
            mask.extend(std::iter::repeat_n(0_i64, padding));
        }
        self.network.run(&ids, &mask, texts.len()).map_err(|problem| malformed(&self.folder, problem))
    }
}

impl Embedder for Transformer {
    fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    fn dimension(&self) -> usize {
        self.dimension
    }

    fn embed(&self, texts: &[&str]) -> Result<Vec<Option<Vector>>> {
        let encoded: Vec<Option<Vec<i64>>> = texts.iter().map(|text| self.tokens.of(text)).collect();
        let mut filled: Vec<(usize, &[i64])> =
            encoded.iter().enumerate().filter_map(|(at, tokens)| Some((at, tokens.as_deref()?))).collect();
        filled.sort_by_key(|(_, tokens)| tokens.len());
        let mut vectors = vec![None; texts.len()];
        for batch in filled.chunks(BATCH) {
            let tokens: Vec<&[i64]> = batch.iter().map(|(_, tokens)| *tokens).collect();
            let values = self.run(&tokens)?;
            for ((at, _), row) in batch.iter().zip(values.chunks_exact(self.dimension)) {
                let vector = Vector::new(row);
                if vector.is_none() {
                    return Err(malformed(&self.folder, "its weights give a vector that is not finite"));
                }
                vectors[*at] = vector;
            }
        }
        Ok(vectors)
    }
}

impl fmt::Debug for Transformer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Transformer({}, {} tokens)", self.fingerprint, self.max_tokens())
    }
}

#[cfg(test)]
mod tests;
