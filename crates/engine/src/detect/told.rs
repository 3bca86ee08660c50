//! Acts that the rules find told of, for the claims made of them.

use std::ops::Range;

use model::Behaviour;

use super::hits::{Head, Scan};

/// A passage that tells of an act, and of which kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// What kind of act.
    pub kind: Behaviour,
    /// The tokens that tell of it.
    pub tokens: Range<usize>,
}

/// Rules of less strength hint at an act rather than tell of it.
const SURE: f32 = 0.8;

/// Acts told of as done, in order, of which none is an idiom or denied.
pub(super) fn told(scans: &[Scan]) -> Vec<Told> {
    let mut told: Vec<Told> = scans
        .iter()
        .flat_map(|scan| scan.hits.iter().map(move |hit| (scan, hit)))
        .filter(|(_, hit)| !hit.idiom && !hit.negated && !hit.asks && hit.strength >= SURE)
        .filter_map(|(scan, hit)| {
            let Head::Told(kind) = hit.head else {
                return None;
            };
            Some(Told {
                kind,
                tokens: scan.tokens(hit),
            })
        })
        .collect();
    told.sort_by_key(|told| (told.tokens.start, told.tokens.end));
    told
}
