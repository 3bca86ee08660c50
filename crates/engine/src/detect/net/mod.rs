//! Small nets that read what rules do not foresee: vectors of words, two layers that see some words at a time,
//! and for each place how much it shows each behaviour. Two ship; several, fitted from different beginnings, have taught them.
//! A third, on layers of the same form, says what the figures of reports are.
//!
//! English and Spanish words have vectors in one space, so that what is learnt in one language holds in the other.
//! `crates/train` fits them; `weights/card.md` tells on what, how well they do and where they err.

mod input;
mod layers;
mod lemma;
mod near;
pub mod pieces;
mod reader;
mod rows;
mod tagger;
mod weights;
mod wide;
mod words;

pub(super) use input::of;
pub use input::{Input, SIDES};
pub use reader::{Reader, Said};
pub use rows::Row;
pub use tagger::{Tagged, Tagger};
pub use weights::{Layers, Learnt, Tags, Tensor, Weights, Whole};
pub use words::vector;

use model::{Behaviour, Stance};

use crate::extract::Prices;
use crate::text::Doc;

/// Length of a word's vector.
pub const WORD: usize = 80;
/// Length of what is learnt of an item beside its word.
pub const SIDE: usize = 16;
/// What goes in for one item.
pub const WIDTH: usize = WORD + SIDE;
/// Length of what an item becomes.
pub const HIDDEN: usize = 96;
/// Items that the first layer sees at once.
pub const NEAR: usize = 3;
/// Items over which the second layer looks.
pub const FAR: usize = 25;
/// Behaviours.
pub const KINDS: usize = Behaviour::ALL.len();
/// Behaviours, as wide as the processor likes its rows.
pub const LANES: usize = 16;
/// Answers: threat, behaviours, stances.
pub const ANSWERS: usize = 1 + KINDS + Stance::ALL.len();
/// What each item may be said to be, where a net tells that of it.
pub const TAGS: usize = 16;
/// What a stretch of items may be said to tell of.
pub const TELLS: usize = 17;
/// What the rules make of the whole text, each 0–1: threat, behaviours, stances, and of which worlds it speaks.
pub const RULES: usize = ANSWERS + super::stance::WORLDS;
/// Length of what the whole text becomes before it answers.
pub const HEAD: usize = 48;
/// What the whole is told by: the greatest and the sum over all items, and what the rules make of it.
pub const WHOLE: usize = 2 * HIDDEN + RULES;
/// How many places together show a behaviour.
pub const PLACES: usize = 3;

/// How much the sum over a text's items weighs.
#[must_use]
pub fn share(items: usize) -> f32 {
    (items.max(1) as f32).powf(-0.7)
}

/// A text as the net is given it.
#[derive(Clone, Debug)]
pub struct Given {
    /// Its items.
    pub items: Vec<Input>,
    /// What the rules make of it.
    pub rules: [f32; RULES],
}

/// Takes a text apart as the net reads it.
#[must_use]
pub fn given(doc: &Doc) -> Given {
    let scans = super::scans(doc);
    let ruled = super::ruled(doc, &scans, &Prices::of(doc));
    Given {
        items: of(doc, &scans),
        rules: ruled.values(),
    }
}
