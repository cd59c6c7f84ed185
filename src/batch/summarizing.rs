//! From the figures of a run to what it is told by.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::sync::Arc;

use super::job::Job;
use super::population::Population;
use super::scoring::Run;
use super::scoring::Watch;
use super::stats::Best;
use super::stats::COVERS;
use super::stats::Stats;
use super::summary::Bins;
use super::summary::Counted;
use super::summary::Covered;
use super::summary::PayBalance;
use super::summary::SkillBalance;
use super::summary::Summary;
use crate::catalog::Entry;
use crate::documents::Side;
use crate::error::Result;
use crate::pay::Currency;
use crate::pay::Rates;
use crate::profile::Profile;
use crate::ranking;
use crate::ranking::Weights;
use crate::skills::Need;
use crate::skills::SkillId;

/// How many documents a list names.
const NAMED: usize = 20;

/// How many skills are told of.
const SKILLS: usize = 40;

/// How many of the nearest résumés tell what a posting asks for in vain.
const NEAREST: usize = 50;

/// How many skills are named that a posting asks for in vain.
const MISSING: usize = 5;

/// How many bins pay is counted in.
const PAY_BINS: usize = 20;

/// How many documents are read at a time.
const BLOCK: usize = 4_096;

impl Run<'_> {
    /// What each signal counts.
    #[must_use]
    pub const fn weights(&self) -> &Weights {
        &self.job().weights
    }

    /// What the run comes to, of which `unread` inputs could not be read.
    ///
    /// # Errors
    /// When a file of a catalog is damaged.
    pub fn summarize(&self, stats: &Stats, unread: u64) -> Result<Summary> {
        let (postings, resumes) = self.populations();
        let covered = |best: &Best| best.covered == 0;
        let unfilled = places(&stats.postings, covered, |a, b| a.score.total_cmp(&b.score));
        let unwanted = places(&stats.resumes, covered, |a, b| a.score.total_cmp(&b.score));
        let most = places(
            &stats.postings,
            |best| best.covered > 0,
            |a, b| b.covered.cmp(&a.covered).then(b.score.total_cmp(&a.score)),
        );
        let fewest =
            places(&stats.postings, |_| true, |a, b| a.covered.cmp(&b.covered).then(a.score.total_cmp(&b.score)));
        let failed = [("pay", stats.pay), ("place", stats.place)];
        let failed = failed.into_iter().map(|(name, count)| Counted { name: name.to_owned(), count });
        let mut market = Market::default();
        market.look_at(postings)?;
        market.look_at(resumes)?;
        Ok(Summary {
            version: self.weights().short_version().to_owned(),
            postings: postings.len() as u64,
            resumes: resumes.len() as u64,
            unread,
            pairs: stats.pairs,
            written: stats.kept,
            failed: failed.collect(),
            threshold: COVERS,
            scores: stats.scores.clone(),
            best_of_postings: bins(&stats.postings),
            best_of_resumes: bins(&stats.resumes),
            best_covered: named(postings, &stats.postings, &most)?,
            worst_covered: named(postings, &stats.postings, &fewest)?,
            unwanted: named(resumes, &stats.resumes, &unwanted)?,
            unwanted_count: unwanted.len() as u64,
            unfilled: self.in_vain(named(postings, &stats.postings, &unfilled)?, &unfilled)?,
            unfilled_count: unfilled.len() as u64,
            skills: market.skills(self),
            pay: market.pay(self.rates()),
        })
    }

    /// The same postings, each with the required skills that the most of the nearest résumés lack.
    fn in_vain(&self, mut covered: Vec<Covered>, places: &[usize]) -> Result<Vec<Covered>> {
        let (postings, resumes) = self.populations();
        let mut some: Vec<usize> = places.iter().copied().take(NAMED).collect();
        some.sort_unstable();
        let postings = postings.some(&some);
        let weights = self.weights().clone();
        let job = Job { weights, top: Some(NEAREST), by: Side::Posting, ..self.job().clone() };
        let job = Job { at_least: 0.0, passing: false, through_index: false, ..job };
        let run = Run::new(&postings, resumes, &job, self.taxonomy(), self.rates())?;
        for part in 0..run.parts() {
            let Some(part) = run.part(part, &Watch::default())? else { break };
            for (at, places) in part.own_pairs() {
                let Some(posting) = postings.entries(at..at + 1)?.pop() else { continue };
                let missing = self.missing(&posting, &places, resumes)?;
                if let Some(one) = covered.iter_mut().find(|one| one.id == posting.profile.id) {
                    one.missing = missing;
                }
            }
        }
        Ok(covered)
    }

    /// The required skills that the most of some résumés lack.
    fn missing(&self, posting: &Entry, places: &[usize], resumes: &Population) -> Result<Vec<Counted>> {
        let mut lacking: BTreeMap<String, u64> = BTreeMap::new();
        for &place in places {
            for resume in resumes.entries(place..place + 1)? {
                let why = ranking::reckon(posting, &resume, self.weights(), self.taxonomy(), self.rates());
                for skill in why.skills.into_iter().filter(|skill| skill.need == Need::Required && skill.credit == 0.0)
                {
                    *lacking.entry(skill.name).or_insert(0) += 1;
                }
            }
        }
        let mut missing: Vec<Counted> = lacking.into_iter().map(|(name, count)| Counted { name, count }).collect();
        missing.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
        missing.truncate(MISSING);
        Ok(missing)
    }
}

