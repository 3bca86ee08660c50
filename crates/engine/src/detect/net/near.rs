//! The first layer, worked out once for each word, sign and rule that is met: what it gives to itself and to its neighbours.

use std::sync::OnceLock;

use super::words::{self, vector};
use super::{HIDDEN, Input, NEAR, SIDE, SIDES, WIDTH, WORD, Weights};

/// What an item gives to the item behind it, to itself, and to the item before it.
pub(super) type Gift = [[f32; HIDDEN]; NEAR];

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
        self.words[row as usize].get_or_init(|| given(net, vector(row), 0))
    }

    fn side(&self, net: &Weights, row: usize) -> &Gift {
        self.sides[row].get_or_init(|| given(net, net.side.row(row, SIDE), WORD))
    }

    /// The first layer of items; `gifts` is room to work in.
    #[inline(always)]
    pub fn read(
        &self,
        net: &Weights,
        inputs: &[Input],
        gifts: &mut Vec<Gift>,
        near: &mut Vec<[f32; HIDDEN]>,
    ) {
        gifts.clear();
        for input in inputs {
            let mut gift = *self.word(net, input.word);
            for side in input.sides() {
                let more = self.side(net, side).as_flattened();
                for (value, more) in gift.as_flattened_mut().iter_mut().zip(more) {
                    *value += more;
                }
            }
            gifts.push(gift);
        }
        near.clear();
        near.resize(inputs.len(), net.near_bias.array());
        for (at, near) in near.iter_mut().enumerate() {
            for step in 0..NEAR {
                let from = (at + step).checked_sub(NEAR / 2);
                if let Some(gift) = from.and_then(|from| gifts.get(from)) {
                    for (near, value) in near.iter_mut().zip(&gift[step]) {
                        *near += value;
                    }
                }
            }
            near.iter_mut().for_each(|value| *value = value.max(0.0));
        }
    }
}

/// What numbers give that stand at a place of what goes in.
fn given(net: &Weights, numbers: &[f32], place: usize) -> Box<Gift> {
    let (weights, _) = net.near.values.as_chunks::<HIDDEN>();
    let mut gift = Box::new([[0f32; HIDDEN]; NEAR]);
    for (step, gift) in gift.iter_mut().enumerate() {
        for (weights, number) in weights[step * WIDTH + place..].iter().zip(numbers) {
            for (gift, weight) in gift.iter_mut().zip(weights) {
                *gift += weight * number;
            }
        }
    }
    gift
}
