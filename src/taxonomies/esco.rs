//! ESCO: the CSV files of its download, in any language, version 1.1 or 1.2, told by their columns. Concepts go by their
//! URIs, which are the same in every language.

use crate::error::Result;
use crate::skills::Kind;
use crate::skills::Sort;

use super::cells::MAX_LABEL;
use super::cells::Sheet;
use super::cells::malformed;
use super::source::Concept;
use super::source::Place;
use super::source::Relation;
use super::source::Source;

/// The skill group of languages that people speak, whatever it is called in a language.
const LANGUAGES: &str = "http://data.europa.eu/esco/skill/43f425aa-f45d-4bb4-a200-6f82fa211b66";

/// Computer programming, whose narrower concepts are programming languages.
const PROGRAMMING: &str = "http://data.europa.eu/esco/skill/21d2f96d-35f7-4e3f-9745-c533d2dd6e97";

/// The area of work of what comes from ESCO.
const AREA: &str = "esco";

/// What must be said by whoever passes it on.
pub(super) const CREDIT: &str = "ESCO, the classification of European Skills, Competences, Qualifications and Occupations: \
                                 European Commission; reuse is allowed where the source is named";

/// Takes what a sheet holds of ESCO; false where it is no file of ESCO.
pub(super) fn take(sheet: &Sheet, into: &mut Source) -> Result<bool> {
    let column = |name: &str| sheet.column(&[name]);
    let pairs = [
        ("concept uri", "broader uri", "", "", Relation::Broader),
        ("original skill uri", "related skill uri", "", "", Relation::Related),
        ("occupation uri", "skill uri", "relation type", "optional", Relation::Related),
    ];
    for (from, to, choice, word, relation) in pairs {
        let (Some(from), Some(to)) = (column(from), column(to)) else { continue };
        for (line, [from, to, chosen]) in sheet.cells([Some(from), Some(to), column(choice)]) {
            let relation = if !word.is_empty() && chosen == word { Relation::Optional } else { relation };
            into.link(from, to, relation, Place::new(&sheet.path, line));
        }
        return Ok(true);
    }
    if column("level 0 uri").is_some() {
        levels(sheet, into);
        return Ok(true);
    }
    if column("concept uri").is_none() || column("preferred label").is_none() {
        return Ok(false);
    }
    concepts(sheet, into)?;
    Ok(true)
}

/// The hierarchy of skills as one path a row.
fn levels(sheet: &Sheet, into: &mut Source) {
    let column = |level: usize| sheet.column(&[format!("level {level} uri").as_str()]);
    for (line, path) in sheet.cells([column(0), column(1), column(2), column(3)]) {
        let path: Vec<&str> = path.into_iter().filter(|uri| !uri.is_empty()).collect();
        if let [.., broader, narrower] = path[..] {
            into.link(narrower, broader, Relation::Broader, Place::new(&sheet.path, line));
        }
    }
}

/// Skills, groups of skills, occupations or groups of occupations.
fn concepts(sheet: &Sheet, into: &mut Source) -> Result<()> {
    let column = |name: &str| sheet.column(&[name]);
    let mut columns = [None; 9];
    let names = [
        "concept uri",
        "concept type",
        "preferred label",
        "alt labels",
        "hidden labels",
        "skill type",
        "code",
        "isco group",
        "broader concept uri",
    ];
    for (place, name) in columns.iter_mut().zip(names) {
        *place = column(name);
    }
    for (line, [uri, kind, label, others, hidden, skill, code, isco, broader]) in sheet.cells(columns) {
        let place = Place::new(&sheet.path, line);
        let Some(sort) = sort(kind, skill, label) else { continue };
        if label.is_empty() {
            continue;
        }
        if uri.is_empty() || label.len() > MAX_LABEL {
            let problem = format!("a concept needs a URI and a label of at most {MAX_LABEL} bytes");
            return Err(malformed(&sheet.path, Some(line), problem));
        }
        let mut concept = Concept::new(label, sort, place.clone());
        let labels = [others, hidden].into_iter().flat_map(|cell| cell.split(['\n', '|'])).map(str::trim);
        concept.others =
            labels.filter(|label| !label.is_empty() && label.len() <= MAX_LABEL).map(str::to_owned).collect();
        concept.codes = [uri, code].into_iter().filter(|code| !code.is_empty()).map(str::to_owned).collect();
        concept.area = AREA.to_owned();
        concept.wary = true;
        into.add(&[uri.to_owned()], concept);
        for broader in broader.split('|').map(str::trim).filter(|broader| !broader.is_empty()) {
            into.link(uri, broader, Relation::Broader, place.clone());
        }
        if !isco.is_empty() && sort == Sort::Occupation {
            let group = format!("http://data.europa.eu/esco/isco/C{isco}");
            into.link(uri, &group, Relation::Broader, place);
        }
    }
    Ok(())
}

/// What a concept is; `None` of what is neither a skill nor an occupation.
fn sort(kind: &str, skill: &str, label: &str) -> Option<Sort> {
    match kind {
        "Occupation" => Some(Sort::Occupation),
        "ISCOGroup" => Some(Sort::OccupationGroup),
        "SkillGroup" => Some(Sort::Skill(Kind::Group)),
        // Extracts of the download leave the type out.
        "KnowledgeSkillCompetence" | "" => Some(Sort::Skill(kind_of(skill, label))),
        _ => None,
    }
}

/// Skills are abilities and knowledge is of fields, but for what is written as only names of things are.
fn kind_of(skill: &str, label: &str) -> Kind {
    let inner = |word: &str| word.chars().skip(1).any(char::is_uppercase) && word.chars().any(char::is_lowercase);
    let initials = label.len() <= 6 && label.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
    match skill {
        "knowledge" if label.ends_with(')') && label.starts_with(char::is_uppercase) => Kind::Tool,
        "knowledge" if label.split(' ').any(inner) => Kind::Tool,
        "knowledge" if initials => Kind::Standard,
        "knowledge" => Kind::Field,
        _ => Kind::Ability,
    }
}

/// Makes languages of what stands below languages, once all files are read.
pub(super) fn finish(source: Source) -> Source {
    let mut source = source.settle();
    let uris: Vec<String> = source.concepts.iter().map(|one| one.codes.first().cloned().unwrap_or_default()).collect();
    for concept in &mut source.concepts {
        let Sort::Skill(kind) = concept.sort else { continue };
        let broader = |uri: &str| concept.links.iter().any(|&(to, how)| how == Relation::Broader && uris[to] == uri);
        if matches!(kind, Kind::Field | Kind::Tool | Kind::Standard) && broader(LANGUAGES) {
            concept.sort = Sort::Skill(Kind::Language);
        } else if kind != Kind::Ability && concept.label.starts_with(char::is_uppercase) && broader(PROGRAMMING) {
            concept.sort = Sort::Skill(Kind::ProgrammingLanguage);
        }
        dedup(&mut concept.links);
    }
    source
}

/// Leaves each link once: the same one stands in several files.
pub(super) fn dedup(links: &mut Vec<(usize, Relation)>) {
    let mut seen = std::collections::HashSet::new();
    links.retain(|&(to, relation)| seen.insert((to, relation == Relation::Broader)));
}
