use super::*;

struct Expected<'a> {
    title: &'a str,
    byline: &'a str,
    publisher: &'a str,
    body: &'a str,
}

fn check(text: &str, expected: &Expected) {
    let doc = Doc::new(text);
    let head = masthead(&doc);
    let words = |range: &Option<Range<usize>>| range.clone().map_or("", |range| doc.slice(range));
    assert_eq!(words(&head.title), expected.title, "title of {text}");
    assert_eq!(words(&head.byline), expected.byline, "byline of {text}");
    assert_eq!(
        head.publisher.as_deref().unwrap_or_default(),
        expected.publisher,
        "publisher of {text}"
    );
    assert!(
        doc.slice(doc.sentences[head.body].range())
            .starts_with(expected.body),
        "body of {text}"
    );
}

const STORY: &str = "Somebody left a note at the door of the judge on Monday, and the clerk who found it said that she had taken it to the police at once.";
const RELATO: &str = "Alguien dejó una nota en la puerta de la jueza el lunes, y la secretaria que la encontró dijo que la había llevado enseguida a la policía.";

#[test]
fn outlets() {
    for (text, expected) in [
        (
            format!(
                "Note left at door of judge\n\nHARL, May 3, 2025 (Veld Press) - {STORY}\n\nIt was not signed."
            ),
            Expected {
                title: "Note left at door of judge",
                byline: "",
                publisher: "Veld Press",
                body: "HARL",
            },
        ),
        (
            format!(
                "THE HARL EXAMINER\nSaturday, 3 May 2025\n\nA note at the door\nBy Ann Orrick\n\n{STORY}"
            ),
            Expected {
                title: "A note at the door",
                byline: "Ann Orrick",
                publisher: "THE HARL EXAMINER",
                body: "Somebody",
            },
        ),
        (
            format!("Note left at door of judge\n\n{STORY}\n\n{STORY}\n\nHarl News Daily"),
            Expected {
                title: "Note left at door of judge",
                byline: "",
                publisher: "Harl News Daily",
                body: "Somebody",
            },
        ),
        (
            format!(
                "Note left at door of judge\n\n{STORY}\n\n(Reporting by Orven staff; editing by B. Quist)"
            ),
            Expected {
                title: "Note left at door of judge",
                byline: "",
                publisher: "Orven",
                body: "Somebody",
            },
        ),
        (
            format!(
                "The Loose Page - a weekly digest of other people's mail\nPosted 3 May 2025\n\n{STORY}"
            ),
            Expected {
                title: "",
                byline: "",
                publisher: "The Loose Page",
                body: "Somebody",
            },
        ),
        (
            format!("Note left at door of judge\nBy Ann Orrick, Harl Examiner\n\n{STORY}"),
            Expected {
                title: "Note left at door of judge",
                byline: "Ann Orrick",
                publisher: "Harl Examiner",
                body: "Somebody",
            },
        ),
        (
            format!(
                "Note left at door of judge\nBy Ann Orrick in Harl\nThe Harl Courier, 3 May 2025\n\n{STORY}\n\n© Veld Group."
            ),
            Expected {
                title: "Note left at door of judge",
                byline: "Ann Orrick",
                publisher: "The Harl Courier",
                body: "Somebody",
            },
        ),
        (
            format!(
                "Note left at door of judge\n\n{STORY}\n\nWrite to us: desk@harlexaminer.example"
            ),
            Expected {
                title: "Note left at door of judge",
                byline: "",
                publisher: "harlexaminer.example",
                body: "Somebody",
            },
        ),
        (
            format!(
                "HARL COUNTY SHERIFF'S OFFICE\nFor immediate release\n\nNOTE FOUND AT DOOR\n\n{STORY}"
            ),
            Expected {
                title: "NOTE FOUND AT DOOR",
                byline: "",
                publisher: "HARL COUNTY SHERIFF'S OFFICE",
                body: "Somebody",
            },
        ),
    ] {
        check(&text, &expected);
    }
}

#[test]
fn medios() {
    for (text, expected) in [
        (
            format!("Dejan una nota a una jueza\n\nVelda, 3 may. 2025 (Agencia Orven).- {RELATO}"),
            Expected {
                title: "Dejan una nota a una jueza",
                byline: "",
                publisher: "Agencia Orven",
                body: "Velda",
            },
        ),
        (
            format!(
                "Dejan una nota a una jueza\nRedacción\n\n{RELATO}\n\n© 2025 El Vigía de Velda"
            ),
            Expected {
                title: "Dejan una nota a una jueza",
                byline: "Redacción",
                publisher: "El Vigía de Velda",
                body: "Alguien",
            },
        ),
        (
            format!(
                "Dejan una nota a una jueza\nPor Ana Orrico\n\n{RELATO}\n\nFuente: Radio Velda"
            ),
            Expected {
                title: "Dejan una nota a una jueza",
                byline: "Ana Orrico",
                publisher: "Radio Velda",
                body: "Alguien",
            },
        ),
        (
            format!(
                "SECRETARÍA DE SEGURIDAD DE VELDA\nComunicado 12/2025\n3 de mayo de 2025\n\nHallan una nota\n\n{RELATO}"
            ),
            Expected {
                title: "Hallan una nota",
                byline: "",
                publisher: "SECRETARÍA DE SEGURIDAD DE VELDA",
                body: "Alguien",
            },
        ),
    ] {
        check(&text, &expected);
    }
}

#[test]
fn a_text_without_a_masthead_has_none() {
    for text in ["", "Hello.", STORY, RELATO] {
        let head = masthead(&Doc::new(text));
        assert_eq!(head.publisher, None, "{text}");
        assert_eq!(head.body, 0, "{text}");
    }
}
