//! What the words of a text and their pieces weigh: a linear model beside the nets. It knows by heart what it met often,
//! words without a vector and misspelled ones too.

use super::{ANSWERS, Input, KINDS};
use crate::text::Doc;

const FILE: &[u8] = include_bytes!("../../../weights/pieces.bin");

/// Places for words, pairs of words and pieces of words, by their hash.
pub const SLOTS: usize = 1 << 16;
/// Shortest and longest piece of a word, its edges counted in.
const PIECE: std::ops::RangeInclusive<usize> = 3..=5;
/// Longest word that is taken to pieces.
const LONGEST: usize = 24;
/// Numbers of a slot, as many as a processor likes to fetch at once.
const WIDE: usize = 32;
/// How much it counts beside the nets, of threat, of behaviours and of stances.
const SHARES: (f32, f32, f32) = (0.5, 0.5, 0.7);

/// Weights of words and pieces for each answer.
pub struct Pieces {
    bias: [f32; ANSWERS],
    /// What a step weighs.
    scale: f32,
    steps: Vec<[i8; WIDE]>,
}

impl Pieces {
    /// Those that ship with the program.
    #[must_use]
    pub fn shipped() -> Self {
        Self::parse(FILE).unwrap_or_else(|| Self {
            bias: [0.0; ANSWERS],
            scale: 0.0,
            steps: vec![[0; WIDE]; SLOTS],
        })
    }

    /// Reads a file as [`to_bytes`] writes it; none where its length is another.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let (head, steps) = bytes.split_at_checked(4 * (1 + ANSWERS))?;
        if steps.len() != SLOTS * ANSWERS {
            return None;
        }
        let mut head = head
            .as_chunks::<4>()
            .0
            .iter()
            .map(|&four| f32::from_le_bytes(four));
        let scale = head.next()?;
        let mut bias = [0.0; ANSWERS];
        bias.iter_mut()
            .zip(head)
            .for_each(|(bias, value)| *bias = value);
        let row = |row: &[u8; ANSWERS]| {
            let mut wide = [0; WIDE];
            wide.iter_mut()
                .zip(row)
                .for_each(|(wide, &step)| *wide = step as i8);
            wide
        };
        Some(Self {
            bias,
            scale,
            steps: steps.as_chunks::<ANSWERS>().0.iter().map(row).collect(),
        })
    }

    /// Adds what they weigh to the answers of nets, as log-odds.
    pub(super) fn weigh(&self, slots: &[u32], answers: &mut [f32; ANSWERS]) {
        let mut sums = [0i32; WIDE];
        for &slot in slots {
            let steps = &self.steps[slot as usize % SLOTS];
            for (sum, &step) in sums.iter_mut().zip(steps) {
                *sum += i32::from(step);
            }
        }
        let each = self.scale * share(slots.len());
        for (at, answer) in answers.iter_mut().enumerate() {
            let counts = match at {
                0 => SHARES.0,
                1..=KINDS => SHARES.1,
                _ => SHARES.2,
            };
            *answer += counts * (self.bias[at] + each * sums[at] as f32);
        }
    }
}

/// The file: what a step weighs and the biases, each a number of four bytes, then a byte for each slot and answer.
#[must_use]
pub fn to_bytes(bias: &[f32; ANSWERS], weights: &[f32]) -> Vec<u8> {
    let most = weights
        .iter()
        .fold(1e-9f32, |most, weight| most.max(weight.abs()));
    let scale = most / f32::from(i8::MAX);
    let head = std::iter::once(&scale).chain(bias);
    let mut bytes: Vec<u8> = head.flat_map(|number| number.to_le_bytes()).collect();
    bytes.extend(
        weights
            .iter()
            .map(|weight| (weight / scale).round() as i8 as u8),
    );
    bytes
}

/// How much each of so many slots counts.
#[must_use]
pub fn share(slots: usize) -> f32 {
    1.0 / (slots.max(1) as f32).sqrt()
}

/// Slots of the words, the pairs of words and the pieces of words of items, in order.
pub fn slots(doc: &Doc, items: &[Input], slots: &mut Vec<u32>) {
    slots.clear();
    let mut before = 0;
    for item in items {
        let symbol = item.symbol();
        for token in item.first as usize..=item.last as usize {
            let here = symbol.unwrap_or(doc.tokens[token].hash);
            slots.push(slot(0, here));
            if before != here || symbol.is_none() {
                slots.push(slot(before, here));
            }
            before = here;
            if symbol.is_some() {
                break;
            }
            take_apart(doc.word(token), slots);
        }
    }
}

/// Pieces of a word with its edges.
fn take_apart(word: &str, slots: &mut Vec<u32>) {
    let word = word.as_bytes();
    if word.len() > LONGEST {
        return;
    }
    let mut edged = [b' '; LONGEST + 2];
    edged[1..=word.len()].copy_from_slice(word);
    let edged = &edged[..word.len() + 2];
    for start in 0..edged.len() {
        let mut hash = 0xCBF2_9CE4_8422_2325u64;
        for (length, &byte) in edged[start..].iter().take(*PIECE.end()).enumerate() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
            if PIECE.contains(&(length + 1)) {
                slots.push(slot(1, hash));
            }
        }
    }
}

fn slot(before: u64, here: u64) -> u32 {
    const K: u64 = 0x9E37_79B9_7F4A_7C15;
    let mixed = (before.wrapping_mul(K).rotate_left(23) ^ here).wrapping_mul(K);
    (mixed >> 40) as u32 % SLOTS as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::net::given;

    fn of(text: &str) -> Vec<u32> {
        let doc = Doc::new(text);
        let mut found = Vec::new();
        slots(&doc, &given(&doc).items, &mut found);
        found
    }

    #[test]
    fn what_people_are_weighs_nothing() {
        let told = of("The Muslim nurse from Norwick said no.");
        assert_eq!(told, of("The lesbian nurse from Norwick said no."));
        assert_ne!(told, of("The kidnapped nurse from Norwick said no."));
    }

    #[test]
    fn a_misspelled_word_shares_pieces_with_the_right_one() {
        let right = of("threaten");
        let shared = of("threten")
            .iter()
            .filter(|slot| right.contains(slot))
            .count();
        assert!(shared >= 4, "{shared}");
        assert!(of("ok").len() < right.len());
        assert!(of("").is_empty());
    }

    #[test]
    fn a_file_is_read_as_it_was_written() {
        assert!(Pieces::parse(FILE).is_some());
        assert!(Pieces::parse(&FILE[1..]).is_none());
        let mut weights = vec![0.0; SLOTS * ANSWERS];
        let slots = of("threaten");
        weights[slots[0] as usize * ANSWERS] = 2.0;
        let pieces = Pieces::parse(&to_bytes(&[0.5; ANSWERS], &weights)).expect("a file");
        let mut answers = [0.0; ANSWERS];
        pieces.weigh(&slots, &mut answers);
        let counted = slots.iter().filter(|&&slot| slot == slots[0]).count() as f32;
        let wanted = SHARES.0 * (0.5 + 2.0 * counted * share(slots.len()));
        assert!(
            (answers[0] - wanted).abs() < 0.01,
            "{} {wanted}",
            answers[0]
        );
        assert!((answers[1] - SHARES.1 * 0.5).abs() < 0.001);
    }
}
