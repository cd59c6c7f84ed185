//! Batch: whole populations of postings and résumés scored in one run, and what such a run is told by.
//!
//! A [`Population`] is one side of a catalog in the order of ids, a [`Job`] what is asked of every pair. A [`Run`] scores the
//! pairs part by part, in bounded memory and on the caller's threads; a [`Folder`] keeps the parts that are done, so that
//! a run that breaks off is gone on with, and puts them together under the output's name once all are there. What a run
//! comes to is its [`Summary`], of which a page is drawn.

mod figures;
mod folder;
mod indexed;
mod inputs;
mod job;
mod kept;
mod lock;
mod made;
mod page;
#[cfg(feature = "columnar")]
mod parquet;
mod population;
#[cfg(feature = "columnar")]
mod profiles;
mod record;
mod rows;
#[cfg(feature = "columnar")]
mod scores;
mod scoring;
mod stats;
mod summarizing;
mod summary;
mod writing;

#[cfg(feature = "columnar")]
use std::path::Path;

#[cfg(feature = "columnar")]
use crate::error::Result;

pub use folder::Folder;
pub use indexed::Recall;
pub use inputs::Inputs;
pub use job::Job;
pub use job::Plan;
pub use page::Told;
pub use population::Population;
#[cfg(feature = "columnar")]
pub use profiles::Profiles;
#[cfg(feature = "columnar")]
pub use profiles::ProfilesFile;
pub use rows::Part;
pub use rows::Row;
pub use scoring::Run;
pub use scoring::Watch;
pub use stats::Best;
pub use stats::COVERS;
pub use stats::Stats;
pub use summary::Bins;
pub use summary::Counted;
pub use summary::Covered;
pub use summary::PayBalance;
pub use summary::SkillBalance;
pub use summary::Summary;
pub use writing::Form;

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
