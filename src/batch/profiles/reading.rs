//! Profiles are read.

use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::path::Path;
use std::sync::Arc;

use arrow_array::Array;
use arrow_array::BinaryArray;
use arrow_array::Float32Array;
use arrow_array::ListArray;
use arrow_array::RecordBatch;
use arrow_array::StringArray;
use arrow_array::cast::AsArray;
use arrow_array::types::Float32Type;
use arrow_cast::cast;
use arrow_schema::ArrowError;
use arrow_schema::DataType;
use arrow_schema::Field;
use arrow_schema::Schema;
use rayon::prelude::*;

use crate::catalog::Entry;
use crate::catalog::Identity;
use crate::catalog::Placed;
use crate::documents;
use crate::documents::Batches;
use crate::documents::UNDERSTOOD;
use crate::documents::is_understood;
use crate::embedding::Codes;
use crate::embedding::Vector;
use crate::engine::Engine;
use crate::error::Error;
use crate::error::Result;
use crate::profile::Profile;
use crate::words::Words;

use super::CODES;
use super::EMBEDDER;
use super::ID;
use super::PROFILE;
use super::ROLE_CODES;
use super::SIDE;
use super::UNDERSTANDING;
use super::VECTOR;
use super::word;

/// The most bytes of a profile: more than one has that was made of the largest file that is read.
const LIMIT: usize = 16 << 20;

/// How near the vector and the codes of a row must lie to be of one document.
const SAME: f32 = 0.99;

/// What was understood of the documents of a file, some rows at a time, each with where it stood.
pub struct Profiles {
    batches: Batches,
    origin: String,
    row: usize,
    known: Known,
}

/// What the rows were made with.
struct Known {
    /// How many values a vector has.
    dimension: usize,
    /// How many skills there are.
    skills: usize,
}

impl Profiles {
    /// The profiles of a file; `None` where it holds none.
    ///
    /// # Errors
    /// [`Error::Unreadable`] where the file is damaged, or a row of it was made with another model or another understanding of
    /// documents than `engine` has.
    pub fn open(path: &Path, engine: &Engine) -> Result<Option<Self>> {
        let identity = engine.identity();
        let Some((batches, true)) = documents::batches(path, |schema| choose(schema, &[EMBEDDER, UNDERSTANDING]))?
        else {
            return Ok(None);
        };
        let origin = path.display().to_string();
        check_made(&origin, batches, &identity)?;
        let Some((batches, _)) = documents::batches(path, |schema| choose(schema, &UNDERSTOOD))? else {
            return Ok(None);
        };
        let known = Known { dimension: identity.dimension, skills: engine.options().taxonomy.len() };
        Ok(Some(Self { batches, origin, row: 0, known }))
    }
}

impl Known {
    /// The entry of a row, and its vector.
    fn read(&self, rows: &Rows, at: usize, origin: &str) -> Result<Placed> {
        let wrong = |problem: &str| unreadable(origin, problem);
        if rows.profile.is_null(at) || rows.profile.value(at).len() > LIMIT {
            return Err(wrong("it has no profile, or one that is too long"));
        }
        let profile: Profile = serde_json::from_str(rows.profile.value(at))
            .map_err(|error| wrong(&format!("its profile cannot be read ({error})")))?;
        if profile.id.trim().is_empty() || rows.id.is_null(at) || rows.id.value(at) != profile.id {
            return Err(wrong("its id is not that of its profile"));
        }
        if rows.side.is_null(at) || rows.side.value(at) != word(profile.side) {
            return Err(wrong("its side is not that of its profile"));
        }
        if profile.skills.iter().any(|skill| skill.id.0 as usize >= self.skills) || !is_sound(&profile) {
            return Err(wrong("its profile names skills or words that are not known"));
        }
        let codes = (!rows.codes.is_null(at)).then(|| self.codes(rows.codes.value(at))).transpose();
        let codes = codes.map_err(|problem| wrong(&format!("its codes are none: {problem}")))?;
        let roles = if rows.role_codes.is_null(at) { &[] } else { rows.role_codes.value(at) };
        let roles = roles.chunks(self.dimension.max(1)).map(|role| self.codes(role));
        let roles: Vec<Codes> = roles
            .collect::<std::result::Result<_, _>>()
            .map_err(|problem| wrong(&format!("the codes of its roles are none: {problem}")))?;
        if roles.len() != profile.plain_roles.len() || roles.len() != profile.roles.len() {
            return Err(wrong("it has not one vector for each role"));
        }
        let vector = (!rows.vector.is_null(at)).then(|| self.vector(rows, at)).transpose();
        let vector = vector.map_err(|problem| wrong(&problem))?;
        let alike = match (&codes, &vector) {
            (Some(codes), Some(vector)) => codes.cosine(&vector.codes()) > SAME,
            (codes, vector) => codes.is_none() && vector.is_none(),
        };
        if !alike {
            return Err(wrong("its vector and its codes are not of one document"));
        }
        Ok((Entry { profile, codes, roles }, vector))
    }

    fn codes(&self, bytes: &[u8]) -> std::result::Result<Codes, String> {
        if bytes.len() != self.dimension {
            return Err(format!("{} values, the model gives {}", bytes.len(), self.dimension));
        }
        Codes::from_bytes(bytes).map_err(str::to_owned)
    }

