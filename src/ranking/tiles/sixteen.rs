//! Sixteen résumés side by side.

use std::sync::Arc;

use super::offers::Named;
use crate::catalog::Entry;
use crate::embedding::Codes;
use crate::index::LANES;
use crate::index::Tile;
use crate::skills::Skill;
use crate::skills::SkillId;
use crate::skills::Taxonomy;
use crate::words::Words;

/// Up to sixteen résumés, laid out side by side.
#[derive(Debug)]
pub(super) struct Sixteen<'a> {
    pub(super) members: &'a [Arc<Entry>],
    /// Where their texts lie.
    pub(super) whole: Placed,
    /// Where their roles lie: the first of each, the second, and so on.
    pub(super) roles: Vec<(Placed, [Named; LANES])>,
    pub(super) words: Spread,
    pub(super) shown: Shown<'a>,
}

/// A vector of each.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) tile: Tile,
    /// The sum of the squares; 0 where there is no vector.
    pub(super) squared: [i32; LANES],
    /// True where there is a vector.
    pub(super) any: [bool; LANES],
}

impl Placed {
    fn of<'a>(codes: impl Fn(usize) -> Option<&'a Codes>) -> Self {
        Self {
            tile: Tile::of((0..LANES).map(|lane| codes(lane).map(Codes::values))),
            squared: std::array::from_fn(|lane| codes(lane).map_or(0, Codes::squared)),
            any: std::array::from_fn(|lane| codes(lane).is_some()),
        }
    }
}

impl<'a> Sixteen<'a> {
    /// Lays up to sixteen résumés out.
    pub(super) fn of(members: &'a [Arc<Entry>], taxonomy: &'a Taxonomy) -> Self {
        let member = |lane: usize| members.get(lane);
        let roles = |entry: &Entry| entry.roles.len().min(entry.profile.plain_roles.len());
        let most = members.iter().map(|entry| roles(entry)).max().unwrap_or(0);
        let role = |at: usize| {
            let named = |lane| match member(lane) {
                Some(entry) if at < roles(entry) => Named::of(&entry.profile.plain_roles[at]),
                _ => Named::NOTHING,
            };
            let codes = |lane| member(lane).filter(|entry| at < roles(entry)).map(|entry| &entry.roles[at]);
            (Placed::of(codes), std::array::from_fn(named))
        };
        Self {
            members,
            whole: Placed::of(|lane| member(lane)?.codes.as_ref()),
            roles: (0..most).map(role).collect(),
            words: Spread::of(members),
            shown: Shown::of(members, taxonomy),
        }
    }
}

/// Rows of sixteen figures, found by number; those of most numbers are zeros and are one row.
#[derive(Debug)]
struct Rows {
    places: Vec<u16>,
    rows: Vec<[f32; LANES]>,
}

impl Rows {
    /// For numbers below `numbers`.
    fn new(numbers: usize) -> Self {
        Self { places: vec![0; numbers], rows: vec![[0.0; LANES]] }
    }

    /// The row of a number, to be written. One of a number that is too large is lost.
    fn row_mut(&mut self, number: usize) -> &mut [f32; LANES] {
        let next = self.rows.len();
        let place = match self.places.get_mut(number) {
            Some(place) if *place > 0 => *place as usize,
            Some(place) => match u16::try_from(next) {
                Ok(free) => {
                    *place = free;
                    self.rows.push([0.0; LANES]);
                    next
                }
                Err(_) => 0,
            },
            None => 0,
        };
        &mut self.rows[place]
    }

    #[inline(always)]
    #[allow(clippy::inline_always, reason = "compiled for each width of registers")]
    fn row(&self, number: usize) -> &[f32; LANES] {
        let place = self.places.get(number).copied().unwrap_or(0);
        &self.rows[place as usize]
    }
}

/// The words of sixteen texts: a row a word.
#[derive(Debug)]
pub(super) struct Spread {
    rows: Rows,
    /// True where a text has words.
    pub(super) any: [bool; LANES],
}

impl Spread {
    fn of(members: &[Arc<Entry>]) -> Self {
        let mut rows = Rows::new(Words::table_len());
        for (lane, member) in members.iter().enumerate() {
            for &(word, weight) in member.profile.words.weighted() {
                rows.row_mut(usize::from(word))[lane] = weight;
            }
        }
        let any = std::array::from_fn(|lane| members.get(lane).is_some_and(|one| !one.profile.words.is_empty()));
        Self { rows, any }
    }

    /// The cosines of a text's words with those of the sixteen: what [`Words::cosine`] gives, to the last bit.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "compiled for each width of registers")]
    pub(super) fn cosines(&self, words: &Words) -> [f32; LANES] {
        let mut sums = [0.0_f32; LANES];
        for &(word, weight) in words.weighted() {
            let row = self.rows.row(usize::from(word));
            for lane in 0..LANES {
                sums[lane] += weight * row[lane];
            }
        }
        for sum in &mut sums {
            *sum = sum.clamp(0.0, 1.0);
        }
        sums
    }
}

/// What sixteen people show.
#[derive(Debug)]
pub(super) struct Shown<'a> {
    /// For each skill that may be asked the credit of the nearest kin that is shown.
    kinship: Rows,
    /// Of each person: an asked skill, the credit, and the place of the shown skill; by asked skill, the most credit first.
    #[allow(clippy::type_complexity)]
    answers: Vec<(&'a [Skill], Vec<(SkillId, f32, u32)>)>,
}

impl<'a> Shown<'a> {
    fn of(members: &'a [Arc<Entry>], taxonomy: &Taxonomy) -> Self {
        let mut kinship = Rows::new(taxonomy.len());
        let answers: Vec<_> = members.iter().map(|member| answers(member.profile.shown(), taxonomy)).collect();
        for (lane, (_, answers)) in answers.iter().enumerate() {
            for first in answers.chunk_by(|one, next| one.0 == next.0).filter_map(|same| same.first()) {
                kinship.row_mut(first.0.0 as usize)[lane] = first.1;
            }
        }
        Self { kinship, answers }
    }

    /// The credit of the nearest kin of an asked skill that each shows; 0 where there is none.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "compiled for each width of registers")]
    pub(super) fn kinship(&self, asked: SkillId) -> &[f32; LANES] {
        self.kinship.row(asked.0 as usize)
    }

    /// The skills that one of the sixteen shows and that say something about an asked one, most credit first.
    pub(super) fn answering(&self, lane: usize, asked: SkillId) -> impl Iterator<Item = (&'a Skill, f32)> {
        let (skills, answers) = self.answers.get(lane).map_or((&[][..], &[][..]), |(skills, all)| (*skills, all));
        let from = answers.partition_point(|&(skill, ..)| skill < asked);
        let same = answers[from..].iter().take_while(move |&&(skill, ..)| skill == asked);
        same.filter_map(move |&(_, credit, at)| Some((skills.get(at as usize)?, credit)))
    }
}

fn answers<'a>(skills: &'a [Skill], taxonomy: &Taxonomy) -> (&'a [Skill], Vec<(SkillId, f32, u32)>) {
    let mut found: Vec<(SkillId, f32, SkillId, u32)> = Vec::new();
    for (at, skill) in (0_u32..).zip(skills) {
        found.push((skill.id, 1.0, skill.id, at));
        let kin = taxonomy.answered_by(skill.id).iter();
        found.extend(kin.map(|&(asked, credit)| (asked, credit, skill.id, at)));
    }
    found.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
    (skills, found.into_iter().map(|(asked, credit, _, at)| (asked, credit, at)).collect())
}
