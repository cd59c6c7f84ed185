//! What is read: paths become documents; what cannot be read is named on standard error, and the rest goes on.

use std::path::Path;
use std::path::PathBuf;

use indicatif::ProgressBar;
use rayon::prelude::*;
use vocation::Engine;
use vocation::documents;
use vocation::documents::Document;
use vocation::documents::Found;
use vocation::documents::Raw;
use vocation::documents::Side;

use super::Failure;
use super::globs;
use super::interruption;
use super::origins::Origins;
use super::output;
use super::pace::Pace;
use super::unread::Unread;

/// How many documents are read at once: bounds memory.
const BATCH: usize = 1_024;

/// How documents are to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    /// What they are, where that is known.
    pub(super) side: Option<Side>,
    /// Whether each is looked at for being plainly of the other side.
    pub(super) checked: bool,
    /// What they are called on a log while they are read; `None` where that takes no while.
    pub(super) told: Option<&'static str>,
    pub(super) options: &'a documents::Options,
}

/// How many inputs were taken, and how many not.
#[derive(Debug, Default)]
pub(super) struct Taken {
    pub(super) documents: usize,
    pub(super) unreadable: usize,
    /// The inputs that were not taken.
    pub(super) problems: Vec<Unread>,
    /// How many were left out because one before had their id.
    pub(super) repeated: usize,
    /// How many were read as one side, as asked, and are plainly of the other; and where the first of them stands.
    pub(super) misplaced: usize,
    pub(super) first_misplaced: Option<String>,
    /// Where the document of each id stood.
    pub(super) origins: Origins,
    /// True where the rest was not read, for an interruption that was noted.
    pub(super) interrupted: bool,
}

/// The one document of a file.
pub(super) fn one(path: &Path, side: Option<Side>, options: &documents::Options) -> Result<Document, Failure> {
    if path.is_dir() {
        return Err(Failure::Usage(format!("{}: a folder; name one document to rank for", path.display())));
    }
    let mut found = documents::list_with(path, options)?;
    let next = found.next();
    found.remarks().iter().for_each(|remark| output::warn(remark));
    let first = next.ok_or_else(|| {
        Failure::NoAnswer(format!("{}: it holds no document; name a file that does", path.display()))
    })??;
    if found.next().is_some() {
        let problem = format!("{}: it holds several documents; name a file with one", path.display());
        return Err(Failure::Usage(problem));
    }
    Ok(first.read(side)?.document)
}

/// Reads all documents of the paths, in order, a batch at a time, until an interruption is noted; `take` also tells the
/// progress. Two with one id: the second is named and left out.
pub(super) fn each(
    paths: &[PathBuf],
    asked: Asked<'_>,
    mut take: impl FnMut(Vec<Document>, &ProgressBar) -> Result<(), Failure>,
) -> Result<Taken, Failure> {
    let mut taken = Taken::default();
    let (progress, mut pace) = (output::progress("documents"), Pace::begin(asked.told));
    let matched = |path: &PathBuf| match globs::matching(path) {
        Ok(paths) => paths.into_iter().map(Ok).collect(),
        Err(problem) => vec![Err(Unread::at(&path.display().to_string(), problem.clone(), problem))],
    };
    for path in paths.iter().flat_map(matched) {
        let listed =
            path.and_then(|path| documents::list_with(path, asked.options).map_err(|error| Unread::of(&error)));
        let mut listing = match listed {
            Ok(listing) => listing,
            Err(problem) => {
                refuse(&progress, &mut taken, problem);
                continue;
            }
        };
        loop {
            if interruption::asked() {
                taken.interrupted = true;
                break;
            }
            let batch: Vec<vocation::Result<Raw>> = listing.by_ref().take(BATCH).collect();
            for remark in listing.remarks() {
                progress.suspend(|| output::warn(&remark));
            }
            if batch.is_empty() {
                break;
            }
            let documents = read_batch(batch, asked, &mut taken, &progress);
            taken.documents += documents.len();
            take(documents, &progress)?;
            pace.tell(taken.documents, taken.problems.len());
        }
    }
    progress.finish_and_clear();
    Ok(taken)
}

/// Reads what was listed; what cannot be read, and the second of an id, is named and counted.
fn read_batch(
    batch: Vec<vocation::Result<Raw>>,
    asked: Asked<'_>,
    taken: &mut Taken,
    progress: &ProgressBar,
) -> Vec<Document> {
    let read: Vec<vocation::Result<(Found, bool)>> =
        batch.into_par_iter().map(|raw| raw.and_then(|raw| read_one(raw, asked))).collect();
    let mut documents = Vec::with_capacity(read.len());
    for found in read {
        match found {
            Ok((found, misplaced)) => {
                taken.note_misplaced(&found, misplaced);
                match taken.origins.note(&found.id, &found.origin) {
                    None => documents.push(found.document),
                    Some(other) => {
                        taken.repeated += 1;
                        let problem = repeated(&found.id, &found.origin, &other);
                        progress.suspend(|| output::warn(&problem.problem));
                        taken.problems.push(problem);
                    }
                }
            }
            Err(error) => refuse(progress, taken, Unread::of(&error)),
        }
    }
    documents
}

/// That an id came twice.
pub(super) fn repeated(id: &str, origin: &str, other: &str) -> Unread {
    let reason = format!("its id {id:?} is also that of {other}");
    let problem = format!("{origin}: {reason}; the second is left out, give it an id of its own");
    Unread::at(origin, reason, problem)
}

impl Taken {
    fn note_misplaced(&mut self, found: &Found, misplaced: bool) {
        if misplaced {
            self.misplaced += 1;
            self.first_misplaced.get_or_insert_with(|| found.origin.clone());
        }
    }
}

/// Reads a document, and tells whether it is plainly of the other side where that is to be checked.
fn read_one(raw: Raw, asked: Asked<'_>) -> vocation::Result<(Found, bool)> {
    let found = raw.read(asked.side)?;
    let misplaced = asked.checked && found.document.seems_of_the_other_side();
    Ok((found, misplaced))
}

/// Reads all documents of the paths and adds them to the engine.
pub(super) fn read_into(engine: &Engine, paths: &[PathBuf], asked: Asked<'_>) -> Result<Taken, Failure> {
    each(paths, asked, |documents, progress| {
        engine.add_all(&documents)?;
        progress.inc(documents.len() as u64);
        Ok(())
    })
}

fn refuse(progress: &ProgressBar, taken: &mut Taken, problem: Unread) {
    taken.unreadable += 1;
    progress.suspend(|| output::warn(&problem.problem));
    taken.problems.push(problem);
}
