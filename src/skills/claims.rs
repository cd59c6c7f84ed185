//! Who may be written how: the check of [`Taxonomy`](super::Taxonomy) for tables that are still being made.

use std::collections::HashMap;

use super::cues;
use super::cues::CUES;
use super::forms::is_letter;
use super::forms::split_marks;
use super::taxonomy::DECOY;
use super::taxonomy::TABLES;
use super::vocabulary::Vocabulary;

/// What comes of wanting to be written in some way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    /// Nobody was written so before.
    New,
    /// The same skill is written so already.
    Known,
    /// Another skill is.
    Taken(u32),
    /// The words are known to be no skill.
    Decoy,
    /// There is no word in it.
    Wordless,
}

/// The writings of skills, each of one skill.
#[derive(Debug)]
pub(crate) struct Claims {
    vocabulary: Vocabulary,
    /// The skills by the numbers of their words, each with the capitalization where only that counts.
    owners: HashMap<Vec<u32>, Vec<(Option<String>, u32)>>,
}

impl Claims {
    /// No skill's yet, with room for so many; the phrases that are known to be no skill are nobody's.
    pub(crate) fn with_room(writings: usize) -> Self {
        let mut claims =
            Self { vocabulary: Vocabulary::with_room(writings / 2 + 64), owners: HashMap::with_capacity(writings) };
        let decoys = cues::phrases(CUES).unwrap_or_default();
        for phrase in decoys.iter().filter(|phrase| phrase.role == cues::role::DECOY) {
            claims.claim(phrase.text, DECOY, true);
        }
        claims
    }

    /// Claims a writing, marks in front, for a skill. Phrases that are known to be no skill are taken by a skill only where
    /// `knowingly` says that somebody wrote the marks.
    pub(crate) fn claim(&mut self, alias: &str, skill: u32, knowingly: bool) -> Claim {
        let (marks, text) = split_marks(alias);
        let words: Vec<u32> = self.vocabulary.fold(text).into_iter().map(|(word, _)| word).collect();
        if words.is_empty() {
            return Claim::Wordless;
        }
        let surface: Option<String> = marks.exact.then(|| text.chars().filter(|c| is_letter(*c)).collect());
        let known = self.owners.entry(words).or_default();
        let met = known.iter().find(|(other, owner)| match *owner {
            DECOY => !knowingly && (other.is_none() || *other == surface),
            _ => *other == surface,
        });
        match met {
            Some((_, DECOY)) => Claim::Decoy,
            Some((_, owner)) if *owner == skill => Claim::Known,
            Some((_, owner)) => Claim::Taken(*owner),
            None => {
                known.push((surface, skill));
                Claim::New
            }
        }
    }

    /// The skill that is written so in any capitalization, the first of them where there are several.
    pub(crate) fn owner(&self, text: &str) -> Option<u32> {
        let words: Vec<u32> = self.vocabulary.look_up(text).into_iter().map(|(word, _)| word).collect();
        let owners = self.owners.get(&words)?;
        owners.iter().map(|(_, owner)| *owner).find(|owner| *owner != DECOY)
    }
}

/// The marks that the tables that ship put before the writings of skills, by the writing in small letters; none before most.
/// They are judgments about words, which hold for other tables as well.
pub(crate) fn known_marks() -> HashMap<String, &'static str> {
    let mut marks = HashMap::new();
    for (_, table) in TABLES {
        for line in table.lines().skip(1) {
            let mut cells = line.split('\t');
            let name = cells.next().unwrap_or("");
            let aliases: Vec<&str> = cells.next().unwrap_or("").split('|').collect();
            for alias in &aliases {
                let text = alias.trim_start_matches(['=', '?', '~']);
                let mark = &alias[..alias.len() - text.len()];
                marks.entry(text.trim().to_lowercase()).or_insert(mark);
            }
            if aliases[0] != "!" {
                marks.entry(name.to_lowercase()).or_insert("");
            }
        }
    }
    marks
}
