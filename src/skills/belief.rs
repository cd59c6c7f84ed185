//! How far an ordinary noun in a posting is believed to be the name of a skill that is asked for: "monitoring" in a line
//! of what one must bring, not in a sentence about the company.

use super::Kind;
use super::Need;
use super::Setting;
use super::SkillId;
use super::context::EDGE;
use super::cues::role;
use super::reading::Reading;
use super::tokens::gap;

/// From how many points on a name is believed.
const BAR: i32 = 9;

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

    /// Decides a name by points. Each is about four times what the sign adds to the logarithm of the odds that a reader
    /// lists the name: coefficients of a logistic regression over 250 public postings that language models had labeled,
    /// rounded and adjusted by hand. They say how those readers read, no more.
    pub(super) fn is_believed(&self, number: usize) -> bool {
        let name = &self.found[number];
        let line = self.lines.partition_point(|line| line.end <= name.first);
        let clause = self.clauses.partition_point(|clause| clause.end <= name.first);
        let length = self.clauses.get(clause).map_or(0, |clause| clause.end - clause.first);
        let bullet = self.lines.get(line).is_some_and(|line| self.gap(line.first) & (gap::BULLET | gap::HYPHEN) != 0);
        let entry = self.taxonomy.entry(SkillId(name.skill));
        let signs = [
            (self.areas & 1 << entry.area != 0, 5),
            (name.sure, 5),
            (bullet, 5),
            (self.setting == Setting::Title, 4),
            (matches!(self.setting, Setting::Demands | Setting::Listing), 2),
            (self.need == Need::Preferred, 2),
            (self.roles_before(number, role::BEFORE), 2),
            (self.words(name.first, name.end).eq_ignore_ascii_case(&entry.name), 2),
            (self.setting == Setting::Duties, 1),
            (self.roles_after(number, role::AFTER), 1),
            (self.gap(name.end) & EDGE != 0, 1),
            (length <= 8, 1),
            (entry.kind == Kind::Field, -2),
            (name.vague, -6),
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
