//! The integration tests, one module per concern.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

/// What is understood of the demonstration documents, against labels made by reading them.
mod gold;

/// Why a score is what it is, and what would change it.
mod arguing;
/// Bad input: a sentence each, the rest goes on.
mod bad_input;
/// Whole populations from the command line.
mod batch;
/// Whole populations from the command line, where runs break off.
mod batch_broken;
/// The transformer, where the program is built with it.
#[cfg(feature = "bert")]
mod bert;
/// The catalog: kept, reopened, damaged.
mod catalog;
/// The command line and its contract.
mod cli;
/// Parquet and Arrow files, sound and broken.
#[cfg(feature = "columnar")]
mod columnar;
/// One writer and eight readers at once; one thread and many.
mod concurrency;
/// A writer that is killed at any moment.
mod crashes;
/// How good a model is at a benchmark.
mod evaluate;
/// How well the score orders judged pairs, what each signal is worth, and the report.
mod evaluate_ranking;
/// Feeds of postings, with the traps of each.
mod feeds;
/// The floors of the house.
mod floors;
/// Catalogs of every format that there was.
mod formats;
/// Feeds, tables and exports that somebody broke.
mod hostile_feeds;
/// PDF and Office documents that somebody made to fill the memory or to last.
mod hostile_papers;
/// What must not count does not.
mod invariances;
/// From documents to ranked matches with reasons.
mod journey;
/// The judgments that ship: whole, and about documents that are there.
mod judgments;
/// Keeping a catalog: broken off and gone on with, copied, checked, rid of what was removed.
mod keep;
/// Linking: its command, its contract, and a floor under its quality.
mod linking;
/// One model's catalog is refused by another, and embedded anew.
mod models;
/// A catalog whose files were changed by something else.
mod mutations;
/// Formats that one names.
mod named_formats;
/// Pair files for training: their command.
mod pairs;
/// Résumés as the files that people have, hostile ones too.
mod papers;
/// What was understood of documents, kept as Parquet and Arrow.
#[cfg(feature = "columnar")]
mod profiles;
/// What holds for any input.
mod properties;
/// Random operations, beside a plain map that says what must come of them.
mod random_operations;
/// What README.md says is what the code does.
mod readme;
/// The picture of a run of scores.
#[cfg(feature = "columnar")]
mod run_report;
/// Documents of our own for the tests.
mod samples;
/// Both sides of a match, and the dials of variety.
mod sides;
/// Tables, exports and candidates.
mod tables;
/// Taxonomies of one's own: read, settled, merged, used.
mod taxonomies;
/// What holds for any table that is imported as a taxonomy.
mod taxonomy_properties;
/// Whole populations at once.
mod tiles;
/// Entries that are cheap enough to write by the thousand.
mod tiny;
/// Learned weights from the command line: learned, kept, put in use, replayed.
mod weights;
/// The wishes of a person as flags.
mod wishes;
