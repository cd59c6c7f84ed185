//! What documents are understood and embedded with: `--model` and `--taxonomy`.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use vocation::embedding;
use vocation::engine::Options;
use vocation::skills;
use vocation::taxonomies;

use super::Failure;
use super::arguments::Model;

/// The model and the taxonomy.
#[derive(Args, Debug)]
pub(super) struct Means {
    #[command(flatten)]
    pub(super) model: Model,
    #[command(flatten)]
    pub(super) skills: Skills,
}

/// The skills that are known.
#[derive(Args, Debug)]
pub(super) struct Skills {
    /// A table of skills in place of the one that is compiled in (`vocation taxonomy import` makes one of ESCO, O*NET or a
    /// CSV file, `vocation taxonomy merge` adds it to the one that is compiled in)
    #[arg(long, value_name = "FILE.tsv")]
    pub(super) taxonomy: Option<PathBuf>,
}

impl Skills {
    /// The taxonomy that is asked for.
    pub(super) fn taxonomy(&self) -> Result<Arc<skills::Taxonomy>, Failure> {
        match &self.taxonomy {
            Some(path) => Ok(taxonomies::open(path)?),
            None => Ok(skills::Taxonomy::builtin()),
        }
    }
}

/// What an engine works with. Graphs are built where a command says so.
pub(super) fn options(asked: &Means) -> Result<Options, Failure> {
    let mut options = Options { freezes: false, ..Options::default() };
    if let Some(path) = &asked.model.model {
        options.embedder = embedding::open(path)?;
    }
    options.taxonomy = asked.skills.taxonomy()?;
    Ok(options)
}
