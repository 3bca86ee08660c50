//! Numbers in words, English and Spanish.

use super::{Figure, Form};
use crate::extract::walk::{is_hyphen, kind, next, word};
use crate::reading::Lang;
use crate::text::{Doc, TokenKind};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Word {
    Unit(u32),
    Tens(u32),
    /// `doscientos`.
    Hundreds(u32),
    Hundred,
    Scale(f64),
    Half,
    /// `a few`, from two to just under ten.
    Few,
    Couple,
    Dozen,
    /// `thousands`: at least one.
    Many(f64),
}

fn number_word(text: &str, lang: Lang) -> Option<Word> {
    use Word::{Couple, Dozen, Few, Half, Hundred, Hundreds, Many, Scale, Tens, Unit};
    Some(match text {
        "one" | "un" | "una" | "uno" => Unit(1),
        "two" | "dos" => Unit(2),
        "three" | "tres" => Unit(3),
        "four" | "cuatro" => Unit(4),
        "five" | "cinco" => Unit(5),
        "six" | "seis" => Unit(6),
        "seven" | "siete" => Unit(7),
        "eight" | "ocho" => Unit(8),
        "nine" | "nueve" => Unit(9),
        "ten" | "diez" => Unit(10),
        "eleven" => Unit(11),
        "once" if lang != Lang::En => Unit(11),
        "twelve" | "doce" => Unit(12),
        "thirteen" | "trece" => Unit(13),
        "fourteen" | "catorce" => Unit(14),
        "fifteen" | "quince" => Unit(15),
        "sixteen" | "dieciseis" => Unit(16),
        "seventeen" | "diecisiete" => Unit(17),
        "eighteen" | "dieciocho" => Unit(18),
        "nineteen" | "diecinueve" => Unit(19),
        "twenty" | "veinte" => Tens(20),
        "veintiun" | "veintiuno" | "veintiuna" => Unit(21),
        "veintidos" => Unit(22),
        "veintitres" => Unit(23),
        "veinticuatro" => Unit(24),
        "veinticinco" => Unit(25),
        "veintiseis" => Unit(26),
        "veintisiete" => Unit(27),
        "veintiocho" => Unit(28),
        "veintinueve" => Unit(29),
        "thirty" | "treinta" => Tens(30),
        "forty" | "cuarenta" => Tens(40),
        "fifty" | "cincuenta" => Tens(50),
        "sixty" | "sesenta" => Tens(60),
        "seventy" | "setenta" => Tens(70),
        "eighty" | "ochenta" => Tens(80),
        "ninety" | "noventa" => Tens(90),
        "cien" | "ciento" => Hundreds(100),
        "doscientos" | "doscientas" => Hundreds(200),
        "trescientos" | "trescientas" => Hundreds(300),
        "cuatrocientos" | "cuatrocientas" => Hundreds(400),
        "quinientos" | "quinientas" => Hundreds(500),
        "seiscientos" | "seiscientas" => Hundreds(600),
        "setecientos" | "setecientas" => Hundreds(700),
        "ochocientos" | "ochocientas" => Hundreds(800),
        "novecientos" | "novecientas" => Hundreds(900),
        "hundred" => Hundred,
        "thousand" | "mil" | "grand" => Scale(1e3),
        "stacks" | "racks" if lang == Lang::En => Scale(1e3),
        "lucas" if lang == Lang::Es => Scale(1e3),
        "lakh" | "lakhs" | "lac" => Scale(1e5),
        "crore" | "crores" => Scale(1e7),
        "million" | "millon" => Scale(1e6),
        "billion" => Scale(1e9),
        "half" | "medio" | "media" => Half,
        "few" | "several" | "varios" | "varias" | "pocos" | "pocas" => Few,
        "couple" | "pair" | "par" => Couple,
        "dozen" | "docena" => Dozen,
        "dozens" | "docenas" => Many(24.0),
        "tens" | "decenas" => Many(10.0),
        "hundreds" | "cientos" | "centenares" | "centenas" => Many(100.0),
        "thousands" => Many(1e3),
        "miles" | "millares" if lang != Lang::En => Many(1e3),
        "millions" | "millones" => Many(1e6),
        _ => return None,
    })
}

/// A whole number up to 999 in one word or a few, as people are counted.
pub(crate) fn small_number(doc: &Doc, at: usize) -> Option<(u32, usize)> {
    let found = super::figure(doc, at)?;
    let whole = found.least.fract() == 0.0 && (0.0..10_000.0).contains(&found.least);
    let counted = !found.vague && found.unit.is_empty() && whole && found.form != Form::Scaled;
    counted.then_some((found.least as u32, found.tokens.end))
}

