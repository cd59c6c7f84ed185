//! Gates: deal-breakers. A gate is passed, failed or unknown; it never changes a score.

use serde::Serialize;

use super::pair::Pair;
use super::pay;
use crate::codes::Country;
use crate::documents::Side;
use crate::pay::Basis;
use crate::pay::Money;
use crate::pay::Pay;
use crate::pay::Rates;
use crate::pay::Source;
use crate::place::Mode;
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
    /// What is asked: `place`, `pay`, `remote`, `seniority`, `country` or `company`.
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

/// All gates of a pair; those that nobody asked for are left out.
pub(super) fn gates(pair: &Pair<'_>, wishes: &Wishes, asking: Side) -> Vec<Gate> {
    let (posting, person) = (pair.posting.profile, pair.resume.profile);
    let mut gates = vec![place(posting, person)];
    if let Some(gate) = least_pay(posting, person, pair.rates) {
        gates.push(gate);
    }
    if wishes.remote {
        gates.push(remote(posting));
    }
    if !wishes.seniority.is_empty() {
        let candidate = if asking == Side::Resume { posting } else { person };
        gates.push(level(candidate, &wishes.seniority));
    }
    if asking == Side::Posting && !wishes.countries.is_empty() {
        gates.push(country(person, &wishes.countries));
    }
    if !wishes.without.is_empty() {
        gates.push(company(posting, &wishes.without));
    }
    gates
}

/// True where one of the gates is failed.
pub(super) fn failed(gates: &[Gate]) -> bool {
    gates.iter().any(|gate| gate.verdict == Verdict::Fail)
}

fn place(posting: &Profile, person: &Profile) -> Gate {
    let verdict = match posting.place.allows(&person.place) {
        Reach::Yes => Verdict::Pass,
        Reach::No => Verdict::Fail,
        Reach::Unknown => Verdict::Unknown,
    };
    let from = countries(&person.place.countries).unwrap_or_else(|| "an unstated country".to_owned());
    let offered = countries(&posting.place.countries);
    let because = match (verdict, offered) {
        (Verdict::Pass, Some(offered)) => format!("open to {offered}; the person is in {from}"),
        (Verdict::Pass, None) => "open to anyone".to_owned(),
        (Verdict::Fail, Some(offered)) => format!("only for {offered}; the person is in {from}"),
        (Verdict::Fail, None) => format!("not open to someone in {from}"),
        (Verdict::Unknown, Some(offered)) => format!("for {offered}; whether someone in {from} may is not known"),
        (Verdict::Unknown, None) => "the posting does not say from where".to_owned(),
    };
    Gate { gate: "place", verdict, because }
}

/// A few countries by name, many by number.
fn countries(list: &[Country]) -> Option<String> {
    match list {
        [] => None,
        few if few.len() <= 4 => Some(few.iter().copied().map(country_name).collect::<Vec<_>>().join(", ")),
        many => Some(format!("{} countries", many.len())),
    }
}

/// Whether the most that is offered reaches the least that is asked; nothing where the person asks nothing.
fn least_pay(posting: &Profile, person: &Profile, rates: &Rates) -> Option<Gate> {
    let asked = person.pay.as_ref().and_then(pay::asked)?;
    let offer = posting.pay.as_ref();
    let bounds = offer.and_then(|offer| offer.annual_in(asked.currency, rates)).and_then(pay::bounds);
    let (verdict, because) = match (offer, bounds) {
        (Some(offer), Some((_, most))) if most < asked.amount => (Verdict::Fail, format!("{offer}, below {asked}")),
        (Some(offer), Some(_)) => (Verdict::Pass, format!("{offer} reaches {asked}")),
        (Some(offer), None) => (Verdict::Unknown, format!("{offer} cannot be compared with {asked}")),
        (None, _) => (Verdict::Unknown, "pay not stated".to_owned()),
    };
    Some(Gate { gate: "pay", verdict, because })
}

fn remote(posting: &Profile) -> Gate {
    let (verdict, because) = match posting.place.mode {
        Some(Mode::Remote) => (Verdict::Pass, "remote"),
        Some(Mode::Hybrid) => (Verdict::Fail, "hybrid: part of the week at a site"),
        Some(Mode::Onsite) => (Verdict::Fail, "on site"),
        None => (Verdict::Unknown, "the posting does not say whether it is remote"),
    };
    Gate { gate: "remote", verdict, because: because.to_owned() }
}

fn country(person: &Profile, wanted: &[Country]) -> Gate {
    let held = &person.place.countries;
    let (verdict, because) = match countries(held) {
        Some(named) if held.iter().any(|country| wanted.contains(country)) => (Verdict::Pass, format!("in {named}")),
        Some(named) => (Verdict::Fail, format!("in {named}")),
        None => (Verdict::Unknown, "the r\u{e9}sum\u{e9} states no country".to_owned()),
    };
    Gate { gate: "country", verdict, because }
}

fn level(candidate: &Profile, wanted: &[Level]) -> Gate {
    let (verdict, because) = match candidate.seniority.level {
        Some(level) if wanted.contains(&level) => (Verdict::Pass, format!("{} level", level.name())),
        Some(level) => (Verdict::Fail, format!("{} level", level.name())),
        None => (Verdict::Unknown, "no level is stated".to_owned()),
    };
    Gate { gate: "seniority", verdict, because }
}

fn company(posting: &Profile, without: &[String]) -> Gate {
    let (verdict, because) = match &posting.company {
        Some(name) if without.iter().any(|other| name.trim().to_lowercase() == other.trim().to_lowercase()) => {
            (Verdict::Fail, format!("{name} is excluded"))
        }
        Some(name) => (Verdict::Pass, format!("{name} is not excluded")),
        None => (Verdict::Unknown, "the posting names no company".to_owned()),
    };
    Gate { gate: "company", verdict, because }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::Document;
    use crate::documents::Posting;
    use crate::documents::Resume;
    use crate::documents::YearMonth;
    use crate::profile::Understanding;
    use crate::skills::Taxonomy;

    fn understood(document: impl Into<Document>) -> Profile {
        let (taxonomy, today) = (Taxonomy::builtin(), YearMonth { year: 2025, month: Some(6) });
        Profile::of(&document.into(), &Understanding { taxonomy: &taxonomy, today })
    }

    #[test]
    fn gates_call_countries_by_their_everyday_names() {
        let posting =
            "# [Ferry Pilot](https://jobs.example.org/1)\n### Meerwerk\n#### `\u{1f30e} Remote - Netherlands`\n";
        let posting = understood(Posting::parse("pilot", posting));
        let person = understood(Resume::parse("bo", "# Bo Reed\n\nFerry Pilot\n\nLeeds, United Kingdom\n"));
        let gate = place(&posting, &person);
        assert_eq!(gate.verdict, Verdict::Fail);
        assert_eq!(gate.because, "only for the Netherlands; the person is in the United Kingdom");
        assert_eq!(country(&person, &person.place.countries).because, "in the United Kingdom");
    }
}
