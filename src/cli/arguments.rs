//! What can be said on the command line.

use std::path::PathBuf;

use clap::Args;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser;
use vocation::documents;
use vocation::ranking;
use vocation::seniority::Level;

use super::disputing::WhatIf;
use super::disputing::Why;
use super::evaluating::EvaluateAblation;
use super::evaluating::EvaluateRanking;
use super::keeping::Add;
use super::keeping::Export;
use super::keeping::Import;
use super::keeping::Info;
use super::keeping::Kept;
use super::keeping::Reindex;
use super::keeping::Remove;
use super::means::Means;
use super::means::Skills;
use super::populations::Score;
use super::reading::Reading;
use super::reporting::Report;
use super::taxonomy::Taxonomies;
#[cfg(feature = "training")]
use super::training::LearnEmbedding;
#[cfg(feature = "training")]
use super::training::LearnPairs;
#[cfg(feature = "training")]
use super::weighing::LearnWeights;
use super::weighing::Models;
use super::weighing::Weighing;

/// Matches people and work, offline, with reasons that add up to the score.
#[derive(Debug, Parser)]
#[command(name = "vocation", version, about, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// The best matches for one document, with reasons
    Rank(Rank),
    /// Why a posting and a résumé have the score that they have, from text to number
    Why(Why),
    /// The smallest changes that would raise a match, each recomputed
    WhatIf(WhatIf),
    /// Every pair of many postings and many résumés, or the best of each, into a file
    Score(Box<Score>),
    /// Add documents to a catalog
    Add(Add),
    /// Remove documents from a catalog
    Remove(Remove),
    /// Write a catalog again without anything of what was removed or replaced
    Compact(Kept),
    /// Check every file of a catalog
    Verify(Kept),
    /// Write the documents of a catalog as JSON Lines
    Export(Export),
    /// Add the documents of an export to a catalog
    Import(Import),
    /// What a catalog, or this program, consists of
    Info(Info),
    /// What was understood of documents
    Inspect(Inspect),
    /// Vectors of lines of text
    Embed(Embed),
    /// The taxonomy entries that lines of text mean
    Link(Link),
    /// Taxonomies of one's own: import, merge, describe
    #[command(subcommand)]
    Taxonomy(Taxonomies),
    /// Understand and embed all of a catalog anew, with another model or taxonomy
    Reindex(Reindex),
    /// The picture of a run of scores, as one HTML page
    Report(Report),
    /// How good a model, or the score, is at what was judged
    #[command(subcommand)]
    Evaluate(Evaluation),
    /// Weights that were learned: list, show, use, compare, roll back, replay
    #[command(subcommand)]
    Models(Models),
    /// Train what the program works with
    #[cfg(feature = "training")]
    #[command(subcommand)]
    Learn(Learning),
}

/// The model that texts are embedded with.
#[derive(Args, Debug)]
pub(super) struct Model {
    /// A model in place of the one that is compiled in: a static model's file, or, where the program was built with the
    /// feature bert, a sentence transformer's folder
    #[arg(long, value_name = "PATH")]
    pub(super) model: Option<PathBuf>,
}

/// `vocation evaluate`.
#[derive(Debug, Subcommand)]
pub(super) enum Evaluation {
    /// How high a model ranks the relevant documents of queries, beside other models and lexical baselines
    Embedding(EvaluateEmbedding),
    /// How well the score orders judged pairs of postings and résumés, beside baselines, with intervals and a report
    Ranking(EvaluateRanking),
    /// What each signal of the score is worth: each left out, and each alone
    Ablation(EvaluateAblation),
}

/// `vocation learn`.
#[cfg(feature = "training")]
#[derive(Debug, Subcommand)]
pub(super) enum Learning {
    /// An embedding model, from texts that belong together
    Embedding(LearnEmbedding),
    /// What each signal counts, from judged pairs or from events
    Weights(LearnWeights),
    /// The weights of linking, from judged texts
    Linking(LearnLinking),
    /// The pair files that an embedding model is trained from, out of public downloads
    Pairs(LearnPairs),
}

