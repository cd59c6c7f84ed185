//! Training of a static model: a teacher's table, reduced; then pairs of texts that belong together, brought together.

mod contrast;
mod pairs;
mod recipe;
mod table;
mod teacher;
mod vocabulary;

use std::collections::HashMap;
use std::collections::HashSet;

use ndarray::Array2;
use rayon::prelude::*;

pub use recipe::Recipe;
pub use recipe::Source;
pub use teacher::Teacher;
pub use vocabulary::Sizes;

use crate::embedding::StaticModel;
use crate::embedding::model_file;
use crate::error::Error;
use crate::error::Result;
use pairs::Texts;
use table::Rates;
use table::Table;

/// How often progress is told, in batches.
const TELL: usize = 250;

/// Groups of texts of one source.
struct Groups {
    recipe: Source,
    members: Vec<Vec<u32>>,
    /// The running sum of what each group is drawn by.
    sums: Vec<f64>,
}

/// A trained model in full precision.
pub struct Trained {
    tokens: Vec<String>,
    silent: Vec<String>,
    rows: Array2<f32>,
}

impl Trained {
    /// The model as the bytes of a model file, eight bits a value.
    pub fn to_bytes(&self) -> Vec<u8> {
        let names: Vec<&str> = self.tokens.iter().chain(&self.silent).map(String::as_str).collect();
        let mut scales = Vec::new();
        let mut codes: Vec<Vec<i8>> = Vec::new();
        for row in self.rows.outer_iter() {
            let most = row.iter().fold(0.0_f32, |most, value| most.max(value.abs()));
            let scale = if most > 0.0 { most / 127.0 } else { 1.0 };
            scales.push(scale);
            codes.push(row.iter().map(|value| (value / scale).round() as i8).collect());
        }
        let codes: Vec<&[i8]> = codes.iter().map(Vec::as_slice).collect();
        model_file(self.rows.ncols() as u32, &codes, &scales, &names)
    }
}

/// Trains a model by `recipe` from `teacher`; `tell` hears of progress.
pub fn train(recipe: &Recipe, teacher: &Teacher, mut tell: impl FnMut(&str)) -> Result<Trained> {
    let mut texts = Texts::default();
    let mut sources = Vec::new();
    let mut counts = vocabulary::Counts::default();
    for source in &recipe.sources {
        let before = texts.list.len();
        let members = pairs::read_groups(&source.file, &mut texts)?;
        for text in &texts.list[before..] {
            counts.add(text, source.phrases);
        }
        let mut sum = 0.0;
        let sums = members
            .iter()
            .map(|group| {
                sum += (group.len() as f64).powf(f64::from(source.size_power));
                sum
            })
            .collect();
        sources.push(Groups { recipe: source.clone(), members, sums });
    }
    let tokens = vocabulary::choose(&counts, &recipe.vocabulary, |_| false);
    let known: HashSet<&str> = tokens.iter().map(String::as_str).collect();
    let mut silent: Vec<String> = teacher
        .pieces
        .keys()
        .filter(|piece| !piece.starts_with("##") && !piece.starts_with('[') && piece.chars().count() > 2 && piece.chars().all(char::is_alphabetic))
        .filter(|piece| !known.contains(piece.as_str()))
        .cloned()
        .collect();
    silent.sort_unstable();
    tell(&format!("{} texts, {} tokens, {} silent", texts.list.len(), tokens.len(), silent.len()));
    let cutter = blank(&tokens, &silent)?;
    let spelled: Vec<Box<[u32]>> = texts
        .list
        .par_iter()
        .map(|text| {
            let mut all = cutter.tokens(text);
            all.retain(|&token| (token as usize) < tokens.len());
            all.into_boxed_slice()
        })
        .collect();
    let frequency = frequencies(&spelled, tokens.len());
    let start = starting_rows(&tokens, teacher, recipe.dimension)?;
    let phrase_from = tokens.iter().position(|token| token.contains(' ')).unwrap_or(tokens.len());
    let weights = frequency.iter().map(|&share| recipe.frequency / (recipe.frequency + share)).collect();
    let parts = tokens.iter().map(|token| letter_parts(token, recipe)).collect();
    let mut start = start;
    start.slice_mut(ndarray::s![phrase_from.., ..]).fill(0.0);
    let mut table = Table::new(start, weights, parts, recipe.buckets);
    let rows = run(recipe, &sources, &spelled, phrase_from as u32, &mut table, &mut tell);
    Ok(Trained { tokens, silent, rows })
}

