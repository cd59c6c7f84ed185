//! Early rank: which of the candidates are worth reading, by what can be told of them without.
//!
//! The columns give place, pay and level, the skill lists how far the skills go together, the codes how near the texts are.
//! That is most of a score; what is not known yet (the title, the words) counts as silence does, and as much as the texts
//! are near.

use rayon::prelude::*;

use super::meaning;
use super::pair::Asker;
use super::scoring;
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

/// How many candidates a thread takes at a time.
const TAKEN: usize = 128;

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
        let scores: Vec<Vec<f64>> = rows.par_chunks(TAKEN).map(|rows| self.scores(rows)).collect::<Result<_>>()?;
        let mut ranked: Vec<(f64, u32)> = scores.into_iter().flatten().zip(rows.iter().copied()).collect();
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

    /// About the scores of some rows.
    fn scores(&self, rows: &[u32]) -> Result<Vec<f64>> {
        let cosines = self.among.cosines(self.side, self.vector, rows)?;
        let weight = |name| self.weights.of(name);
        let unread = weight("role") + weight("words");
        let (skills, near) = (weight("skills"), weight("meaning") + WITH_MEANING * unread);
        let silent = self.weights.neutral_of("skills");
        let mut sketch = blank(self.side);
        let score = |(&row, cosine): (&u32, f32)| {
            show(&mut sketch, self.among.glance(self.side, row)?);
            let told = scoring::score(&self.asker.beside(&sketch), self.weights, true);
            let worth = self.skilled.worth(row).map_or(silent, f64::from);
            Ok(told + skills * worth + near * meaning::of_cosine(f64::from(cosine)))
        };
        rows.iter().zip(cosines).map(score).collect()
    }
}

/// Puts what can be told at a glance into an entry that says nothing else.
fn show(sketch: &mut Entry, glance: Glance<'_>) {
    let Profile { place, pay, seniority, .. } = &mut sketch.profile;
    // Field by field, so that what was allocated for the one before is used again.
    place.mode = glance.place.mode;
    place.countries.clone_from(&glance.place.countries);
    place.anywhere = glance.place.anywhere;
    place.subdivisions.clone_from(&glance.place.subdivisions);
    place.cities.clone_from(&glance.place.cities);
    place.would_move = glance.place.would_move;
    place.moves_to.clone_from(&glance.place.moves_to);
    *pay = glance.pay.cloned();
    seniority.level = glance.level;
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
