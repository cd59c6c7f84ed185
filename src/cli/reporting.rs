//! `vocation report`.

use std::path::PathBuf;

use clap::Args;

/// `vocation report`.
#[derive(Args, Debug)]
pub(super) struct Report {
    /// The output of a run, a Parquet file that `vocation score` wrote, or one with its columns
    #[arg(value_name = "SCORES.parquet")]
    pub(super) scores: PathBuf,
    /// Where to write the page; beside SCORES, with the ending .html, where not given
    #[arg(long, value_name = "FILE.html")]
    pub(super) output: Option<PathBuf>,
}
