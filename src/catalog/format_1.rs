//! The step from format 1 to today's.
//!
//! Format 1 had one folder `generation-N` with, for each side, `SIDE.entries` (an [`Entry`] a record), `SIDE.vectors`
//! (f32 each) of the first of them, `SIDE.sources` (an [`Embedded`] a record) and a graph, each listed in `catalog.json`
//! with its length and BLAKE3. Records: their number (u64), the end of each counted from the first (u64 each), the
//! records. A catalog of format 1 is read into memory; the next commit writes it in today's format.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::ops::Range;
use std::path::Path;
use std::path::PathBuf;

use rayon::prelude::*;
use serde::Deserialize;

use super::Entry;
use super::Identity;
use super::description::Description;
use super::manifest;
use super::segment::MAX_ROWS;
use super::segment::Row;
use super::segment::Segment;
use super::shelf::Held;
use super::shelf::Shelf;
use super::snapshot::Snapshot;
use super::source::Embedded;
use super::source::Source;
use crate::codes::Language;
use crate::documents::Side;
use crate::embedding::Codes;
use crate::embedding::Vector;
use crate::error::Error;
use crate::error::Result;
use crate::pay::Pay;
use crate::place::Place;
use crate::profile::Profile;
use crate::profile::WeightedPassage;
use crate::seniority::Seniority;
use crate::skills::Skill;
use crate::words::Words;

/// What `catalog.json` held.
#[derive(Debug, Deserialize)]
struct Header {
    generation: u64,
    #[serde(flatten)]
    identity: Identity,
    files: BTreeMap<String, Stored>,
}

/// A file of the generation.
#[derive(Debug, Deserialize)]
struct Stored {
    bytes: u64,
    blake3: String,
}

/// An [`Entry`] of format 1.
#[derive(Debug, Deserialize)]
struct OldEntry {
    profile: OldProfile,
    codes: Option<Codes>,
    roles: Vec<Codes>,
}

/// A [`Profile`] of format 1: without the day of posting and tags.
#[derive(Debug, Deserialize)]
struct OldProfile {
    id: String,
    side: Side,
    title: String,
    company: Option<String>,
    seniority: Seniority,
    pay: Option<Pay>,
    place: Place,
    roles: Vec<String>,
    plain_roles: Vec<String>,
    skills: Vec<Skill>,
    words: Words,
    role_words: Words,
    language: Option<Language>,
    passages: Vec<WeightedPassage>,
    notes: Vec<String>,
}

impl From<OldEntry> for Entry {
    fn from(old: OldEntry) -> Self {
        let profile = Profile {
            id: old.profile.id,
            side: old.profile.side,
            title: old.profile.title,
            company: old.profile.company,
            seniority: old.profile.seniority,
            pay: old.profile.pay,
            place: old.profile.place,
            roles: old.profile.roles,
            plain_roles: old.profile.plain_roles,
            skills: old.profile.skills,
            words: old.profile.words,
            role_words: old.profile.role_words,
            language: old.profile.language,
            posted: None,
            tags: Vec::new(),
            passages: old.profile.passages,
            notes: old.profile.notes,
        };
        Self { profile, codes: old.codes, roles: old.roles }
    }
}

/// A catalog of format 1 that is being read.
struct Older<'a> {
    folder: &'a Path,
    header: Header,
}

