//! A catalog's folder.
//!
//! `catalog.json` names the generation in force and what it consists of: format version, oldest reader, [`Identity`],
//! and each file's length and BLAKE3 hash. A generation is a folder `generation-N` with, for each side:
//!
//! - `SIDE.entries`: a record (postcard) for each entry (see `records`).
//! - `SIDE.vectors`: the vectors (f32 each), row by row, of the first entries; the rest has none.
//! - `SIDE.sources`: a record (postcard) for each entry, empty where its source is not known (see `sources`); absent from
//!   catalogs of before sources were kept.
//! - `SIDE.graph`: the flat graph (see `index`), where there is one.
//!
//! A commit writes a new generation, makes it durable, puts a new `catalog.json` in place of the old one by renaming,
//! and deletes the old generation: at any moment the folder holds one whole catalog. A removed document is in no file
//! of the new generation. Writers exclude each other by a lock on `writer.lock` (see `lock`).

use std::collections::BTreeMap;
use std::fs;
use std::fs::File;
use std::io::ErrorKind;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use rayon::prelude::*;
use serde::Deserialize;
use serde::Serialize;

use super::Description;
use super::Entry;
use super::Identity;
use super::SIDES;
use super::Snapshot;
use super::lock;
use super::records;
use super::shelf::Shelf;
use super::sources::ById;
use super::sources::Stored as Sources;
use crate::documents::Side;
use crate::error::Error;
use crate::error::Result;
use crate::index::Graph;
use crate::index::Index;
use crate::index::Vectors;

/// The version of the layout that is written.
const FORMAT: u32 = 1;

/// The oldest version of the layout that is read.
const OLDEST: u32 = 1;

const HEADER: &str = "catalog.json";

/// What `catalog.json` holds.
#[derive(Debug, Serialize, Deserialize)]
struct Header {
    format: u32,
    oldest_reader: u32,
    generation: u64,
    #[serde(flatten)]
    identity: Identity,
    files: BTreeMap<String, Stored>,
}

/// A file of a generation.
#[derive(Debug, Serialize, Deserialize)]
struct Stored {
    bytes: u64,
    blake3: String,
}

fn broken(folder: &Path, problem: impl Into<String>) -> Error {
    Error::Catalog {
        path: folder.to_owned(),
        problem: problem.into(),
        remedy: "make it anew with `vocation add`, in another folder".to_owned(),
    }
}

/// What the files of a side begin with.
const fn word(side: Side) -> &'static str {
    match side {
        Side::Posting => "postings",
        Side::Resume => "resumes",
    }
}

fn generation(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("generation-{number}"))
}

/// The header as it is written, whatever its format.
fn written(folder: &Path) -> Result<Option<serde_json::Value>> {
    let path = folder.join(HEADER);
    match fs::read(&path) {
        Ok(text) => serde_json::from_slice(&text).map(Some).map_err(|error| damaged(folder, &error)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io(path, error)),
    }
}

fn damaged(folder: &Path, error: &serde_json::Error) -> Error {
    broken(folder, format!("{HEADER} is damaged ({error})"))
}

fn header(folder: &Path) -> Result<Option<Header>> {
    let Some(value) = written(folder)? else { return no_header(folder) };
    let oldest = value.get("oldest_reader").and_then(serde_json::Value::as_u64).unwrap_or(0);
    if oldest > u64::from(FORMAT) {
        return Err(Error::Catalog {
            path: folder.to_owned(),
            problem: format!("it needs a reader of format {oldest}, this program reads up to {FORMAT}"),
            remedy: "use a newer vocation".to_owned(),
        });
    }
    let header: Header = serde_json::from_value(value).map_err(|error| damaged(folder, &error))?;
    if header.format < OLDEST {
        return Err(broken(
            folder,
            format!("its format {} is older than {OLDEST}, the oldest that is read", header.format),
        ));
    }
    Ok(Some(header))
}

/// That there is no catalog in a folder.
pub(super) fn missing(folder: &Path) -> Error {
    Error::Catalog {
        path: folder.to_owned(),
        problem: "there is none in this folder".to_owned(),
        remedy: format!("make it with `vocation add PATH... --catalog {}`", folder.display()),
    }
}

/// What the header says of a catalog, also of one that cannot be used; `None` where there is none.
pub(super) fn describe(folder: &Path) -> Result<Option<Description>> {
    let Some(value) = written(folder)? else { return Ok(None) };
    let header: Header = match serde_json::from_value(value) {
        Ok(header) => header,
        Err(error) => return self::header(folder).and(Err(damaged(folder, &error))),
    };
    let known = header.oldest_reader <= FORMAT && header.format >= OLDEST;
    let count = |side: &str| {
        let mut eight = [0; 8];
        let path = generation(folder, header.generation).join(format!("{side}.entries"));
        File::open(path).and_then(|mut file| file.read_exact(&mut eight)).ok()?;
        known.then_some(u64::from_le_bytes(eight))
    };
    let (postings, resumes) = (count("postings"), count("resumes"));
    Ok(Some(Description { format: header.format, identity: header.identity, postings, resumes }))
}

