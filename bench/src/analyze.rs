//! Time and memory of whole analyses, each in a process of its own, at growing numbers of reports.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{env, fs};

use anyhow::Context;

use crate::variants::Variants;

#[derive(clap::Args)]
pub struct Args {
    /// The program to measure.
    #[arg(long, default_value = "target/release/wardline")]
    wardline: PathBuf,
    /// Folder of clusters whose texts are retold.
    #[arg(long, default_value = "corpus/clusters/develop")]
    clusters: PathBuf,
    /// Numbers of reports.
    #[arg(long, value_delimiter = ',', default_value = "100,1000,10000,100000")]
    reports: Vec<usize>,
    /// Another seed gives other names.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

pub fn run(args: &Args) -> anyhow::Result<()> {
    let variants = Variants::open(&args.clusters, args.seed)?;
    let folder = env::temp_dir().join(format!("wardline-bench-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    println!(
        "{:>8} {:>8} {:>8} {:>8} {:>10}   growth",
        "reports", "MB", "s", "MiB", "reports/s"
    );
    let mut before: Option<(usize, f64)> = None;
    for &count in &args.reports {
        let input = folder.join(format!("{count}.ndjson"));
        let bytes = write(&variants, count, &input)?;
        let (seconds, mib) = measure(args, &input)?;
        let growth = before.map_or_else(String::new, |(reports, spent)| {
            format!(
                "{:.1}x the reports, {:.1}x the time",
                count as f64 / reports as f64,
                seconds / spent
            )
        });
        println!(
            "{count:>8} {:>8.1} {seconds:>8.2} {mib:>8} {:>10.0}   {growth}",
            bytes as f64 / 1e6,
            count as f64 / seconds
        );
        before = Some((count, seconds));
        fs::remove_file(&input)?;
    }
    fs::remove_dir(&folder)?;
    Ok(())
}

fn write(variants: &Variants, count: usize, path: &PathBuf) -> anyhow::Result<usize> {
    let mut file = std::io::BufWriter::new(fs::File::create(path)?);
    let mut bytes = 0;
    for place in 0..count {
        let text = variants.text(place);
        bytes += text.len();
        serde_json::to_writer(&mut file, &serde_json::json!({"id": place, "text": text}))?;
        file.write_all(b"\n")?;
    }
    file.flush()?;
    Ok(bytes)
}

/// Seconds by the clock, and the most memory, of `wardline analyze FILE --format json`.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures")]
fn measure(args: &Args, input: &PathBuf) -> anyhow::Result<(f64, u64)> {
    let start = Instant::now();
    let mut child = Command::new(&args.wardline)
        .args(["analyze", "--format", "json"])
        .arg(input)
        .stdout(Stdio::null())
        .spawn()
        .with_context(|| {
            format!(
                "{}: build it first: cargo build --release",
                args.wardline.display()
            )
        })?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait()?.is_none() {
        peak = peak.max(crate::measure::peak_of(&status).unwrap_or(0));
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    Ok((start.elapsed().as_secs_f64(), peak))
}
