//! Dates told from the day of the report: `Tuesday`, `last week`, `hace dos días`.

use jiff::Span;
use jiff::civil::Date;

use super::absolute::{distance, week_of};
use super::cues::{self, Cue, Unit};
use super::{Mention, Scanner, day_number, shifted, time_of_day};
use crate::extract::figures::{self, small_number};
use crate::extract::walk::{next, word};
use crate::reading::Lang;
use crate::text::TokenKind;

impl Scanner<'_, '_> {
    fn mention(&self, start: usize, end: usize, days: Option<(Date, Date)>) -> Option<Mention> {
        Some(Mention {
            tokens: start..end,
            days,
            relative: true,
        })
    }

    fn since_published(&self, days: impl FnOnce(Date) -> (Date, Date)) -> Option<(Date, Date)> {
        self.published.map(days)
    }

    /// `on Tuesday evening`, `last Tuesday`, `el próximo jueves`, `el domingo día 10`.
    pub(super) fn weekday(&self, at: usize, weekday: i8) -> Option<Mention> {
        let doc = self.doc;
        // "Tuesday, March 3" is read at the month
        let mut after = next(doc, at);
        for _ in 0..3 {
            if matches!(word(doc, after), "," | "the") {
                after = next(doc, after);
            }
        }
        let dated = matches!(cues::cue(doc, after), Some(Cue::Month(_)))
            || day_number(doc, after).is_some() && self.month_follows(after);
        if dated {
            return None;
        }
        if word(doc, after) == "dia" && day_number(doc, next(doc, after)).is_some() {
            return self.day_of_month(after).map(|mention| Mention {
                tokens: at..mention.tokens.end,
                ..mention
            });
        }
        if let Some(dated) = self.weekday_of_month(at, after, weekday) {
            return Some(dated);
        }
        let before = self.word_before(at);
        let led = matches!(
            before,
            "last" | "next" | "this" | "pasado" | "proximo" | "este" | "past" | "coming"
        );
        let start = if led {
            self.before(at).unwrap_or(at)
        } else {
            at
        };
        let trailing = matches!(
            word(doc, next(doc, at)),
            "pasado" | "proximo" | "last" | "next"
        );
        let cue = if trailing {
            word(doc, next(doc, at))
        } else {
            before
        };
        let end = time_of_day(doc, if trailing { next(doc, at) + 1 } else { at + 1 });
        let next_one =
            matches!(cue, "next" | "proximo" | "coming") || !trailing && !led && self.is_future(at);
        let strictly_past = matches!(cue, "last");
        let days = self.published.or(self.near).map(|published| {
            let back =
                i64::from((published.weekday().to_monday_zero_offset() - weekday).rem_euclid(7));
            let day = match (next_one, back) {
                (true, 0) => shifted(published, 7),
                (true, back) => shifted(published, 7 - back),
                (false, 0) if strictly_past => shifted(published, -7),
                (false, back) => shifted(published, -back),
            };
            (day, day)
        });
        self.mention(start, end, days)
    }

    /// `domingo 20`, `Saturday the 1st`: the nearest day of the month that falls on the weekday.
    fn weekday_of_month(&self, at: usize, number: usize, weekday: i8) -> Option<Mention> {
        const MONTHS: i64 = 2;
        let doc = self.doc;
        let day = day_number(doc, number)?;
        let ordinal = doc.tokens[number].kind == TokenKind::Mixed;
        let from = self.published.or(self.near)?;
        let date = (-MONTHS..=MONTHS)
            .filter_map(|months| from.checked_add(Span::new().months(months)).ok())
            .filter_map(|month| Date::new(month.year(), month.month(), day).ok())
            .filter(|date| date.weekday().to_monday_zero_offset() == weekday)
            .min_by_key(|&date| distance(from, date, date))
            .filter(|_| ordinal || doc.lang == Lang::Es)?;
        self.mention(at, time_of_day(doc, number + 1), Some((date, date)))
    }

    fn month_follows(&self, day: usize) -> bool {
        let mut at = next(self.doc, day);
        for _ in 0..2 {
            if matches!(word(self.doc, at), "de" | "of") {
                at = next(self.doc, at);
            }
        }
        matches!(cues::cue(self.doc, at), Some(Cue::Month(_)))
    }

