//! Exchange: the documents of a catalog as lines of JSON, for a copy to keep, for other programs, and for another
//! catalog.
//!
//! A line is `{"id", "side", "document"}`: `side` is `posting` or `resume`, `document` all that is kept of a
//! [`Posting`] or a [`Resume`], which is without identity. What was understood and the vectors are not in it: they are
//! made anew.

use serde::Deserialize;
use serde::Serialize;
use serde_json::value::RawValue;

use super::snapshot::Snapshot;
use super::source::Source;
use crate::documents::Document;
use crate::documents::Posting;
use crate::documents::Resume;
use crate::documents::Side;
use crate::error::Error;
use crate::error::Result;

/// The most bytes of a line: more than a document of the largest file that is read can have, escapes and all.
pub const LINE_LIMIT: usize = 64 << 20;

#[derive(Serialize)]
struct Written<'a> {
    id: &'a str,
    side: Side,
    document: Fields<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Fields<'a> {
    Posting(&'a Posting),
    Resume(&'a Resume),
}

#[derive(Deserialize)]
struct Read<'a> {
    id: String,
    side: Side,
    #[serde(borrow)]
    document: &'a RawValue,
}

impl Snapshot {
    /// The id of a row, and its document as a line, without the line's end; `None` where the document was not kept.
    ///
    /// # Errors
    /// When its file is damaged, or there is no such row.
    pub fn line(&self, side: Side, row: u32) -> Result<(String, Option<String>)> {
        match self.source(side, row)? {
            Some(Source::Document(document)) => Ok((document.id().to_owned(), Some(to_line(&document)?))),
            Some(Source::Embedded(_)) | None => Ok((self.entry(side, row)?.profile.id.clone(), None)),
        }
    }
}

fn to_line(document: &Document) -> Result<String> {
    let fields = match document {
        Document::Posting(posting) => Fields::Posting(posting),
        Document::Resume(resume) => Fields::Resume(resume),
    };
    let (id, side) = (document.id(), document.side());
    serde_json::to_string(&Written { id, side, document: fields })
        .map_err(|error| Error::BrokenData { what: id.to_owned(), problem: format!("it cannot be written ({error})") })
}

/// The document of a line; `what` names the line in errors.
///
/// # Errors
/// [`Error::Unreadable`] where it is no such line.
pub fn from_line(what: &str, line: &[u8]) -> Result<Document> {
    let unreadable = |problem: String| Error::Unreadable {
        what: what.to_owned(),
        problem,
        remedy: "lines are read as `vocation export` writes them; documents are read by `vocation add`".to_owned(),
    };
    let broken = |error: serde_json::Error| unreadable(format!("it is no line of an export ({error})"));
    let read: Read<'_> = serde_json::from_slice(line).map_err(broken)?;
    let document = match read.side {
        Side::Posting => Document::Posting(serde_json::from_str(read.document.get()).map_err(broken)?),
        Side::Resume => Document::Resume(serde_json::from_str(read.document.get()).map_err(broken)?),
    };
    if read.id.trim().is_empty() {
        return Err(unreadable("its id is empty".to_owned()));
    }
    if read.id != document.id() {
        return Err(unreadable(format!("its id is {:?} and that of its document is {:?}", read.id, document.id())));
    }
    Ok(document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pay;

    fn documents() -> [Document; 2] {
        let mut posting = Posting::parse(
            "a/b \"c\"",
            "# [Ferry Pilot](https://jobs.example.org/1)\n### Fjordwerk\n#### `\u{1f4b0} 0.3 USD` `\u{1f30e} Oslo`\n\n\
             **Requirements:**\n\n  * boats\t\u{1f6a2}\n",
        );
        let stated = pay::read_range("EUR 17 - 19 an hour", pay::Source::Body, &[], None).unwrap();
        posting.pay = Some(pay::Pay { min: Some(0.1 + 0.2), max: Some(123_456_789.123_456_78), ..stated });
        let ada = "# Ada Brandt\nada@mail.example\n\nPilot\n\n## Experience\n### Pilot, Kelp Lines\nMar 2017 - Dec 2024\n- Boats\n";
        [posting.into(), Resume::parse("ada", ada).into()]
    }

    #[test]
    fn a_line_gives_the_document_back() {
        for document in documents() {
            let line = to_line(&document).unwrap();
            assert!(!line.contains('\n'), "{line}");
            assert_eq!(from_line("x", line.as_bytes()).unwrap(), document);
        }
    }

    #[test]
    fn other_lines_are_named_with_what_is_wrong() {
        let [posting, _] = documents();
        let line = to_line(&posting).unwrap();
        for (wrong, problem) in [
            ("not json".to_owned(), "no line of an export"),
            (line[..line.len() - 9].to_owned(), "no line of an export"),
            (r#"{"id": "a", "text": "Baker"}"#.to_owned(), "missing field `side`"),
            (line.replacen("posting", "ferry", 1), "unknown variant `ferry`"),
            (line.replacen("a/b", "b/a", 1), "that of its document is \"a/b \\\"c\\\"\""),
            (line.replace("a/b \\\"c\\\"", " "), "its id is empty"),
            (format!("{{\"id\": \"a\", \"side\": \"posting\", \"document\": {}", "[".repeat(100_000)), "no line"),
        ] {
            let said = from_line("copy.jsonl, line 7", wrong.as_bytes()).unwrap_err().to_string();
            assert!(said.starts_with("copy.jsonl, line 7: ") && said.contains(problem), "{said}");
            assert!(said.contains("`vocation export`"), "{said}");
        }
    }
}
