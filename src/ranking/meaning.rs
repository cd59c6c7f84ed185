//! The two signals of meaning: the whole texts, and the names of the work.

use super::pair::Pair;
use super::signals::Words;

/// Cosines of whole texts at or below which nothing is shared, and at or above which all is.
const WHOLE: (f64, f64) = (0.15, 0.85);

/// The same for the names of the work, which are shorter and lie farther apart.
const ROLE: (f64, f64) = (0.1, 0.9);

/// How near the two texts are as a whole: the cosine of their int8 codes, stretched over the range that occurs.
pub(super) fn whole(pair: &Pair<'_>, words: &mut Words) -> Option<f64> {
    let (Some(posting), Some(resume)) = (pair.posting.codes, pair.resume.codes) else {
        words.say(|| "one of the texts holds no word that is known; counted as average".to_owned());
        return None;
    };
    let cosine = f64::from(posting.cosine(resume));
    let strength = stretch(cosine, WHOLE);
    words.say(|| format!("the texts are {} (cosine {cosine:.2})", nearness(strength)));
    Some(strength)
}

/// How near the posting's title is to the nearest of the person's roles; the headline and the latest position count in
/// full, earlier ones a little less.
pub(super) fn role(pair: &Pair<'_>, words: &mut Words) -> Option<f64> {
    let (Some(title), false) = (pair.posting.roles.first(), pair.resume.roles.is_empty()) else {
        words.say(|| "a title is missing; counted as average".to_owned());
        return None;
    };
    let (at, cosine) = pair
        .resume
        .roles
        .iter()
        .enumerate()
        .map(|(at, role)| (at, f64::from(title.cosine(role)) * if at < 2 { 1.0 } else { EARLIER }))
        .fold((0, f64::NEG_INFINITY), |best, next| if next.1 > best.1 { next } else { best });
    let strength = stretch(cosine, ROLE);
    words.say(|| {
        let held = pair.resume.profile.roles.get(at).map_or("", String::as_str);
        format!("\u{201c}{}\u{201d} is {} \u{201c}{held}\u{201d}", pair.posting.profile.title, nearness_to(strength))
    });
    Some(strength)
}

/// What a role before the latest counts.
const EARLIER: f64 = 0.9;

fn stretch(cosine: f64, (least, most): (f64, f64)) -> f64 {
    ((cosine - least) / (most - least)).clamp(0.0, 1.0)
}

fn nearness(strength: f64) -> &'static str {
    match strength {
        s if s >= 0.75 => "very near in meaning",
        s if s >= 0.55 => "near in meaning",
        s if s >= 0.35 => "somewhat near in meaning",
        _ => "far apart in meaning",
    }
}

fn nearness_to(strength: f64) -> &'static str {
    match strength {
        s if s >= 0.8 => "much the same work as",
        s if s >= 0.55 => "near",
        s if s >= 0.35 => "somewhat near",
        _ => "far from",
    }
}
