//! Steps from token to token. A single end of line counts as space: mail is wrapped.

use crate::text::{Doc, TokenKind};

/// A token in folded form; empty past the end and for an end of line.
pub(super) fn word<'d>(doc: &'d Doc, at: usize) -> &'d str {
    if at < doc.tokens.len() {
        doc.word(at)
    } else {
        ""
    }
}

/// What a token is made of; `None` past the end.
pub(super) fn kind(doc: &Doc, at: usize) -> Option<TokenKind> {
    doc.tokens.get(at).map(|token| token.kind)
}

/// The token after `at`, over a single end of line.
pub(super) fn next(doc: &Doc, at: usize) -> usize {
    match doc.tokens.get(at + 1) {
        Some(token) if token.kind == TokenKind::Break && !token.blank => at + 2,
        _ => at + 1,
    }
}

/// The token before `at`, over a single end of line.
pub(super) fn previous(doc: &Doc, at: usize) -> Option<usize> {
    let before = at.checked_sub(1)?;
    let token = &doc.tokens[before];
    if token.kind == TokenKind::Break && !token.blank {
        before.checked_sub(1)
    } else {
        Some(before)
    }
}

/// Whether a token stands directly after the one before it.
pub(super) fn glued(doc: &Doc, at: usize) -> bool {
    doc.tokens
        .get(at)
        .is_some_and(|token| !token.gap && token.kind != TokenKind::Break)
}

/// Whether a token is a hyphen or dash between two words without spaces.
pub(super) fn is_hyphen(doc: &Doc, at: usize) -> bool {
    matches!(word(doc, at), "-" | "–" | "‑" | "—") && glued(doc, at) && glued(doc, at + 1)
}

/// Walks along the sentences of a text as tokens pass by in ascending order.
pub(super) struct Sentences<'d, 't> {
    doc: &'d Doc<'t>,
    at: usize,
}

impl<'d, 't> Sentences<'d, 't> {
    pub(super) fn new(doc: &'d Doc<'t>) -> Self {
        Sentences { doc, at: 0 }
    }

    /// The sentence that holds a token, as an index; the last one where none does.
    pub(super) fn of(&mut self, token: usize) -> usize {
        let sentences = &self.doc.sentences;
        while self.at + 1 < sentences.len() && sentences[self.at].end <= token {
            self.at += 1;
        }
        self.at
    }
}
