//! What the words of a text and their pieces weigh: a linear model beside the nets. It knows by heart what it met often,
//! words without a vector and misspelled ones too.

use super::{ANSWERS, Input, KINDS};
use crate::linear::{Linear, slot, take_apart};
use crate::reading::Lang;
use crate::text::Doc;

const FILE: &[u8] = include_bytes!("../../../weights/pieces.bin");

/// How much it counts beside the nets, of threat, of behaviours and of stances.
const SHARES: (f32, f32, f32) = (0.5, 0.5, 1.0);

/// How much it counts beside them, of a threat in English, whether people threaten in such words where texts were found
/// and not written for this.
const FOUND: f32 = 0.2;

/// Answers of the weights: those of the nets, and whether it is a threat by English texts that were found alone.
pub const WEIGHED: usize = ANSWERS + 1;

/// Weights of words and pieces for each answer.
pub struct Pieces(Linear<WEIGHED>);

impl Pieces {
    /// Those that ship with the program.
    #[must_use]
    pub fn shipped() -> Self {
        Self::parse(FILE).unwrap_or_else(|| Self(Linear::blank()))
    }

    /// Reads a file of weights; none where its length is another.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        Linear::parse(bytes).map(Self)
    }

    /// What they weigh beside the answers of nets, as log-odds.
    pub(super) fn weigh(&self, lang: Lang, slots: &[u32]) -> [f32; ANSWERS] {
        let weighed = self.0.answers(slots);
        let mut answers = std::array::from_fn(|at| {
            let counts = match at {
                0 => SHARES.0,
                1..=KINDS => SHARES.1,
                _ => SHARES.2,
            };
            counts * weighed[at]
        });
        if lang == Lang::En {
            answers[0] += FOUND * weighed[ANSWERS];
        }
        answers
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::net::given;
    use crate::linear::{SLOTS, share, to_bytes};

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
    fn a_part_of_what_they_weigh_counts() {
        assert!(Pieces::parse(FILE).is_some());
        let mut weights = vec![0.0; SLOTS * WEIGHED];
        let slots = of("threaten");
        weights[slots[0] as usize % SLOTS * WEIGHED] = 2.0;
        let pieces = Pieces::parse(&to_bytes(&[0.5; WEIGHED], &weights)).expect("a file");
        let answers = pieces.weigh(Lang::En, &slots);
        let counted = slots.iter().filter(|&&slot| slot == slots[0]).count() as f32;
        let wanted = SHARES.0 * (0.5 + 2.0 * counted * share(slots.len())) + FOUND * 0.5;
        assert!(
            (answers[0] - wanted).abs() < 0.01,
            "{} {wanted}",
            answers[0]
        );
        assert!((answers[1] - SHARES.1 * 0.5).abs() < 0.001);
        let spanish = pieces.weigh(Lang::Es, &slots);
        assert!((answers[0] - spanish[0] - FOUND * 0.5).abs() < 0.001);
    }
}
