//! Names and addresses of the net.

use core::net::{Ipv4Addr, Ipv6Addr};

use model::ExposureKind;

use super::{Found, bytes, context};
use crate::extract::walk::{glued, kind, word};
use crate::text::{Doc, TokenKind};

/// `@name`, with a letter in it.
pub(super) fn handle(doc: &Doc, at: usize) -> Option<Found> {
    let name = doc.raw(at);
    let letters = name.chars().any(char::is_alphabetic) && name.chars().count() > 2;
    letters.then(|| (ExposureKind::Handle, bytes(doc, at..at + 1)))
}

/// Addresses of machines, of either kind.
pub(super) fn machine(doc: &Doc, at: usize) -> Option<Found> {
    let text = word(doc, at);
    if kind(doc, at) == Some(TokenKind::Number) && text.matches('.').count() == 3 {
        let octets = text.parse::<Ipv4Addr>().ok()?.octets();
        let numbering = octets.iter().all(|&octet| octet < 10);
        let named = || {
            context::speaks_of(
                doc,
                at,
                &["ip", "address", "server", "servidor", "direccion", "host"],
                6,
            )
        };
        return (!numbering || named()).then(|| (ExposureKind::Ip, bytes(doc, at..at + 1)));
    }
    let hex = text.len() <= 4 && text.bytes().all(|b| b.is_ascii_hexdigit());
    if !hex || word(doc, at + 1) != ":" || !glued(doc, at + 1) || !glued(doc, at + 2) {
        return None;
    }
    let mut end = at;
    while end < doc.tokens.len() && end < at + 16 && (end == at || glued(doc, end)) {
        let part = word(doc, end);
        if part != ":" && (part.len() > 4 || !part.bytes().all(|b| b.is_ascii_hexdigit())) {
            break;
        }
        end += 1;
    }
    while end > at && word(doc, end - 1) == ":" {
        end -= 1;
    }
    let groups = doc.slice(at..end);
    (groups.len() > 8 && groups.parse::<Ipv6Addr>().is_ok())
        .then(|| (ExposureKind::Ip, bytes(doc, at..end)))
}

/// `example.com/page`: a host written without its protocol. `at` is its last label.
pub(super) fn bare_host(doc: &Doc, at: usize) -> Option<Found> {
    let mut start = at;
    while start >= 2
        && start + 16 > at
        && glued(doc, start)
        && word(doc, start - 1) == "."
        && glued(doc, start - 1)
        && is_label(doc, start - 2)
    {
        start -= 2;
    }
    if start == at || word(doc, start).len() < 2 {
        return None;
    }
    let mut end = at + 1;
    let country = |end: usize| {
        word(doc, end) == "."
            && glued(doc, end)
            && glued(doc, end + 1)
            && word(doc, end + 1).len() == 2
            && is_label(doc, end + 1)
    };
    if country(end) {
        end += 2;
    }
    let is_path = word(doc, end) == "/" && glued(doc, end);
    let path_part = |end: usize| {
        glued(doc, end)
            && !matches!(
                kind(doc, end),
                Some(TokenKind::QuoteMark | TokenKind::Break)
            )
            && !matches!(word(doc, end), ")" | "]" | "," | ";" | "")
    };
    while is_path && end < doc.tokens.len() && end < at + 40 && path_part(end) {
        end += 1;
    }
    while end > at + 1 && matches!(word(doc, end - 1), "." | ":" | "?" | "!" | "…") {
        end -= 1;
    }
    let goes_on = !is_path
        && glued(doc, end)
        && matches!(
            kind(doc, end),
            Some(TokenKind::Word | TokenKind::Number | TokenKind::Mixed)
        );
    (!goes_on).then(|| (ExposureKind::Url, bytes(doc, start..end)))
}

fn is_label(doc: &Doc, at: usize) -> bool {
    matches!(kind(doc, at), Some(TokenKind::Word | TokenKind::Mixed)) && doc.raw(at).is_ascii()
}
