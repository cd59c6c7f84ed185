//! The skills signal: how much of what is asked is shown.

use serde::Serialize;

use super::pair::Pair;
use super::signals::Because;
use crate::skills::Fluency;
use crate::skills::Need;
use crate::skills::Skill;
use crate::skills::SkillId;

/// How much a preferred skill counts beside a required one.
pub(super) const PREFERRED: f64 = 0.4;

/// How much evidence the prior is worth, in units of how telling a skill is: about three ordinary skills. A posting that
/// names one skill says less about the match than one that names ten.
pub(super) const PRIOR_TELLING: f64 = 10.0;

/// The share of the skills that a person is assumed to have before the posting names any.
pub const PRIOR_SHARE: f64 = 0.25;

/// What remains of the credit for a skill whose asked years are wholly missing.
const WITHOUT_YEARS: f64 = 0.6;

/// What remains of the credit for a language that is known by so many levels less than it is asked for.
const BELOW_LEVEL: [f64; 6] = [1.0, 0.8, 0.5, 0.25, 0.1, 0.05];

/// From which credit on a skill is called shown; below it is shown in part, by near kin or for too few years.
pub(super) const IN_FULL: f64 = 0.7;

/// How many skills a sentence names.
const NAMED: usize = 6;

/// One skill that a posting asks for, and what a résumé has to show for it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MetSkill {
    /// The asked skill.
    pub name: String,
    /// What public taxonomies know it by, where the taxonomy in use says so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    /// Required or preferred.
    pub need: Need,
    /// How telling it is: the natural logarithm of documents per document that names it; of alternatives the most.
    pub telling: f64,
    /// Its share of the signal's strength, 0 to 1: how telling it is and how much it is wanted, of all that is asked and
    /// the prior. The shares of all asked skills and [`PRIOR_SHARE`] of what they leave of 1 add up to the strength, each
    /// share times its credit.
    pub share: f64,
    /// How far it is met: 1 in full, 0 not at all.
    pub credit: f64,
    /// The years that are asked of it.
    pub asked_years: Option<f64>,
    /// The years of the skill that was credited.
    pub shown_years: Option<f64>,
    /// How well a language is asked for.
    pub asked_level: Option<Fluency>,
    /// How well the credited language is known.
    pub shown_level: Option<Fluency>,
    /// The shown skill that was credited; another than the asked one where near kin was counted in part.
    pub by: Option<String>,
    /// The codes of the credited skill, where it is another one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by_codes: Vec<String>,
    /// The posting's words.
    pub asked: String,
    /// The résumé's words.
    pub shown: Option<String>,
}

/// Every asked skill and how it is met, of alternatives the best met; the most telling first.
pub(super) fn met_skills(pair: &Pair<'_>) -> Vec<MetSkill> {
    let name = |id: SkillId| pair.taxonomy.entry(id).name.clone();
    let codes = |id: SkillId| pair.taxonomy.entry(id).codes.clone();
    let mut met = meet(pair);
    most_telling_first(pair, &mut met);
    let asked = PRIOR_TELLING + met.iter().map(Met::weight).sum::<f64>();
    let told = |one: Met<'_>| MetSkill {
        name: name(one.asked.id),
        codes: codes(one.asked.id),
        need: one.asked.need,
        telling: (one.telling * 100.0).round() / 100.0,
        share: one.weight() / asked,
        credit: one.credit,
        asked_years: one.asked.years.map(tenths),
        shown_years: one.by.and_then(|by| by.years).map(tenths),
        asked_level: one.asked.fluency,
        shown_level: one.by.and_then(|by| by.fluency),
        by: one.by.map(|by| name(by.id)),
        by_codes: one.by.filter(|by| by.id != one.asked.id).map(|by| codes(by.id)).unwrap_or_default(),
        asked: one.asked.evidence.clone(),
        shown: one.by.map(|by| by.evidence.clone()),
    };
    met.into_iter().map(told).collect()
}

