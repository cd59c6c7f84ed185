//! Matches people and work: reads postings and résumés as they come, understands what they ask and
//! show, and ranks one against the other with reasons that add up exactly to the score.

#![warn(missing_docs)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod codes;
pub mod error;

pub mod pay;
pub mod place;
pub mod seniority;
pub mod skills;

pub mod documents;

pub mod profile;

pub mod embedding;

pub use error::{Error, Result};
