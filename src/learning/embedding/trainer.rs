//! The trainer: batch after batch, resumable, the same on any number of threads.

use std::path::Path;

use ndarray::Array2;

use super::checkpoint;
use super::contrast;
use super::corpus::Choice;
use super::corpus::Corpus;
use super::imitate::imitate;
use super::recipe::Recipe;
use super::start;
use super::table::Gathered;
use super::table::Rates;
use super::table::Table;
use super::teacher::Teacher;
use super::trained::Trained;
use super::vocabulary;
use crate::embedding::StaticModel;
use crate::embedding::model_file;
use crate::error::Error;
use crate::error::Result;

/// Steps until the full rate is reached.
const WARM_UP: f32 = 200.0;
/// The least share of the full rate, at the end.
const LEAST_RATE: f32 = 0.05;
/// Every so many steps of the last part, the table is added to the average.
const AVERAGE_EVERY: usize = 50;

/// How far training is.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// Batches so far.
    pub step: usize,
    /// By source: its name, the mean loss since this was last asked (`None` where no batch was of it), and the mean
    /// reciprocal rank of the partner among those of the source's held-out pairs (`None` where none are held out).
    pub sources: Vec<(String, Option<f64>, Option<f64>)>,
}

/// What changes in training, beside the table.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(super) struct State {
    pub(super) step: usize,
    pub(super) chance: u64,
    /// Tables that the average is of.
    pub(super) averaged: usize,
    /// By source: the sum of losses, and batches, since progress was asked.
    pub(super) losses: Vec<(f64, usize)>,
}

/// A model in training.
pub struct Trainer {
    recipe: Recipe,
    corpus: Corpus,
    tokens: Vec<String>,
    silent: Vec<String>,
    /// Each text as tokens.
    spelled: Vec<Box<[u32]>>,
    table: Table,
    /// The rows before the first step.
    start: Array2<f32>,
    average: Array2<f32>,
    state: State,
}

impl Trainer {
    /// Reads the pair files of `recipe` and makes the table that training starts from.
    ///
    /// # Errors
    /// [`Error::Usage`] where the recipe cannot be trained by; what [`Recipe::read`] says of files that cannot be read.
    pub fn new(recipe: Recipe, teacher: &Teacher) -> Result<Self> {
        recipe.check().map_err(|problem| Error::Usage { problem, remedy: "change the recipe".to_owned() })?;
        let (corpus, counts) = Corpus::read(&recipe)?;
        let tokens = vocabulary::choose(&counts, recipe.vocabulary, |word| teacher.pieces.contains_key(word));
        let silent = teacher.words_beside(&tokens);
        let model = blank(&tokens, &silent)?;
        let spelled = corpus.spell(&model, tokens.len());
        let directions = start::directions(&tokens, teacher, recipe.dimension)?;
        let weights = start::weights(&spelled, tokens.len(), recipe.frequency);
        let parts = tokens.iter().map(|token| start::parts(token, &recipe)).collect();
        let table = Table::new(directions, weights, parts, recipe.buckets);
        let start = table.rows();
        let state = State {
            step: 0,
            chance: recipe.seed,
            averaged: 0,
            losses: vec![(0.0, 0); corpus.groups.len() + corpus.lessons.len()],
        };
        let average = Array2::zeros(start.raw_dim());
        Ok(Self { recipe, corpus, tokens, silent, spelled, table, start, average, state })
    }

    /// Texts, tokens with a row, and silent words.
    #[must_use]
    pub fn sizes(&self) -> (usize, usize, usize) {
        (self.spelled.len(), self.tokens.len(), self.silent.len())
    }

    /// Batches so far, and in all.
    #[must_use]
    pub fn steps(&self) -> (usize, usize) {
        (self.state.step, self.recipe.steps)
    }

    /// Learns from one more batch; false where none is left.
    pub fn step(&mut self) -> bool {
        if self.state.step == self.recipe.steps {
            return false;
        }
        self.state.step += 1;
        let mut chance = fastrand::Rng::with_seed(self.state.chance);
        let (place, loss) = match self.corpus.choose(&mut chance) {
            Choice::Source(index) => (index, self.learn(index, &mut chance)),
            Choice::Lesson(index) => (self.corpus.groups.len() + index, self.imitate(index, &mut chance)),
        };
        self.state.chance = chance.get_seed();
        self.state.losses[place].0 += f64::from(loss);
        self.state.losses[place].1 += 1;
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let from = (self.recipe.steps as f32 * (1.0 - self.recipe.average)) as usize;
        if self.state.step > from && (self.state.step - from).is_multiple_of(AVERAGE_EVERY) {
            self.average += &self.table.rows();
            self.state.averaged += 1;
        }
        true
    }

