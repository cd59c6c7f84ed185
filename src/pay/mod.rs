//! Pay: what a posting offers or a person asks, in every notation that occurs.

use serde::{Deserialize, Serialize};

pub use crate::codes::Currency;
use crate::tables::Table;

mod body;
mod cues;
mod lexer;
mod money;
mod number;
mod range;
mod rates;
mod reading;
mod resolve;
mod stated;
#[cfg(test)]
mod tests;
mod words;

pub use money::AUD;
pub use money::BRL;
pub use money::CAD;
pub use money::CHF;
pub use money::CNY;
pub use money::DAYS_A_YEAR;
pub use money::DKK;
pub use money::EUR;
pub use money::GBP;
pub use money::HKD;
pub use money::HOURS_A_YEAR;
pub use money::INR;
pub use money::JPY;
pub use money::MONTHS_A_YEAR;
pub use money::MXN;
pub use money::Money;
pub use money::NOK;
pub use money::NZD;
pub use money::PLN;
pub use money::SEK;
pub use money::SGD;
pub use money::USD;
pub use money::WEEKS_A_YEAR;
pub use rates::Rates;
pub use reading::PayReading;
pub use reading::parse_amount;
pub use reading::read;
pub use reading::read_range;
pub use stated::Stated;

/// The tables that pay is read with. Exchange rates are none of them: what is read keeps its currency.
pub(crate) static TABLES: [Table; 2] = [("pay_cues.tsv", cues::TABLE), ("pay_words.tsv", words::TABLE)];

/// What one payment of the stated size covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Period {
    /// An hour.
    Hour,
    /// A working day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// Whether bonus and equity are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// Without bonus and equity.
    Base,
    /// With bonus, commission or equity (on-target earnings, total compensation).
    Total,
}

/// Where the pay stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// The pay tag beside the title.
    Tag,
    /// The running text.
    Body,
    /// A field of the format that means pay and nothing else.
    Stated,
    /// A tag that the board fills in by itself and that the text says nothing of: a common placeholder, or a lone number
    /// that is mostly the sum of a range's two ends. It is shown; no score, gate or figure counts it.
    Doubtful,
}

/// A pay range. At least one of `min` and `max` is present.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pay {
    /// The currency.
    pub currency: Currency,
    /// The least, per [`Pay::period`], in units of the currency.
    pub min: Option<f64>,
    /// The most, per [`Pay::period`], in units of the currency.
    pub max: Option<f64>,
    /// What one payment covers.
    pub period: Period,
    /// Base or total.
    pub basis: Basis,
    /// Where it stood.
    pub source: Source,
    /// The words it was read from, quoted.
    pub evidence: String,
}
