//! Arguing with a score: why it is what it is, and what would change it.

use std::fs;

use serde_json::Value;
use vocation::Document;
use vocation::Engine;
use vocation::Match;
use vocation::arguing::Answer;
use vocation::arguing::Argument;
use vocation::arguing::Edit;
use vocation::arguing::Standing;
use vocation::documents::Posting;
use vocation::documents::Resume;
use vocation::ranking::Verdict;
use vocation::ranking::Weights;

use crate::bad_input::vocation;
use crate::samples;
use crate::sides::demonstration;
use crate::sides::over;

/// An engine over postings and résumés.
fn market(postings: &[Posting], resumes: &[Resume]) -> Engine {
    let engine = over(postings);
    let documents: Vec<Document> = resumes.iter().cloned().map(Into::into).collect();
    engine.add_all(&documents).unwrap();
    engine.commit().unwrap();
    engine
}

/// Where `id` stands in a list, from 1, and its score: in the place of another where it is folded into one as a copy.
fn place(list: &[Match], id: &str) -> usize {
    list.iter().position(|one| one.id == id || one.copies.iter().any(|copy| copy == id)).unwrap() + 1
}

fn fails(found: &Match) -> Vec<&'static str> {
    found.gates.iter().filter(|gate| gate.verdict == Verdict::Fail).map(|gate| gate.gate).collect()
}

/// What a fresh ranking says of a pair is what was promised, to the last bit of the score.
fn same(promised: &Standing, fresh: &[Match], apart: &[Match], id: &str) {
    let found = apart.iter().find(|one| one.id == id).unwrap();
    assert_eq!(promised.score.to_bits(), found.score().to_bits(), "{id}");
    assert_eq!(promised.fails, fails(found), "{id}");
    assert_eq!(promised.rank, Some(place(fresh, id)), "{id}");
    assert_eq!(promised.of, Some(fresh.len()), "{id}");
}

fn for_person(engine: &Engine, resume: &Resume, posting: &Posting) -> Answer {
    Argument::of(engine, resume.clone(), engine.entry(posting.clone()).unwrap()).unwrap().answer().unwrap()
}

#[test]
fn the_reckoning_adds_up_to_the_score_of_rank_for_every_pair() {
    let (postings, resumes) = demonstration();
    let engine = over(&postings);
    let weights = Weights::default();
    let entries: Vec<_> = postings.iter().map(|posting| engine.entry(posting.clone()).unwrap()).collect();
    for resume in &resumes {
        let own = engine.entry(resume.clone()).unwrap();
        let ranked = engine.postings_for(resume).keeping_copies().best(1_000).unwrap();
        for posting in &entries {
            let why = engine.why(posting, &own, &weights);
            let found = ranked.iter().find(|one| one.id == posting.profile.id).unwrap();
            assert_eq!(why.score().to_bits(), found.score().to_bits());
            assert!(why.signals.iter().map(|one| &one.reason).eq(&found.reasons));
            assert_eq!((&why.skills, &why.gates, why.sides), (&found.skills, &found.gates, found.sides()));
            let skills = why.signals.iter().find(|one| one.reason.signal == "skills").unwrap();
            assert_eq!(skills.reason.silent, why.skills.is_empty());
            if let Some(assumed) = why.assumed {
                let credited: f64 = why.skills.iter().map(|skill| skill.share * skill.credit).sum();
                assert!((skills.reason.strength - credited - assumed.share * assumed.credit).abs() < 1e-9);
            }
        }
    }
}

