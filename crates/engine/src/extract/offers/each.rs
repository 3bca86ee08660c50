//! Prices on each to whom something is done.

use super::{PAYING, PEOPLE};
use crate::text::{Class, Classes, Doc, TokenKind};

/// What is done to each, as the price is told afterwards: `for every guard killed`, `por cada guardia muerto`.
pub(super) const DONE: [(Class, Class, &str); 4] = [
    (Class::AskKill, Class::Kill, "kill"),
    (Class::AskTake, Class::Kidnap, "kidnap"),
    (Class::AskHurt, Class::Shoot, "injure"),
    (Class::AskHurt, Class::Injure, "injure"),
];

pub(super) fn is_each_done_to(doc: &Doc, at: usize) -> bool {
    const REACH: usize = 5;
    const STOPS: Classes = Classes::of(&[Class::Be, Class::Have, Class::Say]);
    if !DONE.iter().any(|(_, done, _)| doc.is(at, *done)) {
        return false;
    }
    let start = doc.sentences[doc.sentence_at(at)].start;
    let near = at.saturating_sub(REACH).max(start)..at;
    let Some(each) = near.clone().rev().find(|&i| is_each(doc, i)) else {
        return false;
    };
    let between = each + 1..at;
    between.clone().any(|i| doc.classes(i).any(PEOPLE))
        && between
            .into_iter()
            .all(|i| doc.tokens[i].kind == TokenKind::Word && !doc.classes(i).any(STOPS))
}

/// `each`, `every`; `por` right before whom: `por guardia muerto`.
fn is_each(doc: &Doc, at: usize) -> bool {
    let per = matches!(doc.word(at), "por" | "per") && doc.classes(at + 1).any(PEOPLE);
    per || doc.is(at, Class::Det) && doc.is(at, Class::Deal) && !doc.classes(at).any(PAYING)
}
