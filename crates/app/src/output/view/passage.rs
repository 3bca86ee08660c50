//! Words of a report as they may be shown: cut out by code points, personal data masked.

use engine::picture::Claim;
use engine::{Exposure, Quote};
use model::ExposureKind;
use serde::Serialize;

use crate::output::format::{plain, shorten};
use crate::output::words::Words;
use crate::output::{Analysis, Report};

/// Longest run of words quoted, in characters.
const LONGEST: usize = 420;
/// How much of the surrounding text is shown beside evidence, in characters.
const AROUND: usize = 90;

/// A part of a quoted passage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(in crate::output) struct Piece {
    pub text: String,
    /// Part of the evidence itself, not of the words around it.
    pub marked: bool,
    /// Stands in place of personal data.
    pub masked: bool,
}

/// The text of one report, with its personal data known.
pub(super) struct Source<'a> {
    text: &'a str,
    /// Byte offset of every 128th code point.
    marks: Vec<usize>,
    length: usize,
    hidden: Vec<Exposure>,
    words: &'static Words,
}

/// Which part of a text is shown, and where it was cut off within a sentence.
#[derive(PartialEq, Eq)]
struct Around {
    from: usize,
    to: usize,
    is_cut_before: bool,
    is_cut_after: bool,
}

const STEP: usize = 128;

impl<'a> Source<'a> {
    pub(super) fn new(report: &'a Report, words: &'static Words) -> Source<'a> {
        let mut marks = Vec::with_capacity(report.text.len() / STEP + 1);
        let mut length = 0;
        for (at, (byte, _)) in report.text.char_indices().enumerate() {
            if at % STEP == 0 {
                marks.push(byte);
            }
            length = at + 1;
        }
        Source {
            text: &report.text,
            marks,
            length,
            hidden: hidden(report),
            words,
        }
    }

    /// The passage alone.
    pub(super) fn quote(&self, quote: &Quote) -> Vec<Piece> {
        if self.slice(quote.start, quote.end) != quote.text {
            return vec![Piece {
                text: shorten(&plain(&quote.text), LONGEST),
                marked: true,
                masked: false,
            }];
        }
        let end = quote.end.min(quote.start + LONGEST);
        let mut pieces = self.pieces(quote.start, end, true);
        if end < quote.end {
            pieces.push(Piece {
                text: "…".to_owned(),
                marked: true,
                masked: false,
            });
        }
        pieces
    }

    /// Passages in their sentences, as far as these are near; those of one sentence together.
    pub(super) fn in_contexts(&self, quotes: &[Quote]) -> Vec<Vec<Piece>> {
        let mut shown = Vec::new();
        let mut rest = quotes;
        while let Some((first, others)) = rest.split_first() {
            let around = self.around(first);
            let is_same = |other: &&Quote| around.is_some() && self.around(other) == around;
            let together = 1 + others.iter().take_while(is_same).count();
            shown.push(self.passage(&rest[..together]));
            rest = &rest[together..];
        }
        shown
    }

    /// The passage in its sentence, as far as that is near.
    pub(super) fn in_context(&self, quote: &Quote) -> Vec<Piece> {
        self.passage(std::slice::from_ref(quote))
    }

    /// Passages of one sentence in it.
    fn passage(&self, quotes: &[Quote]) -> Vec<Piece> {
        let Some(around) = quotes.first().and_then(|quote| self.around(quote)) else {
            return quotes.iter().flat_map(|quote| self.quote(quote)).collect();
        };
        let ellipsis = |text: &str| Piece {
            text: text.to_owned(),
            marked: false,
            masked: false,
        };
        let mut pieces = Vec::new();
        pieces.extend(around.is_cut_before.then(|| ellipsis("… ")));
        let mut at = around.from;
        let mut ordered: Vec<&Quote> = quotes.iter().collect();
        ordered.sort_by_key(|quote| quote.start);
        for quote in ordered {
            if quote.start < at {
                continue;
            }
            pieces.extend(self.pieces(at, quote.start, false));
            pieces.extend(self.quote(quote));
            at = quote.end;
        }
        pieces.extend(self.pieces(at, around.to, false));
        pieces.extend(around.is_cut_after.then(|| ellipsis(" …")));
        pieces
    }

    /// What stands around a passage; none if it is not found in its place.
    fn around(&self, quote: &Quote) -> Option<Around> {
        if self.slice(quote.start, quote.end) != quote.text {
            return None;
        }
        let from = quote.start.saturating_sub(AROUND);
        let to = quote.end.saturating_add(AROUND).min(self.length);
        let before = self.slice(from, quote.start);
        let (skip, cut_before) = sentence_start(before, from == 0);
        let from = from + before[..skip].chars().count();
        let after = self.slice(quote.end, to);
        let (keep, cut_after) = if ends_sentence(&quote.text, after) {
            (0, false)
        } else {
            sentence_end(after, to == self.length)
        };
        Some(Around {
            from,
            to: quote.end + after[..keep].chars().count(),
            is_cut_before: cut_before,
            is_cut_after: cut_after,
        })
    }

    fn pieces(&self, start: usize, end: usize, marked: bool) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut push = |text: String, masked| {
            if !text.is_empty() {
                pieces.push(Piece {
                    text,
                    marked,
                    masked,
                });
            }
        };
        let mut at = start;
        for exposure in self.hidden_in(start, end) {
            push(plain(self.slice(at, exposure.start.max(start))), false);
            push(self.words.of_kind("exposure", exposure.kind.as_str()), true);
            at = exposure.end.min(end);
        }
        push(plain(self.slice(at, end)), false);
        pieces
    }

    fn hidden_in(&self, start: usize, end: usize) -> &[Exposure] {
        let first = self.hidden.partition_point(|one| one.end <= start);
        let rest = &self.hidden[first..];
        &rest[..rest.partition_point(|one| one.start < end)]
    }

    /// The text between two code points, as far as there is any.
    fn slice(&self, start: usize, end: usize) -> &'a str {
        let (start, end) = (self.byte(start), self.byte(end));
        self.text.get(start..end).unwrap_or_default()
    }

    fn byte(&self, code_point: usize) -> usize {
        let Some(&mark) = self.marks.get(code_point / STEP) else {
            return self.text.len();
        };
        let mut rest = self.text[mark..].char_indices();
        rest.nth(code_point % STEP)
            .map_or(self.text.len(), |(byte, _)| mark + byte)
    }
}

