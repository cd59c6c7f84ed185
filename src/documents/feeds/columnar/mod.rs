//! Parquet and Arrow files: one document a row, read batch by batch as the rows of other tables are.

mod blocks;
mod cells;
mod messages;
mod pages;

use std::fs::File;
use std::io::BufReader;
use std::io::Seek;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

use arrow_array::RecordBatch;
use arrow_ipc::reader::StreamReader;
use arrow_schema::ArrowError;
use arrow_schema::Schema;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::documents::encoding;
use crate::error::Error;
use crate::error::Result;

use super::Container;
use super::columns::Columns;
use super::columns::Field;
use super::rows::Row;
use super::table::Numbered;
use super::table::ROW_LIMIT;
use super::table::blank;
use super::table::fields_of;
use blocks::Footer;
use cells::Column;
use messages::Messages;

/// Rows that are decoded at once: few, since a text may be long.
const BATCH: usize = 64;

/// The most rows for each byte of a file; a file that claims more repeats the same few documents without end.
const ROWS_A_BYTE: u64 = 64;

/// Batches as they are decoded; what is wrong with one is said in words.
type Batches = Box<dyn Iterator<Item = std::result::Result<RecordBatch, String>> + Send>;

/// The rows of a Parquet or Arrow file, one after the other.
pub(in crate::documents) struct Columnar {
    batches: Batches,
    batch: Option<(RecordBatch, usize)>,
    /// The field of each column of a batch.
    fields: Vec<Field>,
    origin: String,
    row: usize,
    /// The most rows that a file of this size is believed to hold.
    most: u64,
    /// True after an error that no row follows.
    broken: bool,
    /// Which column was taken for what, in words.
    pub(in crate::documents) mapping: String,
}

impl Columnar {
    /// Opens a file.
    ///
    /// # Errors
    /// [`Error::Unreadable`] where it is damaged, or none of its columns is known to hold a title or a text; [`Error::Usage`]
    /// where a column that was named is not there.
    pub(in crate::documents) fn open(origin: &str, file: File, container: Container, said: &Columns) -> Result<Self> {
        let size = file.metadata().map_err(|source| Error::io(origin, source))?.len();
        let most = size.saturating_mul(ROWS_A_BYTE);
        // The crates answer what is wrong with errors; a panic would be a fault of theirs, and must not end the run.
        let opened = catch_unwind(AssertUnwindSafe(|| match container {
            Container::Parquet => of_parquet(origin, file, said),
            Container::Arrow => of_arrow(origin, file, said),
        }));
        let (batches, (fields, mapping)) = opened.map_err(|_| damaged(origin, "its beginning cannot be read"))??;
        Ok(Self { batches, batch: None, fields, origin: origin.to_owned(), row: 0, most, broken: false, mapping })
    }

    /// The next batch that has rows, or the error after which there is none.
    fn next_batch(&mut self) -> Option<Result<RecordBatch>> {
        loop {
            let next = catch_unwind(AssertUnwindSafe(|| self.batches.next()));
            match next.unwrap_or_else(|_| Some(Err("it cannot be decoded".to_owned())))? {
                Ok(batch) if batch.num_rows() == 0 => {}
                Ok(batch) => return Some(Ok(batch)),
                Err(problem) => {
                    self.broken = true;
                    let origin = format!("{}, after row {}", self.origin, self.row);
                    let remedy = "write it again; the rows after it are not read";
                    return Some(Err(encoding::unreadable(&origin, &problem, remedy)));
                }
            }
        }
    }
}

impl Iterator for Columnar {
    type Item = Result<Numbered>;

    fn next(&mut self) -> Option<Result<Numbered>> {
        loop {
            if self.broken {
                return None;
            }
            let (batch, at) = match self.batch.take() {
                Some(held) => held,
                None => match self.next_batch()? {
                    Ok(batch) => (batch, 0),
                    Err(error) => return Some(Err(error)),
                },
            };
            self.row += 1;
            if self.row as u64 > self.most {
                self.broken = true;
                return Some(Err(damaged(
                    &self.origin,
                    &format!("it goes on after {} rows in too few bytes", self.most),
                )));
            }
            let origin = format!("{}, row {}", self.origin, self.row);
            let row = catch_unwind(AssertUnwindSafe(|| read_row(&batch, at, &self.fields, &origin)))
                .unwrap_or_else(|_| Err(damaged(&origin, "it cannot be decoded")));
            self.batch = (at + 1 < batch.num_rows()).then_some((batch, at + 1));
            return match row {
                Ok(None) => continue,
                Ok(Some(row)) if row.is_blank() => Some(Err(blank(&origin))),
                Ok(Some(row)) => Some(Ok((row, origin, self.row))),
                Err(error) => Some(Err(error)),
            };
        }
    }
}

