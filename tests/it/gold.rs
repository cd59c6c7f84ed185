//! What is understood of the demonstration documents, against labels made by reading them: `data/gold/README.md` says
//! how. The floors stand a little below what is reached, so that a change that loses something is seen.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;
use vocation::Document;
use vocation::documents;
use vocation::documents::Side;
use vocation::profile::Profile;
use vocation::skills::Need;
use vocation::skills::Taxonomy;

use crate::samples;

struct Labeled {
    label: Value,
    profile: Profile,
    taxonomy: Arc<Taxonomy>,
}

fn all() -> Vec<Labeled> {
    let engine = samples::engine();
    let labels = include_str!("../../data/gold/profiles.jsonl");
    labels
        .lines()
        .map(|line| {
            let label: Value = serde_json::from_str(line).unwrap();
            let profile = engine.understand(&read(&label));
            Labeled { label, profile, taxonomy: Arc::clone(&engine.options().taxonomy) }
        })
        .collect()
}

fn read(label: &Value) -> Document {
    let (folder, side) =
        if label["kind"] == "posting" { ("postings", Side::Posting) } else { ("resumes", Side::Resume) };
    let id = label["id"].as_str().unwrap();
    let path: PathBuf = ["md", "txt", "json"]
        .iter()
        .map(|ending| samples::demonstration(folder).join(format!("{id}.{ending}")))
        .find(|path| path.exists())
        .unwrap_or_else(|| panic!("no demonstration document {id}"));
    documents::read_path(&path, Some(side)).unwrap().next().unwrap().unwrap().document
}

impl Labeled {
    fn id(&self) -> &str {
        self.label["id"].as_str().unwrap()
    }

    /// The labeled names of some fields, in the taxonomy's spelling where it knows them.
    fn names(&self, fields: &[&str]) -> BTreeSet<String> {
        let lists = fields.iter().filter_map(|field| self.label[*field].as_array()).flatten();
        lists.map(|name| self.spelled(name.as_str().unwrap())).collect()
    }

    fn spelled(&self, name: &str) -> String {
        self.taxonomy.by_name(name).map_or(name, |id| &self.taxonomy.entry(id).name).to_lowercase()
    }

    fn found(&self) -> BTreeSet<String> {
        let asked = |need: Need| need != Need::Mentioned;
        let skills = self.profile.skills.iter().filter(|skill| asked(skill.need));
        skills.map(|skill| self.taxonomy.entry(skill.id).name.to_lowercase()).collect()
    }
}

#[test]
fn skills_are_found_and_little_else() {
    let (mut right, mut wrong, mut missed) = (0, 0, 0);
    let mut report = String::new();
    for one in all() {
        let wanted = one.names(&["required", "preferred", "shown"]);
        let optional = one.names(&["optional"]);
        let found = one.found();
        right += found.intersection(&wanted).count();
        let extra: Vec<_> = found.iter().filter(|name| !wanted.contains(*name) && !optional.contains(*name)).collect();
        let lost: Vec<_> = wanted.difference(&found).collect();
        (wrong, missed) = (wrong + extra.len(), missed + lost.len());
        report += &format!("{}\n  extra {extra:?}\n  lost {lost:?}\n", one.id());
    }
    let share = |of: usize| right as f64 / (right + of) as f64;
    let (precision, recall) = (share(wrong), share(missed));
    println!("precision {precision:.3}, recall {recall:.3}\n{report}");
    assert!(precision >= PRECISION, "precision {precision:.3}\n{report}");
    assert!(recall >= RECALL, "recall {recall:.3}\n{report}");
}

const PRECISION: f64 = 0.90;
const RECALL: f64 = 0.78;

