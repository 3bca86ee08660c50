//! Prices on deeds that are named only between quotation marks.

use std::ops::Range;

use super::{PEOPLE, Search, is_asker, is_name, is_paid, is_pronoun};
use crate::text::{Class, Classes, Doc, TokenKind};

impl Search<'_, '_> {
    /// `to whoever "visits" the clerk`, `al que «acueste» a la fiscal`, `to anyone who has her "put to bed"`: what is put
    /// in quotation marks is a killing.
    pub(super) fn hinted(
        &self,
        sum: &Range<usize>,
        around: &Range<usize>,
    ) -> Option<(usize, &'static str)> {
        const AHEAD: usize = 12;
        const WORDS: usize = 6;
        let doc = self.doc;
        let end = around.end.min(sum.end + AHEAD);
        let mark = |at: usize| doc.tokens[at].kind == TokenKind::QuoteMark;
        let open = (sum.end..end).find(|&at| mark(at))?;
        let to_whom = (sum.end..open).any(|at| {
            doc.is(at, Class::Who)
                || matches!(
                    doc.word(at),
                    "whoever" | "anyone" | "anybody" | "someone" | "quien"
                )
        });
        let close = (open + 2..around.end.min(open + 2 + WORDS)).find(|&at| mark(at))?;
        let whom = open.saturating_sub(WORDS).max(sum.end)..around.end.min(close + WORDS);
        let somebody = whom
            .clone()
            .any(|at| doc.classes(at).any(PEOPLE) && !is_asker(doc, at));
        let paid = is_paid(doc, around);
        (to_whom && somebody && paid).then_some((open + 1, "kill"))
    }
}

/// Tokens between a sum and whoever is to have it: `going for`, `, cash, to`, `in it for`.
const BETWEEN: usize = 5;

/// `fifteen grand going for whoever`, `50.000 euros al que`: where whoever is to have the sum stands.
pub(in crate::extract) fn taker_behind(doc: &Doc, sum_end: usize, limit: usize) -> Option<usize> {
    let stops = |at: usize| matches!(doc.word(at), "." | ";" | "(");
    let near = sum_end..limit.min(sum_end + BETWEEN + 1);
    near.take_while(|&at| !stops(at)).find(|&at| {
        let before = |word: &str| at > sum_end && doc.word(at - 1) == word;
        let led = ["for", "to", "a", "para"].iter().any(|word| before(word));
        let opened = at > sum_end + 1
            && doc.tokens[at - 1].kind == TokenKind::QuoteMark
            && matches!(doc.word(at - 2), "for" | "to" | "para" | "a");
        match doc.word(at) {
            "whoever" | "whomever" => led || opened,
            "anyone" | "anybody" | "someone" | "somebody" => led,
            "quien" | "quienes" => led,
            "que" => before("al") || before("el") || before("persona"),
            "who" => before("person") || before("one") || before("man") || before("those"),
            _ => false,
        }
    })
}

/// A sum for whoever does something to somebody, in words that no list knows: where it is told what.
pub(super) fn unsaid(doc: &Doc, sum: &Range<usize>, around: &Range<usize>) -> Option<usize> {
    const AHEAD: usize = 14;
    let taker = taker_behind(doc, sum.end, around.end)?;
    let mut doing = taker + 1..around.end.min(taker + AHEAD);
    let somebody = doing.any(|at| {
        doc.classes(at).any(PEOPLE) && !is_asker(doc, at)
            || is_name(doc, at)
            || is_pronoun(doc.word(at))
            || is_clitic(doc, at)
    });
    somebody.then_some(taker + 1)
}

/// `al que la deje ingresada`: whom it is done to, in one small word.
pub(super) fn is_clitic(doc: &Doc, at: usize) -> bool {
    matches!(doc.word(at), "la" | "lo" | "le" | "los" | "las" | "les")
        && at > 0
        && matches!(doc.word(at - 1), "que" | "quien" | "quienes")
}

/// `$5,000 on Judge Ada Brink`, `5.000 euros por la jueza Inés Pola`: where the role of whom it is set on stands.
pub(super) fn set_on(doc: &Doc, sum_end: usize, limit: usize) -> Option<usize> {
    const ROLE: Classes = Classes::of(&[Class::Role, Class::Title]);
    let led = sum_end < limit && matches!(doc.word(sum_end), "on" | "por");
    let role = sum_end + 1 + usize::from(led && doc.is(sum_end + 1, Class::Det));
    let named = led && role + 1 < limit && doc.classes(role).any(ROLE) && is_name(doc, role + 1);
    named.then_some(role)
}
