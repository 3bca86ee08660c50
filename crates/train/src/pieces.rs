//! Learning what words and their pieces weigh: small steps, text by text, each number by its own measure (AdaGrad).

use engine::detect::net::pieces::{SLOTS, share, to_bytes};
use engine::detect::net::{ANSWERS, KINDS};

use crate::aim::Aim;
use crate::chance::Chance;
use crate::learn::Plan;
use crate::slope::{shares, sigmoid};
use crate::texts::Example;

/// Where chance begins.
const SEED: u64 = 1;
/// Rounds through all texts.
const ROUNDS: usize = 6;
/// Greatest step.
const RATE: f32 = 3.0;
/// How much a threat among found texts counts against a calm one.
const RARE: f32 = 8.0;
/// What slopes count as before the first: words that are met seldom weigh little.
const BEFORE: f32 = 1.0;
/// The same of biases.
const BEFORE_BIAS: f32 = 10.0;

/// Weights while they are learnt.
struct Weighed {
    bias: [f32; ANSWERS],
    weights: Vec<f32>,
    /// Sums of the squares of slopes.
    met_bias: [f32; ANSWERS],
    met: Vec<f32>,
}

/// Fits weights to what people marked: the bytes of their file.
pub fn learn(examples: &[&Example]) -> Vec<u8> {
    let mut weighed = Weighed::new();
    let mut chance = Chance::new(SEED);
    let mut order = examples.to_vec();
    let total = (ROUNDS * order.len()).max(1) as f32;
    for round in 0..ROUNDS {
        chance.shuffle(&mut order);
        for (at, example) in order.iter().enumerate() {
            let done = (round * order.len() + at) as f32 / total;
            let slopes = slopes(example, weighed.answers(&example.slots));
            weighed.step(&example.slots, &slopes, RATE * (1.0 - done).max(0.02));
        }
    }
    to_bytes(&weighed.bias, &weighed.weights)
}

impl Weighed {
    fn new() -> Self {
        let mut bias = [0.0; ANSWERS];
        bias[..=KINDS].fill(-2.0);
        Weighed {
            bias,
            weights: vec![0.0; SLOTS * ANSWERS],
            met_bias: [BEFORE_BIAS; ANSWERS],
            met: vec![BEFORE; SLOTS * ANSWERS],
        }
    }

    /// Log-odds.
    fn answers(&self, slots: &[u32]) -> [f32; ANSWERS] {
        let each = share(slots.len());
        let mut answers = self.bias;
        for &slot in slots {
            let row = &self.weights[slot as usize * ANSWERS..][..ANSWERS];
            for (answer, weight) in answers.iter_mut().zip(row) {
                *answer += each * weight;
            }
        }
        answers
    }

    fn step(&mut self, slots: &[u32], slopes: &[f32; ANSWERS], rate: f32) {
        let step = |weight: &mut f32, met: &mut f32, slope: f32| {
            *met += slope * slope;
            *weight -= rate * slope / met.sqrt();
        };
        let each = share(slots.len());
        for at in (0..ANSWERS).filter(|&at| slopes[at] != 0.0) {
            step(&mut self.bias[at], &mut self.met_bias[at], slopes[at]);
            for &slot in slots {
                let place = slot as usize * ANSWERS + at;
                step(
                    &mut self.weights[place],
                    &mut self.met[place],
                    each * slopes[at],
                );
            }
        }
    }
}

/// How far off each answer is, by how much it counts.
fn slopes(example: &Example, answers: [f32; ANSWERS]) -> [f32; ANSWERS] {
    let costs = Plan::alone().costs;
    let wants = Aim::of(example, &costs).answers;
    let mut chances = answers.map(sigmoid);
    chances[1 + KINDS..].copy_from_slice(&shares(&answers[1 + KINDS..]));
    let mut slopes: [f32; ANSWERS] = std::array::from_fn(|at| wants[at].off(chances[at]));
    if example.stance.is_none() {
        let rare = if example.threat == Some(true) {
            RARE
        } else {
            1.0
        };
        slopes[0] *= rare / costs.found;
    }
    slopes
}
