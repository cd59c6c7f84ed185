//! What a JSON record states of a document beside its text: when it was posted, and tags.

use jiff::civil::Date;
use serde_json::Map;
use serde_json::Value;

use super::Document;

/// What the day of posting is called.
const POSTED: [&str; 5] = ["posted", "datePosted", "date_posted", "published_at", "publication_date"];

/// The most tags, and the longest, in bytes.
const TAGS: usize = 64;
const TAG: usize = 100;

/// Gives a document what its record states.
pub(super) fn take(document: &mut Document, record: &Map<String, Value>) {
    let mut notes = Vec::new();
    if let Document::Posting(posting) = document
        && let Some((name, value)) = POSTED.iter().find_map(|&name| Some((name, record.get(name)?)))
    {
        posting.posted = value.as_str().and_then(day);
        if posting.posted.is_none() && !value.is_null() {
            notes.push(format!("{name} could not be read: {value}; write it as 2026-11-21"));
        }
    }
    if let Some(value) = record.get("tags") {
        match tags(value) {
            Some(tags) => *document.tags_mut() = tags,
            None => notes.push(format!("tags must be a list of at most {TAGS} words of at most {TAG} bytes")),
        }
    }
    document.add_notes(notes);
}

/// The day of "2026-11-21", also where a time of day follows.
fn day(text: &str) -> Option<Date> {
    let day = text.trim().get(..10)?;
    day.parse().ok()
}

/// Tags that a format states: in small letters, in order, each once, without those that are too long, no more than the most.
pub(super) fn tidy_tags(tags: Vec<String>) -> Vec<String> {
    let mut tags: Vec<String> = tags.iter().map(|tag| tag.trim().to_lowercase()).collect();
    tags.retain(|tag| !tag.is_empty() && tag.len() <= TAG);
    tags.sort();
    tags.dedup();
    tags.truncate(TAGS);
    tags
}

fn tags(value: &Value) -> Option<Vec<String>> {
    let mut tags: Vec<String> =
        value.as_array()?.iter().map(|tag| Some(tag.as_str()?.trim().to_lowercase())).collect::<Option<_>>()?;
    tags.retain(|tag| !tag.is_empty());
    tags.sort();
    tags.dedup();
    (tags.len() <= TAGS && tags.iter().all(|tag| tag.len() <= TAG)).then_some(tags)
}

#[cfg(test)]
mod tests {
    use super::super::json_lines::read_record;
    use super::*;

    fn read(text: &str) -> Document {
        read_record("a.jsonl, line 1", "a:1", text.as_bytes(), None, None).unwrap()
    }

    #[test]
    fn the_day_and_the_tags_are_taken() {
        let text = r##"{"id": "x", "text": "# Baker\n\nWe bake.", "datePosted": "2026-03-09T10:00:00Z", "tags": ["Night ", "oven", "night"]}"##;
        let Document::Posting(posting) = read(text) else { panic!("a posting") };
        assert_eq!(posting.posted, Some(jiff::civil::date(2026, 3, 9)));
        assert_eq!(posting.tags, ["night", "oven"]);
        assert!(posting.notes.is_empty());
    }

    #[test]
    fn what_cannot_be_taken_is_noted() {
        for (field, said) in [
            (r#""posted": "yesterday""#, "posted could not be read"),
            (r#""posted": 3"#, "posted could not be read"),
            (r#""posted": "2026-02-31""#, "posted could not be read"),
            (r#""tags": "night""#, "tags must be a list"),
            (r#""tags": [1]"#, "tags must be a list"),
        ] {
            let document = read(&format!("{{\"id\": \"x\", \"text\": \"# Baker\\n\\nWe bake.\", {field}}}"));
            let Document::Posting(posting) = document else { panic!("a posting") };
            assert!(posting.notes.iter().any(|note| note.contains(said)), "{:?}", posting.notes);
            assert!(posting.posted.is_none() && posting.tags.is_empty());
        }
    }
}
