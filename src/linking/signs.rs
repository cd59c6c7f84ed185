//! The signs that a text means a label, and what each counts.

use std::sync::LazyLock;

use ndarray::Array1;
use ndarray::Array2;
use ndarray::Axis;

use crate::embedding::Embedder;
use crate::error::Error;
use crate::error::Result;

use super::labels::Label;
use super::labels::Labels;
use super::labels::UNKNOWN;
use super::sayings::Said;
use super::texts::Text;

/// Texts of fewer telling words count as of that many: below it a text is a name or a phrase, whatever its length.
const SHORT: usize = 8;

/// How many signs there are.
pub const SIGNS: usize = 17;

/// The signs: name and meaning, in the order of their values.
pub const MEANINGS: [(&str, &str); SIGNS] = [
    ("whole", "cosine of the text and the label"),
    ("window", "cosine of the label and the nearest window of at most four telling words"),
    ("windows", "how near all windows are: the logarithm of the mean of exp(5 cosine), over 5"),
    ("overlap", "rare stems shared with the best stretch of the text, over all that either has"),
    ("verbatim", "1 where the label's words stand in the text in a row"),
    ("words", "mean cosine of the label's words with the nearest of the text's, each weighing what the model gives it"),
    ("weakest", "cosine of that word of the label that the text is farthest from"),
    (
        "unexplained",
        "how much the label's words weigh that the text is far from: the sum of weight times one minus cosine",
    ),
    ("saying", "1 where a saying of the text goes by the label's name"),
    ("near_saying", "cosine of the label with the nearest name of a saying"),
    ("skill", "1 where a known skill of the text goes by the label's name"),
    ("near_skill", "cosine of the label with the nearest name of a known skill"),
    ("usual", "cosine of the label with the nearest name of what postings commonly say, whatever the text"),
    ("one_word", "1 where the label is one word"),
    ("length", "logarithm of one plus the words of the label"),
    ("whole_long", "the whole's cosine times the logarithm of one plus the text's telling words, at least 8"),
    ("names_long", "near_saying times the logarithm of one plus the text's telling words, at least 8"),
];

static WEIGHTS: &str = include_str!("../../data/linking_weights.tsv");

/// What each sign counts, and how a sum of signs becomes a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// One a sign, in the order of [`MEANINGS`].
    pub signs: [f32; SIGNS],
    /// The sum at which a link is as likely right as wrong.
    pub even: f32,
    /// How fast the sum turns into certainty: the score is `1 / (1 + exp(-slope * (sum - even)))`.
    pub slope: f32,
}

impl Weights {
    /// The weights that ship.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Weights> = LazyLock::new(|| {
            Weights::parse(WEIGHTS).expect("the weights that were compiled in are tested to be whole")
        });
        &BUILTIN
    }

    /// Reads a table with one sign a line, a tab, and its weight; and rows `even` and `slope`. Further columns, lines that
    /// begin with `#`, and a header are passed over.
    ///
    /// # Errors
    /// [`Error::BrokenData`] naming what is missing, unknown or no number.
    pub fn parse(text: &str) -> Result<Self> {
        let broken = |problem: String| Error::BrokenData { what: "the weights of linking".into(), problem };
        let mut values = [None; SIGNS + 2];
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
            let mut cells = line.split('\t').map(str::trim);
            let (name, weight) = (cells.next().unwrap_or(""), cells.next().unwrap_or(""));
            let names = MEANINGS.iter().map(|&(name, _)| name).chain(["even", "slope"]);
            let Some(place) = names.into_iter().position(|known| known == name) else {
                if name == "sign" {
                    continue;
                }
                return Err(broken(format!("{name:?} is no sign")));
            };
            let value = weight.parse().ok().filter(|value: &f32| value.is_finite());
            values[place] = Some(value.ok_or_else(|| broken(format!("{weight:?} of {name} is no number")))?);
        }
        let mut whole = [0.0; SIGNS + 2];
        for (place, value) in values.into_iter().enumerate() {
            let name = MEANINGS.get(place).map_or("even or slope", |&(name, _)| name);
            whole[place] = value.ok_or_else(|| broken(format!("{name} is missing")))?;
        }
        let mut signs = [0.0; SIGNS];
        signs.copy_from_slice(&whole[..SIGNS]);
        Ok(Self { signs, even: whole[SIGNS], slope: whole[SIGNS + 1] })
    }

    /// The weighted sum of signs.
    #[must_use]
    pub fn sum(&self, signs: &[f32; SIGNS]) -> f32 {
        self.signs.iter().zip(signs).map(|(weight, sign)| weight * sign).sum()
    }

    /// The score of a sum, 0 to 1.
    #[must_use]
    pub fn score(&self, sum: f32) -> f32 {
        1.0 / (1.0 + (-self.slope * (sum - self.even)).exp())
    }
}

