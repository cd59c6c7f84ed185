//! Evaluation: how well scores order judged pairs.
//!
//! [`JudgedPairs`] are the documents and judgments, [`Scores`] what a system says of each pair, [`Lists`] the pairs a query
//! each. A [`Measure`] is one value a query; [`Measured`] holds them all for a system, [`Ablated`] what each signal is worth,
//! and a [`Report`] puts it on a page.
//!
//! Lists are condensed: only judged documents are ranked, so that a document that nobody has judged counts neither for nor
//! against a ranking (Sakai, 2007).

mod ablation;
mod charts;
mod lists;
mod measured;
mod measures;
mod page;
mod pairs;
mod scores;
mod slices;
mod worst;

pub use ablation::Ablated;
pub use ablation::ablation;
pub use lists::List;
pub use lists::Lists;
pub use measured::Measured;
pub use measured::Share;
pub use measured::Whole;
pub use measures::Measure;
pub use page::Report;
pub use pairs::JudgedPair;
pub use pairs::JudgedPairs;
pub use pairs::Member;
pub use scores::Scores;
pub use slices::Slice;
pub use slices::slices;
pub use worst::Listed;
pub use worst::Worst;
pub use worst::worst;
