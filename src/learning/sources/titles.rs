//! Pairs of titles of one language: a group, the URI of an ESCO occupation, and two of its titles a line, tabs between.

use std::collections::HashMap;
use std::path::Path;

use crate::error::Error;
use crate::error::Result;

use super::esco::Esco;
use super::pair_file::PairFile;
use super::table::read_plain;

/// The labels of an occupation that its titles are paired with in turn.
const LABELS: usize = 5;

/// `LANGUAGE`: the titles of each occupation; where ESCO is given, `LANGUAGE_en`: each title with a label of its occupation.
pub(super) fn pair_files(path: &Path, esco: Option<&Esco>) -> Result<Vec<PairFile>> {
    let language = language(path)?;
    let (mut groups, mut places) = (Vec::<(String, Vec<String>)>::new(), HashMap::new());
    for [_, uri, one, other] in read_plain::<4>(path)? {
        let place = *places.entry(uri.clone()).or_insert(groups.len());
        if place == groups.len() {
            groups.push((uri, Vec::new()));
        }
        let titles = &mut groups[place].1;
        for title in [one, other] {
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
    }
    let mut files = vec![PairFile::new(language, groups.iter().map(|(_, titles)| titles))];
    if let Some(esco) = esco {
        let paired = groups.iter().flat_map(|(uri, titles)| {
            let labels = esco.labels(uri).unwrap_or_default().iter().take(LABELS).cycle();
            titles.iter().zip(labels).map(|(title, label)| [title, label])
        });
        files.push(PairFile::new(format!("{language}_en"), paired));
    }
    Ok(files)
}

/// What follows the last `_` of the file's name.
fn language(path: &Path) -> Result<&str> {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or("");
    let language = stem.rsplit_once('_').map_or("", |(_, language)| language);
    if language.is_empty() || !language.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-') {
        return Err(Error::Usage {
            problem: format!("the name of {} tells no language", path.display()),
            remedy: "call it NAME_LANGUAGE.tsv, as in pairs_de.tsv".to_owned(),
        });
    }
    Ok(language)
}

#[cfg(test)]
mod tests {
    use super::super::esco;
    use super::*;

    const TITLES: &str =
        "g\to/1\tWolkenhirt\tWolkenhirtin\ng\to/1\tWolkenhirtin\tHimmelshirt\ng\to/9\tFlutstimmer\tGezeitenstimmer\n";

    #[test]
    fn titles_of_an_occupation_are_a_group_and_paired_with_its_labels() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pairs_de.tsv");
        std::fs::write(&path, TITLES).unwrap();
        std::fs::write(folder.path().join("occupations_en.csv"), esco::tests::OCCUPATIONS).unwrap();
        std::fs::write(folder.path().join("skills_en.csv"), "preferredLabel,altLabels,description\n").unwrap();
        let alone = pair_files(&path, None).unwrap();
        assert_eq!(alone.len(), 1);
        let groups = vec![vec!["Wolkenhirt", "Wolkenhirtin", "Himmelshirt"], vec!["Flutstimmer", "Gezeitenstimmer"]];
        assert_eq!((alone[0].name(), alone[0].groups().to_vec()), ("de", groups.into_iter().map(owned).collect()));
        let both = pair_files(&path, Some(&esco::read(folder.path()).unwrap())).unwrap();
        let expected =
            [["Wolkenhirt", "cloud shepherd"], ["Wolkenhirtin", "herder of clouds"], ["Himmelshirt", "sky shepherd"]];
        assert_eq!((both[1].name(), both[1].groups()), ("de_en", expected.map(|pair| owned(pair.to_vec())).as_slice()));
    }

    fn owned(texts: Vec<&str>) -> Vec<String> {
        texts.into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn a_name_without_a_language_is_refused() {
        for name in ["titles.tsv", "pairs_.tsv", "pairs_d e.tsv"] {
            let error = pair_files(Path::new(name), None).unwrap_err();
            assert!(matches!(error, Error::Usage { .. }), "{error}");
        }
    }
}