/// How many people the number that starts here may count.
pub(crate) fn counts(doc: &Doc, at: usize) -> Option<u32> {
    let number = super::may_start(doc, at).then(|| small_number(doc, at))??;
    Some(number.0)
}

/// A word that multiplies the digits before it.
pub(super) fn scale(doc: &Doc, at: usize) -> Option<f64> {
    if kind(doc, at) != Some(TokenKind::Word) {
        return None;
    }
    Some(match word(doc, at) {
        "k" | "grand" | "thousand" | "mil" => 1e3,
        "hundred" => 1e2,
        "stacks" | "racks" if doc.lang == Lang::En => 1e3,
        "lucas" if doc.lang == Lang::Es => 1e3,
        "lakh" | "lakhs" | "lac" => 1e5,
        "crore" | "crores" => 1e7,
        "million" | "millon" | "millones" | "mn" | "mdd" | "mdp" => 1e6,
        "billion" | "bn" => 1e9,
        _ => return None,
    })
}

/// `and a half`, `y medio`: where it ends.
pub(super) fn and_a_half(doc: &Doc, at: usize) -> Option<usize> {
    let second = next(doc, at);
    match (word(doc, at), word(doc, second)) {
        ("and", "a") => {
            let third = next(doc, second);
            (word(doc, third) == "half").then_some(third + 1)
        }
        ("y", "medio" | "media") => Some(second + 1),
        _ => None,
    }
}

pub(super) fn spelled<'d>(doc: &'d Doc, at: usize) -> Option<Figure<'d>> {
    let start = article_before(doc, at);
    match number_word(word(doc, at), doc.lang)? {
        _ if word(doc, at) == "grand" => None,
        Word::Many(base) => Some(many(doc, start, at, base)),
        Word::Few => few(doc, start, at),
        Word::Couple => Some(couple(doc, start, at)),
        Word::Half => Some(half(doc, start, at)),
        _ => cardinal(doc, start, at),
    }
}

/// `a thousand`: the article belongs to the number.
fn article_before(doc: &Doc, at: usize) -> usize {
    let before = at.checked_sub(1);
    before
        .filter(|&before| matches!(word(doc, before), "a" | "an" | "un" | "una"))
        .unwrap_or(at)
}

/// `hundreds of thousands`.
fn many<'d>(doc: &'d Doc, start: usize, at: usize, base: f64) -> Figure<'d> {
    let (mut least, mut end) = (base, at + 1);
    while matches!(word(doc, next(doc, end - 1)), "of" | "de") {
        let inner = next(doc, next(doc, end - 1));
        let Some(Word::Many(more)) = number_word(word(doc, inner), doc.lang) else {
            break;
        };
        least *= more;
        end = inner + 1;
    }
    let few = start.checked_sub(1).is_some_and(|b| {
        matches!(
            word(doc, b),
            "varios" | "varias" | "pocos" | "pocas" | "algunos"
        )
    });
    Figure {
        vague: true,
        least: if few { 2.0 * least } else { least },
        most: few.then_some(10.0 * least - 1.0),
        scale: least,
        ..Figure::exact(start..end, least, Form::Words)
    }
}

/// `a few thousand`; a few of anything less is not a sum.
fn few<'d>(doc: &'d Doc, start: usize, at: usize) -> Option<Figure<'d>> {
    let mut scale_at = next(doc, at);
    if word(doc, scale_at) == "de" {
        scale_at = next(doc, scale_at);
    }
    let scale = match number_word(word(doc, scale_at), doc.lang)? {
        Word::Scale(scale) | Word::Many(scale) => scale,
        Word::Hundred => 100.0,
        Word::Dozen => 12.0,
        _ => return None,
    };
    Some(Figure {
        vague: true,
        most: Some(10.0 * scale - 1.0),
        scale,
        ..Figure::exact(start..scale_at + 1, 2.0 * scale, Form::Words)
    })
}

/// `a couple of thousand`, `un par de`.
fn couple<'d>(doc: &'d Doc, start: usize, at: usize) -> Figure<'d> {
    let after = next(doc, at);
    let scale_at = if matches!(word(doc, after), "of" | "de") {
        next(doc, after)
    } else {
        after
    };
    let scaled = match number_word(word(doc, scale_at), doc.lang) {
        Some(Word::Scale(scale) | Word::Many(scale)) => Some((scale, scale_at + 1)),
        Some(Word::Hundred) => Some((100.0, scale_at + 1)),
        _ => None,
    };
    let (scale, end) = scaled.unwrap_or((1.0, at + 1));
    Figure {
        vague: scale > 1.0,
        scale,
        ..Figure::exact(start..end, 2.0 * scale, Form::Words)
    }
}

