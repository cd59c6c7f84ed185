//! Sources as format 2 kept them: documents without the facts that a posting's format may state since, in a form that
//! names no field, so that they must be read exactly as they were written.

use jiff::civil::Date;
use serde::Deserialize;

use super::source::Embedded;
use super::source::Source;
use crate::codes::Country;
use crate::codes::Language;
use crate::documents::Document;
use crate::documents::Position;
use crate::documents::Posting;
use crate::documents::Resume;
use crate::documents::Section;
use crate::pay::Pay;
use crate::place::Mode;

#[derive(Deserialize)]
enum OldSource {
    Document(Box<OldDocument>),
    Embedded(Embedded),
}

#[derive(Deserialize)]
enum OldDocument {
    Posting(OldPosting),
    Resume(OldResume),
}

#[derive(Deserialize)]
struct OldPosting {
    id: String,
    title: String,
    company: Option<String>,
    pay_tag: Option<String>,
    place_tag: Option<String>,
    pay: Option<Pay>,
    mode: Option<Mode>,
    url: Option<String>,
    posted: Option<Date>,
    tags: Vec<String>,
    sections: Vec<Section>,
    language: Option<Language>,
    notes: Vec<String>,
}

#[derive(Deserialize)]
struct OldResume {
    id: String,
    name: Option<String>,
    contact: Vec<String>,
    title: String,
    country: Option<Country>,
    place_text: Option<String>,
    pay_text: Option<String>,
    sections: Vec<Section>,
    positions: Vec<Position>,
    tags: Vec<String>,
    language: Option<Language>,
    notes: Vec<String>,
}

/// The source of format 2 that some bytes hold.
pub(super) fn source(plain: &[u8]) -> Result<Source, postcard::Error> {
    Ok(match postcard::from_bytes(plain)? {
        OldSource::Embedded(embedded) => Source::Embedded(embedded),
        OldSource::Document(document) => Source::Document(Box::new(match *document {
            OldDocument::Posting(old) => posting(old).into(),
            OldDocument::Resume(old) => resume(old),
        })),
    })
}

fn posting(old: OldPosting) -> Posting {
    Posting {
        id: old.id,
        title: old.title,
        company: old.company,
        pay_tag: old.pay_tag,
        place_tag: old.place_tag,
        pay: old.pay,
        mode: old.mode,
        url: old.url,
        posted: old.posted,
        tags: old.tags,
        sections: old.sections,
        language: old.language,
        notes: old.notes,
        ..Posting::default()
    }
}

fn resume(old: OldResume) -> Document {
    Document::Resume(Resume {
        id: old.id,
        name: old.name,
        contact: old.contact,
        title: old.title,
        country: old.country,
        place_text: old.place_text,
        pay_text: old.pay_text,
        sections: old.sections,
        positions: old.positions,
        tags: old.tags,
        language: old.language,
        notes: old.notes,
    })
}
