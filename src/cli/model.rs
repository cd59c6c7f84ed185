//! `--model`.

use std::sync::Arc;

use vocation::embedding;
use vocation::embedding::Embedder;
use vocation::embedding::StaticModel;
use vocation::engine::Options;

use super::Failure;
use super::arguments::Model;

/// The model that is asked for, alone: nothing that embedding can do without is loaded.
pub(super) fn embedder(asked: &Model) -> Result<Arc<dyn Embedder>, Failure> {
    match &asked.model {
        Some(path) => Ok(embedding::open(path)?),
        None => Ok(StaticModel::builtin()),
    }
}

/// What an engine works with, embedding with the model that is asked for. Graphs are built where a command says so.
pub(super) fn options(asked: &Model) -> Result<Options, Failure> {
    let options = Options { freezes: false, ..Options::default() };
    match &asked.model {
        Some(path) => Ok(Options { embedder: embedding::open(path)?, ..options }),
        None => Ok(options),
    }
}
