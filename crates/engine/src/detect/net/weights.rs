//! The numbers of the net and the file that holds them.

use super::rows::Row;
use super::{
    ANSWERS, FAR, HEAD, HIDDEN, KINDS, LANES, NEAR, SIDE, SIDES, TAGS, TELLS, WHOLE, WIDTH,
};

const FILE: &[u8] = include_bytes!("../../../weights/net.bin");

/// A row of numbers, or rows one after another.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    /// The numbers.
    pub values: Vec<f32>,
}

impl Tensor {
    fn zero(length: usize) -> Self {
        Tensor {
            values: vec![0.0; length],
        }
    }

    /// A row of a length.
    #[must_use]
    pub fn row(&self, row: usize, length: usize) -> &[f32] {
        &self.values[row * length..(row + 1) * length]
    }

    /// All its rows.
    pub(super) fn rows<const ROWS: usize, const WIDE: usize>(&self) -> Box<[Row<WIDE>; ROWS]> {
        Box::new(std::array::from_fn(|row| Row::of(self.row(row, WIDE))))
    }

    /// Its first values.
    #[must_use]
    pub fn array<const N: usize>(&self) -> [f32; N] {
        let mut out = [0.0; N];
        out.copy_from_slice(&self.values[..N]);
        out
    }
}

/// Numbers that are learnt together.
pub trait Learnt: Sized {
    /// Nothing learnt.
    #[must_use]
    fn zero() -> Self;

    /// Every tensor in order.
    #[must_use]
    fn tensors(&self) -> Vec<&Tensor>;

    /// Every tensor in order, to change.
    fn tensors_mut(&mut self) -> Vec<&mut Tensor>;

    /// The file: for each tensor its scale as a number of four bytes, then two bytes a value.
    #[must_use]
    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for tensor in self.tensors() {
            let most = tensor
                .values
                .iter()
                .fold(1e-9f32, |most, value| most.max(value.abs()));
            let scale = most / f32::from(i16::MAX);
            bytes.extend(scale.to_le_bytes());
            for value in &tensor.values {
                bytes.extend(((value / scale).round() as i16).to_le_bytes());
            }
        }
        bytes
    }

    /// Reads such files, one behind another; what is too short for a net is left out.
    #[must_use]
    fn parse(bytes: &[u8]) -> Vec<Self> {
        let mut rest = bytes;
        std::iter::from_fn(|| next(&mut rest)).collect()
    }
}

fn next<L: Learnt>(rest: &mut &[u8]) -> Option<L> {
    let mut learnt = L::zero();
    for tensor in learnt.tensors_mut() {
        let (scale, values) = rest.split_first_chunk::<4>()?;
        let (values, after) = values.split_at_checked(2 * tensor.values.len())?;
        let scale = f32::from_le_bytes(*scale);
        for (value, pair) in tensor.values.iter_mut().zip(values.as_chunks::<2>().0) {
            *value = f32::from(i16::from_le_bytes(*pair)) * scale;
        }
        *rest = after;
    }
    Some(learnt)
}

macro_rules! learnt {
    ($(#[$what:meta])* $of:ident: $($(#[$doc:meta])* $name:ident: $length:expr),+ $(,)?) => {
        $(#[$what])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $of { $($(#[$doc])* pub $name: Tensor),+ }

        impl Learnt for $of {
            fn zero() -> Self {
                $of { $($name: Tensor::zero($length)),+ }
            }

            fn tensors(&self) -> Vec<&Tensor> {
                vec![$(&self.$name),+]
            }

            fn tensors_mut(&mut self) -> Vec<&mut Tensor> {
                vec![$(&mut self.$name),+]
            }
        }
    };
}

learnt! {
    /// The layers, in which each item takes in what stands around it.
    Layers:
    /// `SIDES × SIDE`: what is learnt of words, signs and rules.
    side: SIDES * SIDE,
    /// `NEAR × WIDTH × HIDDEN`: the first layer.
    near: NEAR * WIDTH * HIDDEN,
    /// Its bias.
    near_bias: HIDDEN,
    /// `FAR × HIDDEN`: how far each hidden number reaches along the items.
    far: FAR * HIDDEN,
    /// `HIDDEN × HIDDEN`: the second layer.
    mix: HIDDEN * HIDDEN,
    /// Its bias.
    mix_bias: HIDDEN,
}

learnt! {
    /// What places and the whole of a text say of threats.
    Whole:
    /// `HIDDEN × LANES`: what a place shows.
    place: HIDDEN * LANES,
    /// Its bias.
    place_bias: KINDS,
    /// `WHOLE × ANSWERS`: what the whole says.
    answer: WHOLE * ANSWERS,
    /// Its bias.
    answer_bias: ANSWERS,
    /// `WHOLE × HEAD`: what of the whole belongs together.
    head: WHOLE * HEAD,
    /// Its bias.
    head_bias: HEAD,
    /// `HEAD × ANSWERS`: what that says.
    speak: HEAD * ANSWERS,
    /// How much the places count for each behaviour.
    scale: KINDS,
}

learnt! {
    /// What items and stretches of them are said to be.
    Tags:
    /// `HIDDEN × TAGS`: what an item is.
    tag: HIDDEN * TAGS,
    /// Its bias.
    tag_bias: TAGS,
    /// `2 HIDDEN × TELLS`: what a stretch tells of, by the greatest and the sum over its items.
    tell: 2 * HIDDEN * TELLS,
    /// Its bias.
    tell_bias: TELLS,
}

/// All numbers of a net: its layers, and what is said by what comes out of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights<Top = Whole> {
    /// The layers.
    pub layers: Layers,
    /// What stands on them.
    pub top: Top,
}

impl<Top: Learnt> Learnt for Weights<Top> {
    fn zero() -> Self {
        Weights {
            layers: Layers::zero(),
            top: Top::zero(),
        }
    }

    fn tensors(&self) -> Vec<&Tensor> {
        [self.layers.tensors(), self.top.tensors()].concat()
    }

    fn tensors_mut(&mut self) -> Vec<&mut Tensor> {
        let mut all = self.layers.tensors_mut();
        all.extend(self.top.tensors_mut());
        all
    }
}

impl Weights {
    /// The nets that ship with the program.
    #[must_use]
    pub fn shipped() -> Vec<Weights> {
        Weights::parse(FILE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_nets_ship_and_are_written_as_they_were_read() {
        let nets = Weights::shipped();
        assert_eq!(nets.len(), 2);
        let written: Vec<u8> = nets.iter().flat_map(Learnt::to_bytes).collect();
        assert_eq!(<Weights>::parse(&written).len(), 2);
        assert!(<Weights>::parse(&FILE[..FILE.len() / 2 - 1]).is_empty());
    }
}
