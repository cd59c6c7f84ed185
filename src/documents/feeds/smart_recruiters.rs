//! Postings of SmartRecruiters, as `v1/companies/NAME/postings` and `.../postings/ID` answer.
//!
//! `experienceLevel` states the level; the text stands in the sections of `jobAd`, and only in the answer for one posting.

use crate::documents::Posting;
use crate::documents::SectionKind;
use crate::seniority;

use super::addresses;
use super::fields;
use super::fields::Object;
use super::offer::Offer;
use super::ranges;

/// The fields that are read, and those that say nothing more.
const KNOWN: [&str; 30] = [
    "id",
    "uuid",
    "jobId",
    "jobAdId",
    "defaultJobAd",
    "name",
    "title",
    "refNumber",
    "company",
    "location",
    "releasedDate",
    "industry",
    "department",
    "function",
    "typeOfEmployment",
    "employmentType",
    "experienceLevel",
    "jobAd",
    "description",
    "applyUrl",
    "postingUrl",
    "referralUrl",
    "ref",
    "active",
    "visibility",
    "creator",
    "customField",
    "language",
    "compensation",
    "displayLevel",
];

/// True for a posting of such an answer.
pub(super) fn is_posting(object: &Object) -> bool {
    let has = |field| object.contains_key(field);
    has("releasedDate") && (has("experienceLevel") || has("typeOfEmployment") || has("jobAd") || has("refNumber"))
}

/// Reads a posting.
pub(super) fn read(id: &str, posting: &Object) -> Posting {
    let mut offer = Offer::titled(fields::first(posting, &["name", "title"]));
    offer.posting.url = fields::first(posting, &["postingUrl", "applyUrl", "ref"]);
    offer.posting.company = fields::line(posting.get("company"));
    offer.posted(posting, &["releasedDate"]);
    place(&mut offer, posting);
    offer.employment(&fields::texts(posting.get("typeOfEmployment").or(posting.get("employmentType"))));
    offer.tags(["industry", "department", "function"].iter().flat_map(|field| fields::texts(posting.get(*field))));
    let experience = posting.get("experienceLevel");
    let level = |field| fields::text(experience?.get(field));
    let level = level("id").or_else(|| level("label")).or_else(|| fields::text(experience));
    offer.posting.level = level.and_then(|level| seniority::level_of_field(&level));
    texts(&mut offer, posting);
    let stated = fields::objects(posting.get("compensation"));
    offer.pay(stated.into_iter().map(|range| ranges::range(range, ["min", "max", "currency", "period"])).collect());
    offer.note_unknown(posting, &KNOWN);
    offer.finish(id)
}

fn place(offer: &mut Offer, posting: &Object) {
    let Some(location) = posting.get("location").and_then(|value| value.as_object()) else {
        return offer.place(fields::text(posting.get("location")));
    };
    offer.place(addresses::line(location).or_else(|| fields::text(location.get("fullLocation"))));
    offer.countries(addresses::country(location.get("country")));
    let says = |field| location.get(field).and_then(|value| value.as_bool()) == Some(true);
    if says("hybrid") {
        offer.mode(Some("hybrid"));
    } else if says("remote") {
        offer.mode(Some("remote"));
    }
}

fn texts(offer: &mut Offer, posting: &Object) {
    let sections = posting.get("jobAd").and_then(|ad| ad.get("sections")).and_then(|sections| sections.as_object());
    let Some(sections) = sections else {
        if !posting.contains_key("description") {
            offer.note("the answer was saved without its texts: ask for the posting by its id");
        }
        return offer.part("", None, fields::text(posting.get("description")));
    };
    for (field, kind) in [
        ("companyDescription", Some(SectionKind::Company)),
        ("jobDescription", None),
        ("qualifications", Some(SectionKind::Requirements)),
        ("additionalInformation", None),
    ] {
        let Some(section) = sections.get(field).and_then(|section| section.as_object()) else { continue };
        let heading = fields::text(section.get("title")).unwrap_or_default();
        offer.part(&heading, kind, fields::text(section.get("text")));
    }
}
