//! Rows become entries: ESCO's CSV, O*NET's tab-separated text, or one label a line, told by the first line.

use std::collections::HashMap;
use std::path::Path;
use std::path::PathBuf;

use crate::error::Error;
use crate::error::Result;
use crate::skills::HEADER;
use crate::skills::HEADER_WITH_CODES;
use crate::skills::Kind;
use crate::skills::Row;
use crate::skills::Sort;
use crate::skills::read_rows;

use super::taxonomy::Entry;

/// An [`Error::Malformed`] for a taxonomy.
pub(super) fn malformed(path: &Path, line: Option<usize>, problem: String) -> Error {
    let form = "give one label a line (UTF-8), an ESCO CSV download with the columns conceptUri and preferredLabel, or an \
                O*NET text file (tab-separated, not Excel)";
    Error::Malformed { path: path.to_owned(), line, problem, form: form.into() }
}

/// The entries of a file's text; `alternates` gives the file of alternate titles beside it, where one is wanted.
pub(super) fn entries(
    path: &Path,
    text: &str,
    alternates: impl FnOnce() -> Result<Option<(PathBuf, String)>>,
) -> Result<Vec<Entry>> {
    let named = text.lines().find(|line| !line.starts_with('#')).map_or("", str::trim_end);
    if named == HEADER || named == HEADER_WITH_CODES {
        return table(path, text);
    }
    let first = text.lines().next().unwrap_or("");
    let commas: Vec<&str> = first.split(',').map(|cell| cell.trim().trim_matches('"')).collect();
    if commas.contains(&"conceptUri") && commas.contains(&"preferredLabel") {
        return esco(path, text);
    }
    let tabs: Vec<&str> = first.split('\t').map(str::trim).collect();
    match tabs[..] {
        ["O*NET-SOC Code", "Title", "Description", ..] => {
            let beside = match alternates()? {
                Some((path, text)) => grouped(&path, &text, 0, 1)?,
                None => Vec::new(),
            };
            occupations(path, text, beside)
        }
        ["O*NET-SOC Code", "Alternate Title" | "Reported Job Title", ..] => titles(path, text),
        ["O*NET-SOC Code", "Example", "Commodity Code", ..] => technologies(path, text),
        ["O*NET-SOC Code", ..] => {
            let known = "Occupation Data, Alternate Titles, Sample of Reported Titles and Technology Skills are read";
            Err(malformed(path, Some(1), format!("an O*NET file that holds no titles or skills ({known})")))
        }
        _ => Ok(text.lines().map(|line| Entry { label: line.trim().to_owned(), ..Entry::default() }).collect()),
    }
}

/// A table as `vocation taxonomy import` writes it: skills and occupations, without headings.
fn table(path: &Path, text: &str) -> Result<Vec<Entry>> {
    let heading = |sort| matches!(sort, Sort::OccupationGroup | Sort::Skill(Kind::Group));
    let entry = |row: Row<'_>| Entry {
        label: row.name.to_owned(),
        alternatives: row
            .aliases
            .iter()
            .map(|alias| alias.trim_start_matches(['=', '?', '~', '!']).trim().to_owned())
            .filter(|alias| !alias.is_empty())
            .collect(),
        description: String::new(),
        code: row.codes.first().copied().unwrap_or("").to_owned(),
    };
    let rows = read_rows("", Some(path), text)?;
    Ok(rows.into_iter().filter(|row| !heading(row.sort)).map(entry).collect())
}

/// ESCO's rows: one concept each, alternative labels parted by line feeds or, in the collections, by ` | `.
fn esco(path: &Path, text: &str) -> Result<Vec<Entry>> {
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| broken(path, &error))?.clone();
    let column = |name: &str| header.iter().position(|cell| cell.trim() == name);
    let label = column("preferredLabel").ok_or_else(|| malformed(path, Some(1), "no column preferredLabel".into()))?;
    let (uri, description) = (column("conceptUri"), column("description"));
    let others = [column("altLabels"), column("hiddenLabels")];
    let mut entries = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| broken(path, &error))?;
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or("").trim();
        let several = |at| cell(at).split('\n').flat_map(|line| line.split(" | ")).map(str::trim);
        entries.push(Entry {
            label: cell(Some(label)).to_owned(),
            alternatives: others.iter().flat_map(|&at| several(at)).map(str::to_owned).collect(),
            description: cell(description).to_owned(),
            code: cell(uri).to_owned(),
        });
    }
    Ok(entries)
}

/// What a CSV reader found wrong.
fn broken(path: &Path, error: &csv::Error) -> Error {
    let line = error.position().map(|at| usize::try_from(at.line()).unwrap_or(usize::MAX));
    malformed(path, line, error.to_string())
}

/// The rows of tab-separated text below its header, each with its line (counted from 1) and at least `least` cells.
fn rows<'a>(path: &Path, text: &'a str, least: usize) -> Result<Vec<Vec<&'a str>>> {
    let mut rows = Vec::new();
    for (at, line) in text.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty()) {
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        if cells.len() < least {
            let problem = format!("{} cells where the first line promises at least {least}", cells.len());
            return Err(malformed(path, Some(at + 1), problem));
        }
        rows.push(cells);
    }
    Ok(rows)
}

/// The cells of column `value`, by the cells of column `key`, both in order of appearance.
fn grouped(path: &Path, text: &str, key: usize, value: usize) -> Result<Vec<(String, Vec<String>)>> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for cells in rows(path, text, key.max(value) + 1)? {
        let place = *places.entry(cells[key]).or_insert(groups.len());
        if place == groups.len() {
            groups.push((cells[key].to_owned(), Vec::new()));
        }
        groups[place].1.push(cells[value].to_owned());
    }
    Ok(groups)
}

/// O*NET's occupations, with the alternate titles of another file.
fn occupations(path: &Path, text: &str, alternates: Vec<(String, Vec<String>)>) -> Result<Vec<Entry>> {
    let mut alternates: HashMap<String, Vec<String>> = alternates.into_iter().collect();
    let entry = |cells: Vec<&str>| Entry {
        label: cells[1].to_owned(),
        alternatives: alternates.remove(cells[0]).unwrap_or_default(),
        description: cells[2].to_owned(),
        code: cells[0].to_owned(),
    };
    Ok(rows(path, text, 3)?.into_iter().map(entry).collect())
}

/// O*NET's alternate titles: each an entry of its own, with the occupation's code.
fn titles(path: &Path, text: &str) -> Result<Vec<Entry>> {
    let entry = |cells: Vec<&str>| Entry { label: cells[1].to_owned(), code: cells[0].to_owned(), ..Entry::default() };
    Ok(rows(path, text, 2)?.into_iter().map(entry).collect())
}

/// O*NET's technology skills: each example once, coded and described by the commodity it is a kind of.
fn technologies(path: &Path, text: &str) -> Result<Vec<Entry>> {
    let entry = |cells: Vec<&str>| Entry {
        label: cells[1].to_owned(),
        code: cells[2].to_owned(),
        description: cells[3].to_owned(),
        alternatives: Vec::new(),
    };
    Ok(rows(path, text, 4)?.into_iter().map(entry).collect())
}
