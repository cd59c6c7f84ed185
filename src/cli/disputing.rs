//! What can be said of `why` and `what-if`, and what both need.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use vocation::Engine;
use vocation::pay::Rates;
use vocation::ranking::Told;
use vocation::ranking::Weights;

use super::Failure;
use super::arguments::Side;
use super::means;
use super::means::Means;
use super::rank;
use super::reading::Reading;
use super::weighing::Weighing;

/// `vocation why`.
#[derive(Args, Debug)]
pub(super) struct Why {
    /// The posting: a file, or with --catalog an id
    pub(super) posting: String,
    /// The résumé: a file, or with --catalog an id
    pub(super) resume: String,
    /// A catalog whose documents may be named by their ids
    #[arg(long, value_name = "DIR")]
    pub(super) catalog: Option<PathBuf>,
    /// What a signal counts: pay=0.4; may be repeated
    #[arg(long, value_name = "SIGNAL=WEIGHT")]
    pub(super) weight: Vec<String>,
    #[command(flatten)]
    pub(super) weighing: Weighing,
    /// A table of exchange rates in place of the one that is compiled in
    #[arg(long, value_name = "FILE")]
    pub(super) exchange_rates: Option<PathBuf>,
    #[command(flatten)]
    pub(super) reading: Reading,
    #[command(flatten)]
    pub(super) means: Means,
    /// One JSON object
    #[arg(long)]
    pub(super) json: bool,
}

/// `vocation what-if`.
#[derive(Args, Debug)]
pub(super) struct WhatIf {
    /// The posting: a file, or with --catalog an id
    pub(super) posting: String,
    /// The résumé: a file, or with --catalog an id
    pub(super) resume: String,
    /// Whose changes: of the résumé (the person's), or of the posting (the employer's)
    #[arg(long, default_value = "resume")]
    pub(super) side: Side,
    /// Files and folders to rank among, as `rank` does: postings for a person, résumés for an employer
    #[arg(long, value_name = "PATH", num_args = 1.., conflicts_with = "catalog")]
    pub(super) among: Vec<PathBuf>,
    /// Résumés of other people, for the person's rank among them
    #[arg(long, value_name = "PATH", num_args = 1.., conflicts_with = "catalog")]
    pub(super) beside: Vec<PathBuf>,
    /// A catalog to rank among, whose documents may be named by their ids
    #[arg(long, value_name = "DIR")]
    pub(super) catalog: Option<PathBuf>,
    /// At most so many changes
    #[arg(long, default_value_t = 8, value_name = "K", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) top: u32,
    /// An employer: tell who would be among so many of the best people, no more than a quarter of all
    #[arg(long, default_value_t = 50, value_name = "K", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) best: u32,
    /// What a signal counts: pay=0.4; may be repeated
    #[arg(long, value_name = "SIGNAL=WEIGHT")]
    pub(super) weight: Vec<String>,
    #[command(flatten)]
    pub(super) weighing: Weighing,
    /// A table of exchange rates in place of the one that is compiled in
    #[arg(long, value_name = "FILE")]
    pub(super) exchange_rates: Option<PathBuf>,
    #[command(flatten)]
    pub(super) reading: Reading,
    #[command(flatten)]
    pub(super) means: Means,
    /// One JSON object
    #[arg(long)]
    pub(super) json: bool,
}

/// An engine over the catalog of a folder, or over nothing.
pub(super) fn engine(catalog: Option<&Path>, means: &Means, rates: Option<&Path>) -> Result<Engine, Failure> {
    let mut options = means::options(means)?;
    if let Some(file) = rates {
        options.rates = Arc::new(Rates::read(file)?);
    }
    Ok(match catalog {
        Some(folder) => Engine::open_existing(folder, options)?,
        None => Engine::with(options),
    })
}

/// The weights that flags name, as for `rank`.
pub(super) fn weights(weighing: &Weighing, given: &[String], engine: &Engine) -> Result<Weights, Failure> {
    let replaced = rank::replaced(given)?;
    Ok(weighing.weights(engine.options().embedder.fingerprint())?.replacing(&replaced)?)
}

/// A document by its title, company and id.
pub(super) fn named(told: &Told) -> String {
    let title = if told.title.is_empty() { "(no title)" } else { &told.title };
    let company = told.company.as_ref().map_or_else(String::new, |company| format!(", {company}"));
    format!("{title}{company} ({})", told.id)
}
