//! Catalog: keeps profiles and vectors. One writer, many readers; nothing is visible before [`Catalog::commit`]; a
//! [`Snapshot`] is frozen. In memory, or in a folder (see `storage` for its layout).

mod lock;
mod records;
mod reindex;
mod shelf;
mod sources;
mod storage;

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use serde::Deserialize;
use serde::Serialize;

use crate::documents::Side;
use crate::embedding::Codes;
use crate::embedding::Vector;
use crate::error::Result;
use crate::profile::Profile;

use shelf::Shelf;
pub use sources::Source;
use sources::Sources;

/// What is kept of one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// What it says, without the text to embed: that is a [`Source`].
    pub profile: Profile,
    /// Where its text lies; `None` where it holds nothing that the model knows.
    pub codes: Option<Codes>,
    /// Where each of its roles lies, in the order of [`Profile::roles`].
    pub roles: Vec<Codes>,
}

/// What entries must have in common to be compared: stored in every catalog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The fingerprint of the embedder.
    pub embedder: String,
    /// The fingerprint of understanding: taxonomy, tables, section weights.
    pub understanding: String,
    /// How many values a vector has.
    pub dimension: usize,
}

impl Identity {
    /// In what this is unlike the identity of this program, in words that follow "made with".
    fn unlike(&self, here: &Self) -> Vec<String> {
        let mut parts = Vec::new();
        if self.embedder != here.embedder {
            parts.push(format!("another model ({}, this program has {})", self.embedder, here.embedder));
        }
        if self.dimension != here.dimension {
            parts.push(format!("vectors of {} values (this program has {})", self.dimension, here.dimension));
        }
        if self.understanding != here.understanding {
            let (there, here) = (&self.understanding, &here.understanding);
            parts.push(format!("another understanding of documents ({there}, this program has {here})"));
        }
        parts
    }
}

/// What a catalog says of itself, whether or not this program can use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// The version of its layout.
    pub format: u32,
    /// What its entries were made with.
    pub identity: Identity,
    /// How many postings it has; `None` where that cannot be read.
    pub postings: Option<u64>,
    /// How many résumés it has; `None` where that cannot be read.
    pub resumes: Option<u64>,
}

/// Both sides of the market.
const SIDES: [Side; 2] = [Side::Posting, Side::Resume];

/// What a catalog held at one commit.
#[derive(Debug, Default)]
pub struct Snapshot {
    postings: Shelf,
    resumes: Shelf,
}

impl Snapshot {
    const fn shelf(&self, side: Side) -> &Shelf {
        match side {
            Side::Posting => &self.postings,
            Side::Resume => &self.resumes,
        }
    }

    /// How many entries one side has.
    #[must_use]
    pub fn len(&self, side: Side) -> usize {
        self.shelf(side).entries().len()
    }

    /// True where there is no entry at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len(Side::Posting) + self.len(Side::Resume) == 0
    }

    /// The entries of one side.
    #[must_use]
    pub fn entries(&self, side: Side) -> &[Entry] {
        self.shelf(side).entries()
    }

    /// The entry of an id on one side; a posting and a résumé may have the same id.
    #[must_use]
    pub fn get(&self, side: Side, id: &str) -> Option<&Entry> {
        self.shelf(side).get(id)
    }

    /// How queries for one side are answered, in words.
    #[must_use]
    pub fn answered_by(&self, side: Side) -> String {
        self.shelf(side).answered_by()
    }

    /// At least the `count` entries of one side that lie nearest to `vector`, or all of them where they are few or
    /// there is no vector to go by.
    #[must_use]
    pub fn nearest(&self, side: Side, vector: Option<&Vector>, count: usize) -> Vec<&Entry> {
        self.shelf(side).nearest(vector, count)
    }
}

/// What a commit did to the entries that it was merged into, in numbers of entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Those that came to be.
    pub new: usize,
    /// Those that took the place of one of the same side and id.
    pub replaced: usize,
    /// Those that are gone.
    pub removed: usize,
}

/// What waits for the next commit on one side, by id: an entry with its vector, or its removal.
type Waiting = BTreeMap<String, Option<(Entry, Option<Vector>)>>;

/// What waits for the next commit.
#[derive(Debug, Default)]
struct Pending {
    postings: Waiting,
    resumes: Waiting,
    sources: Sources,
}

impl Pending {
    const fn of(&self, side: Side) -> &Waiting {
        match side {
            Side::Posting => &self.postings,
            Side::Resume => &self.resumes,
        }
    }

    const fn of_mut(&mut self, side: Side) -> &mut Waiting {
        match side {
            Side::Posting => &mut self.postings,
            Side::Resume => &mut self.resumes,
        }
    }

    fn is_empty(&self) -> bool {
        self.postings.is_empty() && self.resumes.is_empty()
    }
}

/// Keeps entries, each under its side and its id; the one writer.
#[derive(Debug)]
pub struct Catalog {
    identity: Identity,
    folder: Option<PathBuf>,
    snapshot: Arc<Snapshot>,
    pending: Pending,
}

impl Catalog {
    /// An empty catalog that is kept in memory only.
    #[must_use]
    pub fn in_memory(identity: Identity) -> Self {
        Self { identity, folder: None, snapshot: Arc::default(), pending: Pending::default() }
    }

