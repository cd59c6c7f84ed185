//! What can be said to the commands that keep a catalog.

use std::path::PathBuf;

use clap::Args;

use super::arguments::Side;
use super::means::Means;
use super::reading::Reading;

/// `vocation add`.
#[derive(Args, Debug)]
pub(super) struct Add {
    /// Files and folders to add
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// The catalog, made where it does not exist
    #[arg(long, value_name = "DIR")]
    pub(super) catalog: PathBuf,
    /// What the documents are, where the files do not tell
    #[arg(long)]
    pub(super) side: Option<Side>,
    #[command(flatten)]
    pub(super) reading: Reading,
    #[command(flatten)]
    pub(super) commit: Commit,
    #[command(flatten)]
    pub(super) means: Means,
}

/// When what was added becomes visible and safe.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct Commit {
    /// Make what was added visible and safe each time it is so many documents, and at the end
    #[arg(long = "commit-every", value_name = "COUNT", default_value_t = 8_192, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(super) every: u32,
}

/// `vocation remove`.
#[derive(Args, Debug)]
pub(super) struct Remove {
    /// The ids to remove; a posting and a résumé of one id both go
    #[arg(required_unless_present = "from", value_name = "ID")]
    pub(super) ids: Vec<String>,
    /// A file of ids to remove, one a line; - is standard input
    #[arg(long, value_name = "FILE")]
    pub(super) from: Option<PathBuf>,
    /// The catalog
    #[arg(long, value_name = "DIR")]
    pub(super) catalog: PathBuf,
}

/// `vocation compact` and `vocation verify`.
#[derive(Args, Debug)]
pub(super) struct Kept {
    /// The catalog
    #[arg(long, value_name = "DIR")]
    pub(super) catalog: PathBuf,
}

/// `vocation export`.
#[derive(Args, Debug)]
pub(super) struct Export {
    /// The catalog
    #[arg(long, value_name = "DIR")]
    pub(super) catalog: PathBuf,
    /// Where to write the documents, one JSON object a line; - is standard output
    #[arg(long, value_name = "FILE", required_unless_present = "profiles")]
    pub(super) output: Option<PathBuf>,
    /// Where to write what was understood of the documents, and their vectors: a file that ends in .parquet or .arrow, which
    /// data tools read and `vocation score` takes in place of the documents
    #[arg(long, value_name = "FILE", conflicts_with = "output")]
    pub(super) profiles: Option<PathBuf>,
}

/// `vocation import`.
#[derive(Args, Debug)]
pub(super) struct Import {
    /// What `vocation export` wrote; - is standard input
    #[arg(value_name = "FILE")]
    pub(super) input: PathBuf,
    /// The catalog, made where it does not exist
    #[arg(long, value_name = "DIR")]
    pub(super) catalog: PathBuf,
    #[command(flatten)]
    pub(super) commit: Commit,
    #[command(flatten)]
    pub(super) means: Means,
}

/// `vocation info`.
#[derive(Args, Debug)]
pub(super) struct Info {
    /// The catalog; without it, the program itself is described
    #[arg(long, value_name = "DIR")]
    pub(super) catalog: Option<PathBuf>,
    /// Measure how much of the truth the catalog's graphs find, asked with so many of its own entries
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "200", requires = "catalog")]
    pub(super) probe: Option<usize>,
    #[command(flatten)]
    pub(super) means: Means,
    /// One JSON object
    #[arg(long)]
    pub(super) json: bool,
}

/// `vocation reindex`.
#[derive(Args, Debug)]
pub(super) struct Reindex {
    /// The catalog
    #[arg(long, value_name = "DIR")]
    pub(super) catalog: PathBuf,
    #[command(flatten)]
    pub(super) means: Means,
}
