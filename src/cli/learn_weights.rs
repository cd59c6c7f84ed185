//! `vocation learn weights`.

use std::io::Write;

use vocation::Engine;
use vocation::documents::Side;
use vocation::learning::Bin;
use vocation::learning::Ids;
use vocation::learning::Judgments;
use vocation::learning::weights;
use vocation::learning::weights::BUILTIN;
use vocation::learning::weights::Events;
use vocation::learning::weights::Example;
use vocation::learning::weights::Learned;
use vocation::learning::weights::Learning;
use vocation::learning::weights::Options;
use vocation::learning::weights::Record;
use vocation::learning::weights::Scores;
use vocation::learning::weights::Versions;
use vocation::ranking::SIGNALS;
use vocation::ranking::Weights;

use super::Failure;
use super::input;
use super::means;
use super::output;
use super::reading;
use super::weighing;
use super::weighing::Folder;
use super::weighing::LearnWeights;

/// Learns weights, says what they are worth on held-out postings, and keeps them where they are better.
pub(super) fn run(asked: &LearnWeights) -> Result<(), Failure> {
    let name = asked.output.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = asked.output.parent().map(ToOwned::to_owned).unwrap_or_default();
    let folder = if folder.as_os_str().is_empty() { ".".into() } else { folder };
    let versions = Versions::of(&folder);
    versions.check_name(&name)?;
    let engine = filled(asked)?;
    let (current, parent) = start(&asked.from, Folder { folder: Some(folder) }, &engine)?;
    let mut out = std::io::stdout().lock();
    let (examples, from, options) = match (&asked.judgments, &asked.events) {
        (Some(_), _) => judged(asked, &engine)?,
        (None, _) => studied(asked, &engine, &current, &mut out)?,
    };
    let busy = output::busy("learning");
    let learned = weights::learn(&examples, &current, options);
    busy.finish_and_clear();
    let learned = learned?;
    tell(&learned, &current, asked, &mut out)?;
    if !learned.is_better() && !asked.even_if_not_better {
        return Err(Failure::NoAnswer(
            "not kept: on postings that they were not learned from, the learned weights are no better; judge more pairs, or \
             say --even-if-not-better"
                .to_owned(),
        ));
    }
    let today = engine.options().today;
    let as_of = format!("{}-{:02}", today.year, today.month.unwrap_or(1));
    let date = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
    let embedder = engine.options().embedder.fingerprint();
    let mut record = Record::new(&name, &parent, date, as_of, embedder, from).of(&learned.weights);
    for one in &learned.measured {
        let scores = Scores { before: one.before.mean, after: one.after.mean, p: one.change.p };
        record.scores.insert(one.name.to_owned(), scores);
    }
    let path = versions.add(&record)?;
    writeln!(out, "kept as {name} in {}", path.display())?;
    Ok(())
}

/// An engine that holds both sides.
fn filled(asked: &LearnWeights) -> Result<Engine, Failure> {
    let mut engine = Engine::with(means::options(&asked.means)?);
    if let Some(month) = &asked.as_of {
        engine = engine.as_of(reading::month(month)?);
    }
    let options = asked.reading.options()?;
    for (paths, side) in [(&asked.postings, Side::Posting), (&asked.resumes, Side::Resume)] {
        input::read_into(
            &engine,
            paths,
            input::Asked { side: Some(side), checked: true, told: None, options: &options },
        )?;
    }
    engine.commit()?;
    Ok(engine)
}

/// The weights to start from, and what they are called.
fn start(from: &str, folder: Folder, engine: &Engine) -> Result<(Weights, String), Failure> {
    if from == "equal" {
        let weights = Weights::equal();
        return Ok((weights, from.to_owned()));
    }
    match weighing::record(from, &folder)? {
        None => Ok((Weights::default(), BUILTIN.to_owned())),
        Some(record) => {
            record.check_embedder(engine.options().embedder.fingerprint())?;
            Ok((record.weights()?, record.version()?))
        }
    }
}

type Lesson = (Vec<Example>, Learning, Options);

fn judged(asked: &LearnWeights, engine: &Engine) -> Result<Lesson, Failure> {
    let ids = Ids::of(&engine.snapshot())?;
    let path = asked.judgments.as_deref().unwrap_or_else(|| std::path::Path::new(""));
    let judgments = Judgments::read(path, asked.by.map(Into::into), Some(&ids))?;
    if let Some(first) = judgments.repeated().first() {
        let count = judgments.repeated().len();
        output::warn(&format!("{count} lines repeat a pair (first: line {first}); each pair counts once"));
    }
    let (judgments, unknown) = judgments.known(&ids);
    if unknown > 0 {
        output::warn(&format!("{unknown} judgments are of documents that are not in the paths; they are left out"));
    }
    let examples = weights::judged(engine, &judgments)?;
    let from = Learning { kind: "judgments".to_owned(), fingerprint: judgments.fingerprint(), pairs: judgments.len() };
    let suits_from = if judgments.suits_from() == 1 { 3 } else { judgments.suits_from() };
    Ok((examples, from, Options { folds: asked.folds as usize, seed: asked.seed, graded: true, suits_from }))
}

