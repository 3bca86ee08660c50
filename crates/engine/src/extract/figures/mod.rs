//! Numbers, in digits and in words.

mod spelled;

use std::ops::Range;

use super::walk::{glued, is_hyphen, kind, next, word};
use crate::reading::Lang;
use crate::text::{Class, Classes, Doc, TokenKind};

pub(crate) use spelled::counts;
pub(crate) use spelled::small_number;

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Digits alone: `340`.
    Plain,
    /// Digits with separators: `4,600`.
    Grouped,
    /// Digits with a word or letter that multiplies: `10k`, `50 mil`.
    Scaled,
    /// Words.
    Words,
}

/// A number in the text. A vague one is a range; `most` is missing where it has no end.
#[derive(Clone, Debug)]
pub(super) struct Figure<'d> {
    pub(super) tokens: Range<usize>,
    pub(super) least: f64,
    pub(super) most: Option<f64>,
    pub(super) vague: bool,
    pub(super) form: Form,
    /// What the number was multiplied by: 1000 in `50 mil`.
    pub(super) scale: f64,
    /// Letters glued to the digits that do not multiply: `btc` in `0.5btc`.
    pub(super) unit: &'d str,
}

impl Figure<'_> {
    fn exact(tokens: Range<usize>, value: f64, form: Form) -> Self {
        Figure {
            tokens,
            least: value,
            most: Some(value),
            vague: false,
            form,
            scale: 1.0,
            unit: "",
        }
    }
}

/// One, said by an article.
pub(super) fn one<'d>(at: usize) -> Figure<'d> {
    Figure::exact(at..at + 1, 1.0, Form::Words)
}

const WORDS: Classes = Classes::of(&[Class::NumberWord, Class::Multiplier]);

/// Whether a number may start here. Cheap.
pub(crate) fn may_start(doc: &Doc, at: usize) -> bool {
    match doc.tokens[at].kind {
        TokenKind::Number | TokenKind::Mixed => true,
        TokenKind::Word => doc.classes(at).any(WORDS),
        _ => false,
    }
}

/// The number that starts here.
pub(super) fn figure<'d>(doc: &'d Doc, at: usize) -> Option<Figure<'d>> {
    match kind(doc, at)? {
        TokenKind::Number => digits(doc, at),
        TokenKind::Mixed => suffixed(doc, at),
        TokenKind::Word if may_start(doc, at) => spelled::spelled(doc, at),
        _ => None,
    }
}

/// `5`, `4,600`, `20 000`, `50 mil`, `1,5 millones`, `2 and a half million`.
fn digits<'d>(doc: &'d Doc, at: usize) -> Option<Figure<'d>> {
    let raw = word(doc, at);
    let (value, end) = match spaced_groups(doc, at) {
        Some(found) => found,
        None => (decimal(raw, None)?, at + 1),
    };
    let grouped = end > at + 1 || raw.len() > 3 && raw.contains([',', '.']);
    let form = if grouped { Form::Grouped } else { Form::Plain };
    let mut found = Figure::exact(at..end, value, form);
    let mut scale_at = if is_hyphen(doc, end) {
        end + 1
    } else {
        next(doc, end - 1)
    };
    let half = spelled::and_a_half(doc, scale_at);
    if let Some(after) = half.filter(|&after| spelled::scale(doc, after).is_some()) {
        found.least += 0.5;
        scale_at = after;
    } else if spelled::scale(doc, scale_at).is_some()
        && let Some(exact) = decimal(raw, Some(decimal_mark(doc.lang)))
    {
        found.least = exact;
    }
    while let Some(scale) = spelled::scale(doc, scale_at) {
        found.scale *= scale;
        found.form = Form::Scaled;
        found.tokens.end = scale_at + 1;
        scale_at = next(doc, scale_at);
        if found.scale >= 1e12 {
            break;
        }
    }
    found.least *= found.scale;
    if found.scale > 1.0
        && let Some(after) = spelled::and_a_half(doc, scale_at)
    {
        found.least += found.scale / 2.0;
        found.tokens.end = after;
    }
    found.most = Some(found.least);
    Some(found)
}

/// `20 000`: groups of three set apart by spaces.
fn spaced_groups(doc: &Doc, at: usize) -> Option<(f64, usize)> {
    let plain = |at: usize| {
        kind(doc, at) == Some(TokenKind::Number)
            && word(doc, at).bytes().all(|b| b.is_ascii_digit())
    };
    if !plain(at) || word(doc, at).len() > 3 || word(doc, at).starts_with('0') {
        return None;
    }
    let mut value: f64 = word(doc, at).parse().ok()?;
    let mut end = at + 1;
    while end < at + 4 && plain(end) && doc.tokens[end].gap && word(doc, end).len() == 3 {
        value = value * 1000.0 + word(doc, end).parse::<f64>().ok()?;
        end += 1;
    }
    (end > at + 1 && kind(doc, end) != Some(TokenKind::Number)).then_some((value, end))
}

