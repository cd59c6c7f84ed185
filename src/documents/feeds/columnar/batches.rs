//! The batches of a Parquet or Arrow file, each within the limits that stand before the decoders.

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
use crate::documents::feeds::Container;
use crate::error::Error;
use crate::error::Result;

use super::blocks::Footer;
use super::damaged;
use super::messages::Messages;
use super::pages;

/// Rows that are decoded at once: few, since a text may be long.
const BATCH: usize = 64;

/// The most rows for each byte of a file; a file that claims more repeats the same few documents without end.
const ROWS_A_BYTE: u64 = 64;

/// Batches as they are decoded; what is wrong with one is said in words.
type Decoded = Box<dyn Iterator<Item = std::result::Result<RecordBatch, String>> + Send>;

/// The batches of some columns of a Parquet or Arrow file, in order; none of them is empty, and none follows an error.
pub(crate) struct Batches {
    decoded: Decoded,
    origin: String,
    /// How many rows were given.
    rows: u64,
    /// The most rows that a file of this size is believed to hold.
    most: u64,
    broken: bool,
}

impl Batches {
    /// Opens a file. `choose` looks at its columns and gives the places of those to read, in rising order, and what else it
    /// found out.
    ///
    /// # Errors
    /// [`Error::Unreadable`] where the file is damaged, and those of `choose`.
    pub(in crate::documents) fn open<T>(
        origin: &str,
        file: File,
        container: Container,
        choose: impl Fn(&Schema) -> Result<(Vec<usize>, T)>,
    ) -> Result<(Self, T)> {
        let size = file.metadata().map_err(|source| Error::io(origin, source))?.len();
        let most = size.saturating_mul(ROWS_A_BYTE);
        // The crates answer what is wrong with errors; a panic would be a fault of theirs, and must not end the run.
        let opened = catch_unwind(AssertUnwindSafe(|| match container {
            Container::Parquet => of_parquet(origin, file, choose),
            Container::Arrow => of_arrow(origin, file, choose),
        }));
        let (decoded, found) = opened.map_err(|_| damaged(origin, "its beginning cannot be read"))??;
        Ok((Self { decoded, origin: origin.to_owned(), rows: 0, most, broken: false }, found))
    }
}

impl Iterator for Batches {
    type Item = Result<RecordBatch>;

    fn next(&mut self) -> Option<Result<RecordBatch>> {
        while !self.broken {
            let next = catch_unwind(AssertUnwindSafe(|| self.decoded.next()));
            match next.unwrap_or_else(|_| Some(Err("it cannot be decoded".to_owned())))? {
                Ok(batch) if batch.num_rows() == 0 => {}
                Ok(batch) if self.rows + batch.num_rows() as u64 <= self.most => {
                    self.rows += batch.num_rows() as u64;
                    return Some(Ok(batch));
                }
                Ok(_) => {
                    self.broken = true;
                    let problem = format!("it goes on after {} rows in too few bytes", self.rows);
                    return Some(Err(damaged(&self.origin, &problem)));
                }
                Err(problem) => {
                    self.broken = true;
                    let origin = format!("{}, after row {}", self.origin, self.rows);
                    let remedy = "write it again; the rows after it are not read";
                    return Some(Err(encoding::unreadable(&origin, &problem, remedy)));
                }
            }
        }
        None
    }
}

type Opened<T> = (Decoded, T);

fn of_parquet<T>(origin: &str, file: File, choose: impl Fn(&Schema) -> Result<(Vec<usize>, T)>) -> Result<Opened<T>> {
    let failed = |error: &dyn std::fmt::Display| damaged(origin, &error.to_string());
    let size = file.metadata().map_err(|source| Error::io(origin, source))?.len();
    pages::footer(origin, &file, size)?;
    let reader = file.try_clone().map_err(|source| Error::io(origin, source))?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(reader).map_err(|error| failed(&error))?;
    let (places, found) = choose(builder.schema())?;
    let mask = ProjectionMask::roots(builder.parquet_schema(), places.iter().copied());
    pages::check(origin, &file, builder.metadata(), &mask)?;
    let reader = builder.with_projection(mask).with_batch_size(BATCH).build().map_err(|error| failed(&error))?;
    Ok((Box::new(reader.map(|batch| batch.map_err(in_words))), found))
}

fn of_arrow<T>(origin: &str, file: File, choose: impl Fn(&Schema) -> Result<(Vec<usize>, T)>) -> Result<Opened<T>> {
    let open = |file: &File| -> Result<Messages<BufReader<File>>> {
        let mut file = file.try_clone().map_err(|source| Error::io(origin, source))?;
        file.rewind().map_err(|source| Error::io(origin, source))?;
        Messages::open(BufReader::new(file)).map_err(|error| damaged(origin, &error.to_string()))
    };
    let failed = |error: ArrowError| damaged(origin, &in_words(error));
    let wrong = |error: std::io::Error| damaged(origin, &error.to_string());
    if let Some(footer) = Footer::read(file.try_clone().map_err(wrong)?).map_err(wrong)? {
        let (places, found) = choose(&footer.schema)?;
        return Ok((Box::new(footer.batches(places).map_err(wrong)?), found));
    }
    let schema = StreamReader::try_new(open(&file)?, None).map_err(failed)?.schema();
    let (places, found) = choose(&schema)?;
    let reader = StreamReader::try_new(open(&file)?, Some(places)).map_err(failed)?;
    Ok((Box::new(reader.map(|batch| batch.map_err(in_words))), found))
}

/// What is wrong, without words for which part of a crate found it.
fn in_words(error: ArrowError) -> String {
    match error {
        ArrowError::IoError(_, source) => source.to_string(),
        ArrowError::ParquetError(problem) => problem,
        other => other.to_string(),
    }
}
