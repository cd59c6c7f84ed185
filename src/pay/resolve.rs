//! What a text leaves open, decided: whose dollar, which currency, what period.

use crate::codes::Country;
use crate::codes::Language;

use super::Currency;
use super::Period;
use super::Rates;
use super::money;
use super::range::exact;
use super::words::Mark;

/// Where the work is and what the text is written in: what decides an open currency.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting<'a> {
    pub(super) countries: &'a [Country],
    pub(super) language: Option<Language>,
}

impl Setting<'_> {
    /// The one currency of all the countries; `None` where there are none or several.
    fn currency(&self) -> Option<Currency> {
        let (first, rest) = self.countries.split_first()?;
        let currency = first.currency()?;
        rest.iter().all(|country| country.currency() == Some(currency)).then_some(currency)
    }

    /// True where one of the countries is paid in that currency.
    pub(super) fn pays_in(&self, currency: Currency) -> bool {
        self.countries.iter().any(|country| country.currency() == Some(currency))
    }

    /// The currency of a mark beside an amount. A bare `$` is the dollar of the country where all countries share one
    /// dollar, else the US dollar: Latin American postings mean that one by it, unless nobody is paid so many dollars.
    pub(super) fn of_mark(&self, mark: Mark, amount: f64) -> Currency {
        let own = self.currency();
        match mark {
            Mark::Dollar => own.filter(|own| match own.code() {
                "CAD" | "AUD" | "NZD" | "SGD" | "HKD" => true,
                "MXN" | "COP" | "CLP" | "ARS" | "UYU" | "DOP" => amount >= 400_000.0,
                _ => false,
            }),
            Mark::Crown => own
                .filter(|own| matches!(own.code(), "SEK" | "NOK" | "DKK" | "ISK"))
                .or_else(|| self.crown_by_language()),
            Mark::Yen => own.filter(|own| *own == money::CNY),
            Mark::Exact(_) => None,
        }
        .unwrap_or_else(|| exact(mark))
    }

    fn crown_by_language(&self) -> Option<Currency> {
        match self.language?.code() {
            "da" => Some(money::DKK),
            "no" | "nb" | "nn" => Some(money::NOK),
            _ => None,
        }
    }

    /// The currency of an amount that names none, and why.
    ///
    /// Without a country it is the US dollar. Where all countries share a currency it is that one: of the real tags
    /// without currency, those of Poland, Sweden, Canada, the United Kingdom and the euro countries repeat the
    /// numbers of the body in the currency of the country. Where that would be far too little to live on it is the
    /// US dollar again.
    pub(super) fn assumed(&self, high: f64) -> (Currency, String) {
        if let Some(own) = self.currency().filter(|own| *own != money::USD) {
            let monthly = in_usd(high, own).unwrap_or(high);
            if monthly >= 300.0 || high < 1_000.0 && monthly >= 3.0 {
                return (own, format!("pay states no currency: taken as {own}, the currency of the country"));
            }
        }
        (money::USD, "pay states no currency: taken as USD".to_owned())
    }
}

fn in_usd(amount: f64, currency: Currency) -> Option<f64> {
    Rates::builtin().convert(amount, currency, money::USD)
}

/// The period of an amount that states none: what its size allows.
pub(super) fn period_by_size(high: f64, currency: Currency) -> Period {
    let dollars = in_usd(high, currency).unwrap_or(high);
    // Below this, in dollars, an amount is a month's and not a year's.
    let least_year = match currency.code() {
        "INR" | "PKR" | "BDT" | "LKR" | "NGN" => 2_500.0,
        "PHP" | "IDR" | "VND" | "EGP" | "KES" => 6_000.0,
        "BRL" | "MXN" | "COP" | "ARS" | "TRY" | "UAH" => 9_000.0,
        _ => 15_000.0,
    };
    if dollars >= least_year {
        Period::Year
    } else if dollars >= 900.0 {
        Period::Month
    } else if dollars < 250.0 && high < 1_000.0 {
        Period::Hour
    } else if matches!(currency.code(), "GBP" | "EUR" | "CHF" | "USD" | "CAD" | "AUD") {
        Period::Day
    } else {
        Period::Month
    }
}

/// True where so much for that period is what work is paid: between a pittance and a fortune.
pub(super) fn is_plausible(high: f64, currency: Currency, period: Period) -> bool {
    let dollars = in_usd(high, currency).unwrap_or(high);
    let (least, most) = match period {
        Period::Hour => (2.0, 900.0),
        Period::Day => (15.0, 5_000.0),
        Period::Week => (50.0, 20_000.0),
        Period::Month => (80.0, 80_000.0),
        Period::Year => (1_200.0, 3_000_000.0),
    };
    (least..=most).contains(&dollars)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn country(code: &str) -> Country {
        Country::from_code(code).unwrap()
    }

    #[test]
    fn the_dollar_is_that_of_the_place() {
        let canada = [country("CA")];
        let both = [country("CA"), country("US")];
        let brazil = [country("BR")];
        let mexico = [country("MX")];
        let of = |countries| Setting { countries, language: None }.of_mark(Mark::Dollar, 90_000.0).code();
        assert_eq!(of(&canada[..]), "CAD");
        assert_eq!(of(&both[..]), "USD");
        assert_eq!(of(&[]), "USD");
        assert_eq!(of(&brazil[..]), "USD");
        assert_eq!(of(&mexico[..]), "USD");
        let pesos = Setting { countries: &mexico, language: None }.of_mark(Mark::Dollar, 780_000.0);
        assert_eq!(pesos, money::MXN);
    }

    #[test]
    fn no_currency_is_that_of_the_country_where_one_can_live_on_it() {
        let poland = [country("PL")];
        let argentina = [country("AR")];
        assert_eq!(Setting { countries: &poland, language: None }.assumed(363_863.0).0, money::PLN);
        assert_eq!(Setting { countries: &argentina, language: None }.assumed(60_000.0).0, money::USD);
        assert_eq!(Setting { countries: &[], language: None }.assumed(60_000.0).0, money::USD);
    }

    #[test]
    fn size_tells_the_period() {
        assert_eq!(period_by_size(95_000.0, money::USD), Period::Year);
        assert_eq!(period_by_size(14_000.0, money::PLN), Period::Month);
        assert_eq!(period_by_size(45.0, money::USD), Period::Hour);
        assert_eq!(period_by_size(450.0, money::EUR), Period::Day);
        assert_eq!(period_by_size(5_000.0, money::USD), Period::Month);
        assert_eq!(period_by_size(1_200_000.0, money::INR), Period::Year);
    }
}
