//! What the words of a sentence tell of: a linear model beside the triggers, learnt from sentences that people marked, and
//! with it what a net says that reads the whole text.

use std::ops::Range;
use std::sync::LazyLock;

use model::Kind;

use super::context::Context;
use super::mention::Mention;
use super::seen::stretches;
use super::{bounty, message, response, trigger};
use crate::detect::net::Input;
use crate::earnest::{ENOUGH, earnest};
use crate::extract::Names;
use crate::linear::{Linear, slot, take_apart};
use crate::text::{Class, Classes, Doc, TokenKind};

const FILE: &[u8] = include_bytes!("../../weights/claims.bin");

/// What a sentence may tell of: a kind of claim, of responses one act. Each is an answer of the model, in this order.
pub const SUBJECTS: [(Kind, &str); 17] = [
    (Kind::Attack, "injure"),
    (Kind::Ambush, "ambush"),
    (Kind::Explosive, "bomb attack"),
    (Kind::Kidnapping, "kidnap"),
    (Kind::Bounty, "kill"),
    (Kind::Threat, "threaten"),
    (Kind::Doxxing, "doxxing"),
    (Kind::Surveillance, "surveil"),
    (Kind::Harassment, "harass"),
    (Kind::Incitement, "attack"),
    (Kind::Swatting, "false report (swatting)"),
    (Kind::Response, "arrest"),
    (Kind::Response, "charge"),
    (Kind::Response, "protect"),
    (Kind::Response, "remove"),
    (Kind::Response, "investigate"),
    (Kind::Response, "report"),
];
const ANSWERS: usize = SUBJECTS.len();

/// How much less sure the words alone may be of what no rule finds.
pub const LESS: f32 = 0.5;

/// What stands for words that do not count themselves.
const NAME: u64 = 2;
const FIGURE: u64 = 9;
/// Features of classes stand behind this.
const CLASS: u64 = 3;

/// Weights for each subject, and from which log-odds they count.
struct Gist {
    linear: Linear<ANSWERS>,
    /// Under that the words of a sentence speak against a subject that rules find in it.
    least: [f32; ANSWERS],
    /// From that they tell of one that no rule finds.
    sure: [f32; ANSWERS],
}

impl Gist {
    /// The one that ships with the program.
    fn shipped() -> &'static Gist {
        static SHIPPED: LazyLock<Gist> = LazyLock::new(|| {
            Gist::parse(FILE).unwrap_or_else(|| Gist {
                linear: Linear::blank(),
                least: [f32::MIN; ANSWERS],
                sure: [f32::MAX; ANSWERS],
            })
        });
        &SHIPPED
    }

    /// Reads a file as [`to_bytes`] writes it; none where its length is another.
    fn parse(bytes: &[u8]) -> Option<Self> {
        let (bounds, linear) = bytes.split_at_checked(2 * 4 * ANSWERS)?;
        let bounds = bounds.as_chunks::<4>().0;
        let bound = |at: usize| f32::from_le_bytes(bounds[at]);
        Some(Gist {
            linear: Linear::parse(linear)?,
            least: std::array::from_fn(bound),
            sure: std::array::from_fn(|at| bound(ANSWERS + at)),
        })
    }
}

/// The file: the bounds of each subject, under which words speak against it and from which they tell of it, then the
/// weights.
#[must_use]
pub fn to_bytes(least: &[f32; ANSWERS], sure: &[f32; ANSWERS], linear: &[u8]) -> Vec<u8> {
    let bounds = least.iter().chain(sure);
    let mut bytes: Vec<u8> = bounds.flat_map(|bound| bound.to_le_bytes()).collect();
    bytes.extend(linear);
    bytes
}

/// A sentence of a text as the model is given it.
pub struct Sentence {
    /// First character in the text.
    pub start: usize,
    /// The character behind its last.
    pub end: usize,
    /// Its features.
    pub slots: Vec<u32>,
    /// The items of the text in it.
    pub items: Range<usize>,
    /// Subjects that rules find in it.
    pub found: [bool; ANSWERS],
}