    /// A verb in the future shortly before: `will be held on Sunday`, `se celebrará el domingo`.
    fn is_future(&self, at: usize) -> bool {
        let mut at = at;
        for _ in 0..10 {
            let Some(before) = self.before(at) else {
                return false;
            };
            let token = &self.doc.tokens[before];
            if token.kind == TokenKind::QuoteMark
                || matches!(
                    word(self.doc, before),
                    "." | ";" | "said" | "told" | "dijo" | "informo"
                )
            {
                return false;
            }
            let raw = self.doc.raw(before);
            if matches!(
                word(self.doc, before),
                "will" | "shall" | "'ll" | "scheduled" | "until" | "hasta"
            ) || raw.ends_with("rá")
                || raw.ends_with("rán")
            {
                return true;
            }
            at = before;
        }
        false
    }

    /// `yesterday`, `anoche`, `mañana`; `last night` and `this morning` are read at their noun.
    pub(super) fn day_word(&self, at: usize, offset: i8) -> Option<Mention> {
        let doc = self.doc;
        let before = self.word_before(at);
        let (mut start, mut offset) = (at, i64::from(offset));
        match (word(doc, at), before) {
            ("manana", "esta") => return self.part_of_day(at),
            (
                "manana",
                "la" | "una" | "misma" | "cada" | "media" | "otra" | "de" | "las" | "los" | "el",
            ) => return None,
            ("manana", "pasado") => {
                start = self.before(at)?;
                offset = 2;
            }
            ("yesterday", "before") => {
                start = self
                    .before(at)
                    .and_then(|before| self.before(before))
                    .filter(|&day| word(doc, day) == "day")
                    .unwrap_or(at);
                offset = if start == at { -1 } else { -2 };
            }
            _ => {}
        }
        let days = self.since_published(|published| {
            let day = shifted(published, offset);
            (day, day)
        });
        self.mention(start, time_of_day(doc, at + 1), days)
    }

    /// `last night`, `this morning`, `esta madrugada`.
    fn part_of_day(&self, at: usize) -> Option<Mention> {
        let offset = match self.word_before(at) {
            "last" => -1,
            "this" | "esta" => 0,
            _ => return None,
        };
        let days = self.since_published(|published| {
            let day = shifted(published, offset);
            (day, day)
        });
        self.mention(self.before(at)?, at + 1, days)
    }

    /// `last week`, `la semana pasada`, `two days ago`, `dos días antes`.
    pub(super) fn unit(&self, at: usize, unit: Unit) -> Option<Mention> {
        if unit == Unit::Part {
            return self.part_of_day(at);
        }
        self.whole_unit(at, unit)
            .or_else(|| self.counted_unit(at, unit))
    }

    fn whole_unit(&self, at: usize, unit: Unit) -> Option<Mention> {
        let doc = self.doc;
        let mut end = at + 1;
        if unit == Unit::Weekend && word(doc, at) == "fin" {
            if word(doc, at + 1) != "de" || word(doc, at + 2) != "semana" {
                return None;
            }
            end = at + 3;
        }
        let after = word(doc, next(doc, end - 1));
        let before = self.word_before(at);
        let (steps, led, trailed) = match (before, after) {
            ("last" | "pasada" | "pasado" | "past" | "previous", _) => (-1, true, false),
            ("next" | "proxima" | "proximo" | "coming", _) => (1, true, false),
            ("this" | "esta" | "este", "pasada" | "pasado") => (-1, true, true),
            ("this" | "esta" | "este", _) => (0, true, false),
            (_, "pasada" | "pasado" | "anterior") => (-1, false, true),
            (_, "proxima" | "proximo") => (1, false, true),
            _ => return None,
        };
        if unit == Unit::Day || word(doc, at).ends_with('s') && !matches!(word(doc, at), "mes") {
            return None;
        }
        let mut start = if led { self.before(at)? } else { at };
        if steps == 0 && matches!(self.word_before(start), "earlier" | "later") {
            start = self.before(start)?;
        }
        if trailed {
            end = next(doc, end - 1) + 1;
        }
        let days = self.since_published(|published| around(published, unit, steps));
        self.mention(start, end, days)
    }

