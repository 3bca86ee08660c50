//! What a name is the name of, by its own words and by those around it.

use std::ops::Range;

use crate::reading::Lang;
use crate::text::{Case, Class, Classes, Doc, TokenKind};

use super::{NameKind, PLAIN, TITLED};

pub(super) fn kind_of(doc: &Doc, full: &Range<usize>, tokens: &Range<usize>) -> NameKind {
    let has = |range: &Range<usize>, class: Class| range.clone().any(|i| doc.is(i, class));
    let upper = full.len() == 1 && doc.tokens[full.start].case == Case::Upper;
    let titled = full.start < tokens.start || precedes_role(doc, full.start);
    let first_name = doc.is(tokens.start, Class::FirstName);
    let words = tokens
        .clone()
        .filter(|&i| doc.tokens[i].kind == TokenKind::Word)
        .count();
    if is_country(doc, full) {
        NameKind::Place
    } else if words > 1 && has(tokens, Class::Group) && !has(tokens, Class::OrgHead) {
        NameKind::Other
    } else if first_name
        && words >= 2
        && !tokens
            .clone()
            .any(|i| doc.is(i, Class::OrgHead) && doc.word(i) != "cruz")
        && !has(tokens, Class::PlaceHead)
    {
        NameKind::Person
    } else if is_outlet(doc, full) {
        NameKind::Outlet
    } else if has(full, Class::OrgHead) && (!titled || has(tokens, Class::OrgHead)) {
        NameKind::Org
    } else if has(full, Class::PlaceHead) && !titled {
        NameKind::Place
    } else if upper && !titled {
        NameKind::Org
    } else if titled || age_follows(doc, full.end) {
        NameKind::Person
    } else {
        NameKind::Other
    }
}

/// A kind that only the words around suggest; a longer form elsewhere in the text may know better.
pub(super) fn hint_of(doc: &Doc, full: &Range<usize>) -> Option<NameKind> {
    let words = full
        .clone()
        .filter(|&i| doc.tokens[i].kind == TokenKind::Word)
        .count();
    if full.clone().any(|i| doc.is(i, Class::Group)) {
        return None;
    }
    let locative = full.start > 0
        && (doc.is(full.start - 1, Class::In)
            || doc.is(full.start - 1, Class::Det)
                && full.start > 1
                && doc.is(full.start - 2, Class::In));
    // `barrio San Telmo`, `la vereda Quebrada Honda`
    let behind_place = doc.lang == Lang::Es
        && full.start > 0
        && doc.is(full.start - 1, Class::PlaceHead)
        && doc.tokens[full.start - 1].case == Case::Lower;
    let locative = locative || behind_place;
    let named_place = doc.is(full.end, Class::PlaceHead)
        && doc.tokens[full.end].case == Case::Lower
        && words <= 2;
    if !locative && is_apposed(doc, full) {
        Some(NameKind::Person)
    } else if locative || named_place {
        Some(NameKind::Place)
    } else if words <= 3 && (says(doc, full) || words > 1 && followed_by_act(doc, full.end))
        || looks_like_person(doc, full)
    {
        Some(NameKind::Person)
    } else {
        None
    }
}

/// `el presidente del Tribunal, Juan Pérez`, `the union's secretary, Jane Doe`: who holds the post just told of.
fn is_apposed(doc: &Doc, full: &Range<usize>) -> bool {
    const POST: Classes = Classes::of(&[Class::Spokesperson, Class::Leader]);
    const REACH: usize = 10;
    let words = full.clone().all(|i| doc.tokens[i].is_capital());
    let Some(comma) = full.start.checked_sub(1).filter(|&i| doc.word(i) == ",") else {
        return false;
    };
    let before = (comma.saturating_sub(REACH)..comma)
        .rev()
        .take_while(|&i| doc.tokens[i].kind == TokenKind::Word && !doc.is(i, Class::Say));
    words && (2..=4).contains(&full.len()) && before.into_iter().any(|i| doc.classes(i).any(POST))
}

/// Two capitalised words without article, or behind the Spanish personal `a`.
pub(super) fn looks_like_person(doc: &Doc, full: &Range<usize>) -> bool {
    let title = full.clone().all(|i| {
        matches!(doc.tokens[i].case, Case::Title | Case::Mixed)
            || doc.tokens[i].kind == TokenKind::Punct
    });
    let personal = full.start > 0 && doc.word(full.start - 1) == "a" && doc.lang == Lang::Es;
    let article = full.start > 0 && doc.is(full.start - 1, Class::Det);
    if full.start > 1 && doc.word(full.start - 1) == "," && doc.tokens[full.start - 2].is_capital()
    {
        return false;
    }
    let words = full
        .clone()
        .filter(|&i| doc.tokens[i].kind == TokenKind::Word)
        .count();
    title
        && !article
        && (words == 2 || personal && words <= 3)
        && full
            .clone()
            .all(|i| doc.classes(i).is_empty() || doc.is(i, Class::FirstName))
}

