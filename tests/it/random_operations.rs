//! Random operations on a catalog, beside a plain map that says what must come of them.
//!
//! `VOCATION_LONG=1` does 25 times as many, `VOCATION_SEED` sets another seed.

use std::collections::BTreeMap;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;
use std::path::Path;
use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::civil::date;
use vocation::Engine;
use vocation::catalog::Catalog;
use vocation::catalog::Changes;
use vocation::catalog::Closed;
use vocation::catalog::Filter;
use vocation::catalog::Snapshot;
use vocation::catalog::Source;
use vocation::codes::Country;
use vocation::codes::Language;
use vocation::documents::Document;
use vocation::documents::Posting;
use vocation::documents::Side;
use vocation::engine::Asking;
use vocation::pay;
use vocation::pay::EUR;
use vocation::pay::Rates;
use vocation::place::Mode;
use vocation::profile::Profile;
use vocation::ranking;
use vocation::ranking::By;
use vocation::ranking::Match;
use vocation::ranking::Question;
use vocation::ranking::Weights;
use vocation::ranking::Wishes;
use vocation::seniority::Level;
use vocation::skills::Taxonomy;

use crate::samples;
use crate::tiny;
use crate::tiny::State;

/// What waits for a commit: versions, and removals, by side and number.
type Waiting = BTreeMap<(bool, u32), Option<u64>>;

/// How many different ids there are.
const IDS: u32 = 200;

/// One writer, and what waits in it.
struct Writer {
    catalog: Catalog,
    waiting: Waiting,
    /// What it has seen.
    seen: State,
}

impl Writer {
    fn open(folder: &Path) -> Self {
        let catalog = Catalog::open(folder, tiny::identity()).unwrap();
        let seen = tiny::state(&catalog.snapshot()).unwrap();
        Self { catalog, waiting: Waiting::new(), seen }
    }

    fn remove(&mut self, number: u32) {
        let mut known = false;
        for resume in [false, true] {
            let before = self.waiting.insert((resume, number), None);
            known |= before.map_or_else(|| self.seen.contains_key(&(resume, number)), |version| version.is_some());
        }
        assert_eq!(self.catalog.remove(&tiny::id(number)).unwrap(), known, "whether {number} is known");
    }

    /// Commits to the map.
    fn apply(&mut self, committed: &mut State) -> Changes {
        let mut changes = Changes::default();
        for (key, version) in std::mem::take(&mut self.waiting) {
            let before = match version {
                Some(version) => committed.insert(key, version),
                None => committed.remove(&key),
            };
            match (before, version) {
                (None, Some(_)) => changes.new += 1,
                (Some(_), Some(_)) => changes.replaced += 1,
                (Some(_), None) => changes.removed += 1,
                (None, None) => {}
            }
        }
        self.seen.clone_from(committed);
        changes
    }

    fn commit(&mut self, committed: &mut State) {
        assert_eq!(self.catalog.commit().unwrap(), self.apply(committed));
    }
}

/// Says which seed failed.
struct Told(u64, usize);

impl Drop for Told {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("VOCATION_SEED={}, operation {}", self.0, self.1);
        }
    }
}

#[test]
fn a_catalog_is_what_a_plain_map_is() {
    let operations = tiny::rounds(400, 10_000);
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("catalog");
    let mut random = fastrand::Rng::with_seed(tiny::seed());
    let (mut committed, mut version) = (State::new(), 0);
    let mut writers = [Writer::open(&folder), Writer::open(&folder)];
    let mut told = Told(tiny::seed(), 0);
    for operation in 0..operations {
        told.1 = operation;
        let writer = &mut writers[random.usize(..2)];
        match random.u8(..40) {
            0..18 => {
                let key = (random.u8(..4) == 0, random.u32(..IDS));
                version += 1;
                tiny::add(&mut writer.catalog, key, version);
                writer.waiting.insert(key, Some(version));
            }
            18..26 => writer.remove(random.u32(..IDS)),
            26..32 => writer.commit(&mut committed),
            32 => {
                // A commit of hundreds, so that segments of unlike size come to lie one after the other.
                for number in (0..IDS).filter(|_| random.u8(..3) > 0) {
                    version += 1;
                    tiny::add(&mut writer.catalog, (false, number), version);
                    writer.waiting.insert((false, number), Some(version));
                }
                writer.commit(&mut committed);
            }
            33 => {
                writer.catalog.compact().unwrap();
                writer.apply(&mut committed);
            }
            34 => *writer = Writer::open(&folder),
            35 if tiny::freeze(&mut writer.catalog) => writer.seen.clone_from(&committed),
            35 => {}
            _ => {
                writer.catalog.refresh().unwrap();
                writer.seen.clone_from(&committed);
            }
        }
        assert_eq!(writer.catalog.waiting(), writer.waiting.len());
        if operation % 4 == 0 || operations < 1000 {
            is_what_the_map_is(&writer.catalog.snapshot(), &writer.seen, &mut random);
        }
    }
}

