//! Candidates: the few of a catalog's many entries that are worth a score.
//!
//! The best by score lie near in meaning, or go well by their skills, or ask for so little that anyone meets it; each of
//! the three ways finds what the others miss.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use super::early::Early;
use super::filtering;
use super::pair::Asker;
use super::retrieval::Question;
use super::sides::By;
use super::skills;
use crate::catalog::Gain;
use crate::catalog::Skilled;
use crate::catalog::Snapshot;
use crate::catalog::Sought;
use crate::catalog::Use;
use crate::catalog::Whole;
use crate::catalog::Worths;
use crate::documents::Side;
use crate::error::Result;
use crate::index::RowSet;
use crate::skills::Need;
use crate::skills::SkillId;
use crate::skills::Taxonomy;

/// How many entries are looked at closely.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Breadth {
    /// Up to how many entries are all retrieved.
    pub(crate) all: usize,
    /// Of more, how many of those that pass the gates are retrieved by meaning.
    pub(crate) retrieved: usize,
    /// How many are retrieved by skills for each that is by meaning.
    pub(crate) skilled: usize,
    /// How many of those that are retrieved are read and scored in full, the best by early rank.
    pub(crate) in_full: usize,
}

impl Default for Breadth {
    fn default() -> Self {
        Self { all: 20_000, retrieved: 500, skilled: 8, in_full: 400 }
    }
}

/// How many are retrieved for each match that is wanted, at least.
const PER_MATCH: usize = 20;

/// How many times as many are read where the order is not that of the scores.
const BY_SIDE: usize = 4;

/// Of those that are compared with the text on the way, one posting that asks for few skills or none is taken for so many of
/// the nearest: it counts as met in large part by anyone, so that many of the best are such, near in meaning or not.
const MODEST_SHARE: usize = 2;

/// Points of a skill, for each unit of how telling it is.
const POINTS: f64 = 32.0;

/// The rows that are worth scoring, in order: all of them where they are few; otherwise, of those for which no gate fails,
/// the nearest in meaning, the best by skills, and of those that ask for little some that are near. Where these are fewer than are
/// wanted, the nearest of all. Many are found so; those that early rank puts first are kept. Where there is a set, others do not
/// take part at all.
pub(super) fn rows(
    breadth: Breadth,
    only: Option<&RowSet>,
    question: &Question<'_>,
    asker: &Asker<'_>,
    among: &Snapshot,
) -> Result<Vec<u32>> {
    let side = match asker.profile().side {
        Side::Posting => Side::Resume,
        Side::Resume => Side::Posting,
    };
    let rows = || among.rows(side).filter(|&row| only.is_none_or(|only| only.contains(row)));
    if only.map_or_else(|| among.len(side), RowSet::count) <= breadth.all {
        return Ok(rows().collect());
    }
    let count = breadth.retrieved.max(question.top.saturating_mul(PER_MATCH)).min(among.len(side));
    let passing = among.passing(side, &filtering::filter(asker.profile(), &question.wishes, asker.rates()))?;
    let passing = match only {
        Some(only) => passing.and(only),
        None => passing,
    };
    let Some(vector) = question.vector else {
        let others = rows().filter(|&row| !passing.contains(row));
        return Ok(passing.rows().chain(others).take(count).collect());
    };
    let near = |count, passing: Option<&RowSet>| -> Result<Vec<u32>> {
        Ok(among.near(side, vector, count, passing)?.into_iter().map(|(row, _)| row).collect())
    };
    let near_and_modest = || -> Result<Vec<u32>> {
        if side == Side::Resume {
            return near(count, Some(&passing));
        }
        let modest = among.modest(side, &passing)?;
        let modest = (&modest, count / MODEST_SHARE);
        let (near, modest) = among.near_and_beside(side, vector, count, &passing, modest)?;
        Ok(near.into_iter().chain(modest).map(|(row, _)| row).collect())
    };
    let skilled = || -> Result<(Skilled, Vec<u32>)> {
        let skilled = among.skilled(side, &sought(asker))?;
        let best = skilled.best(&passing, count.saturating_mul(breadth.skilled));
        Ok((skilled, best))
    };
    let (skilled, by_meaning) = rayon::join(skilled, near_and_modest);
    let (skilled, by_skills) = skilled?;
    let mut rows = [by_meaning?, by_skills].concat();
    rows.sort_unstable();
    rows.dedup();
    let weights = &question.weights;
    let early = Early { asker, weights, among, side, vector, skilled: &skilled };
    // Of the figures of one side early rank knows less.
    let each = if question.by == By::Score { 1 } else { BY_SIDE };
    let kept = breadth.in_full.max(question.top.saturating_mul(PER_MATCH)).saturating_mul(each);
    let mut rows = early.best(rows, kept)?;
    if rows.len() < question.top {
        rows.extend(near(count, only)?.into_iter().filter(|&row| !passing.contains(row)));
    }
    Ok(rows)
}

