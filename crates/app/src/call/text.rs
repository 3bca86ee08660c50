//! What calls say: number, level, clock and a link, and nothing of what was reported.

use std::fmt::Display;
use std::sync::LazyLock;

use model::Micros;
use model::call::CallKind;
use serde::Serialize;
use store::NewCall;

use crate::output::{self, Language, Words};

static EN: LazyLock<Words> =
    LazyLock::new(|| Words::parse(include_str!("../../locales/call/en.txt")));
static ES: LazyLock<Words> =
    LazyLock::new(|| Words::parse(include_str!("../../locales/call/es.txt")));

/// A call for people.
pub(super) struct Message {
    /// In ASCII.
    pub subject: String,
    pub body: String,
    /// Whether it is worth waking somebody.
    pub is_pressing: bool,
}

impl Message {
    /// In somebody's language; in English if they chose none.
    pub(super) fn of(lang: Option<&str>, what: &NewCall, link: &str) -> Self {
        let (words, language) = match lang {
            Some("es") => (&*ES, Language::Es),
            _ => (&*EN, Language::En),
        };
        let (level, report) = (
            what.level.map(|level| level.to_string()),
            what.report.unwrap_or_default(),
        );
        let level = level.unwrap_or_default();
        let values: [(&str, &dyn Display); 4] = [
            ("level", &level),
            ("report", &report),
            ("new", &what.reports),
            ("late", &what.late),
        ];
        let count = |key| words.count(key, what.reports as usize, &values);
        let mut lines = match what.kind {
            CallKind::New => vec![count("new")],
            CallKind::Still => vec![count("still")],
            CallKind::Late => vec![count("late")],
            CallKind::Raised => vec![count("raised")],
            CallKind::Digest => vec![words.fill("digest", &values)],
            CallKind::Test => vec![words.get("test").to_owned()],
            CallKind::Account => vec![words.get("account").to_owned()],
        };
        if let Some(clock) = what.clock {
            let time = time(clock, language);
            let is_open = what.kind == CallKind::Raised;
            let key = match what.late {
                0 if is_open => "decide",
                0 => "until",
                _ => "since",
            };
            lines.push(words.fill(key, &[("time", &time)]));
            if !is_open {
                lines.push(words.get("stop").to_owned());
            }
        }
        lines.push(String::new());
        lines.push(words.fill("link", &[("link", &page(what, link))]));
        lines.push(String::new());
        if what.kind == CallKind::Digest {
            lines.push(words.get("digest.mute").to_owned());
        }
        lines.push(words.get("end").to_owned());
        let subject = match what.kind {
            CallKind::New => "subject.new",
            CallKind::Still => "subject.still",
            CallKind::Late => "subject.late",
            CallKind::Raised => "subject.raised",
            CallKind::Digest => "subject.digest",
            CallKind::Test => "subject.test",
            CallKind::Account => "subject.account",
        };
        Message {
            subject: words.fill(subject, &values),
            body: lines.join("\r\n") + "\r\n",
            is_pressing: what.level.is_some(),
        }
    }
}

/// The page that a call leads to.
fn page(what: &NewCall, link: &str) -> String {
    match (what.report, what.kind) {
        (Some(report), _) => format!("{link}/reports/{report}"),
        (None, CallKind::Digest) => format!("{link}/queue"),
        (None, CallKind::Account) => format!("{link}/account"),
        (None, _) => format!("{link}/"),
    }
}

fn time(at: Micros, language: Language) -> String {
    let at = jiff::Timestamp::from_microsecond(at).unwrap_or_default();
    let at = at.to_zoned(jiff::tz::TimeZone::UTC);
    let day = output::day(at.date(), language);
    format!("{:02}:{:02} UTC, {day}", at.hour(), at.minute())
}

/// A call for programs.
#[derive(Serialize)]
struct Payload<'p> {
    #[serde(rename = "type")]
    kind: String,
    timestamp: String,
    data: Data<'p>,
}

#[derive(Serialize)]
struct Data<'p> {
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    reports: u64,
    late: u64,
    link: String,
}

/// A call as JSON, of a time.
pub(super) fn body(what: &NewCall, link: &str, now: Micros) -> String {
    let stamp = |at| {
        let at = jiff::Timestamp::from_microsecond(at).unwrap_or_default();
        at.round(jiff::Unit::Second).unwrap_or(at).to_string()
    };
    let payload = Payload {
        kind: format!("call.{}", what.kind),
        timestamp: stamp(now),
        data: Data {
            level: what.level.map(|level| level.as_str()),
            report: what.report,
            due: what.clock.map(stamp),
            reports: what.reports,
            late: what.late,
            link: page(what, link),
        },
    };
    serde_json::to_string(&payload).expect("texts and numbers can be written as JSON")
}

#[cfg(test)]
mod tests {
    use model::Level;
    use model::call::{CallKind, Way};
    use store::NewCall;

    use super::{EN, ES, Message, body};

    fn what(kind: CallKind) -> NewCall {
        let level = (!matches!(kind, CallKind::Digest | CallKind::Test | CallKind::Account))
            .then_some(Level::P1);
        NewCall {
            kind,
            way: Way::Mail,
            account: None,
            level,
            report: level.map(|_| 12),
            clock: level.map(|_| 1_790_000_000_000_000),
            reports: 3,
            late: u64::from(kind == CallKind::Late),
            is_of_tip: false,
        }
    }

    #[test]
    fn both_languages_say_the_same() {
        EN.assert_alike(&ES);
    }

    #[test]
    fn every_call_can_be_said_and_subjects_are_ascii() {
        for kind in CallKind::ALL {
            for lang in [None, Some("en"), Some("es")] {
                for reports in [1, 3] {
                    let what = NewCall {
                        reports,
                        ..what(*kind)
                    };
                    let message = Message::of(lang, &what, "https://desk.example.org");
                    assert!(message.subject.is_ascii() && !message.subject.contains('{'));
                    assert!(!message.body.contains('{'), "{}", message.body);
                    assert!(message.body.contains("\r\nhttps://desk.example.org/"));
                }
            }
        }
        let late = Message::of(
            Some("es"),
            &what(CallKind::Late),
            "https://desk.example.org",
        );
        assert_eq!(
            late.body.split("\r\n").take(4).collect::<Vec<_>>(),
            [
                "3 informes de nivel P1 esperan, con retraso 1; el más urgente es el informe 12. Se llama a todas las personas de guardia.",
                "Su plazo venció a las 14:13 UTC, 21 sep 2026.",
                "Estas llamadas cesan cuando lo abre alguien que puede decidir.",
                ""
            ]
        );
    }

    #[test]
    fn programs_are_told_numbers_and_a_link() {
        let told = body(
            &what(CallKind::New),
            "https://desk.example.org",
            1_789_999_000_000_000,
        );
        assert_eq!(
            told,
            r#"{"type":"call.new","timestamp":"2026-09-21T13:56:40Z","data":{"level":"P1","report":12,"due":"2026-09-21T14:13:20Z","reports":3,"late":0,"link":"https://desk.example.org/reports/12"}}"#
        );
    }
}
