//! Tables of one's own: a table as `vocation taxonomy import` writes it, or any CSV file with a column of names.

use std::path::Path;

use crate::error::Result;
use crate::skills::Kind;
use crate::skills::Row;
use crate::skills::Sort;
use crate::skills::read_rows;

use super::cells::MAX_LABEL;
use super::cells::Sheet;
use super::cells::malformed;
use super::source::Concept;
use super::source::Place;
use super::source::Relation;
use super::source::Source;

const NAME: &[&str] = &["name", "label", "preferred label", "skill", "title"];
const OTHERS: &[&str] = &["aliases", "alias", "alt labels", "alternative labels", "synonyms", "also called"];
const CODES: &[&str] = &["codes", "code", "uri", "id", "concept uri"];
const KIND: &[&str] = &["kind", "type"];
const PARENTS: &[&str] = &["parents", "parent", "broader"];
const RELATED: &[&str] = &["related"];
const AREA: &[&str] = &["area", "field"];

/// The key of a skill or of an occupation, which may be called alike.
fn key(sort: Sort, name: &str) -> String {
    format!("{} {name}", if matches!(sort, Sort::Skill(_)) { "skill" } else { "occupation" })
}

/// Takes a CSV file with a column of names; false where it has none. Lists are parted by `|` or `;`.
pub(super) fn take(sheet: &Sheet, into: &mut Source) -> Result<bool> {
    // ESCO's list of its own parts has labels as well.
    let Some(name) = sheet.column(NAME).filter(|_| sheet.column(&["concept type"]).is_none()) else { return Ok(false) };
    let columns = [
        Some(name),
        sheet.column(OTHERS),
        sheet.column(CODES),
        sheet.column(KIND),
        sheet.column(PARENTS),
        sheet.column(RELATED),
        sheet.column(AREA),
    ];
    let area = sheet.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let list = |cell: &str| {
        cell.split(['|', ';', '\n'])
            .map(|item| item.trim().to_owned())
            .filter(|item| !item.is_empty())
            .collect::<Vec<_>>()
    };
    for (line, [name, others, codes, kind, parents, related, own]) in sheet.cells(columns) {
        if [name, others, codes].iter().all(|cell| cell.is_empty()) {
            continue;
        }
        if name.is_empty() || name.len() > MAX_LABEL {
            let problem = format!("a row needs a name of at most {MAX_LABEL} bytes");
            return Err(malformed(&sheet.path, Some(line), problem));
        }
        let kind = kind.trim().to_lowercase();
        let sort = match kind.as_str() {
            "" => Sort::Skill(Kind::Ability),
            word => Sort::from_word(word).ok_or_else(|| {
                let known: Vec<&str> = Kind::ALL.iter().map(|(_, word)| *word).collect();
                let problem = format!("{word:?} is no kind; kinds are {}, occupation", known.join(", "));
                malformed(&sheet.path, Some(line), problem)
            })?,
        };
        let place = Place::new(&sheet.path, line);
        let mut concept = Concept::new(name, sort, place.clone());
        concept.others = list(others).into_iter().filter(|other| other.len() <= MAX_LABEL).collect();
        concept.codes = list(codes);
        concept.area = if own.is_empty() { area.replace(['\t', '|'], " ") } else { own.to_owned() };
        let mut keys = concept.codes.clone();
        keys.push(key(sort, name));
        into.add(&keys, concept);
        link(into, (sort, name), &list(parents), &list(related), &place);
    }
    Ok(true)
}

/// Takes a table in the form of `data/skills/*.tsv`, with codes and areas or without; its aliases have their marks.
pub(super) fn take_table(path: &Path, table: &str, text: &str, into: &mut Source) -> Result<()> {
    let file = (!path.as_os_str().is_empty()).then_some(path);
    for row in read_rows(table, file, text)? {
        let Row { name, sort, telling, .. } = row;
        let place = Place { file: table.to_owned(), line: row.place.line };
        let owned = |list: &[&str]| list.iter().map(|&one| one.to_owned()).collect::<Vec<_>>();
        let mut concept = Concept::new(name, sort, place.clone());
        concept.others = owned(&row.aliases);
        concept.codes = owned(&row.codes);
        concept.marked = true;
        concept.telling = telling;
        concept.area = if row.area.is_empty() { table.trim_end_matches(".tsv") } else { row.area }.to_owned();
        into.add(&[key(sort, name)], concept);
        link(into, (sort, name), &owned(&row.parents), &owned(&row.related), &place);
    }
    Ok(())
}

fn link(into: &mut Source, (sort, name): (Sort, &str), parents: &[String], related: &[String], place: &Place) {
    let from = key(sort, name);
    for parent in parents {
        into.link(&from, &key(sort, parent), Relation::Broader, place.clone());
    }
    for other in related {
        let (relation, other) = match other.strip_prefix('?') {
            Some(other) if !matches!(sort, Sort::Skill(_)) => (Relation::Optional, other),
            _ => (Relation::Related, other.as_str()),
        };
        into.link(&from, &key(Sort::Skill(Kind::Group), other), relation, place.clone());
    }
}
