//! Ranges of pay in objects of numbers.

use crate::codes::Currency;
use crate::pay::Period;
use crate::pay::Stated;

use super::fields;
use super::fields::Object;

/// The range of an object whose fields for least, most, currency and period have these names.
pub(super) fn range(object: &Object, names: [&str; 4]) -> Stated {
    let [min, max] = [names[0], names[1]].map(|name| fields::number(object.get(name)));
    let [currency, period] = [names[2], names[3]].map(|name| fields::text(object.get(name)).unwrap_or_default());
    Stated {
        min,
        max,
        currency: Currency::from_code(&currency),
        period: Period::named(&period),
        total: false,
        evidence: format!("{} {currency} {period}", span(min, max)).trim().to_owned(),
    }
}

/// The ends in words: "50000 - 60000".
pub(super) fn span(min: Option<f64>, max: Option<f64>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("{min} - {max}"),
        (Some(one), None) | (None, Some(one)) => one.to_string(),
        (None, None) => String::new(),
    }
}
