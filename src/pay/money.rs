//! Money: an amount, its currency and what it covers; annualised by fixed constants.

use std::fmt;

use super::Basis;
use super::Currency;
use super::Pay;
use super::Period;
use super::Rates;
use super::Source;

/// Working hours in a year: 52 weeks of 40 hours.
pub const HOURS_A_YEAR: f64 = 2080.0;
/// Working days in a year: 52 weeks of 5 days.
pub const DAYS_A_YEAR: f64 = 260.0;
/// Weeks in a year.
pub const WEEKS_A_YEAR: f64 = 52.0;
/// Months in a year.
pub const MONTHS_A_YEAR: f64 = 12.0;

/// Euro.
pub const EUR: Currency = Currency(iso_currency::Currency::EUR);
/// United States dollar.
pub const USD: Currency = Currency(iso_currency::Currency::USD);
/// Pound sterling.
pub const GBP: Currency = Currency(iso_currency::Currency::GBP);
/// Polish złoty.
pub const PLN: Currency = Currency(iso_currency::Currency::PLN);
/// Swiss franc.
pub const CHF: Currency = Currency(iso_currency::Currency::CHF);
/// Brazilian real.
pub const BRL: Currency = Currency(iso_currency::Currency::BRL);
/// Indian rupee.
pub const INR: Currency = Currency(iso_currency::Currency::INR);
/// Canadian dollar.
pub const CAD: Currency = Currency(iso_currency::Currency::CAD);
/// Australian dollar.
pub const AUD: Currency = Currency(iso_currency::Currency::AUD);
/// New Zealand dollar.
pub const NZD: Currency = Currency(iso_currency::Currency::NZD);
/// Singapore dollar.
pub const SGD: Currency = Currency(iso_currency::Currency::SGD);
/// Hong Kong dollar.
pub const HKD: Currency = Currency(iso_currency::Currency::HKD);
/// Japanese yen.
pub const JPY: Currency = Currency(iso_currency::Currency::JPY);
/// Chinese yuan.
pub const CNY: Currency = Currency(iso_currency::Currency::CNY);
/// Swedish krona.
pub const SEK: Currency = Currency(iso_currency::Currency::SEK);
/// Norwegian krone.
pub const NOK: Currency = Currency(iso_currency::Currency::NOK);
/// Danish krone.
pub const DKK: Currency = Currency(iso_currency::Currency::DKK);
/// Mexican peso.
pub const MXN: Currency = Currency(iso_currency::Currency::MXN);

impl Period {
    /// How many of them make a year: 2080 hours, 260 days, 52 weeks, 12 months.
    #[must_use]
    pub fn per_year(self) -> f64 {
        match self {
            Self::Hour => HOURS_A_YEAR,
            Self::Day => DAYS_A_YEAR,
            Self::Week => WEEKS_A_YEAR,
            Self::Month => MONTHS_A_YEAR,
            Self::Year => 1.0,
        }
    }

    /// The English noun: `hour`, `day`, `week`, `month`, `year`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    fn with_article(self) -> &'static str {
        match self {
            Self::Hour => "an hour",
            Self::Day => "a day",
            Self::Week => "a week",
            Self::Month => "a month",
            Self::Year => "a year",
        }
    }
}

/// An amount of money for a stretch of work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Money {
    /// How much, per [`Money::period`], in units of the currency.
    pub amount: f64,
    /// The currency.
    pub currency: Currency,
    /// What it covers.
    pub period: Period,
}

impl Money {
    /// The amount for a year of full-time work, in the same currency.
    #[must_use]
    pub fn annual(&self) -> f64 {
        self.amount * self.period.per_year()
    }

    /// The amount for a year in another currency; `None` where the rates lack one of the two.
    #[must_use]
    pub fn annual_in(&self, currency: Currency, rates: &Rates) -> Option<f64> {
        rates.convert(self.annual(), self.currency, currency)
    }
}

impl Currency {
    /// So much a year.
    #[must_use]
    pub fn a_year(self, amount: impl Into<f64>) -> Money {
        Money { amount: amount.into(), currency: self, period: Period::Year }
    }

    /// So much a month.
    #[must_use]
    pub fn a_month(self, amount: impl Into<f64>) -> Money {
        Money { amount: amount.into(), currency: self, period: Period::Month }
    }

    /// So much a working day.
    #[must_use]
    pub fn a_day(self, amount: impl Into<f64>) -> Money {
        Money { amount: amount.into(), currency: self, period: Period::Day }
    }

