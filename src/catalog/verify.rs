//! Verifying: that all of a catalog is as it was written, and holds together.

use std::path::Path;
use std::path::PathBuf;

use rayon::prelude::*;

use super::Catalog;
use super::SIDES;
use super::manifest;
use super::manifest::Found;
use super::manifest::Manifest;
use super::snapshot;
use super::snapshot::Snapshot;
use crate::documents::Side;
use crate::error::Error;
use crate::error::Result;
use crate::index::Blocks;

/// What a look at all of a catalog found.
#[derive(Debug, Default)]
pub struct Verification {
    /// How many files are in force, with the manifest.
    pub files: usize,
    /// How many bytes the others have.
    pub bytes: u64,
    /// How many postings were found whole and by their ids.
    pub postings: usize,
    /// How many résumés were.
    pub resumes: usize,
    /// What is wrong, each naming its file; where a file is, whether the others fit together was not looked at.
    pub problems: Vec<Error>,
    /// Files that are not in force any more, or never were: what a killed writer left, or could not delete. The next
    /// commit deletes them.
    pub left: Vec<PathBuf>,
}

impl Catalog {
    /// Checks every block of every file of a folder's catalog, every record, every reference, and that each entry is
    /// found by its id. It may be one that this program cannot use for another model.
    ///
    /// # Errors
    /// When there is no catalog in the folder, or it cannot be read. What is damaged is no error here, but told.
    pub fn verify(folder: impl AsRef<Path>) -> Result<Verification> {
        let folder = folder.as_ref();
        let mut tried = 0;
        loop {
            let manifest = match manifest::find(folder) {
                Ok(Found::Nothing) => return Err(manifest::missing(folder)),
                Ok(Found::Older(_)) => {
                    return Ok(Verification { files: 1, ..Verification::default() }.with_entries(folder));
                }
                Ok(Found::Manifest(manifest)) => manifest,
                Err(problem @ Error::Damaged { .. }) => {
                    return Ok(Verification { files: 1, problems: vec![problem], ..Verification::default() });
                }
                Err(problem) => return Err(problem),
            };
            let told = check(folder, &manifest);
            match manifest::find(folder) {
                Ok(Found::Manifest(now)) if tried < OVERTAKEN && told.is_of_files_not_in(&now) => tried += 1,
                _ => return Ok(told),
            }
        }
    }

    /// The files in a folder that are a catalog's and that its manifest does not name.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn left_over(folder: impl AsRef<Path>) -> Result<Vec<PathBuf>> {
        match manifest::find(folder.as_ref())? {
            Found::Manifest(manifest) => manifest::strays(folder.as_ref(), &manifest),
            Found::Nothing | Found::Older(_) => Ok(Vec::new()),
        }
    }
}

/// Checks the files that a manifest names, each by itself and then together.
fn check(folder: &Path, manifest: &Manifest) -> Verification {
    let files: Vec<_> = manifest.files().collect();
    let look = |file: &&manifest::Named| Blocks::open(folder.join(&file.name), &file.seal)?.verify();
    let told = Verification {
        files: files.len() + 1,
        bytes: files.iter().map(|file| file.seal.bytes).sum(),
        problems: files.par_iter().filter_map(|file| look(file).err()).collect(),
        left: manifest::strays(folder, manifest).unwrap_or_default(),
        ..Verification::default()
    };
    if told.problems.is_empty() { told.with_entries(folder) } else { told }
}

/// How often a check begins again when a commit takes the files from under it.
const OVERTAKEN: usize = 20;

impl Verification {
    /// True where there are problems, and all of them with files that are not in force any more.
    fn is_of_files_not_in(&self, now: &Manifest) -> bool {
        let gone = |problem: &Error| match problem {
            Error::Io { path, .. } | Error::Damaged { path, .. } => now.files().all(|file| !path.ends_with(&file.name)),
            _ => false,
        };
        !self.problems.is_empty() && self.problems.iter().all(gone)
    }

