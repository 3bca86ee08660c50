//! Street addresses as they are written on the European continent, and corners of two streets.

use model::ExposureKind;

use super::address::{FUNCTION, UNITS, is_year, rest};
use super::runs::is_joint;
use super::{Found, bytes};
use crate::extract::walk::{glued, kind, next, word};
use crate::text::{Class, Classes, Doc, TokenKind};

/// Ends of the names of streets, folded, that are one word with the name.
const ENDINGS: &[&str] = &[
    "strasse", "straße", "gasse", "platz", "allee", "weg", "straat", "laan", "plein", "gracht",
    "vej", "gade", "straede", "stræde", "vagen", "gatan", "veien", "vegen", "gata", "katu", "kuja",
    "tie", "braut", "stræti", "straeti", "utca",
];

/// Words in front of the names of streets.
const HEADS: &[&str] = &[
    "rue", "via", "viale", "piazza", "ulica", "ul", "chemin", "avenue", "quai", "corso", "vicolo",
];

/// Words for a name at most.
const LONGEST: usize = 6;

const CALENDAR: Classes = Classes::of(&[Class::Month, Class::Weekday]);

/// `Hauptstrasse 12`, `Via delle Orti 41`, `ul. Nowa 10`. `at` is the first word.
pub(super) fn street(doc: &Doc, at: usize) -> Option<Found> {
    let text = word(doc, at);
    let ends = ENDINGS
        .iter()
        .any(|ending| text.len() >= ending.len() + 3 && text.ends_with(ending));
    if ends && doc.tokens[at].is_capital() && is_house(doc, at + 1) {
        return Some(address(doc, at, at + 2));
    }
    if !HEADS.contains(&text) {
        return None;
    }
    let first = at + 1 + usize::from(word(doc, at + 1) == "." && glued(doc, at + 1));
    let end = name(doc, first)?;
    is_house(doc, end).then(|| address(doc, at, end + 1))
}

/// `12 rue de la Paix`, `28245 Brunnweg 82 Apt. 5`, and, where words lead to it, `56 Brunnveien 31, Arnsdorf`. `at` is the number.
pub(super) fn numbered(doc: &Doc, at: usize) -> Option<Found> {
    let raw = doc.raw(at);
    if raw.len() > 5 || !raw.bytes().all(|b| b.is_ascii_digit()) || !doc.tokens.get(at + 1)?.gap {
        return None;
    }
    let headed = HEADS.contains(&word(doc, at + 1));
    let first = at + 1 + usize::from(headed);
    let end = name(doc, first + usize::from(headed && word(doc, first) == "."))?;
    if headed {
        return Some(address(doc, at, end + usize::from(is_house(doc, end))));
    }
    let plain = !is_year(doc, at) && !(first..end).any(|at| doc.classes(at).any(CALENDAR));
    if !plain || !is_house(doc, end) || is_year(doc, end) {
        return None;
    }
    let unit = next(doc, end);
    let housed = doc.tokens.get(unit).is_some_and(|token| UNITS.has(token));
    let closed = doc.tokens.get(end + 1).is_none_or(|token| {
        token.kind == TokenKind::Break || matches!(word(doc, end + 1), "," | ".")
    });
    (housed || closed && is_led(doc, at)).then(|| address(doc, at, end + 1))
}

/// `corner of Elm and 5th`, `esquina de Mayor con Luna`. `at` is the corner.
pub(super) fn corner(doc: &Doc, at: usize) -> Option<Found> {
    if !matches!(word(doc, at + 1), "of" | "de") {
        return None;
    }
    let one = crossing(doc, at + 2)?;
    if !matches!(word(doc, one), "and" | "y" | "con" | "&" | "with") {
        return None;
    }
    let other = crossing(doc, one + 1)?;
    Some((ExposureKind::Address, bytes(doc, at..other)))
}

/// One past the name of a street, with the numbers beside it.
fn crossing(doc: &Doc, at: usize) -> Option<usize> {
    let first = at + usize::from(kind(doc, at) == Some(TokenKind::Number));
    if kind(doc, first) == Some(TokenKind::Mixed) {
        let named = doc
            .tokens
            .get(first + 1)
            .is_some_and(|token| token.is_capital());
        return Some(first + 1 + usize::from(named));
    }
    let end = name(doc, first)?;
    Some(end + usize::from(is_house(doc, end)))
}

/// One past a name of capitalised words and the small ones between them.
fn name(doc: &Doc, start: usize) -> Option<usize> {
    let mut end = start;
    let mut last = start;
    while end < start + LONGEST {
        let Some(token) = doc.tokens.get(end) else {
            break;
        };
        let capital =
            token.kind == TokenKind::Word && token.is_capital() && !token.classes.any(FUNCTION);
        let joint = token.kind == TokenKind::Word
            && (is_joint(token) || matches!(word(doc, end), "des" | "delle" | "dei"));
        // `Trenerys gate 32`
        let small = end > start
            && kind(doc, end + 1) == Some(TokenKind::Number)
            && token.kind == TokenKind::Word
            && !token.classes.any(FUNCTION)
            && token.classes.is_empty();
        let unit = UNITS.has(token);
        if !(capital || joint || small) || unit {
            break;
        }
        end += 1;
        if capital || small {
            last = end;
        }
    }
    (last > start).then_some(last)
}

fn is_house(doc: &Doc, at: usize) -> bool {
    let digits = doc
        .tokens
        .get(at)
        .filter(|token| matches!(token.kind, TokenKind::Number | TokenKind::Mixed) && token.gap);
    digits.is_some_and(|_| {
        let raw = doc.raw(at);
        let figures = raw.bytes().take_while(u8::is_ascii_digit).count();
        (1..=4).contains(&figures) && raw.len() <= figures + 1 && !raw.ends_with('%')
    })
}

/// `at`, `sent to`, `it is`, a colon, or the start of a line.
fn is_led(doc: &Doc, at: usize) -> bool {
    at == 0
        || doc.tokens[at - 1].kind == TokenKind::Break
        || matches!(
            word(doc, at - 1),
            "at" | "to" | "in" | "is" | "from" | ":" | "?" | "en" | "a" | "es"
        )
}

fn address(doc: &Doc, start: usize, end: usize) -> Found {
    (ExposureKind::Address, bytes(doc, start..rest(doc, end)))
}
