//! People, roles and buildings that an act can be aimed at.

use std::ops::Range;

use crate::claim::context::Context;
use crate::claim::mention::Filler;
use crate::extract::NameKind;
use crate::reading::Lang;
use crate::text::{Case, Class, Classes, Doc, TokenKind};

use super::ACTOR;

pub(super) const AIMED: Classes = Classes::of(&[
    Class::Role,
    Class::Family,
    Class::Victim,
    Class::Person,
    Class::Home,
]);

pub(super) const STOPS: Classes = Classes::of(&[
    Class::Prep,
    Class::Det,
    Class::Conj,
    Class::Say,
    Class::That,
    Class::Be,
    Class::Have,
    Class::Modal,
    Class::Aux,
    Class::Who,
    Class::While,
    Class::Possessive,
    Class::Pronoun,
    Class::Object,
    Class::Neg,
    Class::If,
    Class::To,
    Class::Arrest,
    Class::Charge,
    Class::Kill,
    Class::Kidnap,
    Class::Threaten,
    Class::Pay,
    Class::Injure,
    Class::Shoot,
    Class::Harass,
    Class::Watch,
    Class::Incite,
    Class::According,
]);

pub(super) fn candidate(
    context: &Context,
    at: usize,
    limit: usize,
) -> Option<(Range<usize>, Filler, i32)> {
    let doc = context.doc;
    if let Some(name) = context.names.at(at) {
        if context.is_author(name.entity) || is_of_channel(doc, name.full.start) {
            return None;
        }
        let kind = context.names.entities[name.entity].kind;
        let tokens = name.full.start.min(at)..name.full.end;
        let behind_role = at > 0 && doc.is(at - 1, Class::Role);
        // `ICE agents`: the organisation belongs to the role behind it
        let before_role = (name.full.end..(name.full.end + 3).min(limit))
            .find(|&i| doc.is(i, Class::Role) && doc.tokens[i].case == Case::Lower)
            .filter(|&i| {
                (name.full.end..i).all(|j| {
                    !doc.classes(j).any(STOPS) && doc.tokens[j].kind == TokenKind::Word
                        || matches!(doc.word(j), "/")
                })
            });
        if let Some(role) = before_role {
            return Some((
                tokens.start..role + 1,
                with_preceding_names(context, tokens.start, role),
                5,
            ));
        }
        return match kind {
            NameKind::Person => Some((tokens, context.named(at)?, 5)),
            NameKind::Other if behind_role && name.tokens.len() > 1 => {
                Some((tokens, context.named(at)?, 5))
            }
            NameKind::Org if is_aimed_at(context, tokens.start) => {
                let end = (name.full.end..limit.min(name.full.end + 2))
                    .take_while(|&i| {
                        doc.tokens[i].case == Case::Lower && !doc.classes(i).any(STOPS)
                    })
                    .last()
                    .map_or(name.full.end, |i| i + 1);
                let building = (name.full.end..end)
                    .any(|i| doc.is(i, Class::PlaceHead) || doc.is(i, Class::OrgHead));
                let filler = if building {
                    context.plain(tokens.start..end)
                } else {
                    context.named(at)?
                };
                Some((tokens, filler, 1))
            }
            NameKind::Org | NameKind::Outlet => None,
            NameKind::Place | NameKind::Other => None,
        };
    }
    let token = &doc.tokens[at];
    if token.kind != TokenKind::Word
        || !token.classes.any(AIMED)
        || token.classes.any(ACTOR) && !token.classes.has(Class::Role)
        || token.classes.has(Class::Seen)
        || is_hurt(doc, at)
        || is_author(doc, at)
    {
        return None;
    }
    let tokens = noun_phrase(context, at, limit);
    if let Some(filler) = context.holder_of(at, tokens.start) {
        return Some((tokens, filler, 6));
    }
    // `la magistrada Leonor Urdaspal`: the name says more
    if let Some(name) = context.names.at(tokens.end).filter(|n| {
        matches!(
            context.names.entities[n.entity].kind,
            NameKind::Person | NameKind::Other
        )
    }) {
        return Some((tokens.start..name.full.end, context.named(tokens.end)?, 6));
    }
    // `the lead prosecutor, Jane Doe,`
    let apposed = tokens.end + 1 < limit && doc.word(tokens.end) == ",";
    if let Some(name) = context.names.at(tokens.end + 1).filter(|n| {
        apposed
            && n.full.start == tokens.end + 1
            && context.names.entities[n.entity].kind == NameKind::Person
            && n.tokens.len() > 1
    }) {
        return Some((
            tokens.start..name.full.end,
            context.named(tokens.end + 1)?,
            6,
        ));
    }
    let base = if token.classes.has(Class::Role) {
        4
    } else if token.classes.has(Class::Home) {
        1
    } else {
        3
    };
    let mut filler = context.plain(tokens.clone());
    filler.plural = is_plural(context, at);
    Some((tokens, filler, base))
}

