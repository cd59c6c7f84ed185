//! The right to work on an output, which one run has at a time. The system takes it back from a process that ends, however
//! that ends.

use std::fs;
use std::fs::File;
use std::fs::TryLockError;
use std::io;
use std::io::ErrorKind;
use std::io::Write;
use std::path::Path;

use jiff::Timestamp;

use crate::error::Error;
use crate::error::Result;

/// The file that is locked, in the folder of the unfinished run.
pub(super) const NAME: &str = "vocation.lock";

/// How often it is tried anew where another run removes its folder at that moment.
const TRIES: usize = 16;

/// Takes the right to a folder, which is made where it does not exist; it is given back when the file is dropped.
///
/// # Errors
/// [`Error::InUse`] where another run has it.
pub(super) fn take(folder: &Path) -> Result<File> {
    let path = folder.join(NAME);
    let failed = |source: io::Error| Error::io(&path, source);
    for _ in 0..TRIES {
        fs::create_dir_all(folder).map_err(|source| Error::io(folder, source))?;
        let mut file = match File::options().read(true).write(true).create(true).truncate(false).open(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            opened => opened.map_err(failed)?,
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(in_use(folder, &path)),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        let now = Timestamp::now();
        let holder = format!("process {} since {now:.0} ({})\n", std::process::id(), now.as_nanosecond());
        file.set_len(0).and_then(|()| file.write_all(holder.as_bytes())).map_err(failed)?;
        // Who had the right before may have removed the file that was opened here, and a third may have made another.
        match fs::read_to_string(&path) {
            Ok(found) if found != holder => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            // Where a lock also keeps its own holder from reading, the file could be neither removed nor made anew.
            _ => return Ok(file),
        }
    }
    Err(in_use(folder, &path))
}

fn in_use(folder: &Path, path: &Path) -> Error {
    let holder = fs::read_to_string(path).unwrap_or_default();
    let holder = holder.split(" (").next().map(str::trim).filter(|holder| !holder.is_empty());
    let holder = holder.map_or_else(String::new, |holder| format!(" ({holder})"));
    Error::InUse {
        path: folder.to_owned(),
        problem: format!("another run is working on this output{holder}"),
        remedy: "wait until it has ended, or end it; nothing was touched".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_run_has_the_right_until_it_ends() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("pairs.csv.unfinished");
        let first = take(&folder).unwrap();
        let problem = take(&folder).unwrap_err().to_string();
        let holder = format!("process {} since 2", std::process::id());
        assert!(problem.contains("another run") && problem.contains(&holder), "{problem}");
        drop(first);
        assert!(take(&folder).is_ok(), "whoever had it is gone");
    }
}
