//! Tables with commas, semicolons or tabs between cells: one document a row, read as they come.

use std::io::BufReader;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use csv::ByteRecord;

use crate::documents::encoding;
use crate::error::Error;
use crate::error::Result;

use super::columns;
use super::columns::Columns;
use super::columns::Field;
use super::rows::Row;

/// The most bytes of a row.
pub(super) const ROW_LIMIT: u64 = 4 * 1024 * 1024;

/// What may stand between cells.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Bytes by which a table is told.
const HEAD: usize = 64 * 1024;

/// The longest name of a column, in bytes.
const NAME: usize = 80;

/// A row, where it stands in words, and its number from 1.
pub(in crate::documents) type Numbered = (Row, String, usize);

/// True for the beginning of a table whose header names a title or a text and one field more, and whose next row, where it is
/// there, has as many cells.
pub(in crate::documents) fn is_table(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    DELIMITERS.iter().any(|&delimiter| {
        let mut reader = builder(delimiter).from_reader(head);
        let (mut header, mut next) = (ByteRecord::new(), ByteRecord::new());
        if !reader.read_byte_record(&mut header).unwrap_or(false) || header.len() < 2 {
            return false;
        }
        let known: Vec<Option<Field>> = header
            .iter()
            .map(|cell| columns::of_name(&String::from_utf8_lossy(cell)).map(|(_, field)| field))
            .collect();
        let short = header.iter().all(|cell| cell.len() <= NAME);
        let alone = !reader.read_byte_record(&mut next).unwrap_or(false);
        let cut = head.len() == HEAD && reader.position().byte() >= HEAD as u64;
        let fits = alone || cut || next.len() == header.len();
        short && fits && columns::suffice(&known) && known.iter().flatten().count() >= 2
    })
}

/// A stream that fails when more of it is read than may be at once.
struct Bounded<R> {
    stream: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let size = self.stream.read(buffer)?;
        let before = self.read.fetch_add(size as u64, Ordering::Relaxed);
        if before > ROW_LIMIT {
            let problem = format!("a row has more than {ROW_LIMIT} bytes, or a quotation mark is never closed");
            return Err(std::io::Error::new(std::io::ErrorKind::InvalidData, problem));
        }
        Ok(size)
    }
}

/// The rows of a table, one after the other.
pub(in crate::documents) struct Table {
    reader: csv::Reader<BufReader<Bounded<Box<dyn Read + Send>>>>,
    /// How much was read since the last row.
    read: Arc<AtomicU64>,
    fields: Vec<Option<Field>>,
    origin: String,
    row: usize,
    /// True after an error that no row follows.
    broken: bool,
    /// Which column was taken for what, in words.
    pub(in crate::documents) mapping: String,
}

impl Table {
    /// Opens a table; `head` is how it begins, `stream` all of it.
    ///
    /// # Errors
    /// [`Error::Unreadable`] where its header names no title and no text, [`Error::Usage`] where a column that was named is
    /// not there.
    pub(in crate::documents) fn open(
        origin: &str,
        head: &[u8],
        stream: Box<dyn Read + Send>,
        said: &Columns,
    ) -> Result<Self> {
        let (delimiter, header) = header(head);
        let (fields, mapping) = fields_of(origin, &header, &[], said)?;
        let read = Arc::new(AtomicU64::new(0));
        let bounded = BufReader::with_capacity(1 << 16, Bounded { stream, read: Arc::clone(&read) });
        let mut reader = builder(delimiter).from_reader(bounded);
        let mut skipped = ByteRecord::new();
        let broken = !reader.read_byte_record(&mut skipped).unwrap_or(false);
        Ok(Self { reader, read, fields, origin: origin.to_owned(), row: 0, broken, mapping })
    }

