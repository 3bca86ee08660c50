//! A map as numbers and paths: the window, what is drawn in it, and where the names stand.

use crate::clip::{self, Point};
use crate::gazetteer::{Kind, Place};
use crate::label::{Anchor, Placed, place};
use crate::outline::{Line, UNITS, level};
use crate::path;
use crate::window::Window;

/// Above this many pixels a degree the fine outlines are drawn, and above that the borders of regions.
const FINE: f64 = 9.0;
const REGIONS: f64 = 11.0;
/// How much of a line may be left out at first, in pixels, and what all paths may weigh, in bytes. What weighs more is
/// drawn again with more left out.
const OFF: f64 = 0.35;
const HEAVIEST: usize = 26_000;
/// Smallest and largest side of a map, in pixels.
const SMALLEST: u16 = 120;
const LARGEST: u16 = 2_000;
/// Most places on one map; the first ones are drawn.
const MOST: usize = 200;
const DEGREE: f64 = 111.2;

/// How large a map may be, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// From left to right.
    pub width: u16,
    /// From top to bottom.
    pub height: u16,
}

/// A place to be drawn, and what is written beside it.
#[derive(Clone, Copy, Debug)]
pub struct Spot<'s> {
    /// Where.
    pub place: Place,
    /// What it is called on this map.
    pub label: &'s str,
}

/// A map. Paths are the `d` of an SVG `path`, within `width` and `height`.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// At most what was asked for.
    pub width: f64,
    /// At most what was asked for.
    pub height: f64,
    /// To be filled, by the rule `evenodd`.
    pub land: String,
    /// To be filled over the land.
    pub lakes: String,
    /// Lines between countries.
    pub borders: String,
    /// Lines between regions of countries.
    pub regions: String,
    /// The places, those named first first.
    pub marks: Vec<Mark>,
    /// A bar that shows a distance.
    pub scale: Scale,
}

/// A place on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Which of the places it is, counted from nought.
    pub spot: usize,
    /// The place is somewhere around here: a region or a country, not a town.
    pub is_vague: bool,
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
    /// Its name.
    pub label: Label,
}

/// Where a name stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Label {
    /// From the left.
    pub x: f64,
    /// From the top, of the middle of the text.
    pub y: f64,
    /// On which side of that the text is.
    pub anchor: Anchor,
    /// For want of room the name is a number here, and stands in a list beside the map.
    pub number: Option<usize>,
}

/// A bar for distances.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// What it shows, in kilometres.
    pub kilometres: u32,
    /// How long it is, in pixels, where the map is true to scale: in its middle.
    pub length: f64,
}

