//! What is read: paths become documents; what cannot be read is named on standard error, and the rest goes on.

use std::collections::HashMap;
use std::path::Path;
use std::path::PathBuf;

use rayon::prelude::*;
use vocation::Engine;
use vocation::documents;
use vocation::documents::Document;
use vocation::documents::Found;
use vocation::documents::Raw;
use vocation::documents::Side;

use super::Failure;
use super::output;

/// How many documents are read at once: bounds memory.
const BATCH: usize = 1_024;

/// How documents are to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    /// What they are, where that is known.
    pub(super) side: Option<Side>,
    /// Whether each is looked at for being plainly of the other side.
    pub(super) checked: bool,
}

/// How many inputs were taken, and how many not.
#[derive(Clone, Debug, Default)]
pub(super) struct Taken {
    pub(super) documents: usize,
    pub(super) unreadable: usize,
    /// How many were left out because one before had their id.
    pub(super) repeated: usize,
    /// How many were read as one side, as asked, and are plainly of the other; and where the first of them stands.
    pub(super) misplaced: usize,
    pub(super) first_misplaced: Option<String>,
}

/// The one document of a file.
pub(super) fn one(path: &Path, side: Option<Side>) -> Result<Document, Failure> {
    if path.is_dir() {
        return Err(Failure::Usage(format!("{}: a folder; name one document to rank for", path.display())));
    }
    let mut found = documents::read_path(path, side)?;
    let first = found.next().ok_or_else(|| {
        Failure::NoAnswer(format!("{}: it holds no document; name a file that does", path.display()))
    })??;
    if found.next().is_some() {
        let problem = format!("{}: it holds several documents; name a file with one", path.display());
        return Err(Failure::Usage(problem));
    }
    Ok(first.document)
}

/// Reads all documents of the paths, in order, a batch at a time. Two with one id: the second is named and left out.
pub(super) fn each(
    paths: &[PathBuf],
    asked: Asked,
    mut take: impl FnMut(Vec<Document>) -> Result<(), Failure>,
) -> Result<Taken, Failure> {
    let mut taken = Taken::default();
    let mut origins: HashMap<String, String> = HashMap::new();
    let progress = output::progress();
    for path in paths {
        let mut listing = match documents::list(path) {
            Ok(listing) => listing,
            Err(error) => {
                refuse(&progress, &mut taken, &error.to_string());
                continue;
            }
        };
        loop {
            let batch: Vec<vocation::Result<Raw>> = listing.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                break;
            }
            let read: Vec<vocation::Result<(Found, bool)>> =
                batch.into_par_iter().map(|raw| raw.and_then(|raw| read_one(raw, asked))).collect();
            let mut documents = Vec::with_capacity(read.len());
            for found in read {
                let found = found.map(|(found, misplaced)| {
                    taken.note_misplaced(&found, misplaced);
                    found
                });
                match found.map(|found| fresh(&mut origins, found)) {
                    Ok(Ok(document)) => documents.push(document),
                    Ok(Err(problem)) => {
                        taken.repeated += 1;
                        progress.suspend(|| output::warn(&problem));
                    }
                    Err(error) => refuse(&progress, &mut taken, &error.to_string()),
                }
            }
            taken.documents += documents.len();
            progress.inc(documents.len() as u64);
            take(documents)?;
        }
    }
    progress.finish_and_clear();
    Ok(taken)
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
fn read_one(raw: Raw, asked: Asked) -> vocation::Result<(Found, bool)> {
    let found = raw.read(asked.side)?;
    let misplaced = asked.checked && found.document.seems_of_the_other_side();
    Ok((found, misplaced))
}

/// Reads all documents of the paths and adds them to the engine.
pub(super) fn read_into(engine: &Engine, paths: &[PathBuf], asked: Asked) -> Result<Taken, Failure> {
    each(paths, asked, |documents| Ok(engine.add_all(&documents)?))
}

/// A document whose id no other had before.
fn fresh(origins: &mut HashMap<String, String>, found: Found) -> Result<Document, String> {
    match origins.get(&found.id) {
        Some(other) => Err(format!(
            "{}: its id {:?} is also that of {other}; the second is left out, give it an id of its own",
            found.origin, found.id
        )),
        None => {
            origins.insert(found.id, found.origin);
            Ok(found.document)
        }
    }
}

fn refuse(progress: &indicatif::ProgressBar, taken: &mut Taken, problem: &str) {
    taken.unreadable += 1;
    progress.suspend(|| output::warn(problem));
}
