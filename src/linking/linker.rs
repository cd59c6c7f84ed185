//! The linker: candidates by vectors and by words together, then all signs of each.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use rayon::prelude::*;

use crate::embedding::Embedder;
use crate::error::Result;

use super::Judged;
use super::Link;
use super::labels::Labels;
use super::labels::UNKNOWN;
use super::nearness::Nearness;
use super::sayings::Sayings;
use super::signs::Candidate;
use super::signs::Names;
use super::signs::Signs;
use super::signs::Weights;
use super::taxonomy::Taxonomy;
use super::texts::Batch;

/// How many texts are linked together: bounds memory.
const BATCH: usize = 512;

/// How many candidates each way of looking gives, at least.
const NEAR: usize = 120;
const NEAR_WHOLE: usize = 40;
const SHARING: usize = 40;
/// How much nearness counts among labels that share as much.
const SHARE_NEAR: f32 = 0.01;

/// Links texts to the entries of a taxonomy.
pub struct Linker {
    taxonomy: Taxonomy,
    labels: Labels,
    embedder: Arc<dyn Embedder>,
    weights: Weights,
}

impl fmt::Debug for Linker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (entries, labels) = (self.taxonomy.len(), self.labels.labels.len());
        write!(f, "Linker({entries} entries, {labels} labels, {})", self.embedder.fingerprint())
    }
}

impl Linker {
    /// A linker to `taxonomy`: every label and alternative is embedded, once.
    ///
    /// # Errors
    /// When the embedder cannot run.
    pub fn new(taxonomy: Taxonomy, embedder: Arc<dyn Embedder>) -> Result<Self> {
        let labels = Labels::new(&taxonomy, embedder.as_ref())?;
        Ok(Self { taxonomy, labels, embedder, weights: Weights::builtin().clone() })
    }

    /// The same, with other weights than those that ship.
    #[must_use]
    pub fn weighing(mut self, weights: Weights) -> Self {
        self.weights = weights;
        self
    }

    /// The taxonomy.
    #[must_use]
    pub fn taxonomy(&self) -> &Taxonomy {
        &self.taxonomy
    }

    /// The `top` entries that `text` most likely means, likeliest first, each once; none where the text holds no word.
    ///
    /// # Errors
    /// When the embedder cannot run.
    pub fn link(&self, text: &str, top: usize) -> Result<Vec<Link>> {
        Ok(self.link_all(&[text], top)?.pop().unwrap_or_default())
    }

    /// [`Linker::link`] for many texts at once, in order, on all threads. The same on any number of them.
    ///
    /// # Errors
    /// When the embedder cannot run.
    pub fn link_all(&self, texts: &[&str], top: usize) -> Result<Vec<Vec<Link>>> {
        let mut links = Vec::with_capacity(texts.len());
        for texts in texts.chunks(BATCH) {
            let batch = Batch::new(texts, self.embedder.as_ref())?;
            let nearness = Nearness::new(&batch, &self.labels);
            let each = (0..texts.len()).into_par_iter().map(|at| {
                let (candidates, names) = self.signs(&batch, &nearness, at, top)?;
                Ok(self.best(&batch, at, candidates, &names, top))
            });
            links.extend(each.collect::<Result<Vec<_>>>()?);
        }
        Ok(links)
    }

    /// The weights.
    #[must_use]
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// The signs of every candidate of some texts, as (entry, signs), for learning weights.
    pub(crate) fn judged(&self, texts: &[&str]) -> Result<Vec<Judged>> {
        let mut all = Vec::with_capacity(texts.len());
        for texts in texts.chunks(BATCH) {
            let batch = Batch::new(texts, self.embedder.as_ref())?;
            let nearness = Nearness::new(&batch, &self.labels);
            let each = (0..texts.len()).into_par_iter().map(|at| {
                let entry = |candidate: Candidate| (self.labels.labels[candidate.label].entry, candidate.signs);
                Ok(self.signs(&batch, &nearness, at, 0)?.0.into_iter().map(entry).collect())
            });
            all.extend(each.collect::<Result<Vec<_>>>()?);
        }
        Ok(all)
    }

    fn signs(&self, batch: &Batch<'_>, nearness: &Nearness, at: usize, top: usize) -> Result<(Vec<Candidate>, Names)> {
        let text = &batch.texts[at];
        let names = Names {
            sayings: Sayings::of_postings().said(&text.text, &text.words),
            skills: Sayings::of_skills().said(&text.text, &text.words),
        };
        if text.words.is_empty() {
            return Ok((Vec::new(), names));
        }
        let (whole, both) = nearness.of(at);
        let candidates = self.candidates(batch, at, &whole, &both, &names, top);
        let embedder = self.embedder.as_ref();
        let signs = Signs { text, words: &batch.words, labels: &self.labels, names: &names, embedder };
        Ok((signs.of(&candidates, &whole)?, names))
    }