    /// A batch of pairs of a source.
    fn learn(&mut self, source: usize, chance: &mut fastrand::Rng) -> f32 {
        let groups = &self.corpus.groups[source];
        let temperature = groups.source.temperature.unwrap_or(self.recipe.temperature);
        let batch = groups.draw(self.recipe.batch, chance);
        let left = self.thin(&batch.left, chance);
        let right = self.thin(&batch.right, chance);
        let gathered = self.table.gather(distinct(left.iter().chain(&right)));
        let found = contrast::contrast(&gathered.sums(&left), &gathered.sums(&right), temperature, |row, column| {
            batch.same(row, column)
        });
        self.move_rows(&gathered, [(&left, &found.left), (&right, &found.right)]);
        found.loss
    }

    /// A batch of texts of a lesson.
    fn imitate(&mut self, lesson: usize, chance: &mut fastrand::Rng) -> f32 {
        let lessons = &self.corpus.lessons[lesson];
        let temperature = lessons.recipe.temperature.unwrap_or(self.recipe.temperature);
        let (texts, taught) = lessons.draw(self.recipe.batch, chance);
        let taught_temperature = lessons.recipe.taught_temperature;
        let texts = self.thin(&texts, chance);
        let gathered = self.table.gather(distinct(texts.iter()));
        let found = imitate(&gathered.sums(&texts), &taught, temperature, taught_temperature);
        self.move_rows(&gathered, [(&texts, &found.slopes)]);
        found.loss
    }

    /// One step against the slopes by texts.
    fn move_rows<const COUNT: usize>(&mut self, gathered: &Gathered, by: [(&Vec<Vec<u32>>, &Array2<f32>); COUNT]) {
        let mut slopes = Array2::zeros(gathered.rows.raw_dim());
        for (texts, by_text) in by {
            for (tokens, slope) in texts.iter().zip(by_text.outer_iter()) {
                for &token in tokens {
                    let mut row = slopes.row_mut(gathered.places[token as usize] as usize);
                    row += &slope;
                }
            }
        }
        let (rates, time) = self.rates();
        self.table.step(gathered, slopes, rates, time);
    }

    /// The tokens of texts, some of them left out by chance; a text keeps one at least, where it has any.
    fn thin(&self, texts: &[u32], chance: &mut fastrand::Rng) -> Vec<Vec<u32>> {
        let mut thin = |text: &u32| {
            let all = &self.spelled[*text as usize];
            let kept: Vec<u32> = all.iter().copied().filter(|_| chance.f32() >= self.recipe.dropout).collect();
            if kept.is_empty() { all.to_vec() } else { kept }
        };
        texts.iter().map(&mut thin).collect()
    }

