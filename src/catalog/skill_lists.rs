//! Skill lists: for each skill the rows of a segment that ask for it, wish for it, or show it, so that the rows of which a
//! question's skills speak are found without a look at the others.
//!
//! | section | what |
//! |---|---|
//! | `list-keys` | each list's key, in order: four times the skill's row in the taxonomy and the [`Use`] (u32) |
//! | `list-ends` | where each list ends (u32) |
//! | `list-rows` | the rows of the lists, each in order (u16) |
//!
//! All numbers are little-endian.

use std::collections::BTreeMap;

use super::Entry;
use super::segment::MAX_ROWS;
use crate::error::Result;
use crate::index::Blocks;
use crate::index::BlocksWriter;
use crate::index::Section;
use crate::skills::Need;
use crate::skills::SkillId;

/// What a document does with a skill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// Asks for it.
    Required,
    /// Wishes for it.
    Preferred,
    /// Asks for it or for something else.
    Alternative,
    /// Shows it.
    Shown,
}

impl Use {
    /// All of them, by number.
    const ALL: [Self; 4] = [Self::Required, Self::Preferred, Self::Alternative, Self::Shown];
}

/// A list of rows, as a number.
pub(super) type Key = u32;

/// The list of a skill and a use.
pub(super) const fn key(skill: SkillId, used: Use) -> Key {
    skill.0 * 4 + used as u32
}

/// The skill and the use of a list.
const fn of_key(key: Key) -> (SkillId, Use) {
    (SkillId(key / 4), Use::ALL[(key % 4) as usize])
}

/// The lists that an entry stands in.
pub(super) fn keys(entry: &Entry) -> Vec<Key> {
    let used = |skill: &crate::skills::Skill| match (skill.need, skill.group) {
        (Need::Mentioned, _) => None,
        (Need::Shown, _) => Some(Use::Shown),
        (_, Some(_)) => Some(Use::Alternative),
        (Need::Required, None) => Some(Use::Required),
        (Need::Preferred, None) => Some(Use::Preferred),
    };
    entry.profile.skills.iter().filter_map(|skill| Some(key(skill.id, used(skill)?))).collect()
}

/// Writes the lists of rows, of each of which the keys are given.
pub(super) fn write<'a>(rows: impl Iterator<Item = &'a [Key]>, into: &mut BlocksWriter) -> Result<()> {
    let mut lists: BTreeMap<Key, Vec<u16>> = BTreeMap::new();
    for (row, keys) in (0_u16..).zip(rows) {
        for &key in keys {
            let list = lists.entry(key).or_default();
            if list.last() != Some(&row) {
                list.push(row);
            }
        }
    }
    into.section("list-keys")?;
    lists.keys().try_for_each(|key| into.write(&key.to_le_bytes()))?;
    into.section("list-ends")?;
    let mut end = 0_u32;
    for list in lists.values() {
        end += u32::try_from(list.len()).unwrap_or(u32::MAX);
        into.write(&end.to_le_bytes())?;
    }
    into.section("list-rows")?;
    lists.values().flatten().try_for_each(|row| into.write(&row.to_le_bytes()))
}

/// The lists of a segment.
#[derive(Clone, Copy, Debug)]
pub(super) struct SkillLists {
    keys: Section,
    ends: Section,
    rows: Section,
}

/// A search for lists, each of which is mostly not far behind the one before.
#[derive(Debug)]
pub(super) struct Search<'a> {
    lists: SkillLists,
    blocks: &'a Blocks,
    keys: &'a [[u8; 4]],
    /// The first list that is not before the key that was looked for last.
    at: usize,
}

impl<'a> Search<'a> {
    /// The rows of a list; none where there is no such list.
    pub(super) fn rows(&mut self, key: Key) -> Result<&'a [[u8; 2]]> {
        let is_before = |at: usize| self.keys.get(at).is_some_and(|&four| u32::from_le_bytes(four) < key);
        let mut low = if self.at == 0 || is_before(self.at - 1) { self.at } else { 0 };
        let mut step = 1;
        while is_before(low + step - 1) {
            low += step;
            step *= 2;
        }
        let high = (low + step - 1).min(self.keys.len());
        let between = self.keys.get(low..high).unwrap_or_default();
        self.at = low + between.partition_point(|&four| u32::from_le_bytes(four) < key);
        match self.keys.get(self.at) {
            Some(&four) if u32::from_le_bytes(four) == key => self.lists.at(self.blocks, self.at),
            _ => Ok(&[]),
        }
    }
}

/// A sum for each row that a segment may have.
pub(super) type Sums = Box<[u16; MAX_ROWS]>;

/// Sums of nothing.
pub(super) fn no_sums() -> Sums {
    sums_of(0)
}

/// The same sum for every row.
pub(super) fn sums_of(all: u16) -> Sums {
    // An array of this size would first lie on the stack.
    vec![all; MAX_ROWS].try_into().unwrap_or_else(|_| unreachable!("it has that length"))
}

