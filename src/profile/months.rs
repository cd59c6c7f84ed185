//! Months of positions.

use std::sync::LazyLock;

use regex::Regex;

use crate::documents::Position;
use crate::documents::YearMonth;

/// A month counted from year 0. A year without a month counts from its middle.
fn count(date: YearMonth) -> i32 {
    i32::from(date.year) * 12 + date.month.map_or(6, |month| i32::from(month) - 1)
}

/// What people write in place of a position for the time in which they held none.
static PAUSE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^\W*(?:(?:planned |voluntary |personal |full[- ]time |family )*(?:career (?:break|pause|gap)|sabbatical(?: year| leave)?|gap year|(?:parental|maternity|paternity|family|medical|sick|caregiving|caring|adoption|study) leave|(?:un|non-)employed|between jobs|(?:stay[- ]at[- ]home|full[- ]time) (?:mother|father|parent|mom|mum|dad)|(?:family |full[- ]time )?car(?:er|egiver) (?:for|of) (?:my|a|an) \w+|elternzeit|mutterschutz|karenz|familienzeit|familienpause|erziehungszeit|arbeitslos|arbeitssuchend|arbeitsuchend|sabbatjahr|auszeit|congés? (?:parental|maternité|paternité|sabbatique|maladie)|pause (?:professionnelle|carrière)|sans emploi|demandeur d['’]emploi|excedencia|baja (?:maternal|paternal|médica)|permiso (?:parental|de maternidad|de paternidad)|en paro|desemplead[oa]|año sabático|pausa (?:laboral|profesional|na carreira|de carreira)|licença(?:[- ](?:maternidade|paternidade|parental))|desempregad[oa]|ano sabático))(?:\W|$)",
    )
    .expect("the pattern is a constant that the tests compile")
});

/// The first and last month of a position, counted from year 0, no later than today; `None` where its dates do not tell,
/// where it is still to begin, or where it is a pause ("Career break", "Elternzeit") and no position.
pub(super) fn months(position: &Position, today: YearMonth) -> Option<(i32, i32)> {
    if PAUSE.is_match(&position.title) {
        return None;
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_no_position() {
        let today = YearMonth { year: 2026, month: Some(11) };
        let held = |title: &str| {
            let date = |year| Some(YearMonth { year, month: Some(1) });
            let position =
                Position { title: title.to_owned(), start: date(2016), end: date(2024), ..Position::default() };
            months(&position, today)
        };
        for title in [
            "Career break",
            "Parental leave",
            "Elternzeit",
            "Unemployed",
            "Congé parental",
            "Excedencia",
            "Carer for my mother",
            "Sabbatical",
            "Licença-maternidade",
        ] {
            assert_eq!(held(title), None, "{title}");
        }
        for title in ["Nurse", "Leave Management Specialist", "Unemployment Counselor", "Family lawyer", "Carer"] {
            assert!(held(title).is_some(), "{title}");
        }
    }
}
