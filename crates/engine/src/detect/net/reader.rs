//! Reading with the net: what learning sees, without what only learning needs.

use std::sync::LazyLock;

use super::layers::{Laid, Rows, together};
use super::pieces::Pieces;
use super::rows::{Row, STRIP, add, multiply, times};
use super::wide::{self, Work};
use super::{ANSWERS, HEAD, HIDDEN, Input, KINDS, LANES, PLACES, RULES, WHOLE, Weights};
use crate::reading::Lang;

/// What the whole text becomes at once: its head and its answers, as wide as the processor likes its rows.
const WHOLLY: usize = (HEAD + ANSWERS).next_multiple_of(STRIP);
/// Answers, as wide as the processor likes its rows.
const SPOKEN: usize = ANSWERS.next_multiple_of(STRIP);

/// Log-odds of the shipped nets under which a text plainly shows nothing.
const PLAIN: f32 = -3.0;

/// Nets that read together: what they say is the mean of what each says.
pub struct Reader {
    nets: Vec<Net>,
    /// What words and their pieces weigh beside them.
    pieces: Option<Pieces>,
    /// Where one holds everything for less likely than that (log-odds), the others are not asked.
    plain: f32,
    wide: pulp::Arch,
}

/// One net, laid out for reading.
struct Net {
    laid: Laid,
    place: Box<[Row<LANES>; HIDDEN]>,
    place_bias: Row<LANES>,
    whole: Whole,
    /// How much the places count for each behaviour.
    scale: Vec<f32>,
}

/// What the whole text says.
struct Whole {
    bias: Row<WHOLLY>,
    rows: Vec<Row<WHOLLY>>,
    speak: Vec<Row<SPOKEN>>,
}

/// What nets say of some items.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Threat, behaviours, stances, as log-odds.
    pub answers: [f32; ANSWERS],
    /// The same of the first net alone.
    pub first: [f32; ANSWERS],
    /// How much each item shows each behaviour, as log-odds; only the first [`KINDS`](super::KINDS) of each row say something.
    pub places: Vec<Row<LANES>>,
    /// What one net says of each item.
    one: Vec<Row<LANES>>,
    rows: Rows,
}

static SHIPPED: LazyLock<Reader> = LazyLock::new(|| Reader {
    plain: PLAIN,
    ..Reader::new(Weights::shipped()).beside(Pieces::shipped())
});

impl Reader {
    /// Those that ship with the program.
    #[must_use]
    pub fn shipped() -> &'static Reader {
        &SHIPPED
    }

    /// Reads with all of these nets.
    #[must_use]
    pub fn new(nets: Vec<Weights>) -> Self {
        Reader {
            nets: nets.into_iter().map(Net::new).collect(),
            pieces: None,
            plain: f32::MIN,
            wide: pulp::Arch::new(),
        }
    }

    /// The same with what words and their pieces weigh.
    #[must_use]
    pub fn beside(self, pieces: Pieces) -> Self {
        Reader {
            pieces: Some(pieces),
            ..self
        }
    }

    /// Adds to the answers what words of a language and their pieces weigh, by their [slots](super::pieces::slots).
    pub fn weigh(&self, lang: Lang, slots: &[u32], said: &mut Said) {
        if let Some(pieces) = &self.pieces {
            let weighed = pieces.weigh(lang, slots);
            for answers in [&mut said.answers, &mut said.first] {
                let sums = answers.iter_mut().zip(&weighed);
                sums.for_each(|(sum, weight)| *sum += weight);
            }
        }
    }

    /// Reads items, with what the rules make of the whole text.
    pub fn read(&self, inputs: &[Input], rules: &[f32; RULES], said: &mut Said) {
        self.walk(&self.nets, inputs, rules, said);
    }

    /// Reads items with the first net alone.
    pub fn skim(&self, inputs: &[Input], rules: &[f32; RULES], said: &mut Said) {
        self.walk(&self.nets[..self.nets.len().min(1)], inputs, rules, said);
    }

    fn walk(&self, nets: &[Net], inputs: &[Input], rules: &[f32; RULES], said: &mut Said) {
        let walk = Walk {
            nets,
            plain: self.plain,
            inputs,
            rules,
            said,
        };
        wide::go(walk, self.wide);
    }
}

