//! Learning what items of texts are: a net that begins with the layers of that which reads threats.

use engine::detect::net::{HIDDEN, Input, Learnt, TAGS, Tags, Weights};

use crate::chance::Chance;
use crate::forward::{Trace, read_layers};
use crate::learn::{Steps, kept, masked, pace};
use crate::slope::{Slopes, add, dot, row, sigmoid};

/// Rounds through all texts.
const ROUNDS: usize = 10;
/// Greatest step.
const RATE: f32 = 4e-3;
/// How much numbers shrink in a step, times the rate.
const DECAY: f32 = 1e-2;
/// Texts a step.
const BATCH: usize = 8;
/// Share of the hidden numbers that are switched off at a time.
const DROPPED: f32 = 0.25;
/// Share of the words that are hidden at a time.
const MASKED: f32 = 0.15;
/// Where chance begins.
const SEED: u64 = 3;
/// Log-odds of each tag before anything is learnt.
const SELDOM: f32 = -4.0;

/// A text with items of which it is known what they are.
pub struct Text {
    pub inputs: Vec<Input>,
    /// Items, and for each tag that is learnt whether they are it.
    pub known: Vec<(usize, Vec<bool>)>,
}

/// Fits a net to texts.
pub fn learn(texts: &[&Text]) -> Weights<Tags> {
    let mut chance = Chance::new(SEED);
    let mut net = start(&mut chance);
    let mut steps = Steps::new(&net);
    let (mut slopes, mut trace) = (Slopes::new(), Trace::default());
    let mut order = texts.to_vec();
    let total = (ROUNDS * order.len().div_ceil(BATCH)) as f32;
    for _ in 0..ROUNDS {
        chance.shuffle(&mut order);
        for batch in order.chunks(BATCH) {
            slopes.clear();
            for text in batch {
                let step = Step {
                    inputs: &masked(&text.inputs, MASKED, &mut chance),
                    kept: &kept(DROPPED, &mut chance),
                    text,
                    net: &net,
                    slopes: &mut slopes,
                    trace: &mut trace,
                };
                pulp::Arch::new().dispatch(step);
            }
            let items: usize = batch.iter().map(|text| text.known.len()).sum();
            let rate = RATE * pace(steps.count as f32 / total);
            let each = 1.0 / items.max(1) as f32;
            steps.take(&mut net, &mut slopes, (rate, DECAY), each);
        }
    }
    steps.mean
}

/// What reads threats knows words, and what stands around them, already.
fn start(chance: &mut Chance) -> Weights<Tags> {
    let mut net = Weights::<Tags>::zero();
    if let Some(known) = Weights::shipped().into_iter().next() {
        net.layers = known.layers;
    }
    let spread = (1.0 / HIDDEN as f32).sqrt();
    let tags = net.top.tag.values.iter_mut();
    tags.for_each(|value| *value = chance.around() * spread);
    net.top.tag_bias.values.fill(SELDOM);
    net
}

/// One text to learn from.
struct Step<'a> {
    text: &'a Text,
    inputs: &'a [Input],
    kept: &'a [f32; HIDDEN],
    net: &'a Weights<Tags>,
    slopes: &'a mut Slopes<Tags>,
    trace: &'a mut Trace,
}

impl pulp::NullaryFnOnce for Step<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Step {
            text,
            inputs,
            kept,
            net,
            slopes,
            trace,
        } = self;
        read_layers(&net.layers, inputs, kept, trace);
        slopes.begin(inputs.len());
        for (item, is) in &text.known {
            slopes.back_tags(&net.top, *item, is, trace);
        }
        slopes.back_layers(&net.layers, inputs, kept, trace);
    }
}

/// What an item says by its second layer, as log-odds.
#[inline(always)]
fn said(net: &Tags, deep: &[f32]) -> [f32; TAGS] {
    let mut tags = net.tag_bias.array();
    for (number, &value) in deep.iter().enumerate() {
        add(&mut tags, net.tag.row(number, TAGS), value);
    }
    tags
}

impl Slopes<Tags> {
    /// Adds what an item says.
    #[inline(always)]
    fn back_tags(&mut self, net: &Tags, item: usize, is: &[bool], trace: &Trace) {
        let deep = &trace.deep[item * HIDDEN..(item + 1) * HIDDEN];
        let mut off = [0f32; TAGS];
        for ((off, tag), &is) in off.iter_mut().zip(said(net, deep)).zip(is) {
            *off = sigmoid(tag) - f32::from(u8::from(is));
        }
        let top = &mut self.weights.top;
        add(&mut top.tag_bias.values, &off, 1.0);
        for (number, &value) in deep.iter().enumerate() {
            add(row(&mut top.tag.values, number, TAGS), &off, value);
            self.deep[item * HIDDEN + number] += dot(net.tag.row(number, TAGS), &off);
        }
    }
}

#[cfg(test)]
mod tests {
    use engine::detect::net::{Tagger, given};
    use engine::text::Doc;

    use super::*;

    const TEXT: &str = "Two guards were hurt on Friday, and $9,000 is offered.";

    fn through(net: &Weights<Tags>, inputs: &[Input]) -> Trace {
        let mut trace = Trace::default();
        read_layers(&net.layers, inputs, &[1.0; HIDDEN], &mut trace);
        trace
    }

    #[test]
    fn what_is_learnt_is_what_is_read() {
        let net = start(&mut Chance::new(7));
        let inputs = given(&Doc::new(TEXT)).items;
        let trace = through(&net, &inputs);
        let read = Tagger::new(net.clone()).read(&inputs);
        assert_eq!(read.len(), inputs.len());
        for (deep, tags) in trace.deep.chunks(HIDDEN).zip(&read) {
            let mut pairs = said(&net.top, deep).into_iter().zip(tags.0);
            // what is read has words in steps of a size
            assert!(pairs.all(|(long, short)| (long - short).abs() < 0.1));
        }
    }

    #[test]
    fn slopes_are_those_of_the_error() {
        const STEP: f32 = 1e-2;
        let net = start(&mut Chance::new(7));
        let inputs = given(&Doc::new(TEXT)).items;
        let known = vec![(1, vec![true; TAGS]), (3, vec![false; TAGS])];
        let text = Text { inputs, known };
        let error = |net: &Weights<Tags>| -> f32 {
            let trace = through(net, &text.inputs);
            let of = |(item, is): &(usize, Vec<bool>)| -> f32 {
                let tags = said(&net.top, &trace.deep[item * HIDDEN..(item + 1) * HIDDEN]);
                let each = tags.iter().zip(is);
                each.map(|(&z, &is)| -sigmoid(if is { z } else { -z }).ln())
                    .sum()
            };
            text.known.iter().map(of).sum()
        };
        let (mut slopes, mut trace) = (Slopes::new(), Trace::default());
        pulp::Arch::new().dispatch(Step {
            text: &text,
            inputs: &text.inputs,
            kept: &[1.0; HIDDEN],
            net: &net,
            slopes: &mut slopes,
            trace: &mut trace,
        });
        for (tensor, of) in slopes.weights.tensors().iter().enumerate() {
            let all = of.values.iter().enumerate();
            let (at, &slope) = all
                .max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))
                .expect("numbers");
            let moved = |by: f32| {
                let mut net = net.clone();
                net.tensors_mut()[tensor].values[at] += by;
                error(&net)
            };
            let measured = (moved(STEP) - moved(-STEP)) / (2.0 * STEP);
            let near = (measured - slope).abs() < 0.05 * (1.0 + slope.abs());
            assert!(near, "{tensor}: {measured}, {slope}");
        }
    }
}
