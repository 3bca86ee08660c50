use super::*;
use jiff::civil::date;

/// The words of each mention with its days.
fn said(text: &str, published: Option<Date>) -> Vec<String> {
    let doc = Doc::new(text);
    dates(
        &doc,
        Anchor {
            published,
            near: None,
        },
    )
    .into_iter()
    .map(|found| {
        let day = |day: Option<Date>| day.map_or("?".to_owned(), |day| day.to_string());
        let days = if found.start == found.end {
            day(found.start)
        } else {
            format!("{}/{}", day(found.start), day(found.end))
        };
        format!("{} = {days}", found.words)
    })
    .collect()
}

#[test]
fn days_and_months_in_figures_keep_their_order_through_a_text() {
    for (text, first) in [
        (
            "09/05/2026: there was a van at the gate. 10/05/2026: the van was there again. 11/05/2026: it was gone.",
            date(2026, 5, 9),
        ),
        (
            "09/05/2026: there was a van at the gate. 09/17/2026: the van was there again.",
            date(2026, 9, 5),
        ),
        (
            "09/05/2026: there was a van at the gate. 17/09/2026: the van was there again.",
            date(2026, 5, 9),
        ),
        ("09/05/2026: there was a van at the gate.", date(2026, 9, 5)),
    ] {
        let found = dates(&Doc::new(text), Anchor::default());
        assert_eq!(found[0].start, Some(first), "{text}");
    }
}

#[test]
fn english() {
    // a Thursday
    let published = Some(date(2024, 5, 16));
    for (text, expected) in [
        (
            "It was on 15 May 2024 that they came.",
            &["15 May 2024 = 2024-05-15"][..],
        ),
        (
            "It was on May 15, 2024, that they came.",
            &["May 15, 2024 = 2024-05-15"],
        ),
        (
            "It was on Feb. 26 that they came.",
            &["Feb. 26 = 2024-02-26"],
        ),
        (
            "It was on the 3rd of April, 2021.",
            &["3rd of April, 2021 = 2021-04-03"],
        ),
        (
            "It was on 2024-05-14 and on 14/05/2024.",
            &["2024-05-14 = 2024-05-14", "14/05/2024 = 2024-05-14"],
        ),
        (
            "It was on 05/04/2024 and 13.11.2023.",
            &["05/04/2024 = 2024-05-04", "13.11.2023 = 2023-11-13"],
        ),
        (
            "It was said on September 24 and in March 2021.",
            &[
                "September 24 = 2023-09-24",
                "March 2021 = 2021-03-01/2021-03-31",
            ],
        ),
        (
            "It was said on 17-19 May and in April.",
            &[
                "17-19 May = 2024-05-17/2024-05-19",
                "April = 2024-04-01/2024-04-30",
            ],
        ),
        (
            "They may march in May and on Tuesday, May 14.",
            &[
                "May = 2024-05-01/2024-05-31",
                "Tuesday, May 14 = 2024-05-14",
            ],
        ),
        (
            "It was on Tuesday evening and on Thursday.",
            &["Tuesday evening = 2024-05-14", "Thursday = 2024-05-16"],
        ),
        (
            "It was last Thursday or next Monday.",
            &["last Thursday = 2024-05-09", "next Monday = 2024-05-20"],
        ),
        ("A vigil will be held on Sunday.", &["Sunday = 2024-05-19"]),
        (
            "It was yesterday, last night or this morning.",
            &[
                "yesterday = 2024-05-15",
                "last night = 2024-05-15",
                "this morning = 2024-05-16",
            ],
        ),
        (
            "It was last week, last month and earlier this month.",
            &[
                "last week = 2024-05-06/2024-05-12",
                "last month = 2024-04-01/2024-04-30",
                "earlier this month = 2024-05-01/2024-05-31",
            ],
        ),
        (
            "It was on 15 May, and two days earlier, and three weeks ago.",
            &[
                "15 May = 2024-05-15",
                "two days earlier = 2024-05-13",
                "three weeks ago = 2024-04-22/2024-04-28",
            ],
        ),
        (
            "In 2019 shots were fired at 2 cars in 1 street.",
            &["2019 = 2019-01-01/2019-12-31"],
        ),
        ("The 24/7 line 26-031 and 555-12-99 of 9 p.m. was set.", &[]),
    ] {
        assert_eq!(said(text, published), expected, "{text}");
    }
    assert_eq!(
        said("It was on Tuesday, 3 May, the papers say.", None),
        ["Tuesday, 3 May = ?"]
    );
}

