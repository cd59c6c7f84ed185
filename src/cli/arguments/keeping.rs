//! What can be said to the commands that keep a catalog.

use std::path::PathBuf;

use clap::Args;

use super::Model;
use super::Side;

/// `vocation add`.
#[derive(Args, Debug)]
pub(in crate::cli) struct Add {
    /// Files and folders to add
    #[arg(required = true, value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// The catalog, made where it does not exist
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) catalog: PathBuf,
    /// What the documents are, where the files do not tell
    #[arg(long)]
    pub(in crate::cli) side: Option<Side>,
    #[command(flatten)]
    pub(in crate::cli) commit: Commit,
    #[command(flatten)]
    pub(in crate::cli) model: Model,
}

/// When what was added becomes visible and safe.
#[derive(Args, Clone, Copy, Debug)]
pub(in crate::cli) struct Commit {
    /// Make what was added visible and safe each time it is so many documents, and at the end
    #[arg(long = "commit-every", value_name = "COUNT", default_value_t = 8_192, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(in crate::cli) every: u32,
}

/// `vocation remove`.
#[derive(Args, Debug)]
pub(in crate::cli) struct Remove {
    /// The ids to remove; a posting and a résumé of one id both go
    #[arg(required_unless_present = "from", value_name = "ID")]
    pub(in crate::cli) ids: Vec<String>,
    /// A file of ids to remove, one a line; - is standard input
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) from: Option<PathBuf>,
    /// The catalog
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) catalog: PathBuf,
}

/// `vocation compact` and `vocation verify`.
#[derive(Args, Debug)]
pub(in crate::cli) struct Kept {
    /// The catalog
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) catalog: PathBuf,
}

/// `vocation export`.
#[derive(Args, Debug)]
pub(in crate::cli) struct Export {
    /// The catalog
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) catalog: PathBuf,
    /// Where to write the documents, one JSON object a line; - is standard output
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) output: PathBuf,
}

/// `vocation import`.
#[derive(Args, Debug)]
pub(in crate::cli) struct Import {
    /// What `vocation export` wrote; - is standard input
    #[arg(value_name = "FILE")]
    pub(in crate::cli) input: PathBuf,
    /// The catalog, made where it does not exist
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) catalog: PathBuf,
    #[command(flatten)]
    pub(in crate::cli) commit: Commit,
    #[command(flatten)]
    pub(in crate::cli) model: Model,
}

/// `vocation info`.
#[derive(Args, Debug)]
pub(in crate::cli) struct Info {
    /// The catalog; without it, the program itself is described
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) catalog: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) model: Model,
    /// One JSON object
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

/// `vocation reindex`.
#[derive(Args, Debug)]
pub(in crate::cli) struct Reindex {
    /// The catalog
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) catalog: PathBuf,
    #[command(flatten)]
    pub(in crate::cli) model: Model,
}
