//! LinkedIn's data export: a zip of CSV tables, as a member downloads it; becomes a JSON Resume.
//!
//! The tables may lie in a folder, a preamble (`Notes:`) may stand above a header, columns come in any order, and a
//! position without an end goes on.

use serde_json::Value;
use serde_json::json;

use crate::documents::Resume;
use crate::documents::archive::Archive;
use crate::documents::encoding;
use crate::documents::json_resume;
use crate::error::Result;

use super::fields::Object;

/// The most rows of a table.
const ROWS: usize = 5_000;

/// A table of the export, with a column that its header has.
type Name = (&'static str, &'static str);

const PROFILE: Name = ("profile.csv", "First Name");
const POSITIONS: Name = ("positions.csv", "Company Name");

/// The fields of an object of a list, each with the column that it comes from.
type Fields = &'static [(&'static str, &'static str)];

/// A row as its cells by the names of their columns.
type Cells = std::collections::HashMap<String, String>;

/// True for the zip of such an export, by the names of its files.
pub(in crate::documents) fn is_export(archive: &Archive<'_>) -> bool {
    let names = archive.names();
    [PROFILE, POSITIONS].iter().any(|(name, _)| place(&names, name).is_some())
}

/// Reads an export.
pub(in crate::documents) fn read(origin: &str, id: &str, archive: &mut Archive<'_>) -> Result<Resume> {
    let mut export = Export { names: archive.names(), archive, origin, notes: Vec::new() };
    let mut object = Object::new();
    object.insert("basics".to_owned(), export.basics()?);
    object.insert("work".to_owned(), export.work()?);
    for (field, name, columns) in LISTS {
        object.insert((*field).to_owned(), export.list(*name, columns)?);
    }
    let notes = export.notes;
    let mut resume = json_resume::read(id, &object);
    resume.notes.splice(0..0, notes);
    Ok(resume)
}

/// The lists of a JSON Resume, the table of each, and the columns of its fields.
const LISTS: &[(&str, Name, Fields)] = &[
    (
        "education",
        ("education.csv", "School Name"),
        &[
            ("institution", "School Name"),
            ("studyType", "Degree Name"),
            ("startDate", "Start Date"),
            ("endDate", "End Date"),
        ],
    ),
    ("skills", ("skills.csv", "Name"), &[("name", "Name")]),
    (
        "certificates",
        ("certifications.csv", "Name"),
        &[("name", "Name"), ("issuer", "Authority"), ("date", "Started On")],
    ),
    ("languages", ("languages.csv", "Name"), &[("language", "Name"), ("fluency", "Proficiency")]),
    ("projects", ("projects.csv", "Title"), &[("name", "Title"), ("description", "Description")]),
    (
        "volunteer",
        ("volunteering.csv", "Company Name"),
        &[
            ("organization", "Company Name"),
            ("position", "Role"),
            ("summary", "Description"),
            ("startDate", "Started On"),
            ("endDate", "Finished On"),
        ],
    ),
    ("publications", ("publications.csv", "Name"), &[("name", "Name"), ("summary", "Description")]),
    ("awards", ("honors.csv", "Title"), &[("title", "Title"), ("summary", "Description")]),
];

struct Export<'e, 'a> {
    archive: &'e mut Archive<'a>,
    names: Vec<String>,
    origin: &'e str,
    notes: Vec<String>,
}

impl Export<'_, '_> {
    /// Who the person is.
    fn basics(&mut self) -> Result<Value> {
        let profiles = self.table(PROFILE)?;
        let none = Cells::new();
        let profile = profiles.first().unwrap_or(&none);
        let cell = |name: &str| profile.get(name).cloned().unwrap_or_default();
        let name = format!("{} {}", cell("First Name"), cell("Last Name"));
        let mut links: Vec<String> = cell("Websites").split(',').map(link).filter(|link| !link.is_empty()).collect();
        for (table, column) in
            [(("email addresses.csv", "Email Address"), "Email Address"), (("phonenumbers.csv", "Number"), "Number")]
        {
            links.extend(
                self.table(table)?.iter().filter_map(|row| row.get(column)).filter(|cell| !cell.is_empty()).cloned(),
            );
        }
        let links: Vec<Value> = links.into_iter().map(|link| json!({ "url": link })).collect();
        Ok(json!({
            "name": name.trim(),
            "label": cell("Headline"),
            "summary": cell("Summary"),
            "location": Some(cell("Geo Location")).filter(|place| !place.is_empty()),
            "profiles": links,
        }))
    }

    /// The positions.
    fn work(&mut self) -> Result<Value> {
        let fields = [
            ("name", "Company Name"),
            ("position", "Title"),
            ("summary", "Description"),
            ("startDate", "Started On"),
            ("endDate", "Finished On"),
        ];
        self.list(POSITIONS, &fields)
    }

    /// The rows of a table as objects of a list.
    fn list(&mut self, name: Name, columns: &[(&str, &str)]) -> Result<Value> {
        let object = |row: &Cells| {
            let cell = |&(field, column): &(&str, &str)| {
                let cell = row.get(column).filter(|cell| !cell.is_empty())?;
                Some((field.to_owned(), Value::String(cell.clone())))
            };
            Value::Object(columns.iter().filter_map(cell).collect())
        };
        Ok(Value::Array(self.table(name)?.iter().map(object).collect()))
    }

    /// The rows of a table below its header, wherever that stands; none where the table is not there.
    fn table(&mut self, (name, column): Name) -> Result<Vec<Cells>> {
        let Some(path) = place(&self.names, name) else { return Ok(Vec::new()) };
        let origin = format!("{}, {name}", self.origin);
        let bytes = self.archive.bytes(path)?.unwrap_or_default();
        if bytes.trim_ascii().is_empty() {
            return Ok(Vec::new());
        }
        let text = encoding::decode(&origin, &bytes)?.text;
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut records = reader.records().map_while(std::result::Result::ok);
        let Some(header) = records.by_ref().find(|record| record.iter().any(|cell| cell.trim() == column)) else {
            self.notes.push(format!("{name} has no column {column:?} and was left out"));
            return Ok(Vec::new());
        };
        let cells = |record: csv::StringRecord| {
            header.iter().zip(&record).map(|(name, cell)| (name.trim().to_owned(), cell.trim().to_owned())).collect()
        };
        let rows: Vec<Cells> = records.by_ref().take(ROWS).map(cells).collect();
        if records.next().is_some() {
            self.notes.push(format!("{name} has more than {ROWS} rows; the rest was left out"));
        }
        Ok(rows)
    }
}

/// The path of a table in an archive, in whatever folder.
fn place<'n>(names: &'n [String], name: &str) -> Option<&'n str> {
    let is = |path: &&String| path.rsplit(['/', '\\']).next().is_some_and(|last| last.eq_ignore_ascii_case(name));
    names.iter().find(is).map(String::as_str)
}

/// The link in "[PERSONAL:https://ida.example]".
fn link(text: &str) -> String {
    let inner = text.trim().trim_matches(['[', ']']);
    inner.find("http").map_or(inner, |at| &inner[at..]).to_owned()
}