    /// So much an hour.
    #[must_use]
    pub fn an_hour(self, amount: impl Into<f64>) -> Money {
        Money { amount: amount.into(), currency: self, period: Period::Hour }
    }
}

impl Pay {
    /// True where nothing but a tag that boards fill in by themselves says so.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        self.source == Source::Doubtful
    }

    /// The least and the most for a year of full-time work, in the currency it was stated in.
    #[must_use]
    pub fn annual(&self) -> (Option<f64>, Option<f64>) {
        let factor = self.period.per_year();
        (self.min.map(|amount| amount * factor), self.max.map(|amount| amount * factor))
    }

    /// The least and the most for a year in `currency`; `None` where the rates lack one of the two currencies.
    #[must_use]
    pub fn annual_in(&self, currency: Currency, rates: &Rates) -> Option<(Option<f64>, Option<f64>)> {
        let factor = rates.convert(1.0, self.currency, currency)?;
        let (min, max) = self.annual();
        Some((min.map(|amount| amount * factor), max.map(|amount| amount * factor)))
    }

    /// The least and the most for a year in US dollars; `None` where the rates lack the currency.
    #[must_use]
    pub fn annual_usd(&self, rates: &Rates) -> Option<(Option<f64>, Option<f64>)> {
        self.annual_in(USD, rates)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", grouped(self.amount), self.currency, self.period.with_article())
    }
}

impl fmt::Display for Pay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.min, self.max) {
            (Some(min), Some(max)) if min < max => write!(f, "{}-{}", grouped(min), grouped(max))?,
            (Some(_), Some(max)) => f.write_str(&grouped(max))?,
            (Some(min), None) => write!(f, "from {}", grouped(min))?,
            (None, Some(max)) => write!(f, "up to {}", grouped(max))?,
            (None, None) => f.write_str("unstated")?,
        }
        write!(f, " {} {}", self.currency, self.period.with_article())?;
        if self.basis == Basis::Total { f.write_str(" in total") } else { Ok(()) }
    }
}

/// The amount with commas between thousands, and cents only where there are any.
fn grouped(amount: f64) -> String {
    let cents = (amount.abs() * 100.0).round();
    let whole = (cents / 100.0).floor();
    let digits = format!("{whole:.0}");
    let mut text = String::with_capacity(digits.len() + 8);
    if amount < 0.0 {
        text.push('-');
    }
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    let rest = cents - whole * 100.0;
    if rest > 0.0 {
        text.push_str(&format!(".{rest:02.0}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pay::Source;

    fn pay(min: Option<f64>, max: Option<f64>, period: Period) -> Pay {
        let evidence = String::new();
        Pay { currency: USD, min, max, period, basis: Basis::Base, source: Source::Tag, evidence }
    }

    #[test]
    fn shows_amounts_as_people_write_them() {
        assert_eq!(pay(Some(216_700.0), Some(303_400.0), Period::Year).to_string(), "216,700-303,400 USD a year");
        assert_eq!(pay(None, Some(67.5), Period::Hour).to_string(), "up to 67.50 USD an hour");
        assert_eq!(pay(Some(900.0), None, Period::Day).to_string(), "from 900 USD a day");
        assert_eq!(pay(Some(90_000.0), Some(90_000.0), Period::Year).to_string(), "90,000 USD a year");
        assert_eq!(EUR.a_month(4_500).to_string(), "4,500 EUR a month");
        assert_eq!(grouped(1_234_567.999), "1,234,568");
    }

    #[test]
    fn annualises_by_the_stated_constants() {
        assert_eq!(EUR.a_year(80_000).annual(), 80_000.0);
        assert_eq!(USD.an_hour(50).annual(), 104_000.0);
        assert_eq!(EUR.a_day(400).annual(), 104_000.0);
        assert_eq!(PLN.a_month(10_000).annual(), 120_000.0);
        assert_eq!(pay(Some(10.0), Some(20.0), Period::Week).annual(), (Some(520.0), Some(1_040.0)));
    }

    #[test]
    fn converts_by_the_rates() {
        let rates = Rates::parse("currency\tper_usd\n# as of 2024-01-01\nUSD\t1\nEUR\t0.5\n").unwrap();
        assert_eq!(EUR.a_year(50).annual_in(USD, &rates), Some(100.0));
        assert_eq!(pay(None, Some(10.0), Period::Year).annual_in(EUR, &rates), Some((None, Some(5.0))));
        assert_eq!(pay(None, Some(10.0), Period::Year).annual_in(PLN, &rates), None);
    }
}