impl SkillLists {
    /// The lists of a file; `None` where it has none, since it was written before there were any.
    pub(super) fn open(blocks: &Blocks) -> Result<Option<Self>> {
        let Some(keys) = blocks.section_if_any("list-keys") else { return Ok(None) };
        let (ends, rows) = (blocks.section("list-ends")?, blocks.section("list-rows")?);
        if keys.len() != ends.len() || !keys.len().is_multiple_of(4) || !rows.len().is_multiple_of(2) {
            return Err(blocks.wrong("its skill lists do not fit together"));
        }
        Ok(Some(Self { keys, ends, rows }))
    }

    fn numbers<'a>(&self, blocks: &'a Blocks, section: Section) -> Result<&'a [[u8; 4]]> {
        Ok(blocks.all(section)?.as_chunks::<4>().0)
    }

    /// The rows of the list at a place.
    fn at<'a>(&self, blocks: &'a Blocks, at: usize) -> Result<&'a [[u8; 2]]> {
        let ends = self.numbers(blocks, self.ends)?;
        let end = |at: usize| ends.get(at).map_or(0, |&end| u32::from_le_bytes(end) as usize * 2);
        let begin = if at == 0 { 0 } else { end(at - 1) };
        Ok(blocks.get(self.rows, begin..end(at))?.as_chunks::<2>().0)
    }

    /// The lists, to be looked for one after the other.
    pub(super) fn search<'a>(&self, blocks: &'a Blocks) -> Result<Search<'a>> {
        let keys = self.numbers(blocks, self.keys)?;
        Ok(Search { lists: *self, blocks, keys, at: 0 })
    }

    /// For each row the sum of what the lists are worth that it stands in.
    pub(super) fn totals(&self, blocks: &Blocks, worth: impl Fn(SkillId, Use) -> u16) -> Result<Sums> {
        let mut sums = no_sums();
        for (at, &four) in self.numbers(blocks, self.keys)?.iter().enumerate() {
            let (skill, used) = of_key(u32::from_le_bytes(four));
            add(&mut sums, self.at(blocks, at)?, worth(skill, used));
        }
        Ok(sums)
    }

    /// That every list lies where it must, in order, and holds only rows that there are.
    pub(super) fn verify(&self, blocks: &Blocks, count: usize) -> Result<()> {
        let keys = self.numbers(blocks, self.keys)?;
        let mut held = 0;
        for at in 0..keys.len() {
            let rows = self.at(blocks, at)?;
            held += rows.len();
            let row = |two: [u8; 2]| u16::from_le_bytes(two);
            let sound = rows.windows(2).all(|pair| row(pair[0]) < row(pair[1]))
                && rows.last().is_some_and(|&last| usize::from(row(last)) < count);
            if !sound {
                return Err(blocks.wrong("a skill list is not one of its rows in order"));
            }
        }
        let ordered = keys.windows(2).all(|pair| u32::from_le_bytes(pair[0]) < u32::from_le_bytes(pair[1]));
        if !ordered || held * 2 != self.rows.len() {
            return Err(blocks.wrong("its skill lists do not fit together"));
        }
        Ok(())
    }
}

/// Adds `points` to the sum of each row of a list.
#[inline]
pub(super) fn add(sums: &mut Sums, rows: &[[u8; 2]], points: u16) {
    for &two in rows {
        // A segment has no more rows than there are sums; what else a damaged list may hold falls on some row.
        let sum = &mut sums[usize::from(u16::from_le_bytes(two)) % MAX_ROWS];
        *sum = sum.saturating_add(points);
    }
}

/// The same, for rows that no earlier list of the group held; `seen` has a bit for each.
#[inline]
pub(super) fn add_unseen(sums: &mut Sums, rows: &[[u8; 2]], points: u16, seen: &mut [u64; MAX_ROWS / 64]) {
    for &two in rows {
        let row = usize::from(u16::from_le_bytes(two)) % MAX_ROWS;
        let (word, bit) = (&mut seen[row / 64], 1 << (row % 64));
        if *word & bit == 0 {
            *word |= bit;
            sums[row] = sums[row].saturating_add(points);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_found_in_any_order() {
        let rows: Vec<Vec<Key>> =
            (0..40).map(|row| (0..60).filter(|key| (row * 7 + key) % 5 < 2).map(|key| key * 3).collect()).collect();
        let mut writer = BlocksWriter::in_memory();
        write(rows.iter().map(Vec::as_slice), &mut writer).unwrap();
        let blocks = writer.into_blocks().unwrap();
        let lists = SkillLists::open(&blocks).unwrap().unwrap();
        let mut search = lists.search(&blocks).unwrap();
        let orders: [Vec<Key>; 3] =
            [(0..200).collect(), (0..200).rev().collect(), (0..200).map(|at| at * 37 % 200).collect()];
        for key in orders.into_iter().flatten() {
            let found: Vec<u16> = search.rows(key).unwrap().iter().map(|&two| u16::from_le_bytes(two)).collect();
            let wanted: Vec<u16> = (0..40).filter(|&row| rows[usize::from(row)].contains(&key)).collect();
            assert_eq!(found, wanted, "{key}");
        }
    }
}
