//! Whether a sentence tells that somebody was killed or hurt, in whatever words: a linear model of its words, learnt from
//! claims in which people counted them.

use std::ops::Range;
use std::sync::LazyLock;

use super::context::Context;
use super::gist;
use super::mention::Mention;
use crate::linear::{Linear, mixed};
use crate::text::TokenKind;

const FILE: &[u8] = include_bytes!("../../weights/harms.bin");

/// Answers of the model: somebody was killed, somebody was hurt.
pub const HARMS: usize = 2;
/// Log-odds from which it is taken to be so: of eight such sentences seven are right.
const SURE: f32 = 1.0;
/// Tokens on either side of the act that count by themselves.
const NEAR: usize = 6;

/// Weights as they lie in memory.
type Weights = Linear<HARMS, HARMS>;

static SHIPPED: LazyLock<Weights> = LazyLock::new(|| Weights::shipped(FILE));

/// What befell somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Harm {
    Killed,
    Injured,
}

/// What surely befell somebody, as the words of a mention's sentence tell it.
pub(super) fn told(context: &Context, mention: &Mention) -> Option<Harm> {
    let mut slots = Vec::new();
    features(context, mention, &mut slots);
    let [killed, injured] = SHIPPED.answers(&slots);
    let harm = if killed > injured {
        Harm::Killed
    } else {
        Harm::Injured
    };
    (killed.max(injured) >= SURE).then_some(harm)
}

/// The features of each claim of a text: of what subject it is, and the characters that tell it.
#[must_use]
pub fn given(text: &str, claims: &[(usize, Range<usize>)]) -> Vec<Vec<u32>> {
    super::learnt_from(text, super::by_nobody, |context, mentions| {
        let of = |&(subject, ref told): &(usize, Range<usize>)| {
            let mention = gist::mention_at(context, mentions, subject, told.start);
            let mut slots = Vec::new();
            features(context, &mention, &mut slots);
            slots
        };
        claims.iter().map(of).collect()
    })
}

/// Those of its sentence, and of the words around what tells of the act.
fn features(context: &Context, mention: &Mention, slots: &mut Vec<u32>) {
    gist::features(context, mention.sentence, slots);
    let doc = context.doc;
    let mut put = |group: u64, values: &[u64]| slots.push(mixed(group, values));
    let kind = mention.kind as u64;
    put(80, &[kind]);
    put(81, &[kind, doc.tokens[mention.at].hash]);
    let range = context.sentence(mention.sentence);
    let near = mention.at.saturating_sub(NEAR)..mention.at + NEAR + 1;
    let words = near.filter(|at| range.contains(at) && doc.tokens[*at].kind == TokenKind::Word);
    for at in words {
        put(82, &[doc.tokens[at].hash]);
        for class in doc.classes(at).hashes() {
            put(83, &[class]);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, Study};

    #[test]
    fn who_is_hurt_is_counted_in_whatever_words() {
        let injured = |text: &str| {
            let notes = Study::of(text, &Options::default()).notes;
            let mut told = notes.mentions.iter();
            told.find_map(|(mention, _)| mention.injured.filter(|_| !mention.partial))
        };
        let broken = "The ticket inspector Lena Okafor was attacked in Wick Lane on Monday and needed nine stitches, police said.";
        assert_eq!(injured(broken), Some(1));
        let rota = "Al inspector Julio Prat lo atacaron el lunes en Tarne y le rompieron la mandíbula, dijo la policía.";
        assert_eq!(injured(rota), Some(1));
        let unhurt = "Shots were fired at the car of the ticket inspector Lena Okafor on Monday, police said.";
        assert_eq!(injured(unhurt), None);
    }
}
