//! Which of several places of one name is meant? The one that lies with what is named beside it, or else the one where
//! most people live.

use crate::gazetteer::{Entry, Gazetteer, Kind};

/// From this many points on, the best of several is beyond doubt; a point is ten times as many people.
const CLEAR: f64 = 1.0;
/// What is named beside a place weighs half at this distance, in kilometres, and little beyond.
const NEAR: f64 = 250.0;
/// A single place with fewer people than this, in thousands, far from all that is named beside it, is doubtful.
const SMALL: u32 = 50;
const EARTH_RADIUS: f64 = 6371.0;

/// A name with the places that it may mean.
pub(crate) struct Ask {
    pub rows: Vec<u32>,
    support: Vec<Support>,
    /// Its place was narrowed down by what stood behind it.
    is_told: bool,
}

/// How a place lies to what is settled.
#[derive(Clone, Copy, Default)]
struct Support {
    in_country: bool,
    in_region: bool,
    near: f64,
}

impl Ask {
    pub fn of(rows: Vec<u32>, is_told: bool) -> Self {
        let support = vec![Support::default(); rows.len()];
        Ask {
            rows,
            support,
            is_told,
        }
    }

    fn score(&self, gazetteer: &Gazetteer, at: usize) -> f64 {
        let entry = &gazetteer.entries[self.rows[at] as usize];
        let support = self.support[at];
        let kind = match entry.kind {
            Kind::Country => 1.0,
            Kind::Town => 0.5,
            Kind::Region => 0.0,
        };
        let people = f64::from(entry.thousands).max(0.1).log10();
        let beside = f64::from(u8::from(support.in_country) + u8::from(support.in_region));
        people + kind + beside + support.near
    }

    /// The best place, and by how much it is better than the next that lies elsewhere.
    fn best(&self, gazetteer: &Gazetteer) -> Option<(usize, f64)> {
        let scores: Vec<f64> = (0..self.rows.len())
            .map(|at| self.score(gazetteer, at))
            .collect();
        let best = (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b]))?;
        let entry = |at: usize| &gazetteer.entries[self.rows[at] as usize];
        let rival = (0..scores.len())
            .filter(|&at| at != best && !is_one_in_other(entry(at), entry(best)))
            .map(|at| scores[at])
            .max_by(f64::total_cmp);
        Some((
            best,
            rival.map_or(f64::INFINITY, |rival| scores[best] - rival),
        ))
    }

    fn hear(&mut self, gazetteer: &Gazetteer, settled: u32) {
        let there = &gazetteer.entries[settled as usize];
        for (row, support) in self.rows.iter().zip(&mut self.support) {
            let here = &gazetteer.entries[*row as usize];
            support.in_country |= here.country == there.country;
            support.in_region |= here.region.is_some() && here.region == there.region;
            if here.kind == Kind::Town && there.kind == Kind::Town {
                let near = 2.0 * (-distance(here, there) / NEAR).exp();
                support.near = support.near.max(near);
            }
        }
    }
}

/// The place of each name, and whether another may be meant. Names are settled one by one, the clearest first, and each
/// speaks for its neighbours.
pub(crate) fn settle(mut asks: Vec<Ask>) -> Vec<Option<(u32, bool)>> {
    let gazetteer = Gazetteer::get();
    let mut settled = vec![None; asks.len()];
    let mut open: Vec<usize> = (0..asks.len()).collect();
    let mut is_first = true;
    while !open.is_empty() {
        let margins = open
            .iter()
            .map(|&at| asks[at].best(gazetteer).map_or(f64::NEG_INFINITY, |b| b.1));
        let Some((next, _)) = margins.enumerate().max_by(|a, b| a.1.total_cmp(&b.1)) else {
            break;
        };
        let at = open.remove(next);
        let ask = &asks[at];
        let Some((best, margin)) = ask.best(gazetteer) else {
            continue;
        };
        let row = ask.rows[best];
        let support = ask.support[best];
        let entry = &gazetteer.entries[row as usize];
        let is_far =
            !is_first && !support.in_country && entry.kind == Kind::Town && entry.thousands < SMALL;
        settled[at] = Some((row, !ask.is_told && (margin < CLEAR || is_far)));
        is_first = false;
        for &other in &open {
            asks[other].hear(gazetteer, row);
        }
    }
    settled
}

/// A city and the state of its name, say: whichever is meant, it is there.
fn is_one_in_other(a: &Entry, b: &Entry) -> bool {
    a.country == b.country
        && (a.kind == Kind::Country
            || b.kind == Kind::Country
            || (a.kind != b.kind && a.region == b.region))
}

/// Kilometres between two places.
pub(crate) fn distance(a: &Entry, b: &Entry) -> f64 {
    let (south, north) = (a.latitude.to_radians(), b.latitude.to_radians());
    let east = (b.longitude - a.longitude).to_radians();
    let chord = ((north - south) / 2.0).sin().powi(2)
        + south.cos() * north.cos() * (east / 2.0).sin().powi(2);
    2.0 * EARTH_RADIUS * chord.sqrt().min(1.0).asin()
}
