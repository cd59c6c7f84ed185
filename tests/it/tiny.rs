//! Entries that are cheap enough to write by the thousand: all they say follows from side, number and version.

use std::collections::BTreeMap;

use jiff::civil::date;
use vocation::catalog::Catalog;
use vocation::catalog::Entry;
use vocation::catalog::Freezing;
use vocation::catalog::Identity;
use vocation::catalog::Snapshot;
use vocation::codes::Country;
use vocation::codes::Language;
use vocation::documents::Document;
use vocation::documents::Posting;
use vocation::documents::Resume;
use vocation::documents::Side;
use vocation::embedding::Vector;
use vocation::pay;
use vocation::pay::Pay;
use vocation::place::Mode;
use vocation::place::Place;
use vocation::profile::Profile;
use vocation::seniority::Level;
use vocation::seniority::Seniority;
use vocation::seniority::Track;
use vocation::seniority::Years;
use vocation::words::Words;

/// What is kept: the version of each entry, by its side (true for résumés) and its number.
pub(crate) type State = BTreeMap<(bool, u32), u64>;

const DIMENSION: usize = 32;

/// The companies that post.
pub(crate) const COMPANIES: [&str; 4] = ["Fjordwerk", "Kelp Ledger", "Lindenhof Clinic", "Tidewater Systems"];

const COUNTRIES: [&str; 4] = ["DE", "PL", "US", "BR"];

const SIDES: [Side; 2] = [Side::Posting, Side::Resume];

/// What the entries have in common.
pub(crate) fn identity() -> Identity {
    Identity { embedder: "invented".to_owned(), understanding: "invented".to_owned(), dimension: DIMENSION }
}

/// How far a test goes: `long` times where `VOCATION_LONG` is set (a number there multiplies it), else `short` times.
pub(crate) fn rounds(short: usize, long: usize) -> usize {
    match std::env::var("VOCATION_LONG") {
        Ok(times) => ((long as f64) * times.parse::<f64>().unwrap_or(1.0)).ceil() as usize,
        Err(_) => short,
    }
}

/// The seed of a test: `VOCATION_SEED`, or one that is the same every day.
pub(crate) fn seed() -> u64 {
    std::env::var("VOCATION_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_260_101)
}

/// Which side a key is of.
pub(crate) const fn side(resume: bool) -> Side {
    if resume { Side::Resume } else { Side::Posting }
}

/// The id of a number, the same on both sides.
pub(crate) fn id(number: u32) -> String {
    format!("number-{number}")
}

/// What stands in an entry and its document, and in no other.
pub(crate) fn title(resume: bool, number: u32, version: u64) -> String {
    format!("Version {version} of {} {number};", if resume { "person" } else { "offer" })
}

/// A document of a version.
pub(crate) fn document(resume: bool, number: u32, version: u64) -> Document {
    let (id, title) = (id(number), title(resume, number, version));
    match resume {
        true => Resume { id, title, ..Resume::default() }.into(),
        false => Posting { id, title, ..Posting::default() }.into(),
    }
}

/// The vector of a version; one in nine has none.
pub(crate) fn vector(resume: bool, number: u32, version: u64) -> Option<Vector> {
    let mut random = random(resume, number, version);
    if random.u8(..9) == 0 {
        return None;
    }
    Vector::new(&(0..DIMENSION).map(|_| random.f32() - 0.5).collect::<Vec<_>>())
}

/// The entry of a version.
pub(crate) fn entry(resume: bool, number: u32, version: u64) -> Entry {
    let mut random = random(resume, number, version);
    let vector = vector(resume, number, version);
    let codes = vector.as_ref().map(Vector::codes);
    let roles = codes.iter().cloned().collect::<Vec<_>>();
    let title = title(resume, number, version);
    let role_names = vec![title.clone(); roles.len()];
    let level = random.bool().then(|| Level::ALL[random.usize(..8)]);
    let mode = [None, Some(Mode::Remote), Some(Mode::Onsite)][random.usize(..3)];
    let countries = Country::from_code(COUNTRIES[random.usize(..4)]).filter(|_| random.bool());
    let profile = Profile {
        id: id(number),
        side: side(resume),
        title: title.clone(),
        company: (!resume).then(|| COMPANIES[random.usize(..4)].to_owned()),
        seniority: Seniority {
            level,
            track: Track::Individual,
            source: level.map(|_| vocation::seniority::Source::Title),
            years: Years::default(),
            evidence: String::new(),
        },
        pay: random.bool().then(|| some_pay(random.u32(20..120))),
        place: Place { mode, countries: countries.into_iter().collect(), ..Place::default() },
        plain_roles: role_names.clone(),
        roles: role_names,
        skills: Vec::new(),
        words: Words::of([(title.as_str(), 1.0)]),
        role_words: Words::default(),
        language: random.bool().then_some(Language::ENGLISH),
        posted: (!resume && random.bool()).then(|| date(2026, 1, random.i8(1..29))),
        tags: if random.bool() { vec!["night".to_owned()] } else { Vec::new() },
        passages: Vec::new(),
        notes: Vec::new(),
    };
    Entry { profile, codes, roles }
}

fn some_pay(thousands: u32) -> Pay {
    Pay {
        currency: pay::EUR,
        min: Some(f64::from(thousands) * 1000.0),
        max: None,
        period: pay::Period::Year,
        basis: pay::Basis::Base,
        source: pay::Source::Stated,
        evidence: String::new(),
    }
}

fn random(resume: bool, number: u32, version: u64) -> fastrand::Rng {
    fastrand::Rng::with_seed(version.wrapping_mul(2_654_435_761) ^ u64::from(number) << 1 ^ u64::from(resume))
}

/// Adds a version to a catalog.
pub(crate) fn add(catalog: &mut Catalog, (resume, number): (bool, u32), version: u64) {
    let (entry, vector) = (entry(resume, number, version), vector(resume, number, version));
    catalog.add(&entry, vector.as_ref(), Some(&document(resume, number, version))).unwrap();
}

/// Builds graphs over all rows that have none; true where there was something to build and nobody else wrote.
pub(crate) fn freeze(catalog: &mut Catalog) -> bool {
    let plan = Freezing { graph_from: 1, scanned: 0 }.plan(catalog);
    plan.is_some_and(|plan| catalog.adopt(&plan.build().unwrap()).unwrap())
}

/// The version that a title names.
pub(crate) fn version_of(entry: &Entry) -> u64 {
    entry.profile.title.split(' ').nth(1).and_then(|version| version.parse().ok()).unwrap()
}

/// What a snapshot holds, every entry being wholly what its version is.
pub(crate) fn state(snapshot: &Snapshot) -> vocation::Result<State> {
    let mut state = State::new();
    for side in SIDES {
        let resume = side == Side::Resume;
        let mut count = 0;
        for found in snapshot.entries(side) {
            let found = found?;
            let (number, version) =
                (found.profile.id.trim_start_matches("number-").parse().unwrap(), version_of(&found));
            assert_eq!(*found, entry(resume, number, version), "half of one version and half of another");
            assert_eq!(state.insert((resume, number), version), None, "{} is there twice", found.profile.id);
            count += 1;
        }
        assert_eq!(count, snapshot.len(side), "the number of entries is wrong");
    }
    Ok(state)
}
