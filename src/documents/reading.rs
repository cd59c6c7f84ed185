//! The doors of the documents: read a file, or text that is already there.

use std::path::Path;

use crate::error::Result;

use super::Document;
use super::Posting;
use super::Resume;
use super::Section;
use super::SectionKind;
use super::Side;
use super::encoding;
use super::kind;
use super::markdown;
use super::resume;
use super::source;

impl Posting {
    /// Reads the posting in a file; its id is the file's name without ending.
    ///
    /// # Errors
    /// [`Error::Io`](crate::Error::Io), [`Error::Unreadable`](crate::Error::Unreadable) or
    /// [`Error::TooLarge`](crate::Error::TooLarge), naming the file.
    pub fn read(path: impl AsRef<Path>) -> Result<Self> {
        match read_one(path.as_ref(), Side::Posting)? {
            Document::Posting(posting) => Ok(posting),
            Document::Resume(_) => Err(wrong_side(path.as_ref(), "it is a résumé, not a posting")),
        }
    }

    /// Reads a posting from text: Markdown, plain text or HTML fragments.
    #[must_use]
    pub fn parse(id: &str, text: &str) -> Self {
        let decoded = encoding::repair_text(text);
        let mut posting = markdown::read_posting(id, &decoded.text);
        posting.notes.splice(0..0, decoded.notes);
        posting
    }

    /// The text of all sections, with their headings.
    #[must_use]
    pub fn body(&self) -> String {
        body_of(&self.sections)
    }
}

impl Resume {
    /// Reads the résumé in a file; its id is the file's name without ending.
    ///
    /// # Errors
    /// [`Error::Io`](crate::Error::Io), [`Error::Unreadable`](crate::Error::Unreadable) or
    /// [`Error::TooLarge`](crate::Error::TooLarge), naming the file.
    pub fn read(path: impl AsRef<Path>) -> Result<Self> {
        match read_one(path.as_ref(), Side::Resume)? {
            Document::Resume(resume) => Ok(resume),
            Document::Posting(_) => Err(wrong_side(path.as_ref(), "it is a posting, not a résumé")),
        }
    }

    /// Reads a résumé from text: Markdown or plain text, also as it is taken off the pages of a PDF.
    #[must_use]
    pub fn parse(id: &str, text: &str) -> Self {
        let decoded = encoding::repair_text(text);
        let mut resume = resume::read_resume(id, &decoded.text);
        resume.notes.splice(0..0, decoded.notes);
        resume
    }

    /// The text of all sections with their headings, without identity.
    #[must_use]
    pub fn body(&self) -> String {
        body_of(&self.sections)
    }
}

impl Document {
    /// Reads a posting or résumé from text; `side` says which, and the text does where that is `None`.
    #[must_use]
    pub fn parse(id: &str, text: &str, side: Option<Side>) -> Self {
        match side.unwrap_or_else(|| kind::side_of(text)) {
            Side::Posting => Self::Posting(Posting::parse(id, text)),
            Side::Resume => Self::Resume(Resume::parse(id, text)),
        }
    }

    /// What names it.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Posting(posting) => &posting.id,
            Self::Resume(resume) => &resume.id,
        }
    }

    /// The same without a person's name and how to reach them, which are never embedded or scored.
    #[must_use]
    pub fn without_identity(&self) -> Self {
        let mut document = self.clone();
        if let Self::Resume(resume) = &mut document {
            resume.name = None;
            resume.contact.clear();
            resume.sections.retain(|section| section.kind != SectionKind::Contact);
        }
        document
    }

    /// Which side of the market it is on.
    #[must_use]
    pub fn side(&self) -> Side {
        match self {
            Self::Posting(_) => Side::Posting,
            Self::Resume(_) => Side::Resume,
        }
    }

    /// True where the text is plainly of the other side than the one it was read as: a résumé among postings.
    #[must_use]
    pub fn seems_of_the_other_side(&self) -> bool {
        let other = match self {
            // What a feed tags needs no closer look.
            Self::Posting(posting) if posting.place_tag.is_some() || posting.pay_tag.is_some() => return false,
            Self::Posting(_) => Side::Resume,
            Self::Resume(_) => Side::Posting,
        };
        kind::plain_side_of(&self.text()) == Some(other)
    }

    /// The title; empty where none was found.
    #[must_use]
    pub fn title(&self) -> &str {
        match self {
            Self::Posting(posting) => &posting.title,
            Self::Resume(resume) => &resume.title,
        }
    }

    /// What could not be read, in words.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        match self {
            Self::Posting(posting) => &posting.notes,
            Self::Resume(resume) => &resume.notes,
        }
    }

    /// What was read: the title, then the sections with their headings, identity left out.
    #[must_use]
    pub fn text(&self) -> String {
        let sections = match self {
            Self::Posting(posting) => &posting.sections,
            Self::Resume(resume) => &resume.sections,
        };
        format!("{}\n\n{}", self.title(), body_of(sections)).trim().to_owned()
    }

    /// Puts notes in front of those that are there.
    pub(super) fn tags_mut(&mut self) -> &mut Vec<String> {
        match self {
            Self::Posting(posting) => &mut posting.tags,
            Self::Resume(resume) => &mut resume.tags,
        }
    }

    pub(super) fn add_notes(&mut self, notes: Vec<String>) {
        let known = match self {
            Self::Posting(posting) => &mut posting.notes,
            Self::Resume(resume) => &mut resume.notes,
        };
        known.splice(0..0, notes);
    }
}

/// Reads a file that is one document.
fn read_one(path: &Path, side: Side) -> Result<Document> {
    let id = path.file_stem().map_or_else(|| path.display().to_string(), |stem| stem.to_string_lossy().into_owned());
    source::read_file(path, &path.display().to_string(), &id, Some(side), None)
}

/// The error for a document of the other side.
fn wrong_side(path: &Path, problem: &str) -> crate::error::Error {
    encoding::unreadable(&path.display().to_string(), problem, "read it as what it is")
}

/// Sections as one text; contact is left out.
fn body_of(sections: &[Section]) -> String {
    let size = sections.iter().map(|section| section.text.len() + section.heading.len() + 4).sum();
    let mut body = String::with_capacity(size);
    for section in sections.iter().filter(|section| section.kind != SectionKind::Contact) {
        if !section.heading.is_empty() {
            body.push_str(&section.heading);
            body.push('\n');
        }
        body.push_str(&section.text);
        body.push_str("\n\n");
    }
    body.truncate(body.trim_end().len());
    body
}
