//! A catalog with another model or another understanding of documents.

use std::path::Path;

use rayon::prelude::*;

use super::Catalog;
use super::Identity;
use super::SIDES;
use super::lock;
use super::manifest;
use super::segment::Row;
use super::snapshot;
use super::snapshot::Snapshot;
use super::source::Placed;
use super::source::Source;
use super::writing::Folder;
use crate::error::Error;
use crate::error::Result;
use crate::profile::Profile;

/// How many entries are made anew at once: bounds memory.
const BATCH: usize = 1 << 12;

impl Catalog {
    /// Makes all entries of a folder's catalog anew, on all cores: `place` gives each its entry and vector from what it
    /// was made from. The catalog then has this identity, at one stroke; other writers wait meanwhile, readers go on.
    /// Returns how many entries there are.
    ///
    /// # Errors
    /// When there is no catalog in the folder, entries cannot be made anew (what they were made from was not kept, or
    /// only for the same understanding of documents), `place` fails, or the folder cannot be read or written; the
    /// catalog then stays as it is.
    pub fn reindex(
        folder: impl AsRef<Path>,
        identity: &Identity,
        place: impl Fn(Profile, &Source) -> Result<Placed> + Sync,
    ) -> Result<usize> {
        let folder = folder.as_ref();
        Self::describe(folder)?;
        let _lock = lock::writer(folder)?;
        let nothing = Snapshot::default();
        let (made, last) = snapshot::read_any(folder, &nothing)?.ok_or_else(|| manifest::missing(folder))?;
        check(folder, &last, made.understanding == identity.understanding)?;
        let mut next = Folder::over(folder, last.manifest.clone(), identity);
        let mut renewed = Snapshot::default();
        for side in SIDES {
            let rows: Vec<u32> = last.rows(side).collect();
            for part in rows.chunks(BATCH) {
                let anew = |&row: &u32| -> Result<Row> {
                    let source = last.source(side, row)?;
                    let Some(source) = source else { return Err(lost(folder, 1, rows.len())) };
                    let (entry, vector) = place(last.entry(side, row)?.profile.clone(), &source)?;
                    Row::of(&entry, vector.as_ref(), Some(&source))
                };
                let placed: Vec<Row> = part.par_iter().map(anew).collect::<Result<_>>()?;
                next.grow(&mut renewed, side, placed)?;
            }
        }
        next.publish(&mut renewed)?;
        Ok(SIDES.iter().map(|&side| renewed.len(side)).sum())
    }
}

/// That every entry can be made anew, before the work begins.
fn check(folder: &Path, last: &Snapshot, same_understanding: bool) -> Result<()> {
    let (mut all, mut lacking) = (0, 0);
    for side in SIDES {
        for row in last.rows(side) {
            all += 1;
            lacking += usize::from(match last.source(side, row)? {
                Some(Source::Document(_)) => false,
                Some(Source::Embedded(_)) => !same_understanding,
                None => true,
            });
        }
    }
    if lacking == 0 { Ok(()) } else { Err(lost(folder, lacking, all)) }
}

fn lost(folder: &Path, lacking: usize, all: usize) -> Error {
    Error::Catalog {
        path: folder.to_owned(),
        problem: format!("{lacking} of {all} documents are not kept in it, so they cannot be made anew"),
        remedy: "make a new catalog from the documents with `vocation add`, in another folder".to_owned(),
    }
}
