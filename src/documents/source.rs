//! A file, a line or a row becomes a document.

use std::fs::File;
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
use super::feeds::Columns;
use super::feeds::Row;
use super::format::Format;
use super::json_lines;
use super::named::Formats;
use super::named::Named;
use super::printed;
use super::records;
use super::records::Records;
use super::several;
use super::web_text;

/// The most bytes of a file that is one document, or a JSON array of them.
pub const FILE_LIMIT: u64 = 4 * 1024 * 1024;

/// Bytes that tell a file's format.
pub(super) const PEEK: usize = 64 * 1024;

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
    named: Option<Named>,
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
    /// Formats of files that are not to be told by their content.
    pub formats: Formats,
}

impl Raw {
    /// A line of JSON.
    pub(super) fn record(id: String, origin: String, bytes: Vec<u8>) -> Self {
        Self { id, origin, content: Content::Record(bytes), named: None }
    }

    /// A row of a table, under its own id where it has one.
    pub(super) fn row(id: String, origin: String, row: Row) -> Self {
        Self { id: row.id().map_or(id, str::to_owned), origin, content: Content::Row(row), named: None }
    }

    /// A file of its own.
    pub(super) fn file(id: String, origin: String, path: &Path) -> Self {
        Self { id, origin, content: Content::File(path.to_owned()), named: None }
    }

    /// A JSON value of a file.
    pub(super) fn value(id: String, origin: String, value: Value) -> Self {
        Self { id, origin, content: Content::Value(value), named: None }
    }

    /// The same, of a format that is named.
    pub(super) fn of(self, named: Option<Named>) -> Self {
        Self { named, ..self }
    }

    /// Reads the document; `side` says what it is, and its content does where that is `None`.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Unreadable`] or [`Error::TooLarge`], naming the file (and line).
    pub fn read(self, side: Option<Side>) -> Result<Found> {
        let kind = self.named.and_then(Named::kind);
        let document = match self.content {
            Content::Record(bytes) => json_lines::read_record(&self.origin, &self.id, &bytes, side, kind)?,
            Content::Value(value) => json_lines::read_value(&self.origin, &self.id, &value, side, kind)?,
            Content::Row(row) => row.read(&self.id, side),
            Content::File(path) => read_file(&path, &self.origin, &self.id, side, self.named)?,
        };
        Ok(Found { id: document.id().to_owned(), origin: self.origin, document })
    }
}

/// Reads a file that is one document, of the format that is named or its content tells.
pub(super) fn read_file(
    path: &Path,
    origin: &str,
    id: &str,
    side: Option<Side>,
    named: Option<Named>,
) -> Result<Document> {
    let (format, bytes) = read_limited(path, origin, named)?;
    if let Format::Columns(container) = format {
        return one_row(
            origin,
            side,
            records::of_columns(path, container, origin, id.to_owned(), &Columns::default())?.0,
        );
    }
    if format.is_printed() {
        return printed::read(origin, id, format, bytes, side, named);
    }
    let decoded = if named.is_some() { encoding::decode_as_text } else { encoding::decode }(origin, &bytes)?;
    let kind = named.and_then(Named::kind);
    let is_json = named.map_or_else(|| path.extension().is_some_and(|ending| ending == "json"), Named::is_json);
    let format = Format::of_text(&decoded.text, named);
    if let Some(found) = several::values(origin, &decoded.text, format)? {
        let Some(value) = found.only(origin, &decoded.text)? else {
            let problem = format!("it holds {} documents where one is asked for", found.len());
            return Err(encoding::unreadable(origin, &problem, "list them with documents::read_path, or give one"));
        };
        return json_lines::read_value(origin, id, &value, side, kind);
    }
    let mut document = match format {
        Format::Page if kind.is_none() => web_text::document(origin, id, &decoded.text, side)?,
        Format::Table => return read_row(origin, id, &decoded.text, side),
        Format::Json | Format::JsonLines | Format::Answer => {
            match json_lines::read_record(origin, id, decoded.text.as_bytes(), side, kind) {
                Err(error) if is_json || serde_json::from_str::<serde::de::IgnoredAny>(&decoded.text).is_ok() => {
                    return Err(error);
                }
                Err(_) => Document::parse(id, &decoded.text, side),
                Ok(document) => document,
            }
        }
        _ if is_json => json_lines::read_record(origin, id, decoded.text.as_bytes(), side, kind)?,
        _ => Document::parse(id, &decoded.text, side),
    };
    document.add_notes(decoded.notes);
    Ok(document)
}

/// Reads a table of one row.
fn read_row(origin: &str, id: &str, text: &str, side: Option<Side>) -> Result<Document> {
    let head = &text.as_bytes()[..text.floor_char_boundary(PEEK)];
    let stream = Box::new(Cursor::new(text.to_owned().into_bytes()));
    one_row(origin, side, records::of_rows(stream, head, origin, id.to_owned(), &Columns::default())?.0)
}

/// Reads the only row of a table.
fn one_row(origin: &str, side: Option<Side>, mut rows: Records) -> Result<Document> {
    match (rows.next(), rows.next()) {
        (Some(row), None) => Ok(row?.read(side)?.document),
        _ => Err(encoding::unreadable(
            origin,
            "it holds none or several rows where one document is asked for",
            "list them with documents::read_path, or give one",
        )),
    }
}

/// Opens what is a file, and nothing else: to open a named pipe would wait for a writer.
pub(super) fn open_file(path: &Path, origin: &str) -> Result<File> {
    if !std::fs::metadata(path).map_err(|source| Error::io(path, source))?.is_file() {
        return Err(encoding::unreadable(origin, "it is no file", "give a file or a folder"));
    }
    File::open(path).map_err(|source| Error::io(path, source))
}

/// The bytes of a file that is not over the limit of its format, and that format by its first bytes.
pub(super) fn read_limited(path: &Path, origin: &str, named: Option<Named>) -> Result<(Format, Vec<u8>)> {
    let mut file = open_file(path, origin)?;
    let size = file.metadata().map_err(|source| Error::io(path, source))?.len();
    let mut bytes = Vec::new();
    file.by_ref().take(PEEK as u64).read_to_end(&mut bytes).map_err(|source| Error::io(path, source))?;
    let format = named.and_then(|named| named.format).unwrap_or_else(|| Format::of(&bytes));
    let limit = format.limit();
    if size > limit {
        if limit == FILE_LIMIT && named.is_none() {
            encoding::decode(origin, &bytes)?;
        }
        return Err(Error::TooLarge { what: origin.to_owned(), bytes: size, limit });
    }
    bytes.reserve(usize::try_from(size).unwrap_or(0).saturating_sub(bytes.len()));
    let rest = (limit + 1).saturating_sub(bytes.len() as u64);
    file.take(rest).read_to_end(&mut bytes).map_err(|source| Error::io(path, source))?;
    if bytes.len() as u64 > limit {
        return Err(Error::TooLarge { what: origin.to_owned(), bytes: bytes.len() as u64, limit });
    }
    Ok((format, bytes))
}
