//! What is printed: tables and sentences for people, JSON for programs.

use std::io::IsTerminal;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use comfy_table::Cell;
use comfy_table::CellAlignment;
use comfy_table::ColumnConstraint;
use comfy_table::ContentArrangement;
use comfy_table::Table;
use comfy_table::Width;
use comfy_table::presets;
use indicatif::HumanCount;
use indicatif::ProgressBar;
use indicatif::ProgressState;
use indicatif::ProgressStyle;
use serde_json::Value;
use serde_json::json;
use vocation::engine::Cost;
use vocation::ranking::By;
use vocation::ranking::Gate;
use vocation::ranking::Match;
use vocation::ranking::MetSkill;
use vocation::ranking::Sides;
use vocation::ranking::Verdict;
use vocation::skills::Need;

use super::Failure;

/// How wide a table may be, in columns.
const WIDTH: u16 = 80;

/// The most skills of one kind that are quoted.
const QUOTED: usize = 6;

/// The most characters of a quote that are shown.
const QUOTE: usize = 170;

/// Says something that is no result.
pub(super) fn warn(text: &str) {
    // Nobody may read it any more, which is no reason to end.
    let _ = writeln!(std::io::stderr(), "vocation: {text}");
}

/// A count of things, and how many a second, on standard error, on a terminal only.
pub(super) fn progress(things: &str) -> ProgressBar {
    let things = things.to_owned();
    let told = move |state: &ProgressState, out: &mut dyn std::fmt::Write| {
        let _ = match state.pos() {
            0 => write!(out, "reading the first {things}"),
            count => write!(out, "{} {things}, {} a second", HumanCount(count), rate(state)),
        };
    };
    spinner("{spinner} {told} ({elapsed})", told)
}

/// A sign that work goes on, on standard error, on a terminal only.
pub(super) fn busy(what: &str) -> ProgressBar {
    spinner(&format!("{{spinner}} {what} ({{elapsed}})"), |_: &ProgressState, _: &mut dyn std::fmt::Write| {})
}

fn spinner(
    template: &str,
    told: impl Fn(&ProgressState, &mut dyn std::fmt::Write) + Clone + Send + Sync + 'static,
) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = match ProgressStyle::with_template(template) {
        Ok(style) => ProgressBar::new_spinner().with_style(style.with_key("told", told)),
        Err(_) => ProgressBar::new_spinner(),
    };
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

/// How many a second, in whole numbers.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn rate(state: &ProgressState) -> HumanCount {
    HumanCount(state.per_sec().round() as u64)
}

/// Whether `path` can be written without harm: it is no folder, its folder exists, and it is none of `inputs`.
pub(super) fn check_apart<'a>(path: &Path, inputs: impl IntoIterator<Item = &'a Path>) -> Result<(), Failure> {
    let refused = |problem: &str| Err(Failure::NoAnswer(format!("{}: {problem}; name another file", path.display())));
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return refused("its folder does not exist");
    }
    if path.is_dir() {
        return refused("it is a folder");
    }
    let Ok(whole) = path.canonicalize() else { return Ok(()) };
    if inputs.into_iter().any(|input| input.canonicalize().is_ok_and(|input| input == whole)) {
        return refused("it is read, and would be written over");
    }
    Ok(())
}

/// Prints a value on one line.
pub(super) fn json_line(out: &mut impl Write, value: &Value) -> Result<(), Failure> {
    serde_json::to_writer(&mut *out, value).map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(())
}

/// A match as the contract of `rank --json` has it; `cost` is that of the list it is in.
pub(super) fn matched(rank: usize, found: &Match, cost: Option<Cost>) -> Value {
    let mut object = json!({
        "rank": rank,
        "id": found.id,
        "title": found.title,
        "company": found.company,
        "score": found.score(),
        "gates": found.gates,
        "reasons": found.reasons,
        "skills": found.skills,
        "sides": found.sides(),
        "copies": found.copies,
        "weights": found.weights,
        "probability": found.probability,
        "calibration": found.calibration,
    });
    if let Some(cost) = cost {
        object["diversity"] = json!({ "mean_score": cost.mean_score, "mean_score_without": cost.mean_score_without });
    }
    object
}

/// What unlikeness among the results cost, in a sentence.
pub(super) fn cost_in_words(cost: Cost) -> String {
    let Cost { mean_score, mean_score_without } = cost;
    let lost = mean_score_without - mean_score;
    wrapped(
        "",
        &format!(
            "Mean score of this list {mean_score:.3}; of the best in order alone {mean_score_without:.3}: their variety \
             costs {lost:.3}."
        ),
    )
}

