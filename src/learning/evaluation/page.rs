//! The report: an evaluation as a page that a person can read.

use super::ablation::Ablated;
use super::charts;
use super::lists::Lists;
use super::measured::Measured;
use super::measures::Measure;
use super::pairs::JudgedPairs;
use super::scores::Scores;
use super::slices::Slice;
use super::worst::Listed;
use super::worst::Worst;
use crate::documents::Side;
use crate::learning::Gain;
use crate::learning::Interval;
use crate::learning::Metric;
use crate::learning::Resampling;
use crate::report::Card;
use crate::report::Grid;
use crate::report::Page;

/// All that the page tells. The first of the systems is the one that is evaluated; the others are what it is compared with.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// Which weights, model and judgments these are, a sentence each.
    pub about: &'a [String],
    /// What was judged.
    pub pairs: &'a JudgedPairs,
    /// The lists.
    pub lists: &'a Lists,
    /// What the evaluated system says.
    pub scores: &'a Scores,
    /// All systems, measured; the evaluated one first.
    pub systems: &'a [Measured],
    /// The evaluated system by slice.
    pub slices: &'a [Slice],
    /// What each signal is worth; empty where the evaluated system is no weights.
    pub ablated: &'a [Ablated],
    /// The queries that it answers worst; empty where it is no weights.
    pub worst: &'a [Worst],
    /// How chance was drawn.
    pub resampling: Resampling,
}