#[test]
fn spanish() {
    // a Thursday
    let published = Some(date(2024, 11, 14));
    for (text, expected) in [
        (
            "Fue el 15 de mayo de 2024 en la calle.",
            &["15 de mayo de 2024 = 2024-05-15"][..],
        ),
        (
            "Fue el 14 de mayo y los días 14 y 15 de mayo.",
            &[
                "14 de mayo = 2024-05-14",
                "14 y 15 de mayo = 2024-05-14/2024-05-15",
            ],
        ),
        (
            "Fue el 12 nov. 2024 y el 7 ene. 2024.",
            &["12 nov. 2024 = 2024-11-12", "7 ene. 2024 = 2024-01-07"],
        ),
        (
            "Fue del 14 al 16 de octubre del 2023.",
            &["14 al 16 de octubre del 2023 = 2023-10-14/2023-10-16"],
        ),
        (
            "Fue en mayo de 2024 y en octubre.",
            &[
                "mayo de 2024 = 2024-05-01/2024-05-31",
                "octubre = 2024-10-01/2024-10-31",
            ],
        ),
        (
            "Fue el 13/11/2024 a las 9:15.",
            &["13/11/2024 = 2024-11-13"],
        ),
        (
            "Fue el martes por la noche y este jueves.",
            &[
                "martes por la noche = 2024-11-12",
                "este jueves = 2024-11-14",
            ],
        ),
        (
            "Fue el domingo día 10 o el próximo lunes.",
            &["domingo día 10 = 2024-11-10", "próximo lunes = 2024-11-18"],
        ),
        (
            "Fue ayer, anoche, anteayer y hoy.",
            &[
                "ayer = 2024-11-13",
                "anoche = 2024-11-13",
                "anteayer = 2024-11-12",
                "hoy = 2024-11-14",
            ],
        ),
        (
            "Fue en la mañana de ayer; será mañana.",
            &["ayer = 2024-11-13", "mañana = 2024-11-15"],
        ),
        (
            "Fue la semana pasada, el mes pasado y hace dos días.",
            &[
                "semana pasada = 2024-11-04/2024-11-10",
                "mes pasado = 2024-10-01/2024-10-31",
                "hace dos días = 2024-11-12",
            ],
        ),
        (
            "Fue el 9 de junio y dos días más tarde en el mar.",
            &["9 de junio = 2024-06-09", "dos días más tarde = 2024-06-11"],
        ),
        (
            "El juicio se celebrará el viernes.",
            &["viernes = 2024-11-15"],
        ),
    ] {
        assert_eq!(said(text, published), expected, "{text}");
    }
}

