//! A small net that reads what rules do not foresee: vectors of words, two layers that see some words at a time,
//! and for each place how much it shows each behaviour.
//!
//! English and Spanish words have vectors in one space, so that what is learnt in one language holds in the other.
//! `crates/train` fits it; `weights/card.md` tells on what, how well it does and where it errs.

mod input;
mod lemma;
mod weights;
mod words;

pub(super) use input::of;
pub use input::{Input, SIDES};
pub use weights::{Tensor, Weights};

use model::{Behaviour, Stance};

use crate::extract::Prices;
use crate::text::Doc;

/// Length of a word's vector.
pub const WORD: usize = 40;
/// Length of what is learnt of an item beside its word.
pub const SIDE: usize = 16;
/// What goes in for one item.
pub const WIDTH: usize = WORD + SIDE;
/// Length of what an item becomes.
pub const HIDDEN: usize = 64;
/// Items that the first layer sees at once.
pub const NEAR: usize = 3;
/// Items over which the second layer looks.
pub const FAR: usize = 7;
/// Behaviours.
pub const KINDS: usize = Behaviour::ALL.len();
/// Answers: threat, behaviours, stances.
pub const ANSWERS: usize = 1 + KINDS + Stance::ALL.len();
/// What the rules make of the whole text: threat, behaviours, stances, each 0–1.
pub const RULES: usize = ANSWERS;
/// How many places together show a behaviour.
pub const PLACES: usize = 3;

/// All that comes up on the way through the net, kept for learning; rows of items one after another.
#[derive(Debug, Default)]
pub struct Trace {
    /// `items × WIDTH`: what went in.
    pub given: Vec<f32>,
    /// `items × HIDDEN`: the first layer.
    pub near: Vec<f32>,
    /// `items × HIDDEN`: the first layer, mixed along the items.
    pub far: Vec<f32>,
    /// `items × HIDDEN`: the second layer.
    pub deep: Vec<f32>,
    /// `items × KINDS`: how much each place shows each behaviour.
    pub places: Vec<f32>,
    /// For each behaviour the places that show it most.
    pub shown: [[usize; PLACES]; KINDS],
    /// `2 × HIDDEN`: the greatest and the sum over all items.
    pub whole: Vec<f32>,
    /// For each hidden number the item at which it is greatest.
    pub greatest: Vec<usize>,
    /// What the rules made of the text.
    pub rules: [f32; RULES],
    /// Answers, as log-odds.
    pub answers: [f32; ANSWERS],
}

/// How much the sum over a text's items weighs.
#[must_use]
pub fn share(items: usize) -> f32 {
    (items.max(1) as f32).powf(-0.7)
}

impl Weights {
    /// Reads items. `kept` switches hidden numbers off (0) or up, while learning; all ones otherwise.
    pub fn read(
        &self,
        inputs: &[Input],
        rules: &[f32; RULES],
        kept: &[f32; HIDDEN],
        trace: &mut Trace,
    ) {
        trace.rules = *rules;
        trace.given.clear();
        for input in inputs {
            self.give(input, &mut trace.given);
        }
        let items = inputs.len();
        self.look_near(items, trace);
        self.look_far(items, kept, trace);
        self.place(items, trace);
        self.answer(items, trace);
    }

    fn give(&self, input: &Input, given: &mut Vec<f32>) {
        given.extend_from_slice(words::vector(input.word));
        let start = given.len();
        given.resize(start + SIDE, 0.0);
        for side in input.sides() {
            add(&mut given[start..], self.side.row(side, SIDE), 1.0);
        }
    }

    fn look_near(&self, items: usize, trace: &mut Trace) {
        trace.near.clear();
        for at in 0..items {
            let mut out: [f32; HIDDEN] = self.near_bias.array();
            for step in 0..NEAR {
                let Some(from) = (at + step).checked_sub(NEAR / 2).filter(|&f| f < items) else {
                    continue;
                };
                let given = &trace.given[from * WIDTH..(from + 1) * WIDTH];
                for (number, &value) in given.iter().enumerate() {
                    add(
                        &mut out,
                        self.near.row(step * WIDTH + number, HIDDEN),
                        value,
                    );
                }
            }
            trace.near.extend(out.map(|value| value.max(0.0)));
        }
    }

