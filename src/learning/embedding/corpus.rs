//! What is learned from: groups of texts by source, as tokens, some of them held out.

use std::collections::HashSet;

use ndarray::Array2;
use rayon::prelude::*;

use super::lessons::Taught;
use super::pairs;
use super::pairs::Texts;
use super::recipe::Lesson;
use super::recipe::Recipe;
use super::recipe::Source;
use super::vocabulary::Counts;
use crate::embedding::StaticModel;
use crate::error::Result;

/// At most so many pairs a source are held out.
const MAX_HELD_OUT: usize = 400;

/// The groups of one source.
pub(super) struct Groups {
    pub(super) source: Source,
    /// Texts by number.
    members: Vec<Vec<u32>>,
    /// The running sum of what each group is drawn by: the root of its size.
    sums: Vec<f64>,
    /// A pair of each group that is held out.
    pub(super) held_out: Vec<(u32, u32)>,
}

/// All sources.
pub(super) struct Corpus {
    pub(super) texts: Vec<String>,
    pub(super) groups: Vec<Groups>,
    pub(super) lessons: Vec<Lessons>,
}

/// Texts by number, and the teacher's vectors of them.
pub(super) struct Lessons {
    pub(super) recipe: Lesson,
    texts: Vec<u32>,
    vectors: Array2<f32>,
}

/// What a batch is drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// The source of this number.
    Source(usize),
    /// The lesson of this number.
    Lesson(usize),
}

/// The pairs of one batch, as texts by number.
pub(super) struct Batch {
    pub(super) left: Vec<u32>,
    pub(super) right: Vec<u32>,
}

impl Corpus {
    /// The pair files of a recipe, and how often their words stand in them.
    pub(super) fn read(recipe: &Recipe) -> Result<(Self, Counts)> {
        let mut texts = Texts::default();
        let mut groups = Vec::new();
        for source in &recipe.sources {
            let all = pairs::read_groups(&source.file, &mut texts)?;
            groups.push(Groups::new(source.clone(), all, &texts, recipe.held_out));
        }
        let mut lessons = Vec::new();
        for lesson in &recipe.lessons {
            let Taught { recipe, texts: lines, vectors } = Taught::read(lesson)?;
            let numbers = lines.iter().map(|line| texts.number(line)).collect();
            lessons.push(Lessons { recipe, texts: numbers, vectors });
        }
        let mut counts = Counts::new(recipe.vocabulary.phrases > 0);
        for text in &texts.list {
            counts.add(text);
        }
        Ok((Self { texts: texts.list, groups, lessons }, counts))
    }

    /// Each text as the tokens below `tokens`, the others being silent.
    pub(super) fn spell(&self, model: &StaticModel, tokens: usize) -> Vec<Box<[u32]>> {
        let spell = |text: &String| {
            let mut spelled = model.tokens(text);
            spelled.retain(|&token| (token as usize) < tokens);
            spelled.into_boxed_slice()
        };
        self.texts.par_iter().map(spell).collect()
    }

    /// What the next batch is drawn from, by the weights of sources and lessons.
    pub(super) fn choose(&self, chance: &mut fastrand::Rng) -> Choice {
        let sources = self.groups.iter().enumerate().map(|(at, groups)| (Choice::Source(at), groups.source.weight));
        let lessons = self.lessons.iter().enumerate().map(|(at, taught)| (Choice::Lesson(at), taught.recipe.weight));
        let all: Vec<(Choice, f32)> = sources.chain(lessons).collect();
        let mut at = chance.f32() * all.iter().map(|(_, weight)| weight).sum::<f32>();
        for &(choice, weight) in &all {
            at -= weight;
            if at < 0.0 {
                return choice;
            }
        }
        all.last().map_or(Choice::Source(0), |&(choice, _)| choice)
    }
}

impl Lessons {
    /// Up to `wanted` different texts, drawn by chance, and the teacher's vectors of them.
    pub(super) fn draw(&self, wanted: usize, chance: &mut fastrand::Rng) -> (Vec<u32>, Array2<f32>) {
        let mut rows = HashSet::new();
        let mut order = Vec::new();
        for _ in 0..wanted {
            let row = chance.usize(..self.texts.len());
            if rows.insert(row) {
                order.push(row);
            }
        }
        let texts = order.iter().map(|&row| self.texts[row]).collect();
        (texts, self.vectors.select(ndarray::Axis(0), &order))
    }
}

impl Groups {
    fn new(source: Source, all: Vec<Vec<u32>>, texts: &Texts, share: f32) -> Self {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let below = (f64::from(share) * f64::from(u32::MAX)) as u32;
        let (mut members, mut held_out) = (Vec::new(), Vec::new());
        for group in all {
            let first = blake3::hash(texts.list[group[0] as usize].as_bytes());
            let number = u32::from_le_bytes(first.as_bytes().first_chunk().copied().unwrap_or_default());
            if number < below && held_out.len() < MAX_HELD_OUT {
                held_out.push((group[0], group[1]));
            } else {
                members.push(group);
            }
        }
        // A source of few groups is learned from all the same.
        if members.is_empty() {
            members = held_out.iter().map(|&(left, right)| vec![left, right]).collect();
        }
        let mut sum = 0.0;
        #[allow(clippy::cast_precision_loss)]
        let sums = members
            .iter()
            .map(|group| {
                sum += (group.len() as f64).sqrt();
                sum
            })
            .collect();
        Self { source, members, sums, held_out }
    }

    /// Pairs of up to `wanted` different groups, drawn by chance: two texts of each, in the group's order.
    pub(super) fn draw(&self, wanted: usize, chance: &mut fastrand::Rng) -> Batch {
        let wanted = wanted.min(self.members.len() * 4 / 5).max(1);
        let total = self.sums.last().copied().unwrap_or(0.0);
        let mut chosen = HashSet::new();
        let mut batch = Batch { left: Vec::with_capacity(wanted), right: Vec::with_capacity(wanted) };
        // Four fifths of all groups are found in a few tries each, unless sizes differ wildly.
        for _ in 0..wanted * 20 {
            if batch.left.len() == wanted {
                break;
            }
            let at = chance.f64() * total;
            let index = self.sums.partition_point(|&sum| sum <= at).min(self.members.len() - 1);
            if chosen.insert(index) {
                let group = &self.members[index];
                let first = chance.usize(..group.len());
                let second = (first + 1 + chance.usize(..group.len() - 1)) % group.len();
                batch.left.push(group[first.min(second)]);
                batch.right.push(group[first.max(second)]);
            }
        }
        batch
    }
}

impl Batch {
    /// Whether the right text of pair `column` is no wrong answer for the left one of pair `row`: a text of the one is
    /// a text of the other.
    pub(super) fn same(&self, row: usize, column: usize) -> bool {
        let ((left, right), (other_left, other_right)) =
            ((self.left[row], self.right[row]), (self.left[column], self.right[column]));
        left == other_left || right == other_right || left == other_right || right == other_left
    }
}
