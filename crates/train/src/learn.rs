//! Learning: small steps down the error, text by text.

use engine::detect::net::{
    ANSWERS, FAR, HEAD, HIDDEN, Input, KINDS, Learnt, NEAR, Reader, SIDE, SIDES, Said, WHOLE,
    WIDTH, Weights, Whole,
};

use crate::aim::{Aim, Costs};
use crate::chance::Chance;
use crate::forward::Trace;
use crate::slope::Slopes;
use crate::texts::Example;

/// How learning goes.
pub struct Plan {
    pub epochs: usize,
    /// Greatest step.
    pub rate: f32,
    /// Texts a step.
    pub batch: usize,
    /// Share of the hidden numbers that are switched off at a time.
    pub dropped: f32,
    /// Share of the words that are hidden at a time.
    pub masked: f32,
    /// Share of the texts from which the evidence is taken: what is left shows nothing.
    pub emptied: f32,
    /// How much numbers shrink in a step, times the rate.
    pub decay: f32,
    /// Texts without a threat taken from found ones in each round.
    pub calm: usize,
    pub costs: Costs,
}

impl Plan {
    /// For a net that learns from what people marked and what the large model says.
    pub fn alone() -> Self {
        Plan {
            epochs: 20,
            rate: 3e-3,
            batch: 32,
            dropped: 0.3,
            masked: 0.1,
            emptied: 0.1,
            decay: 1e-2,
            calm: 6000,
            costs: Costs {
                marked: 3.0,
                places: 3.0,
                found: 0.7,
                taught: 0.5,
                told: 1.0,
                told_kinds: 1.0,
            },
        }
    }

    /// For a net that learns from others too: it has their answers to every text, so that it reads more of those found.
    pub fn taught() -> Self {
        let alone = Plan::alone();
        Plan {
            epochs: 24,
            dropped: 0.1,
            masked: 0.15,
            calm: 20_000,
            costs: Costs {
                taught: 0.6,
                told: 0.7,
                told_kinds: 0.45,
                ..alone.costs
            },
            ..alone
        }
    }
}

/// First and second moments of the slopes (Adam), and the mean of the numbers over the last steps.
pub struct Steps<Top = Whole> {
    first: Weights<Top>,
    second: Weights<Top>,
    pub mean: Weights<Top>,
    pub count: i32,
}

/// Texts in plain words, read twice in each round: they are what most of a desk's messages are like.
const PLAIN: [&str; 16] = [
    "blunt",
    "castellano",
    "civic",
    "criticism",
    "everyday",
    "lawful-long",
    "lookalikes",
    "messages",
    "plain-news",
    "plain-posts",
    "plain-wishes",
    "protest",
    "registers",
    "short",
    "told",
    "vows",
];

/// How slowly the mean follows.
const MEAN: f32 = 0.998;
const FIRST: f32 = 0.9;
const SECOND: f32 = 0.999;

/// Fits a net to examples and to what its teachers say of them, if it has any. Texts with a stance are read in each
/// round; of the others all threats, and as many calm ones as planned.
pub fn learn(examples: &[&Example], teachers: Option<&Reader>, plan: &Plan, seed: u64) -> Weights {
    let mut chance = Chance::new(seed);
    let mut net = start(&mut chance);
    let mut steps = Steps::new(&net);
    let (own, found): (Vec<&Example>, Vec<&Example>) = examples
        .iter()
        .copied()
        .partition(|example| example.stance.is_some());
    let (threats, mut calm): (Vec<&Example>, Vec<&Example>) = found
        .into_iter()
        .partition(|example| example.threat == Some(true));
    let twice = own
        .iter()
        .filter(|example| PLAIN.contains(&example.source.as_str()))
        .count();
    let round = own.len() + twice + threats.len() + plan.calm.min(calm.len());
    let total = plan.epochs * round.div_ceil(plan.batch);
    let mut desk = Desk::new();
    for _ in 0..plan.epochs {
        chance.shuffle(&mut calm);
        let plain = own
            .iter()
            .filter(|example| PLAIN.contains(&example.source.as_str()));
        let mut order: Vec<&Example> = own
            .iter()
            .chain(plain)
            .chain(&threats)
            .chain(calm.iter().take(plan.calm))
            .copied()
            .collect();
        chance.shuffle(&mut order);
        for batch in order.chunks(plan.batch) {
            let seeds: Vec<u64> = batch
                .iter()
                .map(|_| chance.below(usize::MAX) as u64)
                .collect();
            desk.read(&net, batch, &seeds, (teachers, plan));
            let done = steps.count as f32 / total as f32;
            let rate = plan.rate * pace(done);
            steps.take(
                &mut net,
                &mut desk.slopes,
                (rate, plan.decay),
                1.0 / batch.len() as f32,
            );
        }
    }
    steps.mean
}

/// How great a step is, of the greatest, where so much of the way is done: first they grow, then they shrink.
pub fn pace(done: f32) -> f32 {
    const GROWS: f32 = 0.15;
    const LAST: f32 = 0.01;
    let shrinks = ((done - GROWS) / (1.0 - GROWS)).max(0.0);
    (done / GROWS).min(1.0) * (1.0 - shrinks).max(LAST)
}

/// Items, a share of whose words is hidden.
pub fn masked(inputs: &[Input], share: f32, chance: &mut Chance) -> Vec<Input> {
    let mask = |&input: &Input| match !input.is_stop() && chance.share() < share {
        true => input.masked(),
        false => input,
    };
    inputs.iter().map(mask).collect()
}

