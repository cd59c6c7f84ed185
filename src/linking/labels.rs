//! The labels of a taxonomy, made ready: vectors, stems, and which stand where.

use std::collections::HashMap;

use ndarray::Array2;
use ndarray::ArrayView1;
use ndarray::Axis;

use crate::embedding::Embedder;
use crate::error::Result;

use super::sayings::Sayings;
use super::taxonomy::Taxonomy;
use super::wording::Word;
use super::wording::called;
use super::wording::words;

/// A stem that no label has.
pub(super) const UNKNOWN: u32 = u32::MAX;

/// How many texts are embedded at once.
const BATCH: usize = 4_096;

/// A label: the preferred one of an entry, or an alternative.
#[derive(Debug)]
pub(super) struct Label {
    /// The place of the entry.
    pub(super) entry: usize,
    /// The stems of all its words, in order.
    pub(super) stems: Vec<u32>,
    /// The stems of its telling words, each once.
    pub(super) telling: Vec<u32>,
    /// Its telling words, as rows of [`Labels::words`], each once.
    pub(super) words: Vec<u32>,
}

/// Every label.
#[derive(Debug)]
pub(super) struct Labels {
    pub(super) labels: Vec<Label>,
    /// One unit vector a label, or zeros.
    pub(super) vectors: Array2<f32>,
    /// One unit vector a word of the labels, or zeros, and how much the word weighs.
    pub(super) words: Array2<f32>,
    pub(super) weights: Vec<f32>,
    /// The mean of `weights`.
    pub(super) usual_weight: f32,
    /// How near each label is to the nearest name of what postings commonly say.
    pub(super) usual: Vec<f32>,
    stems: HashMap<String, u32>,
    /// The labels that have a telling stem, by stem.
    pub(super) places: Vec<Vec<u32>>,
    /// How rare each stem is: the logarithm of labels per label that has it.
    rareness: Vec<f32>,
    /// The rareness of each label's telling stems together; never zero.
    pub(super) totals: Vec<f32>,
    /// The labels by what they are called, in small letters.
    called: HashMap<String, Vec<u32>>,
}

impl Labels {
    /// The labels of `taxonomy`, as `embedder` sees them.
    #[allow(clippy::cast_precision_loss)]
    pub(super) fn new(taxonomy: &Taxonomy, embedder: &dyn Embedder) -> Result<Self> {
        let mut texts: Vec<(usize, &str)> = Vec::new();
        for (place, entry) in taxonomy.entries().iter().enumerate() {
            texts.push((place, &entry.label));
            texts.extend(entry.alternatives.iter().map(|alternative| (place, alternative.as_str())));
        }
        let mut built = Self {
            labels: Vec::with_capacity(texts.len()),
            vectors: Array2::zeros((0, 0)),
            words: Array2::zeros((0, 0)),
            weights: Vec::new(),
            usual_weight: 1.0,
            usual: Vec::new(),
            stems: HashMap::new(),
            places: Vec::new(),
            rareness: Vec::new(),
            totals: Vec::new(),
            called: HashMap::new(),
        };
        let mut numbers: HashMap<String, u32> = HashMap::new();
        for (row, &(entry, text)) in (0_u32..).zip(&texts) {
            built.add(row, entry, text, &mut numbers);
        }
        let rareness = |places: &Vec<u32>| (((texts.len() + 1) as f32) / ((places.len() + 1) as f32)).ln();
        built.rareness = built.places.iter().map(rareness).collect();
        let total = |label: &Label| label.telling.iter().map(|&stem| built.rareness(stem)).sum::<f32>();
        built.totals = built.labels.iter().map(|label| total(label).max(f32::MIN_POSITIVE)).collect();
        let labels: Vec<&str> = texts.iter().map(|&(_, text)| text).collect();
        built.vectors = parts(embedder, &labels)?.0;
        let names = parts(embedder, &Sayings::of_postings().names())?.0;
        let nearest = |row: ArrayView1<'_, f32>| row.iter().copied().fold(-1.0, f32::max);
        for labels in built.vectors.axis_chunks_iter(Axis(0), BATCH) {
            built.usual.extend(labels.dot(&names.t()).rows().into_iter().map(nearest));
        }
        let mut words = vec![""; numbers.len()];
        for (word, &number) in &numbers {
            words[number as usize] = word;
        }
        (built.words, built.weights) = parts(embedder, &words)?;
        let mean = built.weights.iter().sum::<f32>() / built.weights.len().max(1) as f32;
        built.usual_weight = if mean > 0.0 { mean } else { 1.0 };
        Ok(built)
    }

    fn add(&mut self, row: u32, entry: usize, text: &str, numbers: &mut HashMap<String, u32>) {
        let name = called(text);
        self.called.entry(name.to_lowercase()).or_default().push(row);
        let all = words(name);
        let empty = all.iter().all(Word::is_empty);
        let mut label = Label { entry, stems: Vec::with_capacity(all.len()), telling: Vec::new(), words: Vec::new() };
        for word in &all {
            let next = u32::try_from(self.stems.len()).unwrap_or(UNKNOWN);
            let stem = *self.stems.entry(word.stem.clone()).or_insert(next);
            if stem == next {
                self.places.push(Vec::new());
            }
            label.stems.push(stem);
            if word.is_empty() && !empty {
                continue;
            }
            if !label.telling.contains(&stem) {
                label.telling.push(stem);
                self.places[stem as usize].push(row);
            }
            let next = u32::try_from(numbers.len()).unwrap_or(UNKNOWN);
            let number = *numbers.entry(word.text.clone()).or_insert(next);
            if !label.words.contains(&number) {
                label.words.push(number);
            }
        }
        self.labels.push(label);
    }

    /// The number of a stem, or [`UNKNOWN`].
    pub(super) fn stem(&self, stem: &str) -> u32 {
        self.stems.get(stem).copied().unwrap_or(UNKNOWN)
    }

    /// How rare a stem is.
    #[allow(clippy::cast_precision_loss)]
    pub(super) fn rareness(&self, stem: u32) -> f32 {
        self.rareness.get(stem as usize).copied().unwrap_or_else(|| ((self.labels.len() + 1) as f32).ln())
    }

    /// The labels that are called `name`.
    pub(super) fn called(&self, name: &str) -> &[u32] {
        self.called.get(&name.to_lowercase()).map_or(&[], Vec::as_slice)
    }
}

/// One unit vector a text, or zeros, and what each weighs as a part.
pub(super) fn parts(embedder: &dyn Embedder, texts: &[&str]) -> Result<(Array2<f32>, Vec<f32>)> {
    let mut rows = Array2::zeros((texts.len(), embedder.dimension()));
    let mut weights = vec![0.0; texts.len()];
    for (batch, chunk) in texts.chunks(BATCH).enumerate() {
        for (at, part) in embedder.embed_parts(chunk)?.into_iter().enumerate() {
            let row = batch * BATCH + at;
            if let Some((vector, weight)) = part {
                rows.index_axis_mut(Axis(0), row).iter_mut().zip(vector.values()).for_each(|(to, from)| *to = *from);
                weights[row] = weight;
            }
        }
    }
    Ok((rows, weights))
}
