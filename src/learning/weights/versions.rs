//! Weights as versioned data: a file a version, named by its content, and which of them is in use.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

use serde::Deserialize;
use serde::Serialize;

use crate::error::Error;
use crate::error::Result;
use crate::ranking::Calibration;
use crate::ranking::SIGNALS;
use crate::ranking::Weights;

/// The name of the weights that are compiled in.
pub const BUILTIN: &str = "builtin";

/// The largest file of weights that is read, in bytes.
const FILE_LIMIT: u64 = 1 << 20;

/// How many digits of a version its file is named by.
const NAMED: usize = 12;

/// What one signal counts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Counts {
    weight: f64,
    neutral: f64,
}

/// What weights were learned from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Learning {
    /// `judgments` or `events`.
    pub kind: String,
    /// Their BLAKE3.
    pub fingerprint: String,
    /// How many pairs were judged or shown.
    pub pairs: usize,
}

/// A measure on held-out postings: before, after, and how often chance alone makes such a difference.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scores {
    /// With the parent's weights.
    pub before: f64,
    /// With weights learned from other postings.
    pub after: f64,
    /// The two-sided p of the paired test.
    pub p: f64,
}

/// A version of weights, and how it came about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// What people call it.
    pub name: String,
    /// The version that it was learned from and pulled toward.
    pub parent: String,
    /// The day on which it was learned.
    pub date: String,
    /// The month as of which résumés were understood, as in `2026-11`.
    pub as_of: String,
    /// The fingerprint of the embedder whose vectors its strengths are of.
    pub embedder: String,
    /// What it was learned from.
    pub learned_from: Learning,
    /// What it is worth on postings that it was not learned from.
    pub scores: BTreeMap<String, Scores>,
    signals: BTreeMap<String, Counts>,
    calibration: Option<Calibration>,
}

/// A record in its file.
#[derive(Serialize, Deserialize)]
struct Filed {
    version: String,
    #[serde(flatten)]
    record: serde_json::Value,
}

impl Record {
    /// The same record for other weights.
    #[must_use]
    pub fn of(mut self, weights: &Weights) -> Self {
        let each = SIGNALS.iter().zip(weights.weights()).zip(weights.neutrals());
        let counts = |((signal, &weight), &neutral): ((&crate::ranking::Signal, _), _)| {
            (signal.name.to_owned(), Counts { weight, neutral })
        };
        self.signals = each.map(counts).collect();
        self.calibration = weights.calibration().cloned();
        self
    }

    /// A record without weights.
    #[must_use]
    pub fn new(name: &str, parent: &str, date: String, as_of: String, embedder: &str, learned_from: Learning) -> Self {
        Self {
            name: name.to_owned(),
            parent: parent.to_owned(),
            date,
            as_of,
            embedder: embedder.to_owned(),
            learned_from,
            scores: BTreeMap::new(),
            signals: BTreeMap::new(),
            calibration: None,
        }
    }

    /// The BLAKE3 of all that it says, in hexadecimal digits.
    ///
    /// # Errors
    /// [`Error::BrokenData`] where it cannot be written as JSON, which numbers that are none would cause.
    pub fn version(&self) -> Result<String> {
        let canonical = serde_json::to_vec(self)
            .map_err(|error| Error::BrokenData { what: self.name.clone(), problem: error.to_string() })?;
        Ok(blake3::hash(&canonical).to_hex().to_string())
    }

    /// The weights, under the record's version.
    ///
    /// # Errors
    /// [`Error::Usage`] where its signals are not those of this program, or its values no weights.
    pub fn weights(&self) -> Result<Weights> {
        let unknown = self.signals.keys().find(|name| SIGNALS.iter().all(|signal| signal.name != **name));
        let missing = SIGNALS.iter().find(|signal| !self.signals.contains_key(signal.name));
        if let Some(name) = unknown.map(String::as_str).or(missing.map(|signal| signal.name)) {
            return Err(Error::Usage {
                problem: format!("the weights {} and this program differ in the signal {name}", self.name),
                remedy: "learn them anew with this program".to_owned(),
            });
        }
        let counts = || SIGNALS.iter().filter_map(|signal| self.signals.get(signal.name));
        let weights: Vec<f64> = counts().map(|one| one.weight).collect();
        let neutrals: Vec<f64> = counts().map(|one| one.neutral).collect();
        Ok(Weights::exactly(&weights, &neutrals, self.calibration.clone())?.named(self.version()?))
    }