/// The sentences of a text, with what rules find in each, and the text as nets read it.
#[must_use]
pub fn sentences(text: &str) -> (Vec<Sentence>, Vec<Input>) {
    super::learnt_from(text, super::by_nobody, |context, mentions| {
        let (doc, items) = (context.doc, context.seen.items());
        let stretches = stretches(doc, items);
        let given = |index: usize| {
            let quote = doc.quote(context.sentence(index));
            let mut slots = Vec::new();
            features(context, index, &mut slots);
            Sentence {
                start: quote.start,
                end: quote.end,
                slots,
                items: stretches[index].clone(),
                found: SUBJECTS.map(|subject| {
                    let here = of_sentence(mentions, index);
                    here.iter().any(|mention| is_alike(subject, mention))
                }),
            }
        };
        let sentences = (0..doc.sentences.len()).map(given).collect();
        (sentences, items.to_vec())
    })
}

/// Features of a sentence: its words, pairs and pieces of words, and the classes of the lexicon they belong to.
pub(super) fn features(context: &Context, sentence: usize, slots: &mut Vec<u32>) {
    slots.clear();
    let mut before = 0;
    for at in context.sentence(sentence) {
        before = token_slots(context.doc, context.names, at, before, slots);
    }
}

/// Those that stand in a sentence.
fn of_sentence(mentions: &[Mention], sentence: usize) -> &[Mention] {
    let from = mentions.partition_point(|m| m.sentence < sentence);
    let to = mentions.partition_point(|m| m.sentence <= sentence);
    &mentions[from..to]
}

/// Adds the features of one token behind another, and returns what stands for it.
fn token_slots(doc: &Doc, names: &Names, at: usize, before: u64, slots: &mut Vec<u32>) -> u64 {
    let token = &doc.tokens[at];
    let name = names.at(at).filter(|name| name.tokens.contains(&at));
    let here = match (name, token.kind) {
        (Some(name), _) if name.tokens.start < at => return before,
        (Some(name), _) => NAME + name.kind as u64,
        (None, TokenKind::Number) => FIGURE,
        (None, _) => token.hash,
    };
    slots.push(slot(0, here));
    slots.push(slot(before, here));
    if name.is_none() && token.kind == TokenKind::Word {
        take_apart(doc.word(at), slots);
        slots.extend(doc.classes(at).hashes().map(|class| slot(CLASS, class)));
    }
    here
}

/// Watching somebody and watching over somebody are told in the same words.
const WATCHING: [(Kind, &str); 2] = [(Kind::Surveillance, "surveil"), (Kind::Response, "protect")];

/// What a sentence tells of, as log-odds.
struct Weighed {
    /// By its words alone.
    words: [f32; ANSWERS],
    /// With what the net says beside them.
    both: [f32; ANSWERS],
}

impl Weighed {
    /// Whether it surely tells of a subject: by both together, and hardly less by its words alone.
    fn surely(&self, subject: usize) -> bool {
        self.both[subject] >= Gist::shipped().sure[subject]
            && self.may(subject)
            && !self.is_outdone(subject)
    }

    /// Its words alone are nearly sure of a subject.
    fn may(&self, subject: usize) -> bool {
        self.words[subject] >= Gist::shipped().sure[subject] - LESS
    }

    /// Its words alone are nearly sure of something.
    fn may_tell(&self) -> bool {
        (0..ANSWERS).any(|subject| self.may(subject))
    }

    /// The same words rather tell of another.
    fn is_outdone(&self, subject: usize) -> bool {
        let likelier =
            |at: usize| WATCHING.contains(&SUBJECTS[at]) && self.both[at] > self.both[subject];
        WATCHING.contains(&SUBJECTS[subject]) && (0..ANSWERS).any(likelier)
    }
}

/// What each sentence of a text tells of.
pub(super) struct Gists(Vec<Weighed>);

