//! The folder of an unfinished run: what was asked, what was read, and the parts that are done.

use std::collections::BTreeMap;
use std::fs;
use std::fs::File;
use std::io::ErrorKind;
use std::path::Path;
use std::path::PathBuf;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::inputs::Inputs;
use super::job::Plan;
use super::lock;
use super::made::Made;
use super::record::DONE;
use super::record::INPUTS;
use super::record::LAYOUT;
use super::record::OVER;
use super::record::RECORD;
use super::record::Record;
use super::record::check_own;
use super::record::same;
use super::rows::Part;
use super::scoring::Run;
use super::scoring::Watch;
use super::stats::Stats;
use super::writing;
use super::writing::Form;
use crate::catalog::sync_folder;
use crate::error::Error;
use crate::error::Result;

/// The folder of a run that is not finished, beside the output: `NAME.unfinished`. While there is one of these, no other run
/// may work on the same output, in this process or another.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    output: PathBuf,
    form: Form,
    record: Record,
    /// True where the run was finished before, and something of its folder is left.
    over: bool,
    /// What changed among the inputs since they began to be read.
    changes: Option<String>,
    _lock: File,
}

impl Folder {
    /// Where the run of an output lies while it is unfinished.
    #[must_use]
    pub fn path_of(output: &Path) -> PathBuf {
        let mut name = output.as_os_str().to_owned();
        name.push(".unfinished");
        PathBuf::from(name)
    }

    /// Begins a run over some inputs, or goes on with an unfinished one where it `resumes`. What is left of a finished run is
    /// cleared, but for one that `resumes` the same: of that, [`Folder::is_over`] tells.
    ///
    /// # Errors
    /// [`Error::InUse`] when another run works on the output; [`Error::Usage`] when there is an unfinished run and none is to
    /// be gone on with, when something else was asked of it, or when inputs that it has read are others now;
    /// [`Error::Io`] when the folder cannot be made.
    pub fn begin(
        output: &Path,
        form: Form,
        asked: BTreeMap<String, String>,
        inputs: Inputs,
        resumes: bool,
    ) -> Result<Self> {
        let path = Self::path_of(output);
        check_own(&path)?;
        let lock = lock::take(&path)?;
        let record = Record { layout: LAYOUT, asked, inputs: String::new(), plan: None, whole: None };
        let output = output.to_owned();
        let folder = Self { path, output, form, record, over: false, changes: None, _lock: lock };
        match (folder.found::<Record>(OVER), folder.found::<Record>(RECORD)) {
            (Err(error @ Error::Io { .. }), _) => Err(error),
            (Ok(None), Ok(Some(_))) if !resumes => Err(Error::Usage {
                problem: format!("{} holds an unfinished run", folder.path.display()),
                remedy: "go on with it by --resume, or remove that folder to begin anew".to_owned(),
            }),
            (Ok(None), Ok(Some(found))) => folder.goes_on(found, inputs),
            (Ok(None), Ok(None)) => folder.begins(inputs),
            (Ok(None), Err(error)) => Err(error),
            (over, _) => {
                // What ends a run is written in one go, so one that cannot be read is one of another program.
                let over = over.ok().flatten().filter(|_| resumes);
                folder.begins_after(over, inputs)
            }
        }
    }

    /// A run of which nothing is there yet that counts.
    fn begins(mut self, mut inputs: Inputs) -> Result<Self> {
        self.clear(&[lock::NAME])?;
        self.write()?;
        inputs.look();
        self.note(&inputs)?;
        Ok(self)
    }

    fn goes_on(mut self, found: Record, mut inputs: Inputs) -> Result<Self> {
        same(&self.path, &found, &self.record)?;
        self.record = found;
        let changes = match self.found::<Inputs>(INPUTS)? {
            Some(before) => inputs.changes(&before),
            None => None,
        };
        if self.record.plan.is_some() {
            return match changes {
                None => Ok(self),
                Some(problem) => Err(Error::Usage {
                    problem: format!("{}: {problem}", self.path.display()),
                    remedy: "put back what was there, or remove that folder to begin anew with what is there now"
                        .to_owned(),
                }),
            };
        }
        // As long as not everything was read, everything is looked at again.
        inputs.look();
        self.note(&inputs)?;
        self.changes = changes;
        Ok(self)
    }

