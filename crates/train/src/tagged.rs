//! Learning what items and sentences of reports say: a net that begins with the layers of that which reads threats.

use std::borrow::Cow;
use std::ops::Range;

use engine::detect::net::{
    HIDDEN, Input, Learnt, TAGS, TELLS, Tagged, Tagger, Tags, Weights, share,
};

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
/// Items of the texts of a step, at least.
const BATCH: usize = 2200;
/// How much it counts what stretches tell of, against what items are.
const TELLING: f32 = 0.5;
/// Share of the hidden numbers that are switched off at a time.
const DROPPED: f32 = 0.25;
/// Share of the words that are hidden at a time.
const MASKED: f32 = 0.15;
/// Share of the texts of which only a few sentences are shown at a time, for what is told in few words.
const CUT: f32 = 0.3;
/// Sentences of such a text, at most.
const FEW: usize = 3;
/// Where chance begins.
const SEED: u64 = 3;
/// Log-odds of each answer before anything is learnt.
const SELDOM: f32 = -4.0;
/// Parts of the texts: each is read by a net that has not seen it.
pub const PARTS: usize = 4;

/// A text of which it is known what some of it says.
#[derive(Clone, Default)]
pub struct Text {
    /// Which part of all texts it is of; none where it is only learnt from.
    pub part: Option<usize>,
    pub inputs: Vec<Input>,
    /// Items, and for each tag that is learnt whether they are it.
    pub tags: Vec<(usize, Vec<bool>)>,
    /// Stretches of items, and what each tells of.
    pub tells: Vec<(Range<usize>, [bool; TELLS])>,
}

impl Text {
    /// A few of its sentences, as if there were no others.
    fn cut(&self, chance: &mut Chance) -> Text {
        let from = chance.below(self.tells.len().max(1));
        let few = 1 + chance.below(FEW);
        let tells: Vec<_> = self.tells.iter().skip(from).take(few).collect();
        let (Some((first, _)), Some((last, _))) = (tells.first(), tells.last()) else {
            return self.clone();
        };
        let (start, end) = (first.start, last.end);
        let tags = self
            .tags
            .iter()
            .filter(|(item, _)| (start..end).contains(item));
        let within = |items: &Range<usize>| items.start - start..items.end - start;
        let tells = tells.iter().map(|(items, is)| (within(items), *is));
        Text {
            part: self.part,
            inputs: self.inputs[start..end].to_vec(),
            tags: tags.map(|(item, is)| (item - start, is.clone())).collect(),
            tells: tells.collect(),
        }
    }
}

/// Which part the texts of an event are of.
pub fn part_of(event: &str) -> usize {
    let sum = event.bytes().fold(7u64, |sum, byte| {
        sum.wrapping_mul(0x0100_0000_01B3) ^ u64::from(byte)
    });
    (sum >> 7) as usize % PARTS
}

/// Nets that have read some texts.
pub struct Nets {
    /// That which has read all.
    pub all: Weights<Tags>,
    /// For each part one that has not read it.
    unseen: Vec<Tagger>,
}

impl Nets {
    /// Fits them, as many at a time as there are cores.
    pub fn learn(texts: &[Text]) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let parts: Vec<Option<usize>> = (0..PARTS).map(Some).chain([None]).collect();
        let mut nets = Vec::new();
        for some in parts.chunks(cores) {
            std::thread::scope(|scope| {
                let without = |&part: &Option<usize>| {
                    let seen = |text: &&Text| part.is_none() || text.part != part;
                    let others: Vec<&Text> = texts.iter().filter(seen).collect();
                    scope.spawn(move || learn(&others))
                };
                let runs: Vec<_> = some.iter().map(without).collect();
                nets.extend(runs.into_iter().filter_map(|run| run.join().ok()));
            });
            println!("  {} of {} nets", nets.len(), parts.len());
        }
        Nets {
            all: nets.pop().unwrap_or_else(Weights::zero),
            unseen: nets.into_iter().map(Tagger::new).collect(),
        }
    }

    /// What one that has not read its part says of a text.
    pub fn read(&self, part: usize, inputs: &[Input], stretches: &[Range<usize>]) -> Tagged {
        self.unseen[part].read(inputs, stretches)
    }
}

/// Fits a net to texts.
fn learn(texts: &[&Text]) -> Weights<Tags> {
    let mut chance = Chance::new(SEED);
    let mut net = start(&mut chance);
    let mut steps = Steps::new(&net);
    let (mut slopes, mut trace) = (Slopes::new(), Trace::default());
    let mut order = texts.to_vec();
    let total = (ROUNDS * batches(&order).len()) as f32;
    for _ in 0..ROUNDS {
        chance.shuffle(&mut order);
        for batch in batches(&order) {
            slopes.clear();
            let shown = batch.iter().map(|text| match chance.share() < CUT {
                true => Cow::Owned(text.cut(&mut chance)),
                false => Cow::Borrowed(*text),
            });
            let batch: Vec<Cow<Text>> = shown.collect();
            let share = |count: usize| 1.0 / count.max(1) as f32;
            let tags = share(batch.iter().map(|text| text.tags.len()).sum());
            let tells = TELLING * share(batch.iter().map(|text| text.tells.len()).sum());
            for text in &batch {
                let step = Step {
                    inputs: &masked(&text.inputs, MASKED, &mut chance),
                    kept: &kept(DROPPED, &mut chance),
                    counts: (tags, tells),
                    text,
                    net: &net,
                    slopes: &mut slopes,
                    trace: &mut trace,
                };
                pulp::Arch::new().dispatch(step);
            }
            let rate = RATE * pace(steps.count as f32 / total);
            steps.take(&mut net, &mut slopes, (rate, DECAY), 1.0);
        }
    }
    steps.mean
}

