//! The command line: `vocation rank`, `add`, `remove`, `info`, `inspect`, `embed` and `evaluate`.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
