//! What one text shows: behaviours, stance, the probability that it threatens.

mod behaviour;
mod book;
mod features;
mod held;
mod hits;
mod kind;
mod lines;
mod scan;
mod stance;
mod told;

use model::Stance;

use crate::extract::Prices;
use crate::reading::Finding;
use crate::text::Doc;

pub use features::features;
pub use told::{Deed, Told};

/// What the rules and weights make of one text.
#[derive(Clone, Debug, PartialEq)]
pub struct Detection {
    /// Probability, 0–1, that the text itself makes, or calls for, a threat of violence against people.
    pub threat: f32,
    /// How it stands to the threat it speaks of.
    pub stance: Stance,
    /// Behaviours that it shows or tells of, strongest first.
    pub behaviours: Vec<Finding>,
    /// Acts that it tells of.
    pub told: Vec<Told>,
    /// Its sums, and which of them are prices on people.
    pub prices: Prices,
}

/// Reads a text. Linear in its length, the same answer every time.
#[must_use]
pub fn read(doc: &Doc) -> Detection {
    let scans = scans(doc);
    let world = stance::World::of(doc, &scans);
    let threat = features::probability(doc, &scans, &world);
    let prices = Prices::of(doc);
    let findings = behaviour::findings(doc, &scans, &world, threat, &prices);
    let stance = stance::stance(&scans, &world, threat, &findings);
    Detection {
        threat,
        stance,
        behaviours: findings,
        told: told::told(&scans),
        prices,
    }
}

fn scans(doc: &Doc) -> Vec<hits::Scan> {
    hits::books(doc.lang)
        .into_iter()
        .map(|book| hits::Scan::new(doc, book))
        .collect()
}
