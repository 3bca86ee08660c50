//! Which words of a sentence say whom an act is aimed at, where it was, who did it and when: a linear model of each word
//! among its neighbours, learnt from claims in which people marked them.

use std::ops::Range;
use std::sync::LazyLock;

use model::Kind;

use super::context::Context;
use super::gist;
use crate::extract::Name;
use crate::linear::{Linear, mixed};
use crate::text::{Class, Classes, Doc, TokenKind};

const FILE: &[u8] = include_bytes!("../../weights/arguments.bin");

/// What words may say of an act. Each is an answer of the model, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Whom or what it is aimed at.
    Target,
    /// Where it was.
    Place,
    /// Who did it, or is suspected of it.
    Person,
    /// When it was.
    When,
}

/// Answers of the model.
pub const PARTS: usize = 4;
/// Places for features, by their hash.
pub const SLOTS: usize = 1 << 18;

/// Weights as they lie in memory.
type Weights = Linear<PARTS, PARTS>;

static SHIPPED: LazyLock<Weights> = LazyLock::new(|| Weights::shipped(FILE));

/// A word of a sentence as the model is given it.
pub struct Word {
    /// First character in the text.
    pub start: usize,
    /// The character behind its last.
    pub end: usize,
    /// Its features.
    pub slots: Vec<u32>,
}

/// The words of the sentences of a text in which claims stand, for each claim: what subject it is of, and the characters
/// that tell it.
#[must_use]
pub fn words(text: &str, claims: &[(usize, Range<usize>)]) -> Vec<Vec<Word>> {
    super::learnt_from(text, super::by_nobody, |context, mentions| {
        let doc = context.doc;
        let points = |at: usize| {
            let quote = doc.quote(at..at + 1);
            quote.start..quote.end
        };
        let of = |&(subject, ref told): &(usize, Range<usize>)| {
            let mention = gist::mention_at(context, mentions, subject, told.start);
            let view = View::new(context, mention.kind, mention.sentence, mention.at);
            let word = |at: usize| {
                let mut slots = Vec::new();
                view.features(at, &mut slots);
                let chars = points(at);
                Word {
                    start: chars.start,
                    end: chars.end,
                    slots,
                }
            };
            view.range.clone().map(word).collect()
        };
        claims.iter().map(of).collect()
    })
}

/// A sentence, seen from what it tells.
struct View<'a, 'd> {
    context: &'a Context<'a, 'd>,
    kind: u64,
    range: Range<usize>,
    /// What stands for each token, with edges on both sides.
    symbols: Vec<u64>,
    /// Whose name each token is part of.
    whose: Vec<u64>,
    /// The last word before each token that leads to something.
    leads: Vec<u64>,
    /// What triggered it.
    trigger: usize,
}

/// Stands for what is outside of the sentence.
const EDGE: u64 = 1;
const NAME: u64 = 2;
const FIGURE: u64 = 9;
/// Tokens on either side that count.
const NEAR: usize = 3;
/// Of these, those that count for each kind by itself.
const CLOSE: usize = 2;

impl<'a, 'd> View<'a, 'd> {
    fn new(context: &'a Context<'a, 'd>, kind: Kind, sentence: usize, trigger: usize) -> Self {
        let range = context.sentence(sentence);
        let mut symbols = vec![EDGE; range.len() + 2 * NEAR];
        let mut whose = vec![0; range.len()];
        for (index, at) in range.clone().enumerate() {
            let name = context.names.at(at);
            symbols[index + NEAR] = symbol(context, at, name);
            whose[index] = name.map_or(0, |name| self::whose(context, at, name));
        }
        View {
            leads: leads(context.doc, range.clone()),
            kind: 64 + kind as u64,
            context,
            range,
            symbols,
            whose,
            trigger,
        }
    }

    /// How far it stands from what triggered it, and on which side.
    fn apart(&self, at: usize) -> u64 {
        let far = at.abs_diff(self.trigger);
        let step = match far {
            0..=2 => far as u64,
            3..=4 => 3,
            5..=8 => 4,
            9..=16 => 5,
            _ => 6,
        };
        2 * step + u64::from(at < self.trigger)
    }

