//! Files that hold several documents: JSON arrays, answers of job boards, web pages with postings.

use std::ops::Range;
use std::path::Path;

use serde_json::Value;

use crate::error::Result;

use super::encoding;
use super::feeds;
use super::format::Format;
use super::json;
use super::named::Named;
use super::records::Records;
use super::source;
use super::source::Raw;

/// The documents of a file of several.
pub(super) enum Several {
    /// Read already.
    Values(Vec<Value>),
    /// Places in the text of the file.
    Places(Vec<Range<usize>>),
}

impl Several {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Values(values) => values.len(),
            Self::Places(places) => places.len(),
        }
    }

    /// The only one, where there is one; `what` names it in errors.
    pub(super) fn only(&self, what: &str, text: &str) -> Result<Option<Value>> {
        match self {
            Self::Values(values) if values.len() == 1 => Ok(values.first().cloned()),
            Self::Places(places) if places.len() == 1 => json::value(what, &text[places[0].clone()]).map(Some),
            _ => Ok(None),
        }
    }
}

/// The documents of a file, each with an id after the file's; `None` where it is no file of several, or not known as one.
pub(super) fn read(
    path: &Path,
    origin: &str,
    id: &str,
    format: Format,
    named: Option<Named>,
) -> Result<Option<Records>> {
    let (_, bytes) = source::read_limited(path, origin, named)?;
    let decode = if named.is_some() { encoding::decode_as_text } else { encoding::decode };
    let text = decode(origin, &bytes)?.text;
    drop(bytes);
    let Some(found) = values(origin, &text, format)? else { return Ok(None) };
    let alone = found.len() == 1 && format != Format::JsonArray;
    let (origin, id) = (origin.to_owned(), id.to_owned());
    let names = move |at: usize| match alone {
        true => (id.clone(), origin.clone()),
        false => (format!("{id}:{}", at + 1), format!("{origin}, object {}", at + 1)),
    };
    Ok(Some(match found {
        Several::Values(values) => Box::new(values.into_iter().enumerate().map(move |(at, value)| {
            let (id, origin) = names(at);
            Ok(Raw::value(id, origin, value).of(named))
        })),
        Several::Places(places) => Box::new(places.into_iter().enumerate().map(move |(at, place)| {
            let (id, origin) = names(at);
            Ok(Raw::record(id, origin, text.as_bytes()[place].to_vec()).of(named))
        })),
    }))
}

/// The documents in the text of a file; `None` where it is no file of several, or not known as one.
pub(super) fn values(origin: &str, text: &str, format: Format) -> Result<Option<Several>> {
    match format {
        Format::Page => {
            let found = feeds::web_page::postings(text);
            Ok(Some(Several::Values(found)).filter(|found| found.len() > 0))
        }
        Format::JsonArray => {
            let places = json::elements(origin, text)?;
            let first = places.first().map(|place| json::value(origin, &text[place.clone()])).transpose()?;
            if !first.as_ref().is_some_and(feeds::is_linked) {
                return Ok(Some(Several::Places(places)));
            }
            let mut value = json::value(origin, text)?;
            Ok(feeds::several(&mut value).map(Several::Values))
        }
        Format::Answer => {
            let mut value = json::value(origin, text)?;
            Ok(feeds::several(&mut value).map(Several::Values))
        }
        _ => Ok(None),
    }
}
