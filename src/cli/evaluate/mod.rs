//! `vocation evaluate`.

mod ablation;
mod embedding;
mod judged;
mod ranking;
mod ranking_output;
mod tables;

use super::Failure;
use super::arguments::Evaluation;

/// Measures what is asked.
pub(super) fn run(asked: &Evaluation) -> Result<(), Failure> {
    match asked {
        Evaluation::Embedding(asked) => embedding::run(asked),
        Evaluation::Ranking(asked) => ranking::run(asked),
        Evaluation::Ablation(asked) => ablation::run(asked),
    }
}