    /// How far this step goes: rising at first, then falling in a line.
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_possible_wrap)]
    fn rates(&self) -> (Rates, i32) {
        let (step, steps) = (self.state.step as f32, self.recipe.steps as f32);
        let share = (step / WARM_UP).min(1.0) * (1.0 - step / steps).max(LEAST_RATE);
        let shared = if self.recipe.letters.0 > 0 { self.recipe.shared_rate * share } else { 0.0 };
        let rates = Rates { own: self.recipe.rate * share, weight: self.recipe.weight_rate * share, shared };
        (rates, self.state.step as i32)
    }

    /// How far training is, by source. Asking starts the mean losses anew.
    pub fn progress(&mut self) -> Progress {
        let mut sources = Vec::new();
        for (place, losses) in self.state.losses.iter_mut().enumerate() {
            #[allow(clippy::cast_precision_loss)]
            let loss = (losses.1 > 0).then(|| losses.0 / losses.1 as f64);
            *losses = (0.0, 0);
            let (name, held_out) = match self.corpus.groups.get(place) {
                Some(groups) => (groups.source.name(), held_out_score(&self.table, &self.spelled, &groups.held_out)),
                None => (self.corpus.lessons[place - self.corpus.groups.len()].recipe.name(), None),
            };
            sources.push((name, loss, held_out));
        }
        Progress { step: self.state.step, sources }
    }

    /// The model as it is: the average of the last tables where there is one, with some of the start mixed in.
    #[must_use]
    pub fn trained(&self) -> Trained {
        #[allow(clippy::cast_precision_loss)]
        let mut rows = match self.state.averaged {
            0 => self.table.rows(),
            count => &self.average / count as f32,
        };
        let share = self.recipe.start_share;
        if share > 0.0 {
            let stretch = median_length(&rows) / median_length(&self.start).max(f32::MIN_POSITIVE);
            rows.mapv_inplace(|value| value * (1.0 - share));
            rows.scaled_add(share * stretch, &self.start);
        }
        Trained::new(self.tokens.clone(), self.silent.clone(), rows).silence(&self.recipe.silent)
    }

    /// Writes everything that changes to `path`, whole or not at all, for [`Trainer::resume`].
    ///
    /// # Errors
    /// [`Error::Io`] where it cannot be written.
    pub fn save(&mut self, path: &Path) -> Result<()> {
        let identity = self.identity();
        checkpoint::save(path, &identity, &self.state, &mut arrays(&mut self.table, &mut self.average))
    }

    /// Goes on from what [`Trainer::save`] wrote: the model will be the same as without a break.
    ///
    /// # Errors
    /// [`Error::Io`] where it cannot be read; [`Error::Malformed`] where it is broken, or of another recipe, other texts
    /// or another teacher.
    pub fn resume(&mut self, path: &Path) -> Result<()> {
        let identity = self.identity();
        self.state = checkpoint::load(path, &identity, &mut arrays(&mut self.table, &mut self.average))?;
        Ok(())
    }

    /// A checksum of the recipe, the texts and the start.
    fn identity(&self) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        hasher.update(toml::to_string(&self.recipe).unwrap_or_default().as_bytes());
        for text in &self.corpus.texts {
            hasher.update(text.as_bytes()).update(b"\n");
        }
        for value in &self.start {
            hasher.update(&value.to_le_bytes());
        }
        *hasher.finalize().as_bytes()
    }
}

fn arrays<'a>(table: &'a mut Table, average: &'a mut Array2<f32>) -> Vec<&'a mut [f32]> {
    let mut arrays = table.state();
    arrays.extend(average.as_slice_mut());
    arrays
}

/// A model that cuts texts into these tokens, its rows zero.
fn blank(tokens: &[String], silent: &[String]) -> Result<StaticModel> {
    let names: Vec<&str> = tokens.iter().chain(silent).map(String::as_str).collect();
    let rows = vec![[0_i8].as_slice(); tokens.len()];
    StaticModel::from_bytes(&model_file(1, &rows, &vec![1.0; tokens.len()], &names))
}

/// The tokens of texts, ascending, each once.
fn distinct<'a>(texts: impl Iterator<Item = &'a Vec<u32>>) -> Vec<u32> {
    let mut tokens: Vec<u32> = texts.flatten().copied().collect();
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

/// The mean reciprocal rank of each left text's partner among all right ones; `None` where there are no pairs.
fn held_out_score(table: &Table, spelled: &[Box<[u32]>], pairs: &[(u32, u32)]) -> Option<f64> {
    if pairs.is_empty() {
        return None;
    }
    let texts = |side: fn(&(u32, u32)) -> u32| -> Vec<Vec<u32>> {
        pairs.iter().map(|pair| spelled[side(pair) as usize].to_vec()).collect()
    };
    let (left, right) = (texts(|pair| pair.0), texts(|pair| pair.1));
    let gathered = table.gather(distinct(left.iter().chain(&right)));
    let (left, right) = (contrast::unit(&gathered.sums(&left)).0, contrast::unit(&gathered.sums(&right)).0);
    let similar = left.dot(&right.t());
    let reciprocal = |(index, row): (usize, ndarray::ArrayView1<'_, f32>)| {
        1.0 / (1 + row.iter().filter(|&&value| value > row[index]).count()) as f64
    };
    #[allow(clippy::cast_precision_loss)]
    let count = pairs.len() as f64;
    Some(similar.outer_iter().enumerate().map(reciprocal).sum::<f64>() / count)
}

fn median_length(rows: &Array2<f32>) -> f32 {
    let mut lengths: Vec<f32> = rows.outer_iter().map(|row| row.dot(&row).sqrt()).collect();
    lengths.sort_unstable_by(f32::total_cmp);
    lengths.get(lengths.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
#[path = "trainer_tests.rs"]
mod tests;
