//! Bars with intervals, one below the other.

use super::Tone;
use super::axis::Axis;
use super::canvas::Anchor;
use super::canvas::Canvas;
use super::canvas::shortened;
use super::figure::Figure;
use super::figure::Grid;
use super::figure::WIDTH;
use super::figure::left_out;
use super::figure::shown;

/// One bar.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bar {
    /// The heading it stands under, where bars come in groups; those of a group follow each other.
    pub group: String,
    /// What it is of.
    pub label: String,
    /// How long it is.
    pub value: f64,
    /// The lower and upper end of its interval.
    pub interval: Option<(f64, f64)>,
    /// What stands behind its value, as "n = 12".
    pub note: String,
    /// How loud it is.
    pub tone: Tone,
}

/// Bars that share an axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bars {
    /// What is shown.
    pub title: String,
    /// What the axis counts.
    pub unit: String,
    /// What to read from it, in a sentence or two.
    pub words: String,
    /// The bars, from top to bottom.
    pub bars: Vec<Bar>,
    /// The ends of the axis; around all values and zero where not given.
    pub range: Option<(f64, f64)>,
}

const ROW: f64 = 24.0;
const HEADING: f64 = 26.0;
const LABELS: f64 = 190.0;
const VALUES: f64 = 240.0;
const FOOT: f64 = 42.0;
/// How many characters of a label fit beside its bar.
const LABEL: usize = 28;

impl Bars {
    /// Draws them. A value that is no finite number is left out, and an end that is none goes without its interval.
    #[must_use]
    pub fn draw(&self) -> Figure {
        let drawn: Vec<&Bar> = self.bars.iter().filter(|bar| bar.value.is_finite()).collect();
        if drawn.is_empty() {
            return Figure::empty(&self.title, "Nothing to draw: there are no values.");
        }
        let (from, to) = (LABELS, WIDTH - VALUES);
        let axis = match self.range {
            Some(range) => Axis::between(range, from, to),
            None => {
                let ends = drawn.iter().filter_map(|bar| interval(bar)).flat_map(|(low, high)| [low, high]);
                Axis::over(drawn.iter().map(|bar| bar.value).chain(ends).chain([0.0]), from, to)
            }
        };
        let headings = groups(&drawn);
        #[allow(clippy::cast_precision_loss)]
        let height = drawn.len() as f64 * ROW + headings as f64 * HEADING;
        let mut canvas = Canvas::new(WIDTH, height + FOOT);
        for (tick, label) in axis.ticks() {
            let x = axis.place(tick);
            canvas.line((x, 0.0), (x, height), "grid");
            canvas.text((x, height + 16.0), Anchor::Middle, "tick", &label);
        }
        canvas.text((f64::midpoint(from, to), height + 34.0), Anchor::Middle, "unit", &self.unit);
        let (mut y, mut group) = (0.0, "");
        for bar in &drawn {
            if bar.group != group {
                group = &bar.group;
                canvas.text((0.0, y + 18.0), Anchor::Start, "heading", group);
                y += HEADING;
            }
            draw(&mut canvas, &axis, bar, y);
            y += ROW;
        }
        let zero = axis.place(axis.base());
        canvas.line((zero, 0.0), (zero, height), "zero");
        let words = format!("{}{}", self.words, left_out(self.bars.len() - drawn.len()));
        Figure::new(&self.title, words.trim(), canvas, self.numbers())
    }

    fn numbers(&self) -> Grid {
        let mut numbers = Grid::of(["", &self.unit, "from", "to", ""]);
        for bar in &self.bars {
            let label = if bar.group.is_empty() { bar.label.clone() } else { format!("{}: {}", bar.group, bar.label) };
            let value = if bar.value.is_finite() { shown(bar.value) } else { "none".to_owned() };
            let (low, high) = interval(bar).map_or_else(Default::default, |(low, high)| (shown(low), shown(high)));
            numbers.row([label, value, low, high, bar.note.clone()]);
        }
        numbers
    }
}

/// How many headings stand among the bars.
fn groups(bars: &[&Bar]) -> usize {
    let before = std::iter::once("").chain(bars.iter().map(|bar| bar.group.as_str()));
    bars.iter().zip(before).filter(|(bar, before)| bar.group != *before).count()
}

fn interval(bar: &Bar) -> Option<(f64, f64)> {
    bar.interval.filter(|(low, high)| low.is_finite() && high.is_finite())
}

fn draw(canvas: &mut Canvas, axis: &Axis, bar: &Bar, y: f64) {
    let middle = y + ROW / 2.0;
    let (base, end) = (axis.place(axis.base()), axis.place(bar.value));
    let says = said(bar);
    let class = format!("bar {}", bar.tone.class());
    canvas.rect((base.min(end), y + 5.0), ((end - base).abs().max(1.0), ROW - 10.0), &class, &says);
    if let Some((low, high)) = interval(bar) {
        let (low, high) = (axis.place(low), axis.place(high));
        canvas.line((low, middle), (high, middle), "whisker");
        for x in [low, high] {
            canvas.line((x, middle - 4.0), (x, middle + 4.0), "whisker");
        }
    }
    canvas.text((LABELS - 10.0, middle + 4.0), Anchor::End, "label", &shortened(&bar.label, LABEL));
    let value = match interval(bar) {
        Some((low, high)) => format!("{} ({} to {})", shown(bar.value), shown(low), shown(high)),
        None => shown(bar.value),
    };
    canvas.text((WIDTH - VALUES + 12.0, middle + 4.0), Anchor::Start, "value", &value);
    canvas.text((WIDTH, middle + 4.0), Anchor::End, "note", &bar.note);
}

/// A bar in words.
fn said(bar: &Bar) -> String {
    let interval = interval(bar).map(|(low, high)| format!(", from {} to {}", shown(low), shown(high)));
    let note = if bar.note.is_empty() { String::new() } else { format!(" ({})", bar.note) };
    format!("{}: {}{}{note}", bar.label, shown(bar.value), interval.unwrap_or_default())
}
