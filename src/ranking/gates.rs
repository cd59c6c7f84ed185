//! Gates: deal-breakers. A gate is passed, failed or unknown; it never changes a score.

use jiff::civil::Date;
use serde::Serialize;

use super::companies;
use super::pair::Pair;
use super::pay;
use super::signals::Because;
use crate::codes::Country;
use crate::codes::Language;
use crate::documents::Side;
use crate::pay::Basis;
use crate::pay::Money;
use crate::pay::Pay;
use crate::pay::Rates;
use crate::pay::Source;
use crate::place::Mode;
use crate::place::Place;
use crate::place::Reach;
use crate::place::country_name;
use crate::profile::Profile;
use crate::seniority::Level;

/// What came of a gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Nothing stands against it.
    Pass,
    /// It breaks the deal.
    Fail,
    /// A side does not say.
    Unknown,
}

/// A deal-breaker, and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gate {
    /// What is asked: `place`, `pay`, `remote`, `seniority`, `country`, `company`, `posted`, `language` or `tags`.
    pub gate: &'static str,
    /// What came of it.
    pub verdict: Verdict,
    /// Why, in a sentence.
    pub because: String,
}

/// What the asking side wishes beyond its document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wishes {
    /// A person: the least acceptable pay, in place of what the résumé asks.
    pub pay_at_least: Option<Money>,
    /// A person: only work that is done remotely.
    pub remote: bool,
    /// A person: the countries they may work from, in place of what the résumé says. An employer: where the person must be.
    pub countries: Vec<Country>,
    /// The only levels that will do: of the posting for a person, of the person for an employer.
    pub seniority: Vec<Level>,
    /// A person: companies that are out of the question, in any case.
    pub without: Vec<String>,
    /// A person: the first day of posting that will do.
    pub posted_since: Option<Date>,
    /// The only languages of the text that will do.
    pub languages: Vec<Language>,
    /// What the other document must be filed under, all of it; in lower case.
    pub tags: Vec<String>,
}

impl Wishes {
    /// The résumé's profile with what the person wishes put in place of what it says.
    #[must_use]
    pub fn applied(&self, resume: &Profile) -> Profile {
        let mut profile = resume.clone();
        if let Some(money) = &self.pay_at_least {
            profile.pay = Some(wish(money));
        }
        if !self.countries.is_empty() {
            profile.place.countries.clone_from(&self.countries);
            profile.place.subdivisions.clear();
            profile.place.cities.clear();
        }
        if self.remote {
            profile.place.mode = Some(Mode::Remote);
        }
        profile
    }
}

/// The least acceptable pay in the form in which a résumé states it.
fn wish(money: &Money) -> Pay {
    Pay {
        currency: money.currency,
        min: Some(money.amount),
        max: None,
        period: money.period,
        basis: Basis::Base,
        source: Source::Stated,
        evidence: money.to_string(),
    }
}

/// A pair, and who wishes what of it.
struct Case<'a> {
    posting: &'a Profile,
    person: &'a Profile,
    rates: &'a Rates,
    wishes: &'a Wishes,
    asking: Side,
}

impl<'a> Case<'a> {
    fn of(pair: &Pair<'a>, wishes: &'a Wishes, asking: Side) -> Self {
        Self { posting: pair.posting.profile, person: pair.resume.profile, rates: pair.rates, wishes, asking }
    }
}

