//! Columns: what filters look at, beside the entries, so that a million need not be read to find the few that pass.
//!
//! A fact of every row is the number of its value among the values that occur (`NAME-values`, postcard); the numbers are
//! `NAME`, u32 little-endian, one a row. A test looks at each value once, and then at numbers only.

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::sync::OnceLock;

use jiff::civil::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Entry;
use crate::codes::Language;
use crate::error::Result;
use crate::index::Blocks;
use crate::index::BlocksWriter;
use crate::index::Section;
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

/// What can be told of an entry without reading it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glance<'a> {
    /// The place, without [`Place::text`].
    pub place: &'a Place,
    /// The pay, without [`Pay::evidence`].
    pub pay: Option<&'a Pay>,
    /// The level.
    pub level: Option<Level>,
}

/// One fact of the rows of a segment.
#[derive(Debug)]
struct Column<T> {
    name: &'static str,
    section: OnceLock<Section>,
    values: OnceLock<Vec<T>>,
}

impl<T: DeserializeOwned> Column<T> {
    const fn new(name: &'static str) -> Self {
        Self { name, section: OnceLock::new(), values: OnceLock::new() }
    }

    fn values(&self, blocks: &Blocks) -> Result<&[T]> {
        if let Some(values) = self.values.get() {
            return Ok(values);
        }
        let bytes = blocks.all(blocks.section(&format!("{}-values", self.name))?)?;
        let read = postcard::from_bytes(bytes)
            .map_err(|error| blocks.wrong(format!("the values of {} cannot be read ({error})", self.name)))?;
        Ok(self.values.get_or_init(|| read))
    }

    fn section(&self, blocks: &Blocks) -> Result<Section> {
        match self.section.get() {
            Some(section) => Ok(*section),
            None => blocks.section(self.name).map(|found| *self.section.get_or_init(|| found)),
        }
    }

    /// The value of a row.
    fn value(&self, blocks: &Blocks, row: usize) -> Result<&T> {
        let bytes = blocks.get(self.section(blocks)?, row * 4..row * 4 + 4)?;
        let number = bytes.try_into().map_or(u32::MAX, u32::from_le_bytes);
        let value = self.values(blocks)?.get(number as usize);
        value.ok_or_else(|| blocks.wrong(format!("{} has no value for row {row}", self.name)))
    }

    /// Takes the rows that do not pass out of `words`.
    fn keep(&self, blocks: &Blocks, test: Option<&Test<'_, T>>, words: &mut [u64]) -> Result<()> {
        let Some(test) = test else { return Ok(()) };
        let passes: Vec<bool> = self.values(blocks)?.iter().map(test).collect();
        self.keep_those(blocks, &passes, words)
    }

    /// The same, where it is known of each value whether it passes.
    fn keep_those(&self, blocks: &Blocks, passes: &[bool], words: &mut [u64]) -> Result<()> {
        if passes.iter().all(|&passed| passed) {
            return Ok(());
        }
        let numbers = blocks.all(self.section(blocks)?)?.as_chunks::<4>().0;
        for (word, numbers) in words.iter_mut().zip(numbers.chunks(64)) {
            if *word == 0 {
                continue;
            }
            let mut kept = 0;
            for (at, &number) in numbers.iter().enumerate() {
                let passed = passes.get(u32::from_le_bytes(number) as usize).copied().unwrap_or(false);
                kept |= u64::from(passed) << at;
            }
            *word &= kept;
        }
        Ok(())
    }

    /// That every row has a value.
    fn verify(&self, blocks: &Blocks, rows: usize) -> Result<()> {
        let count = self.values(blocks)?.len();
        let numbers = blocks.all(self.section(blocks)?)?.as_chunks::<4>().0;
        if numbers.len() != rows || numbers.iter().any(|&number| u32::from_le_bytes(number) as usize >= count) {
            return Err(blocks.wrong(format!("{} does not fit its rows and values", self.name)));
        }
        Ok(())
    }
}

/// The facts of the rows of a segment.
#[derive(Debug)]
pub(super) struct Columns {
    place: Column<Place>,
    pay: Column<Option<Pay>>,
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
    pub(super) const fn new() -> Self {
        Self {
            place: Column::new("place"),
            pay: Column::new("pay"),
            level: Column::new("level"),
            company: Column::new("company"),
            language: Column::new("language"),
            posted: Column::new("posted"),
            tags: Column::new("tags"),
            asked: Column::new("asked"),
            companies: OnceLock::new(),
        }
    }

