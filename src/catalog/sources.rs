//! Sources: what vectors are made of, kept beside the entries so that another model can embed a catalog anew. They are
//! read for nothing else.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use serde::Serialize;

use super::Entry;
use super::records;
use crate::documents::Side;
use crate::error::Error;
use crate::error::Result;
use crate::profile::WeightedPassage;

/// What the vectors of a document are made of: text without identity.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// What is embedded; their weighted, normalized sum is the document's vector.
    pub passages: Vec<WeightedPassage>,
    /// All roles, also those that a model has no vector for (see [`Profile::roles`](crate::profile::Profile::roles)).
    pub roles: Vec<String>,
    /// The same without the words that name a level, which are embedded (see
    /// [`Profile::plain_roles`](crate::profile::Profile::plain_roles)).
    pub plain_roles: Vec<String>,
}

/// The sources of one side as they were stored: one record an entry, in the entries' order; an empty one where there is
/// no source, and none at all where none were kept.
#[derive(Debug, Default)]
pub(super) struct Stored {
    bytes: Vec<u8>,
    records: Vec<Range<usize>>,
}

impl Stored {
    /// The records in `bytes`; `None` where they are no records.
    pub(super) fn from_bytes(bytes: Vec<u8>) -> Option<Self> {
        Some(Self { records: records::unpack(&bytes)?, bytes })
    }

    /// The records by the ids of their entries.
    pub(super) fn by_id<'a>(&'a self, entries: &'a [Entry]) -> ById<'a> {
        let records = self.records.iter().map(|record| &self.bytes[record.clone()]);
        entries.iter().map(|entry| entry.profile.id.as_str()).zip(records).collect()
    }
}

/// Records by the ids of their entries.
pub(super) type ById<'a> = BTreeMap<&'a str, &'a [u8]>;

/// What waits for a commit, by id: a record, or none for what is replaced without one or removed.
#[derive(Debug, Default)]
pub(super) struct Sources {
    postings: BTreeMap<String, Option<Vec<u8>>>,
    resumes: BTreeMap<String, Option<Vec<u8>>>,
}

impl Sources {
    /// Lets a record, or none, take the place of what an entry has.
    pub(super) fn keep(&mut self, side: Side, id: String, record: Option<Vec<u8>>) {
        match side {
            Side::Posting => self.postings.insert(id, record),
            Side::Resume => self.resumes.insert(id, record),
        };
    }

    /// The records of one side by id: those that wait before those that are stored.
    pub(super) fn over<'a>(&'a self, side: Side, mut stored: ById<'a>) -> ById<'a> {
        let waiting = match side {
            Side::Posting => &self.postings,
            Side::Resume => &self.resumes,
        };
        stored.extend(waiting.iter().map(|(id, record)| (id.as_str(), record.as_deref().unwrap_or_default())));
        stored
    }
}

/// The record of a document's source.
pub(super) fn encode(id: &str, source: &Source) -> Result<Vec<u8>> {
    postcard::to_allocvec(source).map_err(|error| Error::BrokenData {
        what: format!("the text of {id}"),
        problem: format!("it cannot be written ({error})"),
    })
}

/// The source of a record; `None` where there is none.
pub(super) fn decode(record: &[u8]) -> Option<Source> {
    if record.is_empty() { None } else { postcard::from_bytes(record).ok() }
}
