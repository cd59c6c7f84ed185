//! Arguing with a score: the smallest changes that would raise it. Each is made in the document itself, which is read,
//! embedded, scored and ranked again, so that what is promised is what a new ranking gives.
//!
//! Only what its owner could truly change is tried: a person may show or learn a skill, ask less, work in another way, say
//! that they would move; an employer may drop a requirement, pay more, let people work from elsewhere. That a person should
//! claim what they do not have is not advised: a skill is to be shown if it is there, or learned.

mod answer;
mod demands;
mod edits;
mod of_postings;
mod of_resumes;
mod offers;
mod round;
mod trying;

pub use answer::Answer;
pub use answer::Change;
pub use answer::Demand;
pub use answer::Standing;
pub use edits::Edit;

use crate::catalog::Entry;
use crate::documents::Document;
use crate::documents::Side;
use crate::engine::Engine;
use crate::error::Error;
use crate::error::Result;
use crate::profile::Profile;
use crate::ranking::Weights;

use trying::Trial;
use trying::Tried;

/// A question about a pair: what would change its score, and its rank among what an engine's catalog holds.
///
/// ```
/// use vocation::{Engine, Posting, Resume, arguing::Argument};
///
/// # fn main() -> Result<(), vocation::Error> {
/// let engine = Engine::in_memory();
/// let posting = engine.entry(Posting::parse("baker", "# Baker\n\n## Requirements\n- Excel\n- SAP\n"))?;
/// let ada = Resume::parse("ada", "Ada Crumb\n\nBaker\n\n## Skills\nExcel\n");
/// let answer = Argument::of(&engine, ada, posting)?.answer()?;
/// assert!(answer.changes[0].then.score > answer.now.score);
/// assert_eq!(answer.changes[0].words, "with SAP shown");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "an argument says nothing until it is answered"]
pub struct Argument<'a> {
    engine: &'a Engine,
    asking: Document,
    other: Entry,
    weights: Weights,
    most: usize,
    best: usize,
}

/// How many changes are answered with, unless told otherwise.
const MOST: usize = 8;

/// Of how many of the best people an employer is told, unless told otherwise.
const BEST: usize = 50;

/// No more than this share of all people are called the best.
const BEST_SHARE: usize = 4;

/// The least by which a score must rise to be worth a word: what three digits show.
const LEAST_GAIN: f64 = 0.0005;

/// How many of the changes that raise a score most are ranked, and of how many pairs are made.
const RANKED: usize = 12;
const PAIRED: usize = 6;

/// A score below which little speaks for a match.
const WEAK: f64 = 0.35;

impl<'a> Argument<'a> {
    /// What the owner of `asking` could change for `other`, a document of the other side (see [`Engine::entry`]).
    ///
    /// # Errors
    /// [`Error::Usage`] where both are of one side.
    pub fn of(engine: &'a Engine, asking: impl Into<Document>, other: Entry) -> Result<Self> {
        let asking = asking.into();
        if asking.side() == other.profile.side {
            return Err(Error::Usage {
                problem: "two documents of one side make no match".to_owned(),
                remedy: "name a posting and a r\u{e9}sum\u{e9}".to_owned(),
            });
        }
        Ok(Self { engine, asking, other, weights: Weights::default(), most: MOST, best: BEST })
    }

    /// What each signal counts.
    pub fn weighing(mut self, weights: Weights) -> Self {
        self.weights = weights;
        self
    }

    /// At most so many changes.
    pub const fn at_most(mut self, changes: usize) -> Self {
        self.most = changes;
        self
    }

    /// For an employer: of so many of the best people, but no more than a quarter of all.
    pub const fn of_the_best(mut self, people: usize) -> Self {
        self.best = people;
        self
    }

