//! Columns: what filters look at, beside the entries, so that a million need not be read to find the few that pass. For
//! their layout see `column`.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::OnceLock;

use jiff::civil::Date;

use super::Entry;
use super::column;
use super::column::Column;
use super::known::KnownFacts;
use super::known::Numbered;
use crate::codes::Language;
use crate::error::Result;
use crate::index::Blocks;
use crate::index::BlocksWriter;
use crate::pay::Pay;
use crate::place::Place;
use crate::profile::Profile;
use crate::seniority::Level;
use crate::skills::Need;

/// What filters may look at in an entry.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    place: Place,
    pay: Option<Pay>,
    level: Option<Level>,
    company: Option<String>,
    language: Option<Language>,
    posted: Option<Date>,
    tags: Vec<String>,
    asked: u8,
}

impl Facts {
    /// The facts of an entry, without the words that they were read from.
    pub(super) fn of(entry: &Entry) -> Self {
        let profile = &entry.profile;
        Self {
            place: Place { text: String::new(), ..profile.place.clone() },
            pay: profile.pay.clone().map(|pay| Pay { evidence: String::new(), ..pay }),
            level: profile.seniority.level,
            company: profile.company.clone(),
            language: profile.language,
            posted: profile.posted,
            tags: profile.tags.clone(),
            asked: asked(profile),
        }
    }
}

/// How many skills an entry asks for, of alternatives one; at most 255.
fn asked(profile: &Profile) -> u8 {
    let asking = profile.skills.iter().filter(|skill| matches!(skill.need, Need::Required | Need::Preferred));
    let (grouped, single): (Vec<_>, Vec<_>) = asking.map(|skill| skill.group).partition(Option::is_some);
    let groups: BTreeSet<u16> = grouped.into_iter().flatten().collect();
    u8::try_from(single.len() + groups.len()).unwrap_or(u8::MAX)
}

/// True for the values that pass.
pub type Test<'a, T> = Box<dyn Fn(&T) -> bool + Sync + 'a>;

/// Companies of which no entry passes; those without a company do.
#[derive(Clone, Debug)]
pub struct Closed {
    /// What all spellings of a name have in common. It must be one function in all of a program: there are many companies,
    /// and what it gives for them is kept.
    pub key: fn(&str) -> u64,
    /// What it gives for those that do not pass.
    pub keys: Vec<u64>,
}

/// What entries must be like. A test that is absent is passed by all.
#[derive(Default)]
pub struct Filter<'a> {
    /// Of the place, without [`Place::text`].
    pub place: Option<Test<'a, Place>>,
    /// Of the pay, without [`Pay::evidence`].
    pub pay: Option<Test<'a, Option<Pay>>>,
    /// Of the level.
    pub level: Option<Test<'a, Option<Level>>>,
    /// Of the company.
    pub company: Option<Closed>,
    /// Of the language.
    pub language: Option<Test<'a, Option<Language>>>,
    /// Of the day of posting.
    pub posted: Option<Test<'a, Option<Date>>>,
    /// Of the tags.
    pub tags: Option<Test<'a, Vec<String>>>,
}

impl std::fmt::Debug for Filter<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Filter")
    }
}

impl Filter<'_> {
    /// True where all pass.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.place.is_none()
            && self.pay.is_none()
            && self.level.is_none()
            && self.company.is_none()
            && self.language.is_none()
            && self.posted.is_none()
            && self.tags.is_none()
    }
}

/// A fact of an entry, and its number: entries of one side have the same where they say the same. Numbers begin at 0, and
/// none is left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Saying<'a, T> {
    /// The number.
    pub number: u32,
    /// What is said.
    pub value: &'a T,
}

impl<'a, T> Saying<'a, T> {
    fn of(one: &'a Numbered<T>) -> Self {
        Self { number: one.number, value: &one.value }
    }
}

/// What can be told of an entry without reading it.
#[derive(Clone, Debug, PartialEq)]
pub struct Glance<'a> {
    /// The place, without [`Place::text`].
    pub place: Saying<'a, Place>,
    /// The pay, without [`Pay::evidence`].
    pub pay: Saying<'a, Option<Pay>>,
    /// The level.
    pub level: Option<Level>,
}

/// What came of the tests of those facts that segments have in common: by the number of a value, whether it passes.
#[derive(Debug, Default)]
pub(super) struct Judged {
    place: Option<Vec<bool>>,
    pay: Option<Vec<bool>>,
}

impl Judged {
    /// Looks at each known value once.
    pub(super) fn of(filter: &Filter<'_>, known: &KnownFacts) -> Self {
        Self {
            place: filter.place.as_ref().map(|test| known.place.judged(test)),
            pay: filter.pay.as_ref().map(|test| known.pay.judged(test)),
        }
    }
}

/// The facts of the rows of a segment.
#[derive(Debug)]
pub(super) struct Columns {
    known: Arc<KnownFacts>,
    place: Column<Numbered<Place>>,
    pay: Column<Numbered<Option<Pay>>>,
    level: Column<Option<Level>>,
    company: Column<Option<String>>,
    language: Column<Option<Language>>,
    posted: Column<Option<Date>>,
    tags: Column<Vec<String>>,
    asked: Column<u8>,
    /// The key of each company, where companies were closed before.
    companies: OnceLock<Vec<Option<u64>>>,
}

