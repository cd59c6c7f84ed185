//! Pair files from public downloads: what `embedding` is trained on, made anew by anybody.
//!
//! | file | a group is | from |
//! |---|---|---|
//! | `occ_en` | the labels of an occupation | ESCO |
//! | `occ_desc` | a label of an occupation, its description | ESCO |
//! | `skill_desc` | a skill, its description | ESCO |
//! | `skill_alts` | the labels of a skill | ESCO |
//! | `onet_titles` | the titles of an occupation | O*NET |
//! | `onet_desc` | a title, the occupation's description | O*NET |
//! | `onet_tasks` | the tasks of an occupation | O*NET |
//! | `onet_title_task` | a title, a task | O*NET |
//! | `onet_tech` | a kind of tool, a tool | O*NET |
//! | `onet_halves` | half of an occupation's tasks and tools, the other half | O*NET |
//! | `skillskape` | a sentence, a skill that it asks for | SkillSkape |
//! | `de`, `es`, ... | titles of an occupation in that language | title pairs |
//! | `de_en`, `es_en`, ... | such a title, a label of the occupation | title pairs and ESCO |
//! | `bridge` | a title, a label of an occupation that shares two | O*NET and ESCO |
//! | `own` | the writings of a skill | this crate's tables |
//!
//! The same downloads give the same files, byte for byte.

mod bridge;
mod esco;
mod onet;
mod pair_file;
mod skillskape;
mod table;
mod titles;

use std::collections::HashSet;
use std::path::PathBuf;

use crate::error::Error;
use crate::error::Result;
use crate::skills::Taxonomy;

pub use pair_file::PairFile;

/// Where the downloads lie; what is not given is left out.
#[derive(Clone, Debug, Default)]
pub struct Downloads {
    /// The folder of ESCO's English CSV files: `occupations_en.csv`, and `skills_en.csv` or parts of it (see
    /// `skills_descriptions.json` and the collections in the README).
    pub esco: Option<PathBuf>,
    /// The folder of O*NET's text files: `Occupation Data.txt`, `Alternate Titles.txt`, `Sample of Reported Titles.txt`,
    /// `Task Statements.txt` and `Technology Skills.txt`.
    pub onet: Option<PathBuf>,
    /// SkillSkape's `train.csv`.
    pub skillskape: Option<PathBuf>,
    /// Title pairs, one file a language, `NAME_LANGUAGE.tsv`: a group, an ESCO occupation, and two titles a line.
    pub titles: Vec<PathBuf>,
}

impl Downloads {
    /// All pair files that these downloads give, and `own`.
    ///
    /// # Errors
    /// [`Error::Io`] where a file is missing, [`Error::TooLarge`] beyond 1 GiB, [`Error::Malformed`] with file and line
    /// where one is not of its form, [`Error::Usage`] where two pair files would have one name.
    pub fn pair_files(&self) -> Result<Vec<PairFile>> {
        let mut files = Vec::new();
        let esco = self.esco.as_deref().map(esco::read).transpose()?;
        if let Some(esco) = &esco {
            files.extend(esco.pair_files());
        }
        let onet = self.onet.as_deref().map(onet::read).transpose()?;
        if let Some(onet) = &onet {
            files.extend(onet.pair_files());
        }
        if let Some(path) = &self.skillskape {
            files.push(skillskape::pair_file(path)?);
        }
        for path in &self.titles {
            files.extend(titles::pair_files(path, esco.as_ref())?);
        }
        files.push(own());
        if let (Some(onet), Some(esco)) = (&onet, &esco) {
            files.push(bridge::pair_file(onet, esco));
        }
        let mut names = HashSet::new();
        match files.iter().find(|file| !names.insert(file.name())) {
            None => Ok(files),
            Some(twice) => Err(Error::Usage {
                problem: format!("two pair files would be called {}", twice.name()),
                remedy: "give one file of titles a language, and name it NAME_LANGUAGE.tsv".to_owned(),
            }),
        }
    }
}

/// The skills of this crate's tables, each with its name first, then its writings.
fn own() -> PairFile {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for (name, writing, _) in Taxonomy::builtin_writings() {
        match groups.last_mut() {
            Some((last, writings)) if *last == name => writings.push(writing),
            _ => groups.push((name, vec![name, writing])),
        }
    }
    PairFile::new("own", groups.into_iter().map(|(_, writings)| writings))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_holds_names_and_aliases_without_marks() {
        let own = own();
        assert!(own.groups().len() > 1_000);
        let of = |name: &str| own.groups().iter().find(|group| group[0] == name).unwrap();
        assert!(of("JavaScript").contains(&"JS".to_owned()), "{:?}", of("JavaScript"));
        assert!(of("programming").contains(&"programmation".to_owned()));
        assert!(own.groups().iter().flatten().all(|text| text != "!" && !text.starts_with(['=', '?', '~'])));
    }

    #[test]
    fn nothing_given_gives_the_own_tables_only() {
        let files = Downloads::default().pair_files().unwrap();
        assert_eq!(files.iter().map(PairFile::name).collect::<Vec<_>>(), ["own"]);
    }

    #[test]
    fn the_recipe_that_ships_asks_for_files_that_are_made() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let write = |name: &str, text: &str| std::fs::write(at(name), text).unwrap();
        onet::tests::write_small(folder.path());
        write("occupations_en.csv", esco::tests::OCCUPATIONS);
        write("skills_en.csv", "preferredLabel,altLabels,description\ntune tides,set tides,To tune them.\n");
        write("train.csv", ",sentence,skills\n0,Tunes.,['tune tides']\n");
        write("pairs_de.tsv", "g\to/1\tWolkenhirt\tWolkenhirtin\n");
        write("pairs_es.tsv", "g\to/1\tpastor de nubes\tpastora de nubes\n");
        let asked = Downloads {
            esco: Some(folder.path().to_owned()),
            onet: Some(folder.path().to_owned()),
            skillskape: Some(at("train.csv")),
            titles: vec![at("pairs_de.tsv"), at("pairs_es.tsv")],
        };
        let files = asked.pair_files().unwrap();
        assert!(files.iter().all(|file| !file.groups().is_empty()));
        let made: Vec<String> = files.iter().map(|file| format!("file = \"pairs/{}.tsv\"", file.name())).collect();
        let recipe = include_str!("../../../models/recipe.toml");
        let wanted: Vec<&str> = recipe.lines().filter(|line| line.starts_with("file = ")).collect();
        assert!(wanted.iter().all(|line| made.iter().any(|name| name == line)), "{wanted:?} of {made:?}");
        assert_eq!(wanted.len(), made.len());
        assert_eq!(asked.pair_files().unwrap(), files, "the same downloads give the same files");
    }

    #[test]
    fn two_files_of_one_language_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let paths = ["a_sv.tsv", "b_sv.tsv"].map(|name| folder.path().join(name));
        for path in &paths {
            std::fs::write(path, "g\to\tkock\tkallskänka\n").unwrap();
        }
        let asked = Downloads { titles: paths.to_vec(), ..Downloads::default() };
        let error = asked.pair_files().unwrap_err().to_string();
        assert!(error.contains("two pair files would be called sv"), "{error}");
    }
}