/// What of the other side's skills goes how well with those of the asking one: nearly the skills signal, without years.
pub(super) fn sought(asker: &Asker<'_>) -> Sought {
    let (groups, whole) = match asker.shown() {
        Some(shown) => {
            let gain =
                |asked, credit, used, share| Gain { skill: asked, used, points: points(asker, asked, credit * share) };
            let groups = shown.answered().flat_map(|(asked, credit)| {
                let credit = f64::from(credit);
                [
                    vec![gain(asked, credit, Use::Required, 1.0)],
                    vec![gain(asked, credit, Use::Preferred, skills::PREFERRED)],
                    vec![gain(asked, credit, Use::Alternative, 1.0)],
                ]
            });
            (groups.collect(), Whole::Own(kept_worths(asker.taxonomy())))
        }
        None => {
            let groups: Vec<Vec<Gain>> = asked(asker);
            let whole = groups.iter().filter_map(|group| group.first()).map(|gain| gain.points);
            let whole = whole.fold(0, u16::saturating_add);
            (groups, Whole::Same(whole))
        }
    };
    #[allow(clippy::cast_possible_truncation)]
    let prior = (skills::PRIOR_TELLING * POINTS) as f32;
    Sought { groups, whole, credited: prior * skills::PRIOR_SHARE as f32, asked: prior }
}

/// For each skill that a posting asks for what a résumé may show for it, the most credit first.
fn asked(asker: &Asker<'_>) -> Vec<Vec<Gain>> {
    let asked = asker.profile().skills.iter().filter(|skill| matches!(skill.need, Need::Required | Need::Preferred));
    let group = |skill: &crate::skills::Skill| {
        let share = if skill.need == Need::Required { 1.0 } else { skills::PREFERRED };
        let kin = std::iter::once((skill.id, 1.0)).chain(asker.taxonomy().kin(skill.id).iter().copied());
        let gain = |(shown, credit): (SkillId, f32)| Gain {
            skill: shown,
            used: Use::Shown,
            points: points(asker, skill.id, f64::from(credit) * share),
        };
        kin.map(gain).collect()
    };
    asked.map(group).collect()
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn points(asker: &Asker<'_>, asked: SkillId, share: f64) -> u16 {
    (f64::from(asker.taxonomy().entry(asked).telling) * POINTS * share).round().clamp(0.0, f64::from(u16::MAX)) as u16
}

/// Of how many taxonomies the worths of skills are kept.
const WORTHS: usize = 4;

/// The worths of a taxonomy's skills, made once for many questions.
fn kept_worths(taxonomy: &Taxonomy) -> Arc<Worths> {
    static KEPT: Mutex<Vec<(String, Arc<Worths>)>> = Mutex::new(Vec::new());
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, worths)) = kept.iter().find(|(of, _)| of == taxonomy.fingerprint()) {
        return Arc::clone(worths);
    }
    let made = Arc::new(worths(taxonomy));
    kept.truncate(WORTHS - 1);
    kept.insert(0, (taxonomy.fingerprint().to_owned(), Arc::clone(&made)));
    made
}

/// What each skill is worth to a posting that asks for it. Of alternatives there are mostly two.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn worths(taxonomy: &Taxonomy) -> Worths {
    let points = |telling: f64| (telling * POINTS).round().clamp(0.0, f64::from(u16::MAX)) as u16;
    let each = |telling: f64| [points(telling), points(telling * skills::PREFERRED), points(telling / 2.0)];
    Worths::new(taxonomy.iter().map(|(_, entry)| each(f64::from(entry.telling))).collect())
}
