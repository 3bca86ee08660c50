//! Identity numbers whose check digits prove them: tax numbers of Argentina, Brazil and Chile, Spanish social
//! security; and the British national insurance number, by its form.

use model::ExposureKind;

use super::{Found, bytes};
use crate::extract::walk::{glued, kind, word};
use crate::text::{Doc, TokenKind};

/// Most parts of one number.
const PARTS: usize = 5;
/// Digits of the longest of these numbers.
const MOST: usize = 12;

/// `20-12345678-6`, `123.456.789-09`, `12.345.678-5`, `28/12345678/40`. `at` is the first part.
pub(super) fn parted(doc: &Doc, at: usize) -> Option<Found> {
    let joins =
        |end: usize| matches!(word(doc, end), "-" | "/") && glued(doc, end) && glued(doc, end + 1);
    if !joins(at + 1) || at > 0 && glued(doc, at) && matches!(word(doc, at - 1), "-" | "/" | ".") {
        return None;
    }
    let mark = word(doc, at + 1);
    let mut text = String::from(word(doc, at));
    let mut end = at + 1;
    while end < at + PARTS && joins(end) && word(doc, end) == mark {
        let part = word(doc, end + 1);
        let letter = part == "k" && end == at + 1;
        if kind(doc, end + 1) != Some(TokenKind::Number) && !letter || text.len() > MOST + 4 {
            return None;
        }
        text.push_str(mark);
        text.push_str(part);
        end += 2;
    }
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    let groups: Vec<usize> = text.split(['-', '/']).map(str::len).collect();
    let known = match (mark, groups.as_slice()) {
        ("-", [2, 8, 1]) => digits.len() == 11 && is_cuit(&digits),
        ("-", [11, 2] | [9, 2]) => digits.len() == 11 && is_cpf(&digits),
        ("-", [9 | 10, 1]) if text.contains('.') => is_rut(&text),
        ("/", [2, 8, 2]) => digits.len() == MOST && is_spanish_insurance(&digits),
        _ => false,
    };
    known.then(|| (ExposureKind::Id, bytes(doc, at..end)))
}

fn weighed(digits: &[u32], weights: impl Iterator<Item = u32>) -> u32 {
    digits.iter().zip(weights).map(|(d, w)| d * w).sum()
}

fn is_cuit(digits: &[u32]) -> bool {
    let sum = weighed(&digits[..10], [5, 4, 3, 2, 7, 6, 5, 4, 3, 2].into_iter());
    matches!(digits[0] * 10 + digits[1], 20..=27 | 30 | 33 | 34)
        && (11 - sum % 11) % 11 == digits[10]
}

fn is_cpf(digits: &[u32]) -> bool {
    let check = |count: usize, first: u32| {
        let rest = weighed(&digits[..count], (2..=first).rev()) * 10 % 11;
        rest % 10 == digits[count]
    };
    digits.iter().any(|&d| d != digits[0]) && check(9, 10) && check(10, 11)
}

fn is_rut(text: &str) -> bool {
    let Some((number, check)) = text.split_once('-') else {
        return false;
    };
    let digits: Vec<u32> = number
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .collect();
    let expected = match 11 - weighed(&digits, (2..=7).cycle()) % 11 {
        11 => "0".to_owned(),
        10 => "k".to_owned(),
        digit => digit.to_string(),
    };
    matches!(digits.len(), 7 | 8) && check == expected
}

fn is_spanish_insurance(digits: &[u32]) -> bool {
    let value = |part: &[u32]| part.iter().fold(0u64, |sum, &d| sum * 10 + u64::from(d));
    value(&digits[..10]) % 97 == value(&digits[10..])
}

/// `AB123456C`: British national insurance.
pub(super) fn is_insurance(raw: &[u8]) -> bool {
    let [first, second, digits @ .., suffix] = raw else {
        return false;
    };
    let allowed = |letter: &u8| letter.is_ascii_uppercase() && !b"DFIQUV".contains(letter);
    allowed(first)
        && allowed(second)
        && *second != b'O'
        && digits.iter().all(u8::is_ascii_digit)
        && matches!(suffix, b'A'..=b'D')
}