/// Draws places, in the order of how much it matters that they are named. None where there is nothing to draw.
#[must_use]
pub fn map(spots: &[Spot<'_>], size: Size) -> Option<Map> {
    let shown: Vec<(usize, &Spot)> = spots
        .iter()
        .enumerate()
        .filter(|(_, spot)| is_on_earth(&spot.place))
        .take(MOST)
        .collect();
    let places: Vec<Place> = shown.iter().map(|(_, spot)| spot.place).collect();
    let width = f64::from(size.width.clamp(SMALLEST, LARGEST));
    let height = f64::from(size.height.clamp(SMALLEST, LARGEST));
    let window = Window::of(&places, width, height)?;
    let [land, lakes, borders, regions] = drawn(&window);
    Some(Map {
        width: tenths(window.width()),
        height: tenths(window.height()),
        land,
        lakes,
        borders,
        regions,
        marks: marks(&shown, &window),
        scale: scale(&window),
    })
}

fn is_on_earth(place: &Place) -> bool {
    let reach = place.reach;
    place.longitude.is_finite()
        && place.latitude.abs() <= 90.0
        && (0.0..=360.0).contains(&(reach.east - reach.west))
        && reach.west.abs() <= 360.0
        && (-90.0..=reach.north).contains(&reach.south)
        && reach.north <= 90.0
}

fn marks(shown: &[(usize, &Spot)], window: &Window) -> Vec<Mark> {
    let points: Vec<(f64, f64, &str)> = shown
        .iter()
        .map(|(_, spot)| {
            let (x, y) = window.position(spot.place.longitude, spot.place.latitude);
            (tenths(x), tenths(y), spot.label)
        })
        .collect();
    let placed = place(&points, window.width(), window.height());
    let mut numbers = 0;
    shown
        .iter()
        .zip(points.iter().zip(placed))
        .map(|(&(spot, shown), (&(x, y, _), label))| Mark {
            spot,
            is_vague: shown.place.kind != Kind::Town,
            x,
            y,
            label: told(&label, &mut numbers),
        })
        .collect()
}

fn told(placed: &Placed, numbers: &mut usize) -> Label {
    *numbers += usize::from(placed.is_number);
    Label {
        x: tenths(placed.x),
        y: tenths(placed.y),
        anchor: placed.anchor,
        number: placed.is_number.then_some(*numbers),
    }
}

/// Land, lakes, borders and regions, coarser and coarser until they weigh little enough.
fn drawn(window: &Window) -> [String; 4] {
    let level = level(window.scale > FINE);
    let none = Vec::new();
    let has_regions = window.scale > REGIONS;
    let layers = [
        rings(&level.land, window),
        rings(&level.lakes, window),
        lines(&level.borders, window),
        lines(if has_regions { &level.regions } else { &none }, window),
    ];
    let mut off = OFF;
    loop {
        let [land, lakes, borders, regions] = &layers;
        let paths = [
            path_of(land, true, off),
            path_of(lakes, true, off),
            path_of(borders, false, off),
            path_of(regions, false, off),
        ];
        if paths.iter().map(String::len).sum::<usize>() <= HEAVIEST {
            return paths;
        }
        off *= 1.4;
    }
}

fn path_of(pieces: &[Vec<Point>], is_ring: bool, off: f64) -> String {
    let mut path = String::new();
    for piece in pieces {
        path::write(piece, is_ring, off, &mut path);
    }
    path
}

fn rings(lines: &[Line], window: &Window) -> Vec<Vec<Point>> {
    seen(lines, window)
        .map(|points| clip::ring(points, window.width(), window.height()))
        .filter(|ring| ring.len() > 2)
        .collect()
}

fn lines(lines: &[Line], window: &Window) -> Vec<Vec<Point>> {
    seen(lines, window)
        .flat_map(|points| clip::line(&points, window.width(), window.height()))
        .collect()
}

/// The outlines that reach into the window, as points on the map; on both sides of the date line where the window is.
fn seen<'l>(lines: &'l [Line], window: &'l Window) -> impl Iterator<Item = Vec<Point>> {
    let turns = [-360.0, 0.0, 360.0].into_iter();
    turns.flat_map(move |turn| {
        let is_seen = move |line: &&Line| {
            let [west, east, south, north] = line.bounds.map(|step| f64::from(step) / UNITS);
            west + turn <= window.east
                && east + turn >= window.west
                && south <= window.north
                && north >= window.south
        };
        lines.iter().filter(is_seen).map(move |line| {
            let point = |&(x, y): &(i16, i16)| {
                window.project(f64::from(x) / UNITS + turn, f64::from(y) / UNITS)
            };
            line.points.iter().map(point).collect()
        })
    })
}

/// A round distance, about a sixth of the map wide.
fn scale(window: &Window) -> Scale {
    let aim = window.width() / 6.0 / window.scale * DEGREE;
    let power = 10_f64.powf(aim.log10().floor());
    let round = [5.0, 2.0, 1.0].into_iter().find(|step| step * power <= aim);
    let kilometres = (round.unwrap_or(1.0) * power).round().max(1.0);
    Scale {
        kilometres: kilometres as u32,
        length: tenths(kilometres / DEGREE * window.scale),
    }
}

fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
