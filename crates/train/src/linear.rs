//! Learning weights of features: small steps, example by example, each number by its own measure (AdaGrad).

use engine::linear::share;

use crate::chance::Chance;
use crate::slope::sigmoid;

/// Where chance begins.
const SEED: u64 = 1;
/// Steps grow smaller from the greatest to this part of it.
const LAST: f32 = 0.02;
/// What slopes count as before the first: features that are met seldom weigh little.
const BEFORE: f32 = 1.0;
/// The same of biases.
const BEFORE_BIAS: f32 = 10.0;

/// Weights while they are learnt.
pub struct Learner<const N: usize> {
    pub bias: [f32; N],
    /// For each slot its weight for each answer.
    pub weights: Vec<f32>,
    /// Sums of the squares of slopes.
    met_bias: [f32; N],
    met: Vec<f32>,
}

impl<const N: usize> Learner<N> {
    /// Nothing learnt, in `places` for features, a power of two.
    pub fn new(bias: [f32; N], places: usize) -> Self {
        Learner {
            bias,
            weights: vec![0.0; places * N],
            met_bias: [BEFORE_BIAS; N],
            met: vec![BEFORE; places * N],
        }
    }

    /// Learns from examples in so many rounds, each in another order: `take` learns from one, with steps of a size.
    pub fn through<E>(
        mut self,
        examples: &[&E],
        (rounds, greatest): (usize, f32),
        take: impl Fn(&mut Self, &E, f32),
    ) -> Self {
        let mut chance = Chance::new(SEED);
        let mut order = examples.to_vec();
        let total = (rounds * order.len()).max(1) as f32;
        for round in 0..rounds {
            chance.shuffle(&mut order);
            for (at, one) in order.iter().enumerate() {
                let done = (round * order.len() + at) as f32 / total;
                take(&mut self, one, greatest * (1.0 - done).max(LAST));
            }
        }
        self
    }

    /// Learns whether each answer is so, from features of examples.
    pub fn told<E>(
        self,
        examples: &[&E],
        rounds: (usize, f32),
        of: impl Fn(&E) -> (&[u32], &[bool; N]),
    ) -> Self {
        self.through(examples, rounds, |learner, one, rate| {
            let (slots, is) = of(one);
            let answers = learner.answers(slots);
            let slopes =
                std::array::from_fn(|at| sigmoid(answers[at]) - f32::from(u8::from(is[at])));
            learner.step(slots, &slopes, rate);
        })
    }

    /// Log-odds.
    pub fn answers(&self, slots: &[u32]) -> [f32; N] {
        let each = share(slots.len());
        let mut answers = self.bias;
        for &slot in slots {
            let row = &self.weights[self.place(slot)..][..N];
            for (answer, weight) in answers.iter_mut().zip(row) {
                *answer += each * weight;
            }
        }
        answers
    }

    /// Where the weights of a slot begin.
    fn place(&self, slot: u32) -> usize {
        (slot as usize & (self.weights.len() / N - 1)) * N
    }

    /// One step against the slopes of an example's answers.
    pub fn step(&mut self, slots: &[u32], slopes: &[f32; N], rate: f32) {
        let step = |weight: &mut f32, met: &mut f32, slope: f32| {
            *met += slope * slope;
            *weight -= rate * slope / met.sqrt();
        };
        let each = share(slots.len());
        for at in (0..N).filter(|&at| slopes[at] != 0.0) {
            step(&mut self.bias[at], &mut self.met_bias[at], slopes[at]);
            for &slot in slots {
                let place = self.place(slot) + at;
                step(
                    &mut self.weights[place],
                    &mut self.met[place],
                    each * slopes[at],
                );
            }
        }
    }
}
