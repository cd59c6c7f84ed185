//! Which format a file is in, told by its content rather than by its name.
//!
//! A new format is one variant here, one file beside this one, and one arm in `source.rs`.

use super::feeds;
use super::feeds::Container;
use super::named::Named;
use super::source::FILE_LIMIT;

/// The formats that are read, in words.
pub(super) const READABLE: &str = "PDF, DOCX, ODT, RTF, web pages, Markdown, plain text, CSV, Parquet, Arrow, JSON Lines, JSON Resume, schema.org JobPosting (also in web pages), answers of Greenhouse, Lever, Ashby and SmartRecruiters, HR Open candidates and LinkedIn's data export";

/// How a document is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Markdown or plain text.
    Text,
    /// One JSON object that is no line of JSON Lines: a JSON Resume, or `{id, text}` spread over lines.
    Json,
    /// A JSON array of documents.
    JsonArray,
    /// One JSON object that holds several documents: a job board's answer, a graph of JSON-LD.
    Answer,
    /// A JSON object a line.
    JsonLines,
    /// Cells with commas, semicolons or tabs between them, under a header.
    Table,
    /// Columns of values: Parquet or Arrow.
    Columns(Container),
    /// An HTML page.
    Page,
    /// A PDF.
    Pdf,
    /// A zip archive, as Office documents and exports are.
    Archive,
    /// Rich Text.
    RichText,
    /// A format that is recognized and not read; its name with an article.
    Foreign(&'static str),
}

/// How files of formats that are not read begin.
const MAGIC: [(&[u8], &str); 17] = [
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Office document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"RIFF", "an image or sound"),
    (b"\x1F\x8B", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xFD7zXZ\x00", "an xz archive"),
    (b"\x28\xB5\x2F\xFD", "a zstd archive"),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
    (b"\x7FELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"FEA1", "a Feather file of the first version"),
    (b"%!PS", "a PostScript file"),
    (b"II*\x00", "a TIFF image"),
];

impl Format {
    /// True for what pages are printed from, and for archives.
    pub(super) const fn is_printed(self) -> bool {
        matches!(self, Self::Pdf | Self::Archive | Self::RichText)
    }

    /// The most bytes of a file that is read at once: pictures and fonts swell what is printed; what holds several documents,
    /// or files that are not read, may be largest.
    pub(super) const fn limit(self) -> u64 {
        match self {
            Self::JsonArray | Self::Answer | Self::Table | Self::Columns(_) | Self::Archive => 48 * 1024 * 1024,
            Self::Pdf | Self::RichText => 24 * 1024 * 1024,
            _ => FILE_LIMIT,
        }
    }

    /// The format of a text: the one that is named, or that its beginning tells; of JSON, whether it holds one or several.
    pub(super) fn of_text(text: &str, named: Option<Named>) -> Self {
        match (named, Self::of(text.as_bytes())) {
            (Some(Named { format: Some(format), .. }), _) => format,
            (Some(_), found @ (Self::Page | Self::JsonLines | Self::JsonArray)) => found,
            (Some(_), _) => Self::Answer,
            (None, found) => found,
        }
    }

    /// The format of a file by its first bytes (a few kilobytes are enough).
    pub(super) fn of(bytes: &[u8]) -> Self {
        if is_pdf(bytes) {
            return Self::Pdf;
        }
        if bytes.starts_with(b"{\\rtf") {
            return Self::RichText;
        }
        if bytes.starts_with(b"PK\x03\x04") {
            return Self::Archive;
        }
        if bytes.starts_with(b"PAR1") || bytes.starts_with(b"PARE") {
            return Self::Columns(Container::Parquet);
        }
        if bytes.starts_with(b"ARROW1\0\0") || is_stream(bytes) {
            return Self::Columns(Container::Arrow);
        }
        if let Some((_, name)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
            return Self::Foreign(name);
        }
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
        match bytes.first() {
            Some(b'{') => of_object(bytes),
            Some(b'[') if matches!(bytes[1..].trim_ascii_start().first(), Some(b'{' | b']')) => Self::JsonArray,
            Some(b'<') if is_page(bytes) => Self::Page,
            _ if feeds::is_table(bytes) => Self::Table,
            _ => Self::Text,
        }
    }
}

/// JSON Lines where the first line is a whole object, or is too long to see its end.
fn of_object(bytes: &[u8]) -> Format {
    if !matches!(bytes[1..].trim_ascii_start().first(), Some(b'"' | b'}')) {
        return Format::Text;
    }
    let (line, whole) = match memchr::memchr(b'\n', bytes) {
        Some(end) => (bytes[..end].trim_ascii_end(), true),
        None => (bytes.trim_ascii_end(), false),
    };
    let goes_on = whole && bytes[line.len()..].trim_ascii_start().starts_with(b"{");
    if holds_several(bytes) && !(goes_on && line.ends_with(b"}")) {
        return Format::Answer;
    }
    if !whole && !line.ends_with(b"}") {
        return Format::JsonLines;
    }
    let closed = line.ends_with(b"}") && serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok();
    if goes_on || (closed && memchr::memmem::find(line, b"\"basics\"").is_none()) {
        Format::JsonLines
    } else {
        Format::Json
    }
}

/// True for an object that begins like the answers that hold several documents.
fn holds_several(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(2048)];
    let opens = |name: &[u8], list: u8| {
        memchr::memmem::find_iter(head, name).any(|at| {
            let rest = head[at + name.len()..].trim_ascii_start();
            rest.strip_prefix(b":").is_some_and(|rest| rest.trim_ascii_start().first() == Some(&list))
        })
    };
    opens(b"\"jobs\"", b'[')
        || opens(b"\"@graph\"", b'[')
        || opens(b"\"postings\"", b'[')
        || opens(b"\"content\"", b'[')
}