/// `10k`, `4.5k`, `5mil`, `0.5btc`.
fn suffixed<'d>(doc: &'d Doc, at: usize) -> Option<Figure<'d>> {
    let raw = word(doc, at);
    let split = raw.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')?;
    let (number, suffix) = raw.split_at(split);
    let (scale, unit) = match suffix {
        "k" | "mil" => (1e3, ""),
        "m" | "mm" | "mn" | "mill" => (1e6, ""),
        "b" | "bn" => (1e9, ""),
        _ => match suffix.strip_prefix('k').filter(|unit| unit.len() == 3) {
            Some(unit) => (1e3, unit),
            None => (1.0, suffix),
        },
    };
    let mark = (scale > 1.0).then_some('.');
    let value = decimal(number, mark)? * scale;
    Some(Figure {
        scale,
        unit,
        form: if scale > 1.0 {
            Form::Scaled
        } else {
            Form::Plain
        },
        ..Figure::exact(at..at + 1, value, Form::Scaled)
    })
}

/// The mark before decimals where a language alone decides.
pub(super) fn decimal_mark(lang: Lang) -> char {
    match lang {
        Lang::Es => ',',
        Lang::En | Lang::Other => '.',
    }
}

/// Reads digits with separators. One separator before exactly three digits groups thousands,
/// unless it is the given decimal mark.
pub(super) fn decimal(raw: &str, mark: Option<char>) -> Option<f64> {
    if raw.len() > 24
        || !raw
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
    {
        return None;
    }
    let Some(last) = raw.rfind([',', '.']) else {
        return raw.parse().ok();
    };
    let separator = raw.as_bytes()[last];
    let same = raw.bytes().filter(|&b| b == separator).count();
    let both = raw
        .bytes()
        .any(|b| matches!(b, b'.' | b',') && b != separator);
    let grouped = is_grouped(raw);
    let decimals = if both {
        same == 1
    } else {
        same == 1 && (!grouped || mark.is_some_and(|mark| mark == char::from(separator)))
    };
    let plain = |part: &str| part.replace([',', '.'], "");
    if decimals {
        let (whole, rest) = raw.split_at(last);
        if both && !is_grouped(whole) {
            return None;
        }
        format!("{}.{}", plain(whole), &rest[1..]).parse().ok()
    } else if grouped {
        plain(raw).parse().ok()
    } else {
        None
    }
}

/// One to three digits not starting with zero, then groups of three.
fn is_grouped(raw: &str) -> bool {
    let mut groups = raw.split([',', '.']);
    groups
        .next()
        .is_some_and(|first| matches!(first.len(), 1..=3) && !first.starts_with('0'))
        && groups.all(|group| group.len() == 3)
}

/// Whether a token continues the number before it, as `%` or the `th` of an ordinal would.
pub(super) fn is_percent(doc: &Doc, at: usize) -> bool {
    matches!(word(doc, at), "%" | "percent" | "pct" | "°" | "º" | "ª")
        || { word(doc, at) == "por" && word(doc, at + 1) == "ciento" }
        || word(doc, at) == "per" && word(doc, at + 1) == "cent"
        || glued(doc, at) && word(doc, at) == "/"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators() {
        for (raw, mark, expected) in [
            ("2,000", None, Some(2000.0)),
            ("2.900", None, Some(2900.0)),
            ("0.400", None, Some(0.4)),
            ("0.4", None, Some(0.4)),
            ("1,5", None, Some(1.5)),
            ("1.234", Some('.'), Some(1.234)),
            ("1.234", Some(','), Some(1234.0)),
            ("1.234.567", Some('.'), Some(1_234_567.0)),
            ("1.234,56", None, Some(1234.56)),
            ("1,234.56", None, Some(1234.56)),
            ("12,34.5", None, None),
            ("192.168.1.1", None, None),
            ("40", None, Some(40.0)),
        ] {
            assert_eq!(decimal(raw, mark), expected, "{raw}");
        }
    }

    #[test]
    fn numbers() {
        for (text, expected) in [
            ("It cost 5 thousand", 5000.0),
            ("It cost forty-five hundred", 4500.0),
            (
                "It cost twelve thousand three hundred and twenty one",
                12321.0,
            ),
            ("It cost 2 and a half million", 2.5e6),
            ("It cost two million and a half", 2.5e6),
            ("It cost half a million", 5e5),
            ("It cost 20 000", 20000.0),
            ("It cost 4.5k", 4500.0),
            ("It cost a hundred and fifty", 150.0),
            ("de la que son 1,5 millones", 1.5e6),
            ("de la que son mil doscientas treinta y cuatro", 1234.0),
            ("de la que son dos millones y medio", 2.5e6),
            ("de la que son medio millón", 5e5),
            ("de la que son veintidós mil quinientos", 22500.0),
            ("de la que son tres mil millones", 3e9),
        ] {
            let doc = Doc::new(text);
            let found = (0..doc.tokens.len())
                .find_map(|at| figure(&doc, at))
                .expect(text);
            assert_eq!(found.least, expected, "{text}");
            assert_eq!(found.tokens.end, doc.tokens.len(), "{text}");
        }
    }
}
