//! What a person could change for a posting.

use super::edits::Edit;
use super::round;
use crate::pay::Money;
use crate::pay::Pay;
use crate::pay::Rates;
use crate::place::Mode;
use crate::profile::Profile;
use crate::ranking::MetSkill;
use crate::ranking::Reckoning;
use crate::seniority::Level;

/// The most skills that are tried, those that count most first.
const SKILLS: usize = 24;

/// The least years that bear out a level, where a headline does not name it.
const BORNE_OUT: [(Level, f32); 3] = [(Level::Junior, 0.0), (Level::Mid, 2.0), (Level::Senior, 5.0)];

/// The changes of a résumé that are worth trying for a posting.
pub(super) fn offers(why: &Reckoning, posting: &Profile, resume: &Profile, rates: &Rates) -> Vec<Edit> {
    let mut edits = skills(why);
    edits.extend(level(posting, resume));
    edits.extend(pay(posting, resume, rates));
    edits.extend(places(posting, resume));
    edits
}

/// A skill that is shown by near kin only, or not at all; years of one that is shown for too few.
fn skills(why: &Reckoning) -> Vec<Edit> {
    let mut open: Vec<&MetSkill> =
        why.skills.iter().filter(|skill| skill.credit < 1.0 && !is_a_language_known(skill)).collect();
    let gain = |skill: &MetSkill| skill.share * (1.0 - skill.credit);
    open.sort_by(|a, b| gain(b).total_cmp(&gain(a)).then_with(|| a.name.cmp(&b.name)));
    let edit = |skill: &&MetSkill| match (&skill.by, skill.asked_years) {
        (Some(by), Some(years)) if *by == skill.name => Edit::Years { skill: skill.name.clone(), years },
        _ => Edit::Show { skill: skill.name.clone() },
    };
    open.iter().take(SKILLS).map(edit).collect()
}

/// True for a language that is known, but less well than it is asked for: to know it better takes years.
fn is_a_language_known(skill: &MetSkill) -> bool {
    skill.by.as_ref() == Some(&skill.name) && skill.shown_level < skill.asked_level && skill.shown_level.is_some()
}

/// The posting's level in the headline: where the résumé names none, or where the years that it gives bear it out.
fn level(posting: &Profile, resume: &Profile) -> Option<Edit> {
    let asked = posting.seniority.level?;
    let borne_out = match (resume.seniority.level, resume.seniority.years.min) {
        (None, _) => true,
        (Some(held), Some(years)) => {
            held < asked && BORNE_OUT.iter().any(|&(level, least)| level == asked && years >= least)
        }
        (Some(_), None) => false,
    };
    borne_out.then_some(Edit::Level { level: asked })
}

/// Asking no more than the most that is offered, or no more than the least.
fn pay(posting: &Profile, resume: &Profile, rates: &Rates) -> Vec<Edit> {
    let asked = |asked: &Pay| {
        let (least, most) = asked.annual();
        least.or(most)
    };
    let Some((own, wanted)) = resume.pay.as_ref().and_then(|own| Some((own, asked(own)?))) else { return Vec::new() };
    let Some((least, most)) = posting
        .pay
        .as_ref()
        .filter(|offer| !offer.is_doubtful())
        .and_then(|offer| offer.annual_in(own.currency, rates))
    else {
        return Vec::new();
    };
    let now = Money { amount: wanted / own.period.per_year(), currency: own.currency, period: own.period };
    let instead_of = now.to_string();
    let ask = |yearly: f64| Edit::Ask {
        amount: round::down(yearly / own.period.per_year()),
        currency: own.currency,
        period: own.period,
        instead_of: instead_of.clone(),
    };
    let mut steps: Vec<Edit> = [most.or(least), least.or(most)]
        .into_iter()
        .flatten()
        .filter(|&yearly| yearly > 0.0 && yearly < wanted)
        .map(ask)
        .collect();
    steps.dedup();
    steps
}

/// Another way of work, or a move: where the work is at a site.
fn places(posting: &Profile, resume: &Profile) -> Vec<Edit> {
    let (offered, held) = (&posting.place, &resume.place);
    let Some(mode @ (Mode::Hybrid | Mode::Onsite)) = offered.mode else { return Vec::new() };
    let mut edits = Vec::new();
    if held.mode == Some(Mode::Remote) {
        edits.push(Edit::Work { mode });
    }
    let here = offered.countries.iter().any(|country| held.countries.contains(country));
    let to = offered.countries.first().copied().filter(|_| !here);
    if !held.countries.is_empty() && (to.is_some() || here && !held.would_move) {
        edits.push(Edit::Move { to });
    }
    edits
}
