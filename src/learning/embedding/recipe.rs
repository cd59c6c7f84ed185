//! The recipe: everything that a model depends on beside the texts and the teacher, in one TOML file.

use std::path::Path;
use std::path::PathBuf;

use serde::Deserialize;
use serde::Serialize;

use super::vocabulary::Sizes;
use crate::error::Error;
use crate::error::Result;

/// A larger recipe, in bytes, is an error.
const MAX_RECIPE: u64 = 1 << 20;

/// How a model is trained; `models/recipe.toml` is the one that made the model that ships.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Recipe {
    /// Values a vector, at most those of the teacher.
    pub dimension: usize,
    /// What chance starts from: the same seed gives the same model.
    pub seed: u64,
    /// Batches that are learned from.
    pub steps: usize,
    /// Pairs a batch.
    pub batch: usize,
    /// What similarities are divided by, unless a source says otherwise: the smaller, the more the nearest wrong answers
    /// count.
    pub temperature: f32,
    /// How far a step goes at most, for the tokens' directions (of unit length at the start).
    pub rate: f32,
    /// The same for the logarithms of the tokens' weights.
    pub weight_rate: f32,
    /// The same for what tokens of like spelling share.
    pub shared_rate: f32,
    /// The share of the tokens that a step leaves out, by chance.
    pub dropout: f32,
    /// A token's weight starts at f / (f + its share of all tokens), f being this number.
    pub frequency: f32,
    /// How much of its starting row is left in each row at the end: (1 - this) x learned + this x start, the start
    /// stretched to the learned rows' median length.
    pub start_share: f32,
    /// Letters in a row that tokens share, from and to; `[0, 0]` where they are to share nothing.
    pub letters: (usize, usize),
    /// Into how many shared rows those letters are hashed.
    pub buckets: usize,
    /// The share of the steps, at the end, whose tables are averaged.
    pub average: f32,
    /// The share of each source's groups that is held out for the score that is told.
    pub held_out: f32,
    /// Words that are to say nothing in the model, beside years: people's names, above all. They are left out of the
    /// table when it is done.
    pub silent: Vec<String>,
    /// How many tokens of each kind.
    pub vocabulary: Sizes,
    /// The pair files.
    #[serde(rename = "source")]
    pub sources: Vec<Source>,
    /// Texts with a teacher's vectors.
    #[serde(rename = "lesson")]
    pub lessons: Vec<Lesson>,
}

/// Texts with the vectors that a teacher gave them: each text is to see the others as the teacher does.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// One text a line; in a recipe, relative to it.
    pub texts: PathBuf,
    /// A NumPy file, one row a text, as `vocation embed --model TEACHER` writes it.
    pub vectors: PathBuf,
    /// How often a batch is drawn from it, beside the sources.
    #[serde(default = "one")]
    pub weight: f32,
    /// What similarities are divided by, in place of the recipe's.
    #[serde(default)]
    pub temperature: Option<f32>,
    /// What the teacher's similarities are divided by.
    #[serde(default = "tenth")]
    pub taught_temperature: f32,
}

/// A pair file and how it is used.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The file; in a recipe, relative to it.
    pub file: PathBuf,
    /// How often a batch is drawn from it, beside the others. Every batch is of one source.
    #[serde(default = "one")]
    pub weight: f32,
    /// What its similarities are divided by.
    #[serde(default)]
    pub temperature: Option<f32>,
}

fn one() -> f32 {
    1.0
}

fn tenth() -> f32 {
    0.1
}

impl Source {
    /// The pair file `file`, as often as others.
    #[must_use]
    pub fn new(file: PathBuf) -> Self {
        Self { file, weight: one(), temperature: None }
    }

    /// What it is called in progress: the file's name without its extension.
    pub(super) fn name(&self) -> String {
        self.file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }
}

