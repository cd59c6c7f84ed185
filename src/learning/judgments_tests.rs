use super::*;

fn read(text: &str, queries: Option<Side>, ids: Option<&Ids>) -> Result<Judgments> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("judged");
    std::fs::write(&path, text).unwrap();
    Judgments::read(&path, queries, ids)
}

fn plain(judgments: &Judgments) -> Vec<(&str, &str, u32)> {
    judgments.pairs().iter().map(|one| (one.posting.as_str(), one.resume.as_str(), one.grade)).collect()
}

fn ids(postings: &[&str], resumes: &[&str]) -> Ids {
    let of = |ids: &[&str]| ids.iter().map(|&id| id.to_owned()).collect();
    Ids { postings: of(postings), resumes: of(resumes) }
}

#[test]
fn every_form_says_the_same() {
    let tabs = "\u{feff}posting\tresume\tgrade\nwelder\tada b\t3\n\ncook\tada b\t0\r\nwelder\tada b\t3\n";
    let commas = "Grade, resume, remark, posting\n3,ada b,\"well, yes\",welder\n0,ada b,,cook\n";
    let by_resume = "ada b\t0\tcook\t-1\nada b\t0\twelder\t3\n";
    let by_posting = "welder\t0\tada b\t3\ncook\t0\tada b\t0\n";
    let known = ids(&["welder", "cook"], &["ada b"]);
    let found = read(tabs, None, None).unwrap();
    assert_eq!(plain(&found), [("cook", "ada b", 0), ("welder", "ada b", 3)]);
    assert_eq!(found.repeated(), [5]);
    for other in [
        read(commas, None, None),
        read(by_resume, Some(Side::Resume), None),
        read(by_resume, None, Some(&known)),
        read(by_posting, Some(Side::Posting), None),
        read(by_posting, None, Some(&known)),
        Judgments::new(found.pairs().iter().rev().cloned().collect()),
    ] {
        let other = other.unwrap();
        assert_eq!(plain(&other), plain(&found));
        assert_eq!(other.fingerprint(), found.fingerprint());
    }
    assert_ne!(read(by_resume, Some(Side::Posting), None).unwrap().fingerprint(), found.fingerprint());
}

#[test]
fn what_is_wrong_is_named_with_its_line() {
    let wrong = |text: &str| read(text, Some(Side::Posting), None).unwrap_err().to_string();
    let head = "posting\tresume\tgrade\n";
    for (text, problem) in [
        (
            "a\tb\t1\na\tb\t2\n",
            "line 2: posting \"a\" and r\u{e9}sum\u{e9} \"b\" have the grade 2 here and 1 in line 1",
        ),
        ("a\tb\t4\n", "line 1: the grade 4 is above 3; use grades from 0 to 3"),
        ("a\tb\t0\na\tc\n", "line 2: 2 columns"),
        (&format!("{head}a\tb\t1\na\tc\n"), "line 3: no grade"),
        (&format!("{head}a\t\t1\n"), "line 2: no resume"),
        (&format!("{head}a\tb\thigh\n"), "line 2: the grade \"high\" is no whole number from 0 to 3"),
        (&format!("{head}a\tb\t-1\n"), "line 2: the grade \"-1\" is no whole number"),
        (&format!("{head}\na\tb\t7\n"), "line 3: the grade 7 is above 3"),
        ("posting\tresume\na\tb\n", "line 1: the heading names no column grade"),
        ("posting\tresume\tgrade\tgrade\n", "line 1: the heading names grade twice"),
        (head, "the file holds none"),
        ("", "the file holds none"),
    ] {
        let error = wrong(text);
        assert!(error.contains(problem), "{text:?}: {error}");
    }
}

#[test]
fn sides_are_told_by_ids_or_the_file_is_refused() {
    let text = "a 0 b 1\nc 0 d 2\n";
    let refused = |ids: Option<&Ids>| read(text, None, ids).unwrap_err().to_string();
    assert!(refused(None).contains("nothing tells which side its queries are"));
    assert!(
        refused(Some(&ids(&["x"], &["y"]))).contains("no line names a posting and a r\u{e9}sum\u{e9} that are there")
    );
    assert!(refused(Some(&ids(&["a", "d"], &["b", "c"]))).contains("postings by the ids of 1 lines"));
    let (known, unknown) = read(text, Some(Side::Resume), None).unwrap().known(&ids(&["b"], &["a", "c"]));
    assert_eq!((plain(&known), unknown), (vec![("b", "a", 1)], 1));
}

#[test]
fn grades_of_yes_and_no_suit_from_one_on() {
    assert_eq!(read("a 0 b 1\nc 0 d 0\n", Some(Side::Posting), None).unwrap().suits_from(), 1);
    assert_eq!(read("a 0 b 1\nc 0 d 2\n", Some(Side::Posting), None).unwrap().suits_from(), 2);
}

#[test]
fn a_program_gives_each_pair_once() {
    let pair = |grade| Judgment { posting: "a".into(), resume: "b".into(), grade };
    assert!(Judgments::new(vec![pair(1), pair(1)]).unwrap_err().to_string().contains("judged twice"));
    assert!(Judgments::new(vec![pair(4)]).unwrap_err().to_string().contains("have the grade 4"));
}
