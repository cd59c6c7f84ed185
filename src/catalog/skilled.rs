//! Finding by skills: the rows whose skills go best with those of a question.

use std::sync::Arc;

use fearless_simd::Level;
use fearless_simd::dispatch;
use rayon::prelude::*;

use super::segment::MAX_ROWS;
use super::skill_lists;
use super::skill_lists::Sums;
use super::skill_lists::Use;
use crate::index::RowSet;
use crate::skills::SkillId;

/// What standing in a list brings a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gain {
    /// The skill.
    pub skill: SkillId,
    /// What the row does with it.
    pub used: Use,
    /// The points, in units of the question's own.
    pub points: u16,
}

/// What each skill is worth to a row that asks for it, by the skill's row in the taxonomy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worths {
    points: Vec<[u16; 3]>,
    /// What tells these from others.
    id: u64,
}

impl Worths {
    /// The points of each skill where it is required, preferred, or one of several.
    #[must_use]
    pub fn new(points: Vec<[u16; 3]>) -> Self {
        let mut hasher = blake3::Hasher::new();
        points.as_flattened().iter().for_each(|points| {
            hasher.update(&points.to_le_bytes());
        });
        let id = hasher.finalize().as_bytes().first_chunk().map_or(0, |&eight| u64::from_le_bytes(eight));
        Self { points, id }
    }

    pub(super) const fn id(&self) -> u64 {
        self.id
    }

    pub(super) fn of(&self, skill: SkillId, used: Use) -> u16 {
        self.points.get(skill.0 as usize).and_then(|points| points.get(used as usize)).copied().unwrap_or(0)
    }
}

/// Of how many points in all a row's are.
#[derive(Clone, Debug)]
pub enum Whole {
    /// Of those that its own skills are worth.
    Own(Arc<Worths>),
    /// Of one number for all rows.
    Same(u16),
}

/// Skills that are sought: a row is worth `(credited + points) / (asked + whole)`, with its points at most the whole.
#[derive(Clone, Debug)]
pub struct Sought {
    /// What brings points: of each group a row is given those of the first list that it stands in.
    pub groups: Vec<Vec<Gain>>,
    /// Of how many points in all.
    pub whole: Whole,
    /// Points that are credited to every row.
    pub credited: f32,
    /// Of how many.
    pub asked: f32,
}

/// What a worth of 1 is written as: 15 bits.
const ONE: f32 = 32_767.0;

/// What whole numbers below 2^15 are added to, so that they stand in the last bits: 2^23, above which an f32 is whole. A
/// conversion that a processor does for many numbers at once, unlike the one that cuts what is too large.
const WHOLE_NUMBERS: f32 = 8_388_608.0;

/// Of how many stretches of 64 rows one is looked at to guess from what worth on rows are among the best.
const SAMPLED: usize = 32;

/// The worth of a row in 15 bits, and whether it has any points in the last one: 0 where it is not known.
type Key = u16;

/// How many rows a word of a row set is of.
const STRETCH: usize = 64;

/// What the rows of a segment are worth.
#[derive(Debug)]
pub(super) struct Part {
    first_row: u32,
    keys: Vec<Key>,
    /// The greatest key of each stretch of 64 rows.
    tops: Vec<Key>,
}

/// What the rows of one side are worth to whom certain skills are.
#[derive(Debug)]
pub struct Skilled {
    parts: Vec<Part>,
}

impl Sought {
    /// What each of `rows` rows is worth.
    pub(super) fn part(&self, first_row: u32, sums: &Sums, totals: Option<&Sums>, rows: usize) -> Part {
        let same;
        let totals = match (totals, &self.whole) {
            (Some(totals), _) => totals,
            (None, Whole::Same(whole)) => {
                same = skill_lists::sums_of(*whole);
                &same
            }
            (None, Whole::Own(_)) => return Part::unknown(first_row, rows),
        };
        let rows = rows.min(MAX_ROWS);
        let mut keys = vec![0; rows];
        dispatch!(Level::new(), _simd => self.count(&sums[..rows], &totals[..rows], &mut keys));
        Part::of(first_row, keys)
    }

    /// The keys of rows, many at a time.
    #[inline(always)]
    #[allow(clippy::cast_possible_truncation)]
    #[allow(clippy::inline_always, reason = "compiled for each width of registers")]
    fn count(&self, sums: &[u16], totals: &[u16], keys: &mut [Key]) {
        for ((key, &sum), &whole) in keys.iter_mut().zip(sums).zip(totals) {
            let worth = (self.credited + f32::from(sum.min(whole))) / (self.asked + f32::from(whole));
            let bits = (worth * ONE + WHOLE_NUMBERS).to_bits() as u16;
            let known = bits << 1 | u16::from(sum != 0);
            *key = if whole == 0 { 0 } else { known };
        }
    }