/// What comes of a gate; `None` where nobody asked for it. The words say why.
type Judge = fn(&Case<'_>, &mut Because) -> Option<Verdict>;

static GATES: [(&str, Judge); 9] = [
    ("place", place),
    ("pay", least_pay),
    ("remote", remote),
    ("seniority", level),
    ("country", country),
    ("company", company),
    ("posted", posted),
    ("language", language),
    ("tags", tags),
];

/// All gates of a pair; those that nobody asked for are left out.
pub(super) fn gates(pair: &Pair<'_>, wishes: &Wishes, asking: Side) -> Vec<Gate> {
    let case = Case::of(pair, wishes, asking);
    let gate = |&(gate, judge): &(&'static str, Judge)| {
        let mut because = Because::wanted();
        let verdict = judge(&case, &mut because)?;
        Some(Gate { gate, verdict, because: because.into_sentence().unwrap_or_default() })
    };
    GATES.iter().filter_map(gate).collect()
}

/// True where none of a pair's gates is failed: the same verdicts as those of [`gates`], without the words, at the
/// price of a few comparisons.
pub(super) fn passes(pair: &Pair<'_>, wishes: &Wishes, asking: Side) -> bool {
    let case = Case::of(pair, wishes, asking);
    GATES.iter().all(|(_, judge)| judge(&case, &mut Because::unwanted()) != Some(Verdict::Fail))
}

/// What comes of the two gates that documents have without anyone's wishes: place and pay.
pub(super) fn place_and_pay(pair: &Pair<'_>) -> [Option<Verdict>; 2] {
    let wishes = Wishes::default();
    let case = Case::of(pair, &wishes, Side::Resume);
    [place(&case, &mut Because::unwanted()), least_pay(&case, &mut Because::unwanted())]
}

fn place(case: &Case<'_>, because: &mut Because) -> Option<Verdict> {
    let (posting, person) = (case.posting, case.person);
    let verdict = may_work(&posting.place, &person.place);
    because.say(|| {
        let from = countries(&person.place.countries).unwrap_or_else(|| "an unstated country".to_owned());
        match (verdict, countries(&posting.place.countries)) {
            (Verdict::Pass, Some(offered)) => format!("open to {offered}; the person is in {from}"),
            (Verdict::Pass, None) => "open to anyone".to_owned(),
            (Verdict::Fail, Some(offered)) => format!("only for {offered}; the person is in {from}"),
            (Verdict::Fail, None) => format!("not open to someone in {from}"),
            (Verdict::Unknown, Some(offered)) => doubt(posting, person, &offered, &from),
            (Verdict::Unknown, None) => "the posting does not say from where".to_owned(),
        }
    });
    Some(verdict)
}

/// Whether someone of one place may do the work of another.
pub(super) fn may_work(offered: &Place, held: &Place) -> Verdict {
    match offered.allows(held) {
        Reach::Yes => Verdict::Pass,
        Reach::No => Verdict::Fail,
        Reach::Unknown => Verdict::Unknown,
    }
}

/// Why it is not known whether a person may work where a posting says.
fn doubt(posting: &Profile, person: &Profile, offered: &str, from: &str) -> String {
    let shared = person.place.countries.iter().any(|country| posting.place.countries.contains(country));
    let bound = matches!(posting.place.mode, Some(Mode::Hybrid | Mode::Onsite));
    match (posting.place.cities.first(), person.place.cities.first()) {
        _ if person.place.countries.is_empty() => format!("for {offered}; the person's country is not stated"),
        (Some(site), Some(home)) if shared => format!("at a site in {site}; the person is in {home}"),
        _ if bound && person.place.would_move => format!("for {offered}; the person is in {from} and would move"),
        _ if !bound && !shared => {
            format!("for {offered}; someone in {from} is free to work there, but {from} is not named")
        }
        _ => format!("for {offered}; whether someone in {from} may is not known"),
    }
}

/// A few countries by name, many by number.
fn countries(list: &[Country]) -> Option<String> {
    match list {
        [] => None,
        few if few.len() <= 4 => Some(few.iter().copied().map(country_name).collect::<Vec<_>>().join(", ")),
        many => Some(format!("{} countries", many.len())),
    }
}

/// How far below it a wish reaches that is a target and no least ("Target: $190,000"): the tenth up to which the guidelines
/// of the judged pairs (`data/judgments/README.md`) let an offer lie under what is asked.
const TARGET_REACH: f64 = 0.9;

/// The least that a person accepts, a year, and whether it is a tenth below a target that they gave: a lone amount that is
/// not called a least. What is wished in a flag is a least.
pub(super) fn accepted(pay: &Pay) -> Option<(Money, bool)> {
    let asked = pay::asked(pay)?;
    let is_target = pay.min.is_none();
    let amount = if is_target { asked.amount * TARGET_REACH } else { asked.amount };
    Some((Money { amount, ..asked }, is_target))
}

/// Whether the most that is offered reaches the least that is accepted.
fn least_pay(case: &Case<'_>, because: &mut Because) -> Option<Verdict> {
    let wished = case.person.pay.as_ref()?;
    let (least, asked) = (accepted(wished)?, pay::asked(wished)?);
    let Some(offer) = &case.posting.pay else {
        because.say(|| "pay not stated".to_owned());
        return Some(Verdict::Unknown);
    };
    let verdict = reaches(offer, &least.0, case.rates);
    let in_full = || reaches(offer, &asked, case.rates) == Verdict::Pass;
    because.say(|| match verdict {
        Verdict::Fail if least.1 => format!("{offer}, more than a tenth below the target of {asked}"),
        Verdict::Pass if least.1 && !in_full() => format!("{offer} is within a tenth of the target of {asked}"),
        Verdict::Fail => format!("{offer}, below {asked}"),
        Verdict::Pass => format!("{offer} reaches {asked}"),
        Verdict::Unknown if offer.is_doubtful() => format!("{offer}, which only a tag of the board says"),
        Verdict::Unknown if offer.max.is_none() => format!("{offer}; whether that reaches {asked} is not said"),
        Verdict::Unknown => format!("{offer} cannot be compared with {asked}"),
    });
    Some(verdict)
}

/// Whether an offer reaches what is asked. One that says from what on ("from 1,950 a month") and not up to what may reach
/// more than it says.
pub(super) fn reaches(offer: &Pay, asked: &Money, rates: &Rates) -> Verdict {
    if offer.is_doubtful() {
        return Verdict::Unknown;
    }
    match offer.annual_in(asked.currency, rates) {
        Some((Some(least), None)) if least < asked.amount => Verdict::Unknown,
        Some(range) => match pay::bounds(range) {
            Some((_, most)) if most < asked.amount => Verdict::Fail,
            Some(_) => Verdict::Pass,
            None => Verdict::Unknown,
        },
        None => Verdict::Unknown,
    }
}

fn remote(case: &Case<'_>, because: &mut Because) -> Option<Verdict> {
    if !case.wishes.remote {
        return None;
    }
    let mode = case.posting.place.mode;
    because.say(|| {
        let why = match mode {
            Some(Mode::Remote) => "remote",
            Some(Mode::Hybrid) => "hybrid: part of the week at a site",
            Some(Mode::Onsite) => "on site",
            None => "the posting does not say whether it is remote",
        };
        why.to_owned()
    });
    Some(is_remote(mode))
}

/// Whether work is done remotely.
pub(super) const fn is_remote(mode: Option<Mode>) -> Verdict {
    match mode {
        Some(Mode::Remote) => Verdict::Pass,
        Some(Mode::Hybrid | Mode::Onsite) => Verdict::Fail,
        None => Verdict::Unknown,
    }
}

/// Whether the person is where the employer wants them.
fn country(case: &Case<'_>, because: &mut Because) -> Option<Verdict> {
    let (held, wanted) = (&case.person.place.countries, &case.wishes.countries);
    if case.asking == Side::Resume || wanted.is_empty() {
        return None;
    }
    let verdict = is_in(held, wanted);
    because.say(|| match countries(held) {
        Some(named) => format!("in {named}"),
        None => "the r\u{e9}sum\u{e9} states no country".to_owned(),
    });
    Some(verdict)
}

/// Whether one of the countries is wanted.
pub(super) fn is_in(held: &[Country], wanted: &[Country]) -> Verdict {
    match held.is_empty() {
        true => Verdict::Unknown,
        false if held.iter().any(|country| wanted.contains(country)) => Verdict::Pass,
        false => Verdict::Fail,
    }
}

impl<'a> Case<'a> {
    /// The profile that is judged: the one that does not ask.
    const fn candidate(&self) -> &'a Profile {
        match self.asking {
            Side::Resume => self.posting,
            Side::Posting => self.person,
        }
    }
}

