//! What the rest of the text says about sums that do not say it themselves.

use super::{Amount, Form, Money, Sum};
use crate::extract::currency::{Unit, is_coin};
use crate::extract::figures;
use crate::extract::offers::taker_behind;
use crate::extract::walk::{Sentences, next, previous, word};
use crate::reading::Lang;
use crate::text::{Class, Classes, Doc, TokenKind};

const PAYING: Classes = Classes::of(&[Class::Bounty, Class::Pay]);

const HARM: Classes = Classes::of(&[Class::AskKill, Class::AskTake, Class::AskHurt]);

/// Words that may follow a sum that names no currency.
const FUNCTION: Classes = Classes::of(&[
    Class::Prep,
    Class::Conj,
    Class::To,
    Class::For,
    Class::By,
    Class::On,
    Class::In,
    Class::Of,
    Class::With,
    Class::While,
    Class::Who,
    Class::That,
    Class::Be,
    Class::Say,
]);

/// Sums, and figures that may be.
pub(super) fn settle(doc: &Doc, sums: Vec<Sum>) -> (Vec<Money>, Vec<Money>) {
    let pesos = national_pesos(&sums);
    let mut sign = None;
    let mut sentences = Sentences::new(doc);
    let mut context = Context::default();
    let mut last_sure = None;
    let first_unit = sums
        .iter()
        .find(|sum| is_paper(sum))
        .and_then(|sum| sum.unit);
    let mut found = Vec::with_capacity(sums.len());
    let mut open = Vec::new();
    for sum in sums {
        let at = sentences.of(sum.tokens.start);
        let mut unit = sum.unit;
        if sum.doubtful {
            context.read(doc, at);
            let near = last_sure.is_some_and(|(sentence, _)| sentence + 2 >= at);
            if !plausible(doc, &sum, &context, near) {
                if is_large(&sum) && !is_year(doc, &sum) {
                    open.push(sum);
                }
                continue;
            }
            unit = unit.or(last_sure.map(|(_, unit)| unit)).or(first_unit);
        } else if is_paper(&sum)
            && !in_brackets(doc, &sum)
            && let Some(unit) = unit
        {
            last_sure = Some((at, unit));
        }
        let code = unit.map(|unit| code(doc, &sum, unit, pesos, &mut sign));
        found.push(sum.in_currency(code));
    }
    let open = open.into_iter().map(|sum| {
        let code = (sum.unit).map(|unit| code(doc, &sum, unit, pesos, &mut sign));
        sum.in_currency(code)
    });
    (found, open.collect())
}

/// The code of a currency; `sign` is what `$` stands for, once that is known.
fn code(
    doc: &Doc,
    sum: &Sum,
    unit: Unit,
    pesos: &'static str,
    sign: &mut Option<&'static str>,
) -> &'static str {
    match unit {
        Unit::Code(code) => code,
        Unit::Pesos => pesos,
        Unit::Sign if doc.lang == Lang::Es && is_in_millions(sum) => pesos,
        Unit::Sign => sign.get_or_insert_with(|| sign_alone(doc, pesos)),
    }
}

impl Sum {
    fn in_currency(self, code: Option<&str>) -> Money {
        Money {
            tokens: self.tokens,
            amount: Amount {
                min: self.least,
                max: self.most,
                currency: code.map(str::to_owned),
            },
            vague: self.vague,
        }
    }
}

/// So much that it may be a price by itself: `eighty thousand`, `2 millones`.
fn is_large(sum: &Sum) -> bool {
    const LARGE: f64 = 1e3;
    sum.form != Form::Plain && sum.least.or(sum.most).is_some_and(|least| least >= LARGE)
}

fn is_paper(sum: &Sum) -> bool {
    !sum.doubtful && sum.unit.is_some_and(|unit| !is_coin(unit))
}

/// A sum in brackets converts another: what follows is in the other's currency.
fn in_brackets(doc: &Doc, sum: &Sum) -> bool {
    (1..=3)
        .filter_map(|back| sum.tokens.start.checked_sub(back))
        .any(|at| word(doc, at) == "(")
}

/// Pesos are those of the one country whose pesos the text names.
fn national_pesos(sums: &[Sum]) -> &'static str {
    let mut nations = sums.iter().filter_map(|sum| match sum.unit {
        Some(Unit::Code(code @ ("MXN" | "ARS" | "COP" | "CLP" | "UYU" | "DOP" | "PHP"))) => {
            Some(code)
        }
        _ => None,
    });
    match nations.next() {
        Some(nation) if nations.all(|other| other == nation) => nation,
        _ => "pesos",
    }
}

