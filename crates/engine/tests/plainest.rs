//! The plainest sentences there are, of which no fit of the net may lose more than these few.

use engine::detect;
use engine::text::Doc;
use model::Stance;

/// From this score a behaviour counts as shown.
const SHOWN: f32 = 0.5;

/// Most that are taken wrongly.
const WRONG: usize = 10;
/// Most vows that are missed.
const MISSED: usize = 2;

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

/// Whoever vows harm to somebody with a full name, at a place and on a day, threatens, however harmless names of officials are elsewhere.
#[test]
fn a_vow_to_harm_somebody_named_is_a_threat() {
    let english = [
        "judge Elena Marsh",
        "Officer Tom Vale",
        "clerk Ada Brink",
        "Dr Ruth Lomax",
    ]
    .map(|whom| {
        ["shoot", "kill", "stab"]
            .map(|act| format!("I will {act} {whom} at her house in Norwick on Friday."))
    });
    let spanish = [
        "a la jueza Elena Marín",
        "al agente Tomás Vega",
        "a la fiscal Inés Pola",
    ]
    .map(|whom| {
        ["disparar", "matar", "apuñalar"]
            .map(|act| format!("Voy a {act} {whom} en su casa de Ponterra el viernes."))
    });
    let missed: Vec<_> = (english.iter().flatten().chain(spanish.iter().flatten()))
        .filter(|text| detect::read(&Doc::new(text)).stance != Stance::Makes)
        .collect();
    assert!(missed.len() <= MISSED, "{missed:#?}");
}
