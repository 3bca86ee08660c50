//! Measures how well and how fast parts of the engine work, on texts that it makes itself or
//! is given.

#![expect(clippy::print_stdout, reason = "what is measured is printed")]

mod analyze;
mod chance;
mod copies;
mod desk;
mod grow;
mod link;
mod measure;
mod read;
mod tips;
mod variants;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "bench", about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Finds near copies among many texts: recall, precision, time, memory.
    Copies(copies::Args),
    /// Reads texts one by one on one core: megabytes and texts a second.
    Read(read::Args),
    /// Analyses growing numbers of reports: time, memory, growth.
    Analyze(analyze::Args),
    /// Fills a desk, and measures it on the way: what one more report costs, the start, memory.
    Grow(grow::Args),
    /// Asks for the desk's pages with many reports behind them: waiting time, weight; decides about many at once.
    Desk(desk::Args),
    /// Brings reports to incidents: how many of an incident tell of one event.
    Link(link::Args),
    /// Sends tips through the real listener: tips a second, waiting time, memory.
    Tips(tips::Args),
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Copies(args) => copies::run(&args),
        Command::Read(args) => read::run(&args),
        Command::Analyze(args) => analyze::run(&args),
        Command::Grow(args) => grow::run(&args),
        Command::Desk(args) => desk::run(&args),
        Command::Link(args) => link::run(&args),
        Command::Tips(args) => tips::run(&args),
    }
}
