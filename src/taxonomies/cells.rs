//! Files as rows of cells: comma-separated, tab-separated, or the first sheet of a spreadsheet; told by content.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use crate::error::Error;
use crate::error::Result;

/// The largest file that is read, in bytes.
pub const MAX_BYTES: u64 = 256 << 20;

/// The most rows of one file.
pub const MAX_ROWS: usize = 2_000_000;

/// The longest label, in bytes.
pub const MAX_LABEL: usize = 1_000;

/// The rows of a file below its first one, which names the columns.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) path: PathBuf,
    columns: Vec<String>,
    all: Vec<(usize, csv::StringRecord)>,
}

impl Sheet {
    /// A sheet of rows, each with its line counted from 1; the first names the columns.
    pub(super) fn new(path: &Path, rows: impl IntoIterator<Item = (usize, csv::StringRecord)>) -> Result<Self> {
        let mut rows = rows.into_iter();
        let header = rows.next().map(|(_, row)| row).unwrap_or_default();
        let all: Vec<_> = rows.take(MAX_ROWS + 1).collect();
        if all.len() > MAX_ROWS {
            return Err(malformed(path, None, format!("more than {MAX_ROWS} rows")));
        }
        let columns = header.iter().map(plain).collect();
        Ok(Self { path: path.to_owned(), columns, all })
    }

    /// The place of the first column that has one of these names: small letters and digits, a space between words.
    pub(super) fn column(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.columns.iter().position(|column| column == name))
    }

    /// The cells of some columns (empty for one that is not there), row by row, each with its line.
    pub(super) fn cells<const N: usize>(
        &self,
        columns: [Option<usize>; N],
    ) -> impl Iterator<Item = (usize, [&str; N])> {
        self.all.iter().map(move |(line, row)| {
            (*line, columns.map(|column| column.and_then(|at| row.get(at)).unwrap_or("").trim()))
        })
    }
}

/// A column's name in small letters and digits, a space between words: `O*NET-SOC Code` is `o net soc code`.
fn plain(name: &str) -> String {
    let mut spaced = String::with_capacity(name.len() + 4);
    let mut before = ' ';
    for c in name.chars() {
        // "conceptUri" is two words, "URI" is one.
        if c.is_uppercase() && before.is_lowercase() {
            spaced.push(' ');
        }
        spaced.extend(if c.is_alphanumeric() { c } else { ' ' }.to_lowercase());
        before = c;
    }
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An [`Error::Malformed`] for a file of a taxonomy.
pub(super) fn malformed(path: &Path, line: Option<usize>, problem: String) -> Error {
    let form = "give the file as its publisher made it, or a CSV file with a column `name` (and `aliases`, `codes`, `kind`, \
                `parents`, `related`)";
    Error::Malformed { path: path.to_owned(), line, problem, form: form.to_owned() }
}

/// The bytes of a file, at most [`MAX_BYTES`].
pub(super) fn bytes_of(path: &Path) -> Result<Vec<u8>> {
    let io = |source| Error::io(path, source);
    let file = File::open(path).map_err(io)?;
    let bytes = file.metadata().map_err(io)?.len();
    let too_large = |bytes| Error::TooLarge { what: path.display().to_string(), bytes, limit: MAX_BYTES };
    if bytes > MAX_BYTES {
        return Err(too_large(bytes));
    }
    let mut content = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut content).map_err(io)?;
    if content.len() as u64 > MAX_BYTES {
        return Err(too_large(content.len() as u64));
    }
    Ok(content)
}

/// The text of a file, which is UTF-8.
pub(super) fn text_of(path: &Path, content: Vec<u8>) -> Result<String> {
    let text = String::from_utf8(content).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        malformed(path, Some(memchr::memchr_iter(b'\n', before).count() + 1), "not UTF-8".to_owned())
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The rows of a text with tabs or commas (or semicolons) between its cells, whichever its first line has more of.
pub(super) fn sheet(path: &Path, text: &str) -> Result<Sheet> {
    let first = text.lines().next().unwrap_or("");
    let count = |separator: char| first.matches(separator).count();
    let mut builder = csv::ReaderBuilder::new();
    builder.has_headers(false).flexible(true);
    if count('\t') > count(',').max(count(';')) {
        // Quotes are letters like others in O*NET's text files.
        builder.delimiter(b'\t').quoting(false);
    } else if count(';') > count(',') {
        builder.delimiter(b';');
    }
    let mut rows = Vec::new();
    for row in builder.from_reader(text.as_bytes()).records().take(MAX_ROWS + 2) {
        let row = row.map_err(|error| malformed(path, None, error.to_string()))?;
        let line = row.position().map_or(0, |at| usize::try_from(at.line()).unwrap_or(usize::MAX));
        rows.push((line, row));
    }
    Sheet::new(path, rows)
}
