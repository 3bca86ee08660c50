//! Sums of money.

mod bounds;
mod settle;

use std::ops::Range;
use std::sync::LazyLock;

use super::currency::{self, Named, Unit};
use super::figures::{self, Figure, Form};
use super::vocabulary::Vocabulary;
use super::walk::{is_hyphen, kind, next, previous, word};
use crate::picture::Amount;
use crate::text::{Case, Class, Classes, Doc, TokenKind};
use bounds::bounded;

/// A sum of money.
#[derive(Clone, Debug, PartialEq)]
pub struct Money {
    /// The words that say it, `up to` and `between` included.
    pub tokens: Range<usize>,
    /// What they say. A few thousand is 2000 to 9999, thousands are at least 1000.
    pub amount: Amount,
    /// The words give an order of magnitude, not a figure.
    pub vague: bool,
}

/// The sums of money in a text, in order. Takes time linear in its length.
#[must_use]
pub fn money(doc: &Doc) -> Vec<Money> {
    sums(doc).0
}

/// The sums of money in a text, and the large figures that may be sums though nothing around them says so, each in order.
pub(super) fn sums(doc: &Doc) -> (Vec<Money>, Vec<Money>) {
    let openers: &Vocabulary<()> = &OPENERS;
    let mut sums = Vec::new();
    let mut at = 0;
    while at < doc.tokens.len() {
        let token = &doc.tokens[at];
        let opens = match token.kind {
            TokenKind::Currency | TokenKind::Number | TokenKind::Mixed => true,
            TokenKind::Word if openers.has(token) => opens_coin(doc, at) || token.is_capital(),
            TokenKind::Word if token.classes.any(NUMBER) => {
                !matches!(doc.word(at), "one" | "un" | "una") || goes_on(doc, at + 1)
            }
            _ => false,
        };
        match opens.then(|| span(doc, at)).flatten() {
            Some(sum) => {
                at = sum.tokens.end.max(at + 1);
                sums.push(sum);
            }
            None => at += 1,
        }
    }
    settle::settle(doc, sums)
}

/// Words that open a sum without being numbers.
static OPENERS: LazyLock<Vocabulary<()>> = LazyLock::new(|| {
    let words = [
        currency::TAGS,
        currency::CODES,
        currency::MARKS,
        currency::GLUED,
    ]
    .concat();
    let mut entries: Vec<(&str, ())> = words.iter().map(|(word, _)| (*word, ())).collect();
    entries.push(("a an b p", ()));
    Vocabulary::new(&entries)
});

const NUMBER: Classes = Classes::of(&[Class::NumberWord, Class::Multiplier]);

/// `a bitcoin`, `a quarter of a bitcoin`.
fn opens_coin(doc: &Doc, at: usize) -> bool {
    matches!(doc.word(at), "a" | "an") && goes_on(doc, at + 1)
}

/// Whether a token may follow an article or `one` in a sum.
fn goes_on(doc: &Doc, at: usize) -> bool {
    let classes = doc.classes(next(doc, at - 1));
    kind(doc, at) == Some(TokenKind::Currency)
        || classes.any(NUMBER.or(CODE))
        || fraction(word(doc, at)).is_some()
        || word(doc, at) == "of"
}

/// A sum as read, before the rest of the text has its say.
#[derive(Debug)]
struct Sum {
    tokens: Range<usize>,
    least: Option<f64>,
    most: Option<f64>,
    vague: bool,
    unit: Option<Unit>,
    /// The unit, or its absence, leaves it open whether this is money at all.
    doubtful: bool,
    form: Form,
}

const CODE: Classes = Classes::of(&[Class::CurrencyWord]);

/// One sum or a range between two.
fn span(doc: &Doc, at: usize) -> Option<Sum> {
    let first = single(doc, at)?;
    let opener = previous(doc, first.tokens.start).filter(|&before| doc.is(before, Class::Between));
    let Some(second) = second(doc, &first, opener) else {
        return Some(bounded(doc, first));
    };
    let scale = carried_scale(&first, &second);
    Some(Sum {
        tokens: opener.unwrap_or(first.tokens.start)..second.tokens.end,
        least: first.least.map(|least| least * scale),
        most: second.most,
        vague: second.vague,
        unit: second
            .unit
            .filter(|&unit| unit != Unit::Sign)
            .or(first.unit)
            .or(second.unit),
        doubtful: first.doubtful && second.doubtful,
        form: if second.form == Form::Plain {
            first.form
        } else {
            second.form
        },
    })
}

/// The scale that the lower end of a range shares: 1000 in `5-10k`.
fn carried_scale(first: &Single, second: &Single) -> f64 {
    let (Some(low), Some(high)) = (first.least, second.most) else {
        return 1.0;
    };
    if first.form == Form::Plain && first.scale < second.scale && low * second.scale < high {
        second.scale
    } else {
        1.0
    }
}