impl Report<'_> {
    /// The page.
    #[must_use]
    pub fn html(&self) -> String {
        let (asks, ranked) = match self.lists.by {
            Side::Posting => ("postings", "r\u{e9}sum\u{e9}s"),
            Side::Resume => ("r\u{e9}sum\u{e9}s", "postings"),
        };
        let lead = format!(
            "{} {asks} ask, judged {ranked} are ranked for each: {} graded pairs.",
            self.lists.lists.len(),
            self.lists.pairs()
        );
        let mut page = Page::new("How well the ranking agrees with its judges", &lead);
        self.headline(&mut page);
        page.list(self.about);
        self.compared(&mut page);
        page.heading("Where it is good, and where it is not");
        page.figure(&charts::queries(self.systems, self.pairs, self.lists));
        page.figure(&charts::by_slice(self.slices));
        page.heading("What scores say");
        page.figure(&charts::scores_by_grade(self.scores, self.pairs));
        page.figure(&charts::strengths_by_grade(self.pairs));
        self.reliability(&mut page);
        if !self.ablated.is_empty() {
            page.heading("What each signal is worth");
            page.figure(&charts::without(self.ablated));
            page.figure(&charts::alone(self.ablated));
        }
        if !self.worst.is_empty() {
            self.worst(&mut page);
        }
        self.method(&mut page);
        page.html()
    }

    fn headline(&self, page: &mut Page) {
        let Some(system) = self.systems.first() else { return };
        let mean = |name: &str, measure: Measure| {
            let (interval, count) = system.interval(measure, self.resampling);
            Card {
                name: name.to_owned(),
                value: three(interval.mean),
                note: format!("{}, n = {count}", span(interval)),
            }
        };
        let mut cards = vec![
            mean("nDCG@10", Measure::HEADLINE),
            mean("MAP", Measure::Suiting(Metric::AveragePrecision)),
            mean("MRR", Measure::Suiting(Metric::ReciprocalRank)),
            mean("Pairwise accuracy", Measure::Pairwise),
        ];
        for (name, figure) in [("Spearman, all pairs", system.whole.spearman), ("AUC, all pairs", system.whole.auc)] {
            if let Some(interval) = figure {
                let best = system.whole.spearman_best.filter(|_| name.starts_with("Spearman"));
                let best = best.map_or_else(String::new, |best| format!(", best possible {best:.3}"));
                let note = format!("{}, n = {} pairs{best}", span(interval), self.lists.pairs());
                cards.push(Card { name: name.to_owned(), value: three(interval.mean), note });
            }
        }
        page.cards(&cards);
    }

    fn compared(&self, page: &mut Page) {
        page.heading("Beside other ways to rank");
        page.figure(&charts::systems(self.systems, self.resampling));
        let Some((first, others)) = self.systems.split_first() else { return };
        let measures = shown();
        let mut grid = Grid::default();
        grid.columns.push("mean".to_owned());
        grid.columns.extend(measures.iter().map(|(name, _)| (*name).to_owned()));
        grid.columns.extend(["coverage", "diversity", "companies"].map(str::to_owned));
        for system in self.systems {
            let means = measures.iter().map(|(_, measure)| three(system.interval(*measure, self.resampling).0.mean));
            let share = system.share;
            let optional = |value: Option<f64>| value.map_or_else(|| "\u{2013}".to_owned(), three);
            let shares = [three(share.coverage), optional(share.diversity), optional(share.companies)];
            grid.rows.push(std::iter::once(system.name.clone()).chain(means).chain(shares).collect());
        }
        page.table(&grid);
        let mut grid = Grid::of([&format!("{} less", first.name), "nDCG@10", "p", "MAP", "p", "Spearman", "p"]);
        for other in others {
            let mut cells = vec![other.name.clone()];
            for measure in [Measure::HEADLINE, Measure::Suiting(Metric::AveragePrecision), Measure::Spearman] {
                match first.less(other, measure, self.resampling) {
                    Some(found) => {
                        let (mean, interval) = (found.difference.mean, found.difference);
                        cells.push(format!("{mean:+.3} ({:+.3}, {:+.3})", interval.low, interval.high));
                        cells.push(charts::p(found.p).trim_start_matches("p = ").trim_start_matches("p ").to_owned());
                    }
                    None => cells.extend(["\u{2013}".to_owned(), "\u{2013}".to_owned()]),
                }
            }
            grid.rows.push(cells);
        }
        if !others.is_empty() {
            page.subheading("Compared query by query");
            page.table(&grid);
        }
    }

    fn reliability(&self, page: &mut Page) {
        match self.systems.first().and_then(|system| system.whole.reliability.as_ref()) {
            Some(found) => {
                page.figure(&charts::reliability(found, self.pairs.suits_from()));
                page.notice("Where the probabilities were learned from these same judgments, this is better than it would be on others.");
            }
            None => page.notice(
                "Not calibrated: these weights give no probabilities, so there is no reliability curve. A score orders; it does not say how \
                 likely a pair suits.",
            ),
        }
    }

    fn worst(&self, page: &mut Page) {
        page.heading("The worst queries");
        page.words(
            "What stands first, and the best judged that stand lower than they should, with what adds up to their scores.",
        );
        for worst in self.worst {
            let name =
                if worst.title.is_empty() { worst.id.clone() } else { format!("{} ({})", worst.title, worst.id) };
            page.subheading(&format!("{name}: nDCG@10 {:.3}", worst.value));
            let mut grid = Grid::of(["", "rank", "grade", "score", "gate"]);
            for (what, listed) in [("", &worst.first), ("missed: ", &worst.missed)] {
                for one in listed {
                    let title = if one.title.is_empty() { &one.id } else { &one.title };
                    let gate = if one.barred.is_empty() { "" } else { "fails" };
                    grid.row([
                        format!("{what}{title} ({})", one.id),
                        one.rank.to_string(),
                        one.grade.to_string(),
                        three(one.score),
                        gate.to_owned(),
                    ]);
                }
            }
            page.table(&grid);
            for (what, listed) in worst
                .first
                .first()
                .map(|one| ("Stands first", one))
                .into_iter()
                .chain(worst.missed.first().map(|one| ("Missed", one)))
            {
                page.words(&told(what, listed));
                page.list(
                    &listed
                        .barred
                        .iter()
                        .map(|why| format!("gate fails: {why}"))
                        .chain(listed.reasons.iter().cloned())
                        .collect::<Vec<_>>(),
                );
            }
        }
    }

    fn method(&self, page: &mut Page) {
        page.heading("How this was measured");
        let grades: Vec<String> =
            self.pairs.grades().iter().enumerate().map(|(grade, count)| format!("{count} of grade {grade}")).collect();
        let suits = self.pairs.suits_from();
        page.list(&[
            format!("Judged: {} pairs of {} postings and {} r\u{e9}sum\u{e9}s; {}.", self.pairs.pairs().len(), self.pairs.postings().len(), self.pairs.resumes().len(), grades.join(", ")),
            format!("Lists are condensed: only judged documents are ranked; {} pairs of these documents are not judged and count neither for nor against. {} judgments are of documents that are not there.", self.pairs.unjudged(), self.pairs.unknown()),
            format!("{} queries have no grade above 0 and are left out: no order of theirs is better than another.", self.lists.left_out),
            "Order: as rank answers, pairs that a gate bars after all others, then by score, equal ones by id; \u{201c}no gates\u{201d} is by score alone.".to_owned(),
            format!("nDCG takes the grade itself as gain; MAP, MRR, P, recall and AUC take a pair as suiting from grade {suits} on. Queries in which nothing suits count in neither of these."),
            "Pairwise accuracy: of two judged with different grades, how often the higher has the higher score. Spearman: correlation of ranks, ties sharing theirs; where many grades are equal, not even a perfect order reaches 1, and the best possible is told beside it.".to_owned(),
            "Of the first ten of each list: coverage is the share of all judged documents that stand among them for some query; diversity the mean of 1 less the cosine of two; companies how many different ones they name, over how many name one.".to_owned(),
            format!("Intervals: percentile bootstrap over queries, {} times, seed {}; figures over all pairs 1,000 times at most. p: paired randomization test, two-sided; nothing is corrected for the number of comparisons.", self.resampling.times, self.resampling.seed),
        ]);
    }
}

/// The measures of the table.
pub(super) fn shown() -> [(&'static str, Measure); 8] {
    [
        ("nDCG@10", Measure::HEADLINE),
        ("nDCG@10 exp.", Measure::Graded(Metric::Ndcg(Some(10), Gain::Exponential))),
        ("MAP", Measure::Suiting(Metric::AveragePrecision)),
        ("MRR", Measure::Suiting(Metric::ReciprocalRank)),
        ("P@5", Measure::Suiting(Metric::Precision(5))),
        ("recall@10", Measure::Suiting(Metric::Recall(10))),
        ("pairwise", Measure::Pairwise),
        ("Spearman", Measure::Spearman),
    ]
}

fn told(what: &str, listed: &Listed) -> String {
    let title = if listed.title.is_empty() { &listed.id } else { &listed.title };
    format!(
        "{what}: \u{201c}{title}\u{201d}, grade {}, at rank {} with {:.3}, of which",
        listed.grade, listed.rank, listed.score
    )
}

fn three(value: f64) -> String {
    format!("{value:.3}")
}

fn span(interval: Interval) -> String {
    format!("{:.3} to {:.3}", interval.low, interval.high)
}
