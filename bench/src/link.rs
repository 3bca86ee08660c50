//! How well reports are brought to the incidents that they are about, where it is known which tell of one event.

use std::collections::HashMap;
use std::path::PathBuf;

use engine::{Options, Sketch, Study};

use crate::variants::{Shape, Variants};

#[derive(clap::Args)]
pub struct Args {
    /// Clusters that the reports retell
    #[arg(long, default_value = "corpus/clusters/develop")]
    clusters: PathBuf,

    /// How many reports there are; without it the texts of the clusters as they are, one of each in turn
    #[arg(long)]
    reports: Option<usize>,

    #[command(flatten)]
    shape: Shape,
}

pub fn run(args: &Args) -> anyhow::Result<()> {
    let variants = Variants::open(&args.clusters, args.shape)?;
    let texts = match args.reports {
        Some(count) => (0..count)
            .map(|place| (variants.event(place), variants.text(place)))
            .collect(),
        None => variants.originals(),
    };
    let incidents = incidents(texts);
    let scores = Scores::of(&incidents);
    println!(
        "{} reports of {} events in {} incidents, {} of them of one event alone; the largest has {}",
        incidents.iter().map(Vec::len).sum::<usize>(),
        counts(incidents.iter().flatten()).len(),
        incidents.len(),
        incidents
            .iter()
            .filter(|incident| counts(incident.iter()).len() == 1)
            .count(),
        incidents.iter().map(Vec::len).max().unwrap_or(0)
    );
    println!(
        "precision {:.3}, recall {:.3}",
        scores.precision, scores.recall
    );
    Ok(())
}

/// The incidents that texts come to, each as the events that its reports tell of.
fn incidents(texts: Vec<(usize, String)>) -> Vec<Vec<usize>> {
    let (mut sketch, mut studies, mut events) = (Sketch::default(), Vec::new(), Vec::new());
    for (event, text) in texts {
        let mut study = Study::of(&text, &Options::default());
        sketch.add(&study);
        study.settle();
        studies.push(study);
        events.push(event);
    }
    let incidents = sketch.draw(&studies).incidents.into_iter();
    let events_of = |reports: Vec<usize>| reports.iter().map(|report| events[*report]).collect();
    incidents
        .map(|incident| events_of(incident.reports))
        .collect()
}

/// How often each event stands among some.
fn counts<'e>(events: impl Iterator<Item = &'e usize>) -> HashMap<usize, f64> {
    let mut counts: HashMap<usize, f64> = HashMap::new();
    for event in events {
        *counts.entry(*event).or_default() += 1.0;
    }
    counts
}

/// For each report in an incident, on average: which share of the incident tells of its event, and which share of those
/// that tell of its event and are in some incident is in this one (B-cubed, Bagga and Baldwin 1998).
struct Scores {
    precision: f64,
    recall: f64,
}

impl Scores {
    fn of(incidents: &[Vec<usize>]) -> Self {
        let all = counts(incidents.iter().flatten());
        let (mut precision, mut recall) = (0.0, 0.0);
        for incident in incidents {
            for (event, same) in counts(incident.iter()) {
                precision += same * same / incident.len() as f64;
                recall += same * same / all[&event];
            }
        }
        let reports: f64 = all.values().sum();
        Scores {
            precision: precision / reports,
            recall: recall / reports,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_told_side_by_side_are_kept_apart() {
        let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/clusters");
        for (clusters, floors) in [("develop", (0.665, 0.84)), ("heldout", (0.86, 0.83))] {
            let shape = Shape::default();
            let variants = Variants::open(&corpus.join(clusters), shape).expect("clusters");
            let Scores { precision, recall } = Scores::of(&incidents(variants.originals()));
            println!("{clusters}: precision {precision:.3}, recall {recall:.3}");
            assert!(precision >= floors.0, "{clusters}: precision {precision}");
            assert!(recall >= floors.1, "{clusters}: recall {recall}");
        }
    }
}
