//! The rows of a run as Parquet: parts are written one by one, and joined by copying what they hold.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::RecordBatch;
use arrow_array::builder::Float64Builder;
use arrow_array::builder::StringBuilder;
use arrow_array::builder::UInt32Builder;
use arrow_schema::DataType;
use arrow_schema::Field;
use arrow_schema::Schema;
use arrow_schema::SchemaRef;
use parquet::arrow::ArrowSchemaConverter;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::Compression;
use parquet::basic::Encoding;
use parquet::basic::ZstdLevel;
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::metadata::ParquetMetaDataReader;
use parquet::file::properties::EnabledStatistics;
use parquet::file::properties::WriterProperties;
use parquet::file::properties::WriterPropertiesBuilder;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnPath;

use super::made::Made;
use super::made::Noted;
use super::rows;
use super::rows::Holds;
use super::rows::Row;
use crate::error::Error;
use crate::error::Result;
use crate::ranking::SIGNALS;

/// The key under which the footer of a joined file names the weights.
pub(super) const VERSION: &str = "vocation.version";

/// Rows that are encoded at once.
const BATCH: usize = 8 * 1024;

/// The most rows of a row group.
const GROUP_ROWS: usize = 1024 * 1024;

/// About the most bytes of a row group, encoded; what a part holds in memory.
const GROUP_BYTES: usize = 64 * 1024 * 1024;

/// The most bytes of the distinct values of a column in a row group; beyond, they are written as they come.
const DICTIONARY: usize = 4 * 1024 * 1024;

/// The columns, in order.
fn schema() -> SchemaRef {
    let field = |(name, holds): (String, Holds)| match holds {
        Holds::Text => Field::new(name, DataType::Utf8, false),
        Holds::Whole => Field::new(name, DataType::UInt32, false),
        Holds::Number => Field::new(name, DataType::Float64, false),
        Holds::PerhapsNumber => Field::new(name, DataType::Float64, true),
    };
    Arc::new(Schema::new(rows::columns().into_iter().map(field).collect::<Vec<_>>()))
}