/// `vocation rank`.
#[derive(Args, Debug)]
pub(super) struct Rank {
    /// The document to find matches for: a résumé or a posting
    pub(super) document: PathBuf,
    /// Files and folders to rank
    #[arg(long, value_name = "PATH", num_args = 1.., required_unless_present = "catalog", conflicts_with = "catalog")]
    pub(super) among: Vec<PathBuf>,
    /// The catalog to rank
    #[arg(long, value_name = "DIR")]
    pub(super) catalog: Option<PathBuf>,
    /// What DOCUMENT is, where the file does not tell
    #[arg(long)]
    pub(super) side: Option<Side>,
    #[command(flatten)]
    pub(super) reading: Reading,
    /// How many matches to print
    #[arg(long, default_value_t = 10, value_name = "K", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) top: u32,
    /// How many of the matches to give reasons for, below the table
    #[arg(long, default_value_t = 3, value_name = "K")]
    pub(super) reasons: usize,
    /// The least acceptable pay, a year unless it says otherwise: "120000 USD", "€55/hour"
    #[arg(long, value_name = "MONEY")]
    pub(super) pay_at_least: Option<String>,
    /// Only remote work
    #[arg(long)]
    pub(super) remote: bool,
    /// Where the person works from: a country or region, by name or code; may be repeated
    #[arg(long = "in", value_name = "COUNTRY")]
    pub(super) countries: Vec<String>,
    /// The only levels that will do; may be repeated
    #[arg(long, value_name = "LEVEL", value_delimiter = ',', ignore_case = true, value_parser = level())]
    pub(super) seniority: Vec<Level>,
    /// A company that is out of the question; may be repeated
    #[arg(long, value_name = "COMPANY")]
    pub(super) without: Vec<String>,
    /// Postings of this day or later before all others: 2026-11-01; those that do not say pass
    #[arg(long, value_name = "DAY", value_parser = super::reading::day)]
    pub(super) posted_since: Option<jiff::civil::Date>,
    /// Documents in one of these languages before all others: en,de; short ones, whose language is not known, pass
    #[arg(long = "language", value_name = "CODE", value_delimiter = ',')]
    pub(super) languages: Vec<String>,
    /// Documents that are filed under this tag before all others; may be repeated, and then all must be
    #[arg(long = "tag", value_name = "TAG")]
    pub(super) tags: Vec<String>,
    /// What a signal counts: pay=0.4; may be repeated
    #[arg(long, value_name = "SIGNAL=WEIGHT")]
    pub(super) weight: Vec<String>,
    #[command(flatten)]
    pub(super) weighing: Weighing,
    /// Keep near-copies of one offer apart
    #[arg(long)]
    pub(super) keep_copies: bool,
    /// How much unlikeness among the results counts, 0 to 1
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    pub(super) diversity: f64,
    /// At most so many postings of one company
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) per_company: Option<u32>,
    /// The order: by the score, by how far the job meets the person, the person the job, or each the other
    #[arg(long, value_enum, default_value_t)]
    pub(super) by: By,
    /// A table of exchange rates in place of the one that is compiled in
    #[arg(long, value_name = "FILE")]
    pub(super) exchange_rates: Option<PathBuf>,
    #[command(flatten)]
    pub(super) means: Means,
    /// One JSON object a line
    #[arg(long)]
    pub(super) json: bool,
}

/// What a list is in the order of.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum By {
    /// The score
    #[default]
    Score,
    /// How far the job meets the person
    Person,
    /// How far the person meets the job
    Job,
    /// How far each meets the other: the harmonic mean of the two
    Both,
}

impl From<By> for ranking::By {
    fn from(by: By) -> Self {
        match by {
            By::Score => Self::Score,
            By::Person => Self::Person,
            By::Job => Self::Job,
            By::Both => Self::Both,
        }
    }
}

/// `vocation inspect`.
#[derive(Args, Debug)]
pub(super) struct Inspect {
    /// Files and folders to inspect
    #[arg(required = true, value_name = "FILE")]
    pub(super) paths: Vec<PathBuf>,
    /// What the documents are, where the files do not tell
    #[arg(long)]
    pub(super) side: Option<Side>,
    #[command(flatten)]
    pub(super) reading: Reading,
    #[command(flatten)]
    pub(super) skills: Skills,
    /// Add what was read
    #[arg(long)]
    pub(super) text: bool,
    /// One JSON object a line
    #[arg(long)]
    pub(super) json: bool,
}