/// Years to a tenth.
fn tenths(years: f32) -> f64 {
    (f64::from(years) * 10.0).round() / 10.0
}

/// How one asked skill is met.
struct Met<'a> {
    asked: &'a Skill,
    /// How telling the asked skill is; of alternatives the most telling one, whichever is met, so that showing one more
    /// of them never lowers the whole.
    telling: f64,
    /// Full credit is 1.
    credit: f64,
    /// The skill that was credited.
    by: Option<&'a Skill>,
}

impl Met<'_> {
    /// What it counts beside the other asked skills.
    fn weight(&self) -> f64 {
        self.telling * share_of(self.asked.need)
    }
}

/// How much of what the posting requires (and, less, prefers) the résumé shows, each skill weighted by how telling it
/// is; `None` where the posting asks for no skill that is known. A weighted mean over the asked skills and a prior:
/// `(prior + sum of telling x credit) / (prior + sum of telling)`. Of alternatives ("Java or Go") the best met counts.
pub(super) fn strength(pair: &Pair<'_>, because: &mut Because) -> Option<f64> {
    let met = meet(pair);
    if met.is_empty() {
        because.say(|| "the posting names no skill that is known; counted as average".to_owned());
        return None;
    }
    let (mut credited, mut asked) = (PRIOR_TELLING * PRIOR_SHARE, PRIOR_TELLING);
    for one in &met {
        credited += one.weight() * one.credit;
        asked += one.weight();
    }
    because.say(|| sentence(pair, met));
    Some((credited / asked).clamp(0.0, 1.0))
}

/// The asked skills and how each is met; of a group of alternatives only the best met.
fn meet<'a>(pair: &'a Pair<'_>) -> Vec<Met<'a>> {
    let posting = pair.posting.profile;
    let mut met: Vec<Met<'a>> = Vec::new();
    let mut groups: Vec<(u16, usize)> = Vec::new();
    for asked in posting.skills.iter().filter(|skill| is_asked(skill)) {
        let one = meet_one(pair, asked);
        let Some(group) = asked.group else {
            met.push(one);
            continue;
        };
        match groups.iter().find(|(number, _)| *number == group) {
            Some(&(_, at)) => {
                let telling = met[at].telling.max(one.telling);
                if one.credit > met[at].credit {
                    met[at] = one;
                }
                met[at].telling = telling;
            }
            None => {
                groups.push((group, met.len()));
                met.push(one);
            }
        }
    }
    met
}

fn meet_one<'a>(pair: &'a Pair<'_>, asked: &'a Skill) -> Met<'a> {
    let telling = f64::from(pair.taxonomy.entry(asked.id).telling);
    let (credit, by) = best_answer(asked, pair.answering(asked.id));
    Met { asked, telling, credit, by }
}

/// The most credit that one of the shown skills earns, and which; they come with the credit of their kinship, most first.
pub(super) fn best_answer<'a>(
    asked: &Skill,
    answering: impl Iterator<Item = (&'a Skill, f32)>,
) -> (f64, Option<&'a Skill>) {
    let mut best = (0.0, None);
    for (shown, credit) in answering {
        // Those that come later have no more credit.
        if f64::from(credit) <= best.0 {
            break;
        }
        let credit = f64::from(credit) * years_met(asked.years, shown.years) * level_met(asked.fluency, shown.fluency);
        if credit > best.0 {
            best = (credit, Some(shown));
        }
    }
    best
}

/// True where it depends on more than kinship how far a shown skill meets the asked one.
pub(super) const fn asks_how_much(asked: &Skill) -> bool {
    asked.years.is_some() || asked.fluency.is_some()
}

/// What an asked skill counts beside others for its need, before how telling it is.
pub(super) const fn share_of(need: Need) -> f64 {
    if matches!(need, Need::Required) { 1.0 } else { PREFERRED }
}

