//! Documents: bytes become a [`Posting`] or a [`Resume`]. One file per format.
//!
//! [`list`] finds the documents in files and folders, [`Raw::read`] reads one of them. What a text is, is told by its
//! content: first its encoding, then its format, then whether it is a posting or a résumé. An odd document is a document
//! with notes; only what is no text at all is an error.
//!
//! Identity never reaches what is compared: a résumé's name and contact lines are set aside in [`Resume::name`],
//! [`Resume::contact`] and a section of kind [`SectionKind::Contact`], and the person's own name and he, she and their
//! forms are taken out of the text of sections and positions. (They and their forms stay, since they mostly stand for
//! others; [`without_pronouns`] drops them too, for embedding.)

mod archive;
mod asking;
mod calling;
mod cells;
mod dates;
mod demands;
mod docx;
mod encoding;
mod entities;
mod erasure;
mod feeds;
mod format;
mod glued;
mod headings;
mod html;
mod identity;
mod job_site;
mod json;
mod json_lines;
mod json_resume;
mod kind;
mod language;
mod layout;
mod lines;
mod listing;
mod markdown;
mod masthead;
mod mojibake;
mod named;
mod names;
mod odt;
mod outline;
mod pdf;
mod positions;
mod printed;
mod reading;
mod records;
mod resume;
mod roles;
mod rtf;
mod sections;
mod several;
mod source;
mod stated;
mod statements;
mod tags;
mod web_text;
mod whereabouts;
mod wrapping;

pub(crate) use asking::plain_in as plain_pay;
pub use erasure::without_pronouns;
#[cfg(feature = "columnar")]
pub(crate) use feeds::Batches;
pub use feeds::Columns;
#[cfg(feature = "columnar")]
pub(crate) use feeds::UNDERSTOOD;
#[cfg(feature = "columnar")]
pub(crate) use feeds::is_understood;
pub use listing::Listing;
pub use listing::files;
pub use listing::list;
pub use listing::list_with;
pub use listing::read_path;
pub use named::Formats;
#[cfg(feature = "columnar")]
pub(crate) use records::batches;
pub use source::FILE_LIMIT;
pub use source::Found;
pub use source::Options;
pub use source::Raw;

use jiff::civil::Date;
use regex::Regex;
use serde::Deserialize;
use serde::Serialize;

use crate::codes::Country;
use crate::codes::Language;
use crate::pay::Pay;
use crate::place::Mode;
use crate::seniority::Level;
use crate::tables::Table;

/// The table that sections are told by.
pub(crate) static TABLES: [Table; 1] = [("headings.tsv", headings::TABLE)];

/// What a stretch of a document is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SectionKind {
    /// Text before any heading, or under a heading that names no known part.
    Other,
    /// What the role is about, in general.
    About,
    /// What one must bring.
    Requirements,
    /// What would be nice to bring.
    Preferred,
    /// What one will do.
    Responsibilities,
    /// What one gets, other than pay.
    Benefits,
    /// What it pays.
    Pay,
    /// Where the work is.
    Location,
    /// The company's own story.
    Company,
    /// Equal-opportunity, privacy, fraud and other legal text.
    Legal,
    /// How to apply and what happens then.
    Process,
    /// A person's summary or objective.
    Summary,
    /// A person's positions.
    Experience,
    /// A person's list of skills.
    Skills,
    /// A person's education.
    Education,
    /// A person's certificates and licences.
    Certificates,
    /// A person's languages.
    Languages,
    /// A person's projects.
    Projects,
    /// Name and how to reach the person.
    Contact,
}

/// A stretch of a document under one heading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// What it is about.
    pub kind: SectionKind,
    /// The heading as written, without markup; empty where there is none.
    pub heading: String,
    /// The text, lines kept, list items begun by "- ", without other markup.
    pub text: String,
}

/// A posting as it was written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Posting {
    /// Names it in a catalog and in results.
    pub id: String,
    /// The title as written; empty where none was found.
    pub title: String,
    /// The company.
    pub company: Option<String>,
    /// The text of the pay tag, without its sign.
    pub pay_tag: Option<String>,
    /// The text of the place tag, without its sign.
    pub place_tag: Option<String>,
    /// Pay that the format states outright.
    pub pay: Option<Pay>,
    /// Mode of work that the format states outright.
    pub mode: Option<Mode>,
    /// Countries that the work may be done from, where the format states them outright, sorted.
    #[serde(default)]
    pub countries: Vec<Country>,
    /// The level that the format states outright; a level that the title names counts before it.
    #[serde(default)]
    pub level: Option<Level>,
    /// The least years of experience that the format states outright.
    #[serde(default)]
    pub years: Option<f32>,
    /// Where to apply.
    pub url: Option<String>,
    /// The day on which it was posted, where the format states it outright.
    pub posted: Option<Date>,
    /// The last day of the offer, where the format states it outright.
    #[serde(default)]
    pub valid_through: Option<Date>,
    /// Words that the format files it under, in lower case and in order.
    pub tags: Vec<String>,
    /// The parts, in order.
    pub sections: Vec<Section>,
    /// The language it is written in.
    pub language: Option<Language>,
    /// What could not be read, in words.
    pub notes: Vec<String>,
}

/// A year and month; the month is absent where only a year was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct YearMonth {
    /// The year.
    pub year: i16,
    /// The month, 1 to 12.
    pub month: Option<i8>,
}

/// One position that a person held.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// The title as written.
    pub title: String,
    /// The employer.
    pub employer: Option<String>,
    /// When it began.
    pub start: Option<YearMonth>,
    /// When it ended; `None` where it has not, or where nothing says.
    pub end: Option<YearMonth>,
    /// True where the text says that it goes on.
    pub current: bool,
    /// What was done there.
    pub text: String,
}

/// A résumé as it was written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Resume {
    /// Names it in a catalog and in results.
    pub id: String,
    /// The person's name; never embedded or scored.
    pub name: Option<String>,
    /// Other identity (e-mail, phone, links, address lines), each as written; never embedded or scored.
    pub contact: Vec<String>,
    /// The headline: what the person calls themselves.
    pub title: String,
    /// The person's country, where the text says.
    pub country: Option<Country>,
    /// Where the person is and wishes to work, as written.
    pub place_text: Option<String>,
    /// What the person asks to be paid, as written.
    pub pay_text: Option<String>,
    /// The parts, in order; positions are parts too, their text stands in both.
    pub sections: Vec<Section>,
    /// The positions, latest first.
    pub positions: Vec<Position>,
    /// Words that the format files it under, in lower case and in order.
    pub tags: Vec<String>,
    /// The language it is written in.
    pub language: Option<Language>,
    /// What could not be read, in words.
    pub notes: Vec<String>,
}

/// A posting or a résumé.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Document {
    /// An offer of work.
    Posting(Posting),
    /// A person's account of theirs.
    Resume(Resume),
}

impl From<Posting> for Document {
    fn from(posting: Posting) -> Self {
        Self::Posting(posting)
    }
}

impl From<Resume> for Document {
    fn from(resume: Resume) -> Self {
        Self::Resume(resume)
    }
}

/// Which side of the market a document is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// An offer of work.
    Posting,
    /// A person.
    Resume,
}

/// A regular expression whose text is a constant, or made of constants.
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is fixed")
}
