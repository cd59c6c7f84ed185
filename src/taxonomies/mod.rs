//! Taxonomies of one's own: ESCO, O*NET, or a table of skills, in place of the one that ships or merged with it.
//!
//! ```
//! use vocation::skills::Taxonomy;
//! use vocation::taxonomies::Import;
//!
//! # fn main() -> vocation::Result<()> {
//! # let folder = tempfile::tempdir().unwrap();
//! # let file = folder.path().join("tides.csv");
//! # std::fs::write(&file, "name,aliases,code\ntide tuning,tidal tuning,T1\n").unwrap();
//! let import = Import::of_builtin().with(&file)?.finish();
//! let taxonomy = Taxonomy::parse_own("tides.tsv".as_ref(), import.table())?;
//! let tides = taxonomy.by_name("tidal tuning").unwrap();
//! assert_eq!(taxonomy.entry(tides).codes, ["T1"]);
//! # Ok(())
//! # }
//! ```
//!
//! An import is a table (see `data/README.md`, "The taxonomy") that a person can read and correct, with [`Conflict`]s beside
//! it: what did not agree, and by which rule it was settled.

mod caution;
mod cells;
mod conflicts;
mod esco;
#[cfg(feature = "spreadsheets")]
mod excel;
mod joining;
mod onet;
mod own;
mod source;
mod writing;

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use crate::error::Error;
use crate::error::Result;
use crate::skills::AREAS;
use crate::skills::BUILTIN_TABLES;
use crate::skills::HEADER;
use crate::skills::HEADER_WITH_CODES;
use crate::skills::Taxonomy;

pub use cells::MAX_BYTES;
pub use cells::MAX_LABEL;
pub use cells::MAX_ROWS;
pub use conflicts::Conflict;
pub use conflicts::Trouble;

use cells::malformed;
use joining::Joining;
use source::Source;

/// What spreadsheets begin with, being archives.
const ZIP: &[u8] = b"PK\x03\x04";

/// The most writings that room is made for at once.
const WRITINGS: usize = 100_000;

/// What is told of a table beside it.
const CREDIT: &str = "vocation's own taxonomy: MIT or Apache-2.0";

/// Downloads and tables that become one table. What comes first goes before what comes later.
#[derive(Debug)]
pub struct Import {
    joining: Joining,
    credits: Vec<String>,
    passed_over: Vec<String>,
}

/// A table that was made of them.
#[derive(Clone, Debug)]
pub struct Imported {
    table: String,
    conflicts: Vec<Conflict>,
    joined: usize,
    passed_over: Vec<String>,
}

impl Default for Import {
    fn default() -> Self {
        Self::new()
    }
}

impl Import {
    /// Nothing so far: in place of the taxonomy that ships.
    #[must_use]
    pub fn new() -> Self {
        Self { joining: Joining::new(WRITINGS), credits: Vec::new(), passed_over: Vec::new() }
    }

    /// The taxonomy that ships: whatever follows is merged with it.
    #[must_use]
    pub fn of_builtin() -> Self {
        Self::new().with_builtin()
    }

    /// The same, with the taxonomy that ships.
    #[must_use]
    pub fn with_builtin(mut self) -> Self {
        let mut source = Source::default();
        source.credit(CREDIT);
        for (table, text) in BUILTIN_TABLES {
            // What ships is sound; a test reads it.
            let _ = own::take_table(Path::new(""), table, text, &mut source);
        }
        self.join(source.settle());
        self
    }

    /// The same, with what `path` holds: a file, or the files of a folder. ESCO, O*NET and tables are told by their columns.
    /// English files of ESCO go before those of other languages, whose labels the same concepts are then also called by.
    ///
    /// # Errors
    /// [`Error::Io`]; [`Error::TooLarge`]; [`Error::Malformed`] naming file and line of what is not as the first line of its
    /// file promises, and where a path holds nothing of a taxonomy.
    pub fn with(mut self, path: &Path) -> Result<Self> {
        let mut found = Found::default();
        let mut taken = 0;
        for file in files(path)? {
            if found.take(&file)? {
                taken += 1;
            } else {
                self.passed_over.push(file.display().to_string());
            }
        }
        if taken == 0 {
            return Err(malformed(path, None, "nothing of a taxonomy is in it".to_owned()));
        }
        for source in [esco::finish(found.esco), found.onet.settle(), found.tables.settle()] {
            self.join(source);
        }
        let areas = self.joining.areas();
        if areas > AREAS {
            let problem = format!("with it the skills are of {areas} areas of work, more than the limit of {AREAS}");
            return Err(malformed(path, None, problem));
        }
        Ok(self)
    }