impl Gists {
    /// Weighs all sentences. The net is asked where rules find something, or words may tell of it.
    pub(super) fn of(context: &Context, mentions: &[Mention]) -> Self {
        let mut room = Vec::new();
        let weigh = |sentence: usize| {
            features(context, sentence, &mut room);
            let words = Gist::shipped().linear.answers(&room);
            Weighed { words, both: words }
        };
        let mut all: Vec<Weighed> = (0..context.doc.sentences.len()).map(weigh).collect();
        if !mentions.is_empty() || all.iter().any(Weighed::may_tell) {
            for (sentence, one) in all.iter_mut().enumerate() {
                one.both = context.seen.beside_sentence(sentence, one.words);
            }
        }
        Gists(all)
    }

    /// Drops what the words of its sentence speak against, and adds what they surely tell of that no rule finds in it;
    /// mentions stay in order.
    pub(super) fn settle(&self, context: &Context, mentions: &mut Vec<Mention>) {
        mentions.retain(|mention| self.allow(mention));
        let mut added = Vec::new();
        for (sentence, weighed) in self.0.iter().enumerate() {
            if context.idle || context.is_heading(sentence) || context.is_question(sentence) {
                continue;
            }
            let here = of_sentence(mentions, sentence);
            let mut acts = here.iter().any(|mention| is_act(mention.kind));
            let mut likely: Vec<usize> = (0..ANSWERS).filter(|&at| weighed.surely(at)).collect();
            likely.sort_by(|&a, &b| weighed.both[b].total_cmp(&weighed.both[a]));
            for at in likely {
                let act = is_act(SUBJECTS[at].0);
                let known = here.iter().any(|mention| is_alike(SUBJECTS[at], mention));
                if known || acts && act {
                    continue;
                }
                let told = told(context, sentence, at);
                acts |= act && told.is_some();
                added.extend(told);
            }
        }
        mentions.append(&mut added);
        mentions.sort_by_key(|m| m.at);
    }

    /// Whether the words of its sentence allow that it tells of what a mention says, or of something alike. Sums and
    /// messages tell by themselves.
    fn allow(&self, mention: &Mention) -> bool {
        if mention.kind == Kind::Bounty || !mention.message.is_empty() {
            return true;
        }
        let (answers, least) = (&self.0[mention.sentence].both, &Gist::shipped().least);
        let mut its = (0..ANSWERS).filter(|&at| is_alike(SUBJECTS[at], mention));
        mention.kind == Kind::Response && its.clone().next().is_none()
            || its.any(|at| answers[at] >= least[at])
    }
}

/// Something done to somebody: no answer to it, and no price.
fn is_act(kind: Kind) -> bool {
    !matches!(kind, Kind::Response | Kind::Bounty)
}

/// Whether a mention tells of a subject.
fn is((kind, act): (Kind, &str), mention: &Mention) -> bool {
    kind == mention.kind && (kind != Kind::Response || mention.act == Some(act))
}

/// The same, where attacks, ambushes and bombs are one.
fn is_alike(subject: (Kind, &str), mention: &Mention) -> bool {
    let violent = |kind: Kind| matches!(kind, Kind::Attack | Kind::Ambush | Kind::Explosive);
    is(subject, mention) || violent(subject.0) && violent(mention.kind)
}

/// A mention of a subject that the words of a sentence tell of.
fn told(context: &Context, sentence: usize, subject: usize) -> Option<Mention> {
    let (kind, act) = SUBJECTS[subject];
    let at = heaviest(context, sentence, subject);
    if !is_asserted(context, sentence, kind, at) {
        return None;
    }
    let mention = match kind {
        Kind::Bounty => return bounty::beside(context, sentence, at),
        Kind::Response => response::mention(context, sentence, at, act),
        // burns and a fire, as of a bomb, but no word of one
        Kind::Explosive if !context.any(context.sentence(sentence), BOMB) => {
            Mention::new(Kind::Attack, Some(how(context, sentence)), sentence, at)
        }
        Kind::Attack => Mention::new(kind, Some(how(context, sentence)), sentence, at),
        _ => Mention::new(kind, Some(act), sentence, at),
    };
    Some(Mention {
        scene: true,
        inferred: true,
        whole: true,
        ..mention
    })
}