#[test]
fn date_lines() {
    for (text, expected) in [
        (
            "Reporter hurt\n\nHARL, Velda, May 15, 2024 (Newswire) - Gunmen fired on 3 May 2023.",
            Some(date(2024, 5, 15)),
        ),
        (
            "A weekly digest\nPosted 18 May 2024 by \"Wren\"\n\nLong week.",
            Some(date(2024, 5, 18)),
        ),
        (
            "Una jueza\n\nPublicado el 3 de abril de 2025\n\nEl texto.",
            Some(date(2025, 4, 3)),
        ),
        (
            "14 April 2026 | News\n\nThe judge was born on 3 May 1970.",
            Some(date(2026, 4, 14)),
        ),
        (
            "A bend\n\nThere is a place. It was on 13 May 2024 that they came.\n\nOutlet, weekend supplement, 25 May 2024",
            Some(date(2024, 5, 25)),
        ),
        (
            "The arrest\n\nOn 16 May 2024 a man was taken to the station by officers of the force.",
            None,
        ),
        ("The prison\n\nHe was arrested on 16 May 2024.", None),
        (
            "Torre, 21 de marzo de 2024. Unas 600 personas se concentraron ayer.",
            Some(date(2024, 3, 21)),
        ),
        (
            "The prison\n\nHe was released on 16 May 2024, they say.",
            None,
        ),
        (
            "HARL FM\nTranscript of a talk broadcast on 12 March 2025.\n\nGood morning.",
            Some(date(2025, 3, 12)),
        ),
        (
            "HARL LAW\nCourt reports, week of 17 March 2025\n\nTwo men came.",
            Some(date(2025, 3, 17)),
        ),
        (
            "[Radio Olmeda, «La mañana», martes 10 de marzo de 2026, segunda hora]\n\nBuenos días.",
            Some(date(2026, 3, 10)),
        ),
        (
            "The week\nThe Oxmere Post's Sunday digest, 8 March 2026\n\nTurf is cut.",
            Some(date(2026, 3, 8)),
        ),
        ("", None),
    ] {
        assert_eq!(published(&Doc::new(text)), expected, "{text}");
    }
}

#[test]
fn a_date_line_without_a_year_takes_it_from_elsewhere() {
    let near = date(2026, 1, 2);
    for (text, expected) in [
        (
            "Two held\n\nCORROW, December 30 (Wire) - Two men were held on Tuesday.",
            Some(date(2025, 12, 30)),
        ),
        (
            "Cae otro\n\nADARGA, 3 mar (Agencia).- La policía detuvo ayer a otro.",
            Some(date(2026, 3, 3)),
        ),
        (
            "Cae uno\n\nADARGA, 3 ene (Agencia).- La policía detuvo ayer a uno.",
            Some(date(2026, 1, 3)),
        ),
        ("Posted 4 May 2024\n\nLong week.", Some(date(2024, 5, 4))),
        ("On Tuesday\n\nTwo men were held on Tuesday.", None),
    ] {
        assert_eq!(published_near(&Doc::new(text), near), expected, "{text}");
    }
}

#[test]
fn days_written_as_papers_and_offices_write_them() {
    // a Tuesday
    let published = Some(date(2026, 3, 10));
    for (text, expected) in [
        (
            "En Olmeda, a los catorce días del mes de marzo de dos mil veinticinco, se firma.",
            "2025-03-14",
        ),
        (
            "Fue a treinta y uno de mayo de dos mil veinticuatro, según el acta.",
            "2024-05-31",
        ),
        (
            "Se emite la nota en Olmeda el 19-XI-2024 por la tarde.",
            "2024-11-19",
        ),
        (
            "La emisión es del 23 de noviembre (lunes), año 2020, en directo.",
            "2020-11-23",
        ),
        ("Pasó el sábado 7 por la noche en la plaza.", "2026-03-07"),
        (
            "Ocurrió el lunes 23, según la policía de la ciudad.",
            "2026-02-23",
        ),
        (
            "They put it at Saturday the 7th, before dusk.",
            "2026-03-07",
        ),
        (
            "The notice of 10.03.2025 was for immediate use.",
            "2025-03-10",
        ),
    ] {
        let days = said(text, published);
        let ends = days
            .iter()
            .any(|day| day.ends_with(&format!("= {expected}")));
        assert!(ends, "{text}: {days:?}");
    }
    let person = said(
        "La policía dijo que Julio Parra vive con Abril Soto.",
        published,
    );
    assert!(person.is_empty(), "{person:?}");
}

#[test]
fn what_is_known_of_the_time_tells_the_year_of_a_day_and_which_tuesday() {
    let doc = Doc::new("The list went up on 30 December and came down on Tuesday.");
    let near = Anchor {
        published: None,
        near: Some(date(2026, 1, 2)),
    };
    let days: Vec<Option<Date>> = dates(&doc, near).iter().map(|day| day.start).collect();
    assert_eq!(days, [date(2025, 12, 30), date(2025, 12, 30)].map(Some));
}
