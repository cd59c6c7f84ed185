//! `vocation remove`, `compact`, `verify`, `reindex` and `info`.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use serde_json::Value;
use serde_json::json;
use vocation::Engine;
use vocation::catalog::Catalog;
use vocation::catalog::Snapshot;
use vocation::documents::Side;
use vocation::engine::Options;
use vocation::pay::Rates;
use vocation::profile;
use vocation::ranking::SIGNALS;

use super::Failure;
use super::freezing;
use super::keeping::Info;
use super::keeping::Kept;
use super::keeping::Reindex;
use super::keeping::Remove;
use super::lines::Line;
use super::lines::Lines;
use super::means;
use super::output;

/// The most bytes of an id in a file of ids.
const ID_LIMIT: usize = 1 << 16;

/// Removes documents from a catalog.
pub(super) fn remove(asked: &Remove) -> Result<(), Failure> {
    // Nothing is embedded, so that any model will do: the catalog's own.
    let mut catalog = Catalog::open_existing(&asked.catalog, Catalog::describe(&asked.catalog)?.identity)?;
    let mut ids: BTreeSet<String> = asked.ids.iter().cloned().collect();
    if let Some(file) = &asked.from {
        read_ids(file, &mut ids)?;
    }
    for id in ids {
        if !catalog.remove(&id)? {
            output::warn(&format!("{id}: there is no document of that id in the catalog"));
        }
    }
    let removed = catalog.commit()?.removed;
    if removed == 0 {
        return Err(Failure::NoAnswer("nothing was removed".to_owned()));
    }
    let waiting = Catalog::describe(&asked.catalog)?.waiting;
    writeln!(
        std::io::stdout(),
        "documents removed: {removed}; removed or replaced documents that are in files until `vocation compact`: {waiting}"
    )?;
    Ok(())
}

/// Adds the ids of a file, one a line.
fn read_ids(file: &Path, ids: &mut BTreeSet<String>) -> Result<(), Failure> {
    let mut lines = Lines::open(file, ID_LIMIT)?;
    while let Some((origin, line)) = lines.next()? {
        let wrong = |problem: &str| {
            Failure::NoAnswer(format!("{origin}: {problem}; write one id a line (nothing was removed)"))
        };
        let Line::Whole(line) = line else { return Err(wrong("longer than an id can be")) };
        let id = String::from_utf8(line).map_err(|_| wrong("not UTF-8"))?;
        ids.insert(id.trim_end_matches('\r').to_owned());
    }
    Ok(())
}

/// Writes a catalog again without anything of what was removed or replaced.
pub(super) fn compact(asked: &Kept) -> Result<(), Failure> {
    let before = Catalog::describe(&asked.catalog)?;
    let busy = output::busy("writing the catalog again");
    Catalog::open_existing(&asked.catalog, before.identity)?.compact()?;
    busy.finish_and_clear();
    freezing::graphs(&asked.catalog)?;
    let after = Catalog::describe(&asked.catalog)?;
    let left = Catalog::left_over(&asked.catalog)?;
    if let Some(first) = left.first() {
        return Err(Failure::NoAnswer(format!(
            "{}: it could not be deleted, nor {} others like it; what was removed may still be in it: delete it by hand, or \
             see to it that you may and compact again",
            first.display(),
            left.len() - 1
        )));
    }
    writeln!(
        std::io::stdout(),
        "removed or replaced documents dropped: {}; bytes before: {}, after: {}; the catalog has postings: {}, \
         r\u{e9}sum\u{e9}s: {}",
        before.waiting.saturating_sub(after.waiting),
        before.bytes,
        after.bytes,
        after.postings.unwrap_or_default(),
        after.resumes.unwrap_or_default()
    )?;
    Ok(())
}

/// Checks every file of a catalog.
pub(super) fn verify(asked: &Kept) -> Result<(), Failure> {
    let busy = output::busy("checking the catalog");
    let told = Catalog::verify(&asked.catalog)?;
    busy.finish_and_clear();
    for file in &told.left {
        output::warn(&format!("{}: left by a writer that was killed; the next commit deletes it", file.display()));
    }
    for problem in &told.problems {
        output::warn(&problem.to_string());
    }
    if !told.problems.is_empty() {
        let (wrong, files) = (told.problems.len(), told.files);
        return Err(Failure::NoAnswer(format!(
            "the catalog is damaged: {wrong} of {files} files are not as they must be"
        )));
    }
    writeln!(
        std::io::stdout(),
        "the catalog is whole: every block of its {} files ({} bytes) is the one that was written, every record can be \
         read, and every entry is found by its id; postings: {}, r\u{e9}sum\u{e9}s: {}",
        told.files,
        told.bytes,
        told.postings,
        told.resumes
    )?;
    Ok(())
}