/// In earnest, of something done, and neither denied, supposed nor only paid for.
fn is_asserted(context: &Context, sentence: usize, kind: Kind, at: usize) -> bool {
    const REACH: usize = 5;
    const SUPPOSED: Classes = Classes::of(&[Class::If, Class::Modal]);
    const OFFERED: Classes = Classes::of(&[Class::Offer, Class::Bounty]);
    let opens = context.sentence(sentence).start;
    let said = matches!(kind, Kind::Threat | Kind::Incitement | Kind::Bounty);
    let offered = is_act(kind) && context.any(opens..at, OFFERED);
    let supposed = offered
        || context.any(at.saturating_sub(REACH).max(opens)..at, SUPPOSED)
        || trigger::is_in_condition(context, opens, at);
    (said || !supposed)
        && earnest(context.doc, sentence, kind) >= ENOUGH
        && !trigger::negated(context, sentence, at)
        && (kind != Kind::Threat || !message::is_calm(context, sentence))
}

const BOMB: Classes = Classes::of(&[Class::Explode]);

/// What an attack is, as far as a word of its sentence tells.
fn how(context: &Context, sentence: usize) -> &'static str {
    const HOW: [(Class, &str); 3] = [
        (Class::Kill, "kill"),
        (Class::Shoot, "shoot"),
        (Class::Burn, "arson"),
    ];
    let its = |class: Class| context.any(context.sentence(sentence), Classes::of(&[class]));
    let told = HOW.into_iter().find(|&(class, _)| its(class));
    told.map_or("injure", |(_, how)| how)
}

/// What a text tells of a subject at a character: a mention that rules know there, else one at the heaviest word.
pub(super) fn mention_at(
    context: &Context,
    mentions: &[Mention],
    subject: usize,
    start: usize,
) -> Mention {
    let doc = context.doc;
    let ends_behind = |at: &usize| doc.quote(*at..*at + 1).end > start;
    let first = (0..doc.tokens.len()).find(ends_behind).unwrap_or(0);
    let sentence = doc.sentence_at(first);
    let its = of_sentence(mentions, sentence).iter();
    let its = its.filter(|mention| is(SUBJECTS[subject], mention));
    let known = its.min_by_key(|mention| mention.at.abs_diff(first));
    known.cloned().unwrap_or_else(|| {
        let (kind, act) = SUBJECTS[subject];
        let at = heaviest(context, sentence, subject);
        Mention::new(kind, Some(act), sentence, at)
    })
}

/// The token that speaks most for a subject.
fn heaviest(context: &Context, sentence: usize, subject: usize) -> usize {
    let range = context.sentence(sentence);
    let (mut best, mut before, mut room) = ((i32::MIN, range.start), 0, Vec::new());
    for at in range {
        room.clear();
        before = token_slots(context.doc, context.names, at, before, &mut room);
        let steps = |&slot: &u32| i32::from(Gist::shipped().linear.steps(slot, subject));
        let weight: i32 = room.iter().map(steps).sum();
        if !room.is_empty() && weight > best.0 {
            best = (weight, at);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_as_it_was_written() {
        let shipped = Gist::parse(FILE).expect("the file is whole");
        assert!(Gist::parse(&FILE[1..]).is_none());
        let bounds = 2 * 4 * ANSWERS;
        let written = to_bytes(&shipped.least, &shipped.sure, &FILE[bounds..]);
        assert_eq!(written, FILE);
        let pairs = shipped.least.iter().zip(&shipped.sure);
        assert!(pairs.into_iter().all(|(least, sure)| least <= sure));
    }

    #[test]
    fn attacks_ambushes_and_bombs_are_one_and_answers_go_by_their_act() {
        let told = |kind, act| Mention::new(kind, Some(act), 0, 0);
        assert!(is_alike(SUBJECTS[0], &told(Kind::Ambush, "ambush")));
        assert!(!is_alike(SUBJECTS[0], &told(Kind::Kidnapping, "kidnap")));
        let arrest = told(Kind::Response, "arrest");
        let alike = SUBJECTS
            .iter()
            .filter(|&&subject| is_alike(subject, &arrest));
        assert_eq!(alike.count(), 1);
    }
}