/// One figure with the currency around it.
#[derive(Debug)]
struct Single {
    tokens: Range<usize>,
    least: Option<f64>,
    most: Option<f64>,
    scale: f64,
    vague: bool,
    unit: Option<Unit>,
    doubtful: bool,
    form: Form,
}

fn single(doc: &Doc, at: usize) -> Option<Single> {
    let token = &doc.tokens[at];
    let before = match token.kind {
        TokenKind::Currency => currency::prefix(doc, at),
        TokenKind::Word
            if token.case == Case::Upper
                || token.classes.any(CODE)
                || token.end - token.start <= 4 && token.is_capital() =>
        {
            currency::prefix(doc, at)
        }
        _ => None,
    };
    let start = before.map_or(at, |named| named.end);
    if before.is_none() && !figures::may_start(doc, at) {
        return one_coin(doc, at);
    }
    if before.is_some()
        && doc
            .tokens
            .get(start)
            .is_some_and(|t| t.kind == TokenKind::Break)
    {
        return None;
    }
    let figure = figures::figure(doc, start)?;
    read(doc, at, before, figure)
}

/// Joins a figure to the currency on either side.
fn read(doc: &Doc, at: usize, before: Option<Named>, mut figure: Figure) -> Option<Single> {
    let mut end = figure.tokens.end;
    let after = divided(doc, &mut figure, &mut end).or_else(|| currency::suffix(doc, end));
    let glued = currency::of_letters(figure.unit);
    if !figure.unit.is_empty() && glued.is_none() {
        return None;
    }
    // a sign before the next figure belongs to that figure
    let after = after.filter(|named| {
        !(sign_of_next(doc, named)
            || before.is_some() && matches!(kind(doc, named.end - 1), Some(TokenKind::Currency)))
    });
    let unit = match (before, after) {
        (Some(before), Some(after)) if before.unit == Unit::Sign => Some(after.unit),
        (Some(before), _) => Some(before.unit),
        (None, Some(after)) => Some(after.unit),
        (None, None) => glued,
    };
    if let Some(after) = after {
        end = after.end;
    }
    if unit.is_some_and(currency::is_coin)
        && figure.form == Form::Grouped
        && figure.tokens.len() == 1
    {
        let exact = figures::decimal(
            word(doc, figure.tokens.start),
            Some('.')
                .filter(|_| !word(doc, figure.tokens.start).contains(','))
                .or(Some(',')),
        );
        figure.least = exact.unwrap_or(figure.least);
        figure.most = Some(figure.least);
    }
    let start = figure.tokens.start;
    let first = if before.is_some() { at } else { start };
    Some(Single {
        tokens: first..end,
        least: Some(figure.least),
        most: figure.most,
        scale: figure.scale,
        vague: figure.vague,
        unit,
        doubtful: before.is_none() && glued.is_none() && !is_sure(&figure, after),
        form: figure.form,
    })
}

/// The currency behind a figure has no other meaning, of so much.
fn is_sure(figure: &Figure, after: Option<Named>) -> bool {
    after.is_some_and(|after| figure.least >= after.from)
}

/// `5,000 $6,000`: the sign opens the second figure.
fn sign_of_next(doc: &Doc, named: &Named) -> bool {
    let at = named.end - 1;
    kind(doc, at) == Some(TokenKind::Currency)
        && doc.tokens[at].gap
        && matches!(
            kind(doc, named.end),
            Some(TokenKind::Number | TokenKind::Mixed)
        )
        && !doc.tokens[named.end].gap
}

/// `half a bitcoin`, `four tenths of a bitcoin`, `medio bitcoin`, `millions of dollars`,
/// `un millón de pesos`, `1.000.000 de pesos`: the currency after the words between.
fn divided(doc: &Doc, figure: &mut Figure, end: &mut usize) -> Option<Named> {
    let mut at = next(doc, *end - 1);
    let fraction = fraction(word(doc, at));
    if fraction.is_some() {
        at = next(doc, at);
    }
    let linked = matches!(word(doc, at), "of" | "de");
    if linked {
        at = next(doc, at);
    }
    let article = matches!(word(doc, at), "a" | "an" | "un" | "one");
    let halved = figure.least == 0.5;
    if article && (fraction.is_some() || halved) {
        at = next(doc, at);
    }
    if fraction.is_none()
        && !(linked && (figure.vague || figure.scale >= 1e3 || figure.least >= 1e6))
        && !(article && halved)
    {
        return None;
    }
    let (scale, named) =
        match figures::figure(doc, at).filter(|inner| fraction.is_some() && inner.scale >= 1e3) {
            Some(inner) => (inner.scale, currency::suffix(doc, inner.tokens.end)?),
            None => (1.0, currency::suffix(doc, at)?),
        };
    if let Some(parts) = fraction {
        figure.least = figure.least / parts * scale;
        figure.most = Some(figure.least);
    }
    *end = named.end;
    Some(named)
}

