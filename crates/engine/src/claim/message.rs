//! What somebody sends, leaves or paints to frighten: a note, a call, a wall, by the words that it is told to bear.

use std::ops::Range;

use model::Kind;

use super::context::Context;
use super::mention::Mention;
use crate::detect;
use crate::text::{Case, Class, Classes, Doc, TokenKind};

/// Probability from which words frighten by themselves, where a message is told to bear them.
const BORNE: f32 = 0.05;
/// The same where they say what somebody would or will do.
const FORETOLD: f32 = 0.01;
/// The same where they only stand beside a message.
const BESIDE: f32 = 0.6;
/// Under that words are kind, whatever bears them.
const KIND: f32 = 0.005;
/// Under that words threaten nobody where no rule knows what bears them.
const CALM: f32 = 0.2;
/// Messages of one text whose words are read.
const MESSAGES: usize = 24;
/// Tokens of the longest that is read.
const LONGEST: usize = 80;
/// What bears words to somebody.
const BEARER: Classes = Classes::of(&[Class::Letter, Class::Message]);

/// Adds the threats that quoted messages make, and what they say to those told already; mentions stay in order.
pub(super) fn add(context: &Context, mentions: &mut Vec<Mention>) {
    let all = 0..context.doc.tokens.len();
    for words in quotations(context, all).into_iter().take(MESSAGES) {
        let Some((bearer, least)) = bearer(context, &words) else {
            continue;
        };
        let sentence = context.doc.sentence_at(bearer);
        let last = context.doc.sentence_at(words.end - 1);
        let from = mentions.partition_point(|m| m.sentence < sentence);
        let to = mentions.partition_point(|m| m.sentence <= last);
        let known = (from..to).find(|&at| tells_it(mentions[at].kind));
        if known.is_some_and(|at| mentions[at].kind != Kind::Threat) {
            continue;
        }
        let likely = read_alone(context, &words);
        let message = meaning(context.doc, &words);
        match known {
            Some(at) if likely < KIND && mentions[at].scene => {
                mentions.remove(at);
            }
            _ if likely < least => {}
            Some(at) => mentions[at].message = message,
            None => mentions.insert(
                mentions.partition_point(|m| m.sentence <= sentence),
                Mention {
                    tokens: bearer.min(words.start)..words.end.max(bearer + 1),
                    scene: true,
                    message,
                    ..Mention::new(Kind::Threat, Some("threaten"), sentence, bearer)
                },
            ),
        }
    }
    mentions.sort_by_key(|m| m.at);
}

/// Claims that hold what the message says already.
fn tells_it(kind: Kind) -> bool {
    use Kind::{Bounty, Explosive, Incitement, Swatting, Threat};
    matches!(kind, Bounty | Explosive | Incitement | Swatting | Threat)
}

/// The words that carry its meaning, hashed.
fn meaning(doc: &Doc, words: &Range<usize>) -> Vec<u64> {
    const SMALL: Classes = Classes::of(&[Class::Det, Class::Prep, Class::Conj]);
    let word = |&at: &usize| doc.tokens[at].kind == TokenKind::Word && !doc.classes(at).any(SMALL);
    words
        .clone()
        .filter(word)
        .map(|at| doc.tokens[at].hash)
        .collect()
}

/// How likely the words by themselves, as whoever got them read them, are a threat.
fn read_alone(context: &Context, words: &Range<usize>) -> f32 {
    detect::read(&Doc::new(context.doc.slice(words.clone()))).threat
}

/// A sentence quotes calm words, and nothing else.
pub(super) fn is_calm(context: &Context, sentence: usize) -> bool {
    let quoted = quotations(context, context.sentence(sentence));
    let calm = |words: &Range<usize>| read_alone(context, words) < CALM;
    !quoted.is_empty() && quoted.iter().all(calm)
}

