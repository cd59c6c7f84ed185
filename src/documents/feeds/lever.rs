//! Postings of Lever, as `v0/postings/SITE?mode=json` answers: a list.
//!
//! `text` is the title; what is asked stands in `lists`, not in `description`; `createdAt` is in milliseconds.

use crate::documents::Posting;
use crate::seniority;

use super::fields;
use super::fields::Object;
use super::links;
use super::offer::Offer;
use super::ranges;

/// The fields that are read, and those that say nothing more.
const KNOWN: [&str; 24] = [
    "id",
    "text",
    "categories",
    "country",
    "createdAt",
    "updatedAt",
    "description",
    "descriptionPlain",
    "descriptionBody",
    "descriptionBodyPlain",
    "opening",
    "openingPlain",
    "lists",
    "additional",
    "additionalPlain",
    "workplaceType",
    "salaryRange",
    "salaryDescription",
    "salaryDescriptionPlain",
    "hostedUrl",
    "applyUrl",
    "tags",
    "state",
    "reqCode",
];

/// True for a posting of such an answer.
pub(super) fn is_posting(object: &Object) -> bool {
    object.contains_key("text")
        && object.contains_key("hostedUrl")
        && ["categories", "lists", "descriptionPlain"].iter().any(|field| object.contains_key(*field))
}

/// Reads a posting.
pub(super) fn read(id: &str, posting: &Object) -> Posting {
    let mut offer = Offer::titled(fields::text(posting.get("text")));
    offer.posting.url = fields::first(posting, &["hostedUrl", "applyUrl"]);
    links::company(&mut offer, None);
    offer.posted(posting, &["createdAt"]);
    let none = Object::new();
    let categories = posting.get("categories").and_then(|value| value.as_object()).unwrap_or(&none);
    offer.place(fields::text(categories.get("location")));
    for place in fields::texts(categories.get("allLocations")) {
        offer.place(Some(place));
    }
    offer.employment(&fields::texts(categories.get("commitment")));
    offer.tags(["department", "team"].iter().filter_map(|field| fields::text(categories.get(*field))));
    offer.tags(fields::texts(posting.get("tags")));
    offer.posting.level = fields::text(categories.get("level")).and_then(|text| seniority::level_of_field(&text));
    offer.mode(fields::text(posting.get("workplaceType")).as_deref());
    // The country is that of the first place only.
    if offer.places.len() <= 1
        && let Some(code) = fields::text(posting.get("country"))
    {
        match fields::country(&code) {
            Some(country) => offer.countries([country]),
            None => offer.note(format!("country {code:?} is no ISO 3166-1 code")),
        }
    }
    offer.part("", None, fields::first(posting, &["description", "descriptionPlain"]));
    for list in fields::objects(posting.get("lists")) {
        let heading = fields::text(list.get("text")).unwrap_or_default();
        offer.part(&heading, None, fields::text(list.get("content")));
    }
    offer.part("", None, fields::first(posting, &["additional", "additionalPlain"]));
    let stated = fields::objects(posting.get("salaryRange"));
    offer.pay(stated.into_iter().map(|range| ranges::range(range, ["min", "max", "currency", "interval"])).collect());
    let said = fields::first(posting, &["salaryDescriptionPlain", "salaryDescription"]);
    offer.pay_text(said.map(|said| fields::plain(&said)));
    offer.note_unknown(posting, &KNOWN);
    offer.finish(id)
}
