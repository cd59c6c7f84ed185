//! Whatever is imported as a taxonomy is refused with a sentence, or becomes a table that is sound.
//!
//! Rows of a spreadsheet are put in an archive here, so that changes are not lost on checksums.

#![no_main]

mod reading;

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use vocation::skills::Taxonomy;
use vocation::taxonomies::Import;

/// The parts of a workbook around its one sheet.
const BOOK: [(&str, &str); 4] = [
    (
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#,
    ),
    (
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Tools" sheetId="1" r:id="b"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="b" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    ),
];

fuzz_target!(|bytes: &[u8]| {
    let file = if bytes.starts_with(b"<") {
        let mut parts = BOOK.map(|(name, text)| (name, text.as_bytes())).to_vec();
        parts.push(("xl/worksheets/sheet1.xml", bytes));
        reading::file(&reading::zipped(&parts))
    } else {
        reading::file(bytes)
    };
    if let Ok(import) = Import::new().with(&file) {
        let imported = import.finish();
        let read = Taxonomy::parse_own(Path::new("table"), imported.table());
        assert!(read.is_ok(), "{read:?}\n{}", imported.table());
    }
});
