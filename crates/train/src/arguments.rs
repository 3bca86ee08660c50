//! Learning which words of a sentence say whom an act is aimed at, where it was, who did it and when.

use engine::claim::argument::{self, PARTS, SLOTS};
use engine::linear::to_bytes;

use crate::claims::subject_named;
use crate::linear::Learner;
use crate::slope::sigmoid;
use crate::written::{self, Claim, Row};

/// Rounds through all claims.
const ROUNDS: usize = 8;
/// Greatest step.
const RATE: f32 = 2.0;
/// One lot of claims in so many is kept to measure by.
const HELD: usize = 6;
/// What parts are called in the figures, in their order.
const NAMES: [&str; PARTS] = ["target", "place", "person", "when"];

/// The words of a sentence, and which of them say what.
struct Told {
    words: Vec<(Vec<u32>, [bool; PARTS])>,
}

/// Fits weights, prints how well they do on claims that they have not seen, and returns the bytes of their file.
pub fn learn(files: &[Vec<Row>]) -> Vec<u8> {
    let told: Vec<Told> = files.iter().flatten().flat_map(of).collect();
    println!("{} claims with their words", told.len());
    let (others, held) = written::parted(&told, HELD);
    print(&fit(&others), &held);
    let learnt = fit(&told.iter().collect::<Vec<_>>());
    to_bytes(&learnt.bias, &learnt.weights)
}

fn fit(told: &[&Told]) -> Learner<PARTS> {
    let learner = Learner::new([-2.0; PARTS], SLOTS);
    learner.through(told, (ROUNDS, RATE), |learner, one: &Told, rate| {
        for (slots, is) in &one.words {
            let answers = learner.answers(slots);
            let slopes =
                std::array::from_fn(|at| sigmoid(answers[at]) - f32::from(u8::from(is[at])));
            learner.step(slots, &slopes, rate);
        }
    })
}

/// How often the surest word of a part is one of those marked.
fn print(learnt: &Learner<PARTS>, held: &[&Told]) {
    for (part, name) in NAMES.iter().enumerate() {
        let (mut marked, mut hit, mut given, mut right) = (0, 0, 0, 0);
        for told in held {
            let say = told.words.iter();
            let best = say.map(|(slots, is)| (learnt.answers(slots)[part], is[part]));
            let Some((answer, is)) = best.max_by(|a, b| a.0.total_cmp(&b.0)) else {
                continue;
            };
            let any = told.words.iter().any(|(_, is)| is[part]);
            marked += usize::from(any);
            hit += usize::from(any && is);
            given += usize::from(answer >= 0.0);
            right += usize::from(answer >= 0.0 && is);
        }
        println!("  {name}: {hit} of {marked} found; from 0.5 on {right} of {given} are right");
    }
}

fn of(row: &Row) -> Vec<Told> {
    let chars = |words: &str| row.chars(words);
    let asked: Vec<_> = row
        .claims
        .iter()
        .filter_map(|claim| Some((subject_named(&claim.kind)?, chars(&claim.words)?)))
        .collect();
    if asked.len() != row.claims.len() {
        return Vec::new();
    }
    let read = argument::words(&row.text, &asked);
    let told = |(words, claim): (Vec<argument::Word>, &Claim)| {
        let parts = [&claim.target, &claim.place, &claim.person, &claim.when];
        let parts = parts.map(|part| part.as_deref().and_then(chars));
        let is = |word: &argument::Word| {
            let within = |part: &Option<std::ops::Range<usize>>| {
                part.as_ref()
                    .is_some_and(|part| word.start >= part.start && word.end <= part.end)
            };
            std::array::from_fn(|at| within(&parts[at]))
        };
        Told {
            words: words
                .into_iter()
                .map(|word| {
                    let is = is(&word);
                    (word.slots, is)
                })
                .collect(),
        }
    };
    read.into_iter().zip(&row.claims).map(told).collect()
}
