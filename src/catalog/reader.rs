//! Readers: what was committed last, by whichever process.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::RwLock;

use super::Catalog;
use super::Identity;
use super::manifest;
use super::snapshot;
use super::snapshot::Snapshot;
use crate::error::Result;

/// What tells one manifest from another without reading it whole: its first bytes, its checksum among them. Times and
/// numbers of files do not: two commits within a tick of the clock may leave the number of the file as it was.
type Stamp = [u8; 160];

/// The stamp of a folder's manifest; `None` where there is none.
fn stamp(folder: &Path) -> Option<Stamp> {
    let mut first = Vec::with_capacity(size_of::<Stamp>());
    let file = File::open(folder.join(manifest::NAME)).ok()?;
    file.take(size_of::<Stamp>() as u64).read_to_end(&mut first).ok()?;
    first.resize(size_of::<Stamp>(), 0);
    first.try_into().ok()
}

/// Sees what was committed last, for many threads at once. None of them waits for a writer.
#[derive(Debug)]
pub struct Reader {
    folder: Option<PathBuf>,
    identity: Identity,
    latest: RwLock<(Option<Stamp>, Arc<Snapshot>)>,
    looking: Mutex<()>,
}

impl Reader {
    /// A reader of what a catalog reads.
    #[must_use]
    pub fn of(catalog: &Catalog) -> Self {
        let (folder, identity) = (catalog.folder().map(Path::to_owned), catalog.identity().clone());
        Self { folder, identity, latest: RwLock::new((None, catalog.snapshot())), looking: Mutex::new(()) }
    }

    /// What was seen last.
    #[must_use]
    pub fn latest(&self) -> Arc<Snapshot> {
        Arc::clone(&self.latest.read().unwrap_or_else(PoisonError::into_inner).1)
    }

    /// What was committed last, also by other processes. Costs a look at one file where nothing has changed; where
    /// another thread is reading what has changed, this waits for it.
    ///
    /// # Errors
    /// When the folder cannot be read, is damaged, or was made anew with something else.
    pub fn newest(&self) -> Result<Arc<Snapshot>> {
        let Some(folder) = &self.folder else { return Ok(self.latest()) };
        if let Some(last) = self.unless_changed(stamp(folder)) {
            return Ok(last);
        }
        let _looking = self.looking();
        let now = stamp(folder);
        if let Some(last) = self.unless_changed(now) {
            return Ok(last);
        }
        let last = self.latest();
        let newest = snapshot::read(folder, &self.identity, &last)?.map_or(last, Arc::new);
        self.put(now, Arc::clone(&newest));
        Ok(newest)
    }

    /// Takes a snapshot that was committed here.
    pub fn publish(&self, snapshot: Arc<Snapshot>) {
        // Who looks now may have looked before the commit, and must not come after it.
        let _looking = self.looking();
        self.put(None, snapshot);
    }

    /// What was seen last, where the manifest is still that of it or gone.
    fn unless_changed(&self, now: Option<Stamp>) -> Option<Arc<Snapshot>> {
        let (seen, last) = &*self.latest.read().unwrap_or_else(PoisonError::into_inner);
        (now.is_none() || now == *seen).then(|| Arc::clone(last))
    }

    fn put(&self, stamp: Option<Stamp>, snapshot: Arc<Snapshot>) {
        *self.latest.write().unwrap_or_else(PoisonError::into_inner) = (stamp, snapshot);
    }

    fn looking(&self) -> MutexGuard<'_, ()> {
        self.looking.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
