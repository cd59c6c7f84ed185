//! Files and folders are listed first; what they hold is read one by one, in parallel where the caller likes.

use std::collections::HashSet;
use std::fs::File;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Cursor;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use crate::error::Error;
use crate::error::Result;

use super::Side;
use super::encoding;
use super::feeds::Container;
use super::format::Format;
use super::format::READABLE;
use super::named::Named;
use super::records;
use super::records::Records;
use super::several;
use super::source::Found;
use super::source::Options;
use super::source::PEEK;
use super::source::Raw;
use super::source::open_file;
use super::source::read_limited;

/// The most folders inside one another.
const DEPTH_LIMIT: usize = 32;

/// The endings of names of files that are read within folders.
const ENDINGS: [&str; 10] = ["md", "markdown", "mdown", "txt", "text", "json", "jsonl", "ndjson", "jsonlines", "zip"];

/// What lies in a file or folder, in order of names; made by [`list`].
pub struct Listing {
    /// The folder that ids are relative to; `None` for a single file.
    root: Option<PathBuf>,
    /// What is still to be looked at, next one last, with its depth.
    waiting: Vec<(PathBuf, usize)>,
    /// Folders that were entered, without links.
    entered: HashSet<PathBuf>,
    records: Option<Records>,
    options: Options,
    remarks: Vec<String>,
}

/// Lists the documents in a file (one, or one a line) or a folder of files, without reading them yet.
///
/// # Errors
/// [`Error::Io`] where nothing is there. What is wrong with single files or lines comes as items of the listing.
pub fn list(path: impl AsRef<Path>) -> Result<Listing> {
    list_with(path, &Options::default())
}

/// The same as [`list`], with options.
///
/// # Errors
/// As [`list`].
pub fn list_with(path: impl AsRef<Path>, options: &Options) -> Result<Listing> {
    let path = path.as_ref();
    let metadata = std::fs::metadata(path).map_err(|source| Error::io(path, source))?;
    let root = metadata.is_dir().then(|| path.to_owned());
    Ok(Listing {
        root,
        waiting: vec![(path.to_owned(), 0)],
        entered: HashSet::new(),
        records: None,
        options: options.clone(),
        remarks: Vec::new(),
    })
}