#[test]
fn what_if_promises_what_a_fresh_ranking_gives() {
    let (postings, resumes) = demonstration();
    let engine = market(&postings, &resumes);
    let mut changes = 0;
    for resume in &resumes {
        let list = engine.postings_for(resume).best(1_000).unwrap();
        for at in [2, 5] {
            let posting = postings.iter().find(|one| one.id == list[at].id).unwrap();
            let answer = for_person(&engine, resume, posting);
            let apart = engine.postings_for(resume).keeping_copies().best(1_000).unwrap();
            same(&answer.now, &list, &apart, &posting.id);
            for change in &answer.changes {
                let Document::Resume(changed) = &change.document else {
                    panic!("a person's change is of the résumé")
                };
                let fresh = engine.postings_for(changed).best(1_000).unwrap();
                let apart = engine.postings_for(changed).keeping_copies().best(1_000).unwrap();
                same(&change.then, &fresh, &apart, &posting.id);
                engine.add(changed.clone()).unwrap();
                engine.commit().unwrap();
                let beside = engine.resumes_for(posting).best(1_000).unwrap();
                engine.add(resume.clone()).unwrap();
                engine.commit().unwrap();
                assert_eq!(change.then.among_people, Some(place(&beside, &changed.id)), "{}", change.words);
                assert!(change.then.rank < answer.now.rank && change.then.fails.is_empty(), "{}", change.words);
                changes += 1;
            }
        }
    }
    assert!(changes > 20, "{changes} changes were promised");
}

#[test]
fn an_employer_is_promised_what_a_fresh_ranking_gives() {
    let (postings, resumes) = demonstration();
    let engine = market(&postings, &resumes);
    let (mut changes, mut brought) = (0, 0);
    for posting in postings.iter().step_by(3) {
        let list = engine.resumes_for(posting).best(1_000).unwrap();
        let resume = resumes.iter().find(|one| one.id == list[2].id).unwrap();
        let argument = Argument::of(&engine, posting.clone(), engine.entry(resume.clone()).unwrap()).unwrap();
        let answer = argument.of_the_best(2).answer().unwrap();
        same(&answer.now, &list, &list, &resume.id);
        for change in &answer.changes {
            let Document::Posting(changed) = &change.document else { panic!("an employer's change is of the posting") };
            let fresh = engine.resumes_for(changed).best(1_000).unwrap();
            same(&change.then, &fresh, &fresh, &resume.id);
            changes += 1;
        }
        let best = |list: &[Match]| -> Vec<String> {
            let passing = list.iter().filter(|one| fails(one).is_empty());
            passing.take(answer.best).map(|one| one.id.clone()).collect()
        };
        for demand in &answer.demands {
            let Document::Posting(changed) = &demand.document else { panic!("an employer's change is of the posting") };
            let fresh = engine.resumes_for(changed).best(1_000).unwrap();
            let new: Vec<String> = best(&fresh).into_iter().filter(|id| !best(&list).contains(id)).collect();
            assert_eq!(demand.brings, new, "{}", demand.words);
            brought += new.len();
        }
    }
    assert!(changes > 5 && brought > 5, "{changes} changes, {brought} people");
}

#[test]
fn nothing_of_the_person_is_changed_but_what_they_could_change() {
    let (postings, resumes) = demonstration();
    let engine = over(&postings);
    for resume in &resumes {
        for posting in postings.iter().step_by(5) {
            for change in for_person(&engine, resume, posting).changes {
                let Document::Resume(changed) = &change.document else { panic!("a résumé") };
                let kept = |one: &Resume| (one.name.clone(), one.contact.clone(), one.country, one.positions.clone());
                assert_eq!(kept(resume), kept(changed), "{}", change.words);
                let home = |one: &Resume| {
                    let place = engine.understand(&one.clone().into()).place;
                    (place.countries, place.cities)
                };
                assert_eq!(home(resume), home(changed), "{}", change.words);
                for edit in &change.edits {
                    let of_the_person = matches!(
                        edit,
                        Edit::Show { .. }
                            | Edit::Years { .. }
                            | Edit::Level { .. }
                            | Edit::Ask { .. }
                            | Edit::Work { .. }
                            | Edit::Move { .. }
                    );
                    assert!(of_the_person, "{edit:?}");
                }
            }
        }
    }
}