    /// The points of each row, from the lists that `rows_of` names.
    pub(super) fn sums<'a>(
        &self,
        mut rows_of: impl FnMut(SkillId, Use) -> crate::error::Result<&'a [[u8; 2]]>,
    ) -> crate::error::Result<Sums> {
        let mut sums = skill_lists::no_sums();
        let mut seen = [0_u64; MAX_ROWS / 64];
        for group in &self.groups {
            match group.as_slice() {
                [] => {}
                [gain] if gain.points == 0 => {}
                [gain] => skill_lists::add(&mut sums, rows_of(gain.skill, gain.used)?, gain.points),
                gains => {
                    seen.fill(0);
                    for gain in gains {
                        skill_lists::add_unseen(&mut sums, rows_of(gain.skill, gain.used)?, gain.points, &mut seen);
                    }
                }
            }
        }
        Ok(sums)
    }
}

impl Part {
    /// The worths of rows of which nothing is known.
    pub(super) fn unknown(first_row: u32, rows: usize) -> Self {
        Self::of(first_row, vec![0; rows])
    }

    fn of(first_row: u32, keys: Vec<Key>) -> Self {
        let mut tops = vec![0; keys.len().div_ceil(STRETCH)];
        dispatch!(Level::new(), _simd => greatest(&keys, &mut tops));
        Self { first_row, keys, tops }
    }

    /// The stretches of 64 rows in which some pass, and some key is `least` or more: the first row, the bits of those that
    /// pass, and the keys.
    fn stretches<'a>(&'a self, passing: &'a RowSet, least: Key) -> impl Iterator<Item = (u32, u64, &'a [Key])> {
        let words = passing.words().get(self.first_row as usize / STRETCH..).unwrap_or_default();
        let stretches =
            (self.first_row..).step_by(STRETCH).zip(words).zip(self.tops.iter().zip(self.keys.chunks(STRETCH)));
        let stretches = stretches.filter(move |&((_, &word), (&top, _))| word != 0 && top >= least);
        stretches.map(|((row, &word), (_, keys))| (row, word, keys))
    }

    /// The rows that pass, have points, and keys of `least` or more.
    fn of_least(&self, passing: &RowSet, least: Key) -> Vec<(Key, u32)> {
        let mut found = Vec::new();
        for (first, word, keys) in self.stretches(passing, least) {
            for (bit, &key) in (0_u32..).zip(keys) {
                if key >= least && key & 1 == 1 && word >> bit & 1 == 1 {
                    found.push((key, first + bit));
                }
            }
        }
        found
    }
}

/// The greatest of each [`STRETCH`] keys.
#[inline(always)]
#[allow(clippy::inline_always, reason = "compiled for each width of registers")]
fn greatest(keys: &[Key], tops: &mut [Key]) {
    for (top, keys) in tops.iter_mut().zip(keys.chunks(STRETCH)) {
        *top = keys.iter().copied().fold(0, Key::max);
    }
}

impl Skilled {
    pub(super) const fn of(parts: Vec<Part>) -> Self {
        Self { parts }
    }

    /// What a row is worth, from 0 to 1; `None` where it asks for nothing, or that is not known.
    #[must_use]
    pub fn worth(&self, row: u32) -> Option<f32> {
        let at = self.parts.partition_point(|part| part.first_row <= row).checked_sub(1)?;
        let part = &self.parts[at];
        let key = part.keys.get((row - part.first_row) as usize).copied().filter(|&key| key != 0)?;
        Some(f32::from(key >> 1) / ONE)
    }

    /// The `count` rows that pass and are worth most, most first and equal ones in their order; those without any points
    /// are left out.
    #[must_use]
    pub fn best(&self, passing: &RowSet, count: usize) -> Vec<u32> {
        let mut least = self.guess(passing, count);
        let mut found = loop {
            let of_part = |part: &Part| part.of_least(passing, least);
            let found: Vec<(Key, u32)> = self.parts.par_iter().map(of_part).collect::<Vec<_>>().concat();
            if found.len() >= count || least <= 1 {
                break found;
            }
            least /= 2;
        };
        let better = |a: &(Key, u32), b: &(Key, u32)| b.0.cmp(&a.0).then(a.1.cmp(&b.1));
        if found.len() > count && count > 0 {
            found.select_nth_unstable_by(count - 1, better);
        }
        found.truncate(count);
        found.sort_unstable_by(better);
        found.into_iter().map(|(_, row)| row).collect()
    }

