//! From documents to ranked matches with reasons.

use vocation::Engine;
use vocation::documents::Posting;
use vocation::documents::Resume;
use vocation::documents::YearMonth;
use vocation::pay::EUR;
use vocation::ranking::Verdict;

use crate::samples;

fn filled() -> Engine {
    let engine = samples::engine();
    engine.add(samples::rust_posting()).unwrap();
    engine.add(samples::nurse_posting()).unwrap();
    engine.add(samples::backend_posting()).unwrap();
    engine.commit().unwrap();
    engine
}

#[test]
fn the_posting_that_suits_comes_first_and_says_why() {
    let found = filled().postings_for(&samples::ada()).best(10).unwrap();
    assert_eq!(found.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["rust", "backend", "nurse"]);
    let rust = found[0].skills.iter().find(|skill| skill.name == "Rust").unwrap();
    assert!((rust.credit - 1.0).abs() < 1e-9);
    assert!(rust.asked.contains("5+ years of Rust"));
    assert!(rust.shown.as_deref().unwrap().contains("Rust"));
    let kafka = found[0].skills.iter().find(|skill| skill.name.contains("Kafka")).unwrap();
    assert!(kafka.credit < 0.5);
    assert!(found[0].skills.iter().all(|skill| !skill.name.contains("Slack")), "benefits ask for nothing");
    assert!(found[0].gates.iter().all(|gate| gate.verdict == Verdict::Pass));
}

#[test]
fn kin_is_credited_in_part_and_alternatives_by_the_best() {
    let engine = filled();
    let found = engine.postings_for(&samples::ada()).best(10).unwrap();
    let backend = found.iter().find(|one| one.id == "backend").unwrap();
    let mysql = backend.skills.iter().find(|skill| skill.name == "MySQL").unwrap();
    assert!(mysql.credit > 0.2 && mysql.credit < 0.9, "{mysql:?}");
    assert_eq!(mysql.by.as_deref(), Some("PostgreSQL"));
    let languages = backend.skills.iter().filter(|skill| ["Go", "Java"].contains(&skill.name.as_str())).count();
    assert_eq!(languages, 1, "one of the alternatives stands for both: {:?}", backend.skills);
}

#[test]
fn a_failed_gate_comes_last_and_leaves_the_score_alone() {
    let engine = filled();
    let plain = engine.postings_for(&samples::ada()).keeping_copies().best(10).unwrap();
    let gated = engine.postings_for(&samples::ada()).without_company("fjordwerk").best(10).unwrap();
    let score = |list: &[vocation::Match]| list.iter().find(|one| one.id == "rust").unwrap().score();
    assert!((score(&plain) - score(&gated)).abs() < 1e-12);
    let place = |id: &str| gated.iter().position(|one| one.id == id).unwrap();
    assert!(place("rust") > place("backend"));
    let asked = engine.postings_for(&samples::ada()).paying_at_least(EUR.a_year(150_000)).best(10).unwrap();
    let rust = asked.iter().find(|one| one.id == "rust").unwrap();
    assert!(rust.gates.iter().any(|gate| gate.gate == "pay" && gate.verdict == Verdict::Fail));
}

#[test]
fn both_directions_give_a_pair_one_score() {
    let engine = filled();
    engine.add(samples::ada()).unwrap();
    engine.commit().unwrap();
    let jobs = engine.postings_for(&samples::ada()).best(10).unwrap();
    let people = engine.resumes_for(&samples::rust_posting()).best(10).unwrap();
    assert_eq!(people[0].id, "ada");
    assert!((jobs[0].score() - people[0].score()).abs() < 1e-12);
}

/// The repost of the demonstration documents, with another opening and another number.
#[test]
fn a_repost_that_was_touched_up_is_a_copy() {
    let engine = samples::engine();
    for name in ["senior-rust-backend-engineer", "senior-rust-backend-engineer-2210"] {
        engine.add(Posting::read(format!("data/demo/postings/{name}.md")).unwrap()).unwrap();
    }
    engine.commit().unwrap();
    let found = engine.postings_for(&samples::ada()).best(10).unwrap();
    assert_eq!((found.len(), found[0].copies.len()), (1, 1));
}

#[test]
fn reposts_become_one_result() {
    let engine = filled();
    let again = Posting { id: "rust-again".to_owned(), ..samples::rust_posting() };
    engine.add(again).unwrap();
    engine.commit().unwrap();
    let folded = engine.postings_for(&samples::ada()).best(10).unwrap();
    assert_eq!(folded.len(), 3);
    assert_eq!(folded[0].copies, ["rust-again"]);
    let apart = engine.postings_for(&samples::ada()).keeping_copies().best(10).unwrap();
    assert_eq!(apart.len(), 4);
    assert!((apart[0].score() - apart[1].score()).abs() < 1e-12);
}

#[test]
fn double_encoded_and_clean_copies_say_the_same() {
    let clean = "# [Senior Data Engineer](https://jobs.example.org/4)\n### Caf\u{e9} N\u{f4}mada\n\
        #### `\u{1f4b0} \u{20ac}60.000~\u{20ac}95.000` `\u{1f30e} Remote - France`\n\n\
        **You\u{2019}ll bring:**\n\n  * Python \u{2013} 3+ years of experience\n  * dbt\n";
    let encoded: String = clean.bytes().map(encoding_of_1252).collect();
    let engine = samples::engine();
    let understood = |text: &str| engine.understand(&Posting::parse("one", text).into());
    let (a, b) = (understood(clean), understood(&encoded));
    assert_eq!(
        (&a.title, &a.company, &a.pay, &a.place, &a.skills),
        (&b.title, &b.company, &b.pay, &b.place, &b.skills)
    );
    assert_eq!(a.pay.unwrap().min, Some(60_000.0));
}

#[test]
fn experience_is_counted_up_to_the_month_that_was_set() {
    let text =
        |dates: &str| format!("# Ida Novak\nida@novak.example\n\n## Experience\n### Baker, Crumb\n{dates}\n- Bread\n");
    let understood = |engine: &Engine, dates: &str| {
        let profile = engine.understand(&Resume::parse("ida", &text(dates)).into());
        (profile.seniority.years.min.unwrap_or(0.0), profile.seniority.level, profile.notes)
    };
    let engine = samples::engine();
    let (years, level, notes) = understood(&engine, "2035 - 2040");
    assert_eq!((years, level), (0.0, None));
    assert!(notes.iter().any(|note| note.contains("to come")), "{notes:?}");
    let (years, _, notes) = understood(&engine, "Jan 2024 - Dec 2031");
    assert!((years - 2.0).abs() < 0.2 && notes.iter().any(|note| note.contains("to come")), "{years} {notes:?}");
    let (going, _, notes) = understood(&engine, "Jan 2024 - present");
    assert_eq!((going, notes), (years, Vec::new()));
    let later = engine.as_of(YearMonth { year: 2028, month: Some(1) });
    assert!(understood(&later, "Jan 2024 - present").0 > 3.5);
}

/// The character that a byte stands for in Windows-1252, where its holes are the C1 controls.
fn encoding_of_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2c6}',
        '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}', '\u{90}', '\u{2018}', '\u{2019}',
        '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}', '\u{161}', '\u{203a}',
        '\u{153}', '\u{9d}', '\u{17e}', '\u{178}',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}