/// The matches, one a row; in an order other than that of the score also what they are in the order of.
pub(super) fn table(matches: &[Match], by: By) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH);
    let figure = match by {
        By::Score => None,
        By::Person => Some("person"),
        By::Job => Some("job"),
        By::Both => Some("both"),
    };
    let header = ["", "score"].into_iter().chain(figure).chain(["title", "company", ""]);
    table.set_header(header);
    for (at, found) in matches.iter().enumerate() {
        let failed = found.gates.iter().filter(|gate| gate.verdict == Verdict::Fail).map(|gate| gate.gate);
        let failed = failed.collect::<Vec<_>>().join(", ");
        let copies = match found.copies.len() {
            0 => String::new(),
            1 => "1 copy".to_owned(),
            many => format!("{many} copies"),
        };
        let remark = match (failed.is_empty(), is_weak(found)) {
            (false, _) => format!("fails: {failed}"),
            (true, true) => "weak".to_owned(),
            (true, false) => copies,
        };
        let title = if found.title.is_empty() { &found.id } else { &found.title };
        let mut row = vec![Cell::new(at + 1).set_alignment(CellAlignment::Right)];
        row.push(Cell::new(format!("{:.3}", found.score())));
        if figure.is_some() {
            row.push(Cell::new(found.sides().by(by).map_or_else(String::new, |figure| format!("{figure:.3}"))));
        }
        row.push(Cell::new(clipped(title, 76)));
        row.push(Cell::new(clipped(found.company.as_deref().unwrap_or(""), 40)));
        row.push(Cell::new(remark));
        table.add_row(row);
    }
    let after = usize::from(figure.is_some());
    for (column, width) in [(0, 4), (1, 7), (after + 3, 18), (after + 4, 16)] {
        if let Some(column) = table.column_mut(column) {
            column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(width)));
        }
    }
    table
}

/// Scores below this are called weak: little but place, level and silence speaks for the match.
const WEAK: f64 = 0.35;

/// True for a match that is listed for want of better ones.
pub(super) fn is_weak(found: &Match) -> bool {
    found.score() < WEAK
}

/// Why a match is where it is, in lines.
pub(super) fn reasons(rank: usize, found: &Match) -> String {
    let mut lines = vec![format!("{rank}. {} ({})", clipped(&found.title, 70), found.id)];
    for reason in &found.reasons {
        lines.push(wrapped(&format!("   {:.3} {:<9} ", reason.contribution, reason.signal), &reason.because));
    }
    lines.push(format!("   {:.3} in all", found.score()));
    lines.push(wrapped("   ", &sides_in_words(&found.sides())));
    for gate in found.gates.iter().filter(|gate| gate.verdict != Verdict::Pass) {
        lines.push(wrapped("   ", &gate_in_words(gate)));
    }
    lines.extend(quotes(&found.skills));
    if !found.copies.is_empty() {
        lines.push(wrapped("   copies: ", &found.copies.join(", ")));
    }
    lines.join("\n")
}

/// How far each side meets the other, in a line.
pub(super) fn sides_in_words(sides: &Sides) -> String {
    let figure = |figure: Option<f64>| figure.map_or_else(|| "-".to_owned(), |figure| format!("{figure:.3}"));
    format!(
        "the person meets the job {}, the job meets the person {}, both {}",
        figure(sides.person_meets_job),
        figure(sides.job_meets_person),
        figure(sides.both)
    )
}

pub(super) fn gate_in_words(gate: &Gate) -> String {
    let verdict = match gate.verdict {
        Verdict::Pass => "passes",
        Verdict::Fail => "fails",
        Verdict::Unknown => "open question",
    };
    format!("{verdict}: {}: {}", gate.gate, gate.because)
}

fn quotes(skills: &[MetSkill]) -> Vec<String> {
    let mut lines = Vec::new();
    let met: Vec<&MetSkill> = skills.iter().filter(|skill| skill.credit >= 0.5).collect();
    for skill in met.into_iter().take(QUOTED) {
        let name = match &skill.by {
            Some(by) if *by != skill.name => format!("{by} for {}", skill.name),
            _ => skill.name.clone(),
        };
        let shown = skill.shown.as_deref().unwrap_or("");
        lines.push(wrapped("   + ", &format!("{name}: asked {}, shown {}", quote(&skill.asked), quote(shown))));
    }
    let missing = skills.iter().filter(|skill| skill.credit < 0.5 && skill.need == Need::Required);
    for skill in missing.take(QUOTED) {
        lines.push(wrapped("   - ", &format!("{}: asked {}", skill.name, quote(&skill.asked))));
    }
    lines
}

pub(super) fn quote(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("\u{201c}{}\u{201d}", clipped(&line, QUOTE))
}

/// The text, cut with an ellipsis where it is longer than `most` characters.
fn clipped(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['\u{2026}']).collect()
}

/// A lead and a text, broken into lines of at most [`WIDTH`] characters that are indented as far as the lead reaches.
pub(super) fn wrapped(lead: &str, text: &str) -> String {
    let indent = lead.chars().count();
    let mut lines = vec![lead.to_owned()];
    let mut width = indent;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if width > indent && width + 1 + length > usize::from(WIDTH) {
            lines.push(" ".repeat(indent));
            width = indent;
        }
        if let Some(line) = lines.last_mut() {
            if width > indent {
                line.push(' ');
                width += 1;
            }
            line.push_str(word);
            width += length;
        }
    }
    lines.join("\n")
}