/// True for the skills that a posting asks for.
pub(super) const fn is_asked(skill: &Skill) -> bool {
    matches!(skill.need, Need::Required | Need::Preferred)
}

/// The share of the credit that years leave: all of it where either side gives none.
fn years_met(asked: Option<f32>, held: Option<f32>) -> f64 {
    match (asked, held) {
        (Some(asked), Some(held)) if asked > 0.0 && held < asked => {
            WITHOUT_YEARS + (1.0 - WITHOUT_YEARS) * f64::from(held.max(0.0) / asked)
        }
        _ => 1.0,
    }
}

/// The share of the credit that the level of a language leaves: all of it where either side tells none.
fn level_met(asked: Option<Fluency>, known: Option<Fluency>) -> f64 {
    let (Some(asked), Some(known)) = (asked, known) else { return 1.0 };
    BELOW_LEVEL[(asked as usize).saturating_sub(known as usize)]
}

fn sentence(pair: &Pair<'_>, mut met: Vec<Met<'_>>) -> String {
    most_telling_first(pair, &mut met);
    let name = |id: SkillId| pair.taxonomy.entry(id).name.as_str();
    let required = |one: &&Met<'_>| one.asked.need == Need::Required;
    let total = met.iter().filter(required).count();
    let shown = met.iter().filter(required).filter(|one| one.credit >= IN_FULL).count();
    let in_full = |one: &&Met<'_>| one.credit >= IN_FULL;
    let has: Vec<_> = met.iter().filter(required).filter(in_full).map(|one| matched(one, name)).collect();
    let partly = |one: &&Met<'_>| one.credit > 0.0 && one.credit < IN_FULL;
    let near: Vec<_> = met.iter().filter(required).filter(partly).map(|one| matched(one, name)).collect();
    let lacking = met.iter().filter(required).filter(|one| one.credit == 0.0);
    let missing: Vec<_> = lacking.map(|one| name(one.asked.id).to_owned()).collect();
    let wished = met.iter().filter(|one| one.asked.need != Need::Required).filter(in_full);
    let wished: Vec<_> = wished.map(|one| matched(one, name)).collect();
    let mut said = match total {
        0 => "only wishes, nothing required".to_owned(),
        _ => format!("{shown} of {total} required shown"),
    };
    for (lead, list) in [("has", has), ("in part", near), ("lacks", missing), ("of the wishes", wished)] {
        if !list.is_empty() {
            said.push_str(&format!("; {lead} {}", listed(&list)));
        }
    }
    said
}

fn most_telling_first(pair: &Pair<'_>, met: &mut [Met<'_>]) {
    let telling = |one: &Met<'_>| pair.taxonomy.entry(one.asked.id).telling;
    met.sort_by(|a, b| telling(b).total_cmp(&telling(a)).then(a.asked.id.cmp(&b.asked.id)));
}

fn matched<'a>(one: &Met<'_>, name: impl Fn(SkillId) -> &'a str) -> String {
    let asked = name(one.asked.id);
    let years = match (one.asked.years, one.by.and_then(|by| by.years)) {
        (Some(wanted), Some(held)) if held < wanted => format!(" ({held:.0} of {wanted:.0} years)"),
        _ => String::new(),
    };
    let level = match (one.asked.fluency, one.by.and_then(|by| by.fluency)) {
        (Some(wanted), Some(known)) if known < wanted => {
            format!(" (asked at {}, shown at {})", wanted.name(), known.name())
        }
        _ => String::new(),
    };
    match one.by {
        Some(by) if by.id != one.asked.id => format!("{} for {asked}{years}{level}", name(by.id)),
        _ => format!("{asked}{years}{level}"),
    }
}

fn listed(names: &[String]) -> String {
    let more = names.len().saturating_sub(NAMED);
    let shown = names[..names.len().min(NAMED)].join(", ");
    if more == 0 { shown } else { format!("{shown} and {more} more") }
}
