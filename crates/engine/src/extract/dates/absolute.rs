//! Dates written with a month or in figures.

use jiff::civil::Date;

use super::{Cue, Mention, Scanner, cues, day_number, shifted, year_number};
use crate::extract::figures::{figure, small_number};
use crate::extract::walk::{glued, next, word};
use crate::reading::Lang;
use crate::text::{Case, Doc, TokenKind};

/// Day, month and year as far as they are written.
struct Written {
    start: usize,
    end: usize,
    /// First and last day of the month.
    days: Option<(i8, i8)>,
    month: i8,
    year: Option<i16>,
}

impl Scanner<'_, '_> {
    /// A date around the name of a month.
    pub(super) fn month(&self, at: usize, month: i8) -> Option<Mention> {
        let mut written = self
            .day_first(at, month)
            .or_else(|| self.month_first(at, month))?;
        if written.days.is_none() && written.year.is_none() && !self.names_month(at) {
            return None;
        }
        written.start = self.weekday_before(written.start);
        let days = match (written.days, written.year) {
            (Some((first, last)), Some(year)) => span(year, month, first, last),
            (None, Some(year)) => whole_month(year, month),
            (Some((first, last)), None) => self.nearest(|year| span(year, month, first, last)),
            (None, None) => self.nearest(|year| whole_month(year, month)),
        };
        if days.is_none() && written.year.is_some() {
            return None;
        }
        Some(Mention {
            tokens: written.start..written.end,
            days,
            relative: written.year.is_none(),
        })
    }

    /// `15 May 2024`, `14 y 15 de mayo`, `del 14 al 16 de mayo de 2024`.
    fn day_first(&self, at: usize, month: i8) -> Option<Written> {
        let doc = self.doc;
        let mut day_at = self.before(at)?;
        if matches!(word(doc, day_at), "of" | "de") {
            day_at = self.before(day_at)?;
        } else if word(doc, day_at) == "-" && glued(doc, day_at) {
            day_at = self.before(day_at)?; // 15-May-2024
        }
        let day_at = self.before_days_of_the_month(day_at);
        let (start, last) = match day_number(doc, day_at) {
            Some(day) => (day_at, day),
            None => self.day_in_words(day_at, at)?,
        };
        let (mut start, mut first) = (start, last);
        if let Some(join) = self.before(day_at)
            && matches!(word(doc, join), "-" | "–" | "and" | "y" | "al" | "a" | "to")
            && let Some(earlier) = self.before(join)
            && let Some(day) = day_number(doc, earlier).filter(|&day| day < last)
        {
            start = earlier;
            first = day;
        }
        let (end, year) = self.year_after(at + 1);
        Some(Written {
            start,
            end,
            days: Some((first, last)),
            month,
            year,
        })
    }

    /// `catorce días del mes de`: the day stands further in front.
    fn before_days_of_the_month(&self, at: usize) -> usize {
        let further = || {
            let of = (word(self.doc, at) == "mes").then(|| self.before(at))??;
            let days = matches!(word(self.doc, of), "del" | "de").then(|| self.before(of))??;
            matches!(word(self.doc, days), "dias" | "dia").then(|| self.before(days))?
        };
        further().unwrap_or(at)
    }

    /// `catorce de marzo`, `treinta y uno de mayo`: where it starts, and the day.
    fn day_in_words(&self, last: usize, month: usize) -> Option<(usize, i8)> {
        let doc = self.doc;
        let starts = [last.checked_sub(2), Some(last)];
        let spanish = doc.lang == Lang::Es && !cues::needs_figure(doc, month);
        let starts = starts.into_iter().flatten().filter(|_| spanish);
        starts
            .filter(|&start| start >= self.floor && doc.tokens[start].kind == TokenKind::Word)
            .find_map(|start| {
                let (day, end) = small_number(doc, start)?;
                let day = i8::try_from(day)
                    .ok()
                    .filter(|day| (1..=31).contains(day))?;
                (end == last + 1).then_some((start, day))
            })
    }

