//! Codes that the world agreed on: countries (ISO 3166-1), currencies (ISO 4217), languages (BCP 47).

use serde::{Deserialize, Serialize};

/// A country by its ISO 3166-1 alpha-2 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

impl Country {
    /// The country of an ISO 3166-1 code, alpha-2 ("PL") or alpha-3 ("POL"), in any case; `None` where there is none.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let upper = code.to_ascii_uppercase();
        let found = match upper.len() {
            2 => rust_iso3166::from_alpha2(&upper),
            3 => rust_iso3166::from_alpha3(&upper),
            _ => None,
        }?;
        let bytes = found.alpha2.as_bytes();
        Some(Self([bytes[0], bytes[1]]))
    }

    /// The alpha-2 code: two capital letters.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }

    /// The short English name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        rust_iso3166::from_alpha2(self.code()).map_or("unknown", |found| found.name)
    }

    /// The currency that wages are paid in there; `None` where it is not listed.
    #[must_use]
    pub fn currency(&self) -> Option<Currency> {
        let code = match self.code() {
            "US" | "PR" | "GU" | "VI" | "EC" | "SV" => "USD",
            "AT" | "BE" | "CY" | "DE" | "EE" | "ES" | "FI" | "FR" | "GR" | "HR" | "IE" | "IT" | "LT" | "LU" | "LV"
            | "MT" | "NL" | "PT" | "SI" | "SK" | "MC" | "SM" | "VA" | "AD" | "ME" | "XK" => "EUR",
            "GB" | "IM" | "JE" | "GG" => "GBP",
            "CH" | "LI" => "CHF",
            "DK" | "FO" | "GL" => "DKK",
            other => {
                let row = NATIONAL_CURRENCIES.iter().find(|(country, _)| *country == other)?;
                row.1
            }
        };
        Currency::from_code(code)
    }
}

/// Countries with a currency of their own, by code.
const NATIONAL_CURRENCIES: &[(&str, &str)] = &[
    ("AE", "AED"),
    ("AL", "ALL"),
    ("AM", "AMD"),
    ("AR", "ARS"),
    ("AU", "AUD"),
    ("AZ", "AZN"),
    ("BA", "BAM"),
    ("BD", "BDT"),
    ("BG", "BGN"),
    ("BH", "BHD"),
    ("BO", "BOB"),
    ("BR", "BRL"),
    ("BY", "BYN"),
    ("CA", "CAD"),
    ("CL", "CLP"),
    ("CN", "CNY"),
    ("CO", "COP"),
    ("CR", "CRC"),
    ("CZ", "CZK"),
    ("DO", "DOP"),
    ("EG", "EGP"),
    ("ET", "ETB"),
    ("GE", "GEL"),
    ("GH", "GHS"),
    ("GT", "GTQ"),
    ("HK", "HKD"),
    ("HU", "HUF"),
    ("ID", "IDR"),
    ("IL", "ILS"),
    ("IN", "INR"),
    ("IS", "ISK"),
    ("JM", "JMD"),
    ("JO", "JOD"),
    ("JP", "JPY"),
    ("KE", "KES"),
    ("KR", "KRW"),
    ("KW", "KWD"),
    ("KZ", "KZT"),
    ("LK", "LKR"),
    ("MA", "MAD"),
    ("MD", "MDL"),
    ("MK", "MKD"),
    ("MU", "MUR"),
    ("MX", "MXN"),
    ("MY", "MYR"),
    ("NG", "NGN"),
    ("NO", "NOK"),
    ("NP", "NPR"),
    ("NZ", "NZD"),
    ("OM", "OMR"),
    ("PA", "USD"),
    ("PE", "PEN"),
    ("PH", "PHP"),
    ("PK", "PKR"),
    ("PL", "PLN"),
    ("PY", "PYG"),
    ("QA", "QAR"),
    ("RO", "RON"),
    ("RS", "RSD"),
    ("RU", "RUB"),
    ("RW", "RWF"),
    ("SA", "SAR"),
    ("SE", "SEK"),
    ("SG", "SGD"),
    ("TH", "THB"),
    ("TN", "TND"),
    ("TR", "TRY"),
    ("TW", "TWD"),
    ("TZ", "TZS"),
    ("UA", "UAH"),
    ("UG", "UGX"),
    ("UY", "UYU"),
    ("VN", "VND"),
    ("ZA", "ZAR"),
];

impl std::fmt::Display for Country {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::fmt::Debug for Country {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl TryFrom<String> for Country {
    type Error = String;

    fn try_from(code: String) -> std::result::Result<Self, String> {
        Self::from_code(&code).ok_or_else(|| format!("{code:?} is no ISO 3166-1 country code"))
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.code().to_owned()
    }
}

/// A currency by its ISO 4217 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency(pub(crate) iso_currency::Currency);

impl Currency {
    /// The currency of an ISO 4217 code ("EUR"), in any case; `None` where there is none.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        iso_currency::Currency::from_code(&code.to_ascii_uppercase()).map(Self)
    }

    /// The code: three capital letters.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.code()
    }
}

impl std::fmt::Display for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl TryFrom<String> for Currency {
    type Error = String;

    fn try_from(code: String) -> std::result::Result<Self, String> {
        Self::from_code(&code).ok_or_else(|| format!("{code:?} is no ISO 4217 currency code"))
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

/// A language by its two-letter BCP 47 (ISO 639-1) code, such as `en`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language([u8; 2]);

impl Language {
    /// English.
    pub const ENGLISH: Self = Self(*b"en");
    /// French.
    pub const FRENCH: Self = Self(*b"fr");
    /// German.
    pub const GERMAN: Self = Self(*b"de");
    /// Spanish.
    pub const SPANISH: Self = Self(*b"es");
    /// Portuguese.
    pub const PORTUGUESE: Self = Self(*b"pt");

    /// The language of a two-letter code in any case; `None` where it is not two ASCII letters.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code.as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Some(Self([a.to_ascii_lowercase(), b.to_ascii_lowercase()]))
            }
            _ => None,
        }
    }

    /// The code: two small letters.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }
}

impl std::fmt::Debug for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl TryFrom<String> for Language {
    type Error = String;

    fn try_from(code: String) -> std::result::Result<Self, String> {
        Self::from_code(&code).ok_or_else(|| format!("{code:?} is no two-letter language code"))
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.code().to_owned()
    }
}