/// A folder without a header is a catalog to be only where nothing of someone else's is in it.
fn no_header(folder: &Path) -> Result<Option<Header>> {
    let mut listed = match fs::read_dir(folder) {
        Ok(listed) => listed,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::io(folder, error)),
    };
    let foreign = listed.find_map(|one| {
        let name = one.ok()?.file_name().to_string_lossy().into_owned();
        (name != "writer.lock" && name != "catalog.json.next" && !name.starts_with("generation-")).then_some(name)
    });
    match foreign {
        Some(name) => Err(Error::Catalog {
            path: folder.to_owned(),
            problem: format!("the folder holds {name:?} and no catalog"),
            remedy: "name a folder that is empty, does not exist, or holds a catalog".to_owned(),
        }),
        None => Ok(None),
    }
}

/// What the folder holds, whatever it was made with; `None` where there is no catalog yet.
pub(super) fn read_any(folder: &Path) -> Result<Option<(Identity, Snapshot)>> {
    let Some(header) = header(folder)? else { return Ok(None) };
    let snapshot = read_generation(folder, &header)?;
    Ok(Some((header.identity, snapshot)))
}

/// What the folder holds; `None` where there is no catalog yet. A reader that is overtaken by a commit begins again.
pub(super) fn read(folder: &Path, identity: &Identity) -> Result<Option<Snapshot>> {
    for _ in 0..OVERTAKEN {
        let Some(header) = header(folder)? else { return Ok(None) };
        if header.identity != *identity {
            return Err(unlike(folder, &header.identity, identity));
        }
        match read_generation(folder, &header) {
            Err(Error::Io { source, .. }) if source.kind() == ErrorKind::NotFound => {}
            read => return read.map(Some),
        }
    }
    Err(broken(folder, "files that its header names are missing"))
}

/// That a catalog was made with something else than this program has.
pub(super) fn unlike(folder: &Path, there: &Identity, here: &Identity) -> Error {
    let remedy = if there.understanding == here.understanding {
        let folder = folder.display();
        format!("name that model with --model, or embed the catalog anew with `vocation reindex --catalog {folder}`")
    } else {
        "make a new catalog from the documents with `vocation add`, in another folder".to_owned()
    };
    let problem = format!("it was made with {}", there.unlike(here).join(" and "));
    Error::Catalog { path: folder.to_owned(), problem, remedy }
}

/// How often a reader begins again when a commit takes the files from under it.
const OVERTAKEN: usize = 5;

fn read_generation(folder: &Path, header: &Header) -> Result<Snapshot> {
    let read = |side| read_shelf(folder, header, word(side));
    let (postings, resumes) = rayon::join(|| read(Side::Posting), || read(Side::Resume));
    Ok(Snapshot { postings: postings?, resumes: resumes? })
}

fn read_shelf(folder: &Path, header: &Header, side: &str) -> Result<Shelf> {
    let file = |kind: &str| read_file(folder, header, &format!("{side}.{kind}"));
    let entries = match file("entries")? {
        Some(bytes) => {
            decode_entries(&bytes).ok_or_else(|| broken(folder, format!("{side}.entries cannot be read")))?
        }
        None => return Ok(Shelf::default()),
    };
    let flat: Vec<f32> = file("vectors")?
        .unwrap_or_default()
        .chunks_exact(4)
        .map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]]))
        .collect();
    let vectors = Vectors::from_flat(flat, header.identity.dimension)?;
    let graph = file("graph")?.map(|bytes| Graph::from_bytes(&bytes)).transpose()?;
    if vectors.len() > entries.len() || graph.as_ref().is_some_and(|graph| graph.len() > vectors.len()) {
        return Err(broken(folder, format!("the files of {side} do not fit together")));
    }
    Ok(Shelf::from_parts(entries, Some(Index::from_parts(vectors, graph))))
}

