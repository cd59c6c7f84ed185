//! The writer: what waits for a commit, and the commit.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use super::Changes;
use super::Entry;
use super::Identity;
use super::SIDES;
use super::description;
use super::description::Description;
use super::lock;
use super::manifest;
use super::segment::Row;
use super::snapshot;
use super::snapshot::Snapshot;
use super::source::Source;
use super::writing::Folder;
use super::writing::absorb;
use super::writing::append;
use super::writing::rewrite;
use crate::documents::Document;
use crate::documents::Side;
use crate::embedding::Vector;
use crate::error::Error;
use crate::error::Result;
use crate::index::RowSet;

/// What waits for the next commit on one side, by id: a row, or its removal.
type Waiting = BTreeMap<String, Option<Row>>;

/// Keeps entries, each under its side and its id; the one writer.
#[derive(Debug)]
pub struct Catalog {
    identity: Identity,
    folder: Option<PathBuf>,
    snapshot: Arc<Snapshot>,
    postings: Waiting,
    resumes: Waiting,
}

impl Catalog {
    /// An empty catalog that is kept in memory only.
    #[must_use]
    pub fn in_memory(identity: Identity) -> Self {
        Self::with(identity, None, Snapshot::default())
    }

    fn with(identity: Identity, folder: Option<PathBuf>, snapshot: Snapshot) -> Self {
        let (postings, resumes) = (Waiting::new(), Waiting::new());
        Self { identity, folder, snapshot: Arc::new(snapshot), postings, resumes }
    }

    /// The catalog of a folder, which is made on the first commit where it does not exist.
    ///
    /// # Errors
    /// When the folder is no catalog, is damaged, is newer than this program, or was made with another model or
    /// another understanding.
    pub fn open(folder: impl AsRef<Path>, identity: Identity) -> Result<Self> {
        let folder = folder.as_ref().to_owned();
        let snapshot = snapshot::read(&folder, &identity, &Snapshot::default())?.unwrap_or_default();
        Ok(Self::with(identity, Some(folder), snapshot))
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
    /// When there is no catalog in the folder, or its manifest is damaged.
    pub fn describe(folder: impl AsRef<Path>) -> Result<Description> {
        let folder = folder.as_ref();
        description::describe(folder)?.ok_or_else(|| manifest::missing(folder))
    }

    /// What its entries are made with.
    #[must_use]
    pub const fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Its folder; `None` where it is in memory only.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// What was committed last, as far as this catalog has seen.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot)
    }

    /// Looks for what others have committed.
    ///
    /// # Errors
    /// When the folder cannot be read, or is damaged.
    pub fn refresh(&mut self) -> Result<()> {
        if let Some(folder) = &self.folder
            && let Some(newest) = snapshot::read(folder, &self.identity, &self.snapshot)?
        {
            self.snapshot = Arc::new(newest);
        }
        Ok(())
    }

    /// Adds an entry, or replaces the one of the same side and id, from the next commit on. Without what it was made
    /// from it can be made anew only by adding it again.
    ///
    /// # Errors
    /// When the vector is not of the catalog's dimension, or the entry cannot be written.
    pub fn add(&mut self, entry: &Entry, vector: Option<&Vector>, document: Option<&Document>) -> Result<()> {
        if let Some(vector) = vector
            && vector.values().len() != self.identity.dimension
        {
            return Err(Error::Usage {
                problem: format!(
                    "the vector of {} has {} values, those of the catalog have {}",
                    entry.profile.id,
                    vector.values().len(),
                    self.identity.dimension
                ),
                remedy: "embed it with the catalog's model".to_owned(),
            });
        }
        let source = document.map(Source::of);
        let row = Row::of(entry, vector, source.as_ref())?;
        self.waiting_mut(entry.profile.side).insert(entry.profile.id.clone(), Some(row));
        Ok(())
    }

    /// Removes the entries of an id, on both sides, from the next commit on. The commit removes them also where another
    /// writer adds them in between; true where one is known now.
    ///
    /// # Errors
    /// When a file is damaged.
    pub fn remove(&mut self, id: &str) -> Result<bool> {
        let mut known = false;
        for side in SIDES {
            known |= self.remove_from(side, id)?;
        }
        Ok(known)
    }

