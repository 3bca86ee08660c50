use super::*;

fn all(text: &str) -> Vec<Exposure> {
    let doc = Doc::new(text);
    exposures(&doc, &Names::find(&doc))
}

/// Personal data without the names of persons and places.
fn said(text: &str) -> Vec<String> {
    all(text)
        .into_iter()
        .filter(|found| !matches!(found.kind, ExposureKind::Person | ExposureKind::Location))
        .map(|found| {
            let part: String = text
                .chars()
                .skip(found.start)
                .take(found.end - found.start)
                .collect();
            format!("{} {part}", found.kind.as_str())
        })
        .collect()
}

#[test]
fn addresses_of_the_net() {
    for (text, expected) in [
        (
            "Write to ana.ruiz@example.org or see https://example.org/x?y=1.",
            &[
                "EMAIL ana.ruiz@example.org",
                "URL https://example.org/x?y=1",
            ][..],
        ),
        (
            "It is on example.com/page, at @ana_ruiz and @ 5.",
            &["URL example.com/page", "HANDLE @ana_ruiz"],
        ),
        (
            "The machine 41.176.181.243 of version 1.2.3.4 fell.",
            &["IP 41.176.181.243"],
        ),
        (
            "Its address 2001:db8::8a2e:370:7334 at 12:30:45 fell.",
            &["IP 2001:db8::8a2e:370:7334"],
        ),
        ("He left.com and went.", &["URL left.com"]),
    ] {
        assert_eq!(said(text), expected, "{text}");
    }
}

#[test]
fn telephones() {
    for (text, expected) in [
        ("Call me on 450 0840 today.", &["PHONE 450 0840"][..]),
        (
            "It was +1 (604) 696-5272x565 or (602) 272-9781.",
            &["PHONE +1 (604) 696-5272x565", "PHONE (602) 272-9781"],
        ),
        (
            "It was 718-622-0221 then (877-565-8860).",
            &["PHONE 718-622-0221", "PHONE 877-565-8860"],
        ),
        (
            "Ring 020 7946 0958 or 07700 900123.",
            &["PHONE 020 7946 0958", "PHONE 07700 900123"],
        ),
        (
            "Su teléfono es el 600 12 34 56, de la casa.",
            &["PHONE 600 12 34 56"],
        ),
        (
            "En la casa que es de Ana, el 612 345 678.",
            &["PHONE 612 345 678"],
        ),
        (
            "Tel.: 918823884 / 619128686, de la casa.",
            &["PHONE 918823884", "PHONE 619128686"],
        ),
        (
            "En la casa de la colonia: 55 1234 5678 y +52 664 123 4567.",
            &["PHONE 55 1234 5678", "PHONE +52 664 123 4567"],
        ),
    ] {
        assert_eq!(said(text), expected, "{text}");
    }
}

