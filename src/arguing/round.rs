//! Amounts of money as people name them: three digits that count.

/// The amount, rounded down.
pub(super) fn down(amount: f64) -> f64 {
    let step = step(amount);
    tidy((amount / step + SLACK).floor() * step)
}

/// The amount, rounded up.
pub(super) fn up(amount: f64) -> f64 {
    let step = step(amount);
    tidy((amount / step - SLACK).ceil() * step)
}

/// To whole hundredths.
fn tidy(amount: f64) -> f64 {
    (amount * 100.0).round() / 100.0
}

/// What arithmetic may be off, in steps.
const SLACK: f64 = 1e-6;

/// The place of the third digit; never less than a hundredth.
fn step(amount: f64) -> f64 {
    if amount > 0.0 { 10_f64.powf(amount.log10().floor() - 2.0).max(0.01) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_count() {
        assert!((down(183_412.0) - 183_000.0).abs() < 1e-6);
        assert!((up(183_412.0) - 184_000.0).abs() < 1e-6);
        assert!((down(43.27) - 43.2).abs() < 1e-9);
        assert!((down(22_000.0) - 22_000.0).abs() < 1e-6 && (up(22_000.0) - 22_000.0).abs() < 1e-6);
    }
}
