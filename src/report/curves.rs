//! Curves through points, as of a reliability diagram.

use super::Tone;
use super::axis::Axis;
use super::canvas::Anchor;
use super::canvas::Canvas;
use super::figure::Figure;
use super::figure::Grid;
use super::figure::WIDTH;
use super::figure::left_out;
use super::figure::shown;

/// One point of a curve.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Upward.
    pub y: f64,
    /// The lower and upper end of the interval of `y`.
    pub interval: Option<(f64, f64)>,
    /// How many cases it stands for: its area grows with it.
    pub count: usize,
}

/// A named row of points, from left to right.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    /// What it is of.
    pub name: String,
    /// Its points.
    pub points: Vec<Point>,
    /// How loud it is.
    pub tone: Tone,
}

/// Curves that share two axes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curves {
    /// What is shown.
    pub title: String,
    /// What the axis to the right counts.
    pub x_unit: String,
    /// What the upward axis counts.
    pub y_unit: String,
    /// What to read from it, in a sentence or two.
    pub words: String,
    /// The curves.
    pub curves: Vec<Curve>,
    /// The ends of the axes; around all points where not given.
    pub ranges: Option<((f64, f64), (f64, f64))>,
    /// What the line means on which both axes say the same (perfect calibration); not drawn where not given.
    pub diagonal: Option<String>,
}

const LEFT: f64 = 60.0;
const SIZE: (f64, f64) = (420.0, 300.0);
const TOP: f64 = 10.0;
const FOOT: f64 = 46.0;
/// The radius of the point that stands for the most cases, and of one that stands for none.
const RADII: (f64, f64) = (9.0, 3.0);

impl Curves {
    /// Draws them, with a legend to the right. Points that are no finite numbers are left out.
    #[must_use]
    pub fn draw(&self) -> Figure {
        let finite = |point: &&Point| point.x.is_finite() && point.y.is_finite();
        let drawn: Vec<(&Curve, Vec<&Point>)> =
            self.curves.iter().map(|curve| (curve, curve.points.iter().filter(finite).collect())).collect();
        let all: Vec<&Point> = drawn.iter().flat_map(|(_, points)| points.iter().copied()).collect();
        if all.is_empty() {
            return Figure::empty(&self.title, "Nothing to draw: there are no points.");
        }
        let (right, bottom) = (LEFT + SIZE.0, TOP + SIZE.1);
        let (x, y) = match self.ranges {
            Some((x, y)) => (Axis::between(x, LEFT, right), Axis::between(y, bottom, TOP)),
            None => (
                Axis::over(all.iter().map(|point| point.x), LEFT, right),
                Axis::over(all.iter().map(|point| point.y), bottom, TOP),
            ),
        };
        let mut canvas = Canvas::new(WIDTH, bottom + FOOT);
        self.draw_axes(&mut canvas, &x, &y);
        let most = all.iter().map(|point| point.count).max().unwrap_or(0);
        for (curve, points) in &drawn {
            draw(&mut canvas, curve, points, (&x, &y), most);
        }
        self.draw_legend(&mut canvas);
        let given: usize = self.curves.iter().map(|curve| curve.points.len()).sum();
        let words = format!("{}{}", self.words, left_out(given - all.len()));
        Figure::new(&self.title, words.trim(), canvas, self.numbers())
    }

    fn draw_axes(&self, canvas: &mut Canvas, x: &Axis, y: &Axis) {
        let (right, bottom) = (LEFT + SIZE.0, TOP + SIZE.1);
        for (tick, label) in x.ticks() {
            let at = x.place(tick);
            canvas.line((at, TOP), (at, bottom), "grid");
            canvas.text((at, bottom + 16.0), Anchor::Middle, "tick", &label);
        }
        for (tick, label) in y.ticks() {
            let at = y.place(tick);
            canvas.line((LEFT, at), (right, at), "grid");
            canvas.text((LEFT - 8.0, at + 4.0), Anchor::End, "tick", &label);
        }
        canvas.text((f64::midpoint(LEFT, right), bottom + 36.0), Anchor::Middle, "unit", &self.x_unit);
        canvas.upward((16.0, f64::midpoint(TOP, bottom)), "unit", &self.y_unit);
        if self.diagonal.is_some() {
            let ends = self.ranges.map_or((0.0, 1.0), |(x, _)| x);
            canvas.line((x.place(ends.0), y.place(ends.0)), (x.place(ends.1), y.place(ends.1)), "diagonal");
        }
    }

    fn draw_legend(&self, canvas: &mut Canvas) {
        let left = LEFT + SIZE.0 + 28.0;
        let mut at = TOP + 14.0;
        for curve in &self.curves {
            canvas.line((left, at - 4.0), (left + 22.0, at - 4.0), &format!("curve {}", curve.tone.class()));
            canvas.text((left + 30.0, at), Anchor::Start, "label", &curve.name);
            at += 22.0;
        }
        if let Some(diagonal) = &self.diagonal {
            canvas.line((left, at - 4.0), (left + 22.0, at - 4.0), "diagonal");
            canvas.text((left + 30.0, at), Anchor::Start, "label", diagonal);
        }
    }

    fn numbers(&self) -> Grid {
        let mut numbers = Grid::of(["", &self.x_unit, &self.y_unit, "from", "to", "cases"]);
        for curve in &self.curves {
            for point in &curve.points {
                let (low, high) = point.interval.map_or_else(Default::default, |(low, high)| (shown(low), shown(high)));
                let (x, y) = (shown(point.x), shown(point.y));
                numbers.row([curve.name.clone(), x, y, low, high, point.count.to_string()]);
            }
        }
        numbers
    }
}

fn draw(canvas: &mut Canvas, curve: &Curve, points: &[&Point], axes: (&Axis, &Axis), most: usize) {
    let (x, y) = axes;
    let tone = curve.tone.class();
    for point in points {
        if let Some((low, high)) = point.interval.filter(|(low, high)| low.is_finite() && high.is_finite()) {
            let at = x.place(point.x);
            canvas.line((at, y.place(low)), (at, y.place(high)), &format!("span {tone}"));
        }
    }
    let places: Vec<(f64, f64)> = points.iter().map(|point| (x.place(point.x), y.place(point.y))).collect();
    canvas.polyline(&places, &format!("curve {tone}"));
    for (point, place) in points.iter().zip(places) {
        #[allow(clippy::cast_precision_loss)]
        let share = if most == 0 { 0.0 } else { (point.count as f64 / most as f64).sqrt() };
        let radius = RADII.1 + share * (RADII.0 - RADII.1);
        let says = format!("{}: {} at {} ({} cases)", curve.name, shown(point.y), shown(point.x), point.count);
        canvas.circle(place, radius, &format!("dot {tone}"), &says);
    }
}
