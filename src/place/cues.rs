//! The phrases by which a text says how and from where the work is done, from `data/places/cues.tsv`.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use aho_corasick::MatchKind;

/// What a phrase tells; the table's heading says it in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    Remote,
    RemoteWeak,
    Hybrid,
    HybridWeak,
    Onsite,
    Reside,
    Located,
    Suffix,
    Label,
    Days,
    Line,
    Anywhere,
    Choice,
    Subject,
    Company,
    Limited,
    Prefer,
    Negate,
}

impl Cue {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "remote" => Self::Remote,
            "remote_weak" => Self::RemoteWeak,
            "hybrid" => Self::Hybrid,
            "hybrid_weak" => Self::HybridWeak,
            "onsite" => Self::Onsite,
            "reside" => Self::Reside,
            "located" => Self::Located,
            "suffix" => Self::Suffix,
            "label" => Self::Label,
            "days" => Self::Days,
            "line" => Self::Line,
            "anywhere" => Self::Anywhere,
            "choice" => Self::Choice,
            "subject" => Self::Subject,
            "company" => Self::Company,
            "prefer" => Self::Prefer,
            "limited" => Self::Limited,
            "negate" => Self::Negate,
            _ => return None,
        })
    }

    /// True where the phrase makes its sentence worth reading.
    fn is_trigger(self) -> bool {
        !matches!(self, Self::Choice | Self::Subject | Self::Company | Self::Limited | Self::Prefer | Self::Negate)
    }
}

/// A phrase found in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    /// What it tells.
    pub(super) cue: Cue,
    /// Byte offset where it begins.
    pub(super) start: usize,
    /// Byte offset just after it.
    pub(super) end: usize,
}

/// The table of phrases.
pub(super) static TABLE: &str = include_str!("../../data/places/cues.tsv");

struct Phrases {
    automaton: AhoCorasick,
    /// For each phrase: what it tells, and whether the word may go on after it.
    meaning: Vec<(Cue, bool)>,
}

static TRIGGERS: LazyLock<Phrases> = LazyLock::new(|| Phrases::load(true));
static CONTEXT: LazyLock<Phrases> = LazyLock::new(|| Phrases::load(false));

/// The phrases in `text` that make their sentences worth reading, in order of their ends.
pub(super) fn triggers(text: &str) -> Vec<Hit> {
    TRIGGERS.find(text)
}

/// The phrases in the sentence `text` that say how a trigger in it is to be taken.
pub(super) fn context(text: &str) -> Vec<Hit> {
    CONTEXT.find(text)
}

impl Phrases {
    fn load(trigger: bool) -> Self {
        let mut patterns = Vec::new();
        let mut meaning = Vec::new();
        let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
        for (cue, phrases) in rows.filter_map(|row| row.split_once('\t')) {
            let Some(cue) = Cue::from_name(cue).filter(|cue| cue.is_trigger() == trigger) else { continue };
            for phrase in phrases.split('|') {
                let (phrase, open) = phrase.strip_suffix('*').map_or((phrase, false), |phrase| (phrase, true));
                patterns.push(phrase);
                meaning.push((cue, open));
            }
        }
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .kind(Some(aho_corasick::AhoCorasickKind::DFA))
            .build(&patterns)
            .expect("the shipped table of phrases is far below the automaton's limits");
        Self { automaton, meaning }
    }

    fn find(&self, text: &str) -> Vec<Hit> {
        let hits = self.automaton.find_overlapping_iter(text).filter_map(|found| {
            let (cue, open) = self.meaning[found.pattern().as_usize()];
            let (start, end) = (found.start(), found.end());
            let phrase = text.get(start..end)?;
            let begins = !(is_letter(text[..start].chars().next_back()) && is_letter(phrase.chars().next()));
            let ends = open || !(is_letter(text[end..].chars().next()) && is_letter(phrase.chars().next_back()));
            (begins && ends).then_some(Hit { cue, start, end })
        });
        hits.collect()
    }
}

fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_names_a_kind() {
        let rows = TABLE.lines().filter(|line| !line.starts_with('#')).skip(1);
        for row in rows {
            let (cue, phrases) = row.split_once('\t').unwrap();
            assert!(Cue::from_name(cue).is_some(), "{cue}");
            assert!(phrases.split('|').all(|phrase| !phrase.trim_end_matches('*').is_empty()), "{row}");
        }
    }

    #[test]
    fn phrases_stop_at_word_boundaries() {
        let of = |text: &str| triggers(text).iter().map(|hit| hit.cue).collect::<Vec<_>>();
        assert!(of("a fully remote role").contains(&Cue::Remote));
        assert!(of("carefully remoteness").is_empty());
        assert!(of("• #LI-Remote").contains(&Cue::Remote));
    }
}
