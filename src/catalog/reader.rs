//! Readers: what was committed last, by whichever process.

use std::fs::Metadata;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::RwLock;
use std::time::SystemTime;

use super::Catalog;
use super::Identity;
use super::manifest;
use super::snapshot;
use super::snapshot::Snapshot;
use crate::error::Result;

/// What tells one manifest from another without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    file: u64,
    bytes: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    /// The stamp of a folder's manifest; `None` where there is none.
    fn of(folder: &Path) -> Option<Self> {
        let about = std::fs::metadata(folder.join(manifest::NAME)).ok()?;
        Some(Self { file: file_number(&about), bytes: about.len(), modified: about.modified().ok() })
    }
}

#[cfg(unix)]
fn file_number(about: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(about)
}

#[cfg(not(unix))]
const fn file_number(_: &Metadata) -> u64 {
    0
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
    /// another thread is reading what has changed, this is what was seen before.
    ///
    /// # Errors
    /// When the folder cannot be read, is damaged, or was made anew with something else.
    pub fn newest(&self) -> Result<Arc<Snapshot>> {
        let Some(folder) = &self.folder else { return Ok(self.latest()) };
        let stamp = Stamp::of(folder);
        let (seen, last) = self.latest.read().unwrap_or_else(PoisonError::into_inner).clone();
        if stamp.is_none() || stamp == seen {
            return Ok(last);
        }
        let Ok(_looking) = self.looking.try_lock() else { return Ok(last) };
        let newest = snapshot::read(folder, &self.identity, &last)?.map_or(last, Arc::new);
        *self.latest.write().unwrap_or_else(PoisonError::into_inner) = (stamp, Arc::clone(&newest));
        Ok(newest)
    }

    /// Takes a snapshot that was committed here.
    pub fn publish(&self, snapshot: Arc<Snapshot>) {
        *self.latest.write().unwrap_or_else(PoisonError::into_inner) = (None, snapshot);
    }
}
