//! What can be said of evaluations on the command line.

use std::path::PathBuf;

use clap::Args;
use vocation::learning::weights::BUILTIN;

use super::arguments::Side;
use super::means::Means;
use super::weighing::Folder;

/// What was judged, and how it is measured.
#[derive(Args, Debug)]
pub(super) struct Judged {
    /// The judgments: posting<TAB>resume<TAB>grade below a heading, grades 0 to 3; or TREC's "query 0 document grade"
    #[arg(long, value_name = "FILE")]
    pub(super) judgments: PathBuf,
    /// The files and folders of the postings
    #[arg(long, value_name = "PATH", num_args = 1.., required = true)]
    pub(super) postings: Vec<PathBuf>,
    /// The files and folders of the résumés
    #[arg(long, value_name = "PATH", num_args = 1.., required = true)]
    pub(super) resumes: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) reading: super::reading::Reading,
    /// The side that asks: the other one is ranked for each of its documents
    #[arg(long, value_name = "SIDE", default_value = "resume")]
    pub(super) by: Side,
    /// The side of the queries in TREC judgments, where ids do not tell
    #[arg(long, value_name = "SIDE")]
    pub(super) queries: Option<Side>,
    /// The month as of which documents are understood, as 2026-04; this month where not given
    #[arg(long, value_name = "YYYY-MM")]
    pub(super) as_of: Option<String>,
    /// How often queries are drawn again for the intervals, and coins tossed for p
    #[arg(long, default_value_t = 10_000, value_name = "TIMES", value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    pub(super) resamples: u32,
    /// Where chance starts
    #[arg(long, default_value_t = 1)]
    pub(super) seed: u64,
    /// One JSON object
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) means: Means,
}

/// `vocation evaluate ranking`.
#[derive(Args, Debug)]
pub(super) struct EvaluateRanking {
    #[command(flatten)]
    pub(super) judged: Judged,
    /// The weights that are measured: builtin, equal, a name or file of learned ones (see `models`), or signals with
    /// numbers (pay=0.4,place=0) in place of the builtin ones
    #[arg(long, value_name = "WEIGHTS", default_value = BUILTIN)]
    pub(super) weights: String,
    #[command(flatten)]
    pub(super) folder: Folder,
    /// Weights to compare with, named alike; may be repeated
    #[arg(long, value_name = "WEIGHTS")]
    pub(super) against: Vec<String>,
    /// The ranking of another system to compare with (a TREC file, its queries of the side that asks); may be repeated
    #[arg(long, value_name = "FILE")]
    pub(super) run: Vec<PathBuf>,
    /// Write the ranking as a TREC run
    #[arg(long, value_name = "FILE")]
    pub(super) save_run: Option<PathBuf>,
    /// Write a report: one page of HTML
    #[arg(long, value_name = "FILE.html")]
    pub(super) report: Option<PathBuf>,
}

/// `vocation evaluate ablation`.
#[derive(Args, Debug)]
pub(super) struct EvaluateAblation {
    #[command(flatten)]
    pub(super) judged: Judged,
    /// The weights whose signals are left out: builtin, equal, a name or file of learned ones (see `models`), or signals with
    /// numbers (pay=0.4,place=0) in place of the builtin ones
    #[arg(long, value_name = "WEIGHTS", default_value = BUILTIN)]
    pub(super) weights: String,
    #[command(flatten)]
    pub(super) folder: Folder,
}
