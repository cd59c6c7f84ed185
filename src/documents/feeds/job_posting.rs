//! schema.org `JobPosting`, as JSON-LD has it: alone, in a list, in an `@graph`, or in a web page.
//!
//! Every field may be a text, an object or a list of either; nodes of a graph may be named by `@id` alone.

use std::collections::HashMap;

use serde_json::Value;

use crate::codes::Country;
use crate::documents::Posting;
use crate::documents::SectionKind;
use crate::place;

use super::addresses;
use super::base_salary;
use super::fields;
use super::fields::Object;
use super::offer::Offer;

/// The fields that are read, and those that say nothing about the work.
const KNOWN: [&str; 38] = [
    "id",
    "type",
    "title",
    "name",
    "description",
    "datePosted",
    "validThrough",
    "hiringOrganization",
    "identifier",
    "jobLocation",
    "jobLocationType",
    "applicantLocationRequirements",
    "employmentType",
    "baseSalary",
    "salaryCurrency",
    "estimatedSalary",
    "experienceRequirements",
    "educationRequirements",
    "experienceInPlaceOfEducation",
    "qualifications",
    "responsibilities",
    "skills",
    "incentiveCompensation",
    "jobBenefits",
    "industry",
    "occupationalCategory",
    "directApply",
    "url",
    "sameAs",
    "image",
    "logo",
    "mainEntityOfPage",
    "workHours",
    "employerOverview",
    "inLanguage",
    "dateModified",
    "tags",
    "jobImmediateStart",
];

/// True for a `JobPosting`, however the type is written.
pub(super) fn is_posting(object: &Object) -> bool {
    let types =
        object.get("@type").or_else(|| object.get("type").filter(|_| object.contains_key("hiringOrganization")));
    fields::each(types)
        .iter()
        .any(|one| one.as_str().is_some_and(|name| name.rsplit(['/', ':', '#']).next() == Some("JobPosting")))
}

/// The postings in a value, in order, whole: what a graph names by `@id` is put in its place.
pub(super) fn in_value(value: &Value) -> Vec<Value> {
    let (mut found, mut nodes) = (Vec::new(), HashMap::new());
    gather(value, &mut found, &mut nodes);
    found.into_iter().map(|posting| Value::Object(whole(posting, &nodes))).collect()
}

/// Gathers postings, and all nodes that have an `@id` and say more. The depth is that of the parser, which has a limit.
fn gather<'a>(value: &'a Value, found: &mut Vec<&'a Object>, nodes: &mut HashMap<&'a str, &'a Object>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| gather(one, found, nodes)),
        Value::Object(object) => {
            if let Some(id) = object.get("@id").and_then(Value::as_str)
                && object.keys().any(|key| key != "@id" && key != "@type")
            {
                nodes.entry(id).or_insert(object);
            }
            if is_posting(object) {
                found.push(object);
            }
            object.values().for_each(|one| gather(one, found, nodes));
        }
        _ => {}
    }
}

/// The posting with its references to nodes put in.
fn whole(posting: &Object, nodes: &HashMap<&str, &Object>) -> Object {
    let put_in = |value: &Value| {
        let named = value.get("@id").and_then(Value::as_str).and_then(|id| nodes.get(id));
        match named {
            Some(node) if !is_posting(node) => Value::Object((*node).clone()),
            _ => value.clone(),
        }
    };
    let field = |(name, value): (&String, &Value)| {
        let value = match value {
            Value::Array(all) => Value::Array(all.iter().map(put_in).collect()),
            one => put_in(one),
        };
        (name.clone(), value)
    };
    posting.iter().map(field).collect()
}

/// Reads a posting.
pub(super) fn read(id: &str, posting: &Object) -> Posting {
    let mut offer = Offer::titled(fields::first(posting, &["title", "name"]));
    let link = fields::text(posting.get("@id")).filter(|id| id.starts_with("http"));
    offer.posting.url = fields::first(posting, &["url", "sameAs"]).or(link);
    offer.posting.company = fields::line(posting.get("hiringOrganization"));
    offer.posted(posting, &["datePosted"]);
    offer.valid_through(posting, &["validThrough"]);
    offer.employment(&fields::texts(posting.get("employmentType")));
    offer.tags(["industry", "occupationalCategory"].iter().flat_map(|field| fields::texts(posting.get(*field))));
    for word in fields::texts(posting.get("jobLocationType")) {
        offer.mode(Some(&word));
    }
    places(&mut offer, posting);
    base_salary::read(&mut offer, posting);
    texts(&mut offer, posting);
    offer.note_unknown(posting, &KNOWN);
    offer.finish(id)
}

