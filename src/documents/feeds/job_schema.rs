//! Postings in the job schema of JSON Resume. `salary` is a text; `remote` is `Full`, `Hybrid` or `None`.

use crate::documents::Posting;
use crate::documents::SectionKind;
use crate::seniority;

use super::addresses;
use super::fields;
use super::fields::Object;
use super::offer::Offer;

/// The fields that are read.
const KNOWN: [&str; 15] = [
    "id",
    "title",
    "company",
    "type",
    "date",
    "description",
    "location",
    "remote",
    "salary",
    "experience",
    "responsibilities",
    "qualifications",
    "skills",
    "meta",
    "tags",
];

/// True for such a posting.
pub(super) fn is_posting(object: &Object) -> bool {
    let list = |field| object.get(field).is_some_and(|value| value.is_array());
    object.contains_key("title")
        && !object.contains_key("basics")
        && !object.contains_key("text")
        && (list("qualifications")
            || list("responsibilities")
            || (list("skills") && object.contains_key("description")))
}

/// Reads a posting.
pub(super) fn read(id: &str, job: &Object) -> Posting {
    let mut offer = Offer::titled(fields::text(job.get("title")));
    offer.posting.company = fields::line(job.get("company"));
    offer.posting.url = job.get("meta").and_then(|meta| fields::text(meta.get("canonical")));
    offer.posted(job, &["date"]);
    offer.employment(&fields::texts(job.get("type")));
    offer.tags(fields::texts(job.get("tags")));
    match job.get("location").and_then(|value| value.as_object()) {
        Some(location) => {
            offer.place(addresses::line(location));
            offer.countries(addresses::country(location.get("countryCode")));
        }
        None => offer.place(fields::text(job.get("location"))),
    }
    offer.mode(fields::text(job.get("remote")).as_deref());
    if job.get("remote").and_then(|value| value.as_bool()) == Some(true) {
        offer.mode(Some("remote"));
    }
    let experience = fields::text(job.get("experience"));
    offer.posting.level = experience.as_deref().and_then(seniority::level_of_field);
    if offer.posting.level.is_none() {
        offer.part("Experience", Some(SectionKind::Requirements), experience);
    }
    offer.part("", None, fields::text(job.get("description")));
    offer.items("Responsibilities", SectionKind::Responsibilities, &fields::texts(job.get("responsibilities")));
    offer.items("Qualifications", SectionKind::Requirements, &fields::texts(job.get("qualifications")));
    let skills: Vec<String> = fields::each(job.get("skills")).into_iter().filter_map(skill).collect();
    offer.items("Skills", SectionKind::Skills, &skills);
    offer.pay_text(fields::text(job.get("salary")));
    offer.note_unknown(job, &KNOWN);
    offer.finish(id)
}

/// A skill with its keywords: "Bread: rye, wheat".
fn skill(value: &serde_json::Value) -> Option<String> {
    let name = fields::text(Some(value));
    let keywords = value.get("keywords").map(|words| fields::texts(Some(words)).join(", ")).unwrap_or_default();
    match name {
        Some(name) if !keywords.is_empty() => Some(format!("{name}: {keywords}")),
        None => Some(keywords).filter(|keywords| !keywords.is_empty()),
        named => named,
    }
}
