//! The files that a run reads, and how each was when it began, so that it does not go on with others unnoticed.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

use rayon::prelude::*;
use serde::Deserialize;
use serde::Serialize;

use super::made::Made;
use super::made::Noted;
use crate::documents;

/// The files that a run reads. Only regular files count: a pipe cannot be read twice.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Inputs {
    files: BTreeMap<String, State>,
}

/// How a file was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct State {
    bytes: u64,
    /// When it was last changed, in nanoseconds since 1970; 0 where the system does not tell.
    changed: u64,
    /// What it held; `None` where that was not looked at, or could not be read.
    held: Option<Made>,
}

impl Inputs {
    /// The files that some paths name, those of folders with what lies below as [`documents::list`] looks for it; without
    /// what lies under one of `apart`. What is not there is passed over: it is told where it is read.
    #[must_use]
    pub fn of(paths: &[PathBuf], apart: &[PathBuf]) -> Self {
        let apart: Vec<PathBuf> = apart.iter().map(|path| whole(path)).collect();
        let mut files = BTreeMap::new();
        for path in paths {
            for file in documents::files(whole(path)).unwrap_or_default() {
                if apart.iter().any(|apart| file.starts_with(apart)) {
                    continue;
                }
                if let Entry::Vacant(free) = files.entry(file.to_string_lossy().into_owned())
                    && let Some(state) = State::of(&file)
                {
                    free.insert(state);
                }
            }
        }
        Self { files }
    }

    /// Looks at what all files hold, as far as that is not known.
    pub(super) fn look(&mut self) {
        let unknown = self.files.par_iter_mut().filter(|(_, state)| state.held.is_none());
        unknown.for_each(|(path, state)| state.held = Made::of(Path::new(path)).ok());
    }

    /// A figure that two have in common only where they hold the same under the same names.
    pub(super) fn digest(&self) -> String {
        let mut noted = Noted::new(io::sink());
        for (path, state) in &self.files {
            let held = state.held.map_or_else(|| format!("{} {}", state.bytes, state.changed), |held| held.digits());
            // Nothing is written anywhere, so nothing can fail.
            let _ = io::Write::write_all(&mut noted, format!("{path}\n{held}\n").as_bytes());
        }
        noted.made().digits()
    }

    /// How they differ from those of before, in words; `None` where they hold the same. A file that was written again to the
    /// same bytes is the same. What is known of the content of those of before is taken over.
    pub(super) fn changes(&mut self, before: &Self) -> Option<String> {
        let mut changes = Vec::new();
        for (path, state) in &mut self.files {
            match before.files.get(path) {
                None => changes.push(format!("{path} was not there")),
                Some(old) if !state.is_as(old, Path::new(path)) => changes.push(format!("{path} was another")),
                Some(_) => {}
            }
        }
        let gone = before.files.keys().filter(|path| !self.files.contains_key(*path));
        changes.extend(gone.map(|path| format!("{path} was there and is gone")));
        let more = match changes.len() {
            0 | 1 => String::new(),
            all => format!(" (and {} other files differ)", all - 1),
        };
        changes.into_iter().next().map(|first| format!("when the unfinished run began, {first}{more}"))
    }
}

/// A path from the root, without links where it is there.
fn whole(path: &Path) -> PathBuf {
    if let Ok(whole) = path.canonicalize() {
        return whole;
    }
    let above = path.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (above.canonicalize(), path.file_name()) {
        (Ok(above), Some(name)) => above.join(name),
        _ => path.to_owned(),
    }
}

impl State {
    fn of(path: &Path) -> Option<Self> {
        let file = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        let changed = file.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let changed = changed.and_then(|time| u64::try_from(time.as_nanos()).ok()).unwrap_or(0);
        Some(Self { bytes: file.len(), changed, held: None })
    }

    /// Whether a file is as it was; where only its time differs, what it holds decides.
    fn is_as(&mut self, old: &Self, path: &Path) -> bool {
        if self.bytes != old.bytes {
            return false;
        }
        if self.changed == old.changed {
            self.held = old.held;
            return true;
        }
        self.held = Made::of(path).ok();
        self.held.is_some() && self.held == old.held
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_change_is_told_from_a_touch() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["a.md", "b.md", "apart.csv"] {
            fs::write(at(name), name).unwrap();
        }
        let now = || Inputs::of(&[folder.path().to_owned()], &[at("apart.csv"), at("apart.csv.unfinished")]);
        let mut before = now();
        before.look();
        assert_eq!(before.files.len(), 2, "{before:?}");
        let later = fs::metadata(at("a.md")).unwrap().modified().unwrap() + Duration::from_secs(7);
        File::options().write(true).open(at("a.md")).unwrap().set_modified(later).unwrap();
        fs::write(at("apart.csv"), "other").unwrap();
        let mut touched = now();
        assert_eq!(touched.changes(&before), None, "the same bytes are the same file");
        assert_eq!(touched.digest(), before.digest());
        fs::write(at("b.md"), "B.md").unwrap();
        File::options().write(true).open(at("b.md")).unwrap().set_modified(later).unwrap();
        let changes = now().changes(&before).unwrap();
        assert!(changes.ends_with("b.md was another"), "{changes}");
        fs::write(at("c.md"), "c").unwrap();
        fs::remove_file(at("a.md")).unwrap();
        let changes = now().changes(&before).unwrap();
        assert!(changes.contains("b.md was another (and 2 other files differ)"), "{changes}");
        let mut other = now();
        other.look();
        assert_ne!(other.digest(), before.digest());
    }
}