    /// Takes the rows that do not pass a filter out of `words`.
    pub(super) fn keep(&self, blocks: &Blocks, filter: &Filter<'_>, words: &mut [u64]) -> Result<()> {
        self.level.keep(blocks, filter.level.as_ref(), words)?;
        self.language.keep(blocks, filter.language.as_ref(), words)?;
        self.posted.keep(blocks, filter.posted.as_ref(), words)?;
        self.tags.keep(blocks, filter.tags.as_ref(), words)?;
        self.place.keep(blocks, filter.place.as_ref(), words)?;
        self.pay.keep(blocks, filter.pay.as_ref(), words)?;
        let Some(closed) = &filter.company else { return Ok(()) };
        let values = self.company.values(blocks)?;
        let keys = self.companies.get_or_init(|| values.iter().map(|name| name.as_deref().map(closed.key)).collect());
        let passes: Vec<bool> = keys.iter().map(|key| key.is_none_or(|key| !closed.keys.contains(&key))).collect();
        self.company.keep_those(blocks, &passes, words)
    }

    /// Takes the rows that ask for more than `most` skills out of `words`.
    pub(super) fn keep_modest(&self, blocks: &Blocks, most: u8, words: &mut [u64]) -> Result<()> {
        let test: Test<'_, u8> = Box::new(move |&asked| asked <= most);
        self.asked.keep(blocks, Some(&test), words)
    }

    /// What is told of a row at a glance.
    pub(super) fn glance(&self, blocks: &Blocks, row: usize) -> Result<Glance<'_>> {
        Ok(Glance {
            place: self.place.value(blocks, row)?,
            pay: self.pay.value(blocks, row)?.as_ref(),
            level: *self.level.value(blocks, row)?,
        })
    }

    /// The facts of a row.
    pub(super) fn facts(&self, blocks: &Blocks, row: usize) -> Result<Facts> {
        Ok(Facts {
            place: self.place.value(blocks, row)?.clone(),
            pay: self.pay.value(blocks, row)?.clone(),
            level: *self.level.value(blocks, row)?,
            company: self.company.value(blocks, row)?.clone(),
            language: *self.language.value(blocks, row)?,
            posted: *self.posted.value(blocks, row)?,
            tags: self.tags.value(blocks, row)?.clone(),
            asked: *self.asked.value(blocks, row)?,
        })
    }

    /// Writes the facts of rows, in their order.
    pub(super) fn write(rows: &[Facts], into: &mut BlocksWriter) -> Result<()> {
        write("place", rows.iter().map(|facts| &facts.place), into)?;
        write("pay", rows.iter().map(|facts| &facts.pay), into)?;
        write("level", rows.iter().map(|facts| &facts.level), into)?;
        write("company", rows.iter().map(|facts| &facts.company), into)?;
        write("language", rows.iter().map(|facts| &facts.language), into)?;
        write("posted", rows.iter().map(|facts| &facts.posted), into)?;
        write("tags", rows.iter().map(|facts| &facts.tags), into)?;
        write("asked", rows.iter().map(|facts| &facts.asked), into)
    }

    /// That every row has a value of each fact.
    pub(super) fn verify(&self, blocks: &Blocks, rows: usize) -> Result<()> {
        self.place.verify(blocks, rows)?;
        self.pay.verify(blocks, rows)?;
        self.level.verify(blocks, rows)?;
        self.company.verify(blocks, rows)?;
        self.language.verify(blocks, rows)?;
        self.posted.verify(blocks, rows)?;
        self.tags.verify(blocks, rows)?;
        self.asked.verify(blocks, rows)
    }
}

/// Writes one fact of rows.
fn write<'a, T: Serialize + 'a>(name: &str, rows: impl Iterator<Item = &'a T>, into: &mut BlocksWriter) -> Result<()> {
    let (mut numbers, mut known, mut values) = (Vec::new(), HashMap::new(), Vec::new());
    for value in rows {
        let key = super::encoded(name, value)?;
        let number = *known.entry(key).or_insert_with(|| {
            values.push(value);
            values.len() - 1
        });
        numbers.extend_from_slice(&u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
    }
    into.add(&format!("{name}-values"), &super::encoded(name, &values)?)?;
    into.add(name, &numbers)
}
