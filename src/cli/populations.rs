//! What can be said to `vocation score`.

use std::path::PathBuf;

use clap::Args;
use vocation::seniority::Level;

use super::arguments::Side;
use super::arguments::level;
use super::means::Means;
use super::reading::Reading;
use super::weighing::Weighing;

/// `vocation score`.
#[derive(Args, Debug)]
pub(super) struct Score {
    /// The postings: files and folders, profiles of an earlier run (see --keep-profiles), or a catalog
    #[arg(long, value_name = "PATH", num_args = 1.., required = true)]
    pub(super) postings: Vec<PathBuf>,
    /// The résumés: files and folders, profiles of an earlier run, or a catalog
    #[arg(long, value_name = "PATH", num_args = 1.., required = true)]
    pub(super) resumes: Vec<PathBuf>,
    /// Where to write the pairs: a file that ends in .csv, .jsonl or .parquet
    #[arg(long, value_name = "FILE")]
    pub(super) output: PathBuf,
    /// Keep the best so many pairs of each résumé (or posting, see --by); without it all are kept
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) top: Option<u32>,
    /// Whose pairs are ranked against each other and written together
    #[arg(long, value_enum, default_value_t = Side::Resume)]
    pub(super) by: Side,
    /// The least score that is written
    #[arg(long, value_name = "SCORE", default_value_t = 0.0)]
    pub(super) at_least: f64,
    /// Leave out the pairs that fail the gate of place or of pay; else they rank after all others
    #[arg(long)]
    pub(super) passing: bool,
    /// Find the best through the catalog's index, in place of scoring all pairs, and say how many of the true best are found
    #[arg(long, requires = "top")]
    pub(super) through_index: bool,
    /// About how much memory documents and pairs may take at a time: 512M, 2G
    #[arg(long, value_name = "SIZE", default_value = "512M")]
    pub(super) memory: String,
    /// Go on with the unfinished run of this output
    #[arg(long)]
    pub(super) resume: bool,
    /// Write over an output that is there
    #[arg(long)]
    pub(super) overwrite: bool,
    /// Keep what was read as a catalog, which a later run can take in place of the documents
    #[arg(long, value_name = "DIR")]
    pub(super) keep_catalog: Option<PathBuf>,
    /// Keep what was understood of all documents, and their vectors, in a file that ends in .parquet or .arrow, which data
    /// tools read and a later run can take in place of the documents
    #[arg(long, value_name = "FILE")]
    pub(super) keep_profiles: Option<PathBuf>,
    #[command(flatten)]
    pub(super) which: Which,
    #[command(flatten)]
    pub(super) weighing: Weighing,
    /// The month as of which résumés are understood, as in 2026-11; without it that of the clock
    #[arg(long, value_name = "MONTH")]
    pub(super) as_of: Option<String>,
    /// A table of exchange rates in place of the one that is compiled in
    #[arg(long, value_name = "FILE")]
    pub(super) exchange_rates: Option<PathBuf>,
    #[command(flatten)]
    pub(super) reading: Reading,
    #[command(flatten)]
    pub(super) means: Means,
}

/// Which documents take part; those that do not say pass.
#[derive(Args, Debug)]
pub(super) struct Which {
    /// Only postings of remote work
    #[arg(long)]
    pub(super) remote: bool,
    /// Only postings of these levels; may be repeated
    #[arg(long, value_name = "LEVEL", value_delimiter = ',', ignore_case = true, value_parser = level())]
    pub(super) seniority: Vec<Level>,
    /// No posting of this company; may be repeated
    #[arg(long, value_name = "COMPANY")]
    pub(super) without: Vec<String>,
    /// Only postings of this day or later: 2026-11-01
    #[arg(long, value_name = "DAY")]
    pub(super) posted_since: Option<jiff::civil::Date>,
    /// Only postings in one of these languages: en,de
    #[arg(long = "language", value_name = "CODE", value_delimiter = ',')]
    pub(super) languages: Vec<String>,
    /// Only postings that are filed under this tag; may be repeated, and then all must be
    #[arg(long = "tag", value_name = "TAG")]
    pub(super) tags: Vec<String>,
    /// Only people in this country or region, by name or code; may be repeated
    #[arg(long = "in", value_name = "COUNTRY")]
    pub(super) countries: Vec<String>,
}
