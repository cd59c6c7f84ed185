//! How documents are to be read, as flags say.

use clap::Args;
use vocation::documents;
use vocation::documents::Columns;
use vocation::documents::Formats;
use vocation::documents::YearMonth;

use super::Failure;

/// How files are read.
#[derive(Args, Debug)]
pub(super) struct Reading {
    /// Which columns of a table hold what, where their names do not tell: title=Label,text=Body
    #[arg(long, value_name = "FIELD=COLUMN,...")]
    columns: Option<String>,
    /// The format of the files where their content does not tell it, or of those of one ending: docx, or job=lever,log=text
    #[arg(long, value_name = "NAME|ENDING=NAME,...")]
    format: Option<String>,
}

impl Reading {
    /// The options of reading.
    pub(super) fn options(&self) -> Result<documents::Options, Failure> {
        let columns = self.columns.as_deref().map(Columns::parse).transpose()?.unwrap_or_default();
        let formats = self.format.as_deref().map(Formats::parse).transpose()?.unwrap_or_default();
        Ok(documents::Options { columns, formats })
    }
}

/// A day as flags have it.
pub(super) fn day(text: &str) -> Result<jiff::civil::Date, String> {
    text.trim().parse().map_err(|_| "it is no day; write year, month and day as in 2026-11-01".to_owned())
}

/// The month of `--as-of`.
pub(super) fn month(text: &str) -> Result<YearMonth, Failure> {
    let parts = text.split_once('-').and_then(|(year, month)| Some((year.parse().ok()?, month.parse::<i8>().ok()?)));
    match parts {
        Some((year, month)) if (1..=12).contains(&month) && (1900..=9_999).contains(&year) => {
            Ok(YearMonth { year, month: Some(month) })
        }
        _ => Err(Failure::Usage(format!("--as-of {text}: write a year and a month, as in 2026-04"))),
    }
}
