//! What was written to a file, so that it is known later whether the file still is what was written.

use std::fs;
use std::fs::File;
use std::io;
use std::io::Write;
use std::path::Path;

use serde::Deserialize;
use serde::Serialize;

use crate::error::Error;
use crate::error::Result;

/// The size and the hash of a file as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Made {
    pub(super) bytes: u64,
    /// The first 128 bits of BLAKE3: against accidents, not against forgers.
    hash: [u64; 2],
}

impl Made {
    /// What lies in a file now.
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        let mut noted = Noted::new(io::sink());
        io::copy(&mut File::open(path)?, &mut noted)?;
        Ok(noted.made())
    }

    /// The hash in hexadecimal digits.
    pub(super) fn digits(&self) -> String {
        format!("{:016x}{:016x}", self.hash[0], self.hash[1])
    }

    /// Whether a file has the size that was written; `remedy` says what to do where it has not.
    ///
    /// # Errors
    /// [`Error::Unreadable`] where it has another, [`Error::Io`] where it is not there.
    pub(super) fn check_size(&self, path: &Path, remedy: &str) -> Result<()> {
        let bytes = fs::metadata(path).map_err(|source| Error::io(path, source))?.len();
        if bytes == self.bytes { Ok(()) } else { Err(damaged(path, &self.other(bytes), remedy)) }
    }

    /// Whether what was read of a file is what was written.
    ///
    /// # Errors
    /// [`Error::Unreadable`] where it is not.
    pub(super) fn check(&self, read: &Self, path: &Path, remedy: &str) -> Result<()> {
        match (read == self, read.bytes == self.bytes) {
            (true, _) => Ok(()),
            (false, true) => Err(damaged(path, "it has other bytes than were written", remedy)),
            (false, false) => Err(damaged(path, &self.other(read.bytes), remedy)),
        }
    }

    fn other(&self, bytes: u64) -> String {
        format!("it has {bytes} bytes, and {} were written", self.bytes)
    }
}

fn damaged(path: &Path, problem: &str, remedy: &str) -> Error {
    Error::Unreadable { what: path.display().to_string(), problem: problem.to_owned(), remedy: remedy.to_owned() }
}

/// A writer that notes what goes through it.
pub(super) struct Noted<W> {
    inner: W,
    hasher: blake3::Hasher,
    bytes: u64,
}

impl<W> Noted<W> {
    pub(super) fn new(inner: W) -> Self {
        Self { inner, hasher: blake3::Hasher::new(), bytes: 0 }
    }

    /// What went through so far.
    pub(super) fn made(&self) -> Made {
        let hash = self.hasher.finalize();
        let word = |at: usize| {
            let bytes = hash.as_bytes().get(at..at + 8).and_then(|bytes| bytes.try_into().ok());
            u64::from_be_bytes(bytes.unwrap_or_default())
        };
        Made { bytes: self.bytes, hash: [word(0), word(8)] }
    }
}

impl<W: Write> Write for Noted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