    /// Reads a version, and checks that its content is what it was named by.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::TooLarge`], [`Error::Malformed`] where it is no version, or was changed.
    pub fn read(path: &Path) -> Result<Self> {
        let size = std::fs::metadata(path).map_err(|error| Error::io(path, error))?.len();
        if size > FILE_LIMIT {
            return Err(Error::TooLarge { what: path.display().to_string(), bytes: size, limit: FILE_LIMIT });
        }
        let bytes = std::fs::read(path).map_err(|error| Error::io(path, error))?;
        let malformed = |problem: String| Error::Malformed {
            path: path.to_owned(),
            line: None,
            problem,
            form: "name a file that `vocation learn weights` wrote, as it wrote it".to_owned(),
        };
        let filed: Filed = serde_json::from_slice(&bytes).map_err(|error| malformed(error.to_string()))?;
        let record: Self = serde_json::from_value(filed.record).map_err(|error| malformed(error.to_string()))?;
        if record.version()? != filed.version {
            return Err(malformed("its content is not the one that its version names; it was changed".to_owned()));
        }
        record.weights()?;
        Ok(record)
    }

    /// Refuses what was learned with another model's vectors.
    ///
    /// # Errors
    /// [`Error::Usage`].
    pub fn check_embedder(&self, embedder: &str) -> Result<()> {
        if self.embedder == embedder {
            return Ok(());
        }
        Err(Error::Usage {
            problem: format!(
                "the weights {} were learned with the model {}, and the model here is {embedder}",
                self.name, self.embedder
            ),
            remedy: "learn weights with this model, or name the other one with --model".to_owned(),
        })
    }
}

/// Which versions were in use, the one that is last.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct InUse {
    versions: Vec<String>,
}

/// A version and its record.
pub type Version = (String, Record);

/// A folder of versions.
#[derive(Clone, Debug)]
pub struct Versions {
    folder: PathBuf,
}

impl Versions {
    /// The versions of a folder, which need not be there before the first is added.
    #[must_use]
    pub fn of(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// All versions with their records, the oldest first, and what is wrong with files that are none.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn all(&self) -> Result<(Vec<Version>, Vec<Error>)> {
        let (mut found, mut broken) = (Vec::new(), Vec::new());
        if !self.folder.exists() {
            return Ok((found, broken));
        }
        let listed = std::fs::read_dir(&self.folder).map_err(|error| Error::io(&self.folder, error))?;
        for entry in listed {
            let path = entry.map_err(|error| Error::io(&self.folder, error))?.path();
            if path.extension().is_some_and(|ending| ending == "json") {
                match Record::read(&path).and_then(|record| Ok((record.version()?, record))) {
                    Ok(one) => found.push(one),
                    Err(error) => broken.push(error),
                }
            }
        }
        found.sort_by(|a, b| (&a.1.date, &a.1.name, &a.0).cmp(&(&b.1.date, &b.1.name, &b.0)));
        Ok((found, broken))
    }

    /// The version of a name, or whose digits begin so (four at least).
    ///
    /// # Errors
    /// [`Error::Usage`] where there is none, or several.
    pub fn find(&self, name: &str) -> Result<(String, Record)> {
        let (all, _) = self.all()?;
        let is = |one: &&(String, Record)| one.1.name == name || name.len() >= 4 && one.0.starts_with(name);
        let found: Vec<&(String, Record)> = all.iter().filter(is).collect();
        let problem = match found[..] {
            [one] => return Ok(one.clone()),
            [] => format!("there are no weights {name:?} in {}", self.folder.display()),
            _ => format!("{} weights in {} are called {name:?}", found.len(), self.folder.display()),
        };
        Err(Error::Usage { problem, remedy: "`vocation models list` names those that there are".to_owned() })
    }

