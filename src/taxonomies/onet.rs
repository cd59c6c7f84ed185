//! O*NET: its database as text or as Excel files, of any version, told by their columns. Occupations go by their O*NET-SOC
//! codes, other titles are what they are also called, and technologies are tools below the commodity that each is one of.

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

/// The area of work of what comes from O*NET.
const AREA: &str = "onet";

/// What must be said by whoever passes it on.
pub(super) const CREDIT: &str = "O*NET database: U.S. Department of Labor, Employment and Training Administration \
                                 (USDOL/ETA); licensed under CC BY 4.0";

/// What columns are called, in the versions up to 30.
const CODE: &[&str] = &["o net soc code", "onetsoc code", "onet soc code"];
const TITLE: &[&str] = &["title"];
const OTHER_TITLE: &[&str] =
    &["alternate title", "reported job title", "job title", "sample job title", "alternate job title"];
const SHORT_TITLE: &[&str] = &["short title"];
const EXAMPLE: &[&str] =
    &["example", "workplace example", "software skill", "technology skill", "software", "technology"];
const COMMODITY_CODE: &[&str] = &["commodity code", "unspsc code", "category code"];
const COMMODITY: &[&str] = &["commodity title", "unspsc title", "category title", "category"];
const IN_DEMAND: &[&str] = &["in demand"];
const DESCRIPTION: &[&str] = &["description"];

/// Takes what a sheet holds of O*NET; `None` where it is no file of O*NET, false where it is one without titles or tools.
pub(super) fn take(sheet: &Sheet, into: &mut Source) -> Result<Option<bool>> {
    let Some(code) = sheet.column(CODE) else { return Ok(None) };
    let (title, other) = (sheet.column(TITLE), sheet.column(OTHER_TITLE));
    if let Some(example) = sheet.column(EXAMPLE) {
        tools(sheet, code, example, into)?;
    } else if let Some(other) = other {
        titles(sheet, code, title, other, into)?;
    } else if let (Some(title), Some(_)) = (title, sheet.column(DESCRIPTION)) {
        occupations(sheet, code, title, into)?;
    } else {
        return Ok(Some(false));
    }
    Ok(Some(true))
}

/// Checks that a row names something that is not too long.
fn check(sheet: &Sheet, line: usize, code: &str, label: &str) -> Result<()> {
    if code.is_empty() || label.is_empty() || label.len() > MAX_LABEL {
        let problem = format!("a row needs a code and a label of at most {MAX_LABEL} bytes");
        return Err(malformed(&sheet.path, Some(line), problem));
    }
    Ok(())
}

/// The occupation of a code, with the first title that is read until its own is.
fn occupation<'a>(into: &'a mut Source, code: &str, title: &str, place: Place) -> Option<&'a mut Concept> {
    let key = format!("occupation {code}");
    if !into.holds(&key) {
        let mut concept = Concept::new(title, Sort::Occupation, place.clone());
        concept.codes = vec![code.to_owned()];
        concept.area = AREA.to_owned();
        into.add(std::slice::from_ref(&key), concept);
        // "11-1011.03" is one of "11-1011.00".
        if let Some((broad, detail)) = code.split_once('.')
            && detail != "00"
        {
            into.link(&key, &format!("occupation {broad}.00"), Relation::Broader, place);
        }
    }
    into.get_mut(&key)
}

/// Codes and titles: an occupation is called by its own, wherever it was met first.
fn occupations(sheet: &Sheet, code: usize, title: usize, into: &mut Source) -> Result<()> {
    for (line, [code, title]) in sheet.cells([Some(code), Some(title)]) {
        check(sheet, line, code, title)?;
        if let Some(known) = occupation(into, code, title, Place::new(&sheet.path, line))
            && known.label != title
        {
            let other = std::mem::replace(&mut known.label, title.to_owned());
            known.others.push(other);
        }
    }
    Ok(())
}

/// Other titles of occupations; a spreadsheet has the occupation's own beside each.
fn titles(sheet: &Sheet, code: usize, own: Option<usize>, other: usize, into: &mut Source) -> Result<()> {
    let columns = [Some(code), own, Some(other), sheet.column(SHORT_TITLE)];
    for (line, [code, own, title, short]) in sheet.cells(columns) {
        check(sheet, line, code, title)?;
        let first = if own.is_empty() { title } else { own };
        if let Some(known) = occupation(into, code, first, Place::new(&sheet.path, line)) {
            known.others.extend(without_aside(title).map(str::to_owned));
            known.others.push(title.to_owned());
            if !matches!(short, "" | "n/a") {
                known.others.push(short.to_owned());
            }
        }
    }
    Ok(())
}

