//! The plainest sentences there are, of which no fit of the net may lose more than these few.

use engine::detect;
use engine::text::Doc;

/// From this score a behaviour counts as shown.
const SHOWN: f32 = 0.5;

/// Most that are taken wrongly.
const WRONG: usize = 10;

/// Language, whether it threatens (`makes`) or is harmless (`calm`), and the sentence, by tabs.
const SENTENCES: &str = include_str!("detect/plainest.tsv");

#[test]
fn the_plainest_sentences_are_understood() {
    let mut wrong = Vec::new();
    for line in SENTENCES.lines() {
        let [_, expected, text] = line
            .split('\t')
            .collect::<Vec<_>>()
            .try_into()
            .expect("three columns");
        let detection = detect::read(&Doc::new(text));
        let shown = detection
            .behaviours
            .iter()
            .any(|found| found.score >= SHOWN);
        let right = match expected {
            "makes" => shown && detection.threat >= 0.5,
            _ => !shown && detection.threat < 0.5,
        };
        if !right {
            wrong.push(format!("{expected} {:.2} {text}", detection.threat));
        }
    }
    println!(
        "{} of {} are taken wrongly:\n{}",
        wrong.len(),
        SENTENCES.lines().count(),
        wrong.join("\n")
    );
    assert!(wrong.len() <= WRONG);
}
