//! Taxonomies: entries with the labels they go by, read from a list of labels or from a download as it comes.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::error::Error;
use crate::error::Result;

use super::reading;

/// The largest file that is read, in bytes.
pub const MAX_BYTES: u64 = 256 << 20;

/// The most entries of one taxonomy.
pub const MAX_ENTRIES: usize = 2_000_000;

/// The longest label, in bytes.
pub const MAX_LABEL: usize = 1_000;

/// One thing that a text can be linked to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// What it is called, as it stands in the file.
    pub label: String,
    /// What else it is called.
    pub alternatives: Vec<String>,
    /// What it is, in a sentence or two; empty where the file does not say.
    pub description: String,
    /// What the taxonomy knows it by: an ESCO URI, an O*NET-SOC code; empty where it has none.
    pub code: String,
}

/// Entries to link texts to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taxonomy {
    entries: Vec<Entry>,
}

impl Taxonomy {
    /// A taxonomy of labels alone. Blank ones are left out, and repeated ones are one entry.
    #[must_use]
    pub fn of_labels<'a>(labels: impl IntoIterator<Item = &'a str>) -> Self {
        let entry = |label: &str| Entry { label: label.trim().to_owned(), ..Entry::default() };
        Self::of_entries(labels.into_iter().map(entry))
    }

    /// A taxonomy of these entries, in order. Entries of one label (as written) and one code are one, with the alternatives of
    /// all; those without a label are left out.
    #[must_use]
    pub fn of_entries(entries: impl IntoIterator<Item = Entry>) -> Self {
        let mut places: HashMap<(String, String), usize> = HashMap::new();
        let mut kept: Vec<Entry> = Vec::new();
        for entry in entries {
            if entry.label.is_empty() {
                continue;
            }
            let place = *places.entry((entry.label.clone(), entry.code.clone())).or_insert(kept.len());
            if place == kept.len() {
                kept.push(Entry { alternatives: Vec::new(), ..entry.clone() });
            }
            let known = &mut kept[place];
            for alternative in entry.alternatives {
                if alternative != known.label && !alternative.is_empty() && !known.alternatives.contains(&alternative) {
                    known.alternatives.push(alternative);
                }
            }
        }
        Self { entries: kept }
    }

    /// Reads the file at `path`: an ESCO download (`skills_en.csv`, `occupations_en.csv`, or one of its collections), an
    /// O*NET text file (`Occupation Data.txt`, `Alternate Titles.txt`, `Sample of Reported Titles.txt`, `Technology
    /// Skills.txt`), told by their columns, or else one label a line.
    ///
    /// `Occupation Data.txt` takes its alternative titles from an `Alternate Titles.txt` beside it.
    ///
    /// # Errors
    /// [`Error::Io`]; [`Error::TooLarge`]; [`Error::Malformed`] naming the line where the file is not as its first line
    /// promises, is not UTF-8, is a spreadsheet, or holds no entry.
    pub fn read(path: &Path) -> Result<Self> {
        let text = text_of(path)?;
        let entries = reading::entries(path, &text, || {
            let beside = path.with_file_name("Alternate Titles.txt");
            if beside.exists() { text_of(&beside).map(|text| Some((beside, text))) } else { Ok(None) }
        })?;
        if let Some(line) = entries.iter().position(|entry| entry.label.len() > MAX_LABEL) {
            let problem = format!("a label of {} bytes, more than the limit of {MAX_LABEL}", entries[line].label.len());
            return Err(reading::malformed(path, None, problem));
        }
        let taxonomy = Self::of_entries(entries);
        match taxonomy.len() {
            0 => Err(reading::malformed(path, None, "it holds no label".into())),
            count if count > MAX_ENTRIES => {
                Err(reading::malformed(path, None, format!("{count} entries, more than the limit of {MAX_ENTRIES}")))
            }
            _ => Ok(taxonomy),
        }
    }

    /// The entries, in the order of the file.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True where there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// The text of a file of at most [`MAX_BYTES`].
fn text_of(path: &Path) -> Result<String> {
    let io = |source| Error::io(path, source);
    let file = File::open(path).map_err(io)?;
    let bytes = file.metadata().map_err(io)?.len();
    if bytes > MAX_BYTES {
        return Err(Error::TooLarge { what: path.display().to_string(), bytes, limit: MAX_BYTES });
    }
    let mut content = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut content).map_err(io)?;
    if content.len() as u64 > MAX_BYTES {
        return Err(Error::TooLarge {
            what: path.display().to_string(),
            bytes: content.len() as u64,
            limit: MAX_BYTES,
        });
    }
    if content.starts_with(b"PK\x03\x04") {
        let problem = "a spreadsheet or archive, which is not read".into();
        return Err(reading::malformed(path, None, problem));
    }
    let text = String::from_utf8(content).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = memchr::memchr_iter(b'\n', before).count() + 1;
        reading::malformed(path, Some(line), "not UTF-8".into())
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

#[cfg(test)]
#[path = "taxonomy_tests.rs"]
mod tests;