pub(super) fn is_country(doc: &Doc, full: &Range<usize>) -> bool {
    doc.is(full.start, Class::Country)
        && (full.len() == 1
            || full.len() == 2
                && matches!(
                    doc.word(full.start + 1),
                    "states" | "kingdom" | "unidos" | "salvador"
                ))
}

/// An outlet's word, with at least one other word or an article before it.
pub(super) fn is_outlet(doc: &Doc, full: &Range<usize>) -> bool {
    let words = full
        .clone()
        .filter(|&i| doc.tokens[i].kind == TokenKind::Word)
        .count();
    let has = full
        .clone()
        .any(|i| doc.is(i, Class::Outlet) && !doc.is(i, Class::FirstName));
    let article =
        full.start > 0 && matches!(doc.word(full.start - 1), "the" | "el" | "la" | "this");
    let other_head = full
        .clone()
        .any(|i| doc.is(i, Class::OrgHead) && !doc.is(i, Class::Outlet));
    // `Nota de prensa 61`, `Boletín de prensa`: a kind of paper, no paper's name
    let release =
        doc.is(full.start, Class::Statement) && full.len() > 2 && doc.is(full.start + 1, Class::Of);
    has && !other_head && !release && (words > 1 || article)
}

/// `radio journalist X`, `la magistrada X`: a role in small letters right before the name.
pub(super) fn precedes_role(doc: &Doc, start: usize) -> bool {
    (1..=2).any(|back| {
        start >= back
            && doc.classes(start - back).any(TITLED)
            && doc.tokens[start - back].case == Case::Lower
            && (back == 1
                || doc.tokens[start - 1].kind == TokenKind::Word
                    && !doc.classes(start - 1).any(PLAIN))
    }) || start >= 1
        && (doc.is(start - 1, Class::Family)
            || doc.is(start - 1, Class::Person)
            || doc.is(start - 1, Class::Perpetrator))
}

/// `, 38,` · `(29)` · `de 61 años`
pub(super) fn age_follows(doc: &Doc, end: usize) -> bool {
    let number = |i: usize| {
        doc.tokens
            .get(i)
            .is_some_and(|t| t.kind == TokenKind::Number && t.end - t.start == 2)
    };
    matches!(doc.tokens.get(end).map(|_| doc.word(end)), Some("," | "("))
        && (number(end + 1)
            || end + 2 < doc.tokens.len() && doc.word(end + 1) == "de" && number(end + 2))
}

pub(super) fn says(doc: &Doc, full: &Range<usize>) -> bool {
    let before = full.start > 0
        && (doc.is(full.start - 1, Class::Say) && !doc.is(full.start - 1, Class::That));
    before
        || doc.is(full.end, Class::Say)
        || doc.is(full.end + 1, Class::Say) && doc.is(full.end, Class::Have)
}

pub(super) fn followed_by_act(doc: &Doc, end: usize) -> bool {
    const VERBS: Classes = Classes::of(&[Class::Be, Class::Have, Class::Say, Class::Who]);
    doc.classes(end).any(VERBS) || doc.tokens.get(end).is_some_and(|_| doc.word(end) == "'s")
}

/// `Policía Autónoma`, `Secretaría de Obras`: the body, not somebody of it, unless a first name follows.
pub(super) fn is_body(doc: &Doc, full: &Range<usize>) -> bool {
    let heads = |i: usize| {
        doc.is(i, Class::OrgHead)
            && (doc.raw(i).to_lowercase().ends_with("ía")
                || i + 1 < full.end && is_corps(doc.word(i + 1)))
    };
    full.clone().find(|&i| heads(i)).is_some_and(|head| {
        head + 1 < full.end && !(head + 1..full.end).any(|i| doc.is(i, Class::FirstName))
    })
}

/// `Guardia Civil`, `Guardia Costera`: what kind of force it is.
fn is_corps(word: &str) -> bool {
    matches!(
        word,
        "civil"
            | "estatal"
            | "foral"
            | "nacional"
            | "urbana"
            | "costera"
            | "municipal"
            | "metropolitana"
            | "rural"
    )
}
