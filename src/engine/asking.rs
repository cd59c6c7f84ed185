//! Questions: what is asked of an engine, put together word by word.

use jiff::civil::Date;

use super::Engine;
use crate::codes::Country;
use crate::codes::Language;
use crate::documents::Document;
use crate::error::Error;
use crate::error::Result;
use crate::pay::Money;
use crate::ranking;
use crate::ranking::By;
use crate::ranking::Match;
use crate::ranking::Question;
use crate::ranking::Weights;
use crate::ranking::Wishes;
use crate::seniority::Level;

/// A question that is being put; [`Asking::best`] answers it.
#[derive(Clone, Debug)]
#[must_use = "a question does nothing until `best` is called"]
pub struct Asking<'a> {
    engine: &'a Engine,
    document: Document,
    wishes: Wishes,
    weights: Weights,
    keep_copies: bool,
    by: By,
    diversity: f64,
    per_company: Option<usize>,
}

/// What unlikeness among the results cost: the mean score of the list, and that of the best without it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    /// The mean score of the matches that were given.
    pub mean_score: f64,
    /// The mean score of as many that had been given in order alone.
    pub mean_score_without: f64,
}

impl<'a> Asking<'a> {
    pub(super) fn of(engine: &'a Engine, document: Document) -> Self {
        let (wishes, weights) = (Wishes::default(), Weights::default());
        Self {
            engine,
            document,
            wishes,
            weights,
            keep_copies: false,
            by: By::default(),
            diversity: 0.0,
            per_company: None,
        }
    }

    /// A person: the least acceptable pay, in place of what the résumé asks. Refused where a posting asks.
    pub fn paying_at_least(mut self, money: Money) -> Self {
        self.wishes.pay_at_least = Some(money);
        self
    }

    /// A person: only work that is done remotely. Refused where a posting asks.
    pub fn remote(mut self) -> Self {
        self.wishes.remote = true;
        self
    }

    /// A person: the countries they may work from. An employer: where the person must be.
    pub fn in_countries(mut self, countries: impl IntoIterator<Item = Country>) -> Self {
        self.wishes.countries.extend(countries);
        self
    }

    /// Only these levels will do.
    pub fn at_levels(mut self, levels: impl IntoIterator<Item = Level>) -> Self {
        self.wishes.seniority.extend(levels);
        self
    }

    /// A person: a company that is out of the question. Refused where a posting asks.
    pub fn without_company(mut self, company: impl Into<String>) -> Self {
        self.wishes.without.push(company.into());
        self
    }

    /// A person: only postings of this day or later; one that does not say passes. Refused where a posting asks.
    pub const fn posted_since(mut self, day: Date) -> Self {
        self.wishes.posted_since = Some(day);
        self
    }

    /// Only documents written in one of these languages.
    pub fn in_languages(mut self, languages: impl IntoIterator<Item = Language>) -> Self {
        self.wishes.languages.extend(languages);
        self
    }

    /// Only documents that are filed under all of these tags, in any case of letters.
    pub fn tagged(mut self, tags: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.wishes.tags.extend(tags.into_iter().map(|tag| tag.as_ref().trim().to_lowercase()));
        self
    }

    /// What each signal counts.
    pub fn weighing(mut self, weights: Weights) -> Self {
        self.weights = weights;
        self
    }

    /// Keeps near-copies of one offer apart; people are never folded.
    pub fn keeping_copies(mut self) -> Self {
        self.keep_copies = true;
        self
    }

    /// Lets unlikeness among the results count, 0 to 1; at 0 the order is that of the scores.
    pub fn diversely(mut self, diversity: f64) -> Self {
        self.diversity = diversity.clamp(0.0, 1.0);
        self
    }

    /// At most so many postings of one company, at least 1. Refused where a posting asks: people have none.
    pub fn at_most_per_company(mut self, most: usize) -> Self {
        self.per_company = Some(most.max(1));
        self
    }

    /// In order of this, in place of the score; which stays what it is.
    pub const fn ordered_by(mut self, by: By) -> Self {
        self.by = by;
        self
    }

    /// The same as [`Asking::best`], with what [`Asking::diversely`] and [`Asking::at_most_per_company`] cost; `None` where
    /// neither is asked for or nothing is found.
    ///
    /// # Errors
    /// As [`Asking::best`].
    pub fn best_with_cost(self, top: usize) -> Result<(Vec<Match>, Option<Cost>)> {
        let without = Self { diversity: 0.0, per_company: None, ..self.clone() };
        let plain = self.diversity <= 0.0 && self.per_company.is_none();
        let found = self.best(top)?;
        if plain || found.is_empty() {
            return Ok((found, None));
        }
        let mean = |found: &[Match]| {
            #[expect(clippy::cast_precision_loss, reason = "lists are short")]
            let count = found.len() as f64;
            found.iter().map(Match::score).sum::<f64>() / count
        };
        let cost = Cost { mean_score: mean(&found), mean_score_without: mean(&without.best(found.len())?) };
        Ok((found, Some(cost)))
    }

    /// The `top` best matches, best first; those with a failed gate after all others.
    ///
    /// # Errors
    /// [`Error::Usage`] where a posting asks with a wish that only a person can have; otherwise when the model cannot
    /// run.
    pub fn best(self, top: usize) -> Result<Vec<Match>> {
        self.refuse_wishes_of_a_person()?;
        let snapshot = self.engine.newest()?;
        let (entry, vector) = self.engine.place(&self.document)?;
        let question = Question {
            asking: &entry,
            vector: vector.as_ref(),
            wishes: self.wishes,
            weights: self.weights,
            top,
            keep_copies: self.keep_copies,
            by: self.by,
            diversity: self.diversity,
            per_company: self.per_company,
        };
        ranking::rank(&question, &snapshot, &self.engine.options.taxonomy, &self.engine.options.rates)
    }

    /// The wishes that judge a posting are refused where a posting asks: they would judge the asking one.
    fn refuse_wishes_of_a_person(&self) -> Result<()> {
        let given = [
            ("paying_at_least", self.wishes.pay_at_least.is_some()),
            ("remote", self.wishes.remote),
            ("without_company", !self.wishes.without.is_empty()),
            ("posted_since", self.wishes.posted_since.is_some()),
            ("at_most_per_company", self.per_company.is_some()),
        ];
        match given.iter().find(|(_, given)| *given) {
            Some((wish, _)) if matches!(self.document, Document::Posting(_)) => Err(Error::Usage {
                problem: format!("{wish} is a wish of a person, and a posting asks"),
                remedy: "leave it out, or ask for a r\u{e9}sum\u{e9}'s postings".to_owned(),
            }),
            _ => Ok(()),
        }
    }
}
