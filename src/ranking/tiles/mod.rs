//! Tiles: whole populations held against each other, sixteen résumés and one posting at a time.
//!
//! What the rows of [`SIGNALS`] compute of a [`Pair`] is computed here of sixteen at once, in the same order of the same
//! operations, so that strengths and scores are the same to the last bit. A signal that is not laid out here is asked pair
//! by pair.

mod asked;
mod facts;
mod offers;
mod people;
mod sixteen;
mod strengths;

use std::ops::Range;

use fearless_simd::Level;
use fearless_simd::dispatch;

use super::gates::Verdict;
use super::pair::Pair;
use super::pair::Party;
use super::signals::Because;
use super::signals::SIGNALS;
use super::signals::Signal;
use super::weights::Weights;
use crate::index::LANES;
use crate::pay::Rates;
use crate::skills::Taxonomy;
use facts::Fact;
use facts::Looked;
use facts::Tables;
pub use offers::Offers;
pub use people::People;
use sixteen::Sixteen;

/// A figure for each of sixteen résumés.
type Lanes = [f64; LANES];

/// Postings and résumés, laid out to be held against each other.
#[derive(Debug)]
pub struct Tiles<'a> {
    offers: &'a Offers,
    people: &'a People,
    taxonomy: &'a Taxonomy,
    rates: &'a Rates,
    signals: Vec<Counted>,
    tables: Tables,
    level: Level,
}

/// A signal with a weight above zero.
#[derive(Clone, Copy, Debug)]
struct Counted {
    /// Its row in [`SIGNALS`].
    row: usize,
    weight: f64,
    neutral: f64,
}

/// One posting beside up to sixteen résumés.
#[derive(Clone, Debug)]
pub struct Met {
    /// The score of each pair: those of [`rank`](super::rank), to the last bit.
    pub scores: [f64; LANES],
    /// What comes of the gate of place of each pair.
    pub place: [Option<Verdict>; LANES],
    /// What comes of the gate of pay of each pair.
    pub pay: [Option<Verdict>; LANES],
    /// How strong each signal is, in the order of [`SIGNALS`]; NaN where a side is silent or the signal has no weight.
    strengths: Vec<Lanes>,
}

impl Met {
    /// Whether a gate of the pair in a lane is failed.
    #[must_use]
    pub fn failed(&self, lane: usize) -> bool {
        self.place[lane] == Some(Verdict::Fail) || self.pay[lane] == Some(Verdict::Fail)
    }

    /// What a signal adds to the score of the pair in a lane, by its row in [`SIGNALS`]; 0 where it has no weight.
    #[must_use]
    pub fn contribution(&self, row: usize, lane: usize, weights: &Weights) -> f64 {
        let (Some(&weight), Some(&neutral)) = (weights.weights().get(row), weights.neutrals().get(row)) else {
            return 0.0;
        };
        if weight > 0.0 { or(self.strengths[row][lane], neutral) * weight } else { 0.0 }
    }
}

/// A strength, or what silence counts as.
#[inline(always)]
#[allow(clippy::inline_always, reason = "compiled for each width of registers")]
const fn or(strength: f64, neutral: f64) -> f64 {
    if strength.is_nan() { neutral } else { strength }
}

impl<'a> Tiles<'a> {
    /// Postings beside résumés.
    #[must_use]
    pub fn new(
        offers: &'a Offers,
        people: &'a People,
        weights: &Weights,
        taxonomy: &'a Taxonomy,
        rates: &'a Rates,
    ) -> Self {
        let rows = weights.weights().iter().zip(weights.neutrals()).enumerate();
        let counted = rows.filter(|(_, (weight, _))| **weight > 0.0);
        let signals = counted.map(|(row, (&weight, &neutral))| Counted { row, weight, neutral }).collect();
        let tables = Tables::new(people);
        Self { offers, people, taxonomy, rates, signals, tables, level: Level::new() }
    }

    /// How many groups of sixteen the résumés make; the last may be smaller.
    #[must_use]
    pub const fn groups(&self) -> usize {
        self.people.entries.len().div_ceil(LANES)
    }

    /// Holds each of some postings against the résumés of one group, from `group * 16` on. `take` is given the posting's place and
    /// what came of it, until it says that it wants no more; lanes beyond the last résumé mean nothing.
    pub fn meet(&self, group: usize, postings: Range<usize>, mut take: impl FnMut(usize, &Met) -> bool) {
        let from = group * LANES;
        let members = &self.people.entries[from..self.people.entries.len().min(from + LANES)];
        let sixteen = Sixteen::of(members, self.taxonomy);
        let looked = self.tables.look(self, from);
        let strengths = vec![[f64::NAN; LANES]; SIGNALS.len()];
        let mut met = Met { scores: [0.0; LANES], place: [None; LANES], pay: [None; LANES], strengths };
        for offer in postings.start..postings.end.min(self.offers.entries.len()) {
            for counted in &self.signals {
                met.strengths[counted.row] = self.strengths(&SIGNALS[counted.row], offer, &sixteen, &looked);
            }
            dispatch!(self.level, _simd => add_up(&self.signals, &mut met));
            met.place = looked.verdicts(Fact::Place, self.offers, offer);
            met.pay = looked.verdicts(Fact::Pay, self.offers, offer);
            if !take(offer, &met) {
                return;
            }
        }
    }

    /// How strong a signal is for a posting and each résumé of a group.
    fn strengths(&self, signal: &Signal, offer: usize, sixteen: &Sixteen<'_>, looked: &Looked<'_>) -> Lanes {
        let (level, offers) = (self.level, self.offers);
        match signal.name {
            "skills" => dispatch!(level, _simd => asked::strengths(offers, offer, sixteen)),
            "role" => dispatch!(level, _simd => strengths::role(offers, offer, sixteen)),
            "meaning" => dispatch!(level, _simd => strengths::whole(offers, offer, sixteen)),
            "words" => dispatch!(level, _simd => strengths::words(offers, offer, sixteen)),
            "seniority" => looked.strengths(Fact::Seniority, offers, offer),
            "pay" => looked.strengths(Fact::Pay, offers, offer),
            "place" => looked.strengths(Fact::Place, offers, offer),
            _ => self.pair_by_pair(signal, offer, sixteen),
        }
    }

    fn pair_by_pair(&self, signal: &Signal, offer: usize, sixteen: &Sixteen<'_>) -> Lanes {
        let mut lanes = [f64::NAN; LANES];
        let posting = Party::of(&self.offers.entries[offer]);
        for (lane, person) in lanes.iter_mut().zip(sixteen.members) {
            let pair = Pair::new(posting, Party::of(person), self.taxonomy, self.rates);
            *lane = (signal.strength)(&pair, &mut Because::unwanted()).unwrap_or(f64::NAN);
        }
        lanes
    }
}

/// The scores: the sums that scoring makes, in its order.
#[inline(always)]
#[allow(clippy::inline_always, reason = "compiled for each width of registers")]
fn add_up(signals: &[Counted], met: &mut Met) {
    met.scores = [0.0; LANES];
    for counted in signals {
        let strengths = &met.strengths[counted.row];
        for (score, &strength) in met.scores.iter_mut().zip(strengths) {
            *score += or(strength, counted.neutral) * counted.weight;
        }
    }
}
