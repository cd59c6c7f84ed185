//! Streams of documents: lines of JSON, rows of a table of text or of columns.

use std::io::BufRead;
use std::io::Read;
#[cfg(feature = "columnar")]
use std::io::Seek;
use std::path::Path;

#[cfg(feature = "columnar")]
use arrow_schema::Schema;

use crate::error::Error;
use crate::error::Result;

#[cfg(not(feature = "columnar"))]
use super::encoding;
#[cfg(feature = "columnar")]
use super::feeds::Batches;
#[cfg(feature = "columnar")]
use super::feeds::Columnar;
use super::feeds::Columns;
use super::feeds::Container;
use super::feeds::Table;
#[cfg(feature = "columnar")]
use super::format::Format;
use super::json_lines;
use super::json_lines::CutLine;
use super::named::Named;
use super::source::Raw;
#[cfg(feature = "columnar")]
use super::source::open_file;

/// A stream of documents that are still to be read.
pub(super) type Records = Box<dyn Iterator<Item = Result<Raw>> + Send>;

/// The lines of JSON of a stream; `named` is the format of their objects where that is named.
pub(super) fn of_lines(stream: Box<dyn BufRead + Send>, origin: String, id: String, named: Option<Named>) -> Records {
    let mut lines = Lines { stream, origin, id, line: 0, named };
    Box::new(std::iter::from_fn(move || lines.next_record()))
}

/// The rows of a table, and which column was taken for what, in words; `head` is how the stream begins.
///
/// # Errors
/// Where the header is that of no table of documents, or lacks a column that was named.
pub(super) fn of_rows(
    stream: Box<dyn Read + Send>,
    head: &[u8],
    origin: &str,
    id: String,
    columns: &Columns,
) -> Result<(Records, String)> {
    let table = Table::open(origin, head, stream, columns)?;
    let mapping = table.mapping.clone();
    let raw = move |(row, origin, number)| Raw::row(format!("{id}:{number}"), origin, row);
    Ok((Box::new(table.map(move |row| row.map(&raw))), mapping))
}

/// The rows of a Parquet or Arrow file, and which column was taken for what, in words.
///
/// # Errors
/// As [`of_rows`], and where the file is damaged or this program was built without the feature `columnar`.
#[cfg(feature = "columnar")]
pub(super) fn of_columns(
    path: &Path,
    container: Container,
    origin: &str,
    id: String,
    columns: &Columns,
) -> Result<(Records, String)> {
    let table = Columnar::open(origin, open_file(path, origin)?, container, columns)?;
    let mapping = table.mapping.clone();
    let raw = move |(row, origin, number)| Raw::row(format!("{id}:{number}"), origin, row);
    Ok((Box::new(table.map(move |row| row.map(&raw))), mapping))
}

#[cfg(not(feature = "columnar"))]
pub(super) fn of_columns(
    _: &Path,
    container: Container,
    origin: &str,
    _: String,
    _: &Columns,
) -> Result<(Records, String)> {
    let problem = format!("it is {container:?}, and this program was built without the feature columnar");
    Err(encoding::unreadable(origin, &problem, "build it with --features columnar, or save it as CSV or JSON Lines"))
}

/// The batches of some columns of a file, and what `choose` found out by its columns; `None` where it is neither a Parquet nor
/// an Arrow file.
///
/// # Errors
/// Where the file cannot be read or is damaged, and those of `choose`.
#[cfg(feature = "columnar")]
pub(crate) fn batches<T>(
    path: &Path,
    choose: impl Fn(&Schema) -> Result<(Vec<usize>, T)>,
) -> Result<Option<(Batches, T)>> {
    let origin = path.display().to_string();
    let mut file = open_file(path, &origin)?;
    let mut head = Vec::new();
    file.by_ref().take(64).read_to_end(&mut head).map_err(|source| Error::io(path, source))?;
    match Format::of(&head) {
        Format::Columns(container) => {
            file.rewind().map_err(|source| Error::io(path, source))?;
            Batches::open(&origin, file, container, choose).map(Some)
        }
        _ => Ok(None),
    }
}

/// A stream of lines of JSON.
struct Lines {
    stream: Box<dyn BufRead + Send>,
    origin: String,
    id: String,
    line: usize,
    named: Option<Named>,
}

impl Lines {
    /// The next object that is there.
    fn next_record(&mut self) -> Option<Result<Raw>> {
        loop {
            self.line += 1;
            let origin = format!("{}, line {}", self.origin, self.line);
            let mut bytes = match json_lines::next_line(&mut *self.stream) {
                Ok(None) => return None,
                Ok(Some(CutLine::Whole(bytes))) => bytes,
                Ok(Some(CutLine::TooLong(bytes))) => {
                    return Some(Err(Error::TooLarge { what: origin, bytes, limit: json_lines::LINE_LIMIT as u64 }));
                }
                Err(source) => return Some(Err(Error::io(&self.origin, source))),
            };
            if bytes.starts_with(b"\xEF\xBB\xBF") {
                bytes.drain(..3);
            }
            if bytes.trim_ascii().is_empty() {
                continue;
            }
            return Some(Ok(Raw::record(format!("{}:{}", self.id, self.line), origin, bytes).of(self.named)));
        }
    }
}
