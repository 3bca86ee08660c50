//! Days as a calendar that other programs read (RFC 5545): all-day events, which keep nobody busy and are nobody else's business.

use jiff::civil::Date;

/// Octets of a line, without its end.
const LONGEST: usize = 75;

/// A day on which something is due.
pub(crate) struct Event {
    /// By which it is the same event when it has moved.
    pub uid: String,
    /// The day.
    pub day: Date,
    /// When it was changed last, as `20260921T141320Z`.
    pub changed: String,
    /// What it is called.
    pub title: String,
    /// Where more is to be seen, if that is known.
    pub link: Option<String>,
}

/// A calendar of a name, in lines that end as the standard has it.
pub(crate) fn calendar(name: &str, events: &[Event]) -> String {
    let mut out = String::new();
    let mut line = |text: &str| fold(text, &mut out);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Wardline//Desk//EN");
    line("CALSCALE:GREGORIAN");
    line(&format!("NAME:{}", escaped(name)));
    line(&format!("X-WR-CALNAME:{}", escaped(name)));
    line("REFRESH-INTERVAL;VALUE=DURATION:PT6H");
    for event in events {
        let next = event.day.tomorrow().unwrap_or(event.day);
        line("BEGIN:VEVENT");
        line(&format!("UID:{}", event.uid));
        line(&format!("DTSTAMP:{}", event.changed));
        line(&format!("LAST-MODIFIED:{}", event.changed));
        line(&format!("DTSTART;VALUE=DATE:{}", basic(event.day)));
        line(&format!("DTEND;VALUE=DATE:{}", basic(next)));
        line(&format!("SUMMARY:{}", escaped(&event.title)));
        if let Some(link) = &event.link {
            line(&format!("URL:{link}"));
        }
        line("CLASS:CONFIDENTIAL");
        line("TRANSP:TRANSPARENT");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    out
}

fn basic(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// A text as a value: what would end it, or begin another, is escaped.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            letter if letter.is_control() => (),
            letter => out.push(letter),
        }
    }
    out
}

/// Adds a line, on several where it is long; no letter is cut through.
fn fold(line: &str, out: &mut String) {
    let mut room = LONGEST;
    for letter in line.chars() {
        if letter.len_utf8() > room {
            out.push_str("\r\n ");
            // the space counts
            room = LONGEST - 1;
        }
        room -= letter.len_utf8();
        out.push(letter);
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Event, calendar};

    fn of(title: &str) -> String {
        let event = Event {
            uid: "1-2@desk".to_owned(),
            day: date(2026, 12, 31),
            changed: "20260921T141320Z".to_owned(),
            title: title.to_owned(),
            link: Some("https://desk.example.org/cases/1".to_owned()),
        };
        calendar("Wardline", &[event])
    }

    #[test]
    fn a_calendar_is_that_of_the_standard() {
        let expected = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Wardline//Desk//EN\nCALSCALE:GREGORIAN\nNAME:Wardline\n\
            X-WR-CALNAME:Wardline\nREFRESH-INTERVAL;VALUE=DURATION:PT6H\nBEGIN:VEVENT\nUID:1-2@desk\nDTSTAMP:20260921T141320Z\n\
            LAST-MODIFIED:20260921T141320Z\nDTSTART;VALUE=DATE:20261231\nDTEND;VALUE=DATE:20270101\n\
            SUMMARY:Case 1\\, a \\\\ \\; b\\nc\nURL:https://desk.example.org/cases/1\nCLASS:CONFIDENTIAL\n\
            TRANSP:TRANSPARENT\nEND:VEVENT\nEND:VCALENDAR\n";
        assert_eq!(of("Case 1, a \\ ; b\nc\r"), expected.replace('\n', "\r\n"));
    }

    #[test]
    fn lines_are_folded_between_letters_and_unfold_to_what_they_were() {
        for title in [
            "ñ".repeat(200),
            format!("a{}", "漢".repeat(99)),
            "x".repeat(67),
        ] {
            let calendar = of(&title);
            for line in calendar.split("\r\n") {
                assert!(line.len() <= 75, "{line}");
                assert!(!line.contains(['\r', '\n']));
            }
            let whole = calendar.replace("\r\n ", "");
            assert!(whole.contains(&format!("\r\nSUMMARY:{title}\r\n")));
        }
        assert!(
            of(&"x".repeat(67)).contains(&"x".repeat(67)),
            "75 octets fit"
        );
    }
}