    /// The cells of a record; those that are no UTF-8 are decoded by the best guess.
    fn row(&self, record: &ByteRecord, origin: &str) -> Result<Row> {
        let mut row = Row::default();
        for (field, cell) in self.fields.iter().zip(record) {
            let Some(field) = field else { continue };
            match std::str::from_utf8(cell) {
                Ok(text) => row.push(*field, text),
                Err(_) => row.push(*field, &encoding::decode(origin, cell)?.text),
            }
        }
        Ok(row)
    }
}

impl Iterator for Table {
    type Item = Result<Numbered>;

    fn next(&mut self) -> Option<Result<Numbered>> {
        let mut record = ByteRecord::new();
        loop {
            if self.broken {
                return None;
            }
            self.read.store(0, Ordering::Relaxed);
            self.row += 1;
            let origin = format!("{}, row {}", self.origin, self.row);
            match self.reader.read_byte_record(&mut record) {
                Ok(true) if record.iter().all(|cell| cell.trim_ascii().is_empty()) => continue,
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => {
                    self.broken = true;
                    let remedy = "correct it; the rows after it are not read";
                    return Some(Err(encoding::unreadable(&origin, &error.to_string(), remedy)));
                }
            }
            return Some(self.row(&record, &origin).and_then(|row| match row.is_blank() {
                true => Err(blank(&origin)),
                false => Ok((row, origin, self.row)),
            }));
        }
    }
}

/// The field of each column of a header, and which was taken for what, in words. Where `nested` is true a column holds more
/// than one value a row, and is not read.
pub(super) fn fields_of(
    origin: &str,
    header: &[String],
    nested: &[bool],
    said: &Columns,
) -> Result<(Vec<Option<Field>>, String)> {
    let is_nested = |at: usize| nested.get(at).copied().unwrap_or(false);
    let mut fields = said.of_header(header)?;
    fields.iter_mut().enumerate().filter(|(at, _)| is_nested(*at)).for_each(|(_, field)| *field = None);
    if header.iter().any(|name| matches!(name.trim(), "Started On" | "Finished On" | "Maiden Name")) {
        let problem = "it is one table of a LinkedIn data export";
        return Err(encoding::unreadable(origin, problem, "give the zip as it was downloaded"));
    }
    if !columns::suffice(&fields) {
        let problem = format!("no column is known to hold a title or a text ({})", header.join(", "));
        return Err(encoding::unreadable(origin, &problem, "say which does: --columns title=NAME,text=NAME"));
    }
    let named = || fields.iter().zip(header).enumerate();
    let taken: Vec<String> = named()
        .filter_map(|(_, (field, name))| Some(format!("{}={}", columns::name_of((*field)?), name.trim())))
        .collect();
    let left: Vec<String> = named()
        .filter(|(_, (field, _))| field.is_none())
        .map(|(at, (_, name))| format!("{}{}", name.trim(), if is_nested(at) { " (nested)" } else { "" }))
        .collect();
    let mut mapping = format!("{origin}: columns are taken as {}", taken.join(", "));
    if !left.is_empty() {
        mapping.push_str(&format!("; not read: {}", left.join(", ")));
    }
    Ok((fields, mapping))
}

/// The error of a row that says nothing.
pub(super) fn blank(origin: &str) -> Error {
    encoding::unreadable(origin, "it has neither a title nor a text", "write one, or leave it out")
}

/// The delimiter whose header names most fields, and that header.
fn header(head: &[u8]) -> (u8, Vec<String>) {
    let read = |delimiter: u8| {
        let mut record = ByteRecord::new();
        let _ = builder(delimiter).from_reader(head).read_byte_record(&mut record);
        let cells: Vec<String> = record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
        let known = cells.iter().filter(|cell| columns::of_name(cell).is_some()).count();
        ((known, cells.len()), (delimiter, cells))
    };
    let best = DELIMITERS.into_iter().rev().map(read).max_by_key(|(rank, _)| *rank);
    best.map(|(_, found)| found).unwrap_or_default()
}

/// A reader of records of any length, the header among them.
fn builder(delimiter: u8) -> csv::ReaderBuilder {
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(delimiter).has_headers(false).flexible(true);
    builder
}
