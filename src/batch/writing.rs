//! What a run writes: parts, and the file that they are put together to.

use std::fs::File;
use std::io::BufWriter;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use serde_json::Value;

use super::made::Made;
use super::made::Noted;
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

/// The output in a folder, before it has its name.
pub(super) fn whole_file(folder: &Path) -> PathBuf {
    folder.join("whole.begun")
}

/// Writes a part under its name, once it is whole and on the disk.
pub(super) fn write_part(folder: &Path, form: Form, number: usize, part: &Part) -> Result<Made> {
    let path = part_file(folder, form, number);
    let begun = path.with_extension("begun");
    let made = write(&begun, form, part, part.weights.short_version());
    let made = made.and_then(|made| settle(&begun, &path).map(|()| made));
    if made.is_err() {
        // What is no use any more takes no room.
        let _ = std::fs::remove_file(&begun);
    }
    made
}

fn write(path: &Path, form: Form, part: &Part, version: &str) -> Result<Made> {
    match form {
        Form::Csv | Form::JsonLines => {
            let file = File::create(path).map_err(|source| Error::io(path, source))?;
            let mut out = Noted::new(BufWriter::with_capacity(1 << 20, file));
            let written = if form == Form::Csv { csv(&mut out, part, version) } else { lines(&mut out, part, version) };
            written.and_then(|()| out.flush()).map_err(|source| Error::io(path, source))?;
            Ok(out.made())
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
    let field = |out: &mut csv::Writer<_>, text: &str| out.write_field(text).map_err(plain);
    for row in part.rows() {
        field(&mut out, row.posting)?;
        field(&mut out, row.resume)?;
        field(&mut out, &row.rank.to_string())?;
        field(&mut out, &row.score.to_string())?;
        field(&mut out, &row.probability.map(|probability| probability.to_string()).unwrap_or_default())?;
        for contribution in row.contributions {
            field(&mut out, &contribution.to_string())?;
        }
        field(&mut out, row.gates)?;
        field(&mut out, version)?;
        out.write_record(None::<&[u8]>).map_err(plain)?;
    }
    out.flush()
}

/// What the operating system said, as it said it: what is to be done depends on it.
fn plain(error: csv::Error) -> std::io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(source) => source,
        other => std::io::Error::other(format!("{other:?}")),
    }
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

/// Puts the parts together in a file of the folder, whose name and content it returns. `footer` is kept where the form has
/// room for it; `remedy` says what to do where a part is not what was written.
///
/// # Errors
/// [`Error::Unreadable`] where a part is not what was written; what could not be written is named for what it is.
pub(super) fn assemble(
    folder: &Path,
    form: Form,
    parts: &[Made],
    remedy: &str,
    version: &str,
    footer: &[(String, String)],
) -> Result<(PathBuf, Made)> {
    let begun = whole_file(folder);
    let failed = |source| Error::io(&begun, source);
    let mut out = Noted::new(BufWriter::with_capacity(1 << 20, File::create(&begun).map_err(failed)?));
    let files: Vec<PathBuf> = (0..parts.len()).map(|part| part_file(folder, form, part)).collect();
    match form {
        Form::Csv | Form::JsonLines => {
            let head = if form == Form::Csv { names().join(",") + "\n" } else { String::new() };
            out.write_all(head.as_bytes()).map_err(failed)?;
            for (part, made) in files.iter().zip(parts) {
                made.check(
                    &copy(part, &mut out).map_err(|(at, source)| at.error(part, &begun, source))?,
                    part,
                    remedy,
                )?;
            }
        }
        #[cfg(feature = "columnar")]
        Form::Parquet => {
            for (part, made) in files.iter().zip(parts) {
                made.check(&Made::of(part).map_err(|source| Error::io(part, source))?, part, remedy)?;
            }
            parquet::join(&files, &mut out, &begun, version, footer)?;
        }
    }
    #[cfg(not(feature = "columnar"))]
    let _ = (version, footer);
    out.flush().map_err(failed)?;
    Ok((begun.clone(), out.made()))
}

/// At which end copying failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    From,
    To,
}

impl End {
    fn error(self, from: &Path, to: &Path, source: std::io::Error) -> Error {
        Error::io(if self == Self::From { from } else { to }, source)
    }
}

/// Copies a file and tells what it held.
fn copy(from: &Path, out: &mut impl Write) -> std::result::Result<Made, (End, std::io::Error)> {
    let mut file = File::open(from).map_err(|error| (End::From, error))?;
    let mut buffer = vec![0_u8; 1 << 20];
    let mut out = Noted::new(out);
    loop {
        match file.read(&mut buffer).map_err(|error| (End::From, error))? {
            0 => return Ok(out.made()),
            read => out.write_all(&buffer[..read]).map_err(|error| (End::To, error))?,
        }
    }
}

#[cfg(test)]
#[path = "writing_tests.rs"]
mod tests;