    fn vector(&self, rows: &Rows, at: usize) -> std::result::Result<Vector, String> {
        let values = rows.vector.value(at);
        let values: &Float32Array = values.as_primitive::<Float32Type>();
        if values.len() != self.dimension || values.null_count() > 0 {
            return Err(format!("its vector has {} values, the model gives {}", values.len(), self.dimension));
        }
        Vector::new(values.values()).ok_or_else(|| "its vector is none: not finite, or all zero".to_owned())
    }
}

/// Rows of a file, each with where it stood.
pub(crate) type Read = Vec<(String, Result<Placed>)>;

impl Iterator for Profiles {
    type Item = Result<Read>;

    fn next(&mut self) -> Option<Result<Read>> {
        let batch = match self.batches.next()? {
            Ok(batch) => batch,
            Err(error) => return Some(Err(error)),
        };
        let first = self.row + 1;
        self.row += batch.num_rows();
        // As of the batches: a panic would be a fault of the crates, and must not end the run.
        let (known, file) = (&self.known, &self.origin);
        let read = catch_unwind(AssertUnwindSafe(|| {
            let rows = Rows::of(&batch)?;
            let one = |at: usize| {
                let origin = format!("{file}, row {}", first + at);
                let placed = known.read(&rows, at, &origin);
                (origin, placed)
            };
            Ok((0..batch.num_rows()).into_par_iter().map(one).collect())
        }));
        let read = read.unwrap_or_else(|_| Err(ArrowError::ParseError("they cannot be decoded".to_owned())));
        let origin = format!("{}, rows {first} to {}", self.origin, self.row);
        Some(read.map_err(|error| unreadable(&origin, &error.to_string())))
    }
}

/// The columns of a batch, as what they are read as.
struct Rows {
    side: StringArray,
    id: StringArray,
    profile: StringArray,
    vector: ListArray,
    codes: BinaryArray,
    role_codes: BinaryArray,
}

impl Rows {
    fn of(batch: &RecordBatch) -> std::result::Result<Self, ArrowError> {
        let values = DataType::List(Arc::new(Field::new("item", DataType::Float32, true)));
        let bytes = |name| Ok::<_, ArrowError>(column(batch, name, &DataType::Binary)?.as_binary::<i32>().clone());
        Ok(Self {
            side: text(batch, SIDE)?,
            id: text(batch, ID)?,
            profile: text(batch, PROFILE)?,
            vector: column(batch, VECTOR, &values)?.as_list::<i32>().clone(),
            codes: bytes(CODES)?,
            role_codes: bytes(ROLE_CODES)?,
        })
    }
}

fn text(batch: &RecordBatch, name: &str) -> std::result::Result<StringArray, ArrowError> {
    Ok(column(batch, name, &DataType::Utf8)?.as_string::<i32>().clone())
}

/// A column of a batch, cast to a type.
fn column(batch: &RecordBatch, name: &str, kind: &DataType) -> std::result::Result<arrow_array::ArrayRef, ArrowError> {
    let found = batch.column_by_name(name).ok_or_else(|| ArrowError::SchemaError(format!("no column {name}")))?;
    cast(found, kind)
}

/// The places of some columns, in order, where the file holds profiles; else none, and false.
fn choose(schema: &Schema, names: &[&str]) -> Result<(Vec<usize>, bool)> {
    if !is_understood(schema) {
        return Ok((Vec::new(), false));
    }
    let mut places: Vec<usize> = names.iter().filter_map(|name| schema.index_of(name).ok()).collect();
    places.sort_unstable();
    Ok((places, true))
}

/// That all rows were made with what this program has.
fn check_made(origin: &str, batches: Batches, here: &Identity) -> Result<()> {
    let mut row = 0;
    for batch in batches {
        let batch = batch?;
        let read = text(&batch, EMBEDDER).and_then(|embedder| Ok((embedder, text(&batch, UNDERSTANDING)?)));
        let (embedder, understanding) = read.map_err(|error| unreadable(origin, &error.to_string()))?;
        for (embedder, understanding) in embedder.iter().zip(&understanding) {
            row += 1;
            let made = |what: Option<&str>| what.unwrap_or("which is not named").to_owned();
            let there = Identity { embedder: made(embedder), understanding: made(understanding), ..here.clone() };
            if there != *here {
                let remedy = format!(
                    "understand the documents anew: from the catalog that they are in with `vocation reindex --catalog DIR` \
                     and `vocation export --catalog DIR --profiles FILE`, else from the documents{}",
                    if there.embedder == here.embedder { "" } else { "; or name that model with --model" }
                );
                return Err(Error::Unreadable {
                    what: format!("{origin}, row {row}"),
                    problem: format!("it was made with {}", there.unlike(here).join(" and ")),
                    remedy,
                });
            }
        }
    }
    Ok(())
}

/// True where its words are words of the table, in order.
fn is_sound(profile: &Profile) -> bool {
    [&profile.words, &profile.role_words].into_iter().all(|words| {
        let rows = words.weighted();
        let known = rows.iter().all(|&(place, _)| usize::from(place) < Words::table_len());
        known && rows.is_sorted_by(|before, after| before.0 < after.0)
    })
}

fn unreadable(what: &str, problem: &str) -> Error {
    let remedy = "write it again with `vocation export --profiles`, or leave the row out".to_owned();
    Error::Unreadable { what: what.to_owned(), problem: problem.to_owned(), remedy }
}
