//! The page of a conversation.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use model::{Micros, TipId};
use store::Said;

use super::draft::LONGEST;
use super::language::Lang;
use super::page::{self, Frame, Switch, words};
use super::{Line, failure};
use crate::output;

#[derive(Template)]
#[template(path = "tipline/talk.html")]
struct Talk<'p> {
    f: Frame<'p>,
    said: Vec<One>,
    is_answered: bool,
    /// Whether nothing can be added any more.
    is_over: bool,
    pass: String,
    notice: String,
    error: String,
    typed: String,
    longest: usize,
}

/// Something said, as it is shown.
struct One {
    is_desk: bool,
    is_gone: bool,
    day: String,
    shown_day: String,
    text: String,
    files: String,
    report: String,
}

/// What is to be told on the page.
pub enum Notice {
    /// Nothing.
    None,
    /// The same in another language, with what was typed.
    Again(String),
    /// What was sent has arrived.
    Arrived,
    /// It did not go, with what was typed and the status.
    Wrong(StatusCode, String, String),
}

/// The page; none if there is no such conversation.
pub async fn show(line: &Line, lang: Lang, tip: &TipId, notice: Notice) -> Option<Response> {
    let store = &line.act.store;
    let talk = async { store::conversation(&mut store.read().await?, store.keys(), tip).await };
    let talk = match talk.await {
        Ok(talk) => talk?,
        Err(error) => return Some(failure::later(line, lang, &error)),
    };
    let is_over = talk.is_over;
    let switch = if is_over {
        Switch::Nowhere
    } else {
        Switch::Form("come")
    };
    let said: Vec<One> = talk
        .said
        .into_iter()
        .map(|said| One::of(lang, said))
        .collect();
    let (status, notice, error, typed) = match notice {
        Notice::None => (StatusCode::OK, String::new(), String::new(), String::new()),
        Notice::Again(typed) => (StatusCode::OK, String::new(), String::new(), typed),
        Notice::Arrived => (
            StatusCode::OK,
            words(lang).get("talk.added").to_owned(),
            String::new(),
            String::new(),
        ),
        Notice::Wrong(status, error, typed) => (status, String::new(), error, typed),
    };
    let page = Talk {
        f: Frame::new(line, lang, "talk.title", switch),
        is_answered: said.iter().any(|one| one.is_desk),
        is_over,
        said,
        pass: line.tickets.new_pass(tip, line.act.clock.now()),
        notice,
        error,
        typed,
        longest: LONGEST,
    };
    Some(page::render(status, &page))
}

impl One {
    fn of(lang: Lang, said: Said) -> Self {
        match said {
            Said::Report(report) => {
                let names: Vec<String> = report
                    .files
                    .into_iter()
                    .map(|(_, about, _)| about.name)
                    .collect();
                let (day, shown_day) = days(lang, report.received);
                One {
                    is_desk: false,
                    is_gone: report.body.is_none(),
                    day,
                    shown_day,
                    text: report.body.map(|body| body.text).unwrap_or_default(),
                    files: names.join(", "),
                    report: report.id.to_string(),
                }
            }
            Said::Reply { sent, text } => {
                let (day, shown_day) = days(lang, sent);
                One {
                    is_desk: true,
                    is_gone: false,
                    day,
                    shown_day,
                    text,
                    files: String::new(),
                    report: String::new(),
                }
            }
        }
    }
}

/// A day for programs and for people.
fn days(lang: Lang, at: Micros) -> (String, String) {
    let language = match lang {
        Lang::En => output::Language::En,
        Lang::Es => output::Language::Es,
    };
    let day = jiff::Timestamp::from_microsecond(at)
        .unwrap_or_default()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date();
    (day.to_string(), output::day(day, language))
}
