//! Learning what words and their pieces weigh beside the nets.

use engine::detect::net::{ANSWERS, KINDS};
use engine::linear::{SLOTS, to_bytes};

use crate::aim::Aim;
use crate::learn::Plan;
use crate::linear::Learner;
use crate::slope::{shares, sigmoid};
use crate::texts::Example;

/// Rounds through all texts.
const ROUNDS: usize = 6;
/// Greatest step.
const RATE: f32 = 3.0;
/// How much a threat among found texts counts against a calm one.
const RARE: f32 = 8.0;

/// Fits weights to what people marked: the bytes of their file.
pub fn learn(examples: &[&Example]) -> Vec<u8> {
    let mut bias = [0.0; ANSWERS];
    bias[..=KINDS].fill(-2.0);
    let weighed = Learner::new(bias, SLOTS);
    let weighed = weighed.through(
        examples,
        (ROUNDS, RATE),
        |learner, example: &Example, rate| {
            let slopes = slopes(example, learner.answers(&example.slots));
            learner.step(&example.slots, &slopes, rate);
        },
    );
    to_bytes(&weighed.bias, &weighed.weights)
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
