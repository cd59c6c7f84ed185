use super::*;
use crate::codes::Country;
use crate::documents::Side;
use crate::error::Error;
use crate::index::RowSet;
use crate::ranking::Breadth;
use crate::ranking::By;
use crate::ranking::Match;
use crate::ranking::Question;
use crate::ranking::Verdict;
use crate::ranking::Weights;
use crate::ranking::Wishes;
use crate::ranking::rank_within;
use crate::seniority::Level;

const TRADES: [(&str, [&str; 5]); 6] = [
    ("Rust Engineer", ["Rust", "PostgreSQL", "Kubernetes", "Kafka", "Linux"]),
    ("Payroll Specialist", ["payroll", "Excel", "accounting", "SAP", "bookkeeping"]),
    ("Registered Nurse", ["patient care", "medication administration", "wound care", "triage", "phlebotomy"]),
    ("Data Analyst", ["SQL", "Python", "Tableau", "statistics", "Excel"]),
    ("Welder", ["welding", "blueprint reading", "forklift", "fabrication", "soldering"]),
    ("Graphic Designer", ["Photoshop", "Illustrator", "typography", "branding", "Figma"]),
];
const PLACES: [&str; 5] = ["Remote - Germany", "Austin, TX", "Remote - Brazil", "Remote", "Hybrid - Warsaw, Poland"];
const LEVELS: [&str; 5] = ["Junior", "Senior", "Staff", "Director, ", ""];

/// Postings of six trades.
fn synthetic(count: usize) -> Engine {
    let engine = Engine::in_memory();
    let postings: Vec<Document> = (0..count)
        .map(|number| {
            let mixed = number.wrapping_mul(2_654_435_761) >> 7;
            let ((trade, skills), other) = (&TRADES[mixed % 6], &TRADES[(mixed >> 3) % 6].1);
            let (level, place) = (LEVELS[(mixed >> 5) % 5], PLACES[(mixed >> 8) % 5]);
            let (first, second) = (skills[(mixed >> 10) % 5], skills[(mixed >> 12) % 5]);
            let text = format!(
                "# [{level} {trade}](https://jobs.example.org/{number})\n### Firm {number}\n#### `\u{1f30e} {place}`\n\n\
                 **Requirements:**\n\n  * Experience with {first}\n  * Good {second}\n  * Some {}\n",
                other[(mixed >> 14) % 5]
            );
            Posting::parse(&format!("posting-{number:03}"), &text).into()
        })
        .collect();
    engine.add_all(&postings).unwrap();
    engine.commit().unwrap();
    engine
}

#[test]
fn graphs_are_built_beside_and_answer_as_the_scan_does() {
    let scanned = synthetic(600);
    let freezing = Freezing { graph_from: 100, scanned: 50 };
    let folder = tempfile::tempdir().unwrap();
    let options = || Options { freezing, freezes: false, ..Options::default() };
    let engine = Engine::open_with(folder.path(), options()).unwrap();
    let all: Vec<Document> = {
        let snapshot = scanned.snapshot();
        let source = |row| snapshot.source(Side::Posting, row).unwrap().unwrap();
        let document = |row| match source(row) {
            Source::Document(document) => *document,
            Source::Embedded(_) => unreachable!("documents are kept"),
        };
        snapshot.rows(Side::Posting).map(document).collect()
    };
    engine.add_all(&all[..500]).unwrap();
    engine.commit().unwrap();
    assert_eq!(engine.snapshot().probe(Side::Posting, 50, 256).unwrap(), None, "without a graph nothing is missed");
    assert!(engine.freeze().unwrap() && !engine.freeze().unwrap());
    assert!(engine.snapshot().answered_by(Side::Posting).starts_with("a graph over 500 entries"));
    engine.add_all(&all[500..]).unwrap();
    engine.commit().unwrap();
    assert!(engine.freeze().unwrap());
    let reopened = Engine::open_with(folder.path(), options()).unwrap();
    for engine in [&engine, &reopened] {
        let probe = engine.snapshot().probe(Side::Posting, 50, 256).unwrap().unwrap();
        assert_eq!((probe.asked, probe.recall[5]), (50, (1024, 1.0)), "a walk over all finds all: {probe:?}");
        assert!(probe.recall[0].1 > 0.8 && probe.recommended.is_some(), "{probe:?}");
        let answered = engine.snapshot().answered_by(Side::Posting);
        assert!(answered.starts_with("a graph over 600 entries; 0 are"), "{answered}");
        let mut same = 0;
        for trade in 0..TRADES.len() {
            let (one, other) = (engine.snapshot(), scanned.snapshot());
            let [found, wanted] =
                [&one, &other].map(|among| best(engine, among, &person(trade), &Wishes::default(), NARROW));
            same += found.iter().filter(|one| wanted.iter().any(|other| other.id == one.id)).count();
        }
        assert!(same >= 57, "{same} of 60");
    }
}