    /// Features of a token.
    fn features(&self, at: usize, slots: &mut Vec<u32>) {
        let doc = self.context.doc;
        let (index, kind) = (at - self.range.start, self.kind);
        // the token itself stands in the middle
        let near = &self.symbols[index..=index + 2 * NEAR];
        let mut put = |group: u64, values: &[u64]| slots.push(mixed(group, values));
        for (step, &symbol) in near.iter().enumerate() {
            put(step as u64, &[symbol]);
            if step.abs_diff(NEAR) <= CLOSE {
                put(10 + step as u64, &[kind, symbol]);
            }
        }
        for (group, pair) in (18..).zip(near[1..2 * NEAR].windows(2)) {
            put(group, pair);
        }
        for class in doc.classes(at).hashes() {
            put(22, &[class]);
            put(23, &[kind, class]);
        }
        let token = &doc.tokens[at];
        let (apart, whose, lead) = (self.apart(at), self.whose[index], self.leads[index]);
        let trigger = doc.tokens[self.trigger].hash;
        let before = u64::from(at < self.trigger);
        put(27, &[kind, apart]);
        put(29, &[kind, whose]);
        put(33, &[trigger, before]);
        put(34, &[trigger, before, near[NEAR - 1]]);
        put(35, &[lead]);
        put(36, &[kind, lead]);
        put(39, &[kind, lead, whose]);
        put(40, &[u64::from(self.context.quoted[at]), kind]);
        put(41, &[u64::from(whose > 0), token.hash]);
        let word = doc.word(at).as_bytes();
        let (tail, head) = (word.len().saturating_sub(3), word.len().min(4));
        let bytes = |part: &[u8]| {
            let each = part.iter();
            each.fold(0, |sum, &byte| sum << 8 | u64::from(byte))
        };
        put(42, &[bytes(&word[tail..])]);
        put(43, &[bytes(&word[..head])]);
    }
}

/// What stands for a token.
fn symbol(context: &Context, at: usize, name: Option<&Name>) -> u64 {
    match name.filter(|name| name.tokens.contains(&at)) {
        Some(name) => NAME + context.names.entities[name.entity].kind as u64,
        None if context.doc.tokens[at].kind == TokenKind::Number => FIGURE,
        None => context.doc.tokens[at].hash,
    }
}

/// Whose a name is, and whether a token belongs to its titles.
fn whose(context: &Context, at: usize, name: &Name) -> u64 {
    let suspect = context.suspects.contains(&name.entity);
    let speaks = context.sources.speaks(name.entity);
    let kind = context.names.entities[name.entity].kind;
    1 + kind as u64
        + 8 * u64::from(suspect)
        + 16 * u64::from(speaks)
        + 32 * u64::from(name.tokens.contains(&at))
}

/// The last word before each token that leads to something; nought where none is near.
fn leads(doc: &Doc, range: Range<usize>) -> Vec<u64> {
    const LEADS: Classes = Classes::of(&[
        Class::Prep,
        Class::By,
        Class::Against,
        Class::On,
        Class::In,
        Class::To,
        Class::For,
        Class::Of,
        Class::With,
    ]);
    const BACK: usize = 6;
    let mut last = None;
    let lead = |at: usize| {
        let near = last.filter(|last| at - last <= BACK);
        if doc.classes(at).any(LEADS) {
            last = Some(at);
        }
        near.map_or(0, |last: usize| doc.tokens[last].hash)
    };
    range.map(lead).collect()
}

/// Where the model finds each part of what a sentence tells.
pub(super) struct Arguments {
    range: Range<usize>,
    answers: Vec<[f32; PARTS]>,
    /// Words that join others: `the depot in Norwick`.
    joins: Vec<bool>,
}

impl Arguments {
    /// Weighs the words of a sentence.
    pub(super) fn of(context: &Context, kind: Kind, sentence: usize, at: usize) -> Self {
        let view = View::new(context, kind, sentence, at);
        let mut room = Vec::new();
        let weigh = |at: usize| {
            room.clear();
            view.features(at, &mut room);
            SHIPPED.answers(&room)
        };
        const JOINS: Classes = Classes::of(&[Class::Prep, Class::Det]);
        let joins = |at: usize| context.doc.classes(at).any(JOINS) || context.doc.word(at) == ",";
        Arguments {
            joins: view.range.clone().map(joins).collect(),
            answers: view.range.clone().map(weigh).collect(),
            range: view.range,
        }
    }