impl Columns {
    /// Of a side of which this is known.
    pub(super) const fn new(known: Arc<KnownFacts>) -> Self {
        Self {
            known,
            place: Column::new("place", |bytes, known| known.place.read(bytes)),
            pay: Column::new("pay", |bytes, known| known.pay.read(bytes)),
            level: Column::new("level", column::read),
            company: Column::new("company", column::read),
            language: Column::new("language", column::read),
            posted: Column::new("posted", column::read),
            tags: Column::new("tags", column::read),
            asked: Column::new("asked", column::read),
            companies: OnceLock::new(),
        }
    }

    /// Reads the values that a filter looks at by number, so that they are known.
    pub(super) fn know(&self, blocks: &Blocks, filter: &Filter<'_>) -> Result<()> {
        filter.place.as_ref().map_or(Ok(()), |_| self.place.values(blocks, &self.known).map(|_| ()))?;
        filter.pay.as_ref().map_or(Ok(()), |_| self.pay.values(blocks, &self.known).map(|_| ()))
    }

    /// Takes the rows that do not pass a filter out of `words`.
    pub(super) fn keep(&self, blocks: &Blocks, filter: &Filter<'_>, judged: &Judged, words: &mut [u64]) -> Result<()> {
        let known = &self.known;
        self.level.keep(blocks, known, filter.level.as_ref(), words)?;
        self.language.keep(blocks, known, filter.language.as_ref(), words)?;
        self.posted.keep(blocks, known, filter.posted.as_ref(), words)?;
        self.tags.keep(blocks, known, filter.tags.as_ref(), words)?;
        self.place.keep_known(blocks, known, judged.place.as_deref(), words)?;
        self.pay.keep_known(blocks, known, judged.pay.as_deref(), words)?;
        let Some(closed) = &filter.company else { return Ok(()) };
        let values = self.company.values(blocks, known)?;
        let keys = self.companies.get_or_init(|| values.iter().map(|name| name.as_deref().map(closed.key)).collect());
        let passes: Vec<bool> = keys.iter().map(|key| key.is_none_or(|key| !closed.keys.contains(&key))).collect();
        self.company.keep_those(blocks, &passes, words)
    }

    /// Takes the rows that ask for more than `most` skills out of `words`.
    pub(super) fn keep_modest(&self, blocks: &Blocks, most: u8, words: &mut [u64]) -> Result<()> {
        let test: Test<'_, u8> = Box::new(move |&asked| asked <= most);
        self.asked.keep(blocks, &self.known, Some(&test), words)
    }

    /// What is told of a row at a glance.
    pub(super) fn glance(&self, blocks: &Blocks, row: usize) -> Result<Glance<'_>> {
        let known = &self.known;
        Ok(Glance {
            place: Saying::of(self.place.value(blocks, known, row)?),
            pay: Saying::of(self.pay.value(blocks, known, row)?),
            level: *self.level.value(blocks, known, row)?,
        })
    }

    /// The facts of a row.
    pub(super) fn facts(&self, blocks: &Blocks, row: usize) -> Result<Facts> {
        let known = &self.known;
        Ok(Facts {
            place: Place::clone(&self.place.value(blocks, known, row)?.value),
            pay: Option::clone(&self.pay.value(blocks, known, row)?.value),
            level: *self.level.value(blocks, known, row)?,
            company: self.company.value(blocks, known, row)?.clone(),
            language: *self.language.value(blocks, known, row)?,
            posted: *self.posted.value(blocks, known, row)?,
            tags: self.tags.value(blocks, known, row)?.clone(),
            asked: *self.asked.value(blocks, known, row)?,
        })
    }

    /// Writes the facts of rows, in their order.
    pub(super) fn write(rows: &[Facts], into: &mut BlocksWriter) -> Result<()> {
        column::write("place", rows.iter().map(|facts| &facts.place), into)?;
        column::write("pay", rows.iter().map(|facts| &facts.pay), into)?;
        column::write("level", rows.iter().map(|facts| &facts.level), into)?;
        column::write("company", rows.iter().map(|facts| &facts.company), into)?;
        column::write("language", rows.iter().map(|facts| &facts.language), into)?;
        column::write("posted", rows.iter().map(|facts| &facts.posted), into)?;
        column::write("tags", rows.iter().map(|facts| &facts.tags), into)?;
        column::write("asked", rows.iter().map(|facts| &facts.asked), into)
    }

    /// That every row has a value of each fact.
    pub(super) fn verify(&self, blocks: &Blocks, rows: usize) -> Result<()> {
        let known = &self.known;
        self.place.verify(blocks, known, rows)?;
        self.pay.verify(blocks, known, rows)?;
        self.level.verify(blocks, known, rows)?;
        self.company.verify(blocks, known, rows)?;
        self.language.verify(blocks, known, rows)?;
        self.posted.verify(blocks, known, rows)?;
        self.tags.verify(blocks, known, rows)?;
        self.asked.verify(blocks, known, rows)
    }
}
