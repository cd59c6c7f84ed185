//! The skills signal of sixteen pairs at once.

use super::Lanes;
use super::offers::Offers;
use super::sixteen::Sixteen;
use crate::index::LANES;
use crate::profile::Profile;
use crate::ranking::skills;
use crate::ranking::skills::PRIOR_SHARE;
use crate::ranking::skills::PRIOR_TELLING;
use crate::skills::SkillId;
use crate::skills::Taxonomy;

/// A skill that a posting asks for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ask {
    skill: SkillId,
    /// Its place among the posting's skills.
    at: u32,
    /// How telling it is: of alternatives the most.
    telling: f64,
    /// What it counts for its need.
    share: f64,
    /// True where it is the first of alternatives, or has none.
    opens: bool,
    /// True where kinship alone does not tell how far it is met.
    asks_how_much: bool,
}

/// Appends the skills that a posting asks for: alternatives next to each other, where the first of them stands.
pub(super) fn lay_out(posting: &Profile, taxonomy: &Taxonomy, into: &mut Vec<Ask>) {
    let mut met: Vec<(Option<u16>, Vec<Ask>)> = Vec::new();
    for (at, skill) in (0_u32..).zip(&posting.skills).filter(|(_, skill)| skills::is_asked(skill)) {
        let telling = f64::from(taxonomy.entry(skill.id).telling);
        let (share, asks_how_much) = (skills::share_of(skill.need), skills::asks_how_much(skill));
        let ask = Ask { skill: skill.id, at, telling, share, opens: false, asks_how_much };
        match met.iter_mut().find(|(group, _)| group.is_some() && *group == skill.group) {
            Some((_, others)) => others.push(ask),
            None => met.push((skill.group, vec![ask])),
        }
    }
    for (_, mut alternatives) in met {
        let telling = alternatives.iter().map(|ask| ask.telling).fold(0.0, f64::max);
        alternatives.iter_mut().for_each(|ask| ask.telling = telling);
        alternatives[0].opens = true;
        into.append(&mut alternatives);
    }
}

/// What [`skills::strength`] gives for a posting and each of sixteen résumés.
#[inline(always)]
#[allow(clippy::inline_always, reason = "compiled for each width of registers")]
pub(super) fn strengths(offers: &Offers, offer: usize, sixteen: &Sixteen<'_>) -> Lanes {
    let laid = &offers.laid[offer];
    let asks = &offers.asks[laid.asks.clone()];
    if asks.is_empty() {
        return [f64::NAN; LANES];
    }
    let (mut credited, mut asked) = ([PRIOR_TELLING * PRIOR_SHARE; LANES], [PRIOR_TELLING; LANES]);
    for alternatives in asks.chunk_by(|_, next| !next.opens) {
        let first = alternatives[0];
        let mut credits = credits(first, offers, offer, sixteen);
        let mut weights = [first.telling * first.share; LANES];
        for &ask in &alternatives[1..] {
            let others = self::credits(ask, offers, offer, sixteen);
            let weight = ask.telling * ask.share;
            for lane in 0..LANES {
                let better = others[lane] > credits[lane];
                credits[lane] = if better { others[lane] } else { credits[lane] };
                weights[lane] = if better { weight } else { weights[lane] };
            }
        }
        for lane in 0..LANES {
            credited[lane] += weights[lane] * credits[lane];
            asked[lane] += weights[lane];
        }
    }
    for lane in 0..LANES {
        credited[lane] = (credited[lane] / asked[lane]).clamp(0.0, 1.0);
    }
    credited
}

/// How far each résumé meets one skill.
#[inline(always)]
#[allow(clippy::inline_always, reason = "compiled for each width of registers")]
fn credits(ask: Ask, offers: &Offers, offer: usize, sixteen: &Sixteen<'_>) -> Lanes {
    let kinship = sixteen.shown.kinship(ask.skill);
    if ask.asks_how_much {
        let asked = &offers.entries[offer].profile.skills[ask.at as usize];
        return std::array::from_fn(|lane| match kinship[lane] > 0.0 {
            true => skills::best_answer(asked, sixteen.shown.answering(lane, ask.skill)).0,
            false => 0.0,
        });
    }
    let mut credits = [0.0; LANES];
    for lane in 0..LANES {
        credits[lane] = f64::from(kinship[lane]);
    }
    credits
}
