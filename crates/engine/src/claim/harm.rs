//! Whether a sentence tells that somebody was killed or hurt, in whatever words: a linear model of its words, learnt from
//! claims in which people counted them.

use std::ops::Range;
use std::sync::LazyLock;

use model::Kind;

use super::context::Context;
use super::gist;
use super::mention::Mention;
use super::{NEARBY, VIOLENT};
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

/// A sentence, and what is told of in it or around it.
struct Place<'m> {
    sentence: usize,
    /// An act that it tells of itself.
    act: Option<&'m Mention>,
    /// The last act told before it, the next behind it.
    around: [Option<&'m Mention>; 2],
}

/// What surely befell somebody, as the words of a mention's sentence tell it.
pub(super) fn told(context: &Context, mention: &Mention) -> Option<Harm> {
    weigh(context, &Place::of(mention))
}

/// What surely befell somebody, as a sentence tells it that tells of no act itself.
pub(super) fn beside(context: &Context, mentions: &[Mention], sentence: usize) -> Option<Harm> {
    weigh(context, &Place::beside(mentions, sentence))
}

fn weigh(context: &Context, place: &Place) -> Option<Harm> {
    let mut slots = Vec::new();
    place.features(context, &mut slots);
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
            Place::of(&mention).features(context, &mut slots);
            slots
        };
        claims.iter().map(of).collect()
    })
}

/// A sentence as the model is given it.
pub struct Sentence {
    /// First character in the text.
    pub start: usize,
    /// The character behind its last.
    pub end: usize,
    /// Its features.
    pub slots: Vec<u32>,
}

/// The sentences of a text of violence in which rules count nobody.
#[must_use]
pub fn sentences(text: &str) -> Vec<Sentence> {
    super::learnt_from(text, super::by_nobody, |context, mentions| {
        if !mentions.iter().any(is_violent) {
            return Vec::new();
        }
        let counted = |sentence: usize| {
            let first = (context.casualties).partition_point(|one| one.sentence < sentence);
            let first = context.casualties.get(first);
            first.is_some_and(|one| one.sentence == sentence)
        };
        let of = |sentence: usize| {
            let quote = context.doc.quote(context.sentence(sentence));
            let mut slots = Vec::new();
            Place::beside(mentions, sentence).features(context, &mut slots);
            Sentence {
                start: quote.start,
                end: quote.end,
                slots,
            }
        };
        let all = 0..context.doc.sentences.len();
        all.filter(|&sentence| !counted(sentence)).map(of).collect()
    })
}

fn is_violent(mention: &Mention) -> bool {
    VIOLENT.contains(&mention.kind) || mention.kind == Kind::Swatting
}

impl<'m> Place<'m> {
    /// Where an act is told.
    fn of(act: &'m Mention) -> Self {
        Place {
            sentence: act.sentence,
            act: Some(act),
            around: [None; 2],
        }
    }

    fn beside(mentions: &'m [Mention], sentence: usize) -> Self {
        let from = mentions.partition_point(|m| m.sentence < sentence);
        let to = mentions.partition_point(|m| m.sentence <= sentence);
        let violent = |mention: &&Mention| is_violent(mention);
        Place {
            sentence,
            act: mentions[from..to].iter().find(violent),
            around: [
                mentions[..from].iter().rev().take(NEARBY).find(violent),
                mentions[to..].iter().take(NEARBY).find(violent),
            ],
        }
    }

    /// Those of the sentence, and of the words around what tells of an act, or of the acts around.
    fn features(&self, context: &Context, slots: &mut Vec<u32>) {
        gist::features(context, self.sentence, slots);
        let doc = context.doc;
        let mut put = |group: u64, values: &[u64]| slots.push(mixed(group, values));
        let Some(act) = self.act else {
            put(84, &[]);
            for (side, one) in self.around.iter().enumerate() {
                let Some(one) = one else { continue };
                let far = match one.sentence.abs_diff(self.sentence) {
                    0..=1 => 0,
                    2..=3 => 1,
                    4..=8 => 2,
                    _ => 3,
                };
                put(85, &[side as u64, one.kind as u64, far]);
            }
            return;
        };
        let kind = act.kind as u64;
        put(80, &[kind]);
        put(81, &[kind, doc.tokens[act.at].hash]);
        let range = context.sentence(self.sentence);
        let near = act.at.saturating_sub(NEAR)..act.at + NEAR + 1;
        let words = near.filter(|at| range.contains(at) && doc.tokens[*at].kind == TokenKind::Word);
        for at in words {
            put(82, &[doc.tokens[at].hash]);
            for class in doc.classes(at).hashes() {
                put(83, &[class]);
            }
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
