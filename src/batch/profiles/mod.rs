//! What was understood of documents, and their vectors, as Parquet or Arrow: for data tools to look into, and for a later run
//! to take in place of the documents, to the same scores.
//!
//! | column | type | what |
//! |---|---|---|
//! | `side` | text | `posting` or `resume` |
//! | `id` | text | the document's id |
//! | `profile` | text | the [`Profile`](crate::profile::Profile), as JSON |
//! | `vector` | f32, as many as the model gives | the document's vector, of unit length; null where the model knows nothing of it |
//! | `codes` | bytes, one (signed) a value | the same as scores compare it ([`Codes`](crate::embedding::Codes)) |
//! | `role_codes` | bytes | those of its roles, one after the other |
//! | `embedder`, `understanding` | text | what it was made with: only like is compared with like |
//!
//! Rows may be chosen, joined and written again by other tools: nothing but these columns is read.

mod reading;
mod writing;

use std::path::Path;

use crate::documents::Side;
use crate::documents::UNDERSTOOD;
use crate::error::Error;
use crate::error::Result;

pub use reading::Profiles;
pub use writing::ProfilesFile;

/// The names of the columns.
const SIDE: &str = UNDERSTOOD[0];
const ID: &str = UNDERSTOOD[1];
const PROFILE: &str = UNDERSTOOD[2];
const VECTOR: &str = UNDERSTOOD[3];
const CODES: &str = UNDERSTOOD[4];
const ROLE_CODES: &str = UNDERSTOOD[5];
const EMBEDDER: &str = UNDERSTOOD[6];
const UNDERSTANDING: &str = UNDERSTOOD[7];

/// The form of a file of profiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Parquet,
    Arrow,
}

impl Form {
    /// The form that the name of a file asks for.
    fn of(path: &Path) -> Result<Self> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        match ending.as_str() {
            "parquet" => Ok(Self::Parquet),
            "arrow" | "feather" => Ok(Self::Arrow),
            _ => Err(Error::Usage {
                problem: format!("{}: its name does not say in what form to write profiles", path.display()),
                remedy: "name a file that ends in .parquet or .arrow".to_owned(),
            }),
        }
    }
}

/// A side in a word.
const fn word(side: Side) -> &'static str {
    match side {
        Side::Posting => "posting",
        Side::Resume => "resume",
    }
}
