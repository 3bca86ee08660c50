//! The layers of a net, laid out for reading.

use super::near::{Gifts, MARGIN, Near};
use super::rows::{Row, around, multiply};
use super::{FAR, HIDDEN, Input, Layers, share};

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

/// The greatest and the sum over some items.
#[inline(always)]
pub(super) fn together(deep: &[Row<HIDDEN>]) -> [f32; 2 * HIDDEN] {
    let (mut most, mut sum) = ([0f32; HIDDEN], [0f32; HIDDEN]);
    for deep in deep {
        for ((most, sum), &value) in most.iter_mut().zip(&mut sum).zip(&deep.0) {
            *most = if value > *most { value } else { *most };
            *sum += value;
        }
    }
    let share = share(deep.len());
    let mut together = [0f32; 2 * HIDDEN];
    together[..HIDDEN].copy_from_slice(&most);
    for (together, sum) in together[HIDDEN..].iter_mut().zip(&sum) {
        *together = sum * share;
    }
    together
}
