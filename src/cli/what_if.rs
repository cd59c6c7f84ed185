//! `vocation what-if`: what would change a score, each change made in the document and ranked again.

use std::io::Write;

use vocation::Engine;
use vocation::arguing::Answer;
use vocation::arguing::Argument;
use vocation::arguing::Change;
use vocation::arguing::Edit;
use vocation::arguing::Standing;
use vocation::documents::Document;
use vocation::documents::Side;

use super::Failure;
use super::disputing;
use super::disputing::WhatIf;
use super::input;
use super::output;
use super::output::wrapped;
use super::parties::Parties;
use super::parties::Party;

/// How many people are named that a change brings.
const NAMED: usize = 4;

/// Prints the changes that would raise a match.
pub(super) fn run(asked: &WhatIf) -> Result<(), Failure> {
    let engine = disputing::engine(asked.catalog.as_deref(), &asked.means, asked.exchange_rates.as_deref())?;
    let side = asked.side.into();
    if side == Side::Posting && !asked.beside.is_empty() {
        let problem = "--beside tells how a person stands among others; leave it out with --side posting";
        return Err(Failure::Usage(problem.to_owned()));
    }
    let kept = if asked.catalog.is_some() { Some(engine.newest()?) } else { None };
    let parties = Parties::find(&engine, [&asked.posting, &asked.resume], kept.as_deref(), &asked.reading.options()?)?;
    read(&engine, asked, side)?;
    let (asking, other) = match side {
        Side::Posting => (&parties.posting, &parties.resume),
        Side::Resume => (&parties.resume, &parties.posting),
    };
    let argument = Argument::of(&engine, document(asking)?, (*other.entry).clone())?
        .weighing(disputing::weights(&asked.weighing, &asked.weight, &engine)?)
        .at_most(asked.top as usize)
        .of_the_best(asked.best as usize);
    let answer = argument.answer()?;
    let mut out = std::io::stdout().lock();
    if asked.json {
        return output::json_line(&mut out, &serde_json::to_value(&answer).map_err(std::io::Error::from)?);
    }
    let titles = [&parties.posting, &parties.resume].map(|party| party.entry.profile.title.clone());
    for line in lines(&answer, &titles) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Reads what the pair is ranked among into the engine: the other side's documents, and those beside the asking one.
fn read(engine: &Engine, asked: &WhatIf, side: Side) -> Result<(), Failure> {
    let other = match side {
        Side::Posting => Side::Resume,
        Side::Resume => Side::Posting,
    };
    let options = asked.reading.options()?;
    for (paths, side) in [(&asked.among, other), (&asked.beside, side)] {
        if !paths.is_empty() {
            let how = input::Asked { side: Some(side), checked: false, told: None, options: &options };
            let taken = input::read_into(engine, paths, how)?;
            if taken.documents == 0 {
                let problem = "none of the paths holds a document that can be ranked".to_owned();
                return Err(Failure::NoAnswer(problem));
            }
        }
    }
    engine.commit()?;
    Ok(())
}

fn document(party: &Party) -> Result<Document, Failure> {
    party.document.clone().ok_or_else(|| {
        let id = &party.entry.profile.id;
        Failure::NoAnswer(format!("{id}: the catalog did not keep this document; name its file, or add it again"))
    })
}

fn lines(answer: &Answer, [posting, resume]: &[String; 2]) -> Vec<String> {
    let mut lines = vec![
        wrapped("", &format!("{posting} ({})", answer.posting)),
        wrapped("for ", &format!("{resume} ({})", answer.resume)),
        wrapped("now ", &standing(&answer.now)),
    ];
    let person = answer.side == Side::Resume;
    let shown = |change: &&Change| {
        change.edits.iter().any(|edit| matches!(edit, Edit::Show { .. } | Edit::Years { .. } | Edit::Level { .. }))
    };
    let (show, choose): (Vec<&Change>, Vec<&Change>) = answer.changes.iter().partition(shown);
    let title = |lines: &mut Vec<String>, text: &str| lines.push(format!("\n{text}"));
    if !show.is_empty() {
        title(&mut lines, "To show if it is true, and else to learn:");
        lines.extend(show.iter().map(|change| told(&answer.now, change)));
    }
    if !choose.is_empty() {
        title(&mut lines, if person { "To choose, where it suits the person:" } else { "For this person:" });
        lines.extend(choose.iter().map(|change| told(&answer.now, change)));
    }
    if let Some(note) = &answer.note {
        lines.push(wrapped("\n", note).trim_start_matches(' ').to_owned());
    }
    if !person && answer.now.rank.is_some() {
        title(&mut lines, &format!("For the list: who would then be among the best {}", answer.best));
        for demand in &answer.demands {
            let names = demand.brings.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
            let more = if demand.brings.len() > NAMED { ", ..." } else { "" };
            let adds = match demand.brings.len() {
                0 => "adds none of the best".to_owned(),
                count => format!("adds {count} of the best {}: {names}{more}", answer.best),
            };
            let opens = if demand.opens > 0 {
                format!("; {} fail a deal-breaker no more", demand.opens)
            } else {
                String::new()
            };
            lines.push(wrapped("  - ", &format!("{}: {adds}{opens}", demand.words)));
        }
        if answer.demands.is_empty() {
            lines.push("  no single change would bring anybody else".to_owned());
        }
    }
    lines
}

/// "with Kubernetes shown: 0.71 to 0.79, rank 14 to 5".
fn told(now: &Standing, change: &Change) -> String {
    let then = &change.then;
    let mut said = format!("{}: {:.3} to {:.3}", change.words, now.score, then.score);
    if let (Some(before), Some(after)) = (now.rank, then.rank) {
        said.push_str(&format!(", rank {before} to {after}"));
    }
    if let (Some(before), Some(after)) = (now.among_people, then.among_people)
        && before != after
    {
        said.push_str(&format!(", among people {before} to {after}"));
    }
    if !change.mends.is_empty() {
        said.push_str(&format!("; no longer fails on {}", change.mends.join(" and ")));
    }
    wrapped("  - ", &said)
}

fn standing(now: &Standing) -> String {
    let mut said = format!("{:.3}", now.score);
    if let (Some(rank), Some(of)) = (now.rank, now.of) {
        said.push_str(&format!(", rank {rank} of {of}"));
    }
    if let (Some(rank), Some(of)) = (now.among_people, now.people) {
        said.push_str(&format!(", {rank} of {of} people"));
    }
    if !now.fails.is_empty() {
        said.push_str(&format!("; fails on {}, so it stands after all that do not", now.fails.join(" and ")));
    }
    said
}
