//! The place signal: whether the work can be done from where the person is.

use super::pair::Pair;
use super::signals::Words;

/// How well the places go together; `None` where a side does not say.
pub(super) fn strength(pair: &Pair<'_>, words: &mut Words) -> Option<f64> {
    let found = pair.posting.profile.place.compatibility(&pair.resume.profile.place);
    match found {
        Some((strength, because)) => {
            words.say(|| because);
            Some(f64::from(strength).clamp(0.0, 1.0))
        }
        None => {
            words.say(|| "place not stated on one side; counted as average".to_owned());
            None
        }
    }
}