    /// A key that about twice `count` of the rows that pass reach, to go by a part of the rows.
    fn guess(&self, passing: &RowSet, count: usize) -> Key {
        let mut keys: Vec<Key> = Vec::new();
        for (_, word, stretch) in self.parts.iter().flat_map(|part| part.stretches(passing, 0)).step_by(SAMPLED) {
            let passed = (0..).zip(stretch).filter(|&(bit, &key)| word >> bit & 1 == 1 && key & 1 == 1);
            keys.extend(passed.map(|(_, &key)| key));
        }
        let wanted = (count * 2).div_ceil(SAMPLED);
        if wanted == 0 || keys.len() < wanted {
            return 1;
        }
        *keys.select_nth_unstable_by(wanted - 1, |a, b| b.cmp(a)).1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_that_pass_are_found_in_order() {
        let part = Part::of;
        let skilled = Skilled::of(vec![part(0, vec![600, 9, 501, 501, 65_535]), part(64, vec![501, 1, 40_001])]);
        let all: RowSet = (0..70).collect();
        let rows = |passing: &RowSet, count| skilled.best(passing, count);
        assert_eq!(rows(&all, 4), [4, 66, 2, 3]);
        assert_eq!(rows(&all, 100), [4, 66, 2, 3, 64, 1, 65], "without those that have no points");
        let some: RowSet = [1, 3, 65, 66].into_iter().collect();
        assert_eq!(rows(&some, 2), [66, 3]);
        assert!(rows(&all, 0).is_empty() && rows(&RowSet::new(), 5).is_empty());
        assert!((skilled.worth(4).unwrap() - 1.0).abs() < 1e-6);
        assert!(skilled.worth(0).is_some() && skilled.worth(5).is_none() && skilled.worth(70).is_none());
    }

    #[test]
    fn the_best_of_many_are_those_of_a_full_sort() {
        let mut dice = 7_u64;
        let mut keys: Vec<Key> = Vec::new();
        for at in 0..40_000_u64 {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            // Unevenly: the best stand together, where a sample sees none of them or too many.
            keys.push(if at < 3_000 { (dice >> 48) as Key } else { (dice >> 48) as Key / 9 });
        }
        let parts: Vec<Part> =
            (0..).zip(keys.chunks(1 << 14)).map(|(at, keys)| Part::of(at << 14, keys.to_vec())).collect();
        let skilled = Skilled::of(parts);
        for (passing, count) in [
            ((0..40_000).collect::<RowSet>(), 50),
            ((0..40_000).collect(), 4_000),
            ((0..40_000).filter(|row| row % 7 == 0).collect(), 900),
            ((2_990..3_100).collect(), 20),
        ] {
            let mut wanted: Vec<u32> = passing.rows().filter(|&row| keys[row as usize] & 1 == 1).collect();
            wanted.sort_by(|&a, &b| keys[b as usize].cmp(&keys[a as usize]).then(a.cmp(&b)));
            wanted.truncate(count);
            assert_eq!(skilled.best(&passing, count), wanted);
        }
    }

    #[test]
    fn of_a_group_the_first_list_counts_and_of_several_groups_all() {
        let gain = |skill, points| Gain { skill: SkillId(skill), used: Use::Shown, points };
        let sought = Sought {
            groups: vec![vec![gain(0, 10), gain(1, 4)], vec![gain(2, 3)], vec![]],
            whole: Whole::Same(13),
            credited: 2.0,
            asked: 7.0,
        };
        let lists: [&[[u8; 2]]; 3] = [&[[1, 0]], &[[1, 0], [2, 0]], &[[2, 0], [3, 0]]];
        let sums = sought.sums(|skill, _| Ok(lists[skill.0 as usize])).unwrap();
        assert_eq!(sums[..5], [0, 10, 7, 3, 0]);
        let skilled = Skilled::of(vec![sought.part(0, &sums, None, 5)]);
        assert_eq!(skilled.best(&(0..5).collect(), 9), [1, 2, 3]);
        assert!((skilled.worth(1).unwrap() - 12.0 / 20.0).abs() < 1e-4);
        assert!((skilled.worth(0).unwrap() - 2.0 / 20.0).abs() < 1e-4, "what is credited to every row");
    }
}
