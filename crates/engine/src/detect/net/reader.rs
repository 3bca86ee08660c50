//! Reading with the nets: what learning sees, without what only learning needs.

use std::sync::LazyLock;

use super::words::vector;
use super::{
    ANSWERS, FAR, HIDDEN, Input, KINDS, LANES, PLACES, RULES, SIDE, WIDTH, WORD, Weights, rank,
    share,
};

/// Nets that answer together.
pub struct Reader {
    nets: Vec<Weights>,
    wide: pulp::Arch,
}

/// What nets say of some items.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Threat, behaviours, stances, as log-odds.
    pub answers: [f32; ANSWERS],
    /// `items × KINDS`: how much each item shows each behaviour, as log-odds.
    pub places: Vec<f32>,
    rows: Rows,
}

/// Room to work in.
#[derive(Clone, Debug, Default)]
struct Rows {
    /// What goes in for each item.
    given: Vec<[f32; WIDTH]>,
    /// The first layer of each item.
    near: Vec<[f32; HIDDEN]>,
    /// What is around each item.
    far: Vec<[f32; HIDDEN]>,
    /// The second layer of each item.
    deep: Vec<[f32; HIDDEN]>,
    /// What each item shows.
    shows: Vec<[f32; LANES]>,
    /// `items × KINDS`: how much each item shows each behaviour to one net.
    places: Vec<f32>,
}

static SHIPPED: LazyLock<Reader> = LazyLock::new(|| Reader::new(Weights::shipped()));

impl Reader {
    /// That which ships with the program.
    #[must_use]
    pub fn shipped() -> &'static Reader {
        &SHIPPED
    }

    /// Reads with these nets.
    #[must_use]
    pub fn new(nets: Vec<Weights>) -> Self {
        Reader {
            nets,
            wide: pulp::Arch::new(),
        }
    }

    /// Reads items, with what the rules make of the whole text.
    pub fn read(&self, inputs: &[Input], rules: &[f32; RULES], said: &mut Said) {
        said.answers = [0.0; ANSWERS];
        said.places.clear();
        said.places.resize(inputs.len() * KINDS, 0.0);
        let each = 1.0 / self.nets.len().max(1) as f32;
        for net in &self.nets {
            let walk = Walk {
                net,
                inputs,
                rules,
                said,
                each,
            };
            walk.on(self.wide);
        }
    }
}

/// One way through one net.
struct Walk<'a> {
    net: &'a Weights,
    inputs: &'a [Input],
    rules: &'a [f32; RULES],
    said: &'a mut Said,
    each: f32,
}

impl Walk<'_> {
    /// As wide as the processor works, which multiplies and adds at once where it can.
    #[cfg(target_arch = "x86_64")]
    fn on(self, wide: pulp::Arch) {
        match wide {
            pulp::Arch::V3(wide) => wide.vectorize(Fused(self)),
            _ => self.go::<false>(),
        }
    }

    #[cfg(not(target_arch = "x86_64"))]
    fn on(self, _: pulp::Arch) {
        self.go::<false>();
    }

    #[inline(always)]
    fn go<const FUSED: bool>(self) {
        let rows = &mut self.said.rows;
        give(self.net, self.inputs, &mut rows.given);
        near::<FUSED>(self.net, &rows.given, &mut rows.near);
        far::<FUSED>(self.net, rows);
        places::<FUSED>(self.net, rows);
        let answers = answers(self.net, &whole(&rows.deep), &rows.places, self.rules);
        add::<false>(&mut self.said.answers, &answers, self.each);
        add::<false>(&mut self.said.places, &rows.places, self.each);
    }
}

#[cfg(target_arch = "x86_64")]
struct Fused<'a>(Walk<'a>);

#[cfg(target_arch = "x86_64")]
impl pulp::NullaryFnOnce for Fused<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.0.go::<true>();
    }
}

/// What goes in: vectors of words, and what is learnt of an item beside them.
#[inline(always)]
fn give(net: &Weights, inputs: &[Input], given: &mut Vec<[f32; WIDTH]>) {
    given.clear();
    given.resize(inputs.len(), [0.0; WIDTH]);
    for (row, input) in given.iter_mut().zip(inputs) {
        row[..WORD].copy_from_slice(vector(input.word));
        for side in input.sides() {
            add::<false>(&mut row[WORD..], net.side.row(side, SIDE), 1.0);
        }
    }
}

/// The first layer.
#[inline(always)]
fn near<const FUSED: bool>(net: &Weights, given: &[[f32; WIDTH]], near: &mut Vec<[f32; HIDDEN]>) {
    let (weights, _) = net.near.values.as_chunks::<HIDDEN>();
    multiply::<FUSED, WIDTH, HIDDEN>(weights, &net.near_bias.array(), given, near);
    for value in near.as_flattened_mut() {
        *value = value.max(0.0);
    }
}

