//! Two documents that are held against each other: files, or documents of a catalog by their ids.

use std::path::Path;
use std::sync::Arc;

use vocation::Engine;
use vocation::catalog::Entry;
use vocation::catalog::Snapshot;
use vocation::catalog::Source;
use vocation::documents::Document;
use vocation::documents::Options;
use vocation::documents::Side;

use super::Failure;
use super::input;
use super::output;

/// A document, and what is compared of it.
#[derive(Clone, Debug)]
pub(super) struct Party {
    /// The document; `None` where a catalog kept what was understood only.
    pub(super) document: Option<Document>,
    /// What it says, and where it lies: that of the catalog, where it is from one.
    pub(super) entry: Arc<Entry>,
}

/// A posting and a résumé, in whichever order they are named.
#[derive(Clone, Debug)]
pub(super) struct Parties {
    pub(super) posting: Party,
    pub(super) resume: Party,
}

impl Parties {
    /// Finds both: an id of the catalog, where there is one, else a file.
    pub(super) fn find(
        engine: &Engine,
        named: [&str; 2],
        kept: Option<&Snapshot>,
        options: &Options,
    ) -> Result<Self, Failure> {
        let [first, second] = named;
        let posting = find(engine, first, Side::Posting, kept, options)?;
        let resume = find(engine, second, Side::Resume, kept, options)?;
        if let (Some(posting), Some(resume)) = (posting, resume) {
            let both = ["r\u{e9}sum\u{e9}s", "postings"];
            match (seems_other(&posting), seems_other(&resume)) {
                (true, false) => alike(named, both[0], first, "posting"),
                (false, true) => alike(named, both[1], second, "r\u{e9}sum\u{e9}"),
                _ => {}
            }
            if !(seems_other(&posting) && seems_other(&resume)) {
                return Ok(Self { posting, resume });
            }
            output::warn(&format!("{first} is a r\u{e9}sum\u{e9} and {second} a posting; they are taken as such"));
        }
        let posting =
            find(engine, second, Side::Posting, kept, options)?.ok_or_else(|| missing(first, Side::Posting))?;
        let resume = find(engine, first, Side::Resume, kept, options)?.ok_or_else(|| missing(second, Side::Resume))?;
        Ok(Self { posting, resume })
    }
}

/// Warns of two documents that look like the same side.
fn alike([first, second]: [&str; 2], sides: &str, taken: &str, side: &str) {
    output::warn(&format!("{first} and {second} both look like {sides}; {taken} is taken as a {side}"));
}

fn seems_other(party: &Party) -> bool {
    party.document.as_ref().is_some_and(Document::seems_of_the_other_side)
}

fn missing(name: &str, side: Side) -> Failure {
    let kind = match side {
        Side::Posting => "posting",
        Side::Resume => "r\u{e9}sum\u{e9}",
    };
    Failure::NoAnswer(format!(
        "{name}: there is no such {kind}; name a file, or, with --catalog, the id of one in it (`vocation export` lists them)"
    ))
}

/// The document of a name; `None` where there is neither an entry of that side nor a file.
fn find(
    engine: &Engine,
    name: &str,
    side: Side,
    kept: Option<&Snapshot>,
    options: &Options,
) -> Result<Option<Party>, Failure> {
    if let Some(kept) = kept
        && let Some((entry, source)) = kept.find(side, name)?
    {
        let document = match source {
            Some(Source::Document(document)) => Some(*document),
            Some(Source::Embedded(_)) | None => None,
        };
        return Ok(Some(Party { document, entry }));
    }
    if kept.is_some() && !Path::new(name).exists() {
        return Ok(None);
    }
    let document = input::one(Path::new(name), Some(side), options)?;
    let entry = Arc::new(engine.entry(document.clone())?);
    Ok(Some(Party { document: Some(document), entry }))
}
