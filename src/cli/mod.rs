//! The doors of the command line. Results go to standard output, progress and warnings to standard error. Exit codes:
//! 0 an answer was given, 1 none could be, 2 wrong usage.

mod adding;
mod arguments;
mod disputing;
mod embed;
mod evaluate;
mod evaluating;
mod exchange;
mod excluding;
mod finishing;
mod freezing;
mod globs;
mod input;
mod inspect;
mod interruption;
mod keep;
mod keeping;
#[cfg(feature = "training")]
mod learn;
#[cfg(feature = "training")]
mod learn_weights;
mod lines;
mod link;
mod means;
mod model;
mod models;
mod origins;
mod output;
mod pace;
mod parties;
mod populations;
mod profiles;
mod rank;
mod reading;
mod reading_in;
mod report;
mod reporting;
mod score;
mod taxonomy;
#[cfg(feature = "training")]
mod training;
mod unread;
mod watching;
mod weighing;
mod what_if;
mod why;

use std::process::ExitCode;

use clap::Parser;

use arguments::Arguments;
use arguments::Command;

/// Why a command gave no answer.
#[derive(Debug)]
enum Failure {
    /// Wrong usage: exit code 2.
    Usage(String),
    /// No answer could be given: exit code 1.
    NoAnswer(String),
    /// Whoever reads the results has stopped reading: no failure.
    Closed,
}

impl Failure {
    /// What is told of it.
    fn problem(&self) -> &str {
        match self {
            Self::Usage(problem) | Self::NoAnswer(problem) => problem,
            Self::Closed => "whoever reads the results has stopped reading",
        }
    }
}

impl From<vocation::Error> for Failure {
    fn from(error: vocation::Error) -> Self {
        match error {
            vocation::Error::Usage { .. } => Self::Usage(error.to_string()),
            other => Self::NoAnswer(other.to_string()),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return Self::Closed;
        }
        Self::NoAnswer(format!("the results could not be written: {error}"))
    }
}

/// Runs the command that the arguments name.
pub(crate) fn run() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Rank(asked) => rank::run(asked),
        Command::Why(asked) => why::run(&asked),
        Command::WhatIf(asked) => what_if::run(&asked),
        Command::Score(asked) => score::run(*asked),
        Command::Add(asked) => adding::add(&asked),
        Command::Remove(asked) => keep::remove(&asked),
        Command::Compact(asked) => keep::compact(&asked),
        Command::Verify(asked) => keep::verify(&asked),
        Command::Export(asked) => exchange::export(&asked),
        Command::Import(asked) => exchange::import(&asked),
        Command::Info(asked) => keep::info(&asked),
        Command::Inspect(asked) => inspect::run(&asked),
        Command::Embed(asked) => embed::run(&asked),
        Command::Report(asked) => report::run(&asked),
        Command::Evaluate(asked) => evaluate::run(&asked),
        Command::Models(asked) => models::run(&asked),
        #[cfg(feature = "training")]
        Command::Learn(asked) => learn::run(&asked),
        Command::Taxonomy(asked) => taxonomy::run(&asked),
        Command::Reindex(asked) => keep::reindex(&asked),
        Command::Link(asked) => link::run(&asked),
    };
    match done {
        Ok(()) | Err(Failure::Closed) => ExitCode::SUCCESS,
        Err(Failure::NoAnswer(problem)) => {
            output::warn(&problem);
            ExitCode::from(1)
        }
        Err(Failure::Usage(problem)) => {
            output::warn(&problem);
            ExitCode::from(2)
        }
    }
}