    /// Adds a version, under a name that none has; gives its file.
    ///
    /// # Errors
    /// [`Error::Usage`] where the name is taken or no name, [`Error::Io`].
    pub fn add(&self, record: &Record) -> Result<PathBuf> {
        self.check_name(&record.name)?;
        let version = record.version()?;
        let value = serde_json::to_value(record)
            .map_err(|error| Error::BrokenData { what: record.name.clone(), problem: error.to_string() })?;
        let path = self.folder.join(format!("{}.json", &version[..NAMED]));
        self.write(&path, &Filed { version, record: value })?;
        Ok(path)
    }

    /// Refuses a name that is taken, or would be taken for something else.
    ///
    /// # Errors
    /// [`Error::Usage`].
    pub fn check_name(&self, name: &str) -> Result<()> {
        let refused =
            |problem: String| Err(Error::Usage { problem, remedy: "give the weights another name".to_owned() });
        if name.is_empty() || name == BUILTIN {
            return refused(format!("weights cannot be called {name:?}"));
        }
        match self.all()?.0.iter().any(|(_, record)| record.name == name) {
            true => refused(format!("there are weights {name:?} in {} already", self.folder.display())),
            false => Ok(()),
        }
    }

    /// The version in use; `None` where it is the one that is compiled in.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Malformed`] where the file that says it is none, [`Error::Usage`] where what it names is gone.
    pub fn current(&self) -> Result<Option<(String, Record)>> {
        match self.in_use()?.versions.last() {
            Some(version) if version != BUILTIN => self.find(version).map(Some),
            _ => Ok(None),
        }
    }

    /// Puts a version in use, or with [`BUILTIN`] the one that is compiled in; readers see the one before or this one, whole.
    ///
    /// # Errors
    /// As [`Versions::find`] and [`Versions::current`].
    pub fn put_in_use(&self, name: &str) -> Result<String> {
        let version = if name == BUILTIN { BUILTIN.to_owned() } else { self.find(name)?.0 };
        let mut in_use = self.in_use()?;
        if in_use.versions.last() != Some(&version) {
            in_use.versions.push(version.clone());
            self.write(&self.current_file(), &in_use)?;
        }
        Ok(version)
    }

    /// Puts the version in use that was in use before; gives its name, [`BUILTIN`] for the one that is compiled in.
    ///
    /// # Errors
    /// [`Error::Usage`] where none was; as [`Versions::current`].
    pub fn roll_back(&self) -> Result<String> {
        let mut in_use = self.in_use()?;
        if in_use.versions.pop().is_none() {
            return Err(Error::Usage {
                problem: format!("no weights of {} were put in use", self.folder.display()),
                remedy: "`vocation models use` puts some in use".to_owned(),
            });
        }
        let before = in_use.versions.last().cloned().unwrap_or_else(|| BUILTIN.to_owned());
        let name = if before == BUILTIN { before } else { self.find(&before)?.1.name };
        self.write(&self.current_file(), &in_use)?;
        Ok(name)
    }

    fn current_file(&self) -> PathBuf {
        self.folder.join("current")
    }

    fn in_use(&self) -> Result<InUse> {
        let path = self.current_file();
        match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| Error::Malformed {
                path,
                line: None,
                problem: error.to_string(),
                form: "delete it, and say again which weights to use".to_owned(),
            }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(InUse::default()),
            Err(error) => Err(Error::io(path, error)),
        }
    }

    /// Writes a file beside the one it replaces, and puts it in its place when it is whole and durable.
    fn write(&self, path: &Path, value: &impl Serialize) -> Result<()> {
        let failed = |error: std::io::Error| Error::io(path, error);
        std::fs::create_dir_all(&self.folder).map_err(failed)?;
        let mut text = serde_json::to_vec_pretty(value).map_err(|error| failed(error.into()))?;
        text.push(b'\n');
        let part = path.with_extension(format!("{}.part", std::process::id()));
        std::fs::write(&part, text).map_err(failed)?;
        std::fs::File::open(&part).and_then(|file| file.sync_all()).map_err(failed)?;
        std::fs::rename(&part, path).map_err(failed)
    }
}

#[cfg(test)]
#[path = "versions_tests.rs"]
mod tests;
