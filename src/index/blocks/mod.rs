//! Blocks: one immutable file of named sections, every part of which is checked before it is believed.
//!
//! | bytes | what |
//! |---|---|
//! | any | the sections, one after the other, each beginning at a multiple of 64 |
//! | any | the table of contents (postcard): each section's name, first byte and length |
//! | 16 each | the checksum of each block of [`BLOCK`] bytes of the sections, the last one shorter |
//! | 8 | how long the table of contents is (u64) |
//! | 8 | how long the sections are (u64) |
//! | 8 | the magic `VOCBLOCK` |
//!
//! Numbers are little-endian; checksums are the first 16 bytes of BLAKE3. Whoever names the file keeps its [`Seal`]: its
//! length and the BLAKE3 of all that follows the sections. [`Blocks::open`] checks the seal; a block is checked when it is
//! first touched, or by [`Blocks::verify`]. So a file that was cut, changed or exchanged for another is an error that
//! names it, and never an answer.

mod writer;

use std::fs::File;
use std::ops::Range;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use memmap2::Mmap;
use serde::Deserialize;
use serde::Serialize;

use crate::error::Error;
use crate::error::Result;

pub use writer::BlocksWriter;

/// How many bytes have one checksum.
pub const BLOCK: usize = 1 << 14;

/// What a section's first byte is a multiple of.
const ALIGNMENT: usize = 64;

const SUM: usize = 16;
const TRAILER: usize = 24;
const MAGIC: &[u8; 8] = b"VOCBLOCK";

/// What tells a file from all others: kept by whoever names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// How long the file is, in bytes.
    pub bytes: u64,
    /// The BLAKE3 of all that follows its sections, in hexadecimal digits.
    pub blake3: String,
}

/// A stretch of a file under one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    start: usize,
    len: usize,
}

impl Section {
    /// How many bytes it has.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// True where it has none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Named {
    name: String,
    start: u64,
    len: u64,
}

/// A file of sections that is read where it lies; see the module for its layout.
#[derive(Debug)]
pub struct Blocks {
    map: Mmap,
    path: PathBuf,
    contents: Vec<Named>,
    /// Where the sections end and the table of contents begins.
    body: usize,
    /// Where the checksums begin.
    sums: usize,
    /// One bit a block: whether it was found to be as it was written.
    verified: Box<[AtomicU64]>,
}

impl Blocks {
    /// Opens a file that was written by a [`BlocksWriter`] and has not changed since.
    ///
    /// # Errors
    /// [`Error::Io`]; [`Error::Damaged`] where it is not the file that `seal` is of.
    pub fn open(path: impl AsRef<Path>, seal: &Seal) -> Result<Self> {
        let path = path.as_ref();
        let file = File::open(path).map_err(|error| Error::io(path, error))?;
        let bytes = file.metadata().map_err(|error| Error::io(path, error))?.len();
        if bytes != seal.bytes || bytes < TRAILER as u64 {
            return Err(damaged(path, format!("it has {bytes} bytes and was written with {}", seal.bytes)));
        }
        let map = map(&file).map_err(|error| Error::io(path, error))?;
        Self::read(map, path.to_owned(), Some(seal))
    }

    fn read(map: Mmap, path: PathBuf, seal: Option<&Seal>) -> Result<Self> {
        let broken = |problem: &str| damaged(&path, problem.to_owned());
        let number = |from_end: usize| {
            let at = map.len().checked_sub(from_end)?;
            usize::try_from(u64::from_le_bytes(map.get(at..at + 8)?.try_into().ok()?)).ok()
        };
        if !map.ends_with(MAGIC) {
            return Err(broken("it does not end as it was written"));
        }
        let (Some(table), Some(body)) = (number(TRAILER), number(TRAILER - 8)) else {
            return Err(broken("it is too short"));
        };
        let blocks = body.div_ceil(BLOCK);
        let sums = body.checked_add(table);
        let fits = sums.and_then(|sums| sums.checked_add(blocks.checked_mul(SUM)?)?.checked_add(TRAILER));
        let (Some(sums), true) = (sums, fits == Some(map.len())) else {
            return Err(broken("its parts do not fit together"));
        };
        if seal.is_some_and(|seal| blake3::hash(&map[body..]).to_hex().as_str() != seal.blake3) {
            return Err(broken("its table of contents is not the one that was written"));
        }
        let contents: Vec<Named> =
            postcard::from_bytes(&map[body..sums]).map_err(|_| broken("its table of contents cannot be read"))?;
        if contents.iter().any(|one| one.start.checked_add(one.len).is_none_or(|end| end > body as u64)) {
            return Err(broken("a section lies outside of it"));
        }
        let known = if seal.is_some() { 0 } else { u64::MAX };
        let verified = (0..blocks.div_ceil(64)).map(|_| AtomicU64::new(known)).collect();
        Ok(Self { map, path, contents, body, sums, verified })
    }

