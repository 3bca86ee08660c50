//! Street addresses in English, and addresses that words announce.

use std::sync::LazyLock;

use model::ExposureKind;

use super::runs::{PLACES, is_joint};
use super::{Found, bytes, calle};
use crate::extract::vocabulary::Vocabulary;
use crate::extract::walk::{glued, kind, next, word};
use crate::text::{Case, Class, Classes, Doc, TokenKind};

/// Kinds of street; the second part may also be another word, and needs a capital letter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Sure,
    Capital,
}

static WAYS: LazyLock<Vocabulary<Way>> = LazyLock::new(|| {
    Vocabulary::new(&[
        ("street avenue boulevard ave blvd rd road lane", Way::Sure),
        (
            "st drive dr ln court ct place pl way terrace square sq highway hwy parkway pkwy circle cir close crescent row walk mews \
             gardens grove hill hills plaza trail alley loop quay wharf pike bypass freeway turnpike view heights park crossing ridge path",
            Way::Capital,
        ),
    ])
});

pub(super) static UNITS: LazyLock<Vocabulary<()>> = LazyLock::new(|| {
    Vocabulary::new(&[(
        "apt apartment suite ste unit flat floor fl room rm # apto building bldg",
        (),
    )])
});

pub(super) const FUNCTION: Classes = Classes::of(&[
    Class::Prep,
    Class::Conj,
    Class::Pronoun,
    Class::Be,
    Class::Have,
    Class::Aux,
    Class::Modal,
    Class::Det,
]);

/// `1420 Elm Street, Apt 4`: a house number, a name, a kind of street.
pub(super) fn numbered(doc: &Doc, at: usize) -> Option<Found> {
    if !is_house_number(doc, at) {
        return None;
    }
    let mut capitals = 0;
    let mut lower = 0;
    for end in at + 1..at + 6 {
        let token = doc.tokens.get(end)?;
        if let Some(way) = WAYS
            .get(token)
            .filter(|_| end > at + 1 && token.kind == TokenKind::Word && !is_other(doc, at, end))
        {
            let capital = token.is_capital();
            let sure = way == Way::Sure && lower + capitals > 0;
            // a further kind of street may follow: "Park Avenue"
            let goes_on = doc
                .tokens
                .get(end + 1)
                .is_some_and(|after| WAYS.get(after) == Some(Way::Sure));
            if !goes_on
                && (capitals > 0 && lower == 0 && (capital || sure)
                    || sure && lower <= 2 && plain(doc, at + 1..end) && doc.raw(at).len() >= 2)
            {
                return Some((ExposureKind::Address, bytes(doc, at..rest(doc, end + 1))));
            }
        }
        match token.kind {
            TokenKind::Word if token.is_capital() => capitals += 1,
            TokenKind::Mixed if is_ordinal(word(doc, end)) => capitals += 1,
            TokenKind::Word if token.case == Case::Lower && !token.classes.any(FUNCTION) => {
                lower += 1
            }
            TokenKind::Punct
                if word(doc, end) == "." && glued(doc, end) && doc.raw(end - 1).len() <= 3 => {}
            _ => return None,
        }
    }
    None
}

/// `935 69 Gordon Terrace`: a number of the flat or lot in front of that of the house.
pub(super) fn twice_numbered(doc: &Doc, at: usize) -> Option<Found> {
    let plain = doc.raw(at).len() <= 5 && doc.raw(at).bytes().all(|b| b.is_ascii_digit());
    if !plain || kind(doc, at + 1) != Some(TokenKind::Number) || !doc.tokens[at + 1].gap {
        return None;
    }
    let (kind, span) = numbered(doc, at + 1)?;
    Some((kind, doc.tokens[at].start as usize..span.end))
}

