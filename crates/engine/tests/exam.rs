//! What reading makes of texts by hands that wrote nothing it was fitted on.

#![expect(clippy::print_stdout, reason = "the figures, with --nocapture")]

use std::collections::BTreeMap;

use engine::detect::{self, Detection};
use engine::text::Doc;
use model::Behaviour;
use serde::Deserialize;

#[derive(Deserialize)]
struct Item {
    text: String,
    lang: String,
    stance: String,
    threat: u8,
    behaviours: BTreeMap<String, Vec<String>>,
}

/// Sets of texts, each by another hand.
const EXAMS: [&str; 6] = [
    "exam",
    "exam-plain",
    "exam-wide",
    "exam-last",
    "exam-next",
    "exam-final",
];

/// From this score a behaviour counts as shown.
const SHOWN: f32 = 0.5;

fn items(name: &str) -> Vec<(Item, Detection)> {
    let path = format!("{}/tests/detect/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let rows = std::fs::read_to_string(path).expect("items");
    rows.lines()
        .map(|row| {
            let item: Item = serde_json::from_str(row).expect("an item");
            let detection = detect::read(&Doc::new(&item.text));
            (item, detection)
        })
        .collect()
}

fn share(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}

/// Mean over the behaviours of how well each is told, 0–1.
fn macro_f1(items: &[&(Item, Detection)]) -> f32 {
    let f1 = |kind: &Behaviour| {
        let (mut both, mut either) = (0, 0);
        for (item, detection) in items {
            let truth = item.behaviours.contains_key(kind.as_str());
            let shown = detection
                .behaviours
                .iter()
                .any(|f| f.kind == *kind && f.score >= SHOWN);
            both += usize::from(truth && shown);
            either += usize::from(truth) + usize::from(shown);
        }
        share(2 * both, either)
    };
    Behaviour::ALL.iter().map(f1).sum::<f32>() / Behaviour::ALL.len() as f32
}

/// Of evidence for behaviours rightly shown: how often it meets words that the writer marked, and its share of the text.
fn evidence(items: &[&(Item, Detection)]) -> (f32, f32) {
    let (mut met, mut shown, mut length) = (0, 0, 0.0);
    for (item, detection) in items {
        let all = item.text.chars().count() as f32;
        for finding in detection.behaviours.iter().filter(|f| f.score >= SHOWN) {
            let Some(marked) = item.behaviours.get(finding.kind.as_str()) else {
                continue;
            };
            let spans: Vec<_> = marked
                .iter()
                .filter_map(|words| {
                    let start = item.text[..item.text.find(words)?].chars().count();
                    Some(start..start + words.chars().count())
                })
                .collect();
            shown += 1;
            met += usize::from(finding.evidence.iter().any(|quote| {
                spans
                    .iter()
                    .any(|s| s.start < quote.end && quote.start < s.end)
            }));
            length += finding
                .evidence
                .iter()
                .map(|quote| quote.end - quote.start)
                .sum::<usize>() as f32
                / all;
        }
    }
    (share(met, shown), length / shown.max(1) as f32)
}

/// Average precision of the probability of a threat.
fn average_precision(items: &[&(Item, Detection)]) -> f32 {
    let mut ranked: Vec<_> = items
        .iter()
        .map(|(item, detection)| (detection.threat, item.threat == 1))
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut found, mut sum) = (0.0, 0.0);
    for (at, _) in ranked.iter().enumerate().filter(|(_, (_, threat))| *threat) {
        found += 1.0;
        sum += found / (at + 1) as f32;
    }
    sum / f32::max(found, 1.0)
}

struct Figures {
    precision: f32,
    f1: f32,
    stances: f32,
    flagged: f32,
    met: f32,
    length: f32,
}

