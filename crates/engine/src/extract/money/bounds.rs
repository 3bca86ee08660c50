//! `up to`, `at least`, `or more`: sums without a lower or an upper end.

use super::{Single, Sum};
use crate::extract::walk::{next, previous, word};
use crate::text::{Class, Doc};

/// Takes in `up to`, `at least`, `or more` around a figure.
pub(super) fn bounded(doc: &Doc, single: Single) -> Sum {
    let mut sum = Sum {
        tokens: single.tokens.clone(),
        least: single.least,
        most: single.most,
        vague: single.vague,
        unit: single.unit,
        doubtful: single.doubtful,
        form: single.form,
    };
    let mut at = single.tokens.start;
    let mut bound = None;
    for _ in 0..4 {
        let Some(before) = previous(doc, at) else {
            break;
        };
        let most = doc.is(before, Class::AtMost);
        let least = doc.is(before, Class::AtLeast);
        if most || least {
            bound = Some((before, most));
        } else if !is_link(word(doc, before)) {
            break;
        }
        at = before;
    }
    let after = single.tokens.end;
    let or = next(doc, after - 1);
    let more = (matches!(word(doc, or), "or" | "and" | "o" | "y")
        && matches!(
            word(doc, next(doc, or)),
            "more" | "upwards" | "up" | "mas" | "above"
        ))
    .then(|| next(doc, or) + 1)
    .or((word(doc, after) == "+").then_some(after + 1));
    if let Some((start, most)) = bound.filter(|(_, most)| !most || sum.most.is_some()) {
        sum.tokens.start = start;
        if most {
            sum.least = None;
        } else {
            sum.most = None;
        }
    } else if let Some(end) = more {
        sum.tokens.end = end;
        sum.most = None;
    }
    sum
}

/// Words that stand between `as`, `no` or `up` and the figure.
fn is_link(text: &str) -> bool {
    matches!(
        text,
        "to" | "as"
            | "least"
            | "most"
            | "much"
            | "high"
            | "many"
            | "of"
            | "than"
            | "more"
            | "less"
            | "de"
            | "menos"
            | "mas"
            | "por"
            | "lo"
            | "como"
            | "partir"
            | "a"
            | "un"
            | "los"
            | "las"
            | "que"
            | "the"
            | "at"
    )
}