/// One way through the nets.
struct Walk<'a> {
    nets: &'a [Net],
    plain: f32,
    inputs: &'a [Input],
    rules: &'a [f32; RULES],
    said: &'a mut Said,
}

impl Work for Walk<'_> {
    #[inline(always)]
    fn go<const FUSED: bool>(self) {
        let Walk {
            nets,
            plain,
            inputs,
            rules,
            said,
        } = self;
        said.answers = [0.0; ANSWERS];
        said.places.clear();
        said.places.resize(inputs.len(), Row::ZERO);
        let mut asked = 0.0;
        for net in nets {
            let answers = net.read::<FUSED>(inputs, rules, &mut said.rows, &mut said.one);
            if asked == 0.0 {
                said.first = answers;
            }
            add::<FUSED>(&mut said.answers, &answers, 1.0);
            for (place, one) in said.places.iter_mut().zip(&said.one) {
                add::<FUSED>(&mut place[..], &one[..], 1.0);
            }
            asked += 1.0;
            if answers[..=KINDS].iter().all(|&shown| shown < plain) {
                break;
            }
        }
        said.answers = said.answers.map(|sum| sum / asked);
        for place in &mut said.places {
            place.0 = place.0.map(|sum| sum / asked);
        }
    }
}

impl Net {
    fn new(net: Weights) -> Self {
        Net {
            place: net.top.place.rows(),
            place_bias: Row::of(&net.top.place_bias.values),
            whole: Whole::new(&net),
            scale: net.top.scale.values,
            laid: Laid::new(net.layers),
        }
    }

    /// The answers of one net, and what each item shows.
    #[inline(always)]
    fn read<const FUSED: bool>(
        &self,
        inputs: &[Input],
        rules: &[f32; RULES],
        rows: &mut Rows,
        places: &mut Vec<Row<LANES>>,
    ) -> [f32; ANSWERS] {
        self.laid.read::<FUSED>(inputs, rows);
        multiply::<FUSED, HIDDEN, LANES>(&self.place, &self.place_bias, &rows.deep, places);
        places.truncate(inputs.len());
        let deep = &rows.deep[..inputs.len()];
        let mut answers = self.whole.answers::<FUSED>(&sums(deep, rules));
        for ((answer, scale), shown) in answers[1..].iter_mut().zip(&self.scale).zip(most(places)) {
            *answer += scale * shown;
        }
        answers
    }
}

/// The greatest and the sum over all items, and what the rules make of the text.
#[inline(always)]
fn sums(deep: &[Row<HIDDEN>], rules: &[f32; RULES]) -> [f32; WHOLE] {
    let mut whole = [0f32; WHOLE];
    whole[..2 * HIDDEN].copy_from_slice(&together(deep));
    whole[2 * HIDDEN..].copy_from_slice(rules);
    whole
}

/// The mean of the places that show each behaviour most.
#[inline(always)]
fn most(places: &[Row<LANES>]) -> [f32; LANES] {
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
        let top = &net.top;
        let beside = |head: &[f32], answers: &[f32]| Row::of(&[head, answers].concat());
        Whole {
            bias: beside(&top.head_bias.values, &top.answer_bias.values),
            rows: (0..WHOLE)
                .map(|row| beside(top.head.row(row, HEAD), top.answer.row(row, ANSWERS)))
                .collect(),
            speak: (0..HEAD)
                .map(|row| Row::of(top.speak.row(row, ANSWERS)))
                .collect(),
        }
    }

    #[inline(always)]
    fn answers<const FUSED: bool>(&self, whole: &[f32; WHOLE]) -> [f32; ANSWERS] {
        let mut wholly = self.bias;
        times::<FUSED, WHOLLY>(&self.rows, whole, &mut wholly);
        let mut spoken = Row::<SPOKEN>::of(&wholly[HEAD..HEAD + ANSWERS]);
        let head: [f32; HEAD] = std::array::from_fn(|at| wholly[at].max(0.0));
        times::<FUSED, SPOKEN>(&self.speak, &head, &mut spoken);
        std::array::from_fn(|at| spoken[at])
    }
}