impl<'a> Older<'a> {
    fn of(folder: &'a Path, header: serde_json::Value) -> Result<Self> {
        let header = serde_json::from_value(header).map_err(|error| Error::Damaged {
            path: folder.join(manifest::NAME),
            problem: format!("it is no manifest of format 1 ({error})"),
        })?;
        Ok(Self { folder, header })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("generation-{}", self.header.generation)).join(name)
    }

    /// The bytes of a file, checked; none where there is no such file.
    fn file(&self, name: &str) -> Result<Vec<u8>> {
        let Some(stored) = self.header.files.get(name) else { return Ok(Vec::new()) };
        let path = self.path(name);
        let bytes = std::fs::read(&path).map_err(|error| Error::io(&path, error))?;
        if bytes.len() as u64 != stored.bytes || blake3::hash(&bytes).to_hex().as_str() != stored.blake3 {
            return Err(self.damaged(name, "its contents are not those that were written"));
        }
        Ok(bytes)
    }

    fn damaged(&self, name: &str, problem: &str) -> Error {
        Error::Damaged { path: self.path(name), problem: problem.to_owned() }
    }

    /// The records of a file.
    fn records<T: Send>(&self, name: &str, read: impl Fn(&[u8]) -> Option<T> + Sync) -> Result<Vec<T>> {
        let bytes = self.file(name)?;
        if bytes.is_empty() {
            return Ok(Vec::new());
        }
        let found = unpack(&bytes)
            .and_then(|records| records.into_par_iter().map(|record| read(&bytes[record])).collect::<Option<Vec<T>>>());
        found.ok_or_else(|| self.damaged(name, "its records cannot be read"))
    }

    fn shelf(&self, side: Side) -> Result<Shelf> {
        let name = |kind: &str| format!("{}.{kind}", manifest::word(side));
        let entries: Vec<Entry> =
            self.records(&name("entries"), |bytes| postcard::from_bytes::<OldEntry>(bytes).ok().map(Entry::from))?;
        let sources: Vec<Option<Embedded>> = self.records(&name("sources"), |bytes| match bytes {
            [] => Some(None),
            bytes => postcard::from_bytes(bytes).ok().map(Some),
        })?;
        let flat: Vec<f32> =
            self.file(&name("vectors"))?.as_chunks::<4>().0.iter().map(|&four| f32::from_le_bytes(four)).collect();
        let dimension = self.header.identity.dimension.max(1);
        let vectors: Vec<Option<Vector>> = flat.chunks_exact(dimension).map(Vector::new).collect();
        if vectors.len() > entries.len() || vectors.iter().any(Option::is_none) {
            return Err(self.damaged(&name("vectors"), "they are not those of its entries"));
        }
        let mut shelf = Shelf { entries: entries.len(), ..Shelf::default() };
        let all: Vec<usize> = (0..entries.len()).collect();
        for part in all.chunks(MAX_ROWS) {
            let row = |&at: &usize| {
                let source = sources.get(at).cloned().flatten().map(Source::Embedded);
                Row::of(&entries[at], vectors.get(at).and_then(Option::as_ref), source.as_ref())
            };
            let rows: Vec<Row> = part.par_iter().map(row).collect::<Result<_>>()?;
            let segment = Segment::in_memory(rows, self.header.identity.dimension, &shelf.known)?;
            let first_row = shelf.segments.last().map_or(0, Held::end);
            shelf.segments.push(Held { first_row, segment: segment.into(), file: None });
        }
        Ok(shelf)
    }
}

/// What a folder with a catalog of format 1 holds.
pub(super) fn read(folder: &Path, header: serde_json::Value) -> Result<(Identity, Snapshot)> {
    let older = Older::of(folder, header)?;
    let (postings, resumes) = (older.shelf(Side::Posting)?, older.shelf(Side::Resume)?);
    Ok((older.header.identity, Snapshot { manifest: None, postings, resumes }))
}

/// What its header says.
pub(super) fn describe(folder: &Path, header: serde_json::Value) -> Result<Description> {
    let older = Older::of(folder, header)?;
    let count = |name: &str| {
        let mut eight = [0; 8];
        File::open(older.path(name)).and_then(|mut file| file.read_exact(&mut eight)).ok()?;
        Some(u64::from_le_bytes(eight))
    };
    Ok(Description {
        format: 1,
        postings: count("postings.entries"),
        resumes: count("resumes.entries"),
        waiting: 0,
        generation: older.header.generation,
        files: older.header.files.len(),
        bytes: older.header.files.values().map(|file| file.bytes).sum(),
        identity: older.header.identity,
    })
}

/// Where each record lies in `bytes`; `None` where they are no records.
fn unpack(bytes: &[u8]) -> Option<Vec<Range<usize>>> {
    let number = |at: usize| {
        let eight = bytes.get(at..at.checked_add(8)?)?;
        usize::try_from(u64::from_le_bytes(eight.try_into().ok()?)).ok()
    };
    let count = number(0)?;
    let first = count.checked_mul(8)?.checked_add(8)?;
    let mut begin = first;
    if first > bytes.len() {
        return None;
    }
    let record = |row: usize| {
        let end = first.checked_add(number(row * 8 + 8)?)?;
        let record = begin..end;
        begin = end;
        (record.start <= end && end <= bytes.len()).then_some(record)
    };
    (0..count).map(record).collect()
}
