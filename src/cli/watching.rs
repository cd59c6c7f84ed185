//! Whoever waits for a long run: how far it is, and how long it still takes.

use std::io::IsTerminal;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use indicatif::ProgressBar;
use indicatif::ProgressStyle;
use vocation::batch::Folder;
use vocation::batch::Run;
use vocation::batch::Stats;
use vocation::batch::Watch;

use super::Failure;
use super::interruption;
use super::output;

/// How often it is looked how far the run is.
const LOOK: Duration = Duration::from_millis(100);

/// How often a line is written where nobody watches a terminal.
const LINE: Duration = Duration::from_secs(60);

/// Does the parts of a run that are not done; `None` where an interruption was noted, else the figures of all.
pub(super) fn work(folder: &Folder, run: &Run<'_>) -> Result<Option<Stats>, Failure> {
    let done = folder.done(run)?.1.pairs;
    if done > 0 {
        output::warn(&format!("{done} of {} pairs are done already", run.pairs()));
    }
    let (watch, over) = (Watch::default(), AtomicBool::new(false));
    let begun = Instant::now();
    let worked = std::thread::scope(|scope| {
        scope.spawn(|| look(&watch, &over, run.pairs() - done));
        let worked = folder.work(run, &watch);
        over.store(true, Ordering::Relaxed);
        worked
    })?;
    if worked.is_some() {
        let (pairs, seconds) = (watch.pairs(), begun.elapsed().as_secs_f64());
        output::warn(&format!("{pairs} pairs scored in {seconds:.1} s, {} a second", per_second(pairs, seconds)));
    }
    Ok(worked)
}

/// Looks how far the run is until it is over, and stops it where an interruption is noted.
fn look(watch: &Watch, over: &AtomicBool, all: u64) {
    let terminal = std::io::stderr().is_terminal();
    let bar = if terminal { bar(all) } else { ProgressBar::hidden() };
    let (begun, mut line) = (Instant::now(), Instant::now());
    while !over.load(Ordering::Relaxed) {
        std::thread::sleep(LOOK);
        if interruption::asked() {
            watch.stop();
        }
        bar.set_position(watch.pairs());
        if !terminal && line.elapsed() >= LINE {
            let (pairs, seconds) = (watch.pairs(), begun.elapsed().as_secs_f64());
            let left = seconds * (all - pairs.min(all)) as f64 / (pairs.max(1)) as f64;
            let rate = per_second(pairs, seconds);
            output::warn(&format!("{pairs} of {all} pairs, {rate} a second, about {left:.0} s left"));
            line = Instant::now();
        }
    }
    bar.finish_and_clear();
}

fn bar(all: u64) -> ProgressBar {
    let template = "{bar:24} {human_pos} of {human_len} pairs, {per_sec}, {eta} left";
    match ProgressStyle::with_template(template) {
        Ok(style) => ProgressBar::new(all).with_style(style),
        Err(_) => ProgressBar::new(all),
    }
}

/// A rate in whole numbers.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn per_second(count: u64, seconds: f64) -> u64 {
    (count as f64 / seconds.max(1e-9)).round() as u64
}
