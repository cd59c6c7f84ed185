//! Downloads and tables become one table, the earlier ones first: who is who, who is called how, what stands above what.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::skills::Claim;
use crate::skills::Claims;
use crate::skills::Kind;
use crate::skills::Sort;

use super::caution::Caution;
use super::conflicts::Conflict;
use super::conflicts::Trouble;
use super::source::Concept;
use super::source::Place;
use super::source::Relation;
use super::source::Source;

/// One row of the table that is being made.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) sort: Sort,
    /// How it is written, marks in front; of an occupation its titles.
    pub(super) writings: Vec<String>,
    pub(super) parents: Vec<usize>,
    /// Of an occupation, false for a skill that is only of use.
    pub(super) related: Vec<(usize, bool)>,
    pub(super) codes: Vec<String>,
    pub(super) area: String,
    pub(super) telling: Option<f32>,
    /// The download that it came with.
    source: usize,
    place: Place,
}

/// Joins sources, one after the other.
#[derive(Debug)]
pub(super) struct Joining {
    pub(super) rows: Vec<Row>,
    pub(super) conflicts: Vec<Conflict>,
    /// How many entries of later sources were already there.
    pub(super) joined: usize,
    /// The row of each code; `None` for a code of several.
    codes: HashMap<String, Option<usize>>,
    /// The rows by name in small letters, skills and occupations apart.
    names: HashMap<(bool, String), usize>,
    claims: Claims,
    caution: Caution,
    sources: usize,
}

const fn is_skill(sort: Sort) -> bool {
    matches!(sort, Sort::Skill(_))
}

/// A text as it can stand in a cell: white space is one space, a bar a slash, and marks in front are gone.
fn clean(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "/");
    words.trim_start_matches(['=', '?', '~', '!', '#', ' ']).to_owned()
}

/// The codes of a concept as they can stand in a cell.
fn codes(concept: &Concept) -> impl Iterator<Item = String> {
    concept.codes.iter().map(|code| clean(code)).filter(|code| !code.is_empty())
}

/// What stands before an aside at the end: "Swift (computer programming)".
fn without_aside(label: &str) -> Option<&str> {
    let (before, _) = label.strip_suffix(')')?.rsplit_once(" (")?;
    Some(before.trim()).filter(|before| !before.is_empty())
}

/// Leaves only codes that one concept alone has as what concepts go by.
fn tell_codes_apart(concepts: &mut [Concept]) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for code in concepts.iter().flat_map(|concept| &concept.codes) {
        *counts.entry(code.clone()).or_default() += 1;
    }
    for concept in concepts {
        concept.identified &= concept.codes.iter().all(|code| counts[code] == 1);
    }
}

impl Joining {
    pub(super) fn new(writings: usize) -> Self {
        Self {
            rows: Vec::new(),
            conflicts: Vec::new(),
            joined: 0,
            codes: HashMap::new(),
            names: HashMap::new(),
            claims: Claims::with_room(writings),
            caution: Caution::new(),
            sources: 0,
        }
    }

    /// Adds what a source has.
    pub(super) fn add(&mut self, mut source: Source) {
        self.sources += 1;
        tell_codes_apart(&mut source.concepts);
        self.conflicts.extend(source.conflicts);
        // Names first, then what else things are called; skills before the headings above them.
        let groups_last = |concept: &&Concept| concept.sort == Sort::Skill(Kind::Group);
        let mut order: Vec<usize> = (0..source.concepts.len()).collect();
        order.sort_by_key(|&at| groups_last(&&source.concepts[at]));
        // Nothing is left of some labels ("!?") as a name.
        let mut places = vec![None; source.concepts.len()];
        for &at in &order {
            let concept = &source.concepts[at];
            places[at] =
                Some(clean(&concept.label)).filter(|name| !name.is_empty()).map(|name| self.place(concept, name));
        }
        for &at in &order {
            if let Some(place) = places[at] {
                self.call(place, &source.concepts[at]);
            }
        }
        for (at, concept) in source.concepts.iter().enumerate() {
            for &(to, relation) in &concept.links {
                if let (Some(from), Some(to)) = (places[at], places[to]) {
                    self.link(from, to, relation, &concept.place);
                }
            }
        }
    }