/// `2-way street`, `1989 Central Park`, `6 Dr Smith`, `the 2064 Supreme Court`: no address.
fn is_other(doc: &Doc, number: usize, way: usize) -> bool {
    let before = word(doc, way - 1);
    let text = word(doc, way);
    let titled = text == "dr"
        && doc
            .tokens
            .get(way + 1)
            .is_some_and(|token| token.is_capital());
    let court = text == "court"
        && matches!(
            before,
            "supreme"
                | "high"
                | "district"
                | "superior"
                | "circuit"
                | "county"
                | "federal"
                | "appeals"
                | "crown"
        );
    let yearly = is_year(doc, number)
        && matches!(
            text,
            "park"
                | "court"
                | "hill"
                | "hills"
                | "square"
                | "place"
                | "view"
                | "walk"
                | "path"
                | "way"
                | "highway"
        );
    titled || court || yearly || way == number + 2 && before == "way"
}

/// Lower-case names of streets hold no words of other kinds.
fn plain(doc: &Doc, words: std::ops::Range<usize>) -> bool {
    words.into_iter().all(|at| {
        let token = &doc.tokens[at];
        token.kind == TokenKind::Mixed && is_ordinal(word(doc, at))
            || token.kind == TokenKind::Word
                && word(doc, at).len() >= 3
                && !token.classes.any(FUNCTION.or(Classes::of(&[
                    Class::DateUnit,
                    Class::NumberWord,
                    Class::Multiplier,
                    Class::CurrencyWord,
                    Class::Person,
                ])))
                && !matches!(
                    word(doc, at),
                    "way"
                        | "mile"
                        | "miles"
                        | "block"
                        | "blocks"
                        | "foot"
                        | "lane"
                        | "more"
                        | "wall"
                        | "sided"
                        | "high"
                )
    })
}

fn is_ordinal(text: &str) -> bool {
    ["st", "nd", "rd", "th"].iter().any(|ending| {
        text.strip_suffix(ending)
            .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
    })
}

fn is_house_number(doc: &Doc, at: usize) -> bool {
    let raw = doc.raw(at);
    let digits = raw.bytes().take_while(u8::is_ascii_digit).count();
    let suffix = &raw[digits..];
    let shaped = (1..=6).contains(&digits)
        && (suffix.is_empty()
            || suffix.len() == 1 && suffix.bytes().all(|b| b.is_ascii_alphabetic()))
        && !matches!(raw, "2D" | "3D" | "4D" | "4K" | "2d" | "3d" | "4k");
    let glued_before = at > 0
        && glued(doc, at)
        && !matches!(
            word(doc, at - 1),
            "(" | "-" | "\"" | "“" | ">" | ":" | "," | "#"
        );
    shaped
        && !glued_before
        && doc
            .tokens
            .get(at + 1)
            .is_some_and(|token| token.gap && token.kind != TokenKind::Break)
}

/// Takes in a flat, a town and a postal code after a street.
pub(super) fn rest(doc: &Doc, mut end: usize) -> usize {
    let short = doc.tokens[end - 1].kind == TokenKind::Word && doc.raw(end - 1).len() <= 4;
    if word(doc, end) == "." && glued(doc, end) && short {
        let sentence = doc.tokens.get(end + 1).is_none_or(|token| {
            token.kind == TokenKind::Break || token.is_capital() && UNITS.get(token).is_none()
        });
        end += usize::from(!sentence);
    }
    if matches!(
        word(doc, end),
        "n" | "s" | "e" | "w" | "ne" | "nw" | "se" | "sw" | "north" | "south" | "east" | "west"
    ) && doc.tokens[end].is_capital()
    {
        end += 1;
    }
    let unit = unit_after(doc, end);
    if doc.tokens.get(unit).is_some_and(|token| UNITS.has(token)) {
        let mut number = unit + 1;
        number += usize::from(matches!(word(doc, number), "." | "#"));
        let numbered = doc.tokens.get(number).is_some_and(|token| {
            matches!(token.kind, TokenKind::Number | TokenKind::Mixed)
                || token.is_capital() && token.end - token.start == 1
        });
        if numbered {
            end = number + 1;
        }
    }
    town(doc, end).unwrap_or(end)
}

