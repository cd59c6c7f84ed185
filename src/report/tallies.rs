//! Histograms of what was counted in bins, one below the other over one axis.

use super::axis::Axis;
use super::canvas::Anchor;
use super::canvas::Canvas;
use super::canvas::shortened;
use super::figure::Figure;
use super::figure::Grid;
use super::figure::WIDTH;
use super::figure::shown;

/// The counts of one group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// What is counted.
    pub name: String,
    /// How much of it lies in each bin.
    pub counts: Vec<u64>,
}

/// How what was counted is distributed. The height of a bar is its share of its group, on one scale for all; bins should be
/// equally wide.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tallies {
    /// What is shown.
    pub title: String,
    /// What the axis counts.
    pub unit: String,
    /// What to read from it, in a sentence or two.
    pub words: String,
    /// The groups, from top to bottom.
    pub groups: Vec<Tally>,
    /// The ends of the bins, ascending: one more than there are counts.
    pub edges: Vec<f64>,
}

const ROW: f64 = 78.0;
const LABELS: f64 = 150.0;
const VALUES: f64 = 150.0;
const FOOT: f64 = 42.0;
const LABEL: usize = 22;

impl Tallies {
    /// Draws them, each with the bin of its median. Edges that do not ascend, or too few for the counts, draw nothing.
    #[must_use]
    pub fn draw(&self) -> Figure {
        let ascend = self.edges.windows(2).all(|two| two[0] < two[1]) && self.edges.iter().all(|edge| edge.is_finite());
        let fits = self.groups.iter().all(|group| group.counts.len() < self.edges.len().max(1));
        if !ascend || !fits || self.groups.iter().all(|group| total(group) == 0) {
            return Figure::empty(&self.title, "Nothing to draw: nothing was counted.");
        }
        let (from, to) = (LABELS, WIDTH - VALUES);
        let ends = (self.edges[0], self.edges[self.edges.len() - 1]);
        let axis = Axis::between(ends, from, to);
        #[allow(clippy::cast_precision_loss)]
        let share = |group: &Tally, count: u64| count as f64 / total(group).max(1) as f64;
        let shares = self.groups.iter().flat_map(|group| group.counts.iter().map(move |count| share(group, *count)));
        let highest = shares.fold(0.0, f64::max);
        #[allow(clippy::cast_precision_loss)]
        let height = self.groups.len() as f64 * ROW;
        let mut canvas = Canvas::new(WIDTH, height + FOOT);
        for (tick, label) in axis.ticks() {
            let x = axis.place(tick);
            canvas.line((x, 0.0), (x, height), "grid");
            canvas.text((x, height + 16.0), Anchor::Middle, "tick", &label);
        }
        canvas.text((f64::midpoint(from, to), height + 34.0), Anchor::Middle, "unit", &self.unit);
        let mut foot = ROW;
        for group in &self.groups {
            for (bin, &count) in group.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let (left, right) = (axis.place(self.edges[bin]), axis.place(self.edges[bin + 1]));
                // What is there is seen, however little of the whole it is.
                let tall = (share(group, count) / highest * (ROW - 18.0)).max(1.0);
                let span = format!("{} to {}", shown(self.edges[bin]), shown(self.edges[bin + 1]));
                let says = format!("{}, {span}: {} of {}", group.name, grouped(count), grouped(total(group)));
                canvas.rect((left + 0.3, foot - tall), ((right - left - 0.6).max(0.4), tall), "bar main", &says);
            }
            canvas.line((from, foot), (to, foot), "zero");
            if let Some((below, above)) = self.median(group) {
                let x = axis.place(f64::midpoint(below, above));
                canvas.line((x, foot - ROW + 12.0), (x, foot), "median");
                let said = format!("median {}\u{2013}{}", shown(below), shown(above));
                canvas.text((to + 12.0, foot - ROW / 3.0 - 9.0), Anchor::Start, "value", &said);
            }
            canvas.text((LABELS - 10.0, foot - ROW / 3.0), Anchor::End, "label", &shortened(&group.name, LABEL));
            let count = format!("n = {}", grouped(total(group)));
            canvas.text((to + 12.0, foot - ROW / 3.0 + 9.0), Anchor::Start, "note", &count);
            foot += ROW;
        }
        Figure::new(&self.title, &self.words, canvas, self.numbers())
    }

    /// The ends of the bin that the median lies in: no more is known of it.
    fn median(&self, group: &Tally) -> Option<(f64, f64)> {
        let half = total(group).div_ceil(2);
        let mut before = 0_u64;
        let bin = group.counts.iter().position(|count| {
            before = before.saturating_add(*count);
            half > 0 && before >= half
        })?;
        Some((self.edges[bin], self.edges[bin + 1]))
    }

    fn numbers(&self) -> Grid {
        let mut numbers = Grid::of([self.unit.as_str(), "to"]);
        numbers.columns.extend(self.groups.iter().map(|group| group.name.clone()));
        for (bin, two) in self.edges.windows(2).enumerate() {
            let counts = self.groups.iter().map(|group| group.counts.get(bin).copied().unwrap_or(0));
            let counts: Vec<u64> = counts.collect();
            if counts.iter().any(|count| *count > 0) {
                let ends = two.iter().map(|edge| shown(*edge));
                numbers.rows.push(ends.chain(counts.into_iter().map(grouped)).collect());
            }
        }
        numbers
    }
}

fn total(group: &Tally) -> u64 {
    group.counts.iter().fold(0, |sum, count| sum.saturating_add(*count))
}

/// A count with commas between thousands.
#[must_use]
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_written_in_thousands() {
        assert_eq!([0, 999, 1_000, 27_774_000].map(grouped), ["0", "999", "1,000", "27,774,000"]);
    }

    #[test]
    fn the_median_lies_in_its_bin() {
        let group = |counts: &[u64]| Tally { name: "all".to_owned(), counts: counts.to_vec() };
        let tallies = Tallies { edges: vec![0.0, 1.0, 2.0, 3.0], ..Tallies::default() };
        let medians = [&[5, 0, 1][..], &[1, 1, 1], &[0, 0, 9], &[0, 0, 0]].map(|one| tallies.median(&group(one)));
        assert_eq!(medians, [Some((0.0, 1.0)), Some((1.0, 2.0)), Some((2.0, 3.0)), None]);
    }

    #[test]
    fn edges_that_do_not_fit_draw_nothing() {
        for edges in [vec![], vec![0.0], vec![0.0, 1.0], vec![0.0, 2.0, 1.0], vec![0.0, f64::NAN, 1.0]] {
            let groups = vec![Tally { name: "all".to_owned(), counts: vec![1, 2] }];
            let figure = Tallies { groups, edges, ..Tallies::default() }.draw();
            assert!(figure.svg().contains("Nothing to draw"), "{}", figure.svg());
        }
    }
}
