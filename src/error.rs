//! What can go wrong, and what to do about it.

use std::io::ErrorKind;
use std::path::PathBuf;

/// The result of anything in this crate that can fail.
pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong, where, and what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("{path}: {source}; {remedy}", path = path.display(), remedy = remedy(source))]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A document is not text that can be read.
    #[error("{what}: {problem}; {remedy}")]
    Unreadable {
        /// The file, or the file and line, in words.
        what: String,
        /// What is wrong with it.
        problem: String,
        /// What to do.
        remedy: String,
    },
    /// A document is larger than the limit.
    #[error("{what}: {bytes} bytes, more than the limit of {limit}; split it or shorten it")]
    TooLarge {
        /// The file, or the file and line, in words.
        what: String,
        /// Its size in bytes.
        bytes: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// What was asked cannot be asked.
    #[error("{problem}; {remedy}")]
    Usage {
        /// What is wrong with it.
        problem: String,
        /// What to do.
        remedy: String,
    },
    /// A catalog cannot be used.
    #[error("the catalog {path}: {problem}; {remedy}", path = path.display())]
    Catalog {
        /// The catalog's folder.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
        /// What to do.
        remedy: String,
    },
    /// Another process is working on the same.
    #[error("{path}: {problem}; {remedy}", path = path.display())]
    InUse {
        /// What it works on.
        path: PathBuf,
        /// Who works on it.
        problem: String,
        /// What to do.
        remedy: String,
    },
    /// A file of a catalog is not as it was written.
    #[error("{path}: damaged: {problem}; put back a copy of the catalog, or make it anew from its documents", path = path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// A file that was given in place of shipped data is not of the form that it must have.
    #[error("{path}{at}: {problem}; {form}", path = path.display(), at = at(*line))]
    Malformed {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1, where it is one line that is wrong.
        line: Option<usize>,
        /// What is wrong with it.
        problem: String,
        /// The form to use.
        form: String,
    },
    /// Shipped or given data (a table, a model) is broken.
    #[error("{what}: {problem}; restore the file or build again from a clean checkout")]
    BrokenData {
        /// The table or model.
        what: String,
        /// What is wrong with it.
        problem: String,
    },
}

/// What to do about what the operating system said.
fn remedy(source: &std::io::Error) -> &'static str {
    match source.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "make room on the disk and try again"
        }
        _ => "check that it exists and that you may use it",
    }
}

/// The line of a file, in words.
fn at(line: Option<usize>) -> String {
    line.map_or_else(String::new, |line| format!(", line {line}"))
}

impl Error {
    /// An [`Error::Io`] for `path`.
    pub(crate) fn io(path: impl Into<PathBuf>, source: std::io::Error) -> Self {
        Self::Io { path: path.into(), source }
    }
}
