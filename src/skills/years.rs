//! Years of a skill: "5+ years of Python", "Python (5 years)", "SQL - 6 months".

use super::Kind;
use super::SkillId;
use super::cues::role;
use super::reading::Joint;
use super::reading::Reading;
use super::tokens::gap;
use crate::numbers;

/// How many words may stand between the years and their skill.
const REACH: usize = 10;
/// More years than this are no one's experience.
const MOST: f32 = 45.0;

impl Reading<'_> {
    /// Gives years to the names that the text gives years of.
    pub(super) fn count_years(&mut self) {
        if self.found.is_empty() {
            return;
        }
        for unit in 0..self.tokens.len() {
            let Some((first, years)) = self.duration(unit) else { continue };
            let after = unit + 1;
            if self.begins.get(after).is_some_and(|roles| roles & role::PAST != 0) {
                continue;
            }
            if !self.years_after(after, years) {
                self.years_before(first, after, years);
            }
        }
    }

    /// The first word and the least years of the duration that ends with word `unit`, where it is a unit of time.
    fn duration(&self, unit: usize) -> Option<(usize, f32)> {
        let roles = self.word_roles(unit);
        let divisor = if roles & role::YEAR != 0 {
            1.0
        } else if roles & role::MONTH != 0 {
            12.0
        } else {
            return self.glued_duration(unit);
        };
        let last = unit.checked_sub(1)?;
        if self.gap(unit) & (gap::STOP | gap::COMMA | gap::NEWLINE | gap::COLON) != 0 {
            return None;
        }
        let (first, value) = self.least_number(last)?;
        Some((first, value / divisor)).filter(|(_, years)| *years <= MOST)
    }

    /// "5yrs", "3y".
    fn glued_duration(&self, unit: usize) -> Option<(usize, f32)> {
        let word = self.words(unit, unit + 1);
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > 2 || !matches!(&word[digits..], "yrs" | "yr" | "years" | "year" | "ans" | "anos") {
            return None;
        }
        word[..digits].parse().ok().map(|years| (unit, years)).filter(|(_, years)| *years <= MOST)
    }

    fn number(&self, at: usize) -> Option<f32> {
        let word = self.words(at, at + 1).trim_end_matches('+');
        if word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit()) {
            return word.parse().ok();
        }
        numbers::named(word)
    }

    /// The least of "5", "1.5", "3-5", "3 to 5", "five (5)", ending with word `last`.
    fn least_number(&self, last: usize) -> Option<(usize, f32)> {
        let value = self.number(last)?;
        let Some(before) = last.checked_sub(1) else { return Some((last, value)) };
        if self.gap(last) & gap::DOT != 0 {
            let decimal = self.words(before, last + 1).parse().ok();
            return decimal.map(|value| (before, value));
        }
        let dashed = self.gap(last) & (gap::HYPHEN | gap::SLASH) != 0 && self.gap(last) & gap::NEWLINE == 0;
        let spelled_out = self.gap(last) & gap::OPEN != 0;
        if let Some(least) = self.number(before).filter(|least| (dashed || spelled_out) && *least <= value) {
            return Some((before, least));
        }
        let joins = matches!(
            self.words(before, last).to_ascii_lowercase().as_str(),
            "to" | "or" | "bis" | "a" | "à" | "and" | "oder" | "ou"
        );
        let least = before.checked_sub(1).filter(|_| joins).and_then(|at| self.number(at).map(|least| (at, least)));
        Some(least.filter(|(_, least)| *least < value).unwrap_or((last, value)))
    }

    /// "... years of experience with X and Y". Says whether a skill was found.
    fn years_after(&mut self, from: usize, years: f32) -> bool {
        for at in from..(from + REACH).min(self.tokens.len()) {
            let closed = gap::STOP | gap::BLANK | gap::COMMA | gap::CLOSE | gap::BULLET | gap::SLASH | gap::WIDE;
            let gap = self.gap(at);
            if gap & closed != 0 || gap & gap::NEWLINE != 0 && gap & (gap::HYPHEN | gap::COLON) != 0 {
                return false;
            }
            if let Some(number) = self.owner(at) {
                self.give_chain(number, years);
                return true;
            }
            if self.word_roles(at) & role::YEAR_FILLER == 0 {
                return false;
            }
        }
        false
    }

    fn give_chain(&mut self, mut number: usize, years: f32) {
        self.give(number, years);
        while number + 1 < self.found.len() {
            let next = number + 1;
            let after = self.found[next].end + 1;
            let with_years = (after..self.tokens.len().min(after + 3)).any(|unit| self.duration(unit).is_some());
            match self.joined(number, next) {
                Some(_) if !with_years => self.give(next, years),
                _ => return,
            }
            number = next;
        }
    }

    /// "X (5 years)", "X - experience - 6 months", "X for 5 years".
    fn years_before(&mut self, first: usize, after: usize, years: f32) {
        let mut at = first;
        let mut linked = false;
        while at > 0 && first - at <= 4 {
            let gap = self.gap(at);
            if gap & (gap::STOP | gap::BLANK | gap::NEWLINE | gap::CLOSE) != 0 {
                return;
            }
            linked |= gap & (gap::OPEN | gap::HYPHEN | gap::COLON) != 0;
            let comma = gap & gap::COMMA != 0;
            let of = self.word_roles(after) & role::YEAR_FILLER != 0
                && self.gap(after) & (gap::STOP | gap::NEWLINE | gap::COMMA | gap::CLOSE) == 0;
            if comma && of {
                return;
            }
            linked |= comma;
            if let Some(number) = self.owner(at - 1) {
                if linked || self.found[number].end == first || self.word_roles(at) & role::YEAR_LINK != 0 {
                    self.give_back(number, years);
                }
                return;
            }
            if self.word_roles(at - 1) & role::YEAR_LINK == 0 {
                return;
            }
            at -= 1;
        }
    }

    fn give_back(&mut self, number: usize, years: f32) {
        self.give(number, years);
        if number > 0 && self.found[number - 1].years.is_none() && self.joined(number - 1, number) == Some(Joint::Slash)
        {
            self.give(number - 1, years);
        }
    }

    fn give(&mut self, number: usize, years: f32) {
        let name = &mut self.found[number];
        let language = self.taxonomy.entry(SkillId(name.skill)).kind == Kind::Language;
        if !language && name.years.is_none_or(|known| known < years) {
            name.years = Some(years);
        }
    }
}

/// The length of the union of intervals of months, first and last counted in; sorts them.
pub(super) fn months_covered(spans: &mut [(i32, i32)]) -> i64 {
    spans.sort_unstable();
    let mut total = 0i64;
    let mut reached = i64::from(i32::MIN);
    for &(first, last) in spans.iter() {
        let (first, last) = (i64::from(first).max(reached), i64::from(last) + 1);
        if last > first {
            total += last - first;
            reached = last;
        }
    }
    total
}
