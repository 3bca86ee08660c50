//! Whether somebody is watched, or somebody only looks on.

use std::ops::Range;

use super::{OBJECT, irrealis};
use crate::claim::context::Context;
use crate::extract::NameKind;
use crate::text::{Class, Classes, Doc};

/// `deputies are keeping watch`: who guards surveils nobody.
pub(crate) fn is_guarding(context: &Context, sentence: usize, at: usize) -> bool {
    const REACH: usize = 4;
    const SUFFERED: [&str; 5] = ["ed", "ado", "ada", "ados", "adas"];
    let word = context.doc.word(at);
    if SUFFERED.iter().any(|end| word.ends_with(end)) {
        return false;
    }
    let before = at
        .saturating_sub(REACH)
        .max(context.sentence(sentence).start)..at;
    has_guards(context, before)
}

/// Somebody whose work is to guard.
pub(crate) fn has_guards(context: &Context, tokens: Range<usize>) -> bool {
    const GUARDS: Classes = Classes::of(&[Class::Police, Class::Guard, Class::Authority]);
    context.any(tokens, GUARDS)
}

/// Filming and photographing officials at work is anybody's right.
fn is_filming(word: &str) -> bool {
    word.starts_with("film")
        || word.starts_with("photograph")
        || word.starts_with("fotograf")
        || word.starts_with("graba")
        || matches!(word, "took" | "taking")
}

/// Homes, families, cars, comings and goings: what is nobody's business.
fn is_private(context: &Context, range: &Range<usize>, at: usize) -> bool {
    const PRIVATE: Classes = Classes::of(&[Class::Home, Class::Family, Class::Data]);
    let around = at.saturating_sub(10).max(range.start)..(at + 11).min(range.end);
    let comings = around.clone().any(|i| {
        matches!(
            context.doc.word(i),
            "left"
                | "leaving"
                | "leave"
                | "arrive"
                | "arriving"
                | "arrived"
                | "car"
                | "cars"
                | "parking"
                | "space"
                | "school"
                | "window"
                | "windows"
                | "door"
                | "gate"
                | "faces"
                | "salida"
                | "salen"
                | "salir"
                | "llegada"
                | "coche"
                | "coches"
                | "auto"
                | "vehiculo"
                | "escuela"
                | "ventana"
                | "caras"
        )
    });
    comings || context.any(around, PRIVATE)
}

/// A word of watching counts with somebody or something watched behind or, in the passive, before it.
pub(super) fn is_watched(context: &Context, sentence: usize, at: usize) -> bool {
    let doc = context.doc;
    let range = context.sentence(sentence);
    let object = (at + 1..(at + 7).min(range.end)).any(|i| {
        doc.classes(i).any(OBJECT)
            || context
                .names
                .at(i)
                .is_some_and(|n| n.kind == NameKind::Person)
    });
    let by_police = (at.saturating_sub(4).max(range.start)..at).any(|i| {
        matches!(
            doc.word(i),
            "police" | "detectives" | "investigators" | "policia" | "agentes"
        )
    });
    let passive = at > range.start
        && !doc.word(at).ends_with("ing")
        && doc.is(at - 1, Class::Be)
        && context.any(at.saturating_sub(8).max(range.start)..at, OBJECT);
    let clitic =
        at > range.start && matches!(doc.word(at - 1), "lo" | "la" | "los" | "las" | "le" | "les");
    (object || passive || clitic)
        && !is_of_something(doc, at)
        && !is_guarding(context, sentence, at)
        && (!is_filming(doc.word(at)) || is_private(context, &range, at))
        && !by_police
        && !irrealis(context, sentence, at)
        && !doc.is(at, Class::Det)
}

/// `watched it from across the lane`, `watching television`: what is seen is nobody.
pub(crate) fn is_of_something(doc: &Doc, at: usize) -> bool {
    const THINGS: [&str; 7] = ["it", "this", "that", "television", "tv", "tele", "as"];
    doc.is(at, Class::Watch) && at + 1 < doc.tokens.len() && THINGS.contains(&doc.word(at + 1))
}
