//! Headline, byline and publisher of a plain-text article.

mod byline;
mod names;
mod parts;
mod told;

use std::ops::Range;

use self::names::Candidate;
use self::parts::{Part, parts};
use super::walk::word;
use crate::text::{Doc, TokenKind};

/// What stands around the body of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Masthead {
    /// The headline.
    pub title: Option<Range<usize>>,
    /// The name in the line that tells who wrote it.
    pub byline: Option<Range<usize>>,
    /// Who published it, as written: an outlet, or the body that issued a press release.
    pub publisher: Option<String>,
    /// Where the publisher is named.
    pub publisher_tokens: Option<Range<usize>>,
    /// Index of the first sentence of the body.
    pub body: usize,
}

/// Paragraphs looked at from the top and from the end.
const TOP: usize = 8;
const BOTTOM: usize = 3;

/// Reads the top and the bottom of an article. Takes no more time for a long one.
#[must_use]
pub fn masthead(doc: &Doc) -> Masthead {
    let top = parts(doc, TOP);
    let bottom = parts::last_parts(doc, BOTTOM, top.len());
    let header_end = top
        .iter()
        .position(|part| parts::is_body(doc, part))
        .unwrap_or(top.len().min(1));
    let (header, rest) = top.split_at(header_end);
    let byline = header
        .iter()
        .chain(rest.first())
        .find_map(|part| byline::byline(doc, part));

    let mut candidates = Vec::new();
    for (place, part) in header.iter().enumerate() {
        names::of_header_line(
            doc,
            part,
            place == 0,
            header.get(place + 1),
            &mut candidates,
        );
    }
    for part in top.iter().take(TOP) {
        told::of_dateline(doc, part, &mut candidates);
        told::of_label(doc, part, &mut candidates);
    }
    for part in bottom.iter() {
        names::of_footer(doc, part, &mut candidates);
        told::of_address(doc, part, &mut candidates);
        told::of_label(doc, part, &mut candidates);
    }
    let publisher = best(doc, candidates);
    let title = header
        .iter()
        .find(|part| is_title(doc, part, publisher.as_ref(), byline.as_ref()))
        .map(|part| part.tokens.clone());
    Masthead {
        title,
        byline,
        body: rest.first().map_or(0, |part| part.sentence),
        publisher: publisher
            .as_ref()
            .map(|found| told::written(doc, &found.tokens)),
        publisher_tokens: publisher.map(|found| found.tokens),
    }
}

/// The likeliest name; one that top and bottom agree on is likelier.
fn best(doc: &Doc, candidates: Vec<Candidate>) -> Option<Candidate> {
    let same = |a: &Candidate, b: &Candidate| {
        a.tokens != b.tokens
            && a.tokens.len() == b.tokens.len()
            && a.tokens
                .clone()
                .zip(b.tokens.clone())
                .all(|(a, b)| word(doc, a) == word(doc, b))
    };
    let score = |candidate: &Candidate| {
        let agreed = candidates.iter().any(|other| same(candidate, other));
        candidate.score + if agreed { 40 } else { 0 }
    };
    let at = (0..candidates.len())
        .filter(|&at| score(&candidates[at]) >= names::ENOUGH)
        .max_by_key(|&at| (score(&candidates[at]), std::cmp::Reverse(at)))?;
    candidates.into_iter().nth(at)
}

/// A line of the header that says what the article is about.
fn is_title(
    doc: &Doc,
    part: &Part,
    publisher: Option<&Candidate>,
    byline: Option<&Range<usize>>,
) -> bool {
    let holds =
        |range: &Range<usize>| range.start >= part.tokens.start && range.end <= part.tokens.end;
    let words = part
        .tokens
        .clone()
        .filter(|&at| doc.tokens[at].kind == TokenKind::Word)
        .count();
    let first = part
        .tokens
        .clone()
        .find(|&at| doc.tokens[at].kind == TokenKind::Word);
    let starts = first.is_some_and(|at| doc.tokens[at].is_capital())
        || matches!(
            doc.tokens[part.tokens.start].kind,
            TokenKind::Number | TokenKind::QuoteMark
        );
    starts
        && words >= 2
        && !publisher.is_some_and(|found| holds(&found.tokens))
        && !byline.is_some_and(holds)
        && !names::is_label_line(doc, part)
        && !names::has_date(doc, &part.tokens)
}

/// Hashes of the words of an outlet's name.
pub(crate) fn name_words(name: &str) -> Vec<u64> {
    crate::text::folded(name)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty() && !matches!(*w, "the" | "el" | "la" | "de" | "of" | "del"))
        .map(crate::extract::singular)
        .collect()
}

#[cfg(test)]
mod tests;
