//! Position bias: what stands low is looked at less, whatever it is worth.

use super::events::Events;
use super::examples::Example;
use super::fit;
use super::fit::Laid;
use crate::engine::Engine;
use crate::error::Error;
use crate::error::Result;
use crate::ranking::Weights;

/// The last rank of each group of ranks that is taken to be looked at alike.
const GROUPS: [u32; 13] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 25, u32::MAX];

/// Rounds of expectation and maximization, at most, and the change of every share below which they end.
const ROUNDS: usize = 60;
const SETTLED: f64 = 1e-5;

/// What is looked at more seldom counts as if it were looked at this often: without a least share a few events far down would
/// decide everything (clipped inverse propensity).
const LEAST_LOOKED_AT: f64 = 0.05;

/// How weakly the fit within the rounds is pulled toward the current weights: only so that the fit is one where signals go
/// together. A stronger pull would be a bias: what it leaves unexplained of the signal that pages were ranked by is taken for
/// looking.
const PULL: f64 = 0.000_003;

/// The least that position bias can be told from.
const LEAST_SHOWN: usize = 1_000;
const LEAST_CLICKED: usize = 100;
const LEAST_SPREAD: usize = 3;

/// How often a group of ranks is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// The first rank of the group.
    pub from: u32,
    /// The last that was shown.
    pub to: u32,
    /// How many pairs were shown there.
    pub shown: usize,
    /// How many of them came to anything.
    pub clicked: usize,
    /// How often what stands there is looked at, the most looked-at group being 1.
    pub looked_at: f64,
}

/// What events teach.
#[derive(Clone, Debug, PartialEq)]
pub struct Studied {
    /// How often each group of ranks is looked at.
    pub positions: Vec<Position>,
    /// What was shown, each grade that it reached divided by how often its rank is looked at.
    pub examples: Vec<Example>,
}

/// What was shown becomes examples, with the bias of its position taken out or, for comparison, left in.
///
/// The position-based model: what is shown comes to something where it is looked at, which depends on its rank alone, and suits,
/// which depends on the pair alone. Both are estimated from the events by expectation and maximization, how well a pair suits
/// being logistic in its strengths, so that no pair need be shown at two ranks (Wang et al., "Position bias estimation for
/// unbiased learning to rank in personal search", 2018). Then each step that was reached counts one over how often its rank is
/// looked at (inverse propensity, clipped; with the loss log(1 + exp(z)) - label z that is unbiased and convex: Saito et al.,
/// "Unbiased recommender learning from missing-not-at-random implicit feedback", 2020).
///
/// # Errors
/// [`Error::Usage`] with the number that is missing where the events are too few, or too few ranks were shown; as
/// [`strengths`](super::strengths).
pub fn studied(engine: &Engine, events: &Events, current: &Weights, corrected: bool) -> Result<Studied> {
    let pairs: Vec<(&str, &str)> =
        events.shown.iter().map(|shown| (shown.posting.as_str(), shown.resume.as_str())).collect();
    let strengths = super::strengths(engine, &pairs)?;
    of_strengths(events, strengths, current, corrected)
}

/// The same, of strengths that are known: one list for each that was shown.
pub(super) fn of_strengths(
    events: &Events,
    strengths: Vec<Vec<Option<f64>>>,
    current: &Weights,
    corrected: bool,
) -> Result<Studied> {
    let groups: Vec<usize> =
        events.shown.iter().map(|shown| GROUPS.partition_point(|&last| last < shown.rank)).collect();
    refuse_too_thin(events, &groups)?;
    let examples: Vec<Example> = events
        .shown
        .iter()
        .zip(strengths)
        .map(|(shown, strengths)| Example {
            posting: shown.posting.clone(),
            resume: shown.resume.clone(),
            strengths,
            reached: shown.reached(),
        })
        .collect();
    let looked_at = if corrected { looked_at(&examples, &groups, current) } else { [1.0; GROUPS.len()] };
    let corrected = |(mut example, group): (Example, &usize)| {
        example.reached = example.reached.map(|one| one / looked_at[*group].max(LEAST_LOOKED_AT));
        example
    };
    let positions = positions(events, &groups, &looked_at);
    Ok(Studied { positions, examples: examples.into_iter().zip(&groups).map(corrected).collect() })
}

