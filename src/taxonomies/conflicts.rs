//! What does not agree within a download or between two, and what was made of it.

use super::source::Place;

/// What can disagree. Each has one rule by which it is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trouble {
    /// A code stands twice in one file: the first row keeps it, and is also called what the second one is.
    SameCode,
    /// Two entries of one download are called alike: they are one entry, with the codes of both.
    SameName,
    /// What an entry is also called is the name of another, or was another's before: it stays the other's.
    Taken,
    /// What an entry is called is a phrase that is known to name no skill: it is not looked for.
    NoSkill,
    /// One ordinary word is another label of an entry whose name has several: it is not looked for.
    Vague,
    /// An entry would be its own ancestor: the link that closes the circle is left out.
    Circle,
    /// A link leads to an entry that is not there, or not of a kind that it could lead to: it is left out.
    Nowhere,
    /// A title is that of several occupations: it stays the title of all.
    SharedTitle,
}

impl Trouble {
    /// Each of them, with a word for it and the rule by which it is settled.
    pub const ALL: [(Self, &'static str, &'static str); 8] = [
        (
            Self::SameCode,
            "same-code",
            "a code stands twice in one file; the first row keeps it and takes the labels of both",
        ),
        (Self::SameName, "same-name", "two entries are called alike; they are one entry with the codes of both"),
        (
            Self::Taken,
            "taken",
            "a label is written for another entry already; names go before other labels, then what comes first",
        ),
        (Self::NoSkill, "no-skill", "a label is a phrase that is known to name no skill; it is not looked for"),
        (
            Self::Vague,
            "vague",
            "one ordinary word is too little to tell an entry whose name has several; it is not looked for",
        ),
        (Self::Circle, "circle", "an entry would be its own ancestor; the link that closes the circle is left out"),
        (Self::Nowhere, "nowhere", "a link leads to an entry that is not there; it is left out"),
        (Self::SharedTitle, "shared-title", "a title is that of several occupations; it stays the title of all"),
    ];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(trouble, ..)| *trouble == self).map_or("", |(_, word, _)| word)
    }
}

/// One disagreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// What it is, and so how it was settled.
    pub trouble: Trouble,
    /// The label, code or link that it is about.
    pub about: String,
    /// The entry that keeps it; empty where there is none.
    pub kept: String,
    /// The entry that goes without.
    pub without: String,
    /// The file, and the line in it, that the second of the two stands in.
    pub place: String,
}

impl Conflict {
    /// A disagreement about (what, who keeps it, who goes without).
    pub(super) fn new(trouble: Trouble, (about, kept, without): (&str, &str, &str), place: &Place) -> Self {
        Self {
            trouble,
            about: about.to_owned(),
            kept: kept.to_owned(),
            without: without.to_owned(),
            place: format!("{}, line {}", place.file, place.line),
        }
    }
}
