//! The layers of a net, laid out for reading.

use super::near::{Gifts, MARGIN, Near};
use super::rows::{Row, around, multiply};
use super::{FAR, HIDDEN, Input, Layers};

/// The layers of one net.
pub(super) struct Laid {
    layers: Layers,
    near: Near,
    reach: Box<[Row<HIDDEN>; FAR]>,
    mix: Box<[Row<HIDDEN>; HIDDEN]>,
    bias: Row<HIDDEN>,
}

/// Room to work in.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    gifts: Gifts,
    /// The first layer of each item, with a margin.
    near: Vec<Row<HIDDEN>>,
    /// What is around each item.
    far: Vec<Row<HIDDEN>>,
    /// The second layer of each item, and behind the last to a full tile.
    pub deep: Vec<Row<HIDDEN>>,
}

impl Laid {
    pub fn new(layers: Layers) -> Self {
        Laid {
            near: Near::new(&layers),
            reach: layers.far.rows(),
            mix: layers.mix.rows(),
            bias: Row::of(&layers.mix_bias.values),
            layers,
        }
    }

    /// What each item becomes.
    #[inline(always)]
    pub fn read<const FUSED: bool>(&self, inputs: &[Input], rows: &mut Rows) {
        self.near
            .read::<FUSED>(&self.layers, inputs, &mut rows.gifts, &mut rows.near);
        around::<FUSED, FAR, HIDDEN>(&self.reach, &rows.near, &mut rows.far);
        multiply::<FUSED, HIDDEN, HIDDEN>(&self.mix, &self.bias, &rows.far, &mut rows.deep);
        for (deep, near) in rows.deep.iter_mut().zip(&rows.near[MARGIN..]) {
            for (deep, near) in deep.iter_mut().zip(&near.0) {
                *deep = near + deep.max(0.0);
            }
        }
    }
}
