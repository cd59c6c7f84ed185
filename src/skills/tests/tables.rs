//! The tables, and how skills are kin.

use super::Need;
use super::SMALL;
use super::Taxonomy;
use super::small;
use crate::skills::CHILD_SHOWN;
use crate::skills::PARENT_SHOWN;
use crate::skills::RELATED;
use crate::skills::SIBLING;

const HEADER: &str = "name\taliases\tkind\tparents\trelated\ttelling\n";

fn problem(rows: &str) -> String {
    Taxonomy::parse(&[("t.tsv", &format!("{HEADER}{rows}"))]).unwrap_err().to_string()
}

#[test]
fn errors_name_table_line_and_problem() {
    assert!(problem("Python\t\tsnake\t\t\t").contains("t.tsv, line 2: \"snake\" is no kind"));
    assert!(problem("Python\t\tlanguage\tPHP\t\t").contains("the parent \"PHP\" of \"Python\" is no skill"));
    assert!(problem("A\t\ttool\tB\t\t\nB\t\ttool\tA\t\t").contains("its own ancestor"));
    assert!(problem("Alpha\tx1\ttool\t\t\t\nBeta\tX1\ttool\t\t\t").contains("\"X1\" already stands for \"Alpha\""));
    assert!(problem("Alpha\t\ttool\t\t\t\nAlpha\t\ttool\t\t\t").contains("stands twice"));
    assert!(problem("Alpha").contains("columns"));
    assert!(problem("Alpha\t\ttool\t\t\tmuch").contains("\"much\""));
    assert!(Taxonomy::parse(&[("t.tsv", "")]).unwrap_err().to_string().contains("line 1"));
}

#[test]
fn the_shipped_tables_are_sound() {
    let tables = [
        ("technology.tsv", include_str!("../../../data/skills/technology.tsv")),
        ("business.tsv", include_str!("../../../data/skills/business.tsv")),
        ("care.tsv", include_str!("../../../data/skills/care.tsv")),
    ];
    let problems: Vec<String> = Taxonomy::problems(&tables).iter().map(ToString::to_string).collect();
    assert_eq!(problems, [""; 0]);
    assert!(Taxonomy::builtin().len() >= 2_500, "{} skills", Taxonomy::builtin().len());
    for (_, text) in tables {
        let rows = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).skip(1);
        for row in rows {
            assert!(row.split('\t').nth(5).is_some_and(|cell| !cell.trim().is_empty()), "how telling is {row:?}?");
        }
    }
}

#[test]
fn kin_is_credited() {
    let id = |name: &str| small().by_name(name).unwrap();
    let credit = |asked: &str, shown: &str| small().credit(id(asked), id(shown));
    assert_eq!(credit("SQL", "SQL"), 1.0);
    assert_eq!(credit("relational databases", "PostgreSQL"), CHILD_SHOWN);
    assert_eq!(credit("PostgreSQL", "relational databases"), PARENT_SHOWN);
    assert_eq!(credit("PostgreSQL", "MySQL"), RELATED);
    assert_eq!(credit("MySQL", "PostgreSQL"), RELATED);
    assert_eq!(credit("AWS", "Microsoft Azure"), SIBLING);
    assert_eq!(credit("AWS", "Python"), 0.0);
    for (asked, _) in small().iter() {
        assert!(small().kin(asked).windows(2).all(|pair| pair[0].1 >= pair[1].1));
    }
}

#[test]
fn names_are_looked_up_as_they_are_written() {
    assert_eq!(small().by_name("postgres"), small().by_name("PostgreSQL"));
    assert_eq!(small().by_name("ci cd"), small().by_name("CI/CD"));
    assert_eq!(small().by_name("no such skill"), None);
    let (java, script) = (small().by_name("Java").unwrap(), small().by_name("JavaScript").unwrap());
    assert_ne!(java, script);
}

#[test]
fn the_fingerprint_tells_tables_apart() {
    let same = Taxonomy::parse(&[("small.tsv", SMALL)]).unwrap();
    assert_eq!(same.fingerprint(), small().fingerprint());
    assert_ne!(small().fingerprint(), Taxonomy::builtin().fingerprint());
    assert_eq!(same.fingerprint().len(), 16);
}

#[test]
fn mentions_give_their_place() {
    let text = "We like Python, PHP and .NET";
    let found = small().mentions(&super::passage(text, Need::Required));
    let words: Vec<&str> = found.iter().map(|mention| &text[mention.start..mention.end]).collect();
    assert_eq!(words, ["Python", "PHP", ".NET"]);
}
