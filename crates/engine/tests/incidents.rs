//! Reports of many events, put together, come to the incidents that they are about.

#![expect(
    clippy::unwrap_used,
    reason = "a test says what it expects by failing there"
)]

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use engine::{Options, Study, picture};

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// The texts of clusters, one of each in turn, each with the number of its cluster.
fn mixed(clusters: &str) -> Vec<(usize, String)> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/clusters");
    let mut texts = Vec::new();
    for (cluster, folder) in entries(&corpus.join(clusters)).iter().enumerate() {
        let files = entries(folder).into_iter();
        let files = files.filter(|file| file.extension().is_some_and(|ending| ending == "txt"));
        let numbered = files.enumerate();
        texts.extend(
            numbered.map(|(turn, file)| (turn, cluster, fs::read_to_string(file).unwrap())),
        );
    }
    texts.sort_by_key(|(turn, cluster, _)| (*turn, *cluster));
    let texts = texts.into_iter();
    texts.map(|(_, cluster, text)| (cluster, text)).collect()
}

fn incidents(texts: &[(usize, String)]) -> Vec<Vec<usize>> {
    let read = |(_, text): &(usize, String)| Study::of(text, &Options::default());
    let studies: Vec<Study> = texts.iter().map(read).collect();
    let incidents = picture(&studies).incidents.into_iter();
    incidents.map(|incident| incident.reports).collect()
}

/// How many of an incident's reports tell of the same event as one of them, and how many of those that tell of it
/// are in its incident; the mean over all reports of incidents (B-cubed).
fn scores(clusters: &str) -> (f64, f64) {
    let texts = mixed(clusters);
    let events = incidents(&texts).into_iter().map(|reports| {
        let mut events: HashMap<usize, f64> = HashMap::new();
        for report in reports {
            *events.entry(texts[report].0).or_default() += 1.0;
        }
        events
    });
    let incidents: Vec<HashMap<usize, f64>> = events.collect();
    let mut all: HashMap<usize, f64> = HashMap::new();
    for (event, count) in incidents.iter().flatten() {
        *all.entry(*event).or_default() += count;
    }
    let (mut precision, mut recall) = (0.0, 0.0);
    for incident in &incidents {
        let size: f64 = incident.values().sum();
        for (event, count) in incident {
            precision += count * count / size;
            recall += count * count / all[event];
        }
    }
    let count: f64 = all.values().sum();
    (precision / count, recall / count)
}

#[test]
fn events_told_side_by_side_are_kept_apart() {
    for (clusters, floors) in [("develop", (0.77, 0.84)), ("heldout", (0.85, 0.78))] {
        let (precision, recall) = scores(clusters);
        println!("{clusters}: precision {precision:.3}, recall {recall:.3}");
        assert!(precision >= floors.0, "{clusters}: precision {precision}");
        assert!(recall >= floors.1, "{clusters}: recall {recall}");
    }
}

#[test]
fn an_event_that_many_report_stays_one() {
    let told = |number: usize| {
        let text = format!(
            "Two men shot at Sergeant Maud Ellery outside the depot in Harrow Vale on 4 March 2026. Resident number {number} of \
             street w{number}a heard word{number}b and saw a word{number}c leave."
        );
        (0, text)
    };
    let texts: Vec<(usize, String)> = (0..120).map(told).collect();
    let incidents = incidents(&texts);
    assert_eq!(incidents.len(), 1, "{incidents:?}");
}
