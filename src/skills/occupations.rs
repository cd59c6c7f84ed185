//! Occupations: what work is called, where a taxonomy of one's own knows it.

use std::collections::HashMap;

use crate::error::Error;

use super::SkillId;
use super::forms::singular;
use super::table::Row;
use super::table::Sort;
use super::taxonomy::Taxonomy;
use super::tokens::folded;
use super::vocabulary::WordMap;

/// A title of more occupations than this names none.
const AMBIGUOUS: usize = 3;

/// One occupation, or a heading above occupations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occupation {
    /// The name, as it is shown.
    pub name: String,
    /// What public taxonomies know it by: an ESCO URI, an O*NET-SOC code.
    pub codes: Vec<String>,
    /// True for a heading, which no title names.
    pub is_group: bool,
    /// What it is a kind of, as places in [`Taxonomy::occupations`].
    pub parents: Vec<usize>,
    /// The skills that it needs.
    pub essential: Vec<SkillId>,
    /// The skills that are of use in it.
    pub optional: Vec<SkillId>,
}

/// All of them, and how they are called.
#[derive(Debug, Default)]
pub(super) struct Occupations {
    all: Vec<Occupation>,
    titles: HashMap<String, Vec<u32>>,
}

impl Occupations {
    /// The occupations of `rows`, whose skills are found in `skills`. What is wrong is put into `problems`.
    pub(super) fn new(rows: &[Row<'_>], skills: &WordMap<&str, SkillId>, problems: &mut Vec<Error>) -> Self {
        let mut places: HashMap<&str, usize> = HashMap::with_capacity(rows.len());
        for (place, row) in rows.iter().enumerate() {
            if places.insert(row.name, place).is_some() {
                problems.push(row.place.error(format!("the occupation {:?} stands twice", row.name)));
            }
        }
        let mut built = Self { all: Vec::with_capacity(rows.len()), titles: HashMap::with_capacity(8 * rows.len()) };
        for ((number, place), row) in (0_u32..).zip(0_usize..).zip(rows) {
            let is_group = row.sort == Sort::OccupationGroup;
            if !is_group {
                for title in std::iter::once(row.name).chain(row.aliases.iter().copied()) {
                    let known = built.titles.entry(called(title)).or_default();
                    if !known.contains(&number) {
                        known.push(number);
                    }
                }
            }
            let mut parents = Vec::new();
            for name in &row.parents {
                match places.get(name) {
                    Some(&parent) if parent != place => parents.push(parent),
                    _ => problems
                        .push(row.place.error(format!("the parent {name:?} of {:?} is no other occupation", row.name))),
                }
            }
            let (mut essential, mut optional) = (Vec::new(), Vec::new());
            for related in &row.related {
                let name = related.strip_prefix('?').unwrap_or(related);
                match skills.get(name) {
                    Some(&skill) if name.len() < related.len() => optional.push(skill),
                    Some(&skill) => essential.push(skill),
                    None => {
                        problems.push(row.place.error(format!("{name:?}, which {:?} needs, is no skill", row.name)))
                    }
                }
            }
            let codes = row.codes.iter().map(|&code| code.to_owned()).collect();
            built.all.push(Occupation { name: row.name.to_owned(), codes, is_group, parents, essential, optional });
        }
        built
    }
}

impl Taxonomy {
    /// Every occupation, in the order of the tables; none in those that ship.
    #[must_use]
    pub fn occupations(&self) -> &[Occupation] {
        &self.occupations.all
    }

    /// The occupations with this title, however capitalized and hyphenated, singular or plural, in the order of the tables;
    /// none where it is the title of more than three.
    #[must_use]
    pub fn occupations_called(&self, title: &str) -> Vec<&Occupation> {
        if self.occupations.all.is_empty() {
            return Vec::new();
        }
        let places = self.occupations.titles.get(&called(title)).map_or(&[][..], Vec::as_slice);
        if places.len() > AMBIGUOUS {
            return Vec::new();
        }
        places.iter().filter_map(|&place| self.occupations.all.get(place as usize)).collect()
    }
}

/// What a title is looked up by: its words, small and without accents, the last one as a singular.
pub(super) fn called(title: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let _ = folded(title, [String::new(), String::new()], |word| {
        words.push(word.to_owned());
        0
    });
    if let Some(last) = words.last_mut()
        && let Some(one) = singular(last)
    {
        *last = one;
    }
    words.join(" ")
}
