//! The text files of a benchmark, line by line: texts with ids, and judgments.

use std::path::Path;

use serde_json::Value;

use crate::error::Error;
use crate::error::Result;

/// The largest file that is read, in bytes.
const FILE_LIMIT: u64 = 1 << 30;

/// The highest grade: with more, 2 to its power drowns all others.
const GRADE_LIMIT: u32 = 16;

/// What the first column of a heading may be called.
const HEADINGS: [&str; 12] = [
    "id",
    "_id",
    "qid",
    "q_id",
    "query_id",
    "query-id",
    "docid",
    "doc_id",
    "c_id",
    "corpus_id",
    "corpus-id",
    "document_id",
];

/// A file of texts or judgments, read whole.
pub(super) struct TextFile<'a> {
    path: &'a Path,
    text: String,
}

/// One text with its id, and the line it stands in.
#[derive(Debug)]
pub(super) struct Identified {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) line: usize,
}

/// One judgment: how relevant a document is to a query.
#[derive(Debug)]
pub(super) struct Judgment {
    pub(super) query: String,
    pub(super) document: String,
    pub(super) grade: u32,
    pub(super) line: usize,
}

impl<'a> TextFile<'a> {
    /// Reads a file.
    pub(super) fn read(path: &'a Path) -> Result<Self> {
        let size = std::fs::metadata(path).map_err(|error| Error::io(path, error))?.len();
        if size > FILE_LIMIT {
            return Err(Error::TooLarge { what: path.display().to_string(), bytes: size, limit: FILE_LIMIT });
        }
        let bytes = std::fs::read(path).map_err(|error| Error::io(path, error))?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = valid.iter().filter(|&&byte| byte == b'\n').count() + 1;
            malformed(path, line, "not UTF-8", "convert the file and try again")
        })?;
        Ok(Self { path, text })
    }

    /// The whole text, without a mark of byte order.
    #[cfg(feature = "training")]
    pub(super) fn text(&self) -> &str {
        self.text.strip_prefix('\u{feff}').unwrap_or(&self.text)
    }

    /// The error for a line of this file, counted from 1.
    pub(super) fn wrong(&self, line: usize, problem: &str, form: &str) -> Error {
        malformed(self.path, line, problem, form)
    }

    /// The error for a file that holds nothing of use.
    pub(super) fn empty(&self, form: &str) -> Error {
        let problem = "the file holds none".to_owned();
        Error::Malformed { path: self.path.to_owned(), line: None, problem, form: form.to_owned() }
    }

    /// The lines that are not blank, each with its number.
    pub(super) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let text = self.text.strip_prefix('\u{feff}').unwrap_or(&self.text);
        (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty())
    }

    /// The texts: `id<TAB>text` lines, below a heading or not, or JSON Lines.
    pub(super) fn texts(&self) -> Result<Vec<Identified>> {
        let mut found = Vec::new();
        for (line, content) in self.lines() {
            if content.trim_start().starts_with('{') {
                found.push(self.json(line, content)?);
                continue;
            }
            let (id, text) = content.split_once('\t').ok_or_else(|| self.wrong(line, "no tab", TEXT_FORM))?;
            if found.is_empty() && HEADINGS.contains(&id.trim().to_lowercase().as_str()) && line == 1 {
                continue;
            }
            found.push(self.identified(line, id, text.to_owned())?);
        }
        if found.is_empty() {
            return Err(self.empty(TEXT_FORM));
        }
        Ok(found)
    }

    fn identified(&self, line: usize, id: &str, text: String) -> Result<Identified> {
        let id = id.trim();
        if id.is_empty() {
            return Err(self.wrong(line, "no id", TEXT_FORM));
        }
        Ok(Identified { id: id.to_owned(), text, line })
    }

    fn json(&self, line: usize, content: &str) -> Result<Identified> {
        let value: Value =
            serde_json::from_str(content).map_err(|error| self.wrong(line, &error.to_string(), TEXT_FORM))?;
        let id = match value.get("_id").or_else(|| value.get("id")) {
            Some(Value::String(id)) => id.clone(),
            Some(Value::Number(id)) => id.to_string(),
            _ => return Err(self.wrong(line, "no id", TEXT_FORM)),
        };
        let Some(text) = value.get("text").and_then(Value::as_str) else {
            return Err(self.wrong(line, "no text", TEXT_FORM));
        };
        let title = value.get("title").and_then(Value::as_str).unwrap_or("").trim();
        let text = if title.is_empty() { text.to_owned() } else { format!("{title} {text}") };
        self.identified(line, &id, text)
    }

    /// The judgments: TREC's four columns, or three below a heading or not.
    pub(super) fn judgments(&self) -> Result<Vec<Judgment>> {
        let mut found = Vec::new();
        for (line, content) in self.lines() {
            let columns = columns(content);
            let (query, document, grade) = match columns[..] {
                [query, _, document, grade] => (query, document, grade),
                [query, document, grade] => (query, document, grade),
                _ => return Err(self.wrong(line, &format!("{} columns", columns.len()), JUDGMENT_FORM)),
            };
            if line == 1 && HEADINGS.contains(&query.to_lowercase().as_str()) {
                continue;
            }
            let grade: i64 = grade
                .parse()
                .map_err(|_| self.wrong(line, &format!("the grade {grade:?} is no whole number"), JUDGMENT_FORM))?;
            let grade = u32::try_from(grade.max(0)).ok().filter(|&grade| grade <= GRADE_LIMIT);
            let grade = grade.ok_or_else(|| self.wrong(line, "the grade is above 16", "use grades from 0 to 16"))?;
            found.push(Judgment { query: query.to_owned(), document: document.to_owned(), grade, line });
        }
        if found.is_empty() {
            return Err(self.empty(JUDGMENT_FORM));
        }
        Ok(found)
    }
}

