//! The command line: what was asked for, and the doing of it.

mod analyze;
mod args;
mod console;
mod demo;
mod plan;
mod read;
mod write;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

pub use args::{Format, Language};
pub use plan::Look;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Everything was read.
    Whole,
    /// Some input could not be read, or the result could not be written.
    Partial,
    /// The command line was wrong.
    Usage,
}

impl From<End> for ExitCode {
    fn from(end: End) -> Self {
        ExitCode::from(match end {
            End::Whole => 0,
            End::Partial => 1,
            End::Usage => 2,
        })
    }
}

/// Does what the arguments ask for. Never panics on bad input; what fails is told on standard error
/// in two lines, what failed and what to do.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match args::Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Nothing can be told to a closed terminal.
            let _ = error.print();
            return if error.use_stderr() {
                End::Usage
            } else {
                End::Whole
            }
            .into();
        }
    };
    let end = match cli.command {
        args::Command::Analyze(low) => match plan::Plan::of(low) {
            Ok(plan) => analyze::run(&plan),
            Err(message) => usage("analyze", message),
        },
        args::Command::Read(low) => read::run(&low.file),
        args::Command::Demo(low) => demo::run(&low.folder),
    };
    end.into()
}

/// Tells what is wrong with the arguments in the same form in which the parser does.
fn usage(command: &str, message: String) -> End {
    let mut cli = args::Cli::command();
    cli.build();
    let error = match cli.find_subcommand_mut(command) {
        Some(command) => command.error(clap::error::ErrorKind::ValueValidation, message),
        None => cli.error(clap::error::ErrorKind::ValueValidation, message),
    };
    let _ = error.print();
    End::Usage
}

/// The day on this machine's clock, in UTC. The only place that asks for it.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that asks for the day"
)]
fn today() -> jiff::civil::Date {
    jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date()
}
