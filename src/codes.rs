//! Codes that the world agreed on: countries (ISO 3166-1), currencies (ISO 4217), languages (BCP 47).

use std::fmt;
use std::sync::LazyLock;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de;

/// A country by its ISO 3166-1 alpha-2 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

impl Country {
    /// The country of an ISO 3166-1 code, alpha-2 ("PL") or alpha-3 ("POL"), in any case; `None` where there is none.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        if let Ok(pair) = <[u8; 2]>::try_from(code.as_bytes())
            && LISTED.binary_search(&pair).is_ok()
        {
            return Some(Self(pair));
        }
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

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Country {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Country {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(CodeVisitor { read: Self::from_code, what: "ISO 3166-1 country code" })
    }
}

/// All alpha-2 codes, in order: catalogs hold long lists of countries, each of which is checked when it is read.
static LISTED: LazyLock<Vec<[u8; 2]>> = LazyLock::new(|| {
    let codes = rust_iso3166::ALL.iter().filter_map(|country| country.alpha2.as_bytes().try_into().ok());
    let mut codes: Vec<[u8; 2]> = codes.collect();
    codes.sort_unstable();
    codes
});

/// Reads a code where it lies, without a copy of it.
struct CodeVisitor<T> {
    read: fn(&str) -> Option<T>,
    what: &'static str,
}

impl<T> de::Visitor<'_> for CodeVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a {}", self.what)
    }

    fn visit_str<E: de::Error>(self, code: &str) -> Result<T, E> {
        (self.read)(code).ok_or_else(|| E::custom(format!("{code:?} is no {}", self.what)))
    }
}

/// A currency by its ISO 4217 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(CodeVisitor { read: Self::from_code, what: "ISO 4217 currency code" })
    }
}

/// A language by its two-letter BCP 47 (ISO 639-1) code, such as `en`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
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

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(CodeVisitor { read: Self::from_code, what: "two-letter language code" })
    }
}