/// `half a million`, `medio millón`, `half a dozen`; alone, one half.
fn half<'d>(doc: &'d Doc, start: usize, at: usize) -> Figure<'d> {
    let mut scale_at = if is_hyphen(doc, at + 1) {
        at + 2
    } else {
        next(doc, at)
    };
    if matches!(word(doc, scale_at), "a" | "an") {
        scale_at = next(doc, scale_at);
    }
    let (value, end) = match number_word(word(doc, scale_at), doc.lang) {
        Some(Word::Scale(scale)) => (scale / 2.0, scale_at + 1),
        Some(Word::Dozen) => (6.0, scale_at + 1),
        _ => (0.5, at + 1),
    };
    Figure {
        scale: value * 2.0,
        ..Figure::exact(start..end, value, Form::Words)
    }
}

/// `forty-five hundred`, `mil doscientas treinta y cuatro`.
fn cardinal<'d>(doc: &'d Doc, start: usize, first: usize) -> Option<Figure<'d>> {
    let mut sum = Sum::default();
    let mut end = first;
    let mut at = first;
    while let Some(found) =
        number_word(word(doc, at), doc.lang).filter(|w| sum.take(*w, end == first))
    {
        end = at + 1;
        at = match found {
            Word::Tens(_) | Word::Unit(_) if is_hyphen(doc, end) => end + 1,
            _ => next(doc, at),
        };
        if matches!(word(doc, at), "and" | "y") {
            if sum.largest >= 1e3
                && let Some(after) = and_a_half(doc, at)
            {
                sum.total += sum.largest / 2.0;
                end = after;
                break;
            }
            let joined = next(doc, at);
            if matches!(
                (found, word(doc, at)),
                (Word::Tens(_), "y") | (Word::Hundred | Word::Scale(_), "and")
            ) {
                at = joined;
            } else if let Some(after) =
                and_a_half(doc, at).filter(|&after| scale(doc, after).is_some())
            {
                sum.current += 0.5;
                at = after;
            } else {
                break;
            }
        }
    }
    let value = sum.total + sum.current;
    let start = if matches!(
        word(doc, first),
        "thousand" | "million" | "hundred" | "billion" | "dozen" | "docena"
    ) {
        start
    } else {
        first
    };
    (end > first).then(|| Figure {
        scale: sum.largest,
        ..Figure::exact(start..end, value, Form::Words)
    })
}

#[derive(Default)]
struct Sum {
    total: f64,
    current: f64,
    largest: f64,
    /// The smallest scale seen, which a following one must not exceed.
    limit: Option<f64>,
}

impl Sum {
    /// Adds a word where the grammar of numbers allows it.
    fn take(&mut self, found: Word, first: bool) -> bool {
        let below = |step: f64| self.current % step == 0.0 && self.current.fract() == 0.0;
        let whole = self.current as u64;
        match found {
            Word::Unit(unit) => {
                let fits = first || below(100.0) || unit < 10 && below(10.0) && whole % 100 >= 20;
                self.current += if fits { f64::from(unit) } else { 0.0 };
                fits
            }
            Word::Tens(tens) => {
                let fits = first || below(100.0) && (self.current > 0.0 || self.limit.is_some());
                self.current += if fits { f64::from(tens) } else { 0.0 };
                fits
            }
            Word::Hundreds(hundreds) => {
                let fits = self.current == 0.0;
                self.current += if fits { f64::from(hundreds) } else { 0.0 };
                fits
            }
            Word::Hundred => {
                let fits = self.current < 100.0;
                if fits {
                    self.current = self.current.max(1.0) * 100.0;
                    self.largest = self.largest.max(100.0);
                }
                fits
            }
            Word::Dozen => {
                let fits = self.total == 0.0 && self.current < 13.0;
                if fits {
                    self.current = self.current.max(1.0) * 12.0;
                }
                fits
            }
            Word::Scale(scale) => self.multiply(scale),
            Word::Many(scale) if scale >= 1e6 && !first => self.multiply(scale),
            Word::Half | Word::Few | Word::Couple | Word::Many(_) => false,
        }
    }

    fn multiply(&mut self, scale: f64) -> bool {
        match self.limit {
            // `mil millones`
            Some(limit) if limit == 1e3 && scale == 1e6 && self.largest == 1e3 => {
                self.total = (self.total + self.current) * scale;
            }
            Some(limit) if scale >= limit => return false,
            _ => {
                self.total += self
                    .current
                    .max(if self.current == 0.0 { 1.0 } else { 0.0 })
                    * scale
            }
        }
        self.current = 0.0;
        self.limit = Some(scale);
        self.largest = self.largest.max(scale);
        true
    }
}
