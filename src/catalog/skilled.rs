//! Finding by skills: the rows whose skills go best with those of a question.

use std::sync::Arc;

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

/// What a worth of 1 is written as.
const ONE: f32 = 65_535.0;

/// How many of the lowest bits of a worth are left out where worths are counted.
const COARSE: u32 = 4;

/// The worth of each row of a segment; 0 for one without any points.
pub(super) type RowWorths = Vec<u16>;

impl Sought {
    /// The worth of each of `rows` rows.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    pub(super) fn worths(&self, sums: &Sums, totals: Option<&Sums>, rows: usize) -> RowWorths {
        let worth = |sum: u16, whole: u16| {
            let worth = (self.credited + f32::from(sum.min(whole))) / (self.asked + f32::from(whole)) * ONE;
            if sum == 0 { 0 } else { worth as u16 }
        };
        let sums = sums.iter().take(rows);
        match (totals, &self.whole) {
            (Some(totals), _) => sums.zip(totals.iter()).map(|(&sum, &whole)| worth(sum, whole)).collect(),
            (None, Whole::Same(whole)) => sums.map(|&sum| worth(sum, *whole)).collect(),
            (None, Whole::Own(_)) => vec![0; rows],
        }
    }

    /// The points of each row, from the lists that `rows_of` names.
    pub(super) fn sums<'a>(
        &self,
        rows_of: impl Fn(SkillId, Use) -> crate::error::Result<&'a [[u8; 2]]>,
    ) -> crate::error::Result<Sums> {
        let mut sums = skill_lists::no_sums();
        let mut seen = [0_u64; MAX_ROWS / 64];
        for group in &self.groups {
            match group.as_slice() {
                [] => {}
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

/// The `count` rows that pass and are worth most, most first and equal ones in their order, with their worths from 0 to 1;
/// those without any points are left out. Of each part its first row and the worths of its rows.
pub(super) fn best(parts: &[(u32, RowWorths)], passing: &RowSet, count: usize) -> Vec<(u32, f32)> {
    let mut counts = vec![0_usize; 1 << (16 - COARSE)];
    each(parts, passing, |_, worth| counts[usize::from(worth >> COARSE)] += 1);
    let mut above = 0;
    let enough = counts.iter().rposition(|&here| {
        above += here;
        above >= count
    });
    let least = enough.map_or(0, |at| (at << COARSE) as u32);
    let mut found: Vec<(u16, u32)> = Vec::with_capacity(above);
    each(parts, passing, |row, worth| {
        if u32::from(worth) >= least {
            found.push((worth, row));
        }
    });
    let better = |a: &(u16, u32), b: &(u16, u32)| b.0.cmp(&a.0).then(a.1.cmp(&b.1));
    if found.len() > count && count > 0 {
        found.select_nth_unstable_by(count - 1, better);
    }
    found.truncate(count);
    found.sort_unstable_by(better);
    found.into_iter().map(|(worth, row)| (row, f32::from(worth) / ONE)).collect()
}

/// Calls `take` with each row that passes and is worth something.
fn each(parts: &[(u32, RowWorths)], passing: &RowSet, mut take: impl FnMut(u32, u16)) {
    for (first, worths) in parts {
        let words = passing.words().get(*first as usize / 64..).unwrap_or_default();
        for ((at, worths), &word) in (0_u32..).zip(worths.chunks(64)).zip(words) {
            if word == 0 {
                continue;
            }
            for (bit, &worth) in (0_u32..).zip(worths) {
                if worth > 0 && word >> bit & 1 == 1 {
                    take(first + at * 64 + bit, worth);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_that_pass_are_found_in_order() {
        let parts = [(0, vec![0, 9, 500, 500, 65_535]), (64, vec![500, 1, 40_000])];
        let all: RowSet = (0..70).collect();
        let rows = |passing: &RowSet, count| -> Vec<u32> {
            best(&parts, passing, count).into_iter().map(|(row, _)| row).collect()
        };
        assert_eq!(rows(&all, 4), [4, 66, 2, 3]);
        assert_eq!(rows(&all, 100), [4, 66, 2, 3, 64, 1, 65], "without those that have no points");
        let some: RowSet = [1, 3, 65, 66].into_iter().collect();
        assert_eq!(rows(&some, 2), [66, 3]);
        assert!(rows(&all, 0).is_empty() && rows(&RowSet::new(), 5).is_empty());
        assert!((best(&parts, &all, 1)[0].1 - 1.0).abs() < 1e-6);
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
        let worths = sought.worths(&sums, None, 5);
        assert_eq!((worths[0], worths[4]), (0, 0));
        assert!((f32::from(worths[1]) / ONE - 12.0 / 20.0).abs() < 1e-4, "{worths:?}");
    }
}
