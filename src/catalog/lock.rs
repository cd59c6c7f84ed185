//! The right to write to a folder, which one process has at a time.

use std::fs;
use std::fs::File;
use std::path::Path;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use super::manifest;
use crate::error::Error;
use crate::error::Result;

/// How long a writer waits for another to be done.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long it waits before it asks again.
const PAUSE: Duration = Duration::from_millis(50);

/// The right to write to a folder, which is made where it does not exist; waits for another writer.
pub(super) fn writer(folder: &Path) -> Result<File> {
    let fresh: Vec<&Path> = folder.ancestors().take_while(|one| !one.as_os_str().is_empty() && !one.exists()).collect();
    fs::create_dir_all(folder).map_err(|error| Error::io(folder, error))?;
    for one in fresh {
        // Else a loss of power may take the folder away with all that was committed in it.
        let above = one.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
        manifest::sync(above)?;
    }
    take(folder, PATIENCE)
}

/// The right to build graphs in a folder; `None` where another has it.
pub(super) fn builder(folder: &Path) -> Result<Option<File>> {
    let path = folder.join("builder.lock");
    let lock = File::create(&path).map_err(|error| Error::io(&path, error))?;
    match lock.try_lock() {
        Ok(()) => Ok(Some(lock)),
        Err(fs::TryLockError::WouldBlock) => Ok(None),
        Err(fs::TryLockError::Error(error)) => Err(Error::io(path, error)),
    }
}

/// Locks `writer.lock` in a folder until the file is dropped, waiting up to `patience` for another that has it.
fn take(folder: &Path, patience: Duration) -> Result<File> {
    let path = folder.join("writer.lock");
    let lock = File::create(&path).map_err(|error| Error::io(&path, error))?;
    let begun = Instant::now();
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(lock),
            Err(fs::TryLockError::WouldBlock) if begun.elapsed() < patience => thread::sleep(PAUSE),
            Err(fs::TryLockError::WouldBlock) => {
                return Err(Error::Catalog {
                    path: folder.to_owned(),
                    problem: format!("another process has been writing to it for {} seconds", patience.as_secs()),
                    remedy: "try again when it is done".to_owned(),
                });
            }
            Err(fs::TryLockError::Error(error)) => return Err(Error::io(path, error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_writer_waits_for_another_but_not_forever() {
        let folder = tempfile::tempdir().unwrap();
        let first = take(folder.path(), Duration::ZERO).unwrap();
        let problem = take(folder.path(), Duration::from_millis(120)).unwrap_err().to_string();
        assert!(problem.contains("another process") && problem.contains("try again"), "{problem}");
        let other = thread::spawn(move || {
            thread::sleep(Duration::from_millis(200));
            drop(first);
        });
        assert!(take(folder.path(), PATIENCE).is_ok());
        other.join().unwrap();
    }
}
