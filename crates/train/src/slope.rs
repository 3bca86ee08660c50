//! How the error of one text changes with each number of the net.

use engine::detect::net::{
    ANSWERS, FAR, HEAD, HIDDEN, Input, KINDS, LANES, Layers, Learnt, NEAR, PLACES, RULES, SIDE,
    WIDTH, WORD, Weights, Whole, share,
};
use model::Stance;

use crate::aim::Aim;
use crate::forward::{Trace, reached, read};
use crate::measure::chances;

const STANCES: usize = Stance::ALL.len();

/// Slopes of all numbers; of those learnt of words only rows that were met.
pub struct Slopes<Top = Whole> {
    pub weights: Weights<Top>,
    pub met: Vec<usize>,
    near: Vec<f32>,
    /// Of the second layer of each item.
    pub deep: Vec<f32>,
    places: Vec<f32>,
}

#[inline(always)]
pub fn sigmoid(z: f32) -> f32 {
    1.0 / (1.0 + (-z).exp())
}

/// In eight sums beside one another, as a processor likes it.
#[inline(always)]
pub fn dot(one: &[f32], other: &[f32]) -> f32 {
    let (ones, one) = one.as_chunks::<8>();
    let (others, other) = other.as_chunks::<8>();
    let mut sums = [0f32; 8];
    for (one, other) in ones.iter().zip(others) {
        for ((sum, a), b) in sums.iter_mut().zip(one).zip(other) {
            *sum += a * b;
        }
    }
    let rest: f32 = one.iter().zip(other).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f32>() + rest
}

#[inline(always)]
pub fn add(out: &mut [f32], row: &[f32], times: f32) {
    for (out, value) in out.iter_mut().zip(row) {
        *out += value * times;
    }
}

#[inline(always)]
pub fn row(values: &mut [f32], row: usize, length: usize) -> &mut [f32] {
    &mut values[row * length..(row + 1) * length]
}

/// One text to learn from.
struct Text<'a> {
    slopes: &'a mut Slopes,
    net: &'a Weights,
    aim: &'a Aim,
    inputs: &'a [Input],
    rules: &'a [f32; RULES],
    kept: &'a [f32; HIDDEN],
    trace: &'a mut Trace,
}

impl pulp::NullaryFnOnce for Text<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        read(self.net, self.inputs, self.rules, self.kept, self.trace);
        self.slopes
            .back(self.net, self.aim, self.inputs, self.kept, self.trace);
    }
}

impl<Top: Learnt> Slopes<Top> {
    pub fn new() -> Self {
        Slopes {
            weights: Weights::zero(),
            met: Vec::new(),
            near: Vec::new(),
            deep: Vec::new(),
            places: Vec::new(),
        }
    }

    pub fn clear(&mut self) {
        for &side in &self.met {
            row(&mut self.weights.layers.side.values, side, SIDE).fill(0.0);
        }
        self.met.clear();
        for tensor in self.weights.tensors_mut().into_iter().skip(1) {
            tensor.values.fill(0.0);
        }
    }

    /// Nothing is known yet of what comes out of so many items.
    pub fn begin(&mut self, items: usize) {
        self.deep.clear();
        self.deep.resize(items * HIDDEN, 0.0);
        self.near.clear();
        self.near.resize(items * HIDDEN, 0.0);
    }

    /// Back through the layers, from the slopes of what came out of them.
    #[inline(always)]
    pub fn back_layers(
        &mut self,
        net: &Layers,
        inputs: &[Input],
        kept: &[f32; HIDDEN],
        trace: &Trace,
    ) {
        self.back_far(net, trace, kept, inputs.len());
        self.back_near(net, trace, inputs);
    }

    #[inline(always)]
    fn back_far(&mut self, net: &Layers, trace: &Trace, kept: &[f32; HIDDEN], items: usize) {
        for at in 0..items {
            let mut mixed = [0f32; HIDDEN];
            for number in 0..HIDDEN {
                let place = at * HIDDEN + number;
                let slope = self.deep[place] * kept[number];
                self.near[place] += slope;
                // the second layer spoke where what came out is more than what the first gave
                if trace.deep[place] > trace.near[place] * kept[number] {
                    mixed[number] = slope;
                }
            }
            add(&mut self.weights.layers.mix_bias.values, &mixed, 1.0);
            let mut far = [0f32; HIDDEN];
            for (number, far) in far.iter_mut().enumerate() {
                add(
                    row(&mut self.weights.layers.mix.values, number, HIDDEN),
                    &mixed,
                    trace.far[at * HIDDEN + number],
                );
                *far = dot(net.mix.row(number, HIDDEN), &mixed);
            }
            for step in 0..FAR {
                let Some(from) = reached(at, step, FAR, items) else {
                    continue;
                };
                let weights = row(&mut self.weights.layers.far.values, step, HIDDEN);
                for number in 0..HIDDEN {
                    weights[number] += far[number] * trace.near[from * HIDDEN + number];
                    self.near[from * HIDDEN + number] +=
                        far[number] * net.far.row(step, HIDDEN)[number];
                }
            }
        }
    }

