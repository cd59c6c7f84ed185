//! Occupations that O*NET and ESCO both know, told by titles that they share.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;

use super::esco::Esco;
use super::onet::Onet;
use super::pair_file::PairFile;

/// Titles that two occupations must share.
const SHARED: usize = 2;

/// How many titles of the one are paired with as many labels of the other.
const PAIRED: usize = 5;

/// `bridge`: titles of O*NET's occupations with labels of ESCO's.
pub(super) fn pair_file(onet: &Onet, esco: &Esco) -> PairFile {
    let mut places: HashMap<String, BTreeSet<usize>> = HashMap::new();
    for (place, occupation) in esco.occupations.iter().enumerate() {
        for label in folded(&occupation.labels) {
            places.entry(label).or_default().insert(place);
        }
    }
    let mut groups = Vec::new();
    for occupation in &onet.occupations {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for place in folded(&occupation.titles).iter().filter_map(|title| places.get(title)).flatten() {
            *shared.entry(*place).or_default() += 1;
        }
        for (place, _) in shared.into_iter().filter(|&(_, count)| count >= SHARED) {
            for title in occupation.titles.iter().take(PAIRED) {
                groups.extend(esco.occupations[place].labels.iter().take(PAIRED).map(|label| [title, label]));
            }
        }
    }
    PairFile::new("bridge", groups)
}

/// The texts in lower case with one space for what is no Latin letter or digit, none twice, none empty.
fn folded(texts: &[String]) -> BTreeSet<String> {
    let fold = |text: &String| {
        let text = text.to_lowercase();
        let words = text.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(" ")
    };
    texts.iter().map(fold).filter(|text| !text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::esco;
    use super::super::onet;
    use super::*;

    #[test]
    fn occupations_that_share_two_titles_are_joined() {
        let folder = tempfile::tempdir().unwrap();
        onet::tests::write_small(folder.path());
        std::fs::write(folder.path().join("occupations_en.csv"), esco::tests::OCCUPATIONS).unwrap();
        std::fs::write(folder.path().join("skills_en.csv"), "preferredLabel,altLabels,description\n").unwrap();
        let file = pair_file(&onet::read(folder.path()).unwrap(), &esco::read(folder.path()).unwrap());
        // Five titles by four labels, less the three that are the same but for case; nothing of the tide tuners.
        assert_eq!(file.groups().len(), 17);
        assert_eq!(file.groups()[0], ["Cloud Shepherds", "cloud shepherd"]);
        assert!(file.groups().iter().flatten().all(|text| !text.to_lowercase().contains("tide")));
    }
}
