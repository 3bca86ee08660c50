//! Names that the text itself gives as its publisher's: datelines, labels, addresses.

use std::ops::Range;
use std::sync::LazyLock;

use super::names::{Candidate, ENOUGH, has_date, is_joint, is_name, is_year, near_number};
use super::parts::Part;
use crate::extract::vocabulary::Vocabulary;
use crate::extract::walk::word;
use crate::text::{Case, Class, Doc, TokenKind};

/// Words that open a label which names the publisher.
static LABELS: LazyLock<Vocabulary<()>> = LazyLock::new(|| {
    Vocabulary::new(&[(
        "fuente source © copyright appeared aparecido aparecida published publicado publicada reporting reportes reporte",
        (),
    )])
});

/// A publisher's name as it is written, its hard line ends as spaces; of an address, the host.
pub(super) fn written(doc: &Doc, tokens: &Range<usize>) -> String {
    match host(doc, tokens.start) {
        Some(host) => host.to_owned(),
        None => doc
            .slice(tokens.clone())
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
    }
}

/// The host of a mail or web address.
fn host<'d>(doc: &'d Doc, at: usize) -> Option<&'d str> {
    let address = word(doc, at);
    let host = match doc.tokens[at].kind {
        TokenKind::Email => address.rsplit('@').next()?,
        TokenKind::Url => {
            let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
            rest.split(['/', '?', '#', ':']).next()?
        }
        _ => return None,
    };
    Some(host.strip_prefix("www.").unwrap_or(host))
}

/// The host of an address of the newsroom at the end, where nothing names it.
pub(super) fn of_address(doc: &Doc, part: &Part, out: &mut Vec<Candidate>) {
    const ANYBODY: &[&str] = &[
        "gmail",
        "hotmail",
        "outlook",
        "yahoo",
        "proton",
        "icloud",
        "live",
        "facebook",
        "twitter",
        "x.com",
        "instagram",
        "telegram",
        "t.me",
        "youtube",
        "youtu.be",
        "whatsapp",
        "wa.me",
        "tiktok",
        "bit.ly",
        "google",
        "change.org",
    ];
    for at in part.tokens.clone().rev().take(200) {
        let newsroom = host(doc, at).is_some_and(|host| {
            host.contains('.')
                && !ANYBODY
                    .iter()
                    .any(|known| host.starts_with(known) || host.contains(&format!(".{known}")))
        });
        if newsroom {
            out.push(Candidate {
                tokens: at..at + 1,
                score: ENOUGH,
            });
        }
    }
}

/// `HARL, May 15, 2024 (Veld Newswire) -`: the name in brackets in front of the text.
pub(super) fn of_dateline(doc: &Doc, part: &Part, out: &mut Vec<Candidate>) {
    let limit = part.tokens.end.min(part.tokens.start + 24);
    let Some(open) = (part.tokens.start..limit).find(|&at| word(doc, at) == "(") else {
        return;
    };
    let Some(close) = (open + 1..part.tokens.end.min(open + 8)).find(|&at| word(doc, at) == ")")
    else {
        return;
    };
    let name = open + 1..close;
    if name.is_empty() || !is_name(doc, &name) {
        return;
    }
    let place = (part.tokens.start..open).all(|at| {
        let token = &doc.tokens[at];
        token.kind != TokenKind::Word
            || token.is_capital()
            || token.classes.has(Class::Month)
            || word(doc, at) == "mar" && near_number(doc, at)
            || is_joint(word(doc, at))
    });
    let dated = has_date(doc, &(part.tokens.start..open));
    let mut after = close + 1;
    if word(doc, after) == "." {
        after += 1;
    }
    let dashed = matches!(word(doc, after), "-" | "–" | "—" | "―");
    let ends = close + 1 >= part.tokens.end && dated;
    if place && (dashed || ends) && open > part.tokens.start {
        out.push(Candidate {
            tokens: name,
            score: 100,
        });
    }
}

/// `Fuente: X`, `© 2025 X`, `Published by X`, `aparecido en X`.
pub(super) fn of_label(doc: &Doc, part: &Part, out: &mut Vec<Candidate>) {
    for at in part.tokens.clone().take(80) {
        if !LABELS.has(&doc.tokens[at]) {
            continue;
        }
        let (start, score) = match (word(doc, at), word(doc, at + 1), word(doc, at + 2)) {
            ("fuente" | "source", ":", _) => (at + 2, 70),
            ("©" | "copyright", _, _) => (at + 1, 90),
            ("appeared" | "aparecido" | "aparecida", "in" | "on" | "en", _) => (at + 2, 80),
            ("published" | "publicado" | "publicada", "in" | "by" | "on" | "en" | "por", _) => {
                (at + 2, 60)
            }
            ("reporting" | "reportes" | "reporte", "by" | "de", _) => (at + 2, 45),
            _ => continue,
        };
        let name = run(doc, start, part.tokens.end);
        let translated = (at..part.tokens.end.min(at + 20)).any(|at| {
            matches!(
                word(doc, at),
                "traduccion" | "translation" | "ingles" | "originalmente" | "originally"
            )
        });
        let reporting = score == 45
            && !(name.end..part.tokens.end.min(name.end + 3)).any(|at| {
                matches!(
                    word(doc, at),
                    "staff" | "desk" | "newsroom" | "bureau" | "state"
                )
            });
        if is_name(doc, &name) && !reporting && (!translated || score != 60) {
            out.push(Candidate {
                tokens: name,
                score,
            });
        }
    }
}

/// The run of capitalised words from here, over an article, a year or `(c)` in front.
pub(super) fn run(doc: &Doc, mut start: usize, limit: usize) -> Range<usize> {
    while start < limit
        && (is_year(doc, start)
            || matches!(word(doc, start), "(" | "c" | ")" | "by" | "," | "-" | "–")
            || word(doc, start) == "the" && doc.tokens[start].case == Case::Lower)
    {
        start += 1;
    }
    let mut end = start;
    while end < limit && end < start + 8 {
        let token = &doc.tokens[end];
        let part = token.is_capital()
            || end > start && (is_joint(word(doc, end)) || matches!(word(doc, end), "&"));
        if !part || token.classes.has(Class::Month) && end > start {
            break;
        }
        end += 1;
    }
    while end > start && !doc.tokens[end - 1].is_capital() {
        end -= 1;
    }
    start..end
}
