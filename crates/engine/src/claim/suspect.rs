//! Which named persons a text treats as suspects.

use std::ops::Range;

use crate::extract::NameKind;
use crate::text::{Class, Classes, TokenKind};

use super::context::Context;

const ACCUSED: Classes = Classes::of(&[Class::Arrest, Class::Charge, Class::Perpetrator]);

/// Suspects kept of one text.
const MOST: usize = 64;

/// Entities of persons that are arrested, charged, sought, or called a suspect.
pub(crate) fn find(context: &Context) -> Vec<usize> {
    let mut suspects = Vec::new();
    for sentence in 0..context.doc.sentences.len() {
        if suspects.len() >= MOST {
            break;
        }
        let range = context.sentence(sentence);
        if !context.any(range.clone(), ACCUSED) && !sought(context, range.clone()) {
            continue;
        }
        let strong =
            |name: &&crate::extract::Name| name.kind == NameKind::Person && name.hint.is_none();
        let certain = context
            .names
            .within(range.clone())
            .filter(strong)
            .any(|name| {
                is_accused(context, &range, name.full.start, name.full.end)
                    && !context.sources.speaks(name.entity)
            });
        for name in context.names.within(range.clone()) {
            if certain && !strong(&name) {
                continue;
            }
            let kind = context.names.entities[name.entity].kind;
            let group = name.full.clone().any(|i| context.doc.is(i, Class::Group));
            if group || context.sources.speaks(name.entity) {
                continue;
            }
            let person =
                kind == NameKind::Person || kind == NameKind::Other && is_taken(context, name);
            if person
                && !suspects.contains(&name.entity)
                && is_accused(context, &range, name.full.start, name.full.end)
            {
                suspects.push(name.entity);
            }
        }
    }
    suspects
}

/// `police detained Ana Bel`, `identified as Ana Bel`: a name of several words, which may be anybody's.
fn is_taken(context: &Context, name: &crate::extract::Name) -> bool {
    const TAKEN: Classes = Classes::of(&[Class::Arrest, Class::Charge]);
    const REACH: usize = 4;
    let doc = context.doc;
    let Some(before) = name.full.start.checked_sub(1) else {
        return false;
    };
    let in_full = context.names.entities[name.entity].words.len() > 1;
    let called = matches!(doc.word(before), "as" | "como")
        && (before.saturating_sub(REACH)..before).any(|i| {
            matches!(
                doc.word(i),
                "named"
                    | "identified"
                    | "identificado"
                    | "identificada"
                    | "identifico"
                    | "identificaron"
            )
        });
    in_full && (doc.classes(before).any(TAKEN) || called)
}

fn sought(context: &Context, range: Range<usize>) -> bool {
    range.into_iter().any(|i| {
        matches!(
            context.doc.word(i),
            "looking"
                | "wanted"
                | "sought"
                | "identified"
                | "named"
                | "busca"
                | "buscan"
                | "identificado"
                | "identifico"
                | "identificaron"
        )
    })
}

/// Whether the name stands where the accused stands, and is not the speaker, a victim or an official.
fn is_accused(context: &Context, range: &Range<usize>, start: usize, end: usize) -> bool {
    let doc = context.doc;
    let titled = is_titled(context, range, start, end);
    let speaks = doc.is(end, Class::Say)
        || start > 0 && doc.is(start - 1, Class::Say)
        || (end + 1 < doc.tokens.len() && doc.is(end, Class::Have) && doc.is(end + 1, Class::Say));
    let object_of_against =
        start > 0 && (doc.is(start - 1, Class::Against) || doc.is(start - 1, Class::On));
    // `detained in Oxmere`: where, not whom
    let located = start > range.start && doc.is(start - 1, Class::In);
    let dateline = end + 1 < range.end
        && matches!(doc.word(end), "-" | "—" | "–")
        && doc.tokens[end].gap
        && start == range.start;
    // `(Agencia Sol)`: the agency that sends it
    let bracketed = start > range.start
        && end < range.end
        && doc.word(start - 1) == "("
        && doc.word(end) == ")";
    let elsewhere = located || dateline || bracketed;
    if titled || speaks || object_of_against || elsewhere {
        return false;
    }
    let window = start.saturating_sub(9).max(range.start)..(end + 14).min(range.end);
    let named = (start.saturating_sub(3)..start).any(|i| {
        matches!(
            doc.word(i),
            "called" | "named" | "llamado" | "llamada" | "nombre"
        )
    });
    let window = if named {
        start.saturating_sub(24)..window.end
    } else {
        window
    };
    let accused = window
        .clone()
        .any(|i| doc.classes(i).any(ACCUSED) && !is_noun_of_others(context, i));
    accused || sought(context, window)
}

/// An office in front of the name or in it; `Mr.` and `Don` are none.
pub(super) fn is_titled(context: &Context, range: &Range<usize>, start: usize, end: usize) -> bool {
    const OFFICE: Classes = Classes::of(&[Class::Title, Class::Role]);
    const NONE: Classes = Classes::of(&[Class::Perpetrator, Class::Courtesy]);
    if holds_office(context, range, start) {
        return true;
    }
    let before = start.saturating_sub(2).max(range.start);
    (before..end.saturating_sub(1).max(start + 1))
        .any(|i| context.doc.classes(i).any(OFFICE) && !context.doc.classes(i).any(NONE))
}

/// `La jueza segunda de instancia, Inés Pola,`: an office told with its article right before the name.
fn holds_office(context: &Context, range: &Range<usize>, start: usize) -> bool {
    const LONG: usize = 10;
    let doc = context.doc;
    let Some(comma) = start
        .checked_sub(1)
        .filter(|&i| i > range.start && doc.word(i) == ",")
    else {
        return false;
    };
    let phrase = (comma.saturating_sub(LONG).max(range.start)..comma)
        .rev()
        .take_while(|&i| doc.tokens[i].kind == TokenKind::Word);
    let Some(first) = phrase.last() else {
        return false;
    };
    let Some(article) = (first..comma)
        .rev()
        .find(|&i| matches!(doc.word(i), "the" | "la" | "el"))
    else {
        return false;
    };
    let office = article + 1;
    office < comma
        && (doc.is(office, Class::Title) || doc.is(comma - 1, Class::Title))
        && !doc.is(office, Class::Perpetrator)
}

/// `accused` words that say nothing of a person near: a charge in court business, security guards.
fn is_noun_of_others(context: &Context, at: usize) -> bool {
    matches!(
        context.doc.word(at),
        "fiscal" | "prision" | "raid" | "raids" | "sentence"
    )
}
