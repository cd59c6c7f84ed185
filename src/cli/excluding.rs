//! What `--without` excludes, where that is nothing.

use std::collections::BTreeSet;

use vocation::Engine;
use vocation::documents::Side;
use vocation::ranking::are_of_one_company;

use super::Failure;
use super::output;

/// Above so many postings the names of companies are not looked through for a remark.
const LOOKED_THROUGH: usize = 20_000;

/// How many names a remark tells.
const NAMED: usize = 3;

/// Warns of names that no company has, with those that begin alike.
pub(super) fn remark(engine: &Engine, without: &[String]) -> Result<(), Failure> {
    let kept = engine.newest()?;
    let mut names = BTreeSet::new();
    for (count, entry) in kept.entries(Side::Posting).enumerate() {
        if count >= LOOKED_THROUGH {
            return Ok(());
        }
        names.extend(entry?.profile.company.clone());
    }
    for name in without.iter().filter(|name| !names.iter().any(|company| are_of_one_company(company, name))) {
        let near: Vec<&str> = names.iter().filter(|company| near(company, name)).map(String::as_str).collect();
        let named = near.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
        let more = if near.len() > NAMED { ", ..." } else { "" };
        output::warn(&match near.is_empty() {
            true => format!("--without {name}: no company is called so, and nothing is excluded"),
            false => format!(
                "--without {name}: no company is called so, and nothing is excluded; there is {named}{more}: write the whole name"
            ),
        });
    }
    Ok(())
}

/// True for a company of whose name the other is a part, in whole words.
fn near(company: &str, name: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (company, name) = (words(company), words(name));
    !name.is_empty() && company.windows(name.len()).any(|part| part == name)
}
