//! Dates as texts give them: a day, some days, a month, a day of the week, or only words.

use jiff::civil::Date;

use super::words::{Words, plain, stems};

const MONTHS: [&str; 12] = [
    "january jan enero ene",
    "february feb febrero",
    "march mar marzo",
    "april apr abril abr",
    "may mayo",
    "june jun junio",
    "july jul julio",
    "august aug agosto ago",
    "september sept sep septiembre",
    "october oct octubre",
    "november nov noviembre",
    "december dec diciembre dic",
];

const WEEKDAYS: [&str; 7] = [
    "monday lunes",
    "tuesday martes",
    "wednesday miercoles",
    "thursday jueves",
    "friday viernes",
    "saturday sabado",
    "sunday domingo",
];

/// When something was.
#[derive(Clone, Debug, PartialEq)]
enum When {
    /// Days of one month, first and last; `None` for the whole month.
    Days {
        year: Option<i16>,
        month: i8,
        days: Option<(i8, i8)>,
    },
    /// Days since Monday.
    Weekday(i8),
    Words(Words),
}

impl When {
    fn of(text: &str) -> Self {
        let text = plain(text);
        iso(&text)
            .or_else(|| spelt(&text))
            .or_else(|| named(&text, &WEEKDAYS).map(When::Weekday))
            .unwrap_or_else(|| When::Words(stems(&text)))
    }
}

fn days_of(days: &[i8]) -> Option<(i8, i8)> {
    Some((*days.iter().min()?, *days.iter().max()?))
}

/// `2024-05-14`, `2024-05` or `2024-05-14/2024-05-15`.
fn iso(text: &str) -> Option<When> {
    let dates: Vec<(i16, i8, Option<i8>)> = text
        .split(|c: char| c != '-' && !c.is_ascii_digit())
        .filter_map(|part| {
            let mut figures = part.split('-');
            let year = figures.next().filter(|year| year.len() == 4)?;
            let month = figures.next().filter(|month| month.len() == 2)?;
            let day = figures.next().and_then(|day| day.parse().ok());
            Some((year.parse().ok()?, month.parse().ok()?, day))
        })
        .collect();
    let &(year, month, _) = dates.first()?;
    let days: Vec<i8> = dates.iter().filter_map(|date| date.2).collect();
    Some(When::Days {
        year: Some(year),
        month,
        days: days_of(&days),
    })
}

/// `14 May 2024`, `14 y 15 de mayo`, `May`.
fn spelt(text: &str) -> Option<When> {
    let month = named(text, &MONTHS)? + 1;
    let figures: Vec<i16> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|figures| figures.parse().ok())
        .collect();
    let days: Vec<i8> = figures
        .iter()
        .filter(|figure| (1..=31).contains(*figure))
        .filter_map(|figure| i8::try_from(*figure).ok())
        .collect();
    Some(When::Days {
        year: figures.into_iter().find(|figure| *figure > 1900),
        month,
        days: days_of(&days),
    })
}

/// The place in `names` of the first word that is one of them.
fn named(text: &str, names: &[&str]) -> Option<i8> {
    text.split(|c: char| !c.is_ascii_lowercase())
        .filter(|word| !word.is_empty())
        .find_map(|word| {
            names
                .iter()
                .position(|all| all.split(' ').any(|name| name == word))
        })
        .and_then(|at| i8::try_from(at).ok())
}

/// Days in common; a month is met by each of its days.
pub fn can_be_same(one: &str, other: &str) -> bool {
    agree(one, other, |one, other| match (one, other) {
        (Some((from, to)), Some((other_from, other_to))) => {
            from.max(other_from) <= to.min(other_to)
        }
        _ => true,
    })
}

/// Exactly the same days.
pub fn same(one: &str, other: &str) -> bool {
    agree(one, other, |one, other| one == other)
}

type Span = Option<(i8, i8)>;

fn agree(one: &str, other: &str, fit: impl Fn(Span, Span) -> bool) -> bool {
    match (When::of(one), When::of(other)) {
        (
            When::Days { year, month, days },
            When::Days {
                year: other_year,
                month: other_month,
                days: other_days,
            },
        ) => {
            month == other_month
                && (year.is_none() || other_year.is_none() || year == other_year)
                && fit(days, other_days)
        }
        (When::Days { year, month, days }, When::Weekday(weekday))
        | (When::Weekday(weekday), When::Days { year, month, days }) => {
            falls_on(year, month, days, weekday)
        }
        (When::Weekday(one), When::Weekday(other)) => one == other,
        (When::Words(one), When::Words(other)) => {
            !one.is_empty() && !other.is_empty() && (one.is_subset(&other) || other.is_subset(&one))
        }
        _ => false,
    }
}

fn falls_on(year: Option<i16>, month: i8, days: Span, weekday: i8) -> bool {
    match (year, days) {
        (Some(year), Some((first, last))) if first == last => Date::new(year, month, first)
            .is_ok_and(|date| date.weekday().to_monday_zero_offset() == weekday),
        _ => false,
    }
}

#[test]
fn dates_in_words_meet_dates_in_figures() {
    for (one, other, exactly) in [
        ("2026-04-14", "Tuesday morning", true),
        ("2026-04-14", "14 April 2026", true),
        ("2026-05-14/2026-05-15", "14 y 15 de mayo", true),
        ("2026-05-14/2026-05-15", "13, 14 y 15 de mayo", false),
        ("2026-05", "3 May", false),
        ("last month", "last month", true),
    ] {
        assert!(can_be_same(one, other), "{one}, {other}");
        assert_eq!(same(one, other), exactly, "{one}, {other}");
    }
    for (one, other) in [
        ("2026-04-14", "April 15"),
        ("2026-04-14", "miércoles"),
        ("2026-04-14", "14 April 2025"),
        ("2026-04", "viernes"),
        ("last month", "2026-04-14"),
    ] {
        assert!(!can_be_same(one, other), "{one}, {other}");
    }
}