/// That a snapshot says of every entry what the map says, and finds what a look at each of them finds.
fn is_what_the_map_is(snapshot: &Snapshot, map: &State, random: &mut fastrand::Rng) {
    assert_eq!(tiny::state(snapshot).unwrap(), *map);
    let (resume, number) = (random.u8(..4) == 0, random.u32(..IDS));
    let (side, kept) = (tiny::side(resume), map.get(&(resume, number)).copied());
    let wanted = kept.map(|version| tiny::entry(resume, number, version));
    assert_eq!(snapshot.get(side, &tiny::id(number)).unwrap().as_deref(), wanted.as_ref());
    for version in kept.into_iter().chain([0]) {
        assert_eq!(snapshot.has(&tiny::document(resume, number, version)).unwrap(), kept == Some(version));
    }
    sources_are_kept(snapshot, side, map);
    filters_are_kept(snapshot, resume, map, random);
    if random.u8(..8) == 0 {
        ranks_as_a_new_one_does(snapshot, resume, map, random);
        assert_eq!(snapshot.verify().unwrap(), map.len());
    }
}

fn sources_are_kept(snapshot: &Snapshot, side: Side, map: &State) {
    for row in snapshot.rows(side).step_by(50) {
        let number = snapshot.entry(side, row).unwrap().profile.id.trim_start_matches("number-").parse().unwrap();
        let key = (side == Side::Resume, number);
        let document = tiny::document(key.0, number, map[&key]);
        assert_eq!(snapshot.source(side, row).unwrap(), Some(Source::Document(document.into())));
    }
}