#[test]
fn a_graph_is_taken_although_small_commits_went_on_meanwhile() {
    let engine = synthetic(1);
    let snapshot = engine.snapshot();
    let row = snapshot.rows(Side::Posting).next().unwrap();
    let one = snapshot.entry(Side::Posting, row).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut catalog = Catalog::open(folder.path(), identity(engine.options())).unwrap();
    let add = |catalog: &mut Catalog, numbers: std::ops::Range<u16>| {
        for number in numbers {
            let mut entry = one.as_ref().clone();
            entry.profile.id = format!("posting-{number:05}");
            let mut values = vec![1.0; 256];
            values[usize::from(number) % 256] += f32::from(number);
            catalog.add(&entry, crate::embedding::Vector::new(&values).as_ref(), None).unwrap();
        }
        catalog.commit().unwrap();
    };
    add(&mut catalog, 0..4_200);
    add(&mut catalog, 4_200..4_300);
    let freezing = Freezing { graph_from: 100, scanned: 100 };
    let frozen = freezing.plan(&catalog).unwrap().build().unwrap();
    add(&mut catalog, 4_300..4_420);
    assert!(catalog.adopt(&frozen).unwrap(), "the small segments were written again, which the graph must not mind");
    let answered = catalog.snapshot().answered_by(Side::Posting);
    assert_eq!(answered, "a graph over 4200 entries; 220 are looked at one by one");
    assert_eq!(catalog.snapshot().verify().unwrap(), 4_420);
    let plan = Freezing { graph_from: 100, scanned: 1_000 };
    assert!(plan.plan(&catalog).is_none());
    add(&mut catalog, 0..2_000);
    let renewed = plan.plan(&catalog).expect("a third of what the graph covers is gone").build().unwrap();
    assert!(catalog.adopt(&renewed).unwrap());
    assert!(plan.plan(&catalog).is_none(), "what is gone is in no graph any more, and not built again and again");
    catalog.compact().unwrap();
    let answered = catalog.snapshot().answered_by(Side::Posting);
    assert_eq!(answered, "a graph over 4420 entries; 0 are looked at one by one");
}

