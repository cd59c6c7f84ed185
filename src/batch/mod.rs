//! Batch: whole populations of postings and résumés scored in one run, and what such a run is told by.

#[cfg(feature = "columnar")]
#[allow(dead_code, reason = "runs are about to be written with it")]
mod parquet;
