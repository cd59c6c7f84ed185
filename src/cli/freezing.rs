//! Graphs over entries that so far are scanned: built at the end of a command that changed a catalog, so that whoever asks
//! next has them.

use std::path::Path;

use vocation::catalog::Catalog;
use vocation::catalog::Freezing;

use super::Failure;
use super::interruption;
use super::output;

/// Builds the graphs that a catalog lacks, on all cores; none where an interruption was noted.
pub(super) fn graphs(folder: &Path) -> Result<(), Failure> {
    build(folder).map_err(|error| {
        Failure::NoAnswer(format!(
            "{error}; the documents are safe, but no graph could be built over them, so that answers take longer"
        ))
    })
}

fn build(folder: &Path) -> vocation::Result<()> {
    let mut catalog = Catalog::open_existing(folder, Catalog::describe(folder)?.identity)?;
    while let Some(plan) = Freezing::default().plan(&catalog).filter(|_| !interruption::asked()) {
        let busy = output::busy(&format!("building a graph over {} documents", plan.rows()));
        let taken = catalog.adopt(&plan.build()?)?;
        busy.finish_and_clear();
        if !taken {
            break;
        }
    }
    Ok(())
}
