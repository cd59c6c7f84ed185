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
    std::array::from_fn(|lane| f64::from(Codes::cosine_of(products[lane], *squared, placed.squared[lane].max(1))))
}

/// What [`meaning::whole`] gives.
#[inline(always)]
#[allow(clippy::inline_always, reason = "compiled for each width of registers")]
pub(super) fn whole(offers: &Offers, offer: usize, sixteen: &Sixteen<'_>) -> Lanes {
    let Some(posting) = &offers.laid[offer].whole else { return [f64::NAN; LANES] };
    let cosines = cosines(posting, &sixteen.whole);
    std::array::from_fn(|lane| match sixteen.whole.squared[lane] {
        0 => f64::NAN,
        _ => stretch(cosines[lane], meaning::WHOLE),
    })
}

/// What [`meaning::words`] gives.
#[inline(always)]
#[allow(clippy::inline_always, reason = "compiled for each width of registers")]
pub(super) fn words(offers: &Offers, offer: usize, sixteen: &Sixteen<'_>) -> Lanes {
    let words = &offers.entries[offer].profile.words;
    if words.is_empty() {
        return [f64::NAN; LANES];
    }
    let cosines = sixteen.words.cosines(words);
    std::array::from_fn(|lane| match sixteen.words.any[lane] {
        true => stretch(f64::from(cosines[lane]), meaning::WORDS),
        false => f64::NAN,
    })
}

/// What [`meaning::role`] gives.
#[inline(always)]
#[allow(clippy::inline_always, reason = "compiled for each width of registers")]
pub(super) fn role(offers: &Offers, offer: usize, sixteen: &Sixteen<'_>) -> Lanes {
    let nearest = nearest(offers, offer, sixteen);
    let named = &offers.entries[offer].profile.role_words;
    let generic = if offers.laid[offer].title.is_some() { meaning::GENERIC } else { f64::NAN };
    let spoken: Lanes = match named.is_empty() {
        true => [generic; LANES],
        false => {
            let cosines = sixteen.words.cosines(named);
            std::array::from_fn(|lane| stretch(f64::from(cosines[lane]), meaning::SPOKEN_RANGE))
        }
    };
    std::array::from_fn(|lane| {
        let spoken = if sixteen.words.any[lane] { spoken[lane] } else { f64::NAN };
        match (nearest[lane].is_nan(), spoken.is_nan()) {
            (false, false) => (1.0 - meaning::SPOKEN) * nearest[lane] + meaning::SPOKEN * spoken,
            (false, true) => nearest[lane],
            (true, _) => spoken,
        }
    })
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
        let cosines = cosines(title, placed);
        let mut near: Lanes = std::array::from_fn(|lane| stretch(cosines[lane], meaning::ROLE));
        if may_hold(laid.named, named) {
            contained(offers, offer, sixteen, at, &mut near);
        }
        for lane in 0..LANES {
            let near = if at < meaning::LATEST { near[lane] } else { near[lane] * meaning::EARLIER };
            let near = if placed.squared[lane] == 0 { -1.0 } else { near };
            nearest[lane] = if near > nearest[lane] { near } else { nearest[lane] };
        }
    }
    nearest.map(|near| if near < 0.0 { f64::NAN } else { near })
}

/// True where a name may hold that of a role of some person, or be held by it.
#[inline(always)]
#[allow(clippy::inline_always, reason = "compiled for each width of registers")]
fn may_hold(title: Named, roles: &[Named; LANES]) -> bool {
    let mut any = false;
    for role in roles {
        any |= (title.part & !role.whole == 0) | (role.part & !title.whole == 0);
    }
    any
}

/// Roles whose name holds the title's, or is held by it, are near at least.
#[cold]
fn contained(offers: &Offers, offer: usize, sixteen: &Sixteen<'_>, at: usize, near: &mut Lanes) {
    let title = offers.entries[offer].profile.plain_roles.first().map_or("", String::as_str);
    for (near, member) in near.iter_mut().zip(sixteen.members) {
        let Some(role) = member.profile.plain_roles.get(at) else { continue };
        if meaning::holds(title, role) || meaning::holds(role, title) {
            *near = near.max(meaning::CONTAINED);
        }
    }
}