#[test]
fn words_that_mean_something_else_are_no_skills() {
    let mut wrong = Vec::new();
    for one in all() {
        let found = one.found();
        wrong.extend(one.names(&["absent"]).intersection(&found).map(|name| format!("{}: {name}", one.id())));
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn need_is_told_apart() {
    let (mut right, mut all_named) = (0.0, 0.0);
    let mut report = Vec::new();
    for one in all().iter().filter(|one| one.label["kind"] == "posting") {
        for (field, need) in
            [("required", Need::Required), ("preferred", Need::Preferred), ("mentioned", Need::Mentioned)]
        {
            let wanted = one.names(&[field]);
            for skill in &one.profile.skills {
                let name = one.taxonomy.entry(skill.id).name.to_lowercase();
                if wanted.contains(&name) {
                    all_named += 1.0;
                    right += f64::from(u8::from(skill.need == need));
                    if skill.need != need {
                        report.push(format!("{}: {name} is {need:?}, read as {:?}", one.id(), skill.need));
                    }
                }
            }
        }
    }
    let share = right / all_named;
    println!("need {share:.3}\n{}", report.join("\n"));
    assert!(share >= 0.9, "{share:.3}\n{}", report.join("\n"));
}

/// The documents in which a fact is not as labeled, and how many are.
fn disagreements(fact: impl Fn(&Labeled) -> Option<(String, String)>) -> (f64, Vec<String>) {
    let all = all();
    let (mut asked, mut wrong) = (0.0, Vec::new());
    for one in &all {
        let Some((labeled, read)) = fact(one) else { continue };
        asked += 1.0;
        if labeled != read {
            wrong.push(format!("{}: labeled {labeled}, read {read}", one.id()));
        }
    }
    let right = 1.0 - f64::from(u32::try_from(wrong.len()).unwrap()) / asked;
    println!("{right:.3} {wrong:#?}");
    (right, wrong)
}

fn json(value: impl serde::Serialize) -> String {
    serde_json::to_string(&value).unwrap()
}

#[test]
fn levels_tracks_and_years_are_as_labeled() {
    let (level, wrong) = disagreements(|one| Some((json(&one.label["level"]), json(one.profile.seniority.level))));
    assert!(level >= 0.93, "{wrong:#?}");
    let (track, wrong) = disagreements(|one| Some((json(&one.label["track"]), json(one.profile.seniority.track))));
    assert!(track >= 0.93, "{wrong:#?}");
    let (years, wrong) = disagreements(|one| {
        let posting = one.label["kind"] == "posting";
        let number = |value: Option<f64>| value.map_or("none".to_owned(), |value| format!("{value:.1}"));
        let read = number(one.profile.seniority.years.min.map(f64::from));
        posting.then(|| (number(one.label["years_min"].as_f64()), read))
    });
    assert!(years >= 0.85, "{wrong:#?}");
}

#[test]
fn pay_is_as_labeled() {
    let (right, wrong) = disagreements(|one| {
        let label = &one.label["pay"];
        let read = one.profile.pay.as_ref();
        let number = |value: Option<f64>| value.map_or("none".to_owned(), |value| format!("{value:.0}"));
        let lone = label["min"].is_null() && read.is_some_and(|pay| pay.min == pay.max);
        let labeled = (!label.is_null()).then(|| {
            let (min, max) = (label["min"].as_f64(), label["max"].as_f64());
            let min = if lone { max } else { min };
            format!(
                "{} {} {} {}",
                label["currency"].as_str().unwrap(),
                number(min),
                number(max),
                label["period"].as_str().unwrap()
            )
        });
        let read = read.map(|pay| {
            format!("{} {} {} {}", pay.currency, number(pay.min), number(pay.max), json(pay.period).trim_matches('"'))
        });
        Some((labeled.unwrap_or_default(), read.unwrap_or_default()))
    });
    assert!(right >= 0.93, "{wrong:#?}");
}

#[test]
fn places_are_as_labeled() {
    let (mode, wrong) = disagreements(|one| {
        let posting = one.label["kind"] == "posting";
        posting.then(|| (json(&one.label["mode"]), json(one.profile.place.mode)))
    });
    assert!(mode >= 0.9, "{wrong:#?}");
    let (countries, wrong) = disagreements(|one| {
        let regional = one.label.get("region").is_some_and(|region| !region.is_null());
        (!regional).then(|| (json(&one.label["countries"]), json(&one.profile.place.countries)))
    });
    assert!(countries >= 0.9, "{wrong:#?}");
}
