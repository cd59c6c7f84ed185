//! What a person shows, laid out to be held against what postings ask.

use crate::skills::Skill;
use crate::skills::SkillId;
use crate::skills::Taxonomy;

/// The skills that a résumé shows.
#[derive(Clone, Debug)]
pub(super) struct Shown<'a> {
    /// In order of rows.
    skills: &'a [Skill],
    /// A bit a row of the table: most kin of what is asked are not shown, which this tells at once.
    bits: Box<[u64]>,
    /// Where many postings are compared: what answers for each skill that may be asked.
    answers: Option<Answers>,
}

/// For each skill that may be asked the shown ones that say something about it, most credit first.
#[derive(Clone, Debug)]
struct Answers {
    /// Where those of a skill begin in `all`, and how many they are.
    places: Box<[(u16, u16)]>,
    /// The place of the shown skill, and its credit.
    all: Vec<(u16, f32)>,
}

impl<'a> Shown<'a> {
    /// What a résumé shows, for one posting.
    pub(super) fn of(skills: &'a [Skill], taxonomy: &Taxonomy) -> Self {
        let mut bits = vec![0_u64; taxonomy.len().div_ceil(64)].into_boxed_slice();
        for skill in skills {
            if let Some(word) = bits.get_mut(skill.id.0 as usize / 64) {
                *word |= 1 << (skill.id.0 % 64);
            }
        }
        Self { skills, bits, answers: None }
    }

    /// The same, for many postings.
    pub(super) fn for_many(skills: &'a [Skill], taxonomy: &Taxonomy) -> Self {
        Self { answers: Answers::of(skills, taxonomy), ..Self::of(skills, taxonomy) }
    }

    /// The shown skills that say something about the one that is asked, with their credit (1 for the same), most first.
    pub(super) fn answering<'s>(&'s self, asked: SkillId, taxonomy: &'s Taxonomy) -> Answering<'s> {
        match &self.answers {
            Some(answers) => {
                let prepared = answers.of_asked(asked).iter();
                Answering { shown: self, same: None, prepared, kin: [].iter() }
            }
            None => {
                let kin = taxonomy.kin(asked).iter();
                Answering { shown: self, same: self.shows(asked), prepared: [].iter(), kin }
            }
        }
    }

    /// The skills that something shown says something about, each with the greatest credit, in order of rows.
    pub(super) fn answered(&self) -> impl Iterator<Item = (SkillId, f32)> + '_ {
        let places = self.answers.iter().flat_map(|answers| (0_u32..).map(SkillId).zip(&answers.places));
        let best = |&(begin, count): &(u16, u16)| {
            let answers = self.answers.as_ref()?;
            (count > 0).then(|| answers.all.get(usize::from(begin)).map(|&(_, credit)| credit)).flatten()
        };
        places.filter_map(move |(asked, place)| Some((asked, best(place)?)))
    }

    /// What the résumé says of a skill, where the person shows exactly this one.
    pub(super) fn shows(&self, skill: SkillId) -> Option<&'a Skill> {
        let word = self.bits.get(skill.0 as usize / 64)?;
        if word >> (skill.0 % 64) & 1 == 0 {
            return None;
        }
        let at = self.skills.binary_search_by_key(&skill, |shown| shown.id).ok()?;
        self.skills.get(at)
    }
}

impl Answers {
    /// `None` where there are too many to number, which no document has.
    fn of(skills: &[Skill], taxonomy: &Taxonomy) -> Option<Self> {
        let mut found: Vec<(SkillId, f32, SkillId, u16)> = Vec::new();
        for (place, skill) in skills.iter().enumerate() {
            let place = u16::try_from(place).ok()?;
            found.push((skill.id, 1.0, skill.id, place));
            let kin = taxonomy.answered_by(skill.id).iter();
            found.extend(kin.map(|&(asked, credit)| (asked, credit, skill.id, place)));
        }
        u16::try_from(found.len()).ok()?;
        found.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
        let mut places = vec![(0_u16, 0_u16); taxonomy.len()].into_boxed_slice();
        for (at, (asked, ..)) in (0_u16..).zip(&found) {
            let place = places.get_mut(asked.0 as usize)?;
            *place = if place.1 == 0 { (at, 1) } else { (place.0, place.1 + 1) };
        }
        Some(Self { places, all: found.into_iter().map(|(_, credit, _, place)| (place, credit)).collect() })
    }

    fn of_asked(&self, asked: SkillId) -> &[(u16, f32)] {
        let Some(&(begin, count)) = self.places.get(asked.0 as usize) else { return &[] };
        self.all.get(usize::from(begin)..usize::from(begin) + usize::from(count)).unwrap_or_default()
    }
}

/// The shown skills that say something about one that is asked.
pub(super) struct Answering<'s> {
    shown: &'s Shown<'s>,
    same: Option<&'s Skill>,
    prepared: std::slice::Iter<'s, (u16, f32)>,
    kin: std::slice::Iter<'s, (SkillId, f32)>,
}

impl<'s> Iterator for Answering<'s> {
    type Item = (&'s Skill, f32);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(same) = self.same.take() {
            return Some((same, 1.0));
        }
        if let Some(&(place, credit)) = self.prepared.next() {
            return self.shown.skills.get(usize::from(place)).map(|skill| (skill, credit));
        }
        self.kin.find_map(|&(kin, credit)| Some((self.shown.shows(kin)?, credit)))
    }
}
