//! Events: what was shown to whom at which rank, and what they made of it.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;
use serde::Deserialize;

use super::super::text_files::TextFile;
use super::examples::STEPS;
use crate::error::Result;

const FORM: &str = "give {\"posting\": ..., \"resume\": ..., \"event\": \"shown\", \"at\": \"2026-11-21T09:30:00Z\", \"rank\": 1} a \
                    line; events are shown, clicked, saved, dismissed, applied, interviewed, offered, hired, rejected";

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// It was on the page.
    Shown,
    /// It was opened.
    Clicked,
    /// It was kept for later.
    Saved,
    /// It was put away.
    Dismissed,
    /// The person applied, or the employer asked them to.
    Applied,
    /// They talked.
    Interviewed,
    /// An offer was made.
    Offered,
    /// It was taken.
    Hired,
    /// The other side said no.
    Rejected,
}

impl Kind {
    /// The grade that a pair reached by it: clicked and saved 1, applied 2, interviewed and beyond 3. A rejection takes nothing
    /// away from what went before it, and says no more than it; what is shown and put away reached none.
    const fn grade(self) -> usize {
        match self {
            Self::Shown | Self::Dismissed | Self::Rejected => 0,
            Self::Clicked | Self::Saved => 1,
            Self::Applied => 2,
            Self::Interviewed | Self::Offered | Self::Hired => 3,
        }
    }
}

/// One line of a file of events.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Event {
    /// The posting's id.
    pub posting: String,
    /// The résumé's id.
    pub resume: String,
    /// What happened.
    pub event: Kind,
    /// When.
    pub at: Timestamp,
    /// At which rank it was shown, from 1; needed where it was.
    pub rank: Option<u32>,
}

/// A pair that was shown at a rank, and how far it went from there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The posting's id.
    pub posting: String,
    /// The résumé's id.
    pub resume: String,
    /// The rank, from 1.
    pub rank: u32,
    /// The highest grade that it reached, 0 to 3.
    pub grade: usize,
}

impl Shown {
    /// For grades 1, 2, 3: 1 where it was reached.
    pub(super) fn reached(&self) -> [f64; STEPS] {
        let mut reached = [0.0; STEPS];
        reached.iter_mut().take(self.grade).for_each(|one| *one = 1.0);
        reached
    }
}

/// What was shown, and what came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Events {
    /// In order of posting, résumé and time.
    pub shown: Vec<Shown>,
    /// How many events follow no showing of their pair, so that nothing is known of their rank: they teach nothing here.
    pub unseen: usize,
    /// The BLAKE3 of the file, in hexadecimal digits.
    pub fingerprint: String,
}

impl Events {
    /// Reads events, JSON Lines in any order. An event belongs to the last showing of its pair before it, or at the same time.
    ///
    /// # Errors
    /// [`Error::Io`](crate::Error::Io), [`Error::TooLarge`](crate::Error::TooLarge), and
    /// [`Error::Malformed`](crate::Error::Malformed) with the line that is no event, or says not at which rank it was shown.
    pub fn read(path: &Path) -> Result<Self> {
        let file = TextFile::read(path)?;
        let mut events = Vec::new();
        let mut hasher = blake3::Hasher::new();
        for (line, content) in file.lines() {
            hasher.update(content.trim().as_bytes()).update(b"\n");
            let event: Event =
                serde_json::from_str(content).map_err(|error| file.wrong(line, &error.to_string(), FORM))?;
            if event.event == Kind::Shown && event.rank.is_none_or(|rank| rank == 0) {
                return Err(file.wrong(line, "it was shown, and the line says at no rank from 1", FORM));
            }
            events.push(event);
        }
        if events.is_empty() {
            return Err(file.empty(FORM));
        }
        Ok(Self { fingerprint: hasher.finalize().to_hex().to_string(), ..Self::of(events) })
    }

    /// The same of events from a program, without a fingerprint.
    #[must_use]
    pub fn of(mut events: Vec<Event>) -> Self {
        events.sort_by_key(|event| (event.at, event.event));
        let mut pairs: BTreeMap<(String, String), Vec<Shown>> = BTreeMap::new();
        let mut unseen = 0;
        for Event { posting, resume, event, rank, .. } in events {
            let list = pairs.entry((posting.clone(), resume.clone())).or_default();
            match (event, list.last_mut()) {
                (Kind::Shown, _) => list.push(Shown { posting, resume, rank: rank.unwrap_or(1).max(1), grade: 0 }),
                (_, Some(last)) => last.grade = last.grade.max(event.grade()),
                (_, None) => unseen += 1,
            }
        }
        Self { shown: pairs.into_values().flatten().collect(), unseen, fingerprint: String::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Events> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("events.jsonl");
        std::fs::write(&path, text).unwrap();
        Events::read(&path)
    }

    fn line(event: &str, hour: u32, rank: &str) -> String {
        format!(
            "{{\"posting\":\"p\",\"resume\":\"r\",\"event\":\"{event}\",\"at\":\"2026-11-21T{hour:02}:00:00Z\"{rank}}}\n"
        )
    }

    #[test]
    fn events_go_with_the_showing_before_them() {
        let text = [
            line("hired", 9, ""),
            line("shown", 1, ",\"rank\":4"),
            line("clicked", 2, ""),
            line("shown", 3, ",\"rank\":1"),
            line("dismissed", 3, ""),
            line("shown", 5, ",\"rank\":2"),
            line("applied", 6, ""),
            line("rejected", 7, ""),
            line("clicked", 0, ""),
        ];
        let found = read(&text.concat()).unwrap();
        let plain: Vec<(u32, usize)> = found.shown.iter().map(|shown| (shown.rank, shown.grade)).collect();
        assert_eq!((plain, found.unseen), (vec![(4, 1), (1, 0), (2, 3)], 1));
        assert_eq!(found.shown[0].reached(), [1.0, 0.0, 0.0]);
    }

    #[test]
    fn what_is_no_event_is_named_with_its_line() {
        let wrong = |text: &str| read(text).unwrap_err().to_string();
        assert!(wrong(&line("shown", 1, "")).contains("line 1: it was shown, and the line says at no rank"));
        assert!(wrong(&line("shown", 1, ",\"rank\":0")).contains("at no rank from 1"));
        assert!(wrong(&format!("\n{}", line("bought", 1, ""))).contains("line 2: unknown variant `bought`"));
        assert!(wrong("{\"posting\":\"p\"}\n").contains("missing field `resume`"));
        assert!(wrong("").contains("the file holds none"));
    }
}