    /// The file; `memory` where there is none.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many bytes the file has.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.map.len() as u64
    }

    /// The section of a name.
    ///
    /// # Errors
    /// [`Error::Damaged`] where there is none.
    pub fn section(&self, name: &str) -> Result<Section> {
        self.section_if_any(name).ok_or_else(|| damaged(&self.path, format!("it has no section {name:?}")))
    }

    /// The section of a name; `None` where there is none.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)]
    pub fn section_if_any(&self, name: &str) -> Option<Section> {
        let found = self.contents.iter().find(|one| one.name == name)?;
        // Both are no greater than `body`, which is a `usize`.
        Some(Section { start: found.start as usize, len: found.len as usize })
    }

    /// Some bytes of a section, checked.
    ///
    /// # Errors
    /// [`Error::Damaged`] where they are not those that were written, or lie outside the section.
    #[inline]
    pub fn get(&self, section: Section, range: Range<usize>) -> Result<&[u8]> {
        if range.start > range.end || range.end > section.len {
            return Err(self.outside(section, &range));
        }
        let (from, to) = (section.start + range.start, section.start + range.end);
        self.ensure(from, to)?;
        Ok(&self.map[from..to])
    }

    /// All bytes of a section, checked.
    ///
    /// # Errors
    /// [`Error::Damaged`] where they are not those that were written.
    pub fn all(&self, section: Section) -> Result<&[u8]> {
        self.get(section, 0..section.len)
    }

    /// The bytes of a section without a check: for hints to the processor, and for whoever has had them checked.
    #[must_use]
    pub fn unchecked(&self, section: Section) -> &[u8] {
        &self.map[section.start..section.start + section.len]
    }

    /// Sees to it that the bytes of a range of a section are checked.
    ///
    /// # Errors
    /// [`Error::Damaged`] where they are not those that were written.
    #[inline]
    fn ensure(&self, from: usize, to: usize) -> Result<()> {
        if from == to {
            return Ok(());
        }
        for block in from / BLOCK..=(to - 1) / BLOCK {
            if self.verified[block / 64].load(Ordering::Relaxed) >> (block % 64) & 1 == 0 {
                self.check(block)?;
            }
        }
        Ok(())
    }

    #[cold]
    fn check(&self, block: usize) -> Result<()> {
        let bytes = &self.map[block * BLOCK..self.body.min((block + 1) * BLOCK)];
        let at = self.sums + block * SUM;
        if blake3::hash(bytes).as_bytes()[..SUM] != self.map[at..at + SUM] {
            return Err(self.changed(block));
        }
        self.verified[block / 64].fetch_or(1 << (block % 64), Ordering::Relaxed);
        Ok(())
    }

    fn changed(&self, block: usize) -> Error {
        let at = block * BLOCK;
        let within = |one: &&Named| one.start < (at + BLOCK) as u64 && one.start + one.len > at as u64;
        let names: Vec<&str> = self.contents.iter().filter(within).map(|one| one.name.as_str()).collect();
        damaged(&self.path, format!("the block at byte {at} ({}) is not the one that was written", names.join(", ")))
    }

    #[cold]
    fn outside(&self, section: Section, range: &Range<usize>) -> Error {
        damaged(&self.path, format!("bytes {range:?} lie outside of a section of {} bytes", section.len))
    }

    /// Checks every block, also those that were checked before.
    ///
    /// # Errors
    /// [`Error::Damaged`], naming the first block that is not the one that was written.
    pub fn verify(&self) -> Result<()> {
        (0..self.body.div_ceil(BLOCK)).try_for_each(|block| self.check(block))
    }

    /// That the file is damaged, in words of one who reads what is in it.
    #[must_use]
    pub fn wrong(&self, problem: impl Into<String>) -> Error {
        damaged(&self.path, problem.into())
    }
}

fn damaged(path: &Path, problem: String) -> Error {
    Error::Damaged { path: path.to_owned(), problem }
}

#[allow(
    unsafe_code,
    reason = "the file is immutable: it is written under another name, sealed, and never written again"
)]
fn map(file: &File) -> std::io::Result<Mmap> {
    // SAFETY: nobody writes to a file of blocks after its writer has finished it. Whoever changes it all the same, from
    // outside, changes bytes that are checked when they are first touched.
    unsafe { Mmap::map(file) }
}

#[cfg(test)]
mod tests;
