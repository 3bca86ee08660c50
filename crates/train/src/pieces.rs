//! Learning what words and their pieces weigh beside the nets.

use engine::detect::net::pieces::WEIGHED;
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
    let mut bias = [0.0; WEIGHED];
    bias[..=KINDS].fill(-2.0);
    let mut weighed = Learner::new(bias, SLOTS).through(
        examples,
        (ROUNDS, RATE),
        |learner, example: &Example, rate| {
            let answers = learner.answers(&example.slots);
            let mut slopes = [0.0; WEIGHED];
            slopes[..ANSWERS].copy_from_slice(&slopes_of(example, answers));
            slopes[ANSWERS] = slope_of_found(example, answers[ANSWERS]);
            learner.step(&example.slots, &slopes, rate);
        },
    );
    // of calm English texts written for this it changes nothing on the mean
    let calm = (examples.iter())
        .filter(|one| one.stance.is_some() && !one.spanish && one.threat == Some(false));
    let found: Vec<f32> = calm
        .map(|one| weighed.answers(&one.slots)[ANSWERS])
        .collect();
    weighed.bias[ANSWERS] -= found.iter().sum::<f32>() / found.len().max(1) as f32;
    to_bytes(&weighed.bias, &weighed.weights)
}

/// How far off it is of an English text that was found that it threatens, by how much it counts; nothing of others.
fn slope_of_found(example: &Example, answer: f32) -> f32 {
    if example.spanish {
        return 0.0;
    }
    match (example.stance, example.threat) {
        (None, Some(true)) => RARE * (sigmoid(answer) - 1.0),
        (None, Some(false)) => sigmoid(answer),
        _ => 0.0,
    }
}

/// How far off each answer is, by how much it counts.
fn slopes_of(example: &Example, answers: [f32; WEIGHED]) -> [f32; ANSWERS] {
    let costs = Plan::alone().costs;
    let wants = Aim::of(example, &costs).answers;
    let mut chances = answers.map(sigmoid);
    chances[1 + KINDS..ANSWERS].copy_from_slice(&shares(&answers[1 + KINDS..ANSWERS]));
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
