//! Dates as publishers write them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Years in which a report can have been published; numbers beyond are not years.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

/// The day in `text`, if it holds one: ISO 8601, RFC 2822, seconds or milliseconds since 1970, or
/// words of English or Spanish. Days such as `03/04/2025`, which can be read in two ways, are not.
#[must_use]
pub fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let text = text
        .char_indices()
        .nth(100)
        .map_or(text, |(end, _)| &text[..end]);
    if text.len() >= 8 && text.bytes().all(|byte| byte.is_ascii_digit())
        || is_fraction_of_seconds(text)
    {
        return of_digits(text);
    }
    let parts: Vec<Part> = parts(text);
    of_parts(&parts)
}

/// Year, month and day, if there is such a day.
pub(crate) fn day_of(year: i16, month: i8, day: i8) -> Option<Date> {
    YEARS
        .contains(&year)
        .then(|| Date::new(year, month, day).ok())
        .flatten()
}

fn is_fraction_of_seconds(text: &str) -> bool {
    text.split_once('.').is_some_and(|(whole, part)| {
        (9..=13).contains(&whole.len())
            && whole
                .bytes()
                .chain(part.bytes())
                .all(|byte| byte.is_ascii_digit())
    })
}

fn of_digits(text: &str) -> Option<Date> {
    let whole = text.split('.').next()?;
    if matches!(whole.len(), 8 | 12 | 14)
        && let Some(date) = day_of(
            whole[..4].parse().ok()?,
            whole[4..6].parse().ok()?,
            whole[6..8].parse().ok()?,
        )
    {
        return Some(date);
    }
    let number: i64 = whole.parse().ok()?;
    let seconds = match whole.len() {
        9..=10 => number,
        12..=13 => number / 1000,
        _ => return None,
    };
    let date = Timestamp::from_second(seconds)
        .ok()?
        .to_zoned(TimeZone::UTC)
        .date();
    YEARS.contains(&date.year()).then_some(date)
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Part {
    /// A number and how many digits it was written with.
    Number(i32, usize),
    Month(i8),
    Colon,
    Other,
}

fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = |same: fn(char) -> bool| rest.find(|c: char| !same(c)).unwrap_or(rest.len());
        let length = if first.is_ascii_digit() {
            let length = run(|c| c.is_ascii_digit());
            parts.push(
                rest[..length]
                    .parse()
                    .map_or(Part::Other, |number| Part::Number(number, length)),
            );
            length
        } else if first.is_alphabetic() {
            let length = run(char::is_alphabetic);
            match month(&rest[..length]) {
                Some(month) => parts.push(Part::Month(month)),
                None if matches!(
                    &rest[..length],
                    "T" | "t" | "de" | "del" | "of" | "st" | "nd" | "rd" | "th"
                ) => {}
                None => parts.push(Part::Other),
            }
            length
        } else {
            if first == ':' {
                parts.push(Part::Colon);
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    parts
}

fn month(word: &str) -> Option<i8> {
    const MONTHS: [(&str, &str); 12] = [
        ("january", "enero"),
        ("february", "febrero"),
        ("march", "marzo"),
        ("april", "abril"),
        ("may", "mayo"),
        ("june", "junio"),
        ("july", "julio"),
        ("august", "agosto"),
        ("september", "septiembre"),
        ("october", "octubre"),
        ("november", "noviembre"),
        ("december", "diciembre"),
    ];
    let word = word.to_lowercase();
    let names = |known: &str| {
        known == word || word.len() >= 3 && word.len() <= 4 && known.starts_with(&word)
    };
    let place = MONTHS
        .iter()
        .position(|(english, spanish)| names(english) || names(spanish))?;
    i8::try_from(place + 1).ok()
}

fn of_parts(parts: &[Part]) -> Option<Date> {
    let small = |number: i32| i8::try_from(number).ok();
    let year = |number: i32| i16::try_from(number).ok();
    for window in parts.windows(3) {
        let date = match *window {
            [
                Part::Number(y, 4),
                Part::Number(m, 1..=2),
                Part::Number(d, 1..=2),
            ] => day_of(year(y)?, small(m)?, small(d)?),
            [Part::Number(y, 4), Part::Month(m), Part::Number(d, 1..=2)] => {
                day_of(year(y)?, m, small(d)?)
            }
            [Part::Number(d, 1..=2), Part::Month(m), Part::Number(y, 4)] => {
                day_of(year(y)?, m, small(d)?)
            }
            [Part::Month(m), Part::Number(d, 1..=2), Part::Number(y, 4)] => {
                day_of(year(y)?, m, small(d)?)
            }
            [
                Part::Number(a, 1..=2),
                Part::Number(b, 1..=2),
                Part::Number(y, 4),
            ] => either_order(year(y)?, small(a)?, small(b)?),
            _ => None,
        };
        if date.is_some() {
            return date;
        }
    }
    None
}

/// Day and month in the only order that makes a date; none where both orders do.
fn either_order(year: i16, first: i8, second: i8) -> Option<Date> {
    match (day_of(year, first, second), day_of(year, second, first)) {
        (Some(date), None) | (None, Some(date)) => Some(date),
        (Some(date), Some(same)) if date == same => Some(date),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::parse_date;

    #[test]
    fn many_ways_to_write_one_day() {
        for text in [
            "2025-10-14",
            "2025-10-14T23:30:00-05:00",
            "2025-10-14 08:00:00.123",
            "20251014",
            "20251014093000",
            "2025/10/14",
            "14/10/2025",
            "10/14/2025",
            "Tue, 14 Oct 2025 09:00:00 +0200",
            "October 14, 2025",
            "Oct. 14th, 2025 at 9:15 a.m.",
            "martes, 14 de octubre de 2025",
            "14 oct 2025",
            "Published: 9:15, October 14, 2025",
            "1760400000",
            "1760400000000",
            "1760400000.25",
        ] {
            assert_eq!(
                parse_date(text).map(|date| date.to_string()).as_deref(),
                Some("2025-10-14"),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_day_or_could_be_two() {
        for text in [
            "",
            "03/04/2025",
            "2025-13-40",
            "yesterday",
            "0000-01-01",
            "99999999999999999999",
            "5",
            "14 Oct",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }
}
