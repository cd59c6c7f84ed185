//! The seniority signal: distance on the ladder.

use super::pair::Pair;
use super::signals::Because;
use crate::seniority::Level;
use crate::seniority::Source;
use crate::seniority::Track;

/// Strengths where the posting stands 0, 1, 2, ... rungs above the person.
const TOO_JUNIOR: [f64; 5] = [1.0, 0.6, 0.25, 0.1, 0.0];

/// Strengths where the posting stands 0, 1, 2, ... rungs below the person.
const TOO_SENIOR: [f64; 6] = [1.0, 0.8, 0.5, 0.3, 0.2, 0.1];

/// What is left of the cost of being too senior where only years gave the posting's level: they are the least that is
/// asked, and say nothing of the most.
const ABOVE_YEARS: f64 = 0.5;

/// What remains where one side leads people and the other does not.
const OTHER_TRACK: f64 = 0.75;

/// How near the posting's level is to the person's; `None` where a side has none.
pub(super) fn strength(pair: &Pair<'_>, because: &mut Because) -> Option<f64> {
    let (posting, person) = (&pair.posting.profile.seniority, &pair.resume.profile.seniority);
    let (Some(asked), Some(held)) = (posting.level, person.level) else {
        because.say(|| {
            let who = if posting.level.is_none() { "the posting" } else { "the r\u{e9}sum\u{e9}" };
            format!("{who} states no level; counted as average")
        });
        return None;
    };
    let mut strength = on_ladder(asked, held);
    if posting.source == Some(Source::Years) && held > asked {
        strength = 1.0 - (1.0 - strength) * ABOVE_YEARS;
    }
    let tracks_differ = posting.track != person.track;
    if tracks_differ {
        strength *= OTHER_TRACK;
    }
    because.say(|| {
        let years = match (posting.years.min, posting.source) {
            (Some(years), Some(Source::Years)) => format!(" ({years:.0}+ years)"),
            _ => String::new(),
        };
        let track = match posting.track {
            _ if !tracks_differ => "",
            Track::Management => "; the posting leads people, the person's titles do not",
            Track::Individual => "; the person's titles lead people, the posting does not",
        };
        format!("{} asked{years}, {} held: {}{track}", asked.name(), held.name(), distance(asked, held))
    });
    Some(strength)
}

fn on_ladder(asked: Level, held: Level) -> f64 {
    let rungs = asked as i32 - held as i32;
    let (table, rungs): (&[f64], i32) = if rungs >= 0 { (&TOO_JUNIOR, rungs) } else { (&TOO_SENIOR, -rungs) };
    table[usize::try_from(rungs).unwrap_or(0).min(table.len() - 1)]
}

fn distance(asked: Level, held: Level) -> String {
    match asked as i32 - held as i32 {
        0 => "the same level".to_owned(),
        rungs if rungs > 0 => format!("{rungs} {} up", rung(rungs)),
        rungs => format!("{} {} down", -rungs, rung(-rungs)),
    }
}

const fn rung(count: i32) -> &'static str {
    if count == 1 { "rung" } else { "rungs" }
}
