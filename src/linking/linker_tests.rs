use super::*;
use crate::embedding::StaticModel;

fn linker(labels: &[&str]) -> Linker {
    Linker::new(Taxonomy::of_labels(labels.iter().copied()), StaticModel::builtin()).unwrap()
}

fn first(linker: &Linker, text: &str) -> String {
    linker.link(text, 1).unwrap()[0].label.clone()
}

const LABELS: [&str; 9] = [
    "work in teams",
    "Python (computer programming)",
    "manage staff",
    "carve wood",
    "English",
    "show initiative",
    "bake bread",
    "handle pigs",
    "SQL Server",
];

#[test]
fn a_text_finds_what_it_says_in_other_words() {
    let linker = linker(&LABELS);
    assert_eq!(first(&linker, "You are a team player"), "work in teams");
    assert_eq!(first(&linker, "Experience in staff management is a plus"), "manage staff");
    assert_eq!(first(&linker, "Fluent in spoken and written English"), "English");
    assert_eq!(first(&linker, "3+ years of Python"), "Python (computer programming)");
    let links = linker.link("We look for a self-starter.", 2).unwrap();
    assert_eq!((links[0].label.as_str(), links[0].evidence.as_str()), ("show initiative", "self-starter"));
    assert!(links[0].score > links[1].score && links[0].score < 1.0 && links[1].score > 0.0);
}

#[test]
fn a_text_that_is_a_label_is_that_label() {
    let linker = linker(&["interior architect", "Architect", "architect of landscapes"]);
    let links = linker.link(" architect", 3).unwrap();
    assert_eq!(links[0].label, "Architect");
    assert!((links[0].score - 1.0).abs() < f32::EPSILON && links[1].score < 1.0);
}

#[test]
fn every_text_is_answered_in_order_and_alike_alone_and_together() {
    let linker = linker(&LABELS);
    let texts = ["bakes bread daily", "", "  ", "???", "bakes bread daily", "carving wood"];
    let together = linker.link_all(&texts, 3).unwrap();
    assert_eq!(together.len(), texts.len());
    assert!(together[1].is_empty() && together[2].is_empty() && together[3].is_empty());
    assert_eq!(together[0], together[4]);
    for (text, links) in texts.iter().zip(&together) {
        let alone = linker.link(text, 3).unwrap();
        let labels = |links: &[Link]| links.iter().map(|link| link.label.clone()).collect::<Vec<_>>();
        assert_eq!(labels(&alone), labels(links));
    }
    assert_eq!(linker.link("bread", 100).unwrap().len(), LABELS.len());
    assert!(linker.link("bread", 0).unwrap().is_empty());
}

#[test]
fn an_alternative_leads_to_the_preferred_label_once() {
    let entry = |label: &str, alternatives: &[&str], code: &str| super::super::Entry {
        label: label.into(),
        alternatives: alternatives.iter().map(|&text| text.to_owned()).collect(),
        description: String::new(),
        code: code.into(),
    };
    let entries = [entry("carve wood", &["whittle sticks", "whittle branches"], "w1"), entry("bake bread", &[], "b1")];
    let linker = Linker::new(Taxonomy::of_entries(entries), StaticModel::builtin()).unwrap();
    let links = linker.link("whittling sticks and branches", 5).unwrap();
    assert_eq!(links.iter().map(|link| link.code.as_str()).collect::<Vec<_>>(), ["w1", "b1"]);
    assert_eq!(links[0].label, "carve wood");
}

#[test]
fn long_texts_and_foreign_scripts_are_answered() {
    let linker = linker(&LABELS);
    let long = "We bake bread. ".repeat(2_000);
    assert_eq!(first(&linker, &long), "bake bread");
    assert!(linker.link("\u{4e2d}\u{6587} \u{1f600}", 2).unwrap().len() <= 2);
}
