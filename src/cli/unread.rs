//! What was not read: where it stands and why, for a person in a sentence and for a program in fields.

use serde_json::Value;
use serde_json::json;
use vocation::Error;
use vocation::documents::Side;

/// What the parts of a file are called in what is told of it.
const UNITS: [&str; 3] = ["line", "row", "object"];

/// An input that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unread {
    /// The whole sentence.
    pub(super) problem: String,
    path: Option<String>,
    /// Which line, row or object of the file it is; `None` where it is the whole file, or more than one.
    part: Option<(&'static str, u64)>,
    reason: String,
}

impl Unread {
    /// What stands at an origin in words (`FILE, line 3`).
    pub(super) fn at(origin: &str, reason: String, problem: String) -> Self {
        let numbered = UNITS.iter().find_map(|&unit| {
            let (path, number) = origin.rsplit_once(&format!(", {unit} "))?;
            Some((path, (unit, number.parse().ok()?)))
        });
        let (path, part) = numbered.map_or((origin, None), |(path, part)| (path, Some(part)));
        Self { problem, path: Some(path.to_owned()), part, reason }
    }

    pub(super) fn of(error: &Error) -> Self {
        let problem = error.to_string();
        match error {
            Error::Io { path, source } => Self::at(&path.display().to_string(), source.to_string(), problem),
            Error::Unreadable { what, problem: reason, .. } => Self::at(what, reason.clone(), problem),
            Error::TooLarge { what, bytes, limit } => {
                Self::at(what, format!("{bytes} bytes, more than the limit of {limit}"), problem)
            }
            _ => Self { path: None, part: None, reason: problem.clone(), problem },
        }
    }

    /// One object; a field that is not known is null.
    pub(super) fn json(&self, side: Side) -> Value {
        let side = if side == Side::Posting { "posting" } else { "resume" };
        json!({
            "path": self.path,
            "unit": self.part.map(|(unit, _)| unit),
            "number": self.part.map(|(_, number)| number),
            "side": side,
            "reason": self.reason,
            "problem": self.problem,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_read_is_told_in_fields() {
        let told = |what: &str| {
            let what = what.to_owned();
            let error = Error::Unreadable { what, problem: "it is cut off".to_owned(), remedy: "mend it".to_owned() };
            let value = Unread::of(&error).json(Side::Resume);
            assert_eq!(value["problem"], error.to_string());
            assert!(value["side"] == "resume" && value["reason"] == "it is cut off");
            format!("{}|{}|{}", value["path"], value["unit"], value["number"])
        };
        assert_eq!(told("a, b.jsonl, line 12"), "\"a, b.jsonl\"|\"line\"|12");
        assert_eq!(told("t.csv, row 3"), "\"t.csv\"|\"row\"|3");
        assert_eq!(told("all.json, object 2"), "\"all.json\"|\"object\"|2");
        assert_eq!(told("t.parquet, rows 3 to 9"), "\"t.parquet, rows 3 to 9\"|null|null");
        assert_eq!(told("one.pdf"), "\"one.pdf\"|null|null");
    }
}
