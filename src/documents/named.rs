//! Formats that one names, where a file is not to be told by its content.

use std::path::Path;

use crate::error::Error;
use crate::error::Result;

use super::feeds::Container;
use super::format::Format;

/// The formats that can be named, each with how its files are written down; where that is open, they are JSON of one kind: an
/// object, an array or an answer that holds several, lines, or a web page around them.
const NAMES: [(&str, Option<Format>); 21] = [
    ("text", Some(Format::Text)),
    ("markdown", Some(Format::Text)),
    ("html", Some(Format::Page)),
    ("pdf", Some(Format::Pdf)),
    ("docx", Some(Format::Archive)),
    ("odt", Some(Format::Archive)),
    ("rtf", Some(Format::RichText)),
    ("linkedin", Some(Format::Archive)),
    ("csv", Some(Format::Table)),
    ("parquet", Some(Format::Columns(Container::Parquet))),
    ("arrow", Some(Format::Columns(Container::Arrow))),
    ("jsonl", Some(Format::JsonLines)),
    ("json", None),
    ("json-resume", None),
    ("job-posting", None),
    ("greenhouse", None),
    ("lever", None),
    ("ashby", None),
    ("smartrecruiters", None),
    ("hr-open", None),
    ("job-schema", None),
];

/// A format that was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// What it is called.
    pub(super) name: &'static str,
    /// How its files are written down, where the name says it.
    pub(super) format: Option<Format>,
}

impl Named {
    /// True where the file must be JSON.
    pub(super) fn is_json(self) -> bool {
        matches!(self.format, None | Some(Format::JsonLines))
    }

    /// The kind of the objects of JSON, where the name says one.
    pub(super) fn kind(self) -> Option<&'static str> {
        (self.format.is_none() && self.name != "json").then_some(self.name)
    }
}

/// Formats of files that are named and not told by their content: of all files, or of those whose names end in some way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Formats {
    said: Vec<(Option<String>, Named)>,
}

impl Formats {
    /// The formats of `docx`, or of `log=text,job=lever`: on the left how names of files end, on the right the format. What
    /// is not named is told by content.
    ///
    /// # Errors
    /// [`Error::Usage`] where a part names no format that is known; the error lists them.
    pub fn parse(text: &str) -> Result<Self> {
        let part = |part: &str| {
            let (ending, name) = match part.split_once('=') {
                Some((ending, name)) => (Some(ending.trim().trim_start_matches('.').to_lowercase()), name),
                None => (None, part),
            };
            let name = name.trim().to_lowercase();
            let known = NAMES.iter().find(|(known, _)| *known == name);
            let (name, format) = *known.ok_or_else(|| {
                let names: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
                Error::Usage {
                    problem: format!("{name:?} is no format that is read"),
                    remedy: format!("name one of {}, or ENDING=NAME for files of one ending", names.join(", ")),
                }
            })?;
            Ok((ending, Named { name, format }))
        };
        Ok(Self { said: text.split(',').filter(|part| !part.trim().is_empty()).map(part).collect::<Result<_>>()? })
    }

    /// The format that is named for a file: by its ending before that of all files.
    pub(super) fn of(&self, path: &Path) -> Option<Named> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        let by_ending = self.said.iter().find(|(said, _)| said.is_some() && *said == ending);
        by_ending.or_else(|| self.said.iter().find(|(said, _)| said.is_none())).map(|(_, named)| *named)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ending_counts_before_all_files() {
        let formats = Formats::parse("text, .JOB=Lever").unwrap();
        let name = |path: &str| formats.of(Path::new(path)).map(|named| named.name);
        assert_eq!((name("a.job"), name("b.job.md"), name("c")), (Some("lever"), Some("text"), Some("text")));
        assert_eq!(Formats::parse("job=lever").unwrap().of(Path::new("a.md")), None);
        let error = Formats::parse("wordperfect").unwrap_err().to_string();
        assert!(error.contains("\"wordperfect\" is no format") && error.contains("hr-open"), "{error}");
    }
}
