//! Linking: a text becomes the entries of a taxonomy that it means, by vectors and words together.
//!
//! A [`Taxonomy`] is a list of labels, or an ESCO or O*NET download as it comes. A [`Linker`] embeds its labels once; for a
//! text it takes as candidates the labels near the whole or near a window of a few words, those that share rare words, and
//! those that the text names in other words (`data/sayings.tsv`, and the shipped skills with all their writings). Each
//! candidate is then weighed by its [signs](MEANINGS), with [`Weights`] that were learned from judged sentences and stand in
//! `data/linking_weights.tsv`.
//!
//! ```
//! use vocation::embedding::StaticModel;
//! use vocation::linking::{Linker, Taxonomy};
//!
//! # fn main() -> vocation::Result<()> {
//! let taxonomy = Taxonomy::of_labels(["work in teams", "Python (computer programming)", "handle pigs"]);
//! let linker = Linker::new(taxonomy, StaticModel::builtin())?;
//! let links = linker.link("You write Python every day.", 1)?;
//! assert_eq!(links[0].label, "Python (computer programming)");
//! # Ok(())
//! # }
//! ```

mod labels;
mod linker;
mod nearness;
mod reading;
mod sayings;
mod signs;
mod taxonomy;
mod texts;
mod wording;

pub use linker::Linker;
pub use signs::MEANINGS;
pub use signs::SIGNS;
pub use signs::Weights;
pub use taxonomy::Entry;
pub use taxonomy::MAX_BYTES;
pub use taxonomy::MAX_ENTRIES;
pub use taxonomy::MAX_LABEL;
pub use taxonomy::Taxonomy;

/// The candidates of one text: each an entry's place, and its signs.
pub(crate) type Judged = Vec<(usize, [f32; SIGNS])>;

/// An entry that a text means.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The place of the entry in its taxonomy.
    pub entry: usize,
    /// What it is called, as it stands in the taxonomy.
    pub label: String,
    /// What the taxonomy knows it by; empty where it has no code.
    pub code: String,
    /// How likely it is meant, 0 to 1; good for order and thresholds, learned from sentences of postings.
    pub score: f32,
    /// The words of the text that speak for it most.
    pub evidence: String,
}
