//! Feeds: documents that come as fields, not as text: schema.org, answers of applicant tracking systems, rows of tables.
//!
//! A new format is one row of [`FORMATS`] and one file beside this one. What its fields state becomes a fact at once; which
//! fields are not read is a note.

mod addresses;
mod ashby;
mod base_salary;
mod fields;
mod greenhouse;
mod job_posting;
mod job_schema;
mod lever;
mod links;
mod offer;
mod ranges;
mod smart_recruiters;
pub(super) mod web_page;

use serde_json::Value;

use crate::error::Result;

use super::Document;
use super::Posting;
use super::Side;
use super::encoding;
use fields::Object;

/// How one format is told and read.
struct Format {
    /// What it is, with an article.
    name: &'static str,
    is: fn(&Object) -> bool,
    read: fn(&str, &Object) -> Posting,
}

/// The formats of postings, most telling first.
const FORMATS: [Format; 6] = [
    Format { name: "a schema.org JobPosting", is: job_posting::is_posting, read: job_posting::read },
    Format { name: "a job of Greenhouse", is: greenhouse::is_posting, read: greenhouse::read },
    Format { name: "a posting of Lever", is: lever::is_posting, read: lever::read },
    Format { name: "a job of Ashby", is: ashby::is_posting, read: ashby::read },
    Format { name: "a posting of SmartRecruiters", is: smart_recruiters::is_posting, read: smart_recruiters::read },
    Format { name: "a posting in JSON Resume's job schema", is: job_schema::is_posting, read: job_schema::read },
];

/// The lists of answers that hold postings.
const LISTS: [&str; 4] = ["jobs", "content", "postings", "results"];

/// Reads an object of one of the formats; `None` where it is of none. `what` names it in errors.
pub(super) fn read(what: &str, id: &str, object: &Object, side: Option<Side>) -> Option<Result<Document>> {
    let format = FORMATS.iter().find(|format| (format.is)(object))?;
    if side == Some(Side::Resume) {
        let problem = format!("it is a posting ({}), not a résumé", format.name);
        return Some(Err(encoding::unreadable(what, &problem, "give a résumé here")));
    }
    Some(Ok(Document::Posting((format.read)(id, object))))
}

/// The documents of a value that holds several, or none but wraps one; `None` where it is a document itself, or nothing that
/// is known to hold some.
pub(super) fn several(value: &mut Value) -> Option<Vec<Value>> {
    let linked = match value {
        Value::Object(object) if FORMATS.iter().any(|format| (format.is)(object)) => return None,
        Value::Object(object) => object.contains_key("@context") || object.contains_key("@graph"),
        Value::Array(all) => {
            let first = all.first().and_then(Value::as_object);
            first.is_some_and(|first| first.contains_key("@type") || first.contains_key("@context"))
        }
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
