//! Engine: one handle that understands documents, keeps them, and answers questions.

mod placing;

use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use rayon::prelude::*;

use crate::catalog::Catalog;
use crate::catalog::Changes;
use crate::catalog::Embedded;
use crate::catalog::Identity;
use crate::catalog::Placed;
use crate::catalog::Reader;
use crate::catalog::Snapshot;
use crate::catalog::Source;
use crate::codes::Country;
use crate::documents::Document;
use crate::documents::Posting;
use crate::documents::Resume;
use crate::documents::YearMonth;
use crate::embedding::Embedder;
use crate::embedding::StaticModel;
use crate::error::Error;
use crate::error::Result;
use crate::pay::Money;
use crate::pay::Rates;
use crate::profile;
use crate::profile::Profile;
use crate::profile::Understanding;
use crate::ranking;
use crate::ranking::Match;
use crate::ranking::Question;
use crate::ranking::Weights;
use crate::ranking::Wishes;
use crate::seniority::Level;
use crate::skills::Taxonomy;

/// What an engine works with.
#[derive(Clone)]
pub struct Options {
    /// Turns text into vectors.
    pub embedder: Arc<dyn Embedder>,
    /// The skills that are known.
    pub taxonomy: Arc<Taxonomy>,
    /// Exchange rates.
    pub rates: Arc<Rates>,
    /// The month in which positions that still go on are counted to end: that of the system's clock unless set, with
    /// [`Engine::as_of`] for one.
    pub today: YearMonth,
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options").field("embedder", &self.embedder.fingerprint()).finish_non_exhaustive()
    }
}

impl Default for Options {
    /// The model, taxonomy and rates that are compiled in, and the month of the system's clock.
    fn default() -> Self {
        Self {
            embedder: StaticModel::builtin(),
            taxonomy: Taxonomy::builtin(),
            rates: Arc::new(Rates::builtin().clone()),
            today: this_month(),
        }
    }
}

/// One handle for everything: cheap to clone, shared between threads.
///
/// Positions that still go on ("Jan 2023 - present") grow with time, so a résumé's years, level and scores depend on the
/// month in which it was understood; a catalog keeps what was understood when a document was added. The month is that
/// of the system's clock; [`Engine::as_of`] sets another, for runs that can be repeated.
#[derive(Clone, Debug)]
pub struct Engine {
    options: Options,
    catalog: Arc<Mutex<Catalog>>,
    /// What was committed last, for readers, who must not wait while a commit waits for another writer.
    reader: Arc<Reader>,
}

impl Engine {
    /// An engine over the catalog of a folder, which is made on the first commit where it does not exist.
    ///
    /// # Errors
    /// When the folder holds something else, or a catalog that cannot be used (see [`Catalog::open`]).
    pub fn open(folder: impl AsRef<Path>) -> Result<Self> {
        let options = Options::default();
        let catalog = Catalog::open(folder, identity(&options))?;
        Ok(Self::over(catalog, options))
    }

