//! What one text shows: behaviours, stance, the probability that it threatens.

mod behaviour;
mod book;
mod features;
mod held;
mod hits;
mod kind;
mod lines;
pub mod net;
mod proof;
mod scan;
mod seek;
mod stance;
mod told;
mod verdict;

use std::ops::Range;

use model::{Behaviour, Stance};

use crate::earnest::{attest, earnest, is_prop};
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
    /// How it stands by the rules alone, which know long reports better: by this its claims are taken.
    pub ruled: Stance,
    /// Behaviours that it shows or tells of, strongest first.
    pub behaviours: Vec<Finding>,
    /// Acts that it tells of.
    pub told: Vec<Told>,
    /// Its sums, and which of them are prices on people.
    pub prices: Prices,
    /// The most, 0–1, that the net sees of what the rules find in it.
    pub agreed: f32,
    /// Police are said to know of an act that it tells of.
    pub attested: bool,
    /// The text as the nets read it.
    pub items: Vec<net::Input>,
}

/// Reads a text. Linear in its length, the same answer every time.
#[must_use]
pub fn read(doc: &Doc) -> Detection {
    read_by(net::Reader::shipped(), doc)
}

/// Reads a text by another net than that which ships.
#[must_use]
pub fn read_by(reader: &net::Reader, doc: &Doc) -> Detection {
    let scans = scans(doc);
    let prices = Prices::of(doc);
    let ruled = ruled(doc, &scans, &prices);
    let meant = |kind: usize, tokens: &Range<usize>| {
        let sentence = doc.sentence_at(tokens.start);
        if is_prop(doc, sentence) {
            return 0.0;
        }
        // where the passage leaves it in doubt, little is left
        earnest(doc, sentence, Behaviour::ALL[kind].into()).powi(2)
    };
    let items = net::of(doc, &scans);
    let verdict = verdict::Verdict::of(reader, doc, &items, &ruled.values(), &meant);
    let mut detection = Detection {
        threat: verdict.threat,
        stance: verdict.stance,
        ruled: ruled.stance,
        told: told::told(&scans, &verdict),
        behaviours: behaviour::shown(doc, &verdict, ruled.findings),
        prices,
        agreed: verdict.agreed,
        attested: false,
        items,
    };
    attest(doc, &mut detection);
    detection
}

/// What the rules alone make of a text.
struct Ruled {
    threat: f32,
    stance: Stance,
    findings: Vec<Finding>,
    world: stance::World,
}

fn ruled(doc: &Doc, scans: &[hits::Scan], prices: &Prices) -> Ruled {
    let world = stance::World::of(doc, scans);
    let threat = features::probability(doc, scans, &world);
    let findings = behaviour::findings(doc, scans, &world, threat, prices);
    let stance = stance::stance(scans, &world, threat, &findings);
    Ruled {
        threat,
        stance,
        findings,
        world,
    }
}

impl Ruled {
    /// As the net takes it: threat, behaviours, stances, worlds.
    fn values(&self) -> [f32; net::RULES] {
        let mut values = [0.0; net::RULES];
        values[0] = self.threat;
        for finding in &self.findings {
            values[1 + finding.kind as usize] = finding.score;
        }
        values[1 + net::KINDS + self.stance as usize] = 1.0;
        values[net::ANSWERS..].copy_from_slice(&self.world.values());
        values
    }
}

fn scans(doc: &Doc) -> Vec<hits::Scan> {
    hits::books(doc.lang)
        .into_iter()
        .map(|book| hits::Scan::new(doc, book))
        .collect()
}