    fn look_far(&self, items: usize, kept: &[f32; HIDDEN], trace: &mut Trace) {
        trace.far.clear();
        trace.deep.clear();
        for at in 0..items {
            let mut far = [0f32; HIDDEN];
            for step in 0..FAR {
                let Some(from) = (at + step).checked_sub(FAR / 2).filter(|&f| f < items) else {
                    continue;
                };
                let near = &trace.near[from * HIDDEN..(from + 1) * HIDDEN];
                let weights = self.far.row(step, HIDDEN);
                for ((out, value), weight) in far.iter_mut().zip(near).zip(weights) {
                    *out += value * weight;
                }
            }
            let mut mixed: [f32; HIDDEN] = self.mix_bias.array();
            for (number, &value) in far.iter().enumerate() {
                add(&mut mixed, self.mix.row(number, HIDDEN), value);
            }
            let near = &trace.near[at * HIDDEN..(at + 1) * HIDDEN];
            let deep = mixed.iter().zip(near).zip(kept);
            trace.far.extend(far);
            trace
                .deep
                .extend(deep.map(|((mixed, near), kept)| (near + mixed.max(0.0)) * kept));
        }
    }

    fn place(&self, items: usize, trace: &mut Trace) {
        trace.places.clear();
        trace.shown = [[usize::MAX; PLACES]; KINDS];
        for at in 0..items {
            let mut out: [f32; KINDS] = self.place_bias.array();
            for (number, &value) in trace.deep[at * HIDDEN..(at + 1) * HIDDEN]
                .iter()
                .enumerate()
            {
                if value != 0.0 {
                    add(&mut out, self.place.row(number, KINDS), value);
                }
            }
            trace.places.extend(out);
            for (kind, shown) in trace.shown.iter_mut().enumerate() {
                let mut here = at;
                for best in shown {
                    let more = |one: usize, other: usize| {
                        other == usize::MAX
                            || trace.places[one * KINDS + kind] > trace.places[other * KINDS + kind]
                    };
                    if here != usize::MAX && more(here, *best) {
                        std::mem::swap(&mut here, best);
                    }
                }
            }
        }
    }

    fn answer(&self, items: usize, trace: &mut Trace) {
        trace.whole.clear();
        trace.whole.resize(2 * HIDDEN, 0.0);
        trace.greatest.clear();
        trace.greatest.resize(HIDDEN, 0);
        for at in 0..items {
            for (number, &value) in trace.deep[at * HIDDEN..(at + 1) * HIDDEN]
                .iter()
                .enumerate()
            {
                if value > trace.whole[number] {
                    trace.whole[number] = value;
                    trace.greatest[number] = at;
                }
                trace.whole[HIDDEN + number] += value;
            }
        }
        let share = share(items);
        trace.whole[HIDDEN..]
            .iter_mut()
            .for_each(|value| *value *= share);
        let mut answers: [f32; ANSWERS] = self.answer_bias.array();
        for (number, &value) in trace.whole.iter().enumerate() {
            add(&mut answers, self.answer.row(number, ANSWERS), value);
        }
        for (rule, &value) in trace
            .rules
            .iter()
            .enumerate()
            .filter(|(_, value)| **value != 0.0)
        {
            add(&mut answers, self.rules.row(rule, ANSWERS), value);
        }
        for kind in 0..KINDS {
            let shown = trace.shown[kind].iter().filter(|&&at| at != usize::MAX);
            let (sum, count) = shown.fold((0.0, 0.0), |(sum, count), at| {
                (sum + trace.places[at * KINDS + kind], count + 1.0)
            });
            if count > 0.0 {
                answers[1 + kind] += self.scale.values[kind] * sum / count;
            }
        }
        trace.answers = answers;
    }
}

/// Adds a row, so many times, to another.
fn add(out: &mut [f32], row: &[f32], times: f32) {
    for (out, value) in out.iter_mut().zip(row) {
        *out += value * times;
    }
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
