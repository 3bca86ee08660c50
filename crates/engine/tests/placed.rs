//! Where and when it was: places as told, as denied and as disputed, and years that events are known by.

use engine::claim::Mention;
use engine::picture::{Conflict, Slot, SlotValue};
use engine::{Options, Study, picture};
use model::Kind;

fn study(text: &str) -> Study {
    Study::of(text, &Options::default())
}

fn first(text: &str, kind: Kind) -> Mention {
    let mentions = study(text).notes.mentions.into_iter();
    let mut mentions = mentions.map(|(mention, _)| mention);
    mentions
        .find(|mention| mention.kind == kind)
        .unwrap_or_else(|| panic!("no {}: {text}", kind.as_str()))
}

fn place(text: &str, kind: Kind) -> String {
    first(text, kind)
        .place
        .map_or(String::new(), |place| place.text)
}

fn place_conflicts(texts: &[&str]) -> Vec<Conflict> {
    let studies: Vec<Study> = texts.iter().map(|text| study(text)).collect();
    let mut conflicts = picture(&studies).conflicts;
    conflicts.retain(|conflict| conflict.slot == Slot::Place);
    conflicts
}

#[test]
fn a_place_that_one_report_denies_and_another_tells_is_disputed() {
    let force = "Cornel Police Department\n\n10 March 2026\n\nGunmen shot and wounded Judge Ada Brink in Marsh End on 9 March 2026.";
    let ushers = "Cornel Guild of Ushers\n\n11 March 2026\n\nGunmen shot and wounded Judge Ada Brink in Old Ferry, not Marsh End, on 9 March 2026.";
    let fuerza = "Policía Foral de Cornel\n\n10 de marzo de 2026\n\nUnos pistoleros dispararon e hirieron a la jueza Ada Brink en Las Lomas el 9 de marzo de 2026.";
    let gremio = "Sindicato de Ujieres de Cornel\n\n11 de marzo de 2026\n\nUnos pistoleros hirieron a la jueza Ada Brink el 9 de marzo de 2026. No le dispararon en Las Lomas sino en Vado Viejo.";
    for (texts, told, denied) in [
        ([force, ushers], "Old Ferry", "Marsh End"),
        ([fuerza, gremio], "Vado Viejo", "Las Lomas"),
    ] {
        let conflicts = place_conflicts(&texts);
        let [conflict] = &conflicts[..] else {
            panic!("{conflicts:?}");
        };
        let text = |text: &str| SlotValue::Text(text.to_owned());
        assert_eq!(
            conflict.values,
            [(text(told), vec![1]), (text(denied), vec![0])]
        );
    }
}

#[test]
fn where_the_hurt_were_not_brought_disputes_nothing() {
    let force = "Cornel Police Department\n\n10 March 2026\n\nGunmen shot and wounded Judge Ada Brink in Marsh End on 9 March 2026.";
    let ushers = "Cornel Guild of Ushers\n\n11 March 2026\n\nGunmen shot and wounded Judge Ada Brink in Old Ferry on 9 March 2026. She was treated at a clinic, not at Marsh End.";
    assert_eq!(place_conflicts(&[force, ushers]), []);
    let fuerza = "Policía Foral de Cornel\n\n10 de marzo de 2026\n\nUnos pistoleros dispararon e hirieron a la jueza Ada Brink en Las Lomas el 9 de marzo de 2026.";
    let gremio = "Sindicato de Ujieres de Cornel\n\n11 de marzo de 2026\n\nUnos pistoleros hirieron a la jueza Ada Brink en Vado Viejo el 9 de marzo de 2026. Fue atendida en una clínica, no en Las Lomas.";
    assert_eq!(place_conflicts(&[fuerza, gremio]), []);
}

#[test]
fn what_is_posted_stands_where_it_was_posted() {
    for (text, whole) in [
        (
            "The home address of Judge Ada Brink was published on Telegram on 9 March 2026, police said.",
            "Telegram",
        ),
        (
            "The home address of Judge Ada Brink was published in a group called Grey Owl on 9 March 2026, police said.",
            "Grey Owl",
        ),
        (
            "El domicilio de la jueza Ada Brink fue publicado en Telegram el 9 de marzo de 2026, dijo la policía.",
            "Telegram",
        ),
        (
            "El domicilio de la jueza Ada Brink fue publicado en el canal «Búho Gris» el 9 de marzo de 2026, dijo la policía.",
            "Búho Gris",
        ),
    ] {
        let place = place(text, Kind::Doxxing);
        assert!(place.contains(whole), "{place:?}: {text}");
    }
}

