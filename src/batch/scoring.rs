//! Two populations scored part by part.

use std::ops::Range;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use rayon::prelude::*;

use super::job::Job;
use super::job::Plan;
use super::kept::Kept;
use super::population::Population;
use super::rows::Part;
use super::stats::Stats;
use crate::catalog::Entry;
use crate::documents::Side;
use crate::error::Result;
use crate::index::LANES;
use crate::pay::Rates;
use crate::ranking::Offers;
use crate::ranking::People;
use crate::ranking::Tiles;
use crate::skills::Taxonomy;

/// How far a run has come, and whether it is to stop: shared with whoever watches it.
#[derive(Debug, Default)]
pub struct Watch {
    pairs: AtomicU64,
    answered: AtomicU64,
    stop: AtomicBool,
}

impl Watch {
    /// How many pairs were scored in full; through the index that are far fewer than there are.
    #[must_use]
    pub fn pairs(&self) -> u64 {
        self.pairs.load(Ordering::Relaxed)
    }

    pub(super) fn add(&self, pairs: u64) {
        self.pairs.fetch_add(pairs, Ordering::Relaxed);
    }

    /// How many documents of [`Job::by`] have all their pairs.
    #[must_use]
    pub fn answered(&self) -> u64 {
        self.answered.load(Ordering::Relaxed)
    }

    pub(super) fn answer(&self, documents: u64) {
        self.answered.fetch_add(documents, Ordering::Relaxed);
    }

    /// Ends the run soon; the part under way is lost.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// True once it is to stop.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// Two populations that are scored against each other. Everything runs on the pool of threads that it is called in.
///
/// ```
/// use std::sync::Arc;
/// use vocation::batch::{Job, Population, Run, Watch};
/// use vocation::documents::Side;
/// use vocation::ranking::Wishes;
/// use vocation::{Engine, Posting, Resume};
///
/// # fn main() -> Result<(), vocation::Error> {
/// let engine = Engine::in_memory();
/// engine.add(Posting::parse("baker", "# Baker\n\n## Requirements\n- Sourdough\n"))?;
/// engine.add(Resume::parse("ada", "Ada Crumb\n\nBaker\n\n## Skills\nSourdough\n"))?;
/// engine.add(Resume::parse("kim", "Kim Solberg\n\nWelder\n\n## Skills\nWelding\n"))?;
/// engine.commit()?;
///
/// let population = |side| Population::of(engine.snapshot(), side, &Wishes::default());
/// let (postings, resumes) = (population(Side::Posting)?, population(Side::Resume)?);
/// let job = Job { top: Some(1), by: Side::Posting, ..Job::default() };
/// let options = engine.options();
/// let run = Run::new(&postings, &resumes, &job, &options.taxonomy, &options.rates)?;
/// let mut best = Vec::new();
/// for part in 0..run.parts() {
///     // `None` where the watch was told to stop.
///     let Some(part) = run.part(part, &Watch::default())? else { break };
///     best.extend(part.rows().map(|row| (row.posting.to_owned(), row.resume.to_owned())));
/// }
/// assert_eq!(best, [("baker".to_owned(), "ada".to_owned())]);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Run<'a> {
    postings: &'a Population,
    resumes: &'a Population,
    job: &'a Job,
    plan: Plan,
    taxonomy: &'a Taxonomy,
    rates: &'a Rates,
    /// The ids of the documents that are not told together.
    others: Arc<Vec<String>>,
}

/// What is held against each other at a time.
struct Held<'h> {
    offers: &'h Offers,
    people: &'h People,
    /// Where the first posting and the first résumé stand in their populations.
    first: (usize, usize),
    /// The figures of the part.
    stats: &'h Mutex<Stats>,
}

impl Held<'_> {
    /// Adds figures of some of what is held, which begin at these places.
    fn add(&self, stats: &Stats, (posting, resume): (usize, usize)) {
        let places = (self.first.0 + posting, self.first.1 + resume);
        self.stats.lock().unwrap_or_else(PoisonError::into_inner).add(stats, places);
    }
}

