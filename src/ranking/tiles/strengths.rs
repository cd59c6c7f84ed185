//! The signals of meaning of sixteen pairs at once.

use super::Lanes;
use super::offers::Named;
use super::offers::Offers;
use super::sixteen::Placed;
use super::sixteen::Sixteen;
use crate::embedding::Codes;
use crate::index::Flat;
use crate::index::LANES;
use crate::ranking::meaning;
use crate::ranking::meaning::stretch;

/// The cosines of a vector with those of sixteen; what stands where there is none means nothing.
#[inline(always)]
#[allow(clippy::inline_always, reason = "compiled for each width of registers")]
fn cosines((flat, squared): &(Flat, i32), placed: &Placed) -> Lanes {
    let products = placed.tile.products(flat);
    let mut cosines = [0.0; LANES];
    for lane in 0..LANES {
        cosines[lane] = f64::from(Codes::cosine_of(products[lane], *squared, placed.squared[lane].max(1)));
    }
    cosines
}

/// Cosines as strengths, over the range that occurs.
#[inline(always)]
#[allow(clippy::inline_always, reason = "compiled for each width of registers")]
fn stretched(cosines: &Lanes, range: (f64, f64)) -> Lanes {
    let mut strengths = [0.0; LANES];
    for lane in 0..LANES {
        strengths[lane] = stretch(cosines[lane], range);
    }
    strengths
}

/// The same of cosines of words.
#[inline(always)]
#[allow(clippy::inline_always, reason = "compiled for each width of registers")]
fn spoken(cosines: &[f32; LANES], range: (f64, f64)) -> Lanes {
    let mut strengths = [0.0; LANES];
    for lane in 0..LANES {
        strengths[lane] = stretch(f64::from(cosines[lane]), range);
    }
    strengths
}

/// NaN where there is nothing to tell.
#[inline(always)]
#[allow(clippy::inline_always, reason = "compiled for each width of registers")]
fn where_any(any: &[bool; LANES], strengths: &Lanes) -> Lanes {
    let mut told = [f64::NAN; LANES];
    for lane in 0..LANES {
        told[lane] = if any[lane] { strengths[lane] } else { f64::NAN };
    }
    told
}

/// What [`meaning::whole`] gives.
#[inline(always)]
#[allow(clippy::inline_always, reason = "compiled for each width of registers")]
pub(super) fn whole(offers: &Offers, offer: usize, sixteen: &Sixteen<'_>) -> Lanes {
    let Some(posting) = &offers.laid[offer].whole else { return [f64::NAN; LANES] };
    let strengths = stretched(&cosines(posting, &sixteen.whole), meaning::WHOLE);
    where_any(&sixteen.whole.any, &strengths)
}

/// What [`meaning::words`] gives.
#[inline(always)]
#[allow(clippy::inline_always, reason = "compiled for each width of registers")]
pub(super) fn words(offers: &Offers, offer: usize, sixteen: &Sixteen<'_>) -> Lanes {
    let words = &offers.entries[offer].profile.words;
    if words.is_empty() {
        return [f64::NAN; LANES];
    }
    where_any(&sixteen.words.any, &spoken(&sixteen.words.cosines(words), meaning::WORDS))
}

/// What [`meaning::role`] gives.
#[inline(always)]
#[allow(clippy::inline_always, reason = "compiled for each width of registers")]
pub(super) fn role(offers: &Offers, offer: usize, sixteen: &Sixteen<'_>) -> Lanes {
    let nearest = nearest(offers, offer, sixteen);
    let named = &offers.entries[offer].profile.role_words;
    let generic = if offers.laid[offer].title.is_some() { meaning::GENERIC } else { f64::NAN };
    let spoken = match named.is_empty() {
        true => [generic; LANES],
        false => spoken(&sixteen.words.cosines(named), meaning::SPOKEN_RANGE),
    };
    let spoken = where_any(&sixteen.words.any, &spoken);
    let mut strengths = [f64::NAN; LANES];
    for lane in 0..LANES {
        let both = (1.0 - meaning::SPOKEN) * nearest[lane] + meaning::SPOKEN * spoken[lane];
        let one = if nearest[lane].is_nan() { spoken[lane] } else { nearest[lane] };
        strengths[lane] = if both.is_nan() { one } else { both };
    }
    strengths
}

/// How near the nearest of each person's roles is; NaN where a side names none.
#[inline(always)]
#[allow(clippy::inline_always, reason = "compiled for each width of registers")]
fn nearest(offers: &Offers, offer: usize, sixteen: &Sixteen<'_>) -> Lanes {
    let laid = &offers.laid[offer];
    let Some(title) = &laid.title else { return [f64::NAN; LANES] };
    // Below any nearness: there was no role yet.
    let mut nearest = [-1.0; LANES];
    for (at, (placed, named)) in sixteen.roles.iter().enumerate() {
        let mut near = stretched(&cosines(title, placed), meaning::ROLE);
        let suspects = may_hold(laid.named, named);
        if suspects != 0 {
            contained(offers, offer, sixteen, at, suspects, &mut near);
        }
        let factor = if at < meaning::LATEST { 1.0 } else { meaning::EARLIER };
        for lane in 0..LANES {
            let near = if placed.any[lane] { near[lane] * factor } else { -1.0 };
            nearest[lane] = if near > nearest[lane] { near } else { nearest[lane] };
        }
    }
    for near in &mut nearest {
        *near = if *near < 0.0 { f64::NAN } else { *near };
    }
    nearest
}

/// A bit for each lane in which a name may hold that of a person's role, or be held by it.
#[inline(always)]
#[allow(clippy::inline_always, reason = "compiled for each width of registers")]
fn may_hold(title: Named, roles: &[Named; LANES]) -> u32 {
    let mut suspects = 0;
    for (lane, role) in roles.iter().enumerate() {
        let suspect = (title.part & !role.whole == 0) | (role.part & !title.whole == 0);
        suspects |= u32::from(suspect) << lane;
    }
    suspects
}

/// Roles whose name holds the title's, or is held by it, are near at least.
fn contained(offers: &Offers, offer: usize, sixteen: &Sixteen<'_>, at: usize, suspects: u32, near: &mut Lanes) {
    let title = offers.entries[offer].profile.plain_roles.first().map_or("", String::as_str);
    for (lane, (near, member)) in near.iter_mut().zip(sixteen.members).enumerate() {
        if suspects >> lane & 1 == 0 {
            continue;
        }
        let Some(role) = member.profile.plain_roles.get(at) else { continue };
        if meaning::holds(title, role) || meaning::holds(role, title) {
            *near = near.max(meaning::CONTAINED);
        }
    }
}
