//! What of the Earth a map shows.

use crate::gazetteer::{Kind, Place, Reach, wrapped};

/// The least height of a map, in degrees: a street is not to be found here, and a map shows no more than it knows.
const LEAST: f64 = 3.6;
/// What a map of one town shows at most around it, in degrees of latitude.
const AROUND: f64 = 5.5;
/// Room between the outermost place and the edge.
const MARGIN: f64 = 0.14;
/// Beyond these latitudes nobody lives.
const SOUTH: f64 = -85.0;
const NORTH: f64 = 85.0;
/// Towns that lie this close together, in degrees, are shown as one is.
const CLOSE: f64 = 1.0;

/// A window of the Earth and its projection: equirectangular, true to scale in the middle of the window.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    pub west: f64,
    pub east: f64,
    pub south: f64,
    pub north: f64,
    /// Pixels for a degree of latitude.
    pub scale: f64,
    /// Pixels for a degree of longitude, as a part of `scale`.
    pub narrow: f64,
}

impl Window {
    /// The window that holds all places, as large as `width` and `height` allow.
    pub fn of(places: &[Place], width: f64, height: f64) -> Option<Window> {
        let reaches: Vec<Reach> = places.iter().map(shown).collect();
        let arcs = reaches
            .iter()
            .map(|reach| (reach.west, reach.east - reach.west));
        let (west, length) = smallest_arc(arcs)?;
        let south = reaches.iter().map(|reach| reach.south).fold(90.0, f64::min);
        let north = reaches
            .iter()
            .map(|reach| reach.north)
            .fold(-90.0, f64::max);
        let held = Reach {
            west,
            east: west + length,
            south,
            north,
        };
        let is_close = north - south < CLOSE && length * narrow(&held) < CLOSE;
        let (held, margin) = match places.first().filter(|_| is_close) {
            Some(place) => (surroundings(place, held), 0.08),
            None => (held, MARGIN),
        };
        Some(Self::around(held, margin, width, height))
    }

    fn around(held: Reach, margin: f64, width: f64, height: f64) -> Window {
        let narrow = narrow(&held);
        let tall = ((held.north - held.south) * (1.0 + 2.0 * margin)).clamp(LEAST, NORTH - SOUTH);
        let wide = (held.east - held.west) * (1.0 + 2.0 * margin);
        let wide = wide.min(360.0) * narrow;
        let scale = (width / wide.max(1e-9)).min(height / tall);
        let wide = (width / scale / narrow).min(360.0);
        let tall = (height / scale).min(NORTH - SOUTH);
        let middle = (held.west + held.east) / 2.0;
        let equator = (held.south + held.north) / 2.0;
        let south = (equator - tall / 2.0).clamp(SOUTH, NORTH - tall);
        Window {
            west: middle - wide / 2.0,
            east: middle + wide / 2.0,
            south,
            north: south + tall,
            scale,
            narrow,
        }
    }

    pub fn width(&self) -> f64 {
        (self.east - self.west) * self.narrow * self.scale
    }

    pub fn height(&self) -> f64 {
        (self.north - self.south) * self.scale
    }

    /// Where a point is on the map, its longitude counted as the window's are.
    pub fn project(&self, longitude: f64, latitude: f64) -> (f64, f64) {
        (
            (longitude - self.west) * self.narrow * self.scale,
            (self.north - latitude) * self.scale,
        )
    }

    /// Where a place is on the map, whatever turn its longitude is given in.
    pub fn position(&self, longitude: f64, latitude: f64) -> (f64, f64) {
        let turned = self.west + (longitude - self.west).rem_euclid(360.0);
        let (x, y) = self.project(turned, latitude);
        (x.clamp(0.0, self.width()), y.clamp(0.0, self.height()))
    }
}

/// What must be seen of a place: where a town is, and all of a region or country.
fn shown(place: &Place) -> Reach {
    if place.kind != Kind::Town {
        return place.reach;
    }
    let west = wrapped(place.longitude);
    Reach {
        west,
        east: west,
        south: place.latitude,
        north: place.latitude,
    }
}

/// The region around a town, or as much of it as lies near.
fn surroundings(place: &Place, held: Reach) -> Reach {
    let wide = AROUND * 1.5 / narrow(&held);
    let region = place.region.map_or(held, |_| place.reach);
    let turned = held.west + wrapped(region.west - held.west);
    let (west, east) = (turned, turned + region.east - region.west);
    Reach {
        west: west.clamp(held.west - wide, held.west),
        east: east.clamp(held.east, held.east + wide),
        south: region.south.clamp(held.south - AROUND, held.south),
        north: region.north.clamp(held.north, held.north + AROUND),
    }
}

/// How much narrower a degree of longitude is than one of latitude, in the middle of what is held.
fn narrow(held: &Reach) -> f64 {
    let middle = (held.south + held.north) / 2.0;
    middle.to_radians().cos().max(0.25)
}

/// The shortest way around the globe that passes all arcs, each from a longitude eastward: where it begins, and how long
/// it is. None of nothing.
pub(crate) fn smallest_arc(arcs: impl Iterator<Item = (f64, f64)>) -> Option<(f64, f64)> {
    let mut arcs: Vec<(f64, f64)> = arcs
        .map(|(west, length)| (wrapped(west), length.clamp(0.0, 360.0)))
        .collect();
    arcs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let &(first, _) = arcs.first()?;
    let ends = arcs.iter().map(|(west, length)| west + length);
    // what lies across the date line is met again at the other end
    let mut reached = ends.fold(f64::NEG_INFINITY, f64::max) - 360.0;
    let mut widest = (first, f64::NEG_INFINITY);
    for &(west, length) in &arcs {
        if west - reached > widest.1 {
            widest = (west, west - reached);
        }
        reached = reached.max(west + length);
    }
    let (begin, gap) = widest;
    Some((begin, (360.0 - gap).clamp(0.0, 360.0)))
}

#[cfg(test)]
mod tests {
    use super::smallest_arc;

    #[track_caller]
    fn is(arcs: &[(f64, f64)], begin: f64, length: f64) {
        let (found, long) = smallest_arc(arcs.iter().copied()).unwrap();
        assert!(
            (found - begin).abs() < 1e-9 && (long - length).abs() < 1e-9,
            "{found} {long}"
        );
    }

    #[test]
    fn the_short_way_around() {
        is(&[(10.0, 0.0)], 10.0, 0.0);
        is(&[(10.0, 0.0), (-20.0, 5.0)], -20.0, 30.0);
        is(&[(170.0, 0.0), (-170.0, 0.0)], 170.0, 20.0);
        is(&[(-180.0, 360.0)], -180.0, 360.0);
        is(&[(170.0, 30.0), (-175.0, 2.0)], 170.0, 30.0);
        is(&[(0.0, 0.0), (120.0, 0.0), (-120.0, 0.0)], -120.0, 240.0);
        assert_eq!(smallest_arc([].into_iter()), None);
    }
}
