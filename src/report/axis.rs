//! Axes: from values to places on the canvas, with ticks at round numbers.

/// One axis: values from `low` to `high` lie from `from` to `to` on the canvas.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    low: f64,
    high: f64,
    step: f64,
    from: f64,
    to: f64,
}

/// About how many parts an axis is cut into.
const PARTS: f64 = 5.0;

impl Axis {
    /// An axis over all of the finite values, its ends at round numbers. Without values: from 0 to 1.
    pub(super) fn over(values: impl IntoIterator<Item = f64>, from: f64, to: f64) -> Self {
        let finite = values.into_iter().filter(|value| value.is_finite());
        let (low, high) =
            finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), one| (low.min(one), high.max(one)));
        let (low, high) = match (low <= high, low < high) {
            (false, _) => (0.0, 1.0),
            (true, true) => (low, high),
            (true, false) => (low - low.abs().max(1.0) / 2.0, high + high.abs().max(1.0) / 2.0),
        };
        let step = step(high - low);
        Self { low: (low / step + 1e-9).floor() * step, high: (high / step - 1e-9).ceil() * step, step, from, to }
    }

    /// An axis between given ends, the first below the second.
    pub(super) fn between(ends: (f64, f64), from: f64, to: f64) -> Self {
        if !(ends.0.is_finite() && ends.1.is_finite() && ends.0 < ends.1) {
            return Self::over([], from, to);
        }
        Self { low: ends.0, high: ends.1, step: step(ends.1 - ends.0), from, to }
    }

    /// Where a value lies; values beyond the ends lie at the ends.
    pub(super) fn place(&self, value: f64) -> f64 {
        let share = (value.clamp(self.low, self.high) - self.low) / (self.high - self.low);
        self.from + share * (self.to - self.from)
    }

    /// The value nearest to zero that the axis holds: where bars begin.
    pub(super) fn base(&self) -> f64 {
        0.0_f64.clamp(self.low, self.high)
    }

    /// The ticks, each with its label.
    pub(super) fn ticks(&self) -> Vec<(f64, String)> {
        let first = (self.low / self.step - 1e-9).ceil();
        let count = ((self.high / self.step + 1e-9).floor() - first).max(0.0);
        let decimals = decimals(self.step);
        let mut ticks = Vec::new();
        let mut at = 0.0;
        while at <= count {
            let value = (first + at) * self.step + 0.0;
            let value = if value.abs() < self.step * 1e-6 { 0.0 } else { value };
            ticks.push((value, format!("{value:.decimals$}")));
            at += 1.0;
        }
        ticks
    }
}

/// The round step, 1, 2, 2.5 or 5 times a power of ten, that cuts a span into about [`PARTS`].
fn step(span: f64) -> f64 {
    let rough = span / PARTS;
    let power = 10_f64.powf(rough.log10().floor());
    let times = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().find(|times| times * power >= rough * (1.0 - 1e-9));
    times.unwrap_or(10.0) * power
}

/// How many digits after the point tell multiples of a step apart.
fn decimals(step: f64) -> usize {
    (0..9)
        .find(|&digits| ((step * 10_f64.powi(digits)).fract() - 0.5).abs() > 0.499)
        .map_or(9, |digits| digits as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: &Axis) -> Vec<String> {
        axis.ticks().into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn ticks_are_at_round_numbers() {
        assert_eq!(labels(&Axis::between((0.0, 1.0), 0.0, 1.0)), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(
            labels(&Axis::over([-0.031, 0.012], 0.0, 1.0)),
            ["-0.04", "-0.03", "-0.02", "-0.01", "0.00", "0.01", "0.02"]
        );
        assert_eq!(labels(&Axis::over([0.0, 1_180.0], 0.0, 1.0)), ["0", "250", "500", "750", "1000", "1250"]);
    }

    #[test]
    fn values_lie_between_the_ends() {
        let axis = Axis::between((0.0, 2.0), 100.0, 300.0);
        assert_eq!([0.0, 1.0, 2.0, 9.0].map(|value| axis.place(value)), [100.0, 200.0, 300.0, 300.0]);
        // A vertical axis runs upward.
        assert!((Axis::between((0.0, 1.0), 80.0, 0.0).place(0.25) - 60.0).abs() < 1e-9);
    }

    #[test]
    fn one_value_and_none_have_an_axis() {
        for values in [&[0.4][..], &[0.0], &[], &[f64::NAN], &[1e300, -1e300]] {
            let axis = Axis::over(values.iter().copied(), 0.0, 10.0);
            assert!(axis.place(0.4).is_finite() && axis.ticks().len() >= 2, "{values:?}: {axis:?}");
        }
    }
}
