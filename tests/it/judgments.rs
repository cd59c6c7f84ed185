//! The judgments that ship: whole, and about documents that are there.

use std::collections::HashMap;
use std::collections::HashSet;
use std::fs;

use crate::samples;

/// One line of `data/judgments/demo.tsv`.
struct Judged {
    posting: String,
    resume: String,
    grade: u8,
}

fn judged() -> Vec<Judged> {
    let text = include_str!("../../data/judgments/demo.tsv");
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("posting\tresume\tgrade"));
    let read = |line: &str| match line.split('\t').collect::<Vec<_>>()[..] {
        [posting, resume, grade] => {
            Judged { posting: posting.to_owned(), resume: resume.to_owned(), grade: grade.parse().unwrap() }
        }
        _ => panic!("not three columns: {line}"),
    };
    lines.map(read).collect()
}

/// Ids of the demonstration documents of a folder.
fn ids(folder: &str) -> HashSet<String> {
    let stem = |path: std::path::PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    fs::read_dir(samples::demonstration(folder)).unwrap().map(|one| stem(one.unwrap().path())).collect()
}

#[test]
fn every_pair_of_the_demonstration_is_judged_once() {
    let (postings, resumes) = (ids("postings"), ids("resumes"));
    let mut seen = HashSet::new();
    for one in judged() {
        assert!(postings.contains(&one.posting), "no posting {}", one.posting);
        assert!(resumes.contains(&one.resume), "no r\u{e9}sum\u{e9} {}", one.resume);
        assert!(one.grade <= 3, "{} {}: grade {}", one.posting, one.resume, one.grade);
        assert!(seen.insert((one.posting.clone(), one.resume.clone())), "twice: {} {}", one.posting, one.resume);
    }
    assert!(seen.len() >= 1000, "{} pairs", seen.len());
    let judged_postings: HashSet<String> = seen.iter().map(|pair| pair.0.clone()).collect();
    let judged_resumes: HashSet<String> = seen.iter().map(|pair| pair.1.clone()).collect();
    assert_eq!((judged_postings, judged_resumes), (postings, resumes));
}

#[test]
fn each_person_has_something_worth_applying_for_and_much_that_is_not() {
    let mut grades: HashMap<String, Vec<u8>> = HashMap::new();
    for one in judged() {
        grades.entry(one.resume).or_default().push(one.grade);
    }
    for (resume, grades) in grades {
        assert!(grades.iter().any(|grade| *grade >= 2), "{resume} has no 2 and no 3");
        assert!(grades.iter().filter(|grade| **grade == 0).count() >= 50, "{resume} has too few zeros");
    }
}

#[test]
fn a_repost_is_judged_like_the_original() {
    let grades: HashMap<(String, String), u8> =
        judged().into_iter().map(|one| ((one.posting, one.resume), one.grade)).collect();
    for (first, again) in [
        ("senior-rust-backend-engineer", "senior-rust-backend-engineer-2210"),
        ("senior-data-scientist-claims", "senior-data-scientist-claims-ia"),
    ] {
        for resume in ids("resumes") {
            let grade = |posting: &str| grades[&(posting.to_owned(), resume.clone())];
            assert_eq!(grade(first), grade(again), "{resume} beside {first} and {again}");
        }
    }
}

/// `data/judgments/README.md` says how many pairs have which grade.
#[test]
fn the_counts_that_are_written_down_are_those_of_the_file() {
    let written = include_str!("../../data/judgments/README.md");
    let mut counts = [0_usize; 4];
    for one in judged() {
        counts[usize::from(one.grade)] += 1;
    }
    let spelled = |count: usize| match count / 1000 {
        0 => count.to_string(),
        thousands => format!("{thousands},{:03}", count % 1000),
    };
    for (grade, count) in counts.iter().enumerate() {
        let row = format!("| grade {grade} | {} |", spelled(*count));
        assert!(written.contains(&row), "data/judgments/README.md lacks {row}");
    }
}
