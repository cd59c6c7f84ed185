//! ESCO's English CSV files.

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::path::Path;

use serde::Deserialize;

use crate::error::Error;
use crate::error::Result;
use crate::learning::text_files::TextFile;

use super::pair_file::PairFile;
use super::table::Layout;
use super::table::read as rows;

/// The labels that are paired with the description of an occupation.
const DESCRIBED: usize = 3;

/// The whole of ESCO's skills.
const SKILLS: &str = "skills_en.csv";

/// The same descriptions alone: a JSON list of `{"skill": ..., "description": ...}`.
const DESCRIPTIONS: &str = "skills_descriptions.json";

/// Tables that hold other labels of skills.
const LABELS: [&str; 5] = [
    SKILLS,
    "skills_alt_labels_4241.csv",
    "digitalSkillsCollection_en.csv",
    "languageSkillsCollection_en.csv",
    "transversalSkillsCollection_en.csv",
];

/// Occupations and skills.
#[derive(Debug)]
pub(super) struct Esco {
    /// In the order of the download.
    pub(super) occupations: Vec<Occupation>,
    places: HashMap<String, usize>,
    descriptions: Vec<(String, String)>,
    labels: Vec<(String, BTreeSet<String>)>,
}

/// An occupation.
#[derive(Debug)]
pub(super) struct Occupation {
    /// The preferred label, then the others; one at least.
    pub(super) labels: Vec<String>,
    description: String,
}

#[derive(Deserialize)]
struct Described {
    skill: String,
    description: String,
}

/// Reads the files that are in `folder`.
pub(super) fn read(folder: &Path) -> Result<Esco> {
    let (mut occupations, mut places) = (Vec::new(), HashMap::new());
    let columns = ["conceptUri", "preferredLabel", "altLabels", "hiddenLabels", "description"];
    let path = folder.join("occupations_en.csv");
    for [uri, label, others, hidden, description] in rows(&path, Layout::Commas, columns)? {
        let others = [others, hidden];
        let others = others.iter().flat_map(|cell| cell.split('\n')).filter(|label| !label.trim().is_empty());
        let labels = std::iter::once(label.clone()).chain(others.map(str::to_owned)).collect();
        places.insert(uri, occupations.len());
        occupations.push(Occupation { labels, description });
    }
    Ok(Esco { occupations, places, descriptions: descriptions(folder)?, labels: labels(folder)? })
}

/// Each skill with its description.
fn descriptions(folder: &Path) -> Result<Vec<(String, String)>> {
    let whole = folder.join(SKILLS);
    if whole.exists() {
        let all = rows(&whole, Layout::Commas, ["preferredLabel", "description"])?;
        return Ok(all.into_iter().map(|[skill, description]| (skill, description)).collect());
    }
    let path = folder.join(DESCRIPTIONS);
    if !path.exists() {
        return Err(lacking(folder, &format!("neither {SKILLS} nor {DESCRIPTIONS} is in it")));
    }
    let file = TextFile::read(&path)?;
    let form = "write a list of {\"skill\": ..., \"description\": ...}";
    let all: Vec<Described> =
        serde_json::from_str(file.text()).map_err(|error| file.wrong(error.line(), &error.to_string(), form))?;
    Ok(all.into_iter().map(|one| (one.skill, one.description)).collect())
}

/// Each skill with its other labels, of all tables that are there, skills in the order of their first appearance.
fn labels(folder: &Path) -> Result<Vec<(String, BTreeSet<String>)>> {
    let (mut found, mut places) = (Vec::<(String, BTreeSet<String>)>::new(), HashMap::new());
    let there: Vec<_> = LABELS.iter().map(|name| folder.join(name)).filter(|path| path.exists()).collect();
    if there.is_empty() {
        return Err(lacking(folder, &format!("no table with other labels of skills is in it ({})", LABELS.join(", "))));
    }
    for path in there {
        for [label, others] in rows(&path, Layout::Commas, ["preferredLabel", "altLabels"])? {
            let place = *places.entry(label.clone()).or_insert(found.len());
            if place == found.len() {
                found.push((label, BTreeSet::new()));
            }
            let others = others.split('\n').flat_map(|line| line.split(" | ")).filter(|label| !label.trim().is_empty());
            found[place].1.extend(others.map(str::to_owned));
        }
    }
    Ok(found)
}