#[test]
fn numbers_that_are_no_telephone() {
    for text in [
        "It was in 2019-2020, on 14-05-2024 and 2024-05-14.",
        "He paid 1.234.567 or $600 123 456 and 25,000,000 people came.",
        "Case no. 212-555-1234 and docket 24 600 123 were closed.",
        "El expediente 600 123 456 y el folio 55 1234 5678 de la causa.",
        "The score was 21-14 and 3.14159265 is a number.",
        "Press release No. 112/24, Route 9, items 1 to 3.",
    ] {
        assert_eq!(said(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn addresses() {
    for (text, expected) in [
        (
            "He lives at 1420 Elm Street, Apt 4, they said.",
            &["ADDRESS 1420 Elm Street, Apt 4"][..],
        ),
        (
            "Go to 315 N 5th Ave, Springfield, IL 62704 now.",
            &["ADDRESS 315 N 5th Ave, Springfield, IL 62704"],
        ),
        (
            "she lives at 88 old mill road i think",
            &["ADDRESS 88 old mill road"],
        ),
        (
            "Mail it to P.O. Box 1234 please.",
            &["ADDRESS P.O. Box 1234"],
        ),
        (
            "Vive en la calle Mayor 12, 3º B, dicen.",
            &["ADDRESS calle Mayor 12, 3º B"],
        ),
        (
            "Vive en Av. Juárez 45, col. Centro, dicen los que la ven.",
            &["ADDRESS Av. Juárez 45, col. Centro"],
        ),
        (
            "Domicilio: C/ Los Vientos, 8, 5, A. Es la casa de la jueza.",
            &["ADDRESS C/ Los Vientos, 8, 5, A"],
        ),
        (
            "Es en la Avda. de la Ilustración s/n, y la casa es de ella.",
            &["ADDRESS Avda. de la Ilustración s/n"],
        ),
        (
            "Es en la carrera 7 No. 71-21 de la ciudad.",
            &["ADDRESS carrera 7 No. 71-21"],
        ),
        (
            "Es en la Calle 5 de Mayo núm. 12, y la casa es de ella.",
            &["ADDRESS Calle 5 de Mayo núm. 12"],
        ),
        (
            "vive en la calle reforma numero 23 y sale a las 8",
            &["ADDRESS calle reforma numero 23"],
        ),
    ] {
        assert_eq!(said(text), expected, "{text}");
    }
}

#[test]
fn places_that_are_no_address() {
    for text in [
        "It took 20 years on a 2 way street and a 5 minute drive.",
        "In 2064 Supreme Court hearings, and on Route 9 near the weir.",
        "There were 40 dead on Main Street.",
        "En la calle murieron 23 personas y la plaza quedó vacía.",
        "El camino a la costa tiene 12 kilómetros y la carrera de 5 km es hoy.",
        "Ocurrió en la calle del Pósito y duró dos horas.",
        "La Plaza Mayor acogió a 350 personas el 12 de mayo.",
    ] {
        assert_eq!(said(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn numbers_that_prove_themselves() {
    for (text, expected) in [
        (
            "My card 4539 1488 0343 6467 and 4539148803436467.",
            &["CARD 4539 1488 0343 6467", "CARD 4539148803436467"][..],
        ),
        ("Not a card: 4539 1488 0343 6468.", &[]),
        (
            "IBAN ES91 2100 0418 4502 0005 1332, not ES92 2100 0418 4502 0005 1332.",
            &["IBAN ES91 2100 0418 4502 0005 1332"],
        ),
        ("SSN 123-45-6789, not 900-45-6789.", &["ID 123-45-6789"]),
        (
            "DNI 12345678Z y NIE X1234567L, de la casa, no 12345678A.",
            &["ID 12345678Z", "ID X1234567L"],
        ),
        (
            "CURP GOMC850101HDFRRL09 y RFC GOMC850101AB1 de la casa.",
            &["ID GOMC850101HDFRRL09", "ID GOMC850101AB1"],
        ),
        (
            "Her passport number is AB1234567, they say.",
            &["ID AB1234567"],
        ),
        (
            "A grey van with plates ABC-123-D was seen.",
            &["PLATE ABC-123-D"],
        ),
        (
            "Una furgoneta con matrícula 1234 BBB, de la casa.",
            &["PLATE 1234 BBB"],
        ),
        (
            "She was born on 3 May 1980 in Harl.",
            &["DATE_OF_BIRTH 3 May 1980"],
        ),
        (
            "Fecha de nacimiento: 15/11/1964, en la casa.",
            &["DATE_OF_BIRTH 15/11/1964"],
        ),
        ("Born in Harl, she came on a date of no note.", &[]),
    ] {
        assert_eq!(said(text), expected, "{text}");
    }
}

#[test]
fn offsets_count_code_points() {
    let text = "Ñandú 🦆: ana@example.org";
    let found = all(text).swap_remove(0);
    assert_eq!((found.start, found.end), (9, 24));
}

fn persons(text: &str) -> Vec<&str> {
    let chars: Vec<usize> = text
        .char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect();
    all(text)
        .into_iter()
        .filter(|found| found.kind == ExposureKind::Person)
        .map(|found| &text[chars[found.start]..chars[found.end]])
        .collect()
}

#[test]
fn names_of_persons() {
    for (text, expected) in [
        (
            "My name is Zelmira Okonkwo and I am here.",
            &["Zelmira Okonkwo"][..],
        ),
        (
            "Dr. Hanne Quell met Mr. Brodd. Then Quell left, and later on Monday Quell came.",
            &["Hanne Quell", "Brodd", "Quell", "Quell"],
        ),
        ("Kind regards,\nMarla Vintner", &["Marla Vintner"]),
        (
            "Nombre:  Begoña .\nApellidos: De la Puente Sala.\nNHC: 48213.",
            &["Begoña", "De la Puente Sala"],
        ),
        (
            "Remitido por: Dra. Irune Salcedo Barrón C/ Mayor, 3 28018 Madrid.",
            &["Irune Salcedo Barrón"],
        ),
        (
            "El hospital Gregorio Llanos y la calle Ana Ruiz son de la ciudad.",
            &[],
        ),
        (
            "The Obama Administration and Davis County were in New Zealand.",
            &[],
        ),
    ] {
        assert_eq!(persons(text), expected, "{text}");
    }
}

#[test]
fn numbers_that_words_or_digits_prove() {
    for (text, expected) in [
        (
            "NHC: 48213. NASS: 28 12345678 40. Médico: X NºCol: 28 28 41234.",
            &["ID 48213", "ID 28 12345678 40", "ID 28 28 41234"][..],
        ),
        (
            "Her medical record number is 4821377, badge number 55218.",
            &["ID 4821377", "ID 55218"],
        ),
        (
            "CPF 529.982.247-25, not 529.982.247-26; RUT 12.345.678-5.",
            &["ID 529.982.247-25", "ID 12.345.678-5"],
        ),
        (
            "El CUIT es 20-12345678-6 y no otro, de la casa.",
            &["ID 20-12345678-6"],
        ),
        (
            "The record of 1987 and the badge of 2019 are in the medical paper.",
            &[],
        ),
    ] {
        assert_eq!(said(text), expected, "{text}");
    }
}

#[test]
fn addresses_of_other_countries() {
    for (text, expected) in [
        (
            "She lives in Lindenstrasse 12, Bonn.",
            &["ADDRESS Lindenstrasse 12"][..],
        ),
        (
            "Send it to 12 rue de la Paix please.",
            &["ADDRESS 12 rue de la Paix"],
        ),
        (
            "> Ana\n> Brunnvegen 54\n> Suite 318\n> Finland 38524",
            &["ADDRESS Brunnvegen 54\n> Suite 318\n> Finland 38524"],
        ),
        (
            "Wait at the corner of Elm and Larch tonight.",
            &["ADDRESS corner of Elm and Larch"],
        ),
        (
            "In January 31 people of 12 towns met in 2019 World Cup 24.",
            &[],
        ),
    ] {
        assert_eq!(said(text), expected, "{text}");
    }
}
