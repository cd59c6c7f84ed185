//! Fields of loosely typed JSON: the same field is a text here, an object there, and a list elsewhere.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Map;
use serde_json::Value;

use crate::codes::Country;
use crate::documents::encoding;
use crate::documents::entities;
use crate::place;

/// A JSON object.
pub(super) type Object = Map<String, Value>;

/// What an object that stands for a text keeps it in, best first.
const NAMES: [&str; 7] = ["name", "label", "value", "text", "formatted", "description", "@value"];

/// Escaped tags that show that a text is HTML escaped once more.
const ESCAPED_TAGS: [&str; 7] = ["&lt;p", "&lt;div", "&lt;ul", "&lt;li", "&lt;br", "&lt;h", "&lt;strong"];

/// The values of a field: those of its list, or the one that is there; nulls are left out.
pub(super) fn each(value: Option<&Value>) -> Vec<&Value> {
    match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(all)) => all.iter().filter(|value| !value.is_null()).collect(),
        Some(one) => vec![one],
    }
}

/// The objects of a field.
pub(super) fn objects(value: Option<&Value>) -> Vec<&Object> {
    each(value).into_iter().filter_map(Value::as_object).collect()
}

/// The text of a field: a text, a number, the name of an object, or the first of a list; `None` where it is blank.
pub(super) fn text(value: Option<&Value>) -> Option<String> {
    let found = match value? {
        Value::String(text) => encoding::repair_text(text).text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Object(object) => return NAMES.iter().find_map(|name| text(object.get(*name))),
        Value::Array(all) => return all.iter().find_map(|one| text(Some(one))),
        Value::Null | Value::Bool(_) => return None,
    };
    Some(found).filter(|found| !found.is_empty())
}

/// The texts of a field.
pub(super) fn texts(value: Option<&Value>) -> Vec<String> {
    each(value).into_iter().filter_map(|one| text(Some(one))).collect()
}

/// The text of the first field that has one.
pub(super) fn first(object: &Object, fields: &[&str]) -> Option<String> {
    fields.iter().find_map(|field| text(object.get(*field)))
}

/// A text of a field on one line, without markup or character references.
pub(super) fn line(value: Option<&Value>) -> Option<String> {
    text(value).map(|text| plain(&text)).filter(|text| !text.is_empty())
}

/// A text on one line, without markup or character references.
pub(super) fn plain(text: &str) -> String {
    let decoded = entities::decode(text);
    decoded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The number of a field, also where it is written as a text ("120,000.50").
pub(super) fn number(value: Option<&Value>) -> Option<f64> {
    match value? {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => amount(text),
        _ => None,
    }
}

/// The number that a text is, with commas or blanks between thousands; `None` where there is more in it.
pub(super) fn amount(text: &str) -> Option<f64> {
    let plain: String = text.chars().filter(|c| !matches!(c, ',' | ' ' | '_' | '\u{a0}' | '\u{202f}')).collect();
    plain.parse().ok().filter(|number: &f64| number.is_finite())
}

/// The day of a field: `2026-11-21` with or without a time, or milliseconds since 1970.
pub(super) fn date(value: &Value) -> Option<Date> {
    match value {
        Value::String(text) => day(text),
        Value::Number(number) => of_milliseconds(number.as_i64()?),
        _ => None,
    }
}

/// The day of a text: `2026-11-21` with or without a time, or milliseconds since 1970.
pub(super) fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    if text.len() >= 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return of_milliseconds(text.parse().ok()?);
    }
    text.get(..10)?.parse().ok()
}

fn of_milliseconds(milliseconds: i64) -> Option<Date> {
    // Less than this is no time of a posting: seconds, or a number of something else.
    if milliseconds < 100_000_000_000 {
        return None;
    }
    Some(Timestamp::from_millisecond(milliseconds).ok()?.to_zoned(TimeZone::UTC).date())
}

/// The country of a code (alpha-2 or alpha-3, any case) or of a name.
pub(super) fn country(text: &str) -> Option<Country> {
    let text = text.trim();
    Country::from_code(text).or_else(|| match place::parse_countries(text)?[..] {
        [one] => Some(one),
        _ => None,
    })
}

/// The HTML of a text that may be HTML escaped once more, as feeds have it.
pub(super) fn markup(text: &str) -> String {
    let escaped = |sign: &&str| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    let tagged = ["<p", "<div", "<ul", "<li", "<br"].iter().any(escaped);
    if !tagged && ESCAPED_TAGS.iter().any(escaped) {
        return entities::decode_once(text).unwrap_or_else(|| text.to_owned());
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use jiff::civil;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_text_may_be_a_text_an_object_or_a_list() {
        for value in
            [json!("Crumb"), json!({"@type": "Thing", "name": " Crumb "}), json!([null, "", {"label": "Crumb"}])]
        {
            assert_eq!(text(Some(&value)).as_deref(), Some("Crumb"));
        }
        assert_eq!(texts(Some(&json!(["a", {"value": 5}, null]))), ["a", "5"]);
        assert_eq!((text(Some(&json!(true))), text(None)), (None, None));
    }

    #[test]
    fn numbers_and_days_are_read_however_they_are_written() {
        assert_eq!(number(Some(&json!("120,000.50"))), Some(120_000.5));
        assert_eq!((number(Some(&json!("a lot"))), number(Some(&json!("nan")))), (None, None));
        for value in [json!("2026-03-09"), json!("2026-03-09T23:00:00-05:00"), json!(1_773_014_400_000_i64)] {
            assert_eq!(date(&value), Some(civil::date(2026, 3, 9)), "{value}");
        }
        assert_eq!((date(&json!("2026-03")), date(&json!(5)), date(&json!(i64::MAX))), (None, None, None));
    }

    #[test]
    fn markup_that_is_escaped_once_more_is_decoded_once() {
        assert_eq!(markup("&lt;p&gt;R&amp;amp;D&lt;/p&gt;"), "<p>R&amp;D</p>");
        assert_eq!(markup("<p>write &lt;p&gt; tags</p>"), "<p>write &lt;p&gt; tags</p>");
    }
}