/// Embeds all of a catalog anew.
pub(super) fn reindex(asked: &Reindex) -> Result<(), Failure> {
    let options = means::options(&asked.means)?;
    let fingerprint = options.embedder.fingerprint().to_owned();
    let busy = output::busy("understanding and embedding the catalog anew");
    let count = Engine::reindex(&asked.catalog, options)?;
    busy.finish_and_clear();
    freezing::graphs(&asked.catalog)?;
    writeln!(
        std::io::stdout(),
        "documents understood and embedded anew: {count}; the catalog's model is {fingerprint}"
    )?;
    Ok(())
}

/// Describes a catalog, or this program.
pub(super) fn info(asked: &Info) -> Result<(), Failure> {
    let options = means::options(&asked.means)?;
    let mut facts = vec![
        ("version", json!(env!("CARGO_PKG_VERSION"))),
        ("embedder", json!(options.embedder.fingerprint())),
        ("dimension", json!(options.embedder.dimension())),
        ("understanding", json!(profile::fingerprint(&options.taxonomy))),
        ("skills", json!(options.taxonomy.len())),
        ("taxonomy", json!(options.taxonomy.fingerprint())),
        ("exchange_rates", json!(Rates::builtin().date())),
        ("signals", json!(SIGNALS.iter().map(|signal| signal.name).collect::<Vec<_>>())),
    ];
    if let Some(folder) = &asked.catalog {
        facts.extend(kept(folder, options, asked.probe)?);
    }
    let mut out = std::io::stdout().lock();
    if asked.json {
        let object: serde_json::Map<_, _> = facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        return output::json_line(&mut out, &Value::Object(object));
    }
    for (name, value) in facts {
        let value = match value {
            Value::String(text) => text,
            Value::Array(list) => list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
            Value::Null => "unknown".to_owned(),
            other => other.to_string(),
        };
        writeln!(out, "{:<22} {value}", name.replace('_', " "))?;
    }
    Ok(())
}

/// What is said of a catalog, also of one that this program cannot use.
fn kept(folder: &Path, options: Options, probe: Option<usize>) -> Result<Vec<(&'static str, Value)>, Failure> {
    let described = Catalog::describe(folder)?;
    let mut facts = vec![
        ("catalog", json!(folder.display().to_string())),
        ("catalog_format", json!(described.format)),
        ("catalog_generation", json!(described.generation)),
        ("catalog_files", json!(described.files)),
        ("catalog_bytes", json!(described.bytes)),
        ("waiting_for_compact", json!(described.waiting)),
        ("catalog_embedder", json!(described.identity.embedder)),
        ("catalog_dimension", json!(described.identity.dimension)),
        ("catalog_understanding", json!(described.identity.understanding)),
    ];
    match Engine::open_existing(folder, options) {
        Ok(engine) => {
            let snapshot = engine.snapshot();
            facts.extend([
                ("postings", json!(snapshot.len(Side::Posting))),
                ("resumes", json!(snapshot.len(Side::Resume))),
                ("postings_answered_by", json!(snapshot.answered_by(Side::Posting))),
                ("resumes_answered_by", json!(snapshot.answered_by(Side::Resume))),
            ]);
            if let Some(sample) = probe {
                facts.push(("postings_probe", probed(&snapshot, Side::Posting, sample, described.identity.dimension)?));
                facts.push(("resumes_probe", probed(&snapshot, Side::Resume, sample, described.identity.dimension)?));
            }
        }
        Err(problem) => facts.extend([
            ("postings", json!(described.postings)),
            ("resumes", json!(described.resumes)),
            ("problem", json!(problem.to_string())),
        ]),
    }
    Ok(facts)
}

/// What the graph of a side finds of the ten nearest entries, by the breadth of the walk.
fn probed(snapshot: &Snapshot, side: Side, sample: usize, dimension: usize) -> Result<Value, Failure> {
    let Some(probe) = snapshot.probe(side, sample, dimension)? else {
        return Ok(json!("exact: every entry is looked at"));
    };
    let recall: serde_json::Map<String, Value> =
        probe.recall.iter().map(|(breadth, recall)| (breadth.to_string(), json!(recall))).collect();
    Ok(json!({ "asked": probe.asked, "recall_at_10_by_ef_search": recall, "recommended_ef_search": probe.recommended }))
}
