//! A posting beside a résumé, ready to be compared.

use super::shown::Answering;
use super::shown::Shown;
use crate::catalog::Entry;
use crate::documents::Side;
use crate::embedding::Codes;
use crate::pay::Rates;
use crate::profile::Profile;
use crate::skills::Skill;
use crate::skills::SkillId;
use crate::skills::Taxonomy;
use crate::words::SpreadWords;

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
    /// What the résumé shows.
    shown: Held<'a>,
    /// The words of one of the two, laid out.
    spread: Option<&'a SpreadWords>,
}

/// What a résumé shows, laid out for one pair or for many.
#[derive(Debug)]
enum Held<'a> {
    Own(Shown<'a>),
    Given(&'a Shown<'a>),
}

/// Who asks: one side of many pairs, laid out once for all of them.
#[derive(Debug)]
pub(super) struct Asker<'a> {
    party: Party<'a>,
    shown: Option<Shown<'a>>,
    words: SpreadWords,
    taxonomy: &'a Taxonomy,
    rates: &'a Rates,
}

impl<'a> Asker<'a> {
    /// An entry that many others are compared with.
    pub(super) fn of(entry: &'a Entry, taxonomy: &'a Taxonomy, rates: &'a Rates) -> Self {
        let profile = &entry.profile;
        let shown = (profile.side == Side::Resume).then(|| Shown::for_many(profile.shown(), taxonomy));
        Self { party: Party::of(entry), shown, words: SpreadWords::of(&profile.words), taxonomy, rates }
    }

    /// What it shows, where it is a résumé.
    pub(super) const fn shown(&self) -> Option<&Shown<'a>> {
        self.shown.as_ref()
    }

    /// What is known of skills.
    pub(super) const fn taxonomy(&self) -> &'a Taxonomy {
        self.taxonomy
    }

    /// Exchange rates.
    pub(super) const fn rates(&self) -> &'a Rates {
        self.rates
    }

    /// What it says.
    pub(super) const fn profile(&self) -> &'a Profile {
        self.party.profile
    }

    /// The posting of the two beside the résumé of the two.
    pub(super) fn beside<'p>(&'p self, candidate: &'p Entry) -> Pair<'p> {
        let candidate = Party::of(candidate);
        let (posting, resume, shown) = match &self.shown {
            Some(shown) => (candidate, self.party, Held::Given(shown)),
            None => (self.party, candidate, Held::Own(Shown::of(candidate.profile.shown(), self.taxonomy))),
        };
        Pair { posting, resume, taxonomy: self.taxonomy, rates: self.rates, shown, spread: Some(&self.words) }
    }
}

impl<'a> Pair<'a> {
    /// Puts a posting beside a résumé.
    #[must_use]
    pub fn new(posting: Party<'a>, resume: Party<'a>, taxonomy: &'a Taxonomy, rates: &'a Rates) -> Self {
        let shown = Held::Own(Shown::of(resume.profile.shown(), taxonomy));
        Self { posting, resume, taxonomy, rates, shown, spread: None }
    }

    /// The same of a résumé whose skills are laid out already.
    pub(super) const fn showing(
        shown: &'a Shown<'a>,
        posting: Party<'a>,
        resume: Party<'a>,
        taxonomy: &'a Taxonomy,
        rates: &'a Rates,
    ) -> Self {
        Self { posting, resume, taxonomy, rates, shown: Held::Given(shown), spread: None }
    }

    const fn shown(&self) -> &Shown<'a> {
        match &self.shown {
            Held::Own(shown) => shown,
            Held::Given(shown) => shown,
        }
    }

    /// What the résumé says of a skill, where the person shows exactly this one.
    #[must_use]
    pub fn shows(&self, skill: SkillId) -> Option<&'a Skill> {
        self.shown().shows(skill)
    }

    /// The shown skills that say something about the one that is asked, with their credit (1 for the same), most first.
    pub(super) fn answering(&self, asked: SkillId) -> Answering<'_> {
        self.shown().answering(asked, self.taxonomy)
    }

    /// The cosine of the two texts' words.
    pub(super) fn words_cosine(&self) -> f32 {
        let (posting, resume) = (&self.posting.profile.words, &self.resume.profile.words);
        match self.spread {
            Some(spread) if matches!(self.shown, Held::Given(_)) => spread.cosine(posting),
            Some(spread) => spread.cosine(resume),
            None => posting.cosine(resume),
        }
    }

    /// The cosine of the words of the posting's title with those of the résumé's text.
    pub(super) fn title_cosine(&self) -> f32 {
        let (named, resume) = (&self.posting.profile.role_words, &self.resume.profile.words);
        match self.spread {
            Some(spread) if matches!(self.shown, Held::Given(_)) => spread.cosine(named),
            _ => named.cosine(resume),
        }
    }
}
