//! The `wardline` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    intake::silence_caught_panics();
    wardline::cli::run(std::env::args_os())
}
