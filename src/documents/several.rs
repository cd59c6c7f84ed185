//! Files that hold several documents: JSON arrays, answers of job boards, web pages with postings.

use std::path::Path;

use serde_json::Value;

use crate::error::Result;

use super::encoding;
use super::feeds;
use super::format::Format;
use super::named::Named;
use super::source;
use super::source::Raw;

/// The documents of a file, next one last, each with an id after the file's; `None` where it is no file of several, or not
/// known as one.
pub(super) fn read(
    path: &Path,
    origin: &str,
    id: &str,
    format: Format,
    named: Option<Named>,
) -> Result<Option<Vec<Raw>>> {
    let (_, bytes) = source::read_limited(path, origin, named)?;
    let decode = if named.is_some() { encoding::decode_as_text } else { encoding::decode };
    let text = decode(origin, &bytes)?.text;
    drop(bytes);
    let Some(values) = values(origin, &text, format)? else { return Ok(None) };
    let alone = values.len() == 1 && format != Format::JsonArray;
    let raw = |(at, value): (usize, Value)| {
        if alone {
            return Raw::value(id.to_owned(), origin.to_owned(), value).of(named);
        }
        Raw::value(format!("{id}:{}", at + 1), format!("{origin}, object {}", at + 1), value).of(named)
    };
    Ok(Some(values.into_iter().enumerate().map(raw).rev().collect()))
}

/// The documents in the text of a file; `None` where it is no file of several, or not known as one.
pub(super) fn values(origin: &str, text: &str, format: Format) -> Result<Option<Vec<Value>>> {
    match format {
        Format::Page => Ok(Some(feeds::web_page::postings(text)).filter(|found| !found.is_empty())),
        Format::Answer | Format::JsonArray => {
            let mut value: Value = serde_json::from_str(text).map_err(|error| {
                encoding::unreadable(origin, &format!("it is not valid JSON ({error})"), "correct it or leave it out")
            })?;
            Ok(feeds::several(&mut value))
        }
        _ => Ok(None),
    }
}
