//! `vocation embed`.

use std::io::Write;

use vocation::embedding::save_npy;

use super::Failure;
use super::arguments::Embed;
use super::lines;
use super::model;
use super::output;

/// How many lines are embedded at once.
const BATCH: usize = 4_096;

/// Writes the vectors of a file's lines, one row a line; a line without any known word is a row of zeros.
pub(super) fn run(asked: &Embed) -> Result<(), Failure> {
    use rayon::prelude::*;
    output::check_apart(&asked.output, [asked.input.as_path()])?;
    let text = lines::read(&asked.input)?;
    let lines: Vec<&str> = text.lines().collect();
    let embedder = model::embedder(&asked.model)?;
    let dimension = embedder.dimension();
    let progress = output::progress("lines");
    let mut rows = Vec::with_capacity(lines.len());
    for batch in lines.chunks(BATCH) {
        let embedded = batch.par_chunks(64).map(|texts| embedder.embed(texts)).collect::<Result<Vec<_>, _>>()?;
        rows.extend(embedded.into_iter().flatten());
        progress.inc(batch.len() as u64);
    }
    progress.finish_and_clear();
    let foreign = lines.iter().filter(|line| !embedder.knows(line)).count();
    let unknown = save_npy(&asked.output, dimension, &rows)?;
    writeln!(std::io::stdout(), "{} vectors of {dimension} values written to {}", rows.len(), asked.output.display())?;
    if foreign > 0 {
        output::warn(&format!(
            "{foreign} of the lines are in letters that the model does not know; they count by their spelling, not by meaning"
        ));
    }
    if unknown > 0 {
        output::warn(&format!("{unknown} of the lines hold no known word; their rows are zeros"));
    }
    Ok(())
}
