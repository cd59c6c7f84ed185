//! `--model`.

use std::sync::Arc;

use vocation::embedding;
use vocation::embedding::Embedder;
use vocation::embedding::StaticModel;

use super::Failure;
use super::arguments::Model;

/// The model that is asked for, alone: nothing that embedding can do without is loaded.
pub(super) fn embedder(asked: &Model) -> Result<Arc<dyn Embedder>, Failure> {
    match &asked.model {
        Some(path) => Ok(embedding::open(path)?),
        None => Ok(StaticModel::builtin()),
    }
}
