//! How well a language is asked for or known: "fluent German (C1)", "Deutsch, verhandlungssicher", "anglais : notions".

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::Kind;
use super::SkillId;
use super::cues::role;
use super::reading::Joint;
use super::reading::Reading;
use super::tokens::gap;
use super::tokens::plain;

/// The words that tell it.
pub(super) static TABLE: &str = include_str!("../../data/fluency.tsv");

/// How many words may stand between a language and what tells its level.
const REACH: usize = 9;
/// The words of the longest phrase of the table.
const LONGEST: usize = 3;

/// How well a language is known, by the Common European Framework of Reference for Languages. A native speaker counts as
/// C2: what is compared is mastery, not origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Fluency {
    /// Beginner.
    A1,
    /// Basic.
    A2,
    /// Conversational.
    B1,
    /// Enough for most work.
    B2,
    /// Fluent.
    C1,
    /// As if native.
    C2,
}

impl Fluency {
    const ALL: [(&str, Self); 6] =
        [("A1", Self::A1), ("A2", Self::A2), ("B1", Self::B1), ("B2", Self::B2), ("C1", Self::C1), ("C2", Self::C2)];

    /// The level's name in the framework: `B2`.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].0
    }
}

/// What a phrase means beside the name of a language.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    /// It tells the level; with true, in the framework's own terms.
    Level(Fluency, bool),
    /// It may stand between the level and the language.
    Link,
}

static WORDS: LazyLock<HashMap<&'static str, Word>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#')).skip(1);
    let mut words = HashMap::new();
    for (level, phrases) in rows.filter_map(|row| Some((row.split('\t').next()?, row.split('\t').nth(2)?))) {
        let known = Fluency::ALL.iter().find(|(name, _)| name.eq_ignore_ascii_case(level));
        for phrase in phrases.split('|') {
            let word = known.map_or(Word::Link, |&(_, fluency)| Word::Level(fluency, phrase == level));
            words.entry(phrase).or_insert(word);
        }
    }
    words
});

/// What was told of one language on one side of its name: the least of the framework's terms and of other words.
#[derive(Clone, Copy, Default)]
struct Told {
    stated: Option<Fluency>,
    worded: Option<Fluency>,
}

impl Told {
    const fn is_empty(self) -> bool {
        self.stated.is_none() && self.worded.is_none()
    }

    fn take(&mut self, fluency: Fluency, stated: bool) {
        let known = if stated { &mut self.stated } else { &mut self.worded };
        *known = Some(known.map_or(fluency, |known| known.min(fluency)));
    }
}

