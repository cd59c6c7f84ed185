//! Which weights a score is by: `--weights`, `--weights-folder`, or those that `vocation models use` put in use.

use std::path::PathBuf;

use clap::Args;
use clap::Subcommand;
use vocation::learning::weights::BUILTIN;
use vocation::learning::weights::Record;
use vocation::learning::weights::Versions;
use vocation::ranking::Weights;

use super::Failure;
use super::means::Means;
use super::output;

/// What signals count.
#[derive(Args, Debug)]
pub(super) struct Weighing {
    /// Weights that were learned: a name or the first digits of a version in the folder of weights, a file, or builtin; without
    /// it those that `vocation models use` put in use, if any
    #[arg(long, value_name = "NAME|FILE")]
    pub(super) weights: Option<String>,
    #[command(flatten)]
    pub(super) folder: Folder,
}

/// The folder of weights.
#[derive(Args, Debug)]
pub(super) struct Folder {
    /// The folder of learned weights [default: $VOCATION_WEIGHTS, or vocation/weights in the user's data folder]
    #[arg(long = "weights-folder", value_name = "DIR")]
    pub(super) folder: Option<PathBuf>,
}

impl Folder {
    /// Its versions; `None` where no folder is named and the user has no data folder.
    pub(super) fn versions(&self) -> Option<Versions> {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let of_user = || {
            let data = set("XDG_DATA_HOME").or_else(|| Some(set("HOME")?.join(".local/share")))?;
            Some(data.join("vocation").join("weights"))
        };
        self.folder.clone().or_else(|| set("VOCATION_WEIGHTS")).or_else(of_user).map(Versions::of)
    }

    /// The same, where there must be one.
    pub(super) fn needed(&self) -> Result<Versions, Failure> {
        self.versions()
            .ok_or_else(|| Failure::Usage("there is no folder of weights; name one with --weights-folder".to_owned()))
    }
}

/// A record by name, digits or file; `None` for the weights that are compiled in.
pub(super) fn record(name: &str, folder: &Folder) -> Result<Option<Record>, Failure> {
    if name == BUILTIN {
        return Ok(None);
    }
    let path = PathBuf::from(name);
    if path.is_file() {
        return Ok(Some(Record::read(&path)?));
    }
    Ok(Some(folder.needed()?.find(name)?.1))
}

impl Weighing {
    /// The weights in force, for vectors of this embedder.
    pub(super) fn weights(&self, embedder: &str) -> Result<Weights, Failure> {
        let found = match &self.weights {
            Some(name) => record(name, &self.folder)?,
            None => match self.folder.versions() {
                Some(versions) => versions.current()?.map(|(_, record)| record),
                None => None,
            },
        };
        let Some(record) = found else { return Ok(Weights::default()) };
        record.check_embedder(embedder)?;
        let weights = record.weights()?;
        if self.weights.is_none() {
            let short = weights.short_version();
            output::warn(&format!("scored by the weights {} ({short}), which `models use` put in use", record.name));
        }
        Ok(weights)
    }
}

/// `vocation models`.
#[derive(Debug, Subcommand)]
pub(super) enum Models {
    /// The weights that there are, the oldest first
    List(List),
    /// What weights count, and how they came about
    Show(Named),
    /// Put weights in use wherever no --weights are named; builtin: those that are compiled in
    Use(Named),
    /// Two weights beside each other
    Compare(Compare),
    /// Put the weights in use that were before
    Rollback(List),
    /// Compute every score that `rank --json` printed again, to the last bit
    Replay(Replay),
}

/// `vocation models list` and `rollback`.
#[derive(Args, Debug)]
pub(super) struct List {
    #[command(flatten)]
    pub(super) folder: Folder,
    /// One JSON object a line
    #[arg(long)]
    pub(super) json: bool,
}

/// `vocation models show` and `use`.
#[derive(Args, Debug)]
pub(super) struct Named {
    /// A name, the first digits of a version, a file, or builtin
    #[arg(value_name = "NAME|FILE")]
    pub(super) name: String,
    #[command(flatten)]
    pub(super) folder: Folder,
    /// One JSON object
    #[arg(long)]
    pub(super) json: bool,
}

/// `vocation models compare`.
#[derive(Args, Debug)]
pub(super) struct Compare {
    /// The first
    #[arg(value_name = "NAME|FILE")]
    pub(super) first: String,
    /// The second
    #[arg(value_name = "NAME|FILE")]
    pub(super) second: String,
    #[command(flatten)]
    pub(super) folder: Folder,
}

/// `vocation models replay`.
#[derive(Args, Debug)]
pub(super) struct Replay {
    /// What `rank --json` printed
    #[arg(value_name = "RESULT.jsonl")]
    pub(super) result: PathBuf,
    /// Weights that are in no folder, by their files
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(super) weights: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) folder: Folder,
}

/// `vocation learn weights`.
#[cfg(feature = "training")]
#[derive(Args, Debug)]
pub(super) struct LearnWeights {
    /// Graded pairs: posting, resume, grade (0 to 3) below a heading, between tabs or commas; or TREC judgments
    #[arg(long, value_name = "FILE", required_unless_present = "events", conflicts_with = "events")]
    pub(super) judgments: Option<PathBuf>,
    /// What was shown and what came of it, JSON Lines: posting, resume, event, at, rank
    #[arg(long, value_name = "FILE")]
    pub(super) events: Option<PathBuf>,
    /// Which side the queries of TREC judgments are, where their ids do not tell
    #[arg(long, value_name = "SIDE")]
    pub(super) by: Option<super::arguments::Side>,
    /// The postings that are judged
    #[arg(long, value_name = "PATH", num_args = 1.., required = true)]
    pub(super) postings: Vec<PathBuf>,
    /// The résumés that are judged
    #[arg(long, value_name = "PATH", num_args = 1.., required = true)]
    pub(super) resumes: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) reading: super::reading::Reading,
    /// Where to keep what was learned: FOLDER/NAME, a folder of weights and what to call them
    #[arg(long, value_name = "FOLDER/NAME")]
    pub(super) output: PathBuf,
    /// What to start from and be pulled toward: weights by name, file or builtin, or equal ones
    #[arg(long, value_name = "NAME|FILE|equal", default_value = BUILTIN)]
    pub(super) from: String,
    /// Parts of the postings that are left out in turn to measure
    #[arg(long, default_value_t = 5, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(2..=20))]
    pub(super) folds: u32,
    /// Where chance starts
    #[arg(long, default_value_t = 1)]
    pub(super) seed: u64,
    /// The month as of which résumés are understood, as in 2026-11; without it that of the clock
    #[arg(long, value_name = "MONTH")]
    pub(super) as_of: Option<String>,
    /// Keep them even where they are not better on postings that they were not learned from
    #[arg(long)]
    pub(super) even_if_not_better: bool,
    #[command(flatten)]
    pub(super) means: Means,
}