    /// `May 15, 2024`, `Feb. 26`, `March 2021`, `mayo de 2024`, a month alone.
    fn month_first(&self, at: usize, month: i8) -> Option<Written> {
        let doc = self.doc;
        let mut after = next(doc, at);
        if word(doc, after) == "." && glued(doc, after) {
            after = next(doc, after);
        }
        let mut written = Written {
            start: at,
            end: at + 1,
            days: None,
            month,
            year: None,
        };
        if let Some(first) = day_number(doc, after).filter(|_| !is_clock(doc, after)) {
            let mut end = after + 1;
            let mut last = first;
            if matches!(word(doc, end), "-" | "–")
                && let Some(day) = day_number(doc, end + 1).filter(|&day| day > first)
            {
                last = day;
                end += 2;
            }
            (written.end, written.year) = self.year_after(end);
            written.days = Some((first, last));
        } else {
            let (end, year) = self.year_after(at + 1);
            written.year = year;
            written.end = if year.is_some() { end } else { at + 1 };
        }
        if written.year.is_none()
            && written.days.is_none()
            && cues::needs_figure(doc, at)
            && !doc.tokens[at].is_capital()
        {
            return None;
        }
        (written.month == month).then_some(written)
    }

    /// `, 2024`, `de 2024`, `2024` after a day or month that ends before `at`.
    fn year_after(&self, at: usize) -> (usize, Option<i16>) {
        let doc = self.doc;
        let mut year_at = self.behind_weekday(next(doc, at - 1));
        for _ in 0..3 {
            if matches!(word(doc, year_at), "," | "de" | "del" | "-" | "." | "ano") {
                year_at = next(doc, year_at);
            }
        }
        match year_number(doc, year_at) {
            Some(year) => (year_at + 1, Some(year)),
            None => year_in_words(doc, year_at).map_or((at, None), |(year, end)| (end, Some(year))),
        }
    }

    /// `(lunes)` between the month and the year.
    fn behind_weekday(&self, at: usize) -> usize {
        let doc = self.doc;
        let bracketed = word(doc, at) == "("
            && matches!(cues::cue(doc, at + 1), Some(Cue::Weekday(_)))
            && word(doc, at + 2) == ")";
        if bracketed { next(doc, at + 2) } else { at }
    }

    /// Whether a month alone is meant as one: `in May`, not `may`; `marzo`, not `mar`.
    fn names_month(&self, at: usize) -> bool {
        let doc = self.doc;
        if !matches!(
            word(doc, at),
            "may"
                | "march"
                | "mar"
                | "jan"
                | "dec"
                | "sep"
                | "set"
                | "jun"
                | "jul"
                | "ago"
                | "abr"
                | "dic"
                | "nov"
                | "oct"
                | "ene"
                | "feb"
                | "apr"
                | "aug"
                | "sept"
        ) {
            // `Julio` is a month in Spanish only where a sentence or a heading writes it large
            let named = doc.tokens[at].case == Case::Title && !self.opens(at);
            return match doc.lang {
                Lang::Es => !named,
                _ => doc.tokens[at].is_capital(),
            };
        }
        let full = matches!(word(doc, at), "may" | "march");
        full && doc.tokens[at].is_capital()
            && matches!(
                self.word_before(at),
                "in" | "of"
                    | "since"
                    | "until"
                    | "last"
                    | "next"
                    | "this"
                    | "from"
                    | "early"
                    | "late"
                    | "mid"
                    | "by"
                    | "before"
                    | "after"
                    | "during"
                    | "for"
            )
    }

    /// Whether a sentence starts here.
    fn opens(&self, at: usize) -> bool {
        let sentence = self.doc.sentence_at(at);
        self.doc.sentences[sentence].start == at
    }

    /// Takes in `Tuesday,` before a date.
    fn weekday_before(&self, start: usize) -> usize {
        let Some(mut at) = self.before(start) else {
            return start;
        };
        for _ in 0..3 {
            if matches!(word(self.doc, at), "," | "the" | "dia" | "el") {
                match self.before(at) {
                    Some(before) => at = before,
                    None => return start,
                }
            }
        }
        if matches!(cues::cue(self.doc, at), Some(Cue::Weekday(_))) {
            at
        } else {
            start
        }
    }

    /// The year that brings a date nearest to the day of the report; the future counts double.
    fn nearest(&self, date_in: impl Fn(i16) -> Option<(Date, Date)>) -> Option<(Date, Date)> {
        let published = self.published.or(self.near)?;
        (published.year() - 1..=published.year() + 1)
            .filter_map(date_in)
            .min_by_key(|&(start, end)| distance(published, start, end))
    }

