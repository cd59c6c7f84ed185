//! Jobs of an Ashby job board, as `posting-api/job-board/NAME?includeCompensation=true` answers.
//!
//! Several tiers of pay are several zones; `interval` is "1 YEAR", or "NONE" for what is no pay; a country may be alpha-3.

use crate::documents::Posting;
use crate::pay::Stated;

use super::addresses;
use super::fields;
use super::fields::Object;
use super::links;
use super::offer::Offer;
use super::ranges;

/// The fields that are read, and those that say nothing more.
const KNOWN: [&str; 22] = [
    "id",
    "title",
    "location",
    "secondaryLocations",
    "department",
    "team",
    "isListed",
    "isRemote",
    "workplaceType",
    "descriptionHtml",
    "descriptionPlain",
    "publishedAt",
    "updatedAt",
    "employmentType",
    "address",
    "jobUrl",
    "applyUrl",
    "compensation",
    "shouldDisplayCompensationOnJobPostings",
    "applicationDeadline",
    "jobRequisitionId",
    "externalLink",
];

/// True for a job of such an answer.
pub(super) fn is_posting(object: &Object) -> bool {
    object.contains_key("title")
        && object.contains_key("jobUrl")
        && ["descriptionHtml", "descriptionPlain", "isListed"].iter().any(|field| object.contains_key(*field))
}

/// Reads a job.
pub(super) fn read(id: &str, job: &Object) -> Posting {
    let mut offer = Offer::titled(fields::text(job.get("title")));
    offer.posting.url = fields::first(job, &["jobUrl", "applyUrl"]);
    links::company(&mut offer, None);
    offer.posted(job, &["publishedAt"]);
    offer.valid_through(job, &["applicationDeadline"]);
    places(&mut offer, job);
    offer.employment(&fields::texts(job.get("employmentType")));
    offer.tags(["department", "team"].iter().filter_map(|field| fields::text(job.get(*field))));
    offer.mode(fields::text(job.get("workplaceType")).as_deref());
    if offer.posting.mode.is_none() && job.get("isRemote").and_then(|value| value.as_bool()) == Some(true) {
        offer.mode(Some("remote"));
    }
    if job.get("isListed").and_then(|value| value.as_bool()) == Some(false) {
        offer.note("the job board does not list it");
    }
    offer.part("", None, fields::first(job, &["descriptionHtml", "descriptionPlain"]));
    if let Some(compensation) = job.get("compensation").and_then(|value| value.as_object()) {
        offer.pay(salaries(compensation));
        let said = ["scrapeableCompensationSalarySummary", "compensationTierSummary"];
        offer.pay_text(fields::first(compensation, &said));
    }
    offer.note_unknown(job, &KNOWN);
    offer.finish(id)
}

/// Takes the places; the countries, where each states its own.
fn places(offer: &mut Offer, job: &Object) {
    let mut countries = Vec::new();
    let first = std::iter::once(job);
    for place in first.chain(fields::objects(job.get("secondaryLocations"))) {
        let address = place.get("address").and_then(|value| value.as_object());
        let postal =
            address.map(|address| address.get("postalAddress").and_then(|value| value.as_object()).unwrap_or(address));
        countries.push(postal.and_then(|postal| addresses::country(postal.get("addressCountry"))));
        let text = fields::text(place.get("location"));
        offer.place(text.or_else(|| addresses::line(postal?)));
    }
    if let Some(countries) = countries.into_iter().collect::<Option<Vec<_>>>() {
        offer.countries(countries);
    }
}

/// The salaries of all tiers, or, where there is no tier, those of the summary.
fn salaries(compensation: &Object) -> Vec<Stated> {
    let tiers = fields::objects(compensation.get("compensationTiers"));
    let of_tiers: Vec<Stated> =
        tiers.iter().flat_map(|tier| fields::objects(tier.get("components"))).filter_map(salary).collect();
    if !of_tiers.is_empty() {
        return of_tiers;
    }
    fields::objects(compensation.get("summaryComponents")).into_iter().filter_map(salary).collect()
}

/// A component that is a salary; equity, bonus and commission are none.
fn salary(component: &Object) -> Option<Stated> {
    let kind = fields::text(component.get("compensationType"))?;
    if !kind.eq_ignore_ascii_case("salary") {
        return None;
    }
    let stated = ranges::range(component, ["minValue", "maxValue", "currencyCode", "interval"]);
    let evidence = fields::line(component.get("summary")).unwrap_or(stated.evidence);
    Some(Stated { evidence, ..stated })
}
