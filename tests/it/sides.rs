//! Both sides of a match, and the dials of variety.

use std::fs;

use serde_json::Value;
use vocation::Engine;
use vocation::Match;
use vocation::documents::Posting;
use vocation::documents::Resume;
use vocation::documents::Side;
use vocation::ranking::By;
use vocation::ranking::PRIOR_SHARE;
use vocation::ranking::SIGNALS;
use vocation::ranking::Serves;
use vocation::ranking::Weights;

use crate::bad_input::vocation;
use crate::samples;

/// The demonstration postings and résumés.
pub(crate) fn demonstration() -> (Vec<Posting>, Vec<Resume>) {
    let read = |folder, side| {
        let path = samples::demonstration(folder);
        let all = vocation::documents::read_path(&path, Some(side)).unwrap();
        all.map(|found| found.unwrap().document).collect::<Vec<_>>()
    };
    let postings = read("postings", Side::Posting).into_iter().filter_map(|one| match one {
        vocation::Document::Posting(posting) => Some(posting),
        vocation::Document::Resume(_) => None,
    });
    let resumes = read("resumes", Side::Resume).into_iter().filter_map(|one| match one {
        vocation::Document::Resume(resume) => Some(resume),
        vocation::Document::Posting(_) => None,
    });
    (postings.collect(), resumes.collect())
}

/// An engine over postings.
pub(crate) fn over(postings: &[Posting]) -> Engine {
    let engine = samples::engine();
    let documents: Vec<vocation::Document> = postings.iter().cloned().map(Into::into).collect();
    engine.add_all(&documents).unwrap();
    engine.commit().unwrap();
    engine
}

/// The weighted mean of the strengths of the signals that speak for a side.
fn mean(found: &Match, side: Serves) -> f64 {
    let of = |name: &str| SIGNALS.iter().find(|signal| signal.name == name).unwrap().serves;
    let speaks = found.reasons.iter().filter(|reason| [side, Serves::Both].contains(&of(reason.signal)));
    let (sum, weight) = speaks
        .fold((0.0, 0.0), |(sum, weight), reason| (sum + reason.strength * reason.weight, weight + reason.weight));
    sum / weight
}

#[test]
fn both_sides_are_told_from_the_reasons() {
    let (postings, resumes) = demonstration();
    let engine = over(&postings);
    for resume in &resumes {
        for found in engine.postings_for(resume).best(100).unwrap() {
            let sides = found.sides();
            let (job, person) = (mean(&found, Serves::Job), mean(&found, Serves::Person));
            assert!((sides.person_meets_job.unwrap() - job).abs() < 1e-9);
            assert!((sides.job_meets_person.unwrap() - person).abs() < 1e-9);
            let both = if job + person > 0.0 { 2.0 * job * person / (job + person) } else { 0.0 };
            assert!((sides.both.unwrap() - both).abs() < 1e-9);
        }
    }
}

#[test]
fn another_order_changes_no_score_and_follows_its_figure() {
    let (postings, resumes) = demonstration();
    let engine = over(&postings);
    for resume in resumes.iter().take(4) {
        let plain = engine.postings_for(resume).keeping_copies().best(1_000).unwrap();
        for by in [By::Person, By::Job, By::Both] {
            let found = engine.postings_for(resume).keeping_copies().ordered_by(by).best(1_000).unwrap();
            assert_eq!(found.len(), plain.len());
            for one in &found {
                let same = plain.iter().find(|other| other.id == one.id).unwrap();
                assert_eq!(one, same);
            }
            let failed = |one: &Match| one.gates.iter().any(|gate| gate.verdict == vocation::ranking::Verdict::Fail);
            for two in found.windows(2) {
                let (a, b) = (two[0].sides().by(by).unwrap(), two[1].sides().by(by).unwrap());
                let (first, second) = (failed(&two[0]), failed(&two[1]));
                assert!(!first && second || first == second && a >= b - 1e-12);
            }
        }
    }
}

#[test]
fn a_side_without_weight_has_no_figure() {
    let engine = over(&[samples::rust_posting()]);
    let only = |name: &str| {
        let zeros = SIGNALS.iter().map(|signal| (signal.name.to_owned(), f64::from(u8::from(signal.name == name))));
        let weights = Weights::with(&zeros.collect::<Vec<_>>()).unwrap();
        engine.postings_for(&samples::ada()).weighing(weights).best(1).unwrap()[0].sides()
    };
    let skills = only("skills");
    assert!(skills.person_meets_job.is_some() && skills.job_meets_person.is_none() && skills.both.is_none());
    let pay = only("pay");
    assert!(pay.person_meets_job.is_none() && pay.job_meets_person.is_some());
}