    /// `14/05/2024`, `2024-05-14`, `14.05.2024`, and years alone: `in 2019`.
    pub(super) fn numeric(&self, at: usize) -> Option<Mention> {
        let doc = self.doc;
        let text = word(doc, at);
        if at > 0 && glued(doc, at) && matches!(word(doc, at - 1), "/" | "-") {
            return None;
        }
        let (parts, end): ([&str; 3], usize) = if text.matches('.').count() == 2 {
            let mut parts = text.split('.');
            ([parts.next()?, parts.next()?, parts.next()?], at + 1)
        } else if is_parted(doc, at) {
            (three(doc, at)?, at + 5)
        } else {
            return self.year_alone(at);
        };
        if glued(doc, end) && matches!(word(doc, end), "/" | "-") {
            return None;
        }
        let date = self.ordered(parts, end == at + 1)?;
        Some(Mention {
            tokens: at..end,
            days: Some((date, date)),
            relative: false,
        })
    }

    /// Reads three numbers as a date: year first, else day first, in English text by what fits; between dots the day
    /// is always first.
    fn ordered(&self, [first, second, third]: [&str; 3], dotted: bool) -> Option<Date> {
        let small = |text: &str| text.parse::<i8>().ok().filter(|_| text.len() <= 2);
        let year = |text: &str| match text.len() {
            4 => text
                .parse::<i16>()
                .ok()
                .filter(|year| (1800..=2199).contains(year)),
            2 => text.parse::<i16>().ok().map(|year| 2000 + year),
            _ => None,
        };
        if first.len() == 4 {
            return Date::new(year(first)?, small(second)?, small(third)?).ok();
        }
        let (a, b, year) = (small(first)?, small(second)?, year(third)?);
        let day_first = Date::new(year, b, a).ok();
        let month_first = Date::new(year, a, b).ok();
        match (day_first, month_first) {
            (Some(day_first), Some(month_first)) if self.doc.lang != Lang::Es && !dotted => {
                let Some(published) = self.published else {
                    let is = *self.day_first.get_or_init(|| has_days_first(self.doc));
                    return Some(if is { day_first } else { month_first });
                };
                let far = |date: Date| distance(published, date, date);
                Some(if far(day_first) < far(month_first) {
                    day_first
                } else {
                    month_first
                })
            }
            (day_first, month_first) => day_first.or(month_first),
        }
    }

    /// `in the 2019 election`, `en la elección de 2019`
    fn dates_event(&self, at: usize) -> bool {
        let before = |n: usize| at.checked_sub(n).map_or("", |i| word(self.doc, i));
        let lower = |i: usize| {
            let token = self.doc.tokens.get(i);
            token.is_some_and(|t| t.kind == TokenKind::Word && t.case == Case::Lower)
        };
        let within = |text: &str| matches!(text, "in" | "during" | "en" | "durante");
        match before(1) {
            "the" => within(before(2)) && lower(at + 1),
            "de" => {
                let article = matches!(before(3), "el" | "la" | "los" | "las");
                at > 1 && lower(at - 2) && article && within(before(4))
            }
            _ => false,
        }
    }

    /// `in 2019`, `en 2019`.
    fn year_alone(&self, at: usize) -> Option<Mention> {
        let year = year_number(self.doc, at)?;
        let led = matches!(
            self.word_before(at),
            "in" | "since"
                | "en"
                | "desde"
                | "until"
                | "hasta"
                | "during"
                | "ano"
                | "year"
                | "spring"
                | "summer"
                | "autumn"
                | "fall"
                | "winter"
        ) || self.dates_event(at);
        let start = Date::new(year, 1, 1).ok()?;
        let end = Date::new(year, 12, 31).ok()?;
        (led && (!glued(self.doc, at + 1)
            || matches!(word(self.doc, at + 1), "," | "." | ";" | ")" | ":")))
        .then_some(Mention {
            tokens: at..at + 1,
            days: Some((start, end)),
            relative: false,
        })
    }
}