/// A label that a text may mean.
pub(super) struct Candidate {
    pub(super) label: usize,
    pub(super) signs: [f32; SIGNS],
    /// The nearest window: the first of the text's telling words, and how many.
    pub(super) window: (usize, usize),
}

/// What a text says by name: in sayings, and in known skills.
pub(super) struct Names {
    pub(super) sayings: Vec<Said>,
    pub(super) skills: Vec<Said>,
}

/// What the signs of all candidates of one text are worked out from.
pub(super) struct Signs<'a> {
    pub(super) text: &'a Text<'a>,
    /// The words of the batch.
    pub(super) words: &'a Array2<f32>,
    pub(super) labels: &'a Labels,
    pub(super) names: &'a Names,
    pub(super) embedder: &'a dyn Embedder,
}

impl Signs<'_> {
    /// The candidates with their signs; `whole` is the cosine of each label with the text.
    pub(super) fn of(&self, candidates: &[usize], whole: &[f32]) -> Result<Vec<Candidate>> {
        let telling: Vec<usize> = self.text.telling.iter().map(|&(_, row)| row).collect();
        let words = self.words.select(Axis(0), &telling);
        let rows = self.labels.vectors.select(Axis(0), candidates);
        let dots = words.dot(&rows.t());
        let near = self.nearest_words(&words, candidates);
        let stems: Vec<u32> = self.text.words.iter().map(|word| self.labels.stem(&word.stem)).collect();
        let (sayings, skills) = (self.called(&self.names.sayings), self.called(&self.names.skills));
        let said = self.near_names(&self.names.sayings, &rows)?;
        let skilled = self.near_names(&self.names.skills, &rows)?;
        #[allow(clippy::cast_precision_loss)]
        let long = (self.text.telling.len().max(SHORT) as f32).ln_1p();
        let made = candidates.iter().enumerate().map(|(column, &place)| {
            let label = &self.labels.labels[place];
            let (window, windows, at) = self.windows(&dots, column);
            let (mean, weakest, unexplained) = self.nearest(label, &near);
            #[allow(clippy::cast_precision_loss)]
            let length = (label.stems.len() as f32).ln_1p();
            let named = |called: &[u32]| u32::try_from(place).is_ok_and(|place| called.binary_search(&place).is_ok());
            let signs = [
                whole[place],
                window,
                windows,
                self.overlap(label, &stems),
                truth(!label.stems.is_empty() && stems.windows(label.stems.len()).any(|run| run == label.stems)),
                mean,
                weakest,
                unexplained,
                truth(named(&sayings)),
                said[column],
                truth(named(&skills)),
                skilled[column],
                self.labels.usual[place],
                truth(label.stems.len() == 1),
                length,
                whole[place] * long,
                said[column] * long,
            ];
            Candidate { label: place, signs, window: at }
        });
        Ok(made.collect())
    }

    /// The labels that go by what is said, sorted.
    fn called(&self, said: &[Said]) -> Vec<u32> {
        let mut labels: Vec<u32> = said.iter().flat_map(|said| self.labels.called(said.name)).copied().collect();
        labels.sort_unstable();
        labels
    }

    /// The cosine of the nearest window, how near all are together, and the nearest.
    #[allow(clippy::cast_precision_loss)]
    fn windows(&self, dots: &Array2<f32>, column: usize) -> (f32, f32, (usize, usize)) {
        let (mut nearest, mut at, mut sum, mut count) = (-1.0_f32, (0, 0), 0.0_f32, 0);
        for (first, scales) in self.text.scales.iter().enumerate() {
            let mut dot = 0.0;
            for (word, &scale) in scales.iter().enumerate().filter(|&(_, &scale)| scale > 0.0) {
                dot += dots[[first + word, column]];
                let cosine = dot * scale;
                sum += (5.0 * cosine).exp();
                count += 1;
                if cosine > nearest {
                    (nearest, at) = (cosine, (first, word + 1));
                }
            }
        }
        if count == 0 { (0.0, 0.0, at) } else { (nearest, (sum / count as f32).ln() / 5.0, at) }
    }

    /// The nearest of the text's words to each word of the candidates: cosines by word, NaN where no candidate has the word.
    fn nearest_words(&self, words: &Array2<f32>, candidates: &[usize]) -> Vec<f32> {
        let mut wanted: Vec<usize> = candidates
            .iter()
            .flat_map(|&place| self.labels.labels[place].words.iter().map(|&word| word as usize))
            .collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut near = vec![f32::NAN; self.labels.weights.len()];
        let mut units = words.clone();
        for mut row in units.rows_mut() {
            let length = row.dot(&row).sqrt();
            if length > 0.0 {
                row /= length;
            }
        }
        let dots = self.labels.words.select(Axis(0), &wanted).dot(&units.t());
        for (row, &word) in dots.rows().into_iter().zip(&wanted) {
            near[word] = row.iter().copied().fold(if row.is_empty() { 0.0 } else { -1.0 }, f32::max);
        }
        near
    }

    /// The weighted mean and the least of the nearness of a label's words, and the weight of what is far.
    fn nearest(&self, label: &Label, near: &[f32]) -> (f32, f32, f32) {
        let (mut sum, mut weights, mut least) = (0.0, 0.0, 1.0_f32);
        for &word in &label.words {
            let (cosine, weight) = (near[word as usize], self.labels.weights[word as usize] + 1e-6);
            sum += cosine * weight;
            weights += weight;
            least = least.min(cosine);
        }
        let usual = self.labels.usual_weight;
        if weights > 0.0 { (sum / weights, least, (weights - sum) / usual) } else { (0.0, 0.0, 0.0) }
    }

    /// The rareness of the stems that a label shares with the best stretch of at most eight words, over that of all that
    /// either has.
    fn overlap(&self, label: &Label, stems: &[u32]) -> f32 {
        let shared = |stem: u32| stem != UNKNOWN && label.telling.contains(&stem);
        let places: Vec<usize> = (0..stems.len()).filter(|&place| shared(stems[place])).collect();
        let all: f32 = label.telling.iter().map(|&stem| self.labels.rareness(stem)).sum();
        let mut best = 0.0_f32;
        for (at, &from) in places.iter().enumerate() {
            for &to in places[at..].iter().take_while(|&&to| to - from < 8) {
                let mut stretch: Vec<u32> =
                    (from..=to).filter(|&place| !self.text.words[place].is_empty()).map(|place| stems[place]).collect();
                stretch.sort_unstable();
                stretch.dedup();
                let rareness = |stem: &u32| self.labels.rareness(*stem);
                let common: f32 = stretch.iter().filter(|stem| label.telling.contains(stem)).map(rareness).sum();
                let other: f32 = stretch.iter().filter(|stem| !label.telling.contains(stem)).map(rareness).sum();
                best = best.max(common / (all + other).max(f32::MIN_POSITIVE));
            }
        }
        best
    }

    /// The cosine of each candidate with the nearest of some names; zeros where there are none.
    fn near_names(&self, said: &[Said], rows: &Array2<f32>) -> Result<Vec<f32>> {
        let mut names: Vec<&str> = said.iter().map(|said| said.name).collect();
        names.sort_unstable();
        names.dedup();
        let mut nearest = vec![if names.is_empty() { 0.0 } else { -1.0_f32 }; rows.nrows()];
        for vector in self.embedder.embed(&names)?.into_iter().flatten() {
            let cosines = rows.dot(&Array1::from(vector.values().to_vec()));
            nearest.iter_mut().zip(&cosines).for_each(|(most, cosine)| *most = most.max(*cosine));
        }
        Ok(nearest)
    }
}

fn truth(holds: bool) -> f32 {
    if holds { 1.0 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_weights_name_every_sign() {
        let weights = Weights::builtin();
        assert!(weights.slope > 0.0 && weights.signs.iter().any(|weight| *weight > 0.0));
        assert!((weights.score(weights.even) - 0.5).abs() < 1e-6);
        assert!(weights.score(weights.even + 1.0) > 0.5);
    }

    #[test]
    fn a_table_that_lacks_or_invents_a_sign_is_refused() {
        let problem = |text: &str| Weights::parse(text).unwrap_err().to_string();
        assert!(problem("whole\t1\n").contains("window is missing"));
        assert!(problem("warmth\t1\n").contains("\"warmth\" is no sign"));
        assert!(problem("whole\tmuch\n").contains("no number"));
    }
}
