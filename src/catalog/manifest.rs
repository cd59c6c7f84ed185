//! The manifest: what a catalog's folder holds.
//!
//! `catalog.json` is `{"format", "oldest_reader", "blake3", "manifest"}`: the version of the layout, the oldest program
//! that can read it, the checksum of what it says, and the files in force with their lengths and checksums. The files
//! never change once they are named here. A commit writes new files, makes them durable, puts a new manifest in place of
//! the old one by renaming it, and deletes what is named no more: at any moment the folder holds one whole catalog.
//!
//! - `SIDE-N.segment`: rows of one side that were written together (see `segment`).
//! - `SIDE-N.removed`: a bit for each row that was removed or replaced (see [`RowSet`](crate::index::RowSet)).
//! - `SIDE-N.graph`: the graph over the first rows (see `index`).
//!
//! Format 3 differs from format 2 in its segments only (see `segment`): those of format 2 are read as they are, also beside
//! new ones, until they are written again.
//!
//! Numbers N are never given twice. Writers exclude each other by a lock on `writer.lock` (see `lock`).

use std::fs;
use std::fs::File;
use std::io::ErrorKind;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use serde::Deserialize;
use serde::Serialize;
use serde_json::value::RawValue;

use super::Identity;
use crate::documents::Side;
use crate::error::Error;
use crate::error::Result;
use crate::index::Seal;

/// The version of the layout that is written.
pub(super) const FORMAT: u64 = 3;

/// The oldest version of the layout that is read.
pub(super) const OLDEST: u64 = 1;

pub(super) const NAME: &str = "catalog.json";
const NEXT: &str = "catalog.json.next";

/// Beyond this, a manifest is none: thousands of files to the megabyte.
const LIMIT: u64 = 64 << 20;

/// What a folder holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The version of the layout that it was written in.
    #[serde(skip)]
    pub(super) format: u64,
    /// How many commits there were.
    pub(super) generation: u64,
    /// The number of the next file.
    pub(super) next_file: u64,
    #[serde(flatten)]
    pub(super) identity: Identity,
    pub(super) postings: Listed,
    pub(super) resumes: Listed,
}

/// The files of one side.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Listed {
    /// How many entries there are.
    pub(super) entries: u64,
    /// How many removed or replaced entries are still in the segments.
    pub(super) waiting: u64,
    pub(super) segments: Vec<Rows>,
    pub(super) graph: Option<Rows>,
    pub(super) removed: Option<Named>,
}

/// A file about a range of rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Rows {
    pub(super) first_row: u32,
    pub(super) rows: u32,
    #[serde(flatten)]
    pub(super) file: Named,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Named {
    pub(super) name: String,
    #[serde(flatten)]
    pub(super) seal: Seal,
}

impl Manifest {
    /// What an empty catalog's would be.
    pub(super) fn new(identity: Identity) -> Self {
        let (postings, resumes) = (Listed::default(), Listed::default());
        Self { format: FORMAT, generation: 0, next_file: 1, identity, postings, resumes }
    }

    pub(super) const fn side(&self, side: Side) -> &Listed {
        match side {
            Side::Posting => &self.postings,
            Side::Resume => &self.resumes,
        }
    }

    /// The name of the next file of a side.
    pub(super) fn name(&mut self, side: Side, kind: &str) -> String {
        let number = self.next_file;
        self.next_file += 1;
        format!("{}-{number:06}.{kind}", word(side))
    }

    /// All files that are in force.
    pub(super) fn files(&self) -> impl Iterator<Item = &Named> {
        [&self.postings, &self.resumes].into_iter().flat_map(|listed| {
            let rows = listed.segments.iter().chain(&listed.graph).map(|rows| &rows.file);
            rows.chain(&listed.removed)
        })
    }
}

/// What the names of a side's files begin with.
pub(super) const fn word(side: Side) -> &'static str {
    match side {
        Side::Posting => "postings",
        Side::Resume => "resumes",
    }
}

