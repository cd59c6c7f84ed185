//! Pay that a format states in numbers: amounts, a currency, a period.

use crate::codes::Country;

use super::Basis;
use super::Currency;
use super::Pay;
use super::PayReading;
use super::Period;
use super::Source;
use super::resolve::Setting;
use super::resolve::is_plausible;
use super::resolve::period_by_size;

/// What a format states of pay, as it stands there; amounts in units of the currency, per [`Stated::period`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stated {
    /// The least.
    pub min: Option<f64>,
    /// The most, or the one amount that is stated.
    pub max: Option<f64>,
    /// The currency.
    pub currency: Option<Currency>,
    /// What one payment covers.
    pub period: Option<Period>,
    /// True where bonus, commission or equity is counted in.
    pub total: bool,
    /// The words or numbers that say so, for quoting.
    pub evidence: String,
}

impl Stated {
    /// The pay of these numbers. Zero and less is unstated; ends in the wrong order are exchanged; a currency that is left
    /// open is that of the countries where they share one, else USD; a period that is left open is what the size allows.
    /// What had to be assumed is noted; pay that nobody is paid is left out with a note.
    #[must_use]
    pub fn read(self, countries: &[Country]) -> PayReading {
        let mut notes = Vec::new();
        let amount = |amount: Option<f64>| amount.filter(|amount| amount.is_finite() && *amount > 0.0);
        let (mut min, mut max) = (amount(self.min), amount(self.max));
        let Some(high) = max.or(min) else { return PayReading::default() };
        if let (Some(least), Some(most)) = (min, max)
            && least > most
        {
            notes.push(format!("the stated pay has its ends exchanged: {least} to {most}"));
            (min, max) = (Some(most), Some(least));
        }
        if max.is_none() {
            notes.push("only the least pay is stated".to_owned());
        }
        let setting = Setting { countries, language: None };
        let currency = self.currency.unwrap_or_else(|| {
            let (assumed, note) = setting.assumed(high);
            notes.push(note);
            assumed
        });
        let period = self.period.unwrap_or_else(|| {
            let period = period_by_size(high, currency);
            notes.push(format!("pay states no period: taken as pay per {}", period.word()));
            period
        });
        if !is_plausible(max.unwrap_or(high), currency, period) {
            notes.push(format!(
                "the stated pay is left out, since nobody is paid {high} {currency} per {}",
                period.word()
            ));
            return PayReading { pay: None, notes };
        }
        let basis = if self.total { Basis::Total } else { Basis::Base };
        let pay = Pay { currency, min, max, period, basis, source: Source::Stated, evidence: self.evidence };
        PayReading { pay: Some(pay), notes }
    }
}

impl Period {
    /// The period that a format's word stands for: `YEAR`, `per-year-salary`, `yearly`, `1 YEAR`, `ANNUM`, `hourly`.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        let lower = word.to_lowercase();
        let parts = lower.split(|c: char| !c.is_alphabetic()).filter(|part| !part.is_empty());
        let mut found = parts.filter_map(|part| match part {
            "hour" | "hourly" | "hours" | "hr" | "h" | "hur" => Some(Self::Hour),
            "day" | "daily" | "days" => Some(Self::Day),
            "week" | "weekly" | "weeks" | "wee" => Some(Self::Week),
            "month" | "monthly" | "months" | "mon" => Some(Self::Month),
            "year" | "yearly" | "years" | "annual" | "annually" | "annum" | "yr" | "ann" => Some(Self::Year),
            _ => None,
        });
        found.next()
    }

    /// The period in one English word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::EUR;
    use super::super::USD;
    use super::*;

    fn stated(min: f64, max: f64) -> Stated {
        Stated { min: Some(min), max: Some(max), ..Stated::default() }
    }

    #[test]
    fn numbers_become_pay_and_zero_is_nothing() {
        let whole = Stated { currency: Some(EUR), period: Some(Period::Month), ..stated(3_000.0, 4_000.0) };
        let read = whole.read(&[]);
        let pay = read.pay.unwrap();
        assert_eq!((pay.min, pay.max, pay.currency, pay.period), (Some(3_000.0), Some(4_000.0), EUR, Period::Month));
        assert_eq!((pay.source, pay.basis, read.notes.len()), (Source::Stated, Basis::Base, 0));
        assert_eq!(stated(0.0, 0.0).read(&[]), PayReading::default());
        assert_eq!(stated(f64::NAN, -1.0).read(&[]), PayReading::default());
    }

    #[test]
    fn what_is_open_is_assumed_with_a_note() {
        let germany = Country::from_code("DE").unwrap();
        let read = stated(60_000.0, 50_000.0).read(&[germany]);
        let pay = read.pay.unwrap();
        assert_eq!((pay.min, pay.max, pay.currency, pay.period), (Some(50_000.0), Some(60_000.0), EUR, Period::Year));
        assert_eq!(read.notes.len(), 3, "{:?}", read.notes);
        let read = stated(40.0, 50.0).read(&[]);
        assert_eq!(read.pay.map(|pay| (pay.currency, pay.period)), Some((USD, Period::Hour)));
        let fortune = Stated { currency: Some(USD), period: Some(Period::Year), ..stated(9e6, 12e6) }.read(&[]);
        assert!(fortune.pay.is_none() && fortune.notes.len() == 1, "{:?}", fortune.notes);
    }

    #[test]
    fn periods_are_known_by_every_word_of_the_formats() {
        for (word, period) in [
            ("YEAR", Period::Year),
            ("1 YEAR", Period::Year),
            ("per-year-salary", Period::Year),
            ("per-hour-wage", Period::Hour),
            ("monthly", Period::Month),
            ("P1W weekly", Period::Week),
            ("DAY", Period::Day),
        ] {
            assert_eq!(Period::named(word), Some(period), "{word}");
        }
        assert_eq!((Period::named("NONE"), Period::named("")), (None, None));
    }
}
