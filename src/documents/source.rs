//! Files and folders become documents: listed first, then read one by one, in parallel where the caller likes.

use std::collections::HashSet;
use std::fs::File;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Cursor;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use serde_json::Value;

use crate::error::Error;
use crate::error::Result;

use super::Document;
use super::Side;
use super::encoding;
use super::feeds;
use super::feeds::Columns;
use super::feeds::Row;
use super::format::Format;
use super::format::READABLE;
use super::json_lines;
use super::records;
use super::records::Records;
use super::several;

/// The most bytes of a file that is one document, or a JSON array of them.
pub const FILE_LIMIT: u64 = 4 * 1024 * 1024;

/// The most folders inside one another.
const DEPTH_LIMIT: usize = 32;

/// Bytes that tell a file's format.
const PEEK: usize = 64 * 1024;

/// The endings of names of files that are read within folders.
const ENDINGS: [&str; 10] = ["md", "markdown", "mdown", "txt", "text", "json", "jsonl", "ndjson", "jsonlines", "zip"];

/// A document and where it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The document's id.
    pub id: String,
    /// The file, or the file and line, in words.
    pub origin: String,
    /// The document.
    pub document: Document,
}

/// A document that was found and is still to be read.
#[derive(Debug)]
pub struct Raw {
    /// The id it gets unless it names its own.
    pub id: String,
    /// The file, or the file and line, in words.
    pub origin: String,
    content: Content,
}

/// What there is of a document before it is read.
#[derive(Debug)]
enum Content {
    /// A file of its own.
    File(PathBuf),
    /// A JSON object.
    Record(Vec<u8>),
    /// A JSON object that is parsed.
    Value(Value),
    /// A row of a table.
    Row(Row),
}

/// How files are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Which columns of tables hold what, where that is not to be guessed from their names.
    pub columns: Columns,
}

impl Raw {
    /// A line of JSON.
    pub(super) fn record(id: String, origin: String, bytes: Vec<u8>) -> Self {
        Self { id, origin, content: Content::Record(bytes) }
    }

    /// A row of a table, under its own id where it has one.
    pub(super) fn row(id: String, origin: String, row: Row) -> Self {
        Self { id: row.id().map_or(id, str::to_owned), origin, content: Content::Row(row) }
    }

    /// A JSON value of a file.
    pub(super) fn value(id: String, origin: String, value: Value) -> Self {
        Self { id, origin, content: Content::Value(value) }
    }

    /// Reads the document; `side` says what it is, and its content does where that is `None`.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Unreadable`] or [`Error::TooLarge`], naming the file (and line).
    pub fn read(self, side: Option<Side>) -> Result<Found> {
        let document = match self.content {
            Content::Record(bytes) => json_lines::read_record(&self.origin, &self.id, &bytes, side)?,
            Content::Value(value) => json_lines::read_value(&self.origin, &self.id, &value, side)?,
            Content::Row(row) => row.read(&self.id, side),
            Content::File(path) => read_file(&path, &self.origin, &self.id, side)?,
        };
        Ok(Found { id: document.id().to_owned(), origin: self.origin, document })
    }
}

/// Reads a file that is one document.
pub(super) fn read_file(path: &Path, origin: &str, id: &str, side: Option<Side>) -> Result<Document> {
    let bytes = read_limited(path, origin)?;
    if feeds::is_archive_of_a_person(&bytes) {
        return feeds::read_archive(origin, id, &bytes, side);
    }
    let decoded = encoding::decode(origin, &bytes)?;
    let is_json = path.extension().is_some_and(|ending| ending == "json");
    let format = Format::of(decoded.text.as_bytes());
    if let Some(values) = several::values(origin, &decoded.text, format)? {
        let [value] = values.as_slice() else {
            let problem = format!("it holds {} documents where one is asked for", values.len());
            return Err(encoding::unreadable(origin, &problem, "list them with documents::read_path, or give one"));
        };
        return json_lines::read_value(origin, id, value, side);
    }
    let mut document = match format {
        Format::Page => {
            return Err(encoding::unreadable(
                origin,
                "it is an HTML page without a posting in JSON-LD",
                "save it as text first",
            ));
        }
        Format::Table => return read_row(path, origin, id, &decoded.text, side),
        Format::Json | Format::JsonLines | Format::Answer => {
            match json_lines::read_record(origin, id, decoded.text.as_bytes(), side) {
                Err(error) if is_json || serde_json::from_str::<serde::de::IgnoredAny>(&decoded.text).is_ok() => {
                    return Err(error);
                }
                Err(_) => Document::parse(id, &decoded.text, side),
                Ok(document) => document,
            }
        }
        _ if is_json => json_lines::read_record(origin, id, decoded.text.as_bytes(), side)?,
        _ => Document::parse(id, &decoded.text, side),
    };
    document.add_notes(decoded.notes);
    Ok(document)
}

/// Reads a table of one row.
fn read_row(path: &Path, origin: &str, id: &str, text: &str, side: Option<Side>) -> Result<Document> {
    let head = &text.as_bytes()[..text.floor_char_boundary(PEEK)];
    let stream = Box::new(Cursor::new(text.to_owned().into_bytes()));
    let mut rows = records::of_rows(stream, head, origin, id.to_owned(), &Columns::default())?.0;
    match (rows.next(), rows.next()) {
        (Some(row), None) => Ok(row?.read(side)?.document),
        _ => Err(encoding::unreadable(
            &path.display().to_string(),
            "it holds none or several rows where one document is asked for",
            "list them with documents::read_path, or give one",
        )),
    }
}

