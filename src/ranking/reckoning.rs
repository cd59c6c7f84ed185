//! The full reckoning of a pair: what each document says, in its words, what each signal makes of it, and the sum.

use serde::Serialize;

use super::gates;
use super::gates::Gate;
use super::gates::Wishes;
use super::pair::Pair;
use super::pair::Party;
use super::scoring;
use super::scoring::Reason;
use super::sides::Serves;
use super::sides::Sides;
use super::signals::SIGNALS;
use super::skills;
use super::skills::MetSkill;
use super::skills::PRIOR_SHARE;
use super::weights::Weights;
use crate::catalog::Entry;
use crate::documents::Side;
use crate::pay::Currency;
use crate::pay::Pay;
use crate::pay::Rates;
use crate::place::Place;
use crate::profile::Profile;
use crate::seniority::Seniority;
use crate::skills::Occupation;
use crate::skills::Taxonomy;

/// Why a posting and a résumé have the score that they have, from text to number.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Reckoning {
    /// What the posting says.
    pub posting: Told,
    /// What the résumé says.
    pub resume: Told,
    /// Every signal with a weight above zero; what they contribute adds up to the score.
    pub signals: Vec<Reckoned>,
    /// Every asked skill, the most telling first: its share of the skills signal, and what there is to show for it.
    pub skills: Vec<MetSkill>,
    /// What counts in the skills signal before any skill is looked at; `None` where the posting asks for none.
    pub assumed: Option<Assumed>,
    /// The rate between the two currencies of pay, where they differ and it is known.
    pub rate: Option<Rate>,
    /// The deal-breakers; they change no score.
    pub gates: Vec<Gate>,
    /// How far each side meets the other.
    pub sides: Sides,
}

/// What one document says of the facts that are compared, with the words that they were read from.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Told {
    /// The document's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its company, where it is a posting that names one.
    pub company: Option<String>,
    /// The level, track and years, and the words that gave them.
    pub seniority: Seniority,
    /// The pay as it is stated, and its words.
    pub pay: Option<Pay>,
    /// The same a year, in the person's currency.
    pub pay_a_year: Option<Yearly>,
    /// The place, and its words.
    pub place: Place,
    /// The occupations that the title names, where the taxonomy in use has occupations.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub occupations: Vec<Named>,
}

/// An entry of a taxonomy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    /// What it is called.
    pub label: String,
    /// What public taxonomies know it by.
    pub codes: Vec<String>,
}

/// Pay for a year of full-time work.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Yearly {
    /// The currency.
    pub currency: Currency,
    /// The least, in units of the currency.
    pub min: Option<f64>,
    /// The most, in units of the currency.
    pub max: Option<f64>,
}

/// An exchange rate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rate {
    /// One unit of this is worth
    pub from: Currency,
    /// so many units of [`Rate::to`].
    pub rate: f64,
    /// The person's currency.
    pub to: Currency,
    /// The date of the table, as it states it.
    pub date: String,
}

/// A reason, and where its strength comes from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reckoned {
    /// The reason, as `rank` gives it.
    #[serde(flatten)]
    pub reason: Reason,
    /// For which side it speaks.
    pub serves: Serves,
    /// What the signal measures.
    pub measures: &'static str,
}

/// The part of the skills signal that no skill decides, so that a posting which names one says less than one that names ten.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Assumed {
    /// Its share of the strength, 0 to 1.
    pub share: f64,
    /// The credit that it counts with.
    pub credit: f64,
}

impl Named {
    fn of(occupation: &Occupation) -> Self {
        Self { label: occupation.name.clone(), codes: occupation.codes.clone() }
    }
}

impl Reckoning {
    /// The score: the same sum, in the same order, as that of a [`Match`](super::Match).
    #[must_use]
    pub fn score(&self) -> f64 {
        self.signals.iter().map(|signal| signal.reason.contribution).sum()
    }
}

/// The full reckoning of a pair.
#[must_use]
pub fn reckon(posting: &Entry, resume: &Entry, weights: &Weights, taxonomy: &Taxonomy, rates: &Rates) -> Reckoning {
    let pair = Pair::new(Party::of(posting), Party::of(resume), taxonomy, rates);
    let reasons = scoring::reasons(&pair, weights);
    let sides = Sides::of(&reasons);
    let skills = skills::met_skills(&pair);
    let left = 1.0 - skills.iter().map(|skill| skill.share).sum::<f64>();
    let (offered, asked) = (&posting.profile.pay, &resume.profile.pay);
    let into = asked.as_ref().or(offered.as_ref()).map(|pay| pay.currency);
    Reckoning {
        posting: told(&posting.profile, into, taxonomy, rates),
        resume: told(&resume.profile, into, taxonomy, rates),
        signals: reasons.into_iter().filter_map(reckoned).collect(),
        assumed: (!skills.is_empty()).then_some(Assumed { share: left, credit: PRIOR_SHARE }),
        skills,
        rate: offered.as_ref().zip(asked.as_ref()).and_then(|(offered, asked)| rate(offered, asked, rates)),
        gates: gates::gates(&pair, &Wishes::default(), Side::Resume),
        sides,
    }
}

fn reckoned(reason: Reason) -> Option<Reckoned> {
    let signal = SIGNALS.iter().find(|signal| signal.name == reason.signal)?;
    Some(Reckoned { reason, serves: signal.serves, measures: signal.meaning })
}

fn told(profile: &Profile, into: Option<Currency>, taxonomy: &Taxonomy, rates: &Rates) -> Told {
    let yearly = |pay: &Pay| {
        let currency = into?;
        let (min, max) = pay.annual_in(currency, rates)?;
        Some(Yearly { currency, min, max })
    };
    Told {
        id: profile.id.clone(),
        title: profile.title.clone(),
        company: profile.company.clone(),
        seniority: profile.seniority.clone(),
        pay: profile.pay.clone(),
        pay_a_year: profile.pay.as_ref().and_then(yearly),
        place: profile.place.clone(),
        occupations: profile.occupations(taxonomy).into_iter().map(Named::of).collect(),
    }
}

fn rate(offered: &Pay, asked: &Pay, rates: &Rates) -> Option<Rate> {
    let (from, to) = (offered.currency, asked.currency);
    let rate = rates.convert(1.0, from, to).filter(|_| from != to)?;
    Some(Rate { from, rate, to, date: rates.date().to_owned() })
}
