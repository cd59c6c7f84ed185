//! `vocation add`, `remove` and `info`.

use std::collections::BTreeSet;
use std::io::Write;

use serde_json::json;
use vocation::Engine;
use vocation::documents::Side;
use vocation::pay::Rates;
use vocation::ranking::SIGNALS;

use super::Failure;
use super::arguments::Add;
use super::arguments::Info;
use super::arguments::Remove;
use super::input;
use super::output;

/// Adds documents to a catalog.
pub(super) fn add(asked: &Add) -> Result<(), Failure> {
    let engine = Engine::open(&asked.catalog)?;
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
    let engine = opened(&asked.catalog)?;
    for id in asked.ids.iter().collect::<BTreeSet<_>>() {
        if !engine.remove(id) {
            output::warn(&format!("{id}: there is no document of that id in the catalog"));
        }
    }
    let removed = engine.commit()?.removed;
    if removed == 0 {
        return Err(Failure::NoAnswer("nothing was removed".to_owned()));
    }
    writeln!(std::io::stdout(), "documents removed: {removed}")?;
    Ok(())
}

/// Describes a catalog, or this program.
pub(super) fn info(asked: &Info) -> Result<(), Failure> {
    let engine = match &asked.catalog {
        Some(folder) => opened(folder)?,
        None => Engine::in_memory(),
    };
    let options = engine.options();
    let snapshot = engine.snapshot();
    let mut facts = vec![
        ("version", json!(env!("CARGO_PKG_VERSION"))),
        ("embedder", json!(options.embedder.fingerprint())),
        ("dimension", json!(options.embedder.dimension())),
        ("skills", json!(options.taxonomy.len())),
        ("taxonomy", json!(options.taxonomy.fingerprint())),
        ("exchange_rates", json!(Rates::builtin().date())),
        ("signals", json!(SIGNALS.iter().map(|signal| signal.name).collect::<Vec<_>>())),
    ];
    if let Some(folder) = &asked.catalog {
        facts.extend([
            ("catalog", json!(folder.display().to_string())),
            ("postings", json!(snapshot.len(Side::Posting))),
            ("resumes", json!(snapshot.len(Side::Resume))),
            ("postings_answered_by", json!(snapshot.answered_by(Side::Posting))),
            ("resumes_answered_by", json!(snapshot.answered_by(Side::Resume))),
        ]);
    }
    let mut out = std::io::stdout().lock();
    if asked.json {
        let object: serde_json::Map<_, _> = facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        return output::json_line(&mut out, &serde_json::Value::Object(object));
    }
    for (name, value) in facts {
        let value = match value {
            serde_json::Value::String(text) => text,
            serde_json::Value::Array(list) => {
                list.iter().filter_map(serde_json::Value::as_str).collect::<Vec<_>>().join(", ")
            }
            other => other.to_string(),
        };
        writeln!(out, "{:<22} {value}", name.replace('_', " "))?;
    }
    Ok(())
}

/// The engine over a catalog that exists.
fn opened(folder: &std::path::Path) -> Result<Engine, Failure> {
    if !folder.join("catalog.json").is_file() {
        return Err(Failure::NoAnswer(format!(
            "there is no catalog at {}; make one with `vocation add PATH... --catalog DIR`",
            folder.display()
        )));
    }
    Ok(Engine::open(folder)?)
}