    #[inline(always)]
    fn back_near(&mut self, net: &Layers, trace: &Trace, inputs: &[Input]) {
        let items = inputs.len();
        let mut sides = vec![0f32; items * SIDE];
        for at in 0..items {
            let slopes: &mut [f32] = row(&mut self.near, at, HIDDEN);
            for (slope, &value) in slopes.iter_mut().zip(&trace.near[at * HIDDEN..]) {
                if value <= 0.0 {
                    *slope = 0.0;
                }
            }
            let slopes: &[f32] = slopes;
            add(&mut self.weights.layers.near_bias.values, slopes, 1.0);
            for step in 0..NEAR {
                let Some(from) = reached(at, step, NEAR, items) else {
                    continue;
                };
                for number in 0..WIDTH {
                    let value = trace.given[from * WIDTH + number];
                    if value != 0.0 {
                        add(
                            row(
                                &mut self.weights.layers.near.values,
                                step * WIDTH + number,
                                HIDDEN,
                            ),
                            slopes,
                            value,
                        );
                    }
                }
                for number in 0..SIDE {
                    sides[from * SIDE + number] +=
                        dot(net.near.row(step * WIDTH + WORD + number, HIDDEN), slopes);
                }
            }
        }
        for (input, slopes) in inputs.iter().zip(sides.chunks(SIDE)) {
            for side in input.sides() {
                add(
                    row(&mut self.weights.layers.side.values, side, SIDE),
                    slopes,
                    1.0,
                );
                self.met.push(side);
            }
        }
    }
}

impl Slopes {
    /// Reads one text and adds what it says.
    pub fn learn(
        &mut self,
        net: &Weights,
        aim: &Aim,
        inputs: &[Input],
        rules: &[f32; RULES],
        kept: &[f32; HIDDEN],
        trace: &mut Trace,
    ) {
        pulp::Arch::new().dispatch(Text {
            slopes: self,
            net,
            aim,
            inputs,
            rules,
            kept,
            trace,
        });
    }

    #[inline(always)]
    fn back(
        &mut self,
        net: &Weights,
        aim: &Aim,
        inputs: &[Input],
        kept: &[f32; HIDDEN],
        trace: &Trace,
    ) {
        let items = inputs.len();
        let answers = wrong(aim, trace);
        self.places.clear();
        self.places.resize(items * KINDS, 0.0);
        self.begin(items);
        for ((slope, want), &place) in self.places.iter_mut().zip(&aim.places).zip(&trace.places) {
            *slope = want.off(sigmoid(place));
        }
        self.back_answer(&net.top, trace, &answers, items);
        self.back_place(&net.top, trace, items);
        self.back_layers(&net.layers, inputs, kept, trace);
    }

    #[inline(always)]
    fn back_answer(&mut self, net: &Whole, trace: &Trace, answers: &[f32; ANSWERS], items: usize) {
        add(&mut self.weights.top.answer_bias.values, answers, 1.0);
        let mut head = [0f32; HEAD];
        for (number, &value) in trace
            .head
            .iter()
            .enumerate()
            .filter(|(_, value)| **value > 0.0)
        {
            add(
                row(&mut self.weights.top.speak.values, number, ANSWERS),
                answers,
                value,
            );
            head[number] = dot(net.speak.row(number, ANSWERS), answers);
        }
        add(&mut self.weights.top.head_bias.values, &head, 1.0);
        let share = share(items);
        for (number, &value) in trace.whole.iter().enumerate() {
            add(
                row(&mut self.weights.top.answer.values, number, ANSWERS),
                answers,
                value,
            );
            add(
                row(&mut self.weights.top.head.values, number, HEAD),
                &head,
                value,
            );
            let slope = dot(net.answer.row(number, ANSWERS), answers)
                + dot(net.head.row(number, HEAD), &head);
            match number.checked_sub(HIDDEN) {
                None if value > 0.0 => {
                    let greatest = (0..items).find(|at| trace.deep[at * HIDDEN + number] == value);
                    self.deep[greatest.unwrap_or_default() * HIDDEN + number] += slope;
                }
                None => {}
                Some(number) if number >= HIDDEN => {}
                Some(number) => {
                    (0..items).for_each(|at| self.deep[at * HIDDEN + number] += slope * share)
                }
            }
        }
        for kind in 0..KINDS {
            let shown: Vec<usize> = trace.shown[kind]
                .iter()
                .copied()
                .filter(|&at| at != usize::MAX)
                .collect();
            debug_assert!(shown.len() <= PLACES);
            let each = answers[1 + kind] / shown.len().max(1) as f32;
            for at in shown {
                self.weights.top.scale.values[kind] += each * trace.places[at * KINDS + kind];
                self.places[at * KINDS + kind] += each * net.scale.values[kind];
            }
        }
    }

    #[inline(always)]
    fn back_place(&mut self, net: &Whole, trace: &Trace, items: usize) {
        for at in 0..items {
            let slopes = &self.places[at * KINDS..(at + 1) * KINDS];
            add(&mut self.weights.top.place_bias.values, slopes, 1.0);
            for number in 0..HIDDEN {
                let value = trace.deep[at * HIDDEN + number];
                let line = number * LANES..number * LANES + KINDS;
                add(
                    &mut self.weights.top.place.values[line.clone()],
                    slopes,
                    value,
                );
                self.deep[at * HIDDEN + number] += dot(&net.place.values[line], slopes);
            }
        }
    }
}

/// How far each answer is off.
#[inline(always)]
fn wrong(aim: &Aim, trace: &Trace) -> [f32; ANSWERS] {
    let chances = chances(&trace.answers);
    std::array::from_fn(|at| aim.answers[at].off(chances[at]))
}

/// Log-odds as shares of one.
pub fn shares(answers: &[f32]) -> [f32; STANCES] {
    let most = answers.iter().copied().fold(f32::MIN, f32::max);
    let mut shares = [0f32; STANCES];
    for (share, z) in shares.iter_mut().zip(answers) {
        *share = (z - most).exp();
    }
    let sum: f32 = shares.iter().sum();
    shares.map(|share| share / sum)
}