impl<'a> Run<'a> {
    /// A run over two populations, cut to fit the job's memory.
    ///
    /// # Errors
    /// As [`Plan::of`], and when a file of the catalog is damaged.
    pub fn new(
        postings: &'a Population,
        resumes: &'a Population,
        job: &'a Job,
        taxonomy: &'a Taxonomy,
        rates: &'a Rates,
    ) -> Result<Self> {
        let plan = Plan::of(job, postings, resumes)?;
        Self::planned(plan, postings, resumes, job, taxonomy, rates)
    }

    /// The same, cut as an earlier one was.
    ///
    /// # Errors
    /// When a file of the catalog is damaged.
    pub fn planned(
        plan: Plan,
        postings: &'a Population,
        resumes: &'a Population,
        job: &'a Job,
        taxonomy: &'a Taxonomy,
        rates: &'a Rates,
    ) -> Result<Self> {
        let inner = if job.by == Side::Resume { postings } else { resumes };
        let others = Arc::new(inner.ids()?);
        Ok(Self { postings, resumes, job, plan, taxonomy, rates, others })
    }

    /// How it is cut.
    #[must_use]
    pub const fn plan(&self) -> Plan {
        self.plan
    }

    /// How many parts there are.
    #[must_use]
    pub const fn parts(&self) -> usize {
        self.outer().len().div_ceil(self.plan.part)
    }

    /// How many documents of [`Job::by`] there are.
    #[must_use]
    pub const fn documents(&self) -> usize {
        self.outer().len()
    }

    /// How many pairs there are.
    #[must_use]
    pub const fn pairs(&self) -> u64 {
        self.postings.len() as u64 * self.resumes.len() as u64
    }

    /// The figures of nothing yet.
    #[must_use]
    pub fn stats(&self) -> Stats {
        Stats::new(self.postings.len(), self.resumes.len())
    }

    /// The postings and the résumés.
    pub(super) const fn populations(&self) -> (&'a Population, &'a Population) {
        (self.postings, self.resumes)
    }

    pub(super) const fn others(&self) -> &Arc<Vec<String>> {
        &self.others
    }