/// True for a PDF; what programs put before it (line ends, a mark, a few bytes of another kind) does not count.
fn is_pdf(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    memchr::memmem::find(head, b"%PDF-").is_some_and(|at| {
        let before = head[..at].strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&head[..at]);
        before.trim_ascii().is_empty() || memchr::memchr(0, before).is_some()
    })
}

/// True for a stream of Arrow: a mark, and the length of what says which columns there are.
fn is_stream(bytes: &[u8]) -> bool {
    let length = bytes.strip_prefix(&[0xFF; 4]).and_then(|rest| rest.first_chunk::<4>());
    length.is_some_and(|length| (16..1 << 24).contains(&u32::from_le_bytes(*length)))
}

/// True for a whole HTML page; a fragment is text with markup.
fn is_page(bytes: &[u8]) -> bool {
    let head: Vec<u8> = bytes.iter().take(200).map(u8::to_ascii_lowercase).collect();
    head.starts_with(b"<!doctype html") || head.starts_with(b"<html") || head.starts_with(b"<head")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_formats_by_content() {
        assert_eq!(Format::of(b"# [Baker](https://x.example)"), Format::Text);
        assert_eq!(Format::of(b"{\"id\": \"a\", \"text\": \"b\"}\n{}"), Format::JsonLines);
        assert_eq!(Format::of(b"{\n \"basics\": {}\n}"), Format::Json);
        assert_eq!(Format::of(b"{\"basics\": {\"name\": \"A\"}}\n"), Format::Json);
        assert_eq!(Format::of(b"[ {\"id\": 1}]"), Format::JsonArray);
        assert_eq!(Format::of(b"[Apply](https://x.example)"), Format::Text);
        assert_eq!(Format::of(b"{broken"), Format::Text);
        assert_eq!(Format::of(b"\xEF\xBB\xBF\r\n%PDF-1.7"), Format::Pdf);
        assert_eq!(Format::of(b"PDF files begin with %PDF-"), Format::Text);
        assert_eq!(Format::of(b"PK\x03\x04"), Format::Archive);
        assert_eq!(Format::of(b"{\\rtf1"), Format::RichText);
        assert_eq!(Format::of(b"PAR1\x15"), Format::Columns(Container::Parquet));
        assert_eq!(Format::of(b"ARROW1\0\0"), Format::Columns(Container::Arrow));
        assert_eq!(Format::of(b"\xFF\xFF\xFF\xFF\x80\x01\0\0"), Format::Columns(Container::Arrow));
        assert_eq!(Format::of(b"Job Title;Company;x\nBaker;Crumb;1"), Format::Table);
        assert_eq!(Format::of(b"Title, Company\n\nWe bake, knead, and sell."), Format::Text);
        assert_eq!(Format::of(b"<!DOCTYPE html><html>"), Format::Page);
        assert_eq!(Format::of(b"{\"jobs\": [{\"id\": 1}]}"), Format::Answer);
        assert_eq!(Format::of(b"{\"jobs\": [\n {\"id\": 1}]}"), Format::Answer);
        assert_eq!(Format::of(b"{\"jobs\": [1]}\n{\"jobs\": [2]}"), Format::JsonLines);
        assert_eq!(Format::of(b"{\n\"@context\": \"https://schema.org\", \"@graph\": []}"), Format::Answer);
    }
}
