//! `vocation add`: documents are added as they are read, a bounded number at a time, so that what breaks off can be gone
//! on with: what is in the catalog already as it is read is passed over.

use std::io::Write;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

use indicatif::ProgressBar;
use rayon::prelude::*;
use vocation::Engine;
use vocation::catalog::Changes;
use vocation::documents::Document;
use vocation::documents::Side;

use super::Failure;
use super::freezing;
use super::input;
use super::input::Taken;
use super::interruption;
use super::keeping::Add;
use super::keeping::Commit;
use super::means;

/// Adds documents to a catalog.
pub(super) fn add(asked: &Add) -> Result<(), Failure> {
    interruption::note();
    let engine = Engine::open_with(&asked.catalog, means::options(&asked.means)?)?;
    let mut adding = Adding::to(&engine, &asked.catalog, asked.commit);
    let options = asked.reading.options()?;
    let how =
        input::Asked { side: asked.side.map(Into::into), checked: false, told: Some("documents"), options: &options };
    let taken = input::each(&asked.paths, how, |documents, progress| adding.take(documents, progress))?;
    adding.finish(&taken, "none of the paths holds a document")
}

/// How long to work on documents before the next look at whether to go on, about.
const PATIENCE: Duration = Duration::from_millis(500);

/// The fewest and the most documents that are understood at once; how many, depends on how long the model takes.
const FEWEST: usize = 32;
const MOST: usize = 1_024;

/// Documents on their way into a catalog.
pub(super) struct Adding<'a> {
    engine: &'a Engine,
    folder: &'a Path,
    commit_every: usize,
    /// How many are understood at once.
    step: usize,
    /// How many wait for a commit.
    waiting: usize,
    changes: Changes,
    unchanged: usize,
}

impl<'a> Adding<'a> {
    pub(super) fn to(engine: &'a Engine, folder: &'a Path, commit: Commit) -> Self {
        let changes = Changes::default();
        Self { engine, folder, commit_every: commit.every as usize, step: FEWEST, waiting: 0, changes, unchanged: 0 }
    }

    /// Adds those that are not in the catalog as they are; commits where enough wait. Ends early where an interruption
    /// is noted.
    pub(super) fn take(&mut self, documents: Vec<Document>, progress: &ProgressBar) -> Result<(), Failure> {
        let snapshot = self.engine.snapshot();
        let known: Vec<bool> =
            documents.par_iter().map(|document| snapshot.has(document)).collect::<vocation::Result<_>>()?;
        let all = documents.len();
        let fresh: Vec<Document> =
            documents.into_iter().zip(known).filter_map(|(document, known)| (!known).then_some(document)).collect();
        self.unchanged += all - fresh.len();
        progress.inc((all - fresh.len()) as u64);
        let mut rest = &fresh[..];
        while !rest.is_empty() && !interruption::asked() {
            let (now, later) = rest.split_at(rest.len().min(self.step).min(self.commit_every - self.waiting));
            let begun = Instant::now();
            self.engine.add_all(now).map_err(|error| self.broken_off(&error))?;
            self.step = match begun.elapsed() {
                long if long > PATIENCE => (self.step / 2).max(FEWEST),
                short if short < PATIENCE / 2 => (self.step * 2).min(MOST),
                _ => self.step,
            };
            progress.inc(now.len() as u64);
            self.waiting += now.len();
            if self.waiting == self.commit_every {
                self.commit()?;
            }
            rest = later;
        }
        Ok(())
    }

    fn commit(&mut self) -> Result<(), Failure> {
        let Changes { new, replaced, .. } = self.engine.commit().map_err(|error| self.broken_off(&error))?;
        self.changes.new += new;
        self.changes.replaced += replaced;
        self.waiting = 0;
        Ok(())
    }

    /// That not all could be added, and what of it is safe.
    fn broken_off(&self, error: &vocation::Error) -> Failure {
        let safe = self.changes.new + self.changes.replaced;
        Failure::NoAnswer(format!("{error}; {safe} documents were added before; the same command goes on from there"))
    }

    /// Commits the rest and says what came of all; `nothing` says where that there was no document.
    pub(super) fn finish(mut self, taken: &Taken, nothing: &str) -> Result<(), Failure> {
        let interrupted = taken.interrupted || interruption::asked();
        if taken.documents == 0 && !interrupted {
            return Err(Failure::NoAnswer(format!("{nothing}; nothing was added")));
        }
        if self.waiting > 0 {
            self.commit()?;
        }
        let (snapshot, Changes { new, replaced, .. }) = (self.engine.snapshot(), self.changes);
        writeln!(
            std::io::stdout(),
            "documents added: {} ({new} new, {replaced} replaced); unchanged: {}; not readable: {}; left out for an id \
             that another has: {}; the catalog has postings: {}, r\u{e9}sum\u{e9}s: {}",
            new + replaced,
            self.unchanged,
            taken.unreadable,
            taken.repeated,
            snapshot.len(Side::Posting),
            snapshot.len(Side::Resume)
        )?;
        if interrupted {
            let problem = "interrupted before the end; what was added is safe, and the same command goes on from there";
            return Err(Failure::NoAnswer(problem.to_owned()));
        }
        freezing::graphs(self.folder)
    }
}
