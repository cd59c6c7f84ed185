//! JSON Lines: an object `{id, text}` or a JSON Resume a line.

use std::io::BufRead;

use serde_json::Value;

use crate::error::Result;

use super::Document;
use super::Side;
use super::encoding;
use super::feeds;
use super::json;
use super::json_resume;
use super::stated;

/// The most bytes of a line.
pub(super) const LINE_LIMIT: usize = 4 * 1024 * 1024;

/// A line that was cut off a stream.
pub(super) enum CutLine {
    /// The bytes, without the line end.
    Whole(Vec<u8>),
    /// Too long to keep; its size in bytes.
    TooLong(u64),
}

/// The next line of a stream, holding no more than [`LINE_LIMIT`] of it; `None` at the end.
pub(super) fn next_line(stream: &mut dyn BufRead) -> std::io::Result<Option<CutLine>> {
    let mut kept = Vec::new();
    let mut size = 0_u64;
    loop {
        let available = match stream.fill_buf() {
            Ok(available) => available,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if available.is_empty() {
            if size == 0 {
                return Ok(None);
            }
            break;
        }
        let end = memchr::memchr(b'\n', available);
        let piece = &available[..end.unwrap_or(available.len())];
        size += piece.len() as u64;
        if kept.len() + piece.len() <= LINE_LIMIT && size <= LINE_LIMIT as u64 {
            kept.extend_from_slice(piece);
        }
        let used = piece.len() + usize::from(end.is_some());
        stream.consume(used);
        if end.is_some() {
            break;
        }
    }
    Ok(Some(if size > LINE_LIMIT as u64 { CutLine::TooLong(size) } else { CutLine::Whole(kept) }))
}

/// Reads the object in `bytes`. `what` names it in errors, `id` is taken where it has none of its own; `kind` is the format of
/// its fields where that is named.
pub(super) fn read_record(
    what: &str,
    id: &str,
    bytes: &[u8],
    side: Option<Side>,
    kind: Option<&str>,
) -> Result<Document> {
    let value = match std::str::from_utf8(bytes) {
        Ok(text) => json::value(what, text)?,
        // Decoded first, for the sake of one broken byte in a long file.
        Err(_) => json::value(what, &encoding::decode(what, bytes)?.text)?,
    };
    read_value(what, id, &value, side, kind)
}

/// Reads one JSON value, in the same way.
pub(super) fn read_value(
    what: &str,
    id: &str,
    value: &Value,
    side: Option<Side>,
    kind: Option<&str>,
) -> Result<Document> {
    let unreadable = |problem: &str| {
        encoding::unreadable(what, problem, "give it an `id` and a `text`, or the fields of a format that is read")
    };
    let Some(object) = value.as_object() else { return Err(unreadable("it is no JSON object")) };
    let own_id = match object.get("id") {
        Some(Value::String(own)) if !own.trim().is_empty() => Some(own.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let id = own_id.as_deref().unwrap_or(id);
    if let Some(read) = feeds::read(what, id, object, side, kind) {
        return read;
    }
    if let (Some(text), None) = (object.get("text").and_then(Value::as_str), kind) {
        if text.trim().is_empty() {
            return Err(encoding::unreadable(
                what,
                "its text is empty",
                "write the posting or résumé into it, or leave it out",
            ));
        }
        let mut document = Document::parse(id, text, side);
        stated::take(&mut document, object);
        return Ok(document);
    }
    if kind.is_some() || json_resume::is_resume(object) {
        return match side {
            Some(Side::Posting) => {
                Err(encoding::unreadable(what, "it is a résumé (JSON Resume), not a posting", "give a posting here"))
            }
            _ => {
                let mut document = Document::Resume(json_resume::read(id, object));
                stated::take(&mut document, object);
                Ok(document)
            }
        };
    }
    Err(unreadable("it has no text and is of no format that is read"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_records_and_names_what_is_wrong() {
        let read = |text: &str| read_record("a.jsonl, line 1", "a:1", text.as_bytes(), None, None);
        assert_eq!(read(r##"{"id": "x", "text": "# [Baker](https://x.example)\n\nWe bake."}"##).unwrap().id(), "x");
        assert_eq!(read(r#"{"id": 7, "text": "We are looking for a baker."}"#).unwrap().id(), "7");
        for broken in ["{\"id\": ", "[]", "{\"id\": \"a\"}", "{\"text\": \" \"}", &"[".repeat(100_000)] {
            let message = read(broken).unwrap_err().to_string();
            assert!(message.starts_with("a.jsonl, line 1: "), "{message}");
        }
    }

    #[test]
    fn long_lines_are_counted_and_dropped() {
        let text = format!("{}\nshort\n", "x".repeat(LINE_LIMIT + 5));
        let mut stream = std::io::BufReader::new(text.as_bytes());
        assert!(matches!(next_line(&mut stream), Ok(Some(CutLine::TooLong(size))) if size == LINE_LIMIT as u64 + 5));
        assert!(matches!(next_line(&mut stream), Ok(Some(CutLine::Whole(line))) if line == b"short"));
        assert!(matches!(next_line(&mut stream), Ok(None)));
    }
}
