//! Identity numbers, bank accounts and plates.

use model::ExposureKind;

use super::{Found, bytes, national};
use crate::extract::walk::{glued, kind, word};
use crate::text::{Case, Doc, TokenKind};

/// Numbers that prove themselves by their form: IBAN, DNI, NIE, CURP, RFC, US social security.
pub(super) fn coded(doc: &Doc, at: usize) -> Option<Found> {
    match kind(doc, at)? {
        TokenKind::Mixed => iban(doc, at).or_else(|| code(doc, at)),
        TokenKind::Number => social_security(doc, at)
            .or_else(|| parted_dni(doc, at))
            .or_else(|| national::parted(doc, at)),
        TokenKind::Word if doc.tokens[at].end - doc.tokens[at].start == 1 => parted_nie(doc, at),
        _ => None,
    }
}

/// IBAN lengths by country.
const IBANS: &[(&str, usize)] = &[
    ("AD", 24),
    ("AE", 23),
    ("AT", 20),
    ("BE", 16),
    ("BG", 22),
    ("BR", 29),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("DO", 28),
    ("EE", 20),
    ("ES", 24),
    ("FI", 18),
    ("FR", 27),
    ("GB", 22),
    ("GI", 23),
    ("GR", 27),
    ("GT", 28),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IS", 26),
    ("IT", 27),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MC", 27),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PL", 28),
    ("PT", 25),
    ("RO", 24),
    ("RS", 22),
    ("SA", 24),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("SV", 28),
    ("TR", 26),
    ("UA", 29),
    ("VA", 22),
];

fn iban(doc: &Doc, at: usize) -> Option<Found> {
    let start = doc.tokens[at].start as usize;
    let raw = &doc.text.as_bytes()[start..];
    let country = raw.get(..2)?;
    if !raw.get(2..4)?.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let &(_, length) = IBANS
        .iter()
        .find(|(code, _)| code.as_bytes().eq_ignore_ascii_case(country))?;
    let mut characters = Vec::with_capacity(length);
    let mut end = 0;
    while characters.len() < length {
        match raw.get(end)? {
            b' ' | b'-' if raw.get(end + 1).is_some_and(u8::is_ascii_alphanumeric) => {}
            byte if byte.is_ascii_alphanumeric() => characters.push(byte.to_ascii_uppercase()),
            _ => return None,
        }
        end += 1;
    }
    let over = doc.text[start + end..]
        .chars()
        .next()
        .is_some_and(char::is_alphanumeric);
    (!over && remainder_97(&characters) == 1).then(|| (ExposureKind::Iban, start..start + end))
}

/// The remainder by which an IBAN checks itself, its first four characters moved to the end.
fn remainder_97(characters: &[u8]) -> u32 {
    let (head, tail) = characters.split_at(4);
    tail.iter().chain(head).fold(0, |rest, &byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        _ => (rest * 100 + u32::from(byte - b'A') + 10) % 97,
    })
}

/// DNI, NIE, CURP and RFC in one piece.
fn code(doc: &Doc, at: usize) -> Option<Found> {
    let raw = doc.raw(at).as_bytes();
    let known = match raw.len() {
        9 => is_dni(raw) || is_nie(raw) || national::is_insurance(raw),
        13 => is_rfc(raw),
        18 => is_curp(raw),
        _ => false,
    };
    known.then(|| (ExposureKind::Id, bytes(doc, at..at + 1)))
}

fn check_letter(number: u32) -> u8 {
    b"TRWAGMYFPDXBNJZSQVHLCKE"[(number % 23) as usize]
}

fn value(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0u32, |sum, byte| {
        byte.is_ascii_digit()
            .then(|| sum * 10 + u32::from(byte - b'0'))
    })
}

fn is_dni(raw: &[u8]) -> bool {
    value(&raw[..8]).is_some_and(|number| check_letter(number) == raw[8].to_ascii_uppercase())
}

fn is_nie(raw: &[u8]) -> bool {
    let head = match raw[0].to_ascii_uppercase() {
        b'X' => 0,
        b'Y' => 10_000_000,
        b'Z' => 20_000_000,
        _ => return false,
    };
    value(&raw[1..8])
        .is_some_and(|number| check_letter(head + number) == raw[8].to_ascii_uppercase())
}

/// Month and day of a date of six digits.
fn has_birth_date(digits: &[u8]) -> bool {
    value(digits)
        .is_some_and(|date| matches!(date / 100 % 100, 1..=12) && matches!(date % 100, 1..=31))
}

fn is_curp(raw: &[u8]) -> bool {
    let upper = |range: std::ops::Range<usize>| raw[range].iter().all(u8::is_ascii_uppercase);
    upper(0..4)
        && has_birth_date(&raw[4..10])
        && matches!(raw[10], b'H' | b'M' | b'X')
        && upper(11..16)
        && raw[16].is_ascii_alphanumeric()
        && raw[17].is_ascii_digit()
}

