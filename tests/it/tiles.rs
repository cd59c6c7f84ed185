//! Whole populations at once: the same figures as pair by pair, to the last bit.

use std::sync::Arc;

use vocation::catalog::Entry;
use vocation::pay::USD;
use vocation::ranking::Offers;
use vocation::ranking::People;
use vocation::ranking::Reckoning;
use vocation::ranking::SIGNALS;
use vocation::ranking::Tiles;
use vocation::ranking::Verdict;
use vocation::ranking::Weights;
use vocation::ranking::Wishes;

use crate::samples;
use crate::sides::demonstration;

/// The demonstration's documents, more of the same with other parts, and such as say nothing.
fn population() -> (Vec<Arc<Entry>>, Vec<Arc<Entry>>) {
    let engine = samples::engine();
    let (postings, resumes) = demonstration();
    let mut postings: Vec<Entry> = postings.into_iter().map(|one| engine.entry(one).unwrap()).collect();
    let mut resumes: Vec<Entry> = resumes.into_iter().map(|one| engine.entry(one).unwrap()).collect();
    let wishes = Wishes { pay_at_least: Some(USD.a_year(120_000)), remote: true, ..Wishes::default() };
    for (at, number) in (0..resumes.len()).step_by(3).zip(0..) {
        let mut other = resumes[at].clone();
        other.profile = wishes.applied(&other.profile);
        other.profile.id = format!("other-{number}");
        other.profile.skills.iter_mut().for_each(|skill| skill.years = Some(1.5));
        let next = &resumes[(at + 1) % resumes.len()];
        (other.codes, other.roles) = (next.codes.clone(), next.roles.clone());
        other.profile.plain_roles.clone_from(&next.profile.plain_roles);
        resumes.push(other);
    }
    for at in (0..postings.len()).step_by(4) {
        let mut other = postings[at].clone();
        other.profile.id = format!("other-{at}");
        let alternatives = other.profile.skills.len().div_ceil(2);
        for (place, skill) in other.profile.skills.iter_mut().enumerate() {
            skill.years = Some(3.0).filter(|_| place % 3 == 0);
            skill.group = Some(9).filter(|_| place % 2 == 0 && place < alternatives);
        }
        postings.push(other);
    }
    for text in ["", "\u{4e2d}\u{6587}"] {
        let says_nothing = vocation::Posting::parse(&format!("nothing{text}"), text);
        postings.push(engine.entry(says_nothing).unwrap());
        resumes.push(engine.entry(vocation::Resume::parse(&format!("nobody{text}"), text)).unwrap());
    }
    (postings.into_iter().map(Arc::new).collect(), resumes.into_iter().map(Arc::new).collect())
}

fn same_as_pair_by_pair(weights: &Weights) {
    let engine = samples::engine();
    let options = engine.options();
    let (postings, resumes) = population();
    assert!(resumes.len() % 16 != 0, "a group that is not full is looked at too");
    let offers = Offers::of(postings.clone(), &options.taxonomy);
    let people = People::of(resumes.clone());
    let tiles = Tiles::new(&offers, &people, weights, &options.taxonomy, &options.rates);
    let mut looked = 0;
    let mut told = vec![0; SIGNALS.len()];
    for group in 0..tiles.groups() {
        tiles.meet(group, 0..offers.len(), |posting, met| {
            for (lane, resume) in resumes.iter().skip(group * 16).take(16).enumerate() {
                let why = engine.why(&postings[posting], resume, weights);
                assert_eq!(met.scores[lane].to_bits(), why.score().to_bits(), "{}", named(&why));
                assert_eq!(
                    met.failed(lane),
                    why.gates.iter().any(|gate| gate.verdict == Verdict::Fail),
                    "{}",
                    named(&why)
                );
                for one in &why.signals {
                    let row = SIGNALS.iter().position(|signal| signal.name == one.reason.signal).unwrap();
                    told[row] += usize::from(!one.reason.silent);
                    let contribution = met.contribution(row, lane, weights);
                    assert_eq!(
                        contribution.to_bits(),
                        one.reason.contribution.to_bits(),
                        "{} {}",
                        one.reason.signal,
                        named(&why)
                    );
                }
                looked += 1;
            }
            true
        });
    }
    assert_eq!(looked, postings.len() * resumes.len());
    for (signal, (told, weight)) in SIGNALS.iter().zip(told.iter().zip(weights.weights())) {
        assert!(*weight == 0.0 || *told > 100, "{} speaks of {told} pairs only", signal.name);
    }
}

fn named(why: &Reckoning) -> String {
    format!("{} beside {}", why.posting.id, why.resume.id)
}

#[test]
fn figures_of_tiles_are_those_of_pairs() {
    same_as_pair_by_pair(&Weights::default());
}

#[test]
fn a_signal_without_weight_adds_nothing() {
    let weights = [("meaning".to_owned(), 0.0), ("pay".to_owned(), 0.3)];
    same_as_pair_by_pair(&Weights::with(&weights).unwrap());
}
