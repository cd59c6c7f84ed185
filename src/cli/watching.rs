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
use vocation::documents::Side;

use super::Failure;
use super::interruption;
use super::output;
use super::pace::LINE;
use super::pace::per_second;

/// How often it is looked how far the run is.
const LOOK: Duration = Duration::from_millis(100);

/// Does the parts of a run that are not done; `None` where an interruption was noted, else the figures of all.
pub(super) fn work(folder: &Folder, run: &Run<'_>) -> Result<Option<Stats>, Failure> {
    let (parts, stats) = folder.done(run)?;
    let all = Way::of(run);
    let done = match all {
        Way::Pairs(_) => stats.pairs,
        Way::Documents(_, documents) => ((parts * run.plan().part) as u64).min(documents),
    };
    if done > 0 {
        output::warn(&format!("{done} of {} are done already", all.in_words()));
    }
    let (watch, over) = (Watch::default(), AtomicBool::new(false));
    let begun = Instant::now();
    let worked = std::thread::scope(|scope| {
        scope.spawn(|| look(&watch, &over, all, done));
        let worked = folder.work(run, &watch);
        over.store(true, Ordering::Relaxed);
        worked
    })?;
    if worked.is_some() {
        output::warn(&all.at_the_end(&watch, run.pairs(), begun.elapsed().as_secs_f64()));
    }
    Ok(worked)
}

/// What is counted on the way: all pairs, or, where the index finds a few of them, the documents that have theirs.
#[derive(Clone, Copy, Debug)]
enum Way {
    Pairs(u64),
    /// What the documents are called, and how many there are.
    Documents(&'static str, u64),
}

impl Way {
    fn of(run: &Run<'_>) -> Self {
        match (run.job().through_index, run.job().by) {
            (false, _) => Self::Pairs(run.pairs()),
            (true, Side::Posting) => Self::Documents("postings", run.documents() as u64),
            (true, Side::Resume) => Self::Documents("r\u{e9}sum\u{e9}s", run.documents() as u64),
        }
    }

    const fn count(self) -> u64 {
        match self {
            Self::Pairs(count) | Self::Documents(_, count) => count,
        }
    }

    fn so_far(self, watch: &Watch) -> u64 {
        match self {
            Self::Pairs(_) => watch.pairs(),
            Self::Documents(..) => watch.answered(),
        }
    }

    fn in_words(self) -> String {
        match self {
            Self::Pairs(count) => format!("{count} pairs"),
            Self::Documents(what, count) => format!("{count} {what}"),
        }
    }

    /// A line of a log: so much is done, of it so much in this run, in so many seconds.
    fn on_the_way(self, watch: &Watch, done: u64, seconds: f64) -> String {
        let now = self.so_far(watch);
        let left = self.count().saturating_sub(done + now);
        let left = seconds * left as f64 / now.max(1) as f64;
        let (rate, words) = (per_second(now, seconds), self.in_words());
        let scored = match self {
            Self::Pairs(_) => String::new(),
            Self::Documents(..) => format!(", {} pairs scored", watch.pairs()),
        };
        format!("{} of {words}, {rate} a second{scored}, about {left:.0} s left", done + now)
    }

    /// What is said at the end, of `possible` pairs.
    fn at_the_end(self, watch: &Watch, possible: u64, seconds: f64) -> String {
        let (pairs, rate) = (watch.pairs(), per_second(watch.pairs(), seconds));
        match self {
            Self::Pairs(_) => format!("{pairs} pairs scored in {seconds:.1} s, {rate} a second"),
            Self::Documents(what, _) => {
                let answered = watch.answered();
                let rate = per_second(answered, seconds);
                format!(
                    "{pairs} pairs scored for {answered} {what} in {seconds:.1} s, {rate} {what} a second; the index chose \
                     them of {possible} that are possible"
                )
            }
        }
    }
}

/// Looks how far the run is until it is over, and stops it where an interruption is noted.
fn look(watch: &Watch, over: &AtomicBool, way: Way, done: u64) {
    let terminal = std::io::stderr().is_terminal();
    let bar = if terminal { bar(way) } else { ProgressBar::hidden() };
    bar.set_position(done);
    bar.reset_eta();
    let (begun, mut line) = (Instant::now(), Instant::now());
    while !over.load(Ordering::Relaxed) {
        std::thread::sleep(LOOK);
        if interruption::asked() {
            watch.stop();
        }
        bar.set_position(done + way.so_far(watch));
        if !terminal && line.elapsed() >= LINE {
            output::warn(&way.on_the_way(watch, done, begun.elapsed().as_secs_f64()));
            line = Instant::now();
        }
    }
    bar.finish_and_clear();
}

fn bar(way: Way) -> ProgressBar {
    let what = match way {
        Way::Pairs(_) => "pairs",
        Way::Documents(what, _) => what,
    };
    let template = format!("{{bar:24}} {{human_pos}} of {{human_len}} {what}, {{per_sec}}, {{eta}} left");
    match ProgressStyle::with_template(&template) {
        Ok(style) => ProgressBar::new(way.count()).with_style(style),
        Err(_) => ProgressBar::new(way.count()),
    }
}
