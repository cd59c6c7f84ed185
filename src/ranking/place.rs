//! The place signal: whether the work can be done from where the person is.

use super::pair::Pair;
use super::signals::Because;

/// How well the places go together; `None` where a side does not say.
pub(super) fn strength(pair: &Pair<'_>, because: &mut Because) -> Option<f64> {
    match pair.posting.profile.place.compatibility(&pair.resume.profile.place) {
        Some((strength, sentence)) => {
            because.say(|| sentence);
            Some(f64::from(strength).clamp(0.0, 1.0))
        }
        None => {
            because.say(|| "place not stated on one side; counted as average".to_owned());
            None
        }
    }
}
