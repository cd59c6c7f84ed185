//! What an employer could change of a posting.

use super::edits::Edit;
use super::round;
use crate::pay::Basis;
use crate::pay::Pay;
use crate::pay::Period;
use crate::pay::Rates;
use crate::pay::Source;
use crate::place::Mode;
use crate::profile::Profile;
use crate::skills::Need;
use crate::skills::Taxonomy;

/// By how much more pay is tried, whoever asks for what.
const RAISES: [f64; 2] = [0.1, 0.2];

/// The changes of a posting that are worth trying: each requirement dropped, remote work, more pay, one more country.
pub(super) fn demands(posting: &Profile, resume: &Profile, taxonomy: &Taxonomy, rates: &Rates) -> Vec<Edit> {
    let mut edits = requirements(posting, taxonomy);
    edits.extend(pay(posting, resume, rates));
    edits.extend(places(posting, resume));
    edits
}

/// Every asked skill, alternatives together.
fn requirements(posting: &Profile, taxonomy: &Taxonomy) -> Vec<Edit> {
    let mut groups: Vec<(Option<u16>, Vec<String>)> = Vec::new();
    for skill in posting.skills.iter().filter(|skill| matches!(skill.need, Need::Required | Need::Preferred)) {
        let name = taxonomy.entry(skill.id).name.clone();
        match groups.iter_mut().find(|(group, _)| group.is_some() && *group == skill.group) {
            Some((_, names)) => names.push(name),
            None => groups.push((skill.group, vec![name])),
        }
    }
    groups.into_iter().map(|(_, skills)| Edit::Drop { skills }).collect()
}

/// Pay that reaches what this person asks, and a tenth or a fifth more.
fn pay(posting: &Profile, resume: &Profile, rates: &Rates) -> Vec<Edit> {
    let asked = resume.pay.as_ref().and_then(|asked| {
        let (least, most) = asked.annual();
        Some((least.or(most)?, asked.currency))
    });
    let Some(now) = posting.pay.as_ref().filter(|now| !now.is_doubtful()) else {
        let offer = |(amount, currency)| Edit::Offer {
            pay: Pay {
                currency,
                min: None,
                max: Some(round::up(amount)),
                period: Period::Year,
                basis: Basis::Base,
                source: Source::Stated,
                evidence: String::new(),
            },
            instead_of: None,
        };
        return asked.map(offer).into_iter().collect();
    };
    let offer = |min: Option<f64>, max: Option<f64>| Edit::Offer {
        pay: Pay { min, max, source: Source::Stated, evidence: String::new(), ..now.clone() },
        instead_of: Some(now.to_string()),
    };
    let mut edits = Vec::new();
    let most = now.max.or(now.min).unwrap_or(0.0);
    let wanted = asked.and_then(|(amount, currency)| rates.convert(amount, currency, now.currency));
    if let Some(wanted) = wanted.map(|yearly| yearly / now.period.per_year()).filter(|wanted| *wanted > most) {
        edits.push(offer(now.min, Some(round::up(wanted))));
    }
    edits.extend(RAISES.map(|raise| {
        let raised = |amount: f64| round::down(amount * (1.0 + raise));
        offer(now.min.map(raised), now.max.map(raised))
    }));
    edits
}

/// Remote in place of a site; and where it is remote, the person's country too.
fn places(posting: &Profile, resume: &Profile) -> Vec<Edit> {
    let place = &posting.place;
    if place.mode != Some(Mode::Remote) {
        return vec![Edit::Remote { instead_of: place.mode }];
    }
    let shared = resume.place.countries.iter().any(|country| place.countries.contains(country));
    let other = resume.place.countries.first().filter(|_| !shared && !place.anywhere && !place.countries.is_empty());
    other.map(|&country| Edit::OpenTo { country }).into_iter().collect()
}
