//! The ingredients of a score: one row each. Scoring, reasons and every table of them read these rows.

use super::meaning;
use super::pair::Pair;
use super::pay;
use super::place;
use super::seniority;
use super::sides::Serves;
use super::skills;

/// Takes down why a strength is what it is, where somebody will read it: the sentence is made in the same place as the
/// strength, and costs nothing where only the score is wanted.
#[derive(Debug, Default)]
pub struct Because {
    wanted: bool,
    sentence: Option<String>,
}

impl Because {
    /// Words that are kept.
    #[must_use]
    pub const fn wanted() -> Self {
        Self { wanted: true, sentence: None }
    }

    /// Words that nobody will read.
    #[must_use]
    pub const fn unwanted() -> Self {
        Self { wanted: false, sentence: None }
    }

    /// Keeps the sentence that `make` gives, where it is wanted.
    pub fn say(&mut self, make: impl FnOnce() -> String) {
        if self.wanted {
            self.sentence = Some(make());
        }
    }

    /// The sentence that was kept.
    #[must_use]
    pub fn into_sentence(self) -> Option<String> {
        self.sentence
    }
}

/// One ingredient of the score.
#[derive(Clone, Copy, Debug)]
pub struct Signal {
    /// Its name, in flags, files and reasons.
    pub name: &'static str,
    /// What it measures, in one sentence.
    pub meaning: &'static str,
    /// Its starting weight; the weights in force are divided by their sum.
    pub weight: f64,
    /// The strength that silence counts as, 0 to 1.
    pub neutral: f64,
    /// For which side it speaks: the job, the person, or both.
    pub serves: Serves,
    /// Whether it is cheap enough for early ranking: a comparison of numbers, without a look at single skills.
    pub early: bool,
    /// The strength, 0 to 1; `None` where a side says nothing about it. The words say why, in both cases.
    pub strength: fn(&Pair<'_>, &mut Because) -> Option<f64>,
}

/// All ingredients, in the order in which reasons are given.
pub static SIGNALS: &[Signal] = &[
    Signal {
        name: "skills",
        meaning: "How much of what the posting asks for the résumé shows, telling skills counting more.",
        weight: 0.36,
        neutral: 0.25,
        serves: Serves::Job,
        early: false,
        strength: skills::strength,
    },
    Signal {
        name: "role",
        meaning: "How near the posting's title is to the person's own titles, and how much of it their text speaks of.",
        weight: 0.18,
        neutral: 0.4,
        serves: Serves::Both,
        early: true,
        strength: meaning::role,
    },
    Signal {
        name: "meaning",
        meaning: "How near the two texts are as a whole.",
        weight: 0.24,
        neutral: 0.4,
        serves: Serves::Both,
        early: true,
        strength: meaning::whole,
    },
    Signal {
        name: "words",
        meaning: "How many telling words the two texts share.",
        weight: 0.07,
        neutral: 0.4,
        serves: Serves::Job,
        early: true,
        strength: meaning::words,
    },
    Signal {
        name: "seniority",
        meaning: "How near the posting's level is to the person's; too junior costs more than too senior.",
        weight: 0.06,
        neutral: 0.7,
        serves: Serves::Both,
        early: true,
        strength: seniority::strength,
    },
    Signal {
        name: "pay",
        meaning: "How far the offered pay meets what the person asks.",
        weight: 0.03,
        neutral: 0.6,
        serves: Serves::Person,
        early: true,
        strength: pay::strength,
    },
    Signal {
        name: "place",
        meaning: "Whether the work can be done from where the person is, in the way they wish.",
        weight: 0.06,
        neutral: 0.6,
        serves: Serves::Person,
        early: true,
        strength: place::strength,
    },
];