/// The bytes of a file of the generation in force, checked; `None` where the generation has none of that name.
fn read_file(folder: &Path, header: &Header, name: &str) -> Result<Option<Vec<u8>>> {
    let Some(stored) = header.files.get(name) else { return Ok(None) };
    let path = generation(folder, header.generation).join(name);
    let bytes = fs::read(&path).map_err(|error| Error::io(&path, error))?;
    if bytes.len() as u64 != stored.bytes || hash(&bytes) != stored.blake3 {
        return Err(broken(folder, format!("{name} is damaged: its contents are not those that were written")));
    }
    Ok(Some(bytes))
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

fn encode_entries(entries: &[Entry]) -> Result<Vec<u8>> {
    let records: Vec<Vec<u8>> = entries
        .par_iter()
        .map(|entry| {
            postcard::to_allocvec(entry).map_err(|error| Error::BrokenData {
                what: format!("the entry {}", entry.profile.id),
                problem: format!("it cannot be written ({error})"),
            })
        })
        .collect::<Result<_>>()?;
    Ok(records::pack(&records))
}

fn decode_entries(bytes: &[u8]) -> Option<Vec<Entry>> {
    records::unpack(bytes)?.into_par_iter().map(|record| postcard::from_bytes(&bytes[record]).ok()).collect()
}

/// The right to write to a folder, and what it takes to do so.
#[derive(Debug)]
pub(super) struct Writer {
    folder: PathBuf,
    _lock: File,
}

impl Writer {
    /// Takes the right to write to a folder, making it where it does not exist; waits for another writer.
    pub(super) fn begin(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder).map_err(|error| Error::io(folder, error))?;
        Ok(Self { folder: folder.to_owned(), _lock: lock::take(folder, lock::PATIENCE)? })
    }

    /// The sources of one side as the generation in force has them.
    pub(super) fn sources(&self, side: Side) -> Result<Sources> {
        let name = format!("{}.sources", word(side));
        let Some(header) = header(&self.folder)? else { return Ok(Sources::default()) };
        let Some(bytes) = read_file(&self.folder, &header, &name)? else { return Ok(Sources::default()) };
        Sources::from_bytes(bytes).ok_or_else(|| broken(&self.folder, format!("{name} cannot be read")))
    }

    /// Writes a snapshot as the next generation, with the sources of each side by id, and puts it in force.
    pub(super) fn publish<'a>(
        &self,
        snapshot: &Snapshot,
        identity: &Identity,
        sources: impl Fn(Side) -> ById<'a>,
    ) -> Result<()> {
        let last = header(&self.folder)?.map_or(0, |header| header.generation);
        let number = last + 1;
        let target = generation(&self.folder, number);
        if target.exists() {
            fs::remove_dir_all(&target).map_err(|error| Error::io(&target, error))?;
        }
        fs::create_dir(&target).map_err(|error| Error::io(&target, error))?;
        let mut files = BTreeMap::new();
        for side in SIDES {
            let (name, shelf) = (word(side), snapshot.shelf(side));
            let mut store = |kind: &str, bytes: Vec<u8>| -> Result<()> {
                let name = format!("{name}.{kind}");
                write(&target.join(&name), &bytes)?;
                files.insert(name, Stored { bytes: bytes.len() as u64, blake3: hash(&bytes) });
                Ok(())
            };
            store("entries", encode_entries(shelf.entries())?)?;
            let sources = sources(side);
            let of = |entry: &Entry| sources.get(entry.profile.id.as_str()).copied().unwrap_or_default();
            store("sources", records::pack(&shelf.entries().iter().map(of).collect::<Vec<_>>()))?;
            if let Some(index) = shelf.index() {
                store("vectors", index.vectors().flat().iter().flat_map(|value| value.to_le_bytes()).collect())?;
                if let Some(graph) = index.graph() {
                    store("graph", graph.to_bytes())?;
                }
            }
        }
        sync(&target)?;
        let header =
            Header { format: FORMAT, oldest_reader: OLDEST, generation: number, identity: identity.clone(), files };
        let text = serde_json::to_vec_pretty(&header).map_err(|error| broken(&self.folder, error.to_string()))?;
        let waiting = self.folder.join("catalog.json.next");
        write(&waiting, &text)?;
        fs::rename(&waiting, self.folder.join(HEADER)).map_err(|error| Error::io(&waiting, error))?;
        sync(&self.folder)?;
        self.sweep(number);
        Ok(())
    }

    /// Deletes generations that are no longer in force; one that cannot be deleted now goes at the next commit.
    fn sweep(&self, current: u64) {
        let Ok(listed) = fs::read_dir(&self.folder) else { return };
        for one in listed.flatten() {
            let name = one.file_name().to_string_lossy().into_owned();
            if name.starts_with("generation-") && name != format!("generation-{current}") {
                let _ = fs::remove_dir_all(one.path());
            }
        }
    }
}

/// Writes a file and waits until it is on the disk.
fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = File::create(path).map_err(|error| Error::io(path, error))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|error| Error::io(path, error))
}

/// Waits until a folder's list of files is on the disk; some systems cannot open a folder, and need not.
fn sync(folder: &Path) -> Result<()> {
    match File::open(folder) {
        Ok(opened) => opened.sync_all().map_err(|error| Error::io(folder, error)),
        Err(_) if cfg!(not(unix)) => Ok(()),
        Err(error) => Err(Error::io(folder, error)),
    }
}
