//! How far the reading of documents is, for whoever follows a log: a line when it begins, and one now and then.

use std::io::IsTerminal;
use std::time::Duration;
use std::time::Instant;

use super::output;

/// How often a line is written where nobody watches a terminal.
pub(super) const LINE: Duration = Duration::from_secs(60);

/// How far the reading of some documents is.
#[derive(Debug)]
pub(super) struct Pace {
    /// What the documents are called; `None` where nothing is told.
    what: Option<&'static str>,
    begun: Instant,
    last: Instant,
}

impl Pace {
    /// Reading begins, which is told where it is to be and no terminal shows it.
    pub(super) fn begin(what: Option<&'static str>) -> Self {
        let what = what.filter(|_| !std::io::stderr().is_terminal());
        if let Some(what) = what {
            output::warn(&format!("reading {what}"));
        }
        let now = Instant::now();
        Self { what, begun: now, last: now }
    }

    /// So many were read and so many not: told where the last line is long ago.
    pub(super) fn tell(&mut self, read: usize, not: usize) {
        if let Some(line) = self.line(Instant::now(), read, not) {
            output::warn(&line);
        }
    }

    fn line(&mut self, now: Instant, read: usize, not: usize) -> Option<String> {
        let what = self.what?;
        if now.duration_since(self.last) < LINE {
            return None;
        }
        self.last = now;
        let rate = per_second(read as u64, now.duration_since(self.begun).as_secs_f64());
        Some(format!("{read} {what} read, {rate} a second; {not} not"))
    }
}

/// A rate in whole numbers.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(super) fn per_second(count: u64, seconds: f64) -> u64 {
    (count as f64 / seconds.max(1e-9)).round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_hears_of_it_once_a_minute() {
        let begun = Instant::now();
        let mut pace = Pace { what: Some("postings"), begun, last: begun };
        let at = |seconds| begun + Duration::from_secs(seconds);
        assert_eq!(pace.line(at(59), 1_000, 0), None);
        assert_eq!(pace.line(at(61), 6_100, 2).as_deref(), Some("6100 postings read, 100 a second; 2 not"));
        assert_eq!(pace.line(at(120), 12_000, 2), None);
        assert_eq!(pace.line(at(200), 10_000, 3).as_deref(), Some("10000 postings read, 50 a second; 3 not"));
        let mut silent = Pace { what: None, begun, last: begun };
        assert_eq!(silent.line(at(200), 10_000, 3), None);
    }
}
