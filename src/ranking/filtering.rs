//! Gates as a filter: what a candidate must be like for none of them to fail, told before it is read.

use super::companies;
use super::gates;
use super::gates::Verdict;
use super::gates::Wishes;
use crate::catalog::Closed;
use crate::catalog::Filter;
use crate::documents::Side;
use crate::pay::Rates;
use crate::profile::Profile;

/// The candidates for which no gate fails: those of [`gates::passes`], fact by fact. The asking profile is one in which
/// wishes have taken the place of what it says.
pub(super) fn filter<'a>(asking: &'a Profile, wishes: &'a Wishes, rates: &'a Rates) -> Filter<'a> {
    let mut filter = Filter::default();
    common(wishes, &mut filter);
    match asking.side {
        Side::Resume => of_postings(asking, wishes, rates, &mut filter),
        Side::Posting => of_people(asking, wishes, rates, &mut filter),
    }
    filter
}

/// What is wished of either side.
fn common<'a>(wishes: &'a Wishes, filter: &mut Filter<'a>) {
    if !wishes.seniority.is_empty() {
        filter.level = Some(Box::new(|level| level.is_none_or(|level| wishes.seniority.contains(&level))));
    }
    if !wishes.languages.is_empty() {
        filter.language =
            Some(Box::new(|language| language.is_none_or(|language| wishes.languages.contains(&language))));
    }
    if !wishes.tags.is_empty() {
        filter.tags = Some(Box::new(|tags| wishes.tags.iter().all(|tag| tags.contains(tag))));
    }
}

/// The documents of a side that none of these wishes bars, whoever asks: what `rank` lists as failing a gate for the wishes
/// alone is left out.
#[must_use]
pub fn wished<'a>(side: Side, wishes: &'a Wishes) -> Filter<'a> {
    let mut filter = Filter::default();
    common(wishes, &mut filter);
    match side {
        Side::Posting => wished_of_postings(wishes, &mut filter),
        Side::Resume if wishes.countries.is_empty() => {}
        Side::Resume => {
            filter.place = Some(Box::new(|held| gates::is_in(&held.countries, &wishes.countries) != Verdict::Fail));
        }
    }
    filter
}

fn wished_of_postings<'a>(wishes: &'a Wishes, filter: &mut Filter<'a>) {
    if wishes.remote {
        filter.place = Some(Box::new(|offered| gates::is_remote(offered.mode) != Verdict::Fail));
    }
    if let Some(since) = wishes.posted_since {
        filter.posted = Some(Box::new(move |posted| posted.is_none_or(|day| day >= since)));
    }
    if !wishes.without.is_empty() {
        let keys = wishes.without.iter().filter(|name| !companies::called(name).is_empty());
        let keys = keys.map(|name| companies::key(name)).collect();
        filter.company = Some(Closed { key: companies::key, keys });
    }
}

fn of_postings<'a>(person: &'a Profile, wishes: &'a Wishes, rates: &'a Rates, filter: &mut Filter<'a>) {
    wished_of_postings(wishes, filter);
    filter.place = Some(Box::new(|offered| {
        gates::may_work(offered, &person.place) != Verdict::Fail
            && !(wishes.remote && gates::is_remote(offered.mode) == Verdict::Fail)
    }));
    if let Some((least, _)) = person.pay.as_ref().and_then(gates::accepted) {
        filter.pay = Some(Box::new(move |offer| {
            offer.as_ref().is_none_or(|offer| gates::reaches(offer, &least, rates) != Verdict::Fail)
        }));
    }
}

fn of_people<'a>(posting: &'a Profile, wishes: &'a Wishes, rates: &'a Rates, filter: &mut Filter<'a>) {
    filter.place = Some(Box::new(|held| {
        gates::may_work(&posting.place, held) != Verdict::Fail
            && (wishes.countries.is_empty() || gates::is_in(&held.countries, &wishes.countries) != Verdict::Fail)
    }));
    if let Some(offer) = &posting.pay {
        filter.pay = Some(Box::new(move |pay| {
            let least = pay.as_ref().and_then(gates::accepted);
            least.is_none_or(|(least, _)| gates::reaches(offer, &least, rates) != Verdict::Fail)
        }));
    }
}
