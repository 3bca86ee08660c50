//! The first layer, worked out once for each word, sign and rule that is met: what it gives to itself and to its neighbours.

use std::sync::OnceLock;

use super::words::{self, vector};
use super::{HIDDEN, Input, NEAR, SIDE, SIDES, WIDTH, WORD, Weights};

/// What an item gives to the item behind it, to itself, and to the item before it: in steps of a size.
/// Two bytes a number, since fetching it from memory is what it costs.
pub(super) struct Gift {
    step: f32,
    numbers: [[i16; HIDDEN]; NEAR],
}

/// What has been met so far.
pub(super) struct Near {
    words: Box<[OnceLock<Box<Gift>>]>,
    sides: Box<[OnceLock<Box<Gift>>]>,
}

impl Near {
    pub fn new() -> Self {
        let room = |rows: usize| (0..rows).map(|_| OnceLock::new()).collect();
        Near {
            words: room(words::count()),
            sides: room(SIDES),
        }
    }

    fn word(&self, net: &Weights, row: u32) -> &Gift {
        self.words[row as usize].get_or_init(|| Box::new(Gift::of(net, vector(row), 0)))
    }

    fn side(&self, net: &Weights, row: usize) -> &Gift {
        let numbers = net.side.row(row, SIDE);
        self.sides[row].get_or_init(|| Box::new(Gift::of(net, numbers, WORD)))
    }

    /// The first layer of items.
    #[inline(always)]
    pub fn read(&self, net: &Weights, inputs: &[Input], near: &mut Vec<[f32; HIDDEN]>) {
        near.clear();
        near.resize(inputs.len(), net.near_bias.array());
        for (from, input) in inputs.iter().enumerate() {
            self.word(net, input.word).give(from, near);
            for side in input.sides() {
                self.side(net, side).give(from, near);
            }
        }
        for value in near.as_flattened_mut() {
            *value = value.max(0.0);
        }
    }
}

impl Gift {
    /// What numbers give that stand at a place of what goes in.
    fn of(net: &Weights, numbers: &[f32], place: usize) -> Self {
        let (weights, _) = net.near.values.as_chunks::<HIDDEN>();
        let mut gift = [[0f32; HIDDEN]; NEAR];
        for (step, gift) in gift.iter_mut().enumerate() {
            for (weights, number) in weights[step * WIDTH + place..].iter().zip(numbers) {
                for (gift, weight) in gift.iter_mut().zip(weights) {
                    *gift += weight * number;
                }
            }
        }
        let values = gift.as_flattened().iter();
        let most = values.fold(f32::MIN_POSITIVE, |most, value| most.max(value.abs()));
        let step = most / f32::from(i16::MAX);
        Gift {
            step,
            numbers: gift.map(|gift| gift.map(|value| (value / step).round() as i16)),
        }
    }

    #[inline(always)]
    fn give(&self, from: usize, near: &mut [[f32; HIDDEN]]) {
        for (step, numbers) in self.numbers.iter().enumerate() {
            let to = (from + NEAR / 2).checked_sub(step);
            if let Some(near) = to.and_then(|to| near.get_mut(to)) {
                for (near, &number) in near.iter_mut().zip(numbers) {
                    *near += f32::from(number) * self.step;
                }
            }
        }
    }
}