    /// An engine over a catalog that is kept in memory only.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::with(Options::default())
    }

    /// The same, with a model, taxonomy or rates of one's own.
    #[must_use]
    pub fn with(options: Options) -> Self {
        let catalog = Catalog::in_memory(identity(&options));
        Self::over(catalog, options)
    }

    /// An engine over the catalog of a folder, with a model, taxonomy or rates of one's own.
    ///
    /// # Errors
    /// As [`Engine::open`].
    pub fn open_with(folder: impl AsRef<Path>, options: Options) -> Result<Self> {
        let catalog = Catalog::open(folder, identity(&options))?;
        Ok(Self::over(catalog, options))
    }

    /// An engine over the catalog of a folder, which must be there already.
    ///
    /// # Errors
    /// As [`Engine::open`], and when there is no catalog in the folder.
    pub fn open_existing(folder: impl AsRef<Path>, options: Options) -> Result<Self> {
        let catalog = Catalog::open_existing(folder, identity(&options))?;
        Ok(Self::over(catalog, options))
    }

    /// Understands and embeds all documents of a folder's catalog anew, with what `options` names; returns how many
    /// there are.
    ///
    /// # Errors
    /// As [`Catalog::reindex`]; the catalog then stays as it is.
    pub fn reindex(folder: impl AsRef<Path>, options: Options) -> Result<usize> {
        let identity = identity(&options);
        let engine = Self::with(options);
        Catalog::reindex(folder, &identity, |profile, source| match source {
            Source::Document(document) => engine.place(document),
            Source::Embedded(embedded) => placing::placed(&*engine.options.embedder, profile, embedded),
        })
    }

    /// The same, over the same catalog, with documents understood from now on as of this month.
    ///
    /// ```
    /// use vocation::{Engine, Resume, documents::YearMonth};
    ///
    /// let engine = Engine::in_memory().as_of(YearMonth { year: 2026, month: Some(1) });
    /// let ada = Resume::parse("ada", "# Ada Brandt\n\n## Experience\n### Baker, Crumb\nJan 2024 - present\n- Bread\n");
    /// assert_eq!(engine.understand(&ada.into()).seniority.years.min, Some(2.1));
    /// ```
    #[must_use]
    pub const fn as_of(mut self, today: YearMonth) -> Self {
        self.options.today = today;
        self
    }

    /// What it works with.
    #[must_use]
    pub const fn options(&self) -> &Options {
        &self.options
    }

    /// What a document says.
    #[must_use]
    pub fn understand(&self, document: &Document) -> Profile {
        Profile::of(document, &Understanding { taxonomy: &self.options.taxonomy, today: self.options.today })
    }

    /// Adds documents, or replaces those of the same side and id, from the next commit on. They are understood on all cores; the
    /// result is the same on any number.
    ///
    /// # Errors
    /// When the model cannot run; nothing is added then.
    pub fn add_all(&self, documents: &[Document]) -> Result<()> {
        let placed = documents.par_iter().map(|document| self.place(document)).collect::<Result<Vec<_>>>()?;
        let mut catalog = self.catalog();
        for ((entry, vector), document) in placed.iter().zip(documents) {
            catalog.add(entry, vector.as_ref(), Some(document))?;
        }
        Ok(())
    }

    /// Adds a document, or replaces the one of the same side and id, from the next commit on.
    ///
    /// # Errors
    /// When the model cannot run.
    pub fn add(&self, document: impl Into<Document>) -> Result<()> {
        self.add_all(&[document.into()])
    }

    /// Removes the documents of an id, a posting and a résumé, from the next commit on; true where one is known now
    /// (see [`Catalog::remove`]).
    ///
    /// # Errors
    /// When a file of the catalog is damaged.
    pub fn remove(&self, id: &str) -> Result<bool> {
        self.catalog().remove(id)
    }

    /// Makes all changes visible at once, and durable where the catalog has a folder; says what changed.
    ///
    /// # Errors
    /// As [`Catalog::commit`].
    pub fn commit(&self) -> Result<Changes> {
        let mut catalog = self.catalog();
        let changes = catalog.commit()?;
        self.reader.publish(catalog.snapshot());
        Ok(changes)
    }

    /// Commits what waits, and writes the catalog again without anything of what was removed or replaced.
    ///
    /// # Errors
    /// As [`Catalog::compact`].
    pub fn compact(&self) -> Result<()> {
        let mut catalog = self.catalog();
        catalog.compact()?;
        self.reader.publish(catalog.snapshot());
        Ok(())
    }

    /// What was committed last, as far as this engine has seen.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.reader.latest()
    }

    /// What was committed last, also by other processes; questions are answered from it.
    ///
    /// # Errors
    /// As [`Reader::newest`].
    pub fn newest(&self) -> Result<Arc<Snapshot>> {
        self.reader.newest()
    }

    /// Asks for postings that suit a person.
    pub fn postings_for(&self, resume: &Resume) -> Asking<'_> {
        Asking::of(self, Document::Resume(resume.clone()))
    }

    /// Asks for people who suit a posting.
    pub fn resumes_for(&self, posting: &Posting) -> Asking<'_> {
        Asking::of(self, Document::Posting(posting.clone()))
    }

    fn over(catalog: Catalog, options: Options) -> Self {
        let reader = Arc::new(Reader::of(&catalog));
        Self { options, catalog: Arc::new(Mutex::new(catalog)), reader }
    }

    fn catalog(&self) -> MutexGuard<'_, Catalog> {
        self.catalog.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Understands a document and gives it its place.
    fn place(&self, document: &Document) -> Result<Placed> {
        let mut profile = self.understand(document);
        let embedded = Embedded {
            passages: std::mem::take(&mut profile.passages),
            roles: std::mem::take(&mut profile.roles),
            plain_roles: std::mem::take(&mut profile.plain_roles),
        };
        placing::placed(&*self.options.embedder, profile, &embedded)
    }
}

