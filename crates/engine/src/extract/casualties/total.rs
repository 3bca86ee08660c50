//! Totals told apart from those they count: `the wounded at the gate were four`, `It was three.`

use super::Casualty;
use super::count::counted;
use super::people::Group;
use crate::extract::figures;
use crate::extract::walk::{next, previous, word};
use crate::text::{Doc, TokenKind};

/// Tokens between the hurt and how many they are.
const REACH: usize = 9;
/// Words of a sentence that tells a number and nothing else.
const SHORT: usize = 7;

/// `los heridos en la escalera fueron cinco`, `the number of dead rose to four`.
pub(super) fn after(doc: &Doc, floor: usize, at: usize, end: usize) -> Option<Group> {
    let before = previous(doc, at).filter(|&before| before >= floor)?;
    if !matches!(word(doc, before), "the" | "los" | "las" | "of" | "de") {
        return None;
    }
    let stops = |i: usize| {
        matches!(
            word(doc, i),
            "," | ";" | "that" | "who" | "que" | "and" | "y" | "(" | "not" | "no"
        ) || doc.tokens[i].kind == TokenKind::QuoteMark
    };
    let link = (at + 1..end.min(at + REACH))
        .take_while(|&i| !stops(i))
        .find(|&i| is_link(word(doc, i)))?;
    let mut start = next(doc, link);
    while start < end
        && matches!(
            word(doc, start),
            "now" | "ya" | "a" | "en" | "to" | "at" | "only" | "solo" | ":"
        )
    {
        start = next(doc, start);
    }
    let told = start < end && figures::may_start(doc, start);
    let group = told.then(|| counted(doc, link, start)).flatten()?;
    Some(Group {
        tokens: before..group.tokens.end,
        ..group
    })
}

fn is_link(text: &str) -> bool {
    matches!(
        text,
        "are"
            | "were"
            | "numbered"
            | "total"
            | "totalled"
            | "rose"
            | "stands"
            | "stood"
            | "at"
            | "son"
            | "fueron"
            | "eran"
            | "suman"
            | "sumaban"
            | "asciende"
            | "ascienden"
            | "ascendio"
            | "subio"
            | "llega"
            | "llego"
    )
}

/// `It was three.`, `Son dos.`, `Three, not two.`: how many of those told of in the sentence before.
pub(super) fn alone(doc: &Doc, sentence: usize, last: Option<&Casualty>) -> Option<Casualty> {
    let last = last.filter(|last| last.sentence + 1 == sentence && !last.negated)?;
    let range = doc.sentences[sentence].range();
    let words = || {
        range
            .clone()
            .filter(|&at| doc.tokens[at].kind == TokenKind::Word)
    };
    if words().count() > SHORT {
        return None;
    }
    let first = words().next()?;
    let second = next(doc, first);
    let number = match word(doc, first) {
        "it" | "there" | "they" if matches!(word(doc, second), "was" | "were" | "is" | "are") => {
            next(doc, second)
        }
        "son" | "fueron" | "eran" | "somos" | "fuimos" => second,
        _ if figures::may_start(doc, first)
            && word(doc, second) == ","
            && matches!(word(doc, next(doc, second)), "not" | "no") =>
        {
            first
        }
        _ => return None,
    };
    let group = figures::may_start(doc, number).then(|| counted(doc, first, number))??;
    let ends = next(doc, group.tokens.end - 1);
    let whole = ends >= range.end || doc.tokens[ends].kind != TokenKind::Word;
    let one = |told: Option<u32>| told.filter(|&n| n > 0).map(|_| group.count);
    let (killed, injured) = (one(last.killed), one(last.injured));
    (whole && killed.is_some() != injured.is_some()).then_some(Casualty {
        tokens: first..group.tokens.end,
        sentence,
        killed,
        injured,
        hedged: false,
        negated: false,
    })
}