    /// The row of a concept, a new one if need be.
    fn place(&mut self, concept: &Concept, name: String) -> usize {
        let skill = is_skill(concept.sort);
        if let Some(at) = self.known(concept, &name) {
            let row = &mut self.rows[at];
            let heading = |sort| matches!(sort, Sort::Skill(Kind::Group) | Sort::OccupationGroup);
            if row.source == self.sources && !heading(row.sort) && !heading(concept.sort) {
                let codes = (concept.codes.join(" "), row.codes.join(" "));
                let about = (name.as_str(), codes.1.as_str(), codes.0.as_str());
                self.conflicts.push(Conflict::new(Trouble::SameName, about, &concept.place));
            } else if row.source != self.sources {
                self.joined += 1;
            }
            if row.sort == Sort::Skill(Kind::Group) {
                row.sort = concept.sort;
            }
            for code in codes(concept) {
                if !row.codes.contains(&code) {
                    row.codes.push(code);
                }
            }
            self.remember(at, concept);
            return at;
        }
        let at = self.rows.len();
        let telling = concept.telling.or_else(|| Caution::telling(&name));
        self.names.insert((skill, name.to_lowercase()), at);
        self.rows.push(Row {
            sort: concept.sort,
            writings: Vec::new(),
            parents: Vec::new(),
            related: Vec::new(),
            codes: codes(concept).collect(),
            area: clean(&concept.area),
            telling: telling.filter(|_| skill),
            source: self.sources,
            place: concept.place.clone(),
            name,
        });
        self.remember(at, concept);
        if !concept.marked && skill {
            self.write(at, &concept.label, &concept.place);
        }
        at
    }

    /// The row that a concept is already: by its code, by its name, or as what a row of an earlier source is also called.
    fn known(&self, concept: &Concept, name: &str) -> Option<usize> {
        let skill = is_skill(concept.sort);
        let like = |at: &usize| is_skill(self.rows[*at].sort) == skill;
        let codes = concept.codes.iter().filter(|_| concept.identified);
        let coded = codes.filter_map(|code| self.codes.get(code).copied().flatten()).find(|at| like(at));
        coded.or_else(|| self.names.get(&(skill, name.to_lowercase())).copied()).or_else(|| {
            if !skill || concept.sort == Sort::Skill(Kind::Group) {
                return None;
            }
            let earlier = |at: &usize| self.rows.get(*at).is_some_and(|row| row.source < self.sources);
            let called = |text: &str| self.claims.owner(text).map(|at| at as usize).filter(earlier);
            called(name).or_else(|| called(without_aside(name)?))
        })
    }

    fn remember(&mut self, at: usize, concept: &Concept) {
        for code in concept.codes.iter().filter(|_| concept.identified) {
            let known = self.codes.entry(code.clone()).or_insert(Some(at));
            if *known != Some(at) {
                *known = None;
            }
        }
    }

    /// Adds what a concept is called.
    fn call(&mut self, at: usize, concept: &Concept) {
        if concept.marked && is_skill(concept.sort) {
            return self.call_as_marked(at, concept);
        }
        self.write(at, &concept.label, &concept.place);
        if is_skill(concept.sort)
            && let Some(short) = without_aside(&concept.label)
        {
            self.write(at, short, &concept.place);
        }
        for other in &concept.others {
            if concept.wary && is_skill(concept.sort) && Caution::is_too_little(other, &concept.label) {
                let about = (other.as_str(), "", self.rows[at].name.as_str());
                self.conflicts.push(Conflict::new(Trouble::Vague, about, &concept.place));
            } else {
                self.write(at, other, &concept.place);
            }
        }
    }

    /// The writings of a table, as they stand there. The name is one of them unless it is marked so, or not to be looked for.
    fn call_as_marked(&mut self, at: usize, concept: &Concept) {
        let bare = |alias: &str| alias.trim_start_matches(['=', '?', '~']).trim().to_lowercase();
        let name = concept.label.to_lowercase();
        let hidden = concept.others.first().is_some_and(|first| first == "!");
        let others: Vec<String> = concept.others.iter().filter(|alias| *alias != "!").cloned().collect();
        let marked = others.iter().any(|alias| bare(alias) == name);
        let own = (!hidden && !marked).then(|| concept.label.clone());
        for writing in others.into_iter().chain(own) {
            self.claim(at, writing, &concept.place, true);
        }
    }

    /// Writes a row in one more way, with the caution that it needs.
    fn write(&mut self, at: usize, text: &str, place: &Place) {
        let text = clean(text);
        let Sort::Skill(kind) = self.rows[at].sort else {
            let row = &mut self.rows[at];
            if !text.is_empty() && text != row.name && !row.writings.contains(&text) {
                row.writings.push(text);
            }
            return;
        };
        let marks = self.caution.marks(&text, kind);
        self.claim(at, format!("{marks}{text}"), place, false);
    }

