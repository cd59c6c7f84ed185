//! What a run is told by: counts that fit a page, kept in the footer of its output.

use serde::Deserialize;
use serde::Serialize;

use crate::error::Error;
use crate::error::Result;

/// How many bins scores are counted in.
const BINS: usize = 100;

/// Scores between 0 and 1, counted in 100 bins of equal width; 1 itself counts in the last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bins(Vec<u64>);

impl Default for Bins {
    fn default() -> Self {
        Self(vec![0; BINS])
    }
}

impl Bins {
    /// Counts a score; what lies beyond 0 and 1 counts in the outermost bins, and what is no number not at all.
    pub fn add(&mut self, score: f64) {
        if !score.is_nan() {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
            let bin = ((score * BINS as f64) as usize).min(BINS - 1);
            if let Some(count) = self.0.get_mut(bin) {
                *count += 1;
            }
        }
    }

    /// Adds what others counted.
    pub fn merge(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(count, more)| *count += more);
    }

    /// The counts, from 0 to 1.
    #[must_use]
    pub fn counts(&self) -> &[u64] {
        &self.0
    }

    /// How many were counted.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.iter().fold(0, |sum, count| sum.saturating_add(*count))
    }
}

/// Something and how often it is there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counted {
    /// What it is.
    pub name: String,
    /// How often.
    pub count: u64,
}

/// A document and how well it is served by the other side.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Covered {
    /// Its id.
    pub id: String,
    /// Its title; empty where it is not known.
    pub title: String,
    /// The best score of any pair that it is in, failed gates or not.
    pub best: f64,
    /// How many pairs that it is in reach the threshold of the summary and fail no gate.
    pub above: u64,
    /// Of a posting: the required skills that the most résumés lack, the commonest first, each with how many of the résumés
    /// that come nearest lack it; empty for résumés and where nothing is known of skills.
    pub missing: Vec<Counted>,
}

/// A skill on both sides of the market.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SkillBalance {
    /// Its name.
    pub name: String,
    /// How many postings ask for it, required or preferred.
    pub asked: u64,
    /// How many résumés show it.
    pub shown: u64,
}

/// Pay on both sides of the market, as yearly amounts in one currency.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PayBalance {
    /// The code of the currency: `USD`.
    pub currency: String,
    /// The ends of the bins, ascending: one more than there are bins. What lies beyond counts in the outermost ones.
    pub edges: Vec<f64>,
    /// How many résumés ask for pay in each bin: the least that they would take.
    pub asked: Vec<u64>,
    /// How many postings offer pay in each bin: the middle of what they offer.
    pub offered: Vec<u64>,
}

/// A run, as it is told on a page. What is not known is left at its default: zero, empty or `None`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Summary {
    /// The version of the weights.
    pub version: String,
    /// Postings that were read.
    pub postings: u64,
    /// Résumés that were read.
    pub resumes: u64,
    /// Documents, lines or rows that could not be read.
    pub unread: u64,
    /// Pairs that were scored.
    pub pairs: u64,
    /// Pairs that were written: all, or the best of each document.
    pub written: u64,
    /// Of the pairs that were scored, those that fail a gate, by its name; a pair may fail several.
    pub failed: Vec<Counted>,
    /// From which score on a pair counts as one that covers its documents.
    pub threshold: f64,
    /// The scores of all pairs that were scored.
    pub scores: Bins,
    /// The best score of each posting.
    pub best_of_postings: Bins,
    /// The best score of each résumé.
    pub best_of_resumes: Bins,
    /// Postings with the most résumés above the threshold, most first; at most some twenty.
    pub best_covered: Vec<Covered>,
    /// Postings with the fewest, fewest first, of equal ones the lowest best score first; those of [`Summary::unfilled`] are
    /// among them.
    pub worst_covered: Vec<Covered>,
    /// Résumés that no posting reaches the threshold with, lowest best score first; at most some twenty.
    pub unwanted: Vec<Covered>,
    /// How many such résumés there are in all.
    pub unwanted_count: u64,
    /// Postings that no résumé reaches the threshold with, lowest best score first, with what is missing; at most some twenty.
    pub unfilled: Vec<Covered>,
    /// How many such postings there are in all.
    pub unfilled_count: u64,
    /// The skills that most postings ask for or most résumés show, at most 40, most first.
    pub skills: Vec<SkillBalance>,
    /// Pay asked and offered; `None` where neither is stated anywhere.
    pub pay: Option<PayBalance>,
}

impl Summary {
    /// The key that it stands under in the footer of a Parquet file.
    pub const KEY: &'static str = "vocation.summary";

    /// The summary as JSON, for the footer.
    ///
    /// # Errors
    /// [`Error::Unreadable`] where it holds a number that JSON has no word for.
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|error| unreadable(&error))
    }

    /// The summary that [`Summary::to_json`] gave; what a version does not know is passed over, and what one did not write is
    /// left at its default.
    ///
    /// # Errors
    /// [`Error::Unreadable`] where it is none.
    pub fn from_json(text: &str) -> Result<Self> {
        let object: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(text).map_err(|error| unreadable(&error))?;
        let mut found: Self = serde_json::from_value(object.into()).map_err(|error| unreadable(&error))?;
        for bins in [&mut found.scores, &mut found.best_of_postings, &mut found.best_of_resumes] {
            bins.0.resize(BINS, 0);
        }
        Ok(found)
    }
}

fn unreadable(error: &serde_json::Error) -> Error {
    let problem = format!("it is no summary of a run: {error}");
    let what = format!("the footer's {}", Summary::KEY);
    Error::Unreadable { what, problem, remedy: "write the file again with vocation score".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_count_in_their_bins() {
        let mut bins = Bins::default();
        [0.0, 0.009, 0.29, 1.0, 1.2, -0.5, f64::NAN].into_iter().for_each(|score| bins.add(score));
        let mut more = Bins::default();
        more.add(0.5);
        bins.merge(&more);
        assert_eq!((bins.counts()[0], bins.counts()[28] + bins.counts()[29], bins.counts()[99]), (3, 1, 2));
        assert_eq!((bins.counts()[50], bins.total(), bins.counts().len()), (1, 7, 100));
    }

    #[test]
    fn a_summary_survives_its_footer() {
        let mut summary = Summary { version: "v".to_owned(), pairs: 7, threshold: 0.6, ..Summary::default() };
        summary.scores.add(0.123);
        summary.pay = Some(PayBalance { currency: "EUR".to_owned(), edges: vec![0.0, 1e4], ..PayBalance::default() });
        assert_eq!(Summary::from_json(&summary.to_json().unwrap()).unwrap(), summary);
        // Of another version: fields that are not there, fields that are new, fewer bins.
        let other = Summary::from_json("{\"pairs\": 3, \"later\": [1], \"scores\": [2]}").unwrap();
        assert_eq!((other.pairs, other.scores.counts()[0], other.scores.counts().len()), (3, 2, 100));
        assert!(Summary::from_json("[]").unwrap_err().to_string().contains("vocation.summary"));
    }
}
