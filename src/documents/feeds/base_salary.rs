//! `baseSalary` of schema.org: a number, a text, an amount, a range, or a list of these.

use serde_json::Value;

use crate::codes::Currency;
use crate::pay::Period;
use crate::pay::Stated;

use super::fields;
use super::fields::Object;
use super::offer::Offer;
use super::ranges;

/// Takes the pay that a posting states.
pub(super) fn read(offer: &mut Offer, posting: &Object) {
    let currency = fields::text(posting.get("salaryCurrency"));
    let mut ranges = Vec::new();
    for value in fields::each(posting.get("baseSalary")) {
        match value {
            Value::Object(salary) => ranges.extend(amounts(salary, currency.as_deref())),
            other => match fields::number(Some(other)) {
                Some(max) => ranges.push(stated(None, Some(max), currency.as_deref(), None)),
                None => offer.pay_text(fields::text(Some(other)).map(|text| match &currency {
                    Some(currency) if !text.contains(currency.as_str()) => format!("{text} {currency}"),
                    _ => text,
                })),
            },
        }
    }
    offer.pay(ranges);
    if offer.posting.pay.is_none() && !fields::each(posting.get("estimatedSalary")).is_empty() {
        offer.note("only an estimate of the pay is stated, which is not read");
    }
}

/// The amounts of a `MonetaryAmount`, whose value is a number, a text, a `QuantitativeValue` or a list of them.
fn amounts(salary: &Object, currency: Option<&str>) -> Vec<Stated> {
    let own = fields::text(salary.get("currency"));
    let currency = own.as_deref().or(currency);
    let outer = fields::text(salary.get("unitText")).or_else(|| fields::text(salary.get("duration")));
    let values = fields::each(salary.get("value"));
    let one = |object: &Object| {
        let unit = fields::first(object, &["unitText", "unitCode"]).or_else(|| outer.clone());
        let [min, max] = ["minValue", "maxValue"].map(|field| fields::number(object.get(field)));
        let lone = fields::number(object.get("value")).filter(|_| min.is_none() && max.is_none());
        stated(min, max.or(lone), currency, unit.as_deref())
    };
    if values.is_empty() {
        return vec![one(salary)];
    }
    let amount = |value: &Value| match value {
        Value::Object(object) => Some(one(object)),
        other => fields::number(Some(other)).map(|max| stated(None, Some(max), currency, outer.as_deref())),
    };
    values.into_iter().filter_map(amount).collect()
}

fn stated(min: Option<f64>, max: Option<f64>, currency: Option<&str>, unit: Option<&str>) -> Stated {
    let evidence = format!("{} {} {}", ranges::span(min, max), currency.unwrap_or(""), unit.unwrap_or(""));
    Stated {
        min,
        max,
        currency: currency.and_then(Currency::from_code),
        period: unit.and_then(Period::named),
        total: false,
        evidence: evidence.trim().to_owned(),
    }
}