#[test]
fn graphs_are_built_by_themselves_on_a_thread_of_their_own() {
    let engine = Engine::with(Options { freezing: Freezing { graph_from: 50, scanned: 20 }, ..Options::default() });
    let postings: Vec<Document> =
        (0..80).map(|n| Posting::parse(&n.to_string(), &format!("# Welder\n\nWeld frame {n}.\n")).into()).collect();
    engine.add_all(&postings).unwrap();
    engine.commit().unwrap();
    let begun = std::time::Instant::now();
    while !engine.snapshot().answered_by(Side::Posting).starts_with("a graph over 80") {
        assert!(begun.elapsed().as_secs() < 60, "{}", engine.snapshot().answered_by(Side::Posting));
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

fn person(trade: usize) -> Document {
    let (title, skills) = &TRADES[trade];
    let text = format!("# Kim Berg\n\nSenior {title}\n\nBerlin, Germany\n\n## Skills\n{}\n", skills.join(", "));
    Resume::parse("kim", &text).into()
}

/// The best ten among a snapshot.
fn best(engine: &Engine, among: &Snapshot, asking: &Document, wishes: &Wishes, breadth: Breadth) -> Vec<Match> {
    best_of(None, engine, among, asking, wishes, breadth)
}

/// The best ten among some rows of a snapshot.
fn best_of(
    only: Option<&RowSet>,
    engine: &Engine,
    among: &Snapshot,
    asking: &Document,
    wishes: &Wishes,
    breadth: Breadth,
) -> Vec<Match> {
    let (entry, vector) = engine.place(asking).unwrap();
    let question = Question {
        asking: &entry,
        vector: vector.as_ref(),
        wishes: wishes.clone(),
        weights: Weights::default(),
        top: 10,
        keep_copies: true,
        by: By::Score,
        diversity: 0.0,
        per_company: None,
    };
    rank_within(breadth, only, &question, among, &engine.options.taxonomy, &engine.options.rates).unwrap()
}

/// Few enough that most of six hundred are left out by retrieval.
const NARROW: Breadth = Breadth { all: 100, retrieved: 200, skilled: 4, in_full: 100 };

#[test]
fn retrieval_finds_the_matches_that_the_exact_pass_finds() {
    let engine = synthetic(600);
    let among = engine.snapshot();
    let brazil = Country::from_code("BR").unwrap();
    let all_wishes = [
        Wishes::default(),
        Wishes { remote: true, ..Wishes::default() },
        Wishes { remote: true, countries: vec![brazil], seniority: vec![Level::Director], ..Wishes::default() },
    ];
    for wishes in &all_wishes {
        let mut same = 0;
        for trade in 0..TRADES.len() {
            let asking = person(trade);
            let wanted = best(&engine, &among, &asking, wishes, Breadth::default());
            let found = best(&engine, &among, &asking, wishes, NARROW);
            assert_eq!(found.len(), 10);
            same += found.iter().filter(|one| wanted.iter().any(|other| other.id == one.id)).count();
        }
        assert!(same >= 54, "{same} of 60 with {wishes:?}");
    }
}

#[test]
fn where_some_take_part_the_best_of_them_are_found() {
    let engine = synthetic(600);
    let (among, wishes) = (engine.snapshot(), Wishes::default());
    let only: RowSet = among.rows(Side::Posting).filter(|row| row % 3 == 1).collect();
    let asked = |breadth, trade| best_of(Some(&only), &engine, &among, &person(trade), &wishes, breadth);
    let ids: Vec<&str> = only.rows().map(|row| among.id(Side::Posting, row).unwrap()).collect();
    let mut same = 0;
    for trade in 0..TRADES.len() {
        let (wanted, found) = (asked(Breadth::default(), trade), asked(NARROW, trade));
        assert_eq!((wanted.len(), found.len()), (10, 10));
        assert!(wanted.iter().chain(&found).all(|one| ids.contains(&one.id.as_str())));
        same += found.iter().filter(|one| wanted.iter().any(|other| other.id == one.id)).count();
    }
    assert!(same >= 54, "{same} of 60");
}

#[test]
fn those_that_pass_are_found_however_far_they_lie() {
    let engine = synthetic(600);
    for number in 0..10 {
        let text = format!(
            "# [Pastry Cook](https://jobs.example.org/cook-{number})\n### Bakery {number}\n#### `\u{1f30e} Remote`\n\n\
             Knead dough, bake bread and decorate cakes with sugar.\n"
        );
        engine.add(Posting::parse(&format!("cook-{number}"), &text)).unwrap();
    }
    engine.commit().unwrap();
    let without = (0..600).map(|number| format!("Firm {number}")).collect();
    let wishes = Wishes { without, ..Wishes::default() };
    let found = best(&engine, &engine.snapshot(), &person(0), &wishes, NARROW);
    let failed = |one: &Match| one.gates.iter().any(|gate| gate.verdict == Verdict::Fail);
    let passing = found.iter().filter(|one| one.id.starts_with("cook-") && !failed(one)).count();
    assert_eq!(passing, 10, "{:?}", found.iter().map(|one| &one.id).collect::<Vec<_>>());
}

#[test]
fn people_with_like_texts_are_no_copies_of_each_other() {
    let engine = Engine::in_memory();
    for (id, name) in [("ada", "Ada Voss"), ("bo", "Bo Reed")] {
        let text = format!("# {name}\n\nPayroll Specialist\n\nBerlin, Germany\n\n## Skills\npayroll, Excel\n");
        engine.add(Resume::parse(id, &text)).unwrap();
    }
    for (id, number) in [("one", 1), ("two", 2)] {
        let text = format!("# [Payroll Specialist](https://jobs.example.org/{number})\n### Firm\n\nRun the payroll.\n");
        engine.add(Posting::parse(id, &text)).unwrap();
    }
    engine.commit().unwrap();
    let posting = Posting::parse("asked", "# Payroll Specialist\n\nRun our payroll in Excel.\n");
    assert_eq!(engine.resumes_for(&posting).best(10).unwrap().len(), 2);
    let Document::Resume(asking) = person(1) else { unreachable!("a r\u{e9}sum\u{e9}") };
    assert_eq!(engine.postings_for(&asking).best(10).unwrap()[0].copies.len(), 1);
}

#[test]
fn a_wish_of_a_person_is_refused_where_a_posting_asks() {
    let engine = Engine::in_memory();
    let posting = Posting::parse("asked", "# Payroll Specialist\n\nRun our payroll in Excel.\n");
    let asked = || engine.resumes_for(&posting);
    let money = crate::pay::EUR.a_year(80_000);
    for (asking, name) in [
        (asked().remote(), "remote"),
        (asked().paying_at_least(money), "paying_at_least"),
        (asked().without_company("Firm"), "without_company"),
    ] {
        let error = asking.best(10).unwrap_err();
        assert!(matches!(error, Error::Usage { .. }) && error.to_string().contains(name), "{error}");
    }
    assert!(asked().best(10).is_ok());
    assert!(asked().best(usize::MAX).is_ok());
}

#[test]
fn readers_go_on_while_a_writer_waits() {
    let engine = synthetic(3);
    let writing = engine.catalog();
    let (tell, told) = std::sync::mpsc::channel();
    let reader = engine.clone();
    std::thread::spawn(move || tell.send(reader.snapshot().len(Side::Posting)));
    let seen = told.recv_timeout(std::time::Duration::from_secs(20));
    drop(writing);
    assert_eq!(seen, Ok(3));
}