#[test]
fn a_country_or_a_date_line_gives_way_to_a_closer_place() {
    for (text, closer) in [
        (
            "PORT CORNEL, March 10 -- Gunmen shot and wounded Judge Ada Brink in Old Ferry on Monday, police said.",
            "Old Ferry",
        ),
        (
            "Gunmen shot and wounded Judge Ada Brink in Old Ferry on Monday, police in Chile said.",
            "Old Ferry",
        ),
        (
            "Unos pistoleros hirieron a tiros a la jueza Ada Brink en Vado Viejo, en el sur de Chile, dijo la policía.",
            "Vado Viejo",
        ),
    ] {
        let place = place(text, Kind::Attack);
        assert!(place.starts_with(closer), "{place:?}: {text}");
    }
    let only =
        "PORT CORNEL, March 10 -- Gunmen shot and wounded Judge Ada Brink on Monday, police said.";
    assert_eq!(place(only, Kind::Attack), "PORT CORNEL");
}

#[test]
fn a_common_place_goes_on_into_its_name() {
    for (text, whole) in [
        (
            "Two men dragged the nurse Ada Brink from the car park of the Marsh Clinic and kidnapped her on Monday, police said.",
            "car park of the Marsh Clinic",
        ),
        (
            "Unos pistoleros hirieron a tiros a la jueza Ada Brink el lunes en la vereda Vado Viejo, dijo la policía.",
            "Vado Viejo",
        ),
    ] {
        let told = study(text).notes.mentions;
        let places: Vec<_> = told.iter().filter_map(|(m, _)| m.place.as_ref()).collect();
        assert!(
            places.iter().any(|place| place.text.contains(whole)),
            "{places:?}: {text}"
        );
    }
}

#[test]
fn a_time_of_day_ends_no_clause() {
    for text in [
        "On 9 March 2026, at 21:20 in Old Ferry, gunmen shot and wounded Judge Ada Brink, police said.",
        "El 9 de marzo de 2026, a las 21:20 en Vado Viejo, unos pistoleros hirieron a tiros a la jueza Ada Brink, dijo la policía.",
    ] {
        let when = first(text, Kind::Attack).date.expect("a day");
        assert!(when.firm, "{text}");
    }
}

#[test]
fn an_event_is_known_by_its_year() {
    for text in [
        "10 March 2026\n\nIn the 2019 election a gunman shot and killed the clerk Ada Brink in Old Ferry, police said.",
        "10 de marzo de 2026\n\nEn la elección de 2019 un pistolero mató a tiros a la secretaria Ada Brink en Vado Viejo, dijo la policía.",
    ] {
        let when = first(text, Kind::Attack).date.expect("a year");
        let days =
            [when.start, when.end].map(|day| day.map_or(String::new(), |day| day.to_string()));
        assert_eq!(days, ["2019-01-01", "2019-12-31"], "{text}");
    }
}

#[test]
fn one_act_of_years_ago_is_told_for_itself_and_many_are_not() {
    let years_ago = |text: &str| {
        let mentions = study(text).notes.mentions;
        mentions.iter().any(|(m, _)| {
            m.date
                .as_ref()
                .is_some_and(|when| when.start.is_some_and(|day| day.year() == 2019))
        })
    };
    for (one, many) in [
        (
            "10 March 2026\n\nGunmen shot and wounded Judge Ada Brink in Marsh End on 9 March 2026, police said.\n\nIn 2019 a bailiff was shot dead in Old Ferry.",
            "10 March 2026\n\nGunmen shot and wounded Judge Ada Brink in Marsh End on 9 March 2026, police said.\n\nIn 2019 bailiffs were shot dead in Old Ferry.",
        ),
        (
            "10 de marzo de 2026\n\nUnos pistoleros hirieron a tiros a la jueza Ada Brink en Las Lomas el 9 de marzo de 2026, dijo la policía.\n\nEn 2019 un ujier fue asesinado a tiros en Vado Viejo.",
            "10 de marzo de 2026\n\nUnos pistoleros hirieron a tiros a la jueza Ada Brink en Las Lomas el 9 de marzo de 2026, dijo la policía.\n\nEn 2019 varios ujieres fueron asesinados a tiros en Vado Viejo.",
        ),
    ] {
        assert!(years_ago(one), "{one}");
        assert!(!years_ago(many), "{many}");
    }
}

#[test]
fn a_fire_that_broke_out_is_that_of_the_act() {
    for text in [
        "10 March 2026\n\nArsonists burned down the home of Judge Ada Brink, police said. The blaze broke out on 7 March.",
        "10 de marzo de 2026\n\nUnos desconocidos incendiaron la casa de la jueza Ada Brink, dijo la policía. El fuego se desató el 7 de marzo.",
    ] {
        let told = study(text).notes.mentions;
        let mut days = told.iter().filter_map(|(m, _)| m.date.as_ref());
        let day = days.find(|when| when.firm).and_then(|when| when.start);
        assert_eq!(
            day.map(|day| day.to_string()).as_deref(),
            Some("2026-03-07"),
            "{text}"
        );
    }
}
