//! Posts of a thread: whoever posts tells what nobody else in the post is cited for.

use std::collections::HashMap;
use std::ops::Range;

use crate::text::TokenKind;

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
                if carried.is_none() || !self.voices.continued[sentence] {
                    *carried = Some(poster);
                }
            }
        }
    }

    /// The name in the head of a post: `tern_04` over a line with the time, `[tern_04, 10 May, 11:02]`,
    /// `Jane D. @tern · 10 May`.
    fn post_head(&self, at: usize) -> Option<Range<usize>> {
        let doc = self.doc;
        let line = doc.sentences[at].range();
        let is_number =
            |&i: &usize| matches!(doc.tokens[i].kind, TokenKind::Number | TokenKind::Mixed);
        let is_time = |range: Range<usize>| {
            let long = range.len() > TIME;
            !long && range.filter(is_number).count() >= 2
        };
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
}