/// What entries must have in common to be compared.
fn identity(options: &Options) -> Identity {
    Identity {
        embedder: options.embedder.fingerprint().to_owned(),
        understanding: profile::fingerprint(&options.taxonomy),
        dimension: options.embedder.dimension(),
    }
}

/// The month of the system's clock, in universal time.
fn this_month() -> YearMonth {
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    YearMonth { year: today.year(), month: Some(today.month()) }
}

/// A question that is being put; [`Asking::best`] answers it.
#[derive(Clone, Debug)]
#[must_use = "a question does nothing until `best` is called"]
pub struct Asking<'a> {
    engine: &'a Engine,
    document: Document,
    wishes: Wishes,
    weights: Weights,
    keep_copies: bool,
    diversity: f64,
}

impl<'a> Asking<'a> {
    fn of(engine: &'a Engine, document: Document) -> Self {
        let (wishes, weights) = (Wishes::default(), Weights::default());
        Self { engine, document, wishes, weights, keep_copies: false, diversity: 0.0 }
    }

    /// A person: the least acceptable pay, in place of what the résumé asks. Refused where a posting asks.
    pub fn paying_at_least(mut self, money: Money) -> Self {
        self.wishes.pay_at_least = Some(money);
        self
    }

    /// A person: only work that is done remotely. Refused where a posting asks.
    pub fn remote(mut self) -> Self {
        self.wishes.remote = true;
        self
    }

    /// A person: the countries they may work from. An employer: where the person must be.
    pub fn in_countries(mut self, countries: impl IntoIterator<Item = Country>) -> Self {
        self.wishes.countries.extend(countries);
        self
    }

    /// Only these levels will do.
    pub fn at_levels(mut self, levels: impl IntoIterator<Item = Level>) -> Self {
        self.wishes.seniority.extend(levels);
        self
    }

    /// A person: a company that is out of the question. Refused where a posting asks.
    pub fn without_company(mut self, company: impl Into<String>) -> Self {
        self.wishes.without.push(company.into());
        self
    }

    /// What each signal counts.
    pub fn weighing(mut self, weights: Weights) -> Self {
        self.weights = weights;
        self
    }

    /// Keeps near-copies of one offer apart; people are never folded.
    pub fn keeping_copies(mut self) -> Self {
        self.keep_copies = true;
        self
    }

    /// Lets unlikeness among the results count, 0 to 1; at 0 the order is that of the scores.
    pub fn diversely(mut self, diversity: f64) -> Self {
        self.diversity = diversity.clamp(0.0, 1.0);
        self
    }

    /// The `top` best matches, best first; those with a failed gate after all others.
    ///
    /// # Errors
    /// [`Error::Usage`] where a posting asks with a wish that only a person can have; otherwise when the model cannot
    /// run.
    pub fn best(self, top: usize) -> Result<Vec<Match>> {
        self.refuse_wishes_of_a_person()?;
        let snapshot = self.engine.newest()?;
        let (entry, vector) = self.engine.place(&self.document)?;
        let question = Question {
            asking: &entry,
            vector: vector.as_ref(),
            wishes: self.wishes,
            weights: self.weights,
            top,
            keep_copies: self.keep_copies,
            diversity: self.diversity,
        };
        ranking::rank(&question, &snapshot, &self.engine.options.taxonomy, &self.engine.options.rates)
    }

    /// The wishes that judge a posting are refused where a posting asks: they would judge the asking one.
    fn refuse_wishes_of_a_person(&self) -> Result<()> {
        let given = [
            ("paying_at_least", self.wishes.pay_at_least.is_some()),
            ("remote", self.wishes.remote),
            ("without_company", !self.wishes.without.is_empty()),
        ];
        match given.iter().find(|(_, given)| *given) {
            Some((wish, _)) if matches!(self.document, Document::Posting(_)) => Err(Error::Usage {
                problem: format!("{wish} is a wish of a person, and a posting asks"),
                remedy: "leave it out, or ask for a r\u{e9}sum\u{e9}'s postings".to_owned(),
            }),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