fn figures(all: &[(Item, Detection)], lang: &str) -> Figures {
    let items: Vec<_> = all.iter().filter(|(item, _)| item.lang == lang).collect();
    let innocent: Vec<_> = items
        .iter()
        .filter(|(item, _)| matches!(item.stance.as_str(), "unrelated" | "fiction"))
        .collect();
    let flagged = innocent
        .iter()
        .filter(|(_, detection)| detection.behaviours.iter().any(|f| f.score >= SHOWN))
        .count();
    let right = items
        .iter()
        .filter(|(item, detection)| item.stance == detection.stance.as_str())
        .count();
    let (met, length) = evidence(&items);
    let threats = |is: u8| items.iter().filter(move |(item, _)| item.threat == is);
    let held = |is: u8| {
        share(
            threats(is)
                .filter(|(_, detection)| detection.threat >= 0.5)
                .count(),
            threats(is).count(),
        )
    };
    let figures = Figures {
        precision: average_precision(&items),
        f1: macro_f1(&items),
        stances: share(right, items.len()),
        flagged: share(flagged, innocent.len()),
        met,
        length,
    };
    println!(
        "{lang}: {} texts; threat AP {:.3}, found {:.3}, wrongly {:.3}; behaviours macro-F1 {:.3}, stance {:.3}, innocent flagged {:.3}; evidence met {:.3}, share of the text {:.3}",
        items.len(),
        figures.precision,
        held(1),
        held(0),
        figures.f1,
        figures.stances,
        figures.flagged,
        figures.met,
        figures.length
    );
    figures
}

#[test]
fn texts_by_another_hand_are_understood() {
    for (name, lang, precision, f1, stances, flagged) in [
        ("exam", "en", 0.835, 0.655, 0.835, 0.05),
        ("exam", "es", 0.815, 0.625, 0.82, 0.04),
        ("exam-plain", "en", 0.925, 0.79, 0.905, 0.03),
        ("exam-plain", "es", 0.905, 0.87, 0.885, 0.03),
        ("exam-wide", "en", 0.91, 0.745, 0.845, 0.05),
        ("exam-wide", "es", 0.91, 0.8, 0.87, 0.06),
        ("exam-last", "en", 0.895, 0.7, 0.795, 0.09),
        ("exam-last", "es", 0.925, 0.71, 0.84, 0.07),
        ("exam-next", "en", 0.9, 0.695, 0.855, 0.05),
        ("exam-next", "es", 0.9, 0.7, 0.845, 0.1),
        ("exam-final", "en", 0.935, 0.705, 0.815, 0.09),
        ("exam-final", "es", 0.965, 0.73, 0.765, 0.07),
    ] {
        println!("{name}");
        let figures = figures(&items(name), lang);
        assert!(figures.precision >= precision && figures.f1 >= f1 && figures.stances >= stances);
        assert!(figures.flagged <= flagged && figures.met >= 0.8 && figures.length <= 0.33);
    }
}

#[test]
fn idle_words_are_no_threat() {
    for lang in ["en", "es"] {
        let all = items("idle");
        let idle = figures(&all, lang);
        assert!(idle.flagged <= 0.08 && idle.stances >= 0.7);
    }
}

/// The text without a finding's evidence.
fn without(text: &str, detection: &Detection) -> String {
    let quotes: Vec<_> = detection
        .behaviours
        .iter()
        .flat_map(|f| &f.evidence)
        .collect();
    let kept = text.chars().enumerate().filter(|(at, _)| {
        !quotes
            .iter()
            .any(|quote| (quote.start..quote.end).contains(at))
    });
    kept.map(|(_, letter)| letter).collect()
}

#[test]
fn without_its_evidence_a_threat_is_less_of_one() {
    let (mut less, mut threats) = (0, 0);
    for name in EXAMS {
        for (item, detection) in items(name) {
            if detection.threat >= 0.5 {
                let left = without(&item.text, &detection);
                threats += 1;
                less += usize::from(detect::read(&Doc::new(&left)).threat < detection.threat);
            }
        }
    }
    println!("{less} of {threats} threats are less of one without their evidence");
    assert!(less * 100 >= threats * 97, "{less} of {threats}");
}