/// The manifest as it lies on the disk.
#[derive(Debug, Serialize, Deserialize)]
struct Written {
    format: u64,
    oldest_reader: u64,
    blake3: String,
    manifest: Box<RawValue>,
}

impl Written {
    fn checksum(&self) -> String {
        let text = format!("{} {} {}", self.format, self.oldest_reader, self.manifest.get());
        blake3::hash(text.as_bytes()).to_hex().to_string()
    }
}

/// What is found in a folder.
#[derive(Debug)]
pub(super) enum Found {
    /// Nothing of anybody.
    Nothing,
    /// A catalog of this format.
    Manifest(Box<Manifest>),
    /// A catalog of an older format, its whole header.
    Older(serde_json::Value),
}

fn damaged(path: &Path, problem: impl Into<String>) -> Error {
    Error::Damaged { path: path.to_owned(), problem: problem.into() }
}

/// What the folder holds.
pub(super) fn find(folder: &Path) -> Result<Found> {
    let path = folder.join(NAME);
    let text = match fs::metadata(&path) {
        Ok(about) if about.len() > LIMIT => return Err(damaged(&path, format!("it has {} bytes", about.len()))),
        Ok(_) => fs::read(&path).map_err(|error| Error::io(&path, error))?,
        Err(error) if error.kind() == ErrorKind::NotFound => return nothing(folder),
        Err(error) => return Err(Error::io(path, error)),
    };
    let value: serde_json::Value =
        serde_json::from_slice(&text).map_err(|error| damaged(&path, format!("it is no manifest ({error})")))?;
    let number = |name: &str| value.get(name).and_then(serde_json::Value::as_u64);
    let (Some(format), Some(oldest)) = (number("format"), number("oldest_reader")) else {
        return Err(damaged(&path, "it does not say its format"));
    };
    if oldest > FORMAT {
        return Err(Error::Catalog {
            path: folder.to_owned(),
            problem: format!("it needs a reader of format {oldest}, this program reads up to {FORMAT}"),
            remedy: "use a newer vocation".to_owned(),
        });
    }
    if format < OLDEST {
        return Err(damaged(&path, format!("its format {format} is older than {OLDEST}, the oldest that is read")));
    }
    if format == 1 {
        return Ok(Found::Older(value));
    }
    let written: Written =
        serde_json::from_slice(&text).map_err(|error| damaged(&path, format!("it is no manifest ({error})")))?;
    if written.checksum() != written.blake3 {
        return Err(damaged(&path, "what it says is not what was written"));
    }
    let mut manifest: Manifest = serde_json::from_str(written.manifest.get())
        .map_err(|error| damaged(&path, format!("it is no manifest ({error})")))?;
    manifest.format = written.format;
    let proper = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte));
    if let Some(file) = manifest.files().find(|file| !proper(&file.name)) {
        return Err(damaged(&path, format!("it names a file {:?}, which cannot be", file.name)));
    }
    Ok(Found::Manifest(Box::new(manifest)))
}

/// A folder without a manifest may become a catalog only where nothing is in it: neither of someone else, nor of a
/// catalog whose manifest is gone.
fn nothing(folder: &Path) -> Result<Found> {
    let listed = match fs::read_dir(folder) {
        Ok(listed) => listed,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(Error::io(folder, error)),
    };
    for one in listed.flatten() {
        let name = one.file_name().to_string_lossy().into_owned();
        if !is_ours(&name) {
            return Err(Error::Catalog {
                path: folder.to_owned(),
                problem: format!("the folder holds {name:?} and no catalog"),
                remedy: "name a folder that is empty, does not exist, or holds a catalog".to_owned(),
            });
        }
        // The first commit may have come while the folder was read.
        let before_any_commit = name.ends_with(".lock") || [NAME, NEXT].contains(&name.as_str());
        if !before_any_commit && !folder.join(NAME).exists() {
            return Err(damaged(&folder.join(NAME), format!("it is gone, and {name} is still there")));
        }
    }
    Ok(Found::Nothing)
}