fn fraction(text: &str) -> Option<f64> {
    Some(match text {
        "tenth" | "tenths" | "decima" | "decimas" | "decimo" | "decimos" => 10.0,
        "quarter" | "quarters" | "cuarto" | "cuartos" => 4.0,
        "third" | "thirds" | "tercio" | "tercios" => 3.0,
        "fifth" | "fifths" | "quinto" | "quintos" => 5.0,
        "hundredth" | "hundredths" | "centesima" | "centesimas" => 100.0,
        _ => return None,
    })
}

/// `a bitcoin`, where it is not the bitcoin of something: `a bitcoin wallet`.
fn one_coin(doc: &Doc, at: usize) -> Option<Single> {
    if !matches!(word(doc, at), "a" | "an") {
        return None;
    }
    if fraction(word(doc, at + 1)).is_some() {
        // "a quarter of a bitcoin"
        let mut figure = figures::one(at);
        let mut end = at + 1;
        let named = divided(doc, &mut figure, &mut end)?;
        return Some(Single {
            tokens: at..end,
            least: Some(figure.least),
            most: Some(figure.least),
            scale: 1.0,
            vague: false,
            unit: Some(named.unit),
            doubtful: false,
            form: Form::Words,
        });
    }
    let named = currency::coin(doc, at + 1)?;
    let followed = doc.tokens.get(named.end).is_some_and(|t| {
        t.kind == TokenKind::Word
            && !t.classes.any(Classes::of(&[
                Class::Prep,
                Class::Conj,
                Class::To,
                Class::For,
            ]))
    });
    (!followed).then_some(Single {
        tokens: at..named.end,
        least: Some(1.0),
        most: Some(1.0),
        scale: 1.0,
        vague: false,
        unit: Some(named.unit),
        doubtful: false,
        form: Form::Words,
    })
}

/// The upper end of a range that `first` opens.
fn second(doc: &Doc, first: &Single, opener: Option<usize>) -> Option<Single> {
    let at = first.tokens.end;
    let join = next(doc, at - 1);
    let opener_word = opener.map_or("", |opener| word(doc, opener));
    let (start, sure) = match word(doc, join) {
        "-" | "–" | "—" | "‑" if is_hyphen(doc, at) || doc.tokens[at].gap => (join + 1, true),
        "to" | "a" | "hasta" if !opener_word.is_empty() => {
            (next(doc, join), !changes(doc, opener?))
        }
        "to" | "a" => (next(doc, join), false),
        "and" | "y" => (next(doc, join), matches!(opener_word, "between" | "entre")),
        _ => return None,
    };
    if !sure
        && (matches!(word(doc, join), "and" | "y")
            || opener.is_some_and(|opener| changes(doc, opener))
            || changes(doc, first.tokens.start))
    {
        return None;
    }
    if start >= doc.tokens.len() {
        return None;
    }
    let second = single(doc, start)?;
    let named = second.unit.is_some()
        || sure && second.form != Form::Plain
        || first.unit.is_some() && second.form != Form::Plain && first.form != Form::Plain;
    let rising = first.least? < second.least?;
    let glued_digits = sure && matches!(word(doc, join), "-" | "–" | "‑") && first.unit.is_some();
    (rising && (named || glued_digits) && !first.vague && same_unit(first.unit, second.unit))
        .then_some(second)
}

fn same_unit(first: Option<Unit>, second: Option<Unit>) -> bool {
    match (first, second) {
        (Some(first), Some(second)) => {
            first == second || first == Unit::Sign || second == Unit::Sign
        }
        _ => true,
    }
}

/// Whether words shortly before tell of a change from one sum to another.
fn changes(doc: &Doc, at: usize) -> bool {
    const STEMS: &[&str] = &[
        "rais",
        "increas",
        "ris",
        "rose",
        "doubl",
        "tripl",
        "lower",
        "cut",
        "grew",
        "grow",
        "climb",
        "jump",
        "fell",
        "drop",
        "reduc",
        "bump",
        "aument",
        "subi",
        "elev",
        "baj",
        "increment",
        "pas",
        "duplic",
        "rebaj",
        "cambi",
        "went",
    ];
    let mut at = at;
    for _ in 0..5 {
        let Some(before) = previous(doc, at) else {
            return false;
        };
        if doc.tokens[before].kind == TokenKind::Word
            && STEMS.iter().any(|stem| word(doc, before).starts_with(stem))
        {
            return true;
        }
        at = before;
    }
    false
}

#[cfg(test)]
mod tests;