/// The token after a comma, an end of line and marks of quoting.
fn unit_after(doc: &Doc, at: usize) -> usize {
    let mut unit = if word(doc, at) == "," {
        next(doc, at)
    } else {
        next(doc, at - 1)
    };
    while unit > at && matches!(word(doc, unit), ">" | "?" | "|" | "*") {
        unit += 1;
    }
    unit
}

/// `, Springfield, IL 62704`, `⏎ Lyon⏎ France`: only with a postal code or a place that is listed.
fn town(doc: &Doc, end: usize) -> Option<usize> {
    const REACH: usize = 16;
    let mut found = None;
    let mut names = 0;
    for at in end..doc.tokens.len().min(end + REACH) {
        let token = &doc.tokens[at];
        let text = word(doc, at);
        match token.kind {
            TokenKind::Word if token.is_capital() && !token.classes.any(FUNCTION) => {
                names += 1;
                if PLACES.has(token) {
                    found = Some(at + 1);
                }
            }
            TokenKind::Punct if matches!(text, "," | "-" | ">" | "?" | "|") => {}
            TokenKind::Break if !token.blank => {}
            TokenKind::Number | TokenKind::Mixed if names > 0 && is_code(doc, at) => {
                found = Some(at + 1);
            }
            _ => break,
        }
    }
    found
}

/// `62704`, `4017`, `SW1A`, `2AA`: part of a postal code.
fn is_code(doc: &Doc, at: usize) -> bool {
    let raw = doc.raw(at);
    match doc.tokens[at].kind {
        TokenKind::Number => {
            (4..=6).contains(&raw.len())
                && raw.bytes().all(|b| b.is_ascii_digit())
                && !is_year(doc, at)
        }
        _ => {
            raw.len() <= 4
                && raw
                    .bytes()
                    .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        }
    }
}

/// `P.O. Box 123`.
pub(super) fn post_box(doc: &Doc, at: usize) -> Option<Found> {
    let start = at;
    let number = match word(doc, at) {
        "box" => {
            let before = at.checked_sub(1)?;
            let start = match word(doc, before) {
                "p.o." | "po" => before,
                "." if before >= 3 && word(doc, before - 1) == "o" => before - 3,
                _ => return None,
            };
            return (kind(doc, at + 1) == Some(TokenKind::Number))
                .then(|| (ExposureKind::Address, bytes(doc, start..at + 2)));
        }
        "apartado" | "apdo" => {
            let mut number = at + 1;
            while number < at + 6
                && matches!(
                    word(doc, number),
                    "." | "de" | "correos" | "postal" | "no" | "num"
                )
            {
                number += 1;
            }
            number
        }
        _ => return None,
    };
    (kind(doc, number) == Some(TokenKind::Number) && doc.raw(number).len() <= 6)
        .then(|| (ExposureKind::Address, bytes(doc, start..number + 1)))
}

/// `1200 Broadway Apt 4`, `Via Orti 71⏎> Suite 8`: a name and a number in front of a flat. `at` is the `Apt`.
pub(super) fn before_unit(doc: &Doc, at: usize) -> Option<Found> {
    const REACH: usize = 10;
    let number = at + 1 + usize::from(word(doc, at + 1) == ".");
    if !doc.tokens[at].is_capital() || !matches!(kind(doc, number), Some(TokenKind::Number)) {
        return None;
    }
    let mut start = line_before(doc, at);
    let last = start;
    let (mut names, mut numbers, mut small) = (0, 0, 0);
    while start > 0 && start + REACH > last {
        let token = &doc.tokens[start - 1];
        let part = match token.kind {
            TokenKind::Word if token.is_capital() => !token.classes.any(FUNCTION),
            TokenKind::Word => {
                let joint = is_joint(token) || numbers > 0 && !token.classes.any(FUNCTION);
                small += usize::from(!is_joint(token));
                joint && small <= 2
            }
            TokenKind::Number => doc.raw(start - 1).len() <= 5,
            TokenKind::Mixed => names == 0 && doc.raw(start - 1).len() <= 5,
            _ => {
                word(doc, start - 1) == "," && start == last
                    || word(doc, start - 1) == "."
                        && start > 1
                        && glued(doc, start - 1)
                        && doc.raw(start - 2).len() <= 4
            }
        };
        if !part {
            break;
        }
        names += usize::from(token.is_capital());
        numbers += usize::from(matches!(token.kind, TokenKind::Number | TokenKind::Mixed));
        start -= 1;
    }
    while start < last
        && !doc.tokens[start].is_capital()
        && doc.tokens[start].kind != TokenKind::Number
    {
        start += 1;
    }
    (names > 0 && numbers > 0).then(|| {
        let span = bytes(doc, start..rest(doc, number + 1));
        (ExposureKind::Address, span)
    })
}

