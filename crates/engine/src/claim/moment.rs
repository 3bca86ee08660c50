//! `It happened on Tuesday`: sentences that tell of no act, only on which day the one told before took place.

use std::ops::Range;

use model::Kind;

use super::VIOLENT;
use super::context::Context;
use super::figure::{self, Figure, Figures, Says};
use super::fill::day::its_day;
use super::mention::{Mention, When};
use crate::reading::Lang;
use crate::text::{Class, Classes};

/// Sentences looked back over for the act, and ahead where none is told before.
const BACK: usize = 8;
const AHEAD: usize = 2;
/// Tokens between the verb and the day.
const REACH: usize = 10;
const ACT: Classes = Classes::of(&[
    Class::Kill,
    Class::Shoot,
    Class::Injure,
    Class::Burn,
    Class::Explode,
    Class::Ambush,
    Class::Kidnap,
]);

/// What is told of the day alone, as mentions of the acts told around, in order.
pub(super) fn find(context: &Context, mentions: &[Mention], figures: &Figures) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    for figure in figures.iter() {
        let Some((mention, sentence)) = moment(context, mentions, figure) else {
            continue;
        };
        if found.last().is_none_or(|known| known.sentence != sentence) {
            found.push(mention);
        }
    }
    found
}

/// An act, where a sentence says on which day it was: in so many words, or, telling of no act itself, by a figure.
fn moment(context: &Context, mentions: &[Mention], figure: &Figure) -> Option<(Mention, usize)> {
    let day = figure::date(context, figure)?;
    let sentence = context.doc.sentence_at(day.tokens.start);
    let verb = verb(context, &context.sentence(sentence), day.tokens.start);
    let likely = figure.says(&[Says::Violence, Says::Arrest, Says::Message]);
    let says = likely.or(verb.map(|_| Says::Violence))?;
    let verb = verb.filter(|_| says == Says::Violence);
    let at = verb.unwrap_or(day.tokens.start);
    let its = |mention: &Mention| its_day(mention) == Some(says);
    let from = mentions.partition_point(|m| m.sentence < sentence);
    let to = mentions.partition_point(|m| m.sentence <= sentence);
    let told = mentions[from..to].iter().any(its);
    let single = day.start.is_some() && day.start == day.end;
    let denied = context.is_denied(day, context.sentence(sentence).start);
    if told && verb.is_none() || !single || denied || context.is_question(sentence) {
        return None;
    }
    let before = mentions[..to].iter().rev();
    let before = before.take_while(|m| sentence - m.sentence <= BACK);
    let behind = mentions[to..].iter();
    let behind = behind.take_while(|m| m.sentence - sentence <= AHEAD);
    let act = before.chain(behind).find(|m| its(m))?;
    let mention = Mention {
        sentence,
        at,
        tokens: at..day.tokens.end,
        date: Some(When {
            start: day.start,
            end: day.end,
            words: day.words.clone(),
            firm: true,
        }),
        amount: None,
        killed: None,
        injured: None,
        partial: false,
        scene: true,
        continues: VIOLENT.contains(&act.kind) && act.kind != Kind::Kidnapping,
        ..act.clone()
    };
    Some((mention, sentence))
}

/// The verb by which a sentence says that something happened on a day.
fn verb(context: &Context, range: &Range<usize>, day: usize) -> Option<usize> {
    let near = day.saturating_sub(REACH).max(range.start)..day;
    near.rev().find(|&at| {
        happens(context, at) && is_it(context, range.start, at)
            || is(context, at) && is_beside(context, at, day) && is_it(context, range.start, at)
            || places(context, at) && (at + 1..day).any(|i| is_act(context, i))
    })
}

fn happens(context: &Context, at: usize) -> bool {
    matches!(
        context.doc.word(at),
        "happened"
            | "occurred"
            | "began"
            | "started"
            | "broke"
            | "erupted"
            | "declaro"
            | "desato"
            | "inicio"
            | "ocurrio"
            | "ocurrieron"
            | "sucedio"
            | "sucedieron"
            | "paso"
            | "acontecio"
            | "produjo"
            | "empezo"
            | "comenzo"
    ) || context.doc.word(at) == "place" && at > 0 && context.doc.word(at - 1) == "took"
        || context.doc.word(at) == "lugar"
            && at > 0
            && matches!(context.doc.word(at - 1), "tuvo" | "tuvieron")
}

fn is(context: &Context, at: usize) -> bool {
    matches!(context.doc.word(at), "was" | "fue" | "era")
}

/// `They put the blaze at Saturday`, `sitúa la explosión en el día 12`.
fn places(context: &Context, at: usize) -> bool {
    matches!(
        context.doc.word(at),
        "put"
            | "puts"
            | "places"
            | "placed"
            | "dates"
            | "dated"
            | "situa"
            | "situan"
            | "situo"
            | "fecha"
            | "ubica"
    )
}

/// Nothing but small words between the verb and the day.
fn is_beside(context: &Context, at: usize, day: usize) -> bool {
    const SMALL: Classes = Classes::of(&[Class::Det, Class::Prep]);
    (at + 1..day).all(|i| context.doc.classes(i).any(SMALL))
}

/// What happened is an act, or `it`.
fn is_it(context: &Context, start: usize, verb: usize) -> bool {
    const FEW: usize = 3;
    let doc = context.doc;
    let from = (start..verb)
        .rev()
        .find(|&i| {
            matches!(
                doc.word(i),
                ":" | ";" | "," | "—" | "–" | "-" | "«" | "\"" | "“"
            )
        })
        .map_or(start, |mark| mark + 1);
    let subject = from..verb;
    if subject.clone().any(|i| is_act(context, i)) {
        return true;
    }
    let pronoun = subject.clone().any(|i| {
        matches!(
            doc.word(i),
            "it" | "that" | "this" | "all" | "eso" | "esto" | "aquello" | "todo" | "hechos"
        )
    });
    subject.len() <= FEW
        && (pronoun || doc.lang == Lang::Es && subject.clone().all(|i| !doc.is(i, Class::Det)))
}

fn is_act(context: &Context, at: usize) -> bool {
    context.doc.classes(at).any(ACT)
        || matches!(
            context.doc.word(at),
            "attack"
                | "assault"
                | "blaze"
                | "fire"
                | "incident"
                | "raid"
                | "ataque"
                | "asalto"
                | "agresion"
                | "incendio"
                | "fuego"
                | "hechos"
                | "suceso"
                | "atentado"
                | "shots"
                | "disparos"
        )
}
