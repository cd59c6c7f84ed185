//! O*NET's text files.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::path::Path;
use std::sync::LazyLock;

use fastrand::Rng;
use regex::Regex;

use crate::error::Result;

use super::pair_file::PairFile;
use super::table::Layout;
use super::table::read as rows;

/// The titles that are paired with an occupation's description, and those that are paired with its tasks.
const DESCRIBED: usize = 3;
const TASKED: usize = 12;

/// An occupation with fewer tasks is not halved; one with enough is halved so often.
const TASKS_TO_HALVE: usize = 6;
const HALVINGS: usize = 3;

/// The most tools of each half.
const HALF_TOOLS: usize = 12;

/// Where the chance of halving starts.
const SEED: u64 = 1;

/// Occupations and tools.
#[derive(Debug, Default)]
pub(super) struct Onet {
    /// In the order of their first appearance.
    pub(super) occupations: Vec<Occupation>,
    places: HashMap<String, usize>,
    /// The tools of each kind.
    tools: BTreeMap<String, BTreeSet<String>>,
}

/// An occupation.
#[derive(Debug, Default)]
pub(super) struct Occupation {
    /// Its own title, then the others.
    pub(super) titles: Vec<String>,
    description: Option<String>,
    tasks: Vec<String>,
    tools: Vec<String>,
}

/// Reads the files in `folder`.
pub(super) fn read(folder: &Path) -> Result<Onet> {
    const CODE: &str = "O*NET-SOC Code";
    let mut onet = Onet::default();
    let path = folder.join("Occupation Data.txt");
    for [code, title, description] in rows(&path, Layout::Tabs, [CODE, "Title", "Description"])? {
        let occupation = onet.occupation(code);
        occupation.titles.push(title);
        occupation.description = Some(description);
    }
    let others = [("Alternate Titles.txt", "Alternate Title"), ("Sample of Reported Titles.txt", "Reported Job Title")];
    for (name, column) in others {
        for [code, title] in rows(&folder.join(name), Layout::Tabs, [CODE, column])? {
            onet.occupation(code).titles.extend(writings(&title));
        }
    }
    for [code, task] in rows(&folder.join("Task Statements.txt"), Layout::Tabs, [CODE, "Task"])? {
        onet.occupation(code).tasks.push(task);
    }
    let path = folder.join("Technology Skills.txt");
    for [code, tool, kind] in rows(&path, Layout::Tabs, [CODE, "Example", "Commodity Title"])? {
        onet.occupation(code).tools.push(tool.clone());
        onet.tools.entry(kind).or_default().insert(tool);
    }
    Ok(onet)
}

/// A title without what stands in parentheses, and as it is where they close it with an abbreviation: "Registered Nurse"
/// and "Registered Nurse (RN)".
fn writings(title: &str) -> impl Iterator<Item = String> + use<> {
    static ASIDE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\s*\([A-Z][^)]*\)").expect("a constant pattern is sound"));
    static ABBREVIATION: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\([A-Z][A-Z/&]+\)$").expect("a constant pattern is sound"));
    let whole = ABBREVIATION.is_match(title).then(|| title.to_owned());
    std::iter::once(ASIDE.replace_all(title, "").into_owned()).chain(whole)
}

impl Onet {
    fn occupation(&mut self, code: String) -> &mut Occupation {
        let place = *self.places.entry(code).or_insert(self.occupations.len());
        if place == self.occupations.len() {
            self.occupations.push(Occupation::default());
        }
        &mut self.occupations[place]
    }

    /// `onet_titles`, `onet_desc`, `onet_tasks`, `onet_title_task`, `onet_tech` and `onet_halves`.
    pub(super) fn pair_files(&self) -> [PairFile; 6] {
        let all = || self.occupations.iter();
        let described = all().flat_map(|one| {
            let titles = one.titles.iter().take(DESCRIBED);
            titles.filter_map(|title| one.description.as_ref().map(|description| [title, description]))
        });
        let tasked = all().flat_map(|one| {
            let titles = one.titles.iter().take(TASKED).cycle();
            titles.zip(&one.tasks).map(|(title, task)| [title, task])
        });
        let tools = self.tools.iter().flat_map(|(kind, tools)| tools.iter().map(move |tool| [kind, tool]));
        let mut chance = Rng::with_seed(SEED);
        [
            PairFile::new("onet_titles", all().map(|one| &one.titles)),
            PairFile::new("onet_desc", described),
            PairFile::new("onet_tasks", all().map(|one| &one.tasks)),
            PairFile::new("onet_title_task", tasked),
            PairFile::new("onet_tech", tools),
            PairFile::new("onet_halves", all().flat_map(|one| one.halves(&mut chance))),
        ]
    }
}

