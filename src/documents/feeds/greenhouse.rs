//! Jobs of a Greenhouse job board, as `boards/TOKEN/jobs?content=true&pay_transparency=true` answers.
//!
//! `content` is HTML that is HTML escaped once more; pay is in hundredths of the currency; no field tells remote work.

use crate::documents::Posting;
use crate::pay::Period;
use crate::pay::Stated;

use super::fields;
use super::fields::Object;
use super::links;
use super::offer::Offer;
use super::ranges;

/// The fields that are read, and those that say nothing about the work.
const KNOWN: [&str; 20] = [
    "id",
    "internal_job_id",
    "title",
    "updated_at",
    "first_published",
    "requisition_id",
    "location",
    "absolute_url",
    "metadata",
    "content",
    "departments",
    "offices",
    "company_name",
    "pay_input_ranges",
    "data_compliance",
    "education",
    "language",
    "application_deadline",
    "questions",
    "location_questions",
];

/// What the words beside a range call pay that counts in more than the base.
const TOTAL: [&str; 6] = ["on-target", "on target", "total comp", "total cash", "total target", "incl. bonus"];

/// True for a job of such an answer.
pub(super) fn is_posting(object: &Object) -> bool {
    let has = |field| object.contains_key(field);
    has("absolute_url") && has("title") && (has("content") || has("internal_job_id") || has("departments"))
}

/// Reads a job.
pub(super) fn read(id: &str, job: &Object) -> Posting {
    let mut offer = Offer::titled(fields::text(job.get("title")));
    offer.posting.url = fields::text(job.get("absolute_url"));
    links::company(&mut offer, fields::line(job.get("company_name")));
    offer.posted(job, &["first_published"]);
    offer.valid_through(job, &["application_deadline"]);
    offer.place(fields::text(job.get("location")));
    if offer.places.is_empty() {
        for office in fields::objects(job.get("offices")) {
            offer.place(fields::first(office, &["location", "name"]));
        }
    }
    offer.tags(fields::texts(job.get("departments")));
    for custom in fields::objects(job.get("metadata")) {
        let name = fields::text(custom.get("name")).unwrap_or_default().to_lowercase();
        if name.contains("employment type") || name.contains("time type") {
            offer.employment(&fields::texts(custom.get("value")));
        }
    }
    if job.get("content").is_none() {
        offer.note("the answer was saved without its texts: ask for it with content=true");
    }
    offer.part("", None, fields::text(job.get("content")));
    let ranges = fields::objects(job.get("pay_input_ranges")).into_iter().map(range).collect();
    offer.pay(ranges);
    offer.note_unknown(job, &KNOWN);
    offer.finish(id)
}

/// One range of pay.
fn range(range: &Object) -> Stated {
    let stated = ranges::range(range, ["min_cents", "max_cents", "currency_type", "period"]);
    let title = fields::line(range.get("title")).unwrap_or_default();
    let blurb = fields::line(range.get("blurb")).unwrap_or_default();
    let said = format!("{title} {blurb}").to_lowercase();
    let hourly = ["hourly", "per hour", "an hour", "/hour", "/hr"].iter().any(|word| said.contains(word));
    let earnings = said.split(|c: char| !c.is_alphanumeric()).any(|word| word == "ote");
    let hundredths = |amount: Option<f64>| amount.map(|amount| amount / 100.0);
    let (min, max) = (hundredths(stated.min), hundredths(stated.max));
    let currency = stated.currency.map_or("", |currency| currency.code());
    Stated {
        period: if hourly { Some(Period::Hour) } else { Period::named(&title) },
        total: earnings || TOTAL.iter().any(|sign| said.contains(sign)),
        evidence: format!("{title} {} {currency}", ranges::span(min, max)).trim().to_owned(),
        min,
        max,
        ..stated
    }
}
