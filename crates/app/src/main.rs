//! The `wardline` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    wardline::cli::run(std::env::args_os())
}
