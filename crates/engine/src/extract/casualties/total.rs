//! Totals told apart from those they count: `the wounded at the gate were four`, `It was three.`

use super::Casualty;
use super::count::counted;
use super::people::Group;
use crate::extract::figures::{self, small_number};
use crate::extract::walk::{next, previous, word};
use crate::text::{Doc, TokenKind};

/// Tokens between the hurt and how many they are.
const REACH: usize = 9;
/// Words of a sentence that tells a number and nothing else.
const SHORT: usize = 7;

/// `los heridos en la escalera fueron cinco`, `the number of dead rose to four`.
pub(super) fn after(doc: &Doc, floor: usize, at: usize, end: usize) -> Option<Group> {
    let before = previous(doc, at).filter(|&before| before >= floor)?;
    let number_of = matches!(word(doc, before), "of" | "de");
    if !number_of && !matches!(word(doc, before), "the" | "los" | "las") {
        return None;
    }
    if let Some(group) = instead(doc, before, at, end) {
        return Some(group);
    }
    let stops = |i: usize| {
        matches!(
            word(doc, i),
            "," | ";" | "that" | "who" | "que" | "and" | "y" | "(" | "not" | "no"
        ) || doc.tokens[i].kind == TokenKind::QuoteMark
    };
    if let Some(group) = brought_to(doc, before, at, end) {
        return Some(group);
    }
    if let Some(group) = corrected(doc, at, end) {
        return Some(group);
    }
    let link = (at + 1..end.min(at + REACH))
        .take_while(|&i| !stops(i))
        .find(|&i| is_link(word(doc, i)) || number_of && matches!(word(doc, i), "is" | "es"))?;
    let mut start = next(doc, link);
    while start < end
        && matches!(
            word(doc, start),
            "now" | "ya" | "a" | "en" | "de" | "to" | "at" | "only" | "solo" | ":"
        )
    {
        start = next(doc, start);
    }
    let told = start < end && figures::may_start(doc, start);
    let group = told.then(|| counted(doc, start, start)).flatten()?;
    Some(Group {
        tokens: before..group.tokens.end,
        ..group
    })
}

/// `son dos los vigilantes heridos`: how many, before those who were hurt.
pub(super) fn before(doc: &Doc, floor: usize, at: usize) -> Option<Group> {
    const NOUN: usize = 3;
    let near = at.saturating_sub(NOUN).max(floor)..at;
    let article = near
        .rev()
        .find(|&i| matches!(word(doc, i), "los" | "las"))
        .filter(|&i| i > floor)?;
    let number = previous(doc, article).filter(|&i| i >= floor)?;
    let (count, _) = small_number(doc, number)?;
    let link = previous(doc, number).filter(|&i| i >= floor)?;
    is_link(word(doc, link)).then_some(Group {
        tokens: link..at + 1,
        count,
        counted: true,
        hedged: false,
    })
}

/// `la cifra de heridos, que son dos`
fn corrected(doc: &Doc, at: usize, end: usize) -> Option<Group> {
    let words = [1, 2, 3].map(|step| word(doc, at + step));
    let number = at + 4;
    let told = words[0] == ","
        && matches!(words[1], "que" | "which")
        && is_link(words[2])
        && number < end
        && figures::may_start(doc, number);
    let (count, ends) = told.then(|| small_number(doc, number)).flatten()?;
    Some(Group {
        tokens: at..ends,
        count,
        counted: true,
        hedged: false,
    })
}

/// `bringing the injured to two`, `eleva los heridos a cuatro`.
fn brought_to(doc: &Doc, before: usize, at: usize, end: usize) -> Option<Group> {
    const BACK: usize = 4;
    let raised = (before.saturating_sub(BACK)..before).any(|i| {
        matches!(
            word(doc, i),
            "bringing"
                | "brings"
                | "brought"
                | "raising"
                | "raises"
                | "raised"
                | "taking"
                | "takes"
                | "puts"
                | "eleva"
                | "elevan"
                | "elevo"
                | "sube"
        )
    });
    let link = next(doc, at);
    let start = next(doc, link);
    let told = raised
        && matches!(word(doc, link), "to" | "at" | "a" | "en")
        && start < end
        && figures::may_start(doc, start);
    let group = told.then(|| counted(doc, link, start)).flatten()?;
    Some(Group {
        tokens: before..group.tokens.end,
        ..group
    })
}

/// `los lesionados no son dos, sino cuatro`, `the injured were not two but four`.
fn instead(doc: &Doc, before: usize, at: usize, end: usize) -> Option<Group> {
    let near = at + 1..end.min(at + REACH);
    let denied = near
        .clone()
        .find(|&i| matches!(word(doc, i), "not" | "no"))?;
    let turn = (denied..near.end).find(|&i| matches!(word(doc, i), "but" | "sino"))?;
    let start = next(doc, turn);
    let told = start < end && figures::may_start(doc, start);
    let group = told.then(|| counted(doc, turn, start)).flatten()?;
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

/// `…, while the union says three`, `El sindicato habla de cinco.`: how many of those told of just before, on
/// somebody else's word.
pub(super) fn by_others(doc: &Doc, sentence: usize, last: Option<&Casualty>) -> Option<Casualty> {
    let last = last.filter(|last| {
        last.sentence <= sentence && sentence - last.sentence <= 1 && !last.negated
    })?;
    if last.killed.is_some() == last.injured.is_some() {
        return None;
    }
    let range = doc.sentences[sentence].range();
    let from = range.start.max(last.tokens.end);
    let (verb, number) =
        (from..range.end).find_map(|at| Some((at, said_behind(doc, at, range.end)?)))?;
    let group = counted(doc, number, number)?;
    let ends = next(doc, group.tokens.end - 1);
    let whole = ends >= range.end || doc.tokens[ends].kind == TokenKind::Punct;
    let one = |told: Option<u32>| told.filter(|&n| n > 0).map(|_| group.count);
    let (killed, injured) = (one(last.killed), one(last.injured));
    let differs = killed != last.killed || injured != last.injured;
    (whole && differs && killed.is_some() != injured.is_some()).then_some(Casualty {
        tokens: verb..group.tokens.end,
        sentence,
        killed,
        injured,
        hedged: false,
        negated: false,
    })
}

/// The number that a verb of saying or counting leads to.
fn said_behind(doc: &Doc, at: usize, end: usize) -> Option<usize> {
    const FEW: usize = 5;
    let says = matches!(
        word(doc, at),
        "says"
            | "said"
            | "count"
            | "counts"
            | "counted"
            | "puts"
            | "put"
            | "speaks"
            | "gives"
            | "lists"
            | "habla"
            | "hablan"
            | "hablo"
            | "dice"
            | "dicen"
            | "cuenta"
            | "cuentan"
            | "conto"
            | "eleva"
            | "elevo"
            | "asegura"
            | "sostiene"
            | "cifra"
            | "registra"
    );
    let small = |i: usize| {
        matches!(
            word(doc, i),
            "that"
                | "que"
                | "de"
                | "of"
                | "it"
                | "there"
                | "at"
                | "them"
                | "son"
                | "fueron"
                | "eran"
                | "were"
                | "are"
                | "the"
                | "los"
                | "la"
                | "cifra"
                | "figure"
                | "number"
                | "a"
                | "en"
                | "to"
                | "only"
                | "solo"
        )
    };
    if !says {
        return None;
    }
    (at + 1..end.min(at + 1 + FEW))
        .find(|&i| !small(i))
        .filter(|&i| figures::may_start(doc, i))
}
