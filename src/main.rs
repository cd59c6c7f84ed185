//! The command line: `vocation rank`, `add`, `remove`, `info`, `inspect` and `embed`.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