    /// What is left of a run that is over, where its output is still there and the same is asked; else a new run.
    fn begins_after(mut self, over: Option<Record>, mut inputs: Inputs) -> Result<Self> {
        if let Some(found) = over
            && same(&self.path, &found, &self.record).is_ok()
            && self.output_is(&found)?
        {
            inputs.look();
            if inputs.digest() == found.inputs {
                self.record = found;
                self.over = true;
                return Ok(self);
            }
        }
        self.begins(inputs)
    }

    fn note(&mut self, inputs: &Inputs) -> Result<()> {
        self.put(INPUTS, inputs)?;
        self.record.inputs = inputs.digest();
        self.write()
    }

    /// True where the run was finished before, so that nothing is left but to [`Folder::remove`] what is left of it.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.over
    }

    /// True where the output has its name already and holds what this run put together.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn is_whole(&self) -> Result<bool> {
        self.output_is(&self.record)
    }

    fn output_is(&self, record: &Record) -> Result<bool> {
        let Some(whole) = record.whole else { return Ok(false) };
        match fs::metadata(&self.output) {
            Ok(file) if file.len() != whole.bytes => return Ok(false),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            _ => {}
        }
        Ok(Made::of(&self.output).map_err(|source| Error::io(&self.output, source))? == whole)
    }

    /// What changed among the inputs since the run began to read them, in words: it reads them again.
    #[must_use]
    pub fn changes(&self) -> Option<&str> {
        self.changes.as_deref()
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
        self.put(RECORD, &self.record)
    }

    fn put(&self, name: &str, value: &impl Serialize) -> Result<()> {
        let path = self.path.join(name);
        let text = serde_json::to_vec_pretty(value).map_err(|error| not_written(&path, &error))?;
        self.put_bytes(name, &text)
    }

    fn put_bytes(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.path.join(name);
        let begun = path.with_extension("begun");
        fs::write(&begun, bytes).map_err(|source| Error::io(&begun, source))?;
        writing::settle(&begun, &path)
    }

    fn bytes(&self, name: &str) -> Result<Option<Vec<u8>>> {
        match fs::read(self.path.join(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(source) => Err(Error::io(self.path.join(name), source)),
        }
    }

    fn found<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        serde_json::from_slice(&bytes).map(Some).map_err(|error| self.broken(name, &error.to_string()))
    }

    /// That a file of the folder is not as it was written.
    fn broken(&self, name: &str, problem: &str) -> Error {
        let (what, remedy) = (self.path.join(name).display().to_string(), self.anew());
        Error::Unreadable { what, problem: problem.to_owned(), remedy }
    }

    fn anew(&self) -> String {
        format!("remove {} and begin anew", self.path.display())
    }

    /// The parts that are done, as they were written, and their figures.
    fn kept(&self) -> Result<Option<(Vec<Made>, Stats)>> {
        let Some(bytes) = self.bytes(DONE)? else { return Ok(None) };
        postcard::from_bytes(&bytes).map(Some).map_err(|error| self.broken(DONE, &error.to_string()))
    }

    fn kept_of(&self, run: &Run<'_>) -> Result<(Vec<Made>, Stats)> {
        let (parts, stats) = self.kept()?.unwrap_or_else(|| (Vec::new(), run.stats()));
        for (number, made) in parts.iter().enumerate() {
            made.check_size(&writing::part_file(&self.path, self.form, number), &self.anew())?;
        }
        Ok((parts, stats))
    }

    /// How many parts are done, and their figures.
    ///
    /// # Errors
    /// When that cannot be read, or a part has not the size that was written.
    pub fn done(&self, run: &Run<'_>) -> Result<(usize, Stats)> {
        let (parts, stats) = self.kept_of(run)?;
        Ok((parts.len(), stats))
    }

    /// Scores and writes the parts that are not done, one being written while the next is scored; `None` where `watch` was
    /// told to stop, else the figures of all.
    ///
    /// # Errors
    /// When a file cannot be read or written; the parts that are done stay.
    pub fn work(&self, run: &Run<'_>, watch: &Watch) -> Result<Option<Stats>> {
        let mut kept = self.kept_of(run)?;
        let mut scored: Option<Part> = None;
        for part in kept.0.len()..run.parts() {
            let write = || scored.take().map_or(Ok(()), |part| self.keep(&part, &mut kept));
            let (written, next) = rayon::join(write, || run.part(part, watch));
            written?;
            match next? {
                Some(next) => scored = Some(next),
                None => return Ok(None),
            }
        }
        scored.map_or(Ok(()), |part| self.keep(&part, &mut kept))?;
        Ok(Some(kept.1))
    }

    fn keep(&self, part: &Part, kept: &mut (Vec<Made>, Stats)) -> Result<()> {
        let made = writing::write_part(&self.path, self.form, kept.0.len(), part)?;
        kept.0.push(made);
        part.add_to(&mut kept.1);
        let done = postcard::to_allocvec(&*kept).map_err(|error| not_written(&self.path.join(DONE), &error))?;
        self.put_bytes(DONE, &done)
    }

    /// Puts the parts together under the output's name; the folder stays.
    ///
    /// # Errors
    /// [`Error::Unreadable`] when a part is not what was written, [`Error::Io`] when something cannot be read or written; the
    /// output's name then stays as it was.
    pub fn join(&mut self, parts: usize, version: &str, footer: &[(String, String)]) -> Result<()> {
        let done = self.kept()?.map(|(parts, _)| parts).unwrap_or_default();
        if done.len() != parts {
            return Err(self.broken(DONE, &format!("{} parts are done, not {parts}", done.len())));
        }
        let whole = writing::assemble(&self.path, self.form, &done, &self.anew(), version, footer);
        let (begun, made) = whole.inspect_err(|_| {
            // What is no use any more takes no room.
            let _ = fs::remove_file(writing::whole_file(&self.path));
        })?;
        // Whoever goes on after this knows by it whether the output has its name.
        self.record.whole = Some(made);
        self.write()?;
        writing::settle(&begun, &self.output)
    }

    /// Removes the folder. Where that breaks off, what is left is known to be of no use.
    ///
    /// # Errors
    /// When that cannot be done.
    pub fn remove(self) -> Result<()> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| Error::io(path, source)
        };
        let (record, over) = (self.path.join(RECORD), self.path.join(OVER));
        if record.exists() {
            fs::rename(&record, &over).map_err(failed(&record))?;
            sync_folder(&self.path)?;
        }
        self.clear(&[lock::NAME, OVER])?;
        self.clear(&[lock::NAME])?;
        self.clear(&[])?;
        match fs::remove_dir(&self.path) {
            // Another run may have come in since the lock is gone.
            Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::DirectoryNotEmpty) => {
                Err(failed(&self.path)(error))
            }
            _ => Ok(()),
        }
    }

    /// Removes what lies in the folder, but for some.
    fn clear(&self, but: &[&str]) -> Result<()> {
        let entries = fs::read_dir(&self.path).map_err(|source| Error::io(&self.path, source))?;
        for entry in entries {
            let entry = entry.map_err(|source| Error::io(&self.path, source))?;
            if but.iter().any(|name| entry.file_name() == *name) {
                continue;
            }
            let path = entry.path();
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            let removed = if is_folder { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            removed.map_err(|source| Error::io(&path, source))?;
        }
        Ok(())
    }

    /// Puts the parts together under the output's name and removes the folder.
    ///
    /// # Errors
    /// As [`Folder::join`] and [`Folder::remove`]; the parts stay where they cannot be put together.
    pub fn finish(mut self, parts: usize, version: &str, footer: &[(String, String)]) -> Result<()> {
        self.join(parts, version, footer)?;
        self.remove()
    }
}

fn not_written(path: &Path, error: &dyn std::error::Error) -> Error {
    Error::BrokenData { what: path.display().to_string(), problem: format!("it cannot be written ({error})") }
}
