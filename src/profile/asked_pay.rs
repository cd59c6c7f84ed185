//! The pay that a person asks for.

use std::sync::LazyLock;

use regex::Regex;

use crate::codes::Country;
use crate::documents::Resume;
use crate::pay;
use crate::pay::Pay;
use crate::pay::Rates;

/// How far below it a wish reaches that is no more than a target, or one of several for different contracts: the tenth up
/// to which the guidelines of the judged pairs (`data/judgments/README.md`) let an offer lie under what is asked.
const SLACK: f64 = 0.9;

/// Words that make an amount a target and no least.
static TARGET: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)\b(?:target|targeting|aspiraci[o\u{f3}]n(?:es)?|about|around|approx\w*|circa|rund|etwa|environ|autour de",
        r"|alrededor de|unos|cerca de|por volta de|would be|serait|ser[i\u{ed}]a|w\u{e4}ren?)(?:\W|$)",
    ))
    .expect("the pattern is a constant that the tests compile")
});

/// The pay that a résumé asks for; of amounts for different contracts, parted by semicolons or "or", the one that is least a
/// year. Where it cannot be read, a note says so.
pub(super) fn read(resume: &Resume, countries: &[Country], notes: &mut Vec<String>) -> Option<Pay> {
    let text = resume.pay_text.as_deref()?;
    let amount = |text: &str| pay::read_range(text, pay::Source::Stated, countries, resume.language);
    let parts = text.split(';').flat_map(|part| part.split(" or ")).flat_map(|part| part.split(" o "));
    let contracts: Option<Vec<Pay>> = parts.map(amount).collect();
    let several = contracts.filter(|contracts| contracts.len() > 1);
    let is_several = several.is_some();
    let least = several.and_then(|contracts| contracts.into_iter().min_by(|a, b| a_year(a).total_cmp(&a_year(b))));
    let asked = least.or_else(|| amount(text));
    if asked.is_none() {
        notes.push(format!("the pay asked for could not be read: {text:?}"));
    }
    let is_target = TARGET.is_match(text);
    let lowered = |amount: Option<f64>| amount.map(|amount| (amount * SLACK).round());
    let least = |pay: &Pay| match pay.min {
        Some(_) if !is_several => pay.min,
        min if is_several || is_target => lowered(min.or(pay.max)),
        _ => None,
    };
    asked.map(|pay| Pay { min: least(&pay), ..pay })
}

/// The greatest amount of a pay a year, in US dollars where a rate is known.
fn a_year(pay: &Pay) -> f64 {
    let (least, most) = pay.annual_in(pay::USD, Rates::builtin()).unwrap_or_else(|| pay.annual());
    most.or(least).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str, country: &str) -> (String, Option<f64>, Option<f64>) {
        let resume = Resume { pay_text: Some(text.to_owned()), ..Resume::default() };
        let countries: Vec<Country> = Country::from_code(country).into_iter().collect();
        let pay = read(&resume, &countries, &mut Vec::new()).unwrap();
        (format!("{} {}", pay.currency, pay.period.word()), pay.min, pay.max)
    }

    #[test]
    fn targets_reach_a_tenth_down_and_leasts_do_not() {
        let of = |unit: &str, min, max| (unit.to_owned(), min, max);
        assert_eq!(asked("Target: $190,000 base", "US"), of("USD year", Some(171_000.0), Some(190_000.0)));
        assert_eq!(asked("$36 an hour would be fair", "CA"), of("CAD hour", Some(32.0), Some(36.0)));
        assert_eq!(asked("around $80,000 - $90,000", "US"), of("USD year", Some(80_000.0), Some(90_000.0)));
        assert_eq!(asked("at least $90,000", "US"), of("USD year", Some(90_000.0), None));
        assert_eq!(asked("Pretensão: R$ 7.000 (CLT)", "BR"), of("BRL month", None, Some(7_000.0)));
    }

    #[test]
    fn of_alternatives_the_least_counts() {
        let both = asked("TJM : 520 € ; ouvert à un CDI à partir de 55 000 € par an", "FR");
        assert_eq!(both, ("EUR year".to_owned(), Some(49_500.0), None));
        assert!(read(&Resume::default(), &[], &mut Vec::new()).is_none());
    }
}