    /// Tries every change and says which help. Ranks are among what was committed last: for a person all postings, and, for
    /// the rank among people, all résumés; for an employer all résumés. Catalogs too large for every entry to be looked at
    /// are ranked as [`rank`](crate::ranking::rank) does, among those nearest to the unchanged document.
    ///
    /// # Errors
    /// When the model cannot run, or a file of the catalog is damaged.
    pub fn answer(self) -> Result<Answer> {
        let trial = Trial::of(self.engine, &self.asking, &self.other, &self.weights)?;
        let why = trial.reckoned(&trial.entry);
        let (taxonomy, rates) = (&self.engine.options().taxonomy, &self.engine.options().rates);
        let edits = match self.asking.side() {
            Side::Resume => offers::offers(&why, &self.other.profile, trial.profile(), rates),
            Side::Posting => demands::demands(trial.profile(), &self.other.profile, taxonomy, rates),
        };
        let now = trial.standing(&trial.entry);
        let mut singles = trial.all(edits.iter().map(|edit| vec![edit.clone()]).collect())?;
        let mut tried = singles.len();
        singles.sort_by(Tried::better);
        let (mut changes, pairs) = trial.helpful(&now, &singles)?;
        tried += pairs;
        changes.sort_by(|a, b| better(&a.then, &b.then).then_with(|| a.words.cmp(&b.words)));
        changes.truncate(self.most);
        let raises = |one: &&Tried| one.fails.is_empty() && one.score >= now.score + LEAST_GAIN;
        let most = singles.iter().filter(raises).max_by(|a, b| a.score.total_cmp(&b.score));
        let note = note(&now, &changes, most, self.asking.side());
        let best = self.best.min(trial.people() / BEST_SHARE).max(1);
        let demands = match self.asking.side() {
            Side::Posting if trial.people() > 0 => trial.demands(&singles, best),
            _ => Vec::new(),
        };
        let (posting, resume) = trial.ids();
        Ok(Answer { side: self.asking.side(), posting, resume, now, changes, demands, best, tried, note })
    }
}

/// Fewer failed deal-breakers first, then the better rank, then the higher score.
fn better(a: &Standing, b: &Standing) -> std::cmp::Ordering {
    a.fails.len().cmp(&b.fails.len()).then(a.rank.cmp(&b.rank)).then(b.score.total_cmp(&a.score))
}

/// What must be said beside the changes; `most` is what raises the score most, whatever it does to the rank.
fn note(now: &Standing, changes: &[Change], most: Option<&Tried>, side: Side) -> Option<String> {
    let best = changes.iter().map(|change| change.then.score).fold(now.score, f64::max);
    if !now.fails.is_empty() && changes.is_empty() {
        let fails = now.fails.join(" and ");
        return Some(format!("It fails on {fails}, and no change that could truly be made mends that."));
    }
    if changes.is_empty() && now.rank == Some(1) {
        return Some("It stands first already.".to_owned());
    }
    if changes.is_empty() {
        return Some(match most {
            Some(one) => format!(
                "No change that was tried, and no two of them, moves {} up the list. The score rises most, from {:.3} to {:.3}, by: {}.",
                if side == Side::Posting { "this person" } else { "it" },
                now.score,
                one.score,
                in_words(&one.edits)
            ),
            None if side == Side::Posting => "No change that was tried raises this person's score.".to_owned(),
            None => "Nothing small helps: no change that was tried raises its score.".to_owned(),
        });
    }
    (best < WEAK).then(|| "Even then it stays a weak match: other documents suit better.".to_owned())
}

/// The words of some changes.
fn in_words(edits: &[Edit]) -> String {
    edits.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ")
}

/// True where `after` says what every change was to make it say, and lost nothing by one alone.
fn took(edits: &[Edit], before: &Profile, after: &Profile, engine: &Engine) -> bool {
    let taxonomy = &engine.options().taxonomy;
    let kept = match edits {
        [one] => one.kept_the_rest(before, after, taxonomy),
        _ => true,
    };
    kept && edits.iter().all(|edit| edit.took(before, after, taxonomy))
}