/// Passages between quotation marks, and words in capitals, that begin in a range.
fn quotations(context: &Context, within: Range<usize>) -> Vec<Range<usize>> {
    let doc = context.doc;
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = within.start;
    while at < within.end {
        let start = at;
        let loud = |at: usize| {
            doc.tokens[at].case == Case::Upper && doc.tokens[at].kind == TokenKind::Word
        };
        if context.quoted[at] {
            while at < doc.tokens.len() && context.quoted[at] {
                at += 1;
            }
        } else if loud(at) {
            let end = doc.sentences[doc.sentence_at(at)].end;
            while at < end && (loud(at) || doc.tokens[at].kind != TokenKind::Word) {
                at += 1;
            }
        }
        if (2..LONGEST).contains(&(at - start)) {
            found.push(start..at);
        }
        at += usize::from(at == start);
    }
    found
}

/// What bears the words, named before them or in the sentence before, and from which probability they frighten;
/// nothing where somebody speaks them.
fn bearer(context: &Context, words: &Range<usize>) -> Option<(usize, f32)> {
    let doc = context.doc;
    let sentence = doc.sentence_at(words.start);
    let opens = context.sentence(sentence).start;
    let bears = |&at: &usize| {
        let preposition = doc.word(at) == "sobre" && !doc.is(at.saturating_sub(1), Class::Det);
        doc.classes(at).any(BEARER) && !context.quoted[at] && !preposition
    };
    let before = (opens..words.start).rev().find(bears);
    let back = || {
        let earlier = sentence.checked_sub(1)?;
        let same = doc.sentences[earlier].paragraph == doc.sentences[sentence].paragraph;
        context.sentence(earlier).rev().find(|at| same && bears(at))
    };
    let bearer = before.or_else(back)?;
    if is_name(doc, words) || is_told_behind(context, words.end) {
        return None;
    }
    if is_read_out(context, words.start, opens) {
        return Some((bearer, BORNE));
    }
    let least = if is_foretold(context, words.start, opens) {
        FORETOLD
    } else if before.is_some() && is_announced(doc, words.start) {
        BORNE
    } else {
        BESIDE
    };
    (!is_spoken(context, bearer, words)).then_some((bearer, least))
}

/// `"Open Shore"`, a page's or a band's name; `HOST:`, a label.
fn is_name(doc: &Doc, words: &Range<usize>) -> bool {
    const SMALL: usize = 3;
    let mut its = words
        .clone()
        .filter(|&at| doc.tokens[at].kind == TokenKind::Word);
    let loud = its.clone().all(|at| doc.tokens[at].case == Case::Upper);
    let named = its.all(|at| doc.tokens[at].is_capital() || doc.raw(at).len() <= SMALL);
    doc.word(words.end - 1) == ":" || named && !loud
}

/// `reading: "…"`, `with the words "…"`, `se leía «…»`
fn is_read_out(context: &Context, start: usize, opens: usize) -> bool {
    const REACH: usize = 4;
    let from = start.saturating_sub(REACH).max(opens);
    context.any(from..start, Classes::of(&[Class::Wording]))
}

/// `a note: "…"`
fn is_announced(doc: &Doc, start: usize) -> bool {
    (start.saturating_sub(2)..start).any(|at| doc.word(at) == ":")
}

/// `a voice said she would "…"`, `that they "would …"`
fn is_foretold(context: &Context, start: usize, opens: usize) -> bool {
    const BEFORE: usize = 3;
    const WITHIN: usize = 2;
    let from = start.saturating_sub(BEFORE).max(opens);
    context.any(from..start + WITHIN, Classes::of(&[Class::Future]))
}

/// `"…", said the clerk`
fn is_told_behind(context: &Context, end: usize) -> bool {
    const REACH: usize = 4;
    let last = context.doc.sentence_at(end - 1);
    let to = context.sentence(last).end.min(end + REACH);
    context.any(end..to.max(end), Classes::of(&[Class::Say]))
}

/// Somebody other than the message speaks the words: `in a letter the union wrote: "…"`.
fn is_spoken(context: &Context, bearer: usize, words: &Range<usize>) -> bool {
    let doc = context.doc;
    let first = doc.sentence_at(words.start);
    let last = doc.sentence_at(words.end - 1);
    (first..=last)
        .flat_map(|sentence| context.voices.in_sentence(sentence))
        .any(|said| {
            let known =
                !doc.classes(said.speaker).any(BEARER) && !doc.is(said.speaker, Class::Perpetrator);
            known && said.at > bearer
        })
}