/// `19-XI-2026`: the month in Roman figures.
fn roman_month(doc: &Doc, at: usize) -> Option<&'static str> {
    const MONTHS: [(&str, &str); 12] = [
        ("i", "1"),
        ("ii", "2"),
        ("iii", "3"),
        ("iv", "4"),
        ("v", "5"),
        ("vi", "6"),
        ("vii", "7"),
        ("viii", "8"),
        ("ix", "9"),
        ("x", "10"),
        ("xi", "11"),
        ("xii", "12"),
    ];
    let known = MONTHS.iter().find(|(roman, _)| *roman == word(doc, at));
    known.map(|(_, number)| *number)
}

/// `dos mil veintiséis`: the year, and where it ends.
fn year_in_words(doc: &Doc, at: usize) -> Option<(i16, usize)> {
    let spelled = doc.lang == Lang::Es && doc.tokens.get(at)?.kind == TokenKind::Word;
    let found = figure(doc, at).filter(|_| spelled)?;
    let year = (1900.0..2100.0)
        .contains(&found.least)
        .then_some(found.least as i16)?;
    Some((year, found.tokens.end))
}

/// Days between a report and a stretch of days, those to come counted double.
pub(super) fn distance(published: Date, start: Date, end: Date) -> i64 {
    let days = |from: Date, to: Date| i64::from((to - from).get_days());
    if end < published {
        days(end, published)
    } else if start > published {
        2 * days(published, start)
    } else {
        0
    }
}

fn span(year: i16, month: i8, first: i8, last: i8) -> Option<(Date, Date)> {
    Some((
        Date::new(year, month, first).ok()?,
        Date::new(year, month, last).ok()?,
    ))
}

fn whole_month(year: i16, month: i8) -> Option<(Date, Date)> {
    let first = Date::new(year, month, 1).ok()?;
    Some((first, first.last_of_month()))
}

/// Whether two strokes or hyphens part what stands here.
fn is_parted(doc: &Doc, at: usize) -> bool {
    let mark = word(doc, at + 1);
    matches!(mark, "/" | "-")
        && (1..=4).all(|step| glued(doc, at + step))
        && word(doc, at + 3) == mark
}

/// The three numbers that they part.
fn three<'d>(doc: &'d Doc, at: usize) -> Option<[&'d str; 3]> {
    let number = |at: usize| (doc.tokens[at].kind == TokenKind::Number).then(|| word(doc, at));
    let month = number(at + 2).or_else(|| roman_month(doc, at + 2));
    Some([word(doc, at), month?, number(at + 4)?])
}

/// Whether the figures of a text put the day first: where one can be no month, or where the days lie closer together so.
fn has_days_first(doc: &Doc) -> bool {
    let figures = |at: usize| {
        let [first, second, year] = is_parted(doc, at).then(|| three(doc, at))??;
        let number = |text: &str| text.parse::<i16>().ok();
        Some((number(first)?, number(second)?, number(year)?))
    };
    let numbers = (0..doc.tokens.len()).filter(|&at| doc.tokens[at].kind == TokenKind::Number);
    let all: Vec<(i16, i16, i16)> = numbers
        .filter_map(figures)
        .filter(|&(first, second, _)| first <= 31 && second <= 31)
        .collect();
    if let Some(&(first, ..)) = all.iter().find(|(a, b, _)| (*a > 12) != (*b > 12)) {
        return first > 12;
    }
    let span = |rank: fn(&(i16, i16, i16)) -> i32| {
        let ranks = all.iter().map(rank);
        ranks.clone().max().unwrap_or(0) - ranks.min().unwrap_or(0)
    };
    span(|&(a, b, year)| (i32::from(year) * 12 + i32::from(b)) * 31 + i32::from(a))
        < span(|&(a, b, year)| (i32::from(year) * 12 + i32::from(a)) * 31 + i32::from(b))
}

/// `9 p.m.`, `9:15`: a time, not a day.
fn is_clock(doc: &Doc, at: usize) -> bool {
    glued(doc, at + 1) && word(doc, at + 1) == ":"
        || matches!(
            word(doc, at + 1),
            "p.m." | "a.m." | "pm" | "am" | "p.m" | "a.m"
        )
}

/// Kept beside the calendar: the week from Monday to Sunday around a day.
pub(super) fn week_of(date: Date) -> (Date, Date) {
    let monday = shifted(date, -i64::from(date.weekday().to_monday_zero_offset()));
    (monday, shifted(monday, 6))
}