fn studied(asked: &LearnWeights, engine: &Engine, current: &Weights, out: &mut impl Write) -> Result<Lesson, Failure> {
    let path = asked.events.as_deref().unwrap_or_else(|| std::path::Path::new(""));
    let mut events = Events::read(path)?;
    if events.unseen > 0 {
        output::warn(&format!("{} events follow no showing of their pair; they are left out", events.unseen));
    }
    let ids = Ids::of(&engine.snapshot())?;
    let before = events.shown.len();
    events.shown.retain(|shown| ids.postings.contains(&shown.posting) && ids.resumes.contains(&shown.resume));
    if events.shown.len() < before {
        let unknown = before - events.shown.len();
        output::warn(&format!("{unknown} showings are of documents that are not in the paths; they are left out"));
    }
    let studied = weights::studied(engine, &events, current, true)?;
    writeln!(out, "rank        shown  came to anything  looked at")?;
    for one in &studied.positions {
        let ranks = if one.from == one.to { one.from.to_string() } else { format!("{}-{}", one.from, one.to) };
        writeln!(out, "{ranks:<8} {:>8} {:>17} {:>10.2}", one.shown, one.clicked, one.looked_at)?;
    }
    let from = Learning { kind: "events".to_owned(), fingerprint: events.fingerprint, pairs: studied.examples.len() };
    let options = Options { folds: asked.folds as usize, seed: asked.seed, graded: false, suits_from: 1 };
    Ok((studied.examples, from, options))
}

fn tell(learned: &Learned, current: &Weights, asked: &LearnWeights, out: &mut impl Write) -> Result<(), Failure> {
    writeln!(out, "signal      weight: before  after   silence: before  after")?;
    for (at, signal) in SIGNALS.iter().enumerate() {
        let (before, after) = (current.weights()[at], learned.weights.weights()[at]);
        let (quiet_before, quiet_after) = (current.neutrals()[at], learned.weights.neutrals()[at]);
        writeln!(out, "{:<19} {before:>6.3} {after:>6.3} {quiet_before:>17.3} {quiet_after:>6.3}", signal.name)?;
    }
    writeln!(out, "pulled toward the weights before with strength {}, chosen by cross-validation", learned.pull)?;
    writeln!(
        out,
        "\nOn held-out postings, {} folds (a r\u{e9}sum\u{e9} may be on both sides), with 95 % intervals:",
        asked.folds
    )?;
    for one in &learned.measured {
        let (before, after, change) = (one.before, one.after, one.change);
        writeln!(out, "{} ({} queries)", one.name, one.queries)?;
        writeln!(
            out,
            "  {:.4} ({:.4} to {:.4}) before, {:.4} ({:.4} to {:.4}) after: {:+.4} ({:+.4} to {:+.4}), p {:.4}",
            before.mean,
            before.low,
            before.high,
            after.mean,
            after.low,
            after.high,
            change.difference.mean,
            change.difference.low,
            change.difference.high,
            change.p
        )?;
    }
    let Some(calibrated) = &learned.calibrated else {
        writeln!(out, "\nnot calibrated: {}", not_calibrated(asked))?;
        return Ok(());
    };
    let (platt, isotonic) = calibrated.losses;
    writeln!(
        out,
        "\ncalibrated: {} (held-out loss: platt {platt:.4}, isotonic {isotonic:.4})\n  probability  share that suits  pairs",
        calibrated.calibration.method()
    )?;
    let reliability = &calibrated.reliability;
    for Bin { probability, share, count } in &reliability.bins {
        let share = share.mean;
        writeln!(out, "  {probability:>11.3} {share:>17.3} {count:>6}")?;
    }
    writeln!(
        out,
        "expected calibration error {:.4}; a perfectly calibrated model of this size: 95 in 100 at most {:.4}",
        reliability.error, reliability.perfect
    )?;
    Ok(())
}

const fn not_calibrated(asked: &LearnWeights) -> &'static str {
    if asked.events.is_some() {
        "how likely an event is depends on who looks; grades are needed for a probability"
    } else {
        "fewer than 20 pairs suit, or do not"
    }
}