    fn join(&mut self, source: Source) {
        if source.concepts.is_empty() && source.conflicts.is_empty() {
            return;
        }
        for credit in &source.credits {
            if !self.credits.contains(credit) {
                self.credits.push(credit.clone());
            }
        }
        self.joining.add(source);
    }

    /// The table, and what did not agree.
    #[must_use]
    pub fn finish(mut self) -> Imported {
        self.joining.finish();
        Imported {
            table: writing::text(&self.joining.rows, &self.credits),
            conflicts: self.joining.conflicts,
            joined: self.joining.joined,
            passed_over: self.passed_over,
        }
    }
}

impl Imported {
    /// The table as text: tab-separated, one row an entry, what it comes from in comments above.
    #[must_use]
    pub fn table(&self) -> &str {
        &self.table
    }

    /// What did not agree, in the order that it was met.
    #[must_use]
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// How many entries were already there from an earlier path, by code or by name.
    #[must_use]
    pub const fn joined(&self) -> usize {
        self.joined
    }

    /// Files that hold nothing of a taxonomy.
    #[must_use]
    pub fn passed_over(&self) -> &[String] {
        &self.passed_over
    }
}

/// What the files of one path hold.
#[derive(Debug, Default)]
struct Found {
    esco: Source,
    onet: Source,
    tables: Source,
}

impl Found {
    /// Takes what a file holds; false where that is nothing of a taxonomy.
    fn take(&mut self, file: &Path) -> Result<bool> {
        let mut content = cells::bytes_of(file)?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let text =
            if content.starts_with(ZIP) { String::new() } else { cells::text_of(file, std::mem::take(&mut content))? };
        if is_table(&text) {
            own::take_table(file, &name, &text, &mut self.tables)?;
            text.lines().map_while(|line| line.strip_prefix('#')).for_each(|line| self.tables.credit(line.trim()));
            return Ok(true);
        }
        let sheet = if content.is_empty() { cells::sheet(file, &text)? } else { spreadsheet(file, content)? };
        if esco::take(&sheet, &mut self.esco)? {
            self.esco.credit(esco::CREDIT);
            return Ok(true);
        }
        if let Some(taken) = onet::take(&sheet, &mut self.onet)? {
            self.onet.credit(onet::CREDIT);
            return Ok(taken);
        }
        let taken = own::take(&sheet, &mut self.tables)?;
        if taken {
            self.tables.credit(&format!("from {name}"));
        }
        Ok(taken)
    }
}

/// The rows of a spreadsheet.
#[cfg(feature = "spreadsheets")]
fn spreadsheet(file: &Path, content: Vec<u8>) -> Result<cells::Sheet> {
    excel::sheet(file, content)
}

/// The rows of a spreadsheet, which this program was built without.
#[cfg(not(feature = "spreadsheets"))]
fn spreadsheet(file: &Path, _content: Vec<u8>) -> Result<cells::Sheet> {
    let problem =
        "a spreadsheet, which is read only where vocation is built with the feature `spreadsheets`".to_owned();
    Err(malformed(file, None, problem))
}

/// True for the text of a table in the program's own form.
fn is_table(text: &str) -> bool {
    let first = text.lines().find(|line| !line.starts_with('#')).map_or("", str::trim_end);
    first == HEADER || first == HEADER_WITH_CODES
}

/// The files of a path: those of a folder by name, English ones first.
fn files(path: &Path) -> Result<Vec<PathBuf>> {
    let io = |source| Error::io(path, source);
    if !std::fs::metadata(path).map_err(io)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for one in std::fs::read_dir(path).map_err(io)? {
        let one = one.map_err(io)?.path();
        let ending = one.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        if one.is_file() && matches!(ending.as_deref(), Some("csv" | "tsv" | "txt" | "xlsx")) {
            files.push(one);
        }
    }
    files.sort();
    files.sort_by_key(|file| !file.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("_en")));
    Ok(files)
}

/// The taxonomy of a table, as [`Imported::table`] gives it or a person wrote it.
///
/// # Errors
/// [`Error::Io`]; [`Error::TooLarge`]; [`Error::Malformed`] naming the line of the first row that is not as it must be.
pub fn open(path: &Path) -> Result<Arc<Taxonomy>> {
    let text = cells::text_of(path, cells::bytes_of(path)?)?;
    if !is_table(&text) {
        return Err(Error::Malformed {
            path: path.to_owned(),
            line: Some(1),
            problem: "no table of a taxonomy".to_owned(),
            form: "make one of it with `vocation taxonomy import PATH... --output FILE.tsv`".to_owned(),
        });
    }
    Ok(Arc::new(Taxonomy::parse_own(path, &text)?))
}
