//! Feeds: documents that come as fields, not as text: schema.org, answers of applicant tracking systems, rows of tables.
//!
//! A new format is one row of [`FORMATS`] and one file beside this one. What its fields state becomes a fact at once; which
//! fields are not read is a note.

mod addresses;
mod ashby;
mod base_salary;
#[cfg(feature = "columnar")]
mod columnar;
mod columns;
mod fields;
mod greenhouse;
mod hr_open;
mod job_posting;
mod job_schema;
mod lever;
mod linked_in;
mod links;
mod offer;
mod ranges;
mod rows;
mod smart_recruiters;
mod table;
pub(super) mod web_page;

#[cfg(feature = "columnar")]
pub(crate) use columnar::Batches;
#[cfg(feature = "columnar")]
pub(super) use columnar::Columnar;
#[cfg(feature = "columnar")]
pub(crate) use columnar::UNDERSTOOD;
#[cfg(feature = "columnar")]
pub(crate) use columnar::is_understood;
pub use columns::Columns;
pub(super) use linked_in::is_export as is_archive_of_a_person;
pub(super) use rows::Row;
pub(super) use table::Table;
pub(super) use table::is_table;

use serde_json::Value;

use crate::error::Error;
use crate::error::Result;

use super::Document;
use super::Posting;
use super::Resume;
use super::Side;
use super::archive::Archive;
use super::encoding;
use fields::Object;

/// What holds columns of values, in place of rows of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    /// A Parquet file.
    Parquet,
    /// An Arrow file (also known as Feather) or stream.
    Arrow,
}

/// How one format is told and read.
struct Format {
    /// What it is, with an article.
    name: &'static str,
    /// What it is called where it is named; empty where it cannot be.
    key: &'static str,
    is: fn(&Object) -> bool,
    read: Reader,
}

/// Reads an object of a format under an id.
#[derive(Clone, Copy)]
enum Reader {
    Posting(fn(&str, &Object) -> Posting),
    Resume(fn(&str, &Object) -> Resume),
}

use Reader::Posting as P;
use Reader::Resume as R;

/// The formats, most telling first.
const FORMATS: [Format; 8] = [
    Format {
        name: "a schema.org JobPosting",
        key: "job-posting",
        is: job_posting::is_posting,
        read: P(job_posting::read),
    },
    Format { name: "a job of Greenhouse", key: "greenhouse", is: greenhouse::is_posting, read: P(greenhouse::read) },
    Format { name: "a posting of Lever", key: "lever", is: lever::is_posting, read: P(lever::read) },
    Format { name: "a job of Ashby", key: "ashby", is: ashby::is_posting, read: P(ashby::read) },
    Format {
        name: "a posting of SmartRecruiters",
        key: "smartrecruiters",
        is: smart_recruiters::is_posting,
        read: P(smart_recruiters::read),
    },
    Format { name: "a candidate of HR Open", key: "hr-open", is: hr_open::is_candidate, read: R(hr_open::read) },
    Format {
        name: "a posting in JSON Resume's job schema",
        key: "job-schema",
        is: job_schema::is_posting,
        read: P(job_schema::read),
    },
    Format { name: "a posting with a title and a description", key: "", is: rows::is_posting, read: P(rows::read) },
];

/// The lists of answers that hold postings.
const LISTS: [&str; 4] = ["jobs", "content", "postings", "results"];

/// Reads an object of the format that is named, or of the one that its fields tell; `None` where it is of none. `what` names it
/// in errors.
pub(super) fn read(
    what: &str,
    id: &str,
    object: &Object,
    side: Option<Side>,
    named: Option<&str>,
) -> Option<Result<Document>> {
    let format = FORMATS.iter().find(|format| named.map_or_else(|| (format.is)(object), |name| name == format.key))?;
    Some(match (format.read, side) {
        (P(_), Some(Side::Resume)) => Err(of_the_other_side(what, format.name, Side::Posting)),
        (R(_), Some(Side::Posting)) => Err(of_the_other_side(what, format.name, Side::Resume)),
        (P(read), _) => Ok(Document::Posting(read(id, object))),
        (R(read), _) => Ok(Document::Resume(read(id, object))),
    })
}

/// Reads an archive that [`is_archive_of_a_person`].
pub(super) fn read_archive(origin: &str, id: &str, archive: &mut Archive<'_>, side: Option<Side>) -> Result<Document> {
    if side == Some(Side::Posting) {
        return Err(of_the_other_side(origin, "LinkedIn's data export", Side::Resume));
    }
    Ok(Document::Resume(linked_in::read(origin, id, archive)?))
}

/// The error for a document of another side than the one that was asked for.
fn of_the_other_side(what: &str, name: &str, side: Side) -> Error {
    let (is, asked) = match side {
        Side::Posting => ("posting", "résumé"),
        Side::Resume => ("résumé", "posting"),
    };
    encoding::unreadable(what, &format!("it is a {is} ({name}), not a {asked}"), &format!("give a {asked} here"))
}

/// True for the first element of an array that states things about postings in JSON-LD.
pub(super) fn is_linked(first: &Value) -> bool {
    first.as_object().is_some_and(|first| first.contains_key("@type") || first.contains_key("@context"))
}

/// The documents of a value that holds several, or none but wraps one; `None` where it is a document itself, or nothing that
/// is known to hold some.
pub(super) fn several(value: &mut Value) -> Option<Vec<Value>> {
    let linked = match value {
        Value::Object(object) if FORMATS.iter().any(|format| (format.is)(object)) => return None,
        Value::Object(object) => object.contains_key("@context") || object.contains_key("@graph"),
        Value::Array(all) => all.first().is_some_and(is_linked),
        _ => false,
    };
    if linked {
        return Some(job_posting::in_value(value)).filter(|found| !found.is_empty());
    }
    match value {
        Value::Array(all) => Some(std::mem::take(all)),
        Value::Object(object) => {
            let holds = |value: &Value| {
                let first = value.as_array().and_then(|all| all.first());
                first.and_then(Value::as_object).is_some_and(|first| FORMATS.iter().any(|format| (format.is)(first)))
            };
            let list = LISTS.iter().find(|list| object.get(**list).is_some_and(holds))?;
            match object.get_mut(*list).map(Value::take) {
                Some(Value::Array(all)) => Some(all),
                _ => None,
            }
        }
        _ => None,
    }
}