    /// The labels that a text may mean, in order: the nearest, those that share its rare words, and those it names.
    fn candidates(
        &self,
        batch: &Batch<'_>,
        at: usize,
        whole: &[f32],
        both: &[f32],
        names: &Names,
        top: usize,
    ) -> Vec<usize> {
        let mut places = nearest(both, NEAR.max(2 * top));
        places.extend(nearest(whole, NEAR_WHOLE));
        let stems: HashSet<u32> = batch.texts[at].words.iter().map(|word| self.labels.stem(&word.stem)).collect();
        let mut stems: Vec<u32> = stems.into_iter().filter(|&stem| stem != UNKNOWN).collect();
        stems.sort_unstable();
        let mut shared = vec![0.0_f32; both.len()];
        let mut sharing: Vec<usize> = Vec::new();
        for stem in stems {
            let rareness = self.labels.rareness(stem);
            for &place in &self.labels.places[stem as usize] {
                if shared[place as usize] == 0.0 {
                    sharing.push(place as usize);
                }
                shared[place as usize] += rareness;
            }
        }
        let share = |&place: &usize| shared[place] / self.labels.totals[place] + SHARE_NEAR * both[place];
        let shares: Vec<f32> = sharing.iter().map(share).collect();
        places.extend(nearest(&shares, SHARING).into_iter().map(|at| sharing[at]));
        for said in names.sayings.iter().chain(&names.skills) {
            places.extend(self.labels.called(said.name).iter().map(|&place| place as usize));
        }
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The best candidates as links, one an entry; an entry that has the text itself for its label first.
    fn best(&self, batch: &Batch<'_>, at: usize, candidates: Vec<Candidate>, names: &Names, top: usize) -> Vec<Link> {
        let mut sums: Vec<(f32, Candidate)> =
            candidates.into_iter().map(|candidate| (self.weights.sum(&candidate.signs), candidate)).collect();
        let text = batch.texts[at].text.trim().to_lowercase();
        let entry_of = |candidate: &Candidate| self.labels.labels[candidate.label].entry;
        let is_it = |candidate: &Candidate| self.taxonomy.entries()[entry_of(candidate)].label.to_lowercase() == text;
        sums.sort_by(|a, b| is_it(&b.1).cmp(&is_it(&a.1)).then(b.0.total_cmp(&a.0)).then(a.1.label.cmp(&b.1.label)));
        let mut seen = HashSet::new();
        let mut links = Vec::with_capacity(top.min(sums.len()));
        for (sum, candidate) in sums {
            let place = entry_of(&candidate);
            if links.len() == top {
                break;
            }
            if !seen.insert(place) {
                continue;
            }
            let entry = &self.taxonomy.entries()[place];
            links.push(Link {
                entry: place,
                label: entry.label.clone(),
                code: entry.code.clone(),
                score: if is_it(&candidate) { 1.0 } else { self.weights.score(sum) },
                evidence: self.evidence(batch, at, &candidate, names),
            });
        }
        links
    }

    /// The words of a text that speak for a label: a saying that names it, or else the nearest window.
    fn evidence(&self, batch: &Batch<'_>, at: usize, candidate: &Candidate, names: &Names) -> String {
        let text = &batch.texts[at];
        let named = names
            .skills
            .iter()
            .chain(&names.sayings)
            .find(|said| self.labels.called(said.name).iter().any(|&place| place as usize == candidate.label));
        let (first, last) = match named {
            Some(said) => (said.first, said.first + said.count - 1),
            None => {
                let (first, count) = candidate.window;
                match text.telling.get(first..first + count) {
                    Some([(first, _), .., (last, _)]) => (*first, *last),
                    Some([(only, _)]) => (*only, *only),
                    _ => return String::new(),
                }
            }
        };
        text.text[text.words[first].at.start..text.words[last].at.end].to_owned()
    }
}

/// The places of the `count` highest values, of equal ones the first.
fn nearest(values: &[f32], count: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..values.len()).collect();
    let order = |a: &usize, b: &usize| values[*b].total_cmp(&values[*a]).then(a.cmp(b));
    if count < places.len() {
        places.select_nth_unstable_by(count, order);
        places.truncate(count);
    }
    places
}

#[cfg(test)]
#[path = "linker_tests.rs"]
mod tests;