/// True for names that a catalog gives.
fn is_ours(name: &str) -> bool {
    let kinds = ["segment", "removed", "graph"];
    let numbered = |rest: &str| {
        rest.split_once('.').is_some_and(|(number, kind)| {
            !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) && kinds.contains(&kind)
        })
    };
    let of_side =
        |side: Side| name.strip_prefix(word(side)).and_then(|rest| rest.strip_prefix('-')).is_some_and(numbered);
    ["writer.lock", "builder.lock", NAME, NEXT].contains(&name)
        || is_part(name)
        || super::SIDES.into_iter().any(of_side)
        || name.strip_prefix("generation-").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// True for the names of graphs that are being built.
fn is_part(name: &str) -> bool {
    name.strip_prefix("building-").is_some_and(|rest| rest.ends_with(".part"))
}

/// That there is no catalog in a folder.
pub(super) fn missing(folder: &Path) -> Error {
    Error::Catalog {
        path: folder.to_owned(),
        problem: "there is none in this folder".to_owned(),
        remedy: format!("make it with `vocation add PATH... --catalog {}`", folder.display()),
    }
}

/// That a catalog was made with something else than this program has.
pub(super) fn unlike(folder: &Path, there: &Identity, here: &Identity) -> Error {
    Error::Catalog {
        path: folder.to_owned(),
        problem: format!("it was made with {}", there.unlike(here).join(" and ")),
        remedy: format!(
            "make it anew from the documents in it with `vocation reindex --catalog {}`{}{}",
            folder.display(),
            if there.embedder == here.embedder { "" } else { ", or name that model with --model" },
            if there.differs_in_taxonomy(here) {
                ", or name the taxonomy that it was made with with --taxonomy"
            } else {
                ""
            }
        ),
    }
}

/// Puts a manifest in force, durably.
pub(super) fn publish(folder: &Path, manifest: &Manifest) -> Result<()> {
    let problem = |error: serde_json::Error| damaged(&folder.join(NAME), error.to_string());
    let text = serde_json::to_string(manifest).and_then(RawValue::from_string).map_err(problem)?;
    let mut written = Written { format: FORMAT, oldest_reader: FORMAT, blake3: String::new(), manifest: text };
    written.blake3 = written.checksum();
    let text = serde_json::to_vec(&written).map_err(problem)?;
    let next = folder.join(NEXT);
    let mut file = File::create(&next).map_err(|error| Error::io(&next, error))?;
    file.write_all(&text).and_then(|()| file.sync_all()).map_err(|error| Error::io(&next, error))?;
    sync(folder)?;
    fs::rename(&next, folder.join(NAME)).map_err(|error| Error::io(&next, error))?;
    sync(folder)
}

/// Waits until a folder's list of files is on the disk; some systems cannot open a folder, and need not.
pub(crate) fn sync(folder: &Path) -> Result<()> {
    match File::open(folder) {
        Ok(opened) => opened.sync_all().map_err(|error| Error::io(folder, error)),
        Err(_) if cfg!(not(unix)) => Ok(()),
        Err(error) => Err(Error::io(folder, error)),
    }
}

/// The files of a catalog in a folder that its manifest does not name, in order of names; without those of graphs that
/// are being built.
pub(super) fn strays(folder: &Path, manifest: &Manifest) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for one in fs::read_dir(folder).map_err(|error| Error::io(folder, error))? {
        let one = one.map_err(|error| Error::io(folder, error))?;
        let name = one.file_name().to_string_lossy().into_owned();
        if is_part(&name) && !matches!(super::lock::builder(folder), Ok(Some(_))) {
            continue;
        }
        let in_force = name == NAME || name.ends_with(".lock") || manifest.files().any(|file| file.name == name);
        if is_ours(&name) && !in_force {
            found.push(one.path());
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// Deletes the files that its manifest does not name; one that cannot be deleted now goes at the next commit.
pub(super) fn sweep(folder: &Path, manifest: &Manifest) {
    for path in strays(folder, manifest).unwrap_or_default() {
        let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    }
}
