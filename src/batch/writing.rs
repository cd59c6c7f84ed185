//! What a run writes: parts, and the file that they are put together to.

use std::fs::File;
use std::io::BufWriter;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use serde_json::Value;

#[cfg(feature = "columnar")]
use super::parquet;
use super::rows;
use super::rows::Part;
use super::rows::Row;
use crate::catalog::sync_folder;
use crate::error::Error;
use crate::error::Result;

/// The form of an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Comma-separated values with a line of names first (RFC 4180).
    Csv,
    /// One JSON object a line.
    JsonLines,
    /// Apache Parquet.
    #[cfg(feature = "columnar")]
    Parquet,
}

impl Form {
    /// The form that the name of a file asks for.
    ///
    /// # Errors
    /// [`Error::Usage`] for a name of another ending.
    pub fn of(path: &Path) -> Result<Self> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        match ending.as_str() {
            "csv" => Ok(Self::Csv),
            "jsonl" | "ndjson" => Ok(Self::JsonLines),
            #[cfg(feature = "columnar")]
            "parquet" => Ok(Self::Parquet),
            #[cfg(not(feature = "columnar"))]
            "parquet" => Err(Error::Usage {
                problem: format!("{}: this program was built without Parquet", path.display()),
                remedy: "name a file that ends in .csv or .jsonl, or build with the feature columnar".to_owned(),
            }),
            _ => Err(Error::Usage {
                problem: format!("{}: its name does not say in what form to write", path.display()),
                remedy: "name a file that ends in .csv, .jsonl or .parquet".to_owned(),
            }),
        }
    }

    /// The ending of a part.
    const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
            #[cfg(feature = "columnar")]
            Self::Parquet => "parquet",
        }
    }
}

/// The names of the columns, in order.
fn names() -> Vec<String> {
    rows::columns().into_iter().map(|(name, _)| name).collect()
}

/// The file of a part in a folder.
pub(super) fn part_file(folder: &Path, form: Form, part: usize) -> PathBuf {
    folder.join(format!("part-{part:06}.{}", form.ending()))
}

/// Writes a part under its name, once it is whole and on the disk.
pub(super) fn write_part(folder: &Path, form: Form, number: usize, part: &Part) -> Result<()> {
    let path = part_file(folder, form, number);
    let begun = path.with_extension("begun");
    let written = write(&begun, form, part, part.weights.short_version()).and_then(|()| settle(&begun, &path));
    if written.is_err() {
        // What is no use any more takes no room.
        let _ = std::fs::remove_file(&begun);
    }
    written
}

fn write(path: &Path, form: Form, part: &Part, version: &str) -> Result<()> {
    match form {
        Form::Csv | Form::JsonLines => {
            let file = File::create(path).map_err(|source| Error::io(path, source))?;
            let mut out = BufWriter::with_capacity(1 << 20, file);
            let written = if form == Form::Csv { csv(&mut out, part, version) } else { lines(&mut out, part, version) };
            written.and_then(|()| out.flush()).map_err(|source| Error::io(path, source))
        }
        #[cfg(feature = "columnar")]
        Form::Parquet => {
            let mut out = parquet::ParquetPart::create(path, version)?;
            part.rows().try_for_each(|row| out.push(row))?;
            out.finish()
        }
    }
}

/// Gives a file that is whole its name, so that it has it also after a power cut.
pub(super) fn settle(begun: &Path, path: &Path) -> Result<()> {
    let opened = File::options().write(true).open(begun);
    opened.and_then(|file| file.sync_all()).map_err(|source| Error::io(begun, source))?;
    std::fs::rename(begun, path).map_err(|source| Error::io(path, source))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    sync_folder(folder.unwrap_or(Path::new(".")))
}

fn csv(out: &mut impl Write, part: &Part, version: &str) -> std::io::Result<()> {
    let mut out = csv::WriterBuilder::new().has_headers(false).from_writer(out);
    for row in part.rows() {
        out.write_field(row.posting)?;
        out.write_field(row.resume)?;
        out.write_field(row.rank.to_string())?;
        out.write_field(row.score.to_string())?;
        out.write_field(row.probability.map(|probability| probability.to_string()).unwrap_or_default())?;
        for contribution in row.contributions {
            out.write_field(contribution.to_string())?;
        }
        out.write_field(row.gates)?;
        out.write_field(version)?;
        out.write_record(None::<&[u8]>)?;
    }
    out.flush()
}

/// One object a line, its keys in the order of the columns.
fn lines(out: &mut impl Write, part: &Part, version: &str) -> std::io::Result<()> {
    let names = names();
    for row in part.rows() {
        for (at, (name, value)) in names.iter().zip(values(&row, version)).enumerate() {
            out.write_all(if at == 0 { b"{" } else { b"," })?;
            serde_json::to_writer(&mut *out, name)?;
            out.write_all(b":")?;
            serde_json::to_writer(&mut *out, &value)?;
        }
        out.write_all(b"}\n")?;
    }
    Ok(())
}

/// The values of the columns, in order.
fn values<'r>(row: &Row<'r>, version: &str) -> impl Iterator<Item = Value> + use<'r> {
    let first = [row.posting.into(), row.resume.into(), row.rank.into(), row.score.into(), row.probability.into()];
    let contributions = row.contributions.iter().map(|&contribution| contribution.into());
    first.into_iter().chain(contributions).chain([row.gates.into(), version.into()])
}

/// Puts the parts together under the output's name, once all is on the disk. `footer` is kept where the form has room for
/// it.
pub(super) fn join(
    folder: &Path,
    form: Form,
    parts: usize,
    output: &Path,
    version: &str,
    footer: &[(String, String)],
) -> Result<()> {
    let begun = folder.join("whole.begun");
    let file = File::create(&begun).map_err(|source| Error::io(&begun, source))?;
    let files: Vec<PathBuf> = (0..parts).map(|part| part_file(folder, form, part)).collect();
    match form {
        Form::Csv | Form::JsonLines => {
            let mut out = BufWriter::with_capacity(1 << 20, file);
            let head = if form == Form::Csv { names().join(",") + "\n" } else { String::new() };
            out.write_all(head.as_bytes()).map_err(|source| Error::io(&begun, source))?;
            for part in files {
                copy(&part, &mut out).map_err(|source| Error::io(&part, source))?;
            }
            out.flush().map_err(|source| Error::io(&begun, source))?;
        }
        #[cfg(feature = "columnar")]
        Form::Parquet => parquet::join(&files, file, version, footer)?,
    }
    #[cfg(not(feature = "columnar"))]
    let _ = (version, footer);
    settle(&begun, output)
}

fn copy(from: &Path, out: &mut impl Write) -> std::io::Result<()> {
    let mut file = File::open(from)?;
    let mut buffer = vec![0_u8; 1 << 20];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(()),
            read => out.write_all(&buffer[..read])?,
        }
    }
}