/// How files are written. No time and no chance goes into them: the same rows are the same bytes.
fn properties() -> WriterPropertiesBuilder {
    let mut properties = WriterProperties::builder()
        .set_created_by(concat!("vocation version ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_dictionary_page_size_limit(DICTIONARY)
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_max_row_group_bytes(Some(GROUP_BYTES));
    for field in schema().fields().iter().filter(|field| *field.data_type() == DataType::Float64) {
        let column = ColumnPath::from(field.name().as_str());
        properties = properties
            .set_column_dictionary_enabled(column.clone(), false)
            .set_column_encoding(column, Encoding::BYTE_STREAM_SPLIT);
    }
    properties
}

/// What went wrong with a file, in this crate's terms.
pub(super) fn failed(path: &Path, error: ParquetError) -> Error {
    let problem = match error {
        ParquetError::External(source) => match source.downcast::<std::io::Error>() {
            Ok(source) => return Error::io(path, *source),
            Err(other) => other.to_string(),
        },
        other => other.to_string(),
    };
    let remedy = "write it again where it is damaged".to_owned();
    Error::Unreadable { what: path.display().to_string(), problem, remedy }
}

/// Rows that wait to be encoded, column by column.
struct Waiting {
    posting: StringBuilder,
    resume: StringBuilder,
    rank: UInt32Builder,
    score: Float64Builder,
    probability: Float64Builder,
    contributions: Vec<Float64Builder>,
    gates: StringBuilder,
    version: StringBuilder,
    rows: usize,
}

impl Waiting {
    fn new() -> Self {
        let texts = || StringBuilder::with_capacity(BATCH, BATCH * 16);
        let numbers = || Float64Builder::with_capacity(BATCH);
        Self {
            posting: texts(),
            resume: texts(),
            rank: UInt32Builder::with_capacity(BATCH),
            score: numbers(),
            probability: numbers(),
            contributions: SIGNALS.iter().map(|_| numbers()).collect(),
            gates: texts(),
            version: texts(),
            rows: 0,
        }
    }

    fn push(&mut self, row: Row<'_>, version: &str) {
        self.posting.append_value(row.posting);
        self.resume.append_value(row.resume);
        self.rank.append_value(row.rank);
        self.score.append_value(row.score);
        self.probability.append_option(row.probability);
        for (column, contribution) in self.contributions.iter_mut().zip(row.contributions) {
            column.append_value(*contribution);
        }
        self.gates.append_value(row.gates);
        self.version.append_value(version);
        self.rows += 1;
    }

    /// The columns, after which nothing waits.
    fn take(&mut self) -> Vec<ArrayRef> {
        self.rows = 0;
        let mut columns: Vec<ArrayRef> = vec![Arc::new(self.posting.finish()), Arc::new(self.resume.finish())];
        columns.push(Arc::new(self.rank.finish()));
        columns.push(Arc::new(self.score.finish()));
        columns.push(Arc::new(self.probability.finish()));
        columns.extend(self.contributions.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef));
        columns.push(Arc::new(self.gates.finish()));
        columns.push(Arc::new(self.version.finish()));
        columns
    }
}

/// A finished part of an output: complete row groups, in a file of its own.
pub(super) struct ParquetPart {
    path: PathBuf,
    version: String,
    schema: SchemaRef,
    writer: ArrowWriter<Noted<File>>,
    waiting: Waiting,
}

impl ParquetPart {
    /// Begins a part; a file that is there already is written over. `version` is that of the weights.
    ///
    /// # Errors
    /// [`Error::Io`] where the file cannot be made.
    pub(super) fn create(path: &Path, version: &str) -> Result<Self> {
        let file = File::create(path).map_err(|source| Error::io(path, source))?;
        let schema = schema();
        // Without the Arrow schema, every reader takes texts for what they are, not for its own kind of them.
        let options = ArrowWriterOptions::new().with_properties(properties().build()).with_skip_arrow_metadata(true);
        let writer = ArrowWriter::try_new_with_options(Noted::new(file), Arc::clone(&schema), options)
            .map_err(|error| failed(path, error))?;
        Ok(Self { path: path.to_owned(), version: version.to_owned(), schema, writer, waiting: Waiting::new() })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`Error::Usage`] where it has not one contribution for each signal, [`Error::Io`] where the file cannot be written.
    pub(super) fn push(&mut self, row: Row<'_>) -> Result<()> {
        if row.contributions.len() != SIGNALS.len() {
            let problem = format!("a row has {} contributions", row.contributions.len());
            return Err(Error::Usage { problem, remedy: format!("give one for each of {} signals", SIGNALS.len()) });
        }
        self.waiting.push(row, &self.version);
        if self.waiting.rows == BATCH { self.encode() } else { Ok(()) }
    }

    fn encode(&mut self) -> Result<()> {
        if self.waiting.rows == 0 {
            return Ok(());
        }
        RecordBatch::try_new(Arc::clone(&self.schema), self.waiting.take())
            .map_err(ParquetError::from)
            .and_then(|batch| self.writer.write(&batch))
            .map_err(|error| failed(&self.path, error))
    }

    /// Ends the part, and tells what was written.
    ///
    /// # Errors
    /// [`Error::Io`] where the file cannot be written.
    pub(super) fn finish(mut self) -> Result<Made> {
        self.encode()?;
        self.writer.finish().map_err(|error| failed(&self.path, error))?;
        Ok(self.writer.inner().made())
    }
}

/// Puts parts behind each other, in order, by copying their column chunks; nothing is decoded. The footer gets `version`
/// under [`VERSION`] and the pairs of `footer`. No part makes a file without rows. `there` is the name of the output.
///
/// # Errors
/// [`Error::Io`], or [`Error::Unreadable`] where a part is damaged or has other columns.
pub(super) fn join(
    parts: &[PathBuf],
    output: &mut (impl Write + Send),
    there: &Path,
    version: &str,
    footer: &[(String, String)],
) -> Result<()> {
    let schema =
        ArrowSchemaConverter::new().convert(&schema()).map_err(|error| failed(there, error))?.root_schema_ptr();
    let pairs = std::iter::once((VERSION, version)).chain(footer.iter().map(|(key, value)| (&**key, &**value)));
    let pairs = pairs.map(|(key, value)| KeyValue::new(key.to_owned(), value.to_owned())).collect();
    let properties = properties().set_key_value_metadata(Some(pairs)).build();
    let mut writer = SerializedFileWriter::new(output, Arc::clone(&schema), Arc::new(properties))
        .map_err(|error| failed(there, error))?;
    for path in parts {
        let input = File::open(path).map_err(|source| Error::io(path, source))?;
        let metadata = ParquetMetaDataReader::new().parse_and_finish(&input).map_err(|error| failed(path, error))?;
        if metadata.file_metadata().schema() != &*schema {
            let problem = "its columns are not those that this version writes".to_owned();
            let remedy = "remove the parts and begin the run anew".to_owned();
            return Err(Error::Unreadable { what: path.display().to_string(), problem, remedy });
        }
        // What a part holds was checked before, so what fails here is the writing.
        copy(&input, &metadata, &mut writer).map_err(|error| failed(there, error))?;
    }
    writer.finish().map_err(|error| failed(there, error))?;
    Ok(())
}

/// Copies the row groups of a file.
fn copy(
    input: &File,
    metadata: &ParquetMetaData,
    writer: &mut SerializedFileWriter<impl Write + Send>,
) -> std::result::Result<(), ParquetError> {
    for group in metadata.row_groups() {
        let mut copied = writer.next_row_group()?;
        for column in group.columns() {
            let closed = ColumnCloseResult {
                bytes_written: u64::try_from(column.compressed_size())?,
                rows_written: u64::try_from(group.num_rows())?,
                metadata: column.clone(),
                bloom_filter: None,
                column_index: None,
                offset_index: None,
            };
            copied.append_column(input, closed)?;
        }
        copied.close()?;
    }
    Ok(())
}

#[cfg(test)]
#[path = "parquet_tests.rs"]
mod tests;
