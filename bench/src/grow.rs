//! A desk that grows: what one more report costs, how long a start takes and how much is held, the more are stored.

use std::fs;
use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, ensure};

use crate::measure::{now, processor_seconds_of_children};
use crate::tips::{resident, start};
use crate::variants::{Shape, Variants};

/// Reports by which the cost of one more is told.
const MORE: usize = 2_000;

#[derive(clap::Args)]
pub struct Args {
    /// The program to measure
    #[arg(long, default_value = "target/release/wardline")]
    program: PathBuf,

    /// How many are stored when it is measured
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "1000,10000,100000,1000000"
    )]
    stored: Vec<usize>,

    /// Clusters that the reports retell
    #[arg(long, default_value = "corpus/clusters/develop")]
    clusters: PathBuf,

    /// URL of an empty PostgreSQL database, in place of SQLite
    #[arg(long)]
    database: Option<String>,

    /// Where the desk is made, and removed
    #[arg(long, default_value = "target")]
    folder: PathBuf,

    #[command(flatten)]
    shape: Shape,
}

pub fn run(args: &Args) -> anyhow::Result<()> {
    let variants = Variants::open(&args.clusters, args.shape)?;
    // of a copy that leaves out everything nothing is there to be received
    let texts = |places: Range<usize>| {
        let texts = places.map(|place| variants.text(place));
        texts.filter(|text| !text.trim().is_empty())
    };
    let folder = tempfile::tempdir_in(&args.folder)?;
    let desk = folder.path().join("desk");
    println!(
        "   stored   one more of {MORE}   of processors      start    at rest    on disk   to get there"
    );
    let mut next = 0;
    for &stored in &args.stored {
        let begun = now();
        let receive = |texts: &mut dyn Iterator<Item = String>| {
            receive(&args.program, args.database.as_deref(), &desk, texts)
        };
        receive(&mut texts(next..stored))?;
        let took = begun.elapsed();
        let texts: Vec<String> = texts(stored..stored + MORE).collect();
        let (begun, worked) = (now(), processor_seconds_of_children());
        receive(&mut texts.into_iter())?;
        let more = begun.elapsed().as_secs_f64() * 1e3 / MORE as f64;
        let worked = (processor_seconds_of_children().zip(worked))
            .map_or(f64::NAN, |(now, then)| (now - then) * 1e3 / MORE as f64);
        next = stored + MORE;
        let (start, rest) = serve(args, &desk)?;
        println!(
            "{stored:>9}   {more:>13.3} ms {worked:>12.3} ms {:>8.3} s {:>7.0} MB {:>7.0} MB {:>12.0} s",
            start.as_secs_f64(),
            rest,
            size(&desk)? as f64 / 1e6,
            took.as_secs_f64()
        );
    }
    Ok(())
}

/// Hands in reports, and waits until all are stored, read and brought together.
pub fn receive(
    program: &Path,
    database: Option<&str>,
    desk: &Path,
    texts: impl Iterator<Item = String>,
) -> anyhow::Result<()> {
    let mut command = Command::new(program);
    command.args(["receive", "-", "--data"]).arg(desk);
    if let Some(url) = database {
        command.args(["--database", url]);
    }
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .context(
            "the program cannot be started: build it with --release, or name it with --program",
        )?;
    let mut into = std::io::BufWriter::new(child.stdin.take().context("no input")?);
    for text in texts {
        let line = serde_json::json!({ "text": text });
        writeln!(into, "{line}")?;
    }
    drop(into);
    ensure!(child.wait()?.success(), "not all reports were taken in");
    Ok(())
}

/// How long a start takes, until it answers, and the megabytes of memory it holds.
fn serve(args: &Args, desk: &Path) -> anyhow::Result<(Duration, f64)> {
    let begun = now();
    let mut server = start(&args.program, args.database.as_deref(), desk)?;
    let took = begun.elapsed();
    std::thread::sleep(Duration::from_secs(2));
    let rest = resident(&server.child)?;
    server.child.kill()?;
    server.child.wait()?;
    Ok((took, rest))
}

/// Bytes of the files in a folder, and in those in it.
fn size(folder: &Path) -> anyhow::Result<u64> {
    let mut sum = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        sum += match entry.metadata()? {
            metadata if metadata.is_dir() => size(&entry.path())?,
            metadata => metadata.len(),
        };
    }
    Ok(sum)
}