    /// A number of days, weeks, months or years before or after.
    fn counted_unit(&self, at: usize, unit: Unit) -> Option<Mention> {
        let doc = self.doc;
        let after = next(doc, at);
        let second = next(doc, after);
        let (sign, from_report, end) = match (word(doc, after), word(doc, second)) {
            ("ago", _) => (-1, true, after + 1),
            ("earlier" | "before" | "antes" | "atras" | "previously", _) => {
                (-1, word(doc, after) == "atras", after + 1)
            }
            ("later" | "despues", _) => (1, false, after + 1),
            ("mas", "tarde") => (1, false, second + 1),
            _ => return None,
        };
        let (start, count) = self.count_before(at)?;
        let anchor = if from_report {
            self.published
        } else {
            self.anchor
        };
        let days = anchor.map(|anchor| away(anchor, unit, sign * i64::from(count)));
        self.mention(start, end, days)
    }

    /// The number before a unit, with where it starts.
    fn count_before(&self, at: usize) -> Option<(usize, u32)> {
        let mut start = self.before(at)?;
        if matches!(word(self.doc, start), "a" | "an") {
            return Some((start, 1));
        }
        if !figures::may_start(self.doc, start) {
            return None;
        }
        if let Some(earlier) = self
            .before(start)
            .filter(|&b| figures::may_start(self.doc, b))
        {
            start = earlier;
        }
        let (count, _) = small_number(self.doc, start)?;
        (count <= 1000).then_some((start, count))
    }

    /// `hace dos días`, `hace un mes`.
    pub(super) fn hace(&self, at: usize) -> Option<Mention> {
        let doc = self.doc;
        let mut number_at = next(doc, at);
        if matches!(word(doc, number_at), "unos" | "unas" | "casi") {
            number_at = next(doc, number_at);
        }
        let (count, unit_at) =
            small_number(doc, number_at).map(|(count, end)| (count, next(doc, end - 1)))?;
        let unit = match cues::cue(doc, unit_at)? {
            Cue::Unit(unit @ (Unit::Day | Unit::Week | Unit::Month | Unit::Year)) => unit,
            Cue::DayOfMonth => Unit::Day,
            _ => return None,
        };
        if count > 1000 {
            return None;
        }
        let days = self.since_published(|published| away(published, unit, -i64::from(count)));
        self.mention(at, unit_at + 1, days)
    }

    /// `día 15`: that day of the month nearest to the report.
    pub(super) fn day_of_month(&self, at: usize) -> Option<Mention> {
        let doc = self.doc;
        let number_at = next(doc, at);
        let Some(day) = day_number(doc, number_at) else {
            return self.unit(at, Unit::Day);
        };
        if self.month_follows(number_at) {
            return None;
        }
        let days = self.published.and_then(|published| {
            (-1..=1)
                .filter_map(|months| {
                    let month = published
                        .first_of_month()
                        .checked_add(Span::new().months(months))
                        .ok()?;
                    Date::new(month.year(), month.month(), day).ok()
                })
                .min_by_key(|&date| distance(published, date, date))
                .map(|date| (date, date))
        });
        self.mention(at, number_at + 1, days)
    }
}

/// The week, month or year some steps from that of a day.
fn around(day: Date, unit: Unit, steps: i64) -> (Date, Date) {
    match unit {
        Unit::Day | Unit::Part => {
            let day = shifted(day, steps);
            (day, day)
        }
        Unit::Week => week_of(shifted(day, 7 * steps)),
        Unit::Weekend => {
            // the one that ended last, or the next one
            let (_, sunday) = week_of(shifted(day, if steps > 0 { 0 } else { -7 }));
            (shifted(sunday, -1), sunday)
        }
        Unit::Month => {
            let month = day
                .first_of_month()
                .checked_add(Span::new().months(steps))
                .unwrap_or(day);
            (month, month.last_of_month())
        }
        Unit::Year => {
            let year = day
                .first_of_year()
                .checked_add(Span::new().years(steps))
                .unwrap_or(day);
            (year, year.last_of_year())
        }
    }
}

/// So many units from a day: a day for days, else the week, month or year that it falls in.
fn away(anchor: Date, unit: Unit, count: i64) -> (Date, Date) {
    around(anchor, unit, count)
}
