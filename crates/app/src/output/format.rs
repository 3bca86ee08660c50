//! Numbers, sums, dates and lists as a reader of the language expects them; and text from outside
//! made fit to be shown.

use engine::picture::{Amount, Slot, SlotValue};
use jiff::civil::{Date, DateTime};

use super::words::Words;

/// Text from outside on one line: runs of white space become one space; control characters and
/// those that turn the direction of other text are left out.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !is_hidden(c) {
            out.push(c);
        }
    }
    out
}

/// [`plain`], without space at either end.
pub(super) fn line(text: &str) -> String {
    plain(text).trim().to_owned()
}

/// [`line`], at most `limit` characters of it.
pub(crate) fn short(text: &str, limit: usize) -> String {
    shorten(&line(text), limit)
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// At most `limit` characters, cut at a space where there is one near the end.
pub(super) fn shorten(text: &str, limit: usize) -> String {
    let Some((cut, _)) = text.char_indices().nth(limit) else {
        return text.to_owned();
    };
    let head = &text[..cut];
    let end = head
        .rfind(' ')
        .filter(|&space| space * 2 > cut)
        .unwrap_or(cut);
    format!("{}…", head[..end].trim_end())
}

/// `a, b and c`.
pub(super) fn list(words: &Words, items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [head @ .., last] => format!("{}{}{last}", head.join(", "), words.get("list.and")),
    }
}

/// A small count in words ("three"), a larger one in digits.
pub(super) fn number(words: &Words, n: usize) -> String {
    words
        .get("numbers")
        .split(' ')
        .nth(n)
        .map_or_else(|| n.to_string(), str::to_owned)
}

/// A share of the whole, in per cent.
pub(super) fn percent(share: f32) -> String {
    format!("{}\u{a0}%", whole_percent(share))
}

/// A share as a whole number of hundredths, 0–100 whatever comes in.
pub(super) fn whole_percent(share: f32) -> u32 {
    if share.is_finite() {
        (share.clamp(0.0, 1.0) * 100.0).round() as u32
    } else {
        0
    }
}

/// A date as `14 Oct 2025`, a pair as `14 Oct 2025 – 2 Nov 2025`, anything else as it came.
pub(super) fn date(words: &Words, text: &str) -> String {
    if let Some(day) = day(text) {
        return civil(words, day);
    }
    match text.split_once('/').map(|(from, to)| (day(from), day(to))) {
        Some((Some(from), Some(to))) => span(words, from, to),
        _ => short(text, 80),
    }
}

/// A year, a month, days of one month, or any span.
fn span(words: &Words, from: Date, to: Date) -> String {
    let in_month = (from.year(), from.month()) == (to.year(), to.month());
    let last = |day: Date| day.last_of_month() == day;
    if from == from.first_of_year() && to == from.last_of_year() {
        return from.year().to_string();
    }
    if in_month && from.day() == 1 && last(to) {
        return format!("{} {}", month(words, from), from.year());
    }
    if in_month {
        return format!("{}–{}", from.day(), civil(words, to));
    }
    format!("{} – {}", civil(words, from), civil(words, to))
}

/// Whether [`date`] finds a day or a span of days in the text.
pub(super) fn is_date(text: &str) -> bool {
    let ends = text.split_once('/');
    day(text).is_some() || ends.is_some_and(|(from, to)| day(from).is_some() && day(to).is_some())
}

/// The day of the calendar.
pub(super) fn civil(words: &Words, day: Date) -> String {
    format!("{} {} {}", day.day(), month(words, day), day.year())
}

fn month(words: &Words, day: Date) -> &'static str {
    let at = usize::from(day.month().unsigned_abs()).saturating_sub(1);
    words.get("months").split(' ').nth(at).unwrap_or_default()
}

/// The day of an ISO 8601 date or time.
pub(super) fn day(text: &str) -> Option<Date> {
    moment(text).map(DateTime::date)
}

/// The date and time of an ISO 8601 text, offset left aside; midnight where no time is given.
pub(super) fn moment(text: &str) -> Option<DateTime> {
    let text = text.trim();
    if !text.is_ascii() || !matches!(text.as_bytes().get(10), None | Some(b'T' | b' ')) {
        return None;
    }
    let day: Date = text.get(..10)?.parse().ok()?;
    let time = text.get(..19).and_then(|text| text.parse().ok());
    Some(time.unwrap_or_else(|| day.into()))
}

/// The value of a slot, in words.
pub(super) fn value(words: &Words, slot: Slot, value: &SlotValue) -> String {
    match value {
        SlotValue::Amount(sum) => amount(words, sum),
        SlotValue::Count(count) => {
            let digits = integer(words, f64::from(*count));
            let people = match slot {
                Slot::Killed => "people.killed",
                Slot::Injured => "people.injured",
                _ => return digits,
            };
            words.count(
                people,
                usize::try_from(*count).unwrap_or(usize::MAX),
                &[("n", &digits)],
            )
        }
        SlotValue::Text(text) => date(words, text),
    }
}

