//! Spreadsheets (.xlsx): the first sheet that holds rows, cell by cell. What it unpacks to is measured before it is read.

use std::io::Cursor;
use std::io::Read;
use std::path::Path;

use calamine::DataRef;
use calamine::Reader;
use calamine::Xlsx;
use zip::ZipArchive;

use crate::error::Result;

use super::cells::MAX_ROWS;
use super::cells::Sheet;
use super::cells::malformed;

/// The most parts of a spreadsheet.
const PARTS: usize = 4_096;

/// The most bytes that its parts unpack to.
const UNPACKED: u64 = 512 << 20;

/// The most columns that are read; those of a taxonomy stand in the first few.
const COLUMNS: usize = 64;

/// The rows of a spreadsheet.
pub(super) fn sheet(path: &Path, content: Vec<u8>) -> Result<Sheet> {
    measure(path, &content, UNPACKED)?;
    let wrong =
        |error: calamine::XlsxError| malformed(path, None, format!("no spreadsheet that can be read ({error})"));
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(content)).map_err(wrong)?;
    for name in book.sheet_names() {
        let mut reader = book.worksheet_cells_reader(&name).map_err(wrong)?;
        let mut rows: Vec<(usize, csv::StringRecord)> = Vec::new();
        let mut row: Vec<String> = Vec::new();
        let mut at = 0;
        while let Some(cell) = reader.next_cell().map_err(wrong)? {
            let (line, column) = cell.get_position();
            let (line, column) = (line as usize, column as usize);
            if line != at {
                close(&mut rows, at, &mut row);
                at = line;
            }
            if rows.len() > MAX_ROWS {
                return Err(malformed(path, Some(at + 1), format!("more than {MAX_ROWS} rows")));
            }
            if column < COLUMNS {
                row.resize(row.len().max(column + 1), String::new());
                row[column] = text_of(cell.get_value());
            }
        }
        close(&mut rows, at, &mut row);
        if !rows.is_empty() {
            return Sheet::new(path, rows);
        }
    }
    Err(malformed(path, None, "a spreadsheet without a row".to_owned()))
}

/// Ends a row; one without text is none.
fn close(rows: &mut Vec<(usize, csv::StringRecord)>, at: usize, row: &mut Vec<String>) {
    if row.iter().any(|cell| !cell.is_empty()) {
        rows.push((at + 1, csv::StringRecord::from(std::mem::take(row))));
    }
    row.clear();
}

/// The text of a cell; numbers as one writes them.
fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::DateTime(_) | DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// Unpacks every part once, into nothing: sizes that an archive states may be wrong.
fn measure(path: &Path, content: &[u8], limit: u64) -> Result<()> {
    let wrong = |problem: String| malformed(path, None, problem);
    let damaged = |error: &dyn std::fmt::Display| wrong(format!("no spreadsheet that can be read ({error})"));
    let mut archive = ZipArchive::new(Cursor::new(content)).map_err(|error| damaged(&error))?;
    if archive.len() > PARTS {
        return Err(wrong(format!("a spreadsheet of more than {PARTS} parts")));
    }
    let mut left = limit;
    for part in 0..archive.len() {
        let file = archive.by_index(part).map_err(|error| damaged(&error))?;
        let bytes = std::io::copy(&mut file.take(left + 1), &mut std::io::sink()).map_err(|error| damaged(&error))?;
        left = left
            .checked_sub(bytes)
            .ok_or_else(|| wrong(format!("a spreadsheet that unpacks to more than {limit} bytes")))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// A workbook with one sheet of these rows, as spreadsheets are written.
    fn workbook(rows: &str) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
        let types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        let parts = [
            (
                "[Content_Types].xml",
                format!(
                    "{head}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/xl/workbook.xml\" ContentType=\"{types}.sheet.main+xml\"/></Types>"
                ),
            ),
            (
                "_rels/.rels",
                format!(
                    "{head}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    "{head}<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Tools\" sheetId=\"1\" r:id=\"b\"/></sheets></workbook>"
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    "{head}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"b\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/worksheets/sheet1.xml",
                format!(
                    "{head}<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"
                ),
            ),
        ];
        for (name, text) in parts {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn row(number: usize, cells: &[&str]) -> String {
        let cell = |(at, text): (usize, &&str)| {
            let column = char::from(b'A' + u8::try_from(at).unwrap());
            format!("<c r=\"{column}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
        };
        format!("<row r=\"{number}\">{}</row>", cells.iter().enumerate().map(cell).collect::<String>())
    }

    #[test]
    fn rows_are_read_with_their_numbers() {
        let rows = [row(1, &["O*NET-SOC Code", "Title", "Example"]), row(3, &["17-9901.00", "Tide Tuners", "Corvid"])];
        let sheet = sheet(Path::new("tools.xlsx"), workbook(&rows.concat())).unwrap();
        let columns = [sheet.column(&["o net soc code"]), sheet.column(&["example"])];
        assert_eq!(sheet.cells(columns).collect::<Vec<_>>(), [(3, ["17-9901.00", "Corvid"])]);
    }

    #[test]
    fn far_cells_take_no_memory_and_damage_is_told() {
        let far = format!("{}<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>", row(1, &["name"]));
        assert_eq!(sheet(Path::new("far.xlsx"), workbook(&far)).unwrap().cells([Some(0)]).count(), 0);
        let whole = workbook(&row(1, &["name"]));
        let cut = sheet(Path::new("cut.xlsx"), whole[..whole.len() / 2].to_vec()).unwrap_err().to_string();
        assert!(cut.starts_with("cut.xlsx: no spreadsheet that can be read ("), "{cut}");
        let empty = sheet(Path::new("empty.xlsx"), workbook("")).unwrap_err().to_string();
        assert!(empty.contains("a spreadsheet without a row"), "{empty}");
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused_before_it_is_read() {
        let content = workbook(&row(1, &["name"; 26]).repeat(400));
        assert!(content.len() < 20_000);
        let refused = measure(Path::new("bomb.xlsx"), &content, 100_000).unwrap_err().to_string();
        assert!(refused.contains("a spreadsheet that unpacks to more than 100000 bytes"), "{refused}");
        assert!(measure(Path::new("bomb.xlsx"), &content, 10_000_000).is_ok());
    }
}