    /// The same of one side only.
    ///
    /// # Errors
    /// When a file is damaged.
    pub fn remove_from(&mut self, side: Side, id: &str) -> Result<bool> {
        match self.waiting_mut(side).insert(id.to_owned(), None) {
            Some(waiting) => Ok(waiting.is_some()),
            None => Ok(self.snapshot.shelf(side).find(id)?.is_some()),
        }
    }

    /// How many changes wait for a commit.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.postings.len() + self.resumes.len()
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
            let mut next = Snapshot::clone(&self.snapshot);
            let changes = self.apply(&mut next, None)?;
            self.publish(next);
            return Ok(changes);
        };
        if self.waiting() == 0
            && let Some(newest) = snapshot::read(&folder, &self.identity, &self.snapshot)?
        {
            self.publish(newest);
            return Ok(Changes::default());
        }
        let _lock = lock::writer(&folder)?;
        let mut next = snapshot::read_or_begin(&folder, &self.identity, &self.snapshot)?;
        let last = next.manifest.take();
        let mut folder = Folder::over(&folder, last.clone(), &self.identity);
        let changes = self.apply(&mut next, Some(&mut folder))?;
        if changes != Changes::default() || last.is_none() {
            folder.publish(&mut next)?;
        } else {
            next.manifest = last;
        }
        self.publish(next);
        Ok(changes)
    }

    /// Writes all live entries again, without what was removed, and renumbers the rows; what waits is committed with it.
    /// Afterwards nothing of a removed document is in any file of the catalog.
    ///
    /// # Errors
    /// As [`Catalog::commit`].
    pub fn compact(&mut self) -> Result<()> {
        self.commit()?;
        let Some(folder) = self.folder.clone() else {
            let mut next = Snapshot::clone(&self.snapshot);
            for side in SIDES {
                rewrite(&mut next, side, self.identity.dimension, None)?;
            }
            self.publish(next);
            return Ok(());
        };
        let _lock = lock::writer(&folder)?;
        let Some(mut next) = snapshot::read(&folder, &self.identity, &self.snapshot)? else { return Ok(()) };
        let mut folder = Folder::over(&folder, next.manifest.take(), &self.identity);
        for side in SIDES {
            rewrite(&mut next, side, self.identity.dimension, Some(&mut folder))?;
        }
        folder.publish(&mut next)?;
        self.publish(next);
        Ok(())
    }

    const fn waiting_mut(&mut self, side: Side) -> &mut Waiting {
        match side {
            Side::Posting => &mut self.postings,
            Side::Resume => &mut self.resumes,
        }
    }

    /// Puts a snapshot in force that has all that waited.
    fn publish(&mut self, next: Snapshot) {
        self.snapshot = Arc::new(next);
        self.postings.clear();
        self.resumes.clear();
    }

    /// Puts a snapshot in force; what waits goes on waiting.
    pub(super) fn show(&mut self, next: Snapshot) {
        self.snapshot = Arc::new(next);
    }

    /// Applies what waits to a snapshot.
    fn apply(&self, next: &mut Snapshot, mut folder: Option<&mut Folder<'_>>) -> Result<Changes> {
        let mut changes = Changes::default();
        for (side, waiting) in [(Side::Posting, &self.postings), (Side::Resume, &self.resumes)] {
            let shelf = next.shelf_mut(side);
            let mut removed = RowSet::clone(&shelf.removed);
            for (id, row) in waiting {
                match (shelf.find(id)?, row) {
                    (Some(old), Some(_)) => {
                        changes.replaced += 1;
                        removed.insert(old);
                    }
                    (Some(old), None) => {
                        changes.removed += 1;
                        shelf.entries -= 1;
                        removed.insert(old);
                    }
                    (None, Some(_)) => {
                        changes.new += 1;
                        shelf.entries += 1;
                    }
                    (None, None) => {}
                }
            }
            let mut rows: Vec<Row> = waiting.values().flatten().cloned().collect();
            absorb(shelf, &mut removed, &mut rows, folder.is_some())?;
            shelf.removed = Arc::new(removed);
            append(shelf, side, rows, self.identity.dimension, folder.as_deref_mut())?;
        }
        Ok(changes)
    }
}
