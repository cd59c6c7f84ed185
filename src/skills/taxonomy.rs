//! The taxonomy: every skill, its kin, and the forms it is written in.

use std::path::Path;
use std::sync::Arc;
use std::sync::LazyLock;
use std::sync::OnceLock;

use crate::error::Error;
use crate::error::Result;
use crate::tables::fingerprint;

use super::SkillId;
use super::cues;
use super::cues::CUES;
use super::cues::Cues;
use super::duties::DUTIES;
use super::duties::Duties;
use super::forms::Form;
use super::forms::Marks;
use super::forms::forms;
use super::forms::split_marks;
use super::hierarchy::circles;
use super::kinship::kin;
use super::occupations::Occupations;
use super::table::Entry;
use super::table::Kind;
use super::table::Row;
use super::table::Sort;
use super::table::by_name;
use super::table::entries;
use super::table::rows;
use super::trie::Trie;
use super::vocabulary::UNKNOWN;
use super::vocabulary::Vocabulary;
use super::vocabulary::WordMap;

pub(crate) const TABLES: [(&str, &str); 3] = [
    ("technology.tsv", include_str!("../../data/skills/technology.tsv")),
    ("business.tsv", include_str!("../../data/skills/business.tsv")),
    ("care.tsv", include_str!("../../data/skills/care.tsv")),
];

/// What a table of one's own is called where its rows name no area.
const OWN: &str = "own.tsv";

/// The most areas of work.
pub(crate) const AREAS: usize = 32;

/// The skill of a form that is none: a phrase that only looks like one.
pub(super) const DECOY: u32 = u32::MAX;

/// A form as the finder uses it; forms of the same words are chained.
#[derive(Debug)]
pub(super) struct StoredForm {
    /// The skill, or [`DECOY`].
    pub(super) skill: u32,
    pub(super) marks: Marks,
    pub(super) surface: Option<Box<str>>,
    pub(super) loose: bool,
    /// The next form of the same words, or [`UNKNOWN`].
    pub(super) next: u32,
}

/// The skills that can be found and compared.
#[derive(Debug)]
pub struct Taxonomy {
    entries: Vec<Entry>,
    pub(super) occupations: Occupations,
    /// How many areas of work there are.
    pub(super) areas: usize,
    /// What they are called.
    area_names: Vec<String>,
    kin: Vec<Vec<(SkillId, f32)>>,
    /// The same the other way round, made when it is first asked for.
    answered: OnceLock<Vec<Vec<(SkillId, f32)>>>,
    names: WordMap<u128, SkillId>,
    fingerprint: String,
    pub(super) vocabulary: Vocabulary,
    pub(super) trie: Trie,
    pub(super) forms: Vec<StoredForm>,
    pub(super) cues: Cues,
    pub(super) duties: Duties,
    /// True for the tools that people use to talk and to file, by skill.
    pub(super) office: Vec<bool>,
}

impl Taxonomy {
    /// The taxonomy that ships with this crate.
    #[must_use]
    pub fn builtin() -> Arc<Self> {
        static BUILTIN: LazyLock<Arc<Taxonomy>> = LazyLock::new(|| Arc::new(Taxonomy::build(&TABLES, None).0));
        Arc::clone(&BUILTIN)
    }