/// The places of those that pass, in order, equal ones by id.
fn places(
    all: &[Best],
    passes: impl Fn(&Best) -> bool,
    order: impl Fn(&Best, &Best) -> std::cmp::Ordering,
) -> Vec<usize> {
    let mut places: Vec<usize> = (0..all.len()).filter(|&place| passes(&all[place])).collect();
    places.sort_by(|&a, &b| order(&all[a], &all[b]));
    places
}

fn bins(all: &[Best]) -> Bins {
    let mut bins = Bins::default();
    all.iter().filter(|best| best.score >= 0.0).for_each(|best| bins.add(best.score));
    bins
}

/// The first of some places, with their names.
fn named(population: &Population, all: &[Best], places: &[usize]) -> Result<Vec<Covered>> {
    let one = |&place: &usize| -> Result<Option<Covered>> {
        let entry = population.entries(place..place + 1)?.pop();
        Ok(entry.map(|entry| Covered {
            id: entry.profile.id.clone(),
            title: entry.profile.title.clone(),
            best: all[place].score.max(0.0),
            above: u64::from(all[place].covered),
            missing: Vec::new(),
        }))
    };
    places.iter().take(NAMED).filter_map(|place| one(place).transpose()).collect()
}

/// What both sides ask and offer.
#[derive(Debug, Default)]
struct Market {
    /// How many postings ask for a skill, and how many résumés show it.
    skills: HashMap<SkillId, (u64, u64)>,
    /// What résumés ask at the least, and the middle of what postings offer; each a year, with its currency.
    asked: Vec<(Currency, f64)>,
    offered: Vec<(Currency, f64)>,
}

impl Market {
    fn look_at(&mut self, population: &Population) -> Result<()> {
        for begin in (0..population.len()).step_by(BLOCK) {
            let entries: Vec<Arc<Entry>> = population.entries(begin..(begin + BLOCK).min(population.len()))?;
            entries.iter().for_each(|entry| self.see(&entry.profile));
        }
        Ok(())
    }

    fn see(&mut self, profile: &Profile) {
        for skill in &profile.skills {
            let counts = self.skills.entry(skill.id).or_default();
            match skill.need {
                Need::Required | Need::Preferred => counts.0 += 1,
                Need::Shown => counts.1 += 1,
                Need::Mentioned => {}
            }
        }
        let Some(pay) = profile.pay.as_ref().filter(|pay| !pay.is_doubtful()) else { return };
        let (least, most) = pay.annual();
        match profile.side {
            Side::Posting => {
                let middle = least.zip(most).map(|(least, most)| f64::midpoint(least, most)).or(least).or(most);
                self.offered.extend(middle.map(|amount| (pay.currency, amount)));
            }
            Side::Resume => self.asked.extend(least.or(most).map(|amount| (pay.currency, amount))),
        }
    }

    fn skills(&self, run: &Run<'_>) -> Vec<SkillBalance> {
        let one = |(&id, &(asked, shown)): (&SkillId, &(u64, u64))| SkillBalance {
            name: run.taxonomy().entry(id).name.clone(),
            asked,
            shown,
        };
        let mut all: Vec<SkillBalance> = self.skills.iter().map(one).collect();
        all.sort_by(|a, b| b.asked.max(b.shown).cmp(&a.asked.max(a.shown)).then_with(|| a.name.cmp(&b.name)));
        all.truncate(SKILLS);
        all
    }

    /// Both in the currency that most state; bins from 0 to what nearly all stay below.
    fn pay(&self, rates: &Rates) -> Option<PayBalance> {
        let mut stated: BTreeMap<String, (u64, Currency)> = BTreeMap::new();
        for (currency, _) in self.asked.iter().chain(&self.offered) {
            stated.entry(currency.to_string()).or_insert((0, *currency)).0 += 1;
        }
        let (_, currency) = stated.into_values().rev().max_by_key(|(count, _)| *count)?;
        let amounts = |all: &[(Currency, f64)]| -> Vec<f64> {
            let mut amounts: Vec<f64> =
                all.iter().filter_map(|&(from, amount)| rates.convert(amount, from, currency)).collect();
            amounts.sort_by(f64::total_cmp);
            amounts
        };
        let (asked, offered) = (amounts(&self.asked), amounts(&self.offered));
        let high = |sorted: &[f64]| sorted.get(sorted.len().saturating_sub(1) * 98 / 100).copied().unwrap_or(0.0);
        let step = round_up(high(&asked).max(high(&offered)) / PAY_BINS as f64);
        let edges: Vec<f64> = (0..=PAY_BINS).map(|edge| edge as f64 * step).collect();
        let counts = |amounts: &[f64]| {
            let mut counts = vec![0; PAY_BINS];
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            amounts.iter().for_each(|amount| counts[((amount / step).max(0.0) as usize).min(PAY_BINS - 1)] += 1);
            counts
        };
        Some(PayBalance { currency: currency.to_string(), asked: counts(&asked), offered: counts(&offered), edges })
    }
}

/// The next larger of 1, 2 and 5 times a power of ten.
fn round_up(step: f64) -> f64 {
    let power = 10_f64.powf(step.max(1.0).log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * power).find(|round| *round >= step).unwrap_or(step)
}
