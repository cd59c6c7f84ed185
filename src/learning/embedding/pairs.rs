//! Pair files: what the model is to bring together.
//!
//! A pair file is UTF-8 text. Each line is a group: two or more texts with tabs between, all of which mean the same, or
//! belong together ("title, description"). Training draws two of them. Empty lines are left out.

use std::collections::HashMap;
use std::path::Path;

use crate::error::Result;

use super::super::text_files::TextFile;

/// A longer line, in bytes, is an error.
const MAX_LINE: usize = 1 << 20;

/// Texts by number; the same text has one number in all sources.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// The texts.
    pub(super) list: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Texts {
    /// The number of `text`, which is kept.
    pub(super) fn number(&mut self, text: &str) -> u32 {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        let number = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.numbers.insert(text.to_owned(), number);
        self.list.push(text.to_owned());
        number
    }
}

/// The groups of the pair file at `path`, as numbers of `texts`.
///
/// # Errors
/// When it cannot be read or is larger than 1 GiB, or a line is too long, not UTF-8, or holds one text only.
pub(super) fn read_groups(path: &Path, texts: &mut Texts) -> Result<Vec<Vec<u32>>> {
    let file = TextFile::read(path)?;
    let mut groups = Vec::new();
    for (number, line) in file.lines() {
        if line.len() > MAX_LINE {
            return Err(file.wrong(number, "longer than 1 MiB", FORMAT));
        }
        let mut group: Vec<u32> = Vec::new();
        for text in line.split('\t').map(str::trim).filter(|text| !text.is_empty()) {
            let text = texts.number(text);
            if !group.contains(&text) {
                group.push(text);
            }
        }
        if group.len() < 2 {
            return Err(file.wrong(number, "one text only", FORMAT));
        }
        groups.push(group);
    }
    if groups.is_empty() {
        return Err(file.empty(FORMAT));
    }
    Ok(groups)
}

const FORMAT: &str = "write a group a line: texts that belong together, a tab between";