/// How much each hidden number counts where a share of them is switched off: the others up.
pub fn kept(dropped: f32, chance: &mut Chance) -> [f32; HIDDEN] {
    std::array::from_fn(|_| match chance.share() < dropped {
        true => 0.0,
        false => 1.0 / (1.0 - dropped),
    })
}

/// Room to work out a step.
struct Desk {
    slopes: Slopes,
    trace: Trace,
    lesson: Said,
}

impl Desk {
    fn new() -> Self {
        Desk {
            slopes: Slopes::new(),
            trace: Trace::default(),
            lesson: Said::default(),
        }
    }

    /// Reads texts, each by its own chance.
    fn read(
        &mut self,
        net: &Weights,
        texts: &[&Example],
        seeds: &[u64],
        (teachers, plan): (Option<&Reader>, &Plan),
    ) {
        self.slopes.clear();
        for (example, &seed) in texts.iter().zip(seeds) {
            let mut chance = Chance::new(seed);
            let emptied = if chance.share() < plan.emptied {
                example.emptied()
            } else {
                None
            };
            let example = emptied.as_ref().unwrap_or(example);
            let inputs = masked(&example.inputs, plan.masked, &mut chance);
            let kept = kept(plan.dropped, &mut chance);
            let mut aim = Aim::of(example, &plan.costs);
            if let Some(teachers) = teachers {
                teachers.read(&inputs, &example.rules, &mut self.lesson);
                aim = aim.taught(&self.lesson, example.told.as_ref(), &plan.costs);
            } else if let Some(told) = &example.told {
                aim = aim.told(told, &plan.costs);
            }
            let (slopes, trace) = (&mut self.slopes, &mut self.trace);
            slopes.learn(net, &aim, &inputs, &example.rules, &kept, trace);
        }
    }
}

/// A net that has learnt nothing yet.
pub fn start(chance: &mut Chance) -> Weights {
    let mut net = <Weights>::zero();
    let (layers, top) = (&mut net.layers, &mut net.top);
    let mut fill = |values: &mut [f32], spread: f32| {
        values
            .iter_mut()
            .for_each(|value| *value = chance.around() * spread)
    };
    fill(&mut layers.side.values[..SIDES * SIDE], 0.05);
    fill(
        &mut layers.near.values,
        (2.0 / (NEAR * WIDTH) as f32).sqrt(),
    );
    fill(&mut layers.far.values, (1.0 / FAR as f32).sqrt());
    fill(&mut layers.mix.values, (2.0 / HIDDEN as f32).sqrt());
    fill(&mut top.place.values, (1.0 / HIDDEN as f32).sqrt());
    fill(&mut top.answer.values, (0.5 / HIDDEN as f32).sqrt());
    fill(&mut top.head.values, (1.0 / WHOLE as f32).sqrt());
    fill(&mut top.speak.values, (0.5 / HEAD as f32).sqrt());
    top.place_bias.values.fill(-4.0);
    top.answer_bias.values[..1 + KINDS].fill(-2.0);
    top.scale.values.fill(1.0);
    debug_assert_eq!(top.answer_bias.values.len(), ANSWERS);
    net
}

impl<Top: Learnt + Clone> Steps<Top> {
    /// Before the first.
    pub fn new(net: &Weights<Top>) -> Self {
        Steps {
            first: Weights::zero(),
            second: Weights::zero(),
            mean: net.clone(),
            count: 0,
        }
    }

    /// One step down the slopes, each of which counts so much.
    pub fn take(
        &mut self,
        net: &mut Weights<Top>,
        slopes: &mut Slopes<Top>,
        (rate, decay): (f32, f32),
        each: f32,
    ) {
        self.count += 1;
        let (first_left, second_left) =
            (1.0 - FIRST.powi(self.count), 1.0 - SECOND.powi(self.count));
        let follow = (1.0 - MEAN).max(1.0 / (1.0 + self.count as f32));
        slopes.met.sort_unstable();
        slopes.met.dedup();
        let step = |value: &mut f32,
                    slope: f32,
                    first: &mut f32,
                    second: &mut f32,
                    mean: &mut f32,
                    decay: f32| {
            *first = FIRST * *first + (1.0 - FIRST) * slope;
            *second = SECOND * *second + (1.0 - SECOND) * slope * slope;
            *value -= rate
                * (*first / first_left / ((*second / second_left).sqrt() + 1e-8) + decay * *value);
            *mean += (*value - *mean) * follow;
        };
        for &side in &slopes.met {
            for at in side * SIDE..(side + 1) * SIDE {
                step(
                    &mut net.layers.side.values[at],
                    slopes.weights.layers.side.values[at] * each,
                    &mut self.first.layers.side.values[at],
                    &mut self.second.layers.side.values[at],
                    &mut self.mean.layers.side.values[at],
                    decay * 3.0,
                );
            }
        }
        let moments = self
            .first
            .tensors_mut()
            .into_iter()
            .zip(self.second.tensors_mut())
            .zip(self.mean.tensors_mut());
        let values = net.tensors_mut().into_iter().zip(slopes.weights.tensors());
        for ((tensor, slope), ((first, second), mean)) in values.zip(moments).skip(1) {
            for at in 0..tensor.values.len() {
                step(
                    &mut tensor.values[at],
                    slope.values[at] * each,
                    &mut first.values[at],
                    &mut second.values[at],
                    &mut mean.values[at],
                    decay,
                );
            }
        }
    }
}
