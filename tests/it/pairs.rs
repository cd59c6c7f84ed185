//! Pair files: their command and its contract.

use std::fs;

use crate::bad_input::vocation;

#[test]
fn only_what_is_given_is_written_with_its_groups_counted() {
    let folder = tempfile::tempdir().unwrap();
    let train = folder.path().join("train.csv");
    fs::write(&train, ",sentence,skills\n0,Tunes tides.,\"['tune tides', 'listen']\"\n").unwrap();
    let output = folder.path().join("made/pairs");
    let asked = ["learn", "pairs", "--output", output.to_str().unwrap(), "--skillskape", train.to_str().unwrap()];
    let told = vocation(&asked);
    assert_eq!(told.status.code(), Some(0), "{}", String::from_utf8_lossy(&told.stderr));
    let mut names: Vec<_> = fs::read_dir(&output).unwrap().map(|file| file.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["own.tsv", "skillskape.tsv"]);
    let written = fs::read_to_string(output.join("skillskape.tsv")).unwrap();
    assert_eq!(written, "Tunes tides.\ttune tides\nTunes tides.\tlisten\n");
    let said = String::from_utf8(told.stdout).unwrap();
    assert!(said.lines().next().unwrap().ends_with("skillskape.tsv: 2 groups"), "{said}");
}

#[test]
fn nothing_is_written_where_a_download_lacks_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("pairs");
    let asked = ["learn", "pairs", "--output", output.to_str().unwrap(), "--onet", folder.path().to_str().unwrap()];
    let told = vocation(&asked);
    assert_eq!(told.status.code(), Some(1));
    let problem = String::from_utf8(told.stderr).unwrap();
    assert!(problem.contains("Occupation Data.txt"), "{problem}");
    assert!(!output.exists());
}
