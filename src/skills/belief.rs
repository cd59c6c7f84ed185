//! How far an ordinary noun in a posting is believed to be the name of a skill that is asked for: "monitoring" in a line
//! of what one must bring, not in a sentence about the company.
//!
//! # Where the points come from
//!
//! They are coefficients of a logistic regression over the 140 postings of the training part of SkillSpan (Zhang and
//! others, 2022; MIT licence), in which people marked the words that name skills and knowledge.
//!
//! - **Postings** were put together again from their sentences, one a line; a lone `*`, and two or more lines in a row
//!   that end in no stop or colon and are no heading, became items of a list; a blank line was put before headings
//!   (phrases of `data/headings.tsv`, and up to six words with a colon); masked names became invented ones.
//! - **Mentions**: all that [`Reading::weighs`], but for the title's. Since SkillSpan marks no job titles, names that are
//!   followed, at once or after one word, by a word for who does the work or where are left out ("engineer", "developer",
//!   "manager", "analyst", "team", "department" and their like). 3,285 remain.
//! - **Label**: true (1,458) where a marked span holds the mention and has at most three times its words. "Testing" is
//!   asked for in "automated testing", not in twelve words that also say "testing". Two times and two and a half times
//!   give nearly the same points, which find less and err less.
//! - **Fit**: greatest likelihood with half the squared norm of the coefficients (not of the constant) as penalty; the
//!   sign of the least `|coefficient / standard error|` was left out again and again until all were above 2. Left out
//!   were fields of knowledge, duties, preferred skills, and cues after the name. Not tried: titles, which SkillSpan does
//!   not mark, and edges of list items, since it has lost its commas.
//! - **Points** are four times the coefficient, rounded, and the bar is minus four times the constant.
//!
//! One sign is not of that fit, whose postings are one sentence a line: a plain name of two words or more in an item of a
//! list ("mentor junior engineers") has a point more, which is all that it lacks in a long item of another area. Over 60
//! real postings whose skills two readers listed it finds more than it errs (see the CHANGELOG).

use super::Need;
use super::Setting;
use super::SkillId;
use super::cues::role;
use super::reading::Reading;
use super::tokens::gap;

/// From how many points on a name is believed.
const BAR: i32 = 6;

/// An area of work is one of a document's where at least this share of its plain names belongs to it.
const SHARE: f32 = 0.3;

/// Names that are assumed of every area before any is counted, spread evenly.
const ASSUMED: f32 = 3.0;

impl Reading<'_> {
    /// Counts the plain names of what is asked for, by area.
    pub(super) fn count_areas(&self, counts: &mut [u32]) {
        if matches!(self.need, Need::Required | Need::Preferred) {
            for name in self.found.iter().filter(|name| name.sure) {
                counts[self.taxonomy.entry(SkillId(name.skill)).area] += 1;
            }
        }
    }

    /// True where ordinary nouns are weighed by [`Reading::is_believed`].
    pub(super) fn weighs(&self, number: usize) -> bool {
        let name = &self.found[number];
        let noun = !name.weak && !self.taxonomy.entry(SkillId(name.skill)).kind.is_product();
        noun && matches!(self.need, Need::Required | Need::Preferred)
    }

    /// Decides a name by points: each is about four times what the sign adds to the logarithm of the odds that a reader
    /// marks the name.
    pub(super) fn is_believed(&self, number: usize) -> bool {
        let name = &self.found[number];
        let line = self.lines.partition_point(|line| line.end <= name.first);
        let clause = self.clauses.partition_point(|clause| clause.end <= name.first);
        let length = self.clauses.get(clause).map_or(0, |clause| clause.end - clause.first);
        let bullet = self.lines.get(line).is_some_and(|line| self.gap(line.first) & (gap::BULLET | gap::HYPHEN) != 0);
        let entry = self.taxonomy.entry(SkillId(name.skill));
        let signs = [
            (self.roles_before(number, role::BEFORE), 5),
            (self.areas & 1 << entry.area != 0, 3),
            (bullet, 3),
            (name.sure, 2),
            (length <= 8, 2),
            (matches!(self.setting, Setting::Demands | Setting::Listing), 1),
            (self.words(name.first, name.end).eq_ignore_ascii_case(&entry.name), 1),
            (name.vague, -1),
            (bullet && name.sure && !name.vague && name.end - name.first > 1, 1),
        ];
        signs.iter().filter(|(holds, _)| *holds).map(|(_, points)| points).sum::<i32>() >= BAR
    }
}

/// The areas that make up a good share of `counts`, as bits.
pub(super) fn areas(counts: &[u32]) -> u32 {
    #[expect(clippy::cast_precision_loss, reason = "a document names few skills")]
    let share = |count: u32, all: f32| (count as f32 + ASSUMED / counts.len().max(1) as f32) / (all + ASSUMED);
    #[expect(clippy::cast_precision_loss, reason = "a document names few skills")]
    let all = counts.iter().sum::<u32>() as f32;
    (0..counts.len()).filter(|&area| share(counts[area], all) > SHARE).fold(0, |bits, area| bits | 1 << area)
}
