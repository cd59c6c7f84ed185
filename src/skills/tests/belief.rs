//! Ordinary nouns that are skills in one sentence and not in the next.

use super::Need;
use super::Passage;
use super::Setting;
use super::Taxonomy;

const TABLE: &str = "name\taliases\tkind\tparents\trelated\ttelling\n\
    monitoring\t?monitoring|system monitoring\tability\t\t\t2.0\n\
    cloud computing\t~cloud\tfield\t\t\t1.5\n\
    caching\t\tfield\t\t\t3.0\n\
    Docker\t\ttool\t\t\t2.0\n";
const OTHER: &str = "name\taliases\tkind\tparents\trelated\ttelling\n\
    mental health\t\tfield\t\t\t3.0\n\
    wound care\t\tmethod\t\t\t5.0\n";

fn named(passages: &[(&str, Need, Setting)]) -> Vec<String> {
    let taxonomy = Taxonomy::parse(&[("one.tsv", TABLE), ("other.tsv", OTHER)]).unwrap();
    let passage = |&(text, need, setting)| Passage { text, need, setting, months: None };
    let passages: Vec<Passage<'_>> = passages.iter().map(passage).collect();
    let mut names: Vec<String> =
        taxonomy.find(&passages).iter().map(|skill| taxonomy.entry(skill.id).name.clone()).collect();
    names.sort();
    names
}

#[test]
fn a_doubtful_noun_is_believed_in_a_line_of_demands() {
    let told = "Our customers rely on us, which is why we take monitoring seriously.";
    assert_eq!(
        named(&[("- Docker", Need::Required, Setting::Demands), (told, Need::Required, Setting::Prose)]),
        ["Docker"]
    );
    let demanded = "- Docker\n- Monitoring of services";
    assert_eq!(named(&[(demanded, Need::Required, Setting::Demands)]), ["Docker", "monitoring"]);
    assert_eq!(named(&[(demanded, Need::Required, Setting::Duties)]), ["Docker", "monitoring"]);
}

#[test]
fn a_vague_name_needs_more_than_a_sentence() {
    assert_eq!(
        named(&[("Docker and caching move our cloud business and all who work in it", Need::Required, Setting::Prose)]),
        ["Docker", "caching"]
    );
    assert_eq!(
        named(&[("- Docker\n- Cloud experience", Need::Required, Setting::Demands)]),
        ["Docker", "cloud computing"]
    );
}

#[test]
fn a_noun_of_another_field_needs_more() {
    let team = (
        "- Docker\n- Caching\n- System monitoring\n- Docker images and caching layers",
        Need::Required,
        Setting::Demands,
    );
    let aside = "Our people matter, and so does mental health in a team.";
    assert_eq!(named(&[team, (aside, Need::Required, Setting::Prose)]), ["Docker", "caching", "monitoring"]);
    let nurse = ("- Wound care\n- Mental health", Need::Required, Setting::Demands);
    assert_eq!(named(&[nurse, (aside, Need::Required, Setting::Prose)]), ["mental health", "wound care"]);
}

#[test]
fn a_person_is_believed_as_before() {
    assert_eq!(
        named(&[("Ran the cloud and its caching for a bank", Need::Shown, Setting::Prose)]),
        ["caching", "cloud computing"]
    );
}
