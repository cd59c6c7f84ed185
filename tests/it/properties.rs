//! What holds for any input.

use proptest::prelude::*;
use vocation::Match;
use vocation::documents::Posting;
use vocation::documents::Resume;
use vocation::ranking::SIGNALS;
use vocation::ranking::Weights;

use crate::samples;

const SKILLS: [&str; 12] = [
    "Rust",
    "Python",
    "PostgreSQL",
    "Kubernetes",
    "payroll",
    "medication administration",
    "Photoshop",
    "TypeScript",
    "Terraform",
    "negotiation",
    "welding",
    "Kafka",
];

const TITLES: [&str; 6] = [
    "Senior Rust Engineer",
    "Payroll Specialist",
    "Registered Nurse",
    "Staff Engineer",
    "Data Analyst",
    "Head of Design",
];

fn posting(id: usize, title: usize, skills: &[usize]) -> Posting {
    let lines: String = skills.iter().map(|&at| format!("  * Experience with {}\n", SKILLS[at])).collect();
    Posting::parse(
        &format!("posting-{id}"),
        &format!(
            "# [{}](https://jobs.example.org/{id})\n### Company {id}\n\n**Requirements:**\n\n{lines}",
            TITLES[title]
        ),
    )
}

fn resume(skills: &[usize]) -> Resume {
    let list = skills.iter().map(|&at| SKILLS[at]).collect::<Vec<_>>().join(", ");
    Resume::parse("person", &format!("# Kim Solberg\nkim@mail.example\n\nEngineer\n\n## Skills\n{list}\n"))
}

fn some_skills() -> impl Strategy<Value = Vec<usize>> {
    prop::sample::subsequence((0..SKILLS.len()).collect::<Vec<_>>(), 1..8)
}

fn postings() -> impl Strategy<Value = Vec<Posting>> {
    prop::collection::vec((0..TITLES.len(), some_skills()), 1..8)
        .prop_map(|rows| rows.iter().enumerate().map(|(id, (title, skills))| posting(id, *title, skills)).collect())
}

fn ranked(postings: &[Posting], person: &Resume) -> Vec<Match> {
    let engine = samples::engine();
    for posting in postings {
        engine.add(posting.clone()).unwrap();
    }
    engine.commit().unwrap();
    engine.postings_for(person).keeping_copies().best(100).unwrap()
}

fn skills_strength(found: &Match) -> f64 {
    found.reasons.iter().find(|reason| reason.signal == "skills").unwrap().strength
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_score_is_the_sum_of_its_reasons(all in postings(), held in some_skills()) {
        for found in ranked(&all, &resume(&held)) {
            let sum: f64 = found.reasons.iter().map(|reason| reason.strength * reason.weight).sum();
            prop_assert!((found.score() - sum).abs() < 1e-6);
            prop_assert!((0.0..=1.0).contains(&found.score()));
            prop_assert_eq!(found.reasons.len(), SIGNALS.len());
            prop_assert!(found.reasons.iter().all(|reason| !reason.because.is_empty()));
        }
    }

    #[test]
    fn the_order_of_the_input_changes_nothing(all in postings(), held in some_skills(), turn in 0_usize..8) {
        let person = resume(&held);
        let mut turned = all.clone();
        turned.rotate_left(turn % all.len());
        turned.reverse();
        prop_assert_eq!(ranked(&all, &person), ranked(&turned, &person));
    }

    #[test]
    fn the_heap_changes_no_score(all in postings(), held in some_skills()) {
        let person = resume(&held);
        let alone = ranked(&all[..1], &person);
        let among = ranked(&all, &person);
        prop_assert_eq!(among.len(), all.len());
        let same = among.iter().find(|one| one.id == alone[0].id).unwrap();
        prop_assert_eq!(same.score().to_bits(), alone[0].score().to_bits());
    }

    #[test]
    fn one_more_required_skill_never_lowers_the_skills_signal(all in some_skills(), held in some_skills(), more in 0_usize..12) {
        let asked = [posting(0, 0, &all)];
        let before = skills_strength(&ranked(&asked, &resume(&held))[0]);
        let mut grown = held.clone();
        grown.push(all[more % all.len()]);
        let after = skills_strength(&ranked(&asked, &resume(&grown))[0]);
        prop_assert!(after >= before - 1e-12, "{before} {after}");
    }

    #[test]
    fn any_text_is_read_without_harm(text in "\\PC{0,400}", lines in prop::collection::vec("[ -~]{0,60}", 0..20)) {
        let engine = samples::engine();
        for text in [text, lines.join("\n")] {
            let posting = engine.understand(&Posting::parse("p", &text).into());
            let person = engine.understand(&Resume::parse("r", &text).into());
            prop_assert!(posting.skills.iter().all(|skill| !skill.evidence.is_empty()));
            prop_assert_eq!(person.id, "r");
        }
    }
}

#[test]
fn name_mail_and_pronouns_change_nothing() {
    let other = samples::ADA
        .replace("Ada Brandt", "Mohammed Al-Rashid")
        .replace("ada.brandt@mail.example", "mo.rashid@post.example")
        .replace("She builds", "He builds");
    let all = [samples::rust_posting(), samples::nurse_posting(), samples::backend_posting()];
    let (a, b) = (ranked(&all, &samples::ada()), ranked(&all, &Resume::parse("ada", &other)));
    for (a, b) in a.iter().zip(&b) {
        assert_eq!(a, b);
    }
}

