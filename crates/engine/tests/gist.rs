//! Acts told of without any of the words by which rules know them, and words of violence that tell of none.

use engine::claim::gist;
use engine::{Options, Study};
use model::Kind;

/// What is told before, so that the text is a report.
const EN: &str = "A man threatened to kill Clerk Ada Brink on Monday, the sheriff's office said. ";
const ES: &str =
    "Un hombre amenazó de muerte el lunes a la secretaria Ada Brink, informó la comisaría. ";

fn tells(text: &str, kind: Kind) -> bool {
    let study = Study::of(text, &Options::default());
    let mut mentions = study.notes.mentions.iter();
    mentions.any(|(mention, _)| mention.kind == kind)
}

#[test]
fn what_no_rule_knows_is_known_by_its_words() {
    let told = [
        (
            EN,
            "Her sister and the children have slept in a hotel that the union pays for since then.",
            Kind::Response,
        ),
        (
            EN,
            "A man in a parked car wrote down when her boys left for school.",
            Kind::Surveillance,
        ),
        (
            ES,
            "Una moto sin placas pasó tres veces despacio frente a la casa de su madre.",
            Kind::Surveillance,
        ),
        (
            ES,
            "En el grupo circularon la placa de su coche y el horario de su turno.",
            Kind::Doxxing,
        ),
    ];
    let found = told
        .iter()
        .filter(|(before, words, kind)| tells(&format!("{before}{words}"), *kind));
    let found = found.count();
    assert!(found * 4 >= told.len() * 3, "{found}");
}

#[test]
fn what_is_supposed_or_denied_is_told_of_by_nobody() {
    for (before, words, kind) in [
        (
            EN,
            "Somebody might publish her home address, the union fears.",
            Kind::Doxxing,
        ),
        (EN, "Nobody has been kidnapped.", Kind::Kidnapping),
        (
            ES,
            "Nadie ha publicado la dirección de su casa.",
            Kind::Doxxing,
        ),
    ] {
        assert!(!tells(&format!("{before}{words}"), kind), "{words}");
    }
}

#[test]
fn sentences_stand_where_they_are_said_to() {
    let text = format!("{ES}\n\nNadie más resultó herido.");
    let (sentences, items) = gist::sentences(&text);
    assert_eq!(sentences.len(), 2);
    let of = |sentence: &gist::Sentence| {
        let length = sentence.end - sentence.start;
        text.chars()
            .skip(sentence.start)
            .take(length)
            .collect::<String>()
    };
    assert_eq!(of(&sentences[0]), ES.trim_end());
    assert!(sentences.iter().all(|sentence| !sentence.slots.is_empty()));
    let both = [&sentences[0].items, &sentences[1].items];
    assert_eq!(both, [&(0..both[0].end), &(both[0].end..items.len())]);
    let found = gist::SUBJECTS.iter().zip(sentences[0].found);
    assert!(
        found
            .into_iter()
            .any(|((kind, _), found)| found && *kind == Kind::Threat)
    );
}
