//! Why a pair has its score.

use super::Engine;
use crate::catalog::Entry;
use crate::documents::Document;
use crate::error::Result;
use crate::ranking;
use crate::ranking::Reckoning;
use crate::ranking::Weights;

impl Engine {
    /// What a catalog would keep of a document: what it says, and where it lies.
    ///
    /// # Errors
    /// When the model cannot run.
    pub fn entry(&self, document: impl Into<Document>) -> Result<Entry> {
        Ok(self.place(&document.into())?.0)
    }

    /// The full reckoning of a posting beside a résumé: its sum is the score that `best` gives the pair.
    ///
    /// ```
    /// use vocation::{Engine, Posting, Resume, ranking::Weights};
    ///
    /// # fn main() -> Result<(), vocation::Error> {
    /// let engine = Engine::in_memory();
    /// let posting = engine.entry(Posting::parse("baker", "# Baker\n\n## Requirements\n- Excel\n"))?;
    /// let resume = engine.entry(Resume::parse("ada", "Ada Crumb\n\nBaker\n\n## Skills\nExcel\n"))?;
    /// let why = engine.why(&posting, &resume, &Weights::default());
    /// assert_eq!(why.skills[0].name, "Microsoft Excel");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn why(&self, posting: &Entry, resume: &Entry, weights: &Weights) -> Reckoning {
        ranking::reckon(posting, resume, weights, &self.options.taxonomy, &self.options.rates)
    }
}