/// A name as a number.
fn letters(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

fn filters_are_kept(snapshot: &Snapshot, resume: bool, map: &State, random: &mut fastrand::Rng) {
    let side = tiny::side(resume);
    let by = [(); 7].map(|()| random.u8(..4) == 0);
    let (level, company) = (Level::ALL[random.usize(..8)], tiny::COMPANIES[random.usize(..4)]);
    let senior = |stated: &Option<Level>| stated.is_none_or(|stated| stated >= level);
    let elsewhere = |stated: &Option<String>| stated.as_deref() != Some(company);
    let remote = |place: &vocation::place::Place| place.mode == Some(Mode::Remote);
    let paid = |stated: &Option<pay::Pay>| stated.as_ref().is_some_and(|pay| pay.min > Some(60_000.0));
    let lately = |day: &Option<Date>| *day > Some(date(2026, 1, 9));
    let tagged = |tags: &Vec<String>| !tags.is_empty();
    let filter = Filter {
        level: by[0].then_some(Box::new(senior)),
        place: by[1].then_some(Box::new(remote)),
        company: by[2].then(|| Closed { key: letters, keys: vec![letters(company)] }),
        pay: by[3].then_some(Box::new(paid)),
        language: by[4].then_some(Box::new(|language| *language == Some(Language::ENGLISH))),
        posted: by[5].then_some(Box::new(lately)),
        tags: by[6].then_some(Box::new(tagged)),
    };
    let passes = |profile: &Profile| {
        (!by[0] || senior(&profile.seniority.level))
            && (!by[1] || remote(&profile.place))
            && (!by[2] || elsewhere(&profile.company))
            && (!by[3] || paid(&profile.pay))
            && (!by[4] || profile.language == Some(Language::ENGLISH))
            && (!by[5] || lately(&profile.posted))
            && (!by[6] || tagged(&profile.tags))
    };
    let passing = snapshot.passing(side, &filter).unwrap();
    let found: Vec<u32> = passing.rows().collect();
    let mut wanted = snapshot.rows(side).collect::<Vec<_>>();
    wanted.retain(|&row| passes(&snapshot.entry(side, row).unwrap().profile));
    assert_eq!(found, wanted, "{by:?}");
    let vector = tiny::vector(resume, 1, random.u64(..)).or_else(|| tiny::vector(resume, 1, 1)).unwrap();
    let near = snapshot.nearest(side, &vector, 10, Some(&passing)).unwrap();
    let mut nearest: Vec<f32> = map
        .iter()
        .filter(|((is_resume, number), version)| {
            *is_resume == resume && passes(&tiny::entry(resume, *number, **version).profile)
        })
        .filter_map(|((_, number), version)| Some(tiny::vector(resume, *number, *version)?.dot(&vector)))
        .collect();
    nearest.sort_by(|a, b| b.total_cmp(a));
    nearest.truncate(10);
    assert_eq!(near.len(), nearest.len());
    for ((row, cosine), wanted) in near.iter().zip(nearest) {
        assert!(passing.contains(*row) && (cosine - wanted).abs() < 1e-3, "{cosine} in place of {wanted}");
    }
}

static TAXONOMY: LazyLock<std::sync::Arc<Taxonomy>> = LazyLock::new(Taxonomy::builtin);

fn ranks_as_a_new_one_does(snapshot: &Snapshot, resume: bool, map: &State, random: &mut fastrand::Rng) {
    let mut fresh = Catalog::in_memory(tiny::identity());
    map.iter().for_each(|(&key, &version)| tiny::add(&mut fresh, key, version));
    fresh.commit().unwrap();
    let version = random.u64(..);
    let (asking, vector) = (tiny::entry(resume, 1, version), tiny::vector(resume, 1, version));
    let mut wishes = Wishes::default();
    if random.bool() {
        wishes.seniority = Level::ALL[random.usize(..8)..].to_vec();
        wishes.countries = ["DE", "US"].into_iter().filter_map(Country::from_code).collect();
    }
    if resume && random.bool() {
        wishes.remote = random.bool();
        wishes.without = vec![tiny::COMPANIES[random.usize(..4)].to_owned()];
        wishes.pay_at_least = Some(EUR.a_year(70_000));
    }
    let [ours, new] = [snapshot, &*fresh.snapshot()].map(|snapshot| {
        let question = Question {
            asking: &asking,
            vector: vector.as_ref(),
            wishes: wishes.clone(),
            weights: Weights::default(),
            top: 20,
            keep_copies: true,
            by: By::Score,
            diversity: 0.0,
            per_company: None,
        };
        ranking::rank(&question, snapshot, &TAXONOMY, Rates::builtin()).unwrap()
    });
    assert_eq!(ours, new, "{wishes:?}");
}

/// A wish, put into a question.
type Wish = fn(Asking<'_>) -> Asking<'_>;

const WISHES: [Wish; 6] = [
    |asking| asking,
    |asking| asking.remote(),
    |asking| asking.in_countries(Country::from_code("US")),
    |asking| asking.at_levels([Level::Senior, Level::Staff]),
    |asking| asking.without_company("Kelp Ledger"),
    |asking| asking.paying_at_least(EUR.a_year(70_000)),
];

#[test]
fn an_engine_ranks_what_it_keeps_as_a_new_one_ranks_the_same_documents() {
    let operations = tiny::rounds(60, 3_000);
    let place = tempfile::tempdir().unwrap();
    let engine = || Engine::open(place.path()).unwrap().as_of(samples::engine_month());
    let mut random = fastrand::Rng::with_seed(tiny::seed());
    let mut told = Told(tiny::seed(), 0);
    let (mut ours, mut next, mut committed) = (engine(), BTreeMap::new(), BTreeMap::<String, Document>::new());
    for operation in 0..operations {
        told.1 = operation;
        match random.u8(..12) {
            0..6 => {
                let document = some_document(&mut random);
                ours.add(document.clone()).unwrap();
                next.insert(document.id().to_owned(), document);
            }
            6 => {
                let id = some_document(&mut random).id().to_owned();
                assert_eq!(ours.remove(&id).unwrap(), next.remove(&id).is_some());
            }
            7 => {
                (ours, next) = (engine(), committed.clone());
            }
            what => {
                if what == 8 { ours.compact() } else { ours.commit().map(|_| ()) }.unwrap();
                committed.clone_from(&next);
                let fresh = samples::engine();
                fresh.add_all(&committed.values().cloned().collect::<Vec<_>>()).unwrap();
                fresh.commit().unwrap();
                for wish in [WISHES[0], WISHES[random.usize(1..6)]] {
                    assert_eq!(asked(&ours, wish), asked(&fresh, wish));
                }
            }
        }
    }
}

fn asked(engine: &Engine, wish: Wish) -> Vec<Match> {
    wish(engine.postings_for(&samples::ada())).best(10).unwrap()
}

fn some_document(random: &mut fastrand::Rng) -> Document {
    let samples = [samples::rust_posting, samples::nurse_posting, samples::backend_posting];
    let mut posting: Posting = random.choice(samples).unwrap()();
    let number = random.u8(..8);
    posting.id = format!("{}-{number}", posting.id);
    posting.title = format!("{} {}", ["Junior", "Senior", "Staff"][random.usize(..3)], posting.title);
    posting.into()
}
