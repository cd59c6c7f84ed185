//! Place, pay and level: many documents say the same, so that each two sayings are held against each other once.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;
use std::sync::OnceLock;

use super::Lanes;
use super::Tiles;
use super::offers::Offers;
use super::people::People;
use crate::catalog::Entry;
use crate::documents::Side;
use crate::index::LANES;
use crate::pay::Pay;
use crate::place::Place;
use crate::profile::Profile;
use crate::ranking::gates;
use crate::ranking::gates::Verdict;
use crate::ranking::pair::Pair;
use crate::ranking::pair::Party;
use crate::ranking::pay;
use crate::ranking::place;
use crate::ranking::seniority;
use crate::ranking::shown::Shown;
use crate::ranking::signals::Because;

/// What some documents say of each fact.
#[derive(Debug)]
pub(super) struct Facts {
    seniority: Sayings,
    pay: Sayings,
    place: Sayings,
}

/// Each document's saying by number, and a document that says it.
#[derive(Debug, Default)]
struct Sayings {
    numbers: Vec<u32>,
    speakers: Vec<u32>,
}

impl Facts {
    pub(super) fn of(entries: &[Arc<Entry>]) -> Self {
        let level = |profile: &Profile| {
            let seniority = &profile.seniority;
            (
                seniority.level.map(|level| level as u8),
                seniority.track as u8,
                seniority.source.map(|source| source as u8),
            )
        };
        Self {
            seniority: Sayings::of(entries, level),
            pay: Sayings::of(entries, |profile| profile.pay.as_ref().map(key_of_pay)),
            place: Sayings::of(entries, |profile| key_of_place(&profile.place, profile.side)),
        }
    }
}

/// What of a pay is compared.
fn key_of_pay(pay: &Pay) -> String {
    format!("{:?}", Pay { evidence: String::new(), ..pay.clone() })
}

/// What of a place is compared: of a person also their own words.
fn key_of_place(place: &Place, side: Side) -> String {
    match side {
        Side::Resume => format!("{place:?}"),
        Side::Posting => format!("{:?}", Place { text: String::new(), ..place.clone() }),
    }
}

impl Sayings {
    fn of<K: Eq + Hash>(entries: &[Arc<Entry>], key: impl Fn(&Profile) -> K) -> Self {
        let mut known: HashMap<K, u32> = HashMap::new();
        let mut sayings = Self::default();
        for (at, entry) in (0_u32..).zip(entries) {
            let next = u32::try_from(sayings.speakers.len()).unwrap_or(u32::MAX);
            let number = *known.entry(key(&entry.profile)).or_insert(next);
            if number == next {
                sayings.speakers.push(at);
            }
            sayings.numbers.push(number);
        }
        sayings
    }
}

/// What came of each two sayings: a row for each of the résumés', made when it is first looked at.
#[derive(Debug)]
pub(super) struct Tables {
    seniority: Rows,
    pay: Rows,
    place: Rows,
}

/// A row for each saying of a résumé, in which is a spot for each of a posting.
type Rows = Vec<OnceLock<Box<[Spot]>>>;

/// What came of two sayings.
#[derive(Clone, Copy, Debug)]
struct Spot {
    /// NaN where a side is silent.
    strength: f64,
    /// What comes of the gate; `None` where nobody asks for it.
    verdict: Option<Verdict>,
}

/// The rows of sixteen résumés.
pub(super) struct Looked<'t> {
    seniority: [&'t [Spot]; LANES],
    pay: [&'t [Spot]; LANES],
    place: [&'t [Spot]; LANES],
}

impl Tables {
    pub(super) fn new(people: &People) -> Self {
        let rows = |sayings: &Sayings| sayings.speakers.iter().map(|_| OnceLock::new()).collect();
        let facts = &people.facts;
        Self { seniority: rows(&facts.seniority), pay: rows(&facts.pay), place: rows(&facts.place) }
    }

    /// The rows of the sixteen résumés from one on.
    pub(super) fn look(&self, tiles: &Tiles<'_>, from: usize) -> Looked<'_> {
        let nothing = Shown::of(&[], tiles.taxonomy);
        let (offers, people) = (tiles.offers, tiles.people);
        let row = |rows: &'_ Rows, held: &Sayings, offered: &Sayings, spot: fn(&Pair<'_>) -> Spot, lane| {
            let number = *held.numbers.get(from + lane)?;
            let person = &people.entries[held.speakers[number as usize] as usize];
            let spot = |&offer: &u32| {
                let posting = Party::of(&offers.entries[offer as usize]);
                spot(&Pair::showing(&nothing, posting, Party::of(person), tiles.taxonomy, tiles.rates))
            };
            rows[number as usize].get_or_init(|| offered.speakers.iter().map(spot).collect());
            Some(number as usize)
        };
        let all = |rows, held: &Sayings, offered: &Sayings, spot| {
            std::array::from_fn(|lane| row(rows, held, offered, spot, lane))
        };
        let (held, offered) = (&people.facts, &offers.facts);
        let seniority = all(&self.seniority, &held.seniority, &offered.seniority, of_seniority);
        let pay = all(&self.pay, &held.pay, &offered.pay, of_pay);
        let place = all(&self.place, &held.place, &offered.place, of_place);
        Looked {
            seniority: made(&self.seniority, seniority),
            pay: made(&self.pay, pay),
            place: made(&self.place, place),
        }
    }
}

/// The rows of some numbers.
fn made(rows: &Rows, numbers: [Option<usize>; LANES]) -> [&[Spot]; LANES] {
    numbers.map(|number| number.and_then(|number| rows[number].get()).map_or(&[][..], |row| row))
}

impl Looked<'_> {
    /// How strong a signal is for a posting and each of the résumés; NaN where there is none.
    pub(super) fn strengths(&self, fact: Fact, offers: &Offers, offer: usize) -> Lanes {
        let (rows, sayings) = self.rows(fact, offers);
        let number = sayings.numbers[offer] as usize;
        rows.map(|row| row.get(number).map_or(f64::NAN, |spot| spot.strength))
    }

    /// What comes of the gate of a fact for a posting and each of the résumés.
    pub(super) fn verdicts(&self, fact: Fact, offers: &Offers, offer: usize) -> [Option<Verdict>; LANES] {
        let (rows, sayings) = self.rows(fact, offers);
        let number = sayings.numbers[offer] as usize;
        rows.map(|row| row.get(number).and_then(|spot| spot.verdict))
    }

    const fn rows<'o>(&self, fact: Fact, offers: &'o Offers) -> (&[&[Spot]; LANES], &'o Sayings) {
        match fact {
            Fact::Seniority => (&self.seniority, &offers.facts.seniority),
            Fact::Pay => (&self.pay, &offers.facts.pay),
            Fact::Place => (&self.place, &offers.facts.place),
        }
    }
}

/// What both sides say in so many ways.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fact {
    Seniority,
    Pay,
    Place,
}

fn of_seniority(pair: &Pair<'_>) -> Spot {
    Spot { strength: told(seniority::strength, pair), verdict: None }
}

fn of_pay(pair: &Pair<'_>) -> Spot {
    Spot { strength: told(pay::strength, pair), verdict: gates::place_and_pay(pair)[1] }
}

fn of_place(pair: &Pair<'_>) -> Spot {
    Spot { strength: told(place::strength, pair), verdict: gates::place_and_pay(pair)[0] }
}

fn told(strength: fn(&Pair<'_>, &mut Because) -> Option<f64>, pair: &Pair<'_>) -> f64 {
    strength(pair, &mut Because::unwanted()).unwrap_or(f64::NAN)
}