/// A model that can cut texts into these tokens, its rows zero.
fn blank(tokens: &[String], silent: &[String]) -> Result<StaticModel> {
    let names: Vec<&str> = tokens.iter().chain(silent).map(String::as_str).collect();
    let rows = vec![[0_i8].as_slice(); tokens.len()];
    StaticModel::from_bytes(&model_file(1, &rows, &vec![1.0; tokens.len()], &names))
}

/// The share of all tokens that each is.
fn frequencies(spelled: &[Box<[u32]>], tokens: usize) -> Vec<f32> {
    let mut counts = vec![0_u32; tokens];
    for &token in spelled.iter().flatten() {
        counts[token as usize] += 1;
    }
    let all = counts.iter().map(|&count| f64::from(count)).sum::<f64>().max(1.0);
    counts.iter().map(|&count| (f64::from(count) / all) as f32).collect()
}

/// Where each token's direction starts: the mean of the teacher's pieces that spell it, reduced, of unit length.
fn starting_rows(tokens: &[String], teacher: &Teacher, dimension: usize) -> Result<Array2<f32>> {
    let width = teacher.table.ncols();
    let mut rows = Array2::<f32>::zeros((tokens.len(), width));
    rows.outer_iter_mut().into_par_iter().zip(tokens).for_each(|(mut row, token)| {
        let text = token.strip_prefix("##").unwrap_or(token);
        if let Some(&at) = teacher.outputs.get(text) {
            row += &teacher.output_rows.row(at);
        } else {
            for piece in spell(token, &teacher.pieces) {
                row += &teacher.table.row(piece);
            }
        }
        let length = row.dot(&row).sqrt().max(1e-6);
        row.mapv_inplace(|value| value / length);
    });
    let reduced = teacher::principal_components(&rows, dimension)?;
    Ok(contrast::unit(&reduced).0)
}

/// The teacher's pieces that spell a token, longest first.
fn spell(token: &str, pieces: &HashMap<String, usize>) -> Vec<usize> {
    if let Some(&whole) = pieces.get(token) {
        return vec![whole];
    }
    let (mut inside, mut rest) = match token.strip_prefix("##") {
        Some(rest) => (true, rest),
        None => (false, token),
    };
    let mut found = Vec::new();
    while !rest.is_empty() {
        let ends = rest.char_indices().map(|(at, letter)| at + letter.len_utf8()).collect::<Vec<_>>();
        let Some((end, piece)) = ends.iter().rev().find_map(|&end| {
            let text = if inside { format!("##{}", &rest[..end]) } else { rest[..end].to_owned() };
            pieces.get(&text).or_else(|| pieces.get(&rest[..end])).map(|&piece| (end, piece))
        }) else {
            break;
        };
        found.push(piece);
        rest = &rest[end..];
        inside = true;
    }
    found
}

/// The shared rows that a token takes part in: its letters in a row, with its ends marked, hashed.
fn letter_parts(token: &str, recipe: &Recipe) -> Box<[u32]> {
    let (from, to) = recipe.letters;
    if from == 0 || recipe.buckets == 0 || token.contains(' ') {
        return Box::default();
    }
    let marked: Vec<char> = match token.strip_prefix("##") {
        Some(rest) => rest.chars().chain(['>']).collect(),
        None => ['<'].into_iter().chain(token.chars()).chain(['>']).collect(),
    };
    let mut parts = Vec::new();
    for length in from..=to {
        for letters in marked.windows(length) {
            let text: String = letters.iter().collect();
            let hash = blake3::hash(text.as_bytes());
            let number = u32::from_le_bytes([hash.as_bytes()[0], hash.as_bytes()[1], hash.as_bytes()[2], hash.as_bytes()[3]]);
            parts.push(number % recipe.buckets as u32);
        }
    }
    parts.into_boxed_slice()
}

/// The pairs of one batch: texts, and their groups.
struct Batch {
    left: Vec<u32>,
    right: Vec<u32>,
    temperature: f32,
}

fn draw(source: &Groups, recipe: &Recipe, chance: &mut fastrand::Rng) -> Batch {
    let mut chosen = HashSet::new();
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let total = source.sums.last().copied().unwrap_or(0.0);
    let wanted = recipe.batch.min(source.members.len() * 4 / 5).max(1);
    let mut tries = 0;
    while left.len() < wanted && tries < wanted * 20 {
        tries += 1;
        let at = chance.f64() * total;
        let index = source.sums.partition_point(|&sum| sum <= at).min(source.members.len() - 1);
        if !chosen.insert(index) {
            continue;
        }
        let group = &source.members[index];
        let first = chance.usize(..group.len());
        let second = (first + 1 + chance.usize(..group.len() - 1)) % group.len();
        left.push(group[first.min(second)]);
        right.push(group[first.max(second)]);
    }
    Batch { left, right, temperature: source.recipe.temperature.unwrap_or(recipe.temperature) }
}

