//! One fact of the rows of a segment: the number of its value among the values that occur (`NAME-values`, postcard); the
//! numbers are `NAME`, u32 little-endian, one a row. A test looks at each value once, and then at numbers only.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::columns::Test;
use super::known::KnownFacts;
use super::known::Numbered;
use super::segment::MAX_ROWS;
use crate::error::Result;
use crate::index::Blocks;
use crate::index::BlocksWriter;
use crate::index::Section;

/// Makes values of their bytes.
type Read<T> = fn(&[u8], &KnownFacts) -> postcard::Result<Vec<T>>;

/// Values that each segment keeps for itself.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8], _known: &KnownFacts) -> postcard::Result<Vec<T>> {
    postcard::from_bytes(bytes)
}

/// One fact of the rows of a segment.
#[derive(Debug)]
pub(super) struct Column<T> {
    name: &'static str,
    read: Read<T>,
    section: OnceLock<Section>,
    values: OnceLock<Vec<T>>,
}

impl<T> Column<T> {
    pub(super) const fn new(name: &'static str, read: Read<T>) -> Self {
        Self { name, read, section: OnceLock::new(), values: OnceLock::new() }
    }

    pub(super) fn values(&self, blocks: &Blocks, known: &KnownFacts) -> Result<&[T]> {
        if let Some(values) = self.values.get() {
            return Ok(values);
        }
        let bytes = blocks.all(blocks.section(&format!("{}-values", self.name))?)?;
        let read = (self.read)(bytes, known)
            .map_err(|error| blocks.wrong(format!("the values of {} cannot be read ({error})", self.name)))?;
        Ok(self.values.get_or_init(|| read))
    }

    fn section(&self, blocks: &Blocks) -> Result<Section> {
        match self.section.get() {
            Some(section) => Ok(*section),
            None => blocks.section(self.name).map(|found| *self.section.get_or_init(|| found)),
        }
    }

    /// The value of a row.
    pub(super) fn value(&self, blocks: &Blocks, known: &KnownFacts, row: usize) -> Result<&T> {
        let bytes = blocks.get(self.section(blocks)?, row * 4..row * 4 + 4)?;
        let number = bytes.try_into().map_or(u32::MAX, u32::from_le_bytes);
        let value = self.values(blocks, known)?.get(number as usize);
        value.ok_or_else(|| blocks.wrong(format!("{} has no value for row {row}", self.name)))
    }

    /// Takes the rows that do not pass out of `words`.
    pub(super) fn keep(
        &self,
        blocks: &Blocks,
        known: &KnownFacts,
        test: Option<&Test<'_, T>>,
        words: &mut [u64],
    ) -> Result<()> {
        let Some(test) = test else { return Ok(()) };
        let passes: Vec<bool> = self.values(blocks, known)?.iter().map(test).collect();
        self.keep_those(blocks, &passes, words)
    }

    /// The same, where it is known of each value whether it passes.
    pub(super) fn keep_those(&self, blocks: &Blocks, passes: &[bool], words: &mut [u64]) -> Result<()> {
        if passes.iter().all(|&passed| passed) {
            return Ok(());
        }
        // There are no more values than rows. A number that is none of a value does not pass.
        let mut table: Box<[u8]> = vec![0; MAX_ROWS + 1].into_boxed_slice();
        table.iter_mut().zip(passes.iter().take(MAX_ROWS)).for_each(|(slot, &passed)| *slot = u8::from(passed));
        let Ok(table) = <&[u8; MAX_ROWS + 1]>::try_from(&*table) else { return Ok(()) };
        let passed = |number: [u8; 4]| u64::from(table[(u32::from_le_bytes(number) as usize).min(MAX_ROWS)]);
        let numbers = blocks.all(self.section(blocks)?)?.as_chunks::<4>().0;
        for (word, numbers) in words.iter_mut().zip(numbers.chunks(64)) {
            if *word != 0 {
                *word &= (0..).zip(numbers).fold(0, |kept, (at, &number)| kept | passed(number) << at);
            }
        }
        Ok(())
    }

    /// That every row has a value.
    pub(super) fn verify(&self, blocks: &Blocks, known: &KnownFacts, rows: usize) -> Result<()> {
        let count = self.values(blocks, known)?.len();
        let numbers = blocks.all(self.section(blocks)?)?.as_chunks::<4>().0;
        if numbers.len() != rows || numbers.iter().any(|&number| u32::from_le_bytes(number) as usize >= count) {
            return Err(blocks.wrong(format!("{} does not fit its rows and values", self.name)));
        }
        Ok(())
    }
}

impl<T> Column<Numbered<T>> {
    /// Takes the rows that do not pass out of `words`, where it is known by number which values do.
    pub(super) fn keep_known(
        &self,
        blocks: &Blocks,
        known: &KnownFacts,
        judged: Option<&[bool]>,
        words: &mut [u64],
    ) -> Result<()> {
        let Some(judged) = judged else { return Ok(()) };
        let values = self.values(blocks, known)?;
        let passes: Vec<bool> =
            values.iter().map(|one| judged.get(one.number as usize).copied().unwrap_or(false)).collect();
        self.keep_those(blocks, &passes, words)
    }
}

/// Writes one fact of rows.
pub(super) fn write<'a, T: Serialize + 'a>(
    name: &str,
    rows: impl Iterator<Item = &'a T>,
    into: &mut BlocksWriter,
) -> Result<()> {
    let (mut numbers, mut known, mut values) = (Vec::new(), HashMap::new(), Vec::new());
    for value in rows {
        let key = super::encoded(name, value)?;
        let number = *known.entry(key).or_insert_with(|| {
            values.push(value);
            values.len() - 1
        });
        numbers.extend_from_slice(&u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
    }
    into.add(&format!("{name}-values"), &super::encoded(name, &values)?)?;
    into.add(name, &numbers)
}
