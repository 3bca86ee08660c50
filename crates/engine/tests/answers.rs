//! Whom answers befall or shield, in sentences beside an act that they answer.

use engine::{Options, Study};
use model::Kind;

const ENGLISH: &str = "Gunmen fired at the clerk Ida Brandt in Dorrin on Sunday, police said.\n\n";
const SPANISH: &str = "Hombres armados dispararon contra la jueza Ida Brandt en Dorrin el domingo, dijo la policía.\n\n";

/// The target and the person of the first answer of an act in a sentence.
fn answer(before: &str, sentence: &str, act: &str) -> (String, String) {
    let study = Study::of(&format!("{before}{sentence}"), &Options::default());
    let mut mentions = study.notes.mentions.into_iter().map(|(mention, _)| mention);
    let found = mentions
        .find(|mention| mention.kind == Kind::Response && mention.act == Some(act))
        .unwrap_or_else(|| panic!("no {act}: {sentence}"));
    let text = |filler: Option<engine::claim::Filler>| filler.map_or(String::new(), |f| f.text);
    (text(found.target), text(found.person))
}

#[test]
fn guards_are_not_whom_they_guard() {
    for (sentence, whom) in [
        (
            "Since Friday the magistrate has had two bodyguards.",
            "magistrate",
        ),
        ("The nurses now travel with two guards.", "nurses"),
        ("Deputies have been posted at the courthouse.", "courthouse"),
        (
            "A patrol car will be stationed at the clinic until Monday.",
            "clinic",
        ),
        (
            "Police officers will escort the teachers to their cars.",
            "teachers",
        ),
    ] {
        let (target, _) = answer(ENGLISH, sentence, "protect");
        assert!(target.contains(whom), "{target}: {sentence}");
    }
    for (sentence, whom) in [
        (
            "Desde el viernes la magistrada cuenta con dos escoltas.",
            "magistrada",
        ),
        (
            "Las enfermeras viajan ahora con escolta policial.",
            "enfermeras",
        ),
        (
            "Habrá vigilancia policial permanente en la clínica.",
            "clínica",
        ),
    ] {
        let (target, _) = answer(SPANISH, sentence, "protect");
        assert!(target.contains(whom), "{target}: {sentence}");
    }
}

#[test]
fn who_is_held_is_told_by_name_or_as_told() {
    for (sentence, whom) in [
        (
            "Two brothers were arrested in Oxmere on Monday.",
            "brothers",
        ),
        ("Detectives arrested a 44-year-old man on Monday.", "man"),
        (
            "A man, Colm Tarrant, of no fixed address, was arrested on Monday.",
            "Colm Tarrant",
        ),
        (
            "Mr. Colm Tarrant, 44, was arrested on Monday.",
            "Colm Tarrant",
        ),
    ] {
        let (_, person) = answer(ENGLISH, sentence, "arrest");
        assert!(person.contains(whom), "{person}: {sentence}");
    }
    for (sentence, whom) in [
        (
            "Dos hermanos fueron detenidos el lunes en Villa Alta.",
            "hermanos",
        ),
        ("La policía detuvo a una mujer de 29 años.", "mujer"),
        (
            "Se detuvo a dos hombres en un control de carretera.",
            "hombres",
        ),
        (
            "Fue detenido el lunes Ramón Quiroga Sáez, de 44 años.",
            "Ramón Quiroga",
        ),
    ] {
        let (_, person) = answer(SPANISH, sentence, "arrest");
        assert!(person.contains(whom), "{person}: {sentence}");
    }
}

#[test]
fn who_brings_a_charge_is_not_charged_nor_is_a_place_or_an_agency() {
    for (sentence, not) in [
        (
            "County Prosecutor Ada Melling charged a man with two counts of attempted murder.",
            "Melling",
        ),
        ("Detectives arrested a man in Oxmere on Monday.", "Oxmere"),
        (
            "OXMERE (Telpress) - Detectives arrested a man on Monday.",
            "Telpress",
        ),
    ] {
        let act = if sentence.contains("charged") {
            "charge"
        } else {
            "arrest"
        };
        let (_, person) = answer(ENGLISH, sentence, act);
        assert!(!person.contains(not), "{person}: {sentence}");
    }
    let sentence = "La policía detuvo ayer en Villarroel a un hombre de 34 años.";
    let (_, person) = answer(SPANISH, sentence, "arrest");
    assert!(!person.contains("Villarroel"), "{person}");
}

