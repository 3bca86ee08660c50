//! Who bears whom out: doubtful lineage counts as fewer origins, never as more.

use engine::{Options, Study, picture};

/// The most independent origins of any claim about several texts.
fn origins_of(texts: &[&str]) -> usize {
    let study = |text: &&str| Study::of(text, &Options::default());
    let studies: Vec<Study> = texts.iter().map(study).collect();
    let picture = picture(&studies);
    assert!(!picture.claims.is_empty(), "{texts:?}");
    let counts = picture.claims.iter().map(|claim| claim.independent_origins);
    counts.max().unwrap_or(0)
}

#[test]
fn threats_to_one_person_are_the_same_by_their_day() {
    let force = "The Cornel Police Department said that a man threatened to kill Judge Ada Brink";
    let union =
        "The Cornel Court Officers Union said that a man threatened to kill Judge Ada Brink";
    let on = |text: &str, day: &str| format!("{text}{day}.");
    let dated = |text| on(text, " on 9 March 2026");
    assert_eq!(origins_of(&[&dated(force), &dated(union)]), 2);
    assert_eq!(origins_of(&[&on(force, ""), &on(union, "")]), 1);
    let fuerza =
        "La Policía Foral de Cornel informó que un hombre amenazó de muerte a la jueza Ada Brink";
    let gremio = "El Sindicato de Ujieres de Cornel informó que un hombre amenazó de muerte a la jueza Ada Brink";
    let dated = |text| on(text, " el 9 de marzo de 2026");
    assert_eq!(origins_of(&[&dated(fuerza), &dated(gremio)]), 2);
    assert_eq!(origins_of(&[&on(fuerza, ""), &on(gremio, "")]), 1);
}

#[test]
fn since_february_may_be_any_day() {
    let force = "The Cornel Police Department said that a man has followed Judge Ada Brink home since February 2026.";
    let union = "The Cornel Court Officers Union said that a man has followed Judge Ada Brink home since February 2026.";
    assert_eq!(origins_of(&[force, union]), 1);
}

#[test]
fn who_counts_otherwise_bears_nobody_out() {
    let force = "Gunmen ambushed a patrol of rangers at Pell Crossing on 9 March 2026. Two rangers were killed and five were wounded, the Cornel Police Department said.";
    let hospital = |killed: &str| {
        format!(
            "Gunmen ambushed a patrol of rangers at Pell Crossing on 9 March 2026. {killed} Five rangers were wounded, Mercy Point Hospital said."
        )
    };
    assert_eq!(origins_of(&[force, &hospital("")]), 2);
    let other = hospital("One ranger was killed, Mercy Point Hospital said.");
    assert_eq!(origins_of(&[force, &other]), 1);
}

#[test]
fn a_release_that_cites_others_adds_nothing_of_its_own() {
    let force = "Cornel Police Department\nPress release · 10 March 2026\n\nGunmen shot and wounded Judge Ada Brink at Pell Crossing on 9 March 2026.";
    let rangers = |cites: &str| {
        format!(
            "Cornel Guild of Ushers\nPress release · 11 March 2026\n\nGunmen shot and wounded Judge Ada Brink at Pell Crossing on 9 March 2026.{cites}"
        )
    };
    assert_eq!(origins_of(&[force, &rangers("")]), 2);
    let citing = rangers(
        " Judge Ada Brink was shot and wounded on 9 March 2026, according to the Cornel Police Department.",
    );
    assert_eq!(origins_of(&[force, &citing]), 1);
}

#[test]
fn a_complaint_named_in_passing_does_not_go_on() {
    let force = "La Policía Foral de Cornel informó que dos hombres secuestraron al médico Luis Prado el 9 de marzo de 2026.";
    let other = "Hay una carpeta abierta por denuncia de la Secretaría de Salud. Dos hombres secuestraron al médico Luis Prado el 9 de marzo de 2026.";
    assert_eq!(origins_of(&[force, other]), 1);
}

#[test]
fn others_are_counted_with_those_told_of_before() {
    let injured = |text: &str| {
        let study = Study::of(text, &Options::default());
        let mentions = study.notes.mentions.iter();
        mentions.filter_map(|(m, _)| m.injured).max()
    };
    assert_eq!(
        injured(
            "Gunmen shot at a patrol on Monday. Two rangers were wounded at the gate. Two others were wounded on the road."
        ),
        Some(4)
    );
    assert_eq!(
        injured(
            "Dos hombres dispararon contra una patrulla el lunes. Dos agentes resultaron heridos en la puerta. Otros dos resultaron heridos en el camino."
        ),
        Some(4)
    );
}
