//! What texts say, and the names that it goes by: "team player" is work in teams, "k8s" is Kubernetes. Two tables: the
//! sayings of postings and résumés (`data/sayings.tsv`), and every writing of the shipped skills (`data/skills/`).

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::skills::Taxonomy;

use super::wording::Word;
use super::wording::words;

static TEXT: &str = include_str!("../../data/sayings.tsv");

/// The longest saying that is looked for, in words.
const LONGEST: usize = 7;

/// A way to say a name.
#[derive(Debug)]
struct Saying {
    name: &'static str,
    /// How it is written, where only this capitalization counts.
    exactly: Option<&'static str>,
}

/// A table of sayings, by the stems of their words.
#[derive(Debug, Default)]
pub(super) struct Sayings {
    sayings: HashMap<String, Vec<Saying>>,
}

/// Something that a text says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Said {
    /// What it is called.
    pub(super) name: &'static str,
    /// The first word of it, and how many there are.
    pub(super) first: usize,
    pub(super) count: usize,
}

impl Sayings {
    /// What postings and résumés say.
    pub(super) fn of_postings() -> &'static Self {
        static SAYINGS: LazyLock<Sayings> = LazyLock::new(|| {
            let rows =
                TEXT.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(|line| line.split_once('\t'));
            Sayings::new(rows.flat_map(|(name, said)| {
                std::iter::once(name).chain(said.split('|')).map(move |said| (name, said, false))
            }))
        });
        &SAYINGS
    }

    /// How the shipped skills are written.
    pub(super) fn of_skills() -> &'static Self {
        static SAYINGS: LazyLock<Sayings> = LazyLock::new(|| Sayings::new(Taxonomy::builtin_writings()));
        &SAYINGS
    }

    fn new(rows: impl IntoIterator<Item = (&'static str, &'static str, bool)>) -> Self {
        let mut sayings: HashMap<String, Vec<Saying>> = HashMap::new();
        for (name, said, exact) in rows {
            let key = key(&words(said));
            if key.is_empty() {
                continue;
            }
            let known = sayings.entry(key).or_default();
            if !known.iter().any(|other| other.name == name && other.exactly.is_none()) {
                known.push(Saying { name, exactly: exact.then_some(said) });
            }
        }
        Self { sayings }
    }

    /// The names that sayings lead to, sorted, each once.
    pub(super) fn names(&self) -> Vec<&'static str> {
        let mut names: Vec<&str> = self.sayings.values().flatten().map(|saying| saying.name).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// What is said by `words` of `text`, in order; nothing that lies inside something longer.
    pub(super) fn said(&self, text: &str, words: &[Word]) -> Vec<Said> {
        let mut found: Vec<Said> = Vec::new();
        let mut reached = 0;
        for first in 0..words.len() {
            let most = LONGEST.min(words.len() - first);
            let Some(count) = (1..=most)
                .rev()
                .find(|count| first + count > reached && self.sayings.contains_key(&key(&words[first..first + count])))
            else {
                continue;
            };
            let written = &text[words[first].at.start..words[first + count - 1].at.end];
            let before = found.len();
            for saying in &self.sayings[&key(&words[first..first + count])] {
                if saying.exactly.is_none_or(|exactly| exactly == written) {
                    found.push(Said { name: saying.name, first, count });
                }
            }
            if found.len() > before {
                reached = first + count;
            }
        }
        found
    }
}

/// What a saying is looked up by: its stems; of a single word, which a stem alone would make mean too much ("programmes" is no
/// "programming"), the word itself, plural or not.
fn key(words: &[Word]) -> String {
    if let [only] = words {
        let singular = only.text.strip_suffix('s').filter(|start| start.len() > 2 && !start.ends_with('s'));
        return singular.unwrap_or(&only.text).to_owned();
    }
    let mut key = String::new();
    for word in words {
        key.push_str(&word.stem);
        key.push(' ');
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(sayings: &Sayings, text: &str) -> Vec<&'static str> {
        sayings.said(text, &words(text)).into_iter().map(|said| said.name).collect()
    }

    #[test]
    fn the_longest_saying_wins() {
        let rows = [("work in teams", "team player", false), ("play", "player", false), ("teams", "team", false)];
        let sayings = Sayings::new(rows);
        assert_eq!(names(&sayings, "You are a Team-Player."), ["work in teams"]);
        assert_eq!(names(&sayings, "players of a team"), ["play", "teams"]);
        assert!(names(&sayings, "playing teamed").is_empty());
    }

    #[test]
    fn a_capitalization_that_counts_is_asked_for() {
        let sayings = Sayings::new([("Go", "Go", true)]);
        assert_eq!(names(&sayings, "Go and go"), ["Go"]);
        assert!(names(&sayings, "go").is_empty());
    }

    #[test]
    fn the_shipped_tables_are_sound() {
        let lines: Vec<&str> = TEXT.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(lines[0], "name\tsayings");
        let mut seen = std::collections::HashSet::new();
        for line in &lines[1..] {
            let (name, said) = line.split_once('\t').unwrap();
            assert!(seen.insert(name), "{name} stands twice");
            assert!(said.split('|').all(|said| !words(said).is_empty()), "{name}");
        }
        assert!(names(Sayings::of_postings(), "self-starter").contains(&"show initiative"));
        assert!(names(Sayings::of_skills(), "k8s").contains(&"Kubernetes"));
    }
}
