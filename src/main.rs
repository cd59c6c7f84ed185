//! The command line: `vocation rank`, `add`, `export`, `info`, `inspect`, `embed`, `evaluate` and others.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
