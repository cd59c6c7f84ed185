//! Records: bytes of any length, one record a row, and the entries that they hold.

use serde::de::DeserializeOwned;

use super::Entry;
use super::outline;
use crate::error::Result;
use crate::index::Blocks;
use crate::index::BlocksWriter;
use crate::index::Section;

/// Writes records as a section of bytes and one of where each ends.
pub(super) fn write<'a>(
    name: &str,
    ends: &str,
    records: impl Iterator<Item = &'a [u8]> + Clone,
    into: &mut BlocksWriter,
) -> Result<()> {
    into.section(name)?;
    records.clone().try_for_each(|record| into.write(record))?;
    into.section(ends)?;
    let mut end = 0_u64;
    for record in records {
        end += record.len() as u64;
        into.write(&end.to_le_bytes())?;
    }
    Ok(())
}

/// Records of a segment, one a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Records {
    bytes: Section,
    pub(super) ends: Section,
}

impl Records {
    pub(super) fn open(blocks: &Blocks, name: &str, ends: &str) -> Result<Self> {
        Ok(Self { bytes: blocks.section(name)?, ends: blocks.section(ends)? })
    }

    pub(super) fn get<'a>(&self, blocks: &'a Blocks, row: usize) -> Result<&'a [u8]> {
        let end = |row: usize| -> Result<usize> {
            let bytes = blocks.get(self.ends, row * 8..row * 8 + 8)?;
            let end = bytes.first_chunk().map_or(u64::MAX, |&eight| u64::from_le_bytes(eight));
            usize::try_from(end).map_err(|_| blocks.wrong("a record lies outside of its section"))
        };
        let begin = if row == 0 { 0 } else { end(row - 1)? };
        blocks.get(self.bytes, begin..end(row)?)
    }
}

/// The entries of a segment.
#[derive(Clone, Copy, Debug)]
pub(super) enum Entries {
    /// Outlines, and what these lack.
    Split { outlines: Records, told: Records },
    /// Whole ones, as in format 2.
    Whole(Records),
}

impl Entries {
    pub(super) fn open(blocks: &Blocks) -> Result<Self> {
        if blocks.section_if_any("entries").is_some() {
            return Ok(Self::Whole(Records::open(blocks, "entries", "entry-ends")?));
        }
        let outlines = Records::open(blocks, "outlines", "outline-ends")?;
        Ok(Self::Split { outlines, told: Records::open(blocks, "told", "told-ends")? })
    }

    /// The ends of its records, all of which are of one number of rows.
    pub(super) fn ends(&self) -> (Section, Section) {
        match self {
            Self::Split { outlines, told } => (outlines.ends, told.ends),
            Self::Whole(entries) => (entries.ends, entries.ends),
        }
    }

    pub(super) fn outline(&self, blocks: &Blocks, row: usize) -> Result<Entry> {
        match self {
            Self::Split { outlines, .. } => decoded(blocks, outlines, row),
            Self::Whole(entries) => Ok(outline::split(&decoded(blocks, entries, row)?).0),
        }
    }

    /// The id of a row, without reading the rest: of an entry in postcard's form it is what comes first.
    pub(super) fn id<'a>(&self, blocks: &'a Blocks, row: usize) -> Result<&'a str> {
        let record = match self {
            Self::Split { outlines, .. } => outlines.get(blocks, row)?,
            Self::Whole(entries) => entries.get(blocks, row)?,
        };
        postcard::from_bytes(record).map_err(|error| blocks.wrong(format!("row {row} has no id ({error})")))
    }

    pub(super) fn entry(&self, blocks: &Blocks, row: usize) -> Result<Entry> {
        match self {
            Self::Split { outlines, told } => {
                outline::join(decoded(blocks, outlines, row)?, decoded(blocks, told, row)?)
                    .ok_or_else(|| blocks.wrong(format!("the two parts of row {row} do not fit together")))
            }
            Self::Whole(entries) => decoded(blocks, entries, row),
        }
    }
}

/// The value that a record holds.
fn decoded<T: DeserializeOwned>(blocks: &Blocks, records: &Records, row: usize) -> Result<T> {
    postcard::from_bytes(records.get(blocks, row)?)
        .map_err(|error| blocks.wrong(format!("the entry of row {row} cannot be read ({error})")))
}
