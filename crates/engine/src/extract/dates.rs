//! Dates, written out or told from the day of the report.

mod absolute;
mod cues;
mod published;
mod relative;

use std::cell::OnceCell;
use std::ops::Range;

use jiff::Span;
use jiff::civil::Date;

pub use self::published::{published, published_near};

use self::cues::Cue;
use super::walk::{kind, next, previous, word};
use crate::text::{Doc, TokenKind};

/// A day or a stretch of days that the text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateMention {
    /// The words that name it.
    pub tokens: Range<usize>,
    /// First day; missing where the text and the day of the report do not tell it.
    pub start: Option<Date>,
    /// Last day, the first one itself for a single day.
    pub end: Option<Date>,
    /// The words as written.
    pub words: String,
    /// Told from the day of the report or from another date.
    pub relative: bool,
}

/// The day from which dates are told.
#[derive(Clone, Copy, Debug, Default)]
pub struct Anchor {
    /// On which the report was published.
    pub published: Option<Date>,
    /// Near which it was, where that is all that is known: it tells the year of a day and a month.
    pub near: Option<Date>,
}

/// The dates in a text, in order. Weekdays, `last week` and days without a year are resolved from
/// the day on which the report was published. Takes time linear in the length of the text.
#[must_use]
pub fn dates(doc: &Doc, anchor: Anchor) -> Vec<DateMention> {
    let mut found = Vec::new();
    scan(doc, 0..doc.tokens.len(), anchor, &mut found);
    found
}

/// Where the first date with day, month and year among some tokens stands.
pub(super) fn first_written(doc: &Doc, tokens: Range<usize>) -> Option<Range<usize>> {
    let mut found = Vec::new();
    scan(doc, tokens, Anchor::default(), &mut found);
    found
        .into_iter()
        .find(|date| date.start.is_some() && date.start == date.end)
        .map(|date| date.tokens)
}

/// Adds the dates among some tokens.
fn scan(doc: &Doc, tokens: Range<usize>, anchor: Anchor, found: &mut Vec<DateMention>) {
    let Anchor { published, near } = anchor;
    let mut scanner = Scanner {
        doc,
        published,
        near,
        anchor: published,
        floor: tokens.start,
        day_first: OnceCell::new(),
    };
    let mut at = tokens.start;
    while at < tokens.end {
        match scanner.read(at) {
            Some(mention) => {
                at = mention.tokens.end.max(at + 1);
                scanner.floor = at;
                scanner.anchor = mention.days.map(|(start, _)| start).or(scanner.anchor);
                found.push(mention.told(doc));
            }
            None => at += 1,
        }
    }
}

/// What was read of one mention.
struct Mention {
    tokens: Range<usize>,
    days: Option<(Date, Date)>,
    relative: bool,
}

impl Mention {
    fn told(self, doc: &Doc) -> DateMention {
        DateMention {
            words: doc.slice(self.tokens.clone()).to_owned(),
            tokens: self.tokens,
            start: self.days.map(|(start, _)| start),
            end: self.days.map(|(_, end)| end),
            relative: self.relative,
        }
    }
}

struct Scanner<'d, 't> {
    doc: &'d Doc<'t>,
    published: Option<Date>,
    near: Option<Date>,
    /// The last date that was read, from which `two days earlier` counts.
    anchor: Option<Date>,
    /// One past the last mention.
    floor: usize,
    /// Whether figures of the text have the day before the month.
    day_first: OnceCell<bool>,
}

impl Scanner<'_, '_> {
    fn read(&self, at: usize) -> Option<Mention> {
        let token = &self.doc.tokens[at];
        match token.kind {
            TokenKind::Number => self.numeric(at),
            TokenKind::Word => match cues::cue(self.doc, at)? {
                Cue::Month(month) => self.month(at, month),
                Cue::Weekday(weekday) => self.weekday(at, weekday),
                Cue::Day(offset) => self.day_word(at, offset),
                Cue::Unit(unit) => self.unit(at, unit),
                Cue::Hace => self.hace(at),
                Cue::DayOfMonth => self.day_of_month(at),
            },
            _ => None,
        }
    }

    fn before(&self, at: usize) -> Option<usize> {
        previous(self.doc, at).filter(|&before| before >= self.floor)
    }

    fn word_before(&self, at: usize) -> &str {
        self.before(at).map_or("", |before| word(self.doc, before))
    }
}

/// A day some days away; the same day at the end of time.
fn shifted(date: Date, days: i64) -> Date {
    date.checked_add(Span::new().days(days)).unwrap_or(date)
}

/// A whole number of one or two digits, `th` and `º` allowed.
fn day_number(doc: &Doc, at: usize) -> Option<i8> {
    let text = match kind(doc, at)? {
        TokenKind::Number | TokenKind::Mixed => word(doc, at),
        TokenKind::Word => {
            return matches!(word(doc, at), "primero").then_some(1);
        }
        _ => return None,
    };
    let digits = text
        .strip_suffix("st")
        .or_else(|| text.strip_suffix("nd"))
        .or_else(|| text.strip_suffix("rd"))
        .or_else(|| text.strip_suffix("th"))
        .or_else(|| text.strip_suffix("o"))
        .unwrap_or(text);
    let day: i8 = (digits.len() <= 2).then(|| digits.parse().ok())??;
    (1..=31).contains(&day).then_some(day)
}

/// A year of four digits.
fn year_number(doc: &Doc, at: usize) -> Option<i16> {
    let text = word(doc, at);
    if kind(doc, at)? != TokenKind::Number || text.len() != 4 {
        return None;
    }
    let year: i16 = text.parse().ok()?;
    (1800..=2199).contains(&year).then_some(year)
}

/// Takes in a time of day after a day: `Tuesday evening`.
fn time_of_day(doc: &Doc, end: usize) -> usize {
    let at = next(doc, end - 1);
    let after = next(doc, at);
    match word(doc, at) {
        "morning" | "afternoon" | "evening" | "night" => at + 1,
        "por" | "en" if word(doc, after) == "la" => {
            let part = next(doc, after);
            let named = matches!(word(doc, part), "noche" | "tarde" | "manana" | "madrugada");
            if named { part + 1 } else { end }
        }
        _ => end,
    }
}

#[cfg(test)]
mod tests;
