//! Measures how well and how fast parts of the engine work, on texts that it makes itself or
//! is given.

#![expect(clippy::print_stdout, reason = "what is measured is printed")]

mod chance;
mod copies;
mod measure;

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
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Copies(args) => copies::run(&args),
    }
}
