//! The tables of skills: name, aliases, kind, parents, related, telling; parted by tabs, one skill a line, lists parted by `|`.

use crate::error::Error;
use crate::error::Result;

use super::SkillId;
use super::vocabulary::WordMap;

/// How telling a skill is whose row does not say: as one that stands in two of a hundred documents.
pub const TELLING_UNKNOWN: f32 = 4.0;

/// What sort of thing a skill is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A language that machines are told in.
    ProgrammingLanguage,
    /// A frame that programs are built in.
    Framework,
    /// Code to use from one's own.
    Library,
    /// A program or service that one works with.
    Tool,
    /// What other programs run on.
    Platform,
    /// What keeps data.
    Database,
    /// A way of doing something.
    Method,
    /// A field of knowledge.
    Field,
    /// A certificate or licence.
    Certificate,
    /// A language that people speak.
    Language,
    /// A clearly professional ability.
    Ability,
    /// A standard, protocol or law.
    Standard,
    /// A machine or device.
    Equipment,
}

impl Kind {
    /// Every kind, with its word in the tables.
    pub const ALL: [(Self, &'static str); 13] = [
        (Self::ProgrammingLanguage, "programming language"),
        (Self::Framework, "framework"),
        (Self::Library, "library"),
        (Self::Tool, "tool"),
        (Self::Platform, "platform"),
        (Self::Database, "database"),
        (Self::Method, "method"),
        (Self::Field, "field"),
        (Self::Certificate, "certificate"),
        (Self::Language, "language"),
        (Self::Ability, "ability"),
        (Self::Standard, "standard"),
        (Self::Equipment, "equipment"),
    ];

    /// The kind of a word in the tables.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
    }

    /// True for the name of a thing, false for what an ordinary noun says.
    #[must_use]
    pub fn is_product(self) -> bool {
        !matches!(self, Self::Method | Self::Field | Self::Ability)
    }
}

/// One skill of the taxonomy.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The name, as it is shown.
    pub name: String,
    /// What sort of thing it is.
    pub kind: Kind,
    /// What knowing it implies knowing.
    pub parents: Vec<SkillId>,
    /// What knowing it helps much with, both ways.
    pub related: Vec<SkillId>,
    /// The table it stands in, counted from 0: the area of work it belongs to.
    pub area: usize,
    /// How telling it is: the natural logarithm of documents per document that names it, over a large corpus.
    pub telling: f32,
}

/// A row as it stands in a table.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub(super) place: Place<'a>,
    pub(super) name: &'a str,
    pub(super) aliases: Vec<&'a str>,
    pub(super) kind: Kind,
    parents: Vec<&'a str>,
    related: Vec<&'a str>,
    /// `None` where the cell is empty.
    pub(super) telling: Option<f32>,
}

/// Where a row stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub(super) table: &'a str,
    /// Which of the tables it is, counted from 0.
    pub(super) area: usize,
    pub(super) line: usize,
}

impl Place<'_> {
    /// An error about this row.
    pub(super) fn error(self, problem: String) -> Error {
        Error::BrokenData { what: format!("{}, line {}", self.table, self.line), problem }
    }
}

const HEADER: &str = "name\taliases\tkind\tparents\trelated\ttelling";

/// The rows of one table.
///
/// # Errors
/// [`Error::BrokenData`] naming table and line, where the header or a row is not as it must be.
pub(super) fn rows<'a>(table: &'a str, area: usize, text: &'a str) -> Result<Vec<Row<'a>>> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
    let first = lines.next();
    if first.is_none_or(|(_, line)| line.trim_end() != HEADER) {
        let line = first.map_or(1, |(number, _)| number + 1);
        return Err(Place { table, area, line }.error(format!("the first row must be {HEADER:?}")));
    }
    lines.map(|(number, line)| row(Place { table, area, line: number + 1 }, line)).collect()
}

fn row<'a>(place: Place<'a>, line: &'a str) -> Result<Row<'a>> {
    let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
    let (name, aliases, kind, rest) = match cells[..] {
        [name, aliases, kind, ref rest @ ..] if rest.len() <= 3 && !name.is_empty() => (name, aliases, kind, rest),
        _ => return Err(place.error(format!("a row has a name and six columns, this one has {}", cells.len()))),
    };
    let list = |cell: &'a str| cell.split('|').map(str::trim).filter(|item| !item.is_empty()).collect::<Vec<_>>();
    let cell = |at: usize| rest.get(at).copied().unwrap_or("");
    let kind = Kind::from_word(kind).ok_or_else(|| place.error(format!("{kind:?} is no kind of skill")))?;
    let telling = match cell(2) {
        "" => None,
        number => {
            let value: Option<f32> = number.parse().ok().filter(|value: &f32| value.is_finite() && *value >= 0.0);
            Some(value.ok_or_else(|| place.error(format!("{number:?} does not say how telling the skill is")))?)
        }
    };
    Ok(Row { place, name, aliases: list(aliases), kind, parents: list(cell(0)), related: list(cell(1)), telling })
}

/// The skills of `rows`, in order. What is wrong with links and names is put into `problems`; a link that leads
/// nowhere is left out.
pub(super) fn entries(rows: &[Row<'_>], problems: &mut Vec<Error>) -> Vec<Entry> {
    let mut exact: WordMap<&str, SkillId> = WordMap::default();
    for (number, row) in (0u32..).zip(rows) {
        if exact.insert(row.name, SkillId(number)).is_some() {
            problems.push(row.place.error(format!("the name {:?} stands twice", row.name)));
        }
    }
    let mut all = Vec::with_capacity(rows.len());
    for (number, row) in (0u32..).zip(rows) {
        let mut links = |cell: &[&str], column: &str| {
            let mut found = Vec::with_capacity(cell.len());
            for name in cell {
                match exact.get(name) {
                    Some(id) if id.0 == number => {
                        problems.push(row.place.error(format!("{:?} is its own {column}", row.name)));
                    }
                    Some(&id) => found.push(id),
                    None => {
                        problems.push(row.place.error(format!("the {column} {name:?} of {:?} is no skill", row.name)))
                    }
                }
            }
            found
        };
        let (parents, related) = (links(&row.parents, "parent"), links(&row.related, "related skill"));
        let telling = row.telling.unwrap_or(TELLING_UNKNOWN);
        all.push(Entry { name: row.name.to_owned(), kind: row.kind, parents, related, area: row.place.area, telling });
    }
    all
}
