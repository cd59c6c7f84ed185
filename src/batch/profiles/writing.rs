//! Profiles are written.

use std::fs::File;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::RecordBatch;
use arrow_array::StringArray;
use arrow_array::builder::BinaryBuilder;
use arrow_array::builder::FixedSizeListBuilder;
use arrow_array::builder::Float32Builder;
use arrow_ipc::CompressionType;
use arrow_ipc::writer::FileWriter;
use arrow_ipc::writer::IpcWriteOptions;
use arrow_schema::ArrowError;
use arrow_schema::DataType;
use arrow_schema::Field;
use arrow_schema::Schema;
use arrow_schema::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::basic::ZstdLevel;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use rayon::prelude::*;

use crate::batch::parquet::failed;
use crate::batch::writing;
use crate::catalog::Entry;
use crate::catalog::Identity;
use crate::catalog::Snapshot;
use crate::documents::Side;
use crate::embedding::Codes;
use crate::embedding::Vector;
use crate::error::Error;
use crate::error::Result;

use super::CODES;
use super::EMBEDDER;
use super::Form;
use super::ID;
use super::PROFILE;
use super::ROLE_CODES;
use super::SIDE;
use super::UNDERSTANDING;
use super::VECTOR;
use super::word;

/// Documents that are written at once: bounds memory.
const BATCH: usize = 1_024;

/// The most rows of a row group.
const GROUP_ROWS: usize = 16 * 1_024;

/// A file that profiles are to be written to.
#[derive(Clone, Debug)]
pub struct ProfilesFile {
    path: PathBuf,
    form: Form,
}

impl ProfilesFile {
    /// A file whose name says its form: it ends in `.parquet`, `.arrow` or `.feather`.
    ///
    /// # Errors
    /// [`Error::Usage`] for a name of another ending.
    pub fn named(path: impl Into<PathBuf>) -> Result<Self> {
        let path = path.into();
        Ok(Self { form: Form::of(&path)?, path })
    }

    /// Writes what was understood of all documents of some sides of catalogs, all of which have this identity; the file has
    /// its name once it is whole. Returns how many rows it has. The same entries in the same order are the same bytes.
    ///
    /// # Errors
    /// [`Error::Io`] where the file cannot be written, and when a file of a catalog is damaged.
    pub fn write(&self, sides: &[(&Snapshot, Side)], identity: &Identity) -> Result<u64> {
        let begun = begun(&self.path);
        let written = write(self.form, &begun, sides, identity);
        let written = written.and_then(|rows| writing::settle(&begun, &self.path).map(|()| rows));
        if written.is_err() {
            // What is no use any more takes no room.
            let _ = std::fs::remove_file(&begun);
        }
        written
    }
}

/// The name of a file until it is whole.
fn begun(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".partial");
    PathBuf::from(name)
}

fn write(form: Form, path: &Path, sides: &[(&Snapshot, Side)], identity: &Identity) -> Result<u64> {
    let schema = schema(identity.dimension);
    let mut out = Out::create(form, path, &schema)?;
    let mut written = 0;
    for &(snapshot, side) in sides {
        let rows: Vec<u32> = snapshot.rows(side).collect();
        for rows in rows.chunks(BATCH) {
            let entries: Vec<Arc<Entry>> =
                rows.par_iter().map(|&row| snapshot.entry(side, row)).collect::<Result<_>>()?;
            let vectors = snapshot.vectors(side, identity.dimension, rows)?;
            let columns = columns(&entries, &vectors, side, identity)?;
            let batch = RecordBatch::try_new(Arc::clone(&schema), columns);
            batch
                .map_err(ParquetError::from)
                .and_then(|batch| out.write(&batch))
                .map_err(|error| failed(path, error))?;
            written += rows.len() as u64;
        }
    }
    out.finish().map_err(|error| failed(path, error))?;
    Ok(written)
}