/// The second layer.
#[inline(always)]
fn far<const FUSED: bool>(net: &Weights, rows: &mut Rows) {
    let (reach, _) = net.far.values.as_chunks::<HIDDEN>();
    let (mix, _) = net.mix.values.as_chunks::<HIDDEN>();
    rows.far.clear();
    for at in 0..rows.near.len() {
        let mut far = [0f32; HIDDEN];
        for (step, weights) in reach.iter().enumerate() {
            let from = (at + step).checked_sub(FAR / 2);
            if let Some(near) = from.and_then(|from| rows.near.get(from)) {
                for ((out, value), weight) in far.iter_mut().zip(near).zip(weights) {
                    *out += value * weight;
                }
            }
        }
        rows.far.push(far);
    }
    let bias = net.mix_bias.array();
    multiply::<FUSED, HIDDEN, HIDDEN>(mix, &bias, &rows.far, &mut rows.deep);
    let near = rows.near.as_flattened();
    for (deep, near) in rows.deep.as_flattened_mut().iter_mut().zip(near) {
        *deep = near + deep.max(0.0);
    }
}

/// What each place shows.
#[inline(always)]
fn places<const FUSED: bool>(net: &Weights, rows: &mut Rows) {
    let (place, _) = net.place.values.as_chunks::<LANES>();
    let mut bias = [0f32; LANES];
    bias[..KINDS].copy_from_slice(&net.place_bias.values);
    multiply::<FUSED, HIDDEN, LANES>(place, &bias, &rows.deep, &mut rows.shows);
    rows.places.clear();
    for shows in &rows.shows {
        rows.places.extend_from_slice(&shows[..KINDS]);
    }
}

/// The greatest and the sum over all items.
#[inline(always)]
fn whole(deep: &[[f32; HIDDEN]]) -> [f32; 2 * HIDDEN] {
    let (mut most, mut sum) = ([0f32; HIDDEN], [0f32; HIDDEN]);
    for deep in deep {
        for ((most, sum), &value) in most.iter_mut().zip(&mut sum).zip(deep) {
            *most = if value > *most { value } else { *most };
            *sum += value;
        }
    }
    let share = share(deep.len());
    let mut whole = [0f32; 2 * HIDDEN];
    whole[..HIDDEN].copy_from_slice(&most);
    for (whole, sum) in whole[HIDDEN..].iter_mut().zip(&sum) {
        *whole = sum * share;
    }
    whole
}

/// Items that are worked out together, so that each weight is fetched once for all of them.
const TILE: usize = 4;
/// Outputs that are worked out together: as many as stay in registers.
const STRIP: usize = 16;

/// `weights` times the numbers around each item, `weights.len() / IN` items wide.
#[inline(always)]
fn multiply<const FUSED: bool, const IN: usize, const OUT: usize>(
    weights: &[[f32; OUT]],
    bias: &[f32; OUT],
    given: &[[f32; IN]],
    out: &mut Vec<[f32; OUT]>,
) {
    out.clear();
    out.resize(given.len(), *bias);
    let before = weights.len() / IN / 2;
    for strip in 0..OUT / STRIP {
        for first in (0..given.len()).step_by(TILE) {
            let mut sums = [[0f32; STRIP]; TILE];
            sums.fill(bias.as_chunks().0[strip]);
            for (step, weights) in weights.chunks_exact(IN).enumerate() {
                let rows: [&[f32; IN]; TILE] = std::array::from_fn(|item| {
                    let from = (first + item + step).checked_sub(before);
                    from.and_then(|from| given.get(from)).unwrap_or(&[0.0; IN])
                });
                for (at, weights) in weights.iter().enumerate() {
                    let weights: &[f32; STRIP] = &weights.as_chunks().0[strip];
                    for (sums, row) in sums.iter_mut().zip(rows) {
                        add::<FUSED>(sums, weights, row[at]);
                    }
                }
            }
            for (out, sums) in out[first..].iter_mut().zip(sums) {
                out[strip * STRIP..][..STRIP].copy_from_slice(&sums);
            }
        }
    }
}

#[inline(always)]
fn answers(
    net: &Weights,
    whole: &[f32; 2 * HIDDEN],
    places: &[f32],
    rules: &[f32; RULES],
) -> [f32; ANSWERS] {
    let mut answers: [f32; ANSWERS] = net.answer_bias.array();
    let (rows, _) = net.answer.values.as_chunks::<ANSWERS>();
    for (row, &value) in rows.iter().zip(whole) {
        add::<false>(&mut answers, row, value);
    }
    let (rows, _) = net.rules.values.as_chunks::<ANSWERS>();
    for (row, &value) in rows.iter().zip(rules) {
        add::<false>(&mut answers, row, value);
    }
    for (kind, scale) in net.scale.values.iter().enumerate() {
        let value = |at: usize| places[at * KINDS + kind];
        let mut shown = [usize::MAX; PLACES];
        for at in 0..places.len() / KINDS {
            rank(at, &mut shown, value);
        }
        let shown = shown.iter().filter(|&&at| at != usize::MAX);
        let (sum, count) = shown.fold((0.0, 0.0), |(sum, count), &at| {
            (sum + value(at), count + 1.0)
        });
        if count > 0.0 {
            answers[1 + kind] += scale * sum / count;
        }
    }
    answers
}

/// Adds a row, so many times, to another.
#[inline(always)]
fn add<const FUSED: bool>(out: &mut [f32], row: &[f32], times: f32) {
    for (out, value) in out.iter_mut().zip(row) {
        *out = match FUSED {
            true => value.mul_add(times, *out),
            false => *out + value * times,
        };
    }
}
