//! `vocation export` and `import`.

use std::fs::File;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use rayon::prelude::*;
use vocation::Engine;
use vocation::catalog;
use vocation::catalog::Catalog;
use vocation::documents::Document;
use vocation::documents::Side;

use super::Failure;
use super::adding::Adding;
use super::input;
use super::input::Taken;
use super::interruption;
use super::keeping::Export;
use super::keeping::Import;
use super::lines::Line;
use super::lines::Lines;
use super::means;
use super::origins::Origins;
use super::output;
use super::pace::Pace;
use super::profiles;

/// How many documents are written or read at once: bounds memory.
const BATCH: usize = 1_024;

/// How many bytes of lines are read at once, about: bounds memory where lines are long.
const BATCH_BYTES: usize = 32 << 20;

/// Writes the documents of a catalog as JSON Lines, or what was understood of them.
pub(super) fn export(asked: &Export) -> Result<(), Failure> {
    // Nothing is embedded, so that any model will do: the catalog's own.
    let identity = Catalog::describe(&asked.catalog)?.identity;
    let snapshot = Catalog::open_existing(&asked.catalog, identity.clone())?.snapshot();
    if snapshot.is_empty() {
        return Err(Failure::NoAnswer("there is no document in the catalog; nothing was written".to_owned()));
    }
    let output = match (&asked.output, &asked.profiles) {
        (_, Some(file)) => return profiles::export(&snapshot, &identity, &asked.catalog, file),
        (Some(output), None) => output,
        (None, None) => return Err(Failure::Usage("say where to write: --output FILE or --profiles FILE".to_owned())),
    };
    let to_screen = output == Path::new("-");
    let mut target = if to_screen { Target::Screen } else { Target::file(output, &asked.catalog)? };
    interruption::note();
    let (mut written, mut lost) = ([0, 0], 0);
    let progress = output::progress("documents");
    let mut out = target.open()?;
    for (at, side) in [Side::Posting, Side::Resume].into_iter().enumerate() {
        let rows: Vec<u32> = snapshot.rows(side).collect();
        for part in rows.chunks(BATCH) {
            if interruption::asked() {
                return Err(Failure::NoAnswer(format!("interrupted; {}", target.untouched())));
            }
            let lines: Vec<(String, Option<String>)> =
                part.par_iter().map(|&row| snapshot.line(side, row)).collect::<vocation::Result<_>>()?;
            for (id, line) in lines {
                match line {
                    Some(line) => {
                        written[at] += 1;
                        writeln!(out, "{line}").map_err(|error| target.failed(error))?;
                    }
                    None => {
                        lost += 1;
                        let problem = "the catalog keeps no document of it, so it is not exported; add it again first";
                        progress.suspend(|| output::warn(&format!("{id}: {problem}")));
                    }
                }
            }
            progress.inc(part.len() as u64);
        }
    }
    out.flush().map_err(|error| target.failed(error))?;
    drop(out);
    progress.finish_and_clear();
    if written == [0, 0] {
        return Err(Failure::NoAnswer(format!("the catalog keeps no documents; {}", target.untouched())));
    }
    target.finish()?;
    let [postings, resumes] = written;
    let said = format!(
        "documents exported: {} (postings: {postings}, r\u{e9}sum\u{e9}s: {resumes}); not kept and left out: {lost}",
        postings + resumes
    );
    if to_screen {
        output::warn(&said);
    } else {
        writeln!(std::io::stdout(), "{said}")?;
    }
    Ok(())
}

/// That a file does not lie in a catalog's folder.
pub(super) fn check_outside(path: &Path, catalog: &Path) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if folder.canonicalize().ok() == catalog.canonicalize().ok() {
        let problem = "it lies in the catalog's own folder; name a file elsewhere";
        return Err(Failure::NoAnswer(format!("{}: {problem}", path.display())));
    }
    Ok(())
}

/// Where an export goes.
enum Target {
    /// Standard output.
    Screen,
    /// What is no file (a pipe, a device) and is written to as it is.
    Stream(PathBuf),
    /// A file, which is written under another name until it is whole.
    File { path: PathBuf, partial: PathBuf, whole: bool },
}

impl Target {
    fn file(path: &Path, catalog: &Path) -> Result<Self, Failure> {
        output::check_apart(path, [])?;
        if path.metadata().is_ok_and(|about| !about.is_file()) {
            return Ok(Self::Stream(path.to_owned()));
        }
        // Through a link, what it leads to is replaced, and not the link.
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        check_outside(&path, catalog)?;
        let mut partial = path.clone().into_os_string();
        partial.push(".partial");
        Ok(Self::File { path, partial: partial.into(), whole: false })
    }

