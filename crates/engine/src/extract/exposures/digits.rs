//! Telephone and payment card numbers.

use std::ops::Range;

use model::ExposureKind;

use super::{Found, context};
use crate::extract::figures;
use crate::reading::Lang;
use crate::text::{Doc, TokenKind};

/// Longest run of digits that is looked at.
const MOST: usize = 19;

/// Digits in groups, as written in one line.
struct Run {
    bytes: Range<usize>,
    digits: [u8; MOST],
    count: usize,
    groups: Vec<usize>,
    plus: bool,
    brackets: bool,
    spaces: bool,
    dashes: bool,
    dots: bool,
    /// Something glued to the end makes it no plain number.
    spoiled: bool,
    extension: bool,
}

/// A telephone or card number that starts at a token.
pub(super) fn number(doc: &Doc, at: usize, previous: Option<&Found>) -> Option<Found> {
    let run = run(doc.text, doc.tokens[at].start as usize)?;
    if run.count < 7 || run.spoiled || follows_digits(doc, at) {
        return None;
    }
    if is_card(doc, at, &run) {
        return Some((ExposureKind::Card, run.bytes));
    }
    is_phone(doc, at, &run, previous).then_some((ExposureKind::Phone, run.bytes))
}

/// The digits from a byte on: groups parted by one space, dash or dot, some in brackets.
fn run(text: &str, start: usize) -> Option<Run> {
    let bytes = text.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
    let mut run = Run {
        bytes: start..start,
        digits: [0; MOST],
        count: 0,
        groups: Vec::new(),
        plus: false,
        brackets: false,
        spaces: false,
        dashes: false,
        dots: false,
        spoiled: false,
        extension: false,
    };
    let mut at = start;
    if byte(at) == b'+' {
        run.plus = true;
        at += 1;
        at += usize::from(byte(at) == b' ');
    }
    loop {
        let opened = byte(at) == b'(';
        at += usize::from(opened);
        at += usize::from(opened && byte(at) == b'+');
        let first = at;
        while byte(at).is_ascii_digit() {
            if run.count == MOST {
                run.spoiled = true;
                return Some(run);
            }
            run.digits[run.count] = byte(at) - b'0';
            run.count += 1;
            at += 1;
        }
        if at == first {
            break;
        }
        run.groups.push(at - first);
        run.bytes.end = at;
        let mut after = at;
        if byte(after) == b')' {
            run.brackets |= true;
            after += 1;
            run.bytes.end = after;
        }
        let (space, dash, dot) = match (byte(after), byte(after + 1), byte(after + 2)) {
            (b' ', b'-', b' ') if run.count <= 6 => (true, true, false),
            (b' ', b'-', _) => break,
            (b' ', _, _) => (true, false, false),
            (b'-', _, _) => (false, true, false),
            (b'.', _, _) => (false, false, true),
            (0xC2, 0xA0, _) => (true, false, false),
            _ if byte(at) == b')' && byte(after).is_ascii_digit() => (false, false, false),
            _ => break,
        };
        after += match (space, dash) {
            (true, true) => 3,
            (true, false) if byte(after) == 0xC2 => 2,
            (false, false) if !dot => 0,
            _ => 1,
        };
        let continues = byte(after).is_ascii_digit()
            || byte(after) == b'('
                && byte(after + 1).is_ascii_digit()
                && !run.groups.is_empty()
                && run.groups.len() < 3;
        if !continues || run.groups.len() == 8 {
            break;
        }
        run.spaces |= space;
        run.dashes |= dash;
        run.dots |= dot;
        at = after;
    }
    if run.groups.is_empty() {
        return None;
    }
    if byte(start) == b'(' {
        // brackets around the whole number, or one that never closes, are not part of it
        let closes = text[start..run.bytes.end].find(')');
        if closes.is_none_or(|at| start + at + 1 == run.bytes.end) {
            run.bytes.start += 1;
            run.bytes.end -= usize::from(closes.is_some());
        }
    }
    extend(text, &mut run);
    Some(run)
}

/// Takes in an extension: `x565`, `ext. 12`; sees letters glued to the end.
fn extend(text: &str, run: &mut Run) {
    let rest = &text[run.bytes.end..];
    for mark in [
        "x",
        " x",
        " ext. ",
        " ext ",
        " ext.",
        " extension ",
        ", ext. ",
    ] {
        if let Some(after) = rest.strip_prefix(mark) {
            let digits = after.bytes().take(7).take_while(u8::is_ascii_digit).count();
            if (1..7).contains(&digits) {
                run.bytes.end += mark.len() + digits;
                run.extension = true;
                return;
            }
        }
    }
    let mut next = rest.chars();
    run.spoiled = match (next.next(), next.next()) {
        (Some(c), _) if c.is_alphanumeric() => true,
        (Some('%' | '_' | '€' | '$' | '@'), _) => true,
        (Some(':' | '/' | ',' | '.' | '-'), Some(c)) => c.is_ascii_digit(),
        _ => false,
    };
}

/// Whether digits go on to the left, so that this is the tail of a longer number.
fn follows_digits(doc: &Doc, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| &doc.tokens[before]) else {
        return false;
    };
    let glued = !doc.tokens[at].gap;
    match before.kind {
        TokenKind::Number | TokenKind::Mixed => glued || doc.tokens[at].kind == TokenKind::Number,
        TokenKind::Punct if glued => {
            let raw = doc.raw(at - 1);
            let number_before = at >= 2
                && matches!(
                    doc.tokens[at - 2].kind,
                    TokenKind::Number | TokenKind::Mixed | TokenKind::Word
                )
                && !before.gap;
            matches!(raw, "-" | "." | "," | "_" | "=" | "#" | "~") && number_before
                || matches!(raw, "#" | "_" | "=")
        }
        TokenKind::Currency | TokenKind::Word => glued,
        _ => false,
    }
}

fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, &digit)| match (place % 2, u32::from(digit) * 2) {
            (0, _) => u32::from(digit),
            (_, doubled) => doubled / 10 + doubled % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}

fn is_card(doc: &Doc, at: usize, run: &Run) -> bool {
    let digits = &run.digits[..run.count];
    if run.plus
        || run.brackets
        || run.dots
        || !(12..=MOST).contains(&run.count)
        || !luhn(digits)
        || digits.iter().all(|&d| d == digits[0])
    {
        return false;
    }
    let named = context::speaks_of(
        doc,
        at,
        &[
            "card",
            "cards",
            "tarjeta",
            "tarjetas",
            "visa",
            "mastercard",
            "amex",
            "credit",
            "debit",
            "credito",
            "debito",
            "clabe",
        ],
        12,
    );
    let two = digits[0] * 10 + digits[1];
    let known = match run.count {
        13 => digits[0] == 4,
        14 => matches!(two, 30 | 36 | 38 | 39),
        15 => matches!(two, 34 | 37) || matches!(digits[..4], [1, 8, 0, 0] | [2, 1, 3, 1]),
        16 => matches!(two, 22..=27 | 30 | 35 | 40..=58 | 60..=69),
        19 => matches!(two, 40..=49 | 60..=69),
        _ => false,
    };
    let grouped = matches!(
        run.groups.as_slice(),
        [_] | [4, 4, 4, 4] | [4, 6, 5] | [4, 6, 4] | [4, 4, 4, 4, 3]
    );
    known && grouped || named
}

fn is_phone(doc: &Doc, at: usize, run: &Run, previous: Option<&Found>) -> bool {
    if run.count > 15 || is_date(run) || priced(doc, at, run) {
        return false;
    }
    if run.plus {
        return run.count >= 8;
    }
    let chained = previous.is_some_and(|(kind, bytes)| {
        *kind == ExposureKind::Phone && bytes.end <= run.bytes.start && {
            let between = doc.text[bytes.end..run.bytes.start].trim();
            matches!(between, "/" | "y" | "o" | "and" | "or" | "," | "-" | ";")
        }
    });
    let named = chained || context::speaks_of_phone(doc, at);
    let thousands = run.dots
        && !run.spaces
        && !run.dashes
        && figures::decimal(&doc.text[run.bytes.clone()], None).is_some();
    if named {
        return !thousands && (run.groups.len() > 1 || run.count >= 7) && run.groups.len() <= 6;
    }
    !thousands && !context::speaks_of_other(doc, at) && is_national(doc.lang, run)
}

/// Forms that are a telephone's without any word that says so.
fn is_national(lang: Lang, run: &Run) -> bool {
    let digits = &run.digits[..run.count];
    let groups = run.groups.as_slice();
    if run.groups.len() < 2 {
        return false;
    }
    let american = |digits: &[u8]| digits[0] >= 2 && digits[3] >= 2;
    match (groups, run.count) {
        ([3, 3, 4], 10) => {
            american(digits) && (run.dashes || run.dots || run.brackets)
                || digits[0] >= 2 && lang == Lang::Es
                || run.extension
        }
        ([3, 7], 10) => run.brackets && american(digits),
        ([1, 3, 3, 4], 11) => digits[0] == 1 && american(&digits[1..]),
        ([2, 4, 4], 10) => digits[0] >= 2 && (lang == Lang::Es || run.brackets),
        ([3, 3, 3] | [3, 2, 2, 2] | [2, 3, 2, 2] | [3, 6], 9) => {
            matches!(digits[0], 6..=9) && lang != Lang::En && !run.dots
        }
        (_, 10..=14) if digits[..2] == [0, 0] => digits[2] != 0,
        (_, 9..=11) if digits[0] == 0 && digits[1] != 0 => {
            run.groups.len() <= 5
                && groups[0] >= 2
                && (run.spaces || run.dashes || run.brackets || run.groups.len() == 5)
        }
        _ => false,
    }
}

/// `14-05-2024`, `2024 05 14`, `2019-2020`.
fn is_date(run: &Run) -> bool {
    let value = |from: usize, len: usize| {
        run.digits[from..from + len]
            .iter()
            .fold(0u32, |sum, &digit| sum * 10 + u32::from(digit))
    };
    let year = |value: u32| (1800..2200).contains(&value);
    match *run.groups.as_slice() {
        [a @ 1..=2, b @ 1..=2, 4] => {
            value(0, a) <= 31 && value(a, b) <= 31 && year(value(a + b, 4))
        }
        [4, a @ 1..=2, b @ 1..=2] => {
            year(value(0, 4)) && value(4, a) <= 12 && value(4 + a, b) <= 31
        }
        [4, 4] => year(value(0, 4)) && year(value(4, 4)),
        [8] => year(value(0, 4)) && value(4, 2) <= 12 && value(6, 2) <= 31 && value(4, 2) > 0,
        _ => false,
    }
}

/// A currency before it or after it.
fn priced(doc: &Doc, at: usize, run: &Run) -> bool {
    let before = at
        .checked_sub(1)
        .is_some_and(|before| doc.tokens[before].kind == TokenKind::Currency);
    let rest = doc.text[run.bytes.end..].trim_start_matches(' ');
    before
        || rest.starts_with(['$', '€', '£', '%'])
        || [
            "euros",
            "pesos",
            "dollars",
            "dolares",
            "dólares",
            "people",
            "personas",
            "habitantes",
        ]
        .iter()
        .any(|word| rest.starts_with(word))
}