/// What stands before an aside at the end: "Chief Executive Officer (CEO)".
fn without_aside(title: &str) -> Option<&str> {
    let (before, _) = title.strip_suffix(')')?.rsplit_once(" (")?;
    Some(before.trim()).filter(|before| !before.is_empty())
}

/// Technologies: each once, below its commodity, and needed or of use in the occupations that name it.
fn tools(sheet: &Sheet, code: usize, example: usize, into: &mut Source) -> Result<()> {
    let own = sheet.column(TITLE);
    let kinds = [sheet.column(COMMODITY_CODE), sheet.column(COMMODITY), sheet.column(IN_DEMAND)];
    let [commodity_code, commodity, demanded] = kinds;
    for (line, [code, own, tool, commodity_code, commodity, demanded]) in
        sheet.cells([Some(code), own, Some(example), commodity_code, commodity, demanded])
    {
        check(sheet, line, code, tool)?;
        let place = Place::new(&sheet.path, line);
        let key = format!("tool {tool}");
        if !into.holds(&key) {
            let mut concept = Concept::new(tool, Sort::Skill(Kind::Tool), place.clone());
            concept.codes.extend(Some(commodity_code.to_owned()).filter(|code| !code.is_empty()));
            concept.identified = false;
            concept.area = AREA.to_owned();
            concept.others = writings(tool);
            into.add(std::slice::from_ref(&key), concept);
        }
        if !commodity.is_empty() && commodity.len() <= MAX_LABEL {
            let group = format!("commodity {commodity}");
            if !into.holds(&group) {
                let mut concept = Concept::new(commodity, Sort::Skill(Kind::Group), place.clone());
                concept.codes.extend(Some(commodity_code.to_owned()).filter(|code| !code.is_empty()));
                concept.identified = false;
                concept.area = AREA.to_owned();
                into.add(std::slice::from_ref(&group), concept);
            }
            into.link(&key, &group, Relation::Broader, place.clone());
        }
        // Without a table of occupations, or a sheet that names them, a code is all there is.
        occupation(into, code, if own.is_empty() { code } else { own }, place.clone());
        let relation = if demanded.eq_ignore_ascii_case("y") { Relation::Related } else { Relation::Optional };
        into.link(&format!("occupation {code}"), &key, relation, place);
    }
    Ok(())
}

/// How a technology is also written: without "software" at the end, and in two where it has its initials behind it
/// ("Amazon Web Services AWS software").
fn writings(tool: &str) -> Vec<String> {
    let short = tool.strip_suffix(" software").unwrap_or(tool);
    let mut others = Vec::new();
    let proper = |text: &str| text.split(' ').skip(1).any(|word| word.starts_with(char::is_uppercase));
    if short.len() < tool.len() && (proper(short) || short.chars().any(|c| c.is_ascii_digit())) {
        others.push(short.to_owned());
    }
    let words: Vec<&str> = short.split(' ').collect();
    for (at, word) in words.iter().enumerate().skip(2) {
        let length = word.chars().count();
        // "Beeline Learning Management System LMS" is one of many that have these initials.
        if !(2..=6).contains(&length) || length != at || !word.chars().all(|c| c.is_ascii_uppercase()) {
            continue;
        }
        let initials = words[..at].iter().filter_map(|word| word.chars().next()).flat_map(char::to_uppercase);
        if initials.eq(word.chars()) {
            others.push(words[..at].join(" "));
            others.push((*word).to_owned());
        }
    }
    others
}

#[cfg(test)]
mod tests {
    use super::writings;

    #[test]
    fn initials_behind_a_name_are_a_name_of_their_own() {
        assert_eq!(
            writings("Cirrus Tidal Services CTS software"),
            ["Cirrus Tidal Services CTS", "Cirrus Tidal Services", "CTS"]
        );
        assert_eq!(writings("Tidal chart TC"), ["Tidal chart", "TC"]);
        assert_eq!(writings("Email software"), [""; 0]);
        assert_eq!(writings("Corvid CAD"), [""; 0]);
        assert_eq!(writings("Corvid Tidal Chart TC"), [""; 0]);
    }
}
