//! Bars that face each other: two sides of one market, row by row.

use super::axis::Axis;
use super::canvas::Anchor;
use super::canvas::Canvas;
use super::canvas::shortened;
use super::figure::Figure;
use super::figure::Grid;
use super::figure::WIDTH;
use super::figure::left_out;
use super::figure::shown;

/// One row: what it is of, and its two values with what stands beside them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Balance {
    /// What it is of.
    pub label: String,
    /// How long the bars to the left and to the right are.
    pub values: (f64, f64),
    /// What stands at their ends.
    pub notes: (String, String),
}

/// Rows of two bars each, to the left and to the right of their label, on one scale.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facing {
    /// What is shown.
    pub title: String,
    /// What the bars to the left and to the right are of.
    pub sides: (String, String),
    /// What both axes count.
    pub unit: String,
    /// What to read from it, in a sentence or two.
    pub words: String,
    /// The rows, from top to bottom.
    pub rows: Vec<Balance>,
}

const ROW: f64 = 21.0;
const HEAD: f64 = 28.0;
const FOOT: f64 = 42.0;
/// Half the width of the labels in the middle.
const HALF: f64 = 92.0;
/// What is kept free for notes at the outer ends.
const NOTES: f64 = 62.0;
const LABEL: usize = 26;

impl Facing {
    /// Draws them. A row with a value that is no finite number is left out.
    #[must_use]
    pub fn draw(&self) -> Figure {
        let is_drawn = |row: &&Balance| row.values.0.is_finite() && row.values.1.is_finite();
        let drawn: Vec<&Balance> = self.rows.iter().filter(is_drawn).collect();
        if drawn.is_empty() {
            return Figure::empty(&self.title, "Nothing to draw: there are no values.");
        }
        let middle = WIDTH / 2.0;
        let all = || drawn.iter().flat_map(|row| [row.values.0, row.values.1]).chain([0.0]);
        let axes = (Axis::over(all(), middle - HALF, NOTES), Axis::over(all(), middle + HALF, WIDTH - NOTES));
        #[allow(clippy::cast_precision_loss)]
        let height = HEAD + drawn.len() as f64 * ROW;
        let mut canvas = Canvas::new(WIDTH, height + FOOT);
        for axis in [&axes.0, &axes.1] {
            for (tick, label) in axis.ticks() {
                let x = axis.place(tick);
                canvas.line((x, HEAD), (x, height), "grid");
                canvas.text((x, height + 16.0), Anchor::Middle, "tick", &label);
            }
            let zero = axis.place(axis.base());
            canvas.line((zero, HEAD), (zero, height), "zero");
        }
        canvas.text((middle - HALF, 16.0), Anchor::End, "heading", &self.sides.0);
        canvas.text((middle + HALF, 16.0), Anchor::Start, "heading", &self.sides.1);
        canvas.text((middle, height + 34.0), Anchor::Middle, "unit", &self.unit);
        let mut y = HEAD;
        for row in &drawn {
            let sides = [
                (&axes.0, row.values.0, &row.notes.0, &self.sides.0, "bar main", Anchor::End, -6.0),
                (&axes.1, row.values.1, &row.notes.1, &self.sides.1, "bar other", Anchor::Start, 6.0),
            ];
            for (axis, value, note, side, class, anchor, off) in sides {
                let (base, end) = (axis.place(axis.base()), axis.place(value));
                let says = format!("{}, {side}: {} ({note})", row.label, shown(value));
                canvas.rect((base.min(end), y + 4.0), ((end - base).abs(), ROW - 8.0), class, &says);
                canvas.text((end + off, y + ROW / 2.0 + 4.0), anchor, "note", note);
            }
            canvas.text((middle, y + ROW / 2.0 + 4.0), Anchor::Middle, "label", &shortened(&row.label, LABEL));
            y += ROW;
        }
        let words = format!("{}{}", self.words, left_out(self.rows.len() - drawn.len()));
        Figure::new(&self.title, words.trim(), canvas, self.numbers())
    }

    fn numbers(&self) -> Grid {
        let mut numbers = Grid::of(["", &self.sides.0, "", &self.sides.1, ""]);
        for row in &self.rows {
            let [left, right] = [row.values.0, row.values.1].map(shown);
            numbers.row([row.label.clone(), left, row.notes.0.clone(), right, row.notes.1.clone()]);
        }
        numbers
    }
}