    /// The words that say a part most surely, from some log-odds on.
    pub(super) fn span(&self, part: Part, least: f32) -> Option<Range<usize>> {
        // from such log-odds on words beside the surest belong to it: `the depot in Norwick`
        let beside = if part == Part::Place { -1.5 } else { -0.5 };
        let says = |at: usize| self.answers[at][part as usize];
        let all = 0..self.answers.len();
        let best = all.clone().max_by(|&a, &b| says(a).total_cmp(&says(b)))?;
        if says(best) < least {
            return None;
        }
        let belongs = |at: usize| says(at) >= beside;
        let joined = |at: usize| part == Part::Place && self.joins[at];
        let (mut start, mut end) = (best, best + 1);
        let mut far = end;
        while far < all.end && (belongs(far) || joined(far)) {
            far += 1;
            end = if belongs(far - 1) { far } else { end };
        }
        let mut far = start;
        while far > 0 && (belongs(far - 1) || joined(far - 1)) {
            far -= 1;
            start = if belongs(far) { far } else { start };
        }
        Some(self.range.start + start..self.range.start + end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, Study};

    #[test]
    fn words_say_whom_where_who_and_when() {
        for (text, kind, told) in [
            (
                "Two men on a motorcycle fired at the deputy clerk outside the bakery on Marsh Lane late on Tuesday, police said.",
                Kind::Attack,
                ["deputy clerk", "bakery on Marsh Lane", "Two men", "Tuesday"],
            ),
            (
                "Unos encapuchados golpearon el lunes a la inspectora en el muelle viejo, dijo la policía.",
                Kind::Attack,
                ["inspectora", "muelle viejo", "encapuchados", "lunes"],
            ),
        ] {
            let notes = Study::of(text, &Options::default()).notes;
            let one = notes.mentions.iter().find(|(one, _)| one.kind == kind);
            let (one, _) = one.expect("it is told");
            let fillers = [&one.target, &one.place, &one.person];
            let texts = fillers.map(|filler| filler.as_ref().map(|filler| filler.text.as_str()));
            for (said, wanted) in texts.iter().zip(&told) {
                let whole =
                    said.is_some_and(|said| said.to_lowercase().contains(&wanted.to_lowercase()));
                assert!(whole, "{said:?}, wanted {wanted}: {text}");
            }
            let when = one.date.as_ref().map(|when| when.words.as_str());
            assert!(when.is_some_and(|when| when.contains(told[3])), "{when:?}");
        }
    }

    #[test]
    fn nobody_with_a_name_is_called_a_doer_whom_the_text_does_not_suspect() {
        let doers = |text: &str| -> Vec<String> {
            let notes = Study::of(text, &Options::default()).notes;
            let doers = notes.mentions.into_iter().filter_map(|(one, _)| one.person);
            doers.map(|doer| doer.text).collect()
        };
        let told =
            "Olga Prat offered 3,000 euros to anyone who hurts the bailiff in Norwick on Monday";
        let named = |text: &str| doers(text).iter().any(|doer| doer.contains("Prat"));
        assert!(!named(&format!("{told}, a neighbour said.")));
        assert!(named(&format!(
            "{told}, police said. Police arrested Olga Prat on Tuesday."
        )));
    }

    #[test]
    fn a_word_has_the_same_features_wherever_its_sentence_stands() {
        let told = "Masked men beat the bailiff in Norwick on Monday.";
        let of = |text: &str| {
            let start = text.find(told).expect("it is in the text");
            let mut all = words(text, &[(0, start..start + told.len())]);
            all.remove(0)
        };
        let (alone, behind) = (of(told), of(&format!("It had rained. {told}")));
        assert_eq!(alone.len(), behind.len());
        let same = |(one, other): (&Word, &Word)| one.slots == other.slots;
        assert!(alone.iter().zip(&behind).all(same));
        assert!(alone.iter().all(|word| word.end > word.start));
    }
}
