//! Reposts and near-copies of one offer become one result.

use std::collections::HashMap;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;

use super::retrieval::Scored;
use crate::profile::Profile;

/// The cosine above which two offers with one company and one title are the same offer.
const SAME_OFFER: f32 = 0.95;

/// The most results of one company and title that a further one is compared with: a bound on time.
const COMPARED: usize = 64;

/// What near-copies of one offer have in common: company and title (case, punctuation, numbers and asides in parentheses
/// apart), as one number; `None` where there is no title.
pub(super) fn offer(posting: &Profile) -> Option<u64> {
    let title = plain(&without_asides(&posting.title));
    if title.is_empty() {
        return None;
    }
    let company = posting.company.as_deref().map(plain).unwrap_or_default();
    let mut hasher = DefaultHasher::new();
    (company, title).hash(&mut hasher);
    Some(hasher.finish())
}

/// Folds each result into the first better one of the same offer that has nearly the same text. Results stay in order.
pub(super) fn collapse(scored: Vec<Scored>) -> Vec<Scored> {
    let mut kept: Vec<Scored> = Vec::with_capacity(scored.len());
    let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
    for one in scored {
        let Some(offer) = one.offer else {
            kept.push(one);
            continue;
        };
        let same = places.entry(offer).or_default();
        match same.iter().take(COMPARED).find(|&&at| near(&kept[at], &one)) {
            Some(&at) => kept[at].copies.push(one.outline.profile.id.clone()),
            None => {
                same.push(kept.len());
                kept.push(one);
            }
        }
    }
    for one in &mut kept {
        one.copies.sort();
    }
    kept
}

fn near(a: &Scored, b: &Scored) -> bool {
    match (&a.outline.codes, &b.outline.codes) {
        (Some(a), Some(b)) => a.cosine(b) >= SAME_OFFER,
        _ => false,
    }
}

/// A title without what stands in parentheses and brackets: places and numbers of the offer.
fn without_asides(title: &str) -> String {
    let mut depth = 0_usize;
    let kept = title.chars().filter(|c| match c {
        '(' | '[' => {
            depth += 1;
            false
        }
        ')' | ']' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    });
    kept.collect()
}

/// Letters only, in lower case: titles of reposts differ in numbers and punctuation.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}
