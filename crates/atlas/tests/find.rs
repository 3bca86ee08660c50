//! Names to places.

use atlas::{Kind, Place, find, find_all};

/// "Town, Region, Country" as English has them, or what there is of it.
fn told(place: &Place) -> String {
    let region = place.region.map(|region| region.english);
    let is_country = place.kind == Kind::Country;
    let country = (!is_country).then_some(place.country.english);
    let parts = [Some(place.names.english), region, country];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[track_caller]
fn is(name: &str, with: &[&str], expected: &str) {
    let found = find(name, with).map(|place| told(&place));
    assert_eq!(found.as_deref(), Some(expected), "{name} with {with:?}");
}

#[track_caller]
fn is_unknown(name: &str) {
    let found = find(name, &[]).map(|place| told(&place));
    assert_eq!(found, None, "{name}");
}

const DALLAS: &str = "Dallas, Texas, United States";

#[test]
fn known_places() {
    is("Dallas", &[], DALLAS);
    for name in [
        "Mexico City",
        "Ciudad de México",
        "CDMX",
        "la Ciudad de México",
    ] {
        is(name, &[], "Mexico City, Mexico City, Mexico");
    }
    is("Bogota", &[], "Bogotá, Bogota, Colombia");
    is("BOGOTÁ", &[], "Bogotá, Bogota, Colombia");
    is("Nueva York", &[], "New York, New York State, United States");
    is("St. Louis", &[], "St. Louis, Missouri, United States");
    is("Saint Louis", &[], "St. Louis, Missouri, United States");
    is("Texas", &[], "Texas, United States");
    is("EE. UU.", &[], "United States");
    is("the U.S.", &[], "United States");
    is("Reino Unido", &[], "United Kingdom");
    is(
        "Washington",
        &[],
        "Washington, D.C., District of Columbia, United States",
    );
    is("Trinidad and Tobago", &[], "Trinidad and Tobago");
}

#[test]
fn positions_and_languages() {
    let place = find("Juárez, Chih.", &[]).unwrap();
    assert_eq!(place.names.spanish, "Ciudad Juárez");
    assert!((place.longitude + 106.49).abs() < 0.01 && (place.latitude - 31.69).abs() < 0.01);
    let london = find("Londres", &[]).unwrap();
    assert_eq!(
        (london.names.english, london.names.spanish),
        ("London", "Londres")
    );
    assert_eq!(london.country.spanish, "Reino Unido");
}

#[test]
fn what_stands_behind_tells_which() {
    for name in [
        "Dallas, Texas",
        "Dallas, TX",
        "Dallas (Texas)",
        "Dallas, Tex.",
        "Dallas, Texas, USA",
    ] {
        is(name, &[], DALLAS);
        assert!(!find(name, &[]).unwrap().is_doubtful);
    }
    is(
        "Springfield, Ill.",
        &[],
        "Springfield, Illinois, United States",
    );
    is(
        "Springfield, Oregon",
        &["Chicago"],
        "Springfield, Oregon, United States",
    );
    is(
        "Guadalajara, Jalisco, México",
        &[],
        "Guadalajara, Jalisco, Mexico",
    );
    is("Portland, Maine", &[], "Portland, Maine, United States");
    is(
        "Chicago, Cook County, Illinois",
        &[],
        "Chicago, Illinois, United States",
    );
    is("London, Ontario", &[], "London, Ontario, Canada");
}

#[test]
fn what_lies_within_a_known_place_is_there() {
    is("Elm Street, Dallas", &[], DALLAS);
    is(
        "Pilsen and Little Village in Chicago",
        &[],
        "Chicago, Illinois, United States",
    );
    is(
        "colonia Obrera, Monterrey, N.L.",
        &[],
        "Monterrey, Nuevo León, Mexico",
    );
    is("Villa Inventada, Texas", &[], "Texas, United States");
    is("Dallas, Jalisco", &[], "Jalisco, Mexico");
}

#[test]
fn words_around_a_name() {
    for name in [
        "downtown Dallas",
        "the city of Dallas",
        "Dallas area",
        "north Dallas",
        "near Dallas",
        "al norte de Dallas",
        "las afueras de Dallas",
        "la ciudad de Dallas",
        "Greater Dallas",
    ] {
        is(name, &[], DALLAS);
    }
    is("el estado de Sonora", &[], "Sonora, Mexico");
    is("La Habana", &[], "Havana, Ciudad de la Habana, Cuba");
}

#[test]
fn neighbours_decide_between_places_of_one_name() {
    is(
        "Springfield",
        &["Chicago"],
        "Springfield, Illinois, United States",
    );
    is(
        "Springfield",
        &["Boston"],
        "Springfield, Massachusetts, United States",
    );
    is("Guadalajara", &[], "Guadalajara, Jalisco, Mexico");
    is(
        "Guadalajara",
        &["Madrid"],
        "Guadalajara, Castilla-La Mancha, Spain",
    );
    is("Cordoba", &["Sevilla"], "Córdoba, Andalusia, Spain");
    is("Córdoba", &["Buenos Aires"], "Córdoba, Córdoba, Argentina");
    is(
        "Birmingham",
        &["Atlanta"],
        "Birmingham, Alabama, United States",
    );
    is(
        "Birmingham",
        &["Leeds"],
        "Birmingham, West Midlands, United Kingdom",
    );
    is(
        "London",
        &["New York"],
        "London, Westminster, United Kingdom",
    );
    is("London", &["Toronto"], "London, Ontario, Canada");
    is("San José", &["Alajuela"], "San José, San José, Costa Rica");
    is(
        "San Jose",
        &["Oakland"],
        "San Jose, California, United States",
    );
    is("Georgia", &["Alabama"], "Georgia, United States");
    is("Georgia", &["Armenia"], "Georgia");
}

#[test]
fn doubt_is_told() {
    assert!(find("Springfield", &[]).unwrap().is_doubtful);
    assert!(!find("Dallas", &[]).unwrap().is_doubtful);
    assert!(!find("New York", &[]).unwrap().is_doubtful);
}

#[test]
fn the_unknown_is_not_guessed() {
    for name in [
        "",
        " , ( ) ",
        "Inventada",
        "Hobart Road",
        "East Palestine",
        "Ciudad Inventada",
        "pueblo",
        "road",
        "entrada",
        "en la ciudad",
        "Paris, Condado de Nada",
        "Los Inventados",
        "Dallasville",
        "TX",
        "Ciudad Hidalgo de Nada",
    ] {
        is_unknown(name);
    }
}

#[test]
fn one_phrase_may_name_several() {
    let told_all = |phrases: &[&str]| -> Vec<Vec<String>> {
        let all = find_all(phrases);
        all.iter()
            .map(|found| found.iter().map(told).collect())
            .collect()
    };
    assert_eq!(
        told_all(&[
            "Portland and Chicago",
            "nowhere",
            "Dallas, Houston y Austin"
        ]),
        [
            vec![
                "Portland, Oregon, United States",
                "Chicago, Illinois, United States"
            ],
            vec![],
            vec![
                DALLAS,
                "Houston, Texas, United States",
                "Austin, Texas, United States"
            ],
        ]
    );
}

#[test]
fn any_text_at_all_is_borne() {
    let long = "Dallas and ".repeat(10_000);
    let _ = find_all(&[&long, "\u{0}", "((((((", "ñ".repeat(400).as_str()]);
    let many: Vec<&str> = std::iter::repeat_n("Springfield", 5_000).collect();
    assert_eq!(find_all(&many).len(), 5_000);
}
