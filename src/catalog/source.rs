//! Sources: what an entry was made from, kept so that a catalog can be understood and embedded anew, and given back.

use serde::Deserialize;
use serde::Serialize;

use super::Entry;
use super::format_2;
use crate::documents::Document;
use crate::embedding::Vector;
use crate::error::Error;
use crate::error::Result;
use crate::profile::WeightedPassage;

/// What an entry was made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Source {
    /// The document, without identity.
    Document(Box<Document>),
    /// Of catalogs of before documents were kept: what was embedded of it.
    Embedded(Embedded),
}

impl Source {
    /// The source of a document's entry.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        Self::Document(Box::new(document.without_identity()))
    }
}

/// What of a document is embedded: text without identity.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Embedded {
    /// What is embedded; their weighted, normalized sum is the document's vector.
    pub passages: Vec<WeightedPassage>,
    /// All roles, also those that a model has no vector for (see [`Profile::roles`](crate::profile::Profile::roles)).
    pub roles: Vec<String>,
    /// The same without the words that name a level, which are embedded (see
    /// [`Profile::plain_roles`](crate::profile::Profile::plain_roles)).
    pub plain_roles: Vec<String>,
}

/// An entry with its vector.
pub type Placed = (Entry, Option<Vector>);

/// The first 16 bytes of a BLAKE3.
pub(super) type Hash = [u8; 16];

/// The most bytes of a source, unpacked: far more than any document has.
const LIMIT: usize = 1 << 28;

/// A source for keeping, and its hash before it was packed.
pub(super) fn pack(source: &Source) -> Result<(Vec<u8>, Hash)> {
    let plain = written(source)?;
    Ok((lz4_flex::compress_prepend_size(&plain), hash(&plain)))
}

/// The hash that a document's entry has.
pub(super) fn hash_of(document: &Document) -> Result<Hash> {
    Ok(hash(&written(&Source::of(document))?))
}

/// A source as JSON: it names its fields, so that documents of before there was one more can be read.
fn written(source: &Source) -> Result<Vec<u8>> {
    serde_json::to_vec(source).map_err(|error| Error::BrokenData {
        what: "the source of an entry".to_owned(),
        problem: format!("it cannot be written ({error})"),
    })
}

fn hash(plain: &[u8]) -> Hash {
    blake3::hash(plain).as_bytes().first_chunk().copied().unwrap_or_default()
}

/// The source that was packed; `None` where there is none. The problem in words where it cannot be read.
pub(super) fn unpack(packed: &[u8]) -> std::result::Result<Option<Source>, String> {
    if packed.is_empty() {
        return Ok(None);
    }
    let (size, rest) = lz4_flex::block::uncompressed_size(packed).map_err(|error| error.to_string())?;
    if size > LIMIT {
        return Err(format!("{size} bytes, more than any document has"));
    }
    let plain = lz4_flex::decompress(rest, size).map_err(|error| error.to_string())?;
    if plain.first() == Some(&b'{') {
        return serde_json::from_slice(&plain).map(Some).map_err(|error| error.to_string());
    }
    format_2::source(&plain).map(Some).map_err(|error| error.to_string())
}