    /// Every way in which the tables of [`Taxonomy::builtin`] write a skill: its name, the writing, and true where only this
    /// capitalization counts.
    #[must_use]
    pub fn builtin_writings() -> Vec<(&'static str, &'static str, bool)> {
        let rows = TABLES.iter().filter_map(|(table, text)| rows(table, None, text).ok()).flatten();
        let of = |row: Row<'static>| {
            let written: Vec<(Marks, &str)> =
                row.aliases.iter().filter(|alias| **alias != "!").map(|alias| split_marks(alias)).collect();
            let marked = row.aliases.first() == Some(&"!") || written.iter().any(|(_, text)| *text == row.name);
            let name = (!marked).then_some((Marks::default(), row.name));
            name.into_iter().chain(written).map(move |(marks, text)| (row.name, text, marks.exact)).collect::<Vec<_>>()
        };
        rows.flat_map(of).collect()
    }

    /// Reads tables, each a name for messages and its text: the columns name, aliases, kind, parents, related and telling,
    /// parted by tabs, with lists parted by `|`.
    ///
    /// An alias may be marked: `=` only in this capitalization, `?` only where the words around it speak of skills, `~`
    /// named more often than it is asked for, so that a posting must say more; marks may stand together, as in `=?`; a lone `!` as the first alias: the name itself is written nowhere. A name that needs a mark is
    /// repeated with it among the aliases.
    ///
    /// # Errors
    /// [`Error::BrokenData`] naming table, line and problem of the first row that is not as it must be.
    pub fn parse(tables: &[(&str, &str)]) -> Result<Self> {
        let (taxonomy, problems) = Self::build(tables, None);
        problems.into_iter().next().map_or(Ok(taxonomy), Err)
    }

    /// Reads the text of a table of one's own, in place of those that ship; `file` is named in errors. Such a table may have
    /// two more columns, codes and area, and rows of the kinds `group`, `occupation` and `occupation group`. Of an
    /// occupation the aliases are other titles, the related skills those that it needs, with `?` before those that are
    /// only of use.
    ///
    /// # Errors
    /// [`Error::Malformed`] naming file, line and problem of the first row that is not as it must be.
    pub fn parse_own(file: &Path, text: &str) -> Result<Self> {
        let (taxonomy, problems) = Self::build(&[(OWN, text)], Some(file));
        problems.into_iter().next().map_or(Ok(taxonomy), Err)
    }

    /// Everything that is wrong with tables, in the order of [`Taxonomy::parse`]; empty where they are sound.
    #[must_use]
    pub fn problems(tables: &[(&str, &str)]) -> Vec<Error> {
        Self::build(tables, None).1
    }

    /// What can be understood of the tables, and what cannot.
    fn build(tables: &[(&str, &str)], file: Option<&Path>) -> (Self, Vec<Error>) {
        let mut problems = Vec::new();
        let (mut all, mut work): (Vec<Row<'_>>, Vec<Row<'_>>) = (Vec::new(), Vec::new());
        let mut areas: Vec<usize> = Vec::new();
        let mut names: Vec<&str> = Vec::new();
        for (table, text) in tables {
            let own = table.strip_suffix(".tsv").unwrap_or(table);
            match rows(table, file, text) {
                Ok(found) => {
                    for row in found {
                        if !matches!(row.sort, Sort::Skill(_)) {
                            work.push(row);
                            continue;
                        }
                        let name = if row.area.is_empty() { own } else { row.area };
                        let known = names.iter().position(|known| *known == name);
                        areas.push(known.unwrap_or(names.len()));
                        if known.is_none() {
                            names.push(name);
                            if names.len() > AREAS {
                                problems.push(row.place.error(format!("more than {AREAS} areas of work")));
                            }
                        }
                        all.push(row);
                    }
                }
                Err(error) => problems.push(error),
            }
        }
        let exact = by_name(&all, &mut problems);
        let entries = entries(&all, &areas, &exact, &mut problems);
        problems.extend(circles(&entries, &all));
        let mut taxonomy = Self {
            occupations: Occupations::new(&work, &exact, &mut problems),
            kin: kin(&entries),
            answered: OnceLock::new(),
            office: vec![false; entries.len()],
            entries,
            areas: names.len(),
            area_names: names.into_iter().map(str::to_owned).collect(),
            names: WordMap::with_capacity_and_hasher(8 * all.len(), Default::default()),
            fingerprint: fingerprint(tables.iter().copied().chain([("skills_cues.tsv", CUES), ("duties.tsv", DUTIES)])),
            vocabulary: Vocabulary::with_room(6 * all.len()),
            trie: Trie::with_room(16 * all.len()),
            forms: Vec::new(),
            cues: Cues::default(),
            duties: Duties::default(),
        };
        taxonomy.add_forms(&all, &mut problems);
        taxonomy.add_cues(&mut problems);
        (taxonomy, problems)
    }

    fn add_forms(&mut self, rows: &[Row<'_>], problems: &mut Vec<Error>) {
        let mut derived: Vec<(u32, Form)> = Vec::new();
        let mut aliases = Vec::new();
        let mut doubtful = Vec::new();
        for (skill, row) in (0u32..).zip(rows) {
            let name = self.vocabulary.fold(row.name);
            self.names.entry(key(&name)).or_insert(SkillId(skill));
            let Sort::Skill(kind) = row.sort else { continue };
            if kind == Kind::Group {
                continue;
            }
            aliases.clear();
            let written = row.aliases.iter().filter(|alias| **alias != "!").map(|alias| split_marks(alias));
            aliases.extend(written.map(|(marks, text)| (marks, text, self.vocabulary.fold(text))));
            let same = |words: &[(u32, u16)]| words.iter().map(|word| word.0).eq(name.iter().map(|word| word.0));
            let marked = aliases.iter().any(|(marks, _, words)| *marks != Marks::default() && same(words));
            if !marked && row.aliases.first() != Some(&"!") {
                aliases.push((Marks::default(), row.name, name));
            }
            for (marks, text, words) in aliases.drain(..) {
                for form in forms(text, &words, marks, kind, &mut self.vocabulary) {
                    if !form.written {
                        derived.push((skill, form));
                    } else if let Some(other) = self.add_form(skill, form) {
                        let other = &rows[other as usize].name;
                        problems.push(row.place.error(format!("{text:?} already stands for {other:?}")));
                    } else if marks == Marks::default() {
                        self.names.entry(key(&words)).or_insert(SkillId(skill));
                    } else {
                        doubtful.push((key(&words), SkillId(skill)));
                    }
                }
            }
        }
        for (skill, form) in derived {
            self.add_form(skill, form);
        }
        for (name, skill) in doubtful {
            self.names.entry(name).or_insert(skill);
        }
    }

    /// Adds a form; the skill that has it already, where that is another one and nothing tells them apart.
    fn add_form(&mut self, skill: u32, form: Form) -> Option<u32> {
        let value = self.trie.value_mut(&form.words);
        let surface = form.surface.map(String::into_boxed_str);
        let mut at = *value;
        while at != UNKNOWN {
            let known = &self.forms[at as usize];
            let apart = known.surface != surface;
            if known.skill == skill && (!form.written || known.marks == form.marks && !apart) {
                return None;
            }
            if known.skill != skill && !apart {
                return Some(known.skill).filter(|other| *other != DECOY);
            }
            at = known.next;
        }
        let next = std::mem::replace(value, u32::try_from(self.forms.len()).unwrap_or(UNKNOWN));
        self.forms.push(StoredForm { skill, marks: form.marks, surface, loose: form.loose, next });
        None
    }

    fn add_cues(&mut self, problems: &mut Vec<Error>) {
        let phrases = match cues::phrases(CUES) {
            Ok(phrases) => phrases,
            Err(error) => return problems.push(error),
        };
        for phrase in phrases.iter().filter(|phrase| phrase.role == cues::role::DECOY) {
            let (marks, text) = split_marks(phrase.text);
            let words = self.vocabulary.fold(text);
            let all = forms(text, &words, marks, Kind::Tool, &mut self.vocabulary);
            for form in all.into_iter().filter(|form| form.written) {
                self.add_form(DECOY, form);
            }
        }
        for phrase in phrases.iter().filter(|phrase| phrase.role == cues::role::OFFICE_TOOL) {
            if let Some(id) = self.by_name(phrase.text) {
                self.office[id.0 as usize] = true;
            }
        }
        self.cues = Cues::build(&phrases, &mut self.vocabulary);
        let names = &self.names;
        let skill = |name: &str, words: &Vocabulary| names.get(&key(&words.look_up(name))).copied();
        match Duties::build(DUTIES, &self.area_names, &mut self.vocabulary, skill) {
            Ok(duties) => self.duties = duties,
            Err(error) => problems.push(error),
        }
    }

    /// One skill.
    ///
    /// # Panics
    /// Where `id` is of another taxonomy and beyond this one's end.
    #[must_use]
    pub fn entry(&self, id: SkillId) -> &Entry {
        &self.entries[id.0 as usize]
    }

    /// The skill with this name or alias, however capitalized and hyphenated; an unmarked alias before a marked one.
    #[must_use]
    pub fn by_name(&self, name: &str) -> Option<SkillId> {
        self.names.get(&key(&self.vocabulary.look_up(name))).copied()
    }

    /// What the areas of work are called, in the order that [`Entry::area`] counts.
    #[must_use]
    pub fn areas(&self) -> &[String] {
        &self.area_names
    }

    /// In how many ways skills are written, derived ones among them.
    #[must_use]
    pub fn writings(&self) -> usize {
        self.forms.iter().filter(|form| form.skill != DECOY).count()
    }

    /// How many skills there are, headings among them.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True where there is no skill.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Every skill, in the order of the tables.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (SkillId, &Entry)> {
        self.entries.iter().enumerate().map(|(at, entry)| (SkillId(u32::try_from(at).unwrap_or(u32::MAX)), entry))
    }

    /// Names these tables: 16 hexadecimal digits of the BLAKE3 hash of their texts and of the words read for them besides.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The skills other than `asked` that say something about it, with their [`Taxonomy::credit`]: highest first, then by id.
    #[must_use]
    pub fn kin(&self, asked: SkillId) -> &[(SkillId, f32)] {
        self.kin.get(asked.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// The skills other than `shown` that it says something about where they are asked, with their [`Taxonomy::credit`],
    /// by id: [`Taxonomy::kin`] the other way round.
    #[must_use]
    pub fn answered_by(&self, shown: SkillId) -> &[(SkillId, f32)] {
        let answered = self.answered.get_or_init(|| {
            let mut answered = vec![Vec::new(); self.entries.len()];
            for (asked, kin) in (0_u32..).map(SkillId).zip(&self.kin) {
                for &(shown, credit) in kin {
                    answered[shown.0 as usize].push((asked, credit));
                }
            }
            answered
        });
        answered.get(shown.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// How far showing `shown` answers for `asked`, from 0 to 1: 1 for the same, and what `kinship.rs` says for kin.
    #[must_use]
    pub fn credit(&self, asked: SkillId, shown: SkillId) -> f32 {
        if asked == shown {
            return 1.0;
        }
        self.kin(asked).iter().find(|(other, _)| *other == shown).map_or(0.0, |(_, credit)| *credit)
    }
}

/// What a name is looked up by: its words, whatever stands between them. Up to four words are kept as they are; longer
/// names are mixed into 128 bits, too many for two of them to meet.
fn key(words: &[(u32, u16)]) -> u128 {
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    match words {
        [] => u128::MAX,
        [_, _, _, _, _, ..] => {
            words.iter().fold(PRIME, |mixed, (word, _)| (mixed ^ u128::from(*word)).wrapping_mul(PRIME).rotate_left(41))
        }
        few => few.iter().fold(0, |packed, (word, _)| (packed << 32) | (u128::from(*word) + 1)),
    }
}
