//! JSON is weighed before it is read: what it takes in memory is many times its bytes where it is made of small objects.

use std::ops::Range;

use serde::Deserializer as _;
use serde::de::SeqAccess;
use serde::de::Visitor;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::error::Error;
use crate::error::Result;

use super::encoding;

/// The most memory that the values of a text may take, in bytes.
pub(super) const HELD: u64 = 256 * 1024 * 1024;

/// The most documents of one array.
const DOCUMENTS: usize = 1_000_000;

/// What an object that holds something takes: a node of its map, which has room for eleven fields.
const OBJECT: u64 = 660;

/// What a value takes in a list, whose room is doubled as it grows, and a text beside its bytes.
const VALUE: u64 = 64;
const TEXT: u64 = 32;

/// Reads a value of JSON in UTF-8; `what` names it in errors.
///
/// # Errors
/// Where it is no JSON, or would take more memory than [`HELD`].
pub(super) fn value(what: &str, text: &str) -> Result<Value> {
    weighed(what, text, HELD)?;
    serde_json::from_str(text).map_err(|error| broken(what, &error))
}

/// Refuses what would take more than `most` bytes of memory.
pub(super) fn weighed(what: &str, text: &str, most: u64) -> Result<()> {
    if weight(text.as_bytes()) <= most {
        return Ok(());
    }
    let problem = format!("it is JSON of so many small parts that they would take more than {most} bytes of memory");
    Err(encoding::unreadable(what, &problem, "save it as JSON Lines, a document a line, or split it"))
}

/// About what the values of a text take in memory, in bytes; never much less than they do.
fn weight(text: &[u8]) -> u64 {
    let (mut weight, mut at) = (text.len() as u64, 0);
    while let Some(byte) = text.get(at) {
        at += 1;
        match byte {
            b'{' if text.get(at) != Some(&b'}') => weight += OBJECT,
            b'[' | b',' => weight += VALUE,
            b'"' => {
                weight += TEXT;
                while let Some(step) = memchr::memchr2(b'"', b'\\', &text[at..]) {
                    let is_end = text[at + step] == b'"';
                    at += step + if is_end { 1 } else { 2 };
                    if is_end || at > text.len() {
                        break;
                    }
                }
            }
            _ => {}
        }
    }
    weight
}

/// The error of what is not JSON.
pub(super) fn broken(what: &str, error: &serde_json::Error) -> Error {
    encoding::unreadable(what, &format!("it is not valid JSON ({error})"), "correct it or leave it out")
}

/// Where the elements of an array stand in its text, which are left as they are.
///
/// # Errors
/// Where it is no JSON array, or one of more documents than are read.
pub(super) fn elements(what: &str, text: &str) -> Result<Vec<Range<usize>>> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let found = reader.deserialize_seq(Elements { text }).and_then(|found| reader.end().map(|()| found));
    let found = found.map_err(|error| broken(what, &error))?;
    if found.len() > DOCUMENTS {
        let problem = format!("it is an array of more than {DOCUMENTS} documents");
        return Err(encoding::unreadable(what, &problem, "save it as JSON Lines, a document a line, or split it"));
    }
    Ok(found)
}

/// Reads an array as the places of its elements, one more than are read at most.
struct Elements<'t> {
    text: &'t str,
}

impl<'de> Visitor<'de> for Elements<'de> {
    type Value = Vec<Range<usize>>;

    fn expecting(&self, form: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        form.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> std::result::Result<Self::Value, A::Error> {
        let mut found = Vec::new();
        while let Some(element) = all.next_element::<&'de RawValue>()? {
            let from = element.get().as_ptr().addr() - self.text.as_ptr().addr();
            if found.len() <= DOCUMENTS {
                found.push(from..from + element.get().len());
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_parts_weigh_more_than_their_text() {
        let long = format!("{{\"text\": \"{}\"}}", "x, {\\\"".repeat(100_000));
        assert!(weight(long.as_bytes()) < long.len() as u64 + 1_000);
        let small = format!("[{}{{\"a\": 1}}]", "{\"a\": 1}, ".repeat(400_000));
        let refused = value("a.json", &small).unwrap_err().to_string();
        assert!(refused.starts_with("a.json: it is JSON of so many small parts"), "{refused}");
        assert!(value("a.json", "[1, \"\\\\\", {\"a\": \"\\").is_err() && value("a.json", "\"\\").is_err());
    }

    #[test]
    fn elements_are_found_where_they_stand() {
        let text = " [ {\"a\": [1, 2]} ,\"x\",\n{} ] ";
        let found: Vec<&str> = elements("a", text).unwrap().into_iter().map(|place| &text[place]).collect();
        assert_eq!(found, ["{\"a\": [1, 2]}", "\"x\"", "{}"]);
        for wrong in ["{}", "[1", "[1] 2", "[1,,2]"] {
            assert!(elements("a", wrong).unwrap_err().to_string().starts_with("a: it is not valid JSON"));
        }
        let many = format!("[{}{{}}]", "{},".repeat(DOCUMENTS));
        assert!(elements("a", &many).unwrap_err().to_string().contains("more than 1000000 documents"));
    }
}