    /// The catalog of a folder, which is made on the first commit where it does not exist.
    ///
    /// # Errors
    /// When the folder is no catalog, is damaged, is newer than this program, or was made with another model or
    /// another understanding.
    pub fn open(folder: impl AsRef<Path>, identity: Identity) -> Result<Self> {
        let folder = folder.as_ref().to_owned();
        let snapshot = storage::read(&folder, &identity)?.unwrap_or_default();
        Ok(Self { identity, folder: Some(folder), snapshot: Arc::new(snapshot), pending: Pending::default() })
    }

    /// The catalog of a folder, which must be there already.
    ///
    /// # Errors
    /// As [`Catalog::open`], and when there is no catalog in the folder.
    pub fn open_existing(folder: impl AsRef<Path>, identity: Identity) -> Result<Self> {
        Self::describe(&folder)?;
        Self::open(folder, identity)
    }

    /// What the catalog of a folder says of itself, also one that this program cannot use.
    ///
    /// # Errors
    /// When there is no catalog in the folder, or its header cannot be read.
    pub fn describe(folder: impl AsRef<Path>) -> Result<Description> {
        let folder = folder.as_ref();
        storage::describe(folder)?.ok_or_else(|| storage::missing(folder))
    }

    /// What was committed last.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot)
    }

    /// Adds an entry with its source, or replaces the one of the same side and id, from the next commit on. A catalog in
    /// memory keeps no sources.
    ///
    /// # Errors
    /// When the source cannot be written down.
    pub fn add_with(&mut self, entry: Entry, vector: Option<Vector>, source: &Source) -> Result<()> {
        let record = self.folder.is_some().then(|| sources::encode(&entry.profile.id, source)).transpose()?;
        let (side, id) = (entry.profile.side, entry.profile.id.clone());
        self.add(entry, vector);
        self.pending.sources.keep(side, id, record);
        Ok(())
    }

    /// Adds an entry, or replaces the one of the same side and id, from the next commit on. Without its source it can
    /// be embedded anew only by adding it again.
    pub fn add(&mut self, entry: Entry, vector: Option<Vector>) {
        self.pending.sources.keep(entry.profile.side, entry.profile.id.clone(), None);
        self.pending.of_mut(entry.profile.side).insert(entry.profile.id.clone(), Some((entry, vector)));
    }

    /// Removes the entries of an id, on both sides, from the next commit on. The commit removes them also where another
    /// writer adds them in between; true where one is known now.
    pub fn remove(&mut self, id: &str) -> bool {
        let mut known = false;
        for side in SIDES {
            self.pending.sources.keep(side, id.to_owned(), None);
            known |= match self.pending.of_mut(side).insert(id.to_owned(), None) {
                Some(waiting) => waiting.is_some(),
                None => self.snapshot.get(side, id).is_some(),
            };
        }
        known
    }

    /// Makes all changes visible at once, and durable where the catalog has a folder. They are merged into what the
    /// folder holds by now, so that changes of other writers stay; with or without changes of its own, the snapshot is
    /// then the newest.
    ///
    /// # Errors
    /// When the folder cannot be read or written, or another process is writing to it for longer than a minute; the
    /// changes then still wait.
    pub fn commit(&mut self) -> Result<Changes> {
        let Some(folder) = self.folder.clone() else {
            let (next, changes) = self.next(&self.snapshot)?;
            self.publish(next);
            return Ok(changes);
        };
        if self.pending.is_empty()
            && let Some(newest) = storage::read(&folder, &self.identity)?
        {
            self.publish(newest);
            return Ok(Changes::default());
        }
        let writer = storage::Writer::begin(&folder)?;
        let newest = storage::read(&folder, &self.identity)?;
        let exists = newest.is_some();
        let newest = newest.unwrap_or_default();
        let (next, changes) = self.next(&newest)?;
        if !exists || changes != Changes::default() {
            let (postings, resumes) = (writer.sources(Side::Posting)?, writer.sources(Side::Resume)?);
            writer.publish(&next, &self.identity, |side| {
                let stored = if side == Side::Posting { &postings } else { &resumes };
                self.pending.sources.over(side, stored.by_id(newest.entries(side)))
            })?;
        }
        self.publish(next);
        Ok(changes)
    }

    /// Puts a snapshot in force that has all that waited.
    fn publish(&mut self, next: Snapshot) {
        self.snapshot = Arc::new(next);
        self.pending = Pending::default();
    }

    /// The snapshot with what waits, and how it differs from the last.
    fn next(&self, last: &Snapshot) -> Result<(Snapshot, Changes)> {
        let changed = |side: Side| {
            let waiting = self.pending.of(side);
            let added = waiting.values().filter_map(Option::as_ref);
            last.shelf(side).changed(|id| waiting.contains_key(id), added, self.identity.dimension)
        };
        let mut changes = Changes::default();
        for side in SIDES {
            let waiting = self.pending.of(side);
            let met = last.entries(side).iter().filter_map(|entry| waiting.get(&entry.profile.id));
            let (replaced, removed): (Vec<_>, Vec<_>) = met.partition(|change| change.is_some());
            changes.new += waiting.values().flatten().count() - replaced.len();
            changes.replaced += replaced.len();
            changes.removed += removed.len();
        }
        Ok((Snapshot { postings: changed(Side::Posting)?, resumes: changed(Side::Resume)? }, changes))
    }
}
