//! Reading with the net: what learning sees, without what only learning needs.

use std::sync::LazyLock;

use super::near::{Gifts, MARGIN, Near};
use super::rows::{STRIP, around, multiply, times};
use super::{ANSWERS, HEAD, HIDDEN, Input, KINDS, LANES, PLACES, RULES, WHOLE, Weights, share};

/// What the whole text becomes at once: its head and its answers, as wide as the processor likes its rows.
const WHOLLY: usize = (HEAD + ANSWERS).next_multiple_of(STRIP);
/// Answers, as wide as the processor likes its rows.
const SPOKEN: usize = ANSWERS.next_multiple_of(STRIP);

/// A net that reads.
pub struct Reader {
    net: Weights,
    near: Near,
    whole: Whole,
    wide: pulp::Arch,
}

/// What the whole text says, laid out for the processor.
struct Whole {
    bias: [f32; WHOLLY],
    rows: Vec<[f32; WHOLLY]>,
    speak: Vec<[f32; SPOKEN]>,
}

/// What a net says of some items.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Threat, behaviours, stances, as log-odds.
    pub answers: [f32; ANSWERS],
    /// How much each item shows each behaviour, as log-odds; only the first [`KINDS`] of each row say something.
    pub places: Vec<[f32; LANES]>,
    rows: Rows,
}

/// Room to work in.
#[derive(Clone, Debug, Default)]
struct Rows {
    gifts: Gifts,
    /// The first layer of each item, with a margin.
    near: Vec<[f32; HIDDEN]>,
    /// What is around each item.
    far: Vec<[f32; HIDDEN]>,
    /// The second layer of each item.
    deep: Vec<[f32; HIDDEN]>,
}

static SHIPPED: LazyLock<Reader> = LazyLock::new(|| Reader::new(Weights::shipped()));

impl Reader {
    /// That which ships with the program.
    #[must_use]
    pub fn shipped() -> &'static Reader {
        &SHIPPED
    }

    /// Reads with this net.
    #[must_use]
    pub fn new(net: Weights) -> Self {
        Reader {
            near: Near::new(&net),
            whole: Whole::new(&net),
            net,
            wide: pulp::Arch::new(),
        }
    }

    /// Reads items, with what the rules make of the whole text.
    pub fn read(&self, inputs: &[Input], rules: &[f32; RULES], said: &mut Said) {
        let walk = Walk {
            reader: self,
            inputs,
            rules,
            said,
        };
        walk.on(self.wide);
    }
}

/// One way through the net.
struct Walk<'a> {
    reader: &'a Reader,
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
        let Reader {
            net, near, whole, ..
        } = self.reader;
        let Said {
            answers,
            places,
            rows,
        } = self.said;
        near.read::<FUSED>(net, self.inputs, &mut rows.gifts, &mut rows.near);
        deep::<FUSED>(net, rows);
        let (place, _) = net.place.values.as_chunks::<LANES>();
        let mut bias = [0f32; LANES];
        bias[..KINDS].copy_from_slice(&net.place_bias.values);
        multiply::<FUSED, HIDDEN, LANES>(place, &bias, &rows.deep, places);
        places.truncate(self.inputs.len());
        rows.deep.truncate(self.inputs.len());
        *answers = whole.answers::<FUSED>(&sums(&rows.deep, self.rules));
        let scales = net.scale.values.iter();
        for ((answer, scale), shown) in answers[1..].iter_mut().zip(scales).zip(most(places)) {
            *answer += scale * shown;
        }
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
fn deep<const FUSED: bool>(net: &Weights, rows: &mut Rows) {
    let (reach, _) = net.far.values.as_chunks::<HIDDEN>();
    let (mix, _) = net.mix.values.as_chunks::<HIDDEN>();
    around::<FUSED, HIDDEN>(reach, &rows.near, &mut rows.far);
    let bias = net.mix_bias.array();
    multiply::<FUSED, HIDDEN, HIDDEN>(mix, &bias, &rows.far, &mut rows.deep);
    let near = rows.near[MARGIN..].as_flattened();
    for (deep, near) in rows.deep.as_flattened_mut().iter_mut().zip(near) {
        *deep = near + deep.max(0.0);
    }
}

/// The greatest and the sum over all items, and what the rules make of the text.
#[inline(always)]
fn sums(deep: &[[f32; HIDDEN]], rules: &[f32; RULES]) -> [f32; WHOLE] {
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

/// The mean of the places that show each behaviour most.
#[inline(always)]
fn most(places: &[[f32; LANES]]) -> [f32; LANES] {
    let mut most = [[f32::MIN; LANES]; PLACES];
    for place in places {
        for (lane, &value) in place.iter().enumerate() {
            let mut rest = value;
            for most in &mut most {
                let less = if rest > most[lane] { most[lane] } else { rest };
                most[lane] = if rest > most[lane] { rest } else { most[lane] };
                rest = less;
            }
        }
    }
    let count = places.len().min(PLACES);
    std::array::from_fn(|lane| {
        let sum: f32 = most[..count].iter().map(|most| most[lane]).sum();
        sum / count.max(1) as f32
    })
}

impl Whole {
    fn new(net: &Weights) -> Self {
        let beside = |head: &[f32], answers: &[f32]| {
            let mut row = [0f32; WHOLLY];
            row[..HEAD].copy_from_slice(head);
            row[HEAD..HEAD + ANSWERS].copy_from_slice(answers);
            row
        };
        let spoken = |row: usize| {
            let mut spoken = [0f32; SPOKEN];
            spoken[..ANSWERS].copy_from_slice(net.speak.row(row, ANSWERS));
            spoken
        };
        Whole {
            bias: beside(&net.head_bias.values, &net.answer_bias.values),
            rows: (0..WHOLE)
                .map(|row| beside(net.head.row(row, HEAD), net.answer.row(row, ANSWERS)))
                .collect(),
            speak: (0..HEAD).map(spoken).collect(),
        }
    }

    #[inline(always)]
    fn answers<const FUSED: bool>(&self, whole: &[f32; WHOLE]) -> [f32; ANSWERS] {
        let mut wholly = self.bias;
        times::<FUSED, WHOLLY>(&self.rows, whole, &mut wholly);
        let mut spoken = [0f32; SPOKEN];
        spoken[..ANSWERS].copy_from_slice(&wholly[HEAD..HEAD + ANSWERS]);
        let head: [f32; HEAD] = std::array::from_fn(|at| wholly[at].max(0.0));
        times::<FUSED, SPOKEN>(&self.speak, &head, &mut spoken);
        std::array::from_fn(|at| spoken[at])
    }
}