/// The columns of a line: between tabs where it has any (ids may hold spaces then), else between spaces.
pub(super) fn columns(line: &str) -> Vec<&str> {
    if line.contains('\t') {
        line.trim_end_matches(['\r', '\t', ' ']).split('\t').map(str::trim).collect()
    } else {
        line.split_whitespace().collect()
    }
}

const TEXT_FORM: &str = "write a line as id<TAB>text, or as {\"id\": ..., \"text\": ...}";
const JUDGMENT_FORM: &str = "write a line as \"query 0 document grade\", the grade a whole number";

fn malformed(path: &Path, line: usize, problem: &str, form: &str) -> Error {
    let (path, problem, form) = (path.to_owned(), problem.to_owned(), form.to_owned());
    Error::Malformed { path, line: Some(line), problem, form }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> TextFile<'static> {
        TextFile { path: Path::new("some.txt"), text: text.to_owned() }
    }

    #[test]
    fn texts_are_read_in_every_form() {
        let text = "\u{feff}q_id\ttitle\n7\tnurse\n\n{\"_id\": \"8\", \"title\": \"A\", \"text\": \"b\"}\r\n{\"id\": 9, \"text\": \"c\"}\n";
        let found = file(text).texts().unwrap();
        let plain: Vec<(&str, &str, usize)> =
            found.iter().map(|one| (one.id.as_str(), one.text.as_str(), one.line)).collect();
        assert_eq!(plain, [("7", "nurse", 2), ("8", "A b", 4), ("9", "c", 5)]);
    }

    #[test]
    fn judgments_are_read_in_both_forms() {
        let read = |text: &str| {
            let found = file(text).judgments().unwrap();
            found.into_iter().map(|one| (one.query, one.document, one.grade)).collect::<Vec<_>>()
        };
        let expected = [("a".to_owned(), "d 1".to_owned(), 2), ("a".to_owned(), "e".to_owned(), 0)];
        assert_eq!(read("a\t0\td 1\t2\na 0 e -1\n"), expected);
        assert_eq!(read("query-id\tcorpus-id\tscore\na\td 1\t2\na\te\t0\n"), expected);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let texts = |text: &str| file(text).texts().unwrap_err().to_string();
        let judgments = |text: &str| file(text).judgments().unwrap_err().to_string();
        assert!(texts("1\ta\n2 b\n").starts_with("some.txt, line 2: no tab; write a line as"));
        assert!(texts("{\"id\": 1}\n").contains("line 1: no text"));
        assert!(texts("{\"text\": \"a\"}\n").contains("line 1: no id"));
        assert!(texts("\ta\n").contains("line 1: no id"));
        assert!(texts("{oops\n").contains("line 1: key must be a string"));
        assert!(texts("\n").contains("the file holds none"));
        assert!(judgments("a 0 d 1\na d\n").contains("line 2: 2 columns"));
        assert!(judgments("a 0 d high\n").contains("line 1: the grade \"high\" is no whole number"));
        assert!(judgments("a 0 d 99\n").contains("line 1: the grade is above 16"));
    }
}
