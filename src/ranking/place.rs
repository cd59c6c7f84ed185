//! The place signal: whether the work can be done from where the person is.

use super::pair::Pair;
use super::signals::Because;

/// How well the places go together; `None` where a side does not say.
pub(super) fn strength(pair: &Pair<'_>, because: &mut Because) -> Option<f64> {
    let (posting, person) = (&pair.posting.profile.place, &pair.resume.profile.place);
    let strength = posting.suits(person, &mut |make| because.say(make));
    if strength.is_none() {
        because.say(|| "place not stated on one side; counted as average".to_owned());
    }
    strength.map(|strength| f64::from(strength).clamp(0.0, 1.0))
}
