//! How well reports are brought to the incidents that they are about, where it is known which tell of one event.

use std::collections::HashMap;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};
use serde::Deserialize;

use crate::variants::{Shape, Variants};

#[derive(clap::Args)]
pub struct Args {
    /// The program to measure
    #[arg(long, default_value = "target/release/wardline")]
    program: PathBuf,

    /// Clusters that the reports retell
    #[arg(long, default_value = "corpus/clusters/develop")]
    clusters: PathBuf,

    /// How many reports there are; without it the texts of the clusters as they are, one of each in turn
    #[arg(long)]
    reports: Option<usize>,

    #[command(flatten)]
    shape: Shape,
}

#[derive(Deserialize)]
struct Analysis {
    reports: Vec<Report>,
    incidents: Vec<Incident>,
}

#[derive(Deserialize)]
struct Report {
    id: String,
}

#[derive(Deserialize)]
struct Incident {
    reports: Vec<String>,
}

pub fn run(args: &Args) -> anyhow::Result<()> {
    let variants = Variants::open(&args.clusters, args.shape)?;
    let mut texts: Vec<(usize, String)> = match args.reports {
        Some(count) => (0..count)
            .map(|place| (variants.event(place), variants.text(place)))
            .collect(),
        None => variants.originals(),
    };
    // of a copy that leaves out everything nothing is there to be read
    texts.retain(|(_, text)| !text.trim().is_empty());
    let analysis = analyze(args, &texts)?;
    ensure!(
        analysis.reports.len() == texts.len(),
        "not all reports were read"
    );
    let events = texts.iter().map(|(event, _)| *event);
    let ids = analysis.reports.iter().map(|report| report.id.as_str());
    let event_of: HashMap<&str, usize> = ids.zip(events).collect();
    let incidents: Vec<Vec<usize>> = (analysis.incidents.iter())
        .map(|one| one.reports.iter().map(|id| event_of[id.as_str()]).collect())
        .collect();
    tell(&incidents);
    Ok(())
}

/// For each report in an incident: which share of the incident tells of its event, and which share of those that
/// tell of its event and are in some incident is in this one (B-cubed, Bagga and Baldwin 1998).
fn tell(incidents: &[Vec<usize>]) {
    let mut all: HashMap<usize, usize> = HashMap::new();
    for event in incidents.iter().flatten() {
        *all.entry(*event).or_default() += 1;
    }
    let (mut precision, mut recall, mut count, mut pure) = (0.0, 0.0, 0.0, 0);
    for incident in incidents {
        let mut own: HashMap<usize, usize> = HashMap::new();
        for event in incident {
            *own.entry(*event).or_default() += 1;
        }
        pure += usize::from(own.len() == 1);
        for (event, same) in own {
            let same_share = same as f64;
            precision += same_share * same_share / incident.len() as f64;
            recall += same_share * same_share / all[&event] as f64;
            count += same_share;
        }
    }
    println!(
        "{count} reports of {} events in {} incidents, {pure} of them of one event alone; the largest has {}",
        all.len(),
        incidents.len(),
        incidents.iter().map(Vec::len).max().unwrap_or(0)
    );
    println!(
        "precision {:.3}, recall {:.3}",
        precision / count,
        recall / count
    );
}

fn analyze(args: &Args, texts: &[(usize, String)]) -> anyhow::Result<Analysis> {
    let folder = tempfile::tempdir()?;
    let input = folder.path().join("reports.ndjson");
    let output = folder.path().join("analysis.json");
    let mut into = std::io::BufWriter::new(std::fs::File::create(&input)?);
    for (_, text) in texts {
        writeln!(into, "{}", serde_json::json!({ "text": text }))?;
    }
    into.flush()?;
    let ended = Command::new(&args.program)
        .args(["analyze", "--format", "json", "-o"])
        .args([&output, &input])
        .stdout(Stdio::null())
        .status()
        .context(
            "the program cannot be started: build it with --release, or name it with --program",
        )?;
    ensure!(ended.success(), "the program ended with {ended}");
    let analysis = std::io::BufReader::new(std::fs::File::open(&output)?);
    Ok(serde_json::from_reader(analysis)?)
}
