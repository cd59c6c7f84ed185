//! Skills that a text names in order not to ask for them, and those that a person does not have yet.

use super::Need;
use super::cues::role;
use super::reading::Reading;
use super::reading::Stretch;
use super::tokens::gap;

/// How many words may stand between a negation and what it negates.
const REACH: usize = 7;

impl Reading<'_> {
    /// Forgets the names that are negated.
    pub(super) fn drop_negated(&mut self) {
        let mut dropped = vec![false; self.found.len()];
        let mut clause = 0;
        for number in 0..self.cues.len() {
            let cue = self.cues[number];
            while self.clauses[clause].end <= cue.first {
                clause += 1;
            }
            if cue.roles & role::INERT != 0 || self.owner(cue.first).is_some() {
                continue;
            }
            let bounds = self.clauses[clause];
            if cue.roles & role::NEGATES != 0 && !self.is_condition(cue.first) {
                self.negate_after(cue.end, bounds, &mut dropped);
            }
            if cue.roles & role::UNNEEDED != 0 && !self.is_wished_after(cue.end, bounds) {
                self.negate_before(cue.first, bounds, &mut dropped);
            }
            if cue.roles & role::LEARNING != 0 {
                if self.need == Need::Shown {
                    self.not_yet(cue.end, bounds, &mut dropped);
                } else if self.word_roles(cue.first) & role::NEGATES != 0 {
                    // "No experience with X needed."
                    self.negate_after(cue.end, bounds, &mut dropped);
                }
            }
        }
        let mut at = 0;
        self.found.retain(|_| {
            at += 1;
            !dropped[at - 1]
        });
        self.own();
    }

    /// "If you do not know X": X is wished for, at least.
    fn is_condition(&self, first: usize) -> bool {
        (1..=2).any(|back| first >= back && self.words(first - back, first - back + 1).eq_ignore_ascii_case("if"))
    }

    /// "... is not required, but a plus".
    fn is_wished_after(&self, from: usize, clause: Stretch) -> bool {
        (from..(from + REACH).min(clause.end)).any(|at| self.begins[at] & role::PREFERRED_BEFORE != 0)
    }

    fn negate_after(&self, from: usize, clause: Stretch, dropped: &mut [bool]) {
        for at in from..(from + REACH).min(clause.end) {
            if self.gap(at) & (gap::STOP | gap::COMMA | gap::COLON | gap::CLOSE | gap::SLASH) != 0 {
                return;
            }
            if let Some(mut number) = self.owner(at) {
                dropped[number] = true;
                while number + 1 < self.found.len() && self.found[number + 1].first < clause.end {
                    if self.joined(number, number + 1).is_none() || self.gap(self.found[number].end) & gap::OPEN != 0 {
                        return;
                    }
                    number += 1;
                    dropped[number] = true;
                }
                return;
            }
            if self.word_roles(at) & (role::FILLER | role::DETERMINER) == 0 {
                return;
            }
        }
    }

    fn negate_before(&self, to: usize, clause: Stretch, dropped: &mut [bool]) {
        let mut at = to;
        let mut aside = false;
        while at > clause.first && to - at < REACH {
            aside |= self.gap(at) & gap::OPEN != 0;
            if self.gap(at) & (gap::STOP | gap::COLON) != 0 {
                return;
            }
            at -= 1;
            if let Some(mut number) = self.owner(at) {
                dropped[number] = true;
                // "A, B and C (not required)" speaks of C.
                while !aside
                    && number > 0
                    && self.found[number - 1].end > clause.first
                    && self.joined(number - 1, number).is_some()
                {
                    number -= 1;
                    dropped[number] = true;
                }
                return;
            }
            if self.word_roles(at) & (role::FILLER | role::DETERMINER | role::HEAD) == 0 {
                return;
            }
        }
    }

    fn not_yet(&self, from: usize, clause: Stretch, dropped: &mut [bool]) {
        for at in from..clause.end {
            if self.word_roles(at) & role::BREAK != 0 {
                return;
            }
            if let Some(number) = self.owner(at) {
                dropped[number] = true;
            }
        }
    }
}
