//! Heat maps: a shade and a number for each row and column.

use super::canvas::Anchor;
use super::canvas::Canvas;
use super::canvas::shortened;
use super::figure::Figure;
use super::figure::Grid;
use super::figure::WIDTH;
use super::figure::left_out;
use super::figure::shown;

/// Values by row and column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heat {
    /// What is shown.
    pub title: String,
    /// What the values count.
    pub unit: String,
    /// What to read from it, in a sentence or two.
    pub words: String,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows: a name, and a value a column; `None` where there is none.
    pub rows: Vec<(String, Vec<Option<f64>>)>,
    /// The values of the lightest and the darkest shade; the lowest and the highest where not given.
    pub range: Option<(f64, f64)>,
}

const LABELS: f64 = 150.0;
const TOP: f64 = 30.0;
const ROW: f64 = 30.0;
const FOOT: f64 = 34.0;
const LABEL: usize = 24;
/// The shade from which on numbers are written light on dark.
const DARK: f64 = 0.55;
const LIGHTEST: f64 = 0.06;

impl Heat {
    /// Draws it. Cells without a value, or with one that is no finite number, stay empty.
    #[must_use]
    pub fn draw(&self) -> Figure {
        let given = || self.rows.iter().flat_map(|(_, cells)| cells.iter().flatten().copied());
        let (low, high) = given()
            .filter(|value| value.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), one| (low.min(one), high.max(one)));
        if low > high || self.columns.is_empty() {
            return Figure::empty(&self.title, "Nothing to draw: there are no values.");
        }
        let (low, high) = self.range.unwrap_or((low, high));
        #[allow(clippy::cast_precision_loss)]
        let (width, height) = ((WIDTH - LABELS) / self.columns.len() as f64, self.rows.len() as f64 * ROW);
        let mut canvas = Canvas::new(WIDTH, TOP + height + FOOT);
        let mut x = LABELS;
        for name in &self.columns {
            canvas.text((x + width / 2.0, TOP - 10.0), Anchor::Middle, "label", name);
            x += width;
        }
        let mut y = TOP;
        for (name, cells) in &self.rows {
            canvas.text((LABELS - 10.0, y + ROW / 2.0 + 4.0), Anchor::End, "label", &shortened(name, LABEL));
            let mut x = LABELS;
            for (column, cell) in self.columns.iter().zip(cells) {
                let place = (x + 1.0, y + 1.0);
                if let Some(value) = cell.filter(|value| value.is_finite()) {
                    let share = if high > low { ((value - low) / (high - low)).clamp(0.0, 1.0) } else { 0.5 };
                    let says = format!("{name}, {column}: {}", shown(value));
                    canvas.shade(place, (width - 2.0, ROW - 2.0), LIGHTEST + share * (1.0 - LIGHTEST), &says);
                    let class = if share > DARK { "value light" } else { "value" };
                    canvas.text((x + width / 2.0, y + ROW / 2.0 + 4.0), Anchor::Middle, class, &shown(value));
                } else {
                    canvas.rect(place, (width - 2.0, ROW - 2.0), "frame", &format!("{name}, {column}: no value"));
                }
                x += width;
            }
            y += ROW;
        }
        let unit = format!("{} (lightest {}, darkest {})", self.unit, shown(low), shown(high));
        canvas.text((LABELS + (WIDTH - LABELS) / 2.0, TOP + height + 22.0), Anchor::Middle, "unit", &unit);
        let lost = given().filter(|value| !value.is_finite()).count();
        let words = format!("{}{}", self.words, left_out(lost));
        Figure::new(&self.title, words.trim(), canvas, self.numbers())
    }

    fn numbers(&self) -> Grid {
        let columns = std::iter::once(self.unit.clone()).chain(self.columns.iter().cloned()).collect();
        let cell = |cell: &Option<f64>| cell.filter(|value| value.is_finite()).map(shown).unwrap_or_default();
        let row = |(name, cells): &(String, Vec<Option<f64>>)| {
            std::iter::once(name.clone()).chain(cells.iter().map(cell)).collect()
        };
        Grid { columns, rows: self.rows.iter().map(row).collect() }
    }
}