fn schema(dimension: usize) -> SchemaRef {
    let text = |name: &str| Field::new(name, DataType::Utf8, false);
    let value = Arc::new(Field::new("item", DataType::Float32, true));
    let vector = DataType::FixedSizeList(value, i32::try_from(dimension).unwrap_or(i32::MAX));
    Arc::new(Schema::new(vec![
        text(SIDE),
        text(ID),
        text(PROFILE),
        Field::new(VECTOR, vector, true),
        Field::new(CODES, DataType::Binary, true),
        Field::new(ROLE_CODES, DataType::Binary, false),
        text(EMBEDDER),
        text(UNDERSTANDING),
    ]))
}

/// The columns of some entries, in order.
fn columns(
    entries: &[Arc<Entry>],
    vectors: &[Option<Vector>],
    side: Side,
    identity: &Identity,
) -> Result<Vec<ArrayRef>> {
    let json = |entry: &Arc<Entry>| {
        serde_json::to_string(&entry.profile).map_err(|error| Error::BrokenData {
            what: entry.profile.id.clone(),
            problem: format!("its profile cannot be written ({error})"),
        })
    };
    let profiles: Vec<String> = entries.par_iter().map(json).collect::<Result<_>>()?;
    let dimension = i32::try_from(identity.dimension).unwrap_or(i32::MAX);
    let mut lists = FixedSizeListBuilder::new(Float32Builder::new(), dimension);
    let (mut codes, mut roles) = (BinaryBuilder::new(), BinaryBuilder::new());
    for (entry, vector) in entries.iter().zip(vectors) {
        match vector {
            Some(vector) => lists.values().append_slice(vector.values()),
            None => lists.values().append_nulls(identity.dimension),
        }
        lists.append(vector.is_some());
        codes.append_option(entry.codes.as_ref().map(Codes::to_bytes));
        roles.append_value(entry.roles.iter().flat_map(Codes::to_bytes).collect::<Vec<u8>>());
    }
    let same = |text: &str| -> ArrayRef { Arc::new(StringArray::from_iter_values(entries.iter().map(|_| text))) };
    Ok(vec![
        same(word(side)),
        Arc::new(StringArray::from_iter_values(entries.iter().map(|entry| &entry.profile.id))),
        Arc::new(StringArray::from(profiles)),
        Arc::new(lists.finish()),
        Arc::new(codes.finish()),
        Arc::new(roles.finish()),
        same(&identity.embedder),
        same(&identity.understanding),
    ])
}

/// A file that is being written.
enum Out {
    Parquet(Box<ArrowWriter<File>>),
    Arrow(Box<FileWriter<File>>),
}

impl Out {
    fn create(form: Form, path: &Path, schema: &SchemaRef) -> Result<Self> {
        let file = File::create(path).map_err(|source| Error::io(path, source))?;
        let made = match form {
            Form::Parquet => {
                let properties = WriterProperties::builder()
                    .set_created_by(concat!("vocation version ", env!("CARGO_PKG_VERSION")).to_owned())
                    .set_compression(Compression::ZSTD(ZstdLevel::default()))
                    .set_max_row_group_row_count(Some(GROUP_ROWS))
                    .build();
                ArrowWriter::try_new(file, Arc::clone(schema), Some(properties)).map(|out| Self::Parquet(Box::new(out)))
            }
            Form::Arrow => IpcWriteOptions::default()
                .try_with_compression(Some(CompressionType::ZSTD))
                .and_then(|options| FileWriter::try_new_with_options(file, schema, options))
                .map(|out| Self::Arrow(Box::new(out)))
                .map_err(ParquetError::from),
        };
        made.map_err(|error| failed(path, error))
    }

    fn write(&mut self, batch: &RecordBatch) -> std::result::Result<(), ParquetError> {
        match self {
            Self::Parquet(out) => out.write(batch),
            Self::Arrow(out) => out.write(batch).map_err(with_cause),
        }
    }

    fn finish(self) -> std::result::Result<(), ParquetError> {
        match self {
            Self::Parquet(out) => out.close().map(drop),
            Self::Arrow(mut out) => out.finish().map_err(with_cause),
        }
    }
}

/// What went wrong, with what the operating system said where it did.
fn with_cause(error: ArrowError) -> ParquetError {
    match error {
        ArrowError::IoError(_, source) => ParquetError::External(Box::new(source)),
        other => other.into(),
    }
}
