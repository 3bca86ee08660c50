//! Reading with the nets: what learning sees, without what only learning needs.

use std::sync::LazyLock;

use super::near::Near;
use super::{
    ANSWERS, FAR, HEAD, HIDDEN, Input, KINDS, LANES, PLACES, RULES, WHOLE, Weights, rank, share,
};

/// Under such log-odds of a threat and of every behaviour a net sees nothing.
const NOTHING: f32 = -5.0;

/// Nets that answer together.
pub struct Reader {
    nets: Vec<(Weights, Near)>,
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
            nets: nets.into_iter().map(|net| (net, Near::new())).collect(),
            wide: pulp::Arch::new(),
        }
    }

    /// Reads items, with what the rules make of the whole text. Nets after the first are asked only where it sees anything.
    pub fn read(&self, inputs: &[Input], rules: &[f32; RULES], said: &mut Said) {
        said.answers = [0.0; ANSWERS];
        said.places.clear();
        said.places.resize(inputs.len() * KINDS, 0.0);
        let mut asked = 0.0f32;
        for (net, near) in &self.nets {
            let walk = Walk {
                net,
                near,
                inputs,
                rules,
                said,
            };
            walk.on(self.wide);
            asked += 1.0;
            if said.answers[..=KINDS]
                .iter()
                .all(|&shown| shown < NOTHING * asked)
            {
                break;
            }
        }
        let all = said.answers.iter_mut().chain(&mut said.places);
        all.for_each(|value| *value /= asked.max(1.0));
    }
}

/// One way through one net.
struct Walk<'a> {
    net: &'a Weights,
    near: &'a Near,
    inputs: &'a [Input],
    rules: &'a [f32; RULES],
    said: &'a mut Said,
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
        self.near.read(self.net, self.inputs, &mut rows.near);
        far::<FUSED>(self.net, rows);
        places::<FUSED>(self.net, rows);
        let whole = whole(&rows.deep, self.rules);
        let answers = answers::<FUSED>(self.net, &whole, &rows.places);
        add::<false>(&mut self.said.answers, &answers, 1.0);
        add::<false>(&mut self.said.places, &rows.places, 1.0);
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

/// The second layer.
#[inline(always)]
fn far<const FUSED: bool>(net: &Weights, rows: &mut Rows) {
    let (reach, _) = net.far.values.as_chunks::<HIDDEN>();
    let (mix, _) = net.mix.values.as_chunks::<HIDDEN>();
    around::<FUSED>(reach, &rows.near, &mut rows.far);
    let bias = net.mix_bias.array();
    multiply::<FUSED, HIDDEN, HIDDEN>(mix, &bias, &rows.far, &mut rows.deep);
    let near = rows.near.as_flattened();
    for (deep, near) in rows.deep.as_flattened_mut().iter_mut().zip(near) {
        *deep = near + deep.max(0.0);
    }
}