/// Where, in the words before a passage, to begin: after the last sentence or line that ends
/// there, else at a word. And whether that leaves a sentence cut.
fn sentence_start(before: &str, whole: bool) -> (usize, bool) {
    let line = before.rfind('\n').map(|at| at + 1);
    let sentence = before
        .rmatch_indices(['.', '?', '!', '”', '"', '»'])
        .find_map(|(at, sign)| {
            let rest = &before[at + sign.len()..];
            let blank = rest.len() - rest.trim_start().len();
            let capital = rest
                .trim_start()
                .chars()
                .next()
                .is_none_or(|c| !c.is_lowercase());
            (blank > 0 && capital).then_some(at + sign.len() + blank)
        });
    match line.max(sentence) {
        Some(at) => (at, false),
        None if whole => (0, false),
        None => (before.find(' ').map_or(before.len(), |at| at + 1), true),
    }
}

/// Whether a passage is whole at its end.
fn ends_sentence(text: &str, after: &str) -> bool {
    text.trim_end_matches(['”', '"', '»', '’', ')'])
        .ends_with(['.', '?', '!'])
        && after.chars().next().is_none_or(char::is_whitespace)
}

/// Where, in the words after a passage, to end. And whether that leaves a sentence cut.
fn sentence_end(after: &str, whole: bool) -> (usize, bool) {
    let line = after.find('\n').unwrap_or(after.len());
    let sentence = after[..line]
        .match_indices(['.', '?', '!'])
        .find_map(|(at, sign)| {
            let end = at + sign.len();
            let rest = after[end..].trim_start_matches(['”', '"', '»', '’', ')']);
            (rest.is_empty() || rest.starts_with(char::is_whitespace))
                .then_some(after.len() - rest.len())
        });
    match sentence {
        Some(end) => (end, false),
        None if line < after.len() || whole => (line, false),
        None => (after.rfind(' ').unwrap_or(0), true),
    }
}