fn is_rfc(raw: &[u8]) -> bool {
    raw[..4].iter().all(u8::is_ascii_uppercase)
        && has_birth_date(&raw[4..10])
        && raw[10..]
            .iter()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// `123-45-6789`.
fn social_security(doc: &Doc, at: usize) -> Option<Found> {
    let part = |at: usize, length: usize| {
        (kind(doc, at) == Some(TokenKind::Number))
            .then(|| word(doc, at))
            .filter(|text| text.len() == length)
            .and_then(|text| value(text.as_bytes()))
    };
    let dashes = (1..5).all(|step| glued(doc, at + step))
        && word(doc, at + 1) == "-"
        && word(doc, at + 3) == "-";
    let before = at > 0 && glued(doc, at) && matches!(word(doc, at - 1), "-" | ".");
    let after = glued(doc, at + 5)
        && matches!(
            kind(doc, at + 5),
            Some(TokenKind::Number | TokenKind::Word | TokenKind::Mixed)
        )
        || word(doc, at + 5) == "-";
    if !dashes || before || after {
        return None;
    }
    let (area, group, serial) = (part(at, 3)?, part(at + 2, 2)?, part(at + 4, 4)?);
    let issued = area != 0 && area != 666 && area < 900 && group != 0 && serial != 0;
    issued.then(|| (ExposureKind::Id, bytes(doc, at..at + 5)))
}

/// `12345678-Z`, `12.345.678 Z`.
fn parted_dni(doc: &Doc, at: usize) -> Option<Found> {
    let digits: Vec<u8> = word(doc, at).bytes().filter(u8::is_ascii_digit).collect();
    if digits.len() != 8 || doc.raw(at).contains(',') {
        return None;
    }
    let letter_at = if word(doc, at + 1) == "-" {
        at + 2
    } else {
        at + 1
    };
    let letter = doc
        .tokens
        .get(letter_at)
        .filter(|token| token.end - token.start == 1 && token.is_capital())?;
    let matches = value(&digits)
        .is_some_and(|number| check_letter(number) == doc.text.as_bytes()[letter.start as usize]);
    matches.then(|| (ExposureKind::Id, bytes(doc, at..letter_at + 1)))
}

/// `X-1234567-L`.
fn parted_nie(doc: &Doc, at: usize) -> Option<Found> {
    if !matches!(word(doc, at), "x" | "y" | "z") || word(doc, at + 1) != "-" {
        return None;
    }
    let (end, text) = match kind(doc, at + 2)? {
        TokenKind::Mixed => (at + 3, format!("{}{}", word(doc, at), word(doc, at + 2))),
        TokenKind::Number if word(doc, at + 3) == "-" => (
            at + 5,
            format!(
                "{}{}{}",
                word(doc, at),
                word(doc, at + 2),
                word(doc, at + 4)
            ),
        ),
        _ => return None,
    };
    (text.len() == 9 && is_nie(text.as_bytes())).then(|| (ExposureKind::Id, bytes(doc, at..end)))
}

/// `plates ABC-123-D`, `matrícula 1234 BBB`.
pub(super) fn plate(doc: &Doc, at: usize) -> Option<Found> {
    let limit = doc.tokens.len().min(at + 8);
    let start = (at + 1..limit)
        .take_while(|&at| doc.tokens[at].kind != TokenKind::Break)
        .find(|&at| {
            is_plate_part(doc, at)
                && (doc.tokens[at].kind != TokenKind::Word || plate_follows(doc, at))
        })?;
    let mut end = start + 1;
    while end < doc.tokens.len() && end < start + 5 {
        let hyphen = word(doc, end) == "-"
            && glued(doc, end)
            && end + 1 < doc.tokens.len()
            && glued(doc, end + 1)
            && is_plate_part(doc, end + 1);
        if hyphen {
            end += 2;
        } else if is_plate_part(doc, end) && doc.tokens[end - 1].kind != doc.tokens[end].kind {
            end += 1;
        } else {
            break;
        }
    }
    let text = doc.slice(start..end);
    let letters = text.chars().filter(char::is_ascii_uppercase).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    ((5..=8).contains(&(letters + digits)) && letters >= 1 && digits >= 2)
        .then(|| (ExposureKind::Plate, bytes(doc, start..end)))
}

fn is_plate_part(doc: &Doc, at: usize) -> bool {
    let raw = doc.raw(at);
    raw.len() <= 8
        && match doc.tokens[at].kind {
            TokenKind::Number => raw.bytes().all(|b| b.is_ascii_digit()),
            TokenKind::Mixed => raw
                .bytes()
                .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()),
            TokenKind::Word => {
                raw.len() <= 4
                    && raw.is_ascii()
                    && (doc.tokens[at].case == Case::Upper
                        || raw.len() == 1 && doc.tokens[at].is_capital())
            }
            _ => false,
        }
}

/// Letters alone open a plate only where figures come next.
fn plate_follows(doc: &Doc, at: usize) -> bool {
    let after = if word(doc, at + 1) == "-" {
        at + 2
    } else {
        at + 1
    };
    matches!(kind(doc, after), Some(TokenKind::Number | TokenKind::Mixed))
}
