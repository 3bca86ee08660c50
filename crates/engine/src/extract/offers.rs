//! Prices on people: a sum set on harm to somebody, or on what leads to them.

use std::ops::Range;

use super::money::Money;
use crate::text::{Case, Class, Classes, Doc, TokenKind};

/// A sum and the act that it is set on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The sum, as an index into the sums of the text.
    pub money: usize,
    /// The sentence it stands in.
    pub sentence: usize,
    /// What is asked for: `kill`, `injure`, `kidnap`, `doxxing`, `surveil`.
    pub act: &'static str,
    /// The token that says so.
    pub at: usize,
    /// The words that belong to the offer: from the sum before it to the sum after it.
    pub around: Range<usize>,
}

const ASKS: [(Class, &str); 5] = [
    (Class::AskKill, "kill"),
    (Class::AskTake, "kidnap"),
    (Class::AskHurt, "injure"),
    (Class::AskFind, "doxxing"),
    (Class::AskWatch, "surveil"),
];
const ASKED: Classes = Classes::of(&[
    Class::AskKill,
    Class::AskTake,
    Class::AskHurt,
    Class::AskFind,
    Class::AskWatch,
]);
const PEOPLE: Classes = Classes::of(&[
    Class::Role,
    Class::Person,
    Class::Family,
    Class::Victim,
    Class::Title,
    Class::Home,
]);
const OTHER_WORLDS: Classes = Classes::of(&[
    Class::Levy,
    Class::Lookalike,
    Class::Ransom,
    Class::Sport,
    Class::Software,
]);
/// Tokens between what is asked for and whom it is aimed at.
const REACH: usize = 9;

/// The offers of a text, in order of their sums. Takes time linear in its length.
#[must_use]
pub fn offers(doc: &Doc, sums: &[Money]) -> Vec<Offer> {
    let mut offers = Vec::new();
    for (sentence, of) in doc.sentences.iter().enumerate() {
        let first = sums.partition_point(|sum| sum.tokens.start < of.start);
        let last = sums.partition_point(|sum| sum.tokens.start < of.end);
        if first == last || !of.range().any(|i| asks(doc, i)) || is_other_money(doc, of.range()) {
            continue;
        }
        for money in first..last {
            let left = match money.checked_sub(1).filter(|&before| before >= first) {
                Some(before) => sums[before].tokens.end,
                None => of.start,
            };
            let right = match sums.get(money + 1).filter(|_| money + 1 < last) {
                Some(after) => after.tokens.start,
                None => of.end,
            };
            let around = left..right.max(left);
            if let Some((at, act)) = wanted(doc, &sums[money].tokens, &around) {
                offers.push(Offer {
                    money,
                    sentence,
                    act,
                    at,
                    around,
                });
            }
        }
    }
    offers
}

/// What a sum is set on: behind it where the words lead on, else before it, else behind it.
fn wanted(doc: &Doc, sum: &Range<usize>, around: &Range<usize>) -> Option<(usize, &'static str)> {
    let deal = around
        .clone()
        .any(|i| doc.is(i, Class::Deal) || doc.is(i, Class::Pay) || doc.is(i, Class::Bounty));
    if !deal {
        return None;
    }
    let behind = || first(doc, sum.end..segment_end(doc, sum.end, around.end));
    let before = || first(doc, segment_start(doc, around.start, sum.start)..sum.start);
    if leads_on(doc, sum.end, around.end) {
        behind().or_else(before)
    } else {
        before().or_else(behind)
    }
}

/// `for`, `to whoever`, `if`, `a quien`: what is asked for stands behind the sum.
fn leads_on(doc: &Doc, end: usize, limit: usize) -> bool {
    (end..(end + 2).min(limit)).any(|i| {
        doc.classes(i).any(Classes::of(&[
            Class::For,
            Class::To,
            Class::If,
            Class::Against,
        ])) || doc.is(i, Class::Deal)
            && !doc
                .classes(i)
                .any(Classes::of(&[Class::Pay, Class::Bounty]))
            || doc.is(i, Class::On)
    })
}

