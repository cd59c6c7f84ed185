//! A posting beside a résumé, ready to be compared.

use crate::catalog::Entry;
use crate::embedding::Codes;
use crate::pay::Rates;
use crate::profile::Profile;
use crate::skills::Skill;
use crate::skills::SkillId;
use crate::skills::Taxonomy;

/// One side of a pair: what a document says, and where it lies.
#[derive(Clone, Copy, Debug)]
pub struct Party<'a> {
    /// What it says.
    pub profile: &'a Profile,
    /// Where its text lies; `None` where the text holds nothing that the model knows.
    pub codes: Option<&'a Codes>,
    /// Where each of its roles lies, in the order of [`Profile::roles`] with the unknown ones left out.
    pub roles: &'a [Codes],
}

impl<'a> Party<'a> {
    /// An entry of a catalog as a side of a pair.
    #[must_use]
    pub fn of(entry: &'a Entry) -> Self {
        Self { profile: &entry.profile, codes: entry.codes.as_ref(), roles: &entry.roles }
    }
}

/// A posting beside a résumé: all that a signal may look at. Which of them asked makes no difference.
#[derive(Debug)]
pub struct Pair<'a> {
    /// The posting.
    pub posting: Party<'a>,
    /// The résumé.
    pub resume: Party<'a>,
    /// The skills that are known.
    pub taxonomy: &'a Taxonomy,
    /// Exchange rates.
    pub rates: &'a Rates,
    /// What the résumé shows, in order of rows.
    shown: &'a [Skill],
    /// The same, a bit a row of the table: most kin of what is asked are not shown, which this tells at once.
    shown_bits: Box<[u64]>,
}

impl<'a> Pair<'a> {
    /// Puts a posting beside a résumé.
    #[must_use]
    pub fn new(posting: Party<'a>, resume: Party<'a>, taxonomy: &'a Taxonomy, rates: &'a Rates) -> Self {
        let shown = resume.profile.shown();
        let mut shown_bits = vec![0_u64; taxonomy.len().div_ceil(64)].into_boxed_slice();
        for skill in shown {
            if let Some(word) = shown_bits.get_mut(skill.id.0 as usize / 64) {
                *word |= 1 << (skill.id.0 % 64);
            }
        }
        Self { posting, resume, taxonomy, rates, shown, shown_bits }
    }

    /// What the résumé says of a skill, where the person shows exactly this one.
    #[must_use]
    pub fn shows(&self, skill: SkillId) -> Option<&'a Skill> {
        let word = self.shown_bits.get(skill.0 as usize / 64)?;
        if word >> (skill.0 % 64) & 1 == 0 {
            return None;
        }
        let at = self.shown.binary_search_by_key(&skill, |shown| shown.id).ok()?;
        self.shown.get(at)
    }
}