/// Texts that are learnt from at once.
fn batches<'t, 'o>(order: &'o [&'t Text]) -> Vec<&'o [&'t Text]> {
    let (mut batches, mut from, mut items) = (Vec::new(), 0, 0);
    for (at, text) in order.iter().enumerate() {
        items += text.inputs.len();
        if items >= BATCH || at + 1 == order.len() {
            batches.push(&order[from..=at]);
            (from, items) = (at + 1, 0);
        }
    }
    batches
}

/// What reads threats knows words, and what stands around them, already.
fn start(chance: &mut Chance) -> Weights<Tags> {
    let mut net = Weights::<Tags>::zero();
    if let Some(known) = Weights::shipped().into_iter().next() {
        net.layers = known.layers;
    }
    let spread = (1.0 / HIDDEN as f32).sqrt();
    let values = net.top.tag.values.iter_mut();
    let values = values.chain(&mut net.top.tell.values);
    values.for_each(|value| *value = chance.around() * spread);
    net.top.tag_bias.values.fill(SELDOM);
    net.top.tell_bias.values.fill(SELDOM);
    net
}

/// One text to learn from.
struct Step<'a> {
    text: &'a Text,
    inputs: &'a [Input],
    kept: &'a [f32; HIDDEN],
    /// How much each item and each stretch counts.
    counts: (f32, f32),
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
            counts: (tags, tells),
            net,
            slopes,
            trace,
        } = self;
        read_layers(&net.layers, inputs, kept, trace);
        slopes.begin(inputs.len());
        for (item, is) in &text.tags {
            slopes.back_tag(&net.top, *item, (is, tags), trace);
        }
        for (stretch, is) in &text.tells {
            slopes.back_tell(&net.top, stretch, (is, tells), trace);
        }
        slopes.back_layers(&net.layers, inputs, kept, trace);
    }
}

/// The second layer of an item.
#[inline(always)]
fn deep(trace: &Trace, item: usize) -> &[f32] {
    &trace.deep[item * HIDDEN..(item + 1) * HIDDEN]
}

/// What an item is, as log-odds.
#[inline(always)]
fn tagged(net: &Tags, item: &[f32]) -> [f32; TAGS] {
    let mut tags = net.tag_bias.array();
    for (number, &value) in item.iter().enumerate() {
        add(&mut tags, net.tag.row(number, TAGS), value);
    }
    tags
}

/// The greatest and the sum over the items of a stretch.
struct Together {
    values: [f32; 2 * HIDDEN],
    /// For each hidden number the item that has the greatest, where that is over nought.
    greatest: [Option<usize>; HIDDEN],
}

impl Together {
    #[inline(always)]
    fn of(trace: &Trace, stretch: &Range<usize>) -> Self {
        let (mut values, mut greatest) = ([0f32; 2 * HIDDEN], [None; HIDDEN]);
        let share = share(stretch.len());
        let (most, sum) = values.split_at_mut(HIDDEN);
        for item in stretch.clone() {
            for (number, &value) in deep(trace, item).iter().enumerate() {
                if value > most[number] {
                    (most[number], greatest[number]) = (value, Some(item));
                }
                sum[number] += value * share;
            }
        }
        Together { values, greatest }
    }

    /// What the stretch tells of, as log-odds.
    #[inline(always)]
    fn tells(&self, net: &Tags) -> [f32; TELLS] {
        let mut tells = net.tell_bias.array();
        for (number, &value) in self.values.iter().enumerate() {
            add(&mut tells, net.tell.row(number, TELLS), value);
        }
        tells
    }
}

impl Slopes<Tags> {
    /// Adds what an item is; it counts so much.
    #[inline(always)]
    fn back_tag(&mut self, net: &Tags, item: usize, (is, counts): (&[bool], f32), trace: &Trace) {
        let values = deep(trace, item);
        let off = off(&tagged(net, values), is, counts);
        let top = &mut self.weights.top;
        add(&mut top.tag_bias.values, &off, 1.0);
        for (number, &value) in values.iter().enumerate() {
            add(row(&mut top.tag.values, number, TAGS), &off, value);
            self.deep[item * HIDDEN + number] += dot(net.tag.row(number, TAGS), &off);
        }
    }

