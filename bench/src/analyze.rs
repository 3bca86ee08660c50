//! Time and memory of whole analyses, each in a process of its own, at growing numbers of reports.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{env, fs};

use anyhow::Context;

use crate::variants::{Shape, Variants};

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
    /// Keeps what is read and written, in this folder.
    #[arg(long)]
    keep: Option<PathBuf>,
    #[command(flatten)]
    shape: Shape,
}

/// What one analysis has cost.
struct Cost {
    /// By the clock on the wall, which others' work on the machine slows.
    seconds: f64,
    /// Of all cores, for the program itself.
    processor: Option<f64>,
    mib: u64,
}

pub fn run(args: &Args) -> anyhow::Result<()> {
    let variants = Variants::open(&args.clusters, args.shape)?;
    let folder = match &args.keep {
        Some(folder) => folder.clone(),
        None => env::temp_dir().join(format!("wardline-bench-{}", std::process::id())),
    };
    fs::create_dir_all(&folder)?;
    if let Some(load) = crate::measure::load() {
        println!("load of the machine before: {load}");
    }
    println!(
        "{:>8} {:>8} {:>8} {:>8} {:>8} {:>10}   growth",
        "reports", "MB", "s", "cpu s", "MiB", "reports/s"
    );
    let mut before: Option<(usize, Cost)> = None;
    for &count in &args.reports {
        let input = folder.join(format!("{count}.ndjson"));
        let bytes = write(&variants, count, &input)?;
        let cost = measure(args, &input)?;
        println!(
            "{count:>8} {:>8.1} {:>8.2} {:>8.2} {:>8} {:>10.0}   {}",
            bytes as f64 / 1e6,
            cost.seconds,
            cost.processor.unwrap_or_default(),
            cost.mib,
            count as f64 / cost.seconds,
            before
                .as_ref()
                .map_or_else(String::new, |(reports, known)| {
                    growth(count as f64 / *reports as f64, &cost, known)
                })
        );
        before = Some((count, cost));
        if args.keep.is_none() {
            fs::remove_file(&input)?;
            fs::remove_file(output(&input))?;
        }
    }
    if args.keep.is_none() {
        fs::remove_dir(&folder)?;
    }
    Ok(())
}

fn growth(reports: f64, cost: &Cost, before: &Cost) -> String {
    let time = cost.seconds / before.seconds;
    let processor = cost.processor.zip(before.processor);
    let processor = processor.map_or_else(String::new, |(now, then)| {
        format!(", {:.1}x the processor's", now / then.max(0.01))
    });
    format!("{reports:.0}x the reports: {time:.1}x the time{processor}")
}

fn output(input: &Path) -> PathBuf {
    input.with_extension("json")
}

fn write(variants: &Variants, count: usize, path: &Path) -> anyhow::Result<usize> {
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

/// What `wardline analyze FILE --format json -o FILE` costs.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures")]
fn measure(args: &Args, input: &Path) -> anyhow::Result<Cost> {
    let before = crate::measure::processor_seconds_of_children();
    let start = Instant::now();
    let mut child = Command::new(&args.wardline)
        .args(["analyze", "--format", "json", "-o"])
        .arg(output(input))
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
    let mut mib = 0;
    let end = loop {
        if let Some(end) = child.try_wait()? {
            break end;
        }
        mib = mib.max(crate::measure::peak_of(&status).unwrap_or(0));
        std::thread::sleep(std::time::Duration::from_millis(5));
    };
    let seconds = start.elapsed().as_secs_f64();
    anyhow::ensure!(
        end.success(),
        "{} ended with {end}",
        args.wardline.display()
    );
    let processor = before
        .zip(crate::measure::processor_seconds_of_children())
        .map(|(before, after)| after - before);
    Ok(Cost {
        seconds,
        processor,
        mib,
    })
}
