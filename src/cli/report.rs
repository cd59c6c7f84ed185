//! The door of `vocation report`.

use std::fs;
use std::io::Write;

use super::Failure;
use super::output;
use super::reporting::Report;

/// Writes the picture of a run.
pub(super) fn run(asked: &Report) -> Result<(), Failure> {
    let output = asked.output.clone().unwrap_or_else(|| asked.scores.with_extension("html"));
    if asked.output.is_none() && output.exists() {
        let problem = format!("{} is there already; name it with --output to write over it", output.display());
        return Err(Failure::NoAnswer(problem));
    }
    output::check_apart(&output, [asked.scores.as_path()])?;
    let page = vocation::batch::report(&asked.scores)?;
    fs::write(&output, page).map_err(|error| Failure::NoAnswer(format!("{}: {error}", output.display())))?;
    writeln!(std::io::stdout().lock(), "wrote {}", output.display())?;
    Ok(())
}
