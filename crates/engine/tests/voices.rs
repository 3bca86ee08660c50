//! On whose word a text asserts something.

use engine::{Options, Study};

/// The source of the first mention whose words hold `part`.
fn source_of(text: &str, part: &str) -> String {
    let study = Study::of(text, &Options::default());
    let notes = &study.notes;
    let found = notes
        .mentions
        .iter()
        .find(|(_, quote)| quote.text.contains(part));
    match found.map(|(mention, _)| mention.source) {
        None => format!(
            "no mention in {:?}",
            notes
                .mentions
                .iter()
                .map(|(_, q)| &q.text)
                .collect::<Vec<_>>()
        ),
        Some(None) => "nobody".to_owned(),
        Some(Some(source)) => notes.sources[source].name.clone(),
    }
}

#[track_caller]
fn says(text: &str, part: &str, name: &str) {
    assert_eq!(source_of(text, part), name, "{text}");
}

#[test]
fn an_owner_before_the_speaker_is_no_passive() {
    says(
        "A pipe bomb was found at the home of Jane Dorr on Monday, the sheriff's office said.",
        "pipe bomb",
        "sheriff's office",
    );
}

#[test]
fn a_date_or_venue_may_stand_between_verb_and_speaker() {
    says(
        "Un artefacto estalló el martes en la casa de la jueza Elena Prado y dejó dos heridos, informó el miércoles la Fiscalía Provincial de Arrecife.",
        "artefacto",
        "Fiscalía Provincial de Arrecife",
    );
    says(
        "Un artefacto estalló el martes en la casa de la jueza Elena Prado y dejó dos heridos, dijo ayer en rueda de prensa el portavoz del gobierno, Marcos Luján.",
        "artefacto",
        "Marcos Luján",
    );
}

#[test]
fn whoever_is_told_does_not_tell() {
    says(
        "Four rangers were shot and injured on the Dell road on Sunday, Tobias Kemp, told the Harbour Star.",
        "rangers",
        "Tobias Kemp",
    );
}

#[test]
fn a_relative_and_a_complement_leave_the_speaker_who_it_is() {
    says(
        "The mayor, Anna Reyes, was away. A resident of Cornel Street, who asked not to be named, said that two gunmen shot a guard on Monday.",
        "gunmen",
        "resident",
    );
    says(
        "La alcaldesa, Ana Reyes, no estaba. Un vecino de la calle Cornelio, que pidió no ser nombrado, contó que dos hombres dispararon contra un guardia el lunes.",
        "dispararon",
        "vecino",
    );
}

#[test]
fn a_spokesperson_for_a_body_is_the_body() {
    says(
        "Two guards were shot on Monday, said a spokeswoman for the Harbour Guard Union.",
        "guards",
        "Harbour Guard Union",
    );
    says(
        "Dos guardias fueron tiroteados el lunes, dijo una portavoz del Sindicato de Guardias del Puerto.",
        "guardias",
        "Sindicato de Guardias del Puerto",
    );
}

#[test]
fn a_surname_in_a_label_is_the_person_named_before() {
    let text = "HOST: Good morning. With us is Bettina Crane, who chairs the Harbour Guard Union.\n\n\
        CRANE: Good morning.\n\n\
        HOST: What happened?\n\n\
        CRANE: Two of our guards were shot at the gate on Monday.\n";
    says(text, "shot", "Bettina Crane");
}

#[test]
fn a_body_that_publishes_speaks_for_itself() {
    let text = "HARBOUR GUARD DIRECTORATE\nNotice 4/2026\n10 March 2026\n\nSHOOTING AT THE GATE\n\n\
        1. Two guards were shot at the north gate on Monday, 9 March.\n\n\
        2. Peter Vance, 34, was arrested yesterday.\n";
    says(text, "arrested", "HARBOUR GUARD DIRECTORATE");
}

#[test]
fn an_apposition_before_the_verb_is_the_speaker_however_soon_a_name_follows() {
    says(
        "Dr Anil Varga, the director of Cornel Hospital, said Mr Colb, 58, was shot on Monday.",
        "shot",
        "Anil Varga",
    );
    says(
        "Two guards were shot on Monday, said Anil Varga, the director of Cornel Hospital.",
        "guards",
        "Anil Varga",
    );
}
