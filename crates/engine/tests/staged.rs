//! Attacks on actors, authors, musicians and players, at theatres and stadiums, beside plots, reviews, matches and
//! rehearsals in the same words: those are told of as attacks, these are not.

use engine::{Options, Study, picture};
use model::Stance;

/// Pairs of texts, the real one first.
fn pairs(lang: &str) -> Vec<[String; 2]> {
    let path = format!("{}/tests/staged/{lang}.txt", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("pairs");
    text.split("\n\n")
        .map(|pair| {
            let mut lines = pair.lines().map(str::to_owned);
            [lines.next(), lines.next()].map(|line| line.expect("two texts"))
        })
        .collect()
}

/// Whether it is read as a report that asserts something.
fn alarms(text: &str) -> (Stance, usize) {
    let studies = [Study::of(text, &Options::default())];
    (studies[0].reading.stance, picture(&studies).claims.len())
}

/// Most texts taken for what they are not: a match told in words of violence alone.
const WRONG: usize = 1;

fn wrong(lang: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for [real, made] in pairs(lang) {
        let (stance, claims) = alarms(&real);
        if stance != Stance::Reports || claims == 0 {
            wrong.push(format!("real, {stance:?}, {claims} claims: {real}"));
        }
        let (stance, claims) = alarms(&made);
        if matches!(stance, Stance::Reports | Stance::Makes) || claims > 0 {
            wrong.push(format!("made, {stance:?}, {claims} claims: {made}"));
        }
    }
    wrong
}

#[test]
fn an_attack_is_no_plot_and_a_plot_no_attack() {
    let wrong = ["en", "es"].map(wrong).concat();
    assert!(
        wrong.len() <= WRONG,
        "{}: {}",
        wrong.len(),
        wrong.join("\n")
    );
}