fn run(
    recipe: &Recipe,
    sources: &[Groups],
    spelled: &[Box<[u32]>],
    phrase_from: u32,
    table: &mut Table,
    tell: &mut impl FnMut(&str),
) -> Array2<f32> {
    let mut chance = fastrand::Rng::with_seed(recipe.seed);
    let total: f32 = sources.iter().map(|source| source.recipe.weight).sum();
    let mut average: Option<(Array2<f32>, usize)> = None;
    let mut losses: Vec<(f64, usize)> = vec![(0.0, 0); sources.len()];
    let averaged_from = (recipe.steps as f32 * (1.0 - recipe.average)) as usize;
    for step in 1..=recipe.steps {
        let mut at = chance.f32() * total;
        let mut index = 0;
        while index + 1 < sources.len() && at >= sources[index].recipe.weight {
            at -= sources[index].recipe.weight;
            index += 1;
        }
        let batch = draw(&sources[index], recipe, &mut chance);
        let progress = step as f32 / recipe.steps as f32;
        let slow = (step as f32 / 200.0).min(1.0) * (1.0 - progress).max(0.05);
        let loss = learn(recipe, &batch, spelled, phrase_from, table, &mut chance, slow, step as i32);
        losses[index].0 += f64::from(loss);
        losses[index].1 += 1;
        if step > averaged_from && (step - averaged_from) % 50 == 0 {
            let rows = table.rows();
            average = Some(match average {
                None => (rows, 1),
                Some((sum, count)) => (sum + rows, count + 1),
            });
        }
        if step % TELL == 0 {
            let told: Vec<String> = sources
                .iter()
                .zip(&losses)
                .filter(|(_, (_, count))| *count > 0)
                .map(|(source, (sum, count))| {
                    let name = source.recipe.file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                    format!("{name} {:.2}", sum / *count as f64)
                })
                .collect();
            tell(&format!("{step}: {}", told.join(" ")));
            losses.fill((0.0, 0));
        }
    }
    match average {
        Some((sum, count)) => sum / count as f32,
        None => table.rows(),
    }
}

#[allow(clippy::too_many_arguments)]
fn learn(
    recipe: &Recipe,
    batch: &Batch,
    spelled: &[Box<[u32]>],
    phrase_from: u32,
    table: &mut Table,
    chance: &mut fastrand::Rng,
    slow: f32,
    time: i32,
) -> f32 {
    let mut thin = |text: u32| -> Vec<u32> {
        let all = &spelled[text as usize];
        let kept: Vec<u32> = all
            .iter()
            .copied()
            .filter(|&token| chance.f32() >= if token >= phrase_from { recipe.phrase_dropout } else { recipe.dropout })
            .collect();
        if kept.is_empty() { all.to_vec() } else { kept }
    };
    let left: Vec<Vec<u32>> = batch.left.iter().map(|&text| thin(text)).collect();
    let right: Vec<Vec<u32>> = batch.right.iter().map(|&text| thin(text)).collect();
    let mut tokens: Vec<u32> = left.iter().chain(&right).flatten().copied().collect();
    tokens.sort_unstable();
    tokens.dedup();
    let gathered = table.gather(tokens);
    let sums = |texts: &[Vec<u32>]| {
        let mut sums = Array2::zeros((texts.len(), table.width()));
        sums.outer_iter_mut().into_par_iter().zip(texts).for_each(|(sum, tokens)| gathered.sum(tokens, sum));
        sums
    };
    let (left_sums, right_sums) = (sums(&left), sums(&right));
    let same = |row: usize, column: usize| {
        batch.right[row] == batch.right[column]
            || batch.left[row] == batch.left[column]
            || batch.left[row] == batch.right[column]
            || batch.left[column] == batch.right[row]
    };
    let found = contrast::contrast(&left_sums, &right_sums, batch.temperature, same);
    let mut slopes = Array2::zeros(gathered.rows.raw_dim());
    for (texts, by_text) in [(&left, &found.left), (&right, &found.right)] {
        for (tokens, slope) in texts.iter().zip(by_text.outer_iter()) {
            for &token in tokens {
                let mut row = slopes.row_mut(gathered.places[token as usize] as usize);
                row += &slope;
            }
        }
    }
    let rates = Rates {
        own: recipe.rate * slow,
        weight: recipe.weight_rate * slow,
        shared: if recipe.letters.0 > 0 { recipe.shared_rate * slow } else { 0.0 },
        pull: recipe.pull,
    };
    table.step(&gathered, slopes, rates, time);
    found.loss
}

const _: Option<Error> = None;
