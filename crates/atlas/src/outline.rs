//! Coasts, lakes and borders, unpacked when they are first drawn. `data/make.py` packs them.

use std::sync::LazyLock;

/// Steps of the packed points in a degree.
pub(crate) const UNITS: f64 = 100.0;

/// A ring or a line, in steps east and north.
pub(crate) struct Line {
    pub points: Vec<(i16, i16)>,
    /// Its westernmost, easternmost, southernmost and northernmost step.
    pub bounds: [i16; 4],
}

/// All outlines in one grade of detail.
#[derive(Default)]
pub(crate) struct Level {
    /// Closed rings; those within others are holes.
    pub land: Vec<Line>,
    /// Closed rings.
    pub lakes: Vec<Line>,
    /// Between countries.
    pub borders: Vec<Line>,
    /// Between regions of a country.
    pub regions: Vec<Line>,
}

static LEVELS: LazyLock<[Level; 2]> = LazyLock::new(|| {
    let mut bytes = include_bytes!("../data/outlines.bin").iter();
    let mut level = || {
        Some(Level {
            land: lines(&mut bytes)?,
            lakes: lines(&mut bytes)?,
            borders: lines(&mut bytes)?,
            regions: lines(&mut bytes)?,
        })
    };
    [level().unwrap_or_default(), level().unwrap_or_default()]
});

/// Fine outlines for parts of the Earth, or coarse ones for most of it.
pub(crate) fn level(is_fine: bool) -> &'static Level {
    &LEVELS[usize::from(!is_fine)]
}

type Bytes<'b> = std::slice::Iter<'b, u8>;

fn lines(bytes: &mut Bytes) -> Option<Vec<Line>> {
    let (mut x, mut y) = (0, 0);
    let mut lines = Vec::new();
    for _ in 0..number(bytes)? {
        let mut points = Vec::new();
        for _ in 0..number(bytes)? {
            x += signed(number(bytes)?);
            y += signed(number(bytes)?);
            points.push((i16::try_from(x).ok()?, i16::try_from(y).ok()?));
        }
        let xs = || points.iter().map(|point| point.0);
        let ys = || points.iter().map(|point| point.1);
        let bounds = [xs().min()?, xs().max()?, ys().min()?, ys().max()?];
        lines.push(Line { points, bounds });
    }
    Some(lines)
}

/// Seven bits a byte, the least first; the eighth says that more follow.
fn number(bytes: &mut Bytes) -> Option<u32> {
    let mut value = 0;
    for shift in (0..28).step_by(7) {
        let byte = bytes.next()?;
        value |= u32::from(byte & 127) << shift;
        if byte & 128 == 0 {
            return Some(value);
        }
    }
    None
}

/// Even numbers are positive, odd ones negative.
fn signed(value: u32) -> i32 {
    let half = (value >> 1) as i32;
    if value & 1 == 0 { half } else { -half - 1 }
}

#[cfg(test)]
mod tests {
    use super::level;

    #[test]
    fn all_outlines_are_unpacked() {
        for is_fine in [true, false] {
            let level = level(is_fine);
            assert!(level.land.len() > 100 && level.lakes.len() > 20 && level.borders.len() > 100);
            assert_eq!(level.regions.is_empty(), !is_fine);
            for line in level.land.iter().chain(&level.lakes).chain(&level.borders) {
                let [west, east, south, north] = line.bounds;
                assert!(west >= -18000 && east <= 18000 && south >= -9000 && north <= 9000);
            }
        }
    }
}
