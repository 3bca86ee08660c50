//! What a report tells of an act beside the act itself: on which day, on whose word, and what it only seems to tell.

use engine::claim::Mention;
use engine::{Options, Study, picture};
use model::Kind;

fn study(text: &str) -> Study {
    let options = Options {
        published: Some("2026-03-10".parse().expect("a day")),
        ..Options::default()
    };
    Study::of(text, &options)
}

fn mentions(text: &str, kind: Kind) -> Vec<Mention> {
    let notes = study(text).notes;
    let all = notes.mentions.into_iter().map(|(mention, _)| mention);
    all.filter(|mention| mention.kind == kind).collect()
}

/// The days, told in the clause that asserts, of mentions of one kind.
fn days(text: &str, kind: Kind) -> Vec<String> {
    let firm = |mention: &Mention| {
        let when = mention.date.as_ref().filter(|when| when.firm)?;
        Some(when.start?.to_string())
    };
    mentions(text, kind).iter().filter_map(firm).collect()
}

#[test]
fn a_sentence_may_tell_the_day_alone() {
    let act = "Two men shot at Judge Ada Brink outside the courthouse in Oxmere, the police said. A bullet grazed her driver.";
    let on = |more: &str| days(&format!("{act} {more}"), Kind::Attack);
    assert_eq!(on("It happened on Saturday, 7 March."), ["2026-03-07"]);
    assert_eq!(on("She puts the incident on 6 March."), ["2026-03-06"]);
    assert_eq!(on("All this took place on 7 March."), ["2026-03-07"]);
    assert!(on("The council meeting was on Saturday, 7 March.").is_empty());
    assert!(on("Was it on Saturday, 7 March?").is_empty());
    let hecho = "Dos encapuchados dispararon contra la jueza Inés Pola en la plaza de Olmeda, según la policía.";
    let fue = |more: &str| days(&format!("{hecho} {more}"), Kind::Attack);
    assert_eq!(fue("Fue el sábado 7, no el viernes."), ["2026-03-07"]);
    assert_eq!(fue("Los hechos ocurrieron el 7 de marzo."), ["2026-03-07"]);
    assert!(fue("El pleno fue el sábado 7.").is_empty());
}

#[test]
fn a_day_that_is_denied_is_not_the_day() {
    let text = "El tiroteo contra la jueza Inés Pola en Olmeda no fue el viernes 6: fue el sábado 7, según la policía.";
    let days = days(text, Kind::Attack);
    assert!(
        days.iter().all(|day| day == "2026-03-07") && !days.is_empty(),
        "{days:?}"
    );
}

#[test]
fn who_rings_for_help_calls_for_no_harm() {
    let text = "Un aviso falso llevó a la policía a la casa de la jueza Inés Pola. Nadie estaba en peligro en la vivienda, dijo la \
        comisaria. La jueza cenaba con sus hijos. Alguien había llamado al 112 diciendo que un hombre había disparado a su mujer.";
    assert!(mentions(text, Kind::Incitement).is_empty());
    assert!(mentions(text, Kind::Attack).is_empty());
    assert_eq!(mentions(text, Kind::Swatting).len(), 2);
    let asked = "A man struck the clerk Ada Brink with a hammer at the courthouse in Oxmere on Monday, the police said. She asked \
        her sister who was going to finish the list.";
    assert!(mentions(asked, Kind::Incitement).is_empty());
}

#[test]
fn bullets_that_come_by_post_hit_nobody() {
    for text in [
        "La jueza Inés Pola recibió el lunes en Olmeda un sobre con tres balas, según la policía.",
        "Judge Ada Brink found an envelope with two bullets on her desk in Oxmere on Monday, the police said.",
    ] {
        assert!(mentions(text, Kind::Attack).is_empty(), "{text}");
        assert_eq!(mentions(text, Kind::Threat).len(), 1, "{text}");
    }
}

#[test]
fn whom_it_befell_may_tell_it() {
    for text in [
        "They shot at us from a boat on Saturday",
        "They attacked us at the jetty.",
        "Unos hombres nos dispararon con escopetas el sábado en el muelle.",
        "me golpearon con palos en el muelle el sábado",
    ] {
        assert_eq!(mentions(text, Kind::Attack).len(), 1, "{text}");
    }
    for text in ["That film hit me hard.", "Esa canción me golpeó el alma."] {
        assert!(mentions(text, Kind::Attack).is_empty(), "{text}");
    }
}

#[test]
fn what_is_only_paid_for_is_not_done() {
    for text in [
        "He is held on suspicion of offering money for the killing of Judge Ada Brink, police said.",
        "Está detenido por ofrecer dinero por el asesinato de la jueza Inés Pola, según la policía.",
    ] {
        assert!(mentions(text, Kind::Attack).is_empty(), "{text}");
    }
}

#[test]
fn a_corps_speaks_and_the_held_are_named() {
    let study = study(
        "COMANDANCIA DE LA GUARDIA CIVIL EN OLMEDA\nNota de prensa\n\nLa Guardia Civil ha detenido en la tarde de ayer, en un piso \
         de la calle Mayor, a un varón de 31 años, Julio Parra, por las amenazas de muerte contra la directora del Instituto Miralrío.",
    );
    let (arrest, _) = &study.notes.mentions[0];
    assert_eq!(arrest.act, Some("arrest"));
    let held = arrest.person.as_ref().map(|person| person.text.as_str());
    assert_eq!(held, Some("Julio Parra"));
    let source = arrest
        .source
        .map(|source| study.notes.sources[source].name.as_str());
    assert_eq!(source, Some("COMANDANCIA DE LA GUARDIA CIVIL EN OLMEDA"));
}

#[test]
fn what_the_net_sees_nothing_of_is_no_event() {
    let text = "EL DIARIO DE OLMEDA\n\nLos vecinos llevaban meses amenazando con ir todos a bañarse a la fuente de la alcaldesa. El \
        agua volvió ayer y se llevó por delante el sombrero del concejal. Hubo queso y vino.";
    assert!(picture(&[study(text)]).claims.is_empty());
    let real = "Two men shot at Judge Ada Brink outside the courthouse in Oxmere on Saturday, 7 March, the police said.";
    assert_eq!(picture(&[study(real)]).claims.len(), 1);
}
