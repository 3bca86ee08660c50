//! Places to maps.

use atlas::{Map, Place, Size, Spot, find, map};
use proptest::prelude::*;

const SIZE: Size = Size {
    width: 720,
    height: 440,
};

fn drawn(names: &[&str]) -> Map {
    let places: Vec<Place> = names
        .iter()
        .map(|name| find(name, &[]).unwrap_or_else(|| panic!("{name} is unknown")))
        .collect();
    map(&spots(&places), SIZE).expect("there is something to draw")
}

fn spots(places: &[Place]) -> Vec<Spot<'_>> {
    let spot = |place: &Place| Spot {
        place: *place,
        label: place.names.english,
    };
    places.iter().map(spot).collect()
}

fn paths(map: &Map) -> [&str; 4] {
    [&map.land, &map.lakes, &map.borders, &map.regions]
}

fn weight(map: &Map) -> usize {
    paths(map).iter().map(|path| path.len()).sum()
}

/// Every point of a path, followed as a browser does.
fn points(path: &str) -> Vec<(f64, f64)> {
    let mut found: Vec<(f64, f64)> = Vec::new();
    for piece in path.split('M').skip(1) {
        let (first, rest) = piece
            .trim_end_matches('z')
            .split_once('l')
            .expect("a piece is a point and steps");
        let (mut x, mut y) = (0.0, 0.0);
        for pair in numbers(first).chunks(2).chain(numbers(rest).chunks(2)) {
            (x, y) = (x + pair[0], y + pair[1]);
            found.push((x, y));
        }
    }
    found
}

fn numbers(text: &str) -> Vec<f64> {
    let apart = text.replace('-', " -");
    apart
        .split_whitespace()
        .map(|number| number.parse().expect("a path is made of numbers"))
        .collect()
}

#[track_caller]
fn holds(map: &Map, size: Size) {
    assert!(map.width > 0.0 && map.width <= f64::from(size.width) + 0.1);
    assert!(map.height > 0.0 && map.height <= f64::from(size.height) + 0.1);
    let is_inside = |x: f64, y: f64| {
        x.is_finite()
            && y.is_finite()
            && x > -0.2
            && y > -0.2
            && x < map.width + 0.2
            && y < map.height + 0.2
    };
    for (x, y) in paths(map).into_iter().flat_map(points) {
        assert!(
            is_inside(x, y),
            "({x}, {y}) of {} × {}",
            map.width,
            map.height
        );
    }
    for mark in &map.marks {
        assert!(is_inside(mark.x, mark.y), "{mark:?}");
        assert!(is_inside(mark.label.x, mark.label.y), "{mark:?}");
    }
    assert!(
        map.scale.length > 0.0 && map.scale.length < map.width,
        "{:?}",
        map.scale
    );
}

#[test]
fn one_town_gets_its_region() {
    let map = drawn(&["Dallas"]);
    holds(&map, SIZE);
    let mark = &map.marks[0];
    let [east, north] = [mark.x / map.width, 1.0 - mark.y / map.height];
    assert!(
        (0.3..0.9).contains(&east) && (0.3..0.9).contains(&north),
        "{mark:?}"
    );
    // Texas is some 1,200 km wide and high
    let kilometres = map.height / map.scale.length * f64::from(map.scale.kilometres);
    assert!((600.0..1_800.0).contains(&kilometres), "{kilometres}");
    assert!(!map.borders.is_empty() && !map.regions.is_empty());
    assert!(weight(&map) < 30_000, "{}", weight(&map));
}

#[test]
fn the_world_is_not_heavy() {
    let map = drawn(&[
        "New York",
        "Tokyo",
        "Cape Town",
        "Sydney",
        "Santiago",
        "Moscow",
        "Honolulu",
    ]);
    holds(&map, SIZE);
    assert!(
        weight(&map) < 60_000 && weight(&map) > 5_000,
        "{}",
        weight(&map)
    );
    assert_eq!(map.regions, "");
}

#[test]
fn the_date_line_is_no_edge() {
    let map = drawn(&["Suva", "Apia"]);
    holds(&map, SIZE);
    let width = map.width / map.scale.length * f64::from(map.scale.kilometres);
    assert!(width < 4_000.0, "{width} km");
    assert!(map.marks[0].x < map.marks[1].x, "Fiji lies west of Samoa");
    assert!(!map.land.is_empty());
}

#[test]
fn a_country_is_seen_whole() {
    for name in [
        "Mexico",
        "United States",
        "Chile",
        "Russia",
        "New Zealand",
        "Fiji",
        "Singapore",
    ] {
        let map = drawn(&[name]);
        holds(&map, SIZE);
        assert!(map.marks[0].is_vague);
        assert!(!map.land.is_empty(), "{name}");
    }
}

#[test]
fn names_do_not_cover_each_other() {
    let names = [
        "Dallas",
        "Fort Worth",
        "Denton",
        "Waco",
        "Austin",
        "Houston",
        "San Antonio",
        "Laredo",
    ];
    let map = drawn(&names);
    holds(&map, SIZE);
    let written: Vec<_> = map
        .marks
        .iter()
        .filter(|mark| mark.label.number.is_none())
        .collect();
    assert!(written.len() >= 7, "{:?}", map.marks);
    for (at, one) in written.iter().enumerate() {
        for other in &written[..at] {
            let is_apart = (one.label.y - other.label.y).abs() >= 14.0
                || (one.label.x - other.label.x).abs() >= 20.0;
            assert!(is_apart, "{one:?} {other:?}");
        }
    }
}

#[test]
fn what_has_no_room_is_a_number() {
    let dallas = find("Dallas", &[]).unwrap();
    let map = map(&spots(&[dallas; 30]), SIZE).unwrap();
    holds(&map, SIZE);
    let numbers: Vec<usize> = map
        .marks
        .iter()
        .filter_map(|mark| mark.label.number)
        .collect();
    assert!(numbers.len() >= 20);
    assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>());
}

#[test]
fn nothing_is_drawn_of_nothing() {
    assert_eq!(map(&[], SIZE), None);
    let mut place = find("Dallas", &[]).unwrap();
    place.longitude = f64::NAN;
    assert_eq!(map(&spots(&[place]), SIZE), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn all_that_is_drawn_is_on_the_map(
        at in prop::collection::vec((-180.0..=180.0, -90.0..=90.0), 1..12),
        width: u16,
        height: u16,
    ) {
        let like = find("Dallas", &[]).unwrap();
        let places: Vec<Place> = at
            .into_iter()
            .map(|(longitude, latitude)| Place { longitude, latitude, ..like })
            .collect();
        let size = Size { width, height };
        let map = map(&spots(&places), size).unwrap();
        let least = Size { width: width.max(120), height: height.max(120) };
        holds(&map, least);
        prop_assert!(weight(&map) < 30_000);
        prop_assert_eq!(map.marks.len(), places.len());
    }
}