/// Takes where the work is, and from where it may be done: the stated requirements, else the countries of all places.
fn places(offer: &mut Offer, posting: &Object) {
    let mut countries = Vec::new();
    for value in fields::each(posting.get("jobLocation")) {
        let place = value.as_object();
        let stated = place.map_or_else(Vec::new, |place| fields::each(place.get("address")));
        let addresses: Vec<&Value> = if stated.is_empty() { vec![value] } else { stated };
        for address in addresses {
            let line = match address.as_object() {
                Some(address) => addresses::line(address).or_else(|| fields::text(address.get("name"))),
                None => fields::text(Some(address)),
            };
            countries.push(address.get("addressCountry").and_then(|country| addresses::country(Some(country))));
            offer.place(line.or_else(|| fields::text(place?.get("name"))));
        }
    }
    let asked = fields::each(posting.get("applicantLocationRequirements"));
    let required: Vec<Country> = asked.iter().flat_map(|value| required(offer, value)).collect();
    if !required.is_empty() {
        offer.countries(required);
    } else if let Some(countries) = countries.into_iter().collect::<Option<Vec<_>>>() {
        offer.countries(countries);
    }
    if offer.places.is_empty() {
        asked.iter().for_each(|value| offer.place(fields::text(Some(value))));
    }
}

/// The countries of a requirement: a country or a state, by name or code, or an address.
fn required(offer: &mut Offer, value: &Value) -> Vec<Country> {
    let address = value.get("address").unwrap_or(value);
    if let Some(country) = addresses::country(address.get("addressCountry")) {
        return vec![country];
    }
    let Some(name) = fields::text(Some(value)) else { return Vec::new() };
    if let Some(country) = fields::country(&name) {
        return vec![country];
    }
    let last = name.rsplit(',').next().and_then(fields::country);
    let within = place::read(Some(&name), "", "", None).place;
    let found = place::parse_countries(&name).unwrap_or_else(|| last.map_or(within.countries, |one| vec![one]));
    if found.is_empty() && !within.anywhere {
        offer.note(format!("applicantLocationRequirements could not be read: {name:?}"));
    }
    found
}

/// Takes the text, and the fields that hold more of it.
fn texts(offer: &mut Offer, posting: &Object) {
    offer.part("", None, fields::text(posting.get("description")));
    for (field, heading, kind) in [
        ("responsibilities", "Responsibilities", SectionKind::Responsibilities),
        ("qualifications", "Qualifications", SectionKind::Requirements),
        ("skills", "Skills", SectionKind::Skills),
        ("employerOverview", "About the company", SectionKind::Company),
        ("jobBenefits", "Benefits", SectionKind::Benefits),
        ("incentiveCompensation", "Incentives", SectionKind::Benefits),
    ] {
        offer.items(heading, kind, &fields::texts(posting.get(field)));
    }
    for value in fields::each(posting.get("experienceRequirements")) {
        let months = value.get("monthsOfExperience").and_then(|months| fields::number(Some(months)));
        if let Some(months) = months.filter(|months| (0.0..=600.0).contains(months)) {
            #[allow(clippy::cast_possible_truncation)]
            let years = (months / 12.0) as f32;
            offer.posting.years = offer.posting.years.map(|known| known.max(years)).or(Some(years));
        }
        offer.part(
            "Experience",
            Some(SectionKind::Requirements),
            fields::text(Some(value)).filter(|text| !is_none(text)),
        );
    }
    let credentials: Vec<String> = fields::each(posting.get("educationRequirements"))
        .into_iter()
        .filter_map(|value| fields::text(value.get("credentialCategory")).or_else(|| fields::text(Some(value))))
        .filter(|text| !is_none(text))
        .collect();
    offer.items("Education", SectionKind::Requirements, &credentials);
}

/// True for a text that says that nothing is required, as generators of pages write it.
fn is_none(text: &str) -> bool {
    ["no requirements", "none", "n/a", "not required"].contains(&text.trim().to_lowercase().as_str())
}
