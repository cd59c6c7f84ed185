//! `vocation link`.

use std::io::BufWriter;
use std::io::Write;

use serde_json::json;
use vocation::linking::Link;
use vocation::linking::Linker;
use vocation::linking::Taxonomy;
use vocation::linking::Weights;

use super::Failure;
use super::arguments;
use super::lines;
use super::model;
use super::output;

/// How many lines are linked between two writes.
const BATCH: usize = 2_048;

/// Links each line of a file to the entries of a taxonomy: one object a line, or a few rows for people.
pub(super) fn run(asked: &arguments::Link) -> Result<(), Failure> {
    let text = lines::read(&asked.input)?;
    let taxonomy = Taxonomy::read(&asked.taxonomy)?;
    let mut linker = Linker::new(taxonomy, model::embedder(&asked.model)?)?;
    if let Some(path) = &asked.weights {
        linker = linker.weighing(Weights::parse(&lines::read(path)?)?);
    }
    let lines: Vec<&str> = text.lines().collect();
    let top = asked.top as usize;
    let progress = output::progress("lines");
    let mut out = BufWriter::new(std::io::stdout().lock());
    for batch in lines.chunks(BATCH) {
        for (line, links) in batch.iter().zip(linker.link_all(batch, top)?) {
            if asked.json {
                output::json_line(&mut out, &object(line, &links))?;
            } else {
                print(&mut out, line, &links)?;
            }
        }
        progress.inc(batch.len() as u64);
    }
    progress.finish_and_clear();
    out.flush()?;
    Ok(())
}

/// A line and its links as the contract of `link --json` has them.
fn object(line: &str, links: &[Link]) -> serde_json::Value {
    let link = |link: &Link| {
        let mut object = json!({"label": link.label, "score": link.score, "evidence": link.evidence});
        if !link.code.is_empty() {
            object["code"] = json!(link.code);
        }
        object
    };
    json!({"text": line, "links": links.iter().map(link).collect::<Vec<_>>()})
}

/// A line, and its links below it.
fn print(out: &mut impl Write, line: &str, links: &[Link]) -> Result<(), Failure> {
    writeln!(out, "{line}")?;
    if links.is_empty() {
        writeln!(out, "  (nothing to link)")?;
    }
    for link in links {
        let code = if link.code.is_empty() { String::new() } else { format!("  [{}]", link.code) };
        writeln!(out, "  {:.2}  {}{code}  \u{2190} {}", link.score, link.label, link.evidence)?;
    }
    Ok(())
}