impl Reading<'_> {
    /// Gives levels to the languages whose level the text tells.
    pub(super) fn tell_fluency(&mut self) {
        let mut led = false;
        for number in 0..self.found.len() {
            if !self.is_spoken_language(number) {
                led = false;
                continue;
            }
            let (before, after) = (self.told_before(number), self.told_after(number));
            let own = after.stated.or(before.stated).or(after.worded).or(before.worded);
            // "Fluent in English and German": what leads a list is said of all that is joined.
            let follows = led && own.is_none() && self.is_joined_on(number);
            self.found[number].fluency = if follows { self.found[number - 1].fluency } else { own };
            led = follows || own.is_some() && after.stated.or(after.worded).is_none();
        }
    }

    fn is_spoken_language(&self, number: usize) -> bool {
        self.taxonomy.entry(SkillId(self.found[number].skill)).kind == Kind::Language
    }

    /// True where a name goes on a list that is joined by "and", "or" or slashes here or further on.
    fn is_joined_on(&self, number: usize) -> bool {
        let mut right = number;
        while right < self.found.len() {
            match self.joined(right - 1, right) {
                Some(Joint::List) => right += 1,
                Some(_) => return true,
                None => return false,
            }
        }
        false
    }

    /// The longest known phrase of words `first..`, ending before `limit`, and where it ends.
    fn fluency_phrase(&self, first: usize, limit: usize) -> Option<(Word, usize)> {
        let limit = limit.min(self.tokens.len()).min(first + LONGEST);
        let mut phrase = String::new();
        let mut best = None;
        for at in first..limit {
            if at > first {
                if self.gap(at) & !(gap::SPACE | gap::HYPHEN | gap::APOSTROPHE) != 0 {
                    break;
                }
                phrase.push(' ');
            }
            phrase.push_str(plain(self.words(at, at + 1)).trim_end_matches('+'));
            best = WORDS.get(phrase.as_str()).map(|&word| (word, at + 1)).or(best);
        }
        best
    }

    fn joins(&self, at: usize) -> bool {
        self.word_roles(at) & (role::AND | role::OR) != 0
    }

    /// "German (basic, A1)", "German: C1", "German, fluent", "German at least at B2".
    fn told_after(&self, number: usize) -> Told {
        let end = self.found[number].end;
        let (mut told, mut kept) = (Told::default(), Told::default());
        let (mut at, mut open) = (end, false);
        while at < self.tokens.len().min(end + REACH) {
            let gap = self.gap(at);
            let closed = gap::STOP | gap::BLANK | gap::NEWLINE;
            let shut = gap & gap::CLOSE != 0;
            if gap & closed != 0 || gap & (gap::BULLET | gap::WIDE) != 0 && at > end || shut && !told.is_empty() {
                return told;
            }
            open = (open && !shut) || gap & gap::OPEN != 0;
            let phrase = self.fluency_phrase(at, end + REACH);
            if gap & gap::COMMA != 0 && !open {
                let alone = |to: usize| self.gap(to) & super::context::EDGE != 0;
                let level = |(word, to): &(Word, usize)| *word != Word::Link && alone(*to);
                if at > end || !phrase.as_ref().is_some_and(level) {
                    return told;
                }
            }
            if gap & (gap::HYPHEN | gap::COLON | gap::OPEN | gap::SLASH | gap::COMMA) != 0 {
                kept = told;
            }
            if self.owner(at).is_some_and(|other| self.is_spoken_language(other)) {
                // "English speaker with basic German": what stands right before the next language is said of that one.
                return kept;
            }
            if self.joins(at) && !told.is_empty() {
                // "German C1 and English B2": what follows is of the next language.
                return told;
            }
            match phrase {
                Some((Word::Level(fluency, stated), to)) if at == end || !self.joins(at - 1) || open => {
                    // "English, with a solid understanding of X" says nothing of English.
                    let ends = to >= self.tokens.len() || self.gap(to) & super::context::EDGE != 0;
                    if !(stated || at == end || open || ends || self.fluency_phrase(to, end + REACH).is_some()) {
                        return told;
                    }
                    told.take(fluency, stated);
                    at = to;
                }
                Some((Word::Link, to)) => at = to,
                _ => return told,
            }
        }
        told
    }

    /// "Fluent German", "excellent communication in written and spoken German", "niveau C1 en allemand".
    fn told_before(&self, number: usize) -> Told {
        let first = self.found[number].first;
        let mut told = Told::default();
        let mut at = first;
        while at > first.saturating_sub(REACH) {
            let gap = self.gap(at);
            let closed = gap::STOP | gap::BLANK | gap::COMMA | gap::BULLET | gap::OPEN | gap::CLOSE | gap::WIDE;
            let other = self.owner(at - 1).is_some_and(|other| self.is_spoken_language(other));
            if other || gap & closed != 0 || gap & (gap::NEWLINE | gap::SLASH) != 0 && at == first {
                break;
            }
            let whole = |from: &usize| self.fluency_phrase(*from, at).filter(|&(_, to)| to == at);
            let longest = (at.saturating_sub(LONGEST)..at).find_map(|from| whole(&from).map(|(word, _)| (word, from)));
            match longest {
                Some((Word::Level(fluency, stated), from)) => {
                    told.take(fluency, stated);
                    at = from;
                }
                Some((Word::Link, from)) => at = from,
                None => break,
            }
        }
        told
    }
}
