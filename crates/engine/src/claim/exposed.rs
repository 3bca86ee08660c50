//! How many people a list or a post gives the data of: `the addresses of 43 rangers`.

use std::ops::Range;

use model::Kind;

use super::context::Context;
use super::mention::{Exposed, Mention};
use crate::extract::{may_start, small_number};
use crate::text::{Class, Classes, TokenKind};

/// Fewer are named one by one, or are some among others.
const LEAST: u32 = 4;
/// Tokens behind the number among which it is said what it counts.
const REACH: usize = 4;
/// Words behind which a number counts something else: `500 for an officer`, `10 November`.
const STOPS: Classes = Classes::of(&[Class::Prep, Class::Month]);
const PEOPLE: Classes = Classes::of(&[Class::Role, Class::Person, Class::Family]);

/// The first number of its sentence that counts people or names.
pub(super) fn exposed(context: &Context, mention: &Mention) -> Option<Exposed> {
    if mention.kind != Kind::Doxxing {
        return None;
    }
    let (doc, range) = (context.doc, context.sentence(mention.sentence));
    let mut at = range.start;
    while at < range.end {
        let number = may_start(doc, at).then(|| small_number(doc, at)).flatten();
        let Some((count, end)) = number else {
            at += 1;
            continue;
        };
        if let Some(last) = counted(context, end..(end + REACH).min(range.end))
            && count >= LEAST
            && !is_part(context, range.start..at)
            && context.money_within(at..end).is_empty()
        {
            return Some(Exposed {
                count,
                words: doc.slice(at..last + 1).to_owned(),
            });
        }
        at = end;
    }
    None
}

/// The word for people or names that a number in front of a range counts.
fn counted(context: &Context, mut range: Range<usize>) -> Option<usize> {
    let doc = context.doc;
    let says = |at: &usize| {
        doc.classes(*at).any(PEOPLE) || matches!(doc.word(*at), "names" | "nombres" | "entries")
    };
    let stops = |at: &usize| {
        let token = &doc.tokens[*at];
        let classes = doc.classes(*at);
        token.kind != TokenKind::Word
            || token.is_capital() && classes.has(Class::Det)
            || classes.any(STOPS) && !classes.has(Class::Of)
            || may_start(doc, *at)
            || matches!(
                doc.word(*at),
                "year" | "years" | "ano" | "anos" | "others" | "otros" | "otras"
            )
    };
    range
        .find(|at| stops(at) || says(at))
        .filter(|at| says(at) && !stops(at))
}

/// The number behind some words counts some of those counted: `among them 12 interpreters`.
fn is_part(context: &Context, before: Range<usize>) -> bool {
    const BACK: usize = 2;
    let near = before.start.max(before.end.saturating_sub(BACK))..before.end;
    let part = |at: usize| {
        matches!(
            context.doc.word(at),
            "them"
                | "ellos"
                | "ellas"
                | "including"
                | "incluidos"
                | "incluidas"
                | "other"
                | "otros"
                | "otras"
        )
    };
    near.into_iter().any(part)
}