impl Occupation {
    /// Its tasks and tools in two halves, as by two people who do the same work; by chance, several times.
    fn halves(&self, chance: &mut Rng) -> Vec<[String; 2]> {
        if self.tasks.len() < TASKS_TO_HALVE {
            return Vec::new();
        }
        let mut tasks: Vec<&str> = self.tasks.iter().map(String::as_str).collect();
        let mut tools: Vec<&str> = self.tools.iter().map(String::as_str).collect();
        let (half, some) = (tasks.len() / 2, (tools.len() / 2).min(HALF_TOOLS));
        let halve = |_| {
            chance.shuffle(&mut tasks);
            chance.shuffle(&mut tools);
            let first = [&tasks[..half], &tools[..some]].concat().join(" ");
            [first, [&tasks[half..], &tools[some..2 * some]].concat().join(" ")]
        };
        (0..HALVINGS).map(halve).collect()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Writes a small download of occupations that nobody has.
    pub(in crate::learning::sources) fn write_small(folder: &Path) {
        let tasks = |code: &str, count: usize| -> String {
            (1..=count).map(|task| format!("{code}\t{task}\tTask {task} of {code}.\tCore\r\n")).collect()
        };
        let files = [
            (
                "Occupation Data.txt",
                "O*NET-SOC Code\tTitle\tDescription\r\n1\tCloud Shepherds\tKeep clouds.\r\n2\tTide Tuners\tTune \"tides\".\r\n"
                    .to_owned(),
            ),
            (
                "Alternate Titles.txt",
                "O*NET-SOC Code\tAlternate Title\tShort Title\r\n1\tSky Shepherd (Nimbus Keeper)\tn/a\r\n1\tHerder of Clouds (HC)\tHC\r\n"
                    .to_owned(),
            ),
            (
                "Sample of Reported Titles.txt",
                "O*NET-SOC Code\tReported Job Title\tShown\r\n1\tCloud Shepherd\tY\r\n".to_owned(),
            ),
            ("Task Statements.txt", format!("O*NET-SOC Code\tTask ID\tTask\tTask Type\r\n{}{}", tasks("1", 7), tasks("2", 2))),
            (
                "Technology Skills.txt",
                "O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\r\n1\tStaff 9\t7\tStaves\r\n1\tCrook\t7\tStaves\r\n2\tCrook\t7\tStaves\r\n2\tHarp\t3\tHarps\r\n"
                    .to_owned(),
            ),
        ];
        for (name, text) in files {
            std::fs::write(folder.join(name), text).unwrap();
        }
    }

    #[test]
    fn the_download_is_read() {
        let folder = tempfile::tempdir().unwrap();
        write_small(folder.path());
        let onet = read(folder.path()).unwrap();
        let [titles, described, tasks, tasked, tools, _] = onet.pair_files();
        let first = ["Cloud Shepherds", "Sky Shepherd", "Herder of Clouds", "Herder of Clouds (HC)", "Cloud Shepherd"];
        assert_eq!(titles.groups(), [first]);
        assert_eq!(described.groups().len(), 4);
        assert_eq!(described.groups()[3], ["Tide Tuners", "Tune \"tides\"."]);
        assert_eq!(tasks.groups().iter().map(Vec::len).collect::<Vec<_>>(), [7, 2]);
        assert_eq!(tasked.groups().len(), 9);
        assert_eq!(tasked.groups()[5], ["Cloud Shepherds", "Task 6 of 1."], "titles take turns");
        assert_eq!(tools.groups(), [["Harps", "Harp"], ["Staves", "Crook"], ["Staves", "Staff 9"]]);
    }

    #[test]
    fn halves_part_all_tasks_and_are_the_same_each_time() {
        let folder = tempfile::tempdir().unwrap();
        write_small(folder.path());
        let onet = read(folder.path()).unwrap();
        let [.., halves] = onet.pair_files();
        assert_eq!(halves.groups().len(), HALVINGS, "two tasks are too few to halve");
        for group in halves.groups() {
            let both = group.join(" ");
            assert!((1..=7).all(|task| both.matches(&format!("Task {task} of 1.")).count() == 1), "{both}");
            assert_eq!(group[0].matches("Task").count(), 3);
            assert!(group.iter().all(|half| half.ends_with("Crook") || half.ends_with("Staff 9")), "{group:?}");
        }
        assert_ne!(halves.groups()[0], halves.groups()[1]);
        assert_eq!(onet.pair_files()[5], halves);
    }

    #[test]
    fn a_missing_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        write_small(folder.path());
        std::fs::remove_file(folder.path().join("Task Statements.txt")).unwrap();
        let error = read(folder.path()).unwrap_err().to_string();
        assert!(error.contains("Task Statements.txt: "), "{error}");
    }
}
