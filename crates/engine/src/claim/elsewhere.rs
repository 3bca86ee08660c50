//! `In Old Ferry, not Marsh End`: places at which a text says that it did not happen.

use std::ops::Range;

use model::Kind;

use super::context::Context;
use super::fill;
use super::mention::{Filler, Mention};
use crate::text::{Class, Classes, TokenKind};

/// Denials kept of one text.
const MOST: usize = 16;
/// Sentences between what denies a place and what tells of the act.
const NEAR: usize = 6;
/// Words of a place at most.
const LONGEST: usize = 8;
/// Words between what denies and the preposition: `no voló nunca sobre`, `did not happen at`.
const REACH: usize = 4;
const PLACING: Classes = Classes::of(&[Class::In, Class::On]);
const SMALL: Classes = Classes::of(&[Class::Det, Class::Prep, Class::Possessive]);
/// What no name of a place goes on over.
const STOPS: Classes = Classes::of(&[
    Class::Say,
    Class::Be,
    Class::Have,
    Class::Who,
    Class::That,
    Class::Conj,
    Class::Neg,
    Class::While,
    Class::Pronoun,
    Class::NumberWord,
]);

const CALENDAR: Classes = Classes::of(&[Class::Month, Class::Weekday]);

/// A place that a text denies, and the one that it tells instead.
#[derive(Clone, Debug)]
pub struct Elsewhere {
    /// The mention of an act that it stands nearest to, by its place among them.
    pub mention: usize,
    /// The place that it was not.
    pub denied: Filler,
    /// The place that it was, where the same sentence says it.
    pub instead: Option<Filler>,
}

/// The places that a text denies near the acts that it tells of, in order.
pub(super) fn find(context: &Context, mentions: &[Mention]) -> Vec<Elsewhere> {
    let doc = context.doc;
    let denies = |i: &usize| doc.is(*i, Class::Neg) || is_rather(context, *i);
    let mut found: Vec<Elsewhere> = Vec::new();
    for sentence in 0..doc.sentences.len() {
        let range = context.sentence(sentence);
        let mut denying = range.clone().filter(denies).peekable();
        if denying.peek().is_none()
            || context.is_question(sentence)
            || fill::is_about_the_hurt(context, sentence)
        {
            continue;
        }
        let Some(mention) = nearest(mentions, sentence) else {
            continue;
        };
        for neg in denying {
            if found.len() >= MOST {
                break;
            }
            let Some(denied) = denied_behind(context, neg, range.end) else {
                continue;
            };
            let instead = told_behind(context, denied.end, range.end)
                .or_else(|| told_before(context, range.start, neg));
            found.push(Elsewhere {
                mention,
                denied: context.plain(denied),
                instead: instead.map(|place| context.plain(place)),
            });
        }
    }
    found
}

/// The mention of an act in a sentence or near it, rather before than behind.
fn nearest(mentions: &[Mention], sentence: usize) -> Option<usize> {
    let from = mentions.partition_point(|mention| mention.sentence + NEAR < sentence);
    let acts = mentions[from..]
        .iter()
        .take_while(|mention| mention.sentence <= sentence + NEAR)
        .enumerate()
        .filter(|(_, mention)| mention.kind != Kind::Response);
    acts.min_by_key(|(_, mention)| {
        let behind = mention.sentence > sentence;
        (mention.sentence.abs_diff(sentence), behind)
    })
    .map(|(index, _)| from + index)
}

/// `rather than`, `instead of`, `en lugar de`.
fn is_rather(context: &Context, at: usize) -> bool {
    let doc = context.doc;
    let before = at.checked_sub(1).map_or("", |i| doc.word(i));
    matches!(
        (before, doc.word(at)),
        ("rather", "than") | ("instead", "of") | ("lugar" | "vez", "de")
    )
}

/// The place behind a word that denies: right behind it, or behind a verb and a preposition of place.
fn denied_behind(context: &Context, neg: usize, end: usize) -> Option<Range<usize>> {
    let doc = context.doc;
    let near = neg + 1..(neg + 2 + REACH).min(end);
    let placing = near
        .take_while(|&i| doc.tokens[i].kind == TokenKind::Word && !doc.tokens[i].is_capital())
        .find(|&i| is_placing(context, i));
    match placing {
        Some(at) => place_at(context, at + 1, end),
        None => {
            let apposed = neg > 0 && matches!(doc.word(neg - 1), "," | "(" | "—" | "–");
            let place = place_at(context, neg + 1, end)?;
            let named = place.clone().any(|i| {
                doc.is(i, Class::PlaceHead)
                    || doc.tokens[i].is_capital() && !doc.is(i, Class::FirstName)
            });
            (apposed && named).then_some(place)
        }
    }
}

fn is_placing(context: &Context, at: usize) -> bool {
    let word = context.doc.word(at);
    context.doc.classes(at).any(PLACING) || matches!(word, "over" | "above" | "from" | "encima")
}

/// `but in Old Ferry`, `sino en el puente`: what a text tells instead, behind what it denies.
fn told_behind(context: &Context, from: usize, end: usize) -> Option<Range<usize>> {
    let doc = context.doc;
    let but = (from..(from + 3).min(end)).find(|&i| matches!(doc.word(i), "but" | "sino"))?;
    let placing = (but + 1..(but + 3).min(end)).find(|&i| is_placing(context, i))?;
    place_at(context, placing + 1, end)
}

/// `it was in Old Ferry, not`: the last place told before a word that denies.
fn told_before(context: &Context, start: usize, neg: usize) -> Option<Range<usize>> {
    (start..neg)
        .rev()
        .filter(|&i| is_placing(context, i))
        .find_map(|i| place_at(context, i + 1, neg))
}

/// The words of a place from a token on, without the article.
fn place_at(context: &Context, from: usize, end: usize) -> Option<Range<usize>> {
    let doc = context.doc;
    let small = |i: usize| doc.classes(i).any(SMALL) && !doc.tokens[i].is_capital();
    let start = (from..end.min(from + 3)).find(|&i| !small(i))?;
    let part = |i: &usize| {
        doc.tokens[*i].kind == TokenKind::Word
            && !doc.classes(*i).any(CALENDAR)
            && (doc.tokens[*i].is_capital() || doc.is(*i, Class::Of) || !doc.classes(*i).any(STOPS))
            && !is_placing(context, *i)
    };
    let mut last = (start..end.min(start + LONGEST)).take_while(part).last()? + 1;
    while last > start && doc.classes(last - 1).any(SMALL) {
        last -= 1;
    }
    (last > start).then_some(start..last)
}
