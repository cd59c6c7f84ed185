//! What the finder says of sentences written for it, over a small taxonomy and over the shipped one.

mod belief;
mod doubts;
mod fluency;
mod needs;
mod shipped;
mod tables;
mod years;

use std::sync::LazyLock;

use super::Need;
use super::Passage;
use super::Setting;
use super::Skill;
use super::Taxonomy;

const SMALL: &str = include_str!("small.tsv");

fn small() -> &'static Taxonomy {
    static SMALL_TAXONOMY: LazyLock<Taxonomy> = LazyLock::new(|| Taxonomy::parse(&[("small.tsv", SMALL)]).unwrap());
    &SMALL_TAXONOMY
}

fn passage(text: &str, need: Need) -> Passage<'_> {
    Passage { text, need, setting: Setting::Prose, months: None }
}

fn skills(text: &str, need: Need) -> Vec<Skill> {
    small().find(&[passage(text, need)])
}

/// The names found, by name.
fn names_in(text: &str, need: Need) -> Vec<&'static str> {
    let mut names: Vec<&str> = skills(text, need).iter().map(|skill| small().entry(skill.id).name.as_str()).collect();
    names.sort_unstable();
    names
}

/// The names found in a text that asks, by name.
fn asked(text: &str) -> Vec<&'static str> {
    names_in(text, Need::Required)
}

/// One skill of a text that asks.
fn one(text: &str, name: &str) -> Option<Skill> {
    let id = small().by_name(name).unwrap();
    skills(text, Need::Required).into_iter().find(|skill| skill.id == id)
}
