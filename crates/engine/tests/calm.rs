//! Texts full of the words of violence in which nobody is threatened, beside short reports in which
//! somebody is: the first yield no claim, the others keep theirs.

#![expect(clippy::print_stdout, reason = "the figures, with --nocapture")]

use engine::{Options, Study, picture};
use model::{Level, Stance};
use serde_json::Value;

/// What came out of one part of the examples.
#[derive(Debug, Default)]
struct Tally {
    calm: u32,
    /// Look-alikes with a claim.
    claiming: u32,
    /// Look-alikes read as reports or threats, or above P4.
    alarming: u32,
    real: u32,
    /// Reports that yield the claim they are about.
    found: u32,
}

fn tally(name: &str, split: &str) -> Tally {
    let path = format!("{}/tests/detect/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let rows = std::fs::read_to_string(path).expect("examples");
    let rows = rows
        .lines()
        .map(|row| serde_json::from_str::<Value>(row).expect("a row"));
    let mut tally = Tally::default();
    for row in rows.filter(|row| row["split"] == split) {
        let text = row["text"].as_str().expect("a text");
        let studies = [Study::of(text, &Options::default())];
        let claims = picture(&studies).claims;
        let reading = &studies[0].reading;
        let wanted = row["claims"].as_array().expect("kinds of claims");
        if wanted.is_empty() {
            let alarming = matches!(reading.stance, Stance::Makes | Stance::Reports)
                || !matches!(reading.level, Level::P4 | Level::P5);
            if split == "tuned" && (alarming || !claims.is_empty()) {
                println!("{text}\n{:?} {:?}", reading.stance, reading.level);
            }
            tally.calm += 1;
            tally.claiming += u32::from(!claims.is_empty());
            tally.alarming += u32::from(alarming);
        } else {
            let kept = wanted
                .iter()
                .all(|kind| claims.iter().any(|claim| *kind == claim.kind.as_str()));
            if split == "tuned" && !kept {
                println!("{text}\nlost {wanted:?}");
            }
            tally.real += 1;
            tally.found += u32::from(kept);
        }
    }
    println!("{name} {split}: {tally:?}");
    tally
}

#[test]
fn lookalikes_make_no_claims_and_reports_do() {
    // look-alikes with a claim, look-alikes that alarm: at most; reports found: at least
    for (name, split, claiming, alarming, found) in [
        ("calm-en", "tuned", 0, 3, 3),
        ("calm-en", "held", 2, 2, 3),
        ("calm-es", "tuned", 0, 2, 3),
        ("calm-es", "held", 0, 2, 4),
    ] {
        let tally = tally(name, split);
        assert!(
            tally.claiming <= claiming && tally.alarming <= alarming && tally.found >= found,
            "{name} {split}: {tally:?}"
        );
    }
}