/// People whom a sentence names or describes, each one alone, but those who speak in it.
pub(in crate::claim) fn people(context: &Context, sentence: usize) -> Vec<Range<usize>> {
    const LEAST: i32 = 3;
    let range = context.sentence(sentence);
    let said = context.voices.in_sentence(sentence);
    let speakers: Vec<usize> = said.map(|said| said.speaker).collect();
    let (mut found, mut at) = (Vec::new(), range.start);
    while at < range.end {
        let Some((tokens, filler, base)) = candidate(context, at, range.end) else {
            at += 1;
            continue;
        };
        at = tokens.end.max(at + 1);
        let speaks = speakers.iter().any(|speaker| tokens.contains(speaker));
        if base >= LEAST && !filler.plural && !speaks {
            found.push(tokens);
        }
    }
    found
}

/// `the channel "Night Watch"`, `un grupo llamado Sol Negro`: a name that is nobody's.
fn is_of_channel(doc: &Doc, start: usize) -> bool {
    let links = |i: &usize| {
        doc.tokens[*i].kind == TokenKind::QuoteMark
            || matches!(
                doc.word(*i),
                "called"
                    | "named"
                    | "known"
                    | "as"
                    | "llamado"
                    | "llamada"
                    | "denominado"
                    | "denominada"
            )
    };
    let Some(head) = (0..start).rev().find(|i| !links(i)) else {
        return false;
    };
    let online = doc.is(head, Class::Listing) && doc.is(head, Class::Platform);
    online && doc.tokens[head].case == Case::Lower
}

/// `the wounded`, `tres heridos`: what became of them says nothing of who they are.
fn is_hurt(doc: &Doc, at: usize) -> bool {
    const HURT: [&str; 4] = ["injured", "wounded", "herid", "lesionad"];
    let word = doc.word(at);
    doc.is(at, Class::Victim) && HURT.iter().any(|stem| word.starts_with(stem))
}

/// Several people: by the ending, or a word for a group.
pub(super) fn is_plural(context: &Context, at: usize) -> bool {
    let word = context.doc.word(at);
    word.ends_with('s') && !word.ends_with("ss")
        || matches!(
            word,
            "staff"
                | "personnel"
                | "personal"
                | "people"
                | "men"
                | "women"
                | "children"
                | "plantilla"
                | "gente"
        )
}

/// A building that something is thrown at, set fire to or fired on: `contra la sede del consejo`.
pub(super) fn building(
    context: &Context,
    at: usize,
    trigger: usize,
    limit: usize,
) -> Option<(Range<usize>, Filler, i32)> {
    const BUILDING: Classes = Classes::of(&[Class::OrgHead, Class::PlaceHead]);
    const BLOW: Classes = Classes::of(&[
        Class::Explode,
        Class::Burn,
        Class::Shoot,
        Class::Injure,
        Class::Surveil,
        Class::Protect,
    ]);
    let doc = context.doc;
    let aimed = is_aimed_at(context, at)
        || at > 1 && matches!(doc.word(at - 1), "into" | "hacia")
        || at > 2 && matches!(doc.word(at - 2), "into" | "hacia" | "outside" | "inside");
    // `urged members to burn down the clinic`: what is called for hits the building
    let called = doc.is(trigger, Class::Directive).then(|| {
        let near = at.saturating_sub(4).max(trigger + 1)..at;
        near.rev().find(|&i| doc.classes(i).any(BLOW))
    });
    let trigger = called.flatten().unwrap_or(trigger);
    let object = at > trigger
        && at <= trigger + 4
        && (trigger + 1..at).all(|i| {
            doc.classes(i)
                .any(Classes::of(&[Class::Det, Class::Prep, Class::OrgWord]))
                || doc.word(i) == "down"
        });
    let aimed = aimed || object;
    if !doc.classes(trigger).any(BLOW)
        || !doc.classes(at).any(BUILDING)
        || doc.tokens[at].case != Case::Lower
        || !aimed
    {
        return None;
    }
    let mut end = at + 1;
    while end < limit && end < at + 6 {
        let joins = matches!(doc.word(end), "de" | "del" | "of")
            && end + 1 < limit
            && doc.tokens[end + 1].kind == TokenKind::Word;
        let part = doc.tokens[end].kind == TokenKind::Number
            || doc.tokens[end].kind == TokenKind::Word
                && !doc.classes(end).any(STOPS)
                && doc.classes(end).any(BUILDING)
            || doc.classes(end).has(Class::OrgWord)
            || context.names.at(end).is_some()
            || doc.lang == Lang::Es && doc.word(end).ends_with("al");
        if !(joins || part) {
            break;
        }
        end += 1;
    }
    Some((at..end, context.plain(at..end), 4))
}