#[test]
fn the_shares_of_skills_add_up_to_the_strength() {
    let (postings, resumes) = demonstration();
    let engine = over(&postings);
    for found in engine.postings_for(&resumes[0]).best(100).unwrap() {
        let strength = found.reasons.iter().find(|reason| reason.signal == "skills").unwrap().strength;
        if found.skills.is_empty() {
            continue;
        }
        let shares: f64 = found.skills.iter().map(|skill| skill.share).sum();
        let credited: f64 = found.skills.iter().map(|skill| skill.share * skill.credit).sum();
        assert!((strength - credited - (1.0 - shares) * PRIOR_SHARE).abs() < 1e-9, "{}", found.id);
    }
}

/// A company with many postings, and a resume that all of them suit.
fn crowd() -> (Vec<Posting>, Resume) {
    let posting = |number: usize, company: &str, skill: &str| {
        let head = format!("# [Rust Engineer, team {number}](https://jobs.example.org/{number})\n### {company}\n");
        Posting::parse(&format!("{number}"), &format!("{head}\n**Requirements:**\n\n  * Rust\n  * {skill}\n"))
    };
    let skills = ["Kubernetes", "PostgreSQL", "Linux", "Git", "welding", "payroll"];
    let mut all: Vec<Posting> =
        (0..4).map(|at| posting(at, ["Fjordwerk", "Fjordwerk GmbH"][at % 2], skills[at])).collect();
    all.extend((4..6).map(|at| posting(at, &format!("Kelp Ledger {at}"), skills[at])));
    (all, samples::ada())
}

#[test]
fn no_company_has_more_than_its_number_and_the_cost_is_told() {
    let (postings, resume) = crowd();
    let engine = over(&postings);
    let of_fjordwerk =
        |found: &[Match]| found.iter().filter(|one| one.company.as_deref().unwrap().starts_with("Fjordwerk")).count();
    let asking = || engine.postings_for(&resume).keeping_copies();
    let (plain, none) = asking().best_with_cost(4).unwrap();
    assert_eq!((of_fjordwerk(&plain), none), (4, None));
    for diversity in [0.0, 0.3] {
        for most in [1, 2] {
            let asked = asking().at_most_per_company(most).diversely(diversity);
            let (found, cost) = asked.best_with_cost(4).unwrap();
            assert_eq!(of_fjordwerk(&found), most, "whatever the legal form");
            assert_eq!(found.len(), most + 2);
            let cost = cost.unwrap();
            let mean = |list: &[Match]| list.iter().map(Match::score).sum::<f64>() / list.len() as f64;
            assert!((cost.mean_score - mean(&found)).abs() < 1e-12);
            assert!((cost.mean_score_without - mean(&plain[..found.len()])).abs() < 1e-12);
            assert!(cost.mean_score < cost.mean_score_without);
        }
    }
}

#[test]
fn the_command_line_has_the_dials() {
    let folder = tempfile::tempdir().unwrap();
    let resume = folder.path().join("ada.md");
    fs::write(&resume, samples::ADA).unwrap();
    let (resume, postings) = (resume.to_str().unwrap(), samples::demonstration("postings"));
    let asked = ["rank", resume, "--among", postings.to_str().unwrap(), "--by", "both", "--per-company", "1"];
    let table = String::from_utf8(vocation(&asked).stdout).unwrap();
    assert!(table.lines().next().unwrap().contains("both"), "{table}");
    assert!(table.contains("the person meets the job") && table.contains("costs"), "{table}");
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
    let output = vocation(&[&asked[..], &["--json"]].concat());
    let found: Vec<Value> =
        String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for one in &found {
        for field in ["person_meets_job", "job_meets_person", "both"] {
            assert!(one["sides"][field].is_f64(), "{one}");
        }
        assert!(one["diversity"]["mean_score"].is_f64() && one["diversity"]["mean_score_without"].is_f64(), "{one}");
    }
    let posting = fs::read_dir(&postings).unwrap().next().unwrap().unwrap().path();
    let people = samples::demonstration("resumes");
    let refused = ["rank", posting.to_str().unwrap(), "--among", people.to_str().unwrap(), "--per-company", "1"];
    assert_eq!(vocation(&refused).status.code(), Some(2));
}
