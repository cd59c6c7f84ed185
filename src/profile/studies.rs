//! What a person studied, without where: the name of a school is no measure of what somebody can do.

use crate::documents::Section;
use crate::documents::SectionKind;
use crate::skills::Need;
use crate::skills::Passage;
use crate::skills::Setting;
use crate::skills::Taxonomy;

/// Words by which a part of a line names a school, in small letters, as a word or its beginning.
const SCHOOLS: [&str; 14] = [
    "universi",
    "college",
    "school",
    "institut",
    "academ",
    "akademie",
    "hochschule",
    "fachhochschule",
    "schule",
    "lyc\u{e9}e",
    "\u{e9}cole",
    "escola",
    "escuela",
    "faculdade",
];

/// The parts of a text between commas and the like that name no school: some are called like a program ("Great Plains"),
/// and what is read of a subject must not depend on the school beside it.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split([',', ';', '|', '\n', '(', ')', '\u{2013}', '\u{2014}', '\u{b7}']).map(str::trim);
    parts.filter(|part| !part.is_empty() && !names_a_school(part))
}

fn names_a_school(part: &str) -> bool {
    let lower = part.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    words.any(|word| SCHOOLS.iter().any(|school| word.starts_with(school)))
}

/// The text of a section that is compared: of education only the names of fields, methods and other skills in it, one a
/// line and each once, so that one school's name in the place of another's changes nothing.
pub(super) fn compared(section: &Section, taxonomy: &Taxonomy) -> String {
    if section.kind != SectionKind::Education {
        return section.text.clone();
    }
    let mentions = parts(&section.text).flat_map(|text| {
        taxonomy.mentions(&Passage { text, need: Need::Shown, setting: Setting::Listing, months: None })
    });
    let mut names: Vec<&str> = mentions.map(|mention| taxonomy.entry(mention.id).name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_school_is_not_compared_and_a_subject_is() {
        let of = |school: &str| {
            let text = format!("MSc in Statistics, {school}, 2018\nBA in Accounting, {school}");
            let heading = "Education".to_owned();
            compared(&Section { kind: SectionKind::Education, heading, text }, &Taxonomy::builtin())
        };
        assert_eq!(of("Harvard University"), of("Mill Lane College"));
        assert_eq!(of("Great Plains University"), of("Harvard"), "a program is called like it");
        assert!(of("Harvard").to_lowercase().contains("statistics"), "{}", of("Harvard"));
    }
}