/// Behind `on`, `against`, `at`: an organisation is aimed at only where the words say so.
pub(super) fn is_aimed_at(context: &Context, start: usize) -> bool {
    let doc = context.doc;
    (1..=3).any(|back| {
        start >= back
            && (doc.is(start - back, Class::Against)
                || doc.is(start - back, Class::On)
                || matches!(doc.word(start - back), "at" | "on" | "contra"))
            && (start - back + 1..start).all(|i| doc.is(i, Class::Det) || doc.is(i, Class::Role))
    })
}

/// `ICE and CBP officers`, `ICE/CBP officers`
pub(super) fn with_preceding_names(context: &Context, start: usize, role: usize) -> Filler {
    let doc = context.doc;
    let mut first = start;
    while first >= 2
        && (matches!(doc.word(first - 1), "and" | "/" | "y" | "or"))
        && context
            .names
            .at(first - 2)
            .is_some_and(|n| n.kind == NameKind::Org)
    {
        first = context
            .names
            .at(first - 2)
            .map_or(first - 2, |n| n.full.start);
    }
    Filler {
        plural: is_plural(context, role),
        ..context.plain(first..role + 1)
    }
}

/// A role with the words that belong to it.
pub(super) fn noun_phrase(context: &Context, at: usize, limit: usize) -> Range<usize> {
    let doc = context.doc;
    // `would allow people`
    let is_verb = |word: usize| word > 0 && doc.is(word - 1, Class::Modal);
    let (mut start, mut end) = (at, at + 1);
    // `election workers`, not `election`
    if doc.lang != Lang::Es && doc.is(at, Class::Role) {
        let part = |i: &usize| doc.is(*i, Class::Role) && doc.tokens[*i].case == Case::Lower;
        end += (end..limit.min(at + 4)).take_while(part).count();
    }
    while start > 0
        && at - start < 3
        && !is_verb(start - 1)
        && doc.tokens[start].gap
        && doc.tokens[start - 1].kind == TokenKind::Word
        && !doc.classes(start - 1).any(STOPS)
        && context
            .names
            .at(start - 1)
            .is_none_or(|n| n.kind == NameKind::Org)
        && !doc.word(start - 1).ends_with("ly")
        && !doc.word(start - 1).ends_with("ing")
        && doc.lang != Lang::Es
    {
        start -= 1;
    }
    if start > 1
        && start < at
        && doc.word(start - 1) == "-"
        && !doc.tokens[start - 1].gap
        && doc.tokens[start - 2].kind == TokenKind::Word
    {
        start -= 2;
    }
    if doc.is(at, Class::Home)
        && start > 1
        && doc.word(start - 1) == "'s"
        && doc.tokens[start - 2].kind == TokenKind::Word
    {
        start -= 2;
    }
    if doc.lang == Lang::Es {
        let of = end + 1 < limit
            && doc.word(end) == "de"
            && doc.tokens[end + 1].case == Case::Lower
            && !doc.classes(end + 1).any(STOPS);
        if of {
            end += 2;
        } else if end < limit
            && doc.tokens[end].kind == TokenKind::Word
            && doc.tokens[end].case == Case::Lower
            && [
                "al", "ales", "ario", "arios", "aria", "arias", "ico", "icos", "ica", "icas",
                "ivo", "ivos", "dores", "dor",
            ]
            .iter()
            .any(|e| doc.word(end).ends_with(e))
        {
            end += 1;
        }
    } else if end + 1 < limit
        && matches!(doc.word(end), "of" | "at")
        && context
            .names
            .at(end + 1)
            .is_some_and(|n| n.kind == NameKind::Org)
    {
        end = context
            .names
            .at(end + 1)
            .map_or(end, |n| n.full.end)
            .min(limit);
    }
    start..end
}

/// `this reporter saw`, `este redactor fotografió`: who tells it, nobody whom it befell.
fn is_author(doc: &Doc, at: usize) -> bool {
    let this = at > 0 && doc.is(at - 1, Class::This) && doc.is(at, Class::Scribe);
    this && doc.is(at + 1, Class::Seen)
}
