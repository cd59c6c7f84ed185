//! Months of positions.

use crate::documents::Position;
use crate::documents::YearMonth;

/// A month counted from year 0. A year without a month counts from its middle.
fn count(date: YearMonth) -> i32 {
    i32::from(date.year) * 12 + date.month.map_or(6, |month| i32::from(month) - 1)
}

/// The first and last month of a position, counted from year 0, no later than today; `None` where its dates do not tell,
/// or where it is still to begin.
pub(super) fn months(position: &Position, today: YearMonth) -> Option<(i32, i32)> {
    let start = position.start.filter(|&start| !is_to_come(start, today))?;
    let end = match position.end {
        Some(end) => count(end),
        None if position.current => count(today),
        None => return None,
    };
    let (start, end) = (count(start).min(count(today)), end.min(count(today)));
    (start <= end).then_some((start, end))
}

/// True for a date after this month; the year that goes on is not to come.
pub(super) fn is_to_come(date: YearMonth, today: YearMonth) -> bool {
    date.year > today.year || date.year == today.year && date.month.is_some() && count(date) > count(today)
}
