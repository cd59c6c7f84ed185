//! Edits: one change of a document that its owner could truly make. It is made in the document, which is then read anew.

use std::fmt;

use serde::Serialize;

use super::of_postings;
use super::of_resumes;
use crate::codes::Country;
use crate::documents::Document;
use crate::pay::Currency;
use crate::pay::Money;
use crate::pay::Pay;
use crate::pay::Period;
use crate::place;
use crate::place::Mode;
use crate::profile::Profile;
use crate::seniority::Level;
use crate::skills::Need;
use crate::skills::SkillId;
use crate::skills::Taxonomy;

/// One change of a document. There is none of age, name, gender, origin or nationality, and none that says where a person
/// lives: these are nobody's to change for a job.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Edit {
    /// A résumé shows one more skill.
    Show {
        /// Its name.
        skill: String,
    },
    /// A résumé states so many years of a skill that it shows.
    Years {
        /// Its name.
        skill: String,
        /// As many as are asked.
        years: f64,
    },
    /// A résumé names the level in its headline.
    Level {
        /// The level.
        level: Level,
    },
    /// A résumé asks less pay.
    Ask {
        /// How much, in units of the currency.
        amount: f64,
        /// The currency in which the person asks.
        currency: Currency,
        /// What it covers.
        period: Period,
        /// What is asked now, in words.
        instead_of: String,
    },
    /// A résumé is open to another way of work.
    Work {
        /// The way of work.
        mode: Mode,
    },
    /// A résumé says that the person would move.
    Move {
        /// To which country; `None` for anywhere, the own country among them.
        to: Option<Country>,
    },
    /// A posting asks for these skills no more: one, or all of a group of alternatives.
    Drop {
        /// Their names.
        skills: Vec<String>,
    },
    /// A posting offers other pay.
    Offer {
        /// What it then offers.
        pay: Pay,
        /// What is offered now, in words; `None` where nothing is stated.
        instead_of: Option<String>,
    },
    /// A posting lets the work be done remotely.
    Remote {
        /// The way of work now, where it is stated.
        instead_of: Option<Mode>,
    },
    /// A posting is open to people of one more country.
    OpenTo {
        /// The country.
        country: Country,
    },
}

impl Edit {
    /// The document with this change made in it; `None` where it cannot be made there. `before` is what it says now.
    pub(super) fn applied(&self, document: &Document, before: &Profile, taxonomy: &Taxonomy) -> Option<Document> {
        match document {
            Document::Resume(resume) => of_resumes::applied(self, resume, before).map(Document::Resume),
            Document::Posting(posting) => of_postings::applied(self, posting, before, taxonomy).map(Document::Posting),
        }
    }

    /// True where a document that was read again says what the change was to make it say.
    pub(super) fn took(&self, before: &Profile, after: &Profile, taxonomy: &Taxonomy) -> bool {
        let named = |id: SkillId, name: &str| taxonomy.entry(id).name == *name;
        let same_home = before.place.countries == after.place.countries && before.place.cities == after.place.cities;
        match self {
            Self::Show { skill } => after.shown().iter().any(|shown| named(shown.id, skill)),
            Self::Years { skill, years } => {
                let stated = |shown: f32| f64::from(shown) + 0.05 >= *years;
                after.shown().iter().any(|shown| named(shown.id, skill) && shown.years.is_some_and(stated))
            }
            Self::Level { level } => {
                after.seniority.level == Some(*level) && after.seniority.track == before.seniority.track
            }
            Self::Ask { amount, currency, period, .. } => {
                let asked = Money { amount: *amount, currency: *currency, period: *period }.annual();
                after.pay.as_ref().is_some_and(|pay| {
                    let (least, most) = pay.annual();
                    let read = least.or(most).unwrap_or(f64::INFINITY);
                    pay.currency == *currency && (read - asked).abs() <= asked * 0.002
                })
            }
            Self::Work { mode } => after.place.mode == Some(*mode) && same_home,
            Self::Move { to } => {
                let limits = &after.place.moves_to;
                let there = to.is_none_or(|to| limits.is_empty() || limits.contains(&to));
                after.place.would_move && there && same_home
            }
            Self::Drop { skills } => {
                let asked = |need| matches!(need, Need::Required | Need::Preferred);
                !after.skills.iter().any(|one| asked(one.need) && skills.iter().any(|skill| named(one.id, skill)))
            }
            Self::Offer { pay, .. } => {
                let same = |read: &Pay| (read.min, read.max, read.currency) == (pay.min, pay.max, pay.currency);
                after.pay.as_ref().is_some_and(same)
            }
            Self::Remote { .. } => after.place.mode == Some(Mode::Remote),
            Self::OpenTo { country } => {
                let kept = before.place.countries.iter().all(|one| after.place.countries.contains(one));
                kept && after.place.countries.contains(country)
            }
        }
    }

    /// True where nothing of a person, or of what a posting asks, was lost by the change but what it takes away.
    pub(super) fn kept_the_rest(&self, before: &Profile, after: &Profile, taxonomy: &Taxonomy) -> bool {
        let dropped = |id: SkillId| match self {
            Self::Drop { skills } => skills.contains(&taxonomy.entry(id).name),
            _ => false,
        };
        let counted = |need| !matches!(need, Need::Mentioned);
        before
            .skills
            .iter()
            .filter(|skill| counted(skill.need) && !dropped(skill.id))
            .all(|skill| after.skills.iter().any(|other| other.id == skill.id && other.need == skill.need))
    }
}

impl fmt::Display for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Show { skill } => write!(f, "with {skill} shown"),
            Self::Years { skill, years } => write!(f, "with {years} years of {skill} shown"),
            Self::Level { level } => write!(f, "with {} level in the headline", level.name()),
            Self::Ask { amount, currency, period, instead_of } => {
                let asked = Money { amount: *amount, currency: *currency, period: *period };
                write!(f, "asking {asked} instead of {instead_of}")
            }
            Self::Work { mode } => write!(f, "open to work that is {}", mode.word()),
            Self::Move { to: Some(country) } => write!(f, "willing to move to {}", place::country_name(*country)),
            Self::Move { to: None } => f.write_str("willing to move"),
            Self::Drop { skills } => write!(f, "without asking for {}", skills.join(" or ")),
            Self::Offer { pay, instead_of: Some(now) } => write!(f, "offering {pay} instead of {now}"),
            Self::Offer { pay, instead_of: None } => write!(f, "stating pay, {pay}"),
            Self::Remote { instead_of: Some(mode) } => write!(f, "remote instead of {}", mode.word()),
            Self::Remote { instead_of: None } => f.write_str("remote"),
            Self::OpenTo { country } => write!(f, "open to people in {} too", place::country_name(*country)),
        }
    }
}