/// `$` alone: dollars, unless a Spanish text speaks of pesos or of where they are paid, and never of dollars.
fn sign_alone(doc: &Doc, pesos: &'static str) -> &'static str {
    if doc.lang != Lang::Es {
        return "USD";
    }
    let mut in_pesos = pesos != "pesos";
    for at in 0..doc.tokens.len() {
        if !matches!(doc.tokens[at].kind, TokenKind::Word | TokenKind::Number) {
            continue;
        }
        match word(doc, at) {
            "dolar" | "dolares" | "usd" => return "USD",
            "peso" | "pesos" | "mxn" | "m.n." => in_pesos = true,
            text => {
                in_pesos |= is_grouped_by_points(text)
                    && at > 0
                    && doc.tokens[at - 1].kind == TokenKind::Currency;
                in_pesos |= text.len() >= 5
                    && ["mexic", "argentin", "colombi", "chile"]
                        .iter()
                        .any(|stem| text.starts_with(stem));
            }
        }
    }
    if in_pesos { pesos } else { "USD" }
}

/// `$150 millones`: prices on people are never so high in dollars.
fn is_in_millions(sum: &Sum) -> bool {
    const MILLIONS: f64 = 5_000_000.0;
    sum.most.or(sum.least).is_some_and(|most| most >= MILLIONS)
}

/// `50.000`: written so where `$` stands for pesos; dollars are grouped by commas.
fn is_grouped_by_points(figures: &str) -> bool {
    let mut groups = figures.split('.');
    let first = groups.next().map_or(0, str::len);
    (1..=3).contains(&first)
        && figures.contains('.')
        && groups.all(|group| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What the sentence around a doubtful sum speaks of; kept while the sentence is the same.
#[derive(Default)]
struct Context {
    sentence: Option<usize>,
    pays: bool,
    sums: bool,
    /// Harm is asked for.
    asks: bool,
}

impl Context {
    fn read(&mut self, doc: &Doc, sentence: usize) {
        if self.sentence == Some(sentence) {
            return;
        }
        self.sentence = Some(sentence);
        let range = doc.sentences.get(sentence).map_or(0..0, |s| s.range());
        self.pays = range.clone().any(|at| doc.classes(at).any(PAYING));
        self.asks = range.clone().any(|at| doc.classes(at).any(HARM));
        self.sums = range.into_iter().any(|at| {
            matches!(
                word(doc, at),
                "figure"
                    | "amount"
                    | "sum"
                    | "price"
                    | "cifra"
                    | "monto"
                    | "suma"
                    | "cantidad"
                    | "precio"
                    | "cuantia"
            )
        });
    }
}

fn plausible(doc: &Doc, sum: &Sum, context: &Context, near_money: bool) -> bool {
    let taken = taker_behind(doc, sum.tokens.end, doc.tokens.len()).is_some();
    if sum.unit.is_some() {
        return context.pays || taken || context.asks && leads(doc, sum);
    }
    let large = sum.most.or(sum.least).is_some_and(|most| most >= 100.0);
    let shaped = sum.form != Form::Plain;
    let told = context.pays
        || taken
        || context.asks && sum.form == Form::Words && leads(doc, sum)
        || near_money && (context.sums || sum.form != Form::Words || alone(doc, sum));
    large && shaped && told && !is_year(doc, sum) && (taken || stands_free(doc, sum))
}

/// `to`, `for`, `if`, `por`: something is to be done for it.
fn leads(doc: &Doc, sum: &Sum) -> bool {
    const LEADS: Classes = Classes::of(&[Class::To, Class::For, Class::If, Class::Deal]);
    doc.classes(next(doc, sum.tokens.end - 1)).any(LEADS)
}

/// Two words at most and a mark: `Dos mil, no más.`
fn alone(doc: &Doc, sum: &Sum) -> bool {
    let starts = sum.tokens.start == 0
        || previous(doc, sum.tokens.start)
            .is_none_or(|before| doc.tokens[before].kind != TokenKind::Word);
    starts
        && doc
            .tokens
            .get(sum.tokens.end)
            .is_none_or(|t| t.kind != TokenKind::Word)
}

/// Nothing follows that the figure could count.
fn stands_free(doc: &Doc, sum: &Sum) -> bool {
    let after = next(doc, sum.tokens.end - 1);
    let Some(token) = doc.tokens.get(after) else {
        return true;
    };
    match token.kind {
        TokenKind::Word if sum.vague => !matches!(word(doc, after), "of" | "de"),
        TokenKind::Word => token.classes.any(FUNCTION),
        TokenKind::Number | TokenKind::Mixed => false,
        _ => !figures::is_percent(doc, after) && (token.gap || word(doc, after) != "-"),
    }
}

fn is_year(doc: &Doc, sum: &Sum) -> bool {
    sum.form == Form::Words
        && sum
            .least
            .is_some_and(|value| (1900.0..2100.0).contains(&value))
        && previous(doc, sum.tokens.start).is_some_and(|before| {
            matches!(
                word(doc, before),
                "in" | "en" | "de" | "del" | "year" | "ano"
            )
        })
}
