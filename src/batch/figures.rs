//! The figures of a run's page.

use crate::report::Balance;
use crate::report::Facing;
use crate::report::Figure;
use crate::report::Tallies;
use crate::report::Tally;
use crate::report::grouped;

use super::page::Told;
use super::summary::Bins;
use super::summary::Summary;

/// How the scores of pairs, and the best of each document, are distributed.
pub(super) fn scores(summary: &Summary, told: Told) -> Figure {
    let group = |name: &str, bins: &Bins| Tally { name: name.to_owned(), counts: bins.counts().to_vec() };
    let all = match told {
        Told::ByTheRun => "all pairs scored",
        Told::ByItsRows => "all pairs written",
    };
    Tallies {
        title: "Scores of pairs, and the best of each document".to_owned(),
        unit: "score".to_owned(),
        words: "The height of a bar is its share of its row, on one scale for all rows; the line is the median. What is there at \
                all is drawn at least a hair high."
            .to_owned(),
        groups: vec![
            group(all, &summary.scores),
            group("best of each posting", &summary.best_of_postings),
            group("best of each r\u{e9}sum\u{e9}", &summary.best_of_resumes),
        ],
        edges: (0..=summary.scores.counts().len()).map(|bin| to_number(bin as u64) / 100.0).collect(),
    }
    .draw()
}

/// Which skills are asked and shown how often.
pub(super) fn skills(summary: &Summary) -> Figure {
    let share = |count: u64, all: u64| to_number(count) / to_number(all.max(1)) * 100.0;
    let row = |skill: &super::summary::SkillBalance| Balance {
        label: skill.name.clone(),
        values: (share(skill.asked, summary.postings), share(skill.shown, summary.resumes)),
        notes: (grouped(skill.asked), grouped(skill.shown)),
    };
    let (postings, resumes) = (grouped(summary.postings), grouped(summary.resumes));
    Facing {
        title: "The skills that most postings ask for or most r\u{e9}sum\u{e9}s show".to_owned(),
        sides: (format!("asked by postings (of {postings})"), format!("shown by r\u{e9}sum\u{e9}s (of {resumes})")),
        unit: "% of the documents of a side; how many stands at the end of a bar".to_owned(),
        words: "A longer bar to the left than to the right is a skill that is asked by a larger share of postings than the share \
                of r\u{e9}sum\u{e9}s that show it."
            .to_owned(),
        rows: summary.skills.iter().map(row).collect(),
    }
    .draw()
}

/// What is asked and what is offered.
pub(super) fn pay(summary: &Summary) -> Figure {
    let title = "Pay that is asked and pay that is offered";
    let Some(pay) = &summary.pay else {
        return Figure::empty(title, "Nothing to draw: no pay is stated on either side.");
    };
    let group = |name: &str, counts: &[u64]| Tally { name: name.to_owned(), counts: counts.to_vec() };
    let stated = |counts: &[u64]| grouped(counts.iter().fold(0, |sum: u64, count| sum.saturating_add(*count)));
    Tallies {
        title: title.to_owned(),
        unit: format!("{} a year, in thousands", pay.currency),
        words: format!(
            "Of {} postings {} state pay, of {} r\u{e9}sum\u{e9}s {}; the others are not in the picture. Other currencies are \
             converted; what lies beyond the axis counts in the outermost bars.",
            grouped(summary.postings),
            stated(&pay.offered),
            grouped(summary.resumes),
            stated(&pay.asked)
        ),
        groups: vec![group("asked by r\u{e9}sum\u{e9}s", &pay.asked), group("offered by postings", &pay.offered)],
        edges: pay.edges.iter().map(|edge| edge / 1_000.0).collect(),
    }
    .draw()
}

#[allow(clippy::cast_precision_loss)]
fn to_number(count: u64) -> f64 {
    count as f64
}
