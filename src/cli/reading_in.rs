//! What `vocation score` reads: both sides into a catalog of the unfinished run, or catalogs as they are.

use std::collections::HashSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use rayon::prelude::*;
use serde_json::Value;
use vocation::Engine;
use vocation::batch::Folder;
use vocation::batch::Profiles;
use vocation::catalog::Catalog;
use vocation::documents::Document;
use vocation::documents::Side;
use vocation::engine::Options;

use super::Failure;
use super::input;
use super::interruption;
use super::output;
use super::populations::Score;
use super::profiles;

/// After how many documents those that were read are safe.
const COMMIT: usize = 8_192;

/// What the documents of a side are called.
const fn called(side: Side) -> &'static str {
    match side {
        Side::Posting => "postings",
        Side::Resume => "r\u{e9}sum\u{e9}s",
    }
}

/// The catalogs of both sides.
pub(super) struct Read {
    pub(super) postings: Engine,
    pub(super) resumes: Engine,
    /// True where an interruption was noted before everything was read.
    pub(super) interrupted: bool,
}

/// Where an unfinished run names what could not be read.
pub(super) fn unread_file(folder: &Folder) -> PathBuf {
    folder.catalog().with_file_name("unread.jsonl")
}

/// Where the same is named beside a finished output.
pub(super) fn unread_beside(output: &Path) -> PathBuf {
    let mut name = output.as_os_str().to_owned();
    name.push(".unread.jsonl");
    PathBuf::from(name)
}

/// Reads both sides, as far as an earlier run has not.
pub(super) fn both(asked: &Score, folder: &Folder, options: &Options) -> Result<Read, Failure> {
    let catalogs = [catalog(&asked.postings)?, catalog(&asked.resumes)?];
    let mut own: Option<Engine> = None;
    if catalogs.iter().any(Option::is_none) {
        if folder.plan().is_some() && !folder.catalog().exists() {
            return Err(Failure::NoAnswer(format!(
                "{}: what was read is not there any more; remove the folder it was in, and begin anew",
                folder.catalog().display()
            )));
        }
        own = Some(Engine::open_with(folder.catalog(), options.clone())?);
    }
    let mut unread = Vec::new();
    let mut interrupted = false;
    if let Some(engine) = own.as_ref().filter(|_| folder.plan().is_none()) {
        let sides = [(Side::Posting, &asked.postings), (Side::Resume, &asked.resumes)];
        let sides = sides.into_iter().zip(&catalogs).filter(|(_, catalog)| catalog.is_none());
        // What this program cannot use is told before anything is read.
        let parted = |((side, paths), _): ((Side, &Vec<PathBuf>), _)| Ok((side, profiles::parted(engine, paths)?));
        for (side, inputs) in sides.map(parted).collect::<Result<Vec<_>, Failure>>()? {
            interrupted |= interrupted || !documents(engine, side, inputs, asked, &mut unread)?;
        }
        write(&unread_file(folder), &unread)?;
    }
    let open = |catalog: &Option<PathBuf>| match (catalog, &own) {
        (Some(path), _) => Ok(Engine::open_existing(path, options.clone())?),
        (None, Some(own)) => Ok(own.clone()),
        (None, None) => Err(Failure::NoAnswer("nothing was read".to_owned())),
    };
    let [postings, resumes] = catalogs;
    Ok(Read { postings: open(&postings)?, resumes: open(&resumes)?, interrupted })
}

/// The catalog that paths name; `None` where they name documents.
fn catalog(paths: &[PathBuf]) -> Result<Option<PathBuf>, Failure> {
    let named = paths.iter().find(|path| Catalog::describe(path).is_ok());
    match (named, paths) {
        (Some(path), [_]) => Ok(Some(path.clone())),
        (Some(path), _) => {
            Err(Failure::Usage(format!("{}: a catalog; name it alone, without documents beside it", path.display())))
        }
        (None, _) => Ok(None),
    }
}

/// Reads the documents of a side into the catalog; false where an interruption was noted. What lies there from an earlier
/// run as it is read is passed over, what is read no more is removed.
fn documents(
    engine: &Engine,
    side: Side,
    (profiles, paths): (Vec<Profiles>, Vec<PathBuf>),
    asked: &Score,
    unread: &mut Vec<Value>,
) -> Result<bool, Failure> {
    let options = asked.reading.options()?;
    let how = input::Asked { side: Some(side), checked: true, told: Some(called(side)), options: &options };
    let before = engine.snapshot().len(side);
    let mut seen: HashSet<String> = HashSet::new();
    let mut waiting = 0;
    let mut taken = input::each(&paths, how, |documents, progress| {
        let snapshot = engine.snapshot();
        let known: Vec<bool> = match before {
            0 => vec![false; documents.len()],
            _ => documents.par_iter().map(|document| snapshot.has(document)).collect::<vocation::Result<_>>()?,
        };
        let count = documents.len();
        if before > 0 {
            seen.extend(documents.iter().map(|document| document.id().to_owned()));
        }
        let fresh: Vec<Document> =
            documents.into_iter().zip(known).filter_map(|(document, known)| (!known).then_some(document)).collect();
        engine.add_all(&fresh)?;
        waiting += fresh.len();
        if waiting >= COMMIT {
            engine.commit()?;
            waiting = 0;
        }
        progress.inc(count as u64);
        Ok(())
    })?;
    engine.commit()?;
    if !taken.interrupted && !profiles.is_empty() {
        profiles::take(engine, side, profiles, COMMIT, &mut taken, &mut seen)?;
    }
    if before > 0 && !taken.interrupted {
        forget(engine, side, &seen)?;
    }
    let what = called(side);
    if let Some(first) = taken.first_misplaced.as_ref() {
        output::warn(&format!("{} documents do not look like {what} (first: {first})", taken.misplaced));
    }
    output::warn(&format!("{} {what} read, {} not", taken.documents, taken.problems.len()));
    unread.extend(taken.problems.iter().map(|problem| problem.json(side)));
    Ok(!taken.interrupted && !interruption::asked())
}

/// Removes what an earlier run read and this one did not.
fn forget(engine: &Engine, side: Side, seen: &HashSet<String>) -> Result<(), Failure> {
    let snapshot = engine.snapshot();
    for row in snapshot.rows(side) {
        let id = snapshot.id(side, row)?;
        if !seen.contains(id) {
            engine.remove_from(side, id)?;
        }
    }
    engine.commit()?;
    Ok(())
}

fn write(path: &Path, problems: &[Value]) -> Result<(), Failure> {
    let mut text = Vec::new();
    for problem in problems {
        writeln!(text, "{problem}")?;
    }
    fs::write(path, text).map_err(|error| Failure::NoAnswer(format!("{}: {error}", path.display())))
}
