//! Catalog: keeps entries, their vectors and what they were made from. One writer, many readers, across threads and
//! processes; nothing is visible before [`Catalog::commit`]; a [`Snapshot`] is frozen.
//!
//! A catalog is in memory, or in a folder of immutable files that a manifest names (see `manifest` for the layout,
//! `segment` for what is in a file). The files are the project's own, because none of the embedded stores that were tried
//! (redb 4.4, LMDB through heed 0.23, SQLite 3.54 in WAL mode through rusqlite 0.41; 10,000 records of 1 KiB each) lets other
//! processes read while one writes, checks every block, and answers a damaged file with an error:
//!
//! - redb locks other processes out; of 334 swaps of two pages 181 ended in a panic and 102 in records silently missing, and
//!   294 of 1,000 flipped bits were given back as data.
//! - LMDB has no checksums: 334 of 334 truncations ended in a signal that kills the process, 334 of 334 swaps in missing
//!   records, 519 of 1,000 flipped bits were given back as data.
//! - SQLite has no checksums of pages (334 swaps: missing records, without an error), and of 200 logs of a killed writer with
//!   one bit flipped all 200 silently lost committed transactions.
//!
//! Here 10,000 such changes gave an error that names the file, or the right answer (`tests/it/mutations.rs`).

mod column;
mod columns;
mod description;
mod exchange;
mod format_1;
mod format_2;
mod freezing;
mod known;
mod lock;
mod manifest;
mod outline;
mod probing;
mod reader;
mod records;
mod reindex;
mod segment;
mod shelf;
mod skill_lists;
mod skilled;
mod snapshot;
mod source;
mod verify;
mod writer;
mod writing;

use serde::Deserialize;
use serde::Serialize;

use crate::documents::Side;
use crate::embedding::Codes;
use crate::error::Error;
use crate::error::Result;
use crate::profile::Profile;

pub use columns::Closed;
pub use columns::Filter;
pub use columns::Glance;
pub use columns::Saying;
pub use columns::Test;
pub use description::Description;
pub use exchange::LINE_LIMIT;
pub use exchange::from_line;
pub use freezing::Freezing;
pub use freezing::Frozen;
pub use freezing::Plan;
pub(crate) use manifest::sync as sync_folder;
pub use probing::Probe;
pub use reader::Reader;
pub use skill_lists::Use;
pub use skilled::Gain;
pub use skilled::Skilled;
pub use skilled::Sought;
pub use skilled::Whole;
pub use skilled::Worths;
pub use snapshot::Snapshot;
pub use source::Embedded;
pub use source::Placed;
pub use source::Source;
pub use verify::Verification;
pub use writer::Catalog;

/// What is kept of one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// What it says, without the text to embed: that is made from its [`Source`].
    pub profile: Profile,
    /// Where its text lies; `None` where it holds nothing that the model knows.
    pub codes: Option<Codes>,
    /// Where each of its roles lies, in the order of [`Profile::roles`].
    pub roles: Vec<Codes>,
}

/// What entries must have in common to be compared: stored in every catalog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The fingerprint of the embedder.
    pub embedder: String,
    /// The fingerprint of understanding: taxonomy, tables, section weights.
    pub understanding: String,
    /// How many values a vector has.
    pub dimension: usize,
}

impl Identity {
    /// Version, taxonomy and tables of the understanding (see [`profile::fingerprint`](crate::profile::fingerprint)).
    fn parts(&self) -> [&str; 3] {
        let mut parts = self.understanding.splitn(3, '-');
        [(); 3].map(|()| parts.next().unwrap_or(""))
    }

    /// True where only the taxonomy makes understanding differ.
    fn differs_in_taxonomy(&self, here: &Self) -> bool {
        let [there, here] = [self.parts(), here.parts()];
        there[1] != here[1] && [there[0], there[2]] == [here[0], here[2]] && !there[2].is_empty()
    }

    /// In what this is unlike the identity of this program, in words that follow "made with".
    pub(crate) fn unlike(&self, here: &Self) -> Vec<String> {
        let mut parts = Vec::new();
        if self.embedder != here.embedder {
            parts.push(format!("another model ({}, this program has {})", self.embedder, here.embedder));
        }
        if self.dimension != here.dimension {
            parts.push(format!("vectors of {} values (this program has {})", self.dimension, here.dimension));
        }
        if self.differs_in_taxonomy(here) {
            let [there, here] = [self, here].map(|one| one.parts()[1]);
            parts.push(format!("another taxonomy ({there}, this is {here})"));
        } else if self.understanding != here.understanding {
            let (there, here) = (&self.understanding, &here.understanding);
            parts.push(format!("another understanding of documents ({there}, this program has {here})"));
        }
        parts
    }
}

/// Both sides of the market.
const SIDES: [Side; 2] = [Side::Posting, Side::Resume];

/// What a commit did to the entries that it was merged into, in numbers of entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Those that came to be.
    pub new: usize,
    /// Those that took the place of one of the same side and id.
    pub replaced: usize,
    /// Those that are gone.
    pub removed: usize,
}

/// A value as bytes.
fn encoded(what: &str, value: &(impl Serialize + ?Sized)) -> Result<Vec<u8>> {
    postcard::to_allocvec(value).map_err(|error| Error::BrokenData {
        what: what.to_owned(),
        problem: format!("it cannot be written ({error})"),
    })
}

/// That a row was asked for that is not there.
fn no_row(row: u32) -> Error {
    Error::BrokenData { what: "the catalog".to_owned(), problem: format!("it has no row {row}") }
}