/// The words of a claim with the personal data masked that its evidence carries.
pub(super) struct Masks {
    secrets: Vec<(String, String)>,
}

impl Masks {
    pub(super) fn of(claim: &Claim, analysis: &Analysis, sources: &[Source<'_>]) -> Masks {
        let mut secrets: Vec<(String, String)> = Vec::new();
        for evidence in &claim.evidence {
            let (Some(source), Some(_)) = (
                sources.get(evidence.report),
                analysis.reports.get(evidence.report),
            ) else {
                continue;
            };
            for one in source.hidden_in(evidence.quote.start, evidence.quote.end) {
                let secret = source.slice(one.start, one.end).trim().to_owned();
                let label = source.words.of_kind("exposure", one.kind.as_str());
                if secret.len() > 3 && !secrets.iter().any(|(known, _)| *known == secret) {
                    secrets.push((secret, format!("[{label}]")));
                }
            }
        }
        Masks { secrets }
    }

    /// One line of text, masked.
    pub(super) fn line(&self, text: &str) -> String {
        let masked = self
            .secrets
            .iter()
            .fold(text.to_owned(), |text, (secret, label)| {
                without_parts(&text.replace(secret, label), secret, label)
            });
        crate::output::format::line(&masked)
    }
}

/// A text with a label for what it has of the figures of a secret: the end of a telephone number tells it to who knows its beginning.
fn without_parts(text: &str, secret: &str, label: &str) -> String {
    const DIGITS: usize = 3;
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8());
        let part = ends
            .take_while(|&end| secret.contains(&rest[..end]))
            .last()
            .unwrap_or(0);
        let digits = rest[..part].chars().filter(char::is_ascii_digit).count();
        let (shows, end) = match digits > DIGITS {
            true => (label, part),
            false => (&rest[..first.len_utf8()], first.len_utf8()),
        };
        shown.push_str(shows);
        rest = &rest[end..];
    }
    shown
}

/// Whether a datum leads to a person's door, phone or purse.
pub(crate) fn is_hidden(kind: ExposureKind) -> bool {
    use ExposureKind::{Address, Card, DateOfBirth, Email, Iban, Id, Ip, Phone, Plate};
    matches!(
        kind,
        Address | Card | DateOfBirth | Email | Iban | Id | Ip | Phone | Plate
    )
}

/// What is to be masked, in order, overlaps merged.
fn hidden(report: &Report) -> Vec<Exposure> {
    let exposures = &report.reading.exposures;
    let mut hidden: Vec<Exposure> = exposures
        .iter()
        .filter(|one| is_hidden(one.kind) && one.start < one.end)
        .cloned()
        .collect();
    hidden.sort_by_key(|one| (one.start, one.end));
    hidden.dedup_by(|next, last| {
        let overlaps = next.start < last.end;
        if overlaps {
            last.end = last.end.max(next.end);
        }
        overlaps
    });
    hidden
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_number_is_masked_too() {
        let masked = |text: &str| without_parts(text, "555-013-4477", "[phone]");
        assert_eq!(masked("Doxxing of 013-4477"), "Doxxing of [phone]");
        assert_eq!(masked("call 4477 now"), "call [phone] now");
        assert_eq!(
            masked("at 447 Mill Lane on 13 May"),
            "at 447 Mill Lane on 13 May"
        );
        assert_eq!(masked("¿013-4477? ñandú"), "¿[phone]? ñandú");
    }
}
