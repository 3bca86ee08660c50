//! The date line of an article.

use jiff::civil::Date;

use super::cues::{self, Cue};
use super::{Anchor, DateMention, scan};
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
    let anchor = Anchor {
        published: near,
        near: None,
    };
    scan(doc, read, anchor, &mut found);
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
    let month = |at: usize| matches!(cues::cue(doc, at), Some(Cue::Month(_)));
    !date.relative || date.tokens.clone().any(number) && date.tokens.clone().any(month)
}

fn is_date_line(doc: &Doc, line: &std::ops::Range<usize>, date: &DateMention) -> bool {
    let before = line.start..date.tokens.start;
    let words = line
        .clone()
        .filter(|&at| doc.tokens[at].kind == TokenKind::Word)
        .take(2 * SHORT)
        .count();
    let sentence = reads_like_sentence(doc, line, date);
    if is_label(word(doc, line.start)) || is_bracketed(doc, line) {
        return true;
    }
    if words < 2 * SHORT && !sentence && before.clone().any(|at| is_label(word(doc, at))) {
        return true;
    }
    !is_governed(doc, before.clone())
        && (words <= SHORT && !sentence || is_dateline(doc, before, date))
}

/// `[Radio Sol, «La tarde», 16 de mayo de 2024]`: a line in brackets tells what the text is.
fn is_bracketed(doc: &Doc, line: &std::ops::Range<usize>) -> bool {
    let last = line.end.saturating_sub(1).max(line.start);
    word(doc, line.start) == "[" && word(doc, last) == "]"
}

/// `on 16 May 2024`: a date inside a sentence; but `Week of 17 March 2025`.
fn is_governed(doc: &Doc, before: std::ops::Range<usize>) -> bool {
    let mut back = before.rev().map(|at| word(doc, at));
    match back.next() {
        Some("of" | "del") => !matches!(back.next(), Some("week" | "semana")),
        Some(
            "on" | "since" | "until" | "from" | "by" | "before" | "after" | "to" | "el" | "desde"
            | "hasta" | "and" | "y",
        ) => true,
        _ => false,
    }
}

/// A line with a verb before the date is a sentence.
fn reads_like_sentence(doc: &Doc, line: &std::ops::Range<usize>, date: &DateMention) -> bool {
    const VERBS: Classes = Classes::of(&[Class::Be, Class::Have, Class::Modal]);
    (line.start..date.tokens.start).any(|at| {
        let verb = doc.classes(at).any(VERBS)
            && doc.tokens[at].case == Case::Lower
            && word(doc, at) != "'s";
        verb || matches!(word(doc, at), "said" | "says" | "told" | "dijo" | "dice")
    })
}

/// `HARL, May 15, 2024 (Newswire) -`: nothing but places, names and marks before the date.
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
            | "broadcast"
            | "aired"
            | "transmitido"
            | "transmitida"
            | "emitida"
            | "edition"
            | "edicion"
            | "entrada"
            | "emision"
            | "entry"
            | "transcript"
    )
}
