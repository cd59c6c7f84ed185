//! Slices: the same measure over postings of one kind.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::super::significance::Interval;
use super::super::significance::Resampling;
use super::super::significance::interval;
use super::lists::Lists;
use super::measures::Measure;
use super::pairs::JudgedPairs;
use super::scores::Scores;
use crate::codes::Language;
use crate::documents::Side;
use crate::place::Mode;
use crate::profile::Profile;
use crate::seniority::Level;
use crate::skills::Need;
use crate::skills::Taxonomy;

/// The names of the areas of the taxonomy that ships, in the order of its tables.
const AREAS: [&str; 3] = ["technology", "business", "care and crafts"];

const UNSTATED: &str = "not stated";

/// The headline measure over postings of one kind: lists are cut down to them, and queries without a grade above 0 there are
/// left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Slice {
    /// By what the postings are told apart: `language`, `level`, `field` or `remote`.
    pub dimension: &'static str,
    /// What they have in common.
    pub value: String,
    /// The mean of [`Measure::HEADLINE`] with its interval over queries.
    pub interval: Interval,
    /// How many queries there are.
    pub queries: usize,
    /// How many pairs their lists hold.
    pub pairs: usize,
}

/// The slices of a system's lists by the postings' language, level, field and way of working. A posting's field is the area of
/// the taxonomy that most of its skills are of, by how much they tell.
#[must_use]
pub fn slices(
    scores: &Scores,
    pairs: &JudgedPairs,
    by: Side,
    taxonomy: &Taxonomy,
    resampling: Resampling,
) -> Vec<Slice> {
    let dimensions: [(&'static str, Vec<(usize, String)>); 4] = [
        ("language", labels(pairs, |profile| (0, profile.language.as_ref().map(language)))),
        ("level", labels(pairs, level)),
        ("field", labels(pairs, |profile| field(profile, taxonomy))),
        ("remote", labels(pairs, |profile| (0, profile.place.mode.map(Mode::word).map(str::to_owned)))),
    ];
    let mut found = Vec::new();
    for (dimension, labels) in dimensions {
        let values: BTreeSet<&(usize, String)> = labels.iter().collect();
        for value in values {
            let lists = Lists::of_those(pairs, by, |at| labels[pairs.pairs()[at].posting] == *value);
            let measured: Vec<f64> =
                lists.lists.iter().filter_map(|list| Measure::HEADLINE.of(list, pairs, scores)).collect();
            if !measured.is_empty() {
                let interval = interval(&measured, resampling);
                let (queries, pairs) = (measured.len(), lists.pairs());
                found.push(Slice { dimension, value: value.1.clone(), interval, queries, pairs });
            }
        }
    }
    found
}

/// What a posting is called in a dimension, and where that stands among the others; what is not stated comes last.
fn labels(pairs: &JudgedPairs, of: impl Fn(&Profile) -> (usize, Option<String>)) -> Vec<(usize, String)> {
    let label = |(order, label): (usize, Option<String>)| match label {
        Some(label) => (order, label),
        None => (usize::MAX, UNSTATED.to_owned()),
    };
    pairs.postings().iter().map(|posting| label(of(&posting.entry.profile))).collect()
}

fn language(language: &Language) -> String {
    language.code().to_owned()
}

fn level(profile: &Profile) -> (usize, Option<String>) {
    let level = profile.seniority.level;
    let order = level.and_then(|level| Level::ALL.iter().position(|one| *one == level));
    (order.unwrap_or(0), level.map(|level| level.name().to_owned()))
}

fn field(profile: &Profile, taxonomy: &Taxonomy) -> (usize, Option<String>) {
    let mut telling: BTreeMap<usize, f32> = BTreeMap::new();
    for skill in profile.skills.iter().filter(|skill| skill.need != Need::Mentioned) {
        *telling.entry(taxonomy.entry(skill.id).area).or_default() += taxonomy.entry(skill.id).telling;
    }
    let most = telling.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
    let name = |area: usize| AREAS.get(area).map_or_else(|| format!("area {}", area + 1), |name| (*name).to_owned());
    (most.map_or(0, |most| most.0), most.map(|most| name(most.0)))
}
