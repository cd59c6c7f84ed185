//! How documents are to be read, as flags say.

use clap::Args;
use vocation::documents;
use vocation::documents::Columns;

use super::Failure;

/// How files are read.
#[derive(Args, Debug)]
pub(super) struct Reading {
    /// Which columns of a table hold what, where their names do not tell: title=Label,text=Body
    #[arg(long, value_name = "FIELD=COLUMN,...")]
    columns: Option<String>,
}

impl Reading {
    /// The options of reading.
    pub(super) fn options(&self) -> Result<documents::Options, Failure> {
        let columns = self.columns.as_deref().map(Columns::parse).transpose()?.unwrap_or_default();
        Ok(documents::Options { columns })
    }
}
