//! The folder of an unfinished run: what was asked, what was read, and the parts that are done.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::path::PathBuf;

use serde::Deserialize;
use serde::Serialize;

use super::job::Plan;
use super::rows::Part;
use super::scoring::Run;
use super::scoring::Watch;
use super::stats::Stats;
use super::writing;
use super::writing::Form;
use crate::error::Error;
use crate::error::Result;

/// The layout of the folder.
const LAYOUT: u32 = 2;

const RECORD: &str = "job.json";

/// What is known of an unfinished run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Record {
    layout: u32,
    /// What was asked, in words of the asker: what goes on must be the same.
    asked: BTreeMap<String, String>,
    /// How it is cut; `None` until everything is read.
    plan: Option<Plan>,
}

/// The folder of a run that is not finished, beside the output: `NAME.unfinished`.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    output: PathBuf,
    form: Form,
    record: Record,
}

impl Folder {
    /// Where the run of an output lies while it is unfinished.
    #[must_use]
    pub fn path_of(output: &Path) -> PathBuf {
        let mut name = output.as_os_str().to_owned();
        name.push(".unfinished");
        PathBuf::from(name)
    }

    /// Begins a run, or goes on with an unfinished one where it `resumes`.
    ///
    /// # Errors
    /// [`Error::Usage`] when there is an unfinished run and none is to be gone on with, or something else was asked of it;
    /// [`Error::Io`] when the folder cannot be made.
    pub fn begin(output: &Path, form: Form, asked: BTreeMap<String, String>, resumes: bool) -> Result<Self> {
        let path = Self::path_of(output);
        let record = Record { layout: LAYOUT, asked, plan: None };
        match fs::read(path.join(RECORD)) {
            Ok(_) if !resumes => Err(Error::Usage {
                problem: format!("{} holds an unfinished run", path.display()),
                remedy: "go on with it by --resume, or remove that folder to begin anew".to_owned(),
            }),
            Ok(bytes) => {
                let found: Record = serde_json::from_slice(&bytes).map_err(|error| Error::BrokenData {
                    what: path.join(RECORD).display().to_string(),
                    problem: error.to_string(),
                })?;
                same(&path, &found, &record)?;
                Ok(Self { path, output: output.to_owned(), form, record: found })
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                if path.exists() && fs::read_dir(&path).is_ok_and(|mut entries| entries.next().is_some()) {
                    return Err(Error::Usage {
                        problem: format!("{} is there and is no unfinished run", path.display()),
                        remedy: "move it away, or name another output".to_owned(),
                    });
                }
                fs::create_dir_all(&path).map_err(|source| Error::io(&path, source))?;
                let folder = Self { path, output: output.to_owned(), form, record };
                folder.write()?;
                Ok(folder)
            }
            Err(source) => Err(Error::io(path.join(RECORD), source)),
        }
    }

    /// Where a catalog of what is read may lie.
    #[must_use]
    pub fn catalog(&self) -> PathBuf {
        self.path.join("catalog")
    }

    /// How the run is cut, once everything was read.
    #[must_use]
    pub const fn plan(&self) -> Option<Plan> {
        self.record.plan
    }

    /// Notes that everything was read, and how the run is cut.
    ///
    /// # Errors
    /// When that cannot be written.
    pub fn cut(&mut self, plan: Plan) -> Result<()> {
        self.record.plan = Some(plan);
        self.write()
    }

    fn write(&self) -> Result<()> {
        let (begun, path) = (self.path.join("job.begun"), self.path.join(RECORD));
        let text = serde_json::to_vec_pretty(&self.record).map_err(|error| not_written(&path, &error))?;
        fs::write(&begun, text).map_err(|source| Error::io(&begun, source))?;
        writing::settle(&begun, &path)
    }

    fn done_file(&self) -> PathBuf {
        self.path.join("done")
    }

    /// How many parts are done, and their figures.
    ///
    /// # Errors
    /// When that cannot be read.
    pub fn done(&self, run: &Run<'_>) -> Result<(usize, Stats)> {
        let path = self.done_file();
        match fs::read(&path) {
            Ok(bytes) => postcard::from_bytes(&bytes)
                .map_err(|error| Error::BrokenData { what: path.display().to_string(), problem: error.to_string() }),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok((0, run.stats())),
            Err(source) => Err(Error::io(&path, source)),
        }
    }

    /// Scores and writes the parts that are not done, one being written while the next is scored; `None` where `watch` was
    /// told to stop, else the figures of all.
    ///
    /// # Errors
    /// When a file cannot be read or written; the parts that are done stay.
    pub fn work(&self, run: &Run<'_>, watch: &Watch) -> Result<Option<Stats>> {
        let (done, mut stats) = self.done(run)?;
        let mut scored: Option<(usize, Part)> = None;
        for part in done..run.parts() {
            let write = || scored.take().map_or(Ok(()), |(number, part)| self.keep(number, &part, &mut stats));
            let (written, next) = rayon::join(write, || run.part(part, watch));
            written?;
            match next? {
                Some(next) => scored = Some((part, next)),
                None => return Ok(None),
            }
        }
        scored.map_or(Ok(()), |(number, part)| self.keep(number, &part, &mut stats))?;
        Ok(Some(stats))
    }

    fn keep(&self, number: usize, part: &Part, stats: &mut Stats) -> Result<()> {
        writing::write_part(&self.path, self.form, number, part)?;
        part.add_to(stats);
        let begun = self.path.join("done.begun");
        let done = postcard::to_allocvec(&(number + 1, &*stats)).map_err(|error| not_written(&begun, &error))?;
        fs::write(&begun, done).map_err(|source| Error::io(&begun, source))?;
        writing::settle(&begun, &self.done_file())
    }

    /// Puts the parts together under the output's name; the folder stays.
    ///
    /// # Errors
    /// When something cannot be written.
    pub fn join(&self, parts: usize, version: &str, footer: &[(String, String)]) -> Result<()> {
        writing::join(&self.path, self.form, parts, &self.output, version, footer)
    }

    /// Removes the folder.
    ///
    /// # Errors
    /// When that cannot be done.
    pub fn remove(self) -> Result<()> {
        fs::remove_dir_all(&self.path).map_err(|source| Error::io(&self.path, source))
    }

    /// Puts the parts together under the output's name and removes the folder.
    ///
    /// # Errors
    /// As [`Folder::join`] and [`Folder::remove`]; the parts stay where they cannot be put together.
    pub fn finish(self, parts: usize, version: &str, footer: &[(String, String)]) -> Result<()> {
        self.join(parts, version, footer)?;
        self.remove()
    }
}

fn not_written(path: &Path, error: &dyn std::error::Error) -> Error {
    Error::BrokenData { what: path.display().to_string(), problem: format!("it cannot be written ({error})") }
}

fn same(path: &Path, found: &Record, wanted: &Record) -> Result<()> {
    let refused = |problem: String| {
        let remedy = "ask for the same, or remove that folder to begin anew".to_owned();
        Err(Error::Usage { problem: format!("{}: {problem}", path.display()), remedy })
    };
    if found.layout != wanted.layout {
        return refused(format!("an unfinished run of another program (layout {}, not {LAYOUT})", found.layout));
    }
    let names = found.asked.keys().chain(wanted.asked.keys());
    let differs = names.into_iter().find(|&name| found.asked.get(name) != wanted.asked.get(name));
    match differs {
        None => Ok(()),
        Some(name) => {
            let told = |record: &Record| record.asked.get(name).cloned().unwrap_or_else(|| "nothing".to_owned());
            refused(format!("the unfinished run was asked with {name} {}, not {}", told(found), told(wanted)))
        }
    }
}
