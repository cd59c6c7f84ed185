//! Tables of public downloads: the cells of the columns that are asked for, by name.

use std::path::Path;

use crate::error::Error;
use crate::error::Result;
use crate::learning::text_files::TextFile;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// Commas between cells, quotes around those that hold commas, quotes or line feeds.
    Commas,
    /// Tabs between cells, quotes are letters like others.
    Tabs,
}

/// The cells of the columns `names`, in this order, of every row of the table at `path`.
pub(super) fn read<const N: usize>(path: &Path, layout: Layout, names: [&str; N]) -> Result<Vec<[String; N]>> {
    let file = TextFile::read(path)?;
    let mut reader = builder(layout).from_reader(file.text().as_bytes());
    let header = reader.headers().map_err(|error| broken(&file, &error))?.clone();
    let mut columns = [0; N];
    for (column, name) in columns.iter_mut().zip(names) {
        *column = header.iter().position(|cell| cell.trim() == name).ok_or_else(|| {
            file.wrong(
                1,
                &format!("no column {name:?}"),
                "give the file as its publisher made it, not an extract of it",
            )
        })?;
    }
    let mut rows = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| broken(&file, &error))?;
        rows.push(columns.map(|column| row.get(column).unwrap_or("").to_owned()));
    }
    Ok(rows)
}

/// The rows of `N` cells of a table without a heading, tabs between.
pub(super) fn read_plain<const N: usize>(path: &Path) -> Result<Vec<[String; N]>> {
    let file = TextFile::read(path)?;
    let mut reader = builder(Layout::Tabs).has_headers(false).from_reader(file.text().as_bytes());
    let mut rows = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| broken(&file, &error))?;
        let line = row.position().map_or(1, |at| usize::try_from(at.line()).unwrap_or(usize::MAX));
        let cells: Vec<String> = row.iter().map(str::to_owned).collect();
        let cells = cells.try_into().map_err(|cells: Vec<String>| {
            file.wrong(line, &format!("{} cells", cells.len()), &format!("write {N} cells with tabs between"))
        })?;
        rows.push(cells);
    }
    Ok(rows)
}

fn builder(layout: Layout) -> csv::ReaderBuilder {
    let mut builder = csv::ReaderBuilder::new();
    if layout == Layout::Tabs {
        builder.delimiter(b'\t').quoting(false);
    }
    builder
}

/// What a CSV reader found wrong.
fn broken(file: &TextFile<'_>, error: &csv::Error) -> Error {
    let line = error.position().map_or(1, |at| usize::try_from(at.line()).unwrap_or(usize::MAX));
    file.wrong(line, &error.to_string(), "give the file as its publisher made it")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("table");
        std::fs::write(&path, text).unwrap();
        (folder, path)
    }

    #[test]
    fn columns_are_found_by_name() {
        let (_folder, path) = written("\u{feff}a,b,c\n1,\"two\n2, too\",3\n");
        assert_eq!(read(&path, Layout::Commas, ["c", "b"]).unwrap(), [["3", "two\n2, too"]]);
        let (_folder, path) = written("a\tb\r\n\"1\t2\"\r\n");
        assert_eq!(read(&path, Layout::Tabs, ["a", "b"]).unwrap(), [["\"1", "2\""]]);
    }

    #[test]
    fn what_is_wrong_is_named_with_file_and_line() {
        let error = |text: &str| {
            let (_folder, path) = written(text);
            read(&path, Layout::Commas, ["a"]).unwrap_err().to_string()
        };
        assert!(error("b,c\n1,2\n").contains("table, line 1: no column \"a\"; give the file as"), "{}", error("b,c\n"));
        assert!(error("a,b\n1,2\n3\n").contains("table, line 3: "), "{}", error("a,b\n1,2\n3\n"));
        let missing = read(Path::new("no/such/table"), Layout::Commas, ["a"]).unwrap_err().to_string();
        assert!(missing.starts_with("no/such/table: "), "{missing}");
        let (_folder, path) = written("1\t2\n\n3\t4\n");
        assert_eq!(read_plain::<2>(&path).unwrap().len(), 2);
        let error = read_plain::<3>(&path).unwrap_err().to_string();
        assert!(error.contains("line 1: 2 cells; write 3 cells"), "{error}");
    }
}
