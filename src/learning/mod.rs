//! Learning: how good a model is, and how it gets better.
//!
//! A [`Benchmark`] is queries, a corpus and judgments; a [`Ranker`] ranks the corpus for each query; a [`Metric`] says how
//! high the relevant documents stand; [`interval`] and [`compare`] say how far chance reaches. [`evaluation`] measures how well
//! scores order judged pairs of postings and résumés.

mod agreement;
mod benchmark;
#[cfg(feature = "training")]
pub mod embedding;
pub mod evaluation;
mod judgments;
pub mod linking;
mod metrics;
mod ranker;
mod reliability;
mod run;
mod significance;
#[cfg(feature = "training")]
pub mod sources;
mod text_files;
pub mod weights;

pub use agreement::auc;
pub use agreement::pairwise_accuracy;
pub use agreement::spearman;
pub use benchmark::Benchmark;
pub use benchmark::Entry;
pub use benchmark::Exclude;
pub use benchmark::Files;
pub use benchmark::LeftOut;
pub use judgments::HIGHEST_GRADE;
pub use judgments::Ids;
pub use judgments::Judgment;
pub use judgments::Judgments;
pub use metrics::Gain;
pub use metrics::Metric;
pub use metrics::Ranks;
pub use ranker::Ranker;
pub use reliability::Bin;
pub use reliability::Reliability;
pub use run::Run;
pub use significance::Comparison;
pub use significance::Interval;
pub use significance::Resampling;
pub use significance::compare;
pub use significance::interval;
pub use significance::interval_of;
