//! The recipe: everything that a model depends on beside the texts, one TOML file.

use std::path::Path;
use std::path::PathBuf;

use serde::Deserialize;

use super::vocabulary::Sizes;
use crate::error::Error;
use crate::error::Result;

/// How a model is trained. See [`Recipe::read`].
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Recipe {
    /// Values a vector.
    pub dimension: usize,
    /// What chance starts from.
    pub seed: u64,
    /// Batches.
    pub steps: usize,
    /// Pairs a batch.
    pub batch: usize,
    /// What similarities are divided by, unless a source says otherwise.
    pub temperature: f32,
    /// How far a step goes at most, for directions.
    pub rate: f32,
    /// The same for weights.
    pub weight_rate: f32,
    /// The same for what tokens share.
    pub shared_rate: f32,
    /// The share of tokens that a step leaves out.
    pub dropout: f32,
    /// The same for phrases.
    pub phrase_dropout: f32,
    /// How strongly directions are drawn back to where they started.
    pub pull: f32,
    /// The frequency at which a token's starting weight is one half.
    pub frequency: f32,
    /// Letters in a row that tokens share, from and to; none where zero.
    pub letters: (usize, usize),
    /// Into how many shared rows they are hashed.
    pub buckets: usize,
    /// The share of the steps, at the end, whose tables are averaged.
    pub average: f32,
    /// How many tokens of each kind.
    pub vocabulary: Sizes,
    /// The pair files.
    #[serde(rename = "source")]
    pub sources: Vec<Source>,
}

/// A pair file and how it is used.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The file, relative to the recipe.
    pub file: PathBuf,
    /// How often a batch is drawn from it, beside the others.
    #[serde(default = "one")]
    pub weight: f32,
    /// What similarities are divided by.
    pub temperature: Option<f32>,
    /// Groups are drawn in proportion to their size to this power.
    #[serde(default = "half")]
    pub size_power: f32,
    /// Whether phrases are counted in it.
    #[serde(default)]
    pub phrases: bool,
}

fn one() -> f32 {
    1.0
}

fn half() -> f32 {
    0.5
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            dimension: 256,
            seed: 1,
            steps: 3_000,
            batch: 512,
            temperature: 0.05,
            rate: 0.01,
            weight_rate: 0.003,
            shared_rate: 0.003,
            dropout: 0.1,
            phrase_dropout: 0.3,
            pull: 0.0,
            frequency: 3e-4,
            letters: (3, 5),
            buckets: 1 << 16,
            average: 0.3,
            vocabulary: Sizes::default(),
            sources: Vec::new(),
        }
    }
}

impl Recipe {
    /// The recipe in the TOML file at `path`; its sources' files are taken relative to it.
    ///
    /// # Errors
    /// [`Error::Io`] where it cannot be read, [`Error::Malformed`] where it is no recipe.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|source| Error::Io { path: path.to_owned(), source })?;
        let mut recipe: Self = toml::from_str(&text).map_err(|error| Error::Malformed {
            path: path.to_owned(),
            line: None,
            problem: error.to_string(),
            form: "see the recipe in models/".to_owned(),
        })?;
        let folder = path.parent().unwrap_or(Path::new(""));
        for source in &mut recipe.sources {
            source.file = folder.join(&source.file);
        }
        Ok(recipe)
    }
}