/// The error for a folder that lacks files.
fn lacking(folder: &Path, problem: &str) -> Error {
    Error::Malformed {
        path: folder.to_owned(),
        line: None,
        problem: problem.to_owned(),
        form: "give the folder of ESCO's English CSV download".to_owned(),
    }
}

impl Esco {
    /// The labels of the occupation with this URI.
    pub(super) fn labels(&self, uri: &str) -> Option<&[String]> {
        self.places.get(uri).map(|&place| self.occupations[place].labels.as_slice())
    }

    /// `occ_en`, `occ_desc`, `skill_desc` and `skill_alts`.
    pub(super) fn pair_files(&self) -> [PairFile; 4] {
        let described = self
            .occupations
            .iter()
            .flat_map(|one| one.labels.iter().take(DESCRIBED).map(|label| [label.as_str(), one.description.as_str()]));
        [
            PairFile::new("occ_en", self.occupations.iter().map(|one| &one.labels)),
            PairFile::new("occ_desc", described),
            PairFile::new("skill_desc", self.descriptions.iter().map(|(skill, description)| [skill, description])),
            PairFile::new("skill_alts", self.labels.iter().map(|(skill, others)| std::iter::once(skill).chain(others))),
        ]
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Occupations that nobody has.
    pub(in crate::learning::sources) const OCCUPATIONS: &str = "conceptType,conceptUri,preferredLabel,altLabels,hiddenLabels,description\n\
        Occupation,o/1,cloud shepherd,\"herder of clouds\r\nsky shepherd\n\",nimbus keeper,\"Cloud shepherds keep clouds\n together.\"\n\
        Occupation,o/2,tide tuner,,,Tide tuners tune.\n";

    fn files(tables: &[(&str, &str)]) -> Result<[PairFile; 4]> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in tables {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        read(folder.path()).map(|esco| esco.pair_files())
    }

    #[test]
    fn the_official_download_is_read() {
        let skills = "conceptUri,preferredLabel,altLabels,hiddenLabels,description\n\
            s/1,tune tides,\"set tides\nadjust tides\",,To tune them.\ns/2,whistle,,,To whistle.\n";
        let [occupations, described, skill_desc, skill_alts] =
            files(&[("occupations_en.csv", OCCUPATIONS), ("skills_en.csv", skills)]).unwrap();
        assert_eq!(occupations.groups(), [["cloud shepherd", "herder of clouds", "sky shepherd", "nimbus keeper"]]);
        assert_eq!(described.groups().len(), 4);
        assert_eq!(described.groups()[1], ["herder of clouds", "Cloud shepherds keep clouds together."]);
        assert_eq!(skill_desc.groups(), [["tune tides", "To tune them."], ["whistle", "To whistle."]]);
        assert_eq!(skill_alts.groups(), [["tune tides", "adjust tides", "set tides"]]);
    }

    #[test]
    fn parts_of_the_download_are_read() {
        let json = "[{\"skill\": \"tune tides\", \"description\": \"To tune them.\"}]";
        let alts = "conceptUri,preferredLabel,altLabels\ns/1,tune tides,set tides\n";
        let collection = "preferredLabel,altLabels\nsing,hum | croon\ntune tides,adjust tides\n";
        let [_, _, skill_desc, skill_alts] = files(&[
            ("occupations_en.csv", OCCUPATIONS),
            (DESCRIPTIONS, json),
            ("skills_alt_labels_4241.csv", alts),
            ("digitalSkillsCollection_en.csv", collection),
        ])
        .unwrap();
        assert_eq!(skill_desc.groups(), [["tune tides", "To tune them."]]);
        assert_eq!(skill_alts.groups(), [["tune tides", "adjust tides", "set tides"], ["sing", "croon", "hum"]]);
    }

    #[test]
    fn what_is_missing_is_named() {
        let error = |tables: &[(&str, &str)]| files(tables).unwrap_err().to_string();
        assert!(error(&[]).contains("occupations_en.csv: "));
        let occupations = ("occupations_en.csv", OCCUPATIONS);
        assert!(error(&[occupations]).contains("neither skills_en.csv nor skills_descriptions.json"));
        assert!(error(&[occupations, (DESCRIPTIONS, "[]")]).contains("no table with other labels of skills"));
        assert!(error(&[occupations, (DESCRIPTIONS, "[\n{}]")]).contains("line 2: missing field `skill`"));
        assert!(error(&[occupations, (SKILLS, "preferredLabel\na\n")]).contains("no column \"description\""));
    }
}