/// Opens what is a file, and nothing else: to open a named pipe would wait for a writer.
fn open_file(path: &Path, origin: &str) -> Result<File> {
    if !std::fs::metadata(path).map_err(|source| Error::io(path, source))?.is_file() {
        return Err(encoding::unreadable(origin, "it is no file", "give a file or a folder"));
    }
    File::open(path).map_err(|source| Error::io(path, source))
}

/// The bytes of a file that is not over the limit of its format.
pub(super) fn read_limited(path: &Path, origin: &str) -> Result<Vec<u8>> {
    let mut file = open_file(path, origin)?;
    let size = file.metadata().map_err(|source| Error::io(path, source))?.len();
    let mut bytes = Vec::with_capacity(usize::try_from(size.min(several::LIMIT)).unwrap_or(0));
    file.by_ref().take(PEEK as u64).read_to_end(&mut bytes).map_err(|source| Error::io(path, source))?;
    let format = Format::of(&bytes);
    let limit = if format.holds_several() { several::LIMIT } else { FILE_LIMIT };
    if size > limit {
        if !format.holds_several() {
            encoding::decode(origin, &bytes)?;
        }
        return Err(Error::TooLarge { what: origin.to_owned(), bytes: size, limit });
    }
    let rest = (limit + 1).saturating_sub(bytes.len() as u64);
    file.take(rest).read_to_end(&mut bytes).map_err(|source| Error::io(path, source))?;
    if bytes.len() as u64 > limit {
        return Err(Error::TooLarge { what: origin.to_owned(), bytes: bytes.len() as u64, limit });
    }
    Ok(bytes)
}

/// What lies in a file or folder, in order of names; made by [`list`].
pub struct Listing {
    /// The folder that ids are relative to; `None` for a single file.
    root: Option<PathBuf>,
    /// What is still to be looked at, next one last, with its depth.
    waiting: Vec<(PathBuf, usize)>,
    /// Folders that were entered, without links.
    entered: HashSet<PathBuf>,
    records: Option<Records>,
    /// Objects of a JSON array, next one last.
    objects: Vec<Raw>,
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
        objects: Vec::new(),
        options: options.clone(),
        remarks: Vec::new(),
    })
}

impl Iterator for Listing {
    type Item = Result<Raw>;

    fn next(&mut self) -> Option<Result<Raw>> {
        loop {
            if let Some(object) = self.objects.pop() {
                return Some(Ok(object));
            }
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
        let format = Format::of(&head);
        let is_wide = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
        match format {
            Format::Foreign(_) => {
                return Err(encoding::decode(&origin, &head).err().unwrap_or_else(|| foreign_name(&origin)));
            }
            _ if is_wide && by_name => {
                let decoded = encoding::decode(&origin, &read_limited(path, &origin)?)?;
                let stream: Box<dyn BufRead + Send> = Box::new(Cursor::new(decoded.text.into_bytes()));
                self.records = Some(records::of_lines(stream, origin, id));
                return Ok(None);
            }
            Format::JsonLines => {}
            _ if format == Format::Table || matches!(ending.as_deref(), Some("csv" | "tsv")) => {
                return self.open_table(path, head, file, &origin, id);
            }
            _ if by_name && !head.is_empty() => {}
            Format::JsonArray | Format::Answer | Format::Page => {
                let Some(objects) = several::read(path, &origin, &id, format)? else {
                    return Ok(Some(Raw { id, origin, content: Content::File(path.to_owned()) }));
                };
                self.objects = objects;
                return Ok(None);
            }
            _ => {
                let known = ending.as_deref().is_none_or(|ending| ENDINGS.contains(&ending));
                if self.root.is_some() && !known {
                    return Err(encoding::decode(&origin, &head).err().unwrap_or_else(|| foreign_name(&origin)));
                }
                return Ok(Some(Raw { id, origin, content: Content::File(path.to_owned()) }));
            }
        }
        let stream = Box::new(BufReader::with_capacity(1 << 17, Cursor::new(head).chain(file)));
        self.records = Some(records::of_lines(stream, origin, id));
        Ok(None)
    }

    /// Begins to read a table.
    fn open_table(&mut self, path: &Path, head: Vec<u8>, file: File, origin: &str, id: String) -> Result<Option<Raw>> {
        let is_wide = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
        let (head, stream): (Vec<u8>, Box<dyn Read + Send>) = if is_wide || head.trim_ascii().is_empty() {
            let text = encoding::decode(origin, &read_limited(path, origin)?)?.text;
            (text.as_bytes()[..text.floor_char_boundary(PEEK)].to_vec(), Box::new(Cursor::new(text.into_bytes())))
        } else {
            (head.clone(), Box::new(Cursor::new(head).chain(file)))
        };
        let (records, mapping) = records::of_rows(stream, &head, origin, id, &self.options.columns)?;
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
#[path = "source_tests.rs"]
mod tests;
