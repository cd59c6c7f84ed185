//! What a download says, whatever its form: concepts, and how they hang together.

use std::collections::HashMap;
use std::path::Path;

use crate::skills::Sort;

use super::conflicts::Conflict;
use super::conflicts::Trouble;

/// One skill, heading or occupation of a download.
#[derive(Clone, Debug)]
pub(super) struct Concept {
    /// What it is called first.
    pub(super) label: String,
    /// What else it is called.
    pub(super) others: Vec<String>,
    pub(super) sort: Sort,
    pub(super) codes: Vec<String>,
    /// True where no other concept has its codes.
    pub(super) identified: bool,
    /// Empty where the download names none.
    pub(super) area: String,
    pub(super) telling: Option<f32>,
    /// True where the writings carry marks already.
    pub(super) marked: bool,
    /// True where nobody thought of texts when the labels were made: one ordinary word is then too little.
    pub(super) wary: bool,
    pub(super) links: Vec<(usize, Relation)>,
    pub(super) place: Place,
}

/// Where a concept stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// The file's name.
    pub(super) file: String,
    /// The line, or the row of a sheet, counted from 1.
    pub(super) line: usize,
}

/// How one concept hangs together with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// The other is broader.
    Broader,
    /// The other is near kin, or a skill that the occupation needs.
    Related,
    /// The other is a skill that is of use in the occupation.
    Optional,
}

/// One download, or one table.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// What it is, whose, and under which licence: lines for whoever passes the table on.
    pub(super) credits: Vec<String>,
    pub(super) concepts: Vec<Concept>,
    pub(super) conflicts: Vec<Conflict>,
    /// The concepts by the keys that links name them with.
    places: HashMap<String, usize>,
    /// Links by keys, as they were read: from, to, relation, place.
    links: Vec<(String, String, Relation, Place)>,
}

impl Concept {
    /// A concept with nothing but a label.
    pub(super) fn new(label: &str, sort: Sort, place: Place) -> Self {
        Self {
            label: label.to_owned(),
            others: Vec::new(),
            sort,
            codes: Vec::new(),
            identified: true,
            area: String::new(),
            telling: None,
            marked: false,
            wary: false,
            links: Vec::new(),
            place,
        }
    }
}

impl Place {
    pub(super) fn new(path: &Path, line: usize) -> Self {
        Self { file: path.file_name().unwrap_or_default().to_string_lossy().into_owned(), line }
    }
}

impl Source {
    /// Adds a line of credit, once.
    pub(super) fn credit(&mut self, line: &str) {
        if !self.credits.iter().any(|known| known == line) {
            self.credits.push(line.to_owned());
        }
    }

    /// Adds a concept that links name by any of `keys`. One that is there already, from another file, gains the labels of the
    /// new one; from the same file, that is a conflict as well.
    pub(super) fn add(&mut self, keys: &[String], concept: Concept) {
        let there = keys.iter().find_map(|key| Some((key, *self.places.get(key)?)));
        let place = there.map_or(self.concepts.len(), |(_, place)| place);
        for key in keys {
            self.places.entry(key.clone()).or_insert(place);
        }
        let Some((key, place)) = there else {
            self.concepts.push(concept);
            return;
        };
        let known = &mut self.concepts[place];
        if known.place.file == concept.place.file {
            let coded = concept.codes.contains(key);
            let trouble = if coded { Trouble::SameCode } else { Trouble::SameName };
            let about = if coded { key.as_str() } else { concept.label.as_str() };
            self.conflicts.push(Conflict::new(trouble, (about, &known.label, &concept.label), &concept.place));
        }
        if concept.label != known.label {
            known.others.push(concept.label);
        }
        known.others.extend(concept.others);
        known.codes.extend(concept.codes.into_iter().filter(|code| !known.codes.contains(code)).collect::<Vec<_>>());
    }

    /// True where a concept is named by `key`.
    pub(super) fn holds(&self, key: &str) -> bool {
        self.places.contains_key(key)
    }

    /// The concept that is named by `key`.
    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Concept> {
        self.places.get(key).map(|&place| &mut self.concepts[place])
    }

    /// Adds a link between two keys, whichever of the concepts is read first.
    pub(super) fn link(&mut self, from: &str, to: &str, relation: Relation, place: Place) {
        self.links.push((from.to_owned(), to.to_owned(), relation, place));
    }

    /// Puts the links between the concepts; those that lead out of the download are counted.
    pub(super) fn settle(mut self) -> Self {
        for (from, to, relation, place) in std::mem::take(&mut self.links) {
            match (self.places.get(&from), self.places.get(&to)) {
                (Some(&from), Some(&to)) if from != to => self.concepts[from].links.push((to, relation)),
                (Some(_), Some(_)) => {
                    self.conflicts.push(Conflict::new(Trouble::Circle, (&from, &from, &to), &place));
                }
                _ => self.conflicts.push(Conflict::new(Trouble::Nowhere, (&to, "", &from), &place)),
            }
        }
        self
    }
}
