//! What a text asserts, and what only seems to be asserted: each line of `claims/asserted.txt` is a text of its own.

use engine::{Options, Study};

const LINES: &str = include_str!("claims/asserted.txt");

#[test]
fn what_is_asserted_is_found_and_nothing_else() {
    let mut wrong = Vec::new();
    for line in LINES
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
    {
        let (head, text) = line.split_once(" | ").expect("two parts");
        let (kind, expected) = head.split_once(' ').expect("a kind and yes or no");
        let study = Study::of(text, &Options::default());
        let mut mentions = study.notes.mentions.iter();
        let found = mentions.any(|(mention, _)| mention.kind.as_str() == kind);
        if found != (expected == "yes") {
            wrong.push(line);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
