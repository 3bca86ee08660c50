//! Learning which words of a sentence say whom an act is aimed at, where it was, who did it and when.

use std::ops::Range;

use engine::claim::argument::{self, PARTS, SLOTS};
use engine::linear::to_bytes;

use crate::claims::subject_named;
use crate::gold::{self, Cluster};
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

/// Slots of gold that hold such words.
const IN_GOLD: [Option<&str>; PARTS] = [Some("target"), Some("place"), Some("person"), None];

/// The words of a sentence, and which of them say what.
struct Told {
    words: Vec<(Vec<u32>, [bool; PARTS])>,
    /// Parts of which it is known.
    known: [bool; PARTS],
}

impl Told {
    fn of(
        words: Vec<argument::Word>,
        known: [bool; PARTS],
        is: impl Fn(&argument::Word) -> [bool; PARTS],
    ) -> Self {
        let told = |word: argument::Word| {
            let is = is(&word);
            (word.slots, is)
        };
        Told {
            words: words.into_iter().map(told).collect(),
            known,
        }
    }
}

/// Fits weights, prints how well they do on claims that they have not seen, and returns the bytes of their file.
pub fn learn(files: &[Vec<Row>], clusters: &[Cluster]) -> Vec<u8> {
    let mut told: Vec<Told> = files.iter().flatten().flat_map(of).collect();
    println!("{} claims with their words", told.len());
    let (others, held) = written::parted(&told, HELD);
    print(&fit(&others), &held);
    told.extend(gold::texts(clusters).flat_map(|one| in_cluster(&one)));
    println!("  {} with passages of clusters", told.len());
    let learnt = fit(&told.iter().collect::<Vec<_>>());
    to_bytes(&learnt.bias, &learnt.weights)
}

fn fit(told: &[&Told]) -> Learner<PARTS> {
    let learner = Learner::new([-2.0; PARTS], SLOTS);
    learner.through(told, (ROUNDS, RATE), |learner, one: &Told, rate| {
        for (slots, is) in &one.words {
            let answers = learner.answers(slots);
            let slopes = std::array::from_fn(|at| match one.known[at] {
                true => sigmoid(answers[at]) - f32::from(u8::from(is[at])),
                false => 0.0,
            });
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
            let within = |part: &Option<Range<usize>>| {
                part.as_ref()
                    .is_some_and(|part| word.start >= part.start && word.end <= part.end)
            };
            std::array::from_fn(|at| within(&parts[at]))
        };
        Told::of(words, [true; PARTS], is)
    };
    read.into_iter().zip(&row.claims).map(told).collect()
}

/// The passages that gold quotes from a report: in which its words for a slot stand, those say it; of other slots nothing is known.
fn in_cluster(one: &gold::Text) -> Vec<Told> {
    let (mut asked, mut claims) = (Vec::new(), Vec::new());
    for claim in &one.gold.claims {
        let Some(subject) = claim.subject() else {
            continue;
        };
        for evidence in claim.evidence.iter().filter(|its| its.file == one.file) {
            if let Some(at) = one.text.find(&evidence.quote) {
                let start = one.text[..at].chars().count();
                asked.push((subject, start..start + evidence.quote.chars().count()));
                claims.push(claim);
            }
        }
    }
    let chars: Vec<char> = one.text.chars().map(plain).collect();
    let read = argument::words(one.text, &asked).into_iter().zip(claims);
    read.filter_map(|(words, claim)| passage(&chars, words, claim))
        .collect()
}

fn passage(chars: &[char], words: Vec<argument::Word>, claim: &gold::Claim) -> Option<Told> {
    let sentence = words.first()?.start..words.last()?.end;
    let parts = IN_GOLD.map(|slot| longest(chars, &sentence, claim.words(slot?)));
    let known = parts.each_ref().map(Option::is_some);
    let is = |word: &argument::Word| {
        let within = |part: &Range<usize>| word.start >= part.start && word.end <= part.end;
        parts
            .each_ref()
            .map(|part| part.as_ref().is_some_and(within))
    };
    known.contains(&true).then(|| Told::of(words, known, is))
}

/// Where the longest of some words stands in a sentence.
fn longest<'w>(
    chars: &[char],
    sentence: &Range<usize>,
    words: impl Iterator<Item = &'w str>,
) -> Option<Range<usize>> {
    const SHORTEST: usize = 3;
    let within = &chars[sentence.clone()];
    let found = words.filter_map(|words| {
        let words: Vec<char> = words.chars().map(plain).collect();
        let stands = |&at: &usize| {
            let edge = |at: Option<usize>| {
                at.and_then(|at| within.get(at))
                    .is_none_or(|c| !c.is_alphanumeric())
            };
            edge(at.checked_sub(1)) && edge(Some(at + words.len()))
        };
        if words.len() < SHORTEST {
            return None;
        }
        let mut places = within.windows(words.len()).enumerate();
        let mut places = places.by_ref().filter(|(_, there)| *there == words);
        let at = places.find_map(|(at, _)| stands(&at).then_some(at))?;
        Some(sentence.start + at..sentence.start + at + words.len())
    });
    found.max_by_key(|found| found.len())
}

/// Upper and lower case are one.
fn plain(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}