    /// What to write to.
    fn open(&self) -> Result<Box<dyn Write>, Failure> {
        let open = |path: &Path, new: bool| {
            let file = File::options().write(true).create(new).truncate(false).open(path)?;
            if new {
                file.try_lock()?;
                file.set_len(0)?;
            }
            Ok(Box::new(BufWriter::with_capacity(1 << 20, file)))
        };
        Ok(match self {
            Self::Screen => Box::new(BufWriter::new(std::io::stdout().lock())),
            Self::Stream(path) => open(path, false).map_err(|error| self.failed(error))?,
            Self::File { partial, .. } => open(partial, true).map_err(|error| self.failed(error))?,
        })
    }

    fn name(&self) -> String {
        match self {
            Self::Screen => "standard output".to_owned(),
            Self::Stream(path) | Self::File { path, .. } => path.display().to_string(),
        }
    }

    fn failed(&self, error: std::io::Error) -> Failure {
        match self {
            Self::Screen => error.into(),
            _ => Failure::NoAnswer(format!("{}: {error}; {}", self.name(), self.untouched())),
        }
    }

    /// What became of the target where an export broke off.
    fn untouched(&self) -> String {
        match self {
            Self::Screen | Self::Stream(_) => "what was written is not whole".to_owned(),
            Self::File { path, .. } => format!("{} is as it was", path.display()),
        }
    }

    /// Puts a file that is whole in its place, durably.
    fn finish(&mut self) -> Result<(), Failure> {
        if let Self::File { path, partial, whole } = self {
            let done = File::options().write(true).open(&*partial).and_then(|file| file.sync_all());
            let done = done.and_then(|()| std::fs::rename(&*partial, &*path));
            *whole = done.is_ok();
            done.map_err(|error| self.failed(error))?;
        }
        Ok(())
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if let Self::File { partial, whole: false, .. } = self {
            let _ = std::fs::remove_file(partial);
        }
    }
}

/// Adds the documents of an export to a catalog.
pub(super) fn import(asked: &Import) -> Result<(), Failure> {
    interruption::note();
    let mut lines = Lines::open(&asked.input, catalog::LINE_LIMIT)?;
    let engine = Engine::open_with(&asked.catalog, means::options(&asked.means)?)?;
    let mut adding = Adding::to(&engine, &asked.catalog, asked.commit);
    let (mut taken, mut origins) = (Taken::default(), Origins::default());
    let (progress, mut pace) = (output::progress("documents"), Pace::begin(Some("documents")));
    while !interruption::asked() {
        let batch = next_batch(&mut lines)?;
        if batch.is_empty() {
            break;
        }
        let read: Vec<(String, Result<Document, String>)> = batch.into_par_iter().map(read).collect();
        let mut documents = Vec::with_capacity(read.len());
        for (origin, document) in read {
            match document {
                Ok(document) => {
                    // A posting and a résumé may have one id.
                    let key = format!("{:?} {}", document.side(), document.id());
                    match origins.note(&key, &origin) {
                        None => documents.push(document),
                        Some(other) => {
                            taken.repeated += 1;
                            let repeated = input::repeated(document.id(), &origin, &other);
                            progress.suspend(|| output::warn(&repeated.problem));
                        }
                    }
                }
                Err(problem) => {
                    taken.unreadable += 1;
                    progress.suspend(|| output::warn(&problem));
                }
            }
        }
        taken.documents += documents.len();
        adding.take(documents, &progress)?;
        pace.tell(taken.documents, taken.unreadable + taken.repeated);
    }
    progress.finish_and_clear();
    adding.finish(&taken, "the file holds no line of an export")
}

/// Some lines, and where each stands.
fn next_batch(lines: &mut Lines) -> Result<Vec<(String, Line)>, Failure> {
    let (mut batch, mut bytes) = (Vec::new(), 0);
    while batch.len() < BATCH && bytes < BATCH_BYTES {
        let Some((origin, line)) = lines.next()? else { break };
        bytes += if let Line::Whole(line) = &line { line.len() } else { 0 };
        batch.push((origin, line));
    }
    Ok(batch)
}

/// The document of a line, or what is wrong with it.
fn read((origin, line): (String, Line)) -> (String, Result<Document, String>) {
    let document = match line {
        Line::Whole(line) => catalog::from_line(&origin, &line).map_err(|error| error.to_string()),
        Line::TooLong => Err(format!(
            "{origin}: more than {} bytes, which no document has; take the line out, or export anew",
            catalog::LINE_LIMIT
        )),
    };
    (origin, document)
}
