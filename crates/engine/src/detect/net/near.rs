//! The first layer, worked out once for each word in each guise that is met: what it gives to itself and to its neighbours.

use std::sync::OnceLock;

use super::input::{FIRST_RULE, RULED};
use super::rows::{Row, TILE, add, multiply_add};
use super::{FAR, HIDDEN, Input, Layers, NEAR, SIDE, WIDTH, WORD, vector};

/// Places for words in their guises, a power of two: all that is kept. What finds none is worked out anew.
const ROOM: usize = 1 << 16;
/// Places at which one may be found.
const TRIES: usize = 4;
/// Rows without items before the first and behind the last, which the second layer looks at.
pub(super) const MARGIN: usize = FAR / 2;

/// What an item gives to the item behind it, to itself, and to the item before it, each in steps of a size.
/// One byte a number, since fetching it from memory is what it costs.
#[derive(Clone, Debug)]
pub(super) struct Gift {
    guise: u64,
    steps: [f32; NEAR],
    numbers: [[i8; HIDDEN]; NEAR],
}

/// Gives nothing.
static NONE: Gift = Gift {
    guise: 0,
    steps: [0.0; NEAR],
    numbers: [[0; HIDDEN]; NEAR],
};

/// What has been met so far.
pub(super) struct Near {
    met: Box<[OnceLock<Box<Gift>>]>,
    bias: Row<HIDDEN>,
    /// What each rule gives where it found something.
    rules: Vec<[Row<HIDDEN>; NEAR]>,
}

/// Where the gifts of the items of one text are.
#[derive(Clone, Debug, Default)]
pub(super) struct Gifts {
    /// In what has been met; behind its end in what is kept here.
    at: Vec<usize>,
    anew: Vec<Gift>,
}

impl Near {
    pub fn new(net: &Layers) -> Self {
        let rule = |row: usize| {
            let mut numbers = [0f32; WIDTH];
            numbers[WORD..].copy_from_slice(net.side.row(FIRST_RULE + row, SIDE));
            gift::<false>(net, &numbers)
        };
        Near {
            met: (0..ROOM).map(|_| OnceLock::new()).collect(),
            bias: Row::of(&net.near_bias.values),
            rules: (0..RULED).map(rule).collect(),
        }
    }

    /// The first layer of items, with rows of nothing around them, and behind them to a full tile.
    #[inline(always)]
    pub fn read<const FUSED: bool>(
        &self,
        net: &Layers,
        inputs: &[Input],
        gifts: &mut Gifts,
        near: &mut Vec<Row<HIDDEN>>,
    ) {
        gifts.at.clear();
        gifts.anew.clear();
        for input in inputs {
            let at = self.find::<FUSED>(net, input, &mut gifts.anew);
            gifts.at.push(at);
        }
        let rows = inputs.len().next_multiple_of(TILE) + 2 * MARGIN;
        near.resize(rows, Row::ZERO);
        let (margin, own) = near.split_at_mut(MARGIN);
        let (own, rest) = own.split_at_mut(inputs.len());
        margin.fill(Row::ZERO);
        rest.fill(Row::ZERO);
        let gift = |item: usize| match gifts.at.get(item) {
            Some(&at) => match self.met.get(at) {
                Some(met) => met.get().map_or(&NONE, |gift| &**gift),
                None => &gifts.anew[at - ROOM],
            },
            None => &NONE,
        };
        let (mut before, mut here) = (&NONE, gift(0));
        for (at, own) in own.iter_mut().enumerate() {
            let behind = gift(at + 1);
            *own = self.bias;
            before.give::<FUSED>(0, own);
            here.give::<FUSED>(1, own);
            behind.give::<FUSED>(2, own);
            (before, here) = (here, behind);
        }
        for (from, input) in inputs.iter().enumerate() {
            for rule in input.ruled() {
                for (step, numbers) in self.rules[rule].iter().enumerate() {
                    let to = (from + NEAR / 2).checked_sub(step);
                    if let Some(own) = to.and_then(|to| own.get_mut(to)) {
                        add::<FUSED>(&mut own[..], &numbers[..], 1.0);
                    }
                }
            }
        }
        for row in own {
            row.0 = row.0.map(|value| value.max(0.0));
        }
    }

    #[inline(always)]
    fn find<const FUSED: bool>(&self, net: &Layers, input: &Input, anew: &mut Vec<Gift>) -> usize {
        let guise = input.guise();
        let first = guise.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - ROOM.ilog2());
        for at in (0..TRIES).map(|step| (first as usize + step) % ROOM) {
            let place = &self.met[at];
            if place.get().is_none() {
                // another thread may have been quicker
                let _ = place.set(Box::new(Gift::of::<FUSED>(net, input)));
            }
            if place.get().is_some_and(|gift| gift.guise == guise) {
                return at;
            }
        }
        anew.push(Gift::of::<FUSED>(net, input));
        ROOM + anew.len() - 1
    }
}

/// What goes in for an item, times the weights of the first layer.
#[inline(always)]
fn gift<const FUSED: bool>(net: &Layers, numbers: &[f32; WIDTH]) -> [Row<HIDDEN>; NEAR] {
    let (weights, _) = net.near.values.as_chunks::<HIDDEN>();
    let mut gift = [Row::ZERO; NEAR];
    for (gift, weights) in gift.iter_mut().zip(weights.chunks(WIDTH)) {
        for (weights, &number) in weights.iter().zip(numbers) {
            add::<FUSED>(&mut gift[..], weights, number);
        }
    }
    gift
}

impl Gift {
    #[inline(always)]
    fn of<const FUSED: bool>(net: &Layers, input: &Input) -> Self {
        let mut numbers = [0f32; WIDTH];
        numbers[..WORD].copy_from_slice(vector(input.word));
        for side in input.worn() {
            add::<FUSED>(&mut numbers[WORD..], net.side.row(side, SIDE), 1.0);
        }
        let gift = gift::<FUSED>(net, &numbers);
        let steps = gift.map(|gift| {
            let most = gift
                .iter()
                .fold(f32::MIN_POSITIVE, |most, value| most.max(value.abs()));
            most / f32::from(i8::MAX)
        });
        Gift {
            guise: input.guise(),
            steps,
            numbers: std::array::from_fn(|step| {
                gift[step]
                    .0
                    .map(|value| (value / steps[step]).round() as i8)
            }),
        }
    }

    #[inline(always)]
    fn give<const FUSED: bool>(&self, step: usize, to: &mut Row<HIDDEN>) {
        let size = self.steps[step];
        for (to, &number) in to.iter_mut().zip(&self.numbers[step]) {
            *to = multiply_add::<FUSED>(f32::from(number), size, *to);
        }
    }
}
