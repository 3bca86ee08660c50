//! The command line: what was asked for, and the doing of it.

mod analyze;
mod args;
mod backup;
mod call;
mod console;
mod demo;
mod doctor;
mod image;
mod incidents;
mod key;
mod ledger;
mod migrate;
mod plan;
mod read;
mod receive;
mod restore;
mod serve;
mod token;
mod user;
mod write;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use intake::Problem;

use crate::config;

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
        args::Command::Demo(low) => demo::run(&low.folder, low.no_desk),
        args::Command::Serve(low) => serve::run(low),
        args::Command::Receive(low) => receive::run(low),
        args::Command::Incidents(low) => incidents::run(low),
        args::Command::Doctor(low) => doctor::run(low),
        args::Command::Token(args::Token::Add(low)) => token::add(low),
        args::Command::User(low) => user::run(low),
        args::Command::Call(low) => call::run(low),
        args::Command::Ledger(args::Ledger::Verify(low)) => ledger::verify(low),
        args::Command::Ledger(args::Ledger::Check(low)) => ledger::check(&low),
        args::Command::Backup(low) => backup::run(low),
        args::Command::Restore(low) => restore::run(low),
        args::Command::Migrate(low) => migrate::run(low),
        args::Command::Key(args::Key::Rotate(low)) => key::rotate(low),
        args::Command::ImageCopy => image::run(),
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

/// Does something with a desk, which needs to wait for many things at once. A problem is told.
fn on_desk<F: Future<Output = Result<End, Problem>>>(what: impl FnOnce() -> F) -> End {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let done = match runtime {
        Ok(runtime) => runtime.block_on(what()),
        Err(error) => Err(config::problem(
            "wardline",
            &error.to_string(),
            "give the machine more memory or threads",
        )),
    };
    done.unwrap_or_else(|problem| {
        console::Console::new().problem(&problem);
        End::Partial
    })
}

/// Tells a problem, if there is one.
fn tell(done: Result<(), Problem>) -> End {
    match done {
        Ok(()) => End::Whole,
        Err(problem) => {
            console::Console::new().problem(&problem);
            End::Partial
        }
    }
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
