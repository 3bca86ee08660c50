//! Who wrote it.

use std::ops::Range;

use super::parts::Part;
use crate::extract::walk::{next, word};
use crate::text::{Doc, TokenKind};

/// The name after `By`, `Por`, `Texto:`; a desk that signs alone.
pub(super) fn byline(doc: &Doc, part: &Part) -> Option<Range<usize>> {
    let start = part.tokens.start;
    if matches!(word(doc, start), "redaccion" | "staff") && part.tokens.len() <= 6 {
        return Some(start..start + 1);
    }
    let opener = (start..part.tokens.end.min(start + 30)).find(|&at| opens(doc, at, start))?;
    let mut first = next(doc, opener);
    while matches!(word(doc, first), ":" | "\"" | "“") {
        first = next(doc, first);
    }
    let mut end = first;
    while end < part.tokens.end && end < first + 8 && is_name_part(doc, end, first) {
        end += 1;
    }
    while end > first && !doc.tokens[end - 1].is_capital() {
        end -= 1;
    }
    (end > first).then_some(first..end)
}

/// `By` at the start of a line, `by` after a comma or a date in it.
fn opens(doc: &Doc, at: usize, start: usize) -> bool {
    let before = at.checked_sub(1).filter(|&before| before >= start);
    match word(doc, at) {
        "by" | "por" => before.is_none_or(|before| {
            matches!(word(doc, before), "," | "|" | "·" | "—" | "-")
                || doc.tokens[before].kind == TokenKind::Number
                || matches!(word(doc, before), "words" | "story" | "report" | "escrito")
        }),
        "texto" | "autor" | "autora" | "author" | "redactor" | "redactora" => {
            word(doc, at + 1) == ":"
        }
        _ => false,
    }
}

fn is_name_part(doc: &Doc, at: usize, first: usize) -> bool {
    let token = &doc.tokens[at];
    let initial = at > first
        && word(doc, at) == "."
        && doc.tokens[at - 1].end - doc.tokens[at - 1].start <= 2;
    token.is_capital()
        || initial
        || at > first
            && matches!(
                word(doc, at),
                "de" | "del" | "la" | "las" | "los" | "y" | "and" | "van" | "von" | "-" | "'"
            )
}
