//! The words around a skill that tell what its mention means, read from `data/skills_cues.tsv`.

use crate::error::Error;
use crate::error::Result;

use super::trie::Trie;
use super::vocabulary::UNKNOWN;
use super::vocabulary::Vocabulary;

/// The shipped cues.
pub(super) const CUES: &str = include_str!("../../data/skills_cues.tsv");

macro_rules! roles {
    ($($(#[$doc:meta])* $constant:ident = $bit:literal, $name:literal;)*) => {
        /// What a cue does, as bits.
        pub(super) mod role {
            $($(#[$doc])* pub(crate) const $constant: u64 = 1 << $bit;)*
        }
        const ROLES: &[(&str, u64)] = &[$(($name, role::$constant)),*];
    };
}

roles! {
    /// Skills after it are wished for.
    PREFERRED_AFTER = 0, "preferred-after";
    /// Skills before it are wished for.
    PREFERRED_BEFORE = 1, "preferred-before";
    /// Skills after it are asked for.
    REQUIRED_AFTER = 2, "required-after";
    /// Skills before it are asked for.
    REQUIRED_BEFORE = 3, "required-before";
    /// The clause is the company's own story.
    STORY = 4, "story";
    /// The clause is no story in spite of such words.
    STORY_NOT = 5, "story-not";
    /// The clause tells how people talk to each other.
    CHAT = 6, "chat";
    /// Directly before an office tool: only how people talk.
    CHAT_NEXT = 7, "chat-next";
    /// Directly after an office tool: only how people talk.
    CHAT_AFTER = 8, "chat-after";
    /// The person does not know what follows yet.
    LEARNING = 9, "learning";
    /// What follows is not asked for.
    NEGATES = 10, "negates";
    /// What stands before is not asked for.
    UNNEEDED = 11, "unneeded";
    /// May stand between a negation and what it negates.
    FILLER = 12, "filler";
    /// May stand between a cue and its skill.
    DETERMINER = 13, "determiner";
    /// A doubtful name directly after it is a skill.
    BEFORE = 14, "before";
    /// A doubtful name directly before it is a skill.
    AFTER = 15, "after";
    /// A language directly after it is one that people speak.
    LANGUAGE_BEFORE = 16, "language-before";
    /// A language directly before it is one that people speak.
    LANGUAGE_AFTER = 17, "language-after";
    /// What a phrase says ends here.
    BREAK = 18, "break";
    /// After a comma: something new is asked for.
    HEAD = 19, "head";
    /// Years.
    YEAR = 20, "year";
    /// Months.
    MONTH = 21, "month";
    /// May stand between "5 years" and its skill.
    YEAR_FILLER = 22, "year-filler";
    /// May stand between a skill and its "5 years".
    YEAR_LINK = 23, "year-link";
    /// After years: they are no experience.
    PAST = 24, "past";
    /// Joins skills that are all meant.
    AND = 25, "and";
    /// Joins skills one of which is enough.
    OR = 26, "or";
    /// Skills after it are examples, one of which is enough.
    ALTERNATIVES = 27, "alternatives";
    /// Skills before it are examples, one of which is enough.
    ALTERNATIVES_AFTER = 28, "alternatives-after";
    /// Means nothing, and hides the cues inside it.
    INERT = 29, "inert";
    /// Wished for, before or after.
    PREFERRED = 30, "preferred";
    /// Asked for, before or after.
    REQUIRED = 31, "required";
    /// A skill's name: a tool that people use to talk and to file.
    OFFICE_TOOL = 32, "office-tool";
    /// A phrase that is no skill although a skill's name is in it.
    DECOY = 33, "decoy";
    /// What follows, or stands directly before, is the subject of a degree.
    DEGREE = 34, "degree";
    /// The clause that begins with it is the company's own story.
    STORY_START = 35, "story-start";
    /// After it stand those one works with.
    COMPANIONS = 36, "companions";
    /// Ends the list of those one works with.
    COMPANIONS_END = 37, "companions-end";
    /// People: a field directly before them is theirs.
    PEOPLE = 38, "people";
    /// Who leads people in a field knows the field.
    LEADS = 39, "leads";
}

/// One row of the table, or a part of it: a phrase and its one role.
pub(super) struct Phrase<'a> {
    /// What it does: one bit of [`role`].
    pub(super) role: u64,
    /// The words.
    pub(super) text: &'a str,
}

/// The phrases of a cue table, in order.
///
/// # Errors
/// [`Error::BrokenData`] naming the line, where a row has not three columns or names no known role.
pub(super) fn phrases(table: &str) -> Result<Vec<Phrase<'_>>> {
    let mut found = Vec::new();
    let rows = table.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
    for (number, line) in rows.skip(1) {
        let broken =
            |problem: String| Error::BrokenData { what: format!("skills_cues.tsv, line {}", number + 1), problem };
        let mut cells = line.split('\t');
        let (Some(name), Some(_language), Some(list), None) = (cells.next(), cells.next(), cells.next(), cells.next())
        else {
            return Err(broken("needs three columns: role, language, phrases".to_owned()));
        };
        let Some(&(_, role)) = ROLES.iter().find(|(known, _)| *known == name) else {
            return Err(broken(format!("{name:?} is no role")));
        };
        found.extend(list.split('|').map(|text| Phrase { role, text }));
    }
    Ok(found)
}

/// The cues, ready to be found.
#[derive(Debug, Default)]
pub(super) struct Cues {
    /// Every cue phrase; carries a number of `roles`.
    pub(super) trie: Trie,
    /// The roles of each phrase.
    roles: Vec<u64>,
    /// The roles of single words, by number.
    words: Vec<u64>,
}

impl Cues {
    /// Builds the finder of `phrases`, whose words are put into `vocabulary`.
    pub(super) fn build(phrases: &[Phrase<'_>], vocabulary: &mut Vocabulary) -> Self {
        let mut cues = Self::default();
        for phrase in phrases.iter().filter(|phrase| phrase.role & (role::DECOY | role::OFFICE_TOOL) == 0) {
            let words: Vec<u32> = vocabulary.fold(phrase.text).iter().map(|(word, _)| *word).collect();
            if words.is_empty() {
                continue;
            }
            let roles = phrase.role
                | if phrase.role & role::PREFERRED != 0 { role::PREFERRED_AFTER | role::PREFERRED_BEFORE } else { 0 }
                | if phrase.role & role::REQUIRED != 0 { role::REQUIRED_AFTER | role::REQUIRED_BEFORE } else { 0 };
            let value = cues.trie.value_mut(&words);
            if *value == UNKNOWN {
                *value = u32::try_from(cues.roles.len()).unwrap_or(UNKNOWN);
                cues.roles.push(0);
            }
            cues.roles[*value as usize] |= roles;
            if let [word] = words[..] {
                let at = word as usize;
                if cues.words.len() <= at {
                    cues.words.resize(at + 1, 0);
                }
                cues.words[at] |= roles;
            }
        }
        cues
    }

    /// The roles of a phrase that the trie found.
    pub(super) fn roles(&self, value: u32) -> u64 {
        self.roles[value as usize]
    }

    /// The roles of a single word in any of its readings.
    pub(super) fn word(&self, ids: [u32; 2]) -> u64 {
        let of = |id: u32| self.words.get(id as usize).copied().unwrap_or(0);
        of(ids[0]) | of(ids[1])
    }
}
