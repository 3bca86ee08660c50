//! The way through a net with all that comes up on it, which learning needs. `engine`'s reader goes it faster.

use engine::detect::net::{
    ANSWERS, FAR, HEAD, HIDDEN, Input, KINDS, LANES, Layers, NEAR, PLACES, RULES, SIDE, WIDTH,
    Weights, Whole, share, vector,
};

use crate::slope::add;

/// All that comes up on the way through the net, kept for learning; rows of items one after another.
#[derive(Debug, Default)]
pub struct Trace {
    /// `items × WIDTH`: what went in.
    pub given: Vec<f32>,
    /// `items × HIDDEN`: the first layer.
    pub near: Vec<f32>,
    /// `items × HIDDEN`: the first layer, mixed along the items.
    pub far: Vec<f32>,
    /// `items × HIDDEN`: the second layer.
    pub deep: Vec<f32>,
    /// `items × KINDS`: how much each place shows each behaviour.
    pub places: Vec<f32>,
    /// For each behaviour the places that show it most.
    pub shown: [[usize; PLACES]; KINDS],
    /// The greatest and the sum over all items, and what the rules made of the text.
    pub whole: Vec<f32>,
    /// What of that belongs together.
    pub head: Vec<f32>,
    /// Answers, as log-odds.
    pub answers: [f32; ANSWERS],
}

/// Reads items; `kept` switches hidden numbers off (0) or up.
#[inline(always)]
pub fn read(
    net: &Weights,
    inputs: &[Input],
    rules: &[f32; RULES],
    kept: &[f32; HIDDEN],
    trace: &mut Trace,
) {
    read_layers(&net.layers, inputs, kept, trace);
    place(&net.top, inputs.len(), trace);
    answer(&net.top, inputs.len(), rules, trace);
}

/// Reads items as far as the layers go.
#[inline(always)]
pub fn read_layers(net: &Layers, inputs: &[Input], kept: &[f32; HIDDEN], trace: &mut Trace) {
    trace.given.clear();
    for input in inputs {
        give(net, input, &mut trace.given);
    }
    look_near(net, inputs.len(), trace);
    look_far(net, inputs.len(), kept, trace);
}

#[inline(always)]
fn give(net: &Layers, input: &Input, given: &mut Vec<f32>) {
    given.extend_from_slice(vector(input.word));
    let start = given.len();
    given.resize(start + SIDE, 0.0);
    for side in input.sides() {
        add(&mut given[start..], net.side.row(side, SIDE), 1.0);
    }
}

/// The item at a step of the span that is seen around another, where there is one.
#[inline(always)]
pub fn reached(at: usize, step: usize, span: usize, items: usize) -> Option<usize> {
    (at + step)
        .checked_sub(span / 2)
        .filter(|&from| from < items)
}

#[inline(always)]
fn look_near(net: &Layers, items: usize, trace: &mut Trace) {
    trace.near.clear();
    for at in 0..items {
        let mut out: [f32; HIDDEN] = net.near_bias.array();
        let rows = net.near.values.as_chunks::<HIDDEN>().0;
        for step in 0..NEAR {
            let Some(from) = reached(at, step, NEAR, items) else {
                continue;
            };
            let given = &trace.given[from * WIDTH..(from + 1) * WIDTH];
            for (row, &value) in rows[step * WIDTH..].iter().zip(given) {
                add(&mut out, row, value);
            }
        }
        trace.near.extend(out.map(|value| value.max(0.0)));
    }
}

#[inline(always)]
fn look_far(net: &Layers, items: usize, kept: &[f32; HIDDEN], trace: &mut Trace) {
    trace.far.clear();
    trace.deep.clear();
    for at in 0..items {
        let mut far = [0f32; HIDDEN];
        for step in 0..FAR {
            let Some(from) = reached(at, step, FAR, items) else {
                continue;
            };
            let near = &trace.near[from * HIDDEN..(from + 1) * HIDDEN];
            let weights = net.far.row(step, HIDDEN);
            for ((out, value), weight) in far.iter_mut().zip(near).zip(weights) {
                *out += value * weight;
            }
        }
        let mut mixed: [f32; HIDDEN] = net.mix_bias.array();
        for (row, &value) in net.mix.values.as_chunks::<HIDDEN>().0.iter().zip(&far) {
            add(&mut mixed, row, value);
        }
        let near = &trace.near[at * HIDDEN..(at + 1) * HIDDEN];
        let deep = mixed.iter().zip(near).zip(kept);
        trace.far.extend(far);
        trace
            .deep
            .extend(deep.map(|((mixed, near), kept)| (near + mixed.max(0.0)) * kept));
    }
}

