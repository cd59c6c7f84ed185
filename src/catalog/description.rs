//! What a catalog says of itself, whether or not this program can use it.

use std::path::Path;

use super::Identity;
use super::format_1;
use super::manifest;
use super::manifest::Found;
use crate::error::Result;

/// What a catalog says of itself, whether or not this program can use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// The version of its layout.
    pub format: u64,
    /// What its entries were made with.
    pub identity: Identity,
    /// How many postings it has; `None` where that cannot be read.
    pub postings: Option<u64>,
    /// How many résumés it has; `None` where that cannot be read.
    pub resumes: Option<u64>,
    /// How many removed or replaced documents are still in its files, until it is compacted.
    pub waiting: u64,
    /// How many commits there were that changed something.
    pub generation: u64,
    /// How many files there are, beside the manifest.
    pub files: usize,
    /// How many bytes its files have.
    pub bytes: u64,
}

/// What the manifest says of a catalog, also of one that cannot be used; `None` where there is none.
pub(super) fn describe(folder: &Path) -> Result<Option<Description>> {
    match manifest::find(folder)? {
        Found::Nothing => Ok(None),
        Found::Older(header) => format_1::describe(folder, header).map(Some),
        Found::Manifest(manifest) => Ok(Some(Description {
            format: manifest.format,
            postings: Some(manifest.postings.entries),
            resumes: Some(manifest.resumes.entries),
            waiting: manifest.postings.waiting + manifest.resumes.waiting,
            generation: manifest.generation,
            files: manifest.files().count(),
            bytes: manifest.files().map(|file| file.seal.bytes).sum(),
            identity: manifest.identity,
        })),
    }
}
