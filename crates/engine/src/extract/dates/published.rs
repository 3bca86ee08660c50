//! The date line of an article.

use jiff::civil::Date;

use super::{DateMention, scan};
use crate::extract::walk::word;
use crate::text::{Case, Class, Classes, Doc, TokenKind};

/// Lines looked at from the top and from the end.
const TOP: usize = 8;
const BOTTOM: usize = 3;
/// A line of more words is a paragraph.
const SHORT: usize = 18;

/// The day on which a plain-text article says it was published: its date line, near the top or at the very end.
#[must_use]
pub fn published(doc: &Doc) -> Option<Date> {
    date_line(doc, None)
}

/// Like [`published`], but a date line without a year gets the one that brings it nearest to a day
/// known from elsewhere, such as that of another report on the same matter.
#[must_use]
pub fn published_near(doc: &Doc, near: Date) -> Option<Date> {
    date_line(doc, None).or_else(|| date_line(doc, Some(near)))
}

fn date_line(doc: &Doc, near: Option<Date>) -> Option<Date> {
    let mut top = Vec::new();
    let mut at = 0;
    while top.len() < TOP && at < doc.tokens.len() {
        let line = line_from(doc, at);
        at = line.end + 1;
        if !line.is_empty() {
            top.push(line);
        }
    }
    let mut bottom = Vec::new();
    let mut end = doc.tokens.len();
    while bottom.len() < BOTTOM && end > at {
        let line = line_to(doc, end);
        end = line.start.saturating_sub(1);
        if !line.is_empty() && line.start >= at {
            bottom.push(line);
        }
    }
    top.into_iter()
        .chain(bottom)
        .find_map(|line| date_of_line(doc, line, near))
}

fn is_break(doc: &Doc, at: usize) -> bool {
    doc.tokens[at].kind == TokenKind::Break
}

/// The line that starts at a token, at most one date line long.
fn line_from(doc: &Doc, start: usize) -> std::ops::Range<usize> {
    let end = (start..doc.tokens.len()).find(|&at| is_break(doc, at));
    start..end.unwrap_or(doc.tokens.len())
}

fn line_to(doc: &Doc, end: usize) -> std::ops::Range<usize> {
    let start = (0..end)
        .rfind(|&at| is_break(doc, at))
        .map_or(0, |at| at + 1);
    start..end
}

/// The full date of a line that looks like a date line.
fn date_of_line(doc: &Doc, line: std::ops::Range<usize>, near: Option<Date>) -> Option<Date> {
    let read = line.start..line.end.min(line.start + 40);
    let mut found = Vec::new();
    scan(doc, read, near, &mut found);
    found
        .into_iter()
        .find(|date| {
            date.start.is_some()
                && date.start == date.end
                && names_day(doc, date)
                && is_date_line(doc, &line, date)
        })
        .and_then(|date| date.start)
}

/// Day and month are written, not counted from elsewhere.
fn names_day(doc: &Doc, date: &DateMention) -> bool {
    let number = |at: usize| matches!(doc.tokens[at].kind, TokenKind::Number | TokenKind::Mixed);
    !date.relative
        || date.tokens.clone().any(number) && date.tokens.clone().any(|at| doc.is(at, Class::Month))
}

fn is_date_line(doc: &Doc, line: &std::ops::Range<usize>, date: &DateMention) -> bool {
    let before = line.start..date.tokens.start;
    if before.clone().any(|at| is_label(word(doc, at))) {
        return true;
    }
    let governed = before.clone().next_back().is_some_and(|at| {
        matches!(
            word(doc, at),
            "on" | "since"
                | "until"
                | "of"
                | "from"
                | "by"
                | "before"
                | "after"
                | "to"
                | "el"
                | "del"
                | "desde"
                | "hasta"
                | "and"
                | "y"
        )
    });
    if governed {
        return false;
    }
    let words = line
        .clone()
        .filter(|&at| doc.tokens[at].kind == TokenKind::Word)
        .take(SHORT + 1)
        .count();
    let line_end = doc.tokens.get(line.end.wrapping_sub(1)).is_some();
    words <= SHORT && line_end && !ends_like_sentence(doc, line, date)
        || is_dateline(doc, before, date)
}

/// A short line that says something else after the date.
fn ends_like_sentence(doc: &Doc, line: &std::ops::Range<usize>, date: &DateMention) -> bool {
    const VERBS: Classes = Classes::of(&[Class::Be, Class::Have, Class::Say, Class::Modal]);
    (line.start..date.tokens.start)
        .any(|at| doc.classes(at).any(VERBS) && doc.tokens[at].case == Case::Lower)
}

/// `SELLIN FORD, May 15, 2024 (Newswire) -`: nothing but places, names and marks before the date.
fn is_dateline(doc: &Doc, before: std::ops::Range<usize>, date: &DateMention) -> bool {
    let plain = before.len() <= 14
        && before.into_iter().all(|at| {
            let token = &doc.tokens[at];
            token.kind != TokenKind::Word
                || token.is_capital()
                || matches!(
                    word(doc, at),
                    "a" | "de" | "del" | "la" | "los" | "of" | "the" | "y" | "and"
                )
        });
    let marked = doc
        .tokens
        .get(date.tokens.end)
        .is_none_or(|token| token.kind != TokenKind::Word && token.kind != TokenKind::Number);
    plain && marked
}

/// Words that say what the date is.
fn is_label(text: &str) -> bool {
    matches!(
        text,
        "posted"
            | "published"
            | "updated"
            | "publicado"
            | "publicada"
            | "actualizado"
            | "actualizada"
            | "date"
            | "fecha"
            | "dated"
            | "issued"
            | "released"
            | "emitido"
            | "aparecido"
            | "aparecida"
            | "appeared"
            | "created"
            | "filed"
    )
}