    /// The same, with what is found of the entries.
    fn with_entries(mut self, folder: &Path) -> Self {
        let read = snapshot::read_any(folder, &Snapshot::default());
        let checked = read.and_then(|read| match read {
            None => Err(manifest::missing(folder)),
            Some((_, snapshot)) => {
                snapshot.verify()?;
                SIDES.into_iter().try_for_each(|side| reachable(folder, &snapshot, side))?;
                Ok((snapshot.len(Side::Posting), snapshot.len(Side::Resume)))
            }
        });
        match checked {
            Ok(found) => (self.postings, self.resumes) = found,
            Err(problem) => self.problems.push(problem),
        }
        self
    }
}

/// That every entry of a side is found by its id, and that no two have one.
fn reachable(folder: &Path, snapshot: &Snapshot, side: Side) -> Result<()> {
    let shelf = snapshot.shelf(side);
    let rows: Vec<u32> = shelf.rows().collect();
    rows.par_iter().try_for_each(|&row| {
        let (segment, local) = shelf.place(row)?;
        let id = &segment.entry(local)?.profile.id;
        match shelf.find(id)? {
            Some(found) if found == row => Ok(()),
            found => {
                let led = found.map_or_else(|| "to none".to_owned(), |other| format!("to row {other}"));
                let problem = format!("the id {id:?} of row {row} of the {} leads {led}", manifest::word(side));
                Err(Error::Damaged { path: folder.join(manifest::NAME), problem })
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Entry;
    use crate::catalog::Identity;
    use crate::documents::Document;
    use crate::documents::Posting;
    use crate::documents::Resume;
    use crate::documents::YearMonth;
    use crate::profile::Profile;
    use crate::profile::Understanding;
    use crate::skills::Taxonomy;

    fn add(catalog: &mut Catalog, document: &Document) {
        let today = YearMonth { year: 2026, month: Some(1) };
        let profile = Profile::of(document, &Understanding { taxonomy: &Taxonomy::builtin(), today });
        catalog.add(&Entry { profile, codes: None, roles: Vec::new() }, None, Some(document)).unwrap();
    }

    #[test]
    fn every_damaged_file_is_named_and_a_stray_one_told() {
        let folder = tempfile::tempdir().unwrap();
        let identity = Identity { embedder: "none".to_owned(), understanding: "1".to_owned(), dimension: 64 };
        let mut catalog = Catalog::open(folder.path(), identity).unwrap();
        for id in ["a", "b", "c"] {
            add(&mut catalog, &Posting::parse(id, "# Baker\n\nYou will bake bread.\n").into());
            add(&mut catalog, &Resume::parse(id, "# Rye Crumb\n\nBaker\n\n## Skills\nbread\n").into());
        }
        catalog.commit().unwrap();
        catalog.remove("b").unwrap();
        catalog.commit().unwrap();
        let told = Catalog::verify(folder.path()).unwrap();
        assert!(told.problems.is_empty() && told.left.is_empty(), "{told:?}");
        assert_eq!((told.files, told.postings, told.resumes), (5, 2, 2));

        let stray = folder.path().join("postings-000099.segment");
        std::fs::write(&stray, "half").unwrap();
        let names: Vec<String> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|one| one.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.ends_with("1.segment") || name.ends_with("2.segment"))
            .collect();
        for name in &names {
            let path = folder.path().join(name);
            let mut bytes = std::fs::read(&path).unwrap();
            bytes[70] ^= 1;
            std::fs::write(&path, bytes).unwrap();
        }
        let told = Catalog::verify(folder.path()).unwrap();
        assert_eq!((names.len(), told.problems.len()), (2, 2), "{told:?}");
        let said: String = told.problems.iter().map(ToString::to_string).collect();
        assert!(names.iter().all(|name| said.contains(&format!("{name}: damaged"))), "{said}");
        assert_eq!(told.left, [stray]);
        std::fs::remove_file(folder.path().join(&names[0])).unwrap();
        assert_eq!(Catalog::verify(folder.path()).unwrap().problems.len(), 2);
    }
}
