//! Engine: one handle that understands documents, keeps them, and answers questions.

mod asking;
mod freezing;
mod placing;
mod reckoning;

use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;

use rayon::prelude::*;

use crate::catalog::Catalog;
use crate::catalog::Changes;
use crate::catalog::Embedded;
use crate::catalog::Freezing;
use crate::catalog::Identity;
use crate::catalog::Placed;
use crate::catalog::Reader;
use crate::catalog::Snapshot;
use crate::catalog::Source;
use crate::documents::Document;
use crate::documents::Posting;
use crate::documents::Resume;
use crate::documents::Side;
use crate::documents::YearMonth;
use crate::embedding::Embedder;
use crate::embedding::StaticModel;
use crate::error::Result;
use crate::pay::Rates;
use crate::profile;
use crate::profile::Profile;
use crate::profile::Understanding;
use crate::skills::Taxonomy;

pub use asking::Asking;
pub use asking::Cost;

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
    /// When graphs are built over entries that so far are scanned.
    pub freezing: Freezing,
    /// Whether that begins by itself, on a thread of its own, after a commit; else [`Engine::freeze`] does it.
    pub freezes: bool,
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
            freezing: Freezing::default(),
            freezes: true,
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
    /// True while graphs are being built.
    building: Arc<AtomicBool>,
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

    /// Adds what was understood of documents before, or replaces the entries of the same side and id, from the next commit on.
    /// They must have been made with what this engine has ([`Engine::identity`]); the documents are not kept, so that
    /// [`Engine::reindex`] cannot make them anew.
    ///
    /// # Errors
    /// As [`Catalog::add`]; those before the one that is wrong are added then.
    pub fn add_placed(&self, placed: &[Placed]) -> Result<()> {
        let mut catalog = self.catalog();
        placed.iter().try_for_each(|(entry, vector)| catalog.add(entry, vector.as_ref(), None))
    }

    /// What its entries are made with.
    #[must_use]
    pub fn identity(&self) -> Identity {
        identity(&self.options)
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

    /// The same of one side only.
    ///
    /// # Errors
    /// As [`Engine::remove`].
    pub fn remove_from(&self, side: Side, id: &str) -> Result<bool> {
        self.catalog().remove_from(side, id)
    }

    /// Makes all changes visible at once, and durable where the catalog has a folder; says what changed.
    ///
    /// # Errors
    /// As [`Catalog::commit`].
    pub fn commit(&self) -> Result<Changes> {
        let mut catalog = self.catalog();
        let changes = catalog.commit()?;
        self.reader.publish(catalog.snapshot());
        if self.options.freezes
            && let Some(plan) = self.options.freezing.plan(&catalog)
        {
            self.freeze_behind(plan);
        }
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
        Self { options, catalog: Arc::new(Mutex::new(catalog)), reader, building: Arc::default() }
    }

    fn catalog(&self) -> MutexGuard<'_, Catalog> {
        self.catalog.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Understands a document and gives it its place.
    pub(crate) fn place(&self, document: &Document) -> Result<Placed> {
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

#[cfg(test)]
mod tests;
