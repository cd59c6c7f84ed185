//! The picture of a run: its summary as one HTML page.

use crate::report::Card;
use crate::report::Grid;
use crate::report::Page;
use crate::report::grouped;

use super::figures;
use super::summary::Counted;
use super::summary::Covered;
use super::summary::Summary;

/// Where a summary is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// By the run itself: it knows all pairs, also those that were not written, and the documents.
    ByTheRun,
    /// By the rows of its output: they know neither titles nor skills nor pay, and no pair that was not written.
    ByItsRows,
}

impl Summary {
    /// The page of a run; `name` is that of its output.
    #[must_use]
    pub fn html(&self, name: &str, told: Told) -> String {
        let lead = format!(
            "{} beside {}, in {name}{}.",
            counted(self.postings, "posting"),
            counted(self.resumes, "r\u{e9}sum\u{e9}"),
            if self.version.is_empty() { String::new() } else { format!(", scored by weights {}", self.version) }
        );
        let mut page = Page::new("A run of scores", &lead);
        self.headline(&mut page, told);
        match told {
            Told::ByItsRows => page.notice(&format!(
                "This file has no summary of its run, so the page is reckoned from its {}. Pairs that were not written count \
                 nowhere, and titles, missing skills, supply and demand, pay, and what could not be read are not known.",
                counted(self.written, "row")
            )),
            Told::ByTheRun if self.pairs == 0 => page.notice("No pair was scored, so there is little to show."),
            Told::ByTheRun => {}
        }
        page.heading("How the scores lie");
        page.figure(&figures::scores(self, told));
        self.gates(&mut page, told);
        self.coverage(&mut page);
        if told == Told::ByTheRun {
            page.heading("Skills: supply and demand");
            page.figure(&figures::skills(self));
            page.heading("Pay: asked and offered");
            page.figure(&figures::pay(self));
        }
        self.method(&mut page, told);
        page.html()
    }

    fn headline(&self, page: &mut Page, told: Told) {
        let card = |name: &str, value: u64, note: String| Card { name: name.to_owned(), value: grouped(value), note };
        let mut cards = Vec::new();
        if told == Told::ByTheRun {
            let possible = self.postings.saturating_mul(self.resumes);
            let note = match possible {
                0 => String::new(),
                _ if possible == self.pairs => "every posting beside every r\u{e9}sum\u{e9}".to_owned(),
                _ => format!("of {} that are possible", grouped(possible)),
            };
            cards.push(card("Pairs scored", self.pairs, note));
        }
        cards.push(card("Pairs written", self.written, String::new()));
        let from = format!("no pair of theirs that fails no gate reaches {}", score(self.threshold));
        let of = |share: u64, all: u64| format!("{} of {}, {from}", percent(share, all), grouped(all));
        cards.push(card("Jobs nobody fits", self.unfilled_count, of(self.unfilled_count, self.postings)));
        cards.push(card("Candidates nobody wants", self.unwanted_count, of(self.unwanted_count, self.resumes)));
        if told == Told::ByTheRun {
            cards.push(card("Could not be read", self.unread, "documents, lines or rows".to_owned()));
        }
        page.cards(&cards);
    }

    fn gates(&self, page: &mut Page, told: Told) {
        page.subheading("Gates that fail");
        let (all, what) = match told {
            Told::ByTheRun => (self.pairs, "pairs scored"),
            Told::ByItsRows => (self.written, "rows"),
        };
        if self.failed.is_empty() {
            return page.words(&format!("Of {} {what} none is known to fail a gate.", grouped(all)));
        }
        page.words(
            "A gate changes no score; a pair that fails one is listed after all others. A pair may fail several.",
        );
        let mut grid = Grid::of(["gate", what, "share"]);
        for gate in &self.failed {
            grid.row([gate.name.clone(), grouped(gate.count), percent(gate.count, all)]);
        }
        page.table(&grid);
    }

    fn coverage(&self, page: &mut Page) {
        let from = score(self.threshold);
        page.heading("Which postings are covered");
        page.words(&format!("A pair covers its posting where it fails no gate and its score reaches {from}."));
        page.subheading("Best covered postings");
        self.documents(page, &self.best_covered, self.best_covered.len() as u64, "Nothing is covered.");
        page.subheading("Worst covered postings");
        self.documents(page, &self.worst_covered, self.postings, "There are no postings.");
        page.heading("Who is left over");
        page.subheading(&format!("Jobs nobody fits: no r\u{e9}sum\u{e9} reaches {from} and fails no gate"));
        self.documents(page, &self.unfilled, self.unfilled_count, "There is none: every posting is covered.");
        page.subheading(&format!("Candidates nobody wants: no posting reaches {from} and fails no gate"));
        let none = "There is none: every r\u{e9}sum\u{e9} covers a posting.";
        self.documents(page, &self.unwanted, self.unwanted_count, none);
    }

    /// A table of documents; `all` is how many of their kind there are, `none` what stands where none is listed.
    fn documents(&self, page: &mut Page, listed: &[Covered], all: u64, none: &str) {
        if listed.is_empty() {
            return page.words(none);
        }
        let misses = listed.iter().any(|one| !one.missing.is_empty());
        let mut grid = Grid::of(["document", "best score of any pair"]);
        grid.columns.push(format!("pairs from {} that fail no gate", score(self.threshold)));
        if misses {
            grid.columns.push("commonest missing skills (r\u{e9}sum\u{e9}s)".to_owned());
        }
        for one in listed {
            let name = if one.title.is_empty() { one.id.clone() } else { format!("{} ({})", one.title, one.id) };
            let mut cells = vec![name, score(one.best), grouped(one.above)];
            if misses {
                cells.push(one.missing.iter().take(3).map(named).collect::<Vec<_>>().join(", "));
            }
            grid.rows.push(cells);
        }
        page.table(&grid);
        let shown = listed.len() as u64;
        if shown < all {
            page.words(&format!("{} of {}.", grouped(shown), grouped(all)));
        }
    }

    fn method(&self, page: &mut Page, told: Told) {
        page.heading("How to read this");
        let mut said = vec![
            "A score is the sum of what each signal adds, from 0 to 1. It orders; it does not say how likely a pair suits.".to_owned(),
            format!("\u{201c}Covered\u{201d} and \u{201c}fits\u{201d} mean here that the score of a pair that fails no gate reaches {}, and nothing else; best scores are of all pairs.", score(self.threshold)),
            "Histograms have bins of 0.01; of a median, the bin that it lies in is told.".to_owned(),
        ];
        if told == Told::ByTheRun {
            said.push("Missing skills are those that a posting requires and that the r\u{e9}sum\u{e9}s nearest to it do not show, as far as they were understood.".to_owned());
            said.push("Demand counts postings that ask for a skill, required or preferred; supply counts r\u{e9}sum\u{e9}s that show it. What a document does not say is not counted.".to_owned());
        }
        page.list(&said);
    }
}

fn named(one: &Counted) -> String {
    format!("{} ({})", one.name, grouped(one.count))
}

/// A score with three digits, without those that say nothing.
fn score(value: f64) -> String {
    format!("{value:.3}")
}

fn counted(count: u64, what: &str) -> String {
    format!("{} {what}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// A share in percent; of nothing, a dash.
fn percent(part: u64, all: u64) -> String {
    if all == 0 {
        return "\u{2013}".to_owned();
    }
    #[allow(clippy::cast_precision_loss)]
    let share = part as f64 / all as f64 * 100.0;
    format!("{share:.1} %")
}
