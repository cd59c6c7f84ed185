//! What can be said of training on the command line.

use std::path::PathBuf;

use clap::Args;

/// `vocation learn embedding`.
#[derive(Args, Debug)]
pub(super) struct LearnEmbedding {
    /// Pair files: a group a line, texts that belong together with tabs between
    #[arg(long, value_name = "FILE", num_args = 1.., required_unless_present = "recipe")]
    pub(super) pairs: Vec<PathBuf>,
    /// A recipe (TOML): pair files with weights, sizes, rates; `--pairs` are added to its own
    #[arg(long, value_name = "FILE")]
    pub(super) recipe: Option<PathBuf>,
    /// Where rows start: the folder of a sentence transformer of the BERT family (vocab.txt, model.safetensors)
    #[arg(long, value_name = "DIR")]
    pub(super) teacher: PathBuf,
    /// The model file to write, as a rule NAME.bin; beside it, while training, NAME.checkpoint
    #[arg(long, value_name = "FILE")]
    pub(super) output: PathBuf,
    /// Go on from the checkpoint of a training that was broken off
    #[arg(long)]
    pub(super) resume: bool,
    /// How many batches, in place of the recipe's
    #[arg(long, value_name = "COUNT")]
    pub(super) steps: Option<usize>,
    /// Where chance starts, in place of the recipe's
    #[arg(long)]
    pub(super) seed: Option<u64>,
    /// Batches between two lines of progress and two checkpoints
    #[arg(long, default_value_t = 500, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) every: u32,
}

/// `vocation learn pairs`.
#[derive(Args, Debug)]
pub(super) struct LearnPairs {
    /// The folder to write NAME.tsv files into; it is made where it is not there
    #[arg(long, value_name = "DIR")]
    pub(super) output: PathBuf,
    /// The folder of ESCO's English CSV files: occupations_en.csv, skills_en.csv
    #[arg(long, value_name = "DIR")]
    pub(super) esco: Option<PathBuf>,
    /// The folder of O*NET's text files: Occupation Data.txt, Alternate Titles.txt, ...
    #[arg(long, value_name = "DIR")]
    pub(super) onet: Option<PathBuf>,
    /// SkillSkape's train.csv
    #[arg(long, value_name = "FILE")]
    pub(super) skillskape: Option<PathBuf>,
    /// Titles that mean the same, NAME_LANGUAGE.tsv: group, ESCO occupation, title, title
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(super) titles: Vec<PathBuf>,
}
