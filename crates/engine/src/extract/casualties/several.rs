//! Several people told one after another: `a guard and two nurses`, `un piloto y una pasajera`.

use super::count::{THINGS, counted};
use super::people::{
    Group, PEOPLE, is_name, is_plural, last_capital, noun_after, object_after, person_at,
};
use crate::extract::figures;
use crate::extract::walk::{next, previous, word};
use crate::text::{Class, Classes, Doc, TokenKind};

/// Words of one part of an enumeration at most.
const PHRASE: usize = 6;

/// Everybody named right after a verb or preposition: `killed a guard and two nurses`.
pub(super) fn objects_after(doc: &Doc, at: usize, end: usize) -> Option<Group> {
    if let Some(named) = named_after(doc, at, end) {
        return Some(named);
    }
    let mut all = object_after(doc, at, end)?;
    let mut last = all.tokens.end;
    while let Some((more, ends)) = joined_after(doc, last, end) {
        all.count += more;
        all.tokens.end = ends;
        last = ends;
    }
    Some(all)
}

/// What `and` adds right behind an enumeration: how many, and where they end.
fn joined_after(doc: &Doc, last: usize, end: usize) -> Option<(u32, usize)> {
    let join = next(doc, last - 1);
    if join >= end || !is_and(doc, join) {
        return None;
    }
    let mut start = next(doc, join);
    if word(doc, start) == "a"
        && doc
            .classes(next(doc, start))
            .any(Classes::of(&[Class::Det, Class::Possessive]))
    {
        start = next(doc, start);
    }
    if start >= end {
        return None;
    }
    if figures::may_start(doc, start) {
        let group = counted(doc, join, start)?;
        let noun = noun_after(doc, group.tokens.end, end);
        return (noun > group.tokens.end).then_some((group.count, noun));
    }
    let noun = person_at(doc, start, end)?;
    Some((1, noun + 1))
}

/// `los guardias Olaf Brandt y Luis Mora`: several of whom each is named.
fn named_after(doc: &Doc, at: usize, end: usize) -> Option<Group> {
    let start = if word(doc, at) == "a" {
        next(doc, at)
    } else {
        at
    };
    let noun = next(doc, start);
    let led = matches!(word(doc, start), "the" | "los" | "las")
        && noun < end
        && doc.classes(noun).any(PEOPLE)
        && is_plural(doc, noun);
    let mut first = next(doc, noun);
    let mut count = 0;
    let mut last = noun;
    while led && first < end && is_name(doc, first) {
        count += 1;
        last = last_capital(doc, first);
        let join = next(doc, last);
        if !is_and(doc, join) && word(doc, join) != "," {
            break;
        }
        first = next(doc, join);
    }
    (count > 1).then_some(Group {
        tokens: at..last + 1,
        count,
        counted: true,
        hedged: false,
    })
}

/// Who is joined by `and` in front of a phrase: how many, and where they start.
pub(super) fn joined_before(doc: &Doc, floor: usize, phrase: usize) -> Option<(u32, usize)> {
    let join = previous(doc, phrase).filter(|&join| join > floor && is_and(doc, join))?;
    let first = join.saturating_sub(PHRASE).max(floor);
    let before = previous(doc, join)?;
    if matches!(word(doc, before), "he" | "she" | "ella") {
        return Some((1, before));
    }
    (first..join).rev().find_map(|start| {
        let governed = previous(doc, start)
            .filter(|&b| b >= floor)
            .is_some_and(|b| {
                let led = Classes::of(&[
                    Class::Prep,
                    Class::Of,
                    Class::By,
                    Class::To,
                    Class::Possessive,
                ]);
                doc.classes(b).any(led) || is_name(doc, b)
            });
        if governed {
            return None;
        }
        if figures::may_start(doc, start) {
            let group = counted(doc, floor, start)?;
            let noun = noun_after(doc, group.tokens.end, join);
            return (next(doc, noun - 1) == join && noun > group.tokens.end)
                .then_some((group.count, group.tokens.start));
        }
        let noun = person_at(doc, start, join)?;
        (next(doc, noun) == join).then_some((1, start))
    })
}

/// `un piloto y una pasajera murieron`: two, whatever they are called.
pub(super) fn pair_before(doc: &Doc, floor: usize, verb: usize) -> Option<Group> {
    const NOUN: usize = 3;
    let article = |at: usize| {
        matches!(
            word(doc, at),
            "un" | "una" | "a" | "an" | "el" | "la" | "the" | "su" | "his" | "her"
        )
    };
    let second = back_to(doc, floor, verb, NOUN, article)?;
    let join = previous(doc, second).filter(|&join| join > floor && is_and(doc, join))?;
    let first = back_to(doc, floor, join, NOUN, article)?;
    Some(Group {
        tokens: first..verb + 1,
        count: 2,
        counted: false,
        hedged: false,
    })
}

/// The article of the noun that ends right before a token.
fn back_to(
    doc: &Doc,
    floor: usize,
    end: usize,
    words: usize,
    article: impl Fn(usize) -> bool,
) -> Option<usize> {
    let mut at = previous(doc, end)?;
    for step in 0..=words {
        let token = &doc.tokens[at];
        if at < floor || token.kind != TokenKind::Word || THINGS.has(token) {
            return None;
        }
        if article(at) {
            return (step > 0).then_some(at);
        }
        if token.classes.any(Classes::of(&[
            Class::Prep,
            Class::Be,
            Class::Say,
            Class::Conj,
        ])) {
            return None;
        }
        at = previous(doc, at)?;
    }
    None
}

fn is_and(doc: &Doc, at: usize) -> bool {
    matches!(word(doc, at), "and" | "y" | "e")
}
