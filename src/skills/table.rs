//! The tables of skills: name, aliases, kind, parents, related, telling; parted by tabs, one skill a line, lists parted by `|`.
//! Tables of one's own may add codes and areas, headings of a hierarchy, and occupations.

use std::path::Path;

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
    /// A heading of a hierarchy: what stands below it is kin, but no text names it.
    Group,
}

impl Kind {
    /// Every kind, with its word in the tables.
    pub const ALL: [(Self, &'static str); 14] = [
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
        (Self::Group, "group"),
    ];

    /// The kind of a word in the tables.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
    }

    /// Its word in the tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }

    /// True for the name of a thing, false for what an ordinary noun says.
    #[must_use]
    pub fn is_product(self) -> bool {
        !matches!(self, Self::Method | Self::Field | Self::Ability | Self::Group)
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
    /// The area of work it belongs to, counted from 0: its table, unless its row names another.
    pub area: usize,
    /// How telling it is: the natural logarithm of documents per document that names it, over a large corpus.
    pub telling: f32,
    /// What public taxonomies know it by, such as an ESCO URI; none in the tables that ship.
    pub codes: Vec<String>,
}

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Skill(Kind),
    Occupation,
    /// A heading above occupations, which no title names.
    OccupationGroup,
}

impl Sort {
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        match word {
            "occupation" => Some(Self::Occupation),
            "occupation group" => Some(Self::OccupationGroup),
            _ => Kind::from_word(word).map(Self::Skill),
        }
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Occupation => "occupation",
            Self::OccupationGroup => "occupation group",
            Self::Skill(kind) => kind.word(),
        }
    }
}

/// A row as it stands in a table.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    pub(crate) place: Place<'a>,
    pub(crate) name: &'a str,
    pub(crate) aliases: Vec<&'a str>,
    pub(crate) sort: Sort,
    pub(crate) parents: Vec<&'a str>,
    pub(crate) related: Vec<&'a str>,
    /// `None` where the cell is empty.
    pub(crate) telling: Option<f32>,
    pub(crate) codes: Vec<&'a str>,
    /// Empty where the row belongs to the area of its table.
    pub(crate) area: &'a str,
}

/// Where a row stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub(crate) table: &'a str,
    /// The file that somebody gave; `None` of a table that ships.
    pub(crate) file: Option<&'a Path>,
    pub(crate) line: usize,
}

impl Place<'_> {
    /// An error about this row.
    pub(super) fn error(self, problem: String) -> Error {
        match self.file {
            None => Error::BrokenData { what: format!("{}, line {}", self.table, self.line), problem },
            Some(path) => Error::Malformed {
                path: path.to_owned(),
                line: Some(self.line),
                problem,
                form: "correct the line, or make the table again with `vocation taxonomy import`".to_owned(),
            },
        }
    }
}

/// The first row of a table.
pub(crate) const HEADER: &str = "name\taliases\tkind\tparents\trelated\ttelling";

/// The first row of a table that has codes and areas as well.
pub(crate) const HEADER_WITH_CODES: &str = "name\taliases\tkind\tparents\trelated\ttelling\tcodes\tarea";

/// The rows of one table.
///
/// # Errors
/// [`Error::BrokenData`], or [`Error::Malformed`] for a file that somebody gave, naming table and line, where the header or
/// a row is not as it must be.
pub(crate) fn rows<'a>(table: &'a str, file: Option<&'a Path>, text: &'a str) -> Result<Vec<Row<'a>>> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
    let first = lines.next();
    let columns = match first.map_or("", |(_, line)| line.trim_end()) {
        HEADER => 6,
        HEADER_WITH_CODES if file.is_some() => 8,
        _ => {
            let line = first.map_or(1, |(number, _)| number + 1);
            return Err(Place { table, file, line }.error(format!("the first row must be {HEADER:?}")));
        }
    };
    lines.map(|(number, line)| row(Place { table, file, line: number + 1 }, columns, line)).collect()
}

fn row<'a>(place: Place<'a>, columns: usize, line: &'a str) -> Result<Row<'a>> {
    let mut cells = [""; 8];
    let mut count = 0;
    for cell in line.split('\t') {
        if let Some(slot) = cells.get_mut(count) {
            *slot = cell.trim();
        }
        count += 1;
    }
    let [name, aliases, kind, parents, related, telling, codes, area] = cells;
    if count < 3 || count > columns || name.is_empty() {
        return Err(place.error(format!("a row has a name and {columns} columns, this one has {count}")));
    }
    let list = |cell: &'a str| cell.split('|').map(str::trim).filter(|item| !item.is_empty()).collect::<Vec<_>>();
    let sort = Sort::from_word(kind).filter(|sort| columns > 6 || matches!(sort, Sort::Skill(_)));
    let sort = sort.ok_or_else(|| place.error(format!("{kind:?} is no kind of skill")))?;
    let telling = match telling {
        "" => None,
        number => {
            let value: Option<f32> = number.parse().ok().filter(|value: &f32| value.is_finite() && *value >= 0.0);
            Some(value.ok_or_else(|| place.error(format!("{number:?} does not say how telling the skill is")))?)
        }
    };
    let (parents, related) = (list(parents), list(related));
    Ok(Row { place, name, aliases: list(aliases), sort, parents, related, telling, codes: list(codes), area })
}

/// The rows by their names; a name that stands twice is put into `problems`, and is the later row's.
pub(super) fn by_name<'a>(rows: &[Row<'a>], problems: &mut Vec<Error>) -> WordMap<&'a str, SkillId> {
    let mut exact: WordMap<&str, SkillId> = WordMap::with_capacity_and_hasher(rows.len(), Default::default());
    for (number, row) in (0u32..).zip(rows) {
        if exact.insert(row.name, SkillId(number)).is_some() {
            problems.push(row.place.error(format!("the name {:?} stands twice", row.name)));
        }
    }
    exact
}

/// The skills of `rows`, in order, each with its area. What is wrong with links is put into `problems`; a link that leads
/// nowhere is left out.
pub(super) fn entries(
    rows: &[Row<'_>],
    areas: &[usize],
    exact: &WordMap<&str, SkillId>,
    problems: &mut Vec<Error>,
) -> Vec<Entry> {
    let mut all = Vec::with_capacity(rows.len());
    for ((number, row), &area) in (0u32..).zip(rows).zip(areas) {
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
        let Sort::Skill(kind) = row.sort else { continue };
        let telling = row.telling.unwrap_or(TELLING_UNKNOWN);
        let codes = row.codes.iter().map(|&code| code.to_owned()).collect();
        all.push(Entry { name: row.name.to_owned(), kind, parents, related, area, telling, codes });
    }
    all
}
