//! Diversity: results that are good and unlike each other (maximal marginal relevance; Carbonell and Goldstein, 1998).

use std::collections::HashMap;

use super::companies;
use super::retrieval::Scored;

/// How many of the best are considered for each place in the list.
const CONSIDERED: usize = 10;

/// The `top` best. With `diversity` above zero each next one is the greatest in
/// `(1 - diversity) * score - diversity * nearness to what is already chosen`; failed gates stay last. No more than
/// `per_company` are of one company, whatever its legal form; those that name none are of none.
pub(super) fn best(mut scored: Vec<Scored>, top: usize, diversity: f64, per_company: Option<usize>) -> Vec<Scored> {
    let mut quota = Quota::of(per_company);
    if diversity <= 0.0 {
        scored.retain(|one| quota.admits(one));
        scored.truncate(top);
        return scored;
    }
    let failed_from = scored.iter().position(|one| one.failed).unwrap_or(scored.len());
    let mut failed = scored.split_off(failed_from);
    // Of one company no more than may be chosen, and those considered beside them, can take a place.
    let mut considered = Quota::of(per_company.map(|most| most.saturating_mul(CONSIDERED)));
    scored.retain(|one| considered.admits(one));
    let mut chosen = spread(scored, top, diversity, &mut quota);
    failed.retain(|one| quota.admits(one));
    chosen.extend(failed);
    chosen.truncate(top);
    chosen
}

/// How many of each company may still be taken.
struct Quota {
    most: Option<usize>,
    taken: HashMap<Vec<String>, usize>,
}

impl Quota {
    fn of(most: Option<usize>) -> Self {
        Self { most, taken: HashMap::new() }
    }

    /// Takes one where there is still room for its company; false where there is none.
    fn admits(&mut self, one: &Scored) -> bool {
        let (Some(most), Some(company)) = (self.most, &one.outline.profile.company) else { return true };
        let taken = self.taken.entry(companies::called(company)).or_default();
        if *taken >= most {
            return false;
        }
        *taken += 1;
        true
    }
}

fn spread(mut pool: Vec<Scored>, top: usize, diversity: f64, quota: &mut Quota) -> Vec<Scored> {
    pool.truncate(top.saturating_mul(CONSIDERED));
    let mut nearest = vec![0.0_f64; pool.len()];
    let mut left: Vec<Option<Scored>> = pool.into_iter().map(Some).collect();
    let mut chosen = Vec::new();
    while chosen.len() < top {
        let value = |at: usize, one: &Scored| (1.0 - diversity) * one.score - diversity * nearest[at];
        let best = left.iter().enumerate().filter_map(|(at, one)| one.as_ref().map(|one| (at, value(at, one)))).fold(
            None,
            |best: Option<(usize, f64)>, next| match best {
                Some(best) if best.1 >= next.1 => Some(best),
                _ => Some(next),
            },
        );
        let Some(taken) = best.and_then(|(at, _)| left[at].take()) else { break };
        if !quota.admits(&taken) {
            continue;
        }
        for (at, one) in left.iter().enumerate() {
            if let (Some(a), Some(b)) = (&taken.outline.codes, one.as_ref().and_then(|one| one.outline.codes.as_ref()))
            {
                nearest[at] = nearest[at].max(f64::from(a.cosine(b)));
            }
        }
        chosen.push(taken);
    }
    chosen
}
