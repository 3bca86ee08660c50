//! Posts of a thread: whoever posts tells what nobody else in the post is cited for.

use std::collections::HashMap;
use std::ops::Range;

use crate::text::{Doc, TokenKind};

use super::Way;
use super::finder::Finder;

/// Heads from which posts make a thread, unless they name an account of a network.
const THREAD: usize = 3;
/// Tokens of a name under which somebody posts, and of the time beside it.
const HANDLE: usize = 6;
const TIME: usize = 14;

impl Finder<'_, '_> {
    /// Gives each post to whoever posted it, where its sentences name nobody.
    pub(super) fn read_thread(&mut self) {
        let heads: Vec<(usize, Range<usize>)> = (0..self.doc.sentences.len())
            .filter_map(|at| Some((at, self.post_head(at)?)))
            .collect();
        let named = |(_, handle): &(usize, Range<usize>)| {
            let mut tokens = self.doc.tokens[handle.clone()].iter();
            tokens.any(|token| token.kind == TokenKind::Handle)
        };
        if heads.len() < THREAD && !heads.iter().any(named) {
            return;
        }
        let mut known: HashMap<&str, usize> = HashMap::new();
        for (place, (head, handle)) in heads.iter().enumerate() {
            let name = self.doc.slice(handle.clone());
            let poster = *known
                .entry(name)
                .or_insert_with(|| self.sources.of_handle(self.doc, handle.clone()));
            let end = heads
                .get(place + 1)
                .map_or(self.doc.sentences.len(), |(next, _)| *next);
            for sentence in *head..end {
                let carried = &mut self.voices.carried[sentence];
                if !carried.is_some_and(|(_, way)| matches!(way, Way::Continued | Way::Closing)) {
                    *carried = Some((poster, Way::Carried));
                }
            }
        }
    }

    /// The name in the head of a post: `tern_04` over a line with the time, `[tern_04, 10 May, 11:02]`,
    /// `Jane D. @tern · 10 May`, `tern_04 — 10 May, 11:02`, `10/05/2026, 11:02 – Jane D.: …`.
    fn post_head(&self, at: usize) -> Option<Range<usize>> {
        let doc = self.doc;
        let line = doc.sentences[at].range();
        let is_number =
            |&i: &usize| matches!(doc.tokens[i].kind, TokenKind::Number | TokenKind::Mixed);
        let is_time = |range: Range<usize>| {
            let long = range.len() > TIME;
            !long && range.filter(is_number).count() >= 2
        };
        if let Some(handle) = self.speaker_behind_time(line.clone()) {
            return Some(handle);
        }
        let bracket = doc.word(line.start) == "[";
        let inner = line.start + usize::from(bracket)..line.end;
        let parted = inner
            .clone()
            .take(HANDLE)
            .find(|&i| matches!(doc.word(i), "," | "·" | "|"));
        let account = inner
            .clone()
            .take(HANDLE)
            .any(|i| doc.tokens[i].kind == TokenKind::Handle);
        if bracket && let Some(comma) = parted {
            let close = (comma..line.end).find(|&i| doc.word(i) == "]")?;
            return is_time(comma..close).then_some(inner.start..comma);
        }
        let dash = inner.clone().take(HANDLE).find(|&i| is_dash(doc, i));
        if let Some(dash) = dash.filter(|&dash| dash > line.start && !doc.sentences[at].closed) {
            return is_time(dash + 1..line.end).then(|| behind_mark(doc, line.start)..dash);
        }
        if account
            && line.len() <= TIME
            && let Some(mark) = parted
        {
            return (mark..line.end)
                .any(|i| is_number(&i))
                .then_some(inner.start..mark);
        }
        let next = doc.sentences.get(at + 1)?;
        let alone = line.len() <= HANDLE && !doc.sentences[at].closed;
        let opens = !next.closed && is_number(&next.start) && is_time(next.range());
        let gap = line.clone().skip(1).any(|i| doc.tokens[i].gap);
        (alone && opens && !gap).then_some(line)
    }

    /// `10/05/2026, 11:02 – Jane D.: …`, `[10/05/26 11:02:33] Jane D.: …`: who stands between the time and the colon.
    fn speaker_behind_time(&self, line: Range<usize>) -> Option<Range<usize>> {
        let doc = self.doc;
        let bracket = doc.word(line.start) == "[";
        let first = line.start + usize::from(bracket);
        let is_number =
            |&i: &usize| matches!(doc.tokens[i].kind, TokenKind::Number | TokenKind::Mixed);
        if first >= line.end || !is_number(&first) {
            return None;
        }
        let ends = |&i: &usize| match bracket {
            true => doc.word(i) == "]",
            false => is_dash(doc, i),
        };
        let end = (first..line.end).take(TIME).find(ends)?;
        let colon = (end + 1..line.end)
            .take(HANDLE + 1)
            .find(|&i| doc.word(i) == ":")?;
        let timed = (first..end).filter(is_number).count() >= 3;
        (timed && colon > end + 1).then_some(end + 1..colon)
    }
}

fn is_dash(doc: &Doc, at: usize) -> bool {
    let wide = matches!(doc.word(at), "—" | "–");
    wide || doc.word(at) == "-"
        && doc.tokens[at].gap
        && doc.tokens.get(at + 1).is_some_and(|t| t.gap)
}

/// Where a name starts behind `[MOD]`.
fn behind_mark(doc: &Doc, at: usize) -> usize {
    let marked =
        doc.word(at) == "[" && (doc.tokens.get(at + 2)).is_some_and(|_| doc.word(at + 2) == "]");
    at + 3 * usize::from(marked)
}
