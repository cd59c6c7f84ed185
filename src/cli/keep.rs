//! `vocation add`, `remove`, `reindex` and `info`.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use serde_json::Value;
use serde_json::json;
use vocation::Engine;
use vocation::catalog::Catalog;
use vocation::documents::Side;
use vocation::engine::Options;
use vocation::pay::Rates;
use vocation::profile;
use vocation::ranking::SIGNALS;

use super::Failure;
use super::arguments::Add;
use super::arguments::Info;
use super::arguments::Reindex;
use super::arguments::Remove;
use super::input;
use super::model;
use super::output;

/// Adds documents to a catalog.
pub(super) fn add(asked: &Add) -> Result<(), Failure> {
    let engine = Engine::open_with(&asked.catalog, model::options(&asked.model)?)?;
    let taken =
        input::read_into(&engine, &asked.paths, input::Asked { side: asked.side.map(Into::into), checked: false })?;
    if taken.documents == 0 {
        return Err(Failure::NoAnswer("none of the paths holds a document; nothing was added".to_owned()));
    }
    let changes = engine.commit()?;
    let snapshot = engine.snapshot();
    writeln!(
        std::io::stdout(),
        "documents added: {} ({} new, {} replaced); not readable: {}; left out for an id that another has: {}; the \
         catalog has postings: {}, r\u{e9}sum\u{e9}s: {}",
        taken.documents,
        changes.new,
        changes.replaced,
        taken.unreadable,
        taken.repeated,
        snapshot.len(Side::Posting),
        snapshot.len(Side::Resume)
    )?;
    Ok(())
}

/// Removes documents from a catalog.
pub(super) fn remove(asked: &Remove) -> Result<(), Failure> {
    // Nothing is embedded, so that any model will do: the catalog's own.
    let mut catalog = Catalog::open_existing(&asked.catalog, Catalog::describe(&asked.catalog)?.identity)?;
    for id in asked.ids.iter().collect::<BTreeSet<_>>() {
        if !catalog.remove(id)? {
            output::warn(&format!("{id}: there is no document of that id in the catalog"));
        }
    }
    let removed = catalog.commit()?.removed;
    if removed == 0 {
        return Err(Failure::NoAnswer("nothing was removed".to_owned()));
    }
    writeln!(std::io::stdout(), "documents removed: {removed}")?;
    Ok(())
}

/// Embeds all of a catalog anew.
pub(super) fn reindex(asked: &Reindex) -> Result<(), Failure> {
    let options = model::options(&asked.model)?;
    let fingerprint = options.embedder.fingerprint().to_owned();
    let count = Engine::reindex(&asked.catalog, options)?;
    writeln!(
        std::io::stdout(),
        "documents understood and embedded anew: {count}; the catalog's model is {fingerprint}"
    )?;
    Ok(())
}

/// Describes a catalog, or this program.
pub(super) fn info(asked: &Info) -> Result<(), Failure> {
    let options = model::options(&asked.model)?;
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
        facts.extend(kept(folder, options)?);
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
fn kept(folder: &Path, options: Options) -> Result<Vec<(&'static str, Value)>, Failure> {
    let described = Catalog::describe(folder)?;
    let mut facts = vec![
        ("catalog", json!(folder.display().to_string())),
        ("catalog_format", json!(described.format)),
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
        }
        Err(problem) => facts.extend([
            ("postings", json!(described.postings)),
            ("resumes", json!(described.resumes)),
            ("problem", json!(problem.to_string())),
        ]),
    }
    Ok(facts)
}