#[test]
fn what_was_taken_down_bears_its_name() {
    for (sentence, what) in [
        ("Telegram closed the channel on Saturday.", "channel"),
        (
            "The company closed the channel known as \"Night Ledger\" at noon.",
            "Night Ledger",
        ),
        (
            "The chat app shut the group Harbour Owls on Tuesday.",
            "Harbour Owls",
        ),
    ] {
        let (target, _) = answer(ENGLISH, sentence, "remove");
        assert!(target.contains(what), "{target}: {sentence}");
        assert!(!target.contains("Telegram"), "{target}: {sentence}");
    }
    for (sentence, what) in [
        (
            "Telegram cerró el sábado el canal que publicaba la lista.",
            "canal",
        ),
        (
            "La empresa ha eliminado el canal «Noche Abierta» a petición de la policía.",
            "Noche Abierta",
        ),
        (
            "Fueron retiradas las publicaciones con los domicilios.",
            "publicaciones",
        ),
    ] {
        let (target, _) = answer(SPANISH, sentence, "remove");
        assert!(target.contains(what), "{target}: {sentence}");
    }
}

#[test]
fn who_sits_in_judgement_is_not_charged() {
    let sentence =
        "La jueza primera de instancia, Inés Pola, imputó ayer a Ramón Quiroga Sáez por el ataque.";
    let (_, person) = answer(SPANISH, sentence, "charge");
    assert!(!person.contains("Pola"), "{person}");
}

#[test]
fn words_that_open_a_sentence_are_written_small() {
    let (_, person) = answer(
        ENGLISH,
        "One man was arrested in Oxmere on Monday.",
        "arrest",
    );
    assert_eq!(person, "one man");
}

/// How many claims of an answer come of one report.
fn answers(before: &str, rest: &str, act: &str) -> usize {
    let text = format!("{before}{rest}");
    let picture = engine::picture(&[Study::of(&text, &Options::default())]);
    let claims = picture.claims.iter();
    let of_act = claims.filter(|claim| claim.slots.act.as_deref() == Some(act));
    of_act.count()
}

#[test]
fn a_report_that_guards_two_tells_of_two() {
    let guarded =
        "Deputies have been posted at the courthouse. The court sat on Tuesday as always.";
    let again = "Deputies are still posted at the courthouse.";
    let others = "Police officers will escort the teachers to their cars.";
    assert_eq!(
        answers(ENGLISH, &format!("{guarded} {again}"), "protect"),
        1
    );
    assert_eq!(
        answers(ENGLISH, &format!("{guarded} {others}"), "protect"),
        2
    );
    let guarded = "Desde el viernes la magistrada cuenta con dos escoltas. El martes hubo audiencia como siempre.";
    let again = "La magistrada sigue con escolta policial.";
    let others = "Las enfermeras viajan ahora con escolta policial.";
    assert_eq!(
        answers(SPANISH, &format!("{guarded} {again}"), "protect"),
        1
    );
    assert_eq!(
        answers(SPANISH, &format!("{guarded} {others}"), "protect"),
        2
    );
}

#[test]
fn a_second_arrest_is_none_of_the_first() {
    let first = "Police arrested Colm Tarrant, 31, on 4 March 2026.";
    let second = "Police arrested Ruth Alder, 44, on 6 March 2026.";
    let again = "Colm Tarrant was arrested at home.";
    assert_eq!(answers(ENGLISH, &format!("{first} {again}"), "arrest"), 1);
    assert_eq!(answers(ENGLISH, &format!("{first} {second}"), "arrest"), 2);
    let first = "La policía detuvo a Pablo Ferrer, de 31 años, el 4 de marzo de 2026.";
    let second = "La policía detuvo a Rosa Alder, de 44 años, el 6 de marzo de 2026.";
    let again = "Pablo Ferrer fue detenido en su casa.";
    assert_eq!(answers(SPANISH, &format!("{first} {again}"), "arrest"), 1);
    assert_eq!(answers(SPANISH, &format!("{first} {second}"), "arrest"), 2);
}

#[test]
fn whom_he_stands_for_was_named_just_before() {
    let named = "Colm Tarrant, 31, will face the magistrates on Monday.";
    let (_, person) = answer(
        ENGLISH,
        &format!("{named} He was detained at a ferry on 4 March 2026."),
        "arrest",
    );
    assert_eq!(person, "Colm Tarrant");
    let named = "Pablo Ferrer, de 31 años, vivía en Dorrin.";
    let (_, person) = answer(
        SPANISH,
        &format!("{named} Vecinos cuentan que lo detuvieron el lunes 4 de marzo."),
        "arrest",
    );
    assert_eq!(person, "Pablo Ferrer");
}
