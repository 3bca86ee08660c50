//! Which places are named: countries and towns that are listed, and what words around show to be a place.

use std::ops::Range;
use std::sync::LazyLock;

use super::runs::{self, PLACES};
use crate::extract::vocabulary::Vocabulary;
use crate::extract::walk::word;
use crate::extract::{NameKind, Names};
use crate::text::{Class, Doc, TokenKind};

static LABELS: LazyLock<Vocabulary<()>> = LazyLock::new(|| {
    Vocabulary::new(&[(
        "country city town state province county region pais ciudad provincia localidad municipio estado lugar poblacion nacimiento location",
        (),
    )])
});

/// The names of places, in order, as tokens.
pub(super) fn places(doc: &Doc, names: &Names) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < doc.tokens.len() {
        let Some((run, end)) = runs::at(doc, at) else {
            at += 1;
            continue;
        };
        let whole = at..end;
        at = end;
        // `Estado`, `Road`
        let bare = run.tokens.len() == 1 && doc.is(run.tokens.start, Class::PlaceHead);
        if run.tokens.is_empty() || run.is_titled || bare {
            continue;
        }
        let listed = run.tokens.clone().find(|&at| PLACES.has(&doc.tokens[at]));
        let kind = names
            .at(run.tokens.start)
            .map(|name| names.entities[name.entity].kind);
        let body = matches!(
            kind,
            Some(NameKind::Org | NameKind::Outlet | NameKind::Person)
        );
        if is_labelled(doc, whole.start)
            || kind == Some(NameKind::Place)
            || is_within(doc, whole.start) && !body && !run.is_body
        {
            found.push(whole);
        } else if let Some(at) = listed.filter(|_| !body) {
            found.push(at..at + 1);
        }
    }
    found
}

/// `País: Perú`
fn is_labelled(doc: &Doc, start: usize) -> bool {
    start >= 2 && word(doc, start - 1) == ":" && LABELS.has(&doc.tokens[start - 2])
}

/// `in Dorrin`, `near the Duero`
fn is_within(doc: &Doc, start: usize) -> bool {
    let before = |back: usize| {
        start
            .checked_sub(back)
            .filter(|&at| doc.tokens[at].kind == TokenKind::Word)
    };
    before(1).is_some_and(|at| {
        doc.is(at, Class::In) && word(doc, at) != "ante"
            || doc.is(at, Class::Det)
                && before(2).is_some_and(|at| doc.is(at, Class::In))
                && matches!(word(doc, at), "the")
    })
}
