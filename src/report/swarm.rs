//! Swarms: every case a dot, side by side where they would hide each other.

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

/// One case.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dot {
    /// What it is.
    pub label: String,
    /// Where it lies.
    pub value: f64,
    /// How loud it is.
    pub tone: Tone,
}

/// The cases of one row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// What they have in common.
    pub name: String,
    /// The cases, in any order.
    pub dots: Vec<Dot>,
}

/// Rows of dots over one axis (a beeswarm): a dot's place along the axis is exact, its distance from the row's middle only
/// makes room.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Swarm {
    /// What is shown.
    pub title: String,
    /// What the axis counts.
    pub unit: String,
    /// What to read from it, in a sentence or two.
    pub words: String,
    /// The rows, from top to bottom.
    pub rows: Vec<Row>,
    /// The ends of the axis; around all values where not given.
    pub range: Option<(f64, f64)>,
}

const LABELS: f64 = 130.0;
const RIGHT: f64 = 24.0;
const FOOT: f64 = 42.0;
const PADDING: f64 = 9.0;
const LABEL: usize = 20;
/// Half the least height of a row: its name and count must fit.
const LEAST: f64 = 10.0;
/// The radius of a dot where there is room, and where there are hundreds in a row.
const RADII: (f64, f64) = (3.6, 2.0);
/// From how many dots in one row on they are small.
const MANY: usize = 200;

impl Swarm {
    /// Draws them. Values that are no finite numbers are left out.
    #[must_use]
    pub fn draw(&self) -> Figure {
        let rows: Vec<(&Row, Vec<&Dot>)> = self.rows.iter().map(|row| (row, in_order(row))).collect();
        let all = || rows.iter().flat_map(|(_, dots)| dots.iter().map(|dot| dot.value));
        if all().next().is_none() {
            return Figure::empty(&self.title, "Nothing to draw: there are no values.");
        }
        let (from, to) = (LABELS, WIDTH - RIGHT);
        let axis = self.range.map_or_else(|| Axis::over(all(), from, to), |range| Axis::between(range, from, to));
        let radius = if rows.iter().any(|(_, dots)| dots.len() >= MANY) { RADII.1 } else { RADII.0 };
        let placed: Vec<Vec<(f64, f64)>> = rows
            .iter()
            .map(|(_, dots)| apart(&dots.iter().map(|dot| axis.place(dot.value)).collect::<Vec<_>>(), radius))
            .collect();
        let half = |places: &[(f64, f64)]| places.iter().map(|place| place.1.abs()).fold(LEAST, f64::max) + PADDING;
        let height: f64 = placed.iter().map(|places| 2.0 * half(places)).sum();
        let mut canvas = Canvas::new(WIDTH, height + FOOT);
        for (tick, label) in axis.ticks() {
            let x = axis.place(tick);
            canvas.line((x, 0.0), (x, height), "grid");
            canvas.text((x, height + 16.0), Anchor::Middle, "tick", &label);
        }
        canvas.text((f64::midpoint(from, to), height + 34.0), Anchor::Middle, "unit", &self.unit);
        let mut top = 0.0;
        for ((row, dots), places) in rows.iter().zip(&placed) {
            let middle = top + half(places);
            let name = shortened(&row.name, LABEL);
            canvas.text((LABELS - 14.0, middle - 2.0), Anchor::End, "label", &name);
            canvas.text((LABELS - 14.0, middle + 13.0), Anchor::End, "note", &format!("n = {}", dots.len()));
            for (dot, (x, offset)) in dots.iter().zip(places) {
                let says = format!("{}: {}", dot.label, shown(dot.value));
                canvas.circle((*x, middle + offset), radius, &format!("dot {}", dot.tone.class()), &says);
            }
            top += 2.0 * half(places);
        }
        let given: usize = self.rows.iter().map(|row| row.dots.len()).sum();
        let words = format!("{}{}", self.words, left_out(given - all().count()));
        Figure::new(&self.title, words.trim(), canvas, numbers(&rows, &self.unit))
    }
}

fn in_order(row: &Row) -> Vec<&Dot> {
    let mut dots: Vec<&Dot> = row.dots.iter().filter(|dot| dot.value.is_finite()).collect();
    dots.sort_by(|a, b| a.value.total_cmp(&b.value).then_with(|| a.label.cmp(&b.label)));
    dots
}

/// Places dots, given from left to right, so that none covers another: each as near to the middle as those before allow.
fn apart(along: &[f64], radius: f64) -> Vec<(f64, f64)> {
    let width = 2.0 * radius + 1.0;
    let mut placed: Vec<(f64, f64)> = Vec::with_capacity(along.len());
    for &x in along {
        let near: Vec<(f64, f64)> = placed.iter().rev().take_while(|other| x - other.0 < width).copied().collect();
        let free = |offset: f64| near.iter().all(|(other, at)| (x - other).hypot(offset - at) >= width - 1e-6);
        // Touching one that is near, on either side, or in the middle.
        let touching = near.iter().flat_map(|(other, at)| {
            let beside = (width * width - (x - other).powi(2)).max(0.0).sqrt();
            [at - beside, at + beside]
        });
        let best = std::iter::once(0.0).chain(touching).filter(|&offset| free(offset));
        let best = best.min_by(|a, b| a.abs().total_cmp(&b.abs()).then(a.total_cmp(b)));
        placed.push((x, best.unwrap_or(0.0)));
    }
    placed
}

fn numbers(rows: &[(&Row, Vec<&Dot>)], unit: &str) -> Grid {
    let mut numbers = Grid::of(["", "", ""]);
    numbers.columns = vec!["".to_owned(), "row".to_owned(), unit.to_owned()];
    for (row, dots) in rows {
        for dot in dots {
            numbers.row([dot.label.clone(), row.name.clone(), shown(dot.value)]);
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_dot_covers_another() {
        let along: Vec<f64> = (0..300).map(|at| f64::from(at % 60) * 2.0).collect();
        let mut along = along;
        along.sort_unstable_by(f64::total_cmp);
        let placed = apart(&along, 4.0);
        for (at, one) in placed.iter().enumerate() {
            for other in &placed[..at] {
                assert!((one.0 - other.0).hypot(one.1 - other.1) > 8.9, "{one:?} {other:?}");
            }
        }
        assert_eq!(apart(&[5.0], 4.0), [(5.0, 0.0)]);
    }
}