/// The same change written into the text by hand and read again gives the same figures.
#[test]
fn a_skill_written_into_the_text_gives_the_promised_score() {
    let engine = over(&[samples::backend_posting(), samples::nurse_posting()]);
    let answer = for_person(&samples::engine(), &samples::ada(), &samples::backend_posting());
    let change = answer.changes.iter().find(|change| change.words == "with Docker shown").unwrap();
    let written = Resume::parse("ada", &samples::ADA.replace("Linux, Git\n", "Linux, Git\nDocker\n"));
    let fresh = engine.postings_for(&written).best(10).unwrap();
    let found = fresh.iter().find(|one| one.id == "backend").unwrap();
    assert_eq!(found.score().to_bits(), change.then.score.to_bits());
    assert_eq!((answer.now.rank, change.then.rank), (None, None), "there was nothing to rank among");
}

#[test]
fn less_pay_another_way_of_work_and_a_move_mend_what_fails() {
    let posting = |place: &str, pay: &str| {
        let head = format!(
            "# [Rust Engineer](https://jobs.example.org/1)\n### Fjordwerk\n#### `\u{1f4b0} {pay}` `\u{1f30e} {place}`\n"
        );
        Posting::parse("rust", &format!("{head}\n**Requirements:**\n\n  * Rust\n  * PostgreSQL\n"))
    };
    let resume = |top: &str| Resume::parse("ada", &samples::ADA.replace("Berlin, Germany", top));
    let ask = |posting: &Posting, resume: &Resume| {
        let engine = over(&[posting.clone(), samples::backend_posting()]);
        let answer = for_person(&engine, resume, posting);
        answer.changes.into_iter().map(|change| (change.words, change.mends)).collect::<Vec<_>>()
    };
    let told =
        ask(&posting("Remote - Germany", "EUR 70k~80k"), &resume("Berlin, Germany\nDesired salary: 95 000 EUR a year"));
    assert!(
        told.iter()
            .any(|(words, mends)| words.starts_with("asking 80,000 EUR a year instead of 95,000") && *mends == ["pay"]),
        "{told:?}"
    );
    let told = ask(&posting("On-site - Warsaw, Poland", "EUR 70k~80k"), &resume("Berlin, Germany"));
    assert!(told.iter().any(|(words, mends)| words == "willing to move to Poland" && *mends == ["place"]), "{told:?}");
    let told =
        ask(&posting("On-site - Berlin, Germany", "EUR 70k~80k"), &resume("Berlin, Germany; looking for remote work"));
    assert!(told.iter().any(|(words, _)| words == "open to work that is on site") || told.is_empty(), "{told:?}");
}

#[test]
fn what_cannot_be_mended_is_said_and_nothing_is_suggested() {
    let (postings, resumes) = demonstration();
    let engine = over(&postings);
    let nurse = resumes.iter().find(|one| one.id == "registered-nurse-ohio").unwrap();
    let rust = postings.iter().find(|one| one.id == "senior-rust-backend-engineer").unwrap();
    let answer = for_person(&engine, nurse, rust);
    assert!(answer.now.fails.contains(&"place"), "{:?}", answer.now);
    assert!(answer.changes.is_empty(), "{:?}", answer.changes);
    assert!(answer.note.unwrap().contains("no change that could truly be made"));
}

#[test]
fn two_changes_are_tried_where_one_does_not_do_it() {
    let posting = |id: &str, skills: &[&str]| {
        let lines: String = skills.iter().map(|skill| format!("  * Experience with {skill}\n")).collect();
        let head = format!(
            "# [Rust Engineer](https://jobs.example.org/{id})\n### Firm {id}\n#### `\u{1f30e} Remote - Germany`\n"
        );
        Posting::parse(id, &format!("{head}\n**Requirements:**\n\n{lines}"))
    };
    let far = posting("far", &["Rust", "Kafka", "Terraform", "Ansible", "Cassandra"]);
    let near = posting("near", &["Rust", "PostgreSQL", "Kafka", "Terraform"]);
    let engine = over(&[far.clone(), near]);
    let answer = for_person(&engine, &samples::ada(), &far);
    assert_eq!(answer.now.rank, Some(2));
    let pair = answer.changes.iter().find(|change| change.edits.len() == 2);
    let single = answer.changes.iter().any(|change| change.edits.len() == 1);
    assert!(pair.is_some() != single, "{:?}", answer.changes.iter().map(|one| &one.words).collect::<Vec<_>>());
    assert!(answer.changes.iter().all(|change| change.then.rank == Some(1)));
}