/// One past the end of the line before, over marks of quoting, where a token opens its line; else the token.
fn line_before(doc: &Doc, at: usize) -> usize {
    let mut start = at;
    while start > 0 && matches!(word(doc, start - 1), ">" | "?" | "|" | "*") {
        start -= 1;
    }
    match start.checked_sub(1).map(|before| &doc.tokens[before]) {
        Some(before) if before.kind == TokenKind::Break && !before.blank => start - 1,
        _ => at,
    }
}

/// `PSC 12, Box 345, APO AA 12345`: a military address. `at` is the `APO`.
pub(super) fn military(doc: &Doc, at: usize) -> Option<Found> {
    let theatre = matches!(word(doc, at + 1), "aa" | "ae" | "ap");
    let code = kind(doc, at + 2) == Some(TokenKind::Number) && doc.raw(at + 2).len() == 5;
    if !theatre || !code || doc.tokens[at].case != Case::Upper {
        return None;
    }
    let mut start = at;
    while start > 0 && start + 9 > at {
        let token = &doc.tokens[start - 1];
        let part = match token.kind {
            TokenKind::Word => token.is_capital(),
            TokenKind::Number => true,
            TokenKind::Break => !token.blank,
            _ => word(doc, start - 1) == ",",
        };
        if !part {
            break;
        }
        start -= 1;
    }
    while start < at
        && !matches!(
            word(doc, start),
            "psc" | "unit" | "cmr" | "uss" | "usns" | "usnv"
        )
    {
        start += 1;
    }
    Some((ExposureKind::Address, bytes(doc, start..at + 3)))
}

/// `lives at 12 Elm`, `address: Hauptweg 41`: a name with a house number, because words say so.
pub(super) fn announced(doc: &Doc, at: usize) -> Option<Found> {
    let mut start = next(doc, at);
    let mut led = false;
    for _ in 0..3 {
        match word(doc, start) {
            "is" | "es" | ":" | "at" | "en" => {
                led |= true;
                start = next(doc, start);
            }
            _ => break,
        }
    }
    if !led || start >= doc.tokens.len() {
        return None;
    }
    if let Some(found) = calle::street(doc, start) {
        return Some(found);
    }
    if let Some(found) = numbered(doc, start) {
        return Some(found);
    }
    if matches!(word(doc, at), "domicilio" | "direccion" | "residencia")
        && let Some(found) = calle::told(doc, start)
    {
        return Some(found);
    }
    // "12 Elm", "Hauptweg 41"
    let number = |at: usize| {
        matches!(kind(doc, at), Some(TokenKind::Number))
            && doc.raw(at).len() <= 5
            && doc.raw(at).bytes().all(|b| b.is_ascii_digit())
    };
    let mut end = start + usize::from(number(start));
    let first = end;
    while end < first + 4
        && doc
            .tokens
            .get(end)
            .is_some_and(|token| token.is_capital() && !token.classes.any(FUNCTION))
    {
        end += 1;
    }
    let named = end > first;
    let numbered = first > start && !is_year(doc, start) || number(end) && !is_year(doc, end);
    end += usize::from(number(end) && named);
    (named && numbered && !doc.classes(start).has(Class::Month))
        .then(|| (ExposureKind::Address, bytes(doc, start..rest(doc, end))))
}

/// A number that reads as a year.
pub(super) fn is_year(doc: &Doc, at: usize) -> bool {
    let raw = doc.raw(at);
    raw.len() == 4 && (raw.starts_with("19") || raw.starts_with("20"))
}