    /// What is asked.
    #[must_use]
    pub const fn job(&self) -> &'a Job {
        self.job
    }

    pub(super) const fn taxonomy(&self) -> &'a Taxonomy {
        self.taxonomy
    }

    pub(super) const fn rates(&self) -> &'a Rates {
        self.rates
    }

    pub(super) const fn outer(&self) -> &'a Population {
        match self.job.by {
            Side::Resume => self.resumes,
            Side::Posting => self.postings,
        }
    }

    pub(super) const fn inner(&self) -> &'a Population {
        match self.job.by {
            Side::Resume => self.postings,
            Side::Posting => self.resumes,
        }
    }

    /// Scores all pairs of a part; `None` where `watch` was told to stop.
    ///
    /// # Errors
    /// When a file of the catalog is damaged.
    pub fn part(&self, part: usize, watch: &Watch) -> Result<Option<Part>> {
        let begin = (part * self.plan.part).min(self.outer().len());
        let own = self.outer().entries(begin..(begin + self.plan.part).min(self.outer().len()))?;
        if self.job.through_index && self.job.top.is_some() {
            return self.found(begin, &own, watch);
        }
        let ids: Vec<String> = own.iter().map(|entry| entry.profile.id.clone()).collect();
        let mut kept: Vec<Kept> = own.iter().map(|_| Kept::new(self.job, self.others.len())).collect();
        let stats = Mutex::new(match self.job.by {
            Side::Resume => Stats::new(self.inner().len(), own.len()),
            Side::Posting => Stats::new(own.len(), self.inner().len()),
        });
        match self.job.by {
            Side::Resume => {
                let people = People::of(own);
                for block in blocks(self.inner().len(), self.plan.block) {
                    let offers = self.offers(self.inner().entries(block.clone())?);
                    let held = Held { offers: &offers, people: &people, first: (block.start, 0), stats: &stats };
                    self.of_people(&held, &mut kept, watch);
                }
            }
            Side::Posting => {
                let offers = self.offers(own);
                for block in blocks(self.inner().len(), self.plan.block) {
                    let people = People::of(self.inner().entries(block.clone())?);
                    let held = Held { offers: &offers, people: &people, first: (0, block.start), stats: &stats };
                    self.of_offers(&held, &mut kept, watch);
                }
            }
        }
        if watch.is_stopped() {
            return Ok(None);
        }
        watch.answer(kept.len() as u64);
        kept.par_iter_mut().for_each(Kept::sort);
        let kept = ids.into_iter().zip(kept).collect();
        let (weights, others) = (self.job.weights.clone(), Arc::clone(&self.others));
        let mut stats = stats.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut part = Part { by: self.job.by, weights, kept, others, begin, stats: Stats::default() };
        stats.kept = part.len() as u64;
        part.stats = stats;
        Ok(Some(part))
    }

    fn offers(&self, entries: Vec<Arc<Entry>>) -> Offers {
        Offers::of(entries, self.taxonomy)
    }

    fn tiles<'h>(&'h self, held: &Held<'h>) -> Tiles<'h> {
        Tiles::new(held.offers, held.people, &self.job.weights, self.taxonomy, self.rates)
    }

    /// Each sixteen people against all postings.
    fn of_people(&self, held: &Held<'_>, kept: &mut [Kept], watch: &Watch) {
        let tiles = self.tiles(held);
        kept.par_chunks_mut(LANES).enumerate().for_each(|(group, kept)| {
            let mut bars: Vec<f64> = kept.iter().map(Kept::bar).collect();
            let mut stats = Stats::new(held.offers.len(), kept.len());
            tiles.meet(group, 0..held.offers.len(), |posting, met| {
                stats.count(posting, 0, kept.len(), met);
                for (lane, kept) in kept.iter_mut().enumerate() {
                    if met.scores[lane] > bars[lane] {
                        kept.take(place(held.first.0 + posting), lane, met, &self.job.weights);
                        bars[lane] = kept.bar();
                    }
                }
                posting % WATCHED != 0 || !watch.is_stopped()
            });
            held.add(&stats, (0, group * LANES));
            watch.add(stats.pairs);
        });
    }

    /// Some postings against all people, sixteen at a time.
    fn of_offers(&self, held: &Held<'_>, kept: &mut [Kept], watch: &Watch) {
        let tiles = self.tiles(held);
        let each = kept.len().div_ceil(rayon::current_num_threads()).max(LANES);
        kept.par_chunks_mut(each).enumerate().for_each(|(chunk, kept)| {
            let begin = chunk * each;
            let mut bars: Vec<f64> = kept.iter().map(Kept::bar).collect();
            let mut stats = Stats::new(kept.len(), held.people.len());
            for group in 0..tiles.groups() {
                let first = group * LANES;
                let lanes = (held.people.len() - first).min(LANES);
                tiles.meet(group, begin..begin + kept.len(), |posting, met| {
                    stats.count(posting - begin, first, lanes, met);
                    let (kept, bar) = (&mut kept[posting - begin], &mut bars[posting - begin]);
                    for lane in 0..lanes {
                        if met.scores[lane] > *bar {
                            kept.take(place(held.first.1 + first + lane), lane, met, &self.job.weights);
                            *bar = kept.bar();
                        }
                    }
                    true
                });
                watch.add(lanes as u64 * kept.len() as u64);
                if watch.is_stopped() {
                    return;
                }
            }
            held.add(&stats, (begin, 0));
        });
    }
}

/// After how many postings it is looked again whether to stop.
const WATCHED: usize = 1_024;

/// The place of a document in its population.
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The places of some documents, so many at a time.
fn blocks(all: usize, each: usize) -> impl Iterator<Item = Range<usize>> {
    (0..all).step_by(each.max(1)).map(move |begin| begin..(begin + each).min(all))
}
