//! The rows of a run as they are read back: what a picture of it needs.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use arrow_array::Array;
use arrow_array::ArrayRef;
use arrow_array::Float64Array;
use arrow_array::RecordBatch;
use arrow_array::StringArray;
use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_cast::cast;
use arrow_schema::DataType;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::errors::ParquetError;

use crate::error::Error;
use crate::error::Result;

use super::parquet::VERSION;
use super::parquet::failed;
use super::summary::Bins;
use super::summary::Counted;
use super::summary::Covered;
use super::summary::Summary;

/// The columns that are read; all but the last must be there.
const COLUMNS: [&str; 4] = ["posting", "resume", "score", "gates"];

/// From which score on a pair counts as one that covers, where the file does not say.
const THRESHOLD: f64 = 0.5;

/// How many documents a list names.
const LISTED: usize = 20;

/// The rows of a file of scores.
pub(super) struct Scores {
    path: PathBuf,
    builder: ParquetRecordBatchReaderBuilder<File>,
}

impl Scores {
    /// Opens a file.
    ///
    /// # Errors
    /// [`Error::Io`], or [`Error::Unreadable`] where it is no Parquet file or lacks one of the columns.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let mut file = File::open(path).map_err(|source| Error::io(path, source))?;
        let mut magic = [0; 4];
        if file.read_exact(&mut magic).is_err() || magic != *b"PAR1" {
            let problem = "it is no Parquet file".to_owned();
            let remedy = "give what vocation score wrote to a file that ends in .parquet".to_owned();
            return Err(Error::Unreadable { what: path.display().to_string(), problem, remedy });
        }
        let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| failed(path, error))?;
        let lacks = COLUMNS[..3].iter().find(|name| builder.schema().field_with_name(name).is_err());
        if let Some(name) = lacks {
            let problem = format!("it has no column {name:?}");
            let remedy = "give a file that vocation score wrote, or one with its columns".to_owned();
            return Err(Error::Unreadable { what: path.display().to_string(), problem, remedy });
        }
        Ok(Self { path: path.to_owned(), builder })
    }

    /// What the footer holds under a key.
    pub(super) fn footer(&self, key: &str) -> Option<&str> {
        let pairs = self.builder.metadata().file_metadata().key_value_metadata()?;
        pairs.iter().find(|pair| pair.key == key)?.value.as_deref()
    }

    /// What can be told from the rows alone.
    ///
    /// # Errors
    /// [`Error::Unreadable`] where a row cannot be read.
    pub(super) fn summarize(self) -> Result<Summary> {
        let version = self.footer(VERSION).unwrap_or_default().to_owned();
        let path = self.path;
        let mask = ProjectionMask::columns(self.builder.parquet_schema(), COLUMNS);
        let reader = self.builder.with_projection(mask).build().map_err(|error| failed(&path, error))?;
        let mut seen = Seen::default();
        for batch in reader {
            let batch = batch.map_err(|error| failed(&path, ParquetError::from(error)))?;
            seen.take(&batch).map_err(|error| failed(&path, error))?;
        }
        Ok(seen.told(version))
    }
}

/// The best score of a document, and how many pairs that fail no gate reach the threshold.
type Best = HashMap<String, (f64, u64)>;

/// What the rows so far tell.
#[derive(Default)]
struct Seen {
    scores: Bins,
    postings: Best,
    resumes: Best,
    failed: HashMap<String, u64>,
}

impl Seen {
    fn take(&mut self, batch: &RecordBatch) -> std::result::Result<(), ParquetError> {
        let column = |name: &str, kind: &DataType| -> std::result::Result<Option<ArrayRef>, ParquetError> {
            Ok(batch.column_by_name(name).map(|column| cast(column, kind)).transpose()?)
        };
        let [posting, resume, gates] = ["posting", "resume", "gates"].map(|name| column(name, &DataType::Utf8));
        let (posting, resume, gates) = (posting?, resume?, gates?);
        let score = column("score", &DataType::Float64)?;
        let (Some(posting), Some(resume), Some(score)) = (&posting, &resume, &score) else { return Ok(()) };
        let (posting, resume): (&StringArray, &StringArray) = (posting.as_string(), resume.as_string());
        let score: &Float64Array = score.as_primitive::<Float64Type>();
        for row in (0..batch.num_rows()).filter(|row| !score.is_null(*row) && !score.value(*row).is_nan()) {
            let score = score.value(row);
            self.scores.add(score);
            let fails = gates.as_ref().is_some_and(|gates| {
                let gates: &StringArray = gates.as_string();
                gates.is_valid(row) && failed_of(gates.value(row)).next().is_some()
            });
            for (best, ids) in [(&mut self.postings, posting), (&mut self.resumes, resume)] {
                note(best, ids.value(row), score, fails);
            }
        }
        for gates in gates.iter().flat_map(|gates| gates.as_string::<i32>().iter().flatten()) {
            for gate in failed_of(gates) {
                *self.failed.entry(gate.to_owned()).or_default() += 1;
            }
        }
        Ok(())
    }

    fn told(self, version: String) -> Summary {
        let bins = |best: &Best| {
            let mut bins = Bins::default();
            best.values().for_each(|(score, _)| bins.add(*score));
            bins
        };
        let mut failed: Vec<Counted> = self.failed.into_iter().map(|(name, count)| Counted { name, count }).collect();
        failed.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
        let postings = sorted(&self.postings);
        let none = |all: &[Covered]| all.iter().filter(|one| one.above == 0).cloned().collect::<Vec<_>>();
        let (unfilled, unwanted) = (none(&postings), none(&sorted(&self.resumes)));
        let mut best_covered: Vec<Covered> = postings.iter().filter(|one| one.above > 0).cloned().collect();
        best_covered.sort_by(|a, b| b.above.cmp(&a.above).then_with(|| b.best.total_cmp(&a.best)));
        best_covered.truncate(LISTED);
        Summary {
            version,
            postings: self.postings.len() as u64,
            resumes: self.resumes.len() as u64,
            written: self.scores.total(),
            failed,
            threshold: THRESHOLD,
            best_of_postings: bins(&self.postings),
            best_of_resumes: bins(&self.resumes),
            scores: self.scores,
            best_covered,
            worst_covered: postings.iter().take(LISTED).cloned().collect(),
            unwanted_count: unwanted.len() as u64,
            unwanted: unwanted.into_iter().take(LISTED).collect(),
            unfilled_count: unfilled.len() as u64,
            unfilled: unfilled.into_iter().take(LISTED).collect(),
            ..Summary::default()
        }
    }
}

/// The gates that are failed, of those that a row names.
fn failed_of(gates: &str) -> impl Iterator<Item = &str> {
    gates.split(';').filter_map(|gate| gate.trim().strip_suffix(": fail"))
}

fn note(best: &mut Best, id: &str, score: f64, fails: bool) {
    let above = u64::from(score >= THRESHOLD && !fails);
    match best.get_mut(id) {
        Some((most, count)) => (*most, *count) = (most.max(score), *count + above),
        None => drop(best.insert(id.to_owned(), (score, above))),
    }
}

/// The least covered first: by how many pairs reach the threshold, then by the best score, then by id.
fn sorted(best: &Best) -> Vec<Covered> {
    let covered = |(id, (best, above)): (&String, &(f64, u64))| Covered {
        id: id.clone(),
        best: *best,
        above: *above,
        ..Covered::default()
    };
    let mut all: Vec<Covered> = best.iter().map(covered).collect();
    all.sort_by(|a, b| a.above.cmp(&b.above).then(a.best.total_cmp(&b.best)).then_with(|| a.id.cmp(&b.id)));
    all
}