/// The files that a path names, in order of names: itself, or those that [`list`] looks into within a folder. Folders that
/// cannot be entered are passed over.
///
/// # Errors
/// [`Error::Io`] where nothing is there.
pub fn files(path: impl AsRef<Path>) -> Result<Vec<PathBuf>> {
    let mut listing = list(path)?;
    let mut files = Vec::new();
    while let Some((path, depth)) = listing.waiting.pop() {
        if path.is_dir() {
            let _ = listing.enter(&path, depth);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

impl Iterator for Listing {
    type Item = Result<Raw>;

    fn next(&mut self) -> Option<Result<Raw>> {
        loop {
            if let Some(records) = &mut self.records {
                match records.next() {
                    Some(found) => return Some(found),
                    None => self.records = None,
                }
            }
            let (path, depth) = self.waiting.pop()?;
            let found = if path.is_dir() { self.enter(&path, depth) } else { self.open(&path) };
            match found {
                Ok(None) => {}
                Ok(Some(raw)) => return Some(Ok(raw)),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl Listing {
    /// Puts what lies in a folder in line.
    fn enter(&mut self, folder: &Path, depth: usize) -> Result<Option<Raw>> {
        let place = folder.canonicalize().map_err(|source| Error::io(folder, source))?;
        if !self.entered.insert(place) {
            return Ok(None);
        }
        if depth > DEPTH_LIMIT {
            let problem = format!("it lies more than {DEPTH_LIMIT} folders deep");
            return Err(encoding::unreadable(&folder.display().to_string(), &problem, "move it up"));
        }
        let entries = std::fs::read_dir(folder).map_err(|source| Error::io(folder, source))?;
        let mut paths = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|source| Error::io(folder, source))?;
            if !entry.file_name().as_encoded_bytes().starts_with(b".") {
                paths.push(entry.path());
            }
        }
        paths.sort_unstable_by(|a, b| b.cmp(a));
        self.waiting.extend(paths.into_iter().map(|path| (path, depth + 1)));
        Ok(None)
    }

    /// Looks into a file: one document, or a stream of them.
    fn open(&mut self, path: &Path) -> Result<Option<Raw>> {
        let origin = path.display().to_string();
        let id = self.id_of(path);
        let mut file = open_file(path, &origin)?;
        let mut head = Vec::new();
        file.by_ref().take(PEEK as u64).read_to_end(&mut head).map_err(|source| Error::io(path, source))?;
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        let by_name = matches!(ending.as_deref(), Some("jsonl" | "ndjson" | "jsonlines"));
        if let Some(named) = self.options.formats.of(path) {
            return self.open_named(path, head, file, origin, id, named);
        }
        let format = Format::of(&head);
        let is_wide = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
        match format {
            Format::Foreign(_) => {
                return Err(encoding::decode(&origin, &head).err().unwrap_or_else(|| foreign_name(&origin)));
            }
            Format::Columns(container) => return self.open_columns(path, container, &origin, id),
            _ if is_wide && by_name => {
                let decoded = encoding::decode(&origin, &read_limited(path, &origin, None)?.1)?;
                let stream: Box<dyn BufRead + Send> = Box::new(Cursor::new(decoded.text.into_bytes()));
                self.records = Some(records::of_lines(stream, origin, id, None));
                return Ok(None);
            }
            Format::JsonLines => {}
            _ if format == Format::Table || matches!(ending.as_deref(), Some("csv" | "tsv")) => {
                return self.open_table(path, head, file, &origin, id);
            }
            _ if by_name && !head.is_empty() => {}
            Format::JsonArray | Format::Answer | Format::Page => {
                let Some(records) = several::read(path, &origin, &id, format, None)? else {
                    return Ok(Some(Raw::file(id, origin, path)));
                };
                self.records = Some(records);
                return Ok(None);
            }
            _ => {
                let known = format.is_printed() || ending.as_deref().is_none_or(|ending| ENDINGS.contains(&ending));
                if self.root.is_some() && !known {
                    return Err(encoding::decode(&origin, &head).err().unwrap_or_else(|| foreign_name(&origin)));
                }
                return Ok(Some(Raw::file(id, origin, path)));
            }
        }
        let stream = Box::new(BufReader::with_capacity(1 << 17, Cursor::new(head).chain(file)));
        self.records = Some(records::of_lines(stream, origin, id, None));
        Ok(None)
    }

    /// Opens a file whose format is named.
    fn open_named(
        &mut self,
        path: &Path,
        head: Vec<u8>,
        file: File,
        origin: String,
        id: String,
        named: Named,
    ) -> Result<Option<Raw>> {
        let is_wide = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
        let format = named.format.unwrap_or_else(|| Format::of_text(&String::from_utf8_lossy(&head), Some(named)));
        match format {
            Format::Table => return self.open_table(path, head, file, &origin, id),
            Format::Columns(container) => return self.open_columns(path, container, &origin, id),
            Format::JsonLines if is_wide => {
                let decoded = encoding::decode(&origin, &read_limited(path, &origin, Some(named))?.1)?;
                let stream = Box::new(Cursor::new(decoded.text.into_bytes()));
                self.records = Some(records::of_lines(stream, origin, id, Some(named)));
            }
            Format::JsonLines => {
                let stream = Box::new(BufReader::with_capacity(1 << 17, Cursor::new(head).chain(file)));
                self.records = Some(records::of_lines(stream, origin, id, Some(named)));
            }
            Format::JsonArray | Format::Answer | Format::Page if named.format.is_none() => {
                match several::read(path, &origin, &id, format, Some(named))? {
                    Some(records) => self.records = Some(records),
                    None => return Ok(Some(Raw::file(id, origin, path).of(Some(named)))),
                }
            }
            _ => return Ok(Some(Raw::file(id, origin, path).of(Some(named)))),
        }
        Ok(None)
    }

    /// Begins to read a table.
    fn open_table(&mut self, path: &Path, head: Vec<u8>, file: File, origin: &str, id: String) -> Result<Option<Raw>> {
        let is_wide = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
        let (head, stream): (Vec<u8>, Box<dyn Read + Send>) = if is_wide || head.trim_ascii().is_empty() {
            let text = encoding::decode(origin, &read_limited(path, origin, None)?.1)?.text;
            (text.as_bytes()[..text.floor_char_boundary(PEEK)].to_vec(), Box::new(Cursor::new(text.into_bytes())))
        } else {
            (head.clone(), Box::new(Cursor::new(head).chain(file)))
        };
        let (records, mapping) = records::of_rows(stream, &head, origin, id, &self.options.columns)?;
        self.remarks.push(mapping);
        self.records = Some(records);
        Ok(None)
    }

    /// Begins to read a Parquet or Arrow file.
    fn open_columns(&mut self, path: &Path, container: Container, origin: &str, id: String) -> Result<Option<Raw>> {
        let (records, mapping) = records::of_columns(path, container, origin, id, &self.options.columns)?;
        self.remarks.push(mapping);
        self.records = Some(records);
        Ok(None)
    }

    /// What there is to say on what was listed since this was asked last: which columns of a table were taken for what.
    pub fn remarks(&mut self) -> Vec<String> {
        std::mem::take(&mut self.remarks)
    }

    /// The path relative to the folder, without ending, parted by `/`; a single file's name.
    fn id_of(&self, path: &Path) -> String {
        let relative = match &self.root {
            Some(root) => path.strip_prefix(root).unwrap_or(path),
            None => path.file_name().map_or(path, Path::new),
        };
        let parts: Vec<_> = relative
            .with_extension("")
            .components()
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect();
        parts.join("/")
    }
}

/// The error for a file whose name says that it is something else.
fn foreign_name(origin: &str) -> Error {
    let problem = format!("its name does not end like a document's; this version reads {READABLE}");
    encoding::unreadable(origin, &problem, "rename it to .md, .txt, .json or .jsonl where it is one")
}

/// Reads every document in a file or folder, one after the other.
///
/// # Errors
/// [`Error::Io`] where nothing is there. What is wrong with single files or lines comes as items.
pub fn read_path(path: impl AsRef<Path>, side: Option<Side>) -> Result<impl Iterator<Item = Result<Found>>> {
    Ok(list(path)?.map(move |raw| raw.and_then(|raw| raw.read(side))))
}

#[cfg(test)]
#[path = "listing_tests.rs"]
mod tests;