/// The cells of a row; `None` where all are empty.
fn read_row(batch: &RecordBatch, at: usize, fields: &[Field], origin: &str) -> Result<Option<Row>> {
    let (mut row, mut empty, mut size) = (Row::default(), true, 0);
    for (field, array) in fields.iter().zip(batch.columns()) {
        let Some(cell) = Column::of(array, *field).cell(at, origin)? else { continue };
        size += cell.len() as u64;
        if size > ROW_LIMIT {
            return Err(Error::TooLarge { what: origin.to_owned(), bytes: size, limit: ROW_LIMIT });
        }
        empty &= cell.trim().is_empty();
        row.push(*field, &cell);
    }
    Ok((!empty).then_some(row))
}

/// The error of a file that is not as it was written.
fn damaged(origin: &str, problem: &str) -> Error {
    encoding::unreadable(origin, problem, "write it again, or save it as CSV or JSON Lines")
}

/// Which columns are read, by their places, with their fields, and that in words.
type Chosen = (Vec<usize>, Vec<Field>, String);

/// Chooses columns: those that hold one value a row, or a list of such.
fn choose(origin: &str, schema: &Schema, said: &Columns) -> Result<Chosen> {
    let header: Vec<String> = schema.fields().iter().map(|column| column.name().clone()).collect();
    let nested: Vec<bool> = schema.fields().iter().map(|column| !cells::is_read(column.data_type())).collect();
    let (fields, mapping) = fields_of(origin, &header, &nested, said)?;
    let chosen = fields.iter().enumerate().filter_map(|(at, field)| Some((at, (*field)?)));
    let (places, fields) = chosen.unzip();
    Ok((places, fields, mapping))
}

type Opened = (Batches, (Vec<Field>, String));

fn of_parquet(origin: &str, file: File, said: &Columns) -> Result<Opened> {
    let failed = |error: &dyn std::fmt::Display| damaged(origin, &error.to_string());
    let size = file.metadata().map_err(|source| Error::io(origin, source))?.len();
    pages::footer(origin, &file, size)?;
    let reader = file.try_clone().map_err(|source| Error::io(origin, source))?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(reader).map_err(|error| failed(&error))?;
    let (places, fields, mapping) = choose(origin, builder.schema(), said)?;
    let mask = ProjectionMask::roots(builder.parquet_schema(), places.iter().copied());
    pages::check(origin, &file, builder.metadata(), &mask)?;
    let reader = builder.with_projection(mask).with_batch_size(BATCH).build().map_err(|error| failed(&error))?;
    Ok((Box::new(reader.map(|batch| batch.map_err(in_words))), (fields, mapping)))
}

fn of_arrow(origin: &str, file: File, said: &Columns) -> Result<Opened> {
    let open = |file: &File| -> Result<Messages<BufReader<File>>> {
        let mut file = file.try_clone().map_err(|source| Error::io(origin, source))?;
        file.rewind().map_err(|source| Error::io(origin, source))?;
        Messages::open(BufReader::new(file)).map_err(|error| damaged(origin, &error.to_string()))
    };
    let failed = |error: ArrowError| damaged(origin, &in_words(error));
    let wrong = |error: std::io::Error| damaged(origin, &error.to_string());
    if let Some(footer) = Footer::read(file.try_clone().map_err(wrong)?).map_err(wrong)? {
        let (places, fields, mapping) = choose(origin, &footer.schema, said)?;
        return Ok((Box::new(footer.batches(places).map_err(wrong)?), (fields, mapping)));
    }
    let schema = StreamReader::try_new(open(&file)?, None).map_err(failed)?.schema();
    let (places, fields, mapping) = choose(origin, &schema, said)?;
    let reader = StreamReader::try_new(open(&file)?, Some(places)).map_err(failed)?;
    Ok((Box::new(reader.map(|batch| batch.map_err(in_words))), (fields, mapping)))
}

/// What is wrong, without words for which part of a crate found it.
fn in_words(error: ArrowError) -> String {
    match error {
        ArrowError::IoError(_, source) => source.to_string(),
        ArrowError::ParquetError(problem) => problem,
        other => other.to_string(),
    }
}