#[test]
fn two_documents_of_one_side_are_refused() {
    let engine = samples::engine();
    let ada = engine.entry(samples::ada()).unwrap();
    assert!(Argument::of(&engine, samples::ada(), ada).unwrap_err().to_string().contains("one side"));
}

fn demo(name: &str) -> String {
    samples::demonstration(name).to_str().unwrap().to_owned()
}

fn said(arguments: &[&str]) -> String {
    let output = vocation(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn why_and_what_if_are_readable_and_a_contract() {
    let posting = demo("postings/security-engineer-zurich.md");
    let resume = demo("resumes/rust-engineer-wroclaw.md");
    let (postings, resumes) = (demo("postings"), demo("resumes"));
    let employer = ["what-if", &posting, &resume, "--side", "posting", "--among", &resumes];
    let person = ["what-if", &posting, &resume, "--among", &postings, "--beside", &resumes];
    for asked in [&["why", &posting, &resume][..], &person, &employer] {
        let text = said(asked);
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        let object: Value = serde_json::from_str(&said(&[asked, &["--json"]].concat())).unwrap();
        match asked[0] {
            "why" => {
                let sum: f64 =
                    object["signals"].as_array().unwrap().iter().map(|one| one["contribution"].as_f64().unwrap()).sum();
                assert_eq!(object["score"].as_f64().unwrap().to_bits(), sum.to_bits());
                assert!(object["posting"]["place"]["text"].is_string() && object["sides"]["both"].is_f64());
                assert!(text.contains("Skills: share") && text.contains("What was read"), "{text}");
            }
            _ => {
                assert!(object["now"]["score"].is_f64() && object["now"]["rank"].is_u64(), "{object}");
                for change in object["changes"].as_array().unwrap() {
                    assert!(change["words"].is_string() && change["edits"][0]["kind"].is_string(), "{change}");
                    assert!(change["then"]["score"].is_f64() && change["then"]["rank"].is_u64(), "{change}");
                }
            }
        }
    }
}

#[test]
fn either_order_and_ids_of_a_catalog_name_the_same_pair() {
    let folder = tempfile::tempdir().unwrap();
    let catalog = folder.path().join("catalog").to_str().unwrap().to_owned();
    let (posting, resume) = (demo("postings/data-scientist-marketplace.md"), demo("resumes/data-scientist-denver.md"));
    said(&["add", &demo("postings"), &demo("resumes"), "--catalog", &catalog]);
    let files = said(&["why", &posting, &resume, "--json"]);
    let swapped = vocation(&["why", &resume, &posting, "--json"]);
    assert_eq!(String::from_utf8(swapped.stdout).unwrap(), files);
    assert!(String::from_utf8(swapped.stderr).unwrap().contains("taken as such"));
    let ids = ["data-scientist-marketplace", "data-scientist-denver"];
    let kept = said(&["why", ids[0], ids[1], "--catalog", &catalog, "--json"]);
    let turned = said(&["why", ids[1], ids[0], "--catalog", &catalog, "--json"]);
    assert_eq!((kept.as_str(), turned.as_str()), (files.as_str(), files.as_str()));
    let from_files =
        said(&["what-if", &posting, &resume, "--among", &demo("postings"), "--beside", &demo("resumes"), "--json"]);
    let from_ids = said(&["what-if", ids[0], ids[1], "--catalog", &catalog, "--json"]);
    assert_eq!(from_ids, from_files);
    let missing = vocation(&["why", "nobody", ids[1], "--catalog", &catalog]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(String::from_utf8(missing.stderr).unwrap().contains("nobody: there is no such posting"));
    fs::remove_dir_all(folder.path()).unwrap();
}