/// `vocation embed`.
#[derive(Args, Debug)]
pub(super) struct Embed {
    /// A file with one text a line
    #[arg(long, value_name = "LINES")]
    pub(super) input: PathBuf,
    /// Where to write the vectors: a NumPy file, one row a line (f32, unit length)
    #[arg(long, value_name = "FILE.npy")]
    pub(super) output: PathBuf,
    #[command(flatten)]
    pub(super) model: Model,
}

/// `vocation evaluate embedding`.
#[derive(Args, Debug)]
pub(super) struct EvaluateEmbedding {
    /// The queries: id<TAB>text a line, or JSON Lines with `id` and `text`
    #[arg(long, value_name = "FILE")]
    pub(super) queries: PathBuf,
    /// The documents to rank, in the same form
    #[arg(long, value_name = "FILE")]
    pub(super) corpus: PathBuf,
    /// Which documents are relevant: "query 0 document grade" a line (TREC)
    #[arg(long, value_name = "FILE")]
    pub(super) qrels: PathBuf,
    /// What is measured: builtin, bm25, ngrams, a model, or a run (a TREC file)
    #[arg(long, value_name = "MODEL|RUN", default_value = "builtin", visible_alias = "run")]
    pub(super) model: String,
    /// What it is compared with, named alike; may be repeated
    #[arg(long, value_name = "MODEL|RUN")]
    pub(super) against: Vec<String>,
    /// Compare with BM25 and the TF-IDF of character n-grams
    #[arg(long)]
    pub(super) baselines: bool,
    /// Write the ranking as a TREC run
    #[arg(long, value_name = "FILE")]
    pub(super) save_run: Option<PathBuf>,
    /// How many documents a query the run has
    #[arg(long, default_value_t = 1_000, value_name = "K", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) depth: u32,
    /// Take the document with the query's id out of its ranking
    #[arg(long)]
    pub(super) exclude_same_id: bool,
    /// Take documents with the query's text, but for case, out of its ranking
    #[arg(long)]
    pub(super) exclude_same_text: bool,
    /// How often queries are drawn again for the intervals, and coins tossed for p
    #[arg(long, default_value_t = 10_000, value_name = "TIMES", value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    pub(super) resamples: u32,
    /// Where chance starts
    #[arg(long, default_value_t = 1)]
    pub(super) seed: u64,
    /// One JSON object
    #[arg(long)]
    pub(super) json: bool,
}

/// `vocation link`.
#[derive(Args, Debug)]
pub(super) struct Link {
    /// What to link to: one label a line, an ESCO CSV download, an O*NET text file, or a table of `vocation taxonomy import`
    #[arg(long, value_name = "FILE")]
    pub(super) taxonomy: PathBuf,
    /// A file with one text a line
    #[arg(long, value_name = "LINES")]
    pub(super) input: PathBuf,
    /// A table of weights in place of the one that is compiled in (`vocation learn linking` makes one)
    #[arg(long, value_name = "FILE.tsv")]
    pub(super) weights: Option<PathBuf>,
    /// How many entries to give for each line
    #[arg(long, default_value_t = 5, value_name = "K", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) top: u32,
    /// One JSON object a line
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) model: Model,
}

/// `vocation learn linking`.
#[cfg(feature = "training")]
#[derive(Args, Debug)]
pub(super) struct LearnLinking {
    /// What the texts were linked to: one label a line, an ESCO CSV download, or an O*NET text file
    #[arg(long, value_name = "FILE")]
    pub(super) taxonomy: PathBuf,
    /// Judged texts, JSON Lines: {"text": ..., "labels": [...]}; files count alike
    #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
    pub(super) judgments: Vec<PathBuf>,
    /// Where to write the weights
    #[arg(long, value_name = "FILE.tsv")]
    pub(super) output: PathBuf,
    #[command(flatten)]
    pub(super) model: Model,
}

/// A side of the market.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Side {
    Posting,
    Resume,
}

impl From<Side> for documents::Side {
    fn from(side: Side) -> Self {
        match side {
            Side::Posting => Self::Posting,
            Side::Resume => Self::Resume,
        }
    }
}

/// A rung of the ladder by its name, in any case.
pub(super) fn level() -> impl TypedValueParser<Value = Level> {
    let unknown = "no level has this name";
    PossibleValuesParser::new(Level::ALL.map(Level::name)).try_map(move |name| Level::named(&name).ok_or(unknown))
}