/// The sentence with its first letter as at a beginning.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// A sentence as it stands inside another: its first letter small, unless its first word is all capitals.
pub(super) fn inside(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next();
    if letters.clone().next().is_some_and(char::is_uppercase) {
        return text.to_owned();
    }
    first.map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// A sum of money: `$2,000`, `up to $50,000`, `$2,000 to $10,000`.
pub(super) fn amount(words: &Words, amount: &Amount) -> String {
    let currency = amount.currency.as_deref();
    let finite = |sum: Option<f64>| sum.filter(|sum| sum.is_finite());
    match (finite(amount.min), finite(amount.max)) {
        (Some(min), Some(max)) if min == max => {
            words.fill("amount.exact", &[("sum", &sum(words, min, currency))])
        }
        (Some(min), Some(max)) => {
            let (min, max) = (sum(words, min, currency), sum(words, max, currency));
            words.fill("amount.range", &[("min", &min), ("max", &max)])
        }
        (None, Some(max)) => words.fill("amount.upto", &[("sum", &sum(words, max, currency))]),
        (Some(min), None) => words.fill("amount.atleast", &[("sum", &sum(words, min, currency))]),
        (None, None) => words.get("amount.unknown").to_owned(),
    }
}

fn sum(words: &Words, sum: f64, currency: Option<&str>) -> String {
    let digits = decimal(words, sum);
    let sign_before = words.get("lang") == "en";
    match currency {
        Some("USD") if sign_before => format!("${digits}"),
        Some("EUR") if sign_before => format!("€{digits}"),
        Some("GBP") if sign_before => format!("£{digits}"),
        Some(code) => format!("{digits}\u{a0}{}", short(code, 12)),
        None => digits,
    }
}

fn decimal(words: &Words, number: f64) -> String {
    if number.fract() == 0.0 || number.abs() >= 1e15 {
        return integer(words, number);
    }
    let text = format!("{number:.8}");
    let (_, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let fraction = fraction.trim_end_matches('0');
    let fraction = if fraction.len() == 1 {
        format!("{fraction}0")
    } else {
        fraction.to_owned()
    };
    let whole = integer(words, number.trunc());
    if fraction.is_empty() {
        return whole;
    }
    format!("{whole}{}{fraction}", words.get("digits.point"))
}

/// Digits in groups of three; Spanish leaves numbers of four digits whole.
fn integer(words: &Words, number: f64) -> String {
    let text = format!("{number:.0}");
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or(("", text.as_str()), |rest| ("-", rest));
    let group = words.get("digits.group");
    if digits.len() < 4 || (digits.len() == 4 && group != ",") {
        return text;
    }
    let mut out = sign.to_owned();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            out.push_str(group);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Language;

    fn sums(min: Option<f64>, max: Option<f64>, currency: &str) -> [String; 2] {
        let amount_in = Amount {
            min,
            max,
            currency: Some(currency.to_owned()),
        };
        [Language::En, Language::Es].map(|language| amount(Words::of(language), &amount_in))
    }

    #[test]
    fn sums_read_as_in_a_newspaper() {
        assert_eq!(
            sums(Some(2000.0), Some(2000.0), "USD"),
            ["$2,000", "2000\u{a0}USD"]
        );
        assert_eq!(
            sums(None, Some(50000.0), "USD"),
            ["up to $50,000", "hasta 50\u{a0}000\u{a0}USD"]
        );
        assert_eq!(
            sums(Some(0.5), None, "BTC"),
            ["at least 0.50\u{a0}BTC", "al menos 0,50\u{a0}BTC"]
        );
        assert_eq!(
            sums(Some(1e6), Some(2e6), "EUR")[0],
            "€1,000,000 to €2,000,000"
        );
        assert_eq!(sums(Some(f64::NAN), None, "EUR")[0], "unknown sum");
        assert_eq!(
            sums(Some(1e300), None, "EUR")[0].len(),
            "at least €".len() + 301 + 100
        );
    }

    #[test]
    fn dates_read_as_in_a_newspaper() {
        let words = Words::of(Language::Es);
        assert_eq!(date(words, "2026-03-03"), "3 mar 2026");
        assert_eq!(date(words, "2026-03-03T18:40:00Z"), "3 mar 2026");
        assert_eq!(
            date(words, "2026-02-27/2026-03-01"),
            "27 feb 2026 – 1 mar 2026"
        );
        assert_eq!(date(words, "2026-02-01/2026-02-28"), "feb 2026");
        assert_eq!(date(words, "2026-01-01/2026-12-31"), "2026");
        assert_eq!(date(words, "2026-02-02/2026-02-08"), "2–8 feb 2026");
        assert_eq!(date(words, "last\nTuesday"), "last Tuesday");
        assert_eq!(date(words, "2026-02-30"), "2026-02-30");
        assert_eq!(date(words, "martes, día 3"), "martes, día 3");
    }

    #[test]
    fn text_from_outside_cannot_turn_or_hide_other_text() {
        assert_eq!(plain("a\u{202e}b\u{1b}[31m\u{0}c\r\n\td"), "ab[31mc d");
        assert_eq!(line("  🔥 قائمة "), "🔥 قائمة");
        assert_eq!(shorten("one two three four", 12), "one two…");
        assert_eq!(shorten("одиннадцать", 4), "один…");
        assert_eq!(shorten("short", 5), "short");
    }

    #[test]
    fn lists_and_shares() {
        let words = Words::of(Language::En);
        let items: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
        assert_eq!(list(words, &items), "a, b and c");
        assert_eq!(number(words, 3), "three");
        assert_eq!(number(words, 12), "12");
        assert_eq!(percent(0.826), "83\u{a0}%");
        assert_eq!(whole_percent(f32::NAN), 0);
    }
}
