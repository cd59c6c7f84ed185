//! How well languages are asked for and known.

use super::Need;
use super::Passage;
use super::Setting;
use crate::skills::Fluency;
use crate::skills::Fluency::{A1, A2, B1, B2, C1, C2};
use crate::skills::Taxonomy;

fn level(text: &str, name: &str) -> Option<Fluency> {
    let taxonomy = Taxonomy::builtin();
    let id = taxonomy.by_name(name).unwrap();
    let passage = Passage { text, need: Need::Required, setting: Setting::Demands, months: None };
    let found = taxonomy.find(&[passage]).into_iter().find(|skill| skill.id == id);
    found.unwrap_or_else(|| panic!("{name} is not found in {text:?}")).fluency
}

#[test]
fn levels_are_read_in_all_languages() {
    for (text, name, expected) in [
        ("Fluent German (C1)", "German", C1),
        ("German (basic, A1)", "German", A1),
        ("German: B2", "German", B2),
        ("German, C1", "German", C1),
        ("German C1 and English B2", "German", C1),
        ("German C1 and English B2", "English", B2),
        ("Deutsch C1 und Englisch B2", "German", C1),
        ("German C1 or English B2", "German", C1),
        ("German at B1 level or higher", "German", B1),
        ("German language skills at a minimum of B2+", "German", B2),
        ("English (native), German (B2/C1)", "German", B2),
        ("English (native), German (B2/C1)", "English", C2),
        ("Excellent written and spoken English", "English", C1),
        ("Excellent communication skills in English", "English", C1),
        ("English – native or bilingual proficiency", "English", C2),
        ("English (Full Professional), Spanish (Limited Working)", "Spanish", B1),
        ("English (Full Professional), Spanish (Limited Working)", "English", C1),
        ("Professional working proficiency in English", "English", B2),
        ("Conversational Spanish is a plus", "Spanish", B1),
        ("Upper-Intermediate English", "English", B2),
        ("English speaker with basic German", "German", A2),
        ("Fluent in English and German", "German", C1),
        ("Fluent in English, French or German", "German", C1),
        ("Deutsch (verhandlungssicher), Englisch (Grundkenntnisse)", "German", C1),
        ("Deutsch (verhandlungssicher), Englisch (Grundkenntnisse)", "English", A2),
        ("Fließend Deutsch in Wort und Schrift", "German", C1),
        ("Deutsch fließend in Wort und Schrift", "German", C1),
        ("Sehr gute Deutschkenntnisse", "German", C1),
        ("Gute Englischkenntnisse", "English", B2),
        ("Muttersprache: Deutsch", "German", C2),
        ("Deutsch auf C1-Niveau", "German", C1),
        ("Anglais courant", "English", C1),
        ("Anglais : notions", "English", A2),
        ("Anglais niveau C1", "English", C1),
        ("Inglés avanzado", "English", C1),
        ("Nivel de inglés: intermedio", "English", B1),
        ("Inglês fluente", "English", C1),
        ("Inglês intermediário", "English", B1),
    ] {
        assert_eq!(level(text, name), Some(expected), "{name} in {text:?}");
    }
}

#[test]
fn levels_of_something_else_are_not_the_languages() {
    for (text, name) in [
        ("Spoken English and strong communication skills", "English"),
        ("English, fluent German", "English"),
        ("Knowledge of English. Excellent teamwork", "English"),
        ("English required\nBasic Excel", "English"),
        ("English speaker with basic German", "English"),
        ("Native English, German", "German"),
    ] {
        assert_eq!(level(text, name), None, "{name} in {text:?}");
    }
}

#[test]
fn the_strongest_need_tells_the_level() {
    let taxonomy = Taxonomy::builtin();
    let passage = |text, need| Passage { text, need, setting: Setting::Demands, months: None };
    let german = taxonomy.by_name("German").unwrap();
    let of = |passages: &[Passage<'_>]| {
        taxonomy.find(passages).into_iter().find(|skill| skill.id == german).unwrap().fluency
    };
    let both = [passage("German (C1)", Need::Preferred), passage("German (B1)", Need::Required)];
    assert_eq!(of(&both), Some(B1));
    let turned = [passage("German (B1)", Need::Required), passage("German (C1)", Need::Preferred)];
    assert_eq!(of(&turned), Some(B1));
    let twice = [passage("German (A1)", Need::Shown), passage("German (B2)", Need::Shown)];
    assert_eq!(of(&twice), Some(B2));
}

#[test]
fn a_skill_without_a_level_is_kept_in_the_form_it_always_had() {
    let taxonomy = Taxonomy::builtin();
    let passage = |text| Passage { text, need: Need::Shown, setting: Setting::Listing, months: None };
    let skills = taxonomy.find(&[passage("Python (5 years), Rust, German (C1)")]);
    for skill in &skills {
        let bytes = postcard::to_allocvec(skill).unwrap();
        assert_eq!(&postcard::from_bytes::<crate::skills::Skill>(&bytes).unwrap(), skill);
        if skill.fluency.is_none() {
            let old = (skill.id, skill.need, skill.years, &skill.evidence, skill.group);
            assert_eq!(bytes, postcard::to_allocvec(&old).unwrap());
        }
    }
    assert!(skills.iter().any(|skill| skill.fluency.is_some()) && skills.iter().any(|skill| skill.years.is_some()));
}
