//! A catalog with another model.

use std::path::Path;

use rayon::prelude::*;

use super::Catalog;
use super::Entry;
use super::Identity;
use super::SIDES;
use super::Snapshot;
use super::Source;
use super::Waiting;
use super::shelf::Shelf;
use super::sources;
use super::sources::ById;
use super::storage;
use crate::documents::Side;
use crate::embedding::Vector;
use crate::error::Error;
use crate::error::Result;
use crate::profile::Profile;

impl Catalog {
    /// Embeds all entries of a folder's catalog anew, on all cores: `place` gives each its vectors from its source. The
    /// catalog then has this identity, at one stroke; other writers wait meanwhile, readers go on. Returns how many
    /// entries there are.
    ///
    /// # Errors
    /// When there is no catalog in the folder, it was made with another understanding of documents, entries have no
    /// source (they were added before sources were kept), `place` fails, or the folder cannot be read or written; the
    /// catalog then stays as it is.
    pub fn reindex(
        folder: impl AsRef<Path>,
        identity: &Identity,
        place: impl Fn(Profile, &Source) -> Result<(Entry, Option<Vector>)> + Sync,
    ) -> Result<usize> {
        let folder = folder.as_ref();
        Self::describe(folder)?;
        let writer = storage::Writer::begin(folder)?;
        let (made, last) = storage::read_any(folder)?.ok_or_else(|| storage::missing(folder))?;
        if made.understanding != identity.understanding {
            return Err(storage::unlike(folder, &made, identity));
        }
        let (postings, resumes) = (writer.sources(Side::Posting)?, writer.sources(Side::Resume)?);
        let records = |side| if side == Side::Posting { &postings } else { &resumes }.by_id(last.entries(side));
        let anew = |side: Side| -> Result<Shelf> {
            let mut placed = Waiting::new();
            let kept = with_sources(folder, last.entries(side), &records(side))?;
            let found: Vec<(Entry, Option<Vector>)> = kept
                .into_par_iter()
                .map(|(entry, source)| place(entry.profile.clone(), &source))
                .collect::<Result<_>>()?;
            for (entry, vector) in found {
                placed.insert(entry.profile.id.clone(), Some((entry, vector)));
            }
            Shelf::default().changed(|_| false, placed.values().filter_map(Option::as_ref), identity.dimension)
        };
        let next = Snapshot { postings: anew(Side::Posting)?, resumes: anew(Side::Resume)? };
        writer.publish(&next, identity, records)?;
        Ok(SIDES.iter().map(|&side| next.len(side)).sum())
    }
}

/// Entries with their sources, all of which must be there.
fn with_sources<'a>(folder: &Path, entries: &'a [Entry], records: &ById<'_>) -> Result<Vec<(&'a Entry, Source)>> {
    let source = |entry: &Entry| sources::decode(records.get(entry.profile.id.as_str())?);
    let sources: Vec<(&Entry, Source)> = entries.iter().filter_map(|entry| Some((entry, source(entry)?))).collect();
    if sources.len() == entries.len() {
        return Ok(sources);
    }
    let (lacking, all) = (entries.len() - sources.len(), entries.len());
    Err(Error::Catalog {
        path: folder.to_owned(),
        problem: format!("the text of {lacking} of {all} documents is not kept in it, so it cannot be embedded anew"),
        remedy: "make a new catalog from the documents with `vocation add`, in another folder".to_owned(),
    })
}