fn posted(case: &Case<'_>, because: &mut Because) -> Option<Verdict> {
    let since = case.wishes.posted_since?;
    let Some(day) = case.posting.posted else {
        because.say(|| "the day of posting is not stated".to_owned());
        return Some(Verdict::Unknown);
    };
    because.say(|| format!("posted on {day}"));
    Some(if day >= since { Verdict::Pass } else { Verdict::Fail })
}

fn language(case: &Case<'_>, because: &mut Because) -> Option<Verdict> {
    if case.wishes.languages.is_empty() {
        return None;
    }
    let Some(language) = case.candidate().language else {
        because.say(|| "the language of the text is not known".to_owned());
        return Some(Verdict::Unknown);
    };
    because.say(|| format!("the text is in {}", language.code()));
    Some(if case.wishes.languages.contains(&language) { Verdict::Pass } else { Verdict::Fail })
}

fn tags(case: &Case<'_>, because: &mut Because) -> Option<Verdict> {
    let wanted = &case.wishes.tags;
    if wanted.is_empty() {
        return None;
    }
    let missing = wanted.iter().find(|tag| !case.candidate().tags.contains(tag));
    because.say(|| match missing {
        Some(tag) => format!("not filed under {tag:?}"),
        None => format!("filed under {}", wanted.join(", ")),
    });
    Some(if missing.is_some() { Verdict::Fail } else { Verdict::Pass })
}

fn level(case: &Case<'_>, because: &mut Because) -> Option<Verdict> {
    let wanted = &case.wishes.seniority;
    if wanted.is_empty() {
        return None;
    }
    let Some(level) = case.candidate().seniority.level else {
        because.say(|| "no level is stated".to_owned());
        return Some(Verdict::Unknown);
    };
    because.say(|| format!("{} level", level.name()));
    Some(if wanted.contains(&level) { Verdict::Pass } else { Verdict::Fail })
}

fn company(case: &Case<'_>, because: &mut Because) -> Option<Verdict> {
    if case.wishes.without.is_empty() {
        return None;
    }
    let Some(name) = &case.posting.company else {
        because.say(|| "the posting names no company".to_owned());
        return Some(Verdict::Unknown);
    };
    let excluded = is_excluded(name, &case.wishes.without);
    because.say(|| format!("{name} is {}", if excluded { "excluded" } else { "not excluded" }));
    Some(if excluded { Verdict::Fail } else { Verdict::Pass })
}

/// True where a company is out of the question.
pub(super) fn is_excluded(name: &str, without: &[String]) -> bool {
    without.iter().any(|other| companies::is_called(name, &companies::called(other)))
}

#[cfg(test)]
#[path = "gates_tests.rs"]
mod tests;
