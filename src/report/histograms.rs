//! Histograms of groups, one below the other over one axis.

use super::axis::Axis;
use super::canvas::Anchor;
use super::canvas::Canvas;
use super::canvas::shortened;
use super::figure::Figure;
use super::figure::Grid;
use super::figure::WIDTH;
use super::figure::left_out;
use super::figure::shown;

/// The values of one group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// What they are of.
    pub name: String,
    /// The values, in any order.
    pub values: Vec<f64>,
}

/// How the values of groups are distributed. The height of a bar is the share of its group, on one scale for all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Histograms {
    /// What is shown.
    pub title: String,
    /// What the axis counts.
    pub unit: String,
    /// What to read from it, in a sentence or two.
    pub words: String,
    /// The groups, from top to bottom.
    pub groups: Vec<Group>,
    /// The ends of the axis; around all values where not given. Values beyond count in the outermost bars.
    pub range: Option<(f64, f64)>,
    /// Into how many bars the axis is cut.
    pub bins: usize,
}

const ROW: f64 = 66.0;
const LABELS: f64 = 130.0;
const VALUES: f64 = 150.0;
const FOOT: f64 = 42.0;
const LABEL: usize = 20;

impl Histograms {
    /// Draws them, each with its median.
    #[must_use]
    pub fn draw(&self) -> Figure {
        let groups: Vec<Counted<'_>> = self.groups.iter().map(Counted::of).collect();
        let all = || groups.iter().flat_map(|group| group.values.iter().copied());
        if all().next().is_none() {
            return Figure::empty(&self.title, "Nothing to draw: there are no values.");
        }
        let (from, to) = (LABELS, WIDTH - VALUES);
        let axis = self.range.map_or_else(|| Axis::over(all(), from, to), |range| Axis::between(range, from, to));
        let bins = self.bins.max(1);
        let shares: Vec<Vec<f64>> = groups.iter().map(|group| group.shares(&axis, (from, to), bins)).collect();
        let highest = shares.iter().flatten().copied().fold(0.0, f64::max);
        #[allow(clippy::cast_precision_loss)]
        let height = groups.len() as f64 * ROW;
        let mut canvas = Canvas::new(WIDTH, height + FOOT);
        for (tick, label) in axis.ticks() {
            let x = axis.place(tick);
            canvas.line((x, 0.0), (x, height), "grid");
            canvas.text((x, height + 16.0), Anchor::Middle, "tick", &label);
        }
        canvas.text((f64::midpoint(from, to), height + 34.0), Anchor::Middle, "unit", &self.unit);
        let mut foot = ROW;
        for (group, shares) in groups.iter().zip(&shares) {
            group.draw(&mut canvas, &axis, shares, (foot, highest));
            foot += ROW;
        }
        let lost = groups.iter().map(|group| group.lost).sum();
        let words = format!("{}{}", self.words, left_out(lost));
        Figure::new(&self.title, words.trim(), canvas, numbers(&groups, &self.unit))
    }
}

/// A group's finite values, in order.
struct Counted<'a> {
    name: &'a str,
    values: Vec<f64>,
    lost: usize,
}

impl<'a> Counted<'a> {
    fn of(group: &'a Group) -> Self {
        let mut values: Vec<f64> = group.values.iter().copied().filter(|value| value.is_finite()).collect();
        values.sort_unstable_by(f64::total_cmp);
        Self { name: &group.name, lost: group.values.len() - values.len(), values }
    }

    /// The value below which a share of the values lies; `None` of an empty group.
    fn quantile(&self, share: f64) -> Option<f64> {
        #[allow(clippy::cast_precision_loss)]
        let at = share * self.values.len().checked_sub(1)? as f64;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let (below, above) = (self.values[at.floor() as usize], self.values[at.ceil() as usize]);
        Some(below + (above - below) * at.fract())
    }

    /// The share of the values that lies in each bar.
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    fn shares(&self, axis: &Axis, ends: (f64, f64), bins: usize) -> Vec<f64> {
        let mut shares = vec![0.0; bins];
        for &value in &self.values {
            let along = (axis.place(value) - ends.0) / (ends.1 - ends.0);
            let bin = ((along * bins as f64) as usize).min(bins - 1);
            shares[bin] += 1.0 / self.values.len() as f64;
        }
        shares
    }

    /// Draws the group above its foot, the highest share of all groups over the whole row.
    #[allow(clippy::cast_precision_loss)]
    fn draw(&self, canvas: &mut Canvas, axis: &Axis, shares: &[f64], (foot, highest): (f64, f64)) {
        let (from, to) = (LABELS, WIDTH - VALUES);
        let width = (to - from) / shares.len() as f64;
        for (bin, share) in shares.iter().enumerate().filter(|(_, share)| **share > 0.0) {
            let height = share / highest * (ROW - 16.0);
            let says = format!("{}: {:.0} % of {}", self.name, share * 100.0, self.values.len());
            let at = (from + bin as f64 * width + 0.5, foot - height);
            canvas.rect(at, (width - 1.0, height), "bar main", &says);
        }
        canvas.line((from, foot), (to, foot), "zero");
        if let Some(median) = self.quantile(0.5) {
            let x = axis.place(median);
            canvas.line((x, foot - ROW + 12.0), (x, foot), "median");
        }
        canvas.text((LABELS - 10.0, foot - ROW / 3.0), Anchor::End, "label", &shortened(self.name, LABEL));
        let median = self.quantile(0.5).map_or_else(|| "no values".to_owned(), |one| format!("median {}", shown(one)));
        canvas.text((to + 12.0, foot - ROW / 3.0 - 9.0), Anchor::Start, "value", &median);
        canvas.text((to + 12.0, foot - ROW / 3.0 + 9.0), Anchor::Start, "note", &format!("n = {}", self.values.len()));
    }
}

fn numbers(groups: &[Counted<'_>], unit: &str) -> Grid {
    let mut numbers = Grid::of(["", "n", "lowest", "first quarter", "median", "third quarter", "highest"]);
    numbers.columns[0] = unit.to_owned();
    for group in groups {
        let at = |share| group.quantile(share).map(shown).unwrap_or_default();
        let count = group.values.len().to_string();
        numbers.row([group.name.to_owned(), count, at(0.0), at(0.25), at(0.5), at(0.75), at(1.0)]);
    }
    numbers
}
