//! Exchange rates: a dated table, shipped and replaceable.

use std::collections::HashMap;
use std::path::Path;
use std::sync::LazyLock;

use crate::error::Error;
use crate::error::Result;

use super::Currency;

/// The table that is shipped.
static TABLE: &str = include_str!("../../data/exchange_rates.tsv");

static BUILTIN: LazyLock<Rates> = LazyLock::new(|| Rates::parse(TABLE).expect("the shipped table is tested to parse"));

/// What is wrong with a table, and in which line (from 1) where it is one.
struct Wrong {
    line: Option<usize>,
    problem: String,
}

/// How many units of each currency one US dollar buys, as of a date.
#[derive(Clone, Debug)]
pub struct Rates {
    date: String,
    per_usd: HashMap<Currency, f64>,
}

impl Rates {
    /// The table that is shipped: approximate mid-market rates.
    #[must_use]
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// Reads a table: a header line, then `CODE<tab>units per US dollar` a line; a line `# as of DATE` dates it and
    /// other lines that begin with `#` are remarks.
    ///
    /// # Errors
    /// [`Error::BrokenData`] names the first line that is not of that form, or the missing date.
    pub fn parse(table: &str) -> Result<Self> {
        Self::rows(table).map_err(|Wrong { line, problem }| Error::BrokenData {
            what: line.map_or_else(|| "exchange rates".to_owned(), |line| format!("exchange rates, line {line}")),
            problem,
        })
    }

    /// Reads the table of a file, in UTF-8 and of the form that [`Rates::parse`] takes.
    ///
    /// # Errors
    /// [`Error::Io`] where the file cannot be read; [`Error::Malformed`] names the file, the first line that is not of
    /// that form, or the missing date, and the form.
    pub fn read(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let bytes = std::fs::read(path).map_err(|error| Error::io(path, error))?;
        let table = String::from_utf8(bytes).map_err(|error| {
            let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = good.iter().filter(|&&byte| byte == b'\n').count() + 1;
            Wrong { line: Some(line), problem: "it is not UTF-8".to_owned() }
        });
        table.and_then(|table| Self::rows(&table)).map_err(|Wrong { line, problem }| Error::Malformed {
            path: path.to_owned(),
            line,
            problem,
            form: "write a header line, a line `# as of DATE`, and for each currency a line with its code, a tab and \
                   how many units one US dollar buys"
                .to_owned(),
        })
    }

    fn rows(table: &str) -> std::result::Result<Self, Wrong> {
        let mut date = None;
        let mut per_usd = HashMap::new();
        for (number, line) in table.lines().enumerate().skip(1) {
            if let Some(remark) = line.strip_prefix('#') {
                if let Some(stated) = remark.trim().strip_prefix("as of ") {
                    date = Some(stated.trim().to_owned());
                }
                continue;
            }
            if line.trim().is_empty() {
                continue;
            }
            let row = line.split_once('\t').and_then(|(code, rate)| {
                let rate = rate.trim().parse::<f64>().ok().filter(|rate| rate.is_finite() && *rate > 0.0)?;
                Some((Currency::from_code(code.trim())?, rate))
            });
            let Some((currency, rate)) = row else {
                let problem = format!("it is not a currency, a tab and a positive rate: {line:?}");
                return Err(Wrong { line: Some(number + 1), problem });
            };
            per_usd.insert(currency, rate);
        }
        let undated = || Wrong { line: None, problem: "there is no line `# as of DATE`".to_owned() };
        Ok(Self { date: date.ok_or_else(undated)?, per_usd })
    }

    /// The date the rates are of, as the table states it.
    #[must_use]
    pub fn date(&self) -> &str {
        &self.date
    }

    /// The amount in another currency; `None` where the table lacks one of the two.
    #[must_use]
    pub fn convert(&self, amount: f64, from: Currency, to: Currency) -> Option<f64> {
        if from == to {
            return Some(amount);
        }
        Some(amount / self.per_usd.get(&from)? * self.per_usd.get(&to)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pay::EUR;
    use crate::pay::PLN;
    use crate::pay::USD;

    #[test]
    fn the_shipped_table_is_whole() {
        let rates = Rates::builtin();
        assert!(rates.per_usd.len() >= 40);
        assert_eq!(rates.date().len(), 10);
        assert_eq!(rates.convert(1.0, USD, USD), Some(1.0));
        let there = rates.convert(100.0, PLN, EUR).unwrap();
        assert!((rates.convert(there, EUR, PLN).unwrap() - 100.0).abs() < 1e-9);
    }

    #[test]
    fn broken_tables_are_named() {
        for (table, word) in [
            ("currency\tper_usd\nUSD\t1\n", "as of"),
            ("currency\tper_usd\n# as of 2024-01-01\nUSD 1\n", "line 3"),
            ("currency\tper_usd\n# as of 2024-01-01\nUSD\t-1\n", "line 3"),
            ("currency\tper_usd\n# as of 2024-01-01\nUSDOLLAR\t1\n", "line 3"),
        ] {
            let message = Rates::parse(table).unwrap_err().to_string();
            assert!(message.contains(word), "{message}");
        }
    }
}
