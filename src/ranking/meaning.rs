//! The two signals of meaning: the whole texts, and the names of the work.

use super::pair::Pair;
use super::pair::Party;
use super::signals::Because;
use crate::skills::Occupation;

/// Cosines of whole texts at or below which nothing is shared, and at or above which all is.
pub(super) const WHOLE: (f64, f64) = (0.15, 0.85);

/// The same for the names of the work, which are shorter and lie farther apart.
pub(super) const ROLE: (f64, f64) = (0.1, 0.9);

/// How near the two texts are as a whole: the cosine of their int8 codes, stretched over the range that occurs.
pub(super) fn whole(pair: &Pair<'_>, because: &mut Because) -> Option<f64> {
    let (Some(posting), Some(resume)) = (pair.posting.codes, pair.resume.codes) else {
        because.say(|| "one of the texts holds no word that is known; counted as average".to_owned());
        return None;
    };
    let cosine = f64::from(posting.cosine(resume));
    let strength = stretch(cosine, WHOLE);
    because.say(|| format!("the texts are {} (cosine {cosine:.2})", nearness(strength)));
    Some(strength)
}

/// The strength of a cosine of whole texts.
pub(super) fn of_cosine(cosine: f64) -> f64 {
    stretch(cosine, WHOLE)
}

/// How near the posting's title, its level left out, is to the nearest of the person's roles, and how much of what it
/// names the person's text speaks of: the mean of the two, the second counting more, or the one that can be told. The
/// headline and the latest position count in full, earlier ones a little less.
pub(super) fn role(pair: &Pair<'_>, because: &mut Because) -> Option<f64> {
    let named = &pair.posting.profile.role_words;
    let spoken = match (named.is_empty(), pair.resume.profile.words.is_empty()) {
        (_, true) => None,
        (true, false) => pair.posting.roles.first().map(|_| GENERIC),
        (false, false) => Some(stretch(f64::from(pair.title_cosine()), SPOKEN_RANGE)),
    };
    let nearest = nearest_role(pair);
    let strength = match (nearest, spoken) {
        (Some((_, near)), Some(spoken)) => (1.0 - SPOKEN) * near + SPOKEN * spoken,
        (Some((_, near)), None) => near,
        (None, Some(spoken)) => spoken,
        (None, None) => {
            because.say(|| "the titles say too little; counted as average".to_owned());
            return None;
        }
    };
    because.say(|| {
        let title = &pair.posting.profile.title;
        match nearest {
            Some((at, near)) => {
                let held = pair.resume.profile.roles.get(at).map_or("", String::as_str);
                let spoken = match spoken {
                    Some(_) if named.is_empty() => "; what it names is too common to tell".to_owned(),
                    Some(spoken) => format!("; the r\u{e9}sum\u{e9} {} that work", spoken_of(spoken)),
                    None => String::new(),
                };
                format!(
                    "\u{201c}{title}\u{201d} is {} \u{201c}{held}\u{201d}{spoken}{}",
                    nearness_to(near),
                    occupations(pair)
                )
            }
            None => {
                format!("the r\u{e9}sum\u{e9} {} \u{201c}{title}\u{201d}{}", spoken_of(strength), occupations(pair))
            }
        }
    });
    Some(strength)
}

/// What a taxonomy with occupations calls the work of both sides; empty where it knows neither. It changes no strength.
fn occupations(pair: &Pair<'_>) -> String {
    let of = |party: &Party<'_>| party.profile.occupations(pair.taxonomy);
    let (posting, resume) = (of(&pair.posting), of(&pair.resume));
    let named = |one: &Occupation| match one.codes.last() {
        Some(code) => format!("{} ({code})", one.name),
        None => one.name.clone(),
    };
    let both = posting.iter().find(|one| resume.contains(one));
    match (both, posting.first(), resume.first()) {
        (Some(both), ..) => format!("; both are {}", named(both)),
        (None, Some(asked), Some(held)) => format!("; the work is {}, the person's {}", named(asked), named(held)),
        (None, Some(asked), None) => format!("; the work is {}", named(asked)),
        (None, None, Some(held)) => format!("; the person's work is {}", named(held)),
        (None, None, None) => String::new(),
    }
}

/// What the words of the title count beside the nearness of titles.
pub(super) const SPOKEN: f64 = 0.65;

/// What a title without any telling word ("Software Engineer") counts as being spoken of: it names too much to tell.
pub(super) const GENERIC: f64 = 0.3;

/// Cosines of a title's words with those of a whole text: at or above the second, the text is about the title.
pub(super) const SPOKEN_RANGE: (f64, f64) = (0.0, 0.4);

/// The place of the person's role that lies nearest to the posting's title, and how near it is, 0 to 1. One of which the
/// other consists, with a team or a tool added ("Software Engineer" in "Software Engineer, Payments"), is near at least.
fn nearest_role(pair: &Pair<'_>) -> Option<(usize, f64)> {
    let title = pair.posting.roles.first()?;
    let named = pair.posting.profile.plain_roles.first().map_or("", String::as_str);
    let near = pair.resume.roles.iter().zip(&pair.resume.profile.plain_roles).enumerate().map(|(at, (role, plain))| {
        let near = stretch(f64::from(title.cosine(role)), ROLE);
        let near = if holds(named, plain) || holds(plain, named) { near.max(CONTAINED) } else { near };
        (at, if at < LATEST { near } else { near * EARLIER })
    });
    near.reduce(|best, next| if next.1 > best.1 { next } else { best })
}

/// How near a title is at least that contains the other.
pub(super) const CONTAINED: f64 = 0.75;

/// True where every word of `part`, two at least, is one of `whole`.
pub(super) fn holds(whole: &str, part: &str) -> bool {
    part.contains(' ') && part.split(' ').all(|word| whole.split(' ').any(|other| other == word))
}

fn spoken_of(strength: f64) -> &'static str {
    match strength {
        s if s >= 0.6 => "says much of",
        s if s >= 0.3 => "says something of",
        _ => "says little of",
    }
}

/// How many roles count in full: the headline and the latest position.
pub(super) const LATEST: usize = 2;

/// What a role before the latest counts.
pub(super) const EARLIER: f64 = 0.9;

/// A cosine as a strength, 0 to 1, over the range that occurs.
#[inline(always)]
pub(super) fn stretch(cosine: f64, (least, most): (f64, f64)) -> f64 {
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

/// Cosines of words at or below which nothing is shared, and at or above which as much as ever is.
pub(super) const WORDS: (f64, f64) = (0.02, 0.3);

/// How many shared words a sentence names.
const NAMED: usize = 6;

/// How many telling words the two texts share: the cosine of their weighted words, stretched over the range that occurs.
pub(super) fn words(pair: &Pair<'_>, because: &mut Because) -> Option<f64> {
    let (posting, resume) = (&pair.posting.profile.words, &pair.resume.profile.words);
    if posting.is_empty() || resume.is_empty() {
        because.say(|| "one of the texts holds no telling word; counted as average".to_owned());
        return None;
    }
    because.say(|| match posting.most_telling_shared(resume, NAMED) {
        shared if shared.is_empty() => "no telling word is shared".to_owned(),
        shared => format!("shared words: {}", shared.join(", ")),
    });
    Some(stretch(f64::from(pair.words_cosine()), WORDS))
}
