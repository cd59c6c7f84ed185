//! The pay that a person asks for.

use crate::codes::Country;
use crate::documents;
use crate::documents::Resume;
use crate::pay;
use crate::pay::Pay;
use crate::pay::Rates;

/// The pay that a résumé asks for; of amounts for different contracts, parted by semicolons or "or", the one that is least a
/// year. Where it cannot be read, a note says so.
pub(super) fn read(resume: &Resume, countries: &[Country], notes: &mut Vec<String>) -> Option<Pay> {
    let Some(text) = resume.pay_text.as_deref() else {
        let mut named = resume.sections.iter().filter_map(|section| documents::plain_pay(&section.text));
        notes.extend(
            named.next().map(|line| format!("not taken for the pay asked for, since nothing says so: {line:?}")),
        );
        return None;
    };
    let amount = |text: &str| pay::read_range(text, pay::Source::Stated, countries, resume.language);
    let parts = text.split(';').flat_map(|part| part.split(" or ")).flat_map(|part| part.split(" o "));
    let contracts: Option<Vec<Pay>> = parts.map(amount).collect();
    let several = contracts.filter(|contracts| contracts.len() > 1);
    let least = several.and_then(|contracts| contracts.into_iter().min_by(|a, b| a_year(a).total_cmp(&a_year(b))));
    let asked = least.or_else(|| amount(text));
    if asked.is_none() {
        notes.push(format!("the pay asked for could not be read: {text:?}"));
    }
    asked
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
    fn a_lone_amount_is_no_least() {
        let of = |unit: &str, min, max| (unit.to_owned(), min, max);
        assert_eq!(asked("Target: $190,000 base", "US"), of("USD year", None, Some(190_000.0)));
        assert_eq!(asked("$36 an hour would be fair", "CA"), of("CAD hour", None, Some(36.0)));
        assert_eq!(asked("around $80,000 - $90,000", "US"), of("USD year", Some(80_000.0), Some(90_000.0)));
        assert_eq!(asked("at least $90,000", "US"), of("USD year", Some(90_000.0), None));
        assert_eq!(asked("Pretensão: R$ 7.000 (CLT)", "BR"), of("BRL month", None, Some(7_000.0)));
    }

    #[test]
    fn a_pay_of_which_nothing_says_that_it_is_asked_for_is_noted() {
        let text = "# Ida Novak\n\nBaker\n\n## Experience\n\n### Baker, Mill AG (2012 – 2024)\n- Baked\n\n## Skills\nbread\n\nSalary: 25 000 PLN / month\n";
        let mut notes = Vec::new();
        assert!(read(&Resume::parse("a", text), &[], &mut notes).is_none());
        assert!(notes.iter().any(|note| note.contains("25 000 PLN")), "{notes:?}");
    }

    #[test]
    fn of_alternatives_the_least_counts() {
        let both = asked("TJM : 520 € ; ouvert à un CDI à partir de 55 000 € par an", "FR");
        assert_eq!(both, ("EUR year".to_owned(), Some(55_000.0), None));
        assert!(read(&Resume::default(), &[], &mut Vec::new()).is_none());
    }
}
