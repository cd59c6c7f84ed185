//! Reposts and near-copies of one offer become one result.

use std::collections::HashMap;

use super::retrieval::Scored;

/// The cosine above which two offers with one company and one title are the same offer.
const SAME_OFFER: f32 = 0.95;

/// The most results of one company and title that a further one is compared with: a bound on time.
const COMPARED: usize = 64;

/// Folds each result into the first better one that has the same company, the same title (case, punctuation,
/// numbers and asides in parentheses apart) and nearly the same text. Results stay in order.
pub(super) fn collapse(scored: Vec<Scored>) -> Vec<Scored> {
    let mut kept: Vec<Scored> = Vec::with_capacity(scored.len());
    let mut places: HashMap<(String, String), Vec<usize>> = HashMap::new();
    for one in scored {
        let profile = &one.entry.profile;
        let title = plain(&without_asides(&profile.title));
        if title.is_empty() {
            kept.push(one);
            continue;
        }
        let company = profile.company.as_deref().map(plain).unwrap_or_default();
        let same = places.entry((company, title)).or_default();
        match same.iter().take(COMPARED).find(|&&at| near(&kept[at], &one)) {
            Some(&at) => kept[at].copies.push(one.entry.profile.id.clone()),
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
    match (&a.entry.codes, &b.entry.codes) {
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
