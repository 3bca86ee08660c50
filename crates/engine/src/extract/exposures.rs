//! Personal data that a text exposes.

mod abroad;
mod address;
mod beside;
mod calle;
mod context;
mod digits;
mod identity;
mod labelled;
mod national;
mod net;
mod person;
mod place;
mod runs;

use std::ops::Range;

use model::ExposureKind;

use self::context::Cue;
use super::dates;
use super::names::Names;
use super::walk::{kind, next, word};
use crate::reading::Exposure;
use crate::text::{Doc, TokenKind};

/// A stretch of bytes and what it exposes.
type Found = (ExposureKind, Range<usize>);

/// The personal data and the named persons and places in a text, in order and apart from one another. Offsets count code points.
/// Takes time linear in the length of the text.
#[must_use]
pub fn exposures(doc: &Doc, names: &Names) -> Vec<Exposure> {
    let data = data(doc);
    let persons = apart(
        &data,
        person::persons(doc, names),
        ExposureKind::Person,
        doc,
    );
    let known = merged(data, persons);
    let places = apart(
        &known,
        place::places(doc, names),
        ExposureKind::Location,
        doc,
    );
    merged(known, places)
        .into_iter()
        .map(|(kind, bytes)| Exposure {
            kind,
            start: doc.points.at(doc.text, bytes.start),
            end: doc.points.at(doc.text, bytes.end),
        })
        .collect()
}

/// Names, or what stands of them in front of what was found before. Both are in order.
fn apart(known: &[Found], names: Vec<Range<usize>>, kind: ExposureKind, doc: &Doc) -> Vec<Found> {
    let mut at = 0;
    let mut free = Vec::new();
    for mut tokens in names {
        let start = doc.tokens[tokens.start].start as usize;
        while known.get(at).is_some_and(|(_, bytes)| bytes.end <= start) {
            at += 1;
        }
        let limit = known.get(at).map_or(usize::MAX, |(_, bytes)| bytes.start);
        while tokens.end > tokens.start && doc.tokens[tokens.end - 1].end as usize > limit {
            tokens.end -= 1;
        }
        if !tokens.is_empty() {
            free.push((kind, bytes(doc, tokens)));
        }
    }
    free
}

/// Two lists in order, as one.
fn merged(one: Vec<Found>, other: Vec<Found>) -> Vec<Found> {
    let mut all = one;
    all.extend(other);
    all.sort_by_key(|(_, bytes)| bytes.start);
    all
}

/// All personal data but names.
fn data(doc: &Doc) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut free_from = 0;
    let mut previous = None;
    for at in 0..doc.tokens.len() {
        if (doc.tokens[at].start as usize) < free_from {
            continue;
        }
        let Some((kind, bytes)) = read(doc, at, previous.as_ref()) else {
            continue;
        };
        if bytes.start < free_from || bytes.is_empty() {
            continue;
        }
        free_from = bytes.end;
        found.push((kind, bytes.clone()));
        previous = Some((kind, bytes));
    }
    found
}

/// What is exposed by words that start here, or that this word announces.
fn read(doc: &Doc, at: usize, previous: Option<&Found>) -> Option<Found> {
    let token = &doc.tokens[at];
    match token.kind {
        TokenKind::Email => Some((ExposureKind::Email, bytes(doc, at..at + 1))),
        TokenKind::Url => Some((ExposureKind::Url, bytes(doc, at..at + 1))),
        TokenKind::Handle => net::handle(doc, at),
        TokenKind::Number | TokenKind::Mixed => address::numbered(doc, at)
            .or_else(|| address::twice_numbered(doc, at))
            .or_else(|| abroad::numbered(doc, at))
            .or_else(|| calle::before_code(doc, at))
            .or_else(|| identity::coded(doc, at))
            .or_else(|| net::machine(doc, at))
            .or_else(|| digits::number(doc, at, previous)),
        TokenKind::Punct => match word(doc, at) {
            "+" | "(" => digits::number(doc, at, previous),
            _ => None,
        },
        TokenKind::Word => match context::cue(&doc.tokens[at]) {
            Some(Cue::Street) => calle::street(doc, at).or_else(|| abroad::street(doc, at)),
            Some(Cue::Flat) => address::before_unit(doc, at),
            Some(Cue::Military) => address::military(doc, at),
            Some(Cue::Unnumbered) => calle::unnumbered(doc, at),
            Some(Cue::Box) if !doc.raw(at).is_ascii() => calle::street(doc, at),
            Some(Cue::Box) => address::post_box(doc, at),
            Some(Cue::Home) => address::announced(doc, at),
            Some(Cue::Plate) => identity::plate(doc, at),
            Some(Cue::Identity) => labelled::number(doc, at),
            Some(Cue::Birth) => birth(doc, at),
            Some(Cue::Corner) => abroad::corner(doc, at),
            Some(Cue::Abroad) => abroad::street(doc, at),
            Some(Cue::Host) => net::bare_host(doc, at),
            None if token.end - token.start == 1 => identity::coded(doc, at),
            None if doc.text.as_bytes().get(token.end as usize) == Some(&b':') => {
                net::machine(doc, at)
            }
            None if token.is_capital() && kind(doc, at + 1) == Some(TokenKind::Number) => {
                abroad::street(doc, at)
            }
            None => None,
        },
        _ => None,
    }
}

/// The bytes of some tokens.
fn bytes(doc: &Doc, tokens: Range<usize>) -> Range<usize> {
    if tokens.is_empty() {
        return 0..0;
    }
    doc.tokens[tokens.start].start as usize..doc.tokens[tokens.end - 1].end as usize
}

/// `born on 3 May 1980`, `Fecha de nacimiento: 15/11/1964`: the date.
fn birth(doc: &Doc, at: usize) -> Option<Found> {
    let first = next(doc, at);
    let announces = match word(doc, at) {
        "date" => word(doc, first) == "of" && word(doc, next(doc, first)) == "birth",
        "fecha" => {
            word(doc, first) == "de" && word(doc, next(doc, first)).starts_with("nacimiento")
        }
        _ => true,
    };
    if !announces {
        return None;
    }
    let limit = doc.tokens.len().min(at + 16);
    let near = dates::first_written(doc, first..limit)?;
    let gap = near.start - at;
    (gap <= 8).then(|| (ExposureKind::DateOfBirth, bytes(doc, near)))
}

#[cfg(test)]
mod tests;
