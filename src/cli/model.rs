//! `--model`.

use vocation::embedding;
use vocation::engine::Options;

use super::Failure;
use super::arguments::Model;

/// What an engine works with, embedding with the model that is asked for.
pub(super) fn options(asked: &Model) -> Result<Options, Failure> {
    match &asked.model {
        Some(path) => Ok(Options { embedder: embedding::open(path)?, ..Options::default() }),
        None => Ok(Options::default()),
    }
}
