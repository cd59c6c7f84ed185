//! Gates: deal-breakers. A gate is passed, failed or unknown; it never changes a score.

use serde::Serialize;

use super::pair::Pair;
use super::pay;
use super::signals::Because;
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

static GATES: [(&str, Judge); 6] = [
    ("place", place),
    ("pay", least_pay),
    ("remote", remote),
    ("seniority", level),
    ("country", country),
    ("company", company),
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

/// True where one of the gates is failed.
pub(super) fn failed(gates: &[Gate]) -> bool {
    gates.iter().any(|gate| gate.verdict == Verdict::Fail)
}

fn place(case: &Case<'_>, because: &mut Because) -> Option<Verdict> {
    let (posting, person) = (case.posting, case.person);
    let verdict = match posting.place.allows(&person.place) {
        Reach::Yes => Verdict::Pass,
        Reach::No => Verdict::Fail,
        Reach::Unknown => Verdict::Unknown,
    };
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

/// Why it is not known whether a person may work where a posting says.
fn doubt(posting: &Profile, person: &Profile, offered: &str, from: &str) -> String {
    let shared = person.place.countries.iter().any(|country| posting.place.countries.contains(country));
    match (posting.place.cities.first(), person.place.cities.first()) {
        _ if person.place.countries.is_empty() => format!("for {offered}; the person's country is not stated"),
        (Some(site), Some(home)) if shared => format!("at a site in {site}; the person is in {home}"),
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

/// Whether the most that is offered reaches the least that is asked.
fn least_pay(case: &Case<'_>, because: &mut Because) -> Option<Verdict> {
    let asked = case.person.pay.as_ref().and_then(pay::asked)?;
    let Some(offer) = &case.posting.pay else {
        because.say(|| "pay not stated".to_owned());
        return Some(Verdict::Unknown);
    };
    let verdict = match offer.annual_in(asked.currency, case.rates).and_then(pay::bounds) {
        Some((_, most)) if most < asked.amount => Verdict::Fail,
        Some(_) => Verdict::Pass,
        None => Verdict::Unknown,
    };
    because.say(|| match verdict {
        Verdict::Fail => format!("{offer}, below {asked}"),
        Verdict::Pass => format!("{offer} reaches {asked}"),
        Verdict::Unknown => format!("{offer} cannot be compared with {asked}"),
    });
    Some(verdict)
}

fn remote(case: &Case<'_>, because: &mut Because) -> Option<Verdict> {
    if !case.wishes.remote {
        return None;
    }
    let (verdict, why) = match case.posting.place.mode {
        Some(Mode::Remote) => (Verdict::Pass, "remote"),
        Some(Mode::Hybrid) => (Verdict::Fail, "hybrid: part of the week at a site"),
        Some(Mode::Onsite) => (Verdict::Fail, "on site"),
        None => (Verdict::Unknown, "the posting does not say whether it is remote"),
    };
    because.say(|| why.to_owned());
    Some(verdict)
}

/// Whether the person is where the employer wants them.
fn country(case: &Case<'_>, because: &mut Because) -> Option<Verdict> {
    let (held, wanted) = (&case.person.place.countries, &case.wishes.countries);
    if case.asking == Side::Resume || wanted.is_empty() {
        return None;
    }
    let verdict = match held.is_empty() {
        true => Verdict::Unknown,
        false if held.iter().any(|country| wanted.contains(country)) => Verdict::Pass,
        false => Verdict::Fail,
    };
    because.say(|| match countries(held) {
        Some(named) => format!("in {named}"),
        None => "the r\u{e9}sum\u{e9} states no country".to_owned(),
    });
    Some(verdict)
}

fn level(case: &Case<'_>, because: &mut Because) -> Option<Verdict> {
    let wanted = &case.wishes.seniority;
    if wanted.is_empty() {
        return None;
    }
    let candidate = if case.asking == Side::Resume { case.posting } else { case.person };
    let Some(level) = candidate.seniority.level else {
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
    let named = |other: &String| name.trim().to_lowercase() == other.trim().to_lowercase();
    let excluded = case.wishes.without.iter().any(named);
    because.say(|| format!("{name} is {}", if excluded { "excluded" } else { "not excluded" }));
    Some(if excluded { Verdict::Fail } else { Verdict::Pass })
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
    fn another_city_of_the_country_is_named() {
        let posting =
            "# [Baker](https://jobs.example.org/2)\n### Kornhaus\n#### `\u{1f30e} Hybrid, Hamburg, Germany`\n";
        let posting = understood(Posting::parse("baker", posting));
        let person = understood(Resume::parse("bo", "# Bo Reed\n\nBaker\n\nMunich, Germany\n"));
        let unplaced = understood(Resume::parse("bo", "# Bo Reed\n\nBaker\n"));
        let said = |person: &Profile| {
            let (wishes, rates) = (Wishes::default(), Rates::builtin());
            let mut because = Because::wanted();
            let case = Case { posting: &posting, person, rates, wishes: &wishes, asking: Side::Resume };
            assert_eq!(place(&case, &mut because), Some(Verdict::Unknown));
            because.into_sentence().unwrap()
        };
        assert!(said(&person).starts_with("at a site in Hamburg; the person is in M"), "{}", said(&person));
        assert_eq!(said(&unplaced), "for Germany; the person's country is not stated");
    }

    #[test]
    fn gates_call_countries_by_their_everyday_names() {
        let posting =
            "# [Ferry Pilot](https://jobs.example.org/1)\n### Meerwerk\n#### `\u{1f30e} Remote - Netherlands`\n";
        let posting = understood(Posting::parse("pilot", posting));
        let person = understood(Resume::parse("bo", "# Bo Reed\n\nFerry Pilot\n\nLeeds, United Kingdom\n"));
        let wishes = Wishes { countries: person.place.countries.clone(), ..Wishes::default() };
        let case = Case {
            posting: &posting,
            person: &person,
            rates: Rates::builtin(),
            wishes: &wishes,
            asking: Side::Posting,
        };
        let mut because = Because::wanted();
        assert_eq!(place(&case, &mut because), Some(Verdict::Fail));
        let said = because.into_sentence().unwrap();
        assert_eq!(said, "only for the Netherlands; the person is in the United Kingdom");
        let mut because = Because::wanted();
        assert_eq!(country(&case, &mut because), Some(Verdict::Pass));
        assert_eq!(because.into_sentence().unwrap(), "in the United Kingdom");
    }
}
