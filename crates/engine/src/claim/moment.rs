//! `It happened on Tuesday`: sentences that tell of no act, only on which day the one told before took place.

use std::ops::Range;

use model::Kind;

use super::context::Context;
use super::mention::{Mention, When};
use crate::reading::Lang;
use crate::text::{Class, Classes};

/// Sentences looked back over for the act.
const BACK: usize = 8;
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

/// What is told of the day alone, as mentions of the acts told before, in order.
pub(super) fn find(context: &Context, mentions: &[Mention]) -> Vec<Mention> {
    let days = context
        .dates
        .iter()
        .filter(|day| day.start.is_some() && day.start == day.end);
    let mut found: Vec<Mention> = Vec::new();
    for day in days {
        let sentence = context.doc.sentence_at(day.tokens.start);
        let range = context.sentence(sentence);
        if context.is_question(sentence)
            || context.is_denied(day, range.start)
            || found.last().is_some_and(|known| known.sentence == sentence)
        {
            continue;
        }
        let Some(at) = verb(context, &range, day.tokens.start) else {
            continue;
        };
        let to = mentions.partition_point(|m| m.sentence <= sentence);
        let act = mentions[..to]
            .iter()
            .rev()
            .take_while(|m| sentence - m.sentence <= BACK)
            .find(|m| befalls(m.kind));
        let Some(act) = act else { continue };
        found.push(Mention {
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
            continues: act.kind != Kind::Kidnapping,
            ..act.clone()
        });
    }
    found
}

fn befalls(kind: Kind) -> bool {
    use Kind::{Ambush, Attack, Explosive, Kidnapping};
    matches!(kind, Attack | Ambush | Explosive | Kidnapping)
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
