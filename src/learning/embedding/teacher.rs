//! The teacher: a BERT's input table of word-piece embeddings, where the rows start.

use std::collections::HashMap;
use std::collections::HashSet;
use std::path::Path;

use ndarray::Array2;
use safetensors::SafeTensors;

use crate::error::Error;
use crate::error::Result;

/// A larger weights file, in bytes, is an error.
const MAX_WEIGHTS: u64 = 4 << 30;
/// A larger vocabulary, in bytes, is an error.
const MAX_VOCABULARY: u64 = 64 << 20;
/// The names that the table goes by.
const TABLE: [&str; 3] = [
    "embeddings.word_embeddings.weight",
    "bert.embeddings.word_embeddings.weight",
    "0.auto_model.embeddings.word_embeddings.weight",
];

/// Word-pieces, commonest first, and a vector for each.
#[derive(Debug)]
pub struct Teacher {
    /// The pieces by their text, "##" before those that continue a word.
    pub pieces: HashMap<String, usize>,
    /// One row a piece.
    pub table: Array2<f32>,
}

impl Teacher {
    /// The table of the sentence-transformer folder `folder`: `vocab.txt` and `model.safetensors`.
    ///
    /// # Errors
    /// [`Error::Io`] where a file cannot be read, [`Error::BrokenData`] where it holds no such table.
    pub fn read(folder: &Path) -> Result<Self> {
        let (vocabulary, weights) = (folder.join("vocab.txt"), folder.join("model.safetensors"));
        let io = |path: &Path| {
            let path = path.to_owned();
            move |source| Error::Io { path, source }
        };
        let broken =
            |problem: &str| Error::BrokenData { what: weights.display().to_string(), problem: problem.to_owned() };
        if std::fs::metadata(&weights).map_err(io(&weights))?.len() > MAX_WEIGHTS {
            return Err(broken("larger than 4 GiB"));
        }
        if std::fs::metadata(&vocabulary).map_err(io(&vocabulary))?.len() > MAX_VOCABULARY {
            return Err(broken("its vocab.txt is larger than 64 MiB"));
        }
        let text = std::fs::read_to_string(&vocabulary).map_err(io(&vocabulary))?;
        let pieces: HashMap<String, usize> =
            text.lines().enumerate().map(|(number, piece)| (piece.to_owned(), number)).collect();
        let bytes = std::fs::read(&weights).map_err(io(&weights))?;
        let tensors = SafeTensors::deserialize(&bytes).map_err(|error| broken(&error.to_string()))?;
        let tensor = TABLE
            .iter()
            .find_map(|name| tensors.tensor(name).ok())
            .ok_or_else(|| broken("no table of word embeddings in it"))?;
        let [rows, columns] = *tensor.shape() else { return Err(broken("its table has not two dimensions")) };
        if tensor.dtype() != safetensors::Dtype::F32 || rows < pieces.len() {
            return Err(broken("its table is not of 32-bit numbers, or has fewer rows than the vocabulary pieces"));
        }
        let values = tensor.data().as_chunks::<4>().0.iter().map(|&four| f32::from_le_bytes(four)).collect();
        let table = Array2::from_shape_vec((rows, columns), values).map_err(|error| broken(&error.to_string()))?;
        Ok(Self { pieces, table })
    }

    /// The teacher's whole words of three letters or more that are none of `tokens`, in order: a model keeps them whole
    /// and silent, so that they are not spelled in pieces that mean something else.
    pub(super) fn words_beside(&self, tokens: &[String]) -> Vec<String> {
        let known: HashSet<&str> = tokens.iter().map(String::as_str).collect();
        let mut words: Vec<String> = self
            .pieces
            .keys()
            .filter(|piece| piece.chars().nth(2).is_some() && piece.chars().all(char::is_alphabetic))
            .filter(|piece| !known.contains(piece.as_str()))
            .cloned()
            .collect();
        words.sort_unstable();
        words
    }
}