/// What is around each item, each number of a hidden row for itself.
#[inline(always)]
fn around<const FUSED: bool>(
    reach: &[[f32; HIDDEN]],
    near: &[[f32; HIDDEN]],
    far: &mut Vec<[f32; HIDDEN]>,
) {
    far.clear();
    far.resize(near.len(), [0.0; HIDDEN]);
    for strip in 0..HIDDEN / STRIP {
        for (tile, far) in far.chunks_mut(TILE).enumerate() {
            let first = tile * TILE;
            let mut sums = [[0f32; STRIP]; TILE];
            let seen = first.saturating_sub(FAR / 2)..(first + TILE + FAR / 2).min(near.len());
            for from in seen {
                let near: &[f32; STRIP] = &near[from].as_chunks().0[strip];
                for (item, sums) in sums.iter_mut().enumerate() {
                    let step = (from + FAR / 2).wrapping_sub(first + item);
                    if let Some(weights) = reach.get(step) {
                        let weights: &[f32; STRIP] = &weights.as_chunks().0[strip];
                        multiply_add::<FUSED>(sums, near, weights);
                    }
                }
            }
            for (far, sums) in far.iter_mut().zip(sums) {
                far[strip * STRIP..][..STRIP].copy_from_slice(&sums);
            }
        }
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

/// The greatest and the sum over all items, and what the rules make of it.
#[inline(always)]
fn whole(deep: &[[f32; HIDDEN]], rules: &[f32; RULES]) -> [f32; WHOLE] {
    let (mut most, mut sum) = ([0f32; HIDDEN], [0f32; HIDDEN]);
    for deep in deep {
        for ((most, sum), &value) in most.iter_mut().zip(&mut sum).zip(deep) {
            *most = if value > *most { value } else { *most };
            *sum += value;
        }
    }
    let share = share(deep.len());
    let mut whole = [0f32; WHOLE];
    whole[2 * HIDDEN..].copy_from_slice(rules);
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

/// `weights` times the numbers of each item.
#[inline(always)]
fn multiply<const FUSED: bool, const IN: usize, const OUT: usize>(
    weights: &[[f32; OUT]],
    bias: &[f32; OUT],
    given: &[[f32; IN]],
    out: &mut Vec<[f32; OUT]>,
) {
    out.clear();
    out.resize(given.len(), *bias);
    for strip in 0..OUT / STRIP {
        for (out, given) in out.chunks_mut(TILE).zip(given.chunks(TILE)) {
            let mut sums = [[0f32; STRIP]; TILE];
            sums.fill(bias.as_chunks().0[strip]);
            let rows: [&[f32; IN]; TILE] =
                std::array::from_fn(|item| given.get(item).unwrap_or(&[0.0; IN]));
            for (at, weights) in weights.iter().enumerate().take(IN) {
                let weights: &[f32; STRIP] = &weights.as_chunks().0[strip];
                for (sums, row) in sums.iter_mut().zip(rows) {
                    add::<FUSED>(sums, weights, row[at]);
                }
            }
            for (out, sums) in out.iter_mut().zip(sums) {
                out[strip * STRIP..][..STRIP].copy_from_slice(&sums);
            }
        }
    }
}

#[inline(always)]
fn answers<const FUSED: bool>(
    net: &Weights,
    whole: &[f32; WHOLE],
    places: &[f32],
) -> [f32; ANSWERS] {
    let mut answers: [f32; ANSWERS] = net.answer_bias.array();
    let (rows, _) = net.answer.values.as_chunks::<ANSWERS>();
    times::<FUSED, ANSWERS>(rows, whole, &mut answers);
    let mut head: [f32; HEAD] = net.head_bias.array();
    let (rows, _) = net.head.values.as_chunks::<HEAD>();
    times::<FUSED, HEAD>(rows, whole, &mut head);
    let head = head.map(|value| value.max(0.0));
    let (rows, _) = net.speak.values.as_chunks::<ANSWERS>();
    times::<FUSED, ANSWERS>(rows, &head, &mut answers);
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

/// Adds rows, each so many times, to another. Four sums beside one another do not wait for each other.
#[inline(always)]
fn times<const FUSED: bool, const OUT: usize>(
    rows: &[[f32; OUT]],
    values: &[f32],
    out: &mut [f32; OUT],
) {
    for strip in (0..OUT).step_by(STRIP) {
        let wide = STRIP.min(OUT - strip);
        let mut sums = [[0f32; STRIP]; TILE];
        for (rows, values) in rows.chunks(TILE).zip(values.chunks(TILE)) {
            for ((sums, row), &value) in sums.iter_mut().zip(rows).zip(values) {
                match row[strip..].first_chunk::<STRIP>() {
                    Some(row) => add::<FUSED>(sums, row, value),
                    None => add::<FUSED>(&mut sums[..wide], &row[strip..], value),
                }
            }
        }
        for sums in sums {
            add::<false>(&mut out[strip..strip + wide], &sums[..wide], 1.0);
        }
    }
}

/// Adds the products of two rows to another.
#[inline(always)]
fn multiply_add<const FUSED: bool>(out: &mut [f32], one: &[f32], other: &[f32]) {
    for ((out, one), other) in out.iter_mut().zip(one).zip(other) {
        *out = match FUSED {
            true => one.mul_add(*other, *out),
            false => *out + one * other,
        };
    }
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