/// Names that are work, ranks, skills or parts of a page elsewhere.
const NAMES: [&str; 37] = [
    "Mohammed Al-Rashid",
    "Ada Baker",
    "Tim Cook",
    "Anthony Head",
    "Perry Mason",
    "Mason Reed",
    "Ada Carpenter",
    "Carpenter Swift",
    "Robert Koch",
    "Jean Boulanger",
    "Ada Lead",
    "Ada Guard",
    "Ada Captain",
    "Ada Chef",
    "Ada Rep",
    "Carrie Fisher",
    "Ada Butler",
    "Ruby Page",
    "Marshall Dean",
    "James Dean",
    "Berenice Abbott",
    "Ada Pope",
    "Rusty Stone",
    "Ruby Stone",
    "Taylor Swift",
    "Swift Carpenter",
    "Java Jones",
    "Julia Banker",
    "Ada Porter",
    "Ada Major",
    "Della Street",
    "Ada Judge",
    "Ada Miller",
    "Go Tanaka",
    "Perl Harbor",
    "TIM COOK",
    "Ludwig van der Koch",
];

/// Names that are read as titles unless another line says what the person does.
const TITLE_NAMES: [&str; 9] = [
    "Minnie Driver",
    "George Foreman",
    "Paul Nurse",
    "Ada Clerk",
    "Ada Coach",
    "Ada Pilot",
    "Penn Teller",
    "Ada Leader",
    "Ada Student",
];

/// Which of the layouts has no headline.
const NO_HEADLINE: usize = 2;

/// One person in Markdown, in plain text, without a headline, with name and headline in one line, without an address,
/// and off the pages of a PDF.
fn layouts(name: &str) -> [String; 6] {
    let plain = samples::ADA.replace("# Ada Brandt", name).replace("### ", "").replace("## ", "");
    let wide = plain.replacen(name, &format!("{}{name}", " ".repeat(30)), 1).replace("- ", "\u{2022} ");
    let wide = wide.replace("ada.brandt@mail.example\n", "        ada.brandt@mail.example   |   +49 30 1234567\n");
    [
        samples::ADA.replace("Ada Brandt", name),
        plain.clone(),
        plain.replacen("\nada", "\n\nada", 1).replacen("Senior Rust Engineer\n\n", "", 1),
        plain.replacen(name, &format!("{name} | Senior Rust Engineer"), 1),
        plain.replacen("ada.brandt@mail.example\n\n", "", 1),
        wide,
    ]
}

#[test]
fn no_name_changes_a_score() {
    let all = [samples::rust_posting(), samples::nurse_posting(), samples::backend_posting()];
    let as_ada = layouts("Ada Brandt").map(|text| ranked(&all, &Resume::parse("ada", &text)));
    let mut wrong = Vec::new();
    for name in NAMES.into_iter().chain(TITLE_NAMES) {
        for (at, (text, as_ada)) in layouts(name).iter().zip(&as_ada).enumerate() {
            if at == NO_HEADLINE && TITLE_NAMES.contains(&name) {
                continue;
            }
            let person = Resume::parse("ada", text);
            if &ranked(&all, &person) != as_ada {
                wrong.push(format!("{name} in layout {at}: named {:?}, called {:?}", person.name, person.title));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_title_above_an_address_is_no_name() {
    for title in ["Senior Baker", "Head Chef", "Java Developer", "Team Lead", "Registered Nurse"] {
        let text = samples::ADA.replace("# Ada Brandt", title).replace("\n\nSenior Rust Engineer", "");
        let person = Resume::parse("ada", &text);
        assert_eq!((person.name, person.title.as_str()), (None, title));
    }
}

#[test]
fn any_number_of_threads_gives_the_same() {
    let all = [samples::rust_posting(), samples::nurse_posting(), samples::backend_posting()];
    let on = |threads| {
        let pool = rayon_pool(threads);
        pool.install(|| ranked(&all, &samples::ada()))
    };
    assert_eq!(on(1), on(4));
}

fn rayon_pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap()
}

#[test]
fn weights_are_shares_of_the_whole() {
    assert!(Weights::with(&[("pay".to_owned(), 0.4)]).is_ok());
    assert!(Weights::with(&[("luck".to_owned(), 0.4)]).unwrap_err().to_string().contains("skills"));
    assert!(Weights::with(&[("pay".to_owned(), -1.0)]).is_err());
    assert!(Weights::with(&[("pay".to_owned(), f64::NAN)]).is_err());
    let engine = samples::engine();
    engine.add(samples::rust_posting()).unwrap();
    engine.commit().unwrap();
    let weights = Weights::with(&[("pay".to_owned(), 0.4)]).unwrap();
    let found = engine.postings_for(&samples::ada()).weighing(weights).best(1).unwrap();
    let sum: f64 = found[0].reasons.iter().map(|reason| reason.weight).sum();
    assert!((sum - 1.0).abs() < 1e-9);
}