/// The gravest act among the first that are asked for, each aimed at somebody.
fn first(doc: &Doc, range: Range<usize>) -> Option<(usize, &'static str)> {
    let mut found: Option<(usize, &'static str)> = None;
    for i in range.clone().filter(|&i| asks(doc, i)) {
        let Some(&(class, act)) = ASKS.iter().find(|(class, _)| doc.is(i, *class)) else {
            continue;
        };
        // to hand over somebody's picture is no kidnapping
        let brought = (i + 1..(i + 5).min(range.end)).any(|j| doc.is(j, Class::AskFind));
        let (class, act) = match class {
            Class::AskTake if brought => (Class::AskFind, "doxxing"),
            _ => (class, act),
        };
        if found.is_some_and(|(known, _)| i > known + 6) {
            break;
        }
        let grave = |act: &str| ASKS.iter().position(|(_, known)| *known == act);
        if is_aimed(doc, i, class, &range)
            && found.is_none_or(|(_, known)| grave(act) < grave(known))
        {
            found = Some((i, act));
        }
    }
    found
}

fn asks(doc: &Doc, at: usize) -> bool {
    let classes = doc.classes(at);
    if !classes.any(ASKED) {
        return false;
    }
    // `lethal`, `the death toll`, `dead drop`: numbers of dead are no wish
    !classes.any(Classes::of(&[Class::Be, Class::Neg]))
}

/// Somebody stands near enough to be meant.
fn is_aimed(doc: &Doc, at: usize, class: Class, range: &Range<usize>) -> bool {
    let near = at.saturating_sub(REACH).max(range.start)..(at + REACH).min(range.end);
    let data = matches!(class, Class::AskFind | Class::AskWatch);
    near.into_iter().filter(|&i| i != at).any(|i| {
        doc.classes(i).any(PEOPLE) && !is_asker(doc, i)
            || is_somebodys(doc.word(i))
            || is_name(doc, i)
            || !data && is_pronoun(doc.word(i))
    })
}

/// Police and others who speak of the offer are not whom it is aimed at.
fn is_asker(doc: &Doc, at: usize) -> bool {
    doc.is(at, Class::Perpetrator)
        || doc.is(at, Class::Group) && !doc.is(at, Class::Role)
        || doc.is(at, Class::Spokesperson)
        || doc.is(at + 1, Class::Say)
}

fn is_somebodys(word: &str) -> bool {
    matches!(word, "his" | "her" | "their" | "su" | "sus")
}

fn is_pronoun(word: &str) -> bool {
    matches!(
        word,
        "him" | "her" | "them" | "us" | "me" | "ella" | "ellos" | "ellas"
    ) || word.len() > 5
        && [
            "arlo", "arla", "arlos", "arlas", "arle", "erlo", "erla", "irlo", "irla",
        ]
        .iter()
        .any(|clitic| word.ends_with(clitic))
}

/// A capitalised word that begins no sentence and is no place, month or body.
fn is_name(doc: &Doc, at: usize) -> bool {
    const OTHER: Classes = Classes::of(&[
        Class::Month,
        Class::Weekday,
        Class::Country,
        Class::PlaceHead,
        Class::OrgHead,
        Class::OrgWord,
        Class::Outlet,
        Class::Platform,
        Class::CurrencyWord,
        Class::Say,
        Class::Det,
        Class::Deal,
    ]);
    let token = &doc.tokens[at];
    token.kind == TokenKind::Word
        && token.case == Case::Title
        && !doc.classes(at).any(OTHER)
        && at > 0
        && !matches!(doc.tokens[at - 1].kind, TokenKind::Break)
        && !matches!(doc.word(at - 1), "." | ":" | "\"" | "“" | "«" | "in" | "en")
}

/// A segment ends where another statement begins.
fn segment_end(doc: &Doc, start: usize, limit: usize) -> usize {
    (start..limit)
        .find(|&i| matches!(doc.word(i), ";" | "while" | "whereas" | "mientras"))
        .unwrap_or(limit)
}

fn segment_start(doc: &Doc, start: usize, limit: usize) -> usize {
    (start..limit)
        .rev()
        .find(|&i| matches!(doc.word(i), ";" | "while" | "whereas" | "mientras"))
        .map_or(start, |i| i + 1)
}

/// Fines, wages, damages, prizes, and rewards for helping the law: none of them a price on anybody.
fn is_other_money(doc: &Doc, mut sentence: Range<usize>) -> bool {
    sentence.any(|i| doc.classes(i).any(OTHER_WORLDS))
}
