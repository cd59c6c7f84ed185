//! Outlines: an entry without the words that it was read from. A score looks at nothing else, so that the many that are
//! compared are read quickly, and what people read only of the few that are shown.

use serde::Deserialize;
use serde::Serialize;

use super::Entry;
use crate::documents::Side;
use crate::profile::WeightedPassage;

/// What an outline lacks.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Told {
    roles: Vec<String>,
    /// Of each skill the words it was found in.
    evidence: Vec<String>,
    seniority: String,
    pay: String,
    place: String,
    passages: Vec<WeightedPassage>,
    notes: Vec<String>,
}

/// An entry as its outline and what that lacks.
pub(super) fn split(entry: &Entry) -> (Entry, Told) {
    let mut outline = entry.clone();
    let profile = &mut outline.profile;
    let resume = profile.side == Side::Resume;
    let told = Told {
        roles: std::mem::take(&mut profile.roles),
        evidence: profile.skills.iter_mut().map(|skill| std::mem::take(&mut skill.evidence)).collect(),
        seniority: std::mem::take(&mut profile.seniority.evidence),
        pay: profile.pay.as_mut().map(|pay| std::mem::take(&mut pay.evidence)).unwrap_or_default(),
        // A person's own words on places are looked at: whether they ask for remote work or are open to it.
        place: if resume { String::new() } else { std::mem::take(&mut profile.place.text) },
        passages: std::mem::take(&mut profile.passages),
        notes: std::mem::take(&mut profile.notes),
    };
    (outline, told)
}

/// The entry of an outline and what it lacks; `None` where the two are not of one entry.
pub(super) fn join(mut outline: Entry, told: Told) -> Option<Entry> {
    let profile = &mut outline.profile;
    if told.evidence.len() != profile.skills.len() || (profile.pay.is_none() && !told.pay.is_empty()) {
        return None;
    }
    profile.roles = told.roles;
    for (skill, evidence) in profile.skills.iter_mut().zip(told.evidence) {
        skill.evidence = evidence;
    }
    profile.seniority.evidence = told.seniority;
    if let Some(pay) = &mut profile.pay {
        pay.evidence = told.pay;
    }
    if profile.side == Side::Posting {
        profile.place.text = told.place;
    }
    (profile.passages, profile.notes) = (told.passages, told.notes);
    Some(outline)
}
