//! Calls that turn out false, devices that are not there, drones in the air.

use crate::claim::context::Context;
use crate::text::{Class, Classes};

/// An emergency call that turns out false, told in this sentence and those beside it.
pub(super) fn is_false_alarm(context: &Context, sentence: usize) -> bool {
    let here = context.sentence(sentence);
    let call = here.clone().any(|i| {
        matches!(
            context.doc.word(i),
            "emergency"
                | "emergencias"
                | "911"
                | "112"
                | "999"
                | "dispatcher"
                | "aviso"
                | "told"
                | "caller"
                | "call"
                | "llamada"
                | "llamo"
                | "alerto"
        )
    });
    let around = with_the_next_two(context, sentence);
    let false_ = context.any(around, Classes::of(&[Class::Sham]));
    let claimed = || {
        let told = here.clone().any(|i| {
            matches!(
                context.doc.word(i),
                "911"
                    | "112"
                    | "999"
                    | "claimed"
                    | "claiming"
                    | "asegura"
                    | "aseguro"
                    | "aseguraba"
            )
        });
        told || here.clone().any(|i| is_call_taken(context, i))
    };
    call && (false_ || context.tells_of_shams && claimed())
}

/// `received a call from a man who`, `a call came in reporting`, `recibió una llamada en la que`
fn is_call_taken(context: &Context, at: usize) -> bool {
    const REACH: usize = 4;
    const TAKES: [&str; 14] = [
        "received",
        "got",
        "took",
        "came",
        "reporting",
        "reported",
        "saying",
        "said",
        "recibio",
        "recibieron",
        "entro",
        "ingreso",
        "alertando",
        "avisando",
    ];
    let doc = context.doc;
    let call = matches!(doc.word(at), "call" | "calls" | "llamada" | "llamadas");
    let near = at.saturating_sub(REACH)..(at + REACH).min(doc.tokens.len());
    call && near.into_iter().any(|i| TAKES.contains(&doc.word(i)))
}

/// `a hoax call claimed that a man had shot his wife`: what a false call tells of, which befell nobody.
pub(crate) fn is_told_falsely(context: &Context, sentence: usize, at: usize) -> bool {
    const REACH: usize = 28;
    const BESIDE: usize = 3;
    const TELLS: Classes = Classes::of(&[Class::Say, Class::Of, Class::That]);
    let start = context.sentence(sentence).start;
    let call = (at.saturating_sub(REACH).max(start)..at)
        .rev()
        .find(|&i| context.doc.is(i, Class::Call));
    call.is_some_and(|call| {
        let beside = call.saturating_sub(BESIDE).max(start)..call;
        let sham = context.any(beside, Classes::of(&[Class::Sham]));
        context.any(call + 1..at, TELLS) && (sham || is_false_alarm(context, sentence))
    })
}

/// A device that a caller speaks of, or that is not found.
pub(super) fn is_called_in(context: &Context, sentence: usize) -> bool {
    let around = with_the_next_two(context, sentence);
    around.into_iter().any(|i| {
        matches!(
            context.doc.word(i),
            "caller"
                | "hoax"
                | "telephoned"
                | "phoned"
                | "switchboard"
                | "rang"
                | "llamada"
                | "centralita"
                | "supposedly"
                | "alerto"
                | "aviso"
        ) || context.doc.word(i) == "found"
            && i > 2
            && matches!(context.doc.word(i - 2), "nothing" | "device" | "bomb")
    })
}

/// A drone in the air over somebody, not one that is found, or that drops something.
pub(super) fn is_flown(context: &Context, sentence: usize, at: usize) -> bool {
    let range = context.sentence(sentence);
    let around = at.saturating_sub(8).max(range.start)..(at + 9).min(range.end);
    let air = around.clone().any(|i| {
        matches!(
            context.doc.word(i),
            "over"
                | "above"
                | "sobre"
                | "encima"
                | "surveillance"
                | "vigilancia"
                | "hovered"
                | "hovering"
                | "tejado"
                | "roof"
        )
    });
    (air || context.any(around, Classes::of(&[Class::Surveil, Class::Watch])))
        && !context.any(range, Classes::of(&[Class::Explode]))
}

/// A sentence and the two behind it.
fn with_the_next_two(context: &Context, sentence: usize) -> std::ops::Range<usize> {
    let last = (sentence + 2).min(context.doc.sentences.len() - 1);
    context.sentence(sentence).start..context.sentence(last).end
}