    /// Adds what a stretch tells of; it counts so much.
    #[inline(always)]
    fn back_tell(
        &mut self,
        net: &Tags,
        stretch: &Range<usize>,
        (is, counts): (&[bool], f32),
        trace: &Trace,
    ) {
        let together = Together::of(trace, stretch);
        let off = off(&together.tells(net), is, counts);
        let (top, share) = (&mut self.weights.top, share(stretch.len()));
        add(&mut top.tell_bias.values, &off, 1.0);
        let mut each = [0f32; HIDDEN];
        for (number, &value) in together.values.iter().enumerate() {
            add(row(&mut top.tell.values, number, TELLS), &off, value);
            let slope = dot(net.tell.row(number, TELLS), &off);
            match number.checked_sub(HIDDEN) {
                Some(number) => each[number] = slope * share,
                None => {
                    if let Some(item) = together.greatest[number] {
                        self.deep[item * HIDDEN + number] += slope;
                    }
                }
            }
        }
        for item in stretch.clone() {
            add(row(&mut self.deep, item, HIDDEN), &each, 1.0);
        }
    }
}

/// How far answers are off what is so, each so many times.
#[inline(always)]
fn off<const N: usize>(answers: &[f32; N], is: &[bool], counts: f32) -> [f32; N] {
    let mut off = [0f32; N];
    for ((off, answer), &is) in off.iter_mut().zip(answers).zip(is) {
        *off = counts * (sigmoid(*answer) - f32::from(u8::from(is)));
    }
    off
}

#[cfg(test)]
mod tests {
    use engine::detect::net::given;
    use engine::text::Doc;

    use super::*;

    #[test]
    fn what_is_learnt_is_what_is_read() {
        let net = start(&mut Chance::new(7));
        let tagger = Tagger::new(net.clone());
        let text = "Two guards were hurt on Friday. Nobody has been caught, and $9,000 is offered.";
        let items = given(&Doc::new(text)).items;
        let stretches = [0..5, 5..items.len(), 3..3];
        let mut trace = Trace::default();
        read_layers(&net.layers, &items, &[1.0; HIDDEN], &mut trace);
        let read = tagger.read(&items, &stretches);
        assert_eq!(read.tags.len(), items.len());
        assert!(read.tells[2].is_none());
        // what is read has words in steps of a size
        let near = |long: &[f32], short: &[f32]| {
            let pairs = long.iter().zip(short);
            pairs.into_iter().all(|(a, b)| (a - b).abs() < 0.1)
        };
        for (item, tags) in read.tags.iter().enumerate() {
            assert!(near(&tagged(&net.top, deep(&trace, item)), &tags.0));
        }
        for (stretch, tells) in stretches.iter().zip(&read.tells).take(2) {
            let long = Together::of(&trace, stretch).tells(&net.top);
            assert!(near(&long, tells.as_ref().expect("items")));
        }
    }

    #[test]
    fn slopes_are_those_of_the_error() {
        let net = start(&mut Chance::new(7));
        let inputs = given(&Doc::new("Two guards were hurt on Friday night.")).items;
        let (tags, mut tells) = (vec![true; TAGS], [false; TELLS]);
        tells[3] = true;
        let text = Text {
            tags: vec![(1, tags)],
            tells: vec![(0..inputs.len(), tells)],
            inputs,
            part: None,
        };
        let error = |net: &Weights<Tags>| {
            let mut trace = Trace::default();
            read_layers(&net.layers, &text.inputs, &[1.0; HIDDEN], &mut trace);
            let loss = |z: f32, is: bool| -sigmoid(if is { z } else { -z }).ln();
            let (item, is) = &text.tags[0];
            let tags = tagged(&net.top, deep(&trace, *item));
            let (stretch, told) = &text.tells[0];
            let tells = Together::of(&trace, stretch).tells(&net.top);
            let tags = tags.iter().zip(is).map(|(&z, &is)| loss(z, is));
            let tells = tells.iter().zip(told).map(|(&z, &is)| loss(z, is));
            tags.chain(tells).sum::<f32>()
        };
        let (mut slopes, mut trace) = (Slopes::new(), Trace::default());
        let step = Step {
            text: &text,
            inputs: &text.inputs,
            kept: &[1.0; HIDDEN],
            counts: (1.0, 1.0),
            net: &net,
            slopes: &mut slopes,
            trace: &mut trace,
        };
        pulp::Arch::new().dispatch(step);
        const STEP: f32 = 1e-2;
        for tensor in 0..net.tensors().len() {
            let values = &slopes.weights.tensors()[tensor].values;
            let steepest =
                (0..values.len()).max_by(|&a, &b| values[a].abs().total_cmp(&values[b].abs()));
            let at = steepest.expect("numbers");
            let moved = |by: f32| {
                let mut net = net.clone();
                net.tensors_mut()[tensor].values[at] += by;
                error(&net)
            };
            let slope = (moved(STEP) - moved(-STEP)) / (2.0 * STEP);
            assert!(
                (slope - values[at]).abs() < 0.05 * (1.0 + slope.abs()),
                "{tensor}: {slope} {}",
                values[at]
            );
        }
    }
}