    fn claim(&mut self, at: usize, writing: String, place: &Place, knowingly: bool) {
        if self.rows[at].sort == Sort::Skill(Kind::Group) {
            return;
        }
        let about = |kept: &str, without: &str| {
            let text = writing.trim_start_matches(['=', '?', '~']);
            let trouble = if kept.is_empty() { Trouble::NoSkill } else { Trouble::Taken };
            Conflict::new(trouble, (text, kept, without), place)
        };
        let name = self.rows[at].name.as_str();
        match self.claims.claim(&writing, u32::try_from(at).unwrap_or(u32::MAX), knowingly) {
            Claim::New => self.rows[at].writings.push(writing),
            Claim::Taken(other) => {
                let conflict = about(&self.rows[other as usize].name, name);
                self.conflicts.push(conflict);
            }
            Claim::Decoy => {
                let conflict = about("", name);
                self.conflicts.push(conflict);
            }
            // A table may write a skill twice, with other marks or another capitalization.
            Claim::Known if knowingly && !self.rows[at].writings.contains(&writing) => {
                self.rows[at].writings.push(writing);
            }
            Claim::Known | Claim::Wordless => {}
        }
    }

    fn link(&mut self, from: usize, to: usize, relation: Relation, place: &Place) {
        if from == to {
            return;
        }
        let [one, other] = [from, to].map(|at| self.rows[at].sort);
        let fits = match relation {
            Relation::Broader => is_skill(one) == is_skill(other),
            Relation::Related | Relation::Optional => is_skill(other),
        };
        if !fits {
            let about = (self.rows[to].name.as_str(), "", self.rows[from].name.as_str());
            self.conflicts.push(Conflict::new(Trouble::Nowhere, about, place));
            return;
        }
        let row = &mut self.rows[from];
        match relation {
            Relation::Broader if row.parents.contains(&to) => {}
            Relation::Broader => row.parents.push(to),
            _ if row.related.iter().any(|(known, _)| *known == to) => {}
            _ => row.related.push((to, relation == Relation::Related)),
        }
    }

    /// How many areas of work the skills are of.
    pub(super) fn areas(&self) -> usize {
        let skills = self.rows.iter().filter(|row| is_skill(row.sort));
        skills.map(|row| row.area.as_str()).collect::<HashSet<_>>().len()
    }

    /// Leaves out what would make an entry its own ancestor, and counts the titles of several occupations.
    pub(super) fn finish(&mut self) {
        self.open_circles();
        let mut titles: HashMap<String, usize> = HashMap::new();
        let mut shared = Vec::new();
        for (at, row) in self.rows.iter().enumerate().filter(|(_, row)| row.sort == Sort::Occupation) {
            let mut own = HashSet::new();
            for title in std::iter::once(&row.name).chain(&row.writings) {
                if !own.insert(title.to_lowercase()) {
                    continue;
                }
                let first = *titles.entry(title.to_lowercase()).or_insert(at);
                if first != at {
                    let about = (title.as_str(), self.rows[first].name.as_str(), row.name.as_str());
                    shared.push(Conflict::new(Trouble::SharedTitle, about, &row.place));
                }
            }
        }
        self.conflicts.extend(shared);
    }

    /// Walks up from each row, and leaves out the link that leads back to a row that the walk passes through.
    fn open_circles(&mut self) {
        #[derive(Clone, Copy, PartialEq)]
        enum Seen {
            Not,
            Passing,
            Done,
        }
        let mut seen = vec![Seen::Not; self.rows.len()];
        for start in 0..self.rows.len() {
            let mut path = vec![(start, 0)];
            while let Some((at, next)) = path.pop() {
                seen[at] = Seen::Passing;
                let Some(&parent) = self.rows[at].parents.get(next) else {
                    seen[at] = Seen::Done;
                    continue;
                };
                match seen[parent] {
                    Seen::Passing => {
                        self.rows[at].parents.remove(next);
                        let about = (self.rows[parent].name.as_str(), "", self.rows[at].name.as_str());
                        self.conflicts.push(Conflict::new(Trouble::Circle, about, &self.rows[at].place));
                        path.push((at, next));
                    }
                    Seen::Done => path.push((at, next + 1)),
                    Seen::Not => path.extend([(at, next + 1), (parent, 0)]),
                }
            }
        }
    }
}
