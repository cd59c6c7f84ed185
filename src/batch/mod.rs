//! Batch: whole populations of postings and résumés scored in one run, and what such a run is told by.

mod figures;
mod page;
#[cfg(feature = "columnar")]
#[allow(dead_code, reason = "runs are about to be written with it")]
mod parquet;
#[cfg(feature = "columnar")]
mod scores;
mod summary;

pub use page::Told;
pub use summary::Bins;
pub use summary::Counted;
pub use summary::Covered;
pub use summary::PayBalance;
pub use summary::SkillBalance;
pub use summary::Summary;

#[cfg(feature = "columnar")]
use std::path::Path;

#[cfg(feature = "columnar")]
use crate::error::Result;

/// The page of a run: from the summary in the footer of its Parquet output, or, where it has none, from its rows.
///
/// # Errors
/// [`Error::Io`](crate::Error::Io), or [`Error::Unreadable`](crate::Error::Unreadable) where the file is no Parquet file, is
/// damaged, or lacks the columns `posting`, `resume` or `score`.
#[cfg(feature = "columnar")]
pub fn report(path: &Path) -> Result<String> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let scores = scores::Scores::open(path)?;
    match scores.footer(Summary::KEY) {
        Some(summary) => Ok(Summary::from_json(summary)?.html(&name, Told::ByTheRun)),
        None => Ok(scores.summarize()?.html(&name, Told::ByItsRows)),
    }
}
