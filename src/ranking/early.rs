//! Early rank: which of the candidates are worth reading, by what can be told of them without.
//!
//! The columns give place, pay and level, the skill lists how far the skills go together, the codes how near the texts are.
//! That is most of a score; what is not known yet (the title, the words) counts as silence does, and as much as the texts
//! are near.

use super::meaning;
use super::pair::Asker;
use super::pair::Pair;
use super::pay;
use super::place;
use super::scoring;
use super::seniority;
use super::signals::Because;
use super::weights::Weights;
use crate::catalog::Entry;
use crate::catalog::Glance;
use crate::catalog::Skilled;
use crate::catalog::Snapshot;
use crate::documents::Side;
use crate::embedding::Vector;
use crate::error::Result;
use crate::place::Place;
use crate::profile::Profile;
use crate::seniority::Seniority;
use crate::seniority::Track;
use crate::seniority::Years;
use crate::words::Words;

/// Of the signals that cannot be told before an entry is read, how much goes with the nearness of the texts.
const WITH_MEANING: f64 = 0.5;

/// What candidates are told by before they are read.
pub(super) struct Early<'a> {
    pub(super) asker: &'a Asker<'a>,
    pub(super) weights: &'a Weights,
    pub(super) among: &'a Snapshot,
    pub(super) side: Side,
    pub(super) vector: &'a Vector,
    pub(super) skilled: &'a Skilled,
}

impl Early<'_> {
    /// The `kept` rows that are likely to score best, of rows in rising order, in that order.
    pub(super) fn best(&self, mut rows: Vec<u32>, kept: usize) -> Result<Vec<u32>> {
        if rows.len() <= kept {
            return Ok(rows);
        }
        let (told, cosines) = rayon::join(|| self.told(&rows), || self.among.cosines(self.side, self.vector, &rows));
        let near = self.weights.of("meaning") + WITH_MEANING * (self.weights.of("role") + self.weights.of("words"));
        let score = |(told, cosine): (f64, f32)| told + near * meaning::of_cosine(f64::from(cosine));
        let scores = told?.into_iter().zip(cosines?).map(score);
        let mut ranked: Vec<(f64, u32)> = scores.zip(rows.iter().copied()).collect();
        let better = |a: &(f64, u32), b: &(f64, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if kept > 0 {
            ranked.select_nth_unstable_by(kept - 1, better);
        }
        ranked.truncate(kept);
        rows.clear();
        rows.extend(ranked.into_iter().map(|(_, row)| row));
        rows.sort_unstable();
        Ok(rows)
    }

    /// About the scores of some rows, without the nearness of the texts.
    fn told(&self, rows: &[u32]) -> Result<Vec<f64>> {
        let mut facts = Facts::of(self.asker, self.weights, self.side);
        let (skills, silent) = (self.weights.of("skills"), self.weights.neutral_of("skills"));
        let told = |&row: &u32| {
            let glance = self.among.glance(self.side, row)?;
            Ok(facts.add(&glance) + skills * self.skilled.worth(row).map_or(silent, f64::from))
        };
        rows.iter().map(told).collect()
    }
}

/// What place, pay and level add to a score beside silence; each saying is held against the asking side's once.
struct Facts<'a> {
    asker: &'a Asker<'a>,
    weights: &'a Weights,
    /// An entry that says what is looked at; what a signal makes of one fact does not depend on the others.
    sketch: Entry,
    /// The score of one who says nothing, of what is told early.
    silence: f64,
    places: Vec<f64>,
    pays: Vec<f64>,
    levels: Vec<f64>,
}

impl<'a> Facts<'a> {
    fn of(asker: &'a Asker<'a>, weights: &'a Weights, side: Side) -> Self {
        let sketch = blank(side);
        let silence = scoring::score(&asker.beside(&sketch), weights, true);
        Self { asker, weights, sketch, silence, places: Vec::new(), pays: Vec::new(), levels: Vec::new() }
    }

    /// What those of one who is told by a glance add, and silence.
    fn add(&mut self, glance: &Glance<'_>) -> f64 {
        let Self { asker, weights, sketch, silence, places, pays, levels } = self;
        let mut adds = |signal, strength: Strength, say: &dyn Fn(&mut Profile)| {
            say(&mut sketch.profile);
            let found = strength(&asker.beside(sketch), &mut Because::unwanted());
            found.map_or(0.0, |strength| weights.of(signal) * (strength - weights.neutral_of(signal)))
        };
        let (place, pay, level) = (&glance.place, &glance.pay, glance.level);
        let by_place = once(places, place.number as usize, || {
            adds("place", place::strength, &|profile| profile.place.clone_from(place.value))
        });
        let by_pay = once(pays, pay.number as usize, || {
            adds("pay", pay::strength, &|profile| profile.pay.clone_from(pay.value))
        });
        let by_level = once(levels, level.map_or(0, |level| level as usize + 1), || {
            adds("seniority", seniority::strength, &|profile| profile.seniority.level = level)
        });
        *silence + by_place + by_pay + by_level
    }
}

/// How strong a signal is; `None` where a side is silent.
type Strength = fn(&Pair<'_>, &mut Because) -> Option<f64>;

/// What `find` gives for a number, found once.
fn once(found: &mut Vec<f64>, number: usize, find: impl FnOnce() -> f64) -> f64 {
    if found.len() <= number {
        found.resize(number + 1, f64::NAN);
    }
    if found[number].is_nan() {
        found[number] = find();
    }
    found[number]
}

/// An entry that says nothing.
fn blank(side: Side) -> Entry {
    let seniority = Seniority {
        level: None,
        track: Track::Individual,
        source: None,
        years: Years::default(),
        evidence: String::new(),
    };
    let profile = Profile {
        id: String::new(),
        side,
        title: String::new(),
        company: None,
        seniority,
        pay: None,
        place: Place::default(),
        roles: Vec::new(),
        plain_roles: Vec::new(),
        skills: Vec::new(),
        words: Words::default(),
        role_words: Words::default(),
        language: None,
        posted: None,
        tags: Vec::new(),
        passages: Vec::new(),
        notes: Vec::new(),
    };
    Entry { profile, codes: None, roles: Vec::new() }
}
