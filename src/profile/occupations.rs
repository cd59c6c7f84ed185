//! Which occupations of a taxonomy a document's titles name.

use super::Profile;
use crate::seniority;
use crate::skills::Occupation;
use crate::skills::Taxonomy;

/// What ends the name of the work within a title: a team, a place, who may apply.
const ENDS: [&str; 8] = [" - ", " \u{2013} ", " \u{2014} ", ",", "(", "|", ":", " @ "];

impl Profile {
    /// The occupations that the title names, or of a person the first of their titles that names any; none where the
    /// taxonomy has none of that name.
    #[must_use]
    pub fn occupations<'a>(&self, taxonomy: &'a Taxonomy) -> Vec<&'a Occupation> {
        if taxonomy.occupations().is_empty() {
            return Vec::new();
        }
        let titles = std::iter::once(&self.title).chain(&self.roles);
        titles.map(|title| named(title, taxonomy)).find(|found| !found.is_empty()).unwrap_or_default()
    }
}

/// The occupations of a title: as it stands, up to where a team or place begins, and each without its level; then what is
/// left of two words at least when words in front are left off, which say what kind of it is meant ("Rust software
/// developer").
fn named<'a>(title: &str, taxonomy: &'a Taxonomy) -> Vec<&'a Occupation> {
    let end = ENDS.iter().filter_map(|end| title.find(end)).filter(|at| *at > 0).min().unwrap_or(title.len());
    let short = title[..end].trim();
    let plain = seniority::without_level(short);
    let wholes = [title, short, plain.as_str()];
    let words: Vec<&str> = plain.split_whitespace().collect();
    let ends = (1..words.len().saturating_sub(1)).map(|first| words[first..].join(" "));
    let all = wholes.into_iter().map(str::to_owned).chain(ends);
    all.map(|name| taxonomy.occupations_called(&name)).find(|found| !found.is_empty()).unwrap_or_default()
}