/// How often each group of ranks is looked at, the most looked-at being 1.
#[allow(clippy::cast_precision_loss)]
fn looked_at(examples: &[Example], groups: &[usize], current: &Weights) -> [f64; GROUPS.len()] {
    let clicked: Vec<bool> = examples.iter().map(|example| example.reached[0] > 0.0).collect();
    let mut looked_at = [1.0; GROUPS.len()];
    for (group, share) in looked_at.iter_mut().enumerate() {
        let here = groups.iter().zip(&clicked).filter(|(at, _)| **at == group);
        let (count, hits) =
            here.fold((0.0, 0.0), |(count, hits), (_, hit)| (count + 1.0, hits + f64::from(u8::from(*hit))));
        *share = if count > 0.0 { hits / count } else { 0.0 };
    }
    let most = looked_at.iter().copied().fold(1e-6, f64::max);
    looked_at.iter_mut().for_each(|share| *share = (*share / most).clamp(0.01, 1.0));
    // Round by round: how likely each pair suits, given what was seen; from it how often ranks are looked at.
    let mut laid = Laid::new(&examples.iter().collect::<Vec<_>>(), false);
    let mut variables = fit::start(current);
    let mut suits: Vec<f64> = vec![0.3; examples.len()];
    for _ in 0..ROUNDS {
        let mut sums = [(0.0, 0.0); GROUPS.len()];
        for (at, suit) in suits.iter_mut().enumerate() {
            let look = looked_at[groups[at]];
            let (looked, suited) = if clicked[at] {
                (1.0, 1.0)
            } else {
                let unseen = (1.0 - look * *suit).max(1e-9);
                (look * (1.0 - *suit) / unseen, *suit * (1.0 - look) / unseen)
            };
            sums[groups[at]].0 += looked;
            sums[groups[at]].1 += 1.0;
            *suit = suited;
        }
        laid.reaching(&suits);
        variables = laid.solved(current, PULL, variables);
        suits = laid.likely(&variables, 0);
        let mut change = 0.0_f64;
        for (share, (looked, count)) in looked_at.iter_mut().zip(sums) {
            if count > 0.0 {
                let next: f64 = looked / count;
                change = change.max((next - *share).abs());
                *share = next;
            }
        }
        if change < SETTLED {
            break;
        }
    }
    let most = looked_at.iter().copied().fold(1e-6, f64::max);
    looked_at.map(|share| share / most)
}

fn positions(events: &Events, groups: &[usize], looked_at: &[f64]) -> Vec<Position> {
    let mut found = Vec::new();
    for (group, &looked_at) in looked_at.iter().enumerate() {
        let here = || events.shown.iter().zip(groups).filter(|(_, at)| **at == group).map(|(shown, _)| shown);
        if let (Some(from), Some(to)) = (here().map(|one| one.rank).min(), here().map(|one| one.rank).max()) {
            let clicked = here().filter(|one| one.grade > 0).count();
            found.push(Position { from, to, shown: here().count(), clicked, looked_at });
        }
    }
    found
}

fn refuse_too_thin(events: &Events, groups: &[usize]) -> Result<()> {
    let clicked = events.shown.iter().filter(|shown| shown.grade > 0).count();
    let spread = groups.iter().collect::<std::collections::BTreeSet<_>>().len();
    let missing = |what: &str, count: usize, least: usize| Error::Usage {
        problem: format!("{count} {what}, {} too few to tell position bias from", least - count),
        remedy: "gather more events, or learn from judgments".to_owned(),
    };
    if events.shown.len() < LEAST_SHOWN {
        return Err(missing("pairs shown", events.shown.len(), LEAST_SHOWN));
    }
    if clicked < LEAST_CLICKED {
        return Err(missing("pairs that came to anything", clicked, LEAST_CLICKED));
    }
    if spread < LEAST_SPREAD {
        return Err(missing("groups of ranks", spread, LEAST_SPREAD));
    }
    Ok(())
}