#[inline(always)]
fn place(net: &Whole, items: usize, trace: &mut Trace) {
    trace.places.clear();
    trace.shown = [[usize::MAX; PLACES]; KINDS];
    for at in 0..items {
        let mut out = [0f32; LANES];
        out[..KINDS].copy_from_slice(&net.place_bias.values);
        let deep = &trace.deep[at * HIDDEN..(at + 1) * HIDDEN];
        for (row, &value) in net.place.values.as_chunks::<LANES>().0.iter().zip(deep) {
            add(&mut out, row, value);
        }
        trace.places.extend(&out[..KINDS]);
        for (kind, shown) in trace.shown.iter_mut().enumerate() {
            rank(at, shown, |at| trace.places[at * KINDS + kind]);
        }
    }
}

#[inline(always)]
fn answer(net: &Whole, items: usize, rules: &[f32; RULES], trace: &mut Trace) {
    let (mut most, mut sum) = ([0f32; HIDDEN], [0f32; HIDDEN]);
    for deep in trace.deep.as_chunks::<HIDDEN>().0 {
        for ((most, sum), &value) in most.iter_mut().zip(&mut sum).zip(deep) {
            *most = if value > *most { value } else { *most };
            *sum += value;
        }
    }
    let share = share(items);
    trace.whole.clear();
    trace.whole.extend(most);
    trace.whole.extend(sum.map(|value| value * share));
    trace.whole.extend(rules);
    let mut answers: [f32; ANSWERS] = net.answer_bias.array();
    let mut head: [f32; HEAD] = net.head_bias.array();
    for (number, &value) in trace.whole.iter().enumerate() {
        add(&mut answers, net.answer.row(number, ANSWERS), value);
        add(&mut head, net.head.row(number, HEAD), value);
    }
    trace.head.clear();
    trace.head.extend(head.map(|value| value.max(0.0)));
    for (number, &value) in trace.head.iter().enumerate() {
        add(&mut answers, net.speak.row(number, ANSWERS), value);
    }
    for kind in 0..KINDS {
        let shown = trace.shown[kind].iter().filter(|&&at| at != usize::MAX);
        let (sum, count) = shown.fold((0.0, 0.0), |(sum, count), at| {
            (sum + trace.places[at * KINDS + kind], count + 1.0)
        });
        if count > 0.0 {
            answers[1 + kind] += net.scale.values[kind] * sum / count;
        }
    }
    trace.answers = answers;
}

/// Takes a place among the best where it belongs there, the best first and the earlier of two alike.
#[inline(always)]
fn rank(at: usize, best: &mut [usize; PLACES], value: impl Fn(usize) -> f32) {
    let after = best
        .iter()
        .rposition(|&other| other != usize::MAX && value(other) >= value(at))
        .map_or(0, |other| other + 1);
    if after < PLACES {
        best[after..].rotate_right(1);
        best[after] = at;
    }
}

#[cfg(test)]
mod tests {
    use engine::detect::net::{Given, Reader, Said, given};
    use engine::text::Doc;

    use super::*;
    use crate::chance::Chance;
    use crate::learn::start;

    #[test]
    fn the_short_way_and_the_long_one_lead_to_the_same() {
        let net = start(&mut Chance::new(7));
        let reader = Reader::new(vec![net.clone()]);
        for text in [
            "",
            "Stop.",
            "They offered $9,000 for the judge's home address, k1ll her @somebody 🔪 tonight!",
            "Sabemos dónde vives. Mañana, a las nueve, en la puerta del juzgado; no faltes.",
        ] {
            let Given { items, rules } = given(&Doc::new(text));
            let (mut trace, mut said) = (Trace::default(), Said::default());
            read(&net, &items, &rules, &[1.0; HIDDEN], &mut trace);
            reader.read(&items, &rules, &mut said);
            let pairs = trace.answers.iter().zip(&said.answers);
            assert_eq!(trace.places.len(), said.places.len() * KINDS);
            let shown = said.places.iter().flat_map(|place| &place[..KINDS]);
            // the short way has words in steps of a size
            for (long, short) in pairs.chain(trace.places.iter().zip(shown)) {
                assert!((long - short).abs() < 0.03, "{text}: {long}, {short}");
            }
        }
    }
}