impl Lesson {
    /// What it is called in progress: the file's name without its extension.
    pub(super) fn name(&self) -> String {
        self.texts.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            dimension: 256,
            seed: 1,
            steps: 3_000,
            batch: 512,
            temperature: 0.11,
            rate: 0.01,
            weight_rate: 0.003,
            shared_rate: 0.003,
            dropout: 0.05,
            frequency: 1e-3,
            start_share: 0.13,
            letters: (3, 5),
            buckets: 1 << 16,
            average: 0.3,
            held_out: 0.02,
            silent: Vec::new(),
            vocabulary: Sizes::default(),
            sources: Vec::new(),
            lessons: Vec::new(),
        }
    }
}

impl Recipe {
    /// The recipe in the TOML file at `path`; its sources' files are taken relative to it.
    ///
    /// # Errors
    /// [`Error::Io`] where it cannot be read, [`Error::Malformed`] where it is no recipe.
    pub fn read(path: &Path) -> Result<Self> {
        let io = |source| Error::Io { path: path.to_owned(), source };
        let malformed = |problem: String| Error::Malformed {
            path: path.to_owned(),
            line: None,
            problem,
            form: "models/recipe.toml shows the form".to_owned(),
        };
        if std::fs::metadata(path).map_err(io)?.len() > MAX_RECIPE {
            return Err(malformed("larger than 1 MiB".to_owned()));
        }
        let text = std::fs::read_to_string(path).map_err(io)?;
        let mut recipe: Self = toml::from_str(&text).map_err(|error| malformed(error.to_string().trim().to_owned()))?;
        recipe.check().map_err(malformed)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        for source in &mut recipe.sources {
            source.file = folder.join(&source.file);
        }
        for lesson in &mut recipe.lessons {
            lesson.texts = folder.join(&lesson.texts);
            lesson.vectors = folder.join(&lesson.vectors);
        }
        Ok(recipe)
    }

    /// Whether a model can be trained by it, or what is wrong with it.
    pub(super) fn check(&self) -> std::result::Result<(), String> {
        let shares = [self.dropout, self.start_share, self.average, self.held_out];
        let positive = [self.temperature, self.frequency];
        let rates = [self.rate, self.weight_rate, self.shared_rate];
        let all = self.sources.iter().flat_map(|source| source.temperature.into_iter().chain([source.weight]));
        let lessons = self
            .lessons
            .iter()
            .flat_map(|lesson| lesson.temperature.into_iter().chain([lesson.weight, lesson.taught_temperature]));
        let problem = if self.sources.is_empty() {
            "no source"
        } else if !(1..=4096).contains(&self.dimension) {
            "dimension is not within 1 to 4096"
        } else if self.steps == 0 || i32::try_from(self.steps).is_err() {
            "steps is zero or beyond 2,147,483,647"
        } else if !(2..=16_384).contains(&self.batch) {
            "batch is not within 2 to 16384"
        } else if shares.iter().any(|share| !(0.0..1.0).contains(share)) {
            "dropout, start_share, average and held_out must lie in 0 to 1, 1 left out"
        } else if !positive.iter().copied().chain(all).chain(lessons).all(|value| value.is_finite() && value > 0.0) {
            "temperatures, weights and frequency must be above 0"
        } else if !rates.iter().all(|rate| rate.is_finite() && (0.0..1.0).contains(rate)) {
            "rate, weight_rate and shared_rate must lie in 0 to 1, 1 left out"
        } else if self.letters.1 < self.letters.0 || self.letters.1 > 12 || !(1..=1 << 22).contains(&self.buckets) {
            "letters must be two rising numbers up to 12, buckets from 1 to 4194304"
        } else {
            return Ok(());
        };
        Err(problem.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recipe_that_ships_is_read_beside_its_files() {
        let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
        let recipe = Recipe::read(&models.join("recipe.toml")).unwrap();
        assert_eq!((recipe.steps, recipe.batch, recipe.vocabulary.words), (3_000, 1_024, 30_000));
        assert_eq!(recipe.sources.len(), 17);
        assert!(recipe.sources.iter().all(|source| source.file.starts_with(models.join("pairs"))));
        assert_eq!((recipe.sources[0].name(), recipe.sources[0].weight), ("occ_en".to_owned(), 4.0));
    }
}
