//! The words by which a text says what a speaker is: a role, its holder, the body it belongs to.

use std::ops::Range;

use crate::extract::{NameKind, Names};
use crate::text::{Case, Class, Classes, Doc, TokenKind, is_listed, word_hash};

/// The words of a role: `a police spokeswoman`, `the chief clerk`.
pub(super) fn role_phrase(doc: &Doc, at: usize) -> Range<usize> {
    let mut start = at;
    while start > 0
        && at - start < 3
        && doc.tokens[start - 1].kind == TokenKind::Word
        && doc.tokens[start - 1].gap
        && !doc.classes(start - 1).any(Classes::of(&[
            Class::Prep,
            Class::Det,
            Class::Say,
            Class::Conj,
            Class::That,
            Class::Possessive,
            Class::Be,
            Class::Have,
            Class::Who,
            Class::According,
            Class::Directive,
            Class::Arrest,
            Class::Pay,
        ]))
    {
        start -= 1;
    }
    start..at + 1
}

/// Where the owner of a role starts: `the sheriff's office`, `its secretary`.
pub(super) fn owner(doc: &Doc, phrase: &Range<usize>) -> Option<usize> {
    let mark = phrase.start.checked_sub(1)?;
    if !doc.is(mark, Class::Possessive) {
        return None;
    }
    if doc.word(mark) != "'s" {
        return Some(phrase.start);
    }
    mark.checked_sub(1)
}

/// The body that a role belongs to: `a spokeswoman for the Harbour Police`, `un agente de la Policía`.
pub(super) fn complement(doc: &Doc, names: &Names, end: usize) -> Option<usize> {
    let joins = end < doc.tokens.len()
        && (doc.is(end, Class::Of)
            || doc.is(end, Class::For)
            || doc.is(end, Class::With)
            || matches!(doc.word(end), "at" | "from" | "del"));
    let mut at = end + 1;
    while joins && at < doc.tokens.len() && at < end + 3 && doc.is(at, Class::Det) {
        at += 1;
    }
    let first = names.mentions.partition_point(|name| name.full.start < at);
    let name = names.mentions.get(first).filter(|_| joins)?;
    (name.full.start == at && name.kind == NameKind::Org).then_some(first)
}

/// A person or organisation named right behind a role: `spokeswoman Jane Doe`, `su portavoz, Jane Doe`.
pub(super) fn named_beside(doc: &Doc, names: &Names, end: usize) -> Option<usize> {
    let mut at = end;
    if at < doc.tokens.len() && (doc.is(at, Class::Of) || doc.word(at) == "del") {
        // `the head of the night ward, Jane Doe`
        at += 1;
        while at < doc.tokens.len()
            && at < end + COMPLEMENT
            && doc.tokens[at].kind == TokenKind::Word
            && !doc.is(at, Class::Say)
        {
            at += 1;
        }
        if doc.tokens.get(at).is_none_or(|_| doc.word(at) != ",") {
            at = end;
        }
    }
    // `el jefe policial Juan Pérez`
    let kind = doc.tokens.get(at).is_some_and(|token| {
        token.kind == TokenKind::Word
            && token.case == Case::Lower
            && !token.classes.any(NO_KIND)
            && names.at(at).is_none()
    });
    if kind
        && names
            .at(at + 1)
            .is_some_and(|name| name.kind == NameKind::Person && name.full.start == at + 1)
    {
        return Some(at + 1);
    }
    let comma = at < doc.tokens.len() && doc.word(at) == ",";
    at += usize::from(comma);
    while comma
        && at < doc.tokens.len()
        && names.at(at).is_none()
        && (doc.is(at, Class::Det) || doc.is(at, Class::Title))
    {
        at += 1;
    }
    let name = names.at(at)?;
    (name.full.start == at
        && matches!(name.kind, NameKind::Person | NameKind::Other)
        && doc.tokens[at].is_capital())
    .then_some(at)
}

/// Words that say nothing of what kind a post is.
const NO_KIND: Classes = Classes::of(&[
    Class::Prep,
    Class::Conj,
    Class::That,
    Class::Who,
    Class::Say,
    Class::Be,
    Class::Have,
    Class::Det,
    Class::Pronoun,
]);
/// Words of a role's complement at most.
const COMPLEMENT: usize = 8;

pub(super) fn head_hash(doc: &Doc, at: usize) -> u64 {
    let word = doc.word(at);
    word_hash(
        word.strip_suffix('s')
            .filter(|stem| stem.len() > 3)
            .unwrap_or(word),
    )
}

pub(super) fn is_police(word: u64) -> bool {
    is_listed(word, Class::Police)
}

pub(super) fn is_government(word: u64) -> bool {
    is_listed(word, Class::Government)
}
