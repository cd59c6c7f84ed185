//! Postal addresses, as schema.org names their parts and as others do.

use serde_json::Value;

use crate::codes::Country;

use super::fields;
use super::fields::Object;

/// The country of a field: a code of two or three letters, a name, or an object with a name.
pub(super) fn country(value: Option<&Value>) -> Option<Country> {
    fields::country(&fields::text(value)?)
}

/// Town, region and country of an address in one line; the country by its name. Streets and postal codes are left out.
pub(super) fn line(address: &Object) -> Option<String> {
    let town = fields::first(address, &["addressLocality", "city", "municipality"]);
    let region = fields::first(address, &["addressRegion", "region", "state"]);
    let stated = ["addressCountry", "countryCode", "country"];
    let country = fields::first(address, &stated)
        .map(|text| fields::country(&text).map_or(text, |country| country.name().to_owned()));
    let mut parts: Vec<String> = Vec::new();
    for part in [town, region, country].into_iter().flatten() {
        if !parts.iter().any(|known| known.eq_ignore_ascii_case(&part)) {
            parts.push(part);
        }
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}
