//! What an unfinished run is known by.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use serde::Deserialize;
use serde::Serialize;

use super::job::Plan;
use super::lock;
use super::made::Made;
use crate::error::Error;
use crate::error::Result;

/// The layout of the folder.
pub(super) const LAYOUT: u32 = 3;

pub(super) const RECORD: &str = "job.json";

/// What the record is called once nothing of the run is needed any more: what lies beside it may be half removed.
pub(super) const OVER: &str = "over.json";

/// How the files that are read were.
pub(super) const INPUTS: &str = "inputs.json";

/// The parts that are done.
pub(super) const DONE: &str = "done";

/// What is known of an unfinished run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) layout: u32,
    /// What was asked, in words of the asker: what goes on must be the same.
    pub(super) asked: BTreeMap<String, String>,
    /// What the inputs hold, as one figure.
    #[serde(default)]
    pub(super) inputs: String,
    /// How it is cut; `None` until everything is read.
    pub(super) plan: Option<Plan>,
    /// The output as it is about to get its name, or has it; `None` until the parts are put together.
    #[serde(default)]
    pub(super) whole: Option<Made>,
}

/// Whether a folder is one of an unfinished run, or can become one.
pub(super) fn check_own(path: &Path) -> Result<()> {
    let mut entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(source) => return Err(Error::io(path, source)),
    };
    if entries.next().is_none() || [RECORD, OVER, lock::NAME].iter().any(|name| path.join(name).exists()) {
        return Ok(());
    }
    Err(Error::Usage {
        problem: format!("{} is there and is no unfinished run", path.display()),
        remedy: "move it away, or name another output".to_owned(),
    })
}

pub(super) fn same(path: &Path, found: &Record, wanted: &Record) -> Result<()> {
    let refused = |problem: String| {
        let remedy = "ask for the same, or remove that folder to begin anew".to_owned();
        Err(Error::Usage { problem: format!("{}: {problem}", path.display()), remedy })
    };
    if found.layout != wanted.layout {
        return refused(format!("an unfinished run of another program (layout {}, not {LAYOUT})", found.layout));
    }
    let names = found.asked.keys().chain(wanted.asked.keys());
    let differs = names.into_iter().find(|&name| found.asked.get(name) != wanted.asked.get(name));
    match differs {
        None => Ok(()),
        Some(name) => {
            let told = |record: &Record| record.asked.get(name).cloned().unwrap_or_else(|| "nothing".to_owned());
            refused(format!("the unfinished run was asked with {name} {}, not {}", told(found), told(wanted)))
        }
    }
}
