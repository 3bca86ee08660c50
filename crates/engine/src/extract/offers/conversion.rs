//! One sum told in two currencies, or in figures and in words.

use crate::extract::Money;
use crate::text::{Class, Doc};

/// `20,000 euros (some 21,000 dollars)`: one sum told in two currencies, or in figures and in words.
pub(crate) fn is_conversion(doc: &Doc, before: &Money, money: &Money) -> bool {
    const NEAR: usize = 4;
    let between = before.tokens.end..money.tokens.start;
    let aside = doc.word(between.start) == "(" && money.tokens.start < aside(doc, between.start);
    let about = between
        .rev()
        .take(NEAR)
        .chain([money.tokens.start])
        .any(|i| doc.is(i, Class::About));
    let near = money.tokens.start - before.tokens.end <= NEAR;
    if before.amount.currency == money.amount.currency {
        return aside && near && before.amount == money.amount;
    }
    aside && (near || about) || near && about || stands_in_brackets(doc, before, money)
}

/// `two million lempiras, clean, in the hand (some 80,000 dollars)`: a sum in another currency, in brackets by itself
/// or told as about so much.
fn stands_in_brackets(doc: &Doc, before: &Money, money: &Money) -> bool {
    const CLOSED: [&str; 2] = [".", ")"];
    let between = before.tokens.end..money.tokens.start;
    let open = between
        .rev()
        .take_while(|&i| !CLOSED.contains(&doc.word(i)))
        .find(|&i| doc.word(i) == "(");
    let about = |i: usize| doc.is(i, Class::About);
    open.is_some_and(|open| {
        let alone = (open + 1..money.tokens.start).all(about);
        let closes = money.tokens.end < doc.tokens.len() && doc.word(money.tokens.end) == ")";
        alone && closes || about(money.tokens.start - 1) || about(money.tokens.start)
    })
}

/// Where what stands in brackets is over; the same place where nothing does.
pub(super) fn aside(doc: &Doc, at: usize) -> usize {
    const LONGEST: usize = 24;
    let limit = (at + LONGEST).min(doc.tokens.len());
    if at >= limit || doc.word(at) != "(" {
        return at;
    }
    (at..limit)
        .find(|&i| doc.word(i) == ")")
        .map_or(at, |close| close + 1)
}
