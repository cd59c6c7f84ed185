//! Parquet and Arrow files: one document a row, read batch by batch as the rows of other tables are.

mod batches;
mod blocks;
mod cells;
mod messages;
mod pages;

use std::fs::File;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

use arrow_array::RecordBatch;
use arrow_schema::Schema;

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
pub(crate) use batches::Batches;
use cells::Column;

/// The rows of a Parquet or Arrow file, one after the other.
pub(in crate::documents) struct Columnar {
    batches: Batches,
    batch: Option<(RecordBatch, usize)>,
    /// The field of each column of a batch.
    fields: Vec<Field>,
    origin: String,
    row: usize,
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
        let choose = |schema: &Schema| choose(origin, schema, said);
        let (batches, (fields, mapping)) = Batches::open(origin, file, container, choose)?;
        Ok(Self { batches, batch: None, fields, origin: origin.to_owned(), row: 0, mapping })
    }
}

impl Iterator for Columnar {
    type Item = Result<Numbered>;

    fn next(&mut self) -> Option<Result<Numbered>> {
        loop {
            let (batch, at) = match self.batch.take() {
                Some(held) => held,
                None => match self.batches.next()? {
                    Ok(batch) => (batch, 0),
                    Err(error) => return Some(Err(error)),
                },
            };
            self.row += 1;
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

/// The columns of a file that holds what was understood of documents, a document a row.
pub(crate) const UNDERSTOOD: [&str; 8] =
    ["side", "id", "profile", "vector", "codes", "role_codes", "embedder", "understanding"];

/// True for a file that holds what was understood of documents, in place of documents.
pub(crate) fn is_understood(schema: &Schema) -> bool {
    UNDERSTOOD.iter().all(|name| schema.index_of(name).is_ok())
}

/// The error of a file that is not as it was written.
fn damaged(origin: &str, problem: &str) -> Error {
    encoding::unreadable(origin, problem, "write it again, or save it as CSV or JSON Lines")
}

/// Which columns are read, by their places; their fields, and which was taken for what, in words.
type Chosen = (Vec<usize>, (Vec<Field>, String));

/// Chooses columns: those that hold one value a row, or a list of such.
fn choose(origin: &str, schema: &Schema, said: &Columns) -> Result<Chosen> {
    if is_understood(schema) {
        let problem = "it holds what was understood of documents, and not the documents";
        let remedy = "give it to vocation score by its own name, or add the documents themselves";
        return Err(encoding::unreadable(origin, problem, remedy));
    }
    let header: Vec<String> = schema.fields().iter().map(|column| column.name().clone()).collect();
    let nested: Vec<bool> = schema.fields().iter().map(|column| !cells::is_read(column.data_type())).collect();
    let (fields, mapping) = fields_of(origin, &header, &nested, said)?;
    let chosen = fields.iter().enumerate().filter_map(|(at, field)| Some((at, (*field)?)));
    let (places, fields) = chosen.unzip();
    Ok((places, (fields, mapping)))
}
